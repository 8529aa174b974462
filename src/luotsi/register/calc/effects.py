"""Participants of a service against others like them; what the difference cannot show is told by whoever shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import NDArray

SMALLEST_GROUP = 30  # matched participants under which no effect is told
NEIGHBOURS = 5  # comparable persons for each participant; chosen on the data of the golden test, see there
CALIPER = 0.2  # of the standard deviation of the logit of the score: Austin 2011
BALANCED = 0.1  # standardised difference under which a trait counts as alike: Austin 2009

Floats = NDArray[np.floating[Any]]


class UnableToMatch(ValueError):
    """No comparison can be made; the text says why."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Participants and others, a row each, in one order in every column.

    participant : took part
    exact : columns in which a comparable person has to be the same (month, municipality group, ...)
    traits : numbers on which they have to be alike (age, days of unemployment, ...); 0 and 1 for kinds
    finer : columns in which they have to be the same too, where somebody is (months of unemployment, ...)
    """

    participant: NDArray[np.bool_]
    exact: Mapping[str, NDArray[Any]]
    traits: Mapping[str, Floats]
    finer: Mapping[str, NDArray[Any]] = field(default_factory=dict, kw_only=True)


@dataclass(frozen=True, slots=True)
class People(Candidates):
    """Candidates with what is compared afterwards, for instance 1 when employed after six months."""

    outcome: Floats


@dataclass(frozen=True, slots=True)
class Balance:
    """How alike the groups are in one trait: means and standardised differences before and after matching."""

    trait: str
    participants: float
    others_before: float
    others_after: float
    difference_before: float
    difference_after: float

    @property
    def alike(self) -> bool:
        """Tell whether the matched groups differ by less than a tenth of a standard deviation."""
        return abs(self.difference_after) < BALANCED


@dataclass(frozen=True, slots=True)
class Effect:
    """The difference between matched participants and their comparable non-participants.

    participants, matched : persons who took part, and those of them for whom somebody comparable was found
    comparable : different persons used in comparison
    with_service, without_service : mean outcome of the matched participants and of those compared with
    difference, low, high : of the means, with limits
    balance : a row for each trait
    bias_withstood : how many times likelier hidden differences could make taking part, before the difference could be
        chance alone (Rosenbaum's gamma, 1 or more); None for outcomes that are not 0 or 1, or no difference
    """

    participants: int
    matched: int
    comparable: int
    with_service: float
    without_service: float
    difference: float
    low: float
    high: float
    balance: tuple[Balance, ...]
    bias_withstood: float | None


@dataclass(frozen=True, slots=True)
class Matching:
    """Who is compared with whom; the same for every outcome.

    score : logit of the propensity to take part
    pairs : of each participant the others compared with, nearest first
    taken : participants for whom somebody comparable was found
    weights : how often each other person stands in the comparison
    """

    candidates: Candidates
    score: Floats
    pairs: Mapping[int, Sequence[int]]
    taken: Sequence[int]
    weights: Floats
    balance: tuple[Balance, ...]


def match_effect(people: People, *, confidence: float = 0.95, smallest: int = SMALLEST_GROUP) -> Effect:
    """Return how the outcome of participants differs from that of comparable others, as `match` and `effect_on` do."""
    _check_outcome(people, people.outcome)
    return effect_on(people.outcome, match(people, smallest=smallest), confidence=confidence)


def match(people: Candidates, *, smallest: int = SMALLEST_GROUP) -> Matching:
    """Return comparable others for the participants.

    Parameters
    ----------
    people : Candidates
    smallest : matched participants under which no effect is told

    Returns
    -------
    Matching, with the balance of each trait

    Raises
    ------
    UnableToMatch
        when the columns are not of one length, a trait is missing for somebody, or too few find somebody comparable

    Notes
    -----
    Exact on the given columns, then the five nearest by propensity score (logistic regression) within a fifth of a
    standard deviation of its logit, with replacement, equals sharing (Rosenbaum and Rubin 1985; Austin 2011). Whoever
    finds somebody among those who are the same in the finer columns too is compared with them alone. It compares people
    alike in what the register knows. It is no proof of cause.
    """
    _check(people)
    score = _logit_scores(people)
    pairs = _matches(people, score)
    taken = [index for index in np.flatnonzero(people.participant).tolist() if pairs.get(index)]
    if len(taken) < smallest:
        raise UnableToMatch(f"{len(taken)} participants found somebody comparable, at least {smallest} are needed")
    weights = _weights(pairs, taken, len(score))
    treated = np.array(taken)
    balance = (_balance(name, column, people.participant, treated, weights) for name, column in people.traits.items())
    return Matching(people, score, pairs, taken, weights, tuple(balance))


def effect_on(outcome: Floats, matching: Matching, *, confidence: float = 0.95) -> Effect:
    """Return how an outcome of the matched participants differs from that of those they are compared with.

    Parameters
    ----------
    outcome : a number for each candidate, for instance 1 when employed after six months
    matching : Matching
    confidence : share 0-1 that the limits are made for

    Returns
    -------
    Effect, in the unit of the outcome

    Raises
    ------
    UnableToMatch
        when the outcome is not as long as the other columns, or missing for somebody

    Notes
    -----
    Limits by Abadie and Imbens 2006 for matching with replacement, the variance within a group estimated from its own
    nearest neighbours; the score counts as known, which makes them slightly too wide. Hidden bias by Rosenbaum 2002
    (the sign test of pairs).
    """
    people, pairs, taken, weights = matching.candidates, matching.pairs, matching.taken, matching.weights
    _check_outcome(people, outcome)
    others = float(weights @ outcome) / len(taken)
    with_service = float(outcome[np.array(taken)].mean())
    difference = with_service - others
    half = NormalDist().inv_cdf(0.5 + confidence / 2) * _spread(outcome, matching, difference)
    return Effect(
        participants=int(people.participant.sum()),
        matched=len(taken),
        comparable=int((weights > 0).sum()),
        with_service=with_service,
        without_service=others,
        difference=difference,
        low=difference - half,
        high=difference + half,
        balance=matching.balance,
        bias_withstood=_bias_withstood(outcome, pairs, taken),
    )


def _check(people: Candidates) -> None:
    columns: list[tuple[str, NDArray[Any]]] = [*people.exact.items(), *people.traits.items(), *people.finer.items()]
    for name, column in columns:
        if len(column) != len(people.participant):
            raise UnableToMatch(f"the column {name} is not as long as the others")
    for name, column in people.traits.items():
        if not np.isfinite(column).all():
            raise UnableToMatch(
                f"{name} is missing for somebody; leave the person out or give the gap a kind of its own"
            )
    if not people.participant.any() or people.participant.all():
        raise UnableToMatch("both participants and others are needed")
    if not people.traits:
        raise UnableToMatch("at least one trait is needed to be alike in")


def _check_outcome(people: Candidates, outcome: Floats) -> None:
    if len(outcome) != len(people.participant):
        raise UnableToMatch("the column outcome is not as long as the others")
    if not np.isfinite(outcome).all():
        raise UnableToMatch("outcome is missing for somebody; leave the person out")


def _logit_scores(people: Candidates) -> Floats:
    """Return the logit of the propensity to take part for each person, from a logistic regression without penalty."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    table = np.column_stack([np.asarray(column, dtype=np.float64) for column in people.traits.values()])
    standard = StandardScaler().fit_transform(table)
    model = LogisticRegression(C=np.inf, max_iter=2000, tol=1e-8)
    return np.asarray(model.fit(standard, people.participant).decision_function(standard))


def _matches(people: Candidates, score: Floats) -> dict[int, list[int]]:
    """Return for each participant the non-participants nearest by score among the exactly equal, within the caliper."""
    caliper = CALIPER * sqrt((score[people.participant].var(ddof=1) + score[~people.participant].var(ddof=1)) / 2)
    found = _matches_within(people, people.exact, score, caliper)
    if people.finer:
        nearer = _matches_within(people, {**people.exact, **people.finer}, score, caliper)
        found |= {index: others for index, others in nearer.items() if others}
    return found


def _matches_within(
    people: Candidates, exact: Mapping[str, NDArray[Any]], score: Floats, caliper: float
) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for stratum in _strata(exact, len(score)):
        inside = people.participant[stratum]
        others = stratum[~inside]
        if not len(others):
            continue
        order = others[np.argsort(score[others], kind="stable")]
        for index in stratum[inside].tolist():
            found[index] = _nearest(score, order, float(score[index]), caliper)
    return found


def _nearest(score: Floats, order: NDArray[np.int64], wanted: float, caliper: float) -> list[int]:
    """Return the nearest within the caliper, nearest first; all that are as near as the last one taken."""
    ordered = score[order]
    place = int(np.searchsorted(ordered, wanted))
    around = order[max(0, place - NEIGHBOURS) : place + NEIGHBOURS]
    reach = min(caliper, float(np.sort(np.abs(score[around] - wanted))[:NEIGHBOURS][-1])) + 1e-12
    low = int(np.searchsorted(ordered, wanted - reach, side="left"))
    high = int(np.searchsorted(ordered, wanted + reach, side="right"))
    near = order[low:high]
    return [int(index) for index in near[np.argsort(np.abs(score[near] - wanted), kind="stable")]]


def _strata(exact: Mapping[str, NDArray[Any]], persons: int) -> list[NDArray[np.int64]]:
    if not exact:
        return [np.arange(persons)]
    codes = np.column_stack([np.unique(column, return_inverse=True)[1] for column in exact.values()])
    _, stratum = np.unique(codes, axis=0, return_inverse=True)
    order = np.argsort(stratum, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(stratum[order])) + 1)


def _weights(pairs: Mapping[int, Sequence[int]], taken: Sequence[int], persons: int) -> Floats:
    weights = np.zeros(persons)
    for index in taken:
        weights[pairs[index]] += 1 / len(pairs[index])
    return weights


def _spread(outcome: Floats, matching: Matching, difference: float) -> float:
    """Return the standard error by Abadie and Imbens 2006, theorem 7, for the effect on those who took part."""
    pairs, taken, weights = matching.pairs, matching.taken, matching.weights
    size = len(taken)
    gaps = np.array([outcome[index] - outcome[pairs[index]].mean() for index in taken])
    heterogeneity = float(((gaps - difference) ** 2).sum()) / size**2
    squares = np.zeros(len(weights))
    for index in taken:
        squares[pairs[index]] += 1 / len(pairs[index]) ** 2
    used = np.flatnonzero(weights)
    within = _variance_within(outcome, matching, used)
    repeated = float(((weights[used] ** 2 - squares[used]) * within).sum()) / size**2
    return sqrt(heterogeneity + max(repeated, 0.0))


def _variance_within(outcome: Floats, matching: Matching, used: NDArray[np.int64]) -> Floats:
    """Return the variance of the outcome at each used person's score, from the nearest other non-participant."""
    score = matching.score
    others = np.flatnonzero(~matching.candidates.participant)
    order = others[np.argsort(score[others], kind="stable")]
    place = np.empty(len(score), dtype=np.int64)
    place[order] = np.arange(len(order))
    at = place[used]
    left, right = np.clip(at - 1, 0, None), np.clip(at + 1, None, len(order) - 1)
    far_left = np.where(at > 0, np.abs(score[order[left]] - score[used]), np.inf)
    far_right = np.where(at < len(order) - 1, np.abs(score[order[right]] - score[used]), np.inf)
    neighbour = np.where(far_left <= far_right, order[left], order[right])
    return np.asarray((outcome[used] - outcome[neighbour]) ** 2 / 2)


def _balance(
    trait: str, column: Floats, participant: NDArray[np.bool_], treated: NDArray[np.int64], weights: Floats
) -> Balance:
    values = np.asarray(column, dtype=np.float64)
    inside, outside = values[participant], values[~participant]
    pooled = sqrt((inside.var(ddof=1) + outside.var(ddof=1)) / 2) if min(len(inside), len(outside)) > 1 else 0.0
    matched, compared = float(values[treated].mean()), float(weights @ values / weights.sum())

    def standardised(difference: float) -> float:
        return difference / pooled if pooled else 0.0

    return Balance(
        trait,
        matched,
        float(outside.mean()),
        compared,
        standardised(float(inside.mean() - outside.mean())),
        standardised(matched - compared),
    )


def _bias_withstood(outcome: Floats, pairs: Mapping[int, Sequence[int]], taken: Sequence[int]) -> float | None:
    """Return the gamma at which the sign test of pairs reaches a one-sided 0.025; the nearest partner stands."""
    if not np.isin(outcome, (0.0, 1.0)).all():
        return None
    gaps = np.array([outcome[index] - outcome[pairs[index][0]] for index in taken])
    better, worse = int((gaps > 0).sum()), int((gaps < 0).sum())
    wins, discordant = max(better, worse), better + worse
    if discordant == 0 or _upper_tail(wins, discordant, 1.0) > 0.025:
        return None
    low, high = 1.0, 1e6
    for _ in range(80):
        middle = sqrt(low * high)
        low, high = (middle, high) if _upper_tail(wins, discordant, middle) <= 0.025 else (low, middle)
    return low


def _upper_tail(wins: int, discordant: int, gamma: float) -> float:
    from scipy.special import bdtrc

    return 1.0 if wins == 0 else float(bdtrc(wins - 1, discordant, gamma / (1 + gamma)))
