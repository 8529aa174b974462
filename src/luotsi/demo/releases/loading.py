"""The simulated register's releases: read from the package, proposed, and approved but for the newest."""

import gzip
import json
from collections.abc import Iterable, Iterator
from dataclasses import astuple, replace
from datetime import date, datetime, timedelta
from importlib.resources import files
from pathlib import Path

from luotsi.core.periods import Period
from luotsi.indicators.registered.operations import approve_release
from luotsi.orgs.models import Organisation, Person
from luotsi.register.calendar import months_between
from luotsi.register.models import Release
from luotsi.register.profiles import profile_of
from luotsi.register.releases.made import Made, MadeCell, MadeCurve
from luotsi.register.releases.operations import propose
from luotsi.register.releases.queries import area_of_owner, earlier_of, near
from luotsi.register.sealed import Sealed
from luotsi.register.simulation.simulate import LAST_MONTH

OWNER, AREA, APPROVER = "savonlinna", "36", "Helmi"
FIRST = Period.parse("2025-01")
MONTHS = months_between(FIRST, LAST_MONTH)
"""From the month in which employment areas began."""
HISTORY = 90
"""Months simulated: paid days are counted from nothing, and the last step of the law begins after years of them."""
_PACKAGED = "releases.json.gz"
_STEP = timedelta(microseconds=1)


def load_releases(*, at: datetime) -> None:
    """Propose every packaged month that is not there yet, and approve all but the newest."""
    owner = Organisation.objects.select_related("subject").get(slug=OWNER)
    if Release.objects.filter(owner=owner).exists():
        return
    approver = Person.objects.get(name=APPROVER, is_demo=True)
    for number, made in enumerate(packaged()):
        moment = at + number * _STEP
        known = tuple(sorted(one.pk for one in near(made.month, owner)))
        release = propose(owner=owner, made=replace(made, against=known), actor=None, at=moment)
        if made.month != MONTHS[-1]:
            approve_release(release=release, actor=approver, at=moment)


def packaged() -> Iterator[Made]:
    """Yield the packaged months, oldest first."""
    return unpacked(files(__package__).joinpath(_PACKAGED).read_bytes())


def unpacked(package: bytes) -> Iterator[Made]:
    """Yield the months of a package, in their order."""
    for month in json.loads(gzip.decompress(package)):
        yield Made(
            Period.parse(month["month"]),
            tuple(MadeCell(*row) for row in month["cells"]),
            tuple(MadeCurve(*row) for row in month["curves"]),
            month["hidden"],
            month["fingerprint"],
            month["is_simulated"],
            date.fromisoformat(month["known_on"]),
            (),
        )


def made_anew(owner: Organisation, folder: Path, *, at: datetime) -> list[Made]:
    """Return the months made from nothing: simulated, imported, counted and protected, each beside those before it."""
    # What simulates, counts and protects is slow to load, and a load from the package needs none of it.
    from luotsi.register.engine import calculate
    from luotsi.register.importing import Export, import_export
    from luotsi.register.releases.making import make
    from luotsi.register.simulation.simulate import Simulation, simulate

    told = simulate(folder / "export", Simulation(months=HISTORY, area=AREA))
    sealed = Sealed.at(folder / "sealed")
    export = Export(
        folder / "export",
        profile_of(told["profile"]),
        date.fromisoformat(told["known_on"]),
        FIRST,
        simulated=True,
    )
    import_export(sealed, export, b"demonstration".ljust(32))
    calculate(sealed)
    found = []
    for month in MONTHS:
        made = make(sealed, month, area=area_of_owner(owner), earlier=earlier_of(month, owner))
        propose(owner=owner, made=made, actor=None, at=at)
        found.append(made)
    return found


def as_package(months: Iterable[Made]) -> bytes:
    """Return the months as the bytes of the package."""
    rows = [
        {
            "month": made.month.name,
            "cells": [astuple(cell) for cell in made.cells],
            "curves": list(made.curves),
            "hidden": made.hidden,
            "fingerprint": made.fingerprint,
            "is_simulated": made.is_simulated,
            "known_on": made.known_on.isoformat(),
        }
        for made in months
    ]
    return gzip.compress(json.dumps(rows, sort_keys=True).encode(), mtime=0)
