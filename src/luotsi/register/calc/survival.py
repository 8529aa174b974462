"""How long something lasts when part of the durations is still open; whom it concerns is left to the caller."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import expm1
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
Counts = Sequence[int] | NDArray[np.int64]


class UnableToFollow(ValueError):
    """The durations cannot be followed; the text says why."""


@dataclass(frozen=True, slots=True)
class Curve:
    """The share of persons to whom it has not happened yet, by day.

    days : the days on which something ended, rising
    at_risk, ended : persons, before the day's events and on the day
    surviving : share 0-1 after the day
    low, high : limits of the share, nan where nothing is left to estimate from
    persons : everybody followed, those still waiting included
    open_at_end : persons to whom it never happened while they were followed
    """

    days: NDArray[np.int64]
    at_risk: NDArray[np.int64]
    ended: NDArray[np.int64]
    surviving: Floats
    low: Floats
    high: Floats
    persons: int
    open_at_end: int

    def at(self, day: int) -> float:
        """Return the share 0-1 to whom it has not happened by the end of the day.

        >>> kaplan_meier([0, 1, 1], [0, 0, 2]).at(1)
        0.75
        """
        before = int(np.searchsorted(self.days, day, side="right"))
        return 1.0 if before == 0 else float(self.surviving[before - 1])

    def quantile(self, share: float = 0.5) -> tuple[int | None, int | None, int | None]:
        """Return the day by which it has happened to the given share, with its limits; None where it is not reached.

        The limits are where the limits of the curve cross the share (Brookmeyer and Crowley 1982).
        """
        found = [_first(self.days, curve, share) for curve in (self.surviving, self.low, self.high)]
        return found[0], found[1], found[2]


def kaplan_meier(ended: Counts, open_: Counts, *, confidence: float = 0.95) -> Curve:
    """Return the product-limit curve of durations that are partly still open.

    Parameters
    ----------
    ended : persons by day, index = whole days of duration; those to whom it happened on that day
    open_ : persons by day; those followed that long without it, counted as at risk on that day still
    confidence : share 0-1 that the limits are made for

    Returns
    -------
    Curve, shares 0-1 by day

    Raises
    ------
    UnableToFollow
        when nobody is followed, or a number is negative

    Notes
    -----
    Kaplan and Meier 1958; variance by Greenwood, limits on the scale log(-log S), as in Kalbfleisch and Prentice.
    It holds when those still open do not differ from the others; people who leave to another area are open on that day.

    >>> curve = kaplan_meier([0, 2, 0, 1], [0, 0, 1, 0])
    >>> [round(share, 3) for share in curve.surviving.tolist()]
    [0.5, 0.0]
    """
    happened, still = _paired([ended, open_])
    at_risk = _at_risk(happened + still)
    days = np.flatnonzero(happened)
    risk, deaths = at_risk[days], happened[days]
    surviving: Floats = np.cumprod(1.0 - deaths / risk)
    with np.errstate(divide="ignore", invalid="ignore"):
        greenwood = np.cumsum(deaths / (risk * (risk - deaths)))
        spread = _z(confidence) * np.sqrt(greenwood) / np.abs(np.log(surviving))
        low, high = surviving ** np.exp(spread), surviving ** np.exp(-spread)
    gone = surviving <= 0.0
    low[gone] = high[gone] = np.nan
    return Curve(days, risk, deaths, surviving, low, high, int(happened.sum() + still.sum()), int(still.sum()))


@dataclass(frozen=True, slots=True)
class Incidence:
    """The share to whom each reason has happened first, by day; what stands by reason is aligned with `days`.

    share, low, high : shares 0-1; the limits are nan where the share is 0 or 1
    spread : standard error of the share
    """

    days: NDArray[np.int64]
    share: Mapping[str, Floats]
    spread: Mapping[str, Floats]
    low: Mapping[str, Floats]
    high: Mapping[str, Floats]

    def at(self, reason: str, day: int) -> float:
        """Return the share 0-1 who have left for the reason by the end of the day."""
        before = int(np.searchsorted(self.days, day, side="right"))
        return 0.0 if before == 0 else float(self.share[reason][before - 1])


def cumulative_incidence(ended: Mapping[str, Counts], open_: Counts, *, confidence: float = 0.95) -> Incidence:
    """Return the cumulative incidence of each reason to leave, the reasons excluding each other.

    Parameters
    ----------
    ended : for each reason, persons by day of duration
    open_ : persons by day of duration who had not left while they were followed

    Returns
    -------
    Incidence, shares 0-1; with the share still there they add up to one on every day

    Raises
    ------
    UnableToFollow
        when no reason is given, nobody is followed, or a number is negative

    Notes
    -----
    Aalen and Johansen 1978; variance by the delta method (Marubini and Valsecchi 1995, as in Pintilie 2006), limits on
    the scale log(-log). One minus Kaplan-Meier of a single reason would give too much, and is not used.
    """
    if not ended:
        raise UnableToFollow("no reason to leave was given")
    reasons = sorted(ended)
    *by_reason, still = _paired([*(ended[reason] for reason in reasons), open_])
    together = np.sum(by_reason, axis=0)
    days = np.flatnonzero(together)
    risk = _at_risk(together + still)[days].astype(np.float64)
    deaths = together[days].astype(np.float64)
    before = np.concatenate([[1.0], np.cumprod(1.0 - deaths / risk)[:-1]])
    share: dict[str, Floats] = {}
    spread: dict[str, Floats] = {}
    low: dict[str, Floats] = {}
    high: dict[str, Floats] = {}
    for reason, events in zip(reasons, by_reason, strict=True):
        own = events[days].astype(np.float64)
        share[reason] = np.cumsum(before * own / risk)
        spread[reason] = np.sqrt(_incidence_variance(share[reason], own, deaths, risk, before))
        low[reason], high[reason] = _loglog_limits(share[reason], spread[reason], _z(confidence))
    return Incidence(days, share, spread, low, high)


def incidence_of_hazards(lasts: Sequence[int], hazards: Mapping[str, Sequence[float]]) -> dict[str, tuple[float, ...]]:
    """Return by reason the share of spells that would have ended for it, if the hazards stayed as they are.

    Parameters
    ----------
    lasts : months that each bracket of duration is long, in order from the beginning
    hazards : for each reason, spells ended by person-month in each bracket

    Returns
    -------
    By reason, shares 0-1 by the end of each bracket; with the share still there they add up to one

    Raises
    ------
    UnableToFollow
        when the columns are not of one length, or a hazard is negative

    Notes
    -----
    A multiple-decrement life table of a period (Preston, Heuveline and Guillot 2001, chapter 4), each hazard the same
    throughout a bracket. It is of no cohort: nobody need have been followed so long.

    >>> shares = incidence_of_hazards([3, 3], {"work": [0.2, 0.05], "study": [0.0, 0.05]})
    >>> [round(share, 3) for share in shares["work"]]
    [0.451, 0.522]
    """
    if any(len(column) != len(lasts) for column in hazards.values()):
        raise UnableToFollow("the brackets are not the same in every column")
    if any(hazard < 0 for column in hazards.values() for hazard in column):
        raise UnableToFollow("a hazard is negative")
    share = dict.fromkeys(hazards, 0.0)
    found: dict[str, list[float]] = {reason: [] for reason in hazards}
    there = 1.0
    for place, months in enumerate(lasts):
        together = sum(column[place] for column in hazards.values())
        left = there * -expm1(-together * months)
        for reason, column in hazards.items():
            share[reason] += left * column[place] / together if together else 0.0
            found[reason].append(share[reason])
        there -= left
    return {reason: tuple(shares) for reason, shares in found.items()}


def _incidence_variance(share: Floats, own: Floats, deaths: Floats, risk: Floats, before: Floats) -> Floats:
    """Return the delta-method variance at each day; the sum over days up to it is opened into running sums."""
    with np.errstate(divide="ignore", invalid="ignore"):
        hazard = np.where(risk > deaths, deaths / (risk * (risk - deaths)), 0.0)
    binomial = before**2 * (risk - own) * own / risk**3
    cross = before * own / risk**2
    first = share**2 * np.cumsum(hazard) - 2 * share * np.cumsum(share * hazard) + np.cumsum(share**2 * hazard)
    third = share * np.cumsum(cross) - np.cumsum(share * cross)
    return np.asarray(np.maximum(first + np.cumsum(binomial) - 2 * third, 0.0))


def _loglog_limits(share: Floats, spread: Floats, z: float) -> tuple[Floats, Floats]:
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):  # a limit may be as good as 0 or 1
        width = np.exp(z * spread / (share * np.abs(np.log(share))))
        low, high = share**width, share ** (1 / width)
    edge = (share <= 0.0) | (share >= 1.0)
    return np.where(edge, np.nan, low), np.where(edge, np.nan, high)


def _paired(columns: Sequence[Counts]) -> list[NDArray[np.int64]]:
    longest = max(len(column) for column in columns)
    padded = [np.zeros(longest, dtype=np.int64) for _ in columns]
    for target, column in zip(padded, columns, strict=True):
        target[: len(column)] = column
    if any((column < 0).any() for column in padded):
        raise UnableToFollow("a number of persons is negative")
    if not sum(int(column.sum()) for column in padded):
        raise UnableToFollow("nobody is followed")
    return padded


def _at_risk(leaving: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.asarray(leaving[::-1].cumsum()[::-1])


def _z(confidence: float) -> float:
    return NormalDist().inv_cdf(0.5 + confidence / 2)


def _first(days: NDArray[np.int64], curve: Floats, share: float) -> int | None:
    reached = np.flatnonzero(curve <= 1.0 - share + 1e-12)
    return int(days[reached[0]]) if len(reached) else None
