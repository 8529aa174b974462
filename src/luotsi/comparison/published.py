"""Official statistics as clients and observed by place: the share of a whole that both stand in published tables."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from luotsi.core.periods import Period, PeriodKind
from luotsi.core.values import Cell, Flag
from luotsi.indicators.models import NATIONAL, Definition, Series
from luotsi.indicators.reading import known_of_series, newest_of_series, observations_of, periods_known
from luotsi.orgs.types import SubjectKind
from luotsi.register.calc.comparison import Group

COUNTRY = "SSS"
_KINDS = (SubjectKind.COUNTRY, SubjectKind.AREA, SubjectKind.MUNICIPALITY)


@dataclass(frozen=True, slots=True)
class Published:
    """A month's published share: of each place the whole and the part, and when it became known."""

    month: Period
    known_at: datetime
    places: Mapping[str, Group]


def definition_of(key: str) -> Definition | None:
    """Return the definition whose numerator and denominator are both published, None where there is none. One query."""
    rows = Definition.objects.select_related("numerator", "denominator")
    return rows.filter(key=key, numerator__isnull=False, denominator__isnull=False).first()


def months_published(definition: Definition) -> set[Period]:
    """Return the months for which the whole country is known. Two queries."""
    series = _series(definition, [COUNTRY])
    whole = {pk for pk, (_place, is_part) in series.items() if not is_part}
    return periods_known(whole) & periods_known(series.keys() - whole)


def published_of(definition: Definition, month: Period, places: Iterable[str] | None = None) -> Published | None:
    """Return the month's share by place, of all or of these and the country; None where the country's is not known.

    A place with a hidden number, or a sum that is only a lower bound, is left out. Three queries.
    """
    series = _series(definition, None if places is None else [*places, COUNTRY])
    known: dict[str, dict[bool, int]] = {}
    known_at = None
    for one in observations_of(series, period=month):
        place, is_part = series[one.series_id]
        number = _whole(one.cell)
        if number is not None:
            known.setdefault(place, {})[is_part] = number
        if place == COUNTRY:
            known_at = max(one.known_at, known_at or one.known_at)
    told = _groups(known)
    if COUNTRY not in told or known_at is None:
        return None
    return Published(month, known_at, told)


def months_of_places(
    definition: Definition, months: Iterable[Period], places: Iterable[str]
) -> dict[Period, dict[str, Group]]:
    """Return the share of each of the months by place, the country among them. Two queries."""
    series, wanted = _series(definition, [*places, COUNTRY]), set(months)
    known: dict[Period, dict[str, dict[bool, int]]] = {month: {} for month in wanted}
    since = min((month.start for month in wanted), default=None)
    for pk, values in known_of_series(series, PeriodKind.MONTH, since=since).items():
        place, is_part = series[pk]
        for one in values:
            if one.period in wanted and (number := _whole(one.cell)) is not None:
                known[one.period].setdefault(place, {})[is_part] = number
    return {month: _groups(told) for month, told in known.items()}


def newest_of_country(key: str) -> tuple[Period, Decimal] | None:
    """Return the newest published value of the country by a definition's own source. Two queries."""
    rows = Series.objects.filter(definition__key=key, subject__code=COUNTRY, owner_key=NATIONAL, dimensions="")
    known = [one for one in newest_of_series(rows.values_list("pk", flat=True)) if one.value is not None]
    newest = max(known, key=lambda one: one.period, default=None)
    return None if newest is None or newest.value is None else (newest.period, newest.value)


def _groups(known: Mapping[str, Mapping[bool, int]]) -> dict[str, Group]:
    return {place: Group(parts[False], parts[True]) for place, parts in known.items() if len(parts) == 2}


def _whole(cell: Cell) -> int | None:
    return None if cell.value is None or Flag.AT_LEAST in cell.flags else int(cell.value)


def _series(definition: Definition, places: Iterable[str] | None) -> dict[int, tuple[str, bool]]:
    """Return by number of series whose place it is, and whether it is the part and not the whole."""
    numerator, denominator = definition.numerator, definition.denominator
    if numerator is None or denominator is None:
        return {}
    rows = Series.objects.filter(
        definition__in=[numerator, denominator],
        source_key__in=[numerator.source_key, denominator.source_key],
        owner_key=NATIONAL,
        dimensions="",
        subject__kind__in=_KINDS,
    )
    if places is not None:
        rows = rows.filter(subject__code__in=list(places))
    return {pk: (code, of == numerator.pk) for pk, code, of in rows.values_list("pk", "subject__code", "definition_id")}
