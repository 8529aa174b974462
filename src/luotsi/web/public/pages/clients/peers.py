"""The municipalities most like one, by open figures of the month in which the council term began."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import log

from luotsi.core.periods import Period
from luotsi.core.text import Language, Text
from luotsi.core.units import Unit
from luotsi.core.values import Cell
from luotsi.figures.cells import CellText, cell_text
from luotsi.figures.period_names import period_name
from luotsi.indicators.models import NATIONAL, Series
from luotsi.indicators.reading import versions_of
from luotsi.orgs.models import Subject
from luotsi.orgs.types import SubjectKind
from luotsi.register.calc.comparison import UnableToCompare, nearest_peers

TERM_BEGAN = Period.parse("2025-06")
"""Peers stay the same through the council term of 2025 to 2029 (410/2015 15 §)."""
RATE, LABOUR_FORCE, LONG_TERM = "unemployment-rate", "labour-force", "long-term-unemployed"
HOW_MANY = 8


@dataclass(frozen=True, slots=True)
class Peer:
    """A municipality with the figures by which it was found."""

    name: Text
    rate: CellText
    labour_force: CellText
    long_term: CellText
    is_asked: bool


@dataclass(frozen=True, slots=True)
class Peers:
    """The municipality asked for, and those most like it, nearest first."""

    month: str
    rows: tuple[Peer, ...]


def peers_of(place: Subject, language: Language) -> Peers | None:
    """Return the peers of a municipality, None where it is none or its figures are not known; four queries."""
    if place.kind != SubjectKind.MUNICIPALITY:
        return None
    subjects, values = _values()
    traits = {code: found for code, known in values.items() if (found := _traits(known)) is not None}
    try:
        nearest = nearest_peers(place.code, traits, count=HOW_MANY)
    except UnableToCompare:
        return None
    codes = [place.code, *(code for code, _distance in nearest)]
    rows = tuple(_peer(subjects[code], values[code], language, is_asked=code == place.code) for code in codes)
    return Peers(period_name(TERM_BEGAN, language), rows) if nearest else None


def _values() -> tuple[dict[str, Subject], dict[str, dict[str, Decimal]]]:
    """Return municipalities by code, and of each its open figures of the month by measure."""
    keys = (RATE, LABOUR_FORCE, LONG_TERM)
    found = Series.objects.filter(
        definition__key__in=keys, owner_key=NATIONAL, dimensions="", subject__kind=SubjectKind.MUNICIPALITY
    )
    series = {one.pk: one for one in found.select_related("subject", "definition")}
    values: dict[str, dict[str, Decimal]] = {}
    for one in versions_of(series, TERM_BEGAN):
        of = series[one.series_id]
        if one.value is not None:
            values.setdefault(of.subject.code, {}).setdefault(of.definition.key, one.value)
    return {one.subject.code: one.subject for one in series.values()}, values


def _traits(known: Mapping[str, Decimal]) -> tuple[float, float, float] | None:
    """Return the rate, the size on the scale of tenfolds, and the long-term unemployed of the labour force."""
    if not {RATE, LABOUR_FORCE, LONG_TERM} <= known.keys() or known[LABOUR_FORCE] <= 0:
        return None
    return float(known[RATE]), log(known[LABOUR_FORCE]), float(known[LONG_TERM] / known[LABOUR_FORCE])


def _peer(subject: Subject, known: Mapping[str, Decimal], language: Language, *, is_asked: bool) -> Peer:
    def shown(key: str, unit: Unit, decimals: int) -> CellText:
        return cell_text(Cell.of(known[key]), unit, language, decimals)

    return Peer(
        subject.name,
        shown(RATE, Unit.PERCENT, 1),
        shown(LABOUR_FORCE, Unit.COUNT, 0),
        shown(LONG_TERM, Unit.COUNT, 0),
        is_asked,
    )
