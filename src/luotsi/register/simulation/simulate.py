"""The making of a simulated export, from the published stocks to a folder that can be imported like any other."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from luotsi.core.periods import Period
from luotsi.orgs.geography import areas, members
from luotsi.register import calendar
from luotsi.register.sealed import write_whole
from luotsi.register.simulation import events, writing
from luotsi.register.simulation.drawing import EFFECT_DAYS, OPEN, SERVICE_EFFECT, Columns, Drawing, Ints
from luotsi.register.simulation.events import WorkingDays, day_of
from luotsi.register.simulation.hostile import make_hostile
from luotsi.register.simulation.stocks import Stocks, stocks
from luotsi.register.tables import TABLES
from luotsi.register.types import UnableToCalculate

TOLD = "export.json"
LAST_MONTH = Period.parse("2026-06")
_NEW_IN_A_MONTH = 0.082  # new persons in a month, of the stock; tells only about how many persons a scale gives
GIANT = 91  # of the hostile twin: the municipality to which the whole country moves


@dataclass(frozen=True, slots=True)
class Simulation:
    """What to make: about how many persons (None: the real number), which months, from which seed, of which area."""

    persons: int | None = None
    seed: int = 1
    months: int = 60
    hostile: bool = False
    benefits: bool = True
    scale: float | None = None
    area: str | None = None
    """The code of an employment area whose clients alone are in it."""
    besides: tuple[str, ...] = ()
    """The codes of employment areas whose clients are left out of the country."""

    @property
    def first(self) -> Period:
        """The first month."""
        return LAST_MONTH - (self.months - 1)


def simulate(
    folder: Path,
    simulation: Simulation,
    *,
    tell: Callable[[str], None] = lambda month: None,
    draw: type[Drawing] = Drawing,
) -> dict[str, Any]:
    """Write the export into an empty folder and return what is told of it, planted effects included.

    The same simulation gives the same bytes. What is told stands in `export.json`, written last: a folder without it
    is not whole. Who wants to know what planted effects come to hands in a `draw` that keeps what it sees.

    :raises UnableToCalculate: when the folder is not empty, or there are no months or persons
    """
    if folder.exists() and any(folder.iterdir()):
        raise UnableToCalculate(f"{folder.name} is not empty; a simulated export is written into a new folder.")
    if simulation.area is not None and (simulation.hostile or simulation.area not in {area.code for area in areas()}):
        raise UnableToCalculate(f"There is no simulated register of the employment area {simulation.area!r}.")
    if simulation.months < 2 or (simulation.persons is not None and simulation.persons < 1):
        raise UnableToCalculate("A simulated register has at least two months and one person.")
    folder.mkdir(parents=True, exist_ok=True)
    wanted = _wanted(simulation)
    days = tuple(day_of(calendar.counting_day(month).toordinal()) for month in wanted.months)
    drawing = draw(wanted, days, tuple(month.year for month in wanted.months), simulation.seed)
    export = writing.Export(folder)
    try:
        _write(drawing, wanted, export, simulation, tell)
    finally:
        export.close()
    told = _told(simulation, wanted, export.rows)
    if simulation.hostile:
        told["faults"] = make_hostile(folder)
    write_whole(folder / TOLD, json.dumps(told, indent=1, ensure_ascii=False).encode())
    return told


def _wanted(simulation: Simulation) -> Stocks:
    scale, homes = simulation.scale, None
    if simulation.area is not None:
        homes = _homes(simulation.area)
    elif simulation.besides:
        homes = set(stocks(simulation.first, LAST_MONTH, 1.0).codes).difference(*map(_homes, simulation.besides))
    if scale is None:
        whole = stocks(simulation.first, LAST_MONTH, 1.0, homes).persons.sum(axis=0)
        estimate = whole[0] + _NEW_IN_A_MONTH * whole[1:].sum()
        scale = 1.0 if simulation.persons is None else simulation.persons / float(estimate)
    wanted = stocks(simulation.first, LAST_MONTH, scale, homes)
    if simulation.hostile:
        giant = wanted.codes.index(GIANT)
        wanted.persons[giant] = wanted.persons.sum(axis=0)
    return wanted


def _homes(area: str) -> set[int]:
    return {int(place.code) for place in members(area, LAST_MONTH.end)}


def _write(
    drawing: Drawing, wanted: Stocks, export: writing.Export, simulation: Simulation, tell: Callable[[str], None]
) -> None:
    codes = np.array(wanted.codes)
    known_on = day_of(wanted.months[-1].end.toordinal())
    working = WorkingDays.of_calendar(wanted.months[-1].year + 1)
    people, random = drawing.people, drawing.random
    movers: list[Columns] = []
    before = day_of(wanted.months[0].start.toordinal())
    for month in drawing.months():
        tell(wanted.months[month.number].name)
        export.add("jobsearch", writing.search_rows(month.ended, people))
        export.add("jobsearch", writing.service_rows(month.services, people, known_on))
        export.add("service", month.services)
        _add_contacts(export, events.contacts(month.ended, people, codes, working, random))
        export.add("employment", events.work(month.ended, month.services, known_on, random))
        if simulation.benefits:
            number = calendar.month_number(wanted.months[month.number])
            export.add("benefit", events.benefits(month.unemployed, people, month.count_day, number, random))
        opened = events.vacancies(wanted.persons[:, month.number], before, month.count_day, known_on, random)
        numbers = np.arange(len(opened["home"])) + export.rows.get("vacancy", 0)
        export.add("vacancy", opened | {"code": codes[opened["home"]], "number": numbers})
        movers.append(month.moved)
        before = month.count_day
    _write_open(drawing, export, codes, working, known_on)
    _write_homes(drawing, export, codes, movers)


def _write_open(drawing: Drawing, export: writing.Export, codes: Ints, working: WorkingDays, known_on: int) -> None:
    going_on = writing.open_rows(drawing)
    export.add("jobsearch", writing.search_rows(going_on, drawing.people))
    export.add("jobsearch", writing.service_rows(drawing.serving, drawing.people, known_on))
    export.add("service", drawing.serving | {"end": np.where(drawing.serving["end"] > known_on, OPEN, known_on)})
    so_far = going_on | {"end": np.full(len(going_on["person"]), known_on)}
    _add_contacts(export, events.contacts(so_far, drawing.people, codes, working, drawing.random))


def _add_contacts(export: writing.Export, drawn: Columns) -> None:
    export.add("contact", drawn)
    planned = drawn["plans"] == 1
    export.add("plan", {"person": drawn["person"][planned], "day": drawn["day"][planned]})


def _write_homes(drawing: Drawing, export: writing.Export, codes: Ints, movers: list[Columns]) -> None:
    """Write persons, and of those who have moved every home with its day."""
    people = drawing.people
    first_home = people.first_home.astype(np.int64)
    export.add("person", writing.person_rows(people, codes, first_home))
    moved = {name: np.concatenate([columns[name] for columns in movers]) for name in ("person", "home", "day")}
    who = np.unique(moved["person"])
    start = np.zeros(len(who), dtype=np.int64)
    export.add(
        "residence",
        {
            "person": np.concatenate([who, moved["person"]]),
            "code": codes[np.concatenate([first_home[who], moved["home"]])],
            "day": np.concatenate([start, moved["day"]]),
        },
    )


def _told(simulation: Simulation, wanted: Stocks, rows: dict[str, int]) -> dict[str, Any]:
    return {
        "simulated": True,
        "notice": "Persons in this register do not exist. Only the stocks are published figures.",
        "seed": simulation.seed,
        "since": wanted.months[0].name,
        "known_on": wanted.months[-1].end.isoformat(),
        "profile": {
            "name": "simulated",
            "tables": {name: {"files": f"{name}-*.parquet"} for name in TABLES if name in rows},
        },
        "rows": rows,
        "stocks": {
            "source": "StatFin 12r5, KEHA-keskus, Työnvälitystilasto, CC BY 4.0",
            "published": int(wanted.published.sum()),
            "filled": int((~wanted.published).sum()),
            "filled_how": "straight between the published months of the municipality; a hidden number counts as 2",
            "months_filled": [
                month.name for number, month in enumerate(wanted.months) if not wanted.published[:, number].any()
            ],
        },
        "planted": {
            "service": {
                "what": "hazard of leaving unemployment after a service, against the same person without it",
                "hazard_ratio": SERVICE_EFFECT,
                "days": EFFECT_DAYS,
            },
            "delay": {
                "what": "working days added to the wait for the initial interview",
                "municipality": events.DELAYED_MUNICIPALITY,
                "working_days": events.DELAY_WORKING_DAYS,
            },
        },
    }
