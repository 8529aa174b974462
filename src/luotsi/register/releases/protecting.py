"""What of a month is shown and what hidden, given all that was shown before; nothing is stored or released here."""

from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from luotsi.core.periods import Period
from luotsi.orgs.geography import COUNTRY
from luotsi.protection.suppression import protect
from luotsi.protection.types import Rule, Sum, Table
from luotsi.register.releases.cells import ELSEWHERE, TOTALLED, Cell, same_as
from luotsi.register.releases.months import Month, area_of
from luotsi.register.types import ALL, UNKNOWN_MUNICIPALITY, Grouping

Shown = Mapping[Cell, int | None]
"""Numbers by cell; None is hidden."""


@dataclass(frozen=True, slots=True)
class Version:
    """The same month as an earlier release told it: all its numbers as they were counted then, and what was shown."""

    month: Month
    shown: Shown


def protect_month(
    month: Month,
    measures: Collection[str],
    earlier: Shown,
    rule: Rule | None = None,
    *,
    versions: Sequence[Version] = (),
    places: Container[str] | None = None,
) -> dict[Cell, int | None]:
    """Return the cells of the measures under their one names, the hidden ones as None.

    Parameters
    ----------
    month : the numbers of all measures, related
    measures : those to be released now
    earlier : every cell of other months and owners that was ever released and hangs together with these, as shown
    versions : what earlier releases told of this month, oldest first
    places : where they are to be released, everywhere that the month tells when not given

    Raises
    ------
    luotsi.protection.types.UnableToProtect
        when what was shown before gives a small number away; nothing of the month may be released then

    Notes
    -----
    All measures stand in one table, since they share cells and sum with each other, together with what was shown
    before. A number that a correction has changed is a number of its own beside the former one; one that it has not
    changed is the same number in both versions, with the sums of both. A cell that was hidden stays hidden.
    """
    own = month.told(measures, month.scope.places(month.month) if places is None else places)
    table = table_of(month, own, Before(earlier, versions))
    blocks, wider = _blocks(month, measures)
    pattern = protect(table, rule, weights=_weights(table), blocks=blocks, wider=wider)
    hidden = pattern.hidden
    return {cell: None if cell in hidden else month.counts[cell] for cell in sorted(own)}


class Before:
    """What was ever shown of each cell, and what the last telling of it said."""

    def __init__(self, earlier: Shown, versions: Sequence[Version]) -> None:
        self.versions = versions
        self.last: dict[Cell, int | None] = {}
        self._ever: dict[Cell, set[int]] = {}
        for shown in (earlier, *(version.shown for version in versions)):
            self.last |= shown
            for cell, number in shown.items():
                if number is not None:
                    self._ever.setdefault(cell, set()).add(number)

    def knows(self, cell: Cell, number: int) -> bool:
        """Tell whether the cell was ever shown with that number."""
        return number in self._ever.get(cell, ())

    def hides(self, cell: Cell) -> bool:
        """Tell whether the cell was hidden when it was last told."""
        return cell in self.last and self.last[cell] is None


def table_of(month: Month, own: Collection[Cell], before: Before) -> Table:
    """Return the cells with what sums with them: cells told before, earlier versions, and cells that nobody sees."""
    sums = [total for total in month.sums if _is_bound(total, own)]
    counts = {cell: month.counts[cell] for cell in {*own}.union(*(_cells(total) for total in sums))}
    known = {cell for cell, count in counts.items() if before.knows(cell, count)}
    hidden = {cell for cell in counts if cell not in known and before.hides(cell)}
    there = set(sums)
    for version in before.versions:
        for total in version.month.sums:
            then = _as_then(total, version, month) if _is_bound(total, own) else None
            if then is None or then in there:
                continue
            there.add(then)
            sums.append(then)
            for cell, name in zip(_cells(total), _cells(then), strict=True):
                if name not in counts:
                    counts[name] = version.month.counts[cell]
                    if cell in version.shown:
                        (hidden if version.shown[cell] is None else known).add(name)
    unshown = counts.keys() - own - known - hidden
    veiled = month.veiled & counts.keys() - known - unshown
    return Table(counts, tuple(sums), frozenset(known), frozenset(hidden), frozenset(veiled), frozenset(unshown))


def _is_bound(total: Sum, own: Collection[Cell]) -> bool:
    """Tell whether a sum says anything of the cells, or of all homes elsewhere, which with them make the country."""
    return any(cell in own or cell.place == ELSEWHERE for cell in _cells(total))


def _as_then(total: Sum, version: Version, month: Month) -> Sum:
    """Return a sum of an earlier version, the cells whose number has changed since under names of their own."""
    first, *others = (
        cell if count == month.counts.get(cell, count) else cell._replace(was=count)
        for cell, count in ((cell, version.month.counts[cell]) for cell in _cells(total))
    )
    return Sum(first, tuple(others))


def _cells(total: Sum) -> tuple[Cell, ...]:
    return (total.total, *total.parts)


def _weights(table: Table) -> dict[Cell, float]:
    """Return how dear each cell is: the country and areas more than municipalities, everybody more than a group."""
    return {
        cell: (20.0 if cell.place == COUNTRY else 1.0 if cell.place.startswith("KU") else 5.0)
        * (4.0 if cell.grouping == Grouping.ALL else 1.0)
        for cell in table.counts
    }


def _blocks(month: Month, measures: Iterable[str]) -> tuple[list[set[Cell]], list[set[Cell]]]:
    """Return the country with its areas, then each area with its municipalities: of each measure, part and grouping.

    The cells of everybody stand in the block of every grouping, since all of them sum to it; parts that have a total
    stand together. Wider blocks hold all measures of a place.
    """
    blocks: dict[tuple[int, str, str, str, str], set[Cell]] = {}
    everybody: dict[tuple[int, str, str, str], set[Cell]] = {}
    wider: dict[tuple[int, str], set[Cell]] = {}
    for measure in measures:
        for own in month.cells[measure]:
            cell, part = same_as(own), ALL if measure in TOTALLED else own.part
            for level, place in _levels(own):
                wider.setdefault((level, place), set()).add(cell)
                if own.grouping == Grouping.ALL:
                    everybody.setdefault((level, place, measure, part), set()).add(cell)
                else:
                    blocks.setdefault((level, place, measure, part, own.grouping), set()).add(cell)
    with_everybody = {name: inside | everybody.get(name[:4], set()) for name, inside in blocks.items()}
    alone = {(*name, ""): inside for name, inside in everybody.items()}
    narrow = [inside for _name, inside in sorted((with_everybody | alone).items(), key=lambda one: one[0])]
    return narrow, [inside for _name, inside in sorted(wider.items(), key=lambda one: one[0], reverse=True)]


def _levels(cell: Cell) -> list[tuple[int, str]]:
    """Return where the cell stands: 0 the country with its areas, 1 an area with its municipalities."""
    if cell.place in (COUNTRY, UNKNOWN_MUNICIPALITY, ELSEWHERE):
        return [(0, COUNTRY)]
    if not cell.place.startswith("KU"):
        return [(0, COUNTRY), (1, cell.place)]
    area = area_of(cell.place, Period.parse(cell.month))
    return [(0, COUNTRY)] if area is None else [(1, area)]
