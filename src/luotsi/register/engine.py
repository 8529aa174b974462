"""Counting the measures month by month; a month is counted anew when something it reads has changed, else it stands.

Leaves what a text means to `sql`, the words of each database to `dialects` and `engines`, reading to `results`.
"""

import hashlib
import json
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from luotsi.core.periods import Period
from luotsi.register import calendar, ladder, results
from luotsi.register.dialects import grouped
from luotsi.register.engines import Engine, Request, open_engine
from luotsi.register.measures import SHARED, definitions, shared_text
from luotsi.register.sealed import Sealed
from luotsi.register.types import Aspect, Definition, Reading

LONGEST_LOOK_AHEAD = 16
UNEMPLOYED = "unemployed"
WORTH_KEEPING = 4  # readers; writing the unemployed down costs about twice as much as finding them again
AT_A_TIME = 12  # months whose unemployed persons are held at once; bounds the memory


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
            for months_of, alike in _alike(chosen, wanted).items():
                _count(opened, alike, months_of, manifest, tell)
                for definition in alike:
                    results.store(sealed, opened.database, definition, wanted[definition.key])
                    counted[definition.key] = months_of
    results.forget(sealed, [definition.key for definition in definitions()], months)
    return Calculated(counted, stood, without_law)


def _has_law(definition: Definition, month: Period) -> bool:
    """Tell whether the law that the measure stands on has been read for the month."""
    if definition.first_month is not None and month < definition.first_month:
        return False
    return not definition.is_by_ladder or ladder.is_known(month)


def input_hash(definition: Definition, month: Period, manifest: Mapping[str, Any]) -> str:
    """Return the name of all that a month of a measure depends on: its rows, its text, the calendar and the law."""
    texts = [definition.sql, *(shared_text(name) for name in SHARED if name in definition.sql)]
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


def _alike(
    chosen: Iterable[Definition], wanted: Mapping[str, Mapping[Period, str]]
) -> dict[tuple[Period, ...], list[Definition]]:
    """Return the measures that are counted for the same months, and those months."""
    found: dict[tuple[Period, ...], list[Definition]] = {}
    for definition in chosen:
        if wanted[definition.key]:
            found.setdefault(tuple(sorted(wanted[definition.key])), []).append(definition)
    return found


def _count(
    engine: Engine,
    alike: list[Definition],
    months: tuple[Period, ...],
    manifest: Mapping[str, Any],
    tell: Callable[[str], None],
) -> None:
    """Count events for all the months at once; what looks at every unemployed person goes by some months at a time."""
    by_persons = [definition for definition in alike if UNEMPLOYED in definition.sql]
    engine.take_months(request_for(months, manifest))
    for definition in alike:
        if definition not in by_persons:
            tell(definition.key)
            engine.counted(definition, grouped(definition), more=False)
    for place in range(0, len(months) if by_persons else 0, AT_A_TIME):
        engine.take_months(request_for(months[place : place + AT_A_TIME], manifest))
        if sum(definition.sql.count(f"{UNEMPLOYED} u") for definition in by_persons) >= WORTH_KEEPING:
            engine.keep(UNEMPLOYED)
        for definition in by_persons:
            tell(f"{definition.key} from {months[place].name}")
            engine.counted(definition, grouped(definition), more=place > 0)


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
