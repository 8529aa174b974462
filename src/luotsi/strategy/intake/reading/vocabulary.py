"""The heading words of `words.yaml`, ready for look-up by language."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

Phrase = tuple[str, ...]
LANGUAGES = ("fi", "sv", "en")
_WORTH_HEARING = 0.15  # share of a document's small words that makes a language one of its languages


@cache
def _words() -> dict[str, Any]:
    text = files(__package__).joinpath("words.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Heading words of the languages one document is written in."""

    phrases: dict[str, tuple[tuple[Phrase, str], ...]]
    """By first word: the phrase and the kind it heads, longest first."""
    qualifiers: frozenset[str]
    tails: frozenset[str]
    singular: frozenset[Phrase]


@cache
def vocabulary(languages: tuple[str, ...]) -> Vocabulary:
    """Return the words of the given languages."""
    words = _words()
    found: dict[str, list[tuple[Phrase, str]]] = {}
    for kind, by_language in words["elements"].items():
        for language in languages:
            for phrase in by_language.get(language, ()):
                parts = tuple(phrase.split())
                found.setdefault(parts[0], []).append((parts, kind))
    return Vocabulary(
        phrases={first: tuple(sorted(entries, key=lambda entry: -len(entry[0]))) for first, entries in found.items()},
        qualifiers=frozenset(word for language in languages for word in words["qualifiers"][language]),
        tails=frozenset(word for language in languages for word in words["tails"][language]),
        singular=frozenset(tuple(phrase.split()) for phrase in words["singular"]),
    )


def languages_of(text: str) -> tuple[str, ...]:
    """Return the languages the text is written in, the main one first; Finnish when nothing tells."""
    small = {word: language for language in LANGUAGES for word in _words()["languages"][language]}
    seen = Counter(small[word] for word in text.casefold().split() if word in small)
    total = sum(seen.values())
    spoken = tuple(language for language, count in seen.most_common() if count >= total * _WORTH_HEARING)
    return spoken or ("fi",)


@cache
def column_words() -> dict[str, str]:
    """Return the words that head a column, each with its kind."""
    return {word: kind for kind, words in _words()["columns"].items() for word in words}


def listed(name: str) -> tuple[str, ...]:
    """Return the plain words of that name."""
    return tuple(_words()[name])


def alternatives(name: str) -> str:
    """Return the pattern words of that name as one group of a regular expression."""
    return f"(?:{'|'.join(_words()['patterns'][name])})"


@cache
def asked_verbs(language: str) -> dict[str, str]:
    """Return the verbs whose heading asks for an element, each with the kind."""
    return {verb: kind for kind, verbs in _words()["asked_verbs"].items() for verb in verbs[language]}


@cache
def numerals() -> dict[str, int]:
    """Return the words that say a small number or its order."""
    return {word: number for number, words in _words()["numerals"].items() for word in words}


@cache
def months() -> dict[str, int]:
    """Return the names of months in all languages, each with its number."""
    return {name: number for number, names in enumerate(_words()["months"], start=1) for name in names}


@cache
def questions() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the sentences that head a list, each with the kind it heads."""
    return tuple((kind, re.compile(f"(?:{'|'.join(pieces)})")) for kind, pieces in _words()["questions"].items())


@cache
def told() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return how sentences begin that tell an element, each with what they tell; `said` is the element's words."""
    return tuple(
        (name, re.compile(piece, re.IGNORECASE)) for name, pieces in _words()["told"].items() for piece in pieces
    )


@cache
def inner_labels() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the labels that stand inside an item, each with the kind of what it says."""
    return tuple(
        (kind, re.compile(rf"(?:\s*[(\[]|\s+[–—-]|[;.,])\s*(?:{'|'.join(words)})\s*:\s+", re.IGNORECASE))
        for kind, words in _words()["inner_labels"].items()
    )


def all_words() -> dict[str, Any]:
    """Return the whole word file, for tests that look after it."""
    return _words()
