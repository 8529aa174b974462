"""The municipal share that SQL counts is the one that the arithmetic of the law gives, payment by payment."""

from collections import Counter
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from luotsi.core.periods import Period
from luotsi.law.municipal_share import municipal_share_step
from luotsi.law.types import Benefit
from luotsi.register import ladder
from luotsi.register.calc.money import Payment, municipal_share_eur
from luotsi.register.calendar import months_between
from luotsi.register.engine import calculate
from luotsi.register.importing import import_export
from luotsi.register.measures import get_definition
from luotsi.register.results import aggregates
from luotsi.register.sealed import Sealed
from tests.register.case_files import KEY, PERSON, write_export

PAID = (Benefit.LABOUR_MARKET_SUBSIDY, Benefit.BASIC_ALLOWANCE, Benefit.EARNINGS_RELATED_ALLOWANCE)
STEPS = ("701-", "401-700", "301-400", "201-300", "101-200", "1-100")
MONTHS = months_between(Period.parse("2025-01"), Period.parse("2026-04"))


def drawn(count):
    """Return payments around and between the steps, some of which cross one or more of them."""
    chance = Random(2026)
    for _ in range(count):
        cumulative = chance.choice([100, 101, 200, 201, 300, 301, 400, 401, 700, 701]) + chance.randrange(30)
        yield Payment(
            chance.choice(PAID),
            date(2025 + chance.randrange(2), 1 + chance.randrange(4), 1 + chance.randrange(28)),
            1 + chance.randrange(min(cumulative, 23)),
            cumulative,
            Decimal(chance.randrange(200_000)) / 100,
            exempt=chance.random() < 0.1,
        )


def test_the_engine_counts_what_the_law_gives_for_each_payment(tmp_path):
    payments = list(drawn(400))
    rows = [("person", {"person": str(number), "municipality": "740"} | PERSON) for number in range(len(payments))]
    rows.append(("jobsearch", {"person": "0", "started_on": date(2024, 1, 2), "status": "unemployed"}))
    for number, one in enumerate(payments):
        row = {"person": str(number), "paid_on": one.paid_on, "benefit": one.benefit.value, "paid_days": one.paid_days}
        row |= {"cumulative_days": one.cumulative_days, "base_eur": str(one.base_eur)}
        rows.append(("benefit", row | {"exemption": "laid_off" if one.exempt else "none"}))
    sealed = Sealed.at(tmp_path / "sealed")
    import_export(sealed, write_export(tmp_path / "export", rows), KEY)
    calculate(sealed, measures=["municipal_share"])
    cents, people = Counter(), Counter()
    for one in payments:
        for part, days, percent in stood_on(one):
            exact = one.base_eur * days * percent / one.paid_days  # per cent of euros are cents
            cents[f"{one.paid_on:%Y-%m}", part] += int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))
            people[f"{one.paid_on:%Y-%m}", part] += 1
    counted = list(aggregates(sealed, get_definition("municipal_share"), MONTHS))
    assert {(row.month, row.part): row.base for row in counted} == dict(cents)
    assert {(row.month, row.part): row.count for row in counted} == dict(people)
    assert abs(sum(cents.values()) - municipal_share_eur(payments) * 100) < len(payments)


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
