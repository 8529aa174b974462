"""The country's places by code and day; figures about them stand in other rooms."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import TypeVar

from luotsi.core.text import LANGUAGES, Language, Text

T = TypeVar("T")

COUNTRY = "SSS"  # the whole country in StatFin's tables and as a subject
DIVISION_KNOWN_FROM = date(2023, 1, 1)


class UnknownPlace(LookupError):
    """No place has that code."""


class UnknownDivision(ValueError):
    """The division into municipalities on that day is not at hand."""


class Urbanity(StrEnum):
    """Statistics Finland's grouping of municipalities by how people live in them."""

    URBAN = "urban"
    SEMI_URBAN = "semi_urban"
    RURAL = "rural"


@dataclass(frozen=True, slots=True)
class Place:
    """A code with its name: a region (maakunta) or a wellbeing services county (hyvinvointialue)."""

    code: str
    name: Text


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality; `area_code` is None for one that ended before the employment areas began.

    `languages` are those of its administration, the majority's first. `valid_from` is the oldest division at hand,
    not the year of founding; `successor` is the municipality that an ended one was joined to.
    """

    code: str
    name: Text
    area_code: str | None
    region_code: str
    county_code: str
    languages: tuple[Language, ...]
    urbanity: Urbanity
    valid_from: date
    valid_to: date | None
    successor: str | None

    @property
    def pxweb_code(self) -> str:
        """The code in StatFin's tables: `KU046`."""
        return f"KU{self.code}"

    @property
    def subject_code(self) -> str:
        """The code of the subject that figures are about; for a municipality StatFin's own."""
        return self.pxweb_code

    def exists(self, on: date) -> bool:
        """Tell whether the municipality is part of the division on that day."""
        return _within(on, self.valid_from, self.valid_to)


@dataclass(frozen=True, slots=True)
class Area:
    """An employment area (työllisyysalue); Åland (46) stands in the statistics only, so `in_law` is false for it."""

    code: str
    name: Text
    valid_from: date
    in_law: bool

    @property
    def subject_code(self) -> str:
        """The code of the subject that figures are about: `TA36`; StatFin has no areas of its own."""
        return f"TA{self.code}"


@dataclass(frozen=True, slots=True)
class Membership:
    """A municipality's belonging to an area, both days included; open while `valid_to` is None."""

    municipality_code: str
    area_code: str
    valid_from: date
    valid_to: date | None

    @property
    def municipality_subject_code(self) -> str:
        """The municipality as a subject."""
        return get_municipality(self.municipality_code).subject_code

    @property
    def area_subject_code(self) -> str:
        """The area as a subject."""
        return get_area(self.area_code).subject_code


def get_municipality(code: str) -> Municipality:
    """Return the municipality of the three-digit code, one that has ended too.

    :raises UnknownPlace: when there is none
    """
    return _found(_municipalities(), code, "municipality")


def get_area(code: str) -> Area:
    """Return the employment area of the two-digit code.

    :raises UnknownPlace: when there is none
    """
    return _found(_areas(), code, "employment area")


def get_region(code: str) -> Place:
    """Return the region of the two-digit code.

    :raises UnknownPlace: when there is none
    """
    return _found(_places("regions.csv"), code, "region")


def get_county(code: str) -> Place:
    """Return the wellbeing services county; 90 is Helsinki and 91 Åland, which arrange the services themselves.

    :raises UnknownPlace: when there is none
    """
    return _found(_places("counties.csv"), code, "wellbeing services county")


def areas() -> tuple[Area, ...]:
    """Return the 45 areas in law and Åland, by code."""
    return tuple(_areas().values())


def regions() -> tuple[Place, ...]:
    """Return the regions by code."""
    return tuple(_places("regions.csv").values())


def counties() -> tuple[Place, ...]:
    """Return the wellbeing services counties by code."""
    return tuple(_places("counties.csv").values())


def municipalities(on: date) -> tuple[Municipality, ...]:
    """Return the division of that day, by code.

    :raises UnknownDivision: for a day before 2023
    """
    if on < DIVISION_KNOWN_FROM:
        raise UnknownDivision(
            f"the municipalities of {on} are not known here; the oldest division at hand is of {DIVISION_KNOWN_FROM}"
        )
    return tuple(place for place in _municipalities().values() if place.exists(on))


def municipalities_ever() -> tuple[Municipality, ...]:
    """Return every municipality at hand, those that have ended too, by code."""
    return tuple(_municipalities().values())


def members(area_code: str, on: date) -> tuple[Municipality, ...]:
    """Return the municipalities of the area on that day, by code; none before 2025, when the areas began.

    :raises UnknownPlace: when there is no such area
    """
    get_area(area_code)
    return tuple(
        _municipalities()[spell.municipality_code]
        for spell in memberships()
        if spell.area_code == area_code and _within(on, spell.valid_from, spell.valid_to)
    )


def find_area_of(municipality_code: str, on: date) -> Area | None:
    """Return the area to which the municipality belongs on that day, or None when it belongs to none.

    :raises UnknownPlace: when there is no such municipality
    """
    get_municipality(municipality_code)
    for spell in memberships():
        if spell.municipality_code == municipality_code and _within(on, spell.valid_from, spell.valid_to):
            return get_area(spell.area_code)
    return None


def pxweb_codes(on: date) -> tuple[str, ...]:
    """Return StatFin's codes of the country and its municipalities on that day."""
    return (COUNTRY, *(place.pxweb_code for place in municipalities(on)))


@cache
def memberships() -> tuple[Membership, ...]:
    """Return every membership there has been, by municipality and day."""
    return tuple(
        Membership(row["municipality"], row["area"], date.fromisoformat(row["valid_from"]), _day(row["valid_to"]))
        for row in _rows("memberships.csv")
    )


@cache
def _municipalities() -> dict[str, Municipality]:
    latest = {spell.municipality_code: spell.area_code for spell in memberships()}
    return {
        row["code"]: Municipality(
            code=row["code"],
            name=_name(row),
            area_code=latest.get(row["code"]),
            region_code=row["region"],
            county_code=row["county"],
            languages=tuple(
                language for code in row["languages"].split() for language in LANGUAGES if language == code
            ),
            urbanity=Urbanity(row["urbanity"]),
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=_day(row["valid_to"]),
            successor=row["successor"] or None,
        )
        for row in _rows("municipalities.csv")
    }


@cache
def _areas() -> dict[str, Area]:
    return {
        row["code"]: Area(row["code"], _name(row), date.fromisoformat(row["valid_from"]), row["in_law"] == "yes")
        for row in _rows("areas.csv")
    }


@cache
def _places(file_name: str) -> dict[str, Place]:
    return {row["code"]: Place(row["code"], _name(row)) for row in _rows(file_name)}


def _rows(file_name: str) -> Iterator[dict[str, str]]:
    text = files(__package__).joinpath(file_name).read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines())


def _name(row: dict[str, str]) -> Text:
    return Text(fi=row["name_fi"], sv=row["name_sv"], en=row["name_en"])


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _within(on: date, first: date, last: date | None) -> bool:
    return first <= on and (last is None or on <= last)


def _found(places: dict[str, T], code: str, what: str) -> T:
    if code not in places:
        raise UnknownPlace(f"no {what} has the code {code!r}")
    return places[code]
