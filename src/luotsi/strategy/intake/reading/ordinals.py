"""Labels that count (`Suunta 1`, `Askel IV: ...`, `STEG ETT`): a word that counts from one heads priorities."""

import re
from collections.abc import Sequence
from dataclasses import replace

from luotsi.strategy.intake.reading.headings import Head, HeadingReader
from luotsi.strategy.intake.reading.normalising import ROMAN, roman
from luotsi.strategy.intake.reading.outline import Entry
from luotsi.strategy.intake.reading.vocabulary import alternatives, numerals

_COUNTED = re.compile(
    rf"(?P<word>[A-ZÅÄÖ][\w-]{{2,25}}(?: [a-zåäö]{{3,15}})?) "
    rf"(?P<number>\d{{1,2}}|{ROMAN.pattern}|[A-H]|{alternatives('numbers')})"
    r"(?:\s*[.:)–—-]+\s*|\s+|$)(?P<title>[\"”A-ZÅÄÖ].{2,120})?$",
    re.IGNORECASE,
)
_CODED = re.compile(
    r"(?P<word>[A-ZÅÄÖ][a-zåäö]{2,20}) (?P<code>[A-Z]\d{1,2}|\d{1,2}(?:\.\d{1,2})?)(?:\s*[.:)–—-]\s*|\s+)"
    r"(?P<title>[A-ZÅÄÖ].{8,})$"
)
_REPEATED = re.compile(r"(?P<word>[A-ZÅÄÖ][^:.\d]{3,40}):\s+(?P<title>[A-ZÅÄÖ][^.]{2,100})$")
_OF_ONE_EACH = frozenset({"goal", "measure", "action"})
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


def with_coded_labels(entries: Sequence[Entry], reader: HeadingReader) -> list[Entry]:
    """Read `Mål A1  ...` and `Tavoite 2.1 ...` as labels of one goal, measure or action each, where two such stand."""
    found: dict[int, Head] = {}
    for index, entry in enumerate(entries):
        label = _CODED.match(entry.text) if entry.head is None and not entry.taken else None
        column = reader.column(label["word"]) if label else None
        if label and column and column.kind in _OF_ONE_EACH:
            title = entry.item.words[label.start("title") :]
            found[index] = Head(
                column.kind, (label["word"].casefold(),), inline=title, singular=True, colon=True, tail=(label["code"],)
            )
    several = {kind for kind in _OF_ONE_EACH if sum(head.kind == kind for head in found.values()) >= _SEVERAL}
    return [
        replace(entry, head=found[index]) if index in found and found[index].kind in several else entry
        for index, entry in enumerate(entries)
    ]


def with_repeated_labels(entries: Sequence[Entry]) -> list[Entry]:
    """Read `Stadens strategi: ...` as the label of a priority where it stands twice, each time right over a goal's."""
    found: dict[str, dict[int, re.Match[str]]] = {}
    for index, entry in enumerate(entries[:-1]):
        label = _REPEATED.match(entry.text) if entry.head is None and not entry.taken else None
        under = entries[index + 1].head
        if label and under and under.kind == "goal" and under.inline:
            found.setdefault(label["word"].casefold(), {})[index] = label
    labels = {index: label for one in found.values() if len(one) >= _SEVERAL for index, label in one.items()}
    return [
        replace(entry, head=_head(entry, labels[index])) if index in labels else entry
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
        tail=(str(number_said(label["number"])),) if "number" in label.groupdict() else (),
    )
