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
def questions() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the sentences that head a list, each with the kind it heads."""
    return tuple((kind, re.compile(f"(?:{'|'.join(pieces)})")) for kind, pieces in _words()["questions"].items())


def all_words() -> dict[str, Any]:
    """Return the whole word file, for tests that look after it."""
    return _words()
