"""What to choose of a table of statistics, by role and within limits; how it is asked is left to each interface."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from math import prod
from typing import Any, TypeVar

from luotsi.core.periods import Period
from luotsi.sources.formats.tables import Dimension, Table, holding, period
from luotsi.sources.types import Limits, ReadReason, UnableToRead


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable of a table; one that is `eliminable` gives its total when it is left out."""

    code: str
    text: str
    values: tuple[str, ...]
    value_texts: tuple[str, ...]
    eliminable: bool
    is_time: bool


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a table can be asked."""

    title: str
    variables: tuple[Variable, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Figures to ask for: contents and places by the source's codes, every period published from `since` to `until`.

    `fixed` names the value of a variable that cannot be left out, such as sex or age.
    """

    contents: tuple[str, ...]
    places: tuple[str, ...]
    since: Period
    until: Period | None = None
    fixed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The values chosen of each variable; the answer must have exactly these places, periods and contents.

    Without a name, no variable is the place or the content: then all figures are of one, which the table does not tell.
    """

    place_variable: str
    time_variable: str
    content_variable: str
    places: tuple[str, ...]
    periods: tuple[str, ...]
    contents: tuple[str, ...]
    fixed: tuple[tuple[str, str], ...] = ()

    @property
    def cells(self) -> int:
        """How many figures are asked for."""
        return prod(max(1, len(part)) for part in (self.places, self.periods, self.contents))

    @property
    def values(self) -> dict[str, tuple[str, ...]]:
        """The values by variable, always in the same order."""
        named = {
            self.place_variable: self.places,
            self.time_variable: self.periods,
            self.content_variable: self.contents,
        } | {code: (value,) for code, value in self.fixed}
        return {code: values for code, values in named.items() if code}

    @property
    def parts(self) -> dict[str, Any]:
        """The fields by name, for the question of one interface."""
        return {part.name: getattr(self, part.name) for part in fields(Selection)}


Chosen = TypeVar("Chosen", bound=Selection)


def select(metadata: Metadata, wanted: Wanted) -> Selection:
    """Return what to choose of the table for all that is wanted.

    Notes
    -----
    Variables are found by role: time by its mark, places and contents by the codes wanted, since their names change
    with the table and the year (`Alue`, `alue_23_20260101`). Others are left out where the table allows it.

    :raises UnableToRead: when the table has no such content or place, or variables that nothing is said about
    """
    time = _the_one([variable for variable in metadata.variables if variable.is_time], metadata)
    rest = [variable for variable in metadata.variables if variable is not time]
    content = holding(rest, wanted.contents, ReadReason.UNKNOWN_CONTENT)
    place = holding([variable for variable in rest if variable is not content], wanted.places, ReadReason.UNKNOWN_PLACE)
    others = {variable.code: variable for variable in rest if variable is not content and variable is not place}
    unsaid = [code for code, variable in others.items() if not variable.eliminable and code not in wanted.fixed]
    wrong = [code for code, value in wanted.fixed.items() if code not in others or value not in others[code].values]
    if unsaid or wrong:
        raise UnableToRead(ReadReason.CHANGED_DIMENSION, found=", ".join(unsaid + wrong))
    last = wanted.until
    periods = [code for code in time.values if wanted.since <= period(code) and (last is None or period(code) <= last)]
    if not periods:
        raise UnableToRead(ReadReason.NOTHING_PUBLISHED)
    return Selection(
        place_variable=place.code,
        time_variable=time.code,
        content_variable=content.code,
        places=wanted.places,
        periods=tuple(periods),
        contents=wanted.contents,
        fixed=tuple(sorted(wanted.fixed.items())),
    )


def compare(table: Table, selection: Selection, content_code: str) -> None:
    """Refuse an answer that lacks a value asked or has another; the order of values is free.

    :raises UnableToRead: for the first variable that is not as asked
    """
    asked = selection.values
    if selection.content_variable:
        asked[content_code] = asked.pop(selection.content_variable)
    if {dimension.code for dimension in table.dimensions} != set(asked):
        raise UnableToRead(ReadReason.CHANGED_DIMENSION, found=", ".join(d.code for d in table.dimensions))
    for dimension in table.dimensions:
        unlike = sorted(set(dimension.values) ^ set(asked[dimension.code]))
        if unlike:
            raise UnableToRead(_reason(dimension, selection, content_code), found=", ".join(unlike[:5]))


def _reason(dimension: Dimension, selection: Selection, content_code: str) -> ReadReason:
    if dimension.code == content_code:
        return ReadReason.UNKNOWN_CONTENT
    return ReadReason.UNKNOWN_PLACE if dimension.code == selection.place_variable else ReadReason.CHANGED_DIMENSION


def within(chosen: Chosen, limits: Limits) -> Iterator[Chosen]:
    """Halve the longest part of the question until every piece is within the limits."""
    parts = {"places": chosen.places, "periods": chosen.periods, "contents": chosen.contents}
    name, longest = max(parts.items(), key=lambda item: len(item[1]))
    fits = chosen.cells <= limits.max_cells and len(longest) <= limits.max_values
    if fits or len(longest) == 1:
        yield chosen
        return
    middle = (len(longest) + 1) // 2
    for half in (longest[:middle], longest[middle:]):
        match name:
            case "places":
                yield from within(replace(chosen, places=half), limits)
            case "periods":
                yield from within(replace(chosen, periods=half), limits)
            case _:
                yield from within(replace(chosen, contents=half), limits)


def _the_one(variables: list[Variable], metadata: Metadata) -> Variable:
    if len(variables) != 1:
        raise UnableToRead(ReadReason.CHANGED_DIMENSION, found=", ".join(v.code for v in metadata.variables))
    return variables[0]
