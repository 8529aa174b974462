"""The candidates of a year: read from the sealed folder by one SQL text, as columns that stay in this room."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from luotsi.core.periods import Period
from luotsi.orgs.geography import areas, members
from luotsi.register import calendar
from luotsi.register.effects.types import HORIZONS, Outcome
from luotsi.register.engine import request_for
from luotsi.register.engines import open_engine
from luotsi.register.releases.types import UnableToRelease
from luotsi.register.sealed import Sealed

COLUMNS = (
    "month INTEGER, municipality INTEGER, service VARCHAR, age INTEGER, sex INTEGER, education INTEGER, "
    "language INTEGER, duration INTEGER, days INTEGER, spells_before BIGINT, days_before BIGINT, "
    "services_before BIGINT, work_3 INTEGER, work_6 INTEGER, work_12 INTEGER, left_3 INTEGER, left_6 INTEGER, "
    "left_12 INTEGER, whom BIGINT"
)
Columns = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Gathered:
    """Candidates of a year, a row each in one order, and the months after which all of them have been followed."""

    year: Period
    columns: Columns
    followed: tuple[int, ...]
    is_simulated: bool
    known_on: date

    def outcome(self, outcome: Outcome, months: int) -> NDArray[np.float64]:
        """Return 1 for those with the outcome so many months after, else 0."""
        return self.columns[f"{outcome}_{months}"].astype(np.float64)


@cache
def candidates_text() -> str:
    """Return the SQL text."""
    return files("luotsi.register").joinpath("sql", "effects", "candidates.sql").read_text("utf-8")


def gather(sealed: Sealed, year: Period, *, area: str | None, engine: str, address: str = "") -> Gathered:
    """Return the candidates of a year: of the employment area of that code (`TA36`), or with None of the country.

    :raises UnableToRelease: when the year cannot be followed yet, or the area was not there
    :raises UnableToCalculate: when nothing is imported, or the engine is not there
    """
    manifest = sealed.get_current()
    months = calendar.months_between(*(Period.parse(f"{year.year}-{number:02}") for number in (1, 12)))
    known_on = date.fromisoformat(manifest["known_on"])
    followed = followed_months(year, known_on)
    if not followed:
        raise UnableToRelease(
            "not_followed", f"Those who began in {year.name} cannot be followed for three months yet."
        )
    homes = _homes(year, area)
    if area is not None and not homes:
        raise UnableToRelease("nothing_counted", f"The employment area {area} did not exist in {year.name}.")
    with sealed.incoming() as work, open_engine(engine, address, sealed, work, manifest) as opened:
        opened.take_months(request_for(months, manifest))
        opened.brought("candidate", COLUMNS, candidates_text())
        here = "" if area is None else f"WHERE municipality IN ({', '.join(map(str, homes))})"
        columns = opened.database.execute(f"SELECT * FROM candidate {here} ORDER BY ALL").fetchnumpy()
    return Gathered(year, columns, followed, bool(manifest["simulated"]), known_on)


def _homes(year: Period, area: str | None) -> list[int]:
    """Return the municipalities of the area at the end of the year."""
    return [int(home.code) for one in areas() if one.subject_code == area for home in members(one.code, year.end)]


def followed_months(year: Period, known_on: date) -> tuple[int, ...]:
    """Return after how many months everybody who began in the year has been followed.

    >>> followed_months(Period.parse("2025"), date(2026, 6, 30))
    (3, 6)
    >>> followed_months(Period.parse("2025"), date(2026, 6, 29))
    (3,)
    """
    last = calendar.counting_day(Period.parse(f"{year.year}-12"))
    return tuple(months for months in HORIZONS if calendar.months_away(last, months) <= known_on)
