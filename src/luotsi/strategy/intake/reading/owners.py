"""Goals that each stand over what is measured and done for them: such measures and actions are the goal's own."""

from collections.abc import Iterator, Sequence

from luotsi.strategy.intake.reading.elements import Collector, Draft
from luotsi.strategy.intake.types import ElementKind

_SEVERAL = 2
_LISTED = (ElementKind.GOAL, ElementKind.MEASURE, ElementKind.ACTION)


def settle_owners(collector: Collector) -> None:
    """Give measures and actions to the goal right above them where the goals of a priority each have such of their own.

    A measure stays under its priority and names its goal; of several goals in a row none owns what follows them.
    """
    for priority in collector.of(ElementKind.PRIORITY):
        blocks = list(_blocks(collector, priority))
        owning = [block for block in blocks if len(block) > 1]
        if len(owning) < _SEVERAL or len(owning) < len(blocks) - 1:
            continue
        for goal, *owned in owning:
            for draft in owned:
                if draft.kind is ElementKind.MEASURE:
                    draft.details.setdefault("goal", goal.title)
                elif draft.parent is priority:
                    collector.move(draft, goal)


def _blocks(collector: Collector, priority: Draft) -> Iterator[Sequence[Draft]]:
    """Yield each goal of a priority with what the document says between it and the next goal."""
    below = [
        draft
        for kind in _LISTED
        for draft in collector.of(kind, anywhere=True)
        if draft.passages
        and (draft.parent is priority or (draft.parent is not None and draft.parent.parent is priority))
    ]
    block: list[Draft] = []
    for draft in sorted(below, key=lambda one: one.passages[0].start):
        if draft.kind is ElementKind.GOAL:
            if block:
                yield block
            block = [draft]
        elif block:
            block.append(draft)
    if block:
        yield block
