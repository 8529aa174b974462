"""What of a month is shown and what hidden, given all that was shown before; nothing is stored or released here."""

from collections.abc import Collection, Container, Iterable, Sequence

from luotsi.orgs.geography import COUNTRY
from luotsi.protection.suppression import protect
from luotsi.protection.types import Rule
from luotsi.register.releases.blocks import blocks_of, wide_blocks
from luotsi.register.releases.cells import Cell
from luotsi.register.releases.joining import Version, joined, named
from luotsi.register.releases.months import Month
from luotsi.register.types import Grouping


def protect_month(
    month: Month,
    measures: Collection[str],
    rule: Rule | None = None,
    *,
    before: Sequence[Version] = (),
    places: Container[str] | None = None,
    workers: int = 1,
) -> dict[Cell, int | None]:
    """Return the cells of the measures under their one names, the hidden ones as None.

    Parameters
    ----------
    month : the numbers of all measures
    measures : those to be released now
    before : what came out before, of this month and of months that hang together with it, oldest first
    places : where they are to be released, everywhere that the month tells when not given
    workers : how many processes a large month is divided between

    Raises
    ------
    luotsi.protection.types.UnableToProtect
        when what was shown before gives a small number away; nothing of the month may be released then

    Notes
    -----
    The table is the one that `attack_versions` will attack when the month is out too.
    """
    own = month.told(measures, month.scope.places(month.month) if places is None else places)
    table = joined([*before, Version(month, {}, frozenset(own))])
    blocks, wider = blocks_of(month, measures), wide_blocks(table.counts)
    weights = _weights(table.counts)
    hidden = protect(table, rule, weights=weights, blocks=blocks, wider=wider, workers=workers).hidden
    return {cell: None if named(cell, month.counts[cell]) in hidden else month.counts[cell] for cell in sorted(own)}


def _weights(cells: Iterable[Cell]) -> dict[Cell, float]:
    """Return how dear each cell is: the country and areas more than municipalities, everybody more than a group."""
    return {
        cell: (20.0 if cell.place == COUNTRY else 1.0 if cell.place.startswith("KU") else 5.0)
        * (4.0 if cell.grouping == Grouping.ALL else 1.0)
        for cell in cells
    }
