"""What a connection asks: a table by the roles of its variables, an indicator, or somebody's columns; saved as JSON."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from luotsi.core.periods import Period, PeriodKind
from luotsi.core.units import WrittenUnit
from luotsi.core.values import Cell
from luotsi.orgs import geography
from luotsi.sources.connectors import kela
from luotsi.sources.formats.grids import Grid
from luotsi.sources.formats.tables import period as period_of_code
from luotsi.sources.formats.written import cell_of, decimal_sign, period_of
from luotsi.sources.mapping import ColumnMapping, PlaceKind, UnableToMap, find_place, limit_columns
from luotsi.sources.selections import Metadata, Selection, Variable
from luotsi.sources.types import ReadReason, UnableToRead

if TYPE_CHECKING:
    from luotsi.sources.models import Connection

FIGURE = "value"
"""The content of every figure that a connection gives: it has one."""
_OWN_CODES = ("KU", "TA", geography.COUNTRY)
_WHOLE = ("yhteensä", "kaikki", "koko ", "total", "totalt", "samtliga", "båda", "all")
_PLACE_WORDS = ("kunta", "kunna", "alue", "kommun", "område", "municip", "area", "region")
_CONNECTION = re.compile(r"[a-z0-9]+-c\d+", re.ASCII)
_BESIDE = frozenset({"kind", "about", "sample", "unit"})
"""What is saved beside a question: title and publisher, the file that was brought, the unit the source writes in."""
_MONTHLY = ("kuukausi",)
"""What Kela's files call the rows of months, beside rows of years that add them up."""
VALUES_OFFERED = 100
_LONGEST_VALUE, _LONGEST_EXAMPLE, _EXAMPLES = 200, 30, 3
_ROWS_GUESSED_FROM = 200
_LEAST_SHARE = 0.5


class UnableToAsk(ValueError):
    """What was saved is no question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VariableQuestion:
    """A table of statistics by the roles of its variables; `fixed` chooses one value of each that is not left out."""

    version: int
    base_url: str
    language: str
    table: str
    time: str
    place: str = ""
    only_place: str = ""
    fixed: Mapping[str, str] = field(default_factory=dict)

    def selection(self, metadata: Metadata, places: Sequence[str], newest: int | None = None) -> Selection:
        """Return what to choose of the table: the places it has of those wanted, every period or the newest ones.

        :raises UnableToRead: when the table no longer has what was chosen
        """
        variables = {one.code: one for one in metadata.variables}
        wanted = {self.time, self.place, *self.fixed} - {""}
        lacking = sorted(wanted - set(variables)) + [
            value for code, value in self.fixed.items() if code in variables and value not in variables[code].values
        ]
        unsaid = [one.code for one in metadata.variables if one.code not in wanted and not one.eliminable]
        if lacking or unsaid:
            raise UnableToRead(ReadReason.CHANGED_DIMENSION, found=", ".join(lacking + unsaid))
        chosen = (
            [code for code, place in known_places(variables[self.place]).items() if place in places]
            if self.place
            else []
        )
        periods = sorted(variables[self.time].values, key=lambda code: period_of_code(code).start)
        if self.place and not chosen:
            raise UnableToRead(ReadReason.UNKNOWN_PLACE, found=", ".join(places[:5]))
        if not periods:
            raise UnableToRead(ReadReason.NOTHING_PUBLISHED)
        return Selection(
            place_variable=self.place,
            time_variable=self.time,
            content_variable="",
            places=tuple(chosen),
            periods=tuple(periods[-newest:] if newest else periods),
            contents=(),
            fixed=tuple(sorted(self.fixed.items())),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorQuestion:
    """An indicator of Sotkanet, with the title it had when it was connected."""

    base_url: str
    number: int
    title: str


class Where(StrEnum):
    """Where somebody's columns are."""

    ADDRESS = "address"
    UPLOAD = "upload"
    KELA = "kela"
    VIPUNEN = "vipunen"


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnQuestion:
    """A table of columns; `at` is its address, the name of the file that was brought, or the name of the resource."""

    where: Where
    at: str
    mapping: ColumnMapping
    base_url: str = ""

    def kela_query(self, places: Sequence[str]) -> kela.Query:
        """Return the question for Kela's own file, by whose rules it is read.

        :raises UnableToAsk: when places or months are not columns, or no total is chosen
        """
        mapping = self.mapping
        if not mapping.place or not mapping.period or not mapping.only:
            raise UnableToAsk("Kela's files name place and month in columns, and totals in others")
        (time_kind, monthly), *totals = mapping.only.items()
        columns = kela.Columns(mapping.place, mapping.period, time_kind, monthly, dict(totals))
        is_country = tuple(places) == (geography.COUNTRY,)
        dataset = kela.Dataset.COUNTRY if is_country else kela.Dataset.MUNICIPALITIES
        return kela.Query(self.at, dataset, tuple(mapping.values.values()), tuple(places), columns)


Question = VariableQuestion | IndicatorQuestion | ColumnQuestion


def as_saved(question: Question) -> dict[str, Any]:
    """Return the question as saved in JSON."""
    match question:
        case ColumnQuestion():
            return {
                "kind": "columns",
                "where": str(question.where),
                "at": question.at,
                "base_url": question.base_url,
                "mapping": question.mapping.as_dict(),
            }
        case VariableQuestion():
            return {"kind": "variables", **asdict(question)}
        case IndicatorQuestion():
            return {"kind": "indicator", **asdict(question)}


def question_of(saved: Mapping[str, Any]) -> Question:
    """Return the question that was saved.

    :raises UnableToAsk: when it is none
    """
    kind, parts = saved.get("kind"), {name: value for name, value in saved.items() if name not in _BESIDE}
    try:
        if kind == "columns":
            mapping = ColumnMapping.of(parts.pop("mapping"))
            return ColumnQuestion(**{**parts, "where": Where(parts["where"]), "mapping": mapping})
        return VariableQuestion(**parts) if kind == "variables" else IndicatorQuestion(**parts)
    except (KeyError, TypeError, ValueError, UnableToMap) as fault:
        raise UnableToAsk(str(fault)) from fault


def written_unit(saved: Mapping[str, Any]) -> WrittenUnit:
    """Return the unit in which the source writes what a saved question asks, the measure's own where none is told."""
    return WrittenUnit(saved.get("unit") or WrittenUnit.ONE)


def known_places(variable: Variable) -> dict[str, str]:
    """Return the place of each value that is one, by its code or, where codes are the source's own, by its name."""
    found: dict[str, str] = {}
    for code, text in zip(variable.values, variable.value_texts, strict=True):
        is_own = code.startswith(_OWN_CODES)
        kind = PlaceKind.AREA if code.startswith("TA") else PlaceKind.MUNICIPALITY
        place = find_place(code if is_own else text, kind)
        if place is not None and place not in found.values():
            found[code] = place
    return found


def likely_place(variables: Sequence[Variable]) -> Variable | None:
    """Return the variable most of whose values are places, None when none are."""
    best = max((one for one in variables if not one.is_time), key=lambda one: len(known_places(one)), default=None)
    return best if best is not None and known_places(best) else None


def likely_value(variable: Variable) -> str:
    """Return the value that stands for all, where the variable has one, else its first."""
    texts = zip(variable.values, variable.value_texts, strict=True)
    whole = (code for code, text in texts if text.casefold().startswith(_WHOLE))
    return next(whole, variable.values[0] if variable.values else "")


def likely_roles(metadata: Metadata, base: VariableQuestion, only_place: str) -> VariableQuestion:
    """Return the question with the roles that its variables seem to have, for a person to check.

    :raises UnableToRead: when not exactly one variable is the time
    """
    times = [one for one in metadata.variables if one.is_time]
    if len(times) != 1:
        raise UnableToRead(ReadReason.CHANGED_DIMENSION, found=", ".join(one.code for one in metadata.variables))
    place = likely_place(metadata.variables)
    others = [one for one in metadata.variables if one is not place and not one.is_time and not one.eliminable]
    fixed = {one.code: likely_value(one) for one in others}
    return replace(
        base,
        time=times[0].code,
        place=place.code if place else "",
        only_place="" if place else only_place,
        fixed=fixed,
    )


def likely_mapping(grid: Grid, only_place: str, only_period: str, days_are: PeriodKind) -> ColumnMapping:
    """Return what the columns of a table seem to mean, for a person to check.

    :raises UnableToRead: when no column is left for the figures
    """
    sample = grid.rows[:_ROWS_GUESSED_FROM]
    columns = {name: [row.text(at) for row in sample] for at, name in enumerate(grid.columns) if name}
    place = _most({name: texts for name, texts in columns.items() if _may_be_places(name, texts)}, _is_place)
    period = _most(columns, lambda text: _is_of_kind(text, days_are), without={place})
    low, high = limit_columns(grid.columns)
    figure = _most(columns, _is_figure, without={place, period, low, high}, is_last=True)
    if not figure:
        raise UnableToRead(ReadReason.NOT_TABLE)
    whole = _WHOLE + (_MONTHLY if days_are is PeriodKind.MONTH else ())
    only = {
        name: next(text for text in columns[name] if text.casefold().startswith(whole))
        for name in grid.columns
        if name in set(columns) - {place, period, figure}
        and any(text.casefold().startswith(whole) for text in columns[name])
        and not _most({name: columns[name]}, _is_place)
    }
    return ColumnMapping(
        values={FIGURE: figure},
        place=place,
        only_place="" if place else only_place,
        places_are=PlaceKind.AREA if not place and only_place.startswith("TA") else PlaceKind.MUNICIPALITY,
        period=period,
        only_period="" if period else only_period,
        only=only,
        low=low,
        high=high,
        days_are=days_are,
    )


def _most(
    columns: Mapping[str, list[str]],
    fits: Callable[[str], bool],
    *,
    without: Collection[str] = (),
    is_last: bool = False,
) -> str:
    """Return the column whose entries fit best, the first or last of several; nothing when under half of them fit."""
    filled = {name: [text for text in texts if text] for name, texts in columns.items() if name not in without}
    shares = {name: sum(map(fits, texts)) / len(texts) for name, texts in filled.items() if texts}
    best = max(shares.values(), default=0)
    names = [name for name, share in shares.items() if share == best]
    return names[-1 if is_last else 0] if best >= _LEAST_SHARE else ""


def _may_be_places(name: str, texts: list[str]) -> bool:
    """Tell whether a column may name places; bare numbers do only where its name says so, for figures are such too."""
    return not any(text.isdigit() for text in texts) or any(word in name.casefold() for word in _PLACE_WORDS)


def _is_place(text: str) -> bool:
    return find_place(text, PlaceKind.MUNICIPALITY) is not None


def _is_of_kind(text: str, kind: PeriodKind) -> bool:
    found = period_of(text, kind)
    return isinstance(found, Period) and found.kind is kind


def _is_figure(text: str) -> bool:
    return isinstance(cell_of(text, decimal_sign([text]) or ","), Cell)


def offered_variables(metadata: Metadata) -> dict[str, Any]:
    """Return what a table offers as saved in JSON."""
    return {"title": metadata.title, "variables": [asdict(one) for one in metadata.variables]}


def variables_of(offered: Mapping[str, Any]) -> Metadata:
    """Return what a table offered when it was asked."""
    return Metadata(
        offered["title"],
        tuple(
            Variable(
                code=one["code"],
                text=one["text"],
                values=tuple(one["values"]),
                value_texts=tuple(one["value_texts"]),
                eliminable=one["eliminable"],
                is_time=one["is_time"],
            )
            for one in offered["variables"]
        ),
    )


def offered_columns(grid: Grid) -> dict[str, Any]:
    """Return the columns of a table with some entries, and all the values of those that have few, as saved in JSON."""
    values: dict[str, list[str]] = {}
    examples: dict[str, list[str]] = {}
    for at, name in enumerate(grid.columns):
        found = list(dict.fromkeys(row.text(at) for row in grid.rows))
        is_short = len(found) <= VALUES_OFFERED and max(map(len, found), default=0) <= _LONGEST_VALUE
        values[name] = found if is_short else []
        examples[name] = [text[:_LONGEST_EXAMPLE] for text in found if text][:_EXAMPLES]
    return {"columns": list(grid.columns), "values": values, "examples": examples}


def is_connection(source_key: str) -> bool:
    """Tell whether a key of series is one of a connection.

    >>> is_connection("statfin-c12"), is_connection("statfin-12r5")
    (True, False)
    """
    return _CONNECTION.fullmatch(source_key) is not None


def is_upload(connection: "Connection") -> bool:
    """Tell whether the figures come from a file that is brought."""
    return bool(connection.question.get("where") == Where.UPLOAD)


def host_of(connection: "Connection") -> str:
    """Return the host that a connection asks, empty where a file is brought."""
    saved = connection.question
    return urlsplit(saved.get("base_url") or saved.get("at", "")).hostname or ""
