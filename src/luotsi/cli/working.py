"""What an installation does by itself: fetches that were ordered, as soon as they are, and the work of each day."""

import os
import signal
import time
from collections.abc import Iterator
from datetime import datetime, timedelta

import click

from luotsi.cli.installation import now, start_with_database

LOOK_SECONDS = 2
"""Between two looks for a fetch that somebody ordered."""
DUE_EVERY = timedelta(minutes=5)
ABANDONED_AFTER = timedelta(days=7)


@click.command()
@click.option("--once", is_flag=True, help="Do what there is to do now and stop.")
@click.option("--only-ordered", is_flag=True, help="Only fetch what people order; leave the daily work to another one.")
@click.option("--beside", type=int, hidden=True, help="Stop when this process is no longer the one that started it.")
def worker(once: bool, only_ordered: bool, beside: int | None) -> None:
    """Fetch what is ordered or due, and do the daily work: judge every measure anew, remind, send mail, sweep.

    Ordered fetches begin within seconds, due ones within minutes, the rest when a new day has begun in Helsinki. Every
    part can be repeated without harm; a worker that is killed leaves its fetch to the next one.
    """
    signal.signal(signal.SIGTERM, _stop)
    start_with_database()
    done_on, looked_at = "", datetime.min.replace(tzinfo=now().tzinfo)
    while beside in {None, os.getppid()}:
        at = now()
        today = _helsinki_day(at)
        if not only_ordered and (done_on != today or at - looked_at >= DUE_EVERY):
            _tell(_work(at, is_new_day=done_on != today))
            done_on, looked_at = today, at
        _tell(_fetch_ordered())
        if once:
            return
        time.sleep(LOOK_SECONDS)


def _stop(_signal: int, _frame: object) -> None:
    raise SystemExit(0)


def _tell(lines: Iterator[str]) -> None:
    for line in lines:
        click.echo(f"{now():%Y-%m-%d %H:%M} UTC  {line}")


def _helsinki_day(at: datetime) -> str:
    from luotsi.indicators.queries import HELSINKI

    return at.astimezone(HELSINKI).date().isoformat()


def _work(at: datetime, *, is_new_day: bool) -> Iterator[str]:
    """Do what is to be done now, the daily part once a day, and tell of each."""
    from luotsi.indicators.fetching import order_due
    from luotsi.indicators.judging import judge_all

    if is_new_day:
        yield from _sweep(at)
    ordered = order_due(at=at)
    if ordered or is_new_day:
        yield f"ordered {len(ordered)} fetches that are due"
    yield from _fetch_ordered()
    if is_new_day:
        yield f"judged every measure: {judge_all(at=at)} statuses changed"
    yield from _post(at, is_new_day=is_new_day)


def _sweep(at: datetime) -> Iterator[str]:
    """Remove tables that nobody mapped, and connections that nobody finished."""
    from django.conf import settings

    from luotsi.files.uploads import sweep_waiting
    from luotsi.sources.operations import sweep_drafts

    tables = sweep_waiting(settings.WAITING_ROOT, before=at - ABANDONED_AFTER)
    drafts = sweep_drafts(after=ABANDONED_AFTER, at=at)
    if tables or drafts:
        yield f"removed {tables} tables that nobody mapped and {drafts} connections that nobody finished"


def _fetch_ordered() -> Iterator[str]:
    """Carry out the fetches that wait, one after another."""
    from luotsi.indicators.fetching import carry_out_orders
    from luotsi.indicators.statfin import outbound

    for done in carry_out_orders(way=outbound(), clock=now):
        yield f"{done.order.source_key}: {_came_of(done.attempt)}"


def _came_of(attempt: object) -> str:
    from luotsi.sources.models import FetchAttempt

    if not isinstance(attempt, FetchAttempt):
        return "another worker has taken it up"
    obstacle = attempt.attempt.obstacle
    if obstacle is not None:
        return str(obstacle)
    return f"{attempt.rows_new} new values, {attempt.rows_revised} revised"


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
