"""The attack on everything that is out: all months, versions and measures, as anybody could put them together."""

from collections.abc import Iterable, Iterator, Set
from itertools import chain

from luotsi.protection.attack import unprotected
from luotsi.protection.types import Rule, Table
from luotsi.protection.zeros import following
from luotsi.register.releases.amounts import Amounts, told_of
from luotsi.register.releases.blocks import wide_blocks
from luotsi.register.releases.cells import COUNT, Cell
from luotsi.register.releases.curves import CURVED, days_of, few_in_steps, few_left
from luotsi.register.releases.joining import Version, at_least, joined, named
from luotsi.register.releases.kept import Out, kept_rows, kept_version, told_apart
from luotsi.register.releases.made import FEWEST_FOLLOWED
from luotsi.register.sealed import Sealed
from luotsi.register.types import ALL, Grouping


def attack_releases(sealed: Sealed, releases: Iterable[Out]) -> tuple[Cell, ...]:
    """Return the numbers of which too much can be told from all these releases together; none is as it should be.

    Numbers of persons, hidden zeros among them, lower bounds that shown numbers do not give, amounts of few persons,
    medians of too few, and curves whose steps tell of a few.

    :raises luotsi.register.releases.types.UnableToRelease: when the numbers of one of them are not in the folder
    """
    out = list(releases)
    versions = [kept_version(sealed, one, told_apart(out, one.month)) for one in out]
    beside = chain(_bounds(out, versions), _amounts(out, versions), _medians(out, versions), _curves(sealed, out))
    return attack_versions(versions) + tuple(sorted(set(beside)))


def attack_versions(versions: Iterable[Version], rule: Rule | None = None) -> tuple[Cell, ...]:
    """Return the zeros and small numbers of which too much can be told from versions that came out in this order.

    Among them the small that are shown, zeros that another version hides, and zeros of shares of few that are shown and
    do not follow from zeros of more.
    """
    rule, out = rule or Rule(), list(versions)
    table = joined(out)
    hidden = table.counts.keys() - table.known
    few = {cell for cell, count in table.counts.items() if rule.small(count)} | set(_hidden_zeros(out))
    told = unprotected(table, hidden, few & hidden, rule, chain(*wide_blocks(table.counts)))
    return tuple(sorted((few & table.known) | _let_out(table, set(_veiled_zeros(out))))) + told


def _hidden_zeros(versions: Iterable[Version]) -> Iterator[Cell]:
    """Yield the zeros that a version hides, by names that hold their number."""
    for one in versions:
        yield from (named(cell, 0) for cell, number in one.shown.items() if number is None and _is_zero(one, cell))


def _veiled_zeros(versions: Iterable[Version]) -> Iterator[Cell]:
    """Yield the zeros of shares of few, by names that hold their number."""
    for one in versions:
        yield from (named(cell, 0) for cell in one.month.veiled if _is_zero(one, cell))


def _is_zero(version: Version, cell: Cell) -> bool:
    return version.month.counts.get(cell) == 0


def _let_out(table: Table, veiled: Set[Cell]) -> Set[Cell]:
    """Return the zeros of shares of few that are shown and do not follow from zeros of more."""
    zeros = {cell for cell in table.known if table.counts[cell] == 0}
    return (veiled & zeros) - following(zeros - veiled, (one for one in table.sums if table.counts[one.total] == 0))


def _bounds(out: Iterable[Out], versions: Iterable[Version]) -> Iterator[Cell]:
    """Yield the hidden cells that are said to be more than what is shown of their parts."""
    for one, version in zip(out, versions, strict=True):
        given = at_least(version.month, one.shown) if one.bounds else {}
        yield from (cell for cell, bound in one.bounds.items() if bound > given.get(cell, 0))


def _amounts(out: Iterable[Out], versions: Iterable[Version]) -> Iterator[Cell]:
    """Yield the cells of few persons whose cents or days can be told closely from the versions of a month."""
    by_month: dict[str, list[Amounts]] = {}
    for one, version in zip(out, versions, strict=True):
        by_month.setdefault(one.month.name, []).append(Amounts(version.month, one.amounts))
    for told in by_month.values():
        for key in sorted({cell.measure for one in told for cell in one.month.amounts}):
            yield from told_of(key, told)


def _medians(out: Iterable[Out], versions: Iterable[Version]) -> Iterator[Cell]:
    """Yield the cells of too few persons of which a median is told, or whose number is hidden."""
    for one, version in zip(out, versions, strict=True):
        for cell in one.medians:
            if one.shown[cell] is None or version.month.counts[cell] < FEWEST_FOLLOWED:
                yield cell


def _curves(sealed: Sealed, out: Iterable[Out]) -> Iterator[Cell]:
    """Yield the places whose curves tell of a few, each by itself, or what is left of one without those inside."""
    for one in out:
        days = days_of(kept_rows(sealed, one)[0].get(CURVED, ()) if one.curves else ())
        met = {place: told[0] for (place, grouping, _), told in days.items() if grouping is Grouping.ALL}
        alone = [place for place, steps in one.curves.items() if few_in_steps(met[place], steps)]
        for place in (*alone, *few_left(met, one.curves, one.month)):
            yield Cell(CURVED, one.month.name, place, Grouping.ALL, ALL, "met", COUNT)
