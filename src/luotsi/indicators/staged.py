"""What stands between the comparing of cells and their writing: cells and rows as columns of the database."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple


class Stored(NamedTuple):
    """A cell as columns, in the order of the table's."""

    scaled: int | None
    exponent: int
    gap: str
    flags: str = ""
    numerator_scaled: int | None = None
    denominator_scaled: int | None = None
    parts_exponent: int = 0


class Rows(NamedTuple):
    """Rows of one series that became known together; words as the database takes them."""

    series: int
    known_at: datetime
    numbers: Sequence[int]
    """Counted from the series' first number."""
    cells: Sequence[Stored]
    is_plain: bool
    """Whether every cell is a bare number or gap, as nearly all of a statistical answer are."""
    words: Sequence[Any] = ()
    note: str = ""
    entered_by: int | None = None


class Lot(NamedTuple):
    """Rows that are written in one go, and the moments at which they became known."""

    moments: Collection[datetime]
    rows: Iterable[Rows]
    """Those of new series are made while they are written."""
