"""Counting the measures month by month; a month is counted anew when something it reads has changed, else it stands.

Leaves what a text means to `sql`, the words of each database to `dialects` and `engines`, reading to `results`.
"""

import hashlib
import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from luotsi.core.periods import Period
from luotsi.register import calendar, ladder, results
from luotsi.register.dialects import grouped
from luotsi.register.engines import Engine, Request, open_engine
from luotsi.register.measures import definitions, shared_in, shared_text, stands_on
from luotsi.register.sealed import Sealed
from luotsi.register.types import Aspect, Definition, Reading

LONGEST_LOOK_AHEAD = 16
UNEMPLOYED = "unemployed"
GROUPED = "unemployed_groups"
AT_A_TIME = 12  # months whose unemployed persons are gone through at once; bounds the memory


@dataclass(frozen=True, slots=True)
class Calculated:
    """What a calculation did: the months counted for each measure, those that stood, those no law was read for."""

    counted: Mapping[str, tuple[Period, ...]]
    stood: int
    without_law: Mapping[str, tuple[Period, ...]]


def calculate(
    sealed: Sealed,
    *,
    engine: str = "duckdb",
    address: str = "",
    measures: Iterable[str] = (),
    tell: Callable[[str], None] = lambda measure: None,
) -> Calculated:
    """Count every measure for every month of the snapshot in force that is not counted already.

    The results of a measure change in one step when all its months are counted; a killed run leaves them as they were.

    :raises UnableToCalculate: when nothing is imported, the engine is not there, or a measure is not known
    """
    manifest = sealed.get_current()
    chosen = _chosen(measures)
    months = calendar.months_between(Period.parse(manifest["since"]), Period.parse(manifest["to"]))
    known = results.known(sealed)
    counted: dict[str, tuple[Period, ...]] = {}
    without_law, stood = {}, 0
    wanted: dict[str, dict[Period, str]] = {}
    for definition in chosen:
        lawful = tuple(month for month in months if _has_law(definition, month))
        if len(lawful) < len(months):
            without_law[definition.key] = tuple(month for month in months if month not in lawful)
        hashes = {month: input_hash(definition, month, manifest) for month in lawful}
        standing = known.get(definition.key, {})
        wanted[definition.key] = {m: name for m, name in hashes.items() if standing.get(m.name, ("",))[0] != name}
        stood += len(lawful) - len(wanted[definition.key])
    if any(wanted.values()):
        with sealed.incoming() as work, open_engine(engine, address, sealed, work, manifest) as opened:
            for step in _steps(chosen, wanted):
                _count(opened, step, manifest, tell, begun=counted)
                for definition in step.measures:
                    counted[definition.key] = tuple(sorted((*counted.get(definition.key, ()), *step.months)))
                    if len(counted[definition.key]) == len(wanted[definition.key]):
                        results.store(sealed, opened.database, definition, wanted[definition.key])
    results.forget(sealed, [definition.key for definition in definitions()], months)
    return Calculated(counted, stood, without_law)


def _has_law(definition: Definition, month: Period) -> bool:
    """Tell whether the law that the measure stands on has been read for the month."""
    if definition.first_month is not None and month < definition.first_month:
        return False
    return not definition.is_by_ladder or ladder.is_known(month)


def input_hash(definition: Definition, month: Period, manifest: Mapping[str, Any]) -> str:
    """Return the name of all that a month of a measure depends on: its rows, its text, the calendar and the law."""
    texts = [definition.sql, *(shared_text(name) for name in stands_on(definition.sql))]
    followed = any("followed_to" in text for text in texts)  # what is followed further depends on the last day known
    day = _known_on(manifest) if followed else date.max
    parts: list[Any] = [
        texts,
        [str(row) for row in ladder.ladder_rows()] if definition.is_by_ladder else [],
        manifest["duckdb"],
        manifest["simulated"],
        [str(value) for value in calendar.month_row(month, day)],
        [_fingerprint(reading, month, manifest) for reading in definition.reads],
    ]
    return hashlib.blake2b(json.dumps(parts).encode(), digest_size=16).hexdigest()


def counted_otherwise(sealed: Sealed, keys: Iterable[str], month: Period) -> list[str]:
    """Return those of the measures whose month was counted from other rows or by other rules than those in force."""
    manifest, known = sealed.get_current(), results.known(sealed)
    asked = (definition for definition in _chosen(keys) if month.name in known.get(definition.key, {}))
    return [one.key for one in asked if known[one.key][month.name][0] != input_hash(one, month, manifest)]


@dataclass(frozen=True, slots=True)
class _Step:
    """Months that the same measures are counted for, together."""

    months: tuple[Period, ...]
    measures: list[Definition]


def _steps(chosen: Iterable[Definition], wanted: Mapping[str, Mapping[Period, str]]) -> Iterator[_Step]:
    """Yield what is counted together: measures of events by their months, those of every unemployed by few months."""
    events: dict[tuple[Period, ...], list[Definition]] = defaultdict(list)
    persons: dict[Period, list[Definition]] = defaultdict(list)
    for definition in chosen:
        if UNEMPLOYED not in stands_on(definition.sql):
            events[tuple(sorted(wanted[definition.key]))].append(definition)
            continue
        for month in wanted[definition.key]:
            persons[month].append(definition)
    yield from (_Step(months, measures) for months, measures in events.items() if months)
    alike: dict[tuple[str, ...], list[Period]] = defaultdict(list)
    for month in sorted(persons):
        alike[tuple(definition.key for definition in persons[month])].append(month)
    for months in alike.values():
        for place in range(0, len(months), AT_A_TIME):
            yield _Step(tuple(months[place : place + AT_A_TIME]), persons[months[place]])


def _count(
    engine: Engine, step: _Step, manifest: Mapping[str, Any], tell: Callable[[str], None], *, begun: Iterable[str]
) -> None:
    """Count the measures of a step; how many are alike is found once for all that read it, and forgotten after it."""
    engine.take_months(request_for(step.months, manifest))
    if sum(GROUPED in shared_in(definition.sql) for definition in step.measures) > 1:
        engine.keep(GROUPED)
    for definition in step.measures:
        tell(f"{definition.key} from {step.months[0].name}")
        engine.counted(definition, grouped(definition), more=definition.key in begun)


def request_for(months: tuple[Period, ...], manifest: Mapping[str, Any]) -> Request:
    """Return the rows of the calendar for the months: themselves, the spans that cover them, the months before them."""
    base, end = calendar.month_number(months[0]), calendar.month_number(months[-1])
    rows = {calendar.month_number(month): calendar.month_row(month, _known_on(manifest)) for month in months}
    spans = [
        (one, other, *rows[number][:7])
        for one in range(base, end + 1)
        for other in range(one, end + 1)
        for number in range(one, other + 1)
        if number in rows
    ]
    ahead = [
        (calendar.month_code(month - steps), steps, calendar.month_code(month))
        for month in months
        for steps in range(LONGEST_LOOK_AHEAD + 1)
    ]
    return Request(tuple(rows.values()), tuple(spans), tuple(ahead), {"first_number": base, "last_number": end})


def _fingerprint(reading: Reading, month: Period, manifest: Mapping[str, Any]) -> list[str]:
    found = manifest["tables"][reading.table.value]["fingerprints"][reading.aspect.value]
    asked = [month + step for step in range(reading.first, reading.last + 1)]
    if reading.aspect is Aspect.OPEN:
        numbers = sorted(int(number) for number in found)
        return [_at(found, numbers, calendar.month_number(one)) for one in asked]
    return [found.get(str(calendar.month_code(one)), "") for one in asked]


def _at(found: Mapping[str, str], numbers: list[int], number: int) -> str:
    """Return the sum that stands at a month: that of the last month in which something changed."""
    place = bisect_right(numbers, number)
    return found[str(numbers[place - 1])] if place else "0"


def _known_on(manifest: Mapping[str, Any]) -> date:
    return date.fromisoformat(manifest["known_on"])


def _chosen(keys: Iterable[str]) -> tuple[Definition, ...]:
    from luotsi.register.measures import get_definition

    return tuple(get_definition(key) for key in keys) or definitions()
