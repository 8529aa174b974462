"""Official statistics as clients and observed by place and group, where both the whole and the part are published."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from luotsi.comparison.types import Divided
from luotsi.core.periods import Period, PeriodKind
from luotsi.core.values import Cell, Flag
from luotsi.indicators.models import NATIONAL, Definition, Series
from luotsi.indicators.reading import known_of_series, newest_of_series, observations_of, periods_known
from luotsi.orgs.types import SubjectKind
from luotsi.register.calc.comparison import Group
from luotsi.register.types import Grouping

COUNTRY = "SSS"
_KINDS = (SubjectKind.COUNTRY, SubjectKind.AREA, SubjectKind.MUNICIPALITY)
_GROUPINGS = {"age": Grouping.AGE, "education": Grouping.EDUCATION, "sex": Grouping.SEX}
_CODES = {"women": "female", "men": "male"}
"""Groups that statistics name otherwise than the register; the others have one name."""


@dataclass(frozen=True, slots=True)
class Published:
    """A month's published share: of each place the whole and the part by group, and when it became known."""

    month: Period
    known_at: datetime
    places: Mapping[str, Divided]


class _Line(NamedTuple):
    """What a series is: whose, of which group, and whether it is the part and not the whole."""

    place: str
    grouping: Grouping
    group: str
    is_part: bool


_Known = dict[str, dict[tuple[Grouping, str], dict[bool, int]]]


@dataclass(frozen=True, slots=True)
class Share:
    """A published share: the definitions of its part and its whole, and the sources that fill them."""

    part: int
    whole: int
    sources: frozenset[str]


def shares_of(keys: Iterable[str]) -> dict[str, Share]:
    """Return by key of definition the shares of which both the part and the whole are published. One query."""
    rows = Definition.objects.filter(key__in=list(keys), numerator__isnull=False, denominator__isnull=False)
    columns = [
        f"{one}__{column}" for one in ("numerator", "denominator") for column in ("pk", "source_table", "method")
    ]
    return {
        key: Share(part, whole, frozenset({part_table or part_method, whole_table or whole_method}))
        for key, part, part_table, part_method, whole, whole_table, whole_method in rows.values_list("key", *columns)
    }


def months_published(share: Share, *, as_known_on: date | None = None) -> set[Period]:
    """Return the months for which the whole country is known. Three queries."""
    series = _series(share, [COUNTRY], [""])
    whole = {pk for pk, line in series.items() if not line.is_part}
    parts = (whole, series.keys() - whole)
    return set.intersection(*(periods_known(one, as_known_on=as_known_on) for one in parts))


def published_of(
    share: Share, month: Period, places: Iterable[str] | None = None, *, as_known_on: date | None = None
) -> Published | None:
    """Return the month's share by place, of all or of these and the country; None where the country's is not known.

    A place with a hidden number, or a sum that is only a lower bound, is left out; so is a division of it whose
    groups do not make the whole. Four queries.
    """
    series = _series(share, None if places is None else [*places, COUNTRY], _common(share))
    known: _Known = {}
    known_at = None
    for one in observations_of(series, period=month, as_known_on=as_known_on):
        line = series[one.series_id]
        _note(known, line, one.cell)
        if line.place == COUNTRY:
            known_at = max(one.known_at, known_at or one.known_at)
    told = _divided(known)
    return Published(month, known_at, told) if COUNTRY in told and known_at is not None else None


def months_of_places(
    share: Share, months: Iterable[Period], places: Iterable[str], *, as_known_on: date | None = None
) -> dict[Period, dict[str, Divided]]:
    """Return the share of each of the months by place, the country among them. Three queries."""
    series, wanted = _series(share, [*places, COUNTRY], _common(share)), set(months)
    known: dict[Period, _Known] = {month: {} for month in wanted}
    since = min((month.start for month in wanted), default=None)
    for pk, values in known_of_series(series, PeriodKind.MONTH, since=since, as_known_on=as_known_on).items():
        for one in values:
            if one.period in wanted:
                _note(known[one.period], series[pk], one.cell)
    return {month: _divided(told) for month, told in known.items()}


def newest_of_country(key: str, *, as_known_on: date | None = None) -> tuple[Period, Decimal] | None:
    """Return the newest published value of the country by a definition's own source. Two queries."""
    rows = Series.objects.filter(definition__key=key, subject__code=COUNTRY, owner_key=NATIONAL, dimensions="")
    found = newest_of_series(rows.values_list("pk", flat=True), as_known_on=as_known_on)
    known = [one for one in found if one.value is not None]
    newest = max(known, key=lambda one: one.period, default=None)
    return None if newest is None or newest.value is None else (newest.period, newest.value)


def _note(known: _Known, line: _Line, cell: Cell) -> None:
    if cell.value is not None and Flag.AT_LEAST not in cell.flags:
        known.setdefault(line.place, {}).setdefault((line.grouping, line.group), {})[line.is_part] = int(cell.value)


def _divided(known: _Known) -> dict[str, Divided]:
    """Return by place everybody, and the divisions whose groups add up to them."""
    found: dict[str, Divided] = {}
    for place, numbers in known.items():
        divided: dict[Grouping, dict[str, Group]] = {}
        for (grouping, group), parts in numbers.items():
            if len(parts) == 2:
                divided.setdefault(grouping, {})[group] = Group(parts[False], parts[True])
        whole = divided.get(Grouping.ALL, {}).get("")
        if whole is not None:
            found[place] = {key: groups for key, groups in divided.items() if _together(groups) == whole}
    return found


def _together(groups: Mapping[str, Group]) -> Group:
    told = groups.values()
    return Group(sum(one.clients for one in told), sum(one.observed for one in told))


def _common(share: Share) -> set[str]:
    """Return the groups by which both the part and the whole are published, everybody among them. One query."""
    rows = Series.objects.filter(definition__in=[share.part, share.whole], subject__code=COUNTRY, owner_key=NATIONAL)
    told: dict[int, set[str]] = {share.part: set(), share.whole: set()}
    for of, group in rows.values_list("definition_id", "dimensions"):
        told[of].add(group)
    return {group for group in set.intersection(*told.values()) if _named(group) is not None} | {""}


def _named(dimensions: str) -> tuple[Grouping, str] | None:
    """Return the grouping and group of a series, None for groups that cannot be compared by.

    >>> _named("sex=women"), _named("occupation=2"), _named("")
    ((<Grouping.SEX: 'sex'>, 'female'), None, (<Grouping.ALL: 'all'>, ''))
    """
    if not dimensions:
        return Grouping.ALL, ""
    key, _, group = dimensions.partition("=")
    grouping = _GROUPINGS.get(key)
    return None if grouping is None or "," in group else (grouping, _CODES.get(group, group))


def _series(share: Share, places: Iterable[str] | None, groups: Iterable[str]) -> dict[int, _Line]:
    """Return by number of series what it is."""
    rows = Series.objects.filter(
        definition__in=[share.part, share.whole],
        source_key__in=share.sources,
        owner_key=NATIONAL,
        dimensions__in=list(groups),
        subject__kind__in=_KINDS,
    )
    if places is not None:
        rows = rows.filter(subject__code__in=list(places))
    told = rows.values_list("pk", "subject__code", "dimensions", "definition_id")
    return {
        pk: _Line(code, *named, of == share.part)
        for pk, code, group, of in told
        if (named := _named(group)) is not None
    }
