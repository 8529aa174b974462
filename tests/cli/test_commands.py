"""Commands through the command line itself: what they print, what they change, how they end."""

import json
import os
import socket
import subprocess
import sys
from datetime import UTC, datetime
from importlib import resources

import click
import pytest
from click.testing import CliRunner

from luotsi.cli.commands import luotsi
from luotsi.cli.serving import free_port
from luotsi.core.text import Text
from luotsi.indicators import statfin
from luotsi.indicators.ingest import Arrival
from luotsi.indicators.models import Definition, Observation, Run
from luotsi.indicators.types import RunKind
from luotsi.orgs.models import Membership, Organisation, Person, Subject
from luotsi.sources.models import FetchAttempt
from luotsi.sources.types import Outcome
from luotsi.strategy.intake.operations import NewPlan, accept_sure_proposals, write_plan
from luotsi.strategy.models import Import, Proposal, SourceDocument
from luotsi.strategy.types import PlanKind
from tests.cast import NOW
from tests.documents import receive

DOCUMENT = resources.files("luotsi.demo").joinpath("documents", "meri-lapin-painopisteet-2026.txt")


def run(*arguments):
    return CliRunner().invoke(luotsi, [str(one) for one in arguments])


def commands(group=luotsi):
    return sorted(group.commands.values(), key=lambda one: one.name)


def test_every_command_and_option_says_what_it_is_for():
    for command in commands():
        assert command.help, command.name
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, f"{command.name} {parameter.name}"
        answer = run(command.name, "--help")
        assert answer.exit_code == 0
        assert "Usage:" in answer.output


def test_help_tells_the_exit_codes():
    assert "Exit codes: 0 done" in " ".join(run("--help").output.split())


def test_an_unknown_command_is_wrong_use():
    assert run("sail").exit_code == 2


def test_read_prints_an_outline_with_places():
    answer = run("read", DOCUMENT)
    assert answer.exit_code == 0
    assert "priority: Elinvoiman tukeminen  (page 1, line 5)" in answer.output
    assert "  action: työparityöskentelyn kokeilu" in answer.output


def test_read_prints_json_in_the_shape_of_a_truth():
    shape = json.loads(run("read", DOCUMENT, "--json").output)
    assert shape["organisation"] == "Meri-Lapin työllisyysalue"
    assert shape["priorities"][0]["title"] == "Elinvoiman tukeminen"


def test_read_needs_neither_a_database_nor_settings():
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("LUOTSI_", "DJANGO_"))}
    broken = {"LUOTSI_DEBUG": "neither", "LUOTSI_DATABASE_URL": "nowhere"}
    answer = subprocess.run(
        [sys.executable, "-c", "from luotsi.cli import main; main()", "read", str(DOCUMENT)],
        env=environment | broken,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert answer.returncode == 0, answer.stderr
    assert "Elinvoiman tukeminen" in answer.stdout


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.txt", b"", "The file is empty."),
        ("plan.pdf", b"MZ\x90\x00\x03" + bytes(200), "The file is a program"),
        ("plan.docx", b"PK\x03\x04 half of one", "was not read."),
    ],
)
def test_a_file_that_cannot_be_read_gives_a_sentence(tmp_path, name, content, words):
    file = tmp_path / name
    file.write_bytes(content)
    answer = run("read", file)
    assert answer.exit_code == 1
    assert words in answer.output
    assert not isinstance(answer.exception, Exception) or isinstance(answer.exception, SystemExit)


def test_a_file_that_is_not_there_is_wrong_use(tmp_path):
    assert run("read", tmp_path / "nothing.pdf").exit_code == 2


def test_an_import_leaves_proposals_for_review_and_the_same_document_again_changes_nothing(cast):
    first = run("import", DOCUMENT, "--organisation", "meri-lappi")
    assert first.exit_code == 0, first.output
    assert "proposals wait for review" in first.output
    before = SourceDocument.objects.count(), Import.objects.count(), Proposal.objects.count()
    second = run("import", DOCUMENT, "--organisation", "meri-lappi")
    assert second.exit_code == 0
    assert "nothing was changed" in second.output
    assert (SourceDocument.objects.count(), Import.objects.count(), Proposal.objects.count()) == before
    assert before[:2] == (1, 1)


def test_an_import_for_nobody_names_those_there_are(cast):
    answer = run("import", DOCUMENT, "--organisation", "atlantis")
    assert answer.exit_code == 1
    assert "savonlinna, meri-lappi" in answer.output
    assert SourceDocument.objects.count() == 0


def test_lint_of_a_plan_that_is_not_there_says_so(cast):
    answer = run("lint", "savonlinna")
    assert answer.exit_code == 1
    assert "There is no plan" in answer.output


def test_lint_names_the_rule_why_it_matters_and_how_to_mend(cast):
    batch = receive(cast.area_a, cast.aino)
    accept_sure_proposals(batch=batch, actor=cast.aino, at=NOW)
    plan = NewPlan("strategia", Text("Strategia"), PlanKind.STRATEGY, {})
    write_plan(batch=batch, actor=cast.aino, at=NOW, drafted_on=None, new_plan=plan)
    said = run("lint", "savonlinna", "--lang", "en").output
    assert "An aim has fewer than 3 or more than 5 goals [goals-per-aim]\n  - Nopea alku (1)\n" in said
    assert "With too few goals an aim stays a slogan; with too many nobody can follow it." in said
    assert "Merge goals that mean the same, or say what else the aim asks for." in said


def test_a_dry_run_shows_what_would_be_asked_and_asks_nothing(cast):
    answer = run("fetch", "--dry-run", "--since", "2026-05")
    assert answer.exit_code == 0
    assert "12r5.px" in answer.output
    assert "309" in answer.output
    assert "TYOTTOMATLOPUSSA" in answer.output
    assert "from 2026-05 on" in answer.output
    assert not Run.objects.exists()


def test_a_month_that_is_none_is_wrong_use():
    assert run("fetch", "--since", "2026-Q2").exit_code == 2
    assert run("fetch", "--since", "June").exit_code == 2


def test_a_source_that_may_not_be_asked_ends_with_its_own_code_and_changes_nothing(cast, settings):
    settings.SOURCE_HOSTS = []
    answer = run("fetch")
    assert answer.exit_code == 3
    assert "Nothing was fetched." in answer.output
    assert FetchAttempt.objects.get().outcome == Outcome.FAILED
    assert not Run.objects.exists()


def test_the_worker_does_the_days_work_once(cast, settings):
    settings.SOURCE_HOSTS = []
    answer = run("worker", "--once")
    assert answer.exit_code == 0, answer.output
    lines = answer.output.splitlines()
    assert "ordered 0 fetches" in lines[0]
    assert "judged every measure" in lines[1]


def test_a_fetch_is_due_from_eight_on_the_day_after_the_next_publication(cast, publish_country):
    publish_country("2026-06")
    assert not statfin.next_turn(at=datetime(2026, 8, 22, 4, 59, tzinfo=UTC)).is_due
    assert statfin.next_turn(at=datetime(2026, 8, 22, 5, 0, tzinfo=UTC)).is_due


def test_asking_begins_at_the_first_missing_month_or_a_year_back(cast, publish_country):
    day = datetime(2026, 11, 22, tzinfo=UTC).date()
    assert statfin.first_month(day).name == "2006-01"
    publish_country("2026-05", "2026-06")
    assert statfin.first_month(day).name == "2025-06"
    publish_country("2023-10")
    assert statfin.first_month(day).name == "2023-11"


@pytest.fixture
def publish_country():
    from luotsi.core.periods import Period
    from luotsi.core.values import Cell
    from luotsi.indicators.ingest import publish

    def make(*names):
        known = datetime(2026, 7, 21, tzinfo=UTC)
        definition, country = Definition.objects.get(key="unemployed"), Subject.objects.get(code="SSS")
        publish(
            [Arrival(definition, country, Period.parse(name), Cell.of(352001), known) for name in names],
            kind=RunKind.PACKAGED,
            source_key=definition.source_key,
            at=known,
        )
        assert Observation.objects.filter(series__subject=country).exists()

    return make


def test_check_says_what_is_in_order_and_what_is_not(db, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    answer = run("check")
    assert answer.exit_code == 1
    assert "ok     database" in answer.output
    assert "wrong  static files" in answer.output
    assert "Run `luotsi migrate`." in answer.output


def test_a_first_organisation_and_a_first_person_are_made(db):
    founded = run("organisation", "kuopio", "--name", "Kuopio", "--kind", "municipality", "--place", "KU297")
    assert founded.exit_code == 0, founded.output
    made = run(
        "person", "Anna@example.org", "--name", "Anna", "--organisation", "kuopio", "--role", "editor",
        "--password", "a long word for tests",
    )  # fmt: skip
    assert made.exit_code == 0, made.output
    role = Membership.objects.get(organisation__slug="kuopio")
    assert (role.person.email, role.role, role.person.check_password("a long word for tests")) == (
        "anna@example.org",
        "editor",
        True,
    )
    assert role.organisation.subject.code == "KU297"


def test_texts_are_taken_without_characters_that_nobody_sees_and_passwords_as_they_are(db):
    hidden = "Kuo\u00adpio\u200b"
    assert run("organisation", "kuo\u200bpio", "--name", f" {hidden} ", "--kind", "municipality").exit_code == 0
    made = run(
        "person", "anna\ufeff@example.org", "--name", "An\u00adna", "--organisation", hidden.lower(), "--role",
        "editor", "--password", "a long\u00ad word for tests",
    )  # fmt: skip
    assert made.exit_code == 0, made.output
    role = Membership.objects.get(organisation__slug="kuopio")
    assert (role.organisation.name.fi, role.person.name, role.person.email) == ("Kuopio", "Anna", "anna@example.org")
    assert role.person.check_password("a long\u00ad word for tests")


def test_a_name_of_which_nothing_can_be_seen_is_wrong_use(cast):
    answer = run("organisation", "toinen", "--name", "\u00ad\u200b", "--kind", "area")
    assert answer.exit_code == 2
    assert "nothing of the text can be seen" in answer.output
    assert Organisation.objects.count() == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["organisation", "savonlinna", "--name", "Toinen", "--kind", "area"], "already in use"),
        (["organisation", "Iso Nimi", "--name", "Toinen", "--kind", "area"], "is no address"),
        (["organisation", "toinen", "--name", "Toinen", "--kind", "area", "--place", "KU999"], "no place"),
        (["organisation", "toinen", "--name", "Toinen", "--kind", "unit", "--parent", "nobody"], "no organisation"),
    ],
)
def test_an_organisation_that_cannot_be_is_not_founded(cast, arguments, words):
    answer = run(*arguments)
    assert answer.exit_code == 1
    assert words in answer.output
    assert Organisation.objects.count() == 2


@pytest.mark.parametrize(
    ("email", "organisation", "password", "words"),
    [
        ("aino@example.org", "savonlinna", "a long word for tests", "can sign in already"),
        ("anna@example.org", "atlantis", "a long word for tests", "no organisation"),
        ("anna", "savonlinna", "a long word for tests", ""),
        ("anna@example.org", "savonlinna", "short", ""),
    ],
)
def test_a_person_who_cannot_be_is_not_made(cast, email, organisation, password, words):
    answer = run(
        "person", email, "--name", "Anna", "--organisation", organisation, "--role", "editor", "--password", password
    )
    assert answer.exit_code == 1
    assert words in answer.output
    assert Person.objects.count() == 3


def test_a_taken_port_is_passed_over():
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()
        taken = door.getsockname()[1]
        assert free_port("127.0.0.1", taken) != taken
        assert free_port("127.0.0.1", taken, tried=1) == 0


def test_the_demonstration_is_not_served_to_others(db, settings):
    settings.DEMO = True
    answer = run("serve", "--host", "0.0.0.0")
    assert answer.exit_code == 1
    assert "this machine only" in answer.output


def test_a_port_is_a_number_that_ports_have():
    assert run("serve", "--port", "0").exit_code == 2
    assert run("serve", "--port", "65536").exit_code == 2
