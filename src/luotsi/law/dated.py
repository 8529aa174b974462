"""The reader of the rule files; what a rule means for a case is left to the modules named after it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from itertools import combinations
from typing import Any, Literal, overload

import yaml

from luotsi.core.text import Text
from luotsi.law.types import Ladder, NoLaw, Provision, Step


class UnknownRule(LookupError):
    """No rule file has that name, or the rule is asked with other keys than it has."""


class UnsoundRule(ValueError):
    """A rule file contradicts itself; the text says where."""


@dataclass(frozen=True, slots=True)
class _Silence:
    """A stretch of days whose law nobody here has read, and what to tell about it."""

    key: Mapping[str, str]
    valid_from: date
    explanation: Text


@dataclass(frozen=True, slots=True)
class _Rule:
    name: Text
    keys: tuple[str, ...]
    provisions: tuple[Provision[Any], ...]
    silences: tuple[_Silence, ...]


@overload
def at(rule: Literal["municipal_share"], on: date, *, benefit: str) -> Provision[Ladder]: ...
@overload
def at(rule: Literal["daily_benefit"], on: date) -> Provision[Decimal]: ...
@overload
def at(rule: Literal["interview_limit", "discussion_interval"], on: date) -> Provision[int]: ...
def at(rule: str, on: date, **key: str) -> Provision[Any]:
    """Return the provision of the rule that is in force on that day.

    :raises NoLaw: when no provision is at hand for the day; never zero instead
    :raises UnknownRule: when there is no such rule, or it has other keys
    """
    found = _rule(rule)
    if set(key) != set(found.keys):
        raise UnknownRule(f"the rule {rule} is asked by {', '.join(found.keys) or 'the day alone'}")
    for provision in found.provisions:
        if provision.key == key and provision.in_force(on):
            return provision
    for silence in found.silences:
        if silence.key == key and silence.valid_from <= on:
            raise NoLaw(silence.explanation)
    raise NoLaw(_not_at_hand(found.name, on))


def rules() -> tuple[str, ...]:
    """Return the names of all rules."""
    folder = files(__package__).joinpath("rules")
    return tuple(sorted(entry.name.removesuffix(".yaml") for entry in folder.iterdir() if entry.name.endswith(".yaml")))


def is_silent(rule: str, on: date) -> bool:
    """Tell whether a provision of the rule is in force on that day of which nobody here has read the law.

    :raises UnknownRule: when there is no such rule
    """
    found = _rule(rule)
    spoken = [one.key for one in found.provisions if one.in_force(on)]
    return any(one.valid_from <= on and one.key not in spoken for one in found.silences)


def provisions(rule: str) -> tuple[Provision[Any], ...]:
    """Return every provision of the rule, past ones too, for pages that show the law a figure stands on.

    :raises UnknownRule: when there is no such rule
    """
    return _rule(rule).provisions


@cache
def _rule(name: str) -> _Rule:
    if name not in rules():
        raise UnknownRule(f"no rule is called {name!r}; there are {', '.join(rules())}")
    content = yaml.safe_load(files(__package__).joinpath("rules", f"{name}.yaml").read_text(encoding="utf-8"))
    return read_rule(name, content)


def read_rule(name: str, content: Mapping[str, Any]) -> "_Rule":
    """Return the rule that stands in the content of a file.

    :raises UnsoundRule: when a part is missing, or two provisions are in force on one day
    """
    keys = tuple(content.get("keys", ()))
    try:
        rule = _Rule(
            name=Text.of(content["name"]),
            keys=keys,
            provisions=tuple(_provision(name, keys, entry) for entry in content["provisions"]),
            silences=tuple(
                _Silence({key: entry[key] for key in keys}, entry["valid_from"], Text.of(entry["explanation"]))
                for entry in content.get("not_known", ())
            ),
        )
    except (KeyError, TypeError, ValueError) as fault:
        raise UnsoundRule(f"the rule file {name} cannot be read: {fault!r}") from fault
    for one, other in _overlaps(rule.provisions):
        raise UnsoundRule(f"{name}: two provisions are in force at once, from {one.valid_from} and {other.valid_from}")
    return rule


def _provision(name: str, keys: tuple[str, ...], entry: Mapping[str, Any]) -> Provision[Any]:
    return Provision(
        rule=name,
        key={key: entry[key] for key in keys},
        value=_ladder(entry["steps"]) if "steps" in entry else _number(entry["value"]),
        valid_from=entry["valid_from"],
        valid_to=entry["valid_to"],
        statute=entry["statute"],
        section=entry["section"],
        source=entry["source"],
        checked_on=entry["checked_on"],
        note=entry.get("note", ""),
    )


def _number(value: int | str) -> int | Decimal:
    """Whole numbers count days or months; euros are written in quotes, so that YAML makes no float of them."""
    return value if isinstance(value, int) else Decimal(value)


def _ladder(steps: list[Mapping[str, Any]]) -> Ladder:
    return Ladder(tuple(Step(step["from_day"], step["to_day"], Decimal(step["percent"])) for step in steps))


def _overlaps(provisions: tuple[Provision[Any], ...]) -> Iterator[tuple[Provision[Any], Provision[Any]]]:
    for one, other in combinations(provisions, 2):
        if one.key == other.key and (one.in_force(other.valid_from) or other.in_force(one.valid_from)):
            yield one, other


def _not_at_hand(name: Text, on: date) -> Text:
    day = f"{on.day}.{on.month}.{on.year}"
    return Text(
        fi=f"Sääntöä ”{name.fi}” ei ole tallennettu päivälle {day}. Katso säädös Finlexistä.",
        sv=f"Regeln ”{name.sv}” finns inte sparad för {day}. Se författningen i Finlex.",
        en=f"The rule “{name.en}” is not recorded for {on.isoformat()}. See the statute in Finlex.",
    )
