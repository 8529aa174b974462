"""Reads about sources: their attempts, newest first."""

from luotsi.sources.models import FetchAttempt
from luotsi.sources.types import Attempt

REMEMBERED = 50
"""Attempts that schedule and health look back on."""


def attempts_of(source_key: str) -> tuple[Attempt, ...]:
    """Return the last attempts at a source, newest first."""
    rows = FetchAttempt.objects.filter(source_key=source_key).order_by("-started_at")[:REMEMBERED]
    return tuple(row.attempt for row in rows)
