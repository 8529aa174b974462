"""What stands open while a document is walked through, and how its list items and lines become elements."""

import re
from collections.abc import Sequence

from luotsi.strategy.intake.reading.deeds import is_means
from luotsi.strategy.intake.reading.elements import Collector, Draft, alike
from luotsi.strategy.intake.reading.headings import Head
from luotsi.strategy.intake.reading.inner import parted
from luotsi.strategy.intake.reading.joining import Item
from luotsi.strategy.intake.reading.measures import action_of, level_of, listed_in_line, measure_of
from luotsi.strategy.intake.reading.normalising import MarkerKind
from luotsi.strategy.intake.reading.outline import Entry, entries_after, title_words
from luotsi.strategy.intake.reading.passages import Passage
from luotsi.strategy.intake.reading.plan import Plan
from luotsi.strategy.intake.reading.statements import StatementReader
from luotsi.strategy.intake.reading.values import values_in_sentence, values_named
from luotsi.strategy.intake.types import Certainty, ElementKind
from luotsi.strategy.intake.wording import key_of

LISTS = {
    "present_state": ElementKind.PRESENT_STATE,
    "challenge": ElementKind.CHALLENGE,
    "development_view": ElementKind.DEVELOPMENT_VIEW,
    "strength": ElementKind.STRENGTH,
    "weakness": ElementKind.WEAKNESS,
    "context": ElementKind.CONTEXT_GOAL,
}
_YEARS_LEVEL = re.compile(r"(?:19|20)\d\d:\s+(?P<level>\d[^:;.]{0,25})")
_SENTENCE_WORDS = 30
_NEARLY = 0.8
_LISTING = 2  # commas of a line that lists
_NEXT_SENTENCE = re.compile(r"(?<=[^\W\d_]{3}\.)\s+(?=[A-ZÅÄÖ])|(?<=\d{4}\.)\s+(?=[A-ZÅÄÖ])")
_ACTIONS = {
    "action": "action.listed",
    "labelled_action": "action.listed",
    "deed": "action.of_goal",
    "focus": "action.of_focus",
}
_MOST_GAP = 3
_OF_SENTENCES = {"measure", "action"}
_MEASURED = {"measure", "voices", "aside"}


class OpenSections:
    """The section, priority, unit and focus that stand open, and what is added under them."""

    _year = ""
    _even = 0
    """Empty lines before each item of the last list whose items all stand apart."""

    def __init__(self, entries: Sequence[Entry], plan: Plan, collector: Collector, *, is_plan: bool) -> None:
        self._entries = entries
        self._plan = plan
        self._found = collector
        self._is_plan = is_plan
        self._first = entries[0] if entries else None
        self._statements = StatementReader(entries, plan, collector)
        self._priority: Draft | None = None
        self._unit: Draft | None = None
        self._focus: Draft | None = None
        self._status = False
        self._guided = False
        """Whether a numbered chapter of guidance stands open: it ends at the next chapter, a short one at a gap."""
        self._carried = ""
        """The kind of list that a heading over all priorities says for each of them."""
        self._open("")

    def _open(self, mode: str, *, implicit: bool = False) -> None:
        self._headed = mode == "goal" and not implicit
        self._goal_at: Draft | None = None
        self._again = ""
        """What the goals that are named once more stand over."""
        self._columns: tuple[str, ...] = ()
        """The heads that stand in a row over numbered goals and what belongs to each."""
        self._mode = mode
        self._implicit = implicit
        self._listed = False
        self._taken = 0
        self._spacing = 1
        self._earlier = 0

    def _value(self, entry: Entry, rule: str) -> None:
        words = entry.item.words
        certainty = Certainty.UNSURE if rule.startswith("outline") else Certainty.SURE
        if rule == "value.in_sentence":
            for part in values_in_sentence(words):
                self._found.add(ElementKind.VALUE, part, rule=rule, certainty=Certainty.LIKELY)
        else:
            for name, details in values_named(words, listed=rule != "value.sentence"):
                self._found.add(ElementKind.VALUE, name, rule=rule, certainty=certainty, details=details)
        self._open("value")

    def _focus_area(self, entry: Entry, rule: str) -> None:
        words, _ = parted(title_words(entry).strip(" :"))
        self._focus = self._found.add(
            ElementKind.ANNUAL_FOCUS,
            words,
            rule=rule,
            certainty=Certainty.SURE,
            details={"year": self._year, "stage": "proposed"},
        )
        self._open("focus")

    def _takes_as_measure(self, entry: Entry, head: Head) -> bool:
        """Take `Hyvinvointi-indikaattorit` or `Kuntalaiskysely` as one more of the measures right above it."""
        alone = not (head.inline or head.title or head.colon or entry.item.caps or entry.item.is_number)
        close = not (entry.item.gap or entry.item.page_break)
        bare = head.kind == "measure" and entry.text.casefold() == " ".join(head.phrase)
        open_here = self._mode == "measure" and self._taken > 0 and close
        taken = open_here and alone and not bare and head.kind in _MEASURED
        if taken:
            self._add_listed("measure", entry.item.words, sure=False)
        return taken

    def _is_baseline(self, entry: Entry) -> bool:
        """Take `2026: 41` under a measure as its baseline."""
        level = _YEARS_LEVEL.fullmatch(entry.text)
        known = self._found.of(ElementKind.MEASURE, anywhere=True)
        if level is None or not known or known[-1].passages[-1].start > entry.item.words.start:
            return False
        known[-1].details.setdefault("baseline", level["level"])
        return True

    def _take_listed(self, index: int, entry: Entry) -> None:
        if index in self._plan.owned:
            self._priority = self._found.find(ElementKind.PRIORITY, self._plan.owned[index])
        mode = self._plan.kinds.get(index, self._mode)
        if not (self._listed or entry.item.is_number):
            self._columns = ()
        if "goal" in self._columns and index not in self._plan.kinds and mode in self._columns:
            mode = "goal" if entry.item.is_number else self._columns[-1]
        if self._status and mode in {"goal", "measure", "action", "objective", "update"}:
            self._update(entry)
        elif self._describes(index, entry, mode):
            self._priority.details.setdefault("description", entry.text)  # type: ignore[union-attr]
        elif is_means(entry.text) or not self._is_nested(mode, entry):
            self._add_listed(mode, entry.item.words)
        elif mode == "goal" and self._first and self._first.item.is_number:
            self._add_listed("labelled_action", entry.item.words)
        self._listed = True

    def _describes(self, index: int, entry: Entry, mode: str) -> bool:
        """Tell whether the only item under a priority is a paragraph that tells of it."""
        after = entries_after(self._entries, index)
        alone = not self._listed and (after is None or not after.is_list)
        sentences = len(_NEXT_SENTENCE.split(entry.text))
        told = self._implicit and mode == "goal" and self._priority is not None
        return told and alone and sentences > 1 and len(entry.text.split()) > _SENTENCE_WORDS

    def _is_nested(self, mode: str, entry: Entry) -> bool:
        """Tell whether the entry is a list within the list of goals or actions: it tells of the item above it."""
        if not self._listed:
            self._first = entry
        first = self._first.item.marker if self._first else None
        marker = entry.item.marker
        if mode not in {"goal", "action", "value"} or first is None or marker is None or marker == first:
            return False
        return (first.kind is not marker.kind and marker.kind is MarkerKind.BULLET) or (
            first.kind is marker.kind is MarkerKind.BULLET
            and first.glyph != marker.glyph
            and _deeper(first.glyph, marker.glyph)
        )

    def _update(self, entry: Entry) -> None:
        """Under a review of the situation an element is said again, never anew."""
        for kind in (ElementKind.GOAL, ElementKind.MEASURE, ElementKind.ACTION):
            draft = self._found.find(kind, entry.text, anywhere=True)
            if draft:
                self._found.say_again(draft, entry.item.words)

    def _add_listed(self, mode: str, words: Passage, *, sure: bool = True) -> None:
        self._taken += 1
        done = self._found.find(ElementKind.ACTION, words.text, anywhere=True) if mode == "goal" else None
        if done is not None and self._implicit:
            self._found.say_again(done, words)
            return
        mode = self._by_form(mode, words.text)
        certainty = Certainty.SURE if sure else Certainty.LIKELY
        if mode == "goal":
            self._goal(words, "goal.under_priority" if self._priority else "goal.listed", certainty)
        elif mode == "measure":
            self._measure(words, certainty)
        elif mode in _ACTIONS:
            self._action(mode, words, certainty)
        elif mode in {"unit_goal", "unit_action"}:
            self._of_unit(mode, words)
        elif mode in LISTS:
            self._found.add(LISTS[mode], words, rule=f"{mode}.listed", certainty=Certainty.LIKELY, parent=self._unit)
        elif mode == "value" and not self._found.of(ElementKind.VALUE):
            self._found.add(ElementKind.VALUE, words.strip(" ."), rule="value.listed", certainty=Certainty.LIKELY)
        elif mode == "objective":
            self._found.add(
                ElementKind.UNPLACED, words, rule="unit.objective", certainty=Certainty.UNSURE, parent=self._unit
            )
        elif mode in {"", "detail"} and self._is_plan:
            self._found.add(ElementKind.UNPLACED, words, rule="unplaced.listed", certainty=Certainty.UNSURE)

    def _action(self, mode: str, words: Passage, certainty: Certainty) -> None:
        action = action_of(words)
        parent = self._goal_of_action(labelled=mode != "action") or self._priority or self._unit
        self._found.add(
            ElementKind.ACTION,
            action.name,
            rule=_ACTIONS[mode],
            certainty=certainty if mode != "deed" else Certainty.LIKELY,
            parent=self._focus if mode == "focus" else parent,
            details=action.details,
        )

    def _by_form(self, mode: str, text: str) -> str:
        """Return what an item is by its own form: the means of a goal, or a deed listed right under one."""
        goals = self._found.of(ElementKind.GOAL, self._priority)
        if mode in {"goal", "measure", "detail", ""} and goals and is_means(text):
            return "labelled_action"
        if mode == "detail" and goals and self._priority:
            return "labelled_action" if self._headed else "deed"
        return mode

    def _goal(self, words: Passage, rule: str, certainty: Certainty) -> None:
        if self._priority is not None and self._priority.certainty is Certainty.UNSURE:
            certainty = Certainty.UNSURE
        said = self._found.find(ElementKind.GOAL, words.text, anywhere=True) if self._priority is not None else None
        guessed = said is not None and said.rule == "table.cells" and said.passages[0].start > words.start
        if said is not None and said.key == key_of(words.text) and said.parent is not None and not guessed:
            self._found.say_again(said, words)
            return
        words, labelled = parted(words)
        label = re.match(r"(?:tavoite|mål|objective|goal)\s*\d*\s*[:.]\s+", words.text, re.IGNORECASE)
        goal = self._found.add(
            ElementKind.GOAL,
            words[label.end() :] if label else words,
            rule=rule,
            certainty=certainty,
            parent=self._priority,
        )
        self._labelled_inside(goal, labelled)

    def _labelled_inside(self, holder: Draft, labelled: Sequence[tuple[str, Passage]]) -> None:
        """Add what labels inside an item say: measures and actions of a goal, who and when of an action."""
        for kind, words in labelled:
            if kind == "measure":
                for part in listed_in_line(words):
                    self._measure(part, Certainty.SURE, named=True)
            elif kind == "action":
                action = action_of(words)
                self._found.add(
                    ElementKind.ACTION,
                    action.name,
                    rule="action.listed",
                    certainty=Certainty.SURE,
                    parent=holder,
                    details=action.details,
                )
            else:
                holder.details.setdefault(kind, words.text)

    def _measure(self, words: Passage, certainty: Certainty, *, named: bool = False) -> None:
        before = self._found.of(ElementKind.MEASURE, self._priority or self._unit)[-1:]
        levels = level_of(words.text) if before and self._listed and not named else {}
        if levels:
            for name, value in levels.items():
                before[0].details.setdefault(name, value)
            return
        measure = measure_of(words)
        rule = "measure.under_priority" if self._priority else "measure.in_unit" if self._unit else "measure.listed"
        parent = self._priority or self._unit
        if measure.name:
            self._found.add(
                ElementKind.MEASURE,
                measure.name,
                rule=rule,
                certainty=certainty,
                parent=parent,
                details=measure.details,
            )

    def _goal_of_action(self, *, labelled: bool) -> Draft | None:
        """Return the goal right above a labelled action; a list of actions belongs to a goal only if there is one."""
        if self._goal_at is not None:
            return self._goal_at
        goals = self._found.of(ElementKind.GOAL, self._priority) if self._priority else []
        return goals[-1] if goals and (labelled or len(goals) == 1) else None

    def _of_unit(self, mode: str, words: Passage) -> None:
        """Take the first thing a unit says under an aim as its goal, and what it says of the means as its actions."""
        details = {
            "unit": self._unit.title if self._unit else "",
            "objective": self._priority.title if self._priority else "",
        }
        kind = ElementKind.GOAL if mode == "unit_goal" else ElementKind.ACTION
        if mode == "unit_goal" and any(
            draft.details.get("objective") == details["objective"]
            for draft in self._found.of(ElementKind.GOAL, self._unit)
        ):
            return
        self._found.add(
            kind, words, rule=f"unit.{mode[5:]}", certainty=Certainty.LIKELY, parent=self._unit, details=details
        )

    def _take_line(self, index: int, entry: Entry) -> None:
        """Take an unmarked line under a heading as an element while the lines follow each other alike."""
        lists = entry.text.count(", ") >= _LISTING or "; " in entry.text
        if self._mode == "measure" and not self._taken and lists and not entry.is_prose:
            for part in listed_in_line(entry.item.words):
                self._add_listed("measure", part, sure=False)
            self._open("")
            return
        after = entries_after(self._entries, index)
        if (
            entry.is_prose
            and not self._taken
            and after is not None
            and (after.is_list or index + 1 in self._plan.roles)
        ):
            return
        goes_on = self._mode in _OF_SENTENCES and not entry.item.gap and not entry.item.page_break
        sentence = entry.is_prose and (
            (self._taken and not goes_on) or len(entry.text.split()) > _SENTENCE_WORDS or entry.text.count(". ")
        )
        if self._mode == "measure" and self._taken and goes_on and self._entries[index - 1].is_prose:
            for part in entry.item.words.split(_NEXT_SENTENCE):
                self._add_listed("measure", part, sure=False)
            return
        even = self._taken == 1 and self._is_even(index, entry, after)
        if sentence or (self._taken and entry.item.gap > max(self._spacing, 0) and entry.item.gap and not even):
            self._open("")
            return
        if self._taken == 1:
            self._spacing = entry.item.gap
        self._add_listed(self._mode, entry.item.words, sure=False)
        if entry.is_prose and not (self._mode in _OF_SENTENCES and after is not None and not after.item.gap):
            self._open("")

    def _is_even(self, index: int, entry: Entry, after: Entry | None) -> bool:
        """Tell whether the second line of a list stands as far apart as the third, or as those of the list before."""
        gap = entry.item.gap
        apart = self._entries[index - 1].item.gap + 1 == gap <= _MOST_GAP
        even = apart and (gap == self._even or (after is not None and after.plain and after.item.gap == gap))
        self._even = gap if even else self._even
        return even

    def _repeated_goal(self, entry: Entry) -> None:
        """Where the priority's goals were listed before, a line either repeats one or remarks on it."""
        goals = self._found.of(ElementKind.GOAL, self._priority)
        known = next((goal for goal in goals if alike(goal.key, key_of(entry.text), _NEARLY)), None)
        if known:
            self._found.say_again(known, entry.item.words)
        elif self._is_plan:
            self._found.add(
                ElementKind.UNPLACED,
                entry.item.words,
                rule="unplaced.beside_goals",
                certainty=Certainty.UNSURE,
                parent=self._priority,
            )


def named_at_start(item: Item, drafts: Sequence[Draft]) -> str | None:
    """Return the key of the priority whose title an unmarked paragraph begins with, in capitals or before a capital."""
    if item.marker is not None or item.caps:
        return None
    for draft in drafts:
        title, rest = item.text[: len(draft.title)], item.text[len(draft.title) :].lstrip(" :–-")
        named = title.casefold() == draft.title.casefold() and len(title.split()) > 1
        if named and rest and (title.isupper() or rest[0].isupper()):
            return draft.key
    return None


def _deeper(glyph: str, other: str) -> bool:
    """Tell whether the second glyph is one that lists within lists use."""
    order = {"•": 0, "●": 0, "▪": 0, "-": 1, "–": 1, "o": 1, "○": 1, "◦": 1}
    if glyph.startswith("list") and other.startswith("list"):
        return int(other[4:]) > int(glyph[4:])
    return order.get(other, 0) > order.get(glyph, 0)
