"""Changes to a document's text that leave its meaning as it is."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

_BULLET = re.compile(r"^(\s*)[•▪](\s+)", re.MULTILINE)
_HEADINGS = {
    "Strategiset painopisteet": "Kehittämisen painopisteet",
    "STRATEGINEN PAINOPISTE": "KÄRKITEEMA",
    "Tavoitteiden toteutumisen mittarit": "Seurattavat tunnusluvut",
    "Strateginen arvopohja": "Arvomme",
    "Missio (Olemassaolon": "Perustehtävä (Olemassaolon",
    "Visio (": "Tulevaisuuskuva (",
    "Mittareita:": "Indikaattorit:",
    "Haasteet:": "Keskeiset haasteet:",
    "Tavoite Toimenpiteet Mittarit": "Tavoite Keinot Tunnusluvut",
    "Palvelulupaus ": "Asiakaslupaus ",
}
_NAMES = {"Savonlinna": "Koskiranta", "Meri-Lap": "Etelä-Vaar", "Laitila": "Honkila"}


def _same(truth: dict[str, Any]) -> dict[str, Any]:
    return truth


@dataclass(frozen=True)
class Change:
    """A way to write a document otherwise, and what it does to the truth."""

    name: str
    of_text: Callable[[str], str]
    of_truth: Callable[[dict[str, Any]], dict[str, Any]] = _same


def _other_bullets(glyph: str) -> Callable[[str], str]:
    return lambda text: _BULLET.sub(rf"\g<1>{glyph}\g<2>", text)


def _other_words(text: str) -> str:
    for word, other in _HEADINGS.items():
        text = text.replace(word, other)
    return text


def _renamed(text: str) -> str:
    for name, other in _NAMES.items():
        text = text.replace(name, other)
    return text


def _renamed_truth(truth: dict[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(_renamed(json.dumps(truth, ensure_ascii=False)))
    return told


def _soft_hyphens(text: str) -> str:
    return re.sub(r"(?<=[a-zåäö]{6})(?=[a-zåäö]{6})", "\xad", text)


def _page_numbers(text: str) -> str:
    pages = text.split("\f")
    return "\f".join(f"{page.rstrip()}\n\n- {number} -\n" for number, page in enumerate(pages, start=1))


CHANGES = (
    *(Change(f"bullets as {glyph}", _other_bullets(glyph)) for glyph in ("-", "*", "–", "◦", "➢", "\uf0b7")),
    Change("two empty lines for each", lambda text: text.replace("\n\n", "\n\n\n")),
    Change("indented", lambda text: "\n".join(f"   {line}" if line.strip() else line for line in text.split("\n"))),
    Change("tabs for spaces after bullets", lambda text: _BULLET.sub("•\t", text)),
    Change("spaces at line ends", lambda text: text.replace("\n", "  \n")),
    Change("line ends of another system", lambda text: text.replace("\n", "\r\n")),
    Change("no-break spaces", lambda text: text.replace(" - ", "\u00a0- ")),
    Change("soft hyphens", _soft_hyphens),
    Change("page numbers", _page_numbers),
    Change("other words", _other_words),
    Change("other names", _renamed, _renamed_truth),
)
