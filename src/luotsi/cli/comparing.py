"""What comparisons stand on, from the terminal: shared references and the peers of a council term."""

import click

from luotsi.cli.installation import now, start_with_database
from luotsi.cli.outcomes import refusing
from luotsi.cli.register import month_option
from luotsi.cli.releasing import register
from luotsi.core.periods import Period

__all__ = ["register"]
MONTH = click.argument("month", metavar="MONTH", callback=month_option)


@register.command()
@MONTH
def reference(month: Period) -> None:
    """Add up the released figures of the areas that share them, to compare with; a month's reference is made once."""
    start_with_database()
    from luotsi.comparison.operations import make_reference
    from luotsi.comparison.types import UnableToShare

    with refusing("No reference was made.", UnableToShare):
        made = make_reference(month=month, area=None, actor=None, at=now())
    click.echo(f"The reference of {made} is made of {made.parts.count()} releases.")


@register.command()
@MONTH
def peers(month: Period) -> None:
    """Choose each municipality's peers for the council term of a month, by the published figures of the month."""
    start_with_database()
    from luotsi.comparison.operations import freeze_peers
    from luotsi.comparison.types import UnableToShare

    with refusing("No peers were chosen.", UnableToShare):
        count = freeze_peers(month=month, actor=None, at=now())
    click.echo(f"{count} municipalities have their peers for the term." if count else "All have their peers already.")
