"""The measures of the register, read from their SQL texts; who runs the texts is left to `engine`."""

import re
from functools import cache
from importlib.resources import files

from luotsi.core.periods import Period
from luotsi.register import ladder
from luotsi.register.types import Aspect, Definition, Grouping, Kind, Reading, Table, UnableToCalculate

_HEADER = re.compile(r"-- (\w+):(.*)")
SHARED = ("unemployed", "unemployed_groups", "in_service", "first_interview", "job_start")  # each after what it reads
_READ = re.compile(rf"\b(?:FROM|JOIN)\s+({'|'.join(SHARED)})\b")


@cache
def definitions() -> tuple[Definition, ...]:
    """Return every measure, by its key."""
    folder = files(__package__).joinpath("sql", "measures")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".sql"))
    return tuple(_definition(name.removesuffix(".sql"), folder.joinpath(name).read_text("utf-8")) for name in names)


def get_definition(key: str) -> Definition:
    """Return the measure of that key.

    :raises UnableToCalculate: when there is none
    """
    for definition in definitions():
        if definition.key == key:
            return definition
    known = ", ".join(definition.key for definition in definitions())
    raise UnableToCalculate(f"The register has no measure {key!r}; it has {known}.")


def meaning(definition: Definition) -> str:
    """Return what the text says of itself, in English, for the documents."""
    words = [line.removeprefix("-- ") for line in definition.sql.splitlines() if line.startswith("-- ")]
    return " ".join(word for word in words if not _HEADER.fullmatch(f"-- {word}"))


@cache
def shared_text(name: str) -> str:
    """Return the SQL text that several measures stand on."""
    return files(__package__).joinpath("sql", "shared", f"{name}.sql").read_text("utf-8")


def shared_in(text: str) -> tuple[str, ...]:
    """Return the shared texts that a text reads, each as often as it reads it."""
    return tuple(_READ.findall(text))


def stands_on(text: str) -> tuple[str, ...]:
    """Return the shared texts that a text reads, and those that these read, in the order of SHARED."""
    found = set(shared_in(text))
    for name in reversed(SHARED):
        if name in found:
            found.update(shared_in(shared_text(name)))
    return tuple(name for name in SHARED if name in found)


def _definition(key: str, text: str) -> Definition:
    found = {name: value.strip() for name, value in _HEADER.findall(text)}
    return Definition(
        key=key,
        kind=Kind(found["kind"]),
        counts=found["counts"],
        groupings=tuple(Grouping(name) for name in found["groupings"].split()),
        parts=tuple(found.get("parts", "").split()),
        reads=tuple(_reading(one.split()) for one in found["reads"].split(",")),
        first_month=Period.parse(found["from"]) if "from" in found else None,
        is_by_ladder=found.get("law") == ladder.RULE,
        sql=text,
    )


def _reading(words: list[str]) -> Reading:
    table, aspect, first, last = words
    return Reading(Table(table), Aspect(aspect), int(first), int(last))
