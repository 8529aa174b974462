"""From the candidates of a year to effects that may be told; storing is left to `operations`."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from luotsi.core.periods import Period
from luotsi.orgs.geography import municipalities_ever
from luotsi.register.calc.effects import (
    BALANCED,
    CALIPER,
    NEIGHBOURS,
    SMALLEST_GROUP,
    Candidates,
    Effect,
    Matching,
    UnableToMatch,
    effect_on,
    match,
)
from luotsi.register.effects.gathering import Gathered, candidates_text, gather
from luotsi.register.effects.telling import Group, silences
from luotsi.register.effects.types import (
    ALL_SERVICES,
    FEWEST,
    Asked,
    MadeBalance,
    MadeEffect,
    Outcome,
    Silence,
)
from luotsi.register.releases.types import UnableToRelease
from luotsi.register.sealed import Sealed
from luotsi.register.tables import SERVICES
from luotsi.register.types import GROUPS, Grouping

METHOD = "matching-2"
PARAMETERS = {
    "smallest_group": SMALLEST_GROUP,
    "fewest": FEWEST,
    "neighbours": NEIGHBOURS,
    "caliper": str(CALIPER),
    "alike_below": str(BALANCED),
}
RAREST = 10
"""Participants, and others, under which a kind is no trait of its own: nobody could be alike in it."""
_KINDS = (Grouping.AGE, Grouping.SEX, Grouping.EDUCATION, Grouping.LANGUAGE)
_NUMBERS = ("days", "spells_before", "days_before", "services_before")
_ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class MadeEffects:
    """The effects of a year, ready to be proposed."""

    year: Period
    effects: tuple[MadeEffect, ...]
    balance: tuple[MadeBalance, ...]
    fingerprint: str
    is_simulated: bool
    known_on: date


def make_effects(sealed: Sealed, year: Period, *, area: str | None, engine: str, address: str = "") -> MadeEffects:
    """Return the effects of services begun in a year, of an employment area or with None of the country.

    :raises UnableToRelease: when the year cannot be followed yet, the area was not there, or too few took part
    :raises UnableToCalculate: when nothing is imported, or the engine is not there
    """
    gathered = gather(sealed, year, area=area, engine=engine, address=address)
    snapshot = sealed.get_current()
    named = json.dumps([snapshot, candidates_text(), METHOD, PARAMETERS, year.name, area], sort_keys=True)
    effects, balance = told_effects(gathered)
    return MadeEffects(
        year,
        effects,
        balance,
        hashlib.blake2b(named.encode(), digest_size=16).hexdigest(),
        gathered.is_simulated,
        gathered.known_on,
    )


def seal(effects: Iterable[MadeEffect], balance: Iterable[MadeBalance]) -> str:
    """Return the hash of figures, by which a stored release is known to be as it was."""
    told = [sorted(json.dumps(asdict(one)) for one in rows) for rows in (effects, balance)]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def told_effects(gathered: Gathered) -> tuple[tuple[MadeEffect, ...], tuple[MadeBalance, ...]]:
    """Return the effects of all services together and of each, and the balance of all together.

    :raises UnableToRelease: when too few took part in all services together
    """
    matchings: dict[str, Matching] = {}
    for service in (ALL_SERVICES, *SERVICES):
        try:
            matchings[service] = match(candidates(gathered, service))
        except UnableToMatch as refused:
            if service == ALL_SERVICES:
                raise UnableToRelease(
                    "too_few", f"Effects of {gathered.year.name} cannot be told: {refused}."
                ) from refused
    made: list[MadeEffect] = []
    for outcome, months in _of(gathered):
        asked = {service: Asked(service, outcome, months) for service in (ALL_SERVICES, *SERVICES)}
        groups = {key: _group(gathered, one, matchings.get(key)) for key, one in asked.items()}
        quiet = silences(groups.pop(ALL_SERVICES), groups)
        for service, one in asked.items():
            if quiet[service] is Silence.TOLD:
                effect = effect_on(_outcome(gathered, one), matchings[service])
                made.append(_made(one, effect, _persons(gathered, service, matchings[service])))
            else:
                made.append(MadeEffect(*one, silence=quiet[service]))
    return tuple(made), tuple(_balance(matchings[ALL_SERVICES]))


def candidates(gathered: Gathered, service: str) -> Candidates:
    """Return who took part in the service and who did not take part in any, with what they have to be alike in."""
    chosen = _chosen(gathered, service)
    columns = {name: column[chosen] for name, column in gathered.columns.items()}
    participant = columns["service"] != ""
    exact = {"month": columns["month"], "duration": columns["duration"], "municipality_group": _groups_of(columns)}
    traits: dict[str, NDArray[np.float64]] = {name: columns[name].astype(np.float64) for name in _NUMBERS}
    for grouping in _KINDS:
        for code, name in list(enumerate(GROUPS[grouping]))[1:]:
            kind = columns[grouping.value] == code
            if min(int((kind & participant).sum()), int((kind & ~participant).sum())) >= RAREST:
                traits[f"{grouping.value}:{name}"] = kind.astype(np.float64)
    return Candidates(participant, exact, traits, finer={"length": _lengths(columns["days"])})


def _lengths(days: NDArray[Any]) -> NDArray[Any]:
    """Return how long somebody has been unemployed: to the month for a year, to the quarter for another, then the half.

    Within a bracket those unemployed for longer leave more seldom, and begin services more or less often.
    """
    return np.where(days < 365, days // 30, np.where(days < 730, 100 + days // 91, 200 + days // 182))


def _of(gathered: Gathered) -> Iterable[tuple[Outcome, int]]:
    return [(outcome, months) for outcome in Outcome for months in gathered.followed]


def _chosen(gathered: Gathered, service: str) -> NDArray[np.bool_]:
    """Return the rows that belong to the comparison of a service: its participants, and who began none."""
    services = gathered.columns["service"]
    chosen: NDArray[np.bool_] = np.ones(len(services), dtype=bool)
    return chosen if service == ALL_SERVICES else (services == service) | (services == "")


def _outcome(gathered: Gathered, asked: Asked) -> NDArray[np.float64]:
    return gathered.outcome(asked.outcome, asked.months)[_chosen(gathered, asked.service)]


def _groups_of(columns: Mapping[str, NDArray[Any]]) -> NDArray[Any]:
    """Return the municipality group of each home: urban, semi-urban or rural."""
    groups = {int(one.code): str(one.urbanity) for one in municipalities_ever()}
    homes, places = np.unique(columns["municipality"], return_inverse=True)
    return np.array([groups.get(int(home), _ELSEWHERE) for home in homes])[places]


def _group(gathered: Gathered, asked: Asked, matching: Matching | None) -> Group:
    """Return how many began and had the outcome, how many of them could be compared, and with how many persons."""
    found = gathered.outcome(asked.outcome, asked.months)[_chosen(gathered, asked.service)]
    work = gathered.outcome(Outcome.WORK, asked.months)[_chosen(gathered, asked.service)]
    began = gathered.columns["service"][_chosen(gathered, asked.service)] != ""
    beside = found if asked.outcome is Outcome.WORK else found - work
    sums = [(int(began.sum()), int(found[began].sum()), int(beside[began].sum())), (0, 0, 0)]
    if matching is None:
        return Group(*sums[0], *sums[1], 0, 0)
    taken = list(matching.taken)
    sums[1] = (len(taken), int(found[taken].sum()), int(beside[taken].sum()))
    compared = [_persons(gathered, asked.service, matching, beside) for beside in (None, found)]
    return Group(*sums[0], *sums[1], *compared)


def _persons(gathered: Gathered, service: str, matching: Matching, outcome: NDArray[np.float64] | None = None) -> int:
    """Return how many persons the participants are compared with, or those of them who ever have an outcome.

    One can stand there in several months.
    """
    chosen = matching.weights > 0 if outcome is None else (matching.weights > 0) & (outcome > 0)
    return len(np.unique(gathered.columns["whom"][_chosen(gathered, service)][chosen]))


def _made(asked: Asked, effect: Effect, compared_with: int) -> MadeEffect:
    left_out = effect.participants - effect.matched
    with_service, difference = _permille(effect.with_service), _permille(effect.difference)
    return MadeEffect(
        *asked,
        silence=Silence.TOLD,
        matched=effect.matched,
        left_out=None if 0 < left_out < FEWEST else left_out,
        comparable=compared_with,
        with_permille=with_service,
        without_permille=with_service - difference,
        difference_permille=difference,
        low_permille=_permille(effect.low),
        high_permille=_permille(effect.high),
        bias_hundredths=None if effect.bias_withstood is None else int(effect.bias_withstood * 100),
        unalike=sum(not one.alike for one in effect.balance),
        worst_hundredths=round(100 * max(abs(one.difference_after) for one in effect.balance)),
    )


def _permille(share: float) -> int:
    return round(share * 1000)


def _balance(matching: Matching) -> Iterable[MadeBalance]:
    """Yield the traits that enough participants have, and enough do not."""
    people = matching.candidates
    for one in matching.balance:
        column = people.traits[one.trait][people.participant]
        if ":" in one.trait and min(int(column.sum()), int(len(column) - column.sum())) < FEWEST:
            continue
        yield MadeBalance(one.trait, round(one.difference_before * 100), round(one.difference_after * 100))
