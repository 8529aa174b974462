"""The first organisations and people of an installation; later ones too."""

import click

from luotsi.cli.installation import now, start_with_database
from luotsi.cli.outcomes import Refused
from luotsi.orgs.types import OrganisationKind, Role


@click.command()
@click.argument("slug")
@click.option("--name", required=True, help="Name in Finnish.")
@click.option("--name-sv", default="", help="Name in Swedish.")
@click.option("--name-en", default="", help="Name in English.")
@click.option("--kind", required=True, type=click.Choice([one.value for one in OrganisationKind]), help="What it is.")
@click.option(
    "--place",
    metavar="CODE",
    help="Whose figures are its own: TA36 an employment area, KU740 a municipality. Without it, its own alone.",
)
@click.option("--parent", metavar="SLUG", help="The organisation it is a part of.")
def organisation(
    slug: str, name: str, name_sv: str, name_en: str, kind: str, place: str | None, parent: str | None
) -> None:
    """Found an organisation; its pages stand at /SLUG/."""
    start_with_database()
    from luotsi.core.text import Text
    from luotsi.orgs.models import Organisation, Subject
    from luotsi.orgs.operations import UnableToFound, found_organisation

    subject = Subject.objects.filter(code=place).first()
    if place and subject is None:
        raise Refused(f"There is no place {place!r}. Run `luotsi migrate` if places are missing.")
    above = Organisation.objects.filter(slug=parent).first()
    if parent and above is None:
        raise Refused(f"There is no organisation {parent!r}.")
    try:
        found = found_organisation(
            slug=slug,
            name=Text(name, name_sv, name_en),
            kind=OrganisationKind(kind),
            parent=above,
            subject=subject,
            actor=None,
            at=now(),
        )
    except UnableToFound as fault:
        raise Refused(f"The organisation was not founded: {fault}.") from fault
    click.echo(f"{found} was founded; its pages stand at /{found.slug}/.")


@click.command()
@click.argument("email")
@click.option("--name", required=True, help="Name as colleagues see it.")
@click.option("--organisation", "slug", required=True, metavar="SLUG", help="The organisation the person works for.")
@click.option("--role", required=True, type=click.Choice([one.value for one in Role]), help="What the person may do.")
@click.password_option(help="Asked for when it is not given, which keeps it out of the shell's history.")
def person(email: str, name: str, slug: str, role: str, password: str) -> None:
    """Make a person who can sign in, with a role in an organisation."""
    start_with_database()
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email
    from django.db import transaction
    from django.utils import translation

    from luotsi.orgs.models import Organisation, Person
    from luotsi.orgs.operations import give_role, register_person

    owner = Organisation.objects.filter(slug=slug).first()
    if owner is None:
        raise Refused(f"There is no organisation {slug!r}. Found it with `luotsi organisation`.")
    if Person.objects.filter(email__iexact=email).exists():
        raise Refused(f"{email} can sign in already.")
    try:
        validate_email(email)
        validate_password(password, Person(email=email, name=name))
    except ValidationError as fault:
        with translation.override("en"):
            raise Refused(" ".join(fault.messages)) from fault
    at = now()
    with transaction.atomic():
        made = register_person(email=email, name=name, password=password, actor=None, at=at)
        give_role(person=made, organisation=owner, role=Role(role), actor=None, at=at)
    click.echo(f"{name} can sign in as {email.lower()}.")
