"""What services came to for those who began them: the simulated register lived on, with the service and without it.

The truth comes from the simulation itself. At the counting day of a month its whole state is copied many times. In each
copy half of those who have begun a service in the month go on with it; the other half stand where they stood before,
unemployed, and those who came in their place to make up the stock of the municipality have not come. Then the same
rules draw what follows.
"""

from copy import copy, deepcopy
from dataclasses import dataclass

import numpy as np

from luotsi.register import calendar
from luotsi.register.simulation.drawing import Drawing, Rows
from luotsi.register.simulation.events import day_of, work
from luotsi.register.simulation.simulate import LAST_MONTH
from luotsi.register.tables import EMPLOYMENTS

IN_WORK = [EMPLOYMENTS.index(kind) for kind in ("open_market", "enterprise")]


@dataclass(frozen=True)
class Branch:
    """The register on a counting day, and who has begun a service since the one before, with their spells."""

    number: int
    drawing: Drawing
    began: Rows


def watched(year):
    """Return a drawing that keeps the branches of the year, and the list that they come to."""
    branches = []

    class Watched(Drawing):
        def _month(self, number):
            before = self.open
            month = super()._month(number)
            if self._years[number] == year:
                branches.append(self._branch(number, before))
            return month

        def _branch(self, number, before):
            earlier = np.concatenate([np.zeros(0, int), *(branch.began.person for branch in branches)])
            new = self.serving["person"][self.serving["start"] > self._count_days[number - 1]]
            kept = copy(self)
            kept.__class__ = Drawing
            return Branch(
                number, deepcopy(kept), before.only(np.isin(before.person, new) & ~np.isin(before.person, earlier))
            )

    return Watched, branches


def true_effects(branches, horizons, lives, seed=0, hazard_ratio=Drawing.service_effect):
    """Return by outcome and months the shares with and without the service of those who began it in the year."""
    counts = {(outcome, months): np.zeros((2, 2)) for outcome in ("work", "left") for months in horizons}
    for branch in branches:
        asked = {months: _day_after(branch, months) for months in horizons}
        for life in range(lives):
            random = np.random.default_rng([seed, branch.number, life])
            aside = random.random(len(branch.began.person)) < 0.5
            lived = _lived(branch, random, aside, max(asked.values()), hazard_ratio)
            for months, day in asked.items():
                for outcome, there in lived.at(day).items():
                    held = there[branch.began.person]
                    counts[outcome, months] += [[held[~aside].sum(), held[aside].sum()], [(~aside).sum(), aside.sum()]]
    return {key: tuple((held / persons).tolist()) for key, (held, persons) in counts.items()}


def _day_after(branch, months):
    first = LAST_MONTH - (len(branch.drawing._count_days) - 1)
    return day_of(calendar.months_away(calendar.counting_day(first + branch.number), months).toordinal())


@dataclass(frozen=True)
class Lived:
    """What was drawn after the branch: from which day to which somebody worked, was unemployed or in a service."""

    size: int
    work: list
    stayed: list

    def at(self, day):
        """Return for each person whether the outcome holds on the day."""
        return {"work": self._within(self.work, day), "left": ~self._within(self.stayed, day)}

    def _within(self, rows, day):
        there = np.zeros(self.size, bool)
        for person, start, end in rows:
            there[person[(start <= day) & (end >= day)]] = True
        return there


def _lived(branch, random, aside, until, hazard_ratio):
    drawing = deepcopy(
        branch.drawing, {id(branch.drawing.random): random, id(branch.drawing._stocks): branch.drawing._stocks}
    )
    drawing.service_effect = hazard_ratio
    back = branch.began.only(aside)
    stays = ~np.isin(drawing.serving["person"], back.person)
    drawing.serving = {name: column[stays] for name, column in drawing.serving.items()}
    drawing.open = _without_those_who_came_instead(drawing, branch.number, back).with_more(back)
    worked, stayed = [], []
    number = branch.number
    while drawing._count_days[number] < until:
        number += 1
        month = drawing._month(number)
        rows = work(month.ended, month.services, until, random)
        chosen = np.isin(rows["kind"], IN_WORK)
        end = np.where(rows["end"] < 0, until, rows["end"])
        worked.append((rows["person"][chosen], rows["start"][chosen], end[chosen]))
        stayed += [(rows["person"], rows["start"], rows["end"]) for rows in (month.ended, month.services)]
    forever = np.full(len(drawing.open.person), until)
    stayed.append((drawing.open.person, drawing.open.start, forever))
    stayed.append((drawing.serving["person"], drawing.serving["start"], drawing.serving["end"]))
    return Lived(drawing.people.count, worked, stayed)


def _without_those_who_came_instead(drawing, number, back):
    """Return who is unemployed but for as many of each municipality's newcomers as stand there again."""
    homes = drawing.people.home
    new = np.flatnonzero((drawing.open.start > drawing._count_days[number - 1]) & (drawing.open.begins == 1))
    new = new[np.argsort(homes[drawing.open.person[new]], kind="stable")]
    places = homes[drawing.open.person[new]]
    turn = np.arange(len(new)) - np.searchsorted(places, places)
    there_again = np.bincount(homes[back.person], minlength=int(homes.max()) + 1)
    stays = np.ones(len(drawing.open.person), bool)
    stays[new[turn < there_again[places]]] = False
    return drawing.open.only(stays)
