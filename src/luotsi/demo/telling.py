"""The stories as objects; what is done with them is the loader's business."""

from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

import yaml

from luotsi.core.text import NO_TEXT, Text


@dataclass(frozen=True, slots=True)
class OrganisationStory:
    """An organisation to found; `parent` is a slug, `subject` a place's code."""

    slug: str
    name: Text
    kind: str
    parent: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class PersonStory:
    """Somebody to sign in as: a first name and a role in each of some organisations."""

    name: str
    roles: dict[str, str]

    @property
    def email(self) -> str:
        """The address to sign in with; nothing can be sent to it."""
        plain = self.name.lower().replace("ä", "a").replace("ö", "o")
        return f"{plain}@demo.invalid"


@dataclass(frozen=True, slots=True)
class AlignmentStory:
    """An element of this plan that serves an element of another organisation's plan, both by their wording."""

    lower: str
    upper_owner: str
    upper: str


@dataclass(frozen=True, slots=True)
class EditStory:
    """A change to the line of a wording: reworded `to`, taken `under` another line, or a goal `adds` under it."""

    line: str
    to: str = ""
    under: str = ""
    adds: str = ""


@dataclass(frozen=True, slots=True)
class NextVersionStory:
    """A draft that goes on from the one in the document; `note` says that it is an example."""

    note: Text
    edits: tuple[EditStory, ...]


@dataclass(frozen=True, slots=True)
class PlanStory:
    """A plan and the document it is read from; days that the source does not give are None."""

    owner: str
    coordinator: str
    document: str
    slug: str
    name: Text
    kind: str
    level_names: dict[str, dict[str, str]] = field(default_factory=dict)
    drafted_on: date | None = None
    decided_on: date | None = None
    decided_by: str = ""
    decision_unknown: Text = NO_TEXT
    """Why body and day of the decision are not known, where the source tells only that it was made."""
    starts_on: date | None = None
    ends_on: date | None = None
    rejects: tuple[str, ...] = ()
    """What the reading takes for an element and a coordinator would not."""
    alignments: tuple[AlignmentStory, ...] = ()
    next_version: NextVersionStory | None = None


@dataclass(frozen=True, slots=True)
class TargetStory:
    """An example target of one place; the baseline is the value observed in the baseline's period."""

    subject: str
    kind: str
    value: str
    due: str
    tolerance: str = "0"
    baseline: str = ""


@dataclass(frozen=True, slots=True)
class ValueStory:
    """A value that the organisation's own document prints."""

    subject: str
    period: str
    value: str
    note: str
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MeasureStory:
    """A measure to adopt, where it hangs in the plan, its example targets and its printed values.

    `in_plan` is the wording of the measure in the plan, `shows` the audiences of promises and the wordings of other
    elements that it shows.
    """

    owner: str
    slug: str
    definition: str
    name: Text
    awaits: Text
    in_plan: str = ""
    shows: tuple[str, ...] = ()
    is_headline: bool = False
    targets: tuple[TargetStory, ...] = ()
    values: tuple[ValueStory, ...] = ()


@dataclass(frozen=True, slots=True)
class Stories:
    """Everything the demonstration tells, in the order in which it is loaded."""

    organisations: tuple[OrganisationStory, ...]
    people: tuple[PersonStory, ...]
    plans: tuple[PlanStory, ...]
    measures: tuple[MeasureStory, ...]


@cache
def stories() -> Stories:
    """Return the packaged stories."""
    people = _yaml("people.yaml")
    files = [_yaml(name) for name in people["stories"]]
    return Stories(
        organisations=tuple(_organisation(raw) for file in files for raw in file["organisations"]),
        people=tuple(PersonStory(**raw) for raw in people["people"]),
        plans=tuple(_plan(file["plan"]) for file in files),
        measures=tuple(
            _measure(file["plan"]["owner"], raw, people["awaits"]) for file in files for raw in file.get("measures", ())
        ),
    )


def document(name: str) -> bytes:
    """Return the bytes of one of the demonstration's look-alike documents."""
    return resources.files("luotsi.demo").joinpath("documents", name).read_bytes()


def _yaml(name: str) -> Any:
    text = resources.files("luotsi.demo.stories").joinpath(name).read_text(encoding="utf-8")
    return yaml.safe_load(text)


def _organisation(raw: dict[str, Any]) -> OrganisationStory:
    return OrganisationStory(**raw | {"name": Text.of(raw["name"])})


def _plan(raw: dict[str, Any]) -> PlanStory:
    alignments = tuple(AlignmentStory(**one) for one in raw.get("alignments", ()))
    texts = {name: Text.of(raw.get(name)) for name in ("name", "decision_unknown")}
    following = _next_version(raw["next_version"]) if "next_version" in raw else None
    return PlanStory(**raw | texts | {"alignments": alignments, "next_version": following})


def _next_version(raw: dict[str, Any]) -> NextVersionStory:
    return NextVersionStory(Text.of(raw["note"]), tuple(EditStory(**one) for one in raw["edits"]))


def _measure(owner: str, raw: dict[str, Any], awaited: dict[str, dict[str, str]]) -> MeasureStory:
    awaits = raw.get("awaits")
    return MeasureStory(
        owner=owner,
        slug=raw["slug"],
        definition=raw["definition"],
        name=Text.of(raw.get("name")),
        awaits=Text.of(awaited[awaits] if isinstance(awaits, str) else awaits),
        in_plan=raw.get("in_plan", ""),
        shows=tuple(raw.get("shows", ())),
        is_headline=raw.get("headline", False),
        targets=tuple(TargetStory(**one) for one in raw.get("targets", ())),
        values=tuple(ValueStory(**one) for one in raw.get("values", ())),
    )
