"""Which parts of plans a measure shows."""

from collections.abc import Iterable
from dataclasses import dataclass

from luotsi.core.text import Text
from luotsi.strategy.intake.types import ElementKind
from luotsi.strategy.labels import label
from luotsi.strategy.models import Element
from luotsi.web.public.pages.addresses import anchor_of, strategy_url
from luotsi.web.shared.known import KnownOn


@dataclass(frozen=True, slots=True)
class Served:
    """An element of a plan that the measure shows, under the organisation's own name of its level."""

    level: Text | str
    title: Text
    url: str


def served(elements: Iterable[Element], known: KnownOn) -> tuple[Served, ...]:
    """Return the priorities, goals and promises; the measure's own line in the plan is not told of."""
    return tuple(
        Served(level_of(one), one.title, known.keep(f"{strategy_url(one.version.plan)}#{anchor_of(one)}"))
        for one in elements
        if one.kind != ElementKind.MEASURE
    )


def level_of(element: Element) -> Text | str:
    """Return what the organisation calls the level, else its common name."""
    return element.version.plan.level_name(element.kind) or str(label(ElementKind(element.kind)))
