"""The whole way to a table's figures: limits, metadata, questions, answers; storing them is left to the measures."""

from dataclasses import dataclass
from datetime import datetime

from luotsi.sources.connectors import pxweb
from luotsi.sources.outbound import Outbound
from luotsi.sources.types import ReadAnswer, Snapshot


@dataclass(frozen=True, slots=True)
class Asked:
    """One answer with the bytes it was read from."""

    snapshot: Snapshot
    answer: ReadAnswer


def ask_pxweb(outbound: Outbound, address: pxweb.TableAddress, wanted: pxweb.Wanted, *, at: datetime) -> list[Asked]:
    """Return every answer that together holds what is wanted, or none of them.

    :raises UnableToFetch: when one question got no answer
    :raises UnableToRead: when the table lacks what is wanted, or one answer cannot be read whole
    """
    config = pxweb.config_request(address.base_url, address.language)
    limits = outbound.limits = pxweb.read_config(outbound.fetch(config, at=at))
    metadata = pxweb.read_metadata(outbound.fetch(pxweb.metadata_request(address), at=at))
    asked = []
    for query in pxweb.queries(address, metadata, wanted, limits):
        snapshot = outbound.fetch(query.request, at=at)
        asked.append(Asked(snapshot, pxweb.read(snapshot, query)))
    return asked
