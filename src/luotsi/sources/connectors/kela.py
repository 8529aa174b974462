"""Kela's monthly files of unemployment benefits paid in part by municipalities; storing the figures is left to others.

Reads: a CSV by GET, of the whole country or by municipality; the delimiter and the decimal sign are found in the file.
    The column names are a mapping, since the original file has not been seen: the ones here are a republisher's.
    Only rows of a month whose benefit and day class are both `Yhteensä` are read. Kela describes its files of earlier
    years as split further by age group and sex, without rows for all: those rows are added up, for a person has one
    age and one sex in a month, and groups under four stand there as `Tieto puuttuu` and `Tuntematon`. The month is
    the month of payment; the home municipality is that of the payment day, and Kela invoices, and divides into areas,
    a month later.
Gives: a figure for every place, content and month asked; places as `KU046`, the whole country as `SSS`.
Gaps: a place without a row in a month is missing. Kela has moved groups under four to the municipality 199, unknown;
    its row belongs to no place and is left out. An empty figure is missing, and makes a sum "at least". Where more was
    paid back than out, euros are below zero.
Fails: `UnableToFetch` when the status is not 200; `UnableToRead` when a column is not there, a figure or month is not
    understood, a place has two rows of totals of one age and sex for a month, or the file breaks off.
Never: adds up classes, benefits or municipalities, for one person may be in several; takes the country from any file
    but the country's own; gives a row of a class, which may tell of one person.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from luotsi.core.periods import Period
from luotsi.core.values import Cell, total
from luotsi.files import refusals
from luotsi.sources.formats import grids
from luotsi.sources.formats.replies import body_of
from luotsi.sources.formats.written import cell_of, decimal_sign, period_of
from luotsi.sources.types import (
    ReadAnswer,
    ReadCell,
    ReadReason,
    Request,
    Snapshot,
    UnableToRead,
)

COUNTRY = "SSS"
_COUNTRY_CODE = "000"
_UNKNOWN = "199"
_CODE = re.compile(r"[0-9]{1,3}")
_TOTAL = "Yhteensä"


class Dataset(StrEnum):
    """Which of Kela's files it is; the one by employment area is read by a mapping of its own, through `tabular`."""

    COUNTRY = "country"
    MUNICIPALITIES = "municipalities"


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns are called; `totals` names the total of each column that splits the rows further.

    `parts` are columns in which a person has one value in a month. A file may lack them, or have a row for all.
    """

    place: str = "kunta_nro"
    month: str = "vuosikuukausi"
    time_kind: str = "aikatyyppi"
    monthly: str = "Kuukausi"
    totals: Mapping[str, str] = field(default_factory=lambda: {"etuus": _TOTAL, "kertymaluokka": _TOTAL})
    parts: tuple[str, ...] = ("ikaryhma", "sukupuoli")


@dataclass(frozen=True, slots=True)
class Query:
    """A file and the figures wanted of it; contents are columns, `kuntaosuus_eur` and `saajat`."""

    url: str
    dataset: Dataset
    contents: tuple[str, ...]
    places: tuple[str, ...]
    columns: Columns = field(default_factory=Columns)

    @property
    def request(self) -> Request:
        """The question as sent."""
        return Request("GET", self.url)


def read(snapshot: Snapshot, query: Query) -> ReadAnswer:
    """Return the totals wanted, for every month that the file has.

    :raises UnableToFetch: when the status is not 200
    :raises UnableToRead: when the file cannot be read whole or has none of the places wanted
    """
    totals = _totals(_grid(body_of(snapshot)), query)
    if not {place for place, _month in totals} & set(query.places):
        raise UnableToRead(ReadReason.UNKNOWN_PLACE, found=", ".join(query.places[:5]))
    months = sorted({month for _place, month in totals})
    missing = (Cell.missing(),) * len(query.contents)
    rows = tuple(
        ReadCell(place, content, month, cell)
        for place in query.places
        for month in months
        for content, cell in zip(query.contents, totals.get((place, month), missing), strict=True)
    )
    return ReadAnswer(rows, updated=None, source_label="")


def _grid(body: bytes) -> grids.Grid:
    try:
        grid = grids.parse(body)
    except refusals.UnableToRead as fault:
        raise UnableToRead(ReadReason.NOT_TABLE, found=str(fault.refusal.reason)) from fault
    if not grid.is_closed:
        raise UnableToRead(ReadReason.BROKEN_TABLE, line=grid.rows[-1].line if grid.rows else 1)
    return grid


def _totals(grid: grids.Grid, query: Query) -> dict[tuple[str, Period], tuple[Cell, ...]]:
    """Return the rows of totals by place and month, ages and sexes added up, those of no place left out."""
    columns = query.columns
    chosen = {columns.time_kind: columns.monthly} | dict(columns.totals)
    parts = [grid.column(name) for name in columns.parts if name in grid.columns and name not in chosen]
    whole = [at for at in parts if any(row.text(at) == _TOTAL for row in grid.rows)]
    choices = [(grid.column(name), value) for name, value in chosen.items()] + [(at, _TOTAL) for at in whole]
    rows = [row for row in grid.rows if all(row.text(at) == value for at, value in choices)]
    place_at, month_at = grid.column(columns.place), grid.column(columns.month)
    figures = [grid.column(name) for name in query.contents]
    sign = decimal_sign(row.cells[at] for row in rows for at in figures)
    found: defaultdict[tuple[str, Period], dict[tuple[str, ...], list[Cell]]] = defaultdict(dict)
    for row in rows:
        place = _place(row.text(place_at), query.dataset)
        if place is None:
            continue
        key, part = (place, _month(row.text(month_at))), tuple(row.text(at) for at in parts)
        if part in found[key]:
            raise UnableToRead(ReadReason.TWO_FIGURES, found=f"{place}, {key[1].name}")
        found[key][part] = [_cell(row, at, sign) for at in figures]
    return {key: tuple(map(total, zip(*by_part.values(), strict=True))) for key, by_part in found.items()}


def _place(code: str, dataset: Dataset) -> str | None:
    """Return the place of a row, None for one that is no place of that file.

    :raises UnableToRead: when the code is none
    """
    if not _CODE.fullmatch(code):
        raise UnableToRead(ReadReason.UNKNOWN_PLACE, found=code[:20])
    number = code.zfill(3)
    if dataset is Dataset.COUNTRY:
        return COUNTRY if number == _COUNTRY_CODE else None
    return None if number in {_COUNTRY_CODE, _UNKNOWN} else f"KU{number}"


def _month(text: str) -> Period:
    found = period_of(text)
    if not isinstance(found, Period):
        raise UnableToRead(ReadReason.UNKNOWN_PERIOD, found=text[:20])
    return found


def _cell(row: grids.GridRow, at: int, sign: str) -> Cell:
    found = cell_of(row.cells[at], sign)
    if not isinstance(found, Cell):
        raise UnableToRead(ReadReason.UNKNOWN_SYMBOL, found=row.text(at)[:20])
    return found
