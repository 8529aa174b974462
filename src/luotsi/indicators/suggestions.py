"""Which catalogue measures a plan's wording may mean: suggestions for a person, never a match made by itself."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from math import log, sqrt

import simplemma

from luotsi.core.text import LANGUAGES, Language
from luotsi.indicators.catalogue import CatalogueEntry, entries

_GRAM = 4
_LEAST_LIKENESS = 0.30


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A catalogue entry and how alike its name or a synonym is to the wording, 0 to 1."""

    entry: CatalogueEntry
    likeness: float


def suggest(wording: str, *, language: Language = "fi", limit: int = 3) -> list[Suggestion]:
    """Return up to `limit` catalogue entries whose name or synonym is like the wording, the likest first.

    Notes
    -----
    Words are taken to their dictionary form (simplemma) and compared by runs of four letters, weighted by how rare a
    run is in the catalogue; so a compound meets its parts (`sairauspoissaolotilasto`, `sairauspoissaolojen kehitys`)
    and an ending does not matter. Likeness is the cosine of the two; below 0.30 nothing is suggested.

    >>> suggest("Kuntakohtainen työttömyysaste")[0].entry.key
    'unemployment-rate'
    """
    rarity = _rarity()
    wanted = _weighed(_grams(wording, language), rarity)
    found = []
    for entry, wordings in _catalogue():
        likeness = max(_cosine(wanted, known) for known in wordings)
        if likeness >= _LEAST_LIKENESS:
            found.append(Suggestion(entry, round(likeness, 3)))
    return sorted(found, key=lambda one: (-one.likeness, one.entry.key))[:limit]


@cache
def _catalogue() -> tuple[tuple[CatalogueEntry, tuple[dict[str, float], ...]], ...]:
    offered = (entry for entry in entries() if not entry.supporting)
    return tuple((entry, tuple(_weighed(grams, _rarity()) for grams in _wordings(entry))) for entry in offered)


@cache
def _rarity() -> dict[str, float]:
    every = [grams for entry in entries() for grams in _wordings(entry)]
    seen = Counter(gram for grams in every for gram in grams)
    return {gram: log(1 + len(every) / count) for gram, count in seen.items()}


def _wordings(entry: CatalogueEntry) -> list[Counter[str]]:
    """Return the name in each language and every synonym, read as Finnish and as Swedish."""
    names = [(getattr(entry.name, language), language) for language in LANGUAGES]
    synonyms = [(synonym, language) for synonym in entry.synonyms for language in ("fi", "sv")]
    return [_grams(words, language) for words, language in names + synonyms]


def _grams(wording: str, language: str) -> Counter[str]:
    lemmas = (
        simplemma.lemmatize(word, lang=language).casefold()
        for word in simplemma.simple_tokenizer(wording)
        if any(sign.isalpha() for sign in word)
    )
    return Counter(gram for lemma in lemmas if len(lemma) > 2 for gram in _runs(f"_{lemma}_"))


def _runs(word: str) -> Iterable[str]:
    return (word[start : start + _GRAM] for start in range(max(1, len(word) - _GRAM + 1)))


def _weighed(grams: Counter[str], rarity: dict[str, float]) -> dict[str, float]:
    unseen = max(rarity.values(), default=1.0)
    return {gram: count * rarity.get(gram, unseen) for gram, count in grams.items()}


def _cosine(one: dict[str, float], other: dict[str, float]) -> float:
    if not one or not other:
        return 0.0
    shared = sum(weight * other[gram] for gram, weight in one.items() if gram in other)
    return shared / (sqrt(sum(w * w for w in one.values())) * sqrt(sum(w * w for w in other.values())))
