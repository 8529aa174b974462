"""Releases from the terminal; a run that is killed half-way leaves what was out as it was."""

import os
import signal
import sqlite3
import subprocess
import sys
import time

import pytest

from tests.architecture.source import ROOT

CODE = "from luotsi.cli import main; main()"


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    """Return the environment of an installation with a simulated register of one area and its people."""
    root = tmp_path_factory.mktemp("installation")
    environment = os.environ | {
        "LUOTSI_DATA_DIR": str(root / "var"),
        "LUOTSI_DATABASE_URL": "",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        "DJANGO_SETTINGS_MODULE": "luotsi.config.settings",
    }
    run(environment, "migrate")
    run(environment, "organisation", "savonlinna", "--name", "Savonlinna", "--kind", "area", "--place", "TA36")
    for name in ("aino", "helmi"):
        command = (
            "person",
            f"{name}@example.org",
            "--name",
            name,
            "--organisation",
            "savonlinna",
            "--role",
            "approver",
        )
        run(environment, *command, typed="a long word for tests\na long word for tests\n")
    run(environment, "register", "simulate", str(root / "export"), "--area", "36", "--months", "6")
    run(environment, "register", "import", str(root / "export"))
    run(environment, "register", "calculate", "--measure", "stock", "--measure", "inflow")
    return environment, root / "var" / "luotsi.sqlite3"


def run(environment, *words, typed=None, code=0):
    command = [sys.executable, "-c", CODE, *words]
    done = subprocess.run(
        command, env=environment, input=typed, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


def rows(database, table):
    with sqlite3.connect(database) as connection:
        return connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


MAY = ("2026-05", "--organisation", "savonlinna")
JUNE = ("2026-06", "--organisation", "savonlinna")


@pytest.mark.slow
def test_a_release_is_proposed_killed_proposed_again_and_approved_by_another(installation):
    environment, database = installation
    earlier = rows(database, "register_releasedcell")
    assert "waits for approval" in run(environment, "register", "release", *MAY, "--as", "aino@example.org")
    refused = run(environment, "register", "approve", *MAY, "--as", "aino@example.org", code=1)
    assert "Somebody else" in refused
    assert "is out" in run(environment, "register", "approve", *MAY, "--as", "helmi@example.org")
    before = rows(database, "register_releasedcell"), rows(database, "indicators_observation")
    releases, of_may = rows(database, "register_release"), before[0] - earlier
    killed_at = {kill_after(environment, seconds) for seconds in (0.5, 1.5, 2.5, 3.5)}
    assert -signal.SIGKILL in killed_at
    assert (rows(database, "register_releasedcell"), rows(database, "indicators_observation")) == before or rows(
        database, "register_release"
    ) == releases + 1
    if rows(database, "register_release") == releases:
        run(environment, "register", "release", *JUNE)
    assert rows(database, "register_releasedcell") == before[0] + of_may
    assert "is out" in run(environment, "register", "approve", *JUNE, "--as", "helmi@example.org")
    assert "waits" in run(environment, "register", "approve", *JUNE, "--as", "helmi@example.org", code=1)


def kill_after(environment, seconds):
    begun = subprocess.Popen(
        [sys.executable, "-c", CODE, "register", "release", *JUNE],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(seconds)
    begun.kill()
    return begun.wait()


@pytest.mark.slow
def test_a_note_tells_why_figures_are_returned_and_nothing_waits_then(installation):
    environment, _database = installation
    april = ("2026-04", "--organisation", "savonlinna")
    run(environment, "register", "release", *april)
    assert "waits for approval already" in run(environment, "register", "release", *april, code=1)
    run(environment, "register", "return", *april, "--as", "helmi@example.org", "--note", "Plans are missing.")
    assert "No release" in run(
        environment, "register", "return", *april, "--as", "helmi@example.org", "--note", "x", code=1
    )


YEAR = ("2025", "--organisation", "savonlinna")


@pytest.mark.slow
def test_effects_of_a_year_are_proposed_returned_proposed_again_and_approved_by_another(installation, tmp_path):
    environment, database = installation
    environment = environment | {
        "LUOTSI_REGISTER_DIR": str(tmp_path / "sealed"),
        "LUOTSI_REGISTER_KEY_FILE": str(tmp_path / "key"),
    }
    effects = ("register", "effects")
    assert "empty" in run(environment, *effects, "propose", *YEAR, code=1)
    run(environment, "register", "simulate", str(tmp_path / "export"), "--area", "36", "--months", "19")
    run(environment, "register", "import", str(tmp_path / "export"))
    assert "cannot be followed" in run(environment, *effects, "propose", "2026", *YEAR[1:], code=1)
    assert "write a year" in run(environment, *effects, "propose", "2025-01", *YEAR[1:], code=2)
    told = run(environment, *effects, "propose", *YEAR, "--as", "aino@example.org")
    assert "all services, work after 6 months" in told
    assert "points (" in told
    assert "silent" in told
    assert "wait for approval already" in run(environment, *effects, "propose", *YEAR, code=1)
    run(environment, *effects, "return", *YEAR, "--as", "helmi@example.org", "--note", "Odotetaan.")
    assert "No effects" in run(
        environment, *effects, "return", *YEAR, "--as", "helmi@example.org", "--note", "x", code=1
    )
    run(environment, *effects, "propose", *YEAR, "--as", "aino@example.org")
    assert "Somebody else" in run(environment, *effects, "approve", *YEAR, "--as", "aino@example.org", code=1)
    assert "are out" in run(environment, *effects, "approve", *YEAR, "--as", "helmi@example.org")
    assert "No effects" in run(environment, *effects, "approve", *YEAR, "--as", "helmi@example.org", code=1)
    assert rows(database, "register_releasedeffect") == 2 * 9 * 2 * 2
