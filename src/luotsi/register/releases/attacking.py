"""The attack on everything that is out: all months, versions and measures, as anybody could put them together."""

from collections.abc import Iterable
from itertools import chain

from luotsi.protection.attack import unprotected
from luotsi.protection.types import Rule
from luotsi.register.releases.blocks import wide_blocks
from luotsi.register.releases.cells import Cell
from luotsi.register.releases.joining import Version, joined
from luotsi.register.releases.kept import Out, kept_version, told_apart
from luotsi.register.sealed import Sealed


def attack_releases(sealed: Sealed, releases: Iterable[Out]) -> tuple[Cell, ...]:
    """Return the small numbers of which too much can be told from all these releases together; none is as it should be.

    :raises luotsi.register.releases.types.UnableToRelease: when the numbers of one of them are not in the folder
    """
    out = list(releases)
    return attack_versions(kept_version(sealed, one, told_apart(out, one.month)) for one in out)


def attack_versions(versions: Iterable[Version], rule: Rule | None = None) -> tuple[Cell, ...]:
    """Return the small numbers of which too much can be told from versions that came out in this order."""
    rule, table = rule or Rule(), joined(versions)
    small = {cell for cell, count in table.counts.items() if rule.small(count)}
    hidden = table.counts.keys() - table.known
    told = unprotected(table, hidden, small & hidden, rule, chain(*wide_blocks(table.counts)))
    return tuple(sorted(small & table.known)) + told
