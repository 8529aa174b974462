"""The attack on everything that is out: all months, versions and measures, as anybody could put them together."""

from collections.abc import Iterable, Iterator
from itertools import chain

from luotsi.protection.attack import unprotected
from luotsi.protection.types import Rule
from luotsi.register.releases.amounts import Amounts, told_of
from luotsi.register.releases.blocks import wide_blocks
from luotsi.register.releases.cells import COUNT, Cell
from luotsi.register.releases.curves import CURVED, days_of, few_in_steps, few_left
from luotsi.register.releases.joining import Version, joined
from luotsi.register.releases.kept import Out, kept_rows, kept_version, told_apart
from luotsi.register.releases.made import FEWEST_FOLLOWED
from luotsi.register.sealed import Sealed
from luotsi.register.types import ALL, Grouping


def attack_releases(sealed: Sealed, releases: Iterable[Out]) -> tuple[Cell, ...]:
    """Return the small numbers of which too much can be told from all these releases together; none is as it should be.

    Numbers of persons, amounts of few persons, medians of too few, and curves whose steps tell of a few.

    :raises luotsi.register.releases.types.UnableToRelease: when the numbers of one of them are not in the folder
    """
    out = list(releases)
    versions = [kept_version(sealed, one, told_apart(out, one.month)) for one in out]
    beside = chain(_amounts(out, versions), _medians(out, versions), _curves(sealed, out))
    return attack_versions(versions) + tuple(sorted(set(beside)))


def attack_versions(versions: Iterable[Version], rule: Rule | None = None) -> tuple[Cell, ...]:
    """Return the small numbers of which too much can be told from versions that came out in this order."""
    rule, table = rule or Rule(), joined(versions)
    small = {cell for cell, count in table.counts.items() if rule.small(count)}
    hidden = table.counts.keys() - table.known
    told = unprotected(table, hidden, small & hidden, rule, chain(*wide_blocks(table.counts)))
    return tuple(sorted(small & table.known)) + told


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
