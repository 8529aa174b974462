"""The table of settings for people is the table in the code, and a bad setting is answered by a sentence."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from luotsi.config.environment import SETTINGS, BadSetting, number, switch

TABLE = Path(__file__).resolve().parents[2] / "docs" / "settings.md"
ROW = re.compile(r"^\| `(?P<name>LUOTSI_\w+)` \| (?:`(?P<default>[^`]*)`)? ?\| (?P<meaning>.*) \|$", re.MULTILINE)


def test_the_table_for_people_lists_every_setting_with_its_default_and_meaning():
    rows = [(row["name"], row["default"] or "", row["meaning"]) for row in ROW.finditer(TABLE.read_text("utf-8"))]
    assert rows == [(one.name, one.default, one.meaning) for one in SETTINGS]


def test_the_code_reads_no_environment_variable_outside_the_table():
    named = {
        name
        for path in (TABLE.parents[1] / "src").rglob("*.py")
        for name in re.findall(r"LUOTSI_[A-Z_]+", path.read_text("utf-8"))
    }
    assert named <= {one.name for one in SETTINGS}


@pytest.mark.parametrize(("value", "expected"), [("1", True), ("0", False), ("", False)])
def test_a_switch_is_on_off_or_left_empty(monkeypatch, value, expected):
    monkeypatch.setenv("LUOTSI_HTTPS", value)
    assert switch("LUOTSI_HTTPS") is expected


@pytest.mark.parametrize("value", ["yes", "2", "true"])
def test_a_switch_that_is_neither_is_refused(monkeypatch, value):
    monkeypatch.setenv("LUOTSI_HTTPS", value)
    with pytest.raises(BadSetting, match="LUOTSI_HTTPS"):
        switch("LUOTSI_HTTPS")


@pytest.mark.parametrize("value", ["0", "-1", "much", "1.5", ""])
def test_a_number_is_a_whole_one_above_zero(monkeypatch, value):
    monkeypatch.setenv("LUOTSI_MAX_UPLOAD_MB", value)
    with pytest.raises(BadSetting, match="LUOTSI_MAX_UPLOAD_MB"):
        number("LUOTSI_MAX_UPLOAD_MB")


def test_the_smallest_number_is_one(monkeypatch):
    monkeypatch.setenv("LUOTSI_MAX_UPLOAD_MB", "1")
    assert number("LUOTSI_MAX_UPLOAD_MB") == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LUOTSI_DEBUG", "maybe"),
        ("LUOTSI_MAX_UPLOAD_MB", "0"),
        ("LUOTSI_DATABASE_URL", "mysql://somewhere/luotsi"),
        ("LUOTSI_DATABASE_URL", "postgresql://luotsi@localhost:door/luotsi"),
        ("LUOTSI_DATABASE_URL", "postgresql://[luotsi"),
    ],
)
def test_a_setting_that_cannot_be_used_ends_the_command_with_a_sentence(tmp_path, name, value):
    answer = run_check(tmp_path, **{name: value})
    assert answer.returncode == 1
    assert answer.stderr.startswith("A setting cannot be used: " + name)
    assert "Traceback" not in answer.stderr


def test_the_demonstration_is_refused_on_a_host_that_others_can_reach(tmp_path):
    answer = run_check(tmp_path, LUOTSI_DEMO="1", LUOTSI_HOSTS="luotsi.example.org")
    assert answer.returncode == 1
    assert "LUOTSI_DEMO" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_data_folder_that_cannot_be_made_ends_the_command_with_a_sentence(tmp_path):
    file = tmp_path / "file"
    file.write_text("in the way")
    answer = run_check(tmp_path, LUOTSI_DATA_DIR=str(file / "below"))
    assert answer.returncode == 1
    assert answer.stderr.startswith("The data folder cannot be used")
    assert "Traceback" not in answer.stderr


def run_check(folder, **settings):
    """Run the real command in a process of its own, for settings are read once a process."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("LUOTSI_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "-c", "from luotsi.cli import main; main()", "check"],
        env=environment | {"LUOTSI_DATA_DIR": str(folder)} | settings,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
