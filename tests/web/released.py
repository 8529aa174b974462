"""Released figures for tests of pages: area A's months, worked out by a rule that a reader can check by hand."""

from datetime import UTC, date, datetime

from luotsi.core.periods import Period
from luotsi.register.calendar import months_between
from luotsi.register.measures import get_definition
from luotsi.register.models import Release, ReleasedCell, ReleasedCurve
from luotsi.register.releases.types import ReleaseState, Why
from luotsi.register.types import GROUPS, Grouping, Kind

SIZES = {"SSS": 40_000, "TA36": 2_000, "KU046": 80, "KU681": 220, "KU740": 1_500, "KU768": 200}
FIRST, LAST = Period.parse("2025-01"), Period.parse("2026-06")
MEASURES = (
    "stock", "inflow", "outflow", "long_term", "flow_past", "first_discussion", "first_discussion_in_time",
    "plan_up_to_date", "activation", "benefit_paid", "benefit_moves",
)  # fmt: skip
SHARES = {"flow_past": 40, "first_discussion_in_time": 80, "plan_up_to_date": 60, "activation": 30}
PARTS = {"flow_past": {"3": 40, "6": 25, "12": 10}}
BRACKETS = ("1-100", "101-200", "201-300", "301-400", "401-700", "701-")
WEIGHTS = (30, 20, 15, 10, 15, 10)
AT = datetime(2026, 8, 1, 9, tzinfo=UTC)


def release_months(
    owner, actor, *, first=FIRST, last=LAST, state=ReleaseState.APPROVED, simulated=False, hide=(), places=tuple(SIZES)
):
    """Release every month; `hide` names (measure, place, part) whose counts are hidden; wholes of shares are not.

    A fourth, 12, names the share over twelve months.
    """
    hide = {(*one, 1)[:4] for one in hide}
    made = []
    for month in months_between(first, last):
        is_decided = state is not ReleaseState.PROPOSED
        one = Release.objects.create(
            owner=owner, month_name=month.name, version=1, measures=list(MEASURES), state=state, method="test",
            parameters={"threshold": 5, "fewest_in_a_share": 10, "unstable_below": 30}, fingerprint="f", seal="s",
            hidden={"stock": {"cells": 36, "small": 1, "further": 2}}, is_simulated=simulated,
            known_on=date(2026, 7, 31), proposed_at=AT, proposed_by=actor, proposed_by_name=actor.name,
            decided_at=AT if is_decided else None, decided_by_name="Helmi" if is_decided else "",
        )  # fmt: skip
        cells = [cell for place in places for cell in cells_of(one, place, SIZES[place], month)]
        for cell in cells:
            if (cell.measure, cell.place, cell.part, cell.months) in hide and cell.grouping == "all":
                cell.count = cell.rest = cell.median = cell.total_days = None
                cell.base = cell.base if cell.kind is Kind.SHARE else None
                cell.why = Why.FEW
        ReleasedCell.objects.bulk_create(cells)
        if ("first_discussion", "TA36", "", 1) not in hide:
            ReleasedCurve.objects.create(
                release=one,
                measure="first_discussion",
                place="TA36",
                points=[[2, "80.0", "78.0", "82.0"], [7, "45.0", "43.0", "47.0"], [15, "10.0", "9.0", "11.0"]],
            )
        made.append(one)
    return made


def cells_of(release, place, size, month):
    later = max(month.steps_since(FIRST), 0)
    stock = size + later * size // 100
    yield cell(release, "stock", place, stock)
    yield from by_age(release, "long_term", place, stock, 33)
    yield cell(release, "inflow", place, size // 10)
    yield cell(release, "outflow", place, size // 8)
    yield cell(release, "outflow", place, size // 16, part="open_market_work")
    yield cell(release, "outflow", place, size // 8 - size // 16, part="unknown")
    for key in ("first_discussion_in_time", "plan_up_to_date", "activation"):
        yield from shared(release, key, place, size, SHARES[key])
        yield from year(release, key, place, size, SHARES[key], month)
    for part, percent in PARTS["flow_past"].items():
        yield cell(release, "flow_past", place, size * percent // 100, base=size, part=part)
        yield from year(release, "flow_past", place, size, percent, month, part)
    yield cell(release, "first_discussion", place, size // 10, median=7, total_days=8 * (size // 10))
    yield from paid(release, place, size, month)


def by_age(release, key, place, base, percent):
    """A share of everybody and of each age, every age alike."""
    yield cell(release, key, place, base * percent // 100, base=base)
    ages = GROUPS[Grouping.AGE]
    each = base // len(ages)
    for age in ages:
        yield cell(release, key, place, each * percent // 100, base=each, grouping="age", group=age)


def shared(release, key, place, base, percent):
    yield cell(release, key, place, base * percent // 100, base=base)


def year(release, key, place, base, percent, month, part=""):
    """The share over the twelve months that end with the month, from the month on in which there are as many."""
    if month.steps_since(FIRST) >= 11:
        made = cell(release, key, place, 12 * (base * percent // 100), base=12 * base, part=part)
        made.months = 12
        yield made


def paid(release, place, size, month):
    """Everybody gets one month of 700 euros: labour market subsidy, from May 2026 general support."""
    benefit = "tyomarkkinatuki" if month < Period.parse("2026-05") else "yleistuki"
    for part in get_definition("benefit_paid").parts:
        name, step = part.split(":")
        persons = size * WEIGHTS[BRACKETS.index(step)] // 100 if name == benefit else 0
        if persons:
            yield cell(release, "benefit_paid", place, persons, base=persons * 70_000, part=part)
    for part in get_definition("benefit_moves").parts if place == "TA36" else ():
        before, now = part.split(">")
        persons = size * WEIGHTS[BRACKETS.index(now)] // 100
        share = {"new": 100 if now == "1-100" else 10}.get(before, 70 if before == now else 20)
        if now == "1-100":
            share = 30 if before == "new" else 70
        yield cell(release, "benefit_moves", place, persons * share // 100, part=part)


def count_payments(release):
    """Tell of a month what was counted payment by payment too: the same euros as by step."""
    percent = dict(zip(BRACKETS, (0, 10, 20, 30, 40, 50), strict=True))
    paid = [one for one in release.cells.filter(measure="benefit_paid") if one.part.startswith("tyomarkkinatuki")]
    ReleasedCell.objects.bulk_create(
        cell(
            release, "municipal_share", one.place, one.count,
            base=one.base * percent[one.part.split(":")[1]] // 100, part=one.part,
        )
        for one in paid
    )  # fmt: skip
    Release.objects.filter(pk=release.pk).update(measures=[*release.measures, "municipal_share"])


def tell_lengths(release, *, hides=()):
    """Tell of a month how long people had been unemployed, and the ends of spells by length: to work or unknown.

    `hides` names (measure, length, part) whose numbers are hidden.
    """
    there = dict(zip(GROUPS[Grouping.DURATION], (600, 400, 500, 300, 200), strict=True))
    ends = dict(zip(GROUPS[Grouping.DURATION], ((60, 30), (20, 20), (10, 15), (4, 8), (0, 9)), strict=True))
    rows = []
    for length, persons in there.items():
        work, unknown = ends[length]
        parts = dict.fromkeys(get_definition("outflow").parts, 0) | {"open_market_work": work, "unknown": unknown}
        numbers = {("stock", ""): persons, ("outflow", ""): work + unknown}
        numbers |= {("outflow", part): count for part, count in parts.items()}
        for (measure, part), count in numbers.items():
            one = cell(release, measure, "TA36", count, part=part, grouping="duration", group=length)
            if (measure, length, part) in hides:
                one.count, one.why = None, Why.FEW
            rows.append(one)
    ReleasedCell.objects.bulk_create(rows)


def begin_work(release, *, hides=""):
    """Tell of a month who began: a twentieth in the open market, ten enterprises, twenty studies, thirty subsidised."""
    for place in ("TA36", "KU740"):
        began = {"open_market": SIZES[place] // 20, "enterprise": 10, "degree_study": 20, "subsidised": 30}
        for part, persons in began.items():
            one = cell(release, "job_starts", place, persons, part=part)
            if part == hides:
                one.count, one.why = None, Why.FEW
            one.save()
    Release.objects.filter(pk=release.pk).update(measures=[*release.measures, "job_starts"])


def cell(release, measure, place, count, *, base=None, part="", grouping="all", group="", median=None, total_days=None):
    kind = get_definition(measure).kind
    return ReleasedCell(
        release=release, measure=measure, place=place, grouping=grouping, group=group, part=part, kind=kind,
        count=count, rest=base - count if kind is Kind.SHARE else None, base=base, median=median, total_days=total_days,
        why=Why.SHOWN, is_unstable=kind is Kind.SHARE and base < 30,
    )  # fmt: skip
