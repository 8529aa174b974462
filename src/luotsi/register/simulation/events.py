"""What follows from spells: interviews and other contacts, plans, work, benefits; and the vacancies of a month."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from luotsi.register import calendar
from luotsi.register.simulation.drawing import OPEN, REASONS, WORK_REASONS, Columns, Ints
from luotsi.register.simulation.people import People

DELAYED_MUNICIPALITY = 609
DELAY_WORKING_DAYS = 7
_EPOCH = 719_163  # the ordinal of 1.1.1970
_USUAL_WAIT = 7.0  # working days, the median of a log-normal wait
_WAIT_SPREAD = 0.6
_DISCUSSION_EVERY = 90
DAILY_BENEFIT_CENTS = 3721
_VACANCIES_PER_UNEMPLOYED = 0.05
SECTORS = ("care", "construction", "industry", "trade", "public", "other")
_GENERAL_SUPPORT_FROM = calendar.month_number(calendar.month_of(202605))


def day_of(ordinal: int) -> int:
    """Return the number of days from 1.1.1970 to the day of that ordinal."""
    return ordinal - _EPOCH


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """Working days by their running number, to go from one to another by steps."""

    days: Ints
    first: int
    running: Ints

    @classmethod
    def of_calendar(cls, last_year: int) -> "WorkingDays":
        """Return the working days to the end of that year."""
        from datetime import date, timedelta

        first = date(2000, 1, 1)
        span = [first + timedelta(number) for number in range((date(last_year, 12, 31) - first).days + 1)]
        works = np.array([calendar.is_working_day(day) for day in span])
        numbers = np.arange(len(span)) + day_of(first.toordinal())
        return cls(numbers[works], int(numbers[0]), np.cumsum(works) - 1)

    def after(self, day: Ints, steps: Ints) -> Ints:
        """Return the day that many working days after each day."""
        place = np.clip(
            self.running[np.clip(day - self.first, 0, len(self.running) - 1)] + steps, 0, len(self.days) - 1
        )
        found: Ints = self.days[place]
        return found


def contacts(
    rows: Columns, people: People, codes: NDArray[np.int64], working: WorkingDays, random: np.random.Generator
) -> Columns:
    """Return the contacts of rows of job search: the initial interview, one soon after, then one every three months.

    In DELAYED_MUNICIPALITY the interview comes DELAY_WORKING_DAYS later than it would elsewhere.
    """
    person, start, end = rows["person"], rows["start"], rows["end"]
    wait = np.exp(np.log(_USUAL_WAIT) + _WAIT_SPREAD * random.standard_normal(len(person))).astype(np.int64)
    wait += np.where(codes[people.home[person]] == DELAYED_MUNICIPALITY, DELAY_WORKING_DAYS, 0)
    begun = np.where(rows["begins"] == 1, working.after(start, wait), start + 14)
    met = begun <= end
    interview = met & (rows["begins"] == 1)
    soon = met & (begun + 21 <= end) & (random.random(len(person)) < 0.6)
    times = np.where(met, np.maximum(0, (end - begun) // _DISCUSSION_EVERY), 0)
    later = np.repeat(np.arange(len(person)), times)
    turn = np.arange(len(later)) - np.repeat(np.cumsum(times) - times, times) + 1
    happened = np.concatenate(
        [
            begun[interview],
            begun[soon] + 21,
            begun[later] + _DISCUSSION_EVERY * turn + random.integers(-9, 1, len(later)),
        ]
    )
    kind = np.repeat([0, 2, 1], [interview.sum(), soon.sum(), len(later)])
    size = len(happened)
    return {
        "person": np.concatenate([person[interview], person[soon], person[later]]),
        "day": happened,
        "kind": kind,
        "channel": random.choice(5, size, p=(0.34, 0.12, 0.42, 0.09, 0.03)),
        "plans": (random.random(size) < np.array([0.92, 0.75, 0.15])[kind]).astype(np.int64),
    }


def work(rows: Columns, services: Columns, known_on: int, random: np.random.Generator) -> Columns:
    """Return the work and study that begin where unemployment or a service ends in it."""
    to_work = rows["reason"] < WORK_REASONS
    from_service = services["works"] == 1
    size = int(from_service.sum())
    kind = np.array([0, 3, 1, 2])[rows["reason"][to_work]]  # to the order of EMPLOYMENTS
    start = np.concatenate([rows["end"][to_work], services["end"][from_service]]) + 1
    end = np.concatenate(
        [rows["free_from"][to_work] - 45, services["end"][from_service] + 1 + random.integers(60, 170, size)]
    )
    return {
        "person": np.concatenate([rows["person"][to_work], services["person"][from_service]]),
        "kind": np.concatenate([kind, np.zeros(size, dtype=np.int64)]),
        "start": start,
        "end": np.where(end > known_on, OPEN, end),
    }


def benefits(unemployed: Ints, people: People, day: int, number: int, random: np.random.Generator) -> Columns:
    """Return a payment to each unemployed person for the month; the law's count of days goes on from spell to spell."""
    days = random.integers(15, 23, len(unemployed))
    people.paid_days[unemployed] += days
    basic = (people.education[unemployed] == 0) | (people.paid_days[unemployed] > 400)
    flat = 3 if number >= _GENERAL_SUPPORT_FROM else 0  # the order of the law's benefits
    return {
        "person": unemployed,
        "day": np.full(len(unemployed), day),
        "benefit": np.where(basic, flat, 2),
        "days": days,
        "cumulative": people.paid_days[unemployed].astype(np.int64),
        "cents": days * DAILY_BENEFIT_CENTS,
    }


def vacancies(stock: Ints, before: int, day: int, known_on: int, random: np.random.Generator) -> Columns:
    """Return the vacancies opened in the month, by the index of the municipality."""
    home = np.repeat(np.arange(len(stock)), random.poisson(stock * _VACANCIES_PER_UNEMPLOYED))
    size = len(home)
    start = random.integers(before + 1, day + 1, size)
    end = start + random.exponential(35, size).astype(np.int64)
    filled = random.random(size) < 0.7
    referrals = random.poisson(3, size)
    over = end <= known_on
    return {
        "home": home,
        "employer": home * 1000 + random.integers(0, 200, size),
        "sector": random.integers(0, len(SECTORS), size),
        "start": start,
        "filled": np.where(filled & over, end, OPEN),
        "closed": np.where(~filled & over, end, OPEN),
        "referrals": referrals,
        "hires": np.where(filled, random.binomial(referrals, 0.25), 0),
    }


REASON_NAMES = (*(name for name, _share in REASONS), "service")
