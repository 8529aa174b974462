"""Releases of the client register from the terminal: proposed, listed, approved, returned."""

from typing import TYPE_CHECKING

import click

from luotsi.cli.installation import now, start_with_database
from luotsi.cli.outcomes import Refused, refusing, there
from luotsi.cli.register import month_option, register, sealed_folder
from luotsi.core.periods import Period

if TYPE_CHECKING:
    from luotsi.orgs.models import Organisation, Person
    from luotsi.register.models import Release

__all__ = ["register"]
ORGANISATION = click.option("--organisation", "slug", required=True, metavar="SLUG", help="Whose figures they are.")
MONTH = click.argument("month", metavar="MONTH", callback=month_option)
AS = click.option("--as", "email", required=True, metavar="EMAIL", help="Who decides.")


@register.command()
@MONTH
@ORGANISATION
@click.option("--measure", "measures", multiple=True, help="Only this measure; can be given many times.")
@click.option("--as", "email", metavar="EMAIL", help="Who proposes.")
def release(month: Period, slug: str, measures: tuple[str, ...], email: str | None) -> None:
    """Protect the counted figures of a month, and leave them for somebody to approve.

    Small numbers are hidden, and so is what would give them away, earlier releases taken into account. Nothing is shown
    to anybody before `luotsi register approve`. A run that is killed leaves everything as it was.
    """
    start_with_database()
    from luotsi.register.releases.making import make
    from luotsi.register.releases.operations import propose
    from luotsi.register.releases.queries import area_of_owner, earlier_of
    from luotsi.register.releases.types import UnableToRelease
    from luotsi.register.types import UnableToCalculate

    owner, sealed = owner_of(slug), sealed_folder()[0]
    actor = None if email is None else person_of(email)
    with refusing("Nothing was proposed.", UnableToRelease, UnableToCalculate):
        area = area_of_owner(owner)
        made = make(sealed, month, area=area, earlier=earlier_of(month, owner), measures=measures)
        proposed = propose(owner=owner, made=made, actor=actor, at=now())
    if made.left_out:
        click.echo(f"Left out, since what is out already would give small numbers away: {', '.join(made.left_out)}.")
        click.echo("Release the oldest month first, so that nothing has to be left out.")
    for measure, told in proposed.hidden.items():
        hidden = told["small"] + told["further"]
        click.echo(f"{measure:<26}{told['cells']:>8} figures{hidden:>8} hidden")
    click.echo(f"{proposed} waits for approval: luotsi register approve {month.name} --organisation {slug} --as EMAIL")


@register.command()
@MONTH
@ORGANISATION
@AS
def approve(month: Period, slug: str, email: str) -> None:
    """Let the proposed figures of a month out; the organisation's measures get them."""
    start_with_database()
    from luotsi.indicators.registered.operations import approve_release
    from luotsi.register.releases.types import UnableToRelease

    waiting = _waiting(slug, month)
    with refusing("Nothing was approved.", UnableToRelease):
        run = approve_release(release=waiting, actor=person_of(email), at=now())
    click.echo(f"{waiting} is out; measures got {run.rows_written} values.")


@register.command("return")
@MONTH
@ORGANISATION
@AS
@click.option("--note", required=True, help="What is wrong.")
def return_to_maker(month: Period, slug: str, email: str, note: str) -> None:
    """Give the proposed figures of a month back; nothing of them is shown."""
    start_with_database()
    from luotsi.register.releases.operations import return_
    from luotsi.register.releases.types import UnableToRelease

    waiting = _waiting(slug, month)
    with refusing("Nothing was returned.", UnableToRelease):
        return_(release=waiting, note=note, actor=person_of(email), at=now())
    click.echo(f"{waiting} was returned.")


@register.command()
def attack() -> None:
    """Try to work out what is hidden from everything that is out, effects too; refused where it can be done."""
    start_with_database()
    from luotsi.register.effects.attacking import attack_effects
    from luotsi.register.effects.queries import all_effects_out
    from luotsi.register.releases.attacking import attack_releases
    from luotsi.register.releases.queries import all_out
    from luotsi.register.releases.types import UnableToRelease

    releases, years = all_out(), all_effects_out()
    given = [one for versions in years for one in attack_effects(versions)]
    if given:
        raise Refused(f"{len(given)} groups of fewer than five can be told from effects, the first {given[0].name}.")
    with refusing("The attack could not be tried.", UnableToRelease):
        found = attack_releases(sealed_folder()[0], releases)
    if found:
        raise Refused(f"{len(found)} hidden numbers can be told too closely, the first {found[0].name}.")
    click.echo(f"Nothing that {len(releases) + sum(map(len, years))} releases hide can be told.")


def _waiting(slug: str, month: Period) -> "Release":
    from luotsi.register.releases.queries import waiting

    found = waiting(owner_of(slug)).filter(month_name=month.name).first()
    return there(found, f"No release of {month.name} waits for approval.")


def owner_of(slug: str) -> "Organisation":
    """Return the organisation, or refuse."""
    from luotsi.orgs.models import Organisation

    found = Organisation.objects.select_related("subject").filter(slug=slug).first()
    return there(found, f"There is no organisation {slug!r}.")


def person_of(email: str) -> "Person":
    """Return the person, or refuse."""
    from luotsi.orgs.models import Person

    found = Person.objects.filter(email__iexact=email, is_active=True).first()
    return there(found, f"There is no person {email!r}.")
