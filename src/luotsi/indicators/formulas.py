"""Measures computed from other measures, whatever sources those come from."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from graphlib import CycleError, TopologicalSorter

from django.db.models import QuerySet

from luotsi.core.periods import Period, PeriodKind
from luotsi.core.units import Unit
from luotsi.core.values import Cell
from luotsi.indicators.calc.formula import BadFormula, Formula, FormulaKind
from luotsi.indicators.ingest import Arrival, publish
from luotsi.indicators.models import NATIONAL, Definition, Run, Series
from luotsi.indicators.reading import observations_of
from luotsi.indicators.types import RunKind
from luotsi.orgs.models import Organisation, Subject


@dataclass(frozen=True, slots=True)
class _Part:
    """The current cells of one definition and subject, each with the moment it became known."""

    cells: dict[Period, tuple[Cell, datetime]]
    is_own: bool
    """Whether they are the organisation's, not everybody's."""


def depending_on(*keys: str) -> set[str]:
    """Return the keys of the definitions that are computed from these, straight or by way of others. One query."""
    formulas = {one: Formula.of(how).parts for one, how in Definition.objects.values_list("key", "formula") if how}
    found: set[str] = set()
    while fresh := {one for one, parts in formulas.items() if not {*keys, *found}.isdisjoint(parts)} - found:
        found |= fresh
    return found


def compute_formulas(
    *, at: datetime, owner: Organisation | None = None, only: Collection[str] | None = None
) -> list[Run]:
    """Compute every formula, or only those of the keys, and store what changed, formulas over formulas last.

    Without an owner, over series that belong to nobody; with one, over the organisation's own series where it has any,
    and its results are its own. A period is computed where every part has it, and becomes known when its last part did.

    :raises BadFormula: when a formula names an unknown part, joins units that do not go together, or needs itself
    """
    owner_key = owner.slug if owner else NATIONAL
    own = Series.objects.filter(owner_key=owner_key)
    filled = set(own.values_list("definition__key", flat=True))
    runs = []
    known: dict[str, dict[Subject, _Part]] = {}
    for definition, formula, parts in _in_order():
        if filled.isdisjoint(formula.parts) or (only is not None and definition.key not in only):
            continue
        filled.add(definition.key)
        lines = [known.get(part.key) or known.setdefault(part.key, _lines(part, owner_key, own)) for part in parts]
        arrivals = list(_computed(definition, formula, PeriodKind(parts[0].period_kind), lines, bool(owner)))
        if arrivals:
            runs.append(
                publish(
                    arrivals,
                    kind=RunKind.FORMULA,
                    source_key=definition.source_key,
                    at=at,
                    source_note=f"{formula.kind}: {', '.join(formula.parts)}",
                    owner_key=owner_key,
                )
            )
    return runs


def _in_order() -> Iterator[tuple[Definition, Formula, list[Definition]]]:
    """Yield each formula with its parts, after those that it needs; every formula is checked before the first."""
    by_key = {one.key: one for one in Definition.objects.all()}
    formulas = {key: Formula.of(one.formula) for key, one in by_key.items() if one.formula}
    for key, formula in formulas.items():
        unknown = [part for part in formula.parts if part not in by_key]
        if unknown:
            raise BadFormula(f"{key} needs {', '.join(unknown)}, which nobody has defined")
        formula.check([by_key[part].unit_of_value for part in formula.parts], by_key[key].unit_of_value)
        kinds = {by_key[part].period_kind for part in formula.parts}
        if len(kinds) > 1 or (formula.kind is not FormulaKind.MEAN and kinds != {by_key[key].period_kind}):
            raise BadFormula(f"{key} joins periods of different kinds")
    try:
        order = list(TopologicalSorter({key: sorted(one.parts) for key, one in formulas.items()}).static_order())
    except CycleError as fault:
        raise BadFormula(f"these need each other: {', '.join(fault.args[1])}") from fault
    for key in order:
        if key in formulas:
            yield by_key[key], formulas[key], [by_key[part] for part in formulas[key].parts]


def _lines(definition: Definition, owner_key: str, own: QuerySet[Series]) -> dict[Subject, _Part]:
    """Return the current cells of each subject: the owner's own where it has any, else everybody's."""
    series = (
        Series.objects.filter(
            definition=definition,
            source_key=definition.source_key,
            owner_key__in={owner_key, NATIONAL},
            dimensions="",
            subject__in=own.values("subject"),
        )
        .select_related("subject")
        .in_bulk()
    )
    found: dict[tuple[Subject, bool], dict[Period, tuple[Cell, datetime]]] = defaultdict(dict)
    for one in observations_of(series):
        line = series[one.series_id]
        found[line.subject, line.owner_key != NATIONAL][one.period] = (one.cell, one.known_at)
    chosen = sorted(found.items(), key=lambda one: one[0][1])  # own ones last, so that they stand
    return {subject: _Part(cells, is_own) for (subject, is_own), cells in chosen}


def _computed(
    definition: Definition, formula: Formula, part_kind: PeriodKind, lines: list[dict[Subject, _Part]], only_own: bool
) -> Iterator[Arrival]:
    scale = 100 if definition.unit_of_value is Unit.PERCENT else 1
    kind = PeriodKind(definition.period_kind)
    for subject in lines[0]:
        parts = [line[subject] for line in lines if subject in line]
        if len(parts) < len(lines) or (only_own and not any(part.is_own for part in parts)):
            continue
        for period in sorted({Period.containing(one.start, kind) for one in parts[0].cells}):
            used = [parts[at].cells.get(one) for at, one in formula.uses(period, part_kind)]
            known = [one for one in used if one is not None]
            if not known or len(known) < len(used):
                continue
            cell = formula.result([one[0] for one in known], scale=scale, decimals=definition.decimals)
            yield Arrival(definition, subject, period, cell, max(one[1] for one in known))
