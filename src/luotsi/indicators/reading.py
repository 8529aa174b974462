"""Reads of observations by the numbers of their series: versions, the newest of each period, what is known on a day.

The seeks are SQL, since the framework cannot join by a range of numbers; what comes out are the rows of `models`.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db import connection

from luotsi.core.periods import Period, PeriodError, PeriodKind
from luotsi.core.values import Cell
from luotsi.indicators.models import Observation, Run, Vintage, cell_of
from luotsi.indicators.numbering import (
    A_SERIES,
    END_OF_SERIES,
    FIRST_OF_SERIES,
    VERSIONS,
    number_of_period,
    period_of,
)
from luotsi.orgs.models import Person

HELSINKI = ZoneInfo("Europe/Helsinki")


def end_of_day(day: date) -> datetime:
    """Return the first moment after the day in Helsinki: what was known on the day became known before it."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=HELSINKI)


# Found first and then given their vintages: joined at once, PostgreSQL may walk the whole table for a few series.
_OF_SERIES = """
WITH found AS MATERIALIZED (
    SELECT o.* FROM indicators_series s
    JOIN indicators_observation o ON o.id >= {first} + %s AND o.id < {first} + %s
    WHERE s.id IN ({places})
)
SELECT o.*, v.run_id AS brought_by, CAST(v.known_at AS text) AS became_known
FROM found o JOIN indicators_vintage v ON v.id = o.vintage_id
"""
_LIGHT_OF_SERIES = """
WITH found AS MATERIALIZED (
    SELECT o.id, o.vintage_id, o.scaled, o.exponent, o.gap, o.flags FROM indicators_series s
    JOIN indicators_observation o ON o.id >= {first} + %s AND o.id < {end}
    WHERE s.id IN ({places})
)
SELECT o.id, CAST(v.known_at AS text), o.scaled, o.exponent, o.gap, o.flags
FROM found o JOIN indicators_vintage v ON v.id = o.vintage_id
"""
_LAST = "SELECT max(l.id) FROM indicators_observation l WHERE l.id >= {first} AND l.id < {end}"
_LAST_THEN = """
SELECT l.id FROM indicators_observation l
WHERE l.id >= {first} AND l.id < {end}
AND (SELECT w.known_at FROM indicators_vintage w WHERE w.id = l.vintage_id) < %s
ORDER BY l.id DESC LIMIT 1
"""
_NEWEST_OF_SERIES = """
WITH found AS MATERIALIZED (
    SELECT o.* FROM (SELECT ({last}) AS id FROM indicators_series s WHERE s.id IN ({places})) last
    JOIN indicators_observation o ON o.id >= last.id / {versions} * {versions} AND o.id <= last.id
)
SELECT o.*, v.run_id AS brought_by, CAST(v.known_at AS text) AS became_known
FROM found o JOIN indicators_vintage v ON v.id = o.vintage_id
"""
_NUMBERS_OF_SERIES = """
WITH found AS MATERIALIZED (
    SELECT o.id, o.vintage_id FROM indicators_series s
    JOIN indicators_observation o ON o.id >= {first} AND o.id < {end}
    WHERE s.id IN ({places})
)
SELECT o.id FROM found o JOIN indicators_vintage v ON v.id = o.vintage_id
"""


class Known(NamedTuple):
    """One period's newest value without how it came, for pictures and tables of many places."""

    period: Period
    cell: Cell
    known_at: datetime
    pk: int = 0
    """The id of the observation; none for what is said of a period without one."""


def known_of_series(
    series: Iterable[int], kind: PeriodKind, *, since: date | None = None, as_known_on: date | None = None
) -> dict[int, tuple[Known, ...]]:
    """Return the values of each series from a day on in order of time, by the series' number. One query."""
    numbers = sorted(series)
    found: dict[int, list[Known]] = {pk: [] for pk in numbers}
    if numbers:
        for number, written, *cell in _light(numbers, kind, since, as_known_on):
            period = period_of(number)
            if since is None or period.start >= since:
                found[number // A_SERIES].append(Known(period, cell_of(*cell), moment_of(written), number))
    return {pk: tuple(values) for pk, values in found.items()}


def _light(
    numbers: Sequence[int], kind: PeriodKind, since: date | None, as_known_on: date | None
) -> Iterable[tuple[Any, ...]]:
    """Return of each period the row that became known last."""
    limit = None if as_known_on is None else end_of_day(as_known_on)
    with connection.cursor() as cursor:
        statement = _with_places(_LIGHT_OF_SERIES, numbers)
        cursor.execute(statement, [_first_number(since, kind), *numbers])
        rows = sorted(cursor.fetchall())
    newest: dict[int, tuple[Any, ...]] = {}
    for row in rows:
        known = newest.get(row[0] // VERSIONS)
        if (limit is None or moment_of(row[1]) < limit) and (known is None or moment_of(known[1]) <= moment_of(row[1])):
            newest[row[0] // VERSIONS] = row
    return newest.values()


def _first_number(since: date | None, kind: PeriodKind) -> int:
    try:
        return 0 if since is None else number_of_period(Period.containing(since, kind)) * VERSIONS
    except PeriodError:
        return 0


@lru_cache(maxsize=4096)
def moment_of(written: str) -> datetime:
    """Return a moment that the database gave as text; the framework takes each of a million apart by itself."""
    moment = datetime.fromisoformat(written)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def observations_of(
    series: Iterable[int], *, as_known_on: date | None = None, period: Period | None = None
) -> list[Observation]:
    """Return each period's newest observation as known on the day, by series and in order of time.

    Two queries, however many series there are; each run is made once and not once for each value.
    """
    first = 0 if period is None else number_of_period(period) * VERSIONS
    last = A_SERIES if period is None else first + VERSIONS
    return with_runs(_newest(_rows(_OF_SERIES, series, [first, last]), as_known_on))


def newest_of_series(series: Iterable[int], *, as_known_on: date | None = None) -> list[Observation]:
    """Return the newest period's observation of each series, without the years before or the runs. One query."""
    if as_known_on is None:
        return _newest(_rows(_NEWEST_OF_SERIES.replace("{last}", _LAST), series, []), None)
    limit = connection.ops.adapt_datetimefield_value(end_of_day(as_known_on))
    return _newest(_rows(_NEWEST_OF_SERIES.replace("{last}", _LAST_THEN), series, [limit]), as_known_on)


def versions_of(series: Iterable[int], period: Period, *, as_known_on: date | None = None) -> list[Observation]:
    """Return every version of one period's values up to the end of the day, the newest first, with who entered them."""
    first = number_of_period(period) * VERSIONS
    rows = _rows(_OF_SERIES, series, [first, first + VERSIONS])
    if as_known_on is not None:
        rows = [one for one in rows if one.known_at < end_of_day(as_known_on)]
    found = with_runs(rows)
    people = Person.objects.in_bulk({one.entered_by_id for one in found if one.entered_by_id is not None})
    for one in found:
        one.entered_by = people.get(one.entered_by_id) if one.entered_by_id is not None else None
    return sorted(found, key=lambda one: (one.known_at, one.pk), reverse=True)


def _rows(statement: str, series: Iterable[int], given: Sequence[Any]) -> list[Observation]:
    """Return the observations that the statement finds, each vintage made once and not once for each value.

    What the statement is given stands before the numbers of the series.
    """
    numbers = sorted(series)
    if not numbers:
        return []
    rows = list(Observation.objects.raw(_with_places(statement, numbers), [*given, *numbers]))
    vintages: dict[int, Vintage] = {}
    for one in rows:
        vintage = vintages.get(one.vintage_id)
        if vintage is None:
            told = vars(one)  # what the statement says beside the columns
            known_at = moment_of(told["became_known"])
            vintage = vintages[one.vintage_id] = Vintage(
                pk=one.vintage_id, run_id=told["brought_by"], known_at=known_at
            )
        one.vintage = vintage
    # Sorted here: asked to sort, PostgreSQL walks the whole index to save itself the work.
    return sorted(rows, key=attrgetter("pk"))


def _with_places(statement: str, numbers: Sequence[int]) -> str:
    places = ", ".join(["%s"] * len(numbers))
    return statement.format(places=places, first=FIRST_OF_SERIES, end=END_OF_SERIES, versions=VERSIONS)


def _newest(versions: Iterable[Observation], as_known_on: date | None) -> list[Observation]:
    """Return of each period the version that became known last, up to the end of the day if one is given."""
    limit = None if as_known_on is None else end_of_day(as_known_on)
    found: dict[int, Observation] = {}
    for one in versions:
        if limit is not None and one.known_at >= limit:
            continue
        period = one.pk // VERSIONS
        known = found.get(period)
        if known is None or known.known_at <= one.known_at:
            found[period] = one
    return list(found.values())


def with_runs(found: list[Observation]) -> list[Observation]:
    """Give the observations their runs, each of which is made once and not once for each value. One query."""
    runs = Run.objects.in_bulk({one.vintage.run_id for one in found})
    for one in found:
        one.vintage.run = runs[one.vintage.run_id]
    return found


def periods_known(series: Iterable[int], *, as_known_on: date | None = None) -> set[Period]:
    """Return the periods for which the series have an observation, a gap included. One query."""
    numbers = sorted(series)
    if not numbers:
        return set()
    statement = _with_places(_NUMBERS_OF_SERIES, numbers)
    wanted: list[Any] = [*numbers]
    if as_known_on is not None:
        statement += " WHERE v.known_at < %s"
        wanted.append(connection.ops.adapt_datetimefield_value(end_of_day(as_known_on)))
    with connection.cursor() as cursor:
        cursor.execute(statement, wanted)
        return {period_of(number) for (number,) in cursor.fetchall()}
