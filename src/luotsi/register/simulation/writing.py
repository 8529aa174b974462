"""A simulated register as an export: Parquet files in the form of our own profile, a few at a time."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from luotsi.law.types import Benefit
from luotsi.register.sealed import Limits, connect
from luotsi.register.simulation.drawing import OPEN, SERVICE_REASON, Columns, Drawing, Ints
from luotsi.register.simulation.events import REASON_NAMES, SECTORS
from luotsi.register.simulation.people import People
from luotsi.register.tables import CHANNELS, CONTACTS, EMPLOYMENTS, SERVICES
from luotsi.register.types import GROUPS, Grouping

_NAME = "'S' || lpad(CAST(person AS VARCHAR), 9, '0') AS person"
_HOME = "lpad(CAST(code AS VARCHAR), 3, '0') AS municipality"


def _day(column: str, name: str) -> str:
    """Return the SQL for a day drawn as a number from 1.1.1970; OPEN is no day."""
    return f'CASE WHEN "{column}" <> {OPEN} THEN DATE \'1970-01-01\' + CAST("{column}" AS INTEGER) END AS {name}'


def _code(column: str, codes: Iterable[str], name: str) -> str:
    """Return the SQL for a code drawn as its place among the codes; OPEN is none."""
    return f"CASE WHEN {column} <> {OPEN} THEN {list(codes)!r}[{column} + 1] END AS {name}"


_TEXTS = {
    "person": (
        _NAME,
        "birth_year",
        _code("sex", GROUPS[Grouping.SEX], "sex"),
        _code("education", GROUPS[Grouping.EDUCATION], "education"),
        _code("language", GROUPS[Grouping.LANGUAGE], "language"),
        _HOME,
        "CASE WHEN language = 2 AND person % 3 = 0 THEN DATE '2026-01-31' + CAST(person % 400 AS INTEGER) END "
        "AS integration_to",
    ),
    "residence": (_NAME, _HOME, _day("day", "moved_on")),
    "jobsearch": (
        _NAME,
        _day("start", "started_on"),
        _day("end", "ended_on"),
        "CASE WHEN service = 1 THEN 'in_service' ELSE 'unemployed' END AS status",
        _code("reason", REASON_NAMES, "end_reason"),
        "'E' || CAST(home AS VARCHAR) || '-' || CAST(person % 9 AS VARCHAR) AS expert",
        "'team-' || CAST(home AS VARCHAR) AS team",
    ),
    "service": (_NAME, _code("service", SERVICES, "service"), _day("start", "started_on"), _day("end", "ended_on")),
    "contact": (
        _NAME,
        _day("day", "happened_on"),
        _code("kind", CONTACTS, "kind"),
        _code("channel", CHANNELS, "channel"),
    ),
    "plan": (_NAME, _day("day", "made_on")),
    "benefit": (
        _NAME,
        _day("day", "paid_on"),
        _code("benefit", (benefit.value for benefit in Benefit), "benefit"),
        "days AS paid_days",
        "cumulative AS cumulative_days",
        "CAST(cents AS DECIMAL(11, 2)) / 100 AS base_eur",
        "'none' AS exemption",
    ),
    "employment": (_NAME, _code("kind", EMPLOYMENTS, "kind"), _day("start", "started_on"), _day("end", "ended_on")),
    "vacancy": (
        "'V' || CAST(number AS VARCHAR) AS vacancy",
        "'Y' || CAST(employer AS VARCHAR) AS employer",
        _HOME,
        _code("sector", SECTORS, "sector"),
        _day("start", "opened_on"),
        _day("closed", "closed_on"),
        _day("filled", "filled_on"),
        "referrals",
        "hires",
    ),
}


class Export:
    """The folder of an export under way; each table comes in files by month."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._database = connect(None, Limits(memory_mb=1000), (folder,))
        self._numbers: dict[str, int] = {}
        self.rows: dict[str, int] = {}

    def add(self, table: str, columns: Columns) -> None:
        """Write rows as the next file of the table; no rows make no file but the first."""
        size = len(next(iter(columns.values())))
        number = self._numbers.get(table, 0)
        if not size and number:
            return
        self._numbers[table] = number + 1
        self.rows[table] = self.rows.get(table, 0) + size
        self._database.register("drawn", columns)
        file = self._folder / f"{table}-{number:03}.parquet"
        self._database.execute(
            f"COPY (SELECT {', '.join(_TEXTS[table])} FROM drawn) TO '{file}' (FORMAT parquet, COMPRESSION zstd)"
        )
        self._database.unregister("drawn")

    def close(self) -> None:
        """End the writing."""
        self._database.close()


def search_rows(rows: Columns, people: People) -> Columns:
    """Return finished rows of unemployment as rows of job search."""
    size = len(rows["person"])
    return {
        "person": rows["person"],
        "start": rows["start"],
        "end": rows["end"],
        "reason": rows["reason"],
        "service": np.zeros(size, dtype=np.int64),
        "home": people.home[rows["person"]].astype(np.int64),
    }


def service_rows(services: Columns, people: People, known_on: int) -> Columns:
    """Return services as rows of job search: what goes on beyond the last day known has no end yet."""
    size = len(services["person"])
    end = np.where(services["end"] > known_on, OPEN, services["end"])
    return {
        "person": services["person"],
        "start": services["start"],
        "end": end,
        "reason": np.where(end == OPEN, OPEN, SERVICE_REASON - 1),
        "service": np.ones(size, dtype=np.int64),
        "home": people.home[services["person"]].astype(np.int64),
    }


def open_rows(drawing: Drawing) -> Columns:
    """Return the spells that go on after the last month."""
    size = len(drawing.open.person)
    never = np.full(size, OPEN, dtype=np.int64)
    return {
        "person": drawing.open.person,
        "start": drawing.open.start,
        "end": never,
        "reason": never,
        "begins": drawing.open.begins,
    }


def person_rows(people: People, codes: Ints, first_home: Ints) -> Columns:
    """Return every person with the home of the first day; moves stand in the table of residences."""
    size = people.count
    return {
        "person": np.arange(size),
        "birth_year": people.birth_year[:size].astype(np.int64),
        "sex": people.sex[:size].astype(np.int64),
        "education": people.education[:size].astype(np.int64),
        "language": people.language[:size].astype(np.int64),
        "code": codes[first_home[:size]],
    }
