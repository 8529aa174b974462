"""THL's Sotkanet: yearly indicators by municipality as background; storing what is read is left to the measures.

Reads: `/regions` for the places, `/indicators/{id}` for the name, `/json` for figures by year, both sexes together.
Gives: a cell for every place and year asked, the indicator's id as the content; places as `KU046` and `SSS`. Sotkanet's
    own ids of places are no municipality codes: they are joined by `code` among the regions of the category KUNTA; the
    whole country is the region 658 of the category MAA.
Gaps: a figure that is null, and a row that is not there, are missing; Sotkanet leaves out small counts and does not
    say which they are.
Fails: `UnableToFetch` when the status is not 200; `UnableToRead` when a place is not among the regions, the indicator
    goes by another name than when it was connected, or a row is of another indicator or sex.
Never: takes a region's id for a municipality's code, gives the counts behind figures, trusts an indicator's id alone.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from luotsi.core.periods import Period, PeriodKind
from luotsi.core.text import Text
from luotsi.core.values import Cell
from luotsi.sources.formats.addresses import with_parameters
from luotsi.sources.formats.replies import body_of
from luotsi.sources.formats.tables import load, load_list, number, part, typed
from luotsi.sources.types import (
    ReadAnswer,
    ReadCell,
    ReadReason,
    Request,
    Snapshot,
    UnableToRead,
)

COUNTRY = "SSS"
_COUNTRY_ID = 658
_EVERYBODY = "total"
_CODE = re.compile(r"[0-9]{3}")


@dataclass(frozen=True, slots=True)
class Query:
    """The figures wanted of an indicator; `regions` are Sotkanet's ids by place, as `read_regions` gave them."""

    base_url: str
    indicator: int
    places: tuple[str, ...]
    years: tuple[int, ...]
    regions: Mapping[str, int]

    @property
    def request(self) -> Request:
        """The question as sent; every region comes, and the ones wanted are kept."""
        years = [("years", str(year)) for year in self.years]
        parameters = [("indicator", str(self.indicator)), *years, ("genders", _EVERYBODY)]
        return Request("GET", with_parameters(f"{self.base_url}/json", parameters))


def regions_request(base_url: str) -> Request:
    """Return the question for the places."""
    return Request("GET", f"{base_url}/regions")


def read_regions(snapshot: Snapshot) -> dict[str, int]:
    """Return Sotkanet's id of each municipality and of the country.

    :raises UnableToFetch: when the status is not 200
    :raises UnableToRead: when the answer is no list of regions, or a municipality stands in it twice
    """
    found: dict[str, int] = {}
    for entry in load_list(body_of(snapshot)):
        region = typed(entry, "regions", dict)
        place = _place(region)
        if place in found:
            raise UnableToRead(ReadReason.TWO_FIGURES, found=place)
        if place is not None:
            found[place] = part(region, "id", int)
    return found


def _place(region: Mapping[str, Any]) -> str | None:
    """Return the place that a region is, None for counties and the like."""
    category = part(region, "category", str)
    if category == "KUNTA":
        code = part(region, "code", str)
        if not _CODE.fullmatch(code):
            raise UnableToRead(ReadReason.UNKNOWN_PLACE, found=code[:20])
        return f"KU{code}"
    return COUNTRY if category == "MAA" and part(region, "id", int) == _COUNTRY_ID else None


def indicator_request(base_url: str, indicator: int) -> Request:
    """Return the question for what an indicator is called."""
    return Request("GET", f"{base_url}/indicators/{indicator}")


def read_title(snapshot: Snapshot, indicator: int) -> Text:
    """Return what the indicator is called.

    :raises UnableToFetch: when the status is not 200
    :raises UnableToRead: when the answer is of another indicator or gives no title
    """
    content = load(body_of(snapshot))
    if part(content, "id", int) != indicator:
        raise UnableToRead(ReadReason.UNKNOWN_CONTENT, found=str(content["id"]))
    titles = part(content, "title", dict)
    return Text(**{code: typed(titles.get(code, ""), "title", str).strip() for code in ("fi", "sv", "en")})


def check_title(found: Text, connected: str) -> None:
    """Refuse an indicator that goes by another Finnish name than when it was connected.

    :raises UnableToRead: when it does
    """
    if found.fi != connected:
        raise UnableToRead(ReadReason.OTHER_TITLE, found=found.fi[:120])


def read(snapshot: Snapshot, query: Query) -> ReadAnswer:
    """Return a cell for every place and year asked.

    :raises UnableToFetch: when the status is not 200
    :raises UnableToRead: when the answer cannot be read whole, or a place is none of Sotkanet's
    """
    lacking = sorted(set(query.places) - set(query.regions))
    if lacking or not query.places:
        raise UnableToRead(ReadReason.UNKNOWN_PLACE, found=", ".join(lacking[:5]))
    figures: dict[tuple[int, int], Cell] = {}
    for entry in load_list(body_of(snapshot)):
        key, cell = _figure(typed(entry, "json", dict), query)
        if key in figures:
            raise UnableToRead(ReadReason.TWO_FIGURES, found=f"{key[0]}, {key[1]}")
        figures[key] = cell
    if not figures:
        raise UnableToRead(ReadReason.NOTHING_PUBLISHED)
    rows = tuple(
        ReadCell(
            place,
            str(query.indicator),
            Period(PeriodKind.YEAR, year),
            figures.get((query.regions[place], year), Cell.missing()),
        )
        for place in query.places
        for year in query.years
    )
    return ReadAnswer(rows, updated=None, source_label="")


def _figure(row: Mapping[str, Any], query: Query) -> tuple[tuple[int, int], Cell]:
    indicator, region, year = (part(row, name, int) for name in ("indicator", "region", "year"))
    sex = part(row, "gender", str)
    if indicator != query.indicator:
        raise UnableToRead(ReadReason.UNKNOWN_CONTENT, found=str(indicator))
    if sex != _EVERYBODY or year not in query.years:
        raise UnableToRead(ReadReason.CHANGED_DIMENSION, found=f"{sex}, {year}")
    value = row.get("value")
    if value is None:
        return (region, year), Cell.missing()
    if type(value) is not int and type(value) is not Decimal:
        raise UnableToRead(ReadReason.WRONG_TYPE, part="value", found=type(value).__name__)
    return (region, year), number(value)
