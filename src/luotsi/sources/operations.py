"""Every write of the room: answers kept, attempts noted, meanings of columns saved."""

from datetime import datetime

from django.db import transaction

from luotsi.orgs.models import Organisation, Person
from luotsi.orgs.operations import record
from luotsi.sources.health import Difference
from luotsi.sources.mapping import ColumnMapping
from luotsi.sources.models import ColumnProfile, FetchAttempt, StoredSnapshot
from luotsi.sources.types import Obstacle, Outcome, Snapshot

_NOTHING = Difference(new=0, revised=0, vanished=0, largest_permille=None)


class UnableToSave(ValueError):
    """A column profile cannot be saved as asked."""


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
def save_column_profile(
    *,
    owner: Organisation,
    name: str,
    mapping: ColumnMapping,
    actor: Person | None,
    at: datetime,
    address: str = "",
) -> ColumnProfile:
    """Save what the columns of a table mean, in place of what was saved under the name before.

    :raises UnableToSave: when the name is empty or the address does not begin with https
    """
    name = " ".join(name.split())
    if not name or (address and not address.startswith("https://")):
        raise UnableToSave("give the table a name, and an address that begins with https or none")
    before = ColumnProfile.objects.filter(owner=owner, name=name).first()
    saved = {"address": address, "mapping": mapping.as_dict()}
    profile, _made = ColumnProfile.objects.update_or_create(owner=owner, name=name, defaults=saved | {"saved_at": at})
    changes = {key: [getattr(before, key) if before else None, value] for key, value in saved.items()}
    record(kind="sources.column_profile.save", thing=profile, actor=actor, at=at, organisation=owner, changes=changes)
    return profile
