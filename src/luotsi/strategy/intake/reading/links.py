"""What goals, measures and actions say themselves of where they belong: a number, a code or a name in brackets."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import takewhile

from luotsi.strategy.intake.reading.blocks import number_of
from luotsi.strategy.intake.reading.elements import Collector, Draft
from luotsi.strategy.intake.reading.normalising import code_of
from luotsi.strategy.intake.reading.outline import Entry
from luotsi.strategy.intake.reading.vocabulary import alternatives
from luotsi.strategy.intake.types import ElementKind
from luotsi.strategy.intake.wording import key_of

_REFERS = re.compile(r"\s*[(\[](?P<said>[^()\[\]]{1,90})[)\]]\.?$")
_CALLED = re.compile(
    rf"(?:(?:{alternatives('serves')} )?(?:[\w-]+ )?(?P<word>{alternatives('served')}|{alternatives('goal_words')})"
    r"(?::| nro\.?| nr\.?)? )?(?P<said>.+)",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?P<letters>[A-ZÅÄÖ]{1,3})?(?P<number>\d{1,2}(?:\.\d{1,2}){0,2})\.?(?:[,;/&]| ja | och | and |$)"
)
_SHORT = re.compile(r"[a-zåäö]?\d{1,2}", re.IGNORECASE)
_KINDS = (ElementKind.GOAL, ElementKind.MEASURE, ElementKind.ACTION)
_SEVERAL = 2
_MOSTLY = 0.8

Code = tuple[int, ...]


def settle_links(entries: Sequence[Entry], collector: Collector) -> None:
    """Move what says where it belongs there: by what stands in brackets at its end, else by its own number."""
    _join_goals(collector)
    links = _Links(entries, collector)
    links.by_code()
    for kind in _KINDS:
        links.by_reference(kind)
        links.by_number(kind)


def _join_goals(collector: Collector) -> None:
    """Make one of a goal that a table names beside its measures and actions and that stands under its priority."""
    goals: dict[str, Draft] = {}
    for goal in collector.of(ElementKind.GOAL, anywhere=True):
        if not goal.rule.startswith("table.") and _root(goal) is not None:
            goals.setdefault(goal.key, goal)
    for again in collector.of(ElementKind.GOAL, anywhere=True):
        known = goals.get(again.key)
        if known is not None and known is not again and again.rule.startswith("table."):
            _join(collector, again, known)


def _join(collector: Collector, again: Draft, known: Draft) -> None:
    """Give what belongs to a draft to another that says the same, and take the first back."""
    for draft in list(collector.drafts):
        if draft.kind is ElementKind.MEASURE and draft.details.get("goal") == again.title:
            draft.details["goal"] = known.title
            collector.move(draft, _root(known))
        elif draft.parent is again:
            collector.move(draft, known)
    collector.remove(again)
    for passage in again.passages:
        collector.say_again(known, passage)


class _Links:
    """The priorities and goals of one document by what they may be called."""

    def __init__(self, entries: Sequence[Entry], collector: Collector) -> None:
        self._found = collector
        self._entries = sorted((entry for entry in entries if entry.item.words), key=lambda one: one.item.words.start)
        self._starts = [entry.item.words.start for entry in self._entries]
        self._owners: dict[ElementKind, dict[Code, Draft]] = {ElementKind.PRIORITY: {}, ElementKind.GOAL: {}}
        self._named: dict[str, Draft] = {}
        for kind, by_code in self._owners.items():
            for draft in collector.of(kind, anywhere=True):
                self._named.setdefault(draft.key, draft)
                for code in self._codes(draft):
                    by_code.setdefault(code, draft)

    def _codes(self, draft: Draft) -> list[Code]:
        """Return the numbers that a draft bears where it stands: before it, or in its label."""
        codes: list[Code] = []
        for passage in draft.passages:
            at = bisect_right(self._starts, passage.start) - 1
            entry = self._entries[at] if at >= 0 else None
            if entry is None:
                continue
            labelled = _label_code(entry)
            codes += [code for code in (entry.path, labelled) if code]
            before = self._entries[at - 1] if at else None
            if before is not None and not codes and before.head and not before.head.inline:
                codes += [code for code in (_label_code(before),) if code]
        return codes

    def by_code(self) -> None:
        """Join what a table only calls by its code or number (`T1`, `Painopiste 2`) with what bears it."""
        for kind, by_code in self._owners.items():
            for draft in self._found.of(kind, anywhere=True):
                number = _NUMBER.fullmatch(draft.title)
                code = code_of(number["letters"], number["number"]) if number else ()
                known = by_code.get(code)
                if known is not None and known is not draft:
                    _join(self._found, draft, known)

    def by_reference(self, kind: ElementKind) -> None:
        """Move drafts that end in a name, number or code in brackets; two at least must."""
        called = {
            id(draft): (draft, found, owner)
            for draft in self._found.of(kind, anywhere=True)
            if (found := _REFERS.search(draft.title)) and (owner := self._called(found["said"])) and owner is not draft
        }
        for draft, found, owner in called.values() if len(called) >= _SEVERAL else ():
            cut = len(draft.title) - found.start()
            draft.title = draft.title[: found.start()]
            draft.passages[0] = draft.passages[0][: max(len(draft.passages[0].text) - cut, 1)]
            self._give(draft, owner)

    def _called(self, said: str) -> Draft | None:
        called = _CALLED.fullmatch(said.strip())
        if called is None:
            return None
        word, name = (called["word"] or "").casefold(), called["said"].strip(' ”"')
        number = _NUMBER.match(name)
        if number is None:
            return self._named.get(key_of(name))
        code = code_of(number["letters"], number["number"])
        of_goal = bool(word) and re.fullmatch(alternatives("goal_words"), word) is not None
        kinds = [ElementKind.GOAL, ElementKind.PRIORITY] if of_goal else [ElementKind.PRIORITY, ElementKind.GOAL]
        if not (word or number["letters"] or "." in number["number"]):
            return None  # `(1)` may be a note
        return next((owner for one in kinds if (owner := self._owners[one].get(code))), None)

    def by_number(self, kind: ElementKind) -> None:
        """Move drafts numbered 1.1, 1.2, 2.1 to the priorities numbered 1 and 2, or beside the goal of that number."""
        owned: dict[int, tuple[Draft, Draft]] = {}
        numbered = 0
        for draft in self._found.of(kind, anywhere=True):
            codes = [code for code in self._codes(draft)[:_SEVERAL] if len(code) >= _SEVERAL]
            numbered += bool(codes)
            owner = next((one for code in codes if (one := self._above(kind, code)) and one is not draft), None)
            if owner is not None:
                owned[id(draft)] = (draft, owner)
        owners = {id(_root(owner)) for _, owner in owned.values()}
        if len(owners) >= _SEVERAL and len(owned) >= _MOSTLY * numbered:
            for draft, owner in owned.values():
                self._give(draft, owner)

    def _above(self, kind: ElementKind, code: Code) -> Draft | None:
        goals, priorities = self._owners[ElementKind.GOAL], self._owners[ElementKind.PRIORITY]
        if kind is not ElementKind.GOAL and (goal := goals.get(code) or goals.get(code[:-1])):
            return goal
        return priorities.get(code[:-1]) or priorities.get(code[:1])

    def _give(self, draft: Draft, owner: Draft) -> None:
        priority = _root(owner)
        goal = owner if owner.kind is ElementKind.GOAL else None
        if draft.kind is ElementKind.MEASURE and goal is not None:
            draft.details["goal"] = goal.title
        self._found.move(draft, goal if goal and draft.kind is ElementKind.ACTION else priority)


def _label_code(entry: Entry) -> Code:
    """Return the number in a label: `Painopiste 2`, `Tavoite 1.1`, `Mål A1`."""
    head = entry.head
    if head is None:
        return ()
    if head.kind == "priority":
        number = number_of(head)
        return (int(number),) if number else ()
    told = ".".join(takewhile(_SHORT.fullmatch, head.tail))
    code = _NUMBER.fullmatch(told.upper())
    return code_of(code["letters"], code["number"]) if code else ()


def _root(draft: Draft) -> Draft | None:
    """Return the priority at the top of a draft, or None."""
    top: Draft | None = draft
    while top is not None and top.kind is not ElementKind.PRIORITY:
        top = top.parent
    return top
