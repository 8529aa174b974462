"""What the coming months bring when people move on as before, and what would change it; the law is left to `money`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum
from itertools import pairwise
from math import ceil, exp

from luotsi.core.periods import Period

MONTHS_FOR_RATES = 12
FEWEST_PAST_FORECASTS = 8  # forecasts of one length that have come true, under which no limits are told
CENT = Decimal("0.01")


class UnableToForecast(ValueError):
    """Nothing can be said of the coming months; the text says why."""


@dataclass(frozen=True, slots=True)
class Month:
    """The recipients of a place in one month by bracket of paid days, and where they came from.

    month : a month
    moved : from the bracket of the month before and the bracket of this month, persons who stayed or moved on
    arrived : by bracket, persons who did not receive a benefit the month before
    """

    month: Period
    moved: Mapping[tuple[str, str], int]
    arrived: Mapping[str, int]

    def stock(self, bracket: str) -> int:
        """Return the recipients in the bracket this month."""
        came = sum(persons for (_, to), persons in self.moved.items() if to == bracket)
        return came + self.arrived.get(bracket, 0)


@dataclass(frozen=True, slots=True)
class Pace:
    """How people move: shares 0-1 of a bracket that are in another the month after, and arrivals by calendar month.

    brackets : in the order of paid days
    stays : from, to -> share; what is missing from one leaves
    arrivals : calendar month 1-12 -> bracket -> persons
    """

    brackets: tuple[str, ...]
    stays: Mapping[tuple[str, str], float]
    arrivals: Mapping[int, Mapping[str, float]]

    def leaving(self, bracket: str) -> float:
        """Return the share 0-1 of the bracket that receives nothing the month after."""
        return 1 - sum(self.stays.get((bracket, to), 0.0) for to in self.brackets)


@dataclass(frozen=True, slots=True)
class Coming:
    """One coming month: recipients by bracket, euros, and limits of the euros (None where the past does not tell)."""

    month: Period
    recipients: Mapping[str, float]
    euros: Decimal
    low: Decimal | None = None
    high: Decimal | None = None


def pace_of(history: Sequence[Month], brackets: Sequence[str]) -> Pace:
    """Return the pace of the last twelve months, arrivals by calendar month over all the years at hand.

    Raises
    ------
    UnableToForecast
        when there are fewer than thirteen months, a month is missing, or more move on than there were

    Notes
    -----
    Stock and flow by duration, the shares as maximum-likelihood transition shares of the pooled months. A bracket that
    nobody was in has no pace and keeps nobody.
    """
    if len(history) < MONTHS_FOR_RATES + 1:
        raise UnableToForecast(f"{len(history)} months are at hand, {MONTHS_FOR_RATES + 1} are needed")
    for former, later in pairwise(history):
        if former.month + 1 != later.month:
            raise UnableToForecast(f"the month after {former.month} is missing")
    stays: dict[tuple[str, str], float] = {}
    recent = history[-MONTHS_FOR_RATES - 1 :]
    for bracket in brackets:
        base = sum(month.stock(bracket) for month in recent[:-1])
        moved = {to: sum(month.moved.get((bracket, to), 0) for month in recent[1:]) for to in brackets}
        if sum(moved.values()) > base:
            raise UnableToForecast(f"more people moved on from {bracket} than were in it")
        stays |= {(bracket, to): persons / base for to, persons in moved.items() if persons}
    return Pace(tuple(brackets), stays, _arrivals(history, brackets))


def _arrivals(history: Sequence[Month], brackets: Sequence[str]) -> dict[int, dict[str, float]]:
    by_month: dict[int, list[Month]] = {}
    for month in history[1:]:
        by_month.setdefault(month.month.start.month, []).append(month)
    return {
        number: {bracket: sum(month.arrived.get(bracket, 0) for month in months) / len(months) for bracket in brackets}
        for number, months in by_month.items()
    }


def roll(start: Mapping[str, float], pace: Pace, first: Period, months: int) -> list[tuple[Period, dict[str, float]]]:
    """Return the recipients by bracket in each coming month, from the recipients of the month before `first`."""
    state, path = dict(start), []
    for ahead in range(months):
        month = first + ahead
        arrivals = pace.arrivals[month.start.month]
        state = {
            to: sum(state.get(bracket, 0.0) * pace.stays.get((bracket, to), 0.0) for bracket in pace.brackets)
            + arrivals.get(to, 0.0)
            for to in pace.brackets
        }
        path.append((month, state))
    return path


def forecast(
    history: Sequence[Month], eur_each: Mapping[str, Decimal], *, months: int = 12, confidence: float = 0.8
) -> tuple[Coming, ...]:
    """Return the coming months' recipients and municipal euros, with limits from how wrong such forecasts have been.

    Parameters
    ----------
    history : consecutive months, oldest first
    eur_each : municipal euros a month for a recipient of each bracket, in the order of paid days
    months : how many coming months
    confidence : share 0-1 of past forecasts that the limits would have held

    Raises
    ------
    UnableToForecast
        as `pace_of`

    Notes
    -----
    The limits are the quantile of the relative errors that forecasts of the same length made from earlier months would
    have had (split conformal, Vovk et al. 2005). A length that fewer than eight earlier forecasts tell of has none.
    """
    pace = pace_of(history, tuple(eur_each))
    errors = _past_errors(history, eur_each, months)
    start = {bracket: float(history[-1].stock(bracket)) for bracket in eur_each}
    found = []
    for ahead, (month, recipients) in enumerate(roll(start, pace, history[-1].month + 1, months)):
        euros, wrong = _euros(recipients, eur_each), _quantile(errors[ahead], confidence)
        coming = Coming(month, recipients, euros)
        if wrong is not None:
            width = (euros * Decimal(repr(wrong))).quantize(CENT, rounding=ROUND_HALF_EVEN)
            coming = replace(coming, low=max(euros - width, Decimal(0)), high=euros + width)
        found.append(coming)
    return tuple(found)


def _past_errors(history: Sequence[Month], eur_each: Mapping[str, Decimal], months: int) -> list[list[float]]:
    """Return for each length of forecast the relative errors of those made from earlier months."""
    errors: list[list[float]] = [[] for _ in range(months)]
    for end in range(MONTHS_FOR_RATES + 1, len(history)):
        known, later = history[:end], history[end : end + months]
        start = {bracket: float(known[-1].stock(bracket)) for bracket in eur_each}
        path = roll(start, pace_of(known, tuple(eur_each)), later[0].month, len(later))
        for ahead, ((_, recipients), real) in enumerate(zip(path, later, strict=True)):
            was = _euros({bracket: float(real.stock(bracket)) for bracket in eur_each}, eur_each)
            told = _euros(recipients, eur_each)
            if told:
                errors[ahead].append(abs(float((was - told) / told)))
    return errors


def _quantile(errors: Sequence[float], confidence: float) -> float | None:
    rank = ceil((len(errors) + 1) * confidence)
    if len(errors) < FEWEST_PAST_FORECASTS or rank > len(errors):
        return None
    return sorted(errors)[rank - 1]


def _euros(recipients: Mapping[str, float], eur_each: Mapping[str, Decimal]) -> Decimal:
    exact = sum((Decimal(repr(recipients.get(bracket, 0.0))) * each for bracket, each in eur_each.items()), Decimal(0))
    return exact.quantize(CENT, rounding=ROUND_HALF_EVEN)


class Assumption(StrEnum):
    """What a what-if takes for granted; told beside its figure."""

    PACE_STAYS = "people go on moving as in the last twelve months"
    ARRIVALS_STAY = "as many arrive as in the same months before"
    LAW_STAYS = "the municipal share and the daily amount stay"
    WORK_LASTS = "those who find work do not come back within the time"
    LIKE_THE_OTHERS = "those who find work would have moved on like the others in their bracket"
    EARLY_EXITS_ONLY = "only exits before the first paying step change"
    EFFECT_IS_GIVEN = "the effect of an earlier discussion is the one that was given, not one that was shown here"


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Two futures side by side: municipal euros by month as things go and as they would go, and what is assumed."""

    as_is: tuple[Coming, ...]
    as_if: tuple[Coming, ...]
    assumptions: tuple[Assumption, ...]

    @property
    def saved_eur(self) -> Decimal:
        """Return the euros saved over the months; negative when it would cost more."""
        return sum(
            (before.euros - after.euros for before, after in zip(self.as_is, self.as_if, strict=True)), Decimal(0)
        )


ALWAYS = (Assumption.PACE_STAYS, Assumption.ARRIVALS_STAY, Assumption.LAW_STAYS)


def if_people_find_work(
    history: Sequence[Month], eur_each: Mapping[str, Decimal], people: Mapping[str, int], *, months: int = 12
) -> WhatIf:
    """Return what it saves when so many people of each bracket find lasting work now.

    :raises UnableToForecast: when more would find work than there are in a bracket, or as `pace_of`
    """
    for bracket, persons in people.items():
        if not 0 <= persons <= history[-1].stock(bracket):
            raise UnableToForecast(f"{bracket} has {history[-1].stock(bracket)} people, not {persons}")
    start = {bracket: float(history[-1].stock(bracket) - people.get(bracket, 0)) for bracket in eur_each}
    more = (Assumption.WORK_LASTS, Assumption.LIKE_THE_OTHERS)
    return _what_if(history, eur_each, start, pace_of(history, tuple(eur_each)), months, more)


def if_flow_falls(
    history: Sequence[Month], eur_each: Mapping[str, Decimal], *, now: float, then: float, months: int = 12
) -> WhatIf:
    """Return what it saves when the flow past three months falls from the share `now` to `then` (0-1).

    :raises UnableToForecast: when a share is not between 0 and 1, `now` is nothing, or as `pace_of`

    Fewer stay until the first bracket that costs the municipality, in the same proportion.
    """
    if not (0 < now <= 1 and 0 <= then <= 1):
        raise UnableToForecast("a flow is a share from 0 to 1, and the present one is above 0")
    pace = pace_of(history, tuple(eur_each))
    return _what_if(history, eur_each, None, _fewer_reach(pace, then / now), months, (Assumption.EARLY_EXITS_ONLY,))


def if_discussion_comes_earlier(
    history: Sequence[Month],
    eur_each: Mapping[str, Decimal],
    *,
    days_earlier: float,
    hazard_ratio: float,
    months: int = 12,
) -> WhatIf:
    """Return what it saves when the first discussion comes so many days earlier.

    Parameters
    ----------
    days_earlier : days, negative when it comes later
    hazard_ratio : how many times more people leave on a day after the discussion than before it; from a comparison of
        one's own or from research, never from here

    Raises
    ------
    UnableToForecast
        when the hazard ratio is not above zero, or as `pace_of`

    Notes
    -----
    During the days gained people leave the first bracket at the hazard of those who have had the discussion:
    the share that stays shrinks by exp(-h (HR - 1) days), h the daily hazard of leaving the first bracket.
    """
    if hazard_ratio <= 0:
        raise UnableToForecast("a hazard ratio is above zero")
    pace = pace_of(history, tuple(eur_each))
    daily = pace.leaving(pace.brackets[0]) / 30.4375
    kept = exp(-daily * (hazard_ratio - 1) * days_earlier)
    more = (Assumption.EARLY_EXITS_ONLY, Assumption.EFFECT_IS_GIVEN)
    return _what_if(history, eur_each, None, _fewer_reach(pace, kept), months, more)


def _fewer_reach(pace: Pace, kept: float) -> Pace:
    """Return the pace at which `kept` of the share that moves on from the first bracket still does."""
    first = pace.brackets[0]
    onward = {key: share for key, share in pace.stays.items() if key[0] == first and key[1] != first}
    most = (1 - pace.stays.get((first, first), 0.0)) / sum(onward.values()) if onward else 0.0
    return replace(pace, stays={**pace.stays, **{key: share * min(kept, most) for key, share in onward.items()}})


def _what_if(
    history: Sequence[Month],
    eur_each: Mapping[str, Decimal],
    start: Mapping[str, float] | None,
    pace: Pace,
    months: int,
    assumptions: tuple[Assumption, ...],
) -> WhatIf:
    first = history[-1].month + 1
    today = {bracket: float(history[-1].stock(bracket)) for bracket in eur_each}
    usual = roll(today, pace_of(history, tuple(eur_each)), first, months)
    changed = roll(start if start is not None else today, pace, first, months)
    as_is, as_if = (
        tuple(Coming(month, recipients, _euros(recipients, eur_each)) for month, recipients in path)
        for path in (usual, changed)
    )
    return WhatIf(as_is, as_if, ALWAYS + assumptions)
