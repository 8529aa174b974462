"""Observed against expected: what part of a difference the clients and chance explain; euros are left to `money`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from math import sqrt
from statistics import NormalDist

import numpy as np

FUNNEL_SHARES = (0.95, 0.998)
FEW = 5  # expected persons under which a place is told to be too small to compare


class Verdict(StrEnum):
    """What a comparison says first, before any number."""

    WITHIN = "within expected variation"
    ABOVE = "above expected"
    BELOW = "below expected"
    TOO_FEW = "too few to compare"


class UnableToCompare(ValueError):
    """There is nothing to compare with; the text says what is missing."""


@dataclass(frozen=True, slots=True)
class Group:
    """One group of a place's clients: how many, and to how many of them it happened."""

    clients: int
    observed: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """A place against what the reference rates would give for clients like its own.

    observed, expected : persons
    ratio, low, high : O/E with its exact limits
    excess : O - E, persons
    """

    observed: int
    expected: float
    ratio: float
    low: float
    high: float
    excess: float
    verdict: Verdict

    def excess_eur(self, eur_each: Decimal) -> Decimal:
        """Return O - E in euros when each person counts for the given euros; cents, half to even."""
        return (Decimal(repr(self.excess)) * eur_each).quantize(Decimal("0.01"))


def poisson_limits(observed: int, *, confidence: float = 0.95) -> tuple[float, float]:
    """Return the exact limits of a Poisson mean of which one count was seen.

    Notes
    -----
    Garwood 1936, by quantiles of chi-squared as in Ulm 1990 and Breslow and Day 1987 (table 2.11).

    >>> [round(limit, 3) for limit in poisson_limits(10)]
    [4.795, 18.39]
    """
    from scipy.special import chdtri

    if observed < 0:
        raise UnableToCompare("a count cannot be negative")
    tail = (1 - confidence) / 2
    low = 0.0 if observed == 0 else float(chdtri(2 * observed, 1 - tail)) / 2
    return low, float(chdtri(2 * (observed + 1), tail)) / 2


def compare(groups: Mapping[str, Group], rates: Mapping[str, float], *, confidence: float = 0.95) -> Comparison:
    """Return the place's observed number against the expected by indirect standardisation.

    Parameters
    ----------
    groups : the place's clients by group (age, sex, education, duration, or their combinations)
    rates : the reference's share 0-1 of each group; where it comes from is told beside the figure
    confidence : share 0-1 that the exact limits are made for

    Raises
    ------
    UnableToCompare
        when a group with clients has no rate, a rate is not a share, or nobody is expected

    Notes
    -----
    E = sum over groups of clients x rate; O/E with the exact Poisson limits of O over E. The rates are taken as
    certain, which holds when the reference is many times larger than the place.

    >>> compare({"young": Group(200, 30), "old": Group(100, 4)}, {"young": 0.10, "old": 0.05}).verdict.value
    'within expected variation'
    """
    missing = sorted(name for name, group in groups.items() if group.clients and name not in rates)
    if missing:
        raise UnableToCompare(f"no reference rate for {', '.join(missing)}")
    if any(not 0 <= rate <= 1 for rate in rates.values()):
        raise UnableToCompare("a reference rate is a share from 0 to 1")
    expected = sum(groups[name].clients * rates[name] for name in sorted(groups) if groups[name].clients)
    observed = sum(group.observed for group in groups.values())
    if expected <= 0:
        raise UnableToCompare("the reference rates expect nobody")
    low, high = (limit / expected for limit in poisson_limits(observed, confidence=confidence))
    return Comparison(
        observed, expected, observed / expected, low, high, observed - expected, _verdict(expected, low, high)
    )


def _verdict(expected: float, low: float, high: float) -> Verdict:
    if expected < FEW:
        return Verdict.TOO_FEW
    if low > 1:
        return Verdict.ABOVE
    return Verdict.BELOW if high < 1 else Verdict.WITHIN


@dataclass(frozen=True, slots=True)
class FunnelPoint:
    """A place in a funnel: its size (expected persons), its ratio and the limits that hold for that size."""

    place: str
    expected: float
    ratio: float
    low95: float
    high95: float
    low998: float
    high998: float


@dataclass(frozen=True, slots=True)
class Funnel:
    """Places by size; `dispersion` is how many times the variance of pure chance the limits allow (1 or more)."""

    points: tuple[FunnelPoint, ...]
    dispersion: float


def funnel(places: Mapping[str, Comparison]) -> Funnel:
    """Return the ratio of each place with the 95 % and 99,8 % limits of its size around 1.

    Notes
    -----
    Spiegelhalter 2005 (Statistics in Medicine 24: 1185-1202): limits on the square-root scale, where the variance of a
    Poisson ratio is 1/(4E), widened by the dispersion of the places, winsorised at a tenth from both ends, so that
    a common unevenness of places is not told as the fault of one.
    """
    names = sorted(places)
    scores = np.array([2 * (sqrt(places[name].observed) - sqrt(places[name].expected)) for name in names])
    dispersion = 1.0
    if len(names) >= 10:
        low, high = np.quantile(scores, [0.1, 0.9])
        dispersion = max(1.0, float(np.mean(np.clip(scores, low, high) ** 2)))
    points = []
    for name in names:
        place = places[name]
        near, far = (limits_of_size(place.expected, share, dispersion) for share in FUNNEL_SHARES)
        points.append(FunnelPoint(name, place.expected, place.ratio, *near, *far))
    return Funnel(tuple(points), dispersion)


def limits_of_size(expected: float, share: float, dispersion: float = 1.0) -> tuple[float, float]:
    """Return between which ratios chance alone leaves a place of that size, in that share 0-1 of cases.

    >>> [round(limit, 3) for limit in limits_of_size(100.0, 0.95)]
    [0.814, 1.206]
    """
    half = NormalDist().inv_cdf(0.5 + share / 2) * sqrt(dispersion) / (2 * sqrt(expected))
    return max(0.0, 1 - half) ** 2, (1 + half) ** 2


def nearest_peers(
    place: str, traits: Mapping[str, Sequence[float]], *, count: int = 8
) -> tuple[tuple[str, float], ...]:
    """Return the places most like one, nearest first, with their distance; frozen for a term by whoever stores them.

    Parameters
    ----------
    place : one of the places
    traits : for each place the same traits in the same order, for instance labour force, share of long-term
        unemployed, education, distance to a centre

    Notes
    -----
    Euclidean distance of traits standardised to a variance of one over all places; equal distances in the order of
    codes. A trait that is the same everywhere tells nothing and is left out.

    Raises
    ------
    UnableToCompare
        when the place has no traits, or the traits are not of one length
    """
    if place not in traits:
        raise UnableToCompare(f"{place} has no traits to compare by")
    names = sorted(traits)
    if len({len(traits[name]) for name in names}) != 1:
        raise UnableToCompare("every place needs the same traits")
    table = np.array([traits[name] for name in names], dtype=np.float64)
    spread = table.std(axis=0)
    told = spread > 0
    standard = (table[:, told] - table[:, told].mean(axis=0)) / spread[told]
    distance = np.sqrt(((standard - standard[names.index(place)]) ** 2).sum(axis=1))
    order = sorted((round(float(far), 9), name) for far, name in zip(distance, names, strict=True) if name != place)
    return tuple((name, far) for far, name in order[:count])


def shrink(observed: Mapping[str, int], expected: Mapping[str, float]) -> dict[str, float]:
    """Return the ratio of each place drawn towards that of all, the more the smaller the place.

    Parameters
    ----------
    observed, expected : persons over the years taken together (three to five years for small municipalities)

    Returns
    -------
    ratio O/E by place

    Raises
    ------
    UnableToCompare
        when the places are not the same, or an expected number is not above zero

    Notes
    -----
    The global empirical Bayes estimator of Marshall 1991 (Applied Statistics 40: 283-294): the spread between places
    by the method of moments; where the places differ no more than chance lets them, all get the common ratio.

    >>> shrunk = shrink({"small": 4, "large": 100}, {"small": 2.0, "large": 100.0})
    >>> 1.0 < shrunk["small"] < 2.0
    True
    """
    if set(observed) != set(expected) or not observed:
        raise UnableToCompare("observed and expected are about different places")
    if any(size <= 0 for size in expected.values()):
        raise UnableToCompare("an expected number is above zero")
    names = sorted(observed)
    size = np.array([expected[name] for name in names])
    ratio = np.array([observed[name] for name in names]) / size
    common = float((ratio * size).sum() / size.sum())
    spread = float((size * (ratio - common) ** 2).sum() / size.sum())
    between = max(0.0, spread - common / float(size.mean()))
    weight = np.zeros_like(size) if between == 0 else between / (between + common / size)
    return {name: float(common + w * (r - common)) for name, w, r in zip(names, weight, ratio, strict=True)}
