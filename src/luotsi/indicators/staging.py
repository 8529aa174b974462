"""The statements that carry a million observations: rows under a run, and from there into the current table.

Written as SQL since the framework makes an object of every row; the tables are those of `models`.
"""

from collections.abc import Iterable
from itertools import islice
from typing import Any

from django.db import connection, transaction

_BATCH = 20_000


Row = tuple[Any, ...]
"""One observation in the order of the columns below; moments and words as the database takes them."""

_COPY = """
COPY indicators_observation (series_id, period_name, period_start, known_at, scaled, exponent, gap, flags,
    numerator_scaled, denominator_scaled, parts_exponent, words, note, entered_by_id, run_id) FROM STDIN
"""
_INSERT = """
INSERT INTO indicators_observation (series_id, period_name, period_start, known_at, scaled, exponent, gap, flags,
    numerator_scaled, denominator_scaled, parts_exponent, words, note, entered_by_id, run_id)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
_MAKE_CURRENT = """
INSERT INTO indicators_currentobservation (series_id, period_name, period_start, observation_id)
SELECT one.series_id, one.period_name, one.period_start, one.id
FROM indicators_observation one
WHERE one.run_id = %s AND NOT EXISTS (
    SELECT 1 FROM indicators_observation later
    WHERE later.series_id = one.series_id AND later.period_name = one.period_name
        AND later.known_at > one.known_at AND later.run_id = one.run_id)
ORDER BY one.id
ON CONFLICT (series_id, period_name) DO UPDATE SET observation_id = excluded.observation_id
WHERE (SELECT known_at FROM indicators_observation WHERE id = excluded.observation_id)
    >= (SELECT known_at FROM indicators_observation WHERE id = indicators_currentobservation.observation_id)
"""


def store(rows: Iterable[Row]) -> int:
    """Write the rows in short transactions, in their order; return how many there were."""
    rows, count = iter(rows), 0
    while batch := list(islice(rows, _BATCH)):
        with transaction.atomic(savepoint=False):
            _write(batch)
        count += len(batch)
    return count


def _write(batch: list[Row]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            cursor.executemany(_INSERT, batch)
            return
        with cursor.copy(_COPY) as copy:
            for row in batch:
                copy.write_row(row)


def make_current(run_id: int) -> None:
    """Point the current table at the run's observations where they are the newest of their period."""
    with connection.cursor() as cursor:
        cursor.execute(_MAKE_CURRENT, [run_id])
