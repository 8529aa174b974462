"""The stocks that a simulated register matches: published ones, and what stands in for months without them."""

import csv
import gzip
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from luotsi.core.periods import Period
from luotsi.register.calendar import months_between

FEW = 2  # for a number that the office keeps hidden, which is from 1 to 4
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Stocks:
    """Persons unemployed on the counting day: a row for each municipality, a column for each month."""

    codes: tuple[int, ...]
    months: tuple[Period, ...]
    persons: Numbers
    published: NDArray[np.bool_]


def stocks(first: Period, last: Period, scale: float, homes: Collection[int] | None = None) -> Stocks:
    """Return the stocks of the months, times `scale`, rounded half up; of these municipalities only, when given.

    Notes
    -----
    Between two published months of a municipality the stock runs straight; before the first and after the last it
    stands. A hidden number counts as FEW. `published` tells which cells are the office's own.
    """
    codes, months, known = _published()
    kept = [homes is None or code in homes for code in codes]
    codes, known = tuple(compress(codes, kept)), known[kept]
    wanted = months_between(first, last)
    number = {month: place for place, month in enumerate(months_between(months[0], max(months[-1], last)))}
    xs = np.array([number[month] for month in months], dtype=float)
    asked = np.array([month.steps_since(months[0]) for month in wanted], dtype=float)
    filled = np.where(np.isnan(known), FEW, known)
    drawn = np.stack([np.interp(asked, xs, row) for row in filled])
    of_month = {month: column for column, month in enumerate(months)}
    published = np.zeros(drawn.shape, dtype=bool)
    for place, month in enumerate(wanted):
        if month in of_month:
            published[:, place] = ~np.isnan(known[:, of_month[month]])
    return Stocks(codes, wanted, np.floor(drawn * scale + 0.5).astype(np.int64), published)


@cache
def _published() -> tuple[tuple[int, ...], tuple[Period, ...], NDArray[np.float64]]:
    content = gzip.decompress(files(__package__).joinpath("stocks.csv.gz").read_bytes()).decode()
    header, *rows = csv.reader(content.splitlines())
    known = np.array([[float(cell) if cell else np.nan for cell in row[1:]] for row in rows])
    return tuple(int(row[0]) for row in rows), tuple(Period.parse(name) for name in header[1:]), known
