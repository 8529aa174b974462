"""Employment areas beside the cast's, each with an approver and a released month."""

from datetime import UTC, date, datetime

from luotsi.core.text import Text
from luotsi.orgs.models import Person, Subject
from luotsi.orgs.operations import found_organisation, give_role, register_person
from luotsi.orgs.types import OrganisationKind, Role
from luotsi.register.measures import get_definition
from luotsi.register.models import Release, ReleasedCell
from luotsi.register.releases.types import ReleaseState, Why
from luotsi.register.types import GROUPS, Grouping
from tests.cast import NOW

AT = datetime(2026, 7, 20, 9, tzinfo=UTC)
MONTH = "2026-05"


def found_area(code, *, is_public=True, subject=None):
    """Found the employment area of that code, with an approver of its own."""
    area = found_organisation(
        slug=f"alue-{code}".lower(),
        name=Text(f"Alue {code}", f"Område {code}", f"Area {code}"),
        kind=OrganisationKind.AREA,
        subject=Subject.objects.get(code=subject or f"TA{code}"),
        actor=None,
        at=NOW,
    )
    area.is_public = is_public
    area.save()
    give_role(person=approver_of(code), organisation=area, role=Role.APPROVER, actor=None, at=NOW)
    return area


def approver_of(code):
    email = f"approver-{code}@example.org".lower()
    found = Person.objects.filter(email=email).first()
    return found or register_person(email=email, name=f"Approver {code}", password=None, actor=None, at=NOW)


def release(area, places, *, month=MONTH, measure="plan_up_to_date", simulated=False, hide=(), version=1):
    """Release one share of a month: `{"TA23": (clients, observed)}`, by sex in halves; `hide` names (place, group)."""
    made = Release.objects.create(
        owner=area, month_name=month, version=version, measures=[measure], state=ReleaseState.APPROVED, method="test",
        parameters={}, fingerprint="f", seal="s", hidden={}, is_simulated=simulated, known_on=date(2026, 7, 1),
        proposed_at=AT, proposed_by_name="Luotsi", decided_at=AT, decided_by_name="Helmi",
    )  # fmt: skip
    cells = []
    for place, (clients, observed) in places.items():
        halves = {"female": (clients // 2, observed // 2), "male": (clients - clients // 2, observed - observed // 2)}
        numbers = {(Grouping.ALL, ""): (clients, observed)} | {
            (Grouping.SEX, group): halves.get(group, (0, 0)) for group in GROUPS[Grouping.SEX]
        }
        for (grouping, group), (base, count) in numbers.items():
            is_hidden = (place, group) in hide
            cells.append(
                ReleasedCell(
                    release=made,
                    measure=measure,
                    place=place,
                    grouping=grouping,
                    group=group,
                    kind=get_definition(measure).kind,
                    count=None if is_hidden else count,
                    rest=None if is_hidden else base - count,
                    base=base,
                    why=Why.FEW if is_hidden else Why.SHOWN,
                )
            )
    ReleasedCell.objects.bulk_create(cells)
    return made
