"""Parquet files, read in the process with limits."""

import os
from datetime import date
from decimal import Decimal

import duckdb
import pytest

from luotsi.files import parquet
from luotsi.files.parquet import read_parquet
from luotsi.files.refusals import Reason, UnableToRead
from luotsi.files.sandbox import SandboxLimits, run_limited

SELECT = """
SELECT 'Enonkoski' AS kunta, DATE '2026-06-01' AS kk, 42::BIGINT AS n, 12.8::DOUBLE AS osuus,
    14166.75::DECIMAL(12, 2) AS eur, TIMESTAMP '2026-06-30 10:00' AS hetki, TRUE AS on
UNION ALL SELECT NULL, NULL, NULL, 'nan'::DOUBLE, NULL, NULL, NULL
"""


@pytest.fixture
def written(tmp_path):
    """Write a Parquet file of what a SELECT gives."""

    def write(select=SELECT, options="FORMAT parquet"):
        file = tmp_path / "t.parquet"
        with duckdb.connect(":memory:") as writer:
            writer.execute(f"COPY ({select}) TO '{file}' ({options})")
        return file.read_bytes()

    return write


def test_numbers_days_and_gaps_are_read_exactly(written):
    names, (first, second) = run_limited(read_parquet, written())
    assert names == ("kunta", "kk", "n", "osuus", "eur", "hetki", "on")
    assert first == (
        "Enonkoski",
        date(2026, 6, 1).isoformat(),
        Decimal(42),
        Decimal("12.8"),
        Decimal("14166.75"),
        "2026-06-30",
        "True",
    )
    assert second == ("",) * 7


@pytest.mark.parametrize("codec", ["snappy", "zstd", "gzip"])
def test_each_usual_compression_is_read_without_anything_being_fetched(written, codec):
    names, rows = run_limited(read_parquet, written("SELECT 1 AS a, 2 AS b", f"FORMAT parquet, COMPRESSION {codec}"))
    assert (names, rows) == (("a", "b"), [(Decimal(1), Decimal(2))])


@pytest.mark.parametrize("cut", [4, 20, -1, -8])
def test_half_a_file_is_refused_as_broken(written, cut):
    with pytest.raises(UnableToRead) as raised:
        run_limited(read_parquet, written()[:cut])
    assert raised.value.refusal.reason is Reason.MALFORMED


def test_noise_behind_the_mark_is_refused_as_broken():
    with pytest.raises(UnableToRead) as raised:
        run_limited(read_parquet, b"PAR1" + os.urandom(5000) + b"PAR1")
    assert raised.value.refusal.reason is Reason.MALFORMED


@pytest.mark.parametrize(("rows", "is_read"), [(500_000, True), (500_001, False)])
def test_as_many_rows_are_read_as_of_any_table(written, rows, is_read):
    content = written(f"SELECT 1::TINYINT AS a, 2::TINYINT AS b FROM range({rows})")
    if is_read:
        assert len(read_parquet(content)[1]) == rows
        return
    with pytest.raises(UnableToRead) as raised:
        read_parquet(content)
    assert raised.value.refusal.reason is Reason.TOO_MANY_CELLS


def test_too_many_columns_are_refused(written):
    wide = ", ".join(f"1 AS c{at}" for at in range(parquet.MOST_COLUMNS + 1))
    with pytest.raises(UnableToRead) as raised:
        read_parquet(written(f"SELECT {wide}"))
    assert raised.value.refusal.reason is Reason.TOO_MANY_CELLS


def test_a_file_that_swells_is_stopped_by_the_limits(written):
    content = written("SELECT repeat('a', 200000) AS a, 1 AS b FROM range(20000)", "FORMAT parquet, COMPRESSION zstd")
    assert len(content) < 20 * 1024**2
    with pytest.raises(UnableToRead) as raised:
        run_limited(read_parquet, content, limits=SandboxLimits(cpu_seconds=20, wall_seconds=40))
    assert raised.value.refusal.reason in {
        *(Reason.TOO_MUCH_MEMORY, Reason.MALFORMED, Reason.TOO_MANY_CELLS),
        *(Reason.TOO_MUCH_TEXT, Reason.TOO_SLOW),
    }
