"""Fetching open figures from their source."""

from typing import Any

import click

from luotsi.cli.boundaries import fetch_boundaries
from luotsi.cli.installation import now, start_with_database
from luotsi.cli.outcomes import Refused, SourceUnavailable
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
@click.argument("source", default="statfin")
@click.option("--since", metavar="MONTH", callback=_month, help="First month to ask; without it the first missing one.")
@click.option("--dry-run", is_flag=True, help="Show what would be asked, and ask nothing.")
def fetch(source: str, since: Period | None, dry_run: bool) -> None:
    """Fetch new figures from an open source and store what is new or revised.

    SOURCE is statfin, the key of a connection as its page tells it, such as kela-c3, or boundaries: the borders of the
    municipalities on maps. The answer is kept byte for
    byte. It is taken in whole or not at all: when the source is slow, changed or gone, the old values stand and the
    exit code is 3.
    """
    start_with_database()
    if source == "boundaries":
        fetch_boundaries(at=now(), dry_run=dry_run)
        return
    from luotsi.indicators import connected, statfin
    from luotsi.indicators.fetching import fetch_now

    at = now()
    key = statfin.SOURCE_KEY if source == "statfin" else source
    if key != statfin.SOURCE_KEY:
        connection = connected.find_connection(key)
        if connection is None or not connection.question:
            known = ", ".join(["statfin", *(one.key for one in connected.saved())])
            raise Refused(f"There is no source {source!r}. There are: {known}.")
        if dry_run:
            click.echo(f"Asks for {connected.measure_of(connection)} of {connection.owner}: {connection.question}")
            return
    what = statfin.wanted(since, at=at)
    if dry_run:
        click.echo(f"Table     {statfin.TABLE.url}")
        click.echo(f"Places    {len(what.places)}: the whole country and the municipalities")
        click.echo(f"Contents  {', '.join(what.contents)}")
        click.echo(f"Periods   every month published from {what.since.name} on")
        click.echo("Limits    asked of the interface first; the questions are split to stay within them")
        return
    way = statfin.outbound()
    try:
        with _Progress() as bar:
            if key == statfin.SOURCE_KEY and since is not None:
                written = statfin.fetch(way, statfin.TABLE, what, at=at, tell=bar.tell).rows_written
            else:
                attempt = fetch_now(key, way, at=at, tell=bar.tell)
                written = attempt.rows_new + attempt.rows_revised
    except (UnableToFetch, UnableToRead) as fault:
        raise SourceUnavailable(f"Nothing was fetched. {fault}") from fault
    click.echo(f"{written} new or changed values were stored.")


class _Progress:
    """A bar that begins when it is known how many questions there are."""

    def __init__(self) -> None:
        self.bar: Any = None

    def __enter__(self) -> "_Progress":
        click.echo("Asking the source for its limits and what it has.")
        return self

    def tell(self, answers: int, questions: int) -> None:
        """Move on to the answer that has come."""
        if self.bar is None:
            self.bar = click.progressbar(length=questions, label="Asking", show_pos=True)
            self.bar.render_progress()
        self.bar.update(answers - self.bar.pos)

    def __exit__(self, *_fault: object) -> None:
        if self.bar is not None:
            self.bar.render_finish()
