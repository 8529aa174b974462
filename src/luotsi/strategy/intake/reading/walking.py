"""The second pass: every entry is taken as the element that its section, its role and its look make it."""

import re
from collections.abc import Callable
from dataclasses import replace

from luotsi.strategy.intake.reading.content import LISTS, OpenSections, named_at_start
from luotsi.strategy.intake.reading.deeds import is_deed
from luotsi.strategy.intake.reading.elements import Draft, certainty_of
from luotsi.strategy.intake.reading.headings import Head
from luotsi.strategy.intake.reading.levels import lowered
from luotsi.strategy.intake.reading.measures import listed_in_line
from luotsi.strategy.intake.reading.outline import INNER, Entry, entries_after, is_title
from luotsi.strategy.intake.reading.paragraphs import deeds_in_line, parts_of_paragraph
from luotsi.strategy.intake.reading.passages import Passage
from luotsi.strategy.intake.reading.plan import Role
from luotsi.strategy.intake.reading.prose import states
from luotsi.strategy.intake.reading.roles import is_focus, known_title, under_its_title
from luotsi.strategy.intake.reading.sentences import sentences_of
from luotsi.strategy.intake.reading.values import VALUES_IN_LINE
from luotsi.strategy.intake.types import Certainty, ElementKind
from luotsi.strategy.intake.wording import key_of

_STATEMENTS = {"mission", "vision", "promise"}
_CLOSING = {"aside", "voices", "guidance", "responsible", "schedule", "baseline", "target", "unit_statement"}
_DETAILS = {
    "responsible": ElementKind.ACTION,
    "schedule": ElementKind.ACTION,
    "baseline": ElementKind.MEASURE,
    "target": ElementKind.MEASURE,
}
_OF_REPORT = re.compile(r"(?:kertomuksen|raportin|kyselyn|kyselyjen|barometrin|tilaston|tilinpäätöksen|berättelsens?)$")
_FOLLOWING = re.compile(r"\b(?:seuraav\w+|följande|following)\b", re.IGNORECASE)
_OURS = re.compile(r"\b[a-zåäö]{3,}mme\b|\bvi\b|\bwe\b")
_DETAIL_WORDS = 8
_OF_THE_WHOLE = {"strategiset", "kärkihankkeet", "spetsprojekt"}


class Walker(OpenSections):
    """Walks over the entries of one document with what stands open: section, priority, unit, focus."""

    def walk(self, claimed: set[int]) -> None:
        """Take every entry that nothing else has claimed."""
        for index, entry in enumerate(self._entries):
            if index in claimed:
                celled = entry.item.rows[0].line.cell is not None or not self._is_plan
                if celled and self._mode in {"goal", "measure", "action"}:
                    self._open("")  # the table, or the project's own part, was what the heading headed
                continue
            if index in self._statements.consumed or index in self._plan.passed:
                continue
            self._take(index, entry)

    def _take(self, index: int, entry: Entry) -> None:
        role = self._plan.roles.get(index)
        known = self._known(entry)
        if role is not None and not (role is Role.PRIORITY and self._unit):
            self._take_role(index, entry, role)
        elif self._take_told(index, entry):
            return
        elif entry.head is not None:
            self._take_head(index, entry, entry.head)
        elif known is not None:
            self._enter_priority(known, entry.item.words)
        elif self._says_again(index, entry):
            return
        elif index in self._plan.chapters and not self._unit:
            self._border(entry)
        elif entry.item.marker is not None and not self._is_chapter(entry):
            self._take_listed(index, entry)
        else:
            self._take_plain(index, entry)

    def _take_told(self, index: int, entry: Entry) -> bool:
        """Take an entry that the outline tells by itself, whatever section stands open."""
        plan = self._plan
        if index in plan.context_heads:
            self._priority = None
            self._open("context")
        elif index in plan.references:
            self._take_reference(index, entry)
        elif index in plan.measured:
            self._found.add(
                ElementKind.MEASURE,
                entry.item.words.strip(" :"),
                rule="measure.over_level",
                certainty=Certainty.LIKELY,
                parent=self._priority,
                details=plan.measured[index],
            )
        elif entry.plain and index in plan.kinds:
            self._add_listed(plan.kinds[index], entry.item.words, sure=False)
            self._listed = True
        elif index in plan.told and self._mode == plan.told[index]:
            for sentence in parts_of_paragraph(entry.item.words):
                self._add_listed(plan.told[index], sentence.strip(" ."), sure=False)
        elif index in plan.sentences:
            for sentence in sentences_of(entry.item.words, each=index in plan.by_line):
                self._add_listed("goal", sentence, sure=False)
        else:
            return False
        return True

    def _take_reference(self, index: int, entry: Entry) -> None:
        """Go back to the priority that a heading calls by its number or name."""
        draft = self._found.find(ElementKind.PRIORITY, self._plan.references[index])
        if draft is not None and not self._unit:
            self._enter_priority(draft, entry.item.words)
            if entry.head is not None and entry.head.kind in {"goal", "measure", "action"}:
                self._open(entry.head.kind)
        elif entry.head is not None:
            self._take_head(index, entry, entry.head)

    def _known(self, entry: Entry) -> Draft | None:
        """Return the priority that the entry names once more, as a heading."""
        if entry.is_list and entry.item.is_bullet:
            return None
        drafts = self._found.of(ElementKind.PRIORITY)
        text = entry.head.title.text if entry.head and entry.head.title else entry.text
        if entry.head and not entry.head.title:
            return None
        key = known_title(text, [draft.key for draft in drafts]) or named_at_start(entry.item, drafts)
        own = key_of(text.strip(" :"))
        return next((draft for draft in drafts if draft.key == key or (key is None and own in draft.sides)), None)

    def _says_again(self, index: int, entry: Entry) -> bool:
        """Go back to a goal that titles a list once more, and pass over what an open list of actions says again."""
        if entry.item.is_bullet or self._unit or self._status or not entry.is_short:
            return False
        key = key_of(entry.text)
        goal = next((one for one in self._found.of(ElementKind.GOAL, anywhere=True) if one.key == key), None)
        after = entries_after(self._entries, index)
        listed = after is not None and after.is_list and after.glyph != entry.glyph
        if goal is not None and self._mode in {"measure", "action"} and not self._listed:
            self._again = self._mode  # under the head of measures, goals stand over theirs
        if goal is not None and goal.parent is not None and self._mode == "measure" and not listed:
            self._found.say_again(goal, entry.item.words)
            return True
        if goal is not None and goal.parent is not None and (listed or self._mode == "action"):
            self._found.say_again(goal, entry.item.words)
            self._priority = goal.parent
            before = self._again
            self._open(self._plan.kinds.get(index + 1, before or "action"))
            self._goal_at, self._again = goal, before
            return True
        if self._plan.kinds.get(index + 1) == "measure" and not entry.item.marker:
            self._open("measure")
            return True
        actions = self._found.of(ElementKind.ACTION, anywhere=True) if self._mode == "action" else []
        action = next((one for one in actions if one.key == key), None)
        if action is not None:
            self._found.say_again(action, entry.item.words)
            self._listed = False
        return action is not None

    def _is_chapter(self, entry: Entry) -> bool:
        return bool(entry.path) and entry.item.caps and entry.item.is_number

    # --- roles

    def _take_role(self, index: int, entry: Entry, role: Role) -> None:
        self._status = False
        rule = self._plan.rules[index]
        certainty = Certainty.UNSURE if rule.startswith("outline") else Certainty.SURE
        if role is Role.PRIORITY:
            title = _title_of(entry.item.words)
            draft = self._found.add(ElementKind.PRIORITY, title, rule=rule, certainty=certainty_of(rule, title.text))
            self._unit = None
            self._enter_priority(draft, title)
            if self._ends_overview(index):
                self._priority = None
                self._open("")
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

    def _ends_overview(self, index: int) -> bool:
        """Tell whether the entry is the last of priorities that are only listed: what follows is not its own."""
        roles, after = self._plan.roles, entries_after(self._entries, index)
        listed = roles.get(index - 1) is Role.PRIORITY and roles.get(index + 1) is not Role.PRIORITY
        key = key_of(self._entries[index].text)
        again = any(key_of(self._entries[near].text) == key for near in roles if near < index)
        return listed and not again and not (after is not None and after.is_list)

    def _enter_priority(self, draft: Draft, words: Passage) -> None:
        self._found.say_again(draft, words)
        self._priority = draft
        self._focus = None
        self._status = False
        carried = self._carried
        self._open(carried or ("unit_goal" if self._unit else "goal"), implicit=not carried)
        self._carried = carried

    def _take_head(self, index: int, entry: Entry, head: Head) -> None:
        guided = self._mode == "guidance" and not self._is_chapter(entry) and (self._guided or not entry.item.gap)
        if guided or self._takes_as_measure(entry, head):
            return
        self._carried = ""
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
        if handler:
            before = self._columns or (self._mode,)
            handler(index, entry, head)
            above = self._entries[index - 1].head if index else None
            if above is not None and above.kind in INNER and self._mode in INNER and not (above.inline or head.inline):
                self._columns = (*before, self._mode)
        elif head.kind in _STATEMENTS:
            self._leave(entry)
            self._statements.read(index, head)
            self._open("")
        elif head.kind in LISTS:
            self._kept_list(entry, head)
        elif head.kind in _DETAILS and head.inline:
            self._detail(head)
        elif head.kind in _CLOSING:
            after = entries_after(self._entries, index)
            if head.kind in _DETAILS and after is not None and after.plain and len(after.text.split()) <= _DETAIL_WORDS:
                self._detail(replace(head, inline=after.item.words))
            self._closing_head(entry, head)

    def _kept_list(self, entry: Entry, head: Head) -> None:
        """Open a list that is kept as what it is: present state, challenges, strengths."""
        if not self._unit:
            self._leave(entry)
        self._open(head.kind)
        if head.inline:
            self._add_listed(head.kind, head.inline)

    def _closing_head(self, entry: Entry, head: Head) -> None:
        if head.kind in {"aside", "voices", "guidance"}:
            self._leave(entry)
        if head.kind == "guidance":
            self._unit, self._guided = None, entry.item.is_number
        self._open("guidance" if head.kind == "guidance" else "aside")

    def _carry(self, mode: str, index: int) -> None:
        """Remember that a heading right over a priority's title heads the lists of all the priorities after it."""
        after = entries_after(self._entries, index)
        if after is not None and (index + 1 in self._plan.references or self._known(after) is not None):
            self._carried = mode

    def _detail(self, head: Head) -> None:
        """`Vastuu: ...` tells of the action above it, `Lähtötaso: ...` of the measure."""
        kind = _DETAILS[head.kind]
        drafts = [draft for draft in self._found.of(kind, anywhere=True) if draft.passages[0].start < head.inline.start]
        if drafts:
            drafts[-1].details.setdefault(head.kind, head.inline.text)

    def _leave(self, entry: Entry) -> None:
        """End the priority that stood open: an outer heading begins."""
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
        if head.inline and head.singular and self._priority and under_its_title(index, self._plan):
            self._priority.details.setdefault("description", head.inline.text)
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
                if lowered(head):
                    self._open("action")
                    return
            if not self._implicit or head.tail:
                self._open("detail" if head.tail and self._priority else "")
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
        """Begin anew at a numbered chapter: no priority of the chapter before goes on."""
        if entry.item.is_number and len(entry.path) == 1 and entry.item.caps:
            self._priority, self._unit, self._status = None, None, False

    def _measure_head(self, index: int, entry: Entry, head: Head) -> None:
        if head.title:
            self._titled_head(head)
        if self._unit and not head.inline:
            self._priority = None
        self._close(index)
        if self._mode == "measure" and head.modifiers and _OF_REPORT.search(head.modifiers[-1]):
            self._add_listed("measure", entry.item.words, sure=False)
            return
        if not head.inline:
            self._open("measure")
            self._carry("measure", index)
            return
        before = (self._mode, self._implicit)
        for part in listed_in_line(head.inline):
            self._add_listed("measure", part)
        self._open(*before[:1], implicit=before[1])
        if before[0] not in {"goal", "unit_goal"}:
            self._open("")

    def _close(self, index: int) -> None:
        """End the last priority where a heading stands over something of all priorities."""
        if index in self._plan.closing:
            self._priority, self._unit = None, None

    def _action_head(self, index: int, entry: Entry, head: Head) -> None:
        self._close(index)
        if head.title:
            self._titled_head(head)
        if head.inline:
            mode = "unit_action" if self._unit and self._priority else "labelled_action"
            for part in deeds_in_line(head) if not head.singular else (head.inline,):
                self._add_listed(mode, part)
        else:
            if self._unit or (head.phrase[0] in _OF_THE_WHOLE and entry.item.page_break):
                self._priority = None
            goal = self._goal_right_above(index)
            self._open("action")
            self._goal_at = goal
            self._carry("action", index)

    def _goal_right_above(self, index: int) -> Draft | None:
        """Return the goal whose label or title stands right over the heading; a list's last item is not meant alone."""
        above = self._entries[index - 1] if index else None
        if above is None or above.is_list or self._priority is None:
            return None
        words = above.item.words
        goals = self._found.of(ElementKind.GOAL, self._priority)
        return next((goal for goal in goals if words.start <= goal.passages[-1].start < words.end), None)

    def _value_head(self, index: int, entry: Entry, head: Head) -> None:
        self._leave(entry)
        self._open("value")
        if head.inline:
            for part in head.inline.split(VALUES_IN_LINE):
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

    def _take_plain(self, index: int, entry: Entry) -> None:
        if self._is_chapter(entry) or self._is_border(index, entry):
            self._border(entry)
        elif self._mode in {"guidance", "aside", "status", "update"} or self._is_baseline(entry):
            return
        elif self._earlier >= 2 and self._mode == "goal":
            self._repeated_goal(entry)
        elif self._leads(entry) or self._parts_goals(index, entry):
            return
        elif self._columns == ("action", "measure") and is_deed(entry.text):
            self._add_listed("action", entry.item.words, sure=False)
        elif self._is_subtitle(index):
            self._goal(entry.item.words.strip(" :"), "goal.subtitle", Certainty.LIKELY)
            self._mode = "detail"
        elif entry.is_prose and self._is_told(entry):
            return
        elif self._mode in {"goal", "measure", "action"} and not self._listed and not states(entry.text):
            self._take_line(index, entry)

    def _leads(self, entry: Entry) -> bool:
        """Tell whether the line only leads to the list of the section that was opened."""
        leads = entry.text.endswith(":") and (self._implicit or _FOLLOWING.search(entry.text) is not None)
        return leads and not self._taken

    def _is_subtitle(self, index: int) -> bool:
        """Tell whether the entry titles a goal of the priority that stands open."""
        open_to_goals = self._mode == "detail" or (self._mode == "goal" and not (self._unit or self._listed))
        return open_to_goals and self._priority is not None and is_title(self._entries, index)

    def _is_told(self, entry: Entry) -> bool:
        """Take what running text tells: the deeds under a question of what is done, or what a priority is about."""
        if self._carried == "action":
            for sentence in sentences_of(entry.item.words, each=True):
                if is_deed(sentence.text) or _OURS.search(sentence.text):
                    self._add_listed("action", sentence, sure=False)
            return True
        if self._implicit and self._priority is not None and not self._taken:
            self._priority.details.setdefault("description", entry.text)
            return True
        return False

    def _parts_goals(self, index: int, entry: Entry) -> bool:
        """Tell whether a title stands over goals that are called by their number: `Tavoite 1` under an area's name."""
        after = entries_after(self._entries, index)
        if after is None or entry.is_prose or not entry.is_short or (index and self._entries[index - 1].head):
            return False
        head = after.head
        return head is not None and head.kind == "goal" and head.singular and bool(head.tail) and head.tail[0].isdigit()

    def _is_border(self, index: int, entry: Entry) -> bool:
        """Tell whether a line that stands apart after a list, or a title of its own, ends the section."""
        if entry.is_list:
            return False
        apart = entry.item.gap >= 2 or entry.item.page_break
        if self._listed and (apart or (entry.item.gap and not entry.is_prose)):
            return self._mode not in {"detail"}
        titled = entry.is_short and not entry.is_prose and bool(entry.item.gap) and is_title(self._entries, index)
        return self._unit is not None and titled

    def _border(self, entry: Entry) -> None:
        if self._is_chapter(entry):
            self._unit, self._status = None, False
        if self._mode != "status":
            self._priority = None
            self._open("guidance" if self._mode == "guidance" and not self._is_chapter(entry) else "")


def _title_of(words: Passage) -> Passage:
    """Return the title's words: without a colon, and without what follows a semicolon."""
    semicolon = words.text.find(";")
    if semicolon > 5:
        words = words[:semicolon]
    return words.strip(" :")
