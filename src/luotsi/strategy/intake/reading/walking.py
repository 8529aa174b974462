"""The second pass: every entry is taken as the element that its section, its role and its look make it."""

import re
from collections.abc import Callable, Sequence

from luotsi.strategy.intake.reading.elements import Collector, Draft, alike, key_of
from luotsi.strategy.intake.reading.headings import Head
from luotsi.strategy.intake.reading.measures import listed_in_line, measure_of
from luotsi.strategy.intake.reading.normalising import MarkerKind
from luotsi.strategy.intake.reading.outline import Entry, entries_after, is_title
from luotsi.strategy.intake.reading.passages import Passage
from luotsi.strategy.intake.reading.roles import Plan, Role, is_focus, known_title
from luotsi.strategy.intake.reading.statements import StatementReader
from luotsi.strategy.intake.types import Certainty, ElementKind

_LISTS = {
    "present_state": ElementKind.PRESENT_STATE,
    "challenge": ElementKind.CHALLENGE,
    "development_view": ElementKind.DEVELOPMENT_VIEW,
    "strength": ElementKind.STRENGTH,
    "weakness": ElementKind.WEAKNESS,
    "context": ElementKind.CONTEXT_GOAL,
}
_STATEMENTS = {"mission", "vision", "promise"}
_CLOSING = {"aside", "guidance", "responsible", "schedule", "baseline", "target", "unit_statement"}
_VALUE_LABEL = re.compile(r"\s+[-–—]\s+|:\s+|:$|\s+=\s+|\s+\(")
_VALUES_IN_LINE = re.compile(r"\s*(?:[,;•◦·|]|\bja\b|\bsekä\b|\boch\b|\band\b)\s*")
_SENTENCE_WORDS = 30
_DETAILS = {
    "responsible": ElementKind.ACTION,
    "schedule": ElementKind.ACTION,
    "baseline": ElementKind.MEASURE,
    "target": ElementKind.MEASURE,
}
_NEARLY = 0.8
_OF_THE_WHOLE = {"strategiset", "kärkihankkeet", "spetsprojekt"}


class Walker:
    """Walks over the entries of one document with what stands open: section, priority, unit, focus."""

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
        self._open("")

    def _open(self, mode: str, *, implicit: bool = False) -> None:
        self._mode = mode
        self._implicit = implicit
        self._listed = False
        self._taken = 0
        self._spacing = 1
        self._earlier = 0

    def walk(self, claimed: set[int]) -> None:
        """Take every entry that nothing else has claimed."""
        for index, entry in enumerate(self._entries):
            if index in claimed:
                continue
            if index in self._statements.consumed:
                continue
            self._take(index, entry)

    def _take(self, index: int, entry: Entry) -> None:
        role = self._plan.roles.get(index)
        known = self._known(entry)
        if role is not None and not (role is Role.PRIORITY and self._unit):
            self._take_role(index, entry, role)
        elif index in self._plan.context_heads:
            self._priority = None
            self._open("context")
        elif entry.head is not None:
            self._take_head(index, entry, entry.head)
        elif known is not None:
            self._enter_priority(known, entry.item.words)
        elif entry.item.marker is not None and not self._is_chapter(entry):
            self._take_listed(index, entry)
        else:
            self._take_plain(index, entry)

    def _known(self, entry: Entry) -> Draft | None:
        """Return the priority that the entry names once more, as a heading."""
        if entry.is_list and entry.item.is_bullet:
            return None
        drafts = self._found.of(ElementKind.PRIORITY)
        text = entry.head.title.text if entry.head and entry.head.title else entry.text
        if entry.head and not entry.head.title:
            return None
        key = known_title(text, [draft.key for draft in drafts])
        return next((draft for draft in drafts if draft.key == key), None)

    def _is_chapter(self, entry: Entry) -> bool:
        return bool(entry.path) and entry.item.caps and entry.item.is_number

    # --- roles

    def _take_role(self, index: int, entry: Entry, role: Role) -> None:
        self._status = False
        rule = self._plan.rules[index]
        certainty = Certainty.UNSURE if rule.startswith("outline") else Certainty.SURE
        if role is Role.PRIORITY:
            title = _title_of(entry.item.words)
            draft = self._found.add(ElementKind.PRIORITY, title, rule=rule, certainty=certainty)
            self._unit = None
            self._enter_priority(draft, title)
            rest = entry.item.words[len(title.text) :].strip(" :;–-")
            if len(rest.text.split()) > 4:
                draft.details.setdefault("description", rest.text)
        elif role is Role.GOAL:
            self._goal(entry.item.words, rule, certainty)
            self._open("detail")
        elif role is Role.VALUE:
            self._value(entry, rule)
        elif role is Role.FOCUS:
            self._focus_area(entry, rule)
        elif role is Role.UNIT:
            self._priority = None
            number = ".".join(str(part) for part in entry.path)
            self._unit = self._found.add(
                ElementKind.UNIT, entry.item.words, rule=rule, certainty=Certainty.SURE, details={"number": number}
            )
            self._open("")

    def _enter_priority(self, draft: Draft, words: Passage) -> None:
        self._found.say_again(draft, words)
        self._priority = draft
        self._focus = None
        self._status = False
        self._open("unit_goal" if self._unit else "goal", implicit=True)

    def _value(self, entry: Entry, rule: str) -> None:
        words = entry.item.words
        label = _VALUE_LABEL.search(words.text)
        name = words[: label.start()] if label and label.start() > 2 else words
        details = {"description": words[label.end() :].text} if label and words[label.end() :] else {}
        if not label:
            names = list(words.split(_VALUES_IN_LINE)) if words.text.count(",") + words.text.count("◦") else [words]
            for part in names:
                self._found.add(ElementKind.VALUE, part.strip(" ."), rule=rule, certainty=Certainty.SURE)
        elif name:
            self._found.add(ElementKind.VALUE, name, rule=rule, certainty=Certainty.SURE, details=details)
        self._open("value")

    def _focus_area(self, entry: Entry, rule: str) -> None:
        words = entry.item.words.strip(" :")
        self._focus = self._found.add(
            ElementKind.ANNUAL_FOCUS,
            words,
            rule=rule,
            certainty=Certainty.SURE,
            details={"year": self._year, "stage": "proposed"},
        )
        self._open("focus")

    # --- headings

    def _take_head(self, index: int, entry: Entry, head: Head) -> None:
        if self._mode == "guidance" and not self._is_chapter(entry):
            return
        if self._status and head.kind in {"goal", "measure", "action", "priority"} and not head.title:
            self._open("update")
            return
        handlers: dict[str, Callable[[int, Entry, Head], None]] = {
            "priority": self._priority_head,
            "goal": self._goal_head,
            "measure": self._measure_head,
            "action": self._action_head,
            "value": self._value_head,
            "status_review": self._status_head,
        }
        handler = handlers.get(head.kind)
        if head.kind in _STATEMENTS:
            self._leave(entry)
            self._statements.read(index, head)
            self._open("")
        elif handler:
            handler(index, entry, head)
        elif head.kind in _LISTS:
            if not self._unit:
                self._leave(entry)
            self._open(head.kind)
            if head.inline:
                self._add_listed(head.kind, head.inline)
        elif head.kind in _DETAILS and head.inline:
            self._detail(head)
        elif head.kind in _CLOSING:
            if head.kind in {"aside", "guidance"}:
                self._leave(entry)
                self._unit = None if head.kind == "guidance" else self._unit
            self._open("guidance" if head.kind == "guidance" else "aside")

    def _detail(self, head: Head) -> None:
        """`Vastuu: ...` tells of the action above it, `Lähtötaso: ...` of the measure."""
        drafts = self._found.of(_DETAILS[head.kind], anywhere=True)
        if drafts:
            drafts[-1].details.setdefault(head.kind, head.inline.text)

    def _leave(self, entry: Entry) -> None:
        """An outer heading ends the priority that stood open."""
        if not entry.item.is_bullet:
            self._priority = None
            self._focus = None
            self._status = False

    def _priority_head(self, index: int, entry: Entry, head: Head) -> None:
        if self._unit:
            self._unit_objective(head)
            return
        if is_focus(head):
            self._year = next((word for word in (*head.modifiers, *head.tail) if word.isdigit() and len(word) == 4), "")
            self._priority = None
            self._open("focus")
            return
        if head.inline and head.singular:
            draft = self._found.add(
                ElementKind.PRIORITY, _title_of(head.inline), rule="priority.labelled", certainty=Certainty.SURE
            )
            self._enter_priority(draft, _title_of(head.inline))
            return
        if index in self._plan.goal_heads and self._priority:
            self._open("goal")
            self._earlier = len(self._found.of(ElementKind.GOAL, self._priority))
            return
        self._leave(entry)
        self._open("priority")
        if head.inline and not head.singular:
            for part in listed_in_line(head.inline):
                self._found.add(
                    ElementKind.PRIORITY, part.strip(" ."), rule="priority.in_line", certainty=Certainty.LIKELY
                )

    def _unit_objective(self, head: Head) -> None:
        assert self._unit is not None
        if head.inline:
            self._unit.details.setdefault("description", head.inline.text)
            self._open("")
        else:
            self._open("objective")

    def _goal_head(self, index: int, entry: Entry, head: Head) -> None:
        if head.title:
            self._titled_head(head)
        self._chapter(entry)
        in_unit = self._unit is not None
        if head.inline:
            if in_unit and self._priority:
                self._add_listed("unit_goal", head.inline)
            else:
                self._goal(head.inline, "goal.labelled", Certainty.SURE)
            if not self._implicit:
                self._open("")
            return
        if in_unit and not head.title:
            self._priority = None
        self._open("goal")

    def _titled_head(self, head: Head) -> None:
        draft = self._known(Entry(self._entries[0].item, head))
        if draft is None:
            draft = self._found.add(
                ElementKind.PRIORITY, head.title, rule="priority.before_dash", certainty=Certainty.SURE
            )
        self._found.say_again(draft, head.title)
        self._priority = draft

    def _chapter(self, entry: Entry) -> None:
        """A numbered chapter heading begins anew: no priority of the chapter before goes on."""
        if entry.item.is_number and len(entry.path) == 1 and entry.item.caps:
            self._priority, self._unit, self._status = None, None, False

    def _measure_head(self, index: int, entry: Entry, head: Head) -> None:
        if head.title:
            self._titled_head(head)
        if self._unit and not head.inline:
            self._priority = None
        if not head.inline:
            self._open("measure")
            return
        before = (self._mode, self._implicit)
        for part in listed_in_line(head.inline):
            self._add_listed("measure", part)
        self._open(*before[:1], implicit=before[1])
        if before[0] not in {"goal", "unit_goal"}:
            self._open("")

    def _action_head(self, index: int, entry: Entry, head: Head) -> None:
        if head.title:
            self._titled_head(head)
        if head.inline:
            self._add_listed("unit_action" if self._unit else "action", head.inline)
        else:
            if self._unit or (head.phrase[0] in _OF_THE_WHOLE and entry.item.page_break):
                self._priority = None
            self._open("action")

    def _value_head(self, index: int, entry: Entry, head: Head) -> None:
        self._leave(entry)
        self._open("value")
        if head.inline:
            for part in head.inline.split(_VALUES_IN_LINE):
                if len(part.text.split()) <= 4:
                    self._found.add(ElementKind.VALUE, part.strip(" ."), rule="value.in_line", certainty=Certainty.SURE)

    def _status_head(self, index: int, entry: Entry, head: Head) -> None:
        self._found.add(
            ElementKind.STATUS_REVIEW,
            entry.item.words.strip(" :"),
            rule="status.headed",
            certainty=Certainty.SURE,
            parent=self._unit,
        )
        self._status = True
        self._open("status")

    # --- content

    def _take_listed(self, index: int, entry: Entry) -> None:
        mode = self._plan.kinds.get(index, self._mode)
        if self._status and mode in {"goal", "measure", "action", "objective", "update"}:
            self._update(entry)
        elif not self._is_nested(mode, entry):
            self._add_listed(mode, entry.item.words)
        self._listed = True

    def _is_nested(self, mode: str, entry: Entry) -> bool:
        """A list within the list of goals or actions tells of the item above it."""
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

    def _add_listed(self, mode: str, words: Passage) -> None:
        self._taken += 1
        if mode == "goal":
            self._goal(words, "goal.under_priority" if self._priority else "goal.listed", Certainty.SURE)
        elif mode == "measure":
            self._measure(words)
        elif mode in {"action", "focus"}:
            parent = self._focus if mode == "focus" else self._latest_goal() if self._priority else self._priority
            rule = "action.of_focus" if mode == "focus" else "action.listed"
            self._found.add(
                ElementKind.ACTION, words, rule=rule, certainty=Certainty.SURE, parent=parent or self._priority
            )
        elif mode in {"unit_goal", "unit_action"}:
            self._of_unit(mode, words)
        elif mode in _LISTS:
            self._found.add(_LISTS[mode], words, rule=f"{mode}.listed", certainty=Certainty.LIKELY, parent=self._unit)
        elif mode == "value" and not self._found.of(ElementKind.VALUE):
            self._found.add(ElementKind.VALUE, words.strip(" ."), rule="value.listed", certainty=Certainty.LIKELY)
        elif mode == "objective":
            self._found.add(
                ElementKind.UNPLACED, words, rule="unit.objective", certainty=Certainty.UNSURE, parent=self._unit
            )
        elif mode in {"", "detail"} and self._is_plan:
            self._found.add(ElementKind.UNPLACED, words, rule="unplaced.listed", certainty=Certainty.UNSURE)

    def _goal(self, words: Passage, rule: str, certainty: Certainty) -> None:
        label = re.match(r"(?:tavoite|mål|objective|goal)\s*\d*\s*[:.]\s+", words.text, re.IGNORECASE)
        self._found.add(
            ElementKind.GOAL,
            words[label.end() :] if label else words,
            rule=rule,
            certainty=certainty,
            parent=self._priority,
        )

    def _measure(self, words: Passage) -> None:
        measure = measure_of(words)
        details = {name: value for name, value in (("baseline", measure.baseline), ("target", measure.target)) if value}
        rule = "measure.under_priority" if self._priority else "measure.in_unit" if self._unit else "measure.listed"
        parent = self._priority or self._unit
        if measure.name:
            self._found.add(
                ElementKind.MEASURE, measure.name, rule=rule, certainty=Certainty.SURE, parent=parent, details=details
            )

    def _latest_goal(self) -> Draft | None:
        return (
            self._found.of(ElementKind.GOAL, self._priority)[-1]
            if self._found.of(ElementKind.GOAL, self._priority)
            else None
        )

    def _of_unit(self, mode: str, words: Passage) -> None:
        """The first thing a unit says under an aim is its goal; what it says of the means are its actions."""
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

    def _take_plain(self, index: int, entry: Entry) -> None:
        if self._is_chapter(entry) or self._is_border(index, entry):
            self._border(entry)
            return
        if self._mode in {"guidance", "aside", "status", "update"}:
            return
        if self._earlier >= 2 and self._mode == "goal":
            self._repeated_goal(entry)
            return
        if (
            is_title(self._entries, index)
            and self._mode in {"goal", "detail"}
            and self._priority
            and not self._unit
            and not self._listed
        ):
            self._goal(entry.item.words.strip(" :"), "goal.subtitle", Certainty.LIKELY)
            self._mode = "detail"
            self._listed = False
            return
        if self._mode == "detail" and self._priority and is_title(self._entries, index):
            self._goal(entry.item.words.strip(" :"), "goal.subtitle", Certainty.LIKELY)
            return
        if entry.is_prose and self._implicit and self._priority and not self._taken:
            self._priority.details.setdefault("description", entry.text)
            return
        if self._mode in {"goal", "measure", "action"} and not self._listed:
            self._take_line(index, entry)

    def _take_line(self, index: int, entry: Entry) -> None:
        """An unmarked line under a heading is an element while the lines follow each other alike."""
        after = entries_after(self._entries, index)
        if (
            entry.is_prose
            and not self._taken
            and after is not None
            and (after.is_list or index + 1 in self._plan.roles)
        ):
            return
        sentence = entry.is_prose and (
            self._taken or len(entry.text.split()) > _SENTENCE_WORDS or entry.text.count(". ")
        )
        if sentence or (self._taken and entry.item.gap > max(self._spacing, 0) and entry.item.gap):
            self._open("")
            return
        if self._taken == 1:
            self._spacing = entry.item.gap
        self._add_listed(self._mode, entry.item.words)
        if entry.is_prose:
            self._open("")

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

    def _is_border(self, index: int, entry: Entry) -> bool:
        """A line that stands apart after a list, or a title of its own, ends the section."""
        if entry.is_list:
            return False
        apart = entry.item.gap >= 2 or entry.item.page_break
        if self._listed and (apart or (entry.item.gap and not entry.is_prose)):
            return self._mode not in {"detail"}
        if self._unit and entry.is_short and not entry.is_prose and entry.item.gap and is_title(self._entries, index):
            return True
        return False

    def _border(self, entry: Entry) -> None:
        if self._is_chapter(entry):
            self._unit, self._status = None, False
        if self._mode != "status":
            self._priority = None
            self._open("guidance" if self._mode == "guidance" and not self._is_chapter(entry) else "")

    _year = ""


def _deeper(glyph: str, other: str) -> bool:
    """Tell whether the second glyph is one that lists within lists use."""
    order = {"•": 0, "●": 0, "▪": 0, "-": 1, "–": 1, "o": 1, "○": 1, "◦": 1}
    if glyph.startswith("list") and other.startswith("list"):
        return int(other[4:]) > int(glyph[4:])
    return order.get(other, 0) > order.get(glyph, 0)


def _title_of(words: Passage) -> Passage:
    """Return the title's words: without a colon, and without what follows a semicolon."""
    semicolon = words.text.find(";")
    if semicolon > 5:
        words = words[:semicolon]
    return words.strip(" :")


def repeats(text: str, drafts: Sequence[Draft]) -> bool:
    """Tell whether a text is the title of one of the drafts."""
    return any(draft.key == key_of(text) for draft in drafts)
