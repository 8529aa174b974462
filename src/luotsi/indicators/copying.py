"""Rows in the binary format of PostgreSQL's COPY, which costs the server less than reading text.

Parts are packed once and known again by their identity: a million rows share a few thousand cells.
"""

from collections.abc import Iterable, Sequence
from itertools import chain, repeat
from struct import pack

from luotsi.indicators.numbering import A_SERIES
from luotsi.indicators.staged import Rows, Stored

COLUMNS = "series_id, vintage_id, id, scaled, exponent, gap"
"""In the order of the packed rows."""
BEGINNING = b"PGCOPY\n\xff\r\n\0" + bytes(8)
END = pack(">h", -1)
_COUNT = pack(">h", len(COLUMNS.split(", ")))
_NULL = pack(">i", -1)
_OF_EIGHT_BYTES = pack(">i", 8)


class Packing:
    """Packs rows, and keeps the cells that it has packed."""

    def __init__(self) -> None:
        self._cells: dict[int, bytes] = {}
        self._kept: list[Stored] = []

    def packed(self, one: Rows, vintage: int) -> bytes:
        """Return rows that are plain as one text of bytes."""
        count, first = len(one.numbers), one.series * A_SERIES
        numbers = pack(f">{count}q", *[first + number for number in one.numbers])
        start = _COUNT + _integer(one.series) + _integer(vintage) + _OF_EIGHT_BYTES
        each = [numbers[at : at + 8] for at in range(0, 8 * count, 8)]
        rows = zip(repeat(start, count), each, self._packed_cells(one.cells), strict=True)
        return b"".join(chain.from_iterable(rows))

    def _packed_cells(self, cells: Sequence[Stored]) -> Iterable[bytes]:
        try:
            return list(map(self._cells.__getitem__, map(id, cells)))
        except KeyError:
            for cell in cells:
                if id(cell) not in self._cells:
                    self._kept.append(cell)
                    self._cells[id(cell)] = _cell(cell)
            return self._packed_cells(cells)


def _cell(cell: Stored) -> bytes:
    scaled = _NULL if cell.scaled is None else _bigint(cell.scaled)
    return scaled + _field(pack(">h", cell.exponent)) + _field(cell.gap.encode())


def _integer(number: int) -> bytes:
    return _field(pack(">i", number))


def _bigint(number: int) -> bytes:
    return _field(pack(">q", number))


def _field(value: bytes) -> bytes:
    return pack(">i", len(value)) + value
