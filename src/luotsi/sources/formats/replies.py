"""What the status of an answer means before anything in it is read."""

from collections.abc import Mapping

from luotsi.sources.types import FetchReason, Snapshot, UnableToFetch

STATUSES: Mapping[int, FetchReason] = {
    401: FetchReason.FORBIDDEN,
    403: FetchReason.FORBIDDEN,
    404: FetchReason.NOT_FOUND,
    429: FetchReason.TOO_MANY_CALLS,
    503: FetchReason.BUSY,
}


def body_of(snapshot: Snapshot, statuses: Mapping[int, FetchReason] = STATUSES) -> bytes:
    """Return the bytes of an answer.

    :raises UnableToFetch: when the status is not 200, for the reason that the interface gives it
    """
    if snapshot.status != 200:
        raise UnableToFetch(statuses.get(snapshot.status, FetchReason.OTHER_STATUS), status=snapshot.status)
    return snapshot.body
