"""The names of tables, columns, codes, checks and measures for people, in three languages, kept as data."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from luotsi.core.text import Text

CHECKS, CODES, COLUMNS, GROUPINGS, TABLES = "checks", "codes", "columns", "groupings", "tables"


def word(kind: str, key: str) -> Text:
    """Return the name of a thing of that kind; what the register itself names (a team, a sector) is its own name."""
    found = _words(kind).get(key)
    return found if found is not None else Text(key)


def knows(kind: str, key: str) -> bool:
    """Tell whether the thing has a name here."""
    return key in _words(kind)


@cache
def _words(kind: str) -> dict[str, Text]:
    content = yaml.safe_load(files(__package__).joinpath("export.yaml").read_text("utf-8"))
    return {str(key): Text(*entry) for key, entry in content[kind].items()}


@dataclass(frozen=True, slots=True)
class Meaning:
    """A measure in words: its name, its rule, what it cannot tell, and the rules of the law that it stands on."""

    name: Text
    rule: Text
    limits: Text
    law: tuple[str, ...]


def meaning(measure: str) -> Meaning:
    """Return what a measure is, in words.

    :raises KeyError: when the register has no such measure
    """
    entry = _meanings()[measure]
    return Meaning(Text(*entry["name"]), Text(*entry["rule"]), Text(*entry["limits"]), tuple(entry.get("law", ())))


@cache
def _meanings() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(files(__package__).joinpath("measures.yaml").read_text("utf-8"))
    return content


def part_word(part: str) -> Text:
    """Return the name of a part of a measure: a code, months of following up, or a benefit with a step of days."""
    if part.isdigit():
        return Text(f"{part} kuukautta", f"{part} månader", f"{part} months")
    if ":" in part:
        benefit, step = part.split(":")
        name = word(CODES, benefit)
        return Text(f"{name.fi}, {_days(step)} pv", f"{name.sv}, {_days(step)} dgr", f"{name.en}, days {_days(step)}")
    if ">" in part:
        before, now = part.split(">")
        arrow = f"{'' if before == 'new' else _days(before)} → {_days(now)}".strip()
        return Text(f"{arrow} pv", f"{arrow} dgr", f"days {arrow}")
    return word(CODES, part)


def _days(step: str) -> str:
    return step.replace("-", "–")
