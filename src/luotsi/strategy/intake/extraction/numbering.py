"""The glyphs and numbers Word keeps apart from the text of a list."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

from luotsi.strategy.intake.extraction.builder import BULLET

_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass
class Numbering:
    """Counts the items of each list as a reader sees them."""

    formats: dict[tuple[str, int], tuple[str, str, int]] = field(default_factory=dict)
    """List and level: number format, its text (`%1.%2`), first number."""
    counters: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    lists: dict[str, str] = field(default_factory=dict)
    """List to its abstract list: lists of one abstract go on counting unless they restart."""

    @classmethod
    def of(cls, document: Any) -> "Numbering":
        """Return the lists that the document's numbering part defines."""
        numbering = cls()
        part = next(
            (rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/numbering")), None
        )
        root = getattr(part, "element", None)
        if root is None:
            return numbering
        abstracts = {found.get(qn("w:abstractNumId")): found for found in root.findall(qn("w:abstractNum"))}
        for entry in root.findall(qn("w:num")):
            identity = entry.get(qn("w:numId"))
            abstract_id = entry.find(qn("w:abstractNumId")).get(qn("w:val"))
            restarts = entry.find(qn("w:lvlOverride")) is not None
            numbering.lists[identity] = f"restart {identity}" if restarts else abstract_id
            abstract = abstracts.get(abstract_id)
            for level in () if abstract is None else abstract.findall(qn("w:lvl")):
                depth = int(level.get(qn("w:ilvl"), "0"))
                numbering.formats[identity, depth] = (
                    _value(level, "w:numFmt", "bullet"),
                    _value(level, "w:lvlText", "%1."),
                    _number(_value(level, "w:start", "1")),
                )
        return numbering

    def label(self, identity: str, level: int) -> str:
        """Return what stands before the next item: a bullet, or its number."""
        kind, pattern, _first = self.formats.get((identity, level), ("bullet", "", 1))
        if kind in {"bullet", "none"}:
            return BULLET if kind == "bullet" else ""
        counted = self.counters[self.lists.get(identity, identity)]
        counted[level] = counted.get(level, self._first(identity, level) - 1) + 1
        for deeper in [depth for depth in counted if depth > level]:
            del counted[deeper]
        for depth in range(level + 1):
            number = counted.get(depth, self._first(identity, depth))
            pattern = pattern.replace(f"%{depth + 1}", _written(number, self._kind(identity, depth)))
        return pattern.strip()

    def _first(self, identity: str, level: int) -> int:
        return self.formats.get((identity, level), ("", "", 1))[2]

    def _kind(self, identity: str, level: int) -> str:
        return self.formats.get((identity, level), ("decimal", "", 1))[0]


def _written(number: int, kind: str) -> str:
    if kind in {"lowerLetter", "upperLetter"} and 1 <= number <= 26:
        letter = chr(ord("a") + number - 1)
        return letter if kind == "lowerLetter" else letter.upper()
    if kind in {"lowerRoman", "upperRoman"} and 1 <= number < 40:
        written = ""
        for worth, sign in _ROMAN:
            while number >= worth:
                written, number = written + sign, number - worth
        return written if kind == "lowerRoman" else written.upper()
    return str(number)


def _value(element: Any, name: str, otherwise: str) -> str:
    found = element.find(qn(name))
    return otherwise if found is None else str(found.get(qn("w:val"), otherwise))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 1
