"""The register at the terminal: from a simulated export to counted months, and what is refused."""

import pytest
from click.testing import CliRunner

from luotsi.cli.commands import luotsi
from luotsi.config import environment


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("LUOTSI_REGISTER_DIR", str(tmp_path / "sealed"))
    monkeypatch.setenv("LUOTSI_REGISTER_KEY_FILE", str(tmp_path / "register-key"))

    def command(*words):
        return CliRunner().invoke(luotsi, ["register", *map(str, words)])

    return command


def test_a_simulated_export_is_imported_and_counted_once(run, tmp_path):
    assert "do not exist" in run("simulate", tmp_path / "export", "--persons", 500, "--months", 3).output
    assert run("check", tmp_path / "export").exit_code == 0
    assert "Snapshot" in run("import", tmp_path / "export").output
    assert "0 stood as they were" in run("calculate").output
    assert "0 months of 0 measures were counted" in run("calculate").output


def test_faults_are_told_with_their_numbers(run, tmp_path):
    run("simulate", tmp_path / "export", "--persons", 2000, "--months", 3, "--hostile")
    done = run("check", tmp_path / "export")
    assert "jobsearch: overlaps an earlier row" in done.output
    assert "rows were rejected" in done.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["import"], "Give the profile"),
        (["import", "--known-on", "yesterday"], "write a day"),
        (["import", "--since", "2026"], "write a month"),
    ],
)
def test_what_is_missing_is_said(run, tmp_path, words, said):
    (tmp_path / "export").mkdir()
    done = run(words[0], tmp_path / "export", *words[1:])
    assert done.exit_code != 0
    assert said in done.output


def test_an_export_that_tells_nonsense_of_itself_is_refused(run, tmp_path):
    (tmp_path / "export").mkdir()
    (tmp_path / "export" / "export.json").write_text('{"known_on": "soon"}')
    done = run("import", tmp_path / "export")
    assert (done.exit_code, "cannot be read" in done.output) == (1, True)


def test_counting_before_an_import_is_refused(run):
    done = run("calculate")
    assert (done.exit_code, "Import an export first" in done.output) == (1, True)


def test_the_applications_own_database_does_not_count_the_register(monkeypatch):
    monkeypatch.setenv("LUOTSI_DATABASE_URL", "postgresql://one:x@db.example.fi/luotsi")
    monkeypatch.setenv("LUOTSI_REGISTER_DATABASE_URL", "postgresql://other:y@db.example.fi:5432/luotsi")
    with pytest.raises(environment.BadSetting, match="needs its own"):
        environment.register_address("postgresql")
    monkeypatch.setenv("LUOTSI_REGISTER_DATABASE_URL", "postgresql://other:y@db.example.fi:5432/register")
    assert environment.register_address("postgresql").endswith("/register")
