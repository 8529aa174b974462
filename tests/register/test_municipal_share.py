"""The municipal share that SQL counts is the one that the arithmetic of the law gives, payment by payment."""

from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from random import Random

import pytest

from luotsi.core.periods import Period
from luotsi.core.values import Cell, Gap
from luotsi.law.municipal_share import municipal_share_step
from luotsi.law.types import Benefit
from luotsi.register import ladder
from luotsi.register.calc.money import Payment, municipal_share_eur
from luotsi.register.calendar import months_between
from luotsi.register.engine import calculate
from luotsi.register.importing import import_export
from luotsi.register.measures import get_definition
from luotsi.register.releases.municipal_share import COUNTED, PAID, paid_steps
from luotsi.register.releases.queries import Figure
from luotsi.register.releases.types import Why
from luotsi.register.results import aggregates
from luotsi.register.sealed import Sealed
from luotsi.register.types import Aggregate, Grouping
from tests.register.case_files import KEY, PERSON, write_export

BENEFITS = (Benefit.LABOUR_MARKET_SUBSIDY, Benefit.BASIC_ALLOWANCE, Benefit.EARNINGS_RELATED_ALLOWANCE)
STEPS = ("701-", "401-700", "301-400", "201-300", "101-200", "1-100")
MONTHS = months_between(Period.parse("2025-01"), Period.parse("2026-04"))


def drawn(count):
    """Return payments around and between the steps, some of which cross one or more of them."""
    chance = Random(2026)
    for _ in range(count):
        cumulative = chance.choice([100, 101, 200, 201, 300, 301, 400, 401, 700, 701]) + chance.randrange(30)
        yield Payment(
            chance.choice(BENEFITS),
            date(2025 + chance.randrange(2), 1 + chance.randrange(4), 1 + chance.randrange(28)),
            1 + chance.randrange(min(cumulative, 23)),
            cumulative,
            Decimal(chance.randrange(200_000)) / 100,
            exempt=chance.random() < 0.1,
        )


PAYMENTS = tuple(drawn(400))
MEASURES = (PAID, COUNTED)


@pytest.fixture(scope="module")
def sealed(tmp_path_factory):
    """Return a register of the payments, counted."""
    payments, folder = PAYMENTS, tmp_path_factory.mktemp("payments")
    rows = [("person", {"person": str(number), "municipality": "740"} | PERSON) for number in range(len(payments))]
    rows.append(("jobsearch", {"person": "0", "started_on": date(2024, 1, 2), "status": "unemployed"}))
    for number, one in enumerate(payments):
        row = {"person": str(number), "paid_on": one.paid_on, "benefit": one.benefit.value, "paid_days": one.paid_days}
        row |= {"cumulative_days": one.cumulative_days, "base_eur": str(one.base_eur)}
        rows.append(("benefit", row | {"exemption": "laid_off" if one.exempt else "none"}))
    sealed = Sealed.at(folder / "sealed")
    import_export(sealed, write_export(folder / "export", rows), KEY)
    calculate(sealed, measures=MEASURES)
    return sealed


def test_the_engine_counts_what_the_law_gives_for_each_payment(sealed):
    cents, people = Counter(), Counter()
    for one in PAYMENTS:
        for part, days, percent in stood_on(one):
            exact = one.base_eur * days * percent / one.paid_days  # per cent of euros are cents
            cents[f"{one.paid_on:%Y-%m}", part] += int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))
            people[f"{one.paid_on:%Y-%m}", part] += 1
    counted = list(aggregates(sealed, get_definition("municipal_share"), MONTHS))
    assert {(row.month, row.part): row.base for row in counted} == dict(cents)
    assert {(row.month, row.part): row.count for row in counted} == dict(people)
    assert abs(sum(cents.values()) - municipal_share_eur(PAYMENTS) * 100) < len(PAYMENTS)


@pytest.mark.parametrize("month", MONTHS[::5])
def test_what_a_release_tells_is_what_falls_on_the_municipality_to_the_cent(sealed, month):
    found = [figure(row) for key in MEASURES for row in aggregates(sealed, get_definition(key), [month])]
    told = sum(one.share.value for one in paid_steps(found, month.end))
    payments = [one for one in PAYMENTS if f"{one.paid_on:%Y-%m}" == month.name]
    shares = [
        one.base_eur * days * percent / one.paid_days / 100 for one in payments for _, days, percent in stood_on(one)
    ]
    assert told == sum(share.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP) for share in shares)
    assert any(shares) == bool(payments)


def test_where_single_payments_are_not_out_the_share_is_reckoned_within_cents_and_says_so(sealed):
    month = Period.parse("2026-03")
    found = [figure(row) for key in MEASURES for row in aggregates(sealed, get_definition(key), [month])]
    counted = {one.step + one.benefit: one for one in paid_steps(found, month.end)}
    reckoned = paid_steps([one for one in found if one.measure == PAID], month.end)
    assert [one.is_reckoned for one in reckoned] == [one.first_day > 100 for one in reckoned]
    assert not any(one.is_reckoned for one in counted.values())
    apart = [abs(one.share.value - counted[one.step + one.benefit].share.value) for one in reckoned]
    assert 0 < max(apart) < Decimal("0.10")


def test_a_share_that_is_hidden_is_not_reckoned_around():
    rows = (
        Aggregate(key, "2026-03", "KU740", Grouping.ALL, "", "tyomarkkinatuki:101-200", None, 9, 900)
        for key in MEASURES
    )
    paid, counted = map(figure, rows)
    hidden = replace(counted, base=Cell.missing(Gap.HIDDEN))
    (step,) = paid_steps([paid, hidden], date(2026, 3, 31))
    assert (step.base, step.share) == (Cell.of(9), Cell.missing(Gap.HIDDEN))


def test_a_step_without_a_share_has_none_though_its_euros_are_hidden():
    row = Aggregate(PAID, "2026-03", "KU740", Grouping.ALL, "", "tyomarkkinatuki:1-100", None, 9, 900)
    (step,) = paid_steps([replace(figure(row), base=Cell.missing(Gap.HIDDEN))], date(2026, 3, 31))
    assert (step.share, step.is_reckoned) == (Cell.of(0), False)


def figure(row):
    """Return a number of the register as it is when it is released and nothing of it is hidden."""
    month, count, base = Period.parse(row.month), Cell.of(row.count), Cell.of(row.base)
    return Figure(
        row.measure, month, row.place, row.grouping, row.group, row.part, count, base,
        share=None, median=None, mean=None, why=Why.SHOWN, release_id=1, is_simulated=False,
    )  # fmt: skip


def stood_on(payment):
    """Yield the part, days and per cent of each step, day by day as the law asks."""
    if payment.exempt:
        return
    last = payment.cumulative_days
    days = Counter(
        next(step for step in STEPS if day >= int(step.split("-")[0]))
        for day in range(last - payment.paid_days + 1, last + 1)
    )
    for step, count in days.items():
        percent = municipal_share_step(payment.benefit, int(step.split("-")[0]), payment.paid_on).percent
        if percent:
            yield f"{payment.benefit}:{step}", count, percent


def test_the_parts_of_the_measure_are_the_steps_of_the_law_since_2025():
    assert {f"{row[0]}:{row[1]}" for row in ladder.ladder_rows()} == set(get_definition("municipal_share").parts)


def test_the_law_of_april_2026_is_known_and_that_of_may_is_not():
    assert ladder.is_known(Period.parse("2026-04"))
    assert not ladder.is_known(Period.parse("2026-05"))
