"""A table of cells by named dimensions, and the small readings that every format shares."""

import json
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from itertools import product
from math import prod
from typing import Any, NoReturn, Protocol, TypeVar

from luotsi.core.periods import Period, PeriodError
from luotsi.core.values import Bounds, Cell, Gap
from luotsi.sources.types import ReadAnswer, ReadLine, ReadReason, Rows, UnableToRead

# Statistics Finland's signs. "-" is nothing at all, a true zero; the office adds it as one.
SYMBOLS: Mapping[str, Cell] = {
    "...": Cell.missing(Gap.HIDDEN),
    "…": Cell.missing(Gap.HIDDEN),
    "..": Cell.missing(Gap.MISSING),
    ".": Cell.missing(Gap.NOT_APPLICABLE),
    "-": Cell.of(0),
}
_PERIODS = (
    (re.compile(r"(\d{4})M(\d{2})"), r"\1-\2"),
    (re.compile(r"(\d{4})[QK]([1-4])"), r"\1-Q\2"),  # K in Sweden and Norway
    (re.compile(r"(\d{4})H([12])"), r"\1-H\2"),
    (re.compile(r"(\d{4})"), r"\1"),
)
_PLACES = 20
# The JSON of PxWeb writes the time with dots, JSON-stat with colons.
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})T(\d{2})[.:](\d{2})[.:](\d{2})Z")


@dataclass(frozen=True, slots=True)
class Dimension:
    """One variable of a table with its codes in order."""

    code: str
    values: tuple[str, ...]
    is_time: bool = False
    is_content: bool = False


_NONE = Dimension("", ("",))


@dataclass(frozen=True, slots=True)
class Table:
    """Cells in the order of the dimensions, the last one running fastest."""

    dimensions: tuple[Dimension, ...]
    cells: Sequence[Cell]
    updated: datetime | None
    source_label: str
    notes: tuple[str, ...]
    limits: Mapping[int, Bounds] = field(default_factory=dict)
    """Between which numbers estimates lie, by their place among the cells."""

    def __post_init__(self) -> None:
        expected = prod(len(dimension.values) for dimension in self.dimensions)
        if len(self.cells) != expected:
            raise UnableToRead(ReadReason.DIFFERENT_SIZE, found=len(self.cells), expected=expected)


def answer(table: Table, *, place: str, time: str, content: str, groups: Collection[str] = ()) -> ReadAnswer:
    """Return the table as rows by place, content, groups and period; every other dimension must have one value.

    Without a name, place or content is empty in every row.

    :raises UnableToRead: when a dimension is missing or another one has several values
    """
    by_code = {dimension.code: dimension for dimension in table.dimensions}
    named = {place, time, content, *groups} - {""}
    others = [d.code for d in table.dimensions if d.code not in named and len(d.values) != 1]
    if others or not named <= set(by_code) or len(by_code) != len(table.dimensions):
        raise UnableToRead(ReadReason.CHANGED_DIMENSION, found=", ".join(by_code))
    return ReadAnswer(
        rows=Rows(
            _lines(
                table,
                by_code.get(place, _NONE),
                by_code[time],
                by_code.get(content, _NONE),
                [by_code[one] for one in groups],
            )
        ),
        updated=table.updated,
        source_label=table.source_label,
        notes=table.notes,
    )


def _lines(
    table: Table, place: Dimension, time: Dimension, content: Dimension, groups: Sequence[Dimension]
) -> list[ReadLine]:
    """Cut the cells into lines along the time, without touching any of them."""
    strides, step = {}, 1
    for dimension in reversed(table.dimensions):
        strides[dimension.code] = step
        step *= len(dimension.values)
    periods = tuple(period(code) for code in time.values)
    stride, cells, lines = strides[time.code], table.cells, []
    whole = stride * len(periods)
    others = [
        [(at * strides.get(one.code, 0), code) for at, code in enumerate(one.values)]
        for one in (place, content, *groups)
    ]
    for chosen in product(*others):
        start = sum(at for at, _code in chosen)
        (_place, place_code), (_content, content_code), *rest = chosen
        named = tuple((one.code, code) for one, (_at, code) in zip(groups, rest, strict=True))
        lines.append(ReadLine(place_code, content_code, periods, cells[start : start + whole : stride], named))
    return lines


class HasValues(Protocol):
    """A dimension of an answer or a variable of a table."""

    @property
    def values(self) -> tuple[str, ...]: ...


Holder = TypeVar("Holder", bound=HasValues)


def holding(candidates: Sequence[Holder], codes: tuple[str, ...], reason: ReadReason) -> Holder:
    """Return the one that has all the codes, whatever it is called.

    :raises UnableToRead: for the reason, naming the codes that the nearest one lacks
    """
    best = max(candidates, key=lambda candidate: len(set(codes) & set(candidate.values)), default=None)
    lacking = sorted(set(codes) - set(best.values if best else ()))
    if best is None or lacking or not codes:
        raise UnableToRead(reason, found=", ".join(lacking[:5]))
    return best


def load(body: bytes, decimals: Callable[[str], object] = Decimal) -> dict[str, Any]:
    """Return the JSON object in the bytes, decimals as Decimal unless they are to be read in another way.

    :raises UnableToRead: when it is no JSON, half of one, or no object
    """
    return typed(_json(body, decimals), "answer", dict)  # type: ignore[no-any-return]


def load_list(body: bytes) -> list[Any]:
    """Return the JSON list in the bytes, decimals as Decimal.

    :raises UnableToRead: when it is no JSON, half of one, or no list
    """
    return typed(_json(body), "answer", list)  # type: ignore[no-any-return]


def _json(body: bytes, decimals: Callable[[str], object] = Decimal) -> object:
    start = body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start not in {b"{", b"["}:
        raise UnableToRead(ReadReason.NOT_JSON)
    try:
        return json.loads(body.decode("utf-8-sig"), parse_float=decimals, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as fault:
        raise UnableToRead(ReadReason.BROKEN_JSON) from fault


def part(content: Mapping[str, Any], name: str, kind: type[Any]) -> Any:
    """Return a part of an answer that must be there and of that kind.

    :raises UnableToRead: when it is not
    """
    if name not in content:
        raise UnableToRead(ReadReason.WRONG_SHAPE, part=name)
    return typed(content[name], name, kind)


def optional(content: Mapping[str, Any], name: str, kind: type[Any]) -> Any:
    """Return a part of an answer that may be left out, then an empty one of that kind.

    :raises UnableToRead: when it is there and of another kind
    """
    return kind() if content.get(name) is None else typed(content[name], name, kind)


def typed(value: object, name: str, kind: type[Any]) -> Any:
    """Return the value when it is of that kind.

    :raises UnableToRead: when it is not; true and false are no numbers
    """
    if type(value) is not kind:
        raise UnableToRead(ReadReason.WRONG_TYPE, part=name, found=type(value).__name__)
    return value


def texts(values: object, name: str) -> tuple[str, ...]:
    """Return a list of strings.

    :raises UnableToRead: when it is none
    """
    return tuple(typed(value, name, str) for value in typed(values, name, list))


def number(value: int | Decimal) -> Cell:
    """Return the cell of a number.

    :raises UnableToRead: for a number no statistics hold, of more than twenty places
    """
    found = Decimal(value)
    if abs(found.adjusted()) >= _PLACES:
        raise UnableToRead(ReadReason.WRONG_TYPE, part="value", found=f"a number of {abs(found.adjusted())} places")
    return Cell.of(found)


def symbol(sign: object, signs: Mapping[str, Cell] = SYMBOLS) -> Cell:
    """Return the cell that a sign in place of a figure stands for.

    :raises UnableToRead: when the sign is not one of those; without any named, of Statistics Finland's
    """
    if not isinstance(sign, str) or sign not in signs:
        raise UnableToRead(ReadReason.UNKNOWN_SYMBOL, found=str(sign)[:20])
    return signs[sign]


@cache
def period(code: str) -> Period:
    """Return the period of a code: `2026`, `2026M06`, `2026Q2` or `2026K2`, `2026H1`.

    :raises UnableToRead: for any other code
    """
    for pattern, name in _PERIODS:
        found = pattern.fullmatch(code)
        if found:
            try:
                return Period.parse(found.expand(name))
            except PeriodError:
                break
    raise UnableToRead(ReadReason.UNKNOWN_PERIOD, found=code[:20])


def moment(text: str) -> datetime:
    """Return the moment of publication, in either spelling.

    :raises UnableToRead: when it is no moment in UTC
    """
    found = _MOMENT.fullmatch(text)
    try:
        if found:
            return datetime.strptime("{}T{}:{}:{}".format(*found.groups()), "%Y-%m-%dT%H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        pass
    raise UnableToRead(ReadReason.WRONG_TYPE, part="updated", found=text[:30])


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")
