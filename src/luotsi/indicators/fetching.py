"""Fetches that were ordered: taking them up one after another, and what comes of each; a killed one repeats nothing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from luotsi.indicators import connected, statfin
from luotsi.indicators.revisions import TakenIn, difference_since
from luotsi.sources.models import FetchAttempt, FetchOrder
from luotsi.sources.operations import (
    OrderLost,
    finish_order,
    give_back,
    note_answer,
    note_failure,
    order_fetch,
    take_order,
    tell_progress,
)
from luotsi.sources.outbound import Outbound
from luotsi.sources.types import Telling, UnableToFetch, UnableToRead, tell_nobody

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class CarriedOut:
    """An order with what came of it; no attempt where another worker has taken it up meanwhile."""

    order: FetchOrder
    attempt: FetchAttempt | None


def order_due(*, at: datetime) -> list[FetchOrder]:
    """Order a fetch of every source whose turn it is."""
    due = [statfin.SOURCE_KEY] if statfin.is_configured() and statfin.next_turn(at=at).is_due else []
    due += [one.key for one in connected.active() if connected.next_turn(one, at=at).is_due]
    return [order_fetch(source_key=key, actor=None, at=at) for key in due]


def take_in(source_key: str, way: Outbound, *, at: datetime, tell: Telling = tell_nobody) -> TakenIn:
    """Ask a source and publish what is new.

    :raises UnableToFetch: when the source gave no answer; the old values stand
    :raises UnableToRead: when an answer cannot be read whole; the old values stand
    """
    if source_key == statfin.SOURCE_KEY:
        return statfin.take_in(way, statfin.TABLE, statfin.wanted(None, at=at), at=at, tell=tell)
    return connected.take_in(source_key, way, at=at, tell=tell)


def fetch_now(source_key: str, way: Outbound, *, at: datetime, tell: Telling = tell_nobody) -> FetchAttempt:
    """Fetch without an order, and note what came of it.

    :raises UnableToFetch: when the source gave no answer; the old values stand
    :raises UnableToRead: when an answer cannot be read whole; the old values stand
    """
    try:
        taken = take_in(source_key, way, at=at, tell=tell)
    except (UnableToFetch, UnableToRead) as fault:
        note_failure(source_key=source_key, at=at, obstacle=fault.obstacle)
        raise
    difference = difference_since(source_key, at)
    return note_answer(source_key=source_key, at=at, difference=difference, snapshot=taken.snapshot)


def carry_out_orders(*, way: Outbound, clock: Clock) -> Iterator[CarriedOut]:
    """Take up every order that waits, one at a time, and tell of each when it is done."""
    while (order := take_order(at=clock())) is not None:
        yield CarriedOut(order, carry_out(order=order, way=way, clock=clock))


def carry_out(*, order: FetchOrder, way: Outbound, clock: Clock) -> FetchAttempt | None:
    """Fetch what was ordered, and note what came of it in the moment in which the order closes.

    A worker killed before that moment has changed figures at most: whoever takes up the order asks again, stores only
    what differs, and notes everything that has come since the order was first taken up.
    """
    assert order.started_at is not None

    def tell(answers: int, questions: int) -> None:
        tell_progress(order=order, answers=answers, questions=questions, at=clock())

    try:
        taken = take_in(order.source_key, way, at=clock(), tell=tell)
    except OrderLost:
        return None
    except (KeyboardInterrupt, SystemExit):
        give_back(order=order, at=clock())
        raise
    except (UnableToFetch, UnableToRead) as fault:
        return _closed(order, clock(), fault)
    return _closed(order, clock(), taken)


def _closed(order: FetchOrder, at: datetime, came: TakenIn | UnableToFetch | UnableToRead) -> FetchAttempt | None:
    key, started_at = order.source_key, order.started_at
    assert started_at is not None
    try:
        with transaction.atomic():
            finish_order(order=order, is_failed=not isinstance(came, TakenIn), at=at)
            if isinstance(came, TakenIn):
                difference = difference_since(key, started_at)
                return note_answer(source_key=key, at=started_at, difference=difference, snapshot=came.snapshot)
            return note_failure(source_key=key, at=started_at, obstacle=came.obstacle)
    except OrderLost:
        return None
