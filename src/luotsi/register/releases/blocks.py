"""How a table of releases is cut, so that programs stay small: a country with its areas, an area with its towns."""

from collections.abc import Iterable
from functools import cache

from luotsi.core.periods import Period
from luotsi.orgs.geography import COUNTRY
from luotsi.register.releases.cells import ELSEWHERE, TOTALLED, Cell, same_as
from luotsi.register.releases.joining import named
from luotsi.register.releases.months import Month, area_of
from luotsi.register.types import ALL, UNKNOWN_MUNICIPALITY, Grouping

Level = tuple[int, str]
"""0 and the country, with its areas; or 1 and an area, with its municipalities."""


def blocks_of(month: Month, measures: Iterable[str]) -> list[list[set[Cell]]]:
    """Return for each measure, part and grouping the country with its areas; then each area with its municipalities.

    The cells of everybody stand in the block of every grouping, since all of them sum to it; parts that have a total
    stand together.
    """
    blocks: dict[tuple[Level, str, str, str], set[Cell]] = {}
    everybody: dict[tuple[Level, str, str], set[Cell]] = {}
    for measure in measures:
        for own in month.cells[measure]:
            one, part = same_as(own), ALL if measure in TOTALLED else own.part
            cell = named(one, month.counts[one])
            for level in levels(own.place, own.month):
                if own.grouping == Grouping.ALL:
                    everybody.setdefault((level, measure, part), set()).add(cell)
                else:
                    blocks.setdefault((level, measure, part, own.grouping), set()).add(cell)
    with_everybody = {name: inside | everybody.get(name[:3], set()) for name, inside in blocks.items()}
    alone = {(*name, ""): inside for name, inside in everybody.items()}
    found = with_everybody | alone
    return [[found[name] for name in sorted(found) if name[0][0] == depth] for depth in (0, 1)]


def wide_blocks(cells: Iterable[Cell]) -> list[list[set[Cell]]]:
    """Return all cells of each area with its municipalities; then of the country with its areas."""
    blocks: dict[Level, set[Cell]] = {}
    for cell in cells:
        for level in levels(cell.place, cell.month):
            blocks.setdefault(level, set()).add(cell)
    return [[blocks[level] for level in sorted(blocks) if level[0] == depth] for depth in (1, 0)]


@cache
def levels(place: str, month: str) -> tuple[Level, ...]:
    """Return in which blocks a place stands."""
    if place in (COUNTRY, UNKNOWN_MUNICIPALITY, ELSEWHERE):
        return ((0, COUNTRY),)
    if not place.startswith("KU"):
        return ((0, COUNTRY), (1, place))
    area = area_of(place, Period.parse(month))
    return ((0, COUNTRY),) if area is None else ((1, area),)
