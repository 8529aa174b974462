"""What releases were made of, kept in the sealed folder under its hash, for later ones to be protected beside it."""

import gzip
import hashlib
import json
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from luotsi.core.periods import Period
from luotsi.register.releases.cells import Cell
from luotsi.register.releases.joining import Shown, Version
from luotsi.register.releases.months import Years, month_of
from luotsi.register.releases.types import UnableToRelease
from luotsi.register.sealed import Sealed, write_whole
from luotsi.register.types import Aggregate, Grouping

RELEASED = "released"
_YEARS = ""
"""The key of the shares over twelve months, beside those of measures."""


@dataclass(frozen=True, slots=True)
class Out:
    """A release as anybody sees it, and the name of the numbers that it was made of.

    area : the employment area that it tells with its municipalities, None for the whole country
    amounts : the cells whose cents or days are shown, under their one names
    medians : those whose median is shown, under their own names
    curves : the days on which the curve of each place steps down
    bounds : how many a hidden cell is said to be at least
    """

    month: Period
    area: str | None
    fingerprint: str
    shown: Shown
    amounts: frozenset[Cell] = frozenset()
    medians: frozenset[Cell] = frozenset()
    curves: Mapping[str, Sequence[int]] = field(default_factory=dict)
    bounds: Mapping[Cell, int] = field(default_factory=dict)


def told_apart(told: Iterable[Out], month: Period, *others: str | None) -> frozenset[str] | None:
    """Return the areas that releases of a month, and these others, tell apart when put together; None for all."""
    found = [*others, *(one.area for one in told if one.month == month)]
    return None if None in found else frozenset(area for area in found if area is not None)


def keep(sealed: Sealed, rows: Mapping[str, Sequence[Aggregate]], years: Years) -> str:
    """Keep what a release is made of; return its name."""
    numbers: dict[str, Any] = {key: [list(row) for row in map(_row, rows[key])] for key in sorted(rows)}
    if years:
        numbers[_YEARS] = [[*one, years[one]] for one in sorted(years)]
    content = json.dumps(numbers).encode()
    name = hashlib.blake2b(content, digest_size=16).hexdigest()
    (sealed.root / RELEASED).mkdir(mode=0o700, exist_ok=True)
    if not _file(sealed, name).exists():
        write_whole(_file(sealed, name), gzip.compress(content, compresslevel=1, mtime=0))
    return name


def kept_version(
    sealed: Sealed, out: Out, apart: frozenset[str] | None, measures: Container[str] | None = None
) -> Version:
    """Return a release with the numbers it was made of, these areas told apart; all its measures, or those named.

    :raises UnableToRelease: when the numbers are not in the sealed folder, or not what they were
    """
    rows, years = kept_rows(sealed, out)
    return Version(month_of(out.month, apart, rows, measures, years), out.shown)


def kept_rows(sealed: Sealed, out: Out) -> tuple[dict[str, list[Aggregate]], Years]:
    """Return the aggregates that a release was made of, by measure, and its shares over twelve months.

    :raises UnableToRelease: when the numbers are not in the sealed folder, or not what they were
    """
    name = out.fingerprint
    try:
        content = gzip.decompress(_file(sealed, name).read_bytes())
    except (OSError, EOFError) as fault:
        raise UnableToRelease(
            "former_numbers_missing", f"The numbers of an earlier release ({name}) are gone."
        ) from fault
    if hashlib.blake2b(content, digest_size=16).hexdigest() != name:
        raise UnableToRelease("former_numbers_missing", f"The numbers of an earlier release ({name}) were changed.")
    numbers = json.loads(content)
    years = {(measure, place, part): months for measure, place, part, months in numbers.pop(_YEARS, ())}
    return {
        key: [Aggregate(key, month, place, Grouping(grouping), *rest) for month, place, grouping, *rest in rows]
        for key, rows in numbers.items()
    }, years


def _row(row: Aggregate) -> tuple[Any, ...]:
    return (row.month, row.place, row.grouping.value, row.group, row.part, row.days, row.count, row.base)


def _file(sealed: Sealed, name: str) -> Path:
    return sealed.root / RELEASED / f"{name}.json.gz"
