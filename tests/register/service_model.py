"""What the simulated register's own rules make of somebody with and without a service: the truth to be found again.

Written from the rules of the simulation, not from its code: nobody is compared with anybody, each one who began a
service lives the months after it many times, once in it and once without having begun it.
"""

from datetime import date

import numpy as np

from luotsi.core.periods import Period
from luotsi.register import calendar
from luotsi.register.simulation import drawing as rules

LIVES = 60
HORIZONS = (3, 6)
BEGAN = """
SELECT min_by(s.started_on, v.started_on) AS began_on, v.person,
    min_by(v.started_on, v.started_on) AS service_on, min_by(s.education, v.started_on) AS education,
    min_by(EXISTS (
        SELECT 1 FROM read_parquet('{folder}/service-*.parquet') e
        WHERE e.person = v.person AND e.ended_on + 1 = s.started_on
    ), v.started_on) AS comes_from_service
FROM read_parquet('{folder}/service-*.parquet') v
JOIN read_parquet('{folder}/spell-*.parquet') s ON s.person = v.person AND s.ended_on + 1 = v.started_on
    AND s.ended_month IS NOT NULL
WHERE v.started_on > DATE '{after}' AND v.started_on <= DATE '{to}'
GROUP BY v.person ORDER BY v.person
"""


def expected_effects(sealed, year, hazard_ratio, seed=1):
    """Return the difference in work after 3 and 6 months that services of a year make, by that ratio of hazards."""
    people = began(sealed, year)
    served, unserved = (works(people, hazard_ratio, is_served, seed) for is_served in (True, False))
    return {months: served[months] - unserved[months] for months in HORIZONS}


def began(sealed, year):
    """Return who began a service in the year: the days as numbers, the month of each by its counting day."""
    counted = [calendar.counting_day(Period.parse(f"{year - 1}-12") + step) for step in range(13)]
    with sealed.reading() as database:
        found = database.execute(BEGAN.format(folder=sealed.slices, after=counted[0], to=counted[-1])).fetchnumpy()
    days = np.array([one.toordinal() for one in counted])
    service = as_ordinals(found["service_on"])
    return {
        "spell": as_ordinals(found["began_on"]),
        "service": service,
        "education": np.asarray(found["education"]).astype(int),
        "comes_from_service": np.asarray(found["comes_from_service"]).astype(bool),
        "counted": days[np.searchsorted(days, service)],
    }


def as_ordinals(days):
    return np.asarray(days).astype("datetime64[D]").astype(int) + date(1970, 1, 1).toordinal()


def works(people, hazard_ratio, is_served, seed):
    """Return the share in unsubsidised work so many months after the counting day."""
    random = np.random.default_rng(seed + is_served)
    one = {name: np.repeat(column, LIVES) for name, column in people.items()}
    life = Life(one, hazard_ratio, is_served, random)
    days, place = np.unique(one["counted"], return_inverse=True)
    counted, asked = (np.array(table) for table in zip(*(calendar_after(int(day)) for day in days), strict=True))
    at_work = np.zeros((len(HORIZONS), len(place)), dtype=bool)
    for step in range(7):
        before, day = counted[place, step], counted[place, step + 1]
        life.month(before, day)
        for turn in range(len(HORIZONS)):
            then = asked[place, turn]
            now = (before < then) & (then <= day)
            at_work[turn, now] = ((life.work_from <= then) & (then <= life.work_to))[now]
    return dict(zip(HORIZONS, at_work.mean(axis=1).tolist(), strict=True))


def calendar_after(day):
    """Return the counting days from that one on, and the days 3 and 6 months after it."""
    first = date.fromordinal(day)
    months = [Period.parse(f"{first.year}-{first.month:02}") + step for step in range(8)]
    return (
        [calendar.counting_day(month).toordinal() for month in months],
        [calendar.months_away(first, months).toordinal() for months in HORIZONS],
    )


class Life:
    """Persons from counting day to counting day: unemployed, in a service, or gone.

    Whoever has left does not come again, which a longer time than half a year would not allow.
    """

    def __init__(self, people, hazard_ratio, is_served, random):
        size = len(people["spell"])
        self.random, self.ratio, self.education = random, hazard_ratio, people["education"]
        self.spell = people["spell"].copy()
        never = np.full(size, -(10**6))
        self.served_to = np.where(people["comes_from_service"], people["spell"] - 1, never)
        self.service_to = people["service"] + random.integers(*rules.SERVICE_DAYS, size) if is_served else never
        self.serving = np.full(size, is_served)
        self.gone = np.zeros(size, dtype=bool)
        self.work_from, self.work_to = np.full(size, 10**7), np.full(size, 10**7)

    def month(self, before, day):
        """Live from a counting day to the next."""
        random, size = self.random, len(self.spell)
        open_ = ~self.gone & ~self.serving
        leaving = open_ & (random.random(size) < 1 - np.exp(-self.hazard(before)))
        chance = np.where(before - self.spell >= 90, rules.INTO_SERVICE * np.where(self.education == 0, 1.4, 0.9), 0)
        entering = open_ & ~leaving & (random.random(size) < chance)
        over = self.serving & (self.service_to < day)
        self.leave(leaving, before, day)
        self.end_services(over)
        self.serving[entering] = True
        begins = before + 1 + (random.random(size) * (day - before)).astype(int)
        self.service_to[entering] = (begins + random.integers(*rules.SERVICE_DAYS, size))[entering]

    def hazard(self, before):
        """Return the hazard of leaving within the month, per person."""
        lasted = before - self.spell
        hazard = np.select(
            [lasted < 90, lasted < 180, lasted < 365, lasted < 730], [0.20, 0.16, 0.12, 0.07], default=0.04
        )
        by_education = np.array([0.85, 1.05, 1.10, 0.9])[self.education]
        after_service = np.where(before - self.served_to < rules.EFFECT_DAYS, self.ratio, 1.0)
        return -np.log1p(-hazard) * by_education * after_service

    def leave(self, leaving, before, day):
        size = len(leaving)
        last = before + (self.random.random(size) * (day - before)).astype(int)
        to_work = leaving & (self.random.random(size) < 0.42 + 0.03)
        stays = (60 + self.random.exponential(300, size)).astype(int)
        self.work_from[to_work] = last[to_work] + 1
        self.work_to[to_work] = (last + stays - 45)[to_work]
        self.gone |= leaving

    def end_services(self, over):
        size = len(over)
        works = over & (self.random.random(size) < rules.WORK_AFTER_SERVICE)
        self.work_from[works] = self.service_to[works] + 1
        self.work_to[works] = (self.service_to + 1 + self.random.integers(60, 170, size))[works]
        self.gone |= works
        back = over & ~works
        self.spell[back], self.served_to[back] = self.service_to[back] + 1, self.service_to[back]
        self.serving &= ~over
