"""What an installation does by itself each day."""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta

import click

from luotsi.cli.installation import now, start_with_database
from luotsi.sources.types import UnableToFetch, UnableToRead

PAUSE_SECONDS = 300
KILLED_AFTER = timedelta(hours=2)


@click.command()
@click.option("--once", is_flag=True, help="Do the day's work now and stop.")
def worker(once: bool) -> None:
    """Do the daily work: remove what killed imports left, fetch due figures, judge every measure anew, send mail.

    Runs at once, then whenever a source is due, and the rest when a new day has begun in Helsinki. Every part can be
    repeated without harm.
    """
    start_with_database()
    done_on = None
    while True:
        at = now()
        today = _helsinki_day(at)
        for line in _work(at, is_new_day=done_on != today):
            click.echo(f"{at:%Y-%m-%d %H:%M} UTC  {line}")
        done_on = today
        if once:
            return
        time.sleep(PAUSE_SECONDS)


def _helsinki_day(at: datetime) -> str:
    from luotsi.indicators.queries import HELSINKI

    return at.astimezone(HELSINKI).date().isoformat()


def _work(at: datetime, *, is_new_day: bool) -> Iterator[str]:
    """Do what is to be done now, the daily part once a day, and tell of each."""
    from luotsi.indicators.ingest import sweep
    from luotsi.indicators.judging import judge_all
    from luotsi.indicators.statfin import next_turn

    if is_new_day:
        yield f"removed what {sweep(started_before=at - KILLED_AFTER)} killed runs left"
    if is_new_day or next_turn(at=at).is_due:
        yield _fetch_due(at)
    if is_new_day:
        yield f"judged every measure: {judge_all(at=at)} statuses changed"
    yield from _post(at, is_new_day=is_new_day)


def _post(at: datetime, *, is_new_day: bool) -> Iterator[str]:
    """Ask for values that are late, once a day, and send what waits in the outbox, if the installation sends mail."""
    from django.conf import settings

    from luotsi.indicators.entry.operations import deliver_mail, remind
    from luotsi.web.desk.entry_addresses import entry_address

    if not settings.SENDS_MAIL:
        return
    if is_new_day:
        yield f"asked for {remind(address_of=entry_address, at=at)} late values"
    sent, failed = deliver_mail(at=at)
    if sent or failed:
        yield f"sent {sent} messages, {failed} failed"


def _fetch_due(at: datetime) -> str:
    """Fetch when the next month should be out and the source's rhythm says so; tell what came of it."""
    from luotsi.indicators import statfin

    when = statfin.next_turn(at=at)
    if not when.is_due:
        return f"StatFin: asked next after {when.at:%Y-%m-%d %H:%M}"
    try:
        run = statfin.fetch(statfin.outbound(), statfin.TABLE, statfin.wanted(None, at=at), at=at)
    except (UnableToFetch, UnableToRead) as fault:
        return f"StatFin: {fault}"
    return f"StatFin: {run.rows_written} new or changed values"
