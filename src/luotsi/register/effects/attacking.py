"""The attack on effects: counts worked out of shares, who is left when the told services are taken from all."""

from collections.abc import Iterable, Mapping
from math import ceil, floor
from typing import NamedTuple

from luotsi.protection.types import Interval
from luotsi.register.calc.effects import NEIGHBOURS
from luotsi.register.effects.types import ALL_SERVICES, FEWEST, Asked, MadeEffect, Outcome
from luotsi.register.tables import SERVICES

Told = Mapping[Asked, MadeEffect]


class Given(NamedTuple):
    """A group of fewer than five that released effects give away: of which effect, and who they are."""

    asked: Asked
    whom: str
    told: Interval

    @property
    def name(self) -> str:
        """What it is, for a sentence; never the number."""
        service, outcome, months = self.asked
        return f"{service or 'all services'}, {outcome} after {months} months: {self.whom}"


def attack_effects(versions: Iterable[Iterable[MadeEffect]]) -> tuple[Given, ...]:
    """Return the groups of fewer than five that the versions of one owner's year give away; none is as it should be.

    Parameters
    ----------
    versions : the effects of each version that is out, the oldest first

    Notes
    -----
    A share of so many persons tells how many they are, or between which numbers. Those who began are those who were
    compared and those left out. What all services together tell, less the services that are told, tells of the silent
    ones as one group; versions that agree on all together are put together. Who left without work are the difference of
    the two outcomes. Of those compared with, each stands for at least a fifth of a participant. Every bound is a sum of
    bounds that do not hang together, so that none is wider than it has to be.
    """
    found: dict[tuple[Asked, str], Given] = {}
    joined: list[dict[Asked, MadeEffect]] = []
    for version in versions:
        told = {_asked(one): one for one in version if not one.silence}
        same = next((one for one in joined if _alike(one, told)), None)
        if same is None:
            joined.append(told)
        else:
            same |= told
        for given in (one for each in (told, same or told) for one in _given_away(each)):
            found[given.asked, given.whom] = given
    return tuple(found[key] for key in sorted(found))


def _asked(one: MadeEffect) -> Asked:
    return Asked(one.service, Outcome(one.outcome), one.months)


def _alike(before: Told, after: Told) -> bool:
    """Tell whether two versions are of the same persons, as far as all services together tell."""
    both = {asked for asked in before.keys() & after.keys() if asked.service == ALL_SERVICES}
    return bool(both) and all(_persons(before[one]) == _persons(after[one]) for one in both)


def _persons(one: MadeEffect) -> tuple[int | None, ...]:
    return one.matched, one.left_out, one.with_permille


def _given_away(told: Told) -> Iterable[Given]:
    for asked, one in told.items():
        yield from _few(asked, "participants with the outcome", _with(one))
        yield from _few(asked, "participants without it", _without(one))
        compared = _compared(one)
        yield from _few(asked, "those compared with who have the outcome", compared)
        beside = told.get(asked._replace(outcome=Outcome.WORK))
        if asked.outcome is Outcome.LEFT and beside is not None:
            yield from _few(asked, "participants who left without work", _apart(_with(one), _with(beside)))
        if asked.service == ALL_SERVICES:
            yield from _of_the_silent(asked, told)


def _of_the_silent(asked: Asked, told: Told) -> Iterable[Given]:
    """Yield what can be told of the services that are silent, as one group."""
    whole, others = told[asked], [one for name, one in told.items() if name[1:] == asked[1:] and name.service]
    if 0 < len(others) < len(SERVICES) and _minus(_began(whole), map(_began, others)).high != 0:
        yield from _few(asked, "those in silent services", _minus(_began(whole), map(_began, others)))
        for whom, side in (("with the outcome", _with), ("without it", _without)):
            rest = _minus(_of_all(whole, side(whole)), (_of_all(one, side(one)) for one in others))
            yield from _few(asked, f"those in silent services {whom}", rest)


def _few(asked: Asked, whom: str, told: Interval) -> Iterable[Given]:
    """Yield the group when it is known to be fewer than five."""
    if told.high is not None and told.high < FEWEST:
        yield Given(asked, whom, told)


def _with(one: MadeEffect) -> Interval:
    """Return how many of those compared have the outcome, by their share in tenths of a per cent."""
    matched, permille = one.matched or 0, one.with_permille or 0
    low, high = (matched * (permille + half) / 1000 for half in (-0.5, 0.5))
    return Interval(max(0, ceil(low)), min(matched, floor(high)))


def _without(one: MadeEffect) -> Interval:
    return _minus(Interval(one.matched or 0, one.matched or 0), [_with(one)])


def _compared(one: MadeEffect) -> Interval:
    """Return how many of those compared with have the outcome: a participant has at most five of them."""
    share = ((one.without_permille or 0) + 1) / 1000
    return Interval(0, min(one.comparable or 0, floor(NEIGHBOURS * share * (one.matched or 0))))


def _began(one: MadeEffect) -> Interval:
    left_out = _left_out(one)
    return Interval((one.matched or 0) + left_out.low, (one.matched or 0) + (left_out.high or 0))


def _left_out(one: MadeEffect) -> Interval:
    """Return how many could not be compared: the number, or some that are fewer than five."""
    return Interval(1, FEWEST - 1) if one.left_out is None else Interval(one.left_out, one.left_out)


def _of_all(one: MadeEffect, side: Interval) -> Interval:
    """Return how many of all who began are on the side of those compared: none or all of those left out as well."""
    return Interval(side.low, (side.high or 0) + (_left_out(one).high or 0))


def _apart(one: Interval, other: Interval) -> Interval:
    """Return by how many two numbers can differ, either way."""
    ways = (_minus(one, [other]), _minus(other, [one]))
    return Interval(min(way.low for way in ways), max(way.high or 0 for way in ways))


def _minus(whole: Interval, parts: Iterable[Interval]) -> Interval:
    taken = list(parts)
    low = max(0.0, whole.low - sum(one.high or 0 for one in taken))
    return Interval(low, (whole.high or 0) - sum(one.low for one in taken))
