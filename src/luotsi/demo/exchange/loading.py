"""Five neighbours with simulated registers of their own: founded, released, sharing, and added up to a reference."""

import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from importlib.resources import files
from pathlib import Path

from luotsi.comparison.models import Offer
from luotsi.comparison.operations import freeze_peers, make_reference, offer
from luotsi.core.periods import Period
from luotsi.core.text import Text
from luotsi.demo.releases.loading import APPROVER, OWNER
from luotsi.orgs.models import Organisation, Person, Subject
from luotsi.orgs.operations import found_organisation, give_role, register_person
from luotsi.orgs.types import OrganisationKind, Role
from luotsi.register.profiles import profile_of
from luotsi.register.releases.made import Made, MadeCell
from luotsi.register.releases.operations import approve, propose
from luotsi.register.releases.queries import earlier_of, near
from luotsi.register.sealed import Sealed

NEIGHBOURS: Mapping[str, Text] = {
    "03": Text(
        "Etelä-Karjalan työllisyysalue", "Södra Karelens sysselsättningsområde", "South Karelia employment area"
    ),
    "13": Text("Keski-Savon työllisyysalue", "Mellersta Savolax sysselsättningsområde", "Central Savo employment area"),
    "23": Text("Mikkelin seudun työllisyysalue", "S:t Michels sysselsättningsområde", "Mikkeli employment area"),
    "29": Text(
        "Pohjois-Karjalan työllisyysalue", "Norra Karelens sysselsättningsområde", "North Karelia employment area"
    ),
    "45": Text("Ylä-Savon työllisyysalue", "Övre Savolax sysselsättningsområde", "Upper Savo employment area"),
}
SLUGS = {"03": "etela-karjala", "13": "keski-savo", "23": "mikkelin-seutu", "29": "pohjois-karjala", "45": "yla-savo"}
NETWORK = "vertailualueet"
TOGETHER = Text("Vertailualueet (simuloitu)", "Jämförelseområden (simulerat)", "Areas to compare with (simulated)")
COUNTED_FOR = "Pihla"
MONTHS = tuple(Period.parse(name) for name in ("2025-05", "2026-05", "2026-06"))
SHARED = MONTHS[:2]
"""The months of which there is a reference; the newest waits for Savonlinna's own release."""
MEASURES = ("activation", "first_discussion_in_time", "flow_past", "long_term", "plan_up_to_date", "sustained_work")
PEERS_OF = Period.parse("2026-06")
HISTORY = 60
_PACKAGED = "releases.json.gz"


def load_exchange(*, at: datetime) -> None:
    """Found the neighbours, release their months, let everybody share, make the references, freeze the peers; once."""
    if Offer.objects.exists():
        return
    person = register_person(
        email="pihla@demo.invalid", name=COUNTED_FOR, password=None, actor=None, at=at, is_demo=True
    )
    network = found_organisation(slug=NETWORK, name=TOGETHER, kind=OrganisationKind.NETWORK, actor=None, at=at)
    areas = {code: found(code, network, at=at) for code in NEIGHBOURS}
    for area in areas.values():
        give_role(person=person, organisation=area, role=Role.APPROVER, actor=None, at=at)
    for code, made in packaged():
        against = tuple(sorted(one.pk for one in near(made.month, areas[code])))
        release = propose(owner=areas[code], made=replace(made, against=against), actor=None, at=at)
        approve(release=release, actor=person, at=at)
    own, approver = Organisation.objects.get(slug=OWNER), Person.objects.get(name=APPROVER, is_demo=True)
    offer(area=own, actor=approver, at=at)
    for area in areas.values():
        offer(area=area, actor=person, at=at)
    for month in SHARED:
        make_reference(month=month, area=own, actor=approver, at=at)
    freeze_peers(month=PEERS_OF, actor=None, at=at)


def found(code: str, network: Organisation | None = None, *, at: datetime) -> Organisation:
    """Found a neighbouring area, its name saying that its figures are of nobody."""
    name = NEIGHBOURS[code]
    return found_organisation(
        slug=SLUGS[code],
        name=Text(f"{name.fi} (simuloitu)", f"{name.sv} (simulerat)", f"{name.en} (simulated)"),
        kind=OrganisationKind.AREA,
        subject=Subject.objects.get(code=f"TA{code}"),
        parent=network,
        actor=None,
        at=at,
    )


def packaged() -> Iterator[tuple[str, Made]]:
    """Yield the packaged months of each area, oldest first."""
    for code, months in json.loads(gzip.decompress(files(__package__).joinpath(_PACKAGED).read_bytes())).items():
        for month in months:
            yield (
                code,
                Made(
                    Period.parse(month["month"]),
                    tuple(MadeCell(*row) for row in month["cells"]),
                    (),
                    month["hidden"],
                    month["fingerprint"],
                    True,
                    date.fromisoformat(month["known_on"]),
                    (),
                ),
            )


def made_anew(area: Organisation, folder: Path, *, at: datetime) -> list[Made]:
    """Return an area's months made from nothing, in an empty database but for the places and the area."""
    # What simulates, counts and protects is slow to load, and a load from the package needs none of it.
    from luotsi.register.engine import calculate
    from luotsi.register.importing import Export, import_export
    from luotsi.register.releases.making import make
    from luotsi.register.simulation.simulate import Simulation, simulate

    code = area.subject.code.removeprefix("TA") if area.subject is not None else ""
    told = simulate(folder / "export", Simulation(months=HISTORY, area=code, seed=int(code), benefits=False))
    sealed = Sealed.at(folder / "sealed")
    profile, known_on = profile_of(told["profile"]), date.fromisoformat(told["known_on"])
    import_export(
        sealed, Export(folder / "export", profile, known_on, MONTHS[0], simulated=True), b"exchange".ljust(32)
    )
    calculate(sealed)
    months = []
    for month in MONTHS:
        made = make(sealed, month, area=f"TA{code}", earlier=earlier_of(month, area), measures=MEASURES)
        propose(owner=area, made=made, actor=None, at=at)
        months.append(made)
    return months
