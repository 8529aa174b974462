"""Labels that count (`Suunta 1`, `Askel IV: ...`, `STEG ETT`): a word that counts from one heads priorities."""

import re
from collections.abc import Sequence
from dataclasses import replace

from luotsi.strategy.intake.reading.headings import Head
from luotsi.strategy.intake.reading.normalising import ROMAN, roman
from luotsi.strategy.intake.reading.outline import Entry
from luotsi.strategy.intake.reading.vocabulary import alternatives, numerals

_COUNTED = re.compile(
    rf"(?P<word>[A-ZÅÄÖ][\w-]{{2,25}}(?: [a-zåäö]{{3,15}})?) "
    rf"(?P<number>\d{{1,2}}|{ROMAN.pattern}|[A-H]|{alternatives('numbers')})"
    r"(?:\s*[.:)–—-]+\s*|\s+|$)(?P<title>[\"”A-ZÅÄÖ].{2,120})?$",
    re.IGNORECASE,
)
_NO_LABEL = re.compile(rf"{alternatives('no_label')}$", re.IGNORECASE)
_SEVERAL = 2
_TITLE_WORDS = 14


def with_counted_labels(entries: Sequence[Entry]) -> list[Entry]:
    """Read each label of a word that counts from one as the heading of a priority, where no known word counts so."""
    if any(entry.head and entry.head.kind == "priority" and entry.head.singular for entry in entries):
        return list(entries)
    found: dict[str, dict[int, re.Match[str]]] = {}
    for index, entry in enumerate(entries):
        label = _COUNTED.match(entry.text) if entry.plain and len(entry.text.split()) <= _TITLE_WORDS else None
        if (
            label
            and label["word"][0].isupper()
            and not _NO_LABEL.search(label["word"])
            and not entry.text.endswith(".")
        ):
            found.setdefault(label["word"].casefold(), {})[index] = label
    counted = next((labels for labels in found.values() if _counts(labels)), {})
    return [
        replace(entry, head=_head(entry, counted[index])) if index in counted else entry
        for index, entry in enumerate(entries)
    ]


def _counts(labels: dict[int, re.Match[str]]) -> bool:
    numbers = [number_said(label["number"]) for label in labels.values()]
    titled = [bool(label["title"]) for label in labels.values()]
    return (
        numbers[: len(set(numbers))] == list(range(1, len(set(numbers)) + 1))
        and len(set(numbers)) >= _SEVERAL
        and len(set(titled)) == 1
    )


def number_said(word: str) -> int:
    """Return the number that a figure, a Roman number, a letter or a word says, or nothing as zero."""
    if word.isdigit():
        return int(word)
    if word.casefold() in numerals():
        return numerals()[word.casefold()]
    if ROMAN.fullmatch(word.upper()):
        return roman(word.upper())
    return ord(word.upper()) - ord("A") + 1 if len(word) == 1 else 0


def _head(entry: Entry, label: re.Match[str]) -> Head:
    words = entry.item.words
    title = words[label.start("title") : label.end("title")] if label["title"] else words[0:0]
    return Head(
        "priority",
        (label["word"].casefold(),),
        inline=title,
        singular=True,
        colon=bool(title),
        tail=(str(number_said(label["number"])),),
    )
