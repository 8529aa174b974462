"""The groups that a definition's figure is divided into, and how a series names the one that it is about."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from luotsi.core.text import Text
from luotsi.indicators.types import AddsUp


class BadDimensions(ValueError):
    """A definition's dimensions cannot be read; the sentence says what to mend."""


@dataclass(frozen=True, slots=True)
class Group:
    """One value of a dimension, by the source's code of a content or of a value of the dimension's variable."""

    key: str
    name: Text
    content: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Dimension:
    """What a figure is divided by; `variable` is the source's own, where it has one."""

    key: str
    name: Text
    adds_up: AddsUp
    groups: tuple[Group, ...]
    variable: str = ""
    total: str = "SSS"
    """The source's code for all groups together."""


def read(stored: Iterable[Mapping[str, Any]]) -> tuple[Dimension, ...]:
    """Return the dimensions as a definition keeps them.

    :raises BadDimensions: when one lacks its key, a name, or two groups
    """
    found = tuple(_dimension(one) for one in stored)
    if len({one.key for one in found}) < len(found):
        raise BadDimensions("a dimension stands twice")
    return found


def _dimension(stored: Mapping[str, Any]) -> Dimension:
    try:
        groups = tuple(
            Group(one["key"], Text.of(one["name"]), one.get("content", ""), str(one.get("code", "")))
            for one in stored["groups"]
        )
        found = Dimension(stored["key"], Text.of(stored["name"]), AddsUp(stored["adds_up"]), groups)
        found = replace(found, variable=stored.get("variable", ""), total=str(stored.get("total", "SSS")))
    except (KeyError, TypeError, ValueError) as fault:
        raise BadDimensions(f"{stored.get('key', 'a dimension without key')}: {fault}") from fault
    if len({one.key for one in groups}) < max(len(groups), 2):
        raise BadDimensions(f"{found.key} has fewer than two groups, or one of them twice")
    if any(not (one.content if not found.variable else one.code) for one in groups):
        raise BadDimensions(f"a group of {found.key} does not say how the source names it")
    return found


def written(groups: Mapping[str, str]) -> str:
    """Return the groups as a series names them: dimensions in order of key; empty for all together.

    >>> written({"sex": "women", "age": "under-25"})
    'age=under-25,sex=women'
    """
    return ",".join(f"{key}={groups[key]}" for key in sorted(groups))


def group_of(dimensions: Iterable[Dimension], groups: Iterable[tuple[str, str]]) -> str | None:
    """Return how a series names the groups that a source tells by its variables, None for groups nobody asked for."""
    by_variable = {one.variable: one for one in dimensions if one.variable}
    found = {}
    for variable, code in groups:
        dimension = by_variable.get(variable)
        if dimension is None:
            return None
        group = next((one for one in dimension.groups if one.code == code), None)
        if group is not None:
            found[dimension.key] = group.key
        elif code != dimension.total:
            return None
    return written(found)
