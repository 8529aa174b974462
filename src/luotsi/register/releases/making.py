"""From what was counted to the figures of a release: protected, with medians and curves; storing is left to others."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from luotsi.core.periods import Period
from luotsi.protection.types import Rule, UnableToProtect
from luotsi.register import results
from luotsi.register.calc.survival import kaplan_meier
from luotsi.register.engine import counted_otherwise
from luotsi.register.measures import definitions, get_definition
from luotsi.register.releases.amounts import Amounts, silent_amounts
from luotsi.register.releases.cells import BASE, COUNT, REST, TIED, same_as, telling
from luotsi.register.releases.curves import CURVED, curves_of, days_of
from luotsi.register.releases.joining import Shown, Version, at_least, years_of
from luotsi.register.releases.kept import Out, keep, kept_version, told_apart
from luotsi.register.releases.made import (
    FEWEST_FOLLOWED,
    UNSTABLE_BELOW,
    Earlier,
    Made,
    MadeCell,
)
from luotsi.register.releases.months import FEWEST_IN_A_SHARE, Month, Scope, month_of
from luotsi.register.releases.protecting import protect_month
from luotsi.register.releases.types import UnableToRelease, Why
from luotsi.register.sealed import Sealed
from luotsi.register.types import ALL, Aggregate, Kind

Rows = Mapping[str, Sequence[Aggregate]]


def make(sealed: Sealed, month: Period, *, area: str | None, earlier: Earlier, measures: Collection[str] = ()) -> Made:
    """Return the protected figures of a month of the register in force, and keep in the sealed folder what it was.

    `area` is the employment area that is told with its municipalities; None tells all areas and the country. A measure
    of which what is out would give small numbers away, as can be when a newer month came out first, is left out.

    :raises UnableToRelease: when nothing is counted for the month, or not from the register in force, the area was not
        there yet, or no measure of the month can be protected beside what is out
    """
    rows: Rows = _rows(sealed, month, measures)
    if not any(rows.values()):
        raise UnableToRelease(
            "nothing_counted", f"Nothing is counted for {month.name}; run `luotsi register calculate`."
        )
    if stale := counted_otherwise(sealed, rows, month):
        raise UnableToRelease(
            "counted_otherwise",
            f"{month.name} was not counted from the import in force ({', '.join(stale)}); run "
            "`luotsi register calculate`.",
        )
    left_out: list[str] = []
    while rows:
        try:
            return _made(sealed, month, area, earlier, rows, left_out)
        except UnableToProtect as fault:
            in_the_way = sorted(rows.keys() & telling(fault.key, month)) or sorted(rows)
            left_out += in_the_way
            rows = {key: of_measure for key, of_measure in rows.items() if key not in in_the_way}
    raise UnableToRelease(
        "unable_to_protect",
        f"Nothing of {month.name} can be released any more: what is out of this month or of later ones would give away "
        f"numbers of fewer than five in {', '.join(left_out)}. Release the oldest month first, with all its measures.",
    )


def _made(
    sealed: Sealed, month: Period, area: str | None, earlier: Earlier, rows: Rows, left_out: Collection[str]
) -> Made:
    """Return the figures of these measures.

    :raises luotsi.protection.types.UnableToProtect: when what is out would give a small number of them away
    """
    manifest = sealed.get_current()
    told = [one for one in earlier.told if one.month == month or not TIED.isdisjoint(rows)]
    numbers = month_of(month, told_apart(told, month, area), rows)
    here = Scope(None if area is None else frozenset({area}), numbers.scope.with_country).places(month)
    if not here:
        raise UnableToRelease("nothing_counted", f"The employment area {area} did not exist in {month.name}.")
    before = [_before(sealed, one, told, month, area) for one in told]
    if area is not None:
        numbers.add_years(years_of(numbers, before, here))
    shown = protect_month(numbers, rows, before=before, places=here, workers=sealed.limits.threads)
    amounts = [Amounts(one.month, each.amounts) for one, each in zip(before, told, strict=True) if each.month == month]
    cells = tuple(_cells(numbers, rows, here, shown, amounts))
    return Made(
        month,
        cells,
        tuple(curves_of(rows.get(CURVED, ()), month, cells)),
        _hidden(numbers, rows, here, shown),
        keep(sealed, rows, numbers.years),
        bool(manifest["simulated"]),
        date.fromisoformat(manifest["known_on"]),
        earlier.releases,
        tuple(left_out),
    )


def _before(sealed: Sealed, one: Out, told: Collection[Out], month: Period, area: str | None) -> Version:
    """Return what came out before: of the month itself all, of others what hangs together with it."""
    if one.month == month:
        return kept_version(sealed, one, told_apart(told, month, area))
    return kept_version(sealed, one, told_apart(told, one.month), TIED)


def _rows(sealed: Sealed, month: Period, measures: Collection[str]) -> dict[str, list[Aggregate]]:
    chosen = [get_definition(key) for key in measures] if measures else definitions()
    counted = results.known(sealed)
    return {
        definition.key: list(results.aggregates(sealed, definition, [month]))
        for definition in chosen
        if month.name in counted.get(definition.key, {})
    }


def _cells(
    month: Month, rows: Rows, here: Collection[str], shown: Shown, amounts: Collection[Amounts]
) -> Iterable[MadeCell]:
    secret = {cell for cell, number in shown.items() if number is None}
    least, silent = at_least(month, shown), silent_amounts(month, secret, amounts)
    for key in sorted(rows):
        definition = get_definition(key)
        kind, counts_what = definition.kind, definition.kind.value
        medians = _medians(rows[key]) if kind is Kind.HISTOGRAM else {}
        for name in month.cells[key]:
            if name.side != COUNT or name.place not in here:
                continue
            count = shown[same_as(name)]
            rest = base = days = median = None
            if kind is Kind.SHARE:
                rest, base = (shown[same_as(name._replace(side=side))] for side in (REST, BASE))
            elif name in month.amounts and count is not None and same_as(name) not in silent:
                amount = month.amounts[name]
                base, days = (amount, None) if kind is Kind.MONEY else (None, amount)
                if days is not None and count >= FEWEST_FOLLOWED:
                    median = medians.get((name.place, name.part, name.grouping, name.group))
            sides = (count, rest, base) if kind is Kind.SHARE else (count,)
            yield MadeCell(
                key,
                *(name.place, str(name.grouping), name.group, name.part, counts_what),
                *(count, rest, base, None if count is not None else least.get(same_as(name)), median, days),
                _why(sides, few=base is not None and base < FEWEST_IN_A_SHARE).value,
                kind is Kind.SHARE and base is not None and base < UNSTABLE_BELOW,
                name.months,
            )


def _why(sides: Iterable[int | None], *, few: bool) -> Why:
    if None not in sides:
        return Why.SHOWN
    return Why.FEW_IN_A_SHARE if few else Why.FEW


def _medians(rows: Iterable[Aggregate]) -> dict[tuple[str, str, str, str], int]:
    """Return the days by which half are met, those not met followed as long as they were; by place and group."""
    found: dict[tuple[str, str, str, str], int] = {}
    for (place, grouping, group), (met, others) in days_of(rows).items():
        median = kaplan_meier(met, others).quantile()[0]
        if median is not None:
            found[place, ALL, grouping, group] = median
    return found


def _hidden(month: Month, rows: Rows, here: Collection[str], shown: Shown) -> dict[str, dict[str, int]]:
    """Return how many cells of each measure are hidden, and how many of these are small themselves."""
    found, rule = {}, Rule()
    for key in sorted(rows):
        own = month.told([key], here)
        secret = [cell for cell in own if shown[cell] is None]
        small = sum(rule.small(month.counts[cell]) for cell in secret)
        found[key] = {"cells": len(own), "small": small, "further": len(secret) - small}
    return found
