"""A release as it is made and stored: its figures, by which method they were protected, and their seal."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from operator import attrgetter
from typing import Any, NamedTuple

from luotsi.core.periods import Period
from luotsi.protection.types import Rule
from luotsi.register.releases.kept import Out
from luotsi.register.releases.months import FEWEST_IN_A_SHARE

METHOD = "linear-programs-4"
UNSTABLE_BELOW = 30
FEWEST_FOLLOWED = 10
CLOSEST_PERCENT = 20
PARAMETERS = {
    "threshold": Rule().threshold,
    "fewest_in_a_share": FEWEST_IN_A_SHARE,
    "unstable_below": UNSTABLE_BELOW,
    "fewest_followed": FEWEST_FOLLOWED,
    "closest_percent": CLOSEST_PERCENT,
}


@dataclass(frozen=True, slots=True)
class MadeCell:
    """One figure as it is to be stored."""

    measure: str
    place: str
    grouping: str
    group: str
    part: str
    kind: str
    count: int | None
    rest: int | None
    base: int | None
    at_least: int | None
    median: int | None
    total_days: int | None
    why: str
    is_unstable: bool
    months: int = 1
    """12 of a share over the twelve months that end with the month."""


FIELDS = attrgetter(*(one.name for one in fields(MadeCell)))
"""The columns of a figure in order."""


class MadeCurve(NamedTuple):
    """How many of a hundred still wait, by day."""

    measure: str
    place: str
    points: list[list[Any]]


@dataclass(frozen=True, slots=True)
class Earlier:
    """What is out or waits of this month and of those that hang together with it, and by which stored releases."""

    told: tuple[Out, ...] = ()
    releases: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """The figures of a month, ready to be proposed."""

    month: Period
    cells: tuple[MadeCell, ...]
    curves: tuple[MadeCurve, ...]
    hidden: Mapping[str, Mapping[str, int]]
    fingerprint: str
    is_simulated: bool
    known_on: date
    against: tuple[int, ...]
    left_out: tuple[str, ...] = ()
    """Keys of measures of which what is out already would give small numbers away."""

    @property
    def measures(self) -> list[str]:
        """The keys of the measures in it."""
        return sorted({cell.measure for cell in self.cells})


def seal(cells: Iterable[MadeCell], curves: Iterable[MadeCurve]) -> str:
    """Return the hash of figures, by which a stored release is known to be as it was."""
    rows = sorted(map(_sealed, cells), key=lambda row: (row[:5], len(row)))
    told = [rows, sorted(list(one) for one in curves)]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def _sealed(cell: MadeCell) -> list[Any]:
    """Return a figure as it is hashed; of a month without the number of months, as before there were any others."""
    *row, months = FIELDS(cell)
    return row if months == 1 else [*row, months]
