"""Rules about goals: which of them no measure speaks of, where measures stand under the aim and not under its goals."""

from collections.abc import Iterable, Iterator

import simplemma

from luotsi.core.text import LANGUAGES
from luotsi.strategy.intake.types import ElementKind
from luotsi.strategy.intake.wording import key_of
from luotsi.strategy.lint.checked import Checked, Remark

STEM = 6
"""Words whose dictionary forms begin with so many same letters speak of the same."""
SHORTEST = 5
"""Shorter words say too little."""
OF_ANY_GOAL = frozenset(
    {
        *("edistä", "hyödyn", "kehitt", "lisääm", "palvel", "parant", "seuran", "suunni"),
        *("tavoit", "tehost", "toimin", "toimiv", "vahvis"),
        *("främja", "förbät", "planer", "servic", "stärka", "tjänst", "uppfölj", "utveck", "verksa"),
        *("develo", "follow", "improv", "increa", "planni", "promot", "streng"),
    }
)
"""Beginnings of words that goals of every kind use."""


def goals_without_measure(parent: Checked) -> Iterator[Remark]:
    """Remark on goals that have no measure of their own and that no measure beside them shares a word with.

    Where nothing at all measures an aim, the aim is remarked and not each of its goals; goals whose every word is one
    that any goal uses are left alone.
    """
    goals = parent.of_kind(ElementKind.GOAL)
    beside = parent.of_kind(ElementKind.MEASURE)
    names = [one.title for one in beside] + [one.name for each in (parent, *beside) for one in each.measures]
    meant = {key_of(one.details.get("goal", "")) for one in beside}
    measured = _folded(names)
    if parent.kind is ElementKind.PRIORITY and not names and not any(map(_has_own, goals)):
        return
    for goal in goals:
        stems = _stems(goal.title)
        is_shown = _has_own(goal) or key_of(goal.title) in meant or any(stem in measured for stem in stems)
        if stems and not is_shown:
            yield Remark("goal-without-measure", goal.key, goal.title)


def _has_own(goal: Checked) -> bool:
    return any(one.kind is ElementKind.MEASURE or one.measures for one in goal.walk())


def _lemmas(words: str) -> Iterator[str]:
    for word in simplemma.simple_tokenizer(words.replace("-", " ")):
        if any(sign.isalpha() for sign in word):
            yield simplemma.lemmatize(word, lang=LANGUAGES).casefold()


def _stems(words: str) -> set[str]:
    found = {lemma[:STEM] for lemma in _lemmas(words) if len(lemma) >= SHORTEST}
    return found - OF_ANY_GOAL


def _folded(names: Iterable[str]) -> str:
    return " ".join(lemma for name in names for lemma in _lemmas(name))
