"""What has been found so far: drafts of proposals, the same content said again merged into one."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from types import MappingProxyType

from luotsi.strategy.intake.reading.passages import Locator, Passage
from luotsi.strategy.intake.reading.rulebook import RULES
from luotsi.strategy.intake.types import Certainty, ElementKind, Place, Proposal
from luotsi.strategy.intake.wording import key_of

_SAME = 0.9
_SAME_CONTENT = 0.96  # `Tietoturvaloukkausten määrä` and `Tietosuojaloukkausten määrä` are two measures
_STEM = 5
_COMPARED = 60
_BRACKETED = re.compile(r"\s+\((?P<inside>[^()]{4,})\)\s*\.?$")
_LISTED = re.compile(r"[,;]\s+")
_LONGEST_NAME = 14
_CLAUSE = re.compile(r",\s+(?:jo(?:ka|ita|ihin|issa|ssa|sta)|jotka|som|vilka|which|that)\b")
_MANY_GOALS = 4
_NEARLY_ALL = 0.8
_FIGURES = re.compile(r"\d+")
_NO_DETAILS: Mapping[str, str] = MappingProxyType({})


def alike(one: str, other: str, least: float = _SAME) -> bool:
    """Tell whether two keys say the same but for small differences; a different figure is never small."""
    if one == other:
        return bool(one)
    if _FIGURES.findall(one) != _FIGURES.findall(other):
        return False
    shorter, longer = sorted((len(one), len(other)))
    if not shorter or shorter / longer < 2 * least - 1:
        return False
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.real_quick_ratio() >= least and matcher.quick_ratio() >= least and matcher.ratio() >= least


def certainty_of(rule: str, title: str) -> Certainty:
    """Return how sure a priority is: found by the look of the page, or worded like a sentence, it is not."""
    sentence = len(title.split()) > _LONGEST_NAME or _CLAUSE.search(title) is not None
    return Certainty.UNSURE if sentence or rule.startswith("outline") else Certainty.SURE


@dataclass(slots=True, eq=False)
class Draft:
    """A proposal in the making."""

    kind: ElementKind
    title: str
    passages: list[Passage]
    rule: str
    certainty: Certainty
    parent: "Draft | None" = None
    details: dict[str, str] = field(default_factory=dict)
    variants: list[str] = field(default_factory=list)

    @property
    def key(self) -> str:
        return key_of(self.title)

    @property
    def sides(self) -> tuple[str, ...]:
        """What stands before and after the colon of a title: `Talous: vakaa ja vahva`."""
        before, colon, after = self.title.partition(":")
        return (key_of(before), key_of(after)) if colon and after.strip() else ()


class Collector:
    """Gathers drafts in document order; an element said before gets another place, not a second draft."""

    def __init__(self) -> None:
        self.drafts: list[Draft] = []
        self._siblings: dict[tuple[ElementKind, int], list[Draft]] = defaultdict(list)
        self._said: dict[tuple[ElementKind, int, str], Draft] = {}

    def of(self, kind: ElementKind, parent: Draft | None = None, *, anywhere: bool = False) -> list[Draft]:
        """Return the drafts of one kind, under one parent or anywhere."""
        if anywhere:
            return [draft for draft in self.drafts if draft.kind is kind]
        return list(self._siblings[kind, id(parent)])

    def find(
        self, kind: ElementKind, text: str, parent: Draft | None = None, *, anywhere: bool = False
    ) -> Draft | None:
        """Return the draft that already says the text; of many, only the latest are compared by likeness."""
        key = key_of(text)
        if not anywhere and (kind, id(parent), key) in self._said:
            return self._said[kind, id(parent), key]
        candidates = self.of(kind, parent, anywhere=anywhere)
        least = _SAME if kind is ElementKind.PRIORITY else _SAME_CONTENT
        exact = next((draft for draft in candidates if draft.key == key), None) if anywhere else None
        if kind is ElementKind.PRIORITY and exact is None:
            exact = next((draft for draft in candidates if key in draft.sides), None)
        return exact or next((draft for draft in candidates[-_COMPARED:] if alike(draft.key, key, least)), None)

    def remove(self, draft: Draft) -> None:
        """Take a draft back."""
        self.drafts.remove(draft)
        self._siblings[draft.kind, id(draft.parent)].remove(draft)
        self._said.pop((draft.kind, id(draft.parent), draft.key), None)

    def drop(self, draft: Draft) -> None:
        """Take a draft back and leave what stood under it to nobody."""
        for child in [one for one in self.drafts if one.parent is draft]:
            self.move(child, None)
        self.remove(draft)

    def move(self, draft: Draft, parent: Draft | None) -> None:
        """Put a draft under another parent."""
        self._siblings[draft.kind, id(draft.parent)].remove(draft)
        self._said.pop((draft.kind, id(draft.parent), draft.key), None)
        draft.parent = parent
        self._siblings[draft.kind, id(parent)].append(draft)
        self._said.setdefault((draft.kind, id(parent), draft.key), draft)

    def add(
        self,
        kind: ElementKind,
        words: Passage,
        *,
        rule: str,
        certainty: Certainty,
        parent: Draft | None = None,
        details: Mapping[str, str] = _NO_DETAILS,
    ) -> Draft:
        """Return a new draft, or the one that says the same with one place more; empty words are not kept."""
        assert rule in RULES, rule
        words = words.strip()
        if not key_of(words.text):
            return Draft(kind, "", [], rule, certainty, parent)
        known = self.find(kind, words.text, parent)
        if known:
            self.say_again(known, words)
            for name, value in details.items():
                known.details.setdefault(name, value)
            return known
        draft = Draft(kind, words.text, [words], rule, certainty, parent, dict(details))
        self.drafts.append(draft)
        self._siblings[kind, id(parent)].append(draft)
        self._said[kind, id(parent), draft.key] = draft
        return draft

    @staticmethod
    def say_again(draft: Draft, words: Passage) -> None:
        """Give a draft one more place, and keep its other wording."""
        if all(words.start != place.start for place in draft.passages):
            draft.passages.append(words)
        if words.text != draft.title and words.text not in draft.variants:
            draft.variants.append(words.text)

    def settle(self) -> None:
        """Put right what only the whole document tells."""
        self.without_repeated_goals()
        self.without_goals_among_actions()
        self.without_leads_of_values()
        self.with_levels_joined()
        self.with_measures_of_brackets()

    def without_repeated_goals(self) -> None:
        """Take back priorities without content that only list a goal once more."""
        parents = {id(draft.parent) for draft in self.drafts}
        goals = self.of(ElementKind.GOAL, anywhere=True)
        by_key = {goal.key: goal for goal in reversed(goals)}
        for draft in self.of(ElementKind.PRIORITY):
            if id(draft) in parents:
                continue
            goal = by_key.get(draft.key) or next((one for one in goals[:_COMPARED] if alike(one.key, draft.key)), None)
            if goal is not None:
                self.remove(draft)
                for passage in draft.passages:
                    self.say_again(goal, passage)

    def without_goals_among_actions(self) -> None:
        """Take back actions of an overview that the plan gives as goals: the overview only names them."""
        goals = {goal.key: goal for goal in self.of(ElementKind.GOAL, anywhere=True) if goal.parent}
        for draft in [one for one in self.of(ElementKind.ACTION, anywhere=True) if one.parent is None]:
            if draft.key in goals and draft.passages:
                self.remove(draft)
                for passage in draft.passages:
                    self.say_again(goals[draft.key], passage)

    def without_leads_of_values(self) -> None:
        """Take back the lead to a value's list (`Avoimuutemme on`) where the value itself is said."""
        values = self.of(ElementKind.VALUE)
        words = {value.key[:_STEM]: value for value in values if " " not in value.title}
        for draft in values:
            first, _, rest = draft.title.partition(" ")
            named = words.get(key_of(first)[:_STEM])
            if rest and named is not None and first.casefold().endswith(("mme", "mma", "mmä", "vår")):
                self.remove(draft)
                for passage in draft.passages:
                    self.say_again(named, passage)

    def with_levels_joined(self) -> None:
        """Give the levels of a table to the measures that other places name already."""
        named = {one.key: one for one in self.of(ElementKind.MEASURE, anywhere=True) if one.rule != "table.levels"}
        for row in [one for one in self.of(ElementKind.MEASURE, anywhere=True) if one.rule == "table.levels"]:
            measure = named.get(row.key)
            if measure is not None:
                self.remove(row)
                for name, value in row.details.items():
                    measure.details.setdefault(name, value)
                for passage in row.passages:
                    self.say_again(measure, passage)

    def with_measures_of_brackets(self) -> None:
        """Where nearly all goals end in brackets, the brackets hold what they are measured with."""
        goals = [goal for goal in self.of(ElementKind.GOAL, anywhere=True) if goal.passages]
        ended = [(goal, found) for goal in goals if (found := _BRACKETED.search(goal.passages[0].text))]
        measures = self.of(ElementKind.MEASURE, anywhere=True)
        if measures or len(ended) < _MANY_GOALS or len(ended) < _NEARLY_ALL * len(goals):
            return
        for goal, found in ended:
            words = goal.passages[0]
            for part in words[found.start("inside") : found.end("inside")].split(_LISTED):
                self.add(
                    ElementKind.MEASURE,
                    part,
                    rule="measure.in_brackets",
                    certainty=Certainty.UNSURE,
                    parent=goal.parent,
                    details={"goal": words[: found.start()].text},
                )
            goal.title = words[: found.start()].text

    def proposals(self, locator: Locator) -> tuple[Proposal, ...]:
        """Return the proposals, numbered in document order, parents before children."""
        ordered: list[Draft] = []
        seen: set[int] = set()
        for draft in self.drafts:
            self._placed(draft, ordered, seen)
        keys = {id(draft): number for number, draft in enumerate(ordered, start=1)}
        return tuple(
            Proposal(
                key=keys[id(draft)],
                kind=draft.kind,
                title=draft.title,
                places=self._places(draft, locator),
                rule=draft.rule,
                certainty=draft.certainty,
                parent=keys[id(draft.parent)] if draft.parent else None,
                details=dict(draft.details),
                variants=tuple(draft.variants),
            )
            for draft in ordered
        )

    def _placed(self, draft: Draft, ordered: list[Draft], seen: set[int]) -> None:
        if id(draft) in seen:
            return
        if draft.parent is not None:
            self._placed(draft.parent, ordered, seen)
        seen.add(id(draft))
        ordered.append(draft)

    @staticmethod
    def _places(draft: Draft, locator: Locator) -> tuple[Place, ...]:
        return tuple(locator.place(passage) for passage in draft.passages if passage)
