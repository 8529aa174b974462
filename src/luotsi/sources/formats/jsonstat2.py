"""JSON-stat 2.0 datasets as PxWeb and others write them."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from luotsi.core.collection import no_collection
from luotsi.core.values import Bounds, Cell, Flag, Gap
from luotsi.sources.formats.tables import (
    SYMBOLS,
    Dimension,
    Table,
    load,
    moment,
    number,
    optional,
    part,
    symbol,
    texts,
    typed,
)
from luotsi.sources.types import ReadReason, UnableToRead


@no_collection()
def parse(body: bytes, signs: Mapping[str, Cell] = SYMBOLS) -> Table:
    """Return the dataset; a null has its reason in `status`, an object keyed by the flat index, else it is missing.

    :raises UnableToRead: when anything in it is not as the format says
    """
    content = dataset(body)
    updated = optional(content, "updated", str)
    return Table(
        dimensions=dimensions(content),
        cells=_cells(part(content, "value", list), _statuses(content), signs),
        updated=moment(updated) if updated else None,
        source_label=optional(content, "source", str),
        notes=texts(optional(content, "note", list), "note"),
        limits=_limits(content),
    )


def _limits(content: Mapping[str, Any]) -> dict[int, Bounds]:
    """Return the limits of estimates as our own datasets hold them; what others keep in the extension is theirs."""
    interval = optional(content, "extension", dict).get("interval")
    if not isinstance(interval, dict) or not all(isinstance(interval.get(end), dict) for end in ("low", "high")):
        return {}
    low, high = ({_position(at): _end(value) for at, value in interval[end].items()} for end in ("low", "high"))
    return {at: Bounds(low[at], high[at]) for at in low.keys() & high.keys()}


def _end(value: object) -> Decimal:
    return Decimal(value if isinstance(value, _Decimal) else typed(value, "extension", int))


def dataset(body: bytes) -> dict[str, Any]:
    """Return the content of a dataset, its figures still unread.

    :raises UnableToRead: when it is no dataset
    """
    content = load(body, _Decimal)
    if part(content, "class", str) != "dataset" or part(content, "version", str) != "2.0":
        raise UnableToRead(ReadReason.WRONG_SHAPE, part="class dataset, version 2.0")
    return content


def dimensions(content: Mapping[str, Any]) -> tuple[Dimension, ...]:
    """Return the variables of a dataset in order.

    :raises UnableToRead: when they are not as the format says
    """
    codes = texts(part(content, "id", list), "id")
    sizes = part(content, "size", list)
    roles = optional(content, "role", dict)
    times, metrics = (texts(optional(roles, role, list), role) for role in ("time", "metric"))
    descriptions = part(content, "dimension", dict)
    found = []
    for code in codes:
        values = _categories(part(part(descriptions, code, dict), "category", dict))
        found.append(Dimension(code, values, is_time=code in times, is_content=code in metrics))
    if [len(dimension.values) for dimension in found] != sizes:
        raise UnableToRead(ReadReason.WRONG_TYPE, part="size", found=str(sizes)[:60])
    return tuple(found)


def _categories(category: Mapping[str, Any]) -> tuple[str, ...]:
    """Codes in order: a list, or an object from code to place; a single category may stand in `label` alone."""
    index = category.get("index")
    if index is None:
        labels = part(category, "label", dict)
        if len(labels) != 1:
            raise UnableToRead(ReadReason.WRONG_SHAPE, part="index")
        return tuple(labels)
    if isinstance(index, list):
        codes = texts(index, "index")
    else:
        places = typed(index, "index", dict)
        codes = tuple(sorted(places, key=lambda code: typed(places[code], "index", int)))
        if [places[code] for code in codes] != list(range(len(codes))):
            raise UnableToRead(ReadReason.WRONG_TYPE, part="index", found="places with holes")
    if len(set(codes)) != len(codes):
        raise UnableToRead(ReadReason.WRONG_TYPE, part="index", found="a code twice")
    return codes


def _statuses(content: Mapping[str, Any]) -> dict[int, str]:
    statuses = optional(content, "status", dict)
    return {_position(key): typed(sign, "status", str) for key, sign in statuses.items()}


def _position(key: str) -> int:
    if not (key.isascii() and key.isdigit()):
        raise UnableToRead(ReadReason.WRONG_TYPE, part="status", found=key[:20])
    return int(key)


class _Decimal(str):
    """A number with decimals as it was written: 12.0 and 12 are not to become one."""

    __slots__ = ()


class _Known(dict[int | _Decimal | None, Cell]):
    """The cell of each value that has been met."""

    def __missing__(self, value: int | _Decimal | None) -> Cell:
        self[value] = cell = _cell(value)
        return cell


def _cells(values: list[Any], statuses: Mapping[int, str], signs: Mapping[str, Cell]) -> list[Cell]:
    """Return the cell of each value; a million figures repeat a few thousand numbers, each of which is read once."""
    if not set(map(type, values)) <= {int, _Decimal, type(None)}:
        wrong = next(value for value in values if type(value) not in {int, _Decimal, type(None)})
        raise UnableToRead(ReadReason.WRONG_TYPE, part="value", found=str(wrong)[:20])
    cells = list(map(_Known().__getitem__, values))
    for at, sign in statuses.items():
        if at >= len(values):
            raise UnableToRead(ReadReason.WRONG_TYPE, part="status", found=f"a sign beside no figure at {at}")
        cells[at] = symbol(sign, signs) if values[at] is None else _flagged(cells[at], sign, at)
    return cells


def _flagged(cell: Cell, sign: str, at: int) -> Cell:
    """Return a figure with the flags that our own datasets write beside it."""
    assert cell.value is not None
    try:
        return Cell.of(cell.value, *map(Flag, sign.split(",")))
    except ValueError:
        found = f"a sign beside a figure at {at}"
        raise UnableToRead(ReadReason.WRONG_TYPE, part="status", found=found) from None


def _cell(value: int | _Decimal | None) -> Cell:
    return Cell.missing(Gap.MISSING) if value is None else number(value if isinstance(value, int) else Decimal(value))
