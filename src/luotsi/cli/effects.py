"""Effects of services from the terminal: matched and proposed, approved, returned."""

from typing import TYPE_CHECKING

import click

from luotsi.cli.comparing import register
from luotsi.cli.installation import now, start_with_database
from luotsi.cli.outcomes import refusing, there
from luotsi.cli.register import sealed_folder
from luotsi.cli.releasing import AS, ORGANISATION, owner_of, person_of
from luotsi.core.periods import Period, PeriodError, PeriodKind

if TYPE_CHECKING:
    from luotsi.register.models import EffectRelease

__all__ = ["register"]


def _year(context: click.Context, parameter: click.Parameter, value: str) -> Period:
    try:
        period = Period.parse(value)
    except PeriodError as fault:
        raise click.BadParameter("write a year such as 2025") from fault
    if period.kind is not PeriodKind.YEAR:
        raise click.BadParameter("write a year such as 2025")
    return period


YEAR = click.argument("year", metavar="YEAR", callback=_year)


@register.group()
def effects() -> None:
    """Tell what services give: participants against others like them.

    Compared are those who began a service in a year. Nothing is shown to anybody before it is approved.
    """


@effects.command()
@YEAR
@ORGANISATION
@click.option("--as", "email", metavar="EMAIL", help="Who proposes.")
def propose(year: Period, slug: str, email: str | None) -> None:
    """Compare those who began a service in the year, and leave the effects for somebody to approve.

    Groups that are too small, or that others would give away, stay silent.
    """
    start_with_database()
    from luotsi.config import environment
    from luotsi.register.effects.measuring import make_effects
    from luotsi.register.effects.operations import propose_effects
    from luotsi.register.releases.queries import area_of_owner
    from luotsi.register.releases.types import UnableToRelease
    from luotsi.register.types import UnableToCalculate

    owner, sealed = owner_of(slug), sealed_folder()[0]
    actor = None if email is None else person_of(email)
    engine = environment.text("LUOTSI_REGISTER_ENGINE")
    with refusing("Nothing was proposed.", UnableToRelease, UnableToCalculate, environment.BadSetting):
        address = environment.register_address(engine)
        made = make_effects(sealed, year, area=area_of_owner(owner), engine=engine, address=address)
        proposed = propose_effects(owner=owner, made=made, actor=actor, at=now())
    for one in made.effects:
        name = f"{one.service or 'all services'}, {one.outcome} after {one.months} months"
        click.echo(f"{name:<58}{_told(one.difference_permille, one.low_permille, one.high_permille)}")
    command = f"luotsi register effects approve {year.name} --organisation {slug} --as EMAIL"
    click.echo(f"Version {proposed.version} waits for approval: {command}")


def _told(difference: int | None, low: int | None, high: int | None) -> str:
    if difference is None or low is None or high is None:
        return "silent"
    return f"{difference / 10:+.1f} points ({low / 10:+.1f} to {high / 10:+.1f})"


@effects.command()
@YEAR
@ORGANISATION
@AS
def approve(year: Period, slug: str, email: str) -> None:
    """Let the proposed effects of a year out; the organisation's measures get them."""
    start_with_database()
    from luotsi.indicators.registered.operations import approve_effect_release
    from luotsi.register.releases.types import UnableToRelease

    waiting = _waiting(slug, year)
    with refusing("Nothing was approved.", UnableToRelease):
        run = approve_effect_release(release=waiting, actor=person_of(email), at=now())
    click.echo(f"Effects of {year.name} are out; measures got {run.rows_written} values.")


@effects.command("return")
@YEAR
@ORGANISATION
@AS
@click.option("--note", required=True, help="What is wrong.")
def return_to_maker(year: Period, slug: str, email: str, note: str) -> None:
    """Give the proposed effects of a year back; nothing of them is shown."""
    start_with_database()
    from luotsi.register.effects.operations import return_effects
    from luotsi.register.releases.types import UnableToRelease

    waiting = _waiting(slug, year)
    with refusing("Nothing was returned.", UnableToRelease):
        return_effects(release=waiting, note=note, actor=person_of(email), at=now())
    click.echo(f"Effects of {year.name} were returned.")


def _waiting(slug: str, year: Period) -> "EffectRelease":
    from luotsi.register.effects.queries import effect_releases_of
    from luotsi.register.releases.types import ReleaseState

    found = effect_releases_of(owner_of(slug)).filter(year=year.year, state=ReleaseState.PROPOSED).first()
    return there(found, f"No effects of {year.name} wait for approval.")
