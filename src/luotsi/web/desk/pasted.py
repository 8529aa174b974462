"""What somebody copied from a sheet: rows and cells as text, with quotes, line breaks and empty cells."""

import csv
from io import StringIO

MOST_PASTED = 500_000
"""Characters; a sheet of the grid's size has far fewer."""


class UnableToPaste(ValueError):
    """The text is no copied table."""


def pasted_cells(text: str) -> list[list[str]]:
    r"""Return the cells of copied rows; a merged cell is its value and empty ones.

    :raises UnableToPaste: when it is too long or holds a cell without end

    >>> pasted_cells('1\t"a\nb"\n\t3\n')
    [['1', 'a\nb'], ['', '3']]
    """
    if len(text) > MOST_PASTED:
        raise UnableToPaste("too long")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
    try:
        rows = list(csv.reader(StringIO(lines, newline=""), delimiter="\t"))
    except csv.Error as fault:
        raise UnableToPaste("a cell without end") from fault
    return [[cell.strip() for cell in row] for row in rows]
