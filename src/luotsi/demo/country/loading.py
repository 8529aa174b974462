"""The country's month: found, released and approved from the package."""

from dataclasses import replace
from datetime import datetime
from importlib.resources import files

from luotsi.core.periods import Period
from luotsi.core.text import Text
from luotsi.demo.exchange.loading import COUNTED_FOR, NETWORK
from luotsi.demo.releases.loading import unpacked
from luotsi.orgs.models import Organisation, Person, Subject
from luotsi.orgs.operations import found_organisation, give_role
from luotsi.orgs.types import OrganisationKind, Role
from luotsi.register.releases.made import Made
from luotsi.register.releases.operations import approve, propose
from luotsi.register.releases.queries import near

SLUG = "koko-maa"
NAME = Text("Koko maa (simuloitu)", "Hela landet (simulerat)", "Whole country (simulated)")
MONTH = Period.parse("2026-05")
MEASURES = ("activation", "first_discussion_in_time", "long_term", "plan_up_to_date")
_PACKAGED = "releases.json.gz"


def load_country(*, at: datetime) -> None:
    """Found what stands for the country, and release its month; once."""
    if Organisation.objects.filter(slug=SLUG).exists():
        return
    country = found(Organisation.objects.get(slug=NETWORK), at=at)
    person = Person.objects.get(name=COUNTED_FOR, is_demo=True)
    give_role(person=person, organisation=country, role=Role.APPROVER, actor=None, at=at)
    for made in packaged():
        known = tuple(sorted(one.pk for one in near(made.month, country)))
        release = propose(owner=country, made=replace(made, against=known), actor=None, at=at)
        approve(release=release, actor=person, at=at)


def found(network: Organisation | None = None, *, at: datetime) -> Organisation:
    """Found what stands for the country, its name saying that its figures are of nobody."""
    return found_organisation(
        slug=SLUG,
        name=NAME,
        kind=OrganisationKind.STATE,
        subject=Subject.objects.get(code="SSS"),
        parent=network,
        actor=None,
        at=at,
    )


def packaged() -> list[Made]:
    """Return the packaged month."""
    return list(unpacked(files(__package__).joinpath(_PACKAGED).read_bytes()))
