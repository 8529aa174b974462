"""What a sample may mean: its head, the guesses by name, what the checks say of it."""

import re
from datetime import date
from pathlib import Path

import duckdb
import pytest

from luotsi.files.refusals import Reason, UnableToRead
from luotsi.register.importing import check_rows
from luotsi.register.mapping.drafts import trial_profile
from luotsi.register.mapping.guessing import guessed_codes, guessed_columns, guessed_dates
from luotsi.register.mapping.heads import HEAD_BYTES, MOST_ROWS, read_head
from luotsi.register.tables import TABLES, Form
from luotsi.register.types import UnableToImport
from luotsi.register.words import CHECKS, CODES, COLUMNS, knows
from luotsi.register.words import TABLES as TABLE_NAMES

KNOWN_ON = date(2026, 6, 30)
SEARCH = {"files": "t.csv", "columns": {"person": "id", "started_on": "alku", "ended_on": "loppu", "status": "koodi"}}
SEARCH |= {"codes": {"status": {"02": "unemployed"}}, "dates": "%d.%m.%Y"}


def column(table, name):
    return next(one for one in TABLES[table] if one.name == name)


def test_a_sample_of_names_alone_has_columns_and_no_rows():
    head = read_head(b"TUNNUS;SYNTVUOSI\n")
    assert (head.columns, head.rows, head.delimiter) == (("TUNNUS", "SYNTVUOSI"), (), ";")


def test_the_delimiter_and_encoding_are_those_of_the_file():
    head = read_head("Asiakas\tSyy\n1\ttyö\n".encode("latin-1"))
    assert (head.delimiter, head.encoding, head.rows) == ("\t", "latin-1", (("1", "työ"),))
    assert read_head("a,b\n1,ä\n".encode("utf-8-sig")).columns == ("a", "b")
    assert read_head("a,b\n1,ä\n".encode("utf-16")).encoding == "utf-16"


@pytest.mark.parametrize(("rows", "kept"), [(MOST_ROWS, MOST_ROWS), (MOST_ROWS + 1, MOST_ROWS)])
def test_the_head_ends_at_its_most_rows(rows, kept):
    assert len(read_head(b"a;b\n" + b"1;2\n" * rows).rows) == kept


def test_a_head_that_was_cut_within_a_row_leaves_that_row_out():
    content = (b"a;b\n" + b"1234567;12345678\n" * (HEAD_BYTES // 10))[:HEAD_BYTES]
    assert set(read_head(content).rows) == {("1234567", "12345678")}


def test_a_parquet_file_is_read_from_its_beginning(tmp_path):
    file = tmp_path / "t.parquet"
    duckdb.sql("SELECT i AS id, DATE '2026-01-31' AS alku FROM range(600) AS t (i)").write_parquet(str(file))
    head = read_head(file.read_bytes())
    assert head.columns == ("id", "alku")
    assert len(head.rows) == MOST_ROWS
    assert head.rows[0] == ("0", "2026-01-31")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", Reason.EMPTY),
        (b"a;a\n1;2\n", Reason.COLUMNS_UNNAMED),
        (b"a;;b\n1;2;3\n", Reason.COLUMNS_UNNAMED),
        (b"PAR1 but broken", Reason.MALFORMED),
        (";".join(f"k{n}" for n in range(201)).encode(), Reason.TOO_MANY_COLUMNS),
        (bytes(range(256)) * 40, Reason.BINARY),
    ],
)
def test_what_is_no_table_is_refused(content, reason):
    with pytest.raises(UnableToRead) as refused:
        read_head(content)
    assert refused.value.refusal.reason is reason


@pytest.mark.parametrize(
    ("table", "pairs"),
    [
        ("person", "person=TUNNUS birth_year=SYNTVUOSI sex=SUKUPUOLI municipality=KUNTA"),
        ("person", "person=Klient birth_year=Födelseår sex=Kön"),
        ("jobsearch", "person=person started_on=started_on ended_on=ended_on status=status"),
        ("jobsearch", "person=Asiakastunnus started_on=Alkupvm ended_on=Loppupvm status=Työllisyyskoodi"),
        ("plan", ""),
    ],
)
def test_columns_are_guessed_by_name_in_three_languages(table, pairs):
    expected = dict(pair.split("=") for pair in pairs.split())
    assert guessed_columns(table, (*expected.values(), "x", "y")) == expected


def test_no_column_is_guessed_to_mean_two_things():
    guessed = guessed_columns("jobsearch", ("pvm", "alku"))
    assert len(set(guessed.values())) == len(guessed)


def test_codes_are_guessed_only_where_they_are_alike():
    assert guessed_codes(column("person", "sex"), ("Nainen", "M", "9")) == {"Nainen": "female", "M": "male"}
    assert guessed_codes(column("jobsearch", "status"), ("02", "77")) == {"02": "unemployed"}


def test_the_form_of_days_is_that_in_which_most_can_be_read():
    head = read_head(b"alku\n31.3.2026\n01.02.2026\n2026-01-01\n")
    assert guessed_dates(head, ["alku"]) == "%d.%m.%Y"


def found(rows, entry=SEARCH):
    told = check_rows(
        "jobsearch", trial_profile("jobsearch", entry, "last_day"), ("id", "alku", "loppu", "koodi"), rows, KNOWN_ON
    )
    return {(one.check, one.column, one.rows, one.rejected) for one in told}


def test_the_checks_of_an_import_tell_of_the_sample():
    good = ("1", "01.01.2026", "31.01.2026", "02")
    assert found([good]) == set()
    assert found([good, ("2", "31.01.2026", "01.01.2026", "02")]) == {("ends_before_it_starts", "ended_on", 1, True)}
    assert found([good, ("2", "01.01.2026", "", "99")]) == {("code_unknown", "status", 1, True)}
    assert found([good, ("2", "2026-01-01", "", "02")]) == {("date_unreadable", "started_on", 1, True)}
    assert found([good, good]) == {("duplicate", "", 1, True)}
    assert found([good, ("1", "15.01.2026", "", "02")]) == {("overlaps_an_earlier_row", "", 1, True)}
    assert found([("1", "30.06.2026", "", "02")]) == set()
    assert found([("1", "01.07.2026", "", "02")]) == {("in_the_future", "started_on", 1, True)}


def test_hostile_names_and_values_are_only_text():
    entry = {"files": "t.csv", "columns": {"person": 'a"); DROP', "made_on": "b' OR 1"}}
    profile = trial_profile("plan", entry, "last_day")
    rows = [("'; DROP TABLE x; --", "2026-01-01"), ('"', "2026-13-01")]
    told = check_rows("plan", profile, ('a"); DROP', "b' OR 1"), rows, KNOWN_ON)
    assert [(one.check, one.rows) for one in told] == [("date_unreadable", 1)]


def test_a_mapping_without_a_needed_column_is_refused():
    with pytest.raises(UnableToImport, match="needs the column `status`"):
        trial_profile("jobsearch", {"files": "t.csv", "columns": {"person": "id", "started_on": "alku"}}, "last_day")
    with pytest.raises(UnableToImport, match="There is no table salaries"):
        trial_profile("salaries", {}, "last_day")


def test_every_table_column_and_code_has_a_name():
    nameless = [name for name in TABLES if not knows(TABLE_NAMES, name)]
    nameless += [one.name for columns in TABLES.values() for one in columns if not knows(COLUMNS, one.name)]
    codes = {code for columns in TABLES.values() for one in columns if one.form is Form.CODE for code in one.codes}
    assert nameless + [code for code in codes if not knows(CODES, code)] == []


def test_every_check_that_the_document_names_has_a_name():
    table = (
        Path("docs/register.md").read_text(encoding="utf-8").partition("## What is checked")[2].partition("\n## ")[0]
    )
    named = {
        name
        for line in table.splitlines()
        if line.startswith("| `")
        for name in re.findall(r"`(\w+)`", line.split("|")[1])
    }
    assert "duplicate" in named
    assert {name for name in named if not knows(CHECKS, name)} == set()


@pytest.mark.parametrize("files", ["../t.csv", "a/../../t.csv", "/t.csv", "t.txt"])
def test_a_profile_reads_nothing_outside_its_folder(files):
    with pytest.raises(UnableToImport, match="no pattern of Parquet or CSV files"):
        trial_profile("plan", {"files": files, "columns": {"person": "a", "made_on": "b"}}, "last_day")
