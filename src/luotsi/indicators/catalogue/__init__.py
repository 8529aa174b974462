"""The built-in catalogue: definitions ready to adopt, one YAML file a theme, data and never code."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources
from itertools import chain
from typing import Any

import yaml

from luotsi.core.periods import PeriodKind
from luotsi.core.text import LANGUAGES, Text
from luotsi.core.units import Unit, WrittenUnit
from luotsi.indicators import dimensions
from luotsi.indicators.calc import breaks
from luotsi.indicators.calc.breaks import Break
from luotsi.indicators.calc.formula import FormulaKind
from luotsi.indicators.types import Direction, MethodKey, RollUp


class BadCatalogue(ValueError):
    """A catalogue file says something that cannot be; the sentence names the file, the entry and what to mend."""


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One definition as written in a theme's file; `numerator` and `denominator` are keys of earlier entries."""

    key: str
    theme: str
    name: Text
    meaning: Text
    limits: Text
    calculation: Text
    unit: Unit
    decimals: int
    direction: Direction
    method: MethodKey
    period: PeriodKind
    roll_up: RollUp
    publication_lag_days: int
    stale_after_days: int
    source_name: Text
    source_table: str = ""
    source_content: str = ""
    source_url: str = ""
    licence: str = ""
    numerator: str = ""
    denominator: str = ""
    formula: dict[str, list[str]] = field(default_factory=dict)
    source_unit: WrittenUnit = WrittenUnit.ONE
    dimensions: list[dict[str, Any]] = field(default_factory=list)
    breaks: tuple[Break, ...] = ()
    """Known breaks in the series, those of its parts included."""
    is_net: bool = False
    """A difference of two numbers, which may be below zero."""
    supporting: bool = False
    synonyms: tuple[str, ...] = ()
    """Finnish and Swedish wordings by which plans call the measure."""

    def columns(self) -> dict[str, Any]:
        """Return the entry as columns of `Definition`, without its links."""
        return {
            "theme": self.theme,
            "name": self.name,
            "meaning": self.meaning,
            "limits": self.limits,
            "calculation": self.calculation,
            "unit": self.unit.value,
            "decimals": self.decimals,
            "direction": self.direction.value,
            "method": self.method.value,
            "period_kind": self.period.value,
            "roll_up": self.roll_up.value,
            "publication_lag_days": self.publication_lag_days,
            "stale_after_days": self.stale_after_days,
            "source_name": self.source_name,
            "source_table": self.source_table,
            "source_content": self.source_content,
            "source_url": self.source_url,
            "licence": self.licence,
            "formula": self.formula,
            "source_unit": self.source_unit.value,
            "dimensions": self.dimensions,
            "breaks": breaks.written(self.breaks),
            "is_net": self.is_net,
            "is_supporting": self.supporting,
        }


_TEXTS = ("name", "meaning", "limits", "calculation", "source_name")
_MAY_BE_EMPTY = ("limits", "calculation", "source_name")
_KINDS = {
    "unit": Unit,
    "source_unit": WrittenUnit,
    "direction": Direction,
    "method": MethodKey,
    "period": PeriodKind,
    "roll_up": RollUp,
}
_DEFAULTS: dict[str, Any] = {
    "roll_up": "none",
    "source_unit": "one",
    "decimals": 0,
    "publication_lag_days": 0,
    "stale_after_days": 400,
}


@cache
def entries() -> tuple[CatalogueEntry, ...]:
    """Return every entry, files in order of name, supporting entries before those that need them.

    :raises BadCatalogue: when a file cannot be used
    """
    found: dict[str, CatalogueEntry] = {}
    files = (one for one in resources.files(__package__).iterdir() if one.name.endswith(".yaml"))
    for file in sorted(files, key=lambda one: one.name):
        theme = file.name.removesuffix(".yaml").lstrip("0123456789-")
        for raw in yaml.safe_load(file.read_text(encoding="utf-8")) or []:
            entry = _entry(file.name, theme, raw)
            if entry.key in found:
                raise BadCatalogue(f"{file.name}: {entry.key} stands twice")
            for needed in (entry.numerator, entry.denominator, *chain(*entry.formula.values())):
                if needed and needed not in found:
                    raise BadCatalogue(f"{file.name}: {entry.key} needs {needed}, which must stand before it")
            found[entry.key] = _with_breaks_of_parts(entry, found)
    return tuple(found.values())


def _with_breaks_of_parts(entry: CatalogueEntry, found: Mapping[str, CatalogueEntry]) -> CatalogueEntry:
    """Return the entry with the breaks of what it is computed from; a yearly change compares again a year later."""
    parts = {entry.numerator, entry.denominator, *chain(*entry.formula.values())} - {""}
    inherited = [one for part in parts for one in found[part].breaks]
    if FormulaKind.YEARLY_CHANGE in entry.formula:
        inherited += [breaks.year_later(one) for one in inherited]
    return replace(entry, breaks=breaks.in_order((*entry.breaks, *inherited)))


def _breaks(raw: Iterable[Mapping[str, Any]]) -> tuple[Break, ...]:
    found = breaks.read(raw)
    for one in found:
        if len(one.text.as_dict()) < len(LANGUAGES) or not one.source:
            raise breaks.BadBreak(f"the break of {one.period} lacks a language or its source")
    return found


def _entry(file: str, theme: str, raw: dict[str, Any]) -> CatalogueEntry:
    key = raw.get("key", "")
    columns: dict[str, Any] = _DEFAULTS | raw | {"theme": theme}
    try:
        for name in _TEXTS:
            columns[name] = Text.of(columns.get(name))
            written = columns[name].as_dict()
            if len(written) < len(LANGUAGES) and not (name in _MAY_BE_EMPTY and not written):
                raise BadCatalogue(f"{file}: {key}: {name} is not written in all of {', '.join(LANGUAGES)}")
        for name, kind in _KINDS.items():
            columns[name] = kind(columns[name])
        for dimension in dimensions.read(columns.get("dimensions", ())):
            for called in (dimension.name, *(group.name for group in dimension.groups)):
                if len(called.as_dict()) < len(LANGUAGES):
                    raise BadCatalogue(f"{file}: {key}: {called.fi} is not named in all of {', '.join(LANGUAGES)}")
        columns["breaks"] = _breaks(columns.get("breaks", ()))
        if columns["roll_up"] is RollUp.MEAN and not columns.get("denominator"):
            raise BadCatalogue(f"{file}: {key}: a mean of municipalities needs a denominator to weigh them by")
        columns["synonyms"] = tuple(columns.get("synonyms", ()))
        return CatalogueEntry(**columns)
    except (KeyError, TypeError, ValueError) as error:
        raise BadCatalogue(f"{file}: {key or 'an entry without key'}: {error}") from error
