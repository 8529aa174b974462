"""From what was counted to the figures of a release: protected, with medians and curves; storing is left to others."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import chain
from typing import Any

from luotsi.core.periods import Period
from luotsi.core.values import rounded
from luotsi.protection.attack import told_closely
from luotsi.protection.types import Rule, Table, UnableToProtect
from luotsi.register import results
from luotsi.register.calc.survival import kaplan_meier
from luotsi.register.engine import counted_otherwise
from luotsi.register.measures import definitions, get_definition
from luotsi.register.releases.blocks import wide_blocks
from luotsi.register.releases.cells import BASE, COUNT, REST, TIED, Cell, same_as
from luotsi.register.releases.joining import Shown, Version, years_of
from luotsi.register.releases.kept import Out, keep, kept_version, told_apart
from luotsi.register.releases.made import (
    CLOSEST_PERCENT,
    FEWEST_FOLLOWED,
    UNSTABLE_BELOW,
    Earlier,
    Made,
    MadeCell,
    MadeCurve,
)
from luotsi.register.releases.months import Month, Scope, area_of, month_of
from luotsi.register.releases.protecting import protect_month
from luotsi.register.releases.types import UnableToRelease, Why
from luotsi.register.sealed import Sealed
from luotsi.register.types import ALL, Aggregate, Grouping, Kind

Rows = Mapping[str, Sequence[Aggregate]]


def make(sealed: Sealed, month: Period, *, area: str | None, earlier: Earlier, measures: Collection[str] = ()) -> Made:
    """Return the protected figures of a month of the register in force, and keep in the sealed folder what it was.

    `area` is the employment area that is told with its municipalities; None tells all areas and the country.

    :raises UnableToRelease: when nothing is counted for the month, or not from the register in force, the area was not
        there yet, or the month cannot be protected beside what is out
    """
    manifest = sealed.get_current()
    rows = _rows(sealed, month, measures)
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
    told = [one for one in earlier.told if one.month == month or not TIED.isdisjoint(rows)]
    numbers = month_of(month, told_apart(told, month, area), rows)
    here = Scope(None if area is None else frozenset({area}), numbers.scope.with_country).places(month)
    if not here:
        raise UnableToRelease("nothing_counted", f"The employment area {area} did not exist in {month.name}.")
    before = [_before(sealed, one, told, month, area) for one in told]
    if area is not None:
        numbers.add_years(years_of(numbers, before, here))
    try:
        shown = protect_month(numbers, rows, before=before, places=here, workers=sealed.limits.threads)
    except UnableToProtect as fault:
        raise UnableToRelease("unable_to_protect", f"{month.name} cannot be released: {fault}.") from fault
    cells = tuple(_cells(numbers, rows, here, shown))
    return Made(
        month,
        cells,
        tuple(_curves(rows.get("first_discussion", ()), month, cells)),
        _hidden(numbers, rows, here, shown),
        keep(sealed, rows, numbers.years),
        bool(manifest["simulated"]),
        date.fromisoformat(manifest["known_on"]),
        earlier.releases,
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


def _cells(month: Month, rows: Rows, here: Collection[str], shown: Shown) -> Iterable[MadeCell]:
    secret = {cell for cell, number in shown.items() if number is None}
    least, veiled = _at_least(month, shown), _close_amounts(month, secret)
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
            elif name in month.amounts and count is not None and same_as(name) not in veiled:
                amount = month.amounts[name]
                base, days = (amount, None) if kind is Kind.MONEY else (None, amount)
                if days is not None and count >= FEWEST_FOLLOWED:
                    median = medians.get((name.place, name.part, name.grouping, name.group))
            sides = (count, rest, base) if kind is Kind.SHARE else (count,)
            yield MadeCell(
                key,
                *(name.place, str(name.grouping), name.group, name.part, counts_what),
                *(count, rest, base, None if count is not None else least.get(same_as(name)), median, days),
                _why(sides, few=same_as(name) in month.veiled and base is not None).value,
                kind is Kind.SHARE and base is not None and base < UNSTABLE_BELOW,
                name.months,
            )


def _why(sides: Iterable[int | None], *, few: bool) -> Why:
    if None not in sides:
        return Why.SHOWN
    return Why.FEW_IN_A_SHARE if few else Why.FEW


def _at_least(month: Month, shown: Shown) -> dict[Cell, int]:
    """Return of each hidden total what its shown parts come to."""
    found: dict[Cell, int] = {}
    for total in month.sums:
        if shown.get(total.total, 0) is None:
            known = sum(shown.get(part) or 0 for part in total.parts)
            if known:
                found[total.total] = max(known, found.get(total.total, 0))
    return found


def _close_amounts(month: Month, secret: set[Cell]) -> set[Cell]:
    """Return the cells, under their one names, whose amounts are not told either: they could tell somebody's closely.

    Amounts follow the pattern of their persons. Where one of few persons could be told closer than the rule, those of
    the same measure and part are left out in all municipalities, or where that does not do, everywhere.
    """
    left_out: set[Cell] = set()
    for key in {cell.measure for cell in month.amounts}:
        own = {same_as(cell): amount for cell, amount in month.amounts.items() if cell.measure == key}
        few = {cell for cell in own if Rule().small(month.counts[cell])}
        whole = tuple(total for total in month.sums if own.keys() >= {total.total, *total.parts})
        table = Table(own, whole, veiled=frozenset(cell for cell, amount in own.items() if not amount))
        hidden = own.keys() & secret
        for begins in ("KU", ""):
            told = told_closely(table, hidden, hidden & few, CLOSEST_PERCENT, chain(*wide_blocks(own)))
            close = {cell.part for cell in told}
            hidden |= {cell for cell in own if cell.part in close and cell.place.startswith(begins)}
        left_out |= hidden - secret
    return left_out


def _medians(rows: Iterable[Aggregate]) -> dict[tuple[str, str, str, str], int]:
    """Return the days by which half are met, those not met followed as long as they were; by place and group."""
    found: dict[tuple[str, str, str, str], int] = {}
    for (place, grouping, group), (met, others) in _days(rows).items():
        median = kaplan_meier(met, others).quantile()[0]
        if median is not None:
            found[place, ALL, grouping, group] = median
    return found


Days = tuple[list[int], list[int]]


def _days(rows: Iterable[Aggregate]) -> dict[tuple[str, Grouping, str], Days]:
    """Return by place and group how many were met on each day, and how many were followed so long and not met."""
    kept = list(rows)
    length = 1 + max((row.days or 0 for row in kept), default=0)
    found: dict[tuple[str, Grouping, str], Days] = {}
    for row in kept:
        area = area_of(row.place, Period.parse(row.month))
        for place in (row.place, area or "", "SSS"):
            met, others = found.setdefault((place, row.grouping, row.group), ([0] * length, [0] * length))
            (met if row.part in ("met", ALL) else others)[row.days or 0] += row.count
    return found


def _curves(rows: Iterable[Aggregate], month: Period, cells: Iterable[MadeCell]) -> Iterable[MadeCurve]:
    """Yield the curve of each place whose numbers are all shown, in steps of at least five met, ended at ten left."""
    told = {cell.place for cell in cells if cell.measure == "first_discussion" and cell.grouping == Grouping.ALL}
    told -= {
        cell.place
        for cell in cells
        if cell.measure.startswith("first_discussion") and cell.grouping == Grouping.ALL and cell.why
    }
    for (place, grouping, _group), (met, others) in sorted(_days(rows).items()):
        if place in told and grouping is Grouping.ALL:
            points = _points(met, others)
            if len(points) > 1:
                yield MadeCurve("first_discussion", place, points)


def _points(met: Sequence[int], others: Sequence[int]) -> list[list[Any]]:
    curve = kaplan_meier(met, others)
    points: list[list[Any]] = [[0, "100.0", "100.0", "100.0"]]
    since = 0
    for place, day in enumerate(curve.days):
        since += int(curve.ended[place])
        left = int(curve.at_risk[place] - curve.ended[place])
        if left < FEWEST_FOLLOWED:
            break
        if since >= Rule().threshold:
            three = (curve.surviving[place], curve.low[place], curve.high[place])
            points.append([int(day), *(str(rounded(Decimal(str(100 * float(one))), 1)) for one in three)])
            since = 0
    return points


def _hidden(month: Month, rows: Rows, here: Collection[str], shown: Shown) -> dict[str, dict[str, int]]:
    """Return how many cells of each measure are hidden, and how many of these are small themselves."""
    found, rule = {}, Rule()
    for key in sorted(rows):
        own = month.told([key], here)
        secret = [cell for cell in own if shown[cell] is None]
        small = sum(rule.small(month.counts[cell]) for cell in secret)
        found[key] = {"cells": len(own), "small": small, "further": len(secret) - small}
    return found
