"""The fixed cast: Aino edits area A, Eero only looks, Otso belongs to area B and must see nothing of A's own."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from luotsi.core.periods import Period
from luotsi.core.text import Text
from luotsi.core.values import Cell
from luotsi.indicators.ingest import Arrival, publish
from luotsi.indicators.models import Definition, Measure, Observation, Series
from luotsi.indicators.operations import adopt_measure, load_catalogue
from luotsi.indicators.reading import observations_of
from luotsi.indicators.rollups import roll_up
from luotsi.indicators.types import RunKind
from luotsi.orgs.models import Organisation, Person, Subject
from luotsi.orgs.operations import found_organisation, give_role, load_geography, register_person
from luotsi.orgs.types import OrganisationKind, Role

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
PASSWORD = "a long word for tests"
STATFIN = "statfin-12r5"


@dataclass(frozen=True, slots=True)
class Cast:
    """Two areas and their people."""

    area_a: Organisation
    area_b: Organisation
    aino: Person
    eero: Person
    otso: Person


def lay_ground() -> None:
    """Load places and catalogue where the database has none (a browser's test empties it)."""
    if not Subject.objects.exists():
        load_geography(on=TODAY, at=NOW)
    if not Definition.objects.exists():
        load_catalogue(at=NOW)


def make_cast() -> Cast:
    """Found areas A (Savonlinna) and B (Meri-Lappi) with their people; places and catalogue come with them."""
    lay_ground()
    area_a = found_organisation(
        slug="savonlinna",
        name=Text("Savonlinnan työllisyysalue", "Nyslotts sysselsättningsområde", "Savonlinna employment area"),
        kind=OrganisationKind.AREA,
        subject=Subject.objects.get(code="TA36"),
        actor=None,
        at=NOW,
    )
    area_b = found_organisation(
        slug="meri-lappi",
        name=Text("Meri-Lapin työllisyysalue", "Havslapplands sysselsättningsområde", "Meri-Lappi employment area"),
        kind=OrganisationKind.AREA,
        subject=Subject.objects.get(code="TA22"),
        actor=None,
        at=NOW,
    )
    people = {}
    for name, organisation, role in (
        ("Aino", area_a, Role.EDITOR),
        ("Eero", area_a, Role.VIEWER),
        ("Otso", area_b, Role.EDITOR),
    ):
        person = register_person(email=f"{name.lower()}@example.org", name=name, password=PASSWORD, actor=None, at=NOW)
        give_role(person=person, organisation=organisation, role=role, actor=None, at=NOW)
        people[name.lower()] = person
    return Cast(area_a, area_b, **people)


def publish_values(
    key: str, values: dict[tuple[str, str], Decimal | int | str | Cell], known_at: datetime = NOW
) -> None:
    """Publish values of a catalogue definition: `{("KU046", "2026-06"): 42}`."""
    definition = Definition.objects.get(key=key)
    publish(
        [
            Arrival(
                definition,
                Subject.objects.get(code=code),
                Period.parse(period),
                value if isinstance(value, Cell) else Cell.of(value),
                known_at,
            )
            for (code, period), value in values.items()
        ],
        kind=RunKind.PACKAGED,
        source_key=definition.source_key,
        at=known_at,
    )


def current(key: str | None = None, code: str | None = None) -> dict[tuple[str, str], Observation]:
    """Return today's observations by place and period, all or of a definition or place; none of single groups."""
    wanted = {"dimensions": ""} | {
        name: value for name, value in (("definition__key", key), ("subject__code", code)) if value is not None
    }
    series = Series.objects.filter(**wanted).select_related("subject").in_bulk()
    return {(series[one.series_id].subject.code, one.period_name): one for one in observations_of(series)}


def publish_june() -> None:
    """Publish June 2026 of the four municipalities of area A and the country, as StatFin gave it, and roll it up."""
    known = datetime(2026, 7, 21, 5, 0, tzinfo=UTC)
    unemployed = {"KU046": 42, "KU681": 160, "KU740": 1690, "KU768": 89, "SSS": 352001}
    labour_force = {"KU046": 499, "KU681": 1345, "KU740": 13435, "KU768": 891, "SSS": 2743596}
    publish_values("unemployed", {(code, "2026-06"): value for code, value in unemployed.items()}, known)
    publish_values("labour-force", {(code, "2026-06"): value for code, value in labour_force.items()}, known)
    roll_up(definitions=Definition.objects.filter(source_table=STATFIN), source_key=STATFIN, at=NOW)


def adopt(owner: Organisation, key: str, slug: str | None = None) -> Measure:
    """Adopt a catalogue definition under its own key, or another address."""
    definition = Definition.objects.get(key=key)
    return adopt_measure(owner=owner, definition=definition, slug=slug or key, actor=None, at=NOW)
