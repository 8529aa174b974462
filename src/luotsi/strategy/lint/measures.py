"""Rules about connected measures: what nobody can influence, targets that contradict each other."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import combinations

from luotsi.indicators.types import TargetKind
from luotsi.strategy.intake.types import ElementKind
from luotsi.strategy.lint.checked import Aimed, Checked, CheckedMeasure, Remark

POPULATION = frozenset(
    {
        "births",
        "child-low-income-rate",
        "early-school-leavers",
        "education-level",
        "employment-rate",
        "higher-education-holders",
        "higher-education-share",
        "jobseekers",
        "laid-off-full-time",
        "long-term-share",
        "long-term-unemployed",
        "long-term-unemployed-of-labour-force",
        "low-income-rate",
        "mean-age",
        "median-income",
        "natural-increase",
        "net-immigration",
        "net-migration-domestic",
        "net-migration-total",
        "new-vacancies",
        "open-vacancies",
        "population",
        "share-over-64",
        "share-under-15",
        "social-assistance-share",
        "survey-unemployment-rate",
        "unemployed",
        "unemployed-by-occupation",
        "unemployed-foreign-citizens",
        "unemployed-over-50",
        "unemployed-per-vacancy",
        "unemployed-under-25",
        "unemployment-rate",
        "vacancies-by-occupation",
        "young-share",
        "youth-survey-unemployment-rate",
    }
)
"""Catalogue measures that describe an area's people and its labour market, not the work of whoever reports them."""
_OPPOSITE = {TargetKind.MOVE_UP, TargetKind.MOVE_DOWN}


def beyond_influence(aim: Checked) -> Iterator[Remark]:
    """Remark on an aim that only population measures follow; a measure still unconnected may be one of own work."""
    every = list(aim.walk())
    measures = [measure for one in every for measure in one.measures]
    waiting = any(one.kind is ElementKind.MEASURE and not one.measures for one in every)
    if measures and not waiting and all(measure.definition in POPULATION for measure in measures):
        yield Remark("measure-beyond-influence", aim.key, aim.title)


def in_conflict(every: Iterable[Checked]) -> Iterator[Remark]:
    """Remark on the later of two measures of one definition whose targets cannot both be reached."""
    for first, element, second in _of_one_definition(every):
        if _contradict(first, second):
            figures = f"{first.name} / {second.name}"
            yield Remark("measures-in-conflict", element.key, second.name, figures=figures, measure=second.slug)


def measured_twice(every: Iterable[Checked]) -> Iterator[Remark]:
    """Remark on the later of two measures of one definition whose targets agree."""
    for first, element, second in _of_one_definition(every):
        if not _contradict(first, second):
            figures = f"{first.name} / {second.name}"
            yield Remark("measured-twice", element.key, second.name, figures=figures, measure=second.slug)


def _of_one_definition(every: Iterable[Checked]) -> Iterator[tuple[CheckedMeasure, Checked, CheckedMeasure]]:
    """Yield each two measures of one definition, the later one with the first line that it hangs on."""
    hung: dict[str, tuple[Checked, CheckedMeasure]] = {}
    for one in every:
        for measure in one.measures:
            hung.setdefault(measure.slug, (one, measure))
    for (_, first), (element, second) in combinations(hung.values(), 2):
        if first.definition == second.definition:
            yield first, element, second


def _contradict(first: CheckedMeasure, second: CheckedMeasure) -> bool:
    return any(
        _cannot_both(one, other)
        for one in first.targets
        for other in second.targets
        if (one.subject, one.due) == (other.subject, other.due)
    )


def _cannot_both(one: Aimed, other: Aimed) -> bool:
    if {one.kind, other.kind} == _OPPOSITE:
        return True
    if one.kind is other.kind:
        return (one.value, one.upper) != (other.value, other.upper)
    (low, high), (other_low, other_high) = _bounds(one), _bounds(other)
    return max(low, other_low) > min(high, other_high)


def _bounds(target: Aimed) -> tuple[Decimal, Decimal]:
    low, high = Decimal("-Infinity"), Decimal("Infinity")
    if target.value is None:
        return low, high
    if target.kind in {TargetKind.AT_LEAST, TargetKind.MILESTONE}:
        return target.value, high
    if target.kind is TargetKind.AT_MOST:
        return low, target.value
    if target.kind is TargetKind.WITHIN and target.upper is not None:
        return target.value, target.upper
    return low, high
