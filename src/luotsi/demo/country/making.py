"""The country's month made anew: the registers of all areas as one, protected beside what the areas have released."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import duckdb

from luotsi.demo.country.loading import MEASURES, MONTH
from luotsi.demo.exchange import loading as exchange
from luotsi.demo.releases import loading as own
from luotsi.orgs.models import Organisation
from luotsi.register import results
from luotsi.register.engine import calculate
from luotsi.register.importing import Export, import_export
from luotsi.register.measures import get_definition
from luotsi.register.models import Release
from luotsi.register.profiles import profile_of
from luotsi.register.releases.joining import Version, years_of
from luotsi.register.releases.kept import keep
from luotsi.register.releases.made import Made
from luotsi.register.releases.making import make
from luotsi.register.releases.months import month_of
from luotsi.register.releases.operations import propose
from luotsi.register.releases.queries import earlier_of
from luotsi.register.sealed import Sealed
from luotsi.register.simulation.simulate import Simulation, simulate
from luotsi.register.tables import TABLES

AREAS: Mapping[str, Simulation] = {
    own.AREA: Simulation(months=own.HISTORY, area=own.AREA),
    **{
        code: Simulation(months=exchange.HISTORY, area=code, seed=int(code), benefits=False)
        for code in exchange.NEIGHBOURS
    },
}
"""The registers that have released figures of their own, as their packages were made."""
ELSEWHERE = Simulation(months=exchange.HISTORY, benefits=False, besides=tuple(AREAS))
_NAMED = {"person": ("person",), "vacancy": ("vacancy", "employer")}


def made_anew(country: Organisation, folder: Path, *, at: datetime) -> tuple[Made, Sealed]:
    """Return the country's month made from nothing, beside the releases of the areas, and the folder it was made in.

    :raises ValueError: when the register of an area is not what its release was made of
    """
    sealed, together = Sealed.at(folder / "sealed"), folder / "together"
    together.mkdir(parents=True)
    for code, simulation in AREAS.items():
        export = _export(folder / code, simulation)
        _keep(export, folder / f"sealed-{code}", f"TA{code}", sealed)
        _add(folder / code, code, together)
    export = replace(_export(folder / "elsewhere", ELSEWHERE), folder=together)
    _add(folder / "elsewhere", "00", together)
    import_export(sealed, export, b"country".ljust(32))
    calculate(sealed, measures=MEASURES)
    made = make(sealed, MONTH, area=None, earlier=earlier_of(MONTH, country), measures=MEASURES)
    propose(owner=country, made=made, actor=None, at=at)
    return made, sealed


def _export(folder: Path, simulation: Simulation) -> Export:
    told = simulate(folder, simulation)
    return Export(folder, profile_of(told["profile"]), date.fromisoformat(told["known_on"]), own.FIRST, simulated=True)


def _keep(export: Export, folder: Path, area: str, country: Sealed) -> None:
    """Keep for the country what the area's releases were made of: shares over twelve months tie them all."""
    sealed, before = Sealed.at(folder), list[Version]()
    import_export(sealed, export, b"area".ljust(32))
    releases = Release.objects.filter(owner__subject__code=area).order_by("month_name")
    calculate(sealed, measures=sorted({key for release in releases for key in release.measures}))
    for release in releases:
        month = release.month
        rows = {key: list(results.aggregates(sealed, get_definition(key), [month])) for key in release.measures}
        numbers = month_of(month, frozenset({area}), rows)
        numbers.add_years(years_of(numbers, before, numbers.scope.places(month)))
        before.append(Version(numbers, dict.fromkeys(numbers.counts)))
        if keep(country, rows, numbers.years) != release.fingerprint:
            raise ValueError(f"the register of {area} is not what its release of {month} was made of")


def _add(export: Path, code: str, together: Path) -> None:
    """Add an export to the whole, its persons and vacancies under names of their own."""
    for table in TABLES:
        if any(export.glob(f"{table}-*.parquet")):
            rows = duckdb.read_parquet(f"{export}/{table}-*.parquet")
            names = [f"'{code}-' || {name} AS {name}" for name in _NAMED.get(table, ("person",))]
            renamed = rows.project(f"* REPLACE ({', '.join(names)})")
            renamed.write_parquet(str(together / f"{table}-{code}.parquet"), compression="zstd")
