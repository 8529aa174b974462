"""What comes in: pseudonyms, checks that speak, nothing dropped in silence, the former snapshot kept."""

import json
import os
import random
import signal
import stat
import subprocess
import sys
import textwrap
from datetime import date

import duckdb
import pytest

from luotsi.register.importing import REJECTED, Export, Finding, check_export, import_export
from luotsi.register.keys import read_or_make_key
from luotsi.register.profiles import profile_of, read_profile
from luotsi.register.sealed import Sealed
from luotsi.register.types import UnableToImport
from tests.register.case_files import KEY, KNOWN_ON, SINCE, all_rows, write_export

PERSONS = "person,birth_year,sex,municipality\nAnkka,1985,female,740\n"
SEARCHES = "person,started_on,ended_on,status\n"
TABLES = {
    "person": {
        "files": "person*.csv",
        "columns": {name: name for name in ("person", "birth_year", "sex", "municipality")},
    },
    "jobsearch": {
        "files": "jobsearch*.csv",
        "columns": {name: name for name in ("person", "started_on", "ended_on", "status")},
    },
}


@pytest.fixture
def sealed(tmp_path):
    return Sealed.at(tmp_path / "sealed")


def export_of(tmp_path, searches, persons=PERSONS, **profile):
    folder = tmp_path / "export"
    folder.mkdir(exist_ok=True)
    (folder / "person.csv").write_text(persons, encoding="utf-8")
    (folder / "jobsearch.csv").write_bytes(searches if isinstance(searches, bytes) else searches.encode())
    return Export(folder, profile_of({"tables": TABLES} | profile), KNOWN_ON, SINCE)


def found(sealed, export):
    return {(one.check, one.column): one.rows for one in import_export(sealed, export, KEY).findings}


def rows_of(sealed, table):
    files = [str(sealed.slices / one["file"]) for one in sealed.get_current()["tables"][table]["slices"]]
    return duckdb.execute("SELECT * FROM read_parquet(?)", [files]).fetchall()


@pytest.mark.parametrize(
    ("row", "check", "column"),
    [
        (",2026-01-05,,unemployed", "value_missing", "person"),
        ("Ankka,,,unemployed", "date_missing", "started_on"),
        ("Ankka,5.1.2026,,unemployed", "date_unreadable", "started_on"),
        ("Ankka,2026-02-30,,unemployed", "date_unreadable", "started_on"),
        ("Ankka,1979-12-31,,unemployed", "date_impossible", "started_on"),
        ("Ankka,2026-07-01,,unemployed", "in_the_future", "started_on"),
        ("Ankka,2026-01-05,2026-01-04,unemployed", "ends_before_it_starts", "ended_on"),
        ("Ankka,2026-01-05,soon,unemployed", "date_unreadable", "ended_on"),
        ("Ankka,2026-01-05,,retired", "code_unknown", "status"),
        ("Ankka,2026-01-05,,", "code_missing", "status"),
        ("Ankka,2025-03-01,2025-04-01,unemployed", "duplicate", ""),
        ("Ankka,2025-03-15,2025-04-20,unemployed", "overlaps_an_earlier_row", ""),
        ("Ankka,2025-04-01,2025-04-20,unemployed", "overlaps_an_earlier_row", ""),
        ("Ankka,2025-05-01,2025-06-01", "line_unreadable", ""),
        ("Ankka,2025-05-01,2025-06-01,unemployed,more", "line_unreadable", ""),
    ],
)
def test_a_row_that_cannot_be_used_is_counted_and_listed(sealed, tmp_path, row, check, column):
    export = export_of(tmp_path, f"{SEARCHES}Ankka,2025-03-01,2025-04-01,unemployed\n{row}\n")
    imported = import_export(sealed, export, KEY)
    assert imported.findings == (Finding("jobsearch", check, column, 1, rejected=True),)
    assert imported.rows["spell"] == 1
    listed = (sealed.root / REJECTED).read_text().splitlines()[1:]
    assert [(line.split(",")[0], line.split(",")[3]) for line in listed] == [("jobsearch", check)]


@pytest.mark.parametrize(
    "row",
    [
        "Ankka,1980-01-01,,unemployed",
        "Ankka,2026-06-30,,unemployed",
        "Ankka,2026-01-05,2026-01-05,unemployed",
        " Ankka ,2026-01-05,,unemployed",
    ],
)
def test_a_row_on_the_right_side_of_a_limit_is_taken(sealed, tmp_path, row):
    imported = import_export(sealed, export_of(tmp_path, f"{SEARCHES}{row}\n"), KEY)
    assert (imported.rejected, imported.rows["spell"]) == (0, 1)


def test_a_row_that_overlaps_only_with_a_rejected_one_stays(sealed, tmp_path):
    rows = (
        "Ankka,2025-03-01,2025-04-01,unemployed\nAnkka,2025-03-15,2025-06-01,unemployed\nAnkka,2025-05-01,,unemployed\n"
    )
    imported = import_export(sealed, export_of(tmp_path, SEARCHES + rows), KEY)
    assert (imported.rejected, imported.rows["spell"]) == (1, 2)


def test_gaps_are_noted_and_the_rows_kept(sealed, tmp_path):
    persons = "person,birth_year,sex,municipality\nAnkka,often,robot,999\nHiiri,1990,male,\n"
    rows = "Ankka,2026-01-05,,unemployed\nHiiri,2026-01-05,2026-07-15,unemployed\nTuntematon,2026-01-05,,unemployed\n"
    assert found(sealed, export_of(tmp_path, SEARCHES + rows, persons)) == {
        ("value_unreadable", "birth_year"): 1,
        ("code_unknown", "sex"): 1,
        ("municipality_unknown", "municipality"): 1,
        ("without_municipality", "municipality"): 2,
        ("person_unknown", "person"): 1,
        ("ends_in_the_future", "ended_on"): 1,
    }
    assert len(rows_of(sealed, "spell")) == 3


def test_the_day_after_as_an_end_is_understood(sealed, tmp_path):
    rows = f"{SEARCHES}Ankka,2025-03-01,2025-04-01,unemployed\nAnkka,2025-04-01,2025-04-10,unemployed\n"
    imported = import_export(sealed, export_of(tmp_path, rows, end_is="day_after"), KEY)
    assert (imported.rejected, imported.rows["spell"]) == (0, 1)


def test_columns_codes_and_dates_come_by_the_names_of_the_maker(sealed, tmp_path):
    folder = tmp_path / "export"
    folder.mkdir()
    (folder / "HENKILO.csv").write_bytes("\ufeffTUNNUS;KUNTA;SUKUPUOLI\nÄ1;KU740;N\n".encode())
    (folder / "HAKU.csv").write_text("LOPPU;ALKU;TUNNUS;TYKOODI\n;05.01.2026;Ä1;02\n", encoding="utf-8")
    profile = tmp_path / "profile.yaml"
    profile.write_text(
        textwrap.dedent("""\
            name: another system
            csv: {delimiter: ";"}
            tables:
              person:
                files: HENKILO.csv
                columns: {person: TUNNUS, municipality: KUNTA, sex: SUKUPUOLI}
                codes: {sex: {N: female, M: male}}
              jobsearch:
                files: HAKU.csv
                columns: {person: TUNNUS, started_on: ALKU, ended_on: LOPPU, status: TYKOODI}
                codes: {status: {"02": unemployed}}
                dates: "%d.%m.%Y"
            """),
        encoding="utf-8",
    )
    imported = import_export(sealed, Export(folder, read_profile(profile), KNOWN_ON, SINCE), KEY)
    assert (imported.findings, imported.rows["spell"]) == ((), 1)
    assert rows_of(sealed, "spell")[0][2:5] == (740, None, 0)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"tables": {"person": {}}}, "no table `jobsearch`"),
        ({"tables": {"person": {}, "jobsearch": {}, "rumour": {}}}, "no table rumour"),
        ({"tables": {"person": {"columns": {"birth_year": "x"}}, "jobsearch": {}}}, "needs the column `person`"),
        ({"tables": {"person": {"codes": {"sex": {"1": "man"}}}, "jobsearch": {}}}, "no code man"),
        ({"tables": {"person": {"files": "../../etc/passwd"}, "jobsearch": {}}}, "no pattern"),
        ({"tables": {"person": {"files": "/etc/x.csv"}, "jobsearch": {}}}, "no pattern"),
        ({"tables": {"person": {}, "jobsearch": {}}, "end_is": "never"}, "`end_is`"),
        ({"tables": {"person": {}, "jobsearch": {}}, "csv": {"encoding": "klingon"}}, "encoding"),
        ({"tables": {"person": {}, "jobsearch": {}}, "secret": 1}, "the profile has secret"),
    ],
)
def test_a_profile_that_means_nothing_is_refused_with_a_sentence(content, said):
    with pytest.raises(UnableToImport, match=said):
        profile_of(content)


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"- a\n- b", b"tables: [", b"\xff\xfe"])
def test_a_file_that_is_no_profile_is_refused_with_a_sentence(tmp_path, content):
    file = tmp_path / "profile.yaml"
    file.write_bytes(content)
    with pytest.raises(UnableToImport):
        read_profile(file)


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00" * 100, b"person;started_on\n", b"PAR1 not really", b"person,person\na,b\n", b"\xff\xfe\xff"],
)
def test_a_file_that_is_no_table_is_refused_and_the_former_snapshot_stands(sealed, tmp_path, content):
    import_export(sealed, export_of(tmp_path, f"{SEARCHES}Ankka,2026-01-05,,unemployed\n"), KEY)
    before = sealed.get_current()
    with pytest.raises(UnableToImport):
        import_export(sealed, export_of(tmp_path, content), KEY)
    assert sealed.get_current() == before


def test_an_export_without_a_usable_row_is_refused(sealed, tmp_path):
    with pytest.raises(UnableToImport, match="No row of job search"):
        import_export(sealed, export_of(tmp_path, f"{SEARCHES}Ankka,2026-01-05,,retired\n"), KEY)
    assert "code_unknown" in (sealed.root / REJECTED).read_text()


def test_an_export_without_a_full_month_is_refused(sealed, tmp_path):
    export = export_of(tmp_path, f"{SEARCHES}Ankka,2026-01-05,,unemployed\n")
    with pytest.raises(UnableToImport, match="No full month"):
        import_export(sealed, Export(export.folder, export.profile, date(2025, 1, 30), SINCE), KEY)


def test_no_id_is_stored_anywhere_in_the_sealed_folder(sealed, tmp_path):
    rows = f"{SEARCHES}Ankka,2026-01-05,,unemployed\nAnkka,2026-01-05,,retired\n"
    import_export(sealed, export_of(tmp_path, rows), KEY)
    for file in sealed.root.rglob("*"):
        if file.is_file():
            assert b"Ankka" not in file.read_bytes(), file
    assert stat.S_IMODE(sealed.root.stat().st_mode) == 0o700


def test_checking_keeps_nothing_but_the_list_of_rejected_rows(sealed, tmp_path):
    export = export_of(tmp_path, f"{SEARCHES}Ankka,2026-01-05,,retired\n")
    assert check_export(sealed, export, KEY).rejected == 1
    assert sealed.current() is None
    assert sorted(file.name for file in sealed.root.rglob("*") if file.is_file()) == [REJECTED]


def test_the_same_person_has_the_same_pseudonym_with_the_same_key_only(sealed, tmp_path):
    export = export_of(tmp_path, f"{SEARCHES}Ankka,2026-01-05,,unemployed\n")
    persons = []
    for key in (KEY, KEY, b"l" * 32):
        import_export(sealed, export, key)
        persons.append(rows_of(sealed, "spell")[0][1])
    assert persons[0] == persons[1] != persons[2]


def test_the_key_is_made_once_outside_the_folder_for_its_owner_only(tmp_path):
    file = tmp_path / "keys" / "register-key"
    key = read_or_make_key(file, sealed=tmp_path / "sealed")
    assert read_or_make_key(file, sealed=tmp_path / "sealed") == key
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with pytest.raises(UnableToImport, match="outside"):
        read_or_make_key(tmp_path / "sealed" / "key", sealed=tmp_path / "sealed")
    file.write_text("no key")
    with pytest.raises(UnableToImport, match="holds no key"):
        read_or_make_key(file, sealed=tmp_path / "sealed")


def test_the_same_rows_in_another_order_and_other_files_give_the_same_snapshot(tmp_path):
    rows = all_rows()
    names = []
    for number, split in enumerate((1, 3)):
        export = write_export(tmp_path / f"export-{number}", rows, split=split)
        names.append(import_export(Sealed.at(tmp_path / f"sealed-{number}"), export, KEY).snapshot)
        random.Random(5).shuffle(rows)
    assert names[0] == names[1]


def test_an_import_again_changes_no_file(sealed, tmp_path):
    export = export_of(tmp_path, f"{SEARCHES}Ankka,2026-01-05,,unemployed\n")
    first = import_export(sealed, export, KEY)
    again = import_export(sealed, export, KEY)
    assert (again.snapshot, again.changed_slices) == (first.snapshot, 0)


def test_an_import_killed_half_way_leaves_the_former_snapshot_and_the_next_one_lands(sealed, tmp_path):
    export = export_of(tmp_path, f"{SEARCHES}Ankka,2026-01-05,,unemployed\n")
    import_export(sealed, export, KEY)
    before = sealed.get_current()
    script = textwrap.dedent(f"""
        import os, signal, sys
        from datetime import date
        from pathlib import Path
        from luotsi.core.periods import Period
        from luotsi.register import slices
        from luotsi.register.importing import Export, import_export
        from luotsi.register.profiles import profile_of
        from luotsi.register.sealed import Sealed
        written = slices.write
        def killed(*arguments):
            written(*arguments)
            os.kill(os.getpid(), signal.SIGKILL)
        slices.write = killed
        export = Export(Path({str(export.folder)!r}), profile_of({{"tables": {TABLES!r}}}), date(2026, 6, 30),
            Period.parse("2025-01"))
        import_export(Sealed.at(Path({str(sealed.root)!r})), export, b"k" * 32)
        """)
    (export.folder / "jobsearch.csv").write_text(f"{SEARCHES}Ankka,2026-02-05,,unemployed\n")
    done = subprocess.run([sys.executable, "-c", script], env=os.environ | {"PYTHONPATH": "src"}, check=False)
    assert done.returncode == -signal.SIGKILL
    assert sealed.get_current() == before
    assert (sealed.root / "incoming").exists()
    assert import_export(sealed, export, KEY).rows["spell"] == 1
    assert rows_of(sealed, "spell")[0][7] == date(2026, 2, 5)
    assert not (sealed.root / "incoming").exists()
    named = {one["file"] for entry in sealed.get_current()["tables"].values() for one in entry["slices"]}
    assert {file.name for file in sealed.slices.iterdir()} == named


def test_the_manifest_names_the_hash_of_every_slice(sealed, tmp_path):
    import_export(sealed, export_of(tmp_path, f"{SEARCHES}Ankka,2026-01-05,,unemployed\n"), KEY)
    pointer = json.loads((sealed.root / "current.json").read_text())["snapshot"]
    assert (sealed.root / "snapshots" / f"{pointer}.json").exists()
    from luotsi.register.sealed import file_hash

    for entry in sealed.get_current()["tables"].values():
        for one in entry["slices"]:
            if one["rows"]:
                assert file_hash(sealed.slices / one["file"]) in one["file"]
