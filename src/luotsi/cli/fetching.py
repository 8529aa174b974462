"""Fetching open figures from their source."""

import click

from luotsi.cli.installation import now, start_with_database
from luotsi.cli.outcomes import SourceUnavailable
from luotsi.core.periods import Period, PeriodError, PeriodKind
from luotsi.sources.types import UnableToFetch, UnableToRead


def _month(context: click.Context, parameter: click.Parameter, value: str | None) -> Period | None:
    if value is None:
        return None
    try:
        period = Period.parse(value)
    except PeriodError as fault:
        raise click.BadParameter("write a month such as 2026-06") from fault
    if period.kind is not PeriodKind.MONTH:
        raise click.BadParameter("write a month such as 2026-06")
    return period


@click.command()
@click.argument("source", type=click.Choice(["statfin"]), default="statfin")
@click.option("--since", metavar="MONTH", callback=_month, help="First month to ask; without it the first missing one.")
@click.option("--dry-run", is_flag=True, help="Show what would be asked, and ask nothing.")
def fetch(source: str, since: Period | None, dry_run: bool) -> None:
    """Fetch new figures from an open source and store what is new or revised.

    The answer is kept byte for byte. It is taken in whole or not at all: when the source is slow, changed or gone, the
    old values stand and the exit code is 3.
    """
    start_with_database()
    from luotsi.indicators import statfin

    at = now()
    what = statfin.wanted(since, at=at)
    if dry_run:
        click.echo(f"Table     {statfin.TABLE.url}")
        click.echo(f"Places    {len(what.places)}: the whole country and the municipalities")
        click.echo(f"Contents  {', '.join(what.contents)}")
        click.echo(f"Periods   every month published from {what.since.name} on")
        click.echo("Limits    asked of the interface first; the questions are split to stay within them")
        return
    click.echo("Asking StatFin; this can take minutes.")
    try:
        run = statfin.fetch(statfin.outbound(), statfin.TABLE, what, at=at)
    except (UnableToFetch, UnableToRead) as fault:
        raise SourceUnavailable(f"Nothing was fetched. {fault}") from fault
    click.echo(f"{run.rows_written} new or changed values were stored.")
