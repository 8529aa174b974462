"""What the columns of somebody's table mean, saved once and used again; the bytes of the table are read elsewhere."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Any

from luotsi.core.periods import Period, PeriodError, PeriodKind
from luotsi.core.values import Bounds, Cell
from luotsi.orgs import geography
from luotsi.sources.formats.grids import Grid, GridRow
from luotsi.sources.formats.tables import moment
from luotsi.sources.formats.written import RowProblem, cell_of, decimal_sign, period_of
from luotsi.sources.types import ReadAnswer, ReadCell, ReadReason, UnableToRead, gettext_noop

_LOWER = ("alaraja", "undre gräns", "nedre gräns", "lower limit")
_UPPER = ("yläraja", "övre gräns", "upper limit")


class PlaceKind(StrEnum):
    """What the names in the column of places are names of: Savonlinna is a municipality and an area."""

    MUNICIPALITY = "municipality"
    AREA = "area"


ROW_SENTENCES: Mapping[RowProblem, str] = {
    RowProblem.EMPTY: gettext_noop("Row {line}, {column}: nothing is written here."),
    RowProblem.UNKNOWN_PLACE: gettext_noop("Row {line}, {column}: no place is called {found}."),
    RowProblem.UNKNOWN_PERIOD: gettext_noop(
        "Row {line}, {column}: {found} is no period. Write 2026, 2026-Q2 or 2026-06."
    ),
    RowProblem.A_DAY: gettext_noop(
        "Row {line}, {column}: {found} is a day. Say in the mapping which period the days stand for."
    ),
    RowProblem.NOT_NUMBER: gettext_noop(
        "Row {line}, {column}: {found} is neither a number nor a known sign for a missing one."
    ),
    RowProblem.UNCLEAR_NUMBER: gettext_noop(
        "Row {line}, {column}: {found} could be two numbers. Name the decimal sign."
    ),
    RowProblem.TWO_FIGURES: gettext_noop(
        "Row {line}, {column}: row {found} already has a figure for this place and period."
    ),
    RowProblem.OTHER_LIMITS: gettext_noop(
        "Row {line}, {column}: {found} are no limits of the figure. Give one below and one above it, or neither."
    ),
}


@dataclass(frozen=True, slots=True)
class WrongRow:
    """One problem with where it is."""

    problem: RowProblem
    line: int
    column: str
    found: str

    def __str__(self) -> str:
        return ROW_SENTENCES[self.problem].format(line=self.line, column=self.column, found=self.found)


class UnableToMap(ValueError):
    """What was saved is no mapping."""


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """Which column is what.

    `values` names the column of each content. A table of one place or one period has `only_place` (`KU046`) or
    `only_period` (`2026-06`) instead of a column. `only` chooses one value of each further dimension: other rows
    are left out. `low` and `high` are the columns of the limits of a table of estimates. `left_out` are entries in
    the column of places that are no places. `decimal_sign` is found in the figures when it is not named. A hyphen
    is a missing figure unless `hyphen_is_zero`. `days_are` says which kind of period a day stands for, since
    spreadsheets turn 6/2026 into the first of June.
    """

    values: Mapping[str, str]
    place: str = ""
    period: str = ""
    only_place: str = ""
    only_period: str = ""
    places_are: PlaceKind = PlaceKind.MUNICIPALITY
    only: Mapping[str, str] = field(default_factory=dict)
    low: str = ""
    high: str = ""
    left_out: frozenset[str] = frozenset()
    decimal_sign: str = ""
    hyphen_is_zero: bool = False
    days_are: PeriodKind | None = None
    header_row: int = 1
    sheet: str = ""

    def __post_init__(self) -> None:
        if not self.values or bool(self.place) == bool(self.only_place) or bool(self.period) == bool(self.only_period):
            raise UnableToMap("a mapping names the figures, and a column or one value for place and for period")
        if bool(self.low) != bool(self.high) or (self.low and len(self.values) > 1):
            raise UnableToMap("the limits are two columns, and those of one column of figures")
        if self.decimal_sign not in {"", ",", "."} or self.header_row < 1:
            raise UnableToMap("the decimal sign is a comma or a point, and the header stands on row 1 or later")
        if self.only_place and find_place(self.only_place, self.places_are) != self.only_place:
            raise UnableToMap(f"no place has the code {self.only_place}")
        try:
            Period.parse(self.only_period or "2026")
        except PeriodError as fault:
            raise UnableToMap(str(fault)) from fault

    @classmethod
    def of(cls, saved: Mapping[str, Any]) -> "ColumnMapping":
        """Return the mapping that was saved.

        :raises UnableToMap: when it is none
        """
        try:
            days = saved.get("days_are")
            kinds = {"places_are": PlaceKind(saved.get("places_are", PlaceKind.MUNICIPALITY))}
            sets = {"left_out": frozenset(saved.get("left_out", ()))}
            return cls(**{**saved, **kinds, **sets, "days_are": PeriodKind(days) if days else None})
        except (TypeError, ValueError) as fault:
            raise UnableToMap(str(fault)) from fault

    def as_dict(self) -> dict[str, Any]:
        """Return the mapping as saved in JSON."""
        return {
            "values": dict(self.values),
            "place": self.place,
            "period": self.period,
            "only_place": self.only_place,
            "only_period": self.only_period,
            "places_are": str(self.places_are),
            "only": dict(self.only),
            "low": self.low,
            "high": self.high,
            "left_out": sorted(self.left_out),
            "decimal_sign": self.decimal_sign,
            "hyphen_is_zero": self.hyphen_is_zero,
            "days_are": str(self.days_are) if self.days_are else None,
            "header_row": self.header_row,
            "sheet": self.sheet,
        }


class RowsRefused(UnableToRead):
    """Some rows could not be understood; `problems` lists them row by row, and nothing was taken in."""

    def __init__(self, problems: Sequence[WrongRow]) -> None:
        self.problems = tuple(problems)
        super().__init__(ReadReason.ROWS_WRONG, count=len({wrong.line for wrong in problems}))


@dataclass(frozen=True, slots=True)
class UnderstoodRow:
    """One row as text, as figures, and what was wrong with it."""

    row: GridRow
    figures: tuple[ReadCell, ...]
    problems: tuple[WrongRow, ...]


def understood(grid: Grid, mapping: ColumnMapping) -> Iterator[UnderstoodRow]:
    """Yield every row that the mapping chooses, as understood.

    :raises UnableToRead: when the table lacks a column of the mapping
    """
    reader = _Reader(grid, mapping)
    seen: dict[tuple[str, Period, str], int] = {}
    for row in grid.rows:
        if reader.leaves_out(row):
            continue
        figures, problems = reader.read(row)
        for figure in figures:
            first = seen.setdefault((figure.place_code, figure.period, figure.content_code), row.line)
            if first != row.line:
                column = mapping.values[figure.content_code]
                problems.append(WrongRow(RowProblem.TWO_FIGURES, row.line, column, str(first)))
        yield UnderstoodRow(row, tuple(figures), tuple(problems))


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows as understood, and what is wrong in the whole table."""

    columns: tuple[str, ...]
    rows: tuple[UnderstoodRow, ...]
    problems: tuple[WrongRow, ...]
    figures: int
    """How many figures the whole table would give."""


def preview(grid: Grid, mapping: ColumnMapping, *, rows: int = 20) -> Preview:
    """Return what the mapping makes of the table, before anything is taken in.

    :raises UnableToRead: when the table lacks a column of the mapping
    """
    first: list[UnderstoodRow] = []
    problems: list[WrongRow] = []
    figures = 0
    for row in understood(grid, mapping):
        if len(first) < rows:
            first.append(row)
        problems += row.problems
        figures += len(row.figures)
    return Preview(grid.columns, tuple(first), tuple(problems), figures)


def read_grid(grid: Grid, mapping: ColumnMapping) -> ReadAnswer:
    """Return every figure of the table, or none of them.

    :raises RowsRefused: when a row could not be understood, with the list of all such rows
    :raises UnableToRead: when the table lacks a column of the mapping or holds no row that it chooses
    """
    figures: list[ReadCell] = []
    problems: list[WrongRow] = []
    for row in understood(grid, mapping):
        figures += row.figures
        problems += row.problems
    if problems:
        raise RowsRefused(problems)
    if not figures:
        raise UnableToRead(ReadReason.NOTHING_PUBLISHED)
    return ReadAnswer(tuple(figures), moment(grid.updated) if grid.updated else None, grid.source_label, grid.notes)


class _Reader:
    """Reads rows of one table by one mapping."""

    def __init__(self, grid: Grid, mapping: ColumnMapping) -> None:
        self.mapping = mapping
        self.place = grid.column(mapping.place) if mapping.place else None
        self.period = grid.column(mapping.period) if mapping.period else None
        self.only = [(grid.column(name), value) for name, value in mapping.only.items()]
        self.values = [(content, name, grid.column(name)) for content, name in mapping.values.items()]
        self.limits = [grid.column(name) for name in (mapping.low, mapping.high) if name]
        numbers = [at for _content, _name, at in self.values] + self.limits
        self.sign = mapping.decimal_sign or decimal_sign(
            row.cells[at] for row in grid.rows if not self.leaves_out(row) for at in numbers
        )

    def leaves_out(self, row: GridRow) -> bool:
        """Tell whether the row is of another value of a dimension, or of no place."""
        if self.place is not None and row.text(self.place) in self.mapping.left_out:
            return True
        return any(row.text(at) != value for at, value in self.only)

    def read(self, row: GridRow) -> tuple[list[ReadCell], list[WrongRow]]:
        """Return the figures of a row and what was wrong with it; a row without place or period has none."""
        problems: list[WrongRow] = []
        place = self.mapping.only_place or self._place(row, problems)
        period = Period.parse(self.mapping.only_period) if self.mapping.only_period else self._period(row, problems)
        figures = []
        for content, name, at in self.values:
            found = cell_of(row.cells[at], self.sign, hyphen_is_zero=self.mapping.hyphen_is_zero)
            if isinstance(found, RowProblem):
                problems.append(WrongRow(found, row.line, name, row.text(at)[:40]))
            elif place and period:
                figures.append(ReadCell(place, content, period, found, self._bounds(row, found, problems)))
        return figures, problems

    def _bounds(self, row: GridRow, figure: Cell, problems: list[WrongRow]) -> Bounds | None:
        """Return between which numbers the figure lies, None where nothing is written of it."""
        texts = [row.text(at) for at in self.limits]
        if not any(texts):
            return None
        ends = [cell_of(row.cells[at], self.sign) for at in self.limits]
        low, high = (end.value if isinstance(end, Cell) else None for end in ends)
        if low is None or high is None or figure.value is None or not low <= figure.value <= high:
            problems.append(WrongRow(RowProblem.OTHER_LIMITS, row.line, self.mapping.low, " – ".join(texts)[:40]))
            return None
        return Bounds(low, high)

    def _place(self, row: GridRow, problems: list[WrongRow]) -> str:
        assert self.place is not None
        text = row.text(self.place)
        code = find_place(text, self.mapping.places_are)
        if code is None:
            problem = RowProblem.UNKNOWN_PLACE if text else RowProblem.EMPTY
            problems.append(WrongRow(problem, row.line, self.mapping.place, text[:40]))
        return code or ""

    def _period(self, row: GridRow, problems: list[WrongRow]) -> Period | None:
        assert self.period is not None
        text = row.text(self.period)
        found = period_of(text, self.mapping.days_are)
        if isinstance(found, Period):
            return found
        problems.append(WrongRow(found if text else RowProblem.EMPTY, row.line, self.mapping.period, text[:40]))
        return None


def limit_columns(columns: Sequence[str]) -> tuple[str, str]:
    """Return the columns of the lower and upper limits as our own tables name them, or nothing.

    >>> limit_columns(["Alue", "Arvo", "Alaraja, 95 %", "Yläraja, 95 %"])
    ('Alaraja, 95 %', 'Yläraja, 95 %')
    """
    low, high = (next((one for one in columns if one.casefold().startswith(words)), "") for words in (_LOWER, _UPPER))
    return (low, high) if low and high else ("", "")


def find_place(text: str, kind: PlaceKind) -> str | None:
    """Return the subject code of a place by its code or its Finnish, Swedish or English name, or None."""
    return _places(kind).get(" ".join(text.split()).casefold())


@cache
def _places(kind: PlaceKind) -> dict[str, str]:
    """Every spelling of a place: `KU046`, `046`, the `46` that a spreadsheet leaves of it, and its names."""
    known = dict.fromkeys(("sss", "000", "koko maa", "hela landet", "whole country"), geography.COUNTRY)
    known |= {area.subject_code.casefold(): area.subject_code for area in geography.areas()}
    is_area = kind is PlaceKind.AREA
    for place in geography.areas() if is_area else geography.municipalities_ever():
        code = place.subject_code
        names = {place.name.fi, place.name.sv, place.name.en, place.name.fi.removesuffix("n kunta")}
        if is_area:
            names |= {f"{place.name.fi} työllisyysalue", f"{place.name.sv} sysselsättningsområde"}
        for spelling in {code, place.code, place.code.lstrip("0"), *names}:
            known[spelling.casefold()] = code
    return known
