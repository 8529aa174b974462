"""The checking of a plan by every rule, and the rules about its structure; figures and measures have modules beside."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from luotsi.strategy.intake.types import ElementKind
from luotsi.strategy.intake.wording import key_of
from luotsi.strategy.lint.checked import Checked, Remark
from luotsi.strategy.lint.figures import announced_counts_that_differ, sums_and_products
from luotsi.strategy.lint.goals import goals_without_measure
from luotsi.strategy.lint.measures import beyond_influence, in_conflict, measured_twice
from luotsi.strategy.lint.rulebook import RULES

FEWEST_GOALS, MOST_GOALS = 3, 5
_PRINTED = re.compile(r"(\d+(?:\.\d+)+)\.?\s")
_WHEN = re.compile(
    r"\b20[1-4]\d\b|\b(?:vuosittain|jatkuvasti|kuukausittain|neljännesvuosittain|årlig|löpande|yearly|annual)",
    re.IGNORECASE,
)
"""A year, or how often, in the words of an action."""


def check(elements: Iterable[Checked], *, text: str = "", switched_off: frozenset[str] = frozenset()) -> list[Remark]:
    """Return the remarks on a plan's top-level elements, in document order and then in order of the rules.

    `text` is the document that the plan was read from; remarks on the plan as a whole come first.
    """
    roots = list(elements)
    every = [one for root in roots for one in root.walk()]
    remarks = [remark for one in every for rule in _OF_KIND.get(one.kind, ()) for remark in rule(one)]
    remarks += [remark for one in roots if one.kind is ElementKind.GOAL for remark in _aim_without_measure(one)]
    remarks += [remark for one in roots for remark in _actions(one, {})]
    remarks += [*_said_twice(every), *_number_used_twice(every), *in_conflict(every), *measured_twice(every)]
    remarks += [*sums_and_products(every, text), *announced_counts_that_differ(every, text)]
    order = {"": -1} | {one.key: position for position, one in enumerate(every)}
    rules = list(RULES)
    kept = [remark for remark in remarks if remark.rule not in switched_off]
    return sorted(kept, key=lambda remark: (order[remark.element], rules.index(remark.rule)))


def _goals_per_aim(aim: Checked) -> Iterator[Remark]:
    goals = len(aim.of_kind(ElementKind.GOAL))
    if not FEWEST_GOALS <= goals <= MOST_GOALS:
        yield Remark("goals-per-aim", aim.key, aim.title, goals)


def _aim_without_measure(aim: Checked) -> Iterator[Remark]:
    if not any(one.kind is ElementKind.MEASURE or one.measures for one in aim.walk()):
        yield Remark("aim-without-measure", aim.key, aim.title)


def _measure(element: Checked) -> Iterator[Remark]:
    if not element.measures:
        yield Remark("measure-unconnected", element.key, element.title)
    for measure in element.measures:
        if not measure.has_owner:
            yield Remark("measure-without-owner", element.key, measure.name, measure=measure.slug)
        if not measure.has_target:
            yield Remark("measure-without-target", element.key, measure.name, measure=measure.slug)
        elif not measure.has_baseline:
            yield Remark("measure-without-baseline", element.key, measure.name, measure=measure.slug)
        if not measure.has_source:
            yield Remark("measure-without-source", element.key, measure.name, measure=measure.slug)


def _promise(element: Checked) -> Iterator[Remark]:
    if not element.measures:
        yield Remark("promise-without-proof", element.key, element.title)


def _actions(one: Checked, above: Mapping[str, str]) -> Iterator[Remark]:
    """Remark on actions that lack what neither they nor anything they hang on says."""
    said = {**above, **_said_for_all_below(one)}
    if one.kind is ElementKind.ACTION:
        if not any(said.get(name) for name in ("schedule", "year", "start")) and not _WHEN.search(
            f"{one.title} {one.body}"
        ):
            yield Remark("action-without-year", one.key, one.title)
        if not said.get("responsible"):
            yield Remark("action-without-responsible", one.key, one.title)
        if not said.get("cost_eur"):
            yield Remark("action-without-appropriation", one.key, one.title)
    for child in one.children:
        yield from _actions(child, said)


def _said_for_all_below(one: Checked) -> dict[str, str]:
    """Return what holds for all below: a focus area's year, a package's schedule, a project's budget, a unit itself."""
    said = {name: value for name, value in one.details.items() if value}
    if one.kind is ElementKind.UNIT:
        said.setdefault("responsible", one.title)
    if "cost_total_eur" in said:
        said.setdefault("cost_eur", said["cost_total_eur"])
    return said


_OF_KIND: dict[ElementKind, tuple[Callable[[Checked], Iterator[Remark]], ...]] = {
    ElementKind.PRIORITY: (_goals_per_aim, _aim_without_measure, goals_without_measure, beyond_influence),
    ElementKind.UNIT: (goals_without_measure,),
    ElementKind.MEASURE: (_measure,),
    ElementKind.PROMISE: (_promise,),
}


def _said_twice(every: list[Checked]) -> Iterator[Remark]:
    seen: set[tuple[ElementKind, str]] = set()
    for one in every:
        wording = (one.kind, key_of(one.title))
        if wording[1] and wording in seen:
            yield Remark("said-twice", one.key, one.title)
        seen.add(wording)


def _number_used_twice(every: list[Checked]) -> Iterator[Remark]:
    for family in (one.children for one in every):
        seen: set[tuple[ElementKind, str]] = set()
        for one in family:
            label = (one.kind, _number_of(one))
            if label[1] and label in seen:
                yield Remark("number-used-twice", one.key, one.title, figures=label[1])
            seen.add(label)


def _number_of(one: Checked) -> str:
    """Return the number that a line bears, before its words where it was read with them."""
    printed = _PRINTED.match(one.title)
    return (one.number or (printed[1] if printed else "")).strip(" .")
