"""The home municipality's euros of unemployment benefits, and what moved them; the law itself is in `law`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import permutations

from luotsi.law.municipal_share import municipal_share_step
from luotsi.law.types import Benefit

CENT = Decimal("0.01")


class UnsoundPayment(ValueError):
    """A payment contradicts itself; the text says how."""


@dataclass(frozen=True, slots=True)
class Payment:
    """A benefit paid to one person on one day.

    paid_days : days that it was paid for
    cumulative_days : the count by the law with these days in it
    base_eur : what the share is taken of: the benefit paid; of the earnings-related allowance the part equal to the
        basic allowance; of an adjusted or reduced benefit the proportional part of it
    exempt : paid for lay-off, additional days or the first years of integration; no share and no count
    """

    benefit: Benefit
    paid_on: date
    paid_days: int
    cumulative_days: int
    base_eur: Decimal
    exempt: bool = False


@dataclass(frozen=True, slots=True)
class StepShare:
    """What falls on one step of the ladder: days, the base in euros and the municipality's part of it, unrounded."""

    first_day: int
    last_day: int | None
    percent: Decimal
    days: int
    base_eur: Decimal
    share_eur: Decimal


def share_by_step(payment: Payment) -> tuple[StepShare, ...]:
    """Return what of a payment falls on each step, lowest step first; nothing for an exempt one.

    Raises
    ------
    UnsoundPayment
        when it was paid for no days, for more days than the count, or the base is negative
    luotsi.law.types.NoLaw
        when nobody has read the law of the day of payment

    Notes
    -----
    A payment whose days cross a step is divided by days. Laws 385/2023 and 387/2023; the home municipality is that of
    the day of payment. How Kela rounds a person's payment is not published: euros stay exact until they are added up.

    >>> crossing = Payment(Benefit.LABOUR_MARKET_SUBSIDY, date(2026, 1, 15), 20, 110, Decimal("744.20"))
    >>> [(part.days, part.percent, part.share_eur) for part in share_by_step(crossing)]
    [(10, Decimal('0'), Decimal('0')), (10, Decimal('10'), Decimal('37.21'))]
    """
    if payment.exempt:
        return ()
    if payment.paid_days < 1:
        raise UnsoundPayment("a payment is for at least one day")
    if payment.cumulative_days < payment.paid_days:
        raise UnsoundPayment(f"{payment.paid_days} days were paid, but the count is {payment.cumulative_days}")
    if payment.base_eur < 0:
        raise UnsoundPayment("the base of a share cannot be negative")
    found, day = [], payment.cumulative_days - payment.paid_days + 1
    while day <= payment.cumulative_days:
        step = municipal_share_step(payment.benefit, day, payment.paid_on)
        last = payment.cumulative_days if step.last_day is None else min(step.last_day, payment.cumulative_days)
        days = last - day + 1
        base = payment.base_eur * days / payment.paid_days
        share = step.share_of(base)
        found.append(
            StepShare(
                step.first_day, step.last_day, step.percent, days, base, share.normalize() if share else Decimal(0)
            )
        )
        day = last + 1
    return tuple(found)


def municipal_share_eur(payments: Iterable[Payment]) -> Decimal:
    """Return the municipality's euros of the payments, added up exactly and rounded once, half a cent up.

    >>> twenty_days = Payment(Benefit.LABOUR_MARKET_SUBSIDY, date(2026, 1, 15), 20, 150, Decimal("744.20"))
    >>> municipal_share_eur([twenty_days])
    Decimal('74.42')
    """
    parts = (Fraction(part.share_eur) for payment in payments for part in share_by_step(payment))
    return _cents(sum(parts, Fraction(0)))


@dataclass(frozen=True, slots=True)
class StepSum:
    """A month of one step: different recipients, the base in euros, and what of it falls on the municipality."""

    recipients: int
    base_eur: Decimal
    share_eur: Decimal


@dataclass(frozen=True, slots=True)
class Decomposition:
    """Why the euros of two months differ; the three effects add up to the difference, to the cent.

    recipients_eur : more or fewer people
    per_recipient_eur : more or less benefit for each, by days and amounts
    step_eur : a higher or lower share of the law, because people have been paid for longer or shorter
    """

    before_eur: Decimal
    after_eur: Decimal
    recipients_eur: Decimal
    per_recipient_eur: Decimal
    step_eur: Decimal

    @property
    def ratio(self) -> Decimal | None:
        """Return the month over the former (the euro curve K1), None when the former is nothing."""
        return self.after_eur / self.before_eur if self.before_eur else None


def decompose(before: Iterable[StepSum], after: Iterable[StepSum]) -> Decomposition:
    """Return what moved the municipal share between two months, for instance a month and the same a year before.

    Parameters
    ----------
    before, after : the steps of the ladder; steps without a share (0 %) belong to them too

    Notes
    -----
    Euros = recipients x base per recipient x mean share. Each effect is the mean of what its factor adds in the six
    orders in which the three can be changed (Shapley 1953; Sun 1998 in energy economics), exact in fractions; cents
    left by rounding go to the largest effect. A month without recipients has the other month's base and share.

    >>> ten, twelve = StepSum(10, Decimal("8000"), Decimal("800")), StepSum(12, Decimal("9600"), Decimal("960"))
    >>> decompose([ten], [twelve]).recipients_eur
    Decimal('160.00')
    """
    old, new = _factors(list(before)), _factors(list(after))
    old, new = _filled(old, new), _filled(new, old)
    effects = [Fraction(0)] * 3
    orders = list(permutations(range(3)))
    for order in orders:
        state = list(old)
        for factor in order:
            former = state[0] * state[1] * state[2]
            state[factor] = new[factor]
            effects[factor] += state[0] * state[1] * state[2] - former
    before_eur, after_eur = _cents(old[0] * old[1] * old[2]), _cents(new[0] * new[1] * new[2])
    rounded = [_cents(effect / len(orders)) for effect in effects]
    largest = max(range(3), key=lambda factor: abs(rounded[factor]))
    rounded[largest] += after_eur - before_eur - sum(rounded)
    return Decomposition(before_eur, after_eur, *rounded)


Factors = tuple[Fraction, Fraction | None, Fraction | None]


def _factors(steps: Sequence[StepSum]) -> Factors:
    recipients = sum(step.recipients for step in steps)
    base = sum((Fraction(step.base_eur) for step in steps), Fraction(0))
    euros = sum((Fraction(step.share_eur) for step in steps), Fraction(0))
    if recipients == 0 and base:
        raise UnsoundPayment("euros were paid, but to nobody")
    return Fraction(recipients), base / recipients if recipients else None, euros / base if base else None


def _filled(own: Factors, other: Factors) -> tuple[Fraction, Fraction, Fraction]:
    each = own[1] if own[1] is not None else other[1]
    share = own[2] if own[2] is not None else other[2]
    return own[0], each or Fraction(0), share or Fraction(0)


def _cents(euros: Fraction) -> Decimal:
    exact = Decimal(euros.numerator) / Decimal(euros.denominator)
    return exact.quantize(CENT, rounding=ROUND_HALF_UP)
