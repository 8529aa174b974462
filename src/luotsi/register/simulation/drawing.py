"""How unemployment is drawn month by month so that every counting day has its stock; what else follows is `events`.

Each month persons leave unemployment by a hazard that falls with its duration, some into services and back; as many
begin as the stock of the next counting day calls for. Where the stock falls faster than that, those who were nearest
to leaving leave, so that planted ratios of hazards stand.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from luotsi.register.simulation.people import MOVING_IN_A_MONTH, People
from luotsi.register.simulation.stocks import Stocks

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Columns = dict[str, Ints]

SERVICE_EFFECT = 1.30  # the hazard of leaving unemployment in the year after a service, against the same without it
EFFECT_DAYS = 365
INTO_SERVICE = 0.025  # in a month, of those unemployed for three months; more often with basic education
SERVICE_DAYS = (60, 181)
WORK_AFTER_SERVICE = 0.20
COMING_AGAIN = 0.5
SHORT_SPELLS = 0.08  # begin and end between two counting days, of those that begin
_HAZARD = ((90, 0.20), (180, 0.16), (365, 0.12), (730, 0.07), (10**6, 0.04))  # in a month, by days unemployed
_BY_EDUCATION = np.array([0.85, 1.05, 1.10, 0.9])
WORK_REASONS = 4  # the first reasons of REASONS lead to work or study
REASONS = (
    ("open_market_work", 0.42),
    ("subsidised_work", 0.05),
    ("enterprise", 0.03),
    ("study", 0.10),
    ("outside_labour_force", 0.13),
    ("moved_abroad", 0.02),
    ("no_contact", 0.08),
    ("other", 0.06),
    ("unknown", 0.11),
)
SERVICE_REASON = len(REASONS)
OPEN = -1


@dataclass(slots=True)
class Rows:
    """Spells under way: whose, from which day, whether the job search began with them, the end of a service before."""

    person: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    start: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    begins: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    served_to: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    def only(self, chosen: NDArray[np.bool_]) -> "Rows":
        """Return the chosen rows."""
        return Rows(self.person[chosen], self.start[chosen], self.begins[chosen], self.served_to[chosen])

    def with_more(self, more: "Rows") -> "Rows":
        """Return these rows and the others."""
        return Rows(
            np.concatenate([self.person, more.person]),
            np.concatenate([self.start, more.start]),
            np.concatenate([self.begins, more.begins]),
            np.concatenate([self.served_to, more.served_to]),
        )


@dataclass(frozen=True, slots=True)
class Month:
    """What a month gave: unemployment and services that ended, homes that changed, who is unemployed at its end."""

    number: int
    count_day: int
    ended: Columns
    services: Columns
    moved: Columns
    unemployed: Ints


class Drawing:
    """The state of a register between two counting days."""

    service_effect = SERVICE_EFFECT

    def __init__(self, stocks: Stocks, count_days: tuple[int, ...], years: tuple[int, ...], seed: int) -> None:
        self.random = np.random.Generator(np.random.PCG64(seed))
        self.people = People(self.random)
        self._stocks, self._count_days, self._years = stocks, count_days, years
        self.open = Rows()
        self.serving: Columns = {name: np.zeros(0, dtype=np.int64) for name in ("person", "start", "end", "service")}

    def months(self) -> Iterator[Month]:
        """Yield each month in turn; afterwards `open` and `serving` hold what goes on."""
        self._fill_first_day()
        none = np.zeros(0, dtype=np.int64)
        empty = dict.fromkeys(("person", "start", "end", "reason", "begins", "free_from"), none)
        yield Month(
            0,
            self._count_days[0],
            empty,
            self.serving | {"works": none},
            {"person": none, "home": none, "day": none},
            self.open.person,
        )
        for number in range(1, len(self._count_days)):
            yield self._month(number)

    def _fill_first_day(self) -> None:
        persons = self._stocks.persons[:, 0]
        homes = np.repeat(np.arange(len(persons)), persons)
        size, day = len(homes), self._count_days[0]
        mean = np.where(self.random.random(size) < 0.6, 110, 450)
        lasted = np.minimum(self.random.exponential(mean).astype(np.int64), 5 * 365)
        self.open = Rows(
            self.people.come(homes, self._years[0]), day - lasted, np.ones(size, np.int64), np.zeros(size, np.int64)
        )

    def _month(self, number: int) -> Month:
        before, day = self._count_days[number - 1], self._count_days[number]
        random = self.random
        nearness = random.exponential(1.0, len(self.open.person)) / self._hazard(before)
        leaving = nearness < 1
        entering = ~leaving & (random.random(len(leaving)) < self._into_service(before))
        staying = ~leaving & ~entering
        services, back = self._end_services(before, day)
        entered = self._enter(self.open.only(entering), before, day)
        moved = self._move(self.open.person[staying], before, day, number)
        needed, back = self._needed(number, self.open.person[staying], back, services)
        leaving |= self._also_leaving(staying, nearness, needed)
        staying &= ~leaving
        gone = self.open.only(leaving)
        ended = _ended(gone, random.integers(before, day, len(gone.person)), self._reasons(len(gone.person)))
        begun, short = self._begin(np.maximum(needed, 0), before, day, number)
        self._free(ended)
        self._free(short)
        self.open = self.open.only(staying).with_more(back).with_more(begun)
        self.serving = _joined([self.serving, entered.pop("service_rows")])
        return Month(number, day, _joined([ended, short, entered.pop("rows")]), services, moved, self.open.person)

    def _hazard(self, day: int) -> Floats:
        lasted = day - self.open.start
        limits = np.array([limit for limit, _hazard in _HAZARD])
        hazard = np.array([hazard for _limit, hazard in _HAZARD])[np.searchsorted(limits, lasted, side="right")]
        served = (self.open.served_to > 0) & (day - self.open.served_to < EFFECT_DAYS)
        by_education = _BY_EDUCATION[self.people.education[self.open.person]]
        found: Floats = -np.log1p(-hazard) * by_education * np.where(served, self.service_effect, 1.0)
        return found

    def _into_service(self, day: int) -> Floats:
        basic = self.people.education[self.open.person] == 0
        chance: Floats = np.where(day - self.open.start >= 90, INTO_SERVICE * np.where(basic, 1.4, 0.9), 0.0)
        return chance

    def _enter(self, rows: Rows, before: int, day: int) -> dict[str, Columns]:
        start = self.random.integers(before + 1, day + 1, len(rows.person))
        lasts = self.random.integers(*SERVICE_DAYS, len(rows.person))
        service = self.random.integers(0, 8, len(rows.person))
        reason = np.full(len(rows.person), SERVICE_REASON)
        return {
            "rows": _ended(rows, start - 1, reason),
            "service_rows": {"person": rows.person, "start": start, "end": start + lasts, "service": service},
        }

    def _end_services(self, before: int, day: int) -> tuple[Columns, Rows]:
        """End the services whose last day comes before the counting day; some of their persons go to work."""
        over = (self.serving["end"] >= before) & (self.serving["end"] < day)
        done = {name: column[over] for name, column in self.serving.items()}
        self.serving = {name: column[~over] for name, column in self.serving.items()}
        works = self.random.random(len(done["person"])) < WORK_AFTER_SERVICE
        done["works"] = works.astype(np.int64)
        self.people.free_from[done["person"][works]] = done["end"][works] + 180
        back = ~works
        size = int(back.sum())
        ends = done["end"][back]
        return done, Rows(done["person"][back], ends + 1, np.zeros(size, np.int64), ends)

    def _move(self, persons: Ints, before: int, day: int, number: int) -> Columns:
        movers = persons[self.random.random(len(persons)) < MOVING_IN_A_MONTH]
        weights = np.maximum(self._stocks.persons[:, number], 1)
        homes = self.random.choice(len(weights), len(movers), p=weights / weights.sum())
        self.people.home[movers] = homes
        return {"person": movers, "home": homes, "day": self.random.integers(before + 1, day + 1, len(movers))}

    def _needed(self, number: int, staying: Ints, back: Rows, services: Columns) -> tuple[Ints, Rows]:
        """Return how many must begin in each municipality (fewer than none: leave), and who comes back from services.

        Where more come back than there is room for, the last of them go to work instead.
        """
        places = len(self._stocks.codes)
        room = self._stocks.persons[:, number]
        homes = self.people.home[back.person].astype(np.int64)
        order = np.argsort(homes, kind="stable")
        turn = np.empty(len(homes), dtype=np.int64)
        turn[order] = np.arange(len(homes)) - np.searchsorted(homes[order], homes[order])
        fits = turn < room[homes]
        services["works"][np.flatnonzero(services["works"] == 0)[~fits]] = 1
        self.people.free_from[back.person[~fits]] = back.start[~fits] + 180
        back = back.only(fits)
        there = np.bincount(self.people.home[staying], minlength=places)
        there = there + np.bincount(self.people.home[back.person], minlength=places)
        return room - there, back

    def _also_leaving(self, staying: NDArray[np.bool_], nearness: Floats, needed: Ints) -> NDArray[np.bool_]:
        """Choose whom a falling stock has no place for: in each municipality those nearest to leaving."""
        chosen = np.zeros(len(staying), dtype=bool)
        there = np.flatnonzero(staying)
        there = there[np.lexsort((nearness[there], self.people.home[self.open.person[there]]))]
        homes = self.people.home[self.open.person[there]]
        turn = np.arange(len(there)) - np.searchsorted(homes, homes)
        chosen[there[turn < -needed[homes]]] = True
        return chosen

    def _begin(self, needed: Ints, before: int, day: int, number: int) -> tuple[Rows, Columns]:
        homes = np.repeat(np.arange(len(needed)), needed)
        short_homes = homes[self.random.random(len(homes)) < SHORT_SPELLS]
        persons = self.people.call(np.concatenate([homes, short_homes]), COMING_AGAIN, before, self._years[number])
        start = self.random.integers(before + 1, day + 1, len(homes))
        none = np.zeros(len(homes), np.int64)
        begun = Rows(persons[: len(homes)], start, none + 1, none)
        size = len(short_homes)
        if day - before < 4:
            return begun, _ended(Rows(), none[:0], none[:0])
        brief = self.random.integers(before + 1, day - 1, size)
        end = brief + (self.random.random(size) * (day - brief)).astype(np.int64)
        zero = np.zeros(size, np.int64)
        short = Rows(persons[len(homes) :], brief, zero + 1, zero)
        return begun, _ended(short, end, self._reasons(size))

    def _reasons(self, size: int) -> Ints:
        chances = np.array([share for _reason, share in REASONS])
        return self.random.choice(len(REASONS), size, p=chances / chances.sum())

    def _free(self, ended: Columns) -> None:
        """Tell from which day those who left may come again; who went to work stays there for a while."""
        works = ended["reason"] < WORK_REASONS
        stays = np.where(works, 60 + self.random.exponential(300, len(works)), 45).astype(np.int64)
        ended["free_from"] = ended["end"] + stays
        self.people.free_from[ended["person"]] = ended["free_from"]


def _ended(rows: Rows, end: Ints, reason: Ints) -> Columns:
    columns = {"person": rows.person, "start": rows.start, "end": end, "reason": reason, "begins": rows.begins}
    return columns | {"free_from": np.zeros(len(rows.person), dtype=np.int64)}


def _joined(parts: list[Columns]) -> Columns:
    names = [name for name in parts[0] if all(name in part for part in parts)]
    return {name: np.concatenate([part[name] for part in parts]) for name in names}
