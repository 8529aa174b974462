"""Named periods and their arithmetic; a day standing for a year is left out on purpose."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache, total_ordering


class PeriodKind(StrEnum):
    """How long a period is; the value is what stands in definitions and files."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    SCHOOL_TERM = "school_term"
    SCHOOL_YEAR = "school_year"
    COUNCIL_TERM = "council_term"


_PATTERNS = {
    PeriodKind.MONTH: re.compile(r"(?P<year>\d{4})-(?P<number>0[1-9]|1[0-2])"),
    PeriodKind.QUARTER: re.compile(r"(?P<year>\d{4})-Q(?P<number>[1-4])"),
    PeriodKind.HALF: re.compile(r"(?P<year>\d{4})-H(?P<number>[12])"),
    PeriodKind.YEAR: re.compile(r"(?P<year>\d{4})"),
    PeriodKind.SCHOOL_TERM: re.compile(r"(?P<year>\d{4})-T(?P<number>[12])"),
    PeriodKind.SCHOOL_YEAR: re.compile(r"(?P<year>\d{4})-LV"),
    PeriodKind.COUNCIL_TERM: re.compile(r"(?P<year>\d{4})-VK"),
}
_PER_YEAR = {
    PeriodKind.MONTH: 12,
    PeriodKind.QUARTER: 4,
    PeriodKind.HALF: 2,
    PeriodKind.YEAR: 1,
    PeriodKind.SCHOOL_TERM: 2,
    PeriodKind.SCHOOL_YEAR: 1,
}
_COUNCIL_YEARS = 4
_FIRST_COUNCIL = 2025  # terms before it were moved by a temporary act in 2021 and do not follow the arithmetic


class PeriodError(ValueError):
    """The text names no period, or two periods of different kinds were set against each other."""


@total_ordering
@dataclass(frozen=True, slots=True)
class Period:
    """A named stretch of days.

    `2026` a year, `2026-H1` a half, `2026-Q2` a quarter, `2026-06` a month, `2026-T1` the spring term of schools
    (January to July), `2026-T2` the autumn term (August to December), `2026-LV` the school year from August 2026 to
    July 2027, `2025-VK` the council's term of four years from 1 June 2025 (Local Government Act 410/2015 15 §).

    >>> Period.parse("2026-01") - 1
    Period('2025-12')
    >>> Period.parse("2026-06").year_before
    Period('2025-06')
    >>> Period.parse("2026-Q2").end
    datetime.date(2026, 6, 30)
    """

    kind: PeriodKind
    year: int
    number: int = 1

    @classmethod
    def parse(cls, name: str) -> "Period":
        """Return the period of that name.

        :raises PeriodError: when the name is none of the forms above
        """
        return _parsed(name)

    @classmethod
    def containing(cls, day: date, kind: PeriodKind) -> "Period":
        """Return the period of `kind` to which `day` belongs.

        :raises PeriodError: for a council term before 2025
        """
        if kind is PeriodKind.COUNCIL_TERM:
            years = day.year if day.month >= 6 else day.year - 1
            return cls.parse(f"{years - (years - _FIRST_COUNCIL) % _COUNCIL_YEARS}-VK")
        if kind is PeriodKind.SCHOOL_YEAR:
            return cls(kind, day.year if day.month >= 8 else day.year - 1)
        if kind is PeriodKind.SCHOOL_TERM:
            return cls(kind, day.year, 2 if day.month >= 8 else 1)
        return cls(kind, day.year, (day.month - 1) * _PER_YEAR[kind] // 12 + 1)

    @property
    def name(self) -> str:
        """The name as written in addresses, files and the database."""
        match self.kind:
            case PeriodKind.MONTH:
                return f"{self.year:04}-{self.number:02}"
            case PeriodKind.QUARTER:
                return f"{self.year:04}-Q{self.number}"
            case PeriodKind.HALF:
                return f"{self.year:04}-H{self.number}"
            case PeriodKind.SCHOOL_TERM:
                return f"{self.year:04}-T{self.number}"
            case PeriodKind.SCHOOL_YEAR:
                return f"{self.year:04}-LV"
            case PeriodKind.COUNCIL_TERM:
                return f"{self.year:04}-VK"
            case _:
                return f"{self.year:04}"

    @property
    def start(self) -> date:
        """The first day."""
        if self.kind is PeriodKind.COUNCIL_TERM:
            return date(self.year, 6, 1)
        if self.kind is PeriodKind.SCHOOL_YEAR:
            return date(self.year, 8, 1)
        if self.kind is PeriodKind.SCHOOL_TERM:
            return date(self.year, 1 if self.number == 1 else 8, 1)
        return date(self.year, (self.number - 1) * (12 // _PER_YEAR[self.kind]) + 1, 1)

    @property
    def end(self) -> date:
        """The last day, itself inside the period."""
        if self.kind is PeriodKind.SCHOOL_TERM:
            return date(self.year, 7, 31) if self.number == 1 else date(self.year, 12, 31)
        return (self + 1).start - timedelta(days=1)

    @property
    def year_before(self) -> "Period":
        """The same period a year earlier; a council term's is the term before."""
        return self - _PER_YEAR.get(self.kind, 1)

    @property
    def days(self) -> int:
        """How many days the period has."""
        return (self.end - self.start).days + 1

    def contains(self, day: date) -> bool:
        """Tell whether `day` belongs to the period, both ends included."""
        return self.start <= day <= self.end

    def parts(self, kind: PeriodKind) -> "list[Period]":
        """Return the periods of `kind` that fill this one exactly.

        :raises PeriodError: when they do not fill it (months fill a quarter, quarters no month)
        """
        found, current = [], Period.containing(self.start, kind)
        if current.start != self.start:
            raise PeriodError(f"{kind} periods do not fill {self.name}")
        while current.end <= self.end:
            found.append(current)
            current += 1
        if not found or found[-1].end != self.end:
            raise PeriodError(f"{kind} periods do not fill {self.name}")
        return found

    def __add__(self, steps: int) -> "Period":
        if self.kind is PeriodKind.COUNCIL_TERM:
            return Period.parse(f"{self.year + steps * _COUNCIL_YEARS}-VK")
        per_year = _PER_YEAR[self.kind]
        index = self.year * per_year + self.number - 1 + steps
        return Period(self.kind, index // per_year, index % per_year + 1)

    def __sub__(self, steps: int) -> "Period":
        return self + -steps

    def steps_since(self, earlier: "Period") -> int:
        """Return how many periods after `earlier` this one is (negative when before).

        :raises PeriodError: when the kinds differ
        """
        if self.kind is not earlier.kind:
            raise PeriodError(f"{self.name} and {earlier.name} are periods of different kinds")
        if self.kind is PeriodKind.COUNCIL_TERM:
            return (self.year - earlier.year) // _COUNCIL_YEARS
        per_year = _PER_YEAR[self.kind]
        return (self.year - earlier.year) * per_year + self.number - earlier.number

    def __hash__(self) -> int:
        return self.year * 16 + self.number

    def __lt__(self, other: "Period") -> bool:
        if self.kind is other.kind:  # the same answer without making dates; long series are sorted by it
            return (self.year, self.number) < (other.year, other.number)
        return (self.start, self.end) < (other.start, other.end)

    def __str__(self) -> str:
        return self.name

    def __repr__(self) -> str:
        return f"Period('{self.name}')"


@lru_cache(maxsize=4096)
def _parsed(name: str) -> Period:
    """Return the period of the name; the same few hundred stand on every page."""
    for kind, pattern in _PATTERNS.items():
        found = pattern.fullmatch(name)
        if found:
            year, number = int(found["year"]), int(found.groupdict().get("number") or 1)
            if kind is PeriodKind.COUNCIL_TERM and (year < _FIRST_COUNCIL or (year - _FIRST_COUNCIL) % _COUNCIL_YEARS):
                raise PeriodError(f"no council term of four years begins in {year}")
            if year == 0:
                break
            return Period(kind, year, number)
    raise PeriodError(f"{name!r} names no period; write 2026, 2026-Q2 or 2026-06")
