"""Every write of the room: answers kept, attempts noted, fetches ordered and taken up, connections made."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from luotsi.orgs.models import Organisation, Person
from luotsi.orgs.operations import record
from luotsi.sources.health import Difference
from luotsi.sources.models import OPEN_STATES, Connection, FetchAttempt, FetchOrder, StoredSnapshot
from luotsi.sources.schedule import Every
from luotsi.sources.types import FetchReason, Obstacle, OrderState, Outcome, Snapshot

_NOTHING = Difference(new=0, revised=0, vanished=0, largest_permille=None)
LEASE = timedelta(minutes=10)
"""How long a worker may be silent before it counts as killed: longer than the longest single answer takes."""
MOST_TAKES = 3


class OrderLost(RuntimeError):
    """Another worker has taken up the order; this one leaves it alone."""


class UnableToConnect(ValueError):
    """The connection is not as it was seen, so nothing was changed."""


def keep_snapshot(*, source_key: str, snapshot: Snapshot, at: datetime) -> StoredSnapshot:
    """Keep an answer byte for byte; bytes that the source's newest answer to the same question had are kept once."""
    request = {
        "method": snapshot.request.method,
        "url": snapshot.request.url,
        "body": (snapshot.request.body or b"").decode(),
    }
    newest = StoredSnapshot.objects.filter(source_key=source_key, request=request, fetched_at__lte=at).first()
    if newest is not None and (newest.sha256, newest.status) == (snapshot.sha256, snapshot.status):
        return newest
    kept, _made = StoredSnapshot.objects.get_or_create(
        source_key=source_key,
        fetched_at=snapshot.fetched_at,
        sha256=snapshot.sha256,
        defaults={"request": request, "status": snapshot.status, "body": snapshot.body},
    )
    return kept


def note_answer(
    *,
    source_key: str,
    at: datetime,
    difference: Difference = _NOTHING,
    snapshot: StoredSnapshot | None = None,
) -> FetchAttempt:
    """Note that the source answered, and what was new; the note is the audit line of a fetch."""
    is_changed = bool(difference.new or difference.revised)
    return FetchAttempt.objects.create(
        source_key=source_key,
        started_at=at,
        outcome=Outcome.CHANGED if is_changed else Outcome.UNCHANGED,
        snapshot=snapshot,
        rows_new=difference.new,
        rows_revised=difference.revised,
        largest_permille=difference.largest_permille,
    )


def note_failure(
    *, source_key: str, at: datetime, obstacle: Obstacle, snapshot: StoredSnapshot | None = None
) -> FetchAttempt:
    """Note that nothing was taken from the source, and why; the old figures stand."""
    return FetchAttempt.objects.create(
        source_key=source_key,
        started_at=at,
        outcome=Outcome.FAILED,
        reason=obstacle.reason,
        parameters=dict(obstacle.parameters),
        snapshot=snapshot,
    )


@transaction.atomic
def order_fetch(*, source_key: str, actor: Person | None, at: datetime) -> FetchOrder:
    """Order a fetch; while one is open, it is that one, so that two clicks ask once."""
    orders = FetchOrder.objects.filter(source_key=source_key, state__in=OPEN_STATES)
    found = orders.first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            made = FetchOrder.objects.create(source_key=source_key, ordered_at=at, ordered_by=actor)
    except IntegrityError:
        return orders.get()
    record(kind="sources.fetch.order", thing=made, actor=actor, at=at)
    return made


def take_order(*, at: datetime) -> FetchOrder | None:
    """Take up the order that has waited longest, or one whose worker was killed; None when there is none.

    One that was taken up `MOST_TAKES` times is not tried again: it fails, and says so.
    """
    for one in FetchOrder.objects.filter(_to_be_taken(at)).order_by("ordered_at", "pk"):
        mine = FetchOrder.objects.filter(_to_be_taken(at), pk=one.pk, takes=one.takes)
        if one.takes >= MOST_TAKES:
            with transaction.atomic():
                if mine.update(state=OrderState.FAILED, finished_at=at):
                    obstacle = Obstacle(FetchReason.INTERRUPTED, {"count": one.takes})
                    note_failure(source_key=one.source_key, at=one.started_at or at, obstacle=obstacle)
            continue
        if mine.update(
            state=OrderState.RUNNING,
            takes=one.takes + 1,
            started_at=one.started_at or at,
            lease_until=at + LEASE,
            answers=0,
            questions=0,
        ):
            one.refresh_from_db()
            return one
    return None


def _to_be_taken(at: datetime) -> Q:
    return Q(state=OrderState.QUEUED) | Q(state=OrderState.RUNNING, lease_until__lt=at)


def tell_progress(*, order: FetchOrder, answers: int, questions: int, at: datetime) -> None:
    """Tell how far the fetch has come, and keep it for this worker.

    :raises OrderLost: when another worker has taken it up meanwhile
    """
    _mine(order, lease_until=at + LEASE, answers=answers, questions=questions)


def finish_order(*, order: FetchOrder, is_failed: bool, at: datetime) -> None:
    """Close the order; what came of it stands in the source's attempts.

    :raises OrderLost: when another worker has taken it up meanwhile
    """
    _mine(order, state=OrderState.FAILED if is_failed else OrderState.DONE, finished_at=at)


def give_back(*, order: FetchOrder, at: datetime) -> None:
    """Let another worker take up the order at once, since this one was asked to stop."""
    FetchOrder.objects.filter(pk=order.pk, takes=order.takes, state=OrderState.RUNNING).update(
        state=OrderState.QUEUED, lease_until=at, takes=order.takes - 1
    )


def _mine(order: FetchOrder, **changes: object) -> None:
    still = FetchOrder.objects.filter(pk=order.pk, takes=order.takes, state=OrderState.RUNNING)
    if not still.update(**changes):
        raise OrderLost(f"{order} was taken up by another worker")


@transaction.atomic
def begin_connection(*, owner: Organisation, measure: str, source: str, actor: Person, at: datetime) -> Connection:
    """Begin to connect a measure to a source; nothing is asked before it is saved."""
    made = Connection.objects.create(owner=owner, measure=measure, source=source, changed_at=at, changed_by=actor)
    record(kind="sources.connection.begin", thing=made, actor=actor, at=at, organisation=owner)
    return made


@dataclass(frozen=True, slots=True)
class Step:
    """What one step of connecting found out; None leaves a part as it is."""

    draft: Mapping[str, Any]
    offered: Mapping[str, Any] | None = None
    sample: Snapshot | None = None


@transaction.atomic
def keep_step(*, connection: Connection, seen: int, step: Step, actor: Person, at: datetime) -> None:
    """Keep what was chosen in a step; what is asked meanwhile stays as it was saved.

    :raises UnableToConnect: when somebody else changed it meanwhile
    """
    changes: dict[str, Any] = {"draft": dict(step.draft)}
    if step.offered is not None:
        changes["offered"] = dict(step.offered)
    if step.sample is not None:
        changes["sample"] = keep_snapshot(source_key=connection.key, snapshot=step.sample, at=at)
    _change(connection, seen, actor, at, **changes)


@transaction.atomic
def save_connection(*, connection: Connection, seen: int, every: Every, actor: Person, at: datetime) -> FetchOrder:
    """Ask from now on what was chosen, and order the first fetch.

    :raises UnableToConnect: when somebody else changed it meanwhile
    """
    before = connection.question
    _change(connection, seen, actor, at, question=connection.draft | {"sample": connection.sample_id}, every=every)
    changes = {"question": [before, connection.question], "every": every}
    owner = connection.owner
    record(kind="sources.connection.save", thing=connection, actor=actor, at=at, organisation=owner, changes=changes)
    return order_fetch(source_key=connection.key, actor=actor, at=at)


@transaction.atomic
def remove_connection(*, connection: Connection, seen: int, actor: Person, at: datetime) -> None:
    """Ask no more; the figures that came stay.

    :raises UnableToConnect: when somebody else changed it meanwhile
    """
    _change(connection, seen, actor, at, removed_at=at)
    FetchOrder.objects.filter(source_key=connection.key, state=OrderState.QUEUED).delete()
    record(kind="sources.connection.remove", thing=connection, actor=actor, at=at, organisation=connection.owner)


def _change(connection: Connection, seen: int, actor: Person, at: datetime, **changes: Any) -> None:
    """Change a connection that is as it was seen."""
    mine = Connection.objects.filter(pk=connection.pk, revision=seen, removed_at__isnull=True)
    if not mine.update(**changes, revision=seen + 1, changed_at=at, changed_by=actor):
        raise UnableToConnect("somebody else changed the connection meanwhile")
    connection.refresh_from_db()


@transaction.atomic
def sweep_drafts(*, after: timedelta, at: datetime) -> int:
    """Remove connections that nobody has changed for so long and never saved, with their answers; return how many."""
    begun = Connection.objects.filter(question={}, changed_at__lt=at - after)
    keys = [one.key for one in begun]
    begun.delete()
    StoredSnapshot.objects.filter(source_key__in=keys).delete()
    return len(keys)
