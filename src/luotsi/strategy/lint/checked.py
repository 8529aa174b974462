"""A plan as the rules see it: plain data, no database."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from luotsi.indicators.types import TargetKind
from luotsi.strategy.intake.types import ElementKind


@dataclass(frozen=True, slots=True)
class Aimed:
    """A target in force as far as two of them can contradict each other."""

    subject: str
    kind: TargetKind
    due: str
    value: Decimal | None = None
    upper: Decimal | None = None


@dataclass(frozen=True, slots=True)
class CheckedMeasure:
    """A measure as far as the rules look; `slug` is its address, `definition` the key of what it measures."""

    name: str
    has_owner: bool
    has_target: bool
    has_baseline: bool
    has_source: bool
    slug: str = ""
    definition: str = ""
    targets: tuple[Aimed, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """An element with what hangs on it; `key` tells it apart, `measures` are the connected ones."""

    key: str
    kind: ElementKind
    title: str
    number: str = ""
    body: str = ""
    details: Mapping[str, str] = field(default_factory=dict)
    children: "tuple[Checked, ...]" = ()
    measures: tuple[CheckedMeasure, ...] = ()

    def of_kind(self, kind: ElementKind) -> "list[Checked]":
        """Return the direct children of that kind."""
        return [child for child in self.children if child.kind is kind]

    def walk(self) -> "Iterator[Checked]":
        """Yield the element and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Remark:
    """A rule broken at an element, or at no single one (an empty `element`).

    `number` is the count it is about, `figures` the sum or comparison that fails, `measure` the address of the measure
    meant, each where there is one.
    """

    rule: str
    element: str
    title: str
    number: int | None = None
    figures: str = ""
    measure: str = ""
