"""The attack on everything that is out: all months, versions and measures, as anybody could put them together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from luotsi.core.periods import Period
from luotsi.protection.attack import unprotected
from luotsi.protection.types import Rule, Sum, Table
from luotsi.register.releases.cells import Cell
from luotsi.register.releases.making import kept_month
from luotsi.register.releases.protecting import Shown, Version
from luotsi.register.sealed import Sealed


@dataclass(frozen=True, slots=True)
class Out:
    """A release as anybody sees it, and the name of the numbers that it was made of.

    areas : the areas told apart in all releases of the month, None of the whole country
    """

    month: Period
    areas: frozenset[str] | None
    fingerprint: str
    shown: Shown


def attack_releases(sealed: Sealed, releases: Iterable[Out]) -> tuple[Cell, ...]:
    """Return the small numbers of which too much can be told from all these releases together; none is as it should be.

    :raises luotsi.register.releases.types.UnableToRelease: when the numbers of one of them are not in the folder
    """
    return attack_versions(
        Version(kept_month(sealed, one.month, one.areas, one.fingerprint), one.shown) for one in releases
    )


def attack_versions(versions: Iterable[Version], rule: Rule | None = None) -> tuple[Cell, ...]:
    """Return the small numbers of which too much can be told; versions that agree on a number share its name."""
    rule = rule or Rule()
    counts: dict[Cell, int] = {}
    sums: dict[Sum, None] = {}
    seen: set[Cell] = set()
    not_none: set[Cell] = set()
    for version in versions:
        names = {cell: cell._replace(was=count) for cell, count in version.month.counts.items()}
        counts |= {names[cell]: count for cell, count in version.month.counts.items()}
        seen |= {names[cell] for cell, number in version.shown.items() if number is not None and cell in names}
        not_none |= {
            names[cell] for cell, number in version.shown.items() if number is None and cell not in version.month.veiled
        }
        sums |= dict.fromkeys(_named(total, names) for total in version.month.sums)
    hidden = counts.keys() - seen
    small = {cell for cell, count in counts.items() if rule.small(count)}
    table = Table(counts, tuple(sums), unshown=frozenset(hidden - not_none))
    return tuple(sorted(small & seen, key=repr)) + unprotected(table, hidden, small & hidden, rule)


def _named(total: Sum, names: Mapping[Cell, Cell]) -> Sum:
    return Sum(names[total.total], tuple(names[part] for part in total.parts))
