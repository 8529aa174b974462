"""Decisions of the review that need no database."""

from collections.abc import Iterable
from typing import NamedTuple


class StandingRow(NamedTuple):
    """A proposal and what it hangs on."""

    key: int
    parent: int | None


def would_loop(rows: Iterable[StandingRow], *, moved: int, under: int) -> bool:
    """Tell whether hanging `moved` under `under` would make it its own ancestor."""
    parents = dict(rows)
    above: int | None = under
    while above is not None:
        if above == moved:
            return True
        above = parents.get(above)
    return False
