"""The municipal share that SQL counts is the one that the arithmetic of the law gives, payment by payment."""

from collections import Counter
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from luotsi.core.periods import Period
from luotsi.law.municipal_share import municipal_share_step
from luotsi.law.types import Benefit
from luotsi.register import ladder
from luotsi.register.calc.money import Payment, share_by_step
from luotsi.register.calendar import months_between
from luotsi.register.engine import calculate
from luotsi.register.importing import import_export
from luotsi.register.measures import get_definition
from luotsi.register.results import aggregates
from luotsi.register.sealed import Sealed
from tests.register.case_files import KEY, PERSON, write_export

PAID = (Benefit.LABOUR_MARKET_SUBSIDY, Benefit.BASIC_ALLOWANCE, Benefit.EARNINGS_RELATED_ALLOWANCE)
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
        for step in share_by_step(one):
            if step.percent:
                key = (f"{one.paid_on:%Y-%m}", f"{one.benefit}:{step.first_day}-{step.last_day or ''}")
                cents[key] += int((step.share_eur * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))
                people[key] += 1
    counted = list(aggregates(sealed, get_definition("municipal_share"), MONTHS))
    assert {(row.month, row.part): row.base for row in counted} == dict(cents)
    assert {(row.month, row.part): row.count for row in counted} == dict(people)


def test_every_step_of_the_law_since_2025_is_a_part_of_the_measure():
    steps = {f"{row[0]}:{row[1]}" for row in ladder.ladder_rows() if row[6] >= date(2025, 1, 1)}
    assert steps == set(get_definition("municipal_share").parts)
    per_mille = {(row[0], row[2]): row[4] for row in ladder.ladder_rows() if row[5] == date(2025, 1, 1)}
    assert per_mille == {
        (benefit.value, first): int(municipal_share_step(benefit, first, date(2026, 1, 1)).percent * 10)
        for benefit in PAID
        for first in (101, 201, 301, 401, 701)
        if (benefit.value, first) in per_mille
    }


def test_the_law_of_april_2026_is_known_and_that_of_may_is_not():
    assert ladder.is_known(Period.parse("2026-04"))
    assert not ladder.is_known(Period.parse("2026-05"))
