"""Reads about sources: their attempts and orders, newest first, and the answers kept."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import F, QuerySet, Window
from django.db.models.functions import Length, RowNumber

from luotsi.orgs.models import Organisation
from luotsi.sources.models import Connection, FetchAttempt, FetchOrder, StoredSnapshot
from luotsi.sources.types import Attempt, Request, Snapshot

REMEMBERED = 50
"""Attempts that schedule and health look back on."""


def attempts_of(source_key: str) -> tuple[Attempt, ...]:
    """Return the last attempts at a source, newest first."""
    return attempts_of_each([source_key])[source_key]


def attempts_of_each(source_keys: Iterable[str]) -> dict[str, tuple[Attempt, ...]]:
    """Return the last attempts at each source, newest first, in one query."""
    keys = list(source_keys)
    newest_first = Window(RowNumber(), partition_by=F("source_key"), order_by=F("started_at").desc())
    rows = FetchAttempt.objects.filter(source_key__in=keys).annotate(place=newest_first).filter(place__lte=REMEMBERED)
    found: dict[str, list[Attempt]] = defaultdict(list)
    for row in rows.order_by("-started_at"):
        found[row.source_key].append(row.attempt)
    return {key: tuple(found[key]) for key in keys}


def snapshots_of(source_key: str) -> QuerySet[StoredSnapshot]:
    """Return the answers kept of a source, newest first, with their size in `size` and without their bytes."""
    return StoredSnapshot.objects.filter(source_key=source_key).defer("body").annotate(size=Length("body"))


def snapshot_of(kept: StoredSnapshot) -> Snapshot:
    """Return an answer that was kept, as it came."""
    asked = kept.request
    request = Request(asked["method"], asked["url"], asked["body"].encode() or None)
    return Snapshot(request, kept.status, bytes(kept.body), kept.sha256, kept.fetched_at)


def orders_of_each(source_keys: Iterable[str]) -> dict[str, FetchOrder]:
    """Return the newest order of each source that has one, in one query."""
    rows = FetchOrder.objects.filter(source_key__in=list(source_keys)).order_by("ordered_at", "pk")
    return {row.source_key: row for row in rows}


def connections_of(owner: Organisation) -> dict[str, Connection]:
    """Return an organisation's saved connections by the key of their series."""
    saved = Connection.objects.filter(owner=owner, removed_at__isnull=True).exclude(question={})
    return {one.key: one for one in saved.select_related("owner__subject")}


def drafts_of(owner: Organisation) -> list[Connection]:
    """Return the connections that somebody has begun and nobody saved."""
    return list(Connection.objects.filter(owner=owner, removed_at__isnull=True, question={}).select_related("owner"))
