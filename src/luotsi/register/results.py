"""Aggregates as they stand in the sealed folder: stored by measure, read by month and place, summed to areas."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from luotsi.core.periods import Period
from luotsi.orgs.geography import COUNTRY, find_area_of
from luotsi.register import calendar
from luotsi.register.dialects import CODED
from luotsi.register.sealed import RESULTS, Sealed, file_hash, write_whole
from luotsi.register.types import ALL, GROUPS, UNKNOWN_MUNICIPALITY, Aggregate, Definition, Grouping, Kind

if TYPE_CHECKING:
    import duckdb

_INDEX = "current.json"
_COLUMNS = 'month, place, "grouping", "group", part, days, count, base'
Index = dict[str, dict[str, tuple[str, str]]]  # measure -> month -> (name of its inputs, file)


def known(sealed: Sealed) -> Index:
    """Return which months of which measures are counted, with the name of the inputs they were counted from."""
    index = sealed.root / RESULTS / _INDEX
    if not index.exists():
        return {}
    content = json.loads(index.read_text(encoding="utf-8"))
    return {measure: {month: (one[0], one[1]) for month, one in months.items()} for measure, months in content.items()}


def store(
    sealed: Sealed, database: "duckdb.DuckDBPyConnection", definition: Definition, counted: Mapping[Period, str]
) -> None:
    """Write what was counted as the results of these months; other months keep theirs."""
    beside = sealed.root / RESULTS / f"{definition.key}.new"
    database.execute(f"COPY ({_named(definition)}) TO '{beside}' (FORMAT parquet, COMPRESSION zstd)")
    database.execute(f"DROP TABLE counted_{definition.key}")
    file = f"{definition.key}-{file_hash(beside)}.parquet"
    beside.replace(sealed.root / RESULTS / file)
    index = known(sealed)
    index.setdefault(definition.key, {}).update({month.name: (name, file) for month, name in counted.items()})
    _write(sealed, index)


def forget(sealed: Sealed, keys: Iterable[str], months: Iterable[Period]) -> None:
    """Drop results of measures and months that the register no longer has, and the files that nothing names."""
    kept_keys, kept_months = set(keys), {month.name for month in months}
    index = {
        key: {month: one for month, one in of_months.items() if month in kept_months}
        for key, of_months in known(sealed).items()
        if key in kept_keys
    }
    _write(sealed, index)
    named = {file for of_months in index.values() for _name, file in of_months.values()}
    for found in (sealed.root / RESULTS).glob("*"):
        if found.name not in named and found.name != _INDEX:
            found.unlink()


def aggregates(
    sealed: Sealed, definition: Definition, months: Iterable[Period], *, rolled_up: bool = False
) -> Iterator[Aggregate]:
    """Yield the aggregates of the months in the order of month, place, grouping, group, part and bin.

    With `rolled_up` the sums of employment areas, in the composition of the month's last day, and of the country
    stand among them. Months that are not counted give nothing.
    """
    with sealed.reading() as database:
        for month in months:
            rows = _rows(sealed, database, definition, month)
            yield from _with_sums(rows, month) if rolled_up else rows


def rolling(stock: Iterable[Aggregate], starts: Iterable[Aggregate]) -> dict[tuple[str, str, str], tuple[int, int]]:
    """Return for each place, grouping and group the starts and the stock summed over the months given.

    The employment of jobseekers (K2) of twelve months is starts / (stock / 12); subsidised starts are left out.
    """
    sums: dict[tuple[str, str, str], list[int]] = defaultdict(lambda: [0, 0])
    for row in starts:
        if row.part != "subsidised":
            sums[row.place, row.grouping, row.group][0] += row.count
    for row in stock:
        sums[row.place, row.grouping, row.group][1] += row.count
    return {key: (one[0], one[1]) for key, one in sums.items()}


def quantile(histogram: Mapping[int, int], share: float) -> int | None:
    """Return the smallest number of days within which at least that share of the counted are, None of nothing.

    >>> quantile({1: 2, 4: 1, 9: 1}, 0.5)
    1
    """
    total = sum(histogram.values())
    reached = 0
    for days in sorted(histogram):
        reached += histogram[days]
        if reached >= share * total:
            return days
    return None


def _rows(
    sealed: Sealed, database: "duckdb.DuckDBPyConnection", definition: Definition, month: Period
) -> Iterator[Aggregate]:
    found = known(sealed).get(definition.key, {}).get(month.name)
    if found is None:
        return
    file = sealed.root / RESULTS / found[1]
    rows = database.execute(
        f"SELECT {_COLUMNS} FROM read_parquet(?) WHERE month = ? ORDER BY ALL", [str(file), calendar.month_code(month)]
    )
    while batch := rows.fetchmany(50_000):
        for _month, place, grouping, group, part, days, count, base in batch:
            yield Aggregate(definition.key, month.name, place, Grouping(grouping), group, part, days, count, base)


def _with_sums(rows: Iterable[Aggregate], month: Period) -> list[Aggregate]:
    sums: dict[tuple[str, Grouping, str, str, int | None], list[int | None]] = {}
    kept = list(rows)
    for row in kept:
        for place in _wider(row.place, month):
            key = (place, row.grouping, row.group, row.part, row.days)
            one = sums.setdefault(key, [0, None if row.base is None else 0])
            one[0] = (one[0] or 0) + row.count
            one[1] = None if row.base is None else (one[1] or 0) + row.base
    measure = kept[0].measure if kept else ""
    made = [Aggregate(measure, month.name, *key, count=one[0] or 0, base=one[1]) for key, one in sums.items()]
    return sorted([*kept, *made], key=_order)


def _order(row: Aggregate) -> tuple[str, str, str, str, int]:
    return (row.place, row.grouping, row.group, row.part, -1 if row.days is None else row.days)


def _wider(place: str, month: Period) -> tuple[str, ...]:
    """Return the area and the country that the municipality's figures are part of."""
    area = None if place == UNKNOWN_MUNICIPALITY else find_area_of(place.removeprefix("KU"), month.end)
    return (COUNTRY,) if area is None else (area.subject_code, COUNTRY)


def _named(definition: Definition) -> str:
    """Return the SQL that turns the codes of what was counted into the names of aggregates, in one order."""
    names = [grouping.value for grouping in definition.groupings]
    which = " ".join(f"WHEN {name} IS NOT NULL THEN '{name}'" for name in names)
    group = " ".join(f"WHEN {name} IS NOT NULL THEN {_code(name)}" for name in names)
    chosen = (
        "month",
        "'KU' || lpad(CAST(municipality AS VARCHAR), 3, '0') AS place",
        f"CASE {which} ELSE '{Grouping.ALL}' END AS \"grouping\"" if names else f"'{Grouping.ALL}' AS \"grouping\"",
        f"CASE {group} ELSE '{ALL}' END AS \"group\"" if names else f"'{ALL}' AS \"group\"",
        "part" if definition.parts else f"'{ALL}' AS part",
        "days" if definition.kind is Kind.HISTOGRAM else "CAST(NULL AS INTEGER) AS days",
        "CAST(count AS BIGINT) AS count",
        "CAST(base AS BIGINT) AS base" if definition.kind.has_base else "CAST(NULL AS BIGINT) AS base",
    )
    return f"SELECT {', '.join(chosen)} FROM counted_{definition.key} ORDER BY ALL"


def _code(name: str) -> str:
    if Grouping(name) in CODED:
        return f"{list(GROUPS[Grouping(name)])!r}[{name} + 1]"
    return name


def _write(sealed: Sealed, index: Index) -> None:
    write_whole(sealed.root / RESULTS / _INDEX, json.dumps(index, sort_keys=True, indent=1).encode())


def files_of(sealed: Sealed) -> tuple[Path, ...]:
    """Return the files of the results in force, for those who compare or copy them."""
    named = {file for months in known(sealed).values() for _name, file in months.values()}
    return tuple(sealed.root / RESULTS / name for name in sorted(named))
