"""A version of a plan line by line, as the desk's pages about plans show it."""

from collections.abc import Iterator
from dataclasses import dataclass

from luotsi.strategy.intake.types import ElementKind
from luotsi.strategy.labels import label
from luotsi.strategy.models import Element, Plan
from luotsi.strategy.queries import Branch, Outline
from luotsi.web.desk.outline import DEEPEST_SHOWN
from luotsi.web.shared.language import reader_language


@dataclass(frozen=True, slots=True)
class PlanLine:
    """An element at its depth, called as the organisation calls its levels."""

    branch: Branch
    depth: int
    kind: str

    @property
    def element(self) -> Element:
        """The element itself."""
        return self.branch.element


def level_word(plan: Plan, kind: str) -> str:
    """Return what the organisation calls a level, or what we call it."""
    own = plan.level_name(kind)
    return own.in_language(reader_language()).text if own else str(label(ElementKind(kind)))


def lines_of(outline: Outline) -> list[PlanLine]:
    """Return every element in document order."""
    return [line for root in outline.roots for line in _lines(root, 0, outline.version.plan)]


def _lines(branch: Branch, depth: int, plan: Plan) -> Iterator[PlanLine]:
    yield PlanLine(branch, min(depth, DEEPEST_SHOWN), level_word(plan, branch.element.kind))
    for child in branch.children:
        yield from _lines(child, depth + 1, plan)


def lacks_measure(branch: Branch) -> bool:
    """Tell whether neither the element nor anything below it has a measure, connected or in words."""
    return not any(one.measures or one.element.kind == ElementKind.MEASURE for one in branch.walk())


def aims_without_measure(outline: Outline) -> list[Branch]:
    """Return the priorities, and the goals that stand under none, which nothing measures."""
    aims = [one for one in outline.walk() if one.element.kind == ElementKind.PRIORITY]
    aims += [one for one in outline.roots if one.element.kind == ElementKind.GOAL]
    return sorted((one for one in aims if lacks_measure(one)), key=lambda one: one.element.position)
