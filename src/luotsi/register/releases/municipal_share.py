"""What falls on the municipality of the benefits that a release tells; the law itself is in `law`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from luotsi.core.values import Cell
from luotsi.law.municipal_share import municipal_share_step
from luotsi.law.types import Benefit
from luotsi.register.releases.queries import Figure

PAID, COUNTED = "benefit_paid", "municipal_share"


@dataclass(frozen=True, slots=True)
class PaidStep:
    """A benefit on one step of paid days: who was paid, and euros.

    base : what the share is taken of
    share : what falls on the municipality
    is_reckoned : the share is the base by the law's per cent, since what was counted payment by payment is not out;
        the two differ by cents
    """

    benefit: Benefit
    step: str
    recipients: Cell
    base: Cell
    share: Cell
    is_reckoned: bool

    @property
    def first_day(self) -> int:
        """The first paid day of the step."""
        return int(self.step.split("-")[0])


def paid_steps(figures: Iterable[Figure], on: date) -> list[PaidStep]:
    """Return the steps that anybody stood on in one month and place, by the law of the month's last day.

    A step without a share has none, whether its base is hidden or not.

    :raises NoLaw: when a benefit was paid whose share nobody has read
    """
    by_measure: dict[str, dict[str, Figure]] = {PAID: {}, COUNTED: {}}
    for one in figures:
        by_measure[one.measure][one.part] = one
    return [
        _step(paid, by_measure[COUNTED].get(part), on)
        for part, paid in by_measure[PAID].items()
        if paid.count.value != 0
    ]


def _step(paid: Figure, counted: Figure | None, on: date) -> PaidStep:
    benefit, step = paid.part.split(":")
    percent = municipal_share_step(Benefit(benefit), int(step.split("-")[0]), on).percent
    base = _euros(paid)
    if percent == 0:
        share = Cell.of(0)
    elif counted is not None:
        share = _euros(counted)
    else:
        share = base if base.value is None else Cell(value=base.value * percent / 100, flags=base.flags)
    return PaidStep(Benefit(benefit), step, paid.count, base, share, is_reckoned=counted is None and percent != 0)


def _euros(figure: Figure) -> Cell:
    cents = figure.base or Cell.missing()
    return cents if cents.value is None else Cell(value=cents.value / 100, flags=cents.flags)
