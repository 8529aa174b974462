"""Cells: a number with its flags, or a gap with its reason; sums and shares that keep both honest."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import StrEnum
from typing import NamedTuple


class Gap(StrEnum):
    """Why there is no number. Zero is a number and never a gap."""

    MISSING = "missing"
    HIDDEN = "hidden"
    UNDEFINED = "undefined"
    NOT_APPLICABLE = "not_applicable"


class Flag(StrEnum):
    """What a reader must know beside the number."""

    PROVISIONAL = "provisional"
    REVISED = "revised"
    ESTIMATE = "estimate"
    AT_LEAST = "at_least"
    UNSTABLE = "unstable"
    SIMULATED = "simulated"


@dataclass(frozen=True, slots=True)
class Cell:
    """A number in the unit of its series, or the reason why there is none.

    A share or a mean keeps the numerator and denominator it was made of, so that it can be rolled up.
    """

    value: Decimal | None = None
    gap: Gap | None = None
    flags: frozenset[Flag] = frozenset()
    numerator: Decimal | None = None
    denominator: Decimal | None = None

    def __post_init__(self) -> None:
        if (self.value is None) == (self.gap is None):
            raise ValueError("a cell has either a value or the reason why there is none")

    @classmethod
    def of(cls, value: Decimal | int | str, *flags: Flag) -> "Cell":
        """Return a cell holding `value`.

        :raises ValueError: when the text is no finite number
        """
        number = Decimal(value)
        if not number.is_finite():
            raise ValueError(f"{value!r} is no finite number")
        return cls(value=number, flags=frozenset(flags))

    @classmethod
    def missing(cls, gap: Gap = Gap.MISSING) -> "Cell":
        """Return a cell without a number."""
        return cls(gap=gap)


class Bounds(NamedTuple):
    """The two ends of an estimate's 95% interval, in the unit of the estimate."""

    low: Decimal
    high: Decimal


def total(cells: Iterable[Cell]) -> Cell:
    """Return the sum of the cells; hidden or missing parts make it "at least".

    Notes
    -----
    A sum over nothing but gaps is no zero: it is hidden when any part is hidden, else missing. Parts that do not
    apply are left out and do not make the sum a lower bound.

    >>> total([Cell.of(12), Cell.missing(Gap.HIDDEN)]).flags
    frozenset({<Flag.AT_LEAST: 'at_least'>})
    """
    parts = [cell for cell in cells if cell.gap is not Gap.NOT_APPLICABLE]
    known = [cell for cell in parts if cell.value is not None]
    if not known:
        return Cell.missing(Gap.HIDDEN if any(cell.gap is Gap.HIDDEN for cell in parts) else Gap.MISSING)
    flags = frozenset().union(*(cell.flags for cell in known))
    if len(known) < len(parts):
        flags |= {Flag.AT_LEAST}
    return Cell(value=sum((cell.value for cell in known if cell.value is not None), Decimal(0)), flags=flags)


def ratio(numerator: Cell, denominator: Cell, *, scale: int = 1, decimals: int | None = None) -> Cell:
    """Return `scale * numerator / denominator` with both parts kept.

    Notes
    -----
    A zero denominator is undefined. A gap on either side stays a gap of the same reason. Over a numerator that is
    a lower bound the ratio is one too; a lower-bound denominator leaves the direction open, so that is undefined.
    With `decimals` the result is rounded half up, as the statistical office does.
    """
    for part in (numerator, denominator):
        if part.value is None:
            return Cell(gap=part.gap)
    assert numerator.value is not None
    assert denominator.value is not None
    if denominator.value == 0 or Flag.AT_LEAST in denominator.flags:
        return Cell.missing(Gap.UNDEFINED)
    value = numerator.value * scale / denominator.value
    if decimals is not None:
        value = rounded(value, decimals)
    return Cell(
        value=value,
        flags=numerator.flags | denominator.flags,
        numerator=numerator.value,
        denominator=denominator.value,
    )


def rounded(value: Decimal, decimals: int) -> Decimal:
    """Round half up to `decimals` places, as printed statistics do."""
    digits = max(value.adjusted(), 0) + decimals + 2  # the default context has 28 and raises beyond them
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP, context=Context(prec=max(28, digits)))


def scaled(value: Decimal) -> tuple[int, int]:
    """Return the number as (integer, exponent) with value = integer / 10**exponent, for storage without floats.

    >>> scaled(Decimal("12.80"))
    (1280, 2)
    """
    _sign, _digits, exponent = value.as_tuple()
    if not isinstance(exponent, int):
        raise ValueError(f"{value} is no finite number")
    places = max(0, -exponent)
    return int(value.scaleb(places)), places


def scaled_bounds(bounds: Bounds) -> tuple[int, int, int]:
    """Return both ends as integers with the exponent that they share.

    >>> scaled_bounds(Bounds(Decimal("3.1"), Decimal("3.75")))
    (310, 375, 2)
    """
    (low, low_places), (high, high_places) = scaled(bounds.low), scaled(bounds.high)
    places = max(low_places, high_places)
    return low * 10 ** (places - low_places), high * 10 ** (places - high_places), places


def unscaled(integer: int, exponent: int) -> Decimal:
    """Return the number stored as (integer, exponent).

    >>> unscaled(1280, 2)
    Decimal('12.80')
    """
    return Decimal(integer).scaleb(-exponent)
