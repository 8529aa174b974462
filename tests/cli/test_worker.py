"""The worker: fetches that were ordered, letters that wait, and what nobody came back for."""

import os
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from django.core import mail
from django.utils import timezone

from luotsi.cli.commands import luotsi
from luotsi.core.periods import Period
from luotsi.files.uploads import store_waiting
from luotsi.indicators.entry.letters import Slot
from luotsi.indicators.entry.models import OutgoingMail
from luotsi.indicators.entry.operations import send_entry_link
from luotsi.sources.models import Connection, FetchAttempt, FetchOrder
from luotsi.sources.operations import Step, begin_connection, keep_step, order_fetch, save_connection
from luotsi.sources.schedule import Every
from luotsi.sources.types import OrderState, Outcome, Request, Snapshot
from luotsi.web.desk.entry_addresses import entry_address
from tests.cast import adopt

TABLE = b"Kunta;Kk;n\nEnonkoski;6/2026;3\n"
MAPPING = {"values": {"value": "n"}, "place": "Kunta", "period": "Kk"}


@pytest.fixture(autouse=True)
def _alone(settings, tmp_path):
    settings.SOURCE_HOSTS = []
    settings.WAITING_ROOT = tmp_path / "waiting"


def worker(*options):
    answer = CliRunner().invoke(luotsi, ["worker", "--once", *options])
    assert answer.exit_code == 0, answer.output
    return answer.output


@pytest.fixture
def table(cast):
    """A file that was brought for a measure of area A, saved and not yet fetched."""
    adopt(cast.area_a, "open-vacancies")
    at = timezone.now()
    one = begin_connection(owner=cast.area_a, measure="open-vacancies", source="tabular", actor=cast.aino, at=at)
    draft = {"kind": "columns", "where": "upload", "at": "t.csv", "mapping": MAPPING, "about": {"title": "t.csv"}}
    brought = Snapshot(Request("UPLOAD", "t.csv"), 200, TABLE, "0" * 64, at)
    keep_step(connection=one, seen=0, step=Step(draft, {}, brought), actor=cast.aino, at=at)
    save_connection(connection=one, seen=1, every=Every.NEVER, actor=cast.aino, at=at)
    return one


def test_an_ordered_fetch_is_carried_out_and_told(table):
    assert f"{table.key}: 1 new values, 0 revised" in worker()
    assert FetchOrder.objects.get().state == OrderState.DONE
    assert FetchAttempt.objects.get().outcome == Outcome.CHANGED


def test_a_worker_for_orders_alone_leaves_the_daily_work_to_another(table):
    told = worker("--only-ordered")
    assert "1 new values" in told
    assert "judged" not in told


def test_a_fetch_that_fails_is_told_and_does_not_stop_the_worker(table):
    Connection.objects.update(question={"kind": "nothing"})
    told = worker()
    assert "There is no table of the kind" in told
    assert "judged every measure" in told


def test_a_connection_that_asks_by_itself_is_ordered_when_its_turn_has_come(table):
    worker()
    FetchAttempt.objects.update(started_at=timezone.now() - timedelta(days=2))
    assert "ordered 0 fetches" in worker()
    Connection.objects.update(every=Every.WEEK)
    assert "ordered 0 fetches" in worker()
    FetchAttempt.objects.update(started_at=timezone.now() - timedelta(days=8))
    assert "ordered 1 fetches" in worker()
    assert FetchOrder.objects.count() == 2


def test_what_nobody_came_back_for_is_swept(cast, settings):
    kept = store_waiting(b"a;b\n", settings.WAITING_ROOT)
    begun = begin_connection(owner=cast.area_a, measure="m", source="kela", actor=cast.aino, at=timezone.now())
    assert "nobody mapped" not in worker()
    old = datetime(2026, 1, 1, tzinfo=UTC)
    os.utime(settings.WAITING_ROOT / kept.path, (old.timestamp(), old.timestamp()))
    Connection.objects.filter(pk=begun.pk).update(changed_at=old)
    assert "removed 1 tables that nobody mapped and 1 connections that nobody finished" in worker()
    assert not (settings.WAITING_ROOT / kept.path).exists()
    assert not Connection.objects.exists()


@pytest.mark.parametrize("sends", [True, False])
def test_letters_that_wait_are_sent_where_the_installation_sends_mail(cast, settings, sends):
    settings.SITE_ADDRESS, settings.SENDS_MAIL = "https://luotsi.example.org", True
    slot = Slot(adopt(cast.area_a, "agreements"), cast.area_a.subject, Period.parse("2025"))
    send_entry_link(slot=slot, person=cast.aino, address_of=entry_address, actor=None, at=timezone.now())
    settings.SENDS_MAIL = sends
    told = worker()
    assert ("sent 1 messages, 0 failed" in told) == sends
    assert [one.to for one in mail.outbox] == ([["aino@example.org"]] if sends else [])
    assert OutgoingMail.objects.filter(sent_at__isnull=False).count() == int(sends)
    assert "sent 1" not in worker()
    assert len(mail.outbox) == int(sends)


def test_a_source_that_is_not_there_is_named_with_those_that_are(table):
    answer = CliRunner().invoke(luotsi, ["fetch", "kela-c99"])
    assert answer.exit_code == 1
    assert f"There are: statfin, {table.key}." in answer.output


def test_a_connection_is_fetched_by_its_key_from_the_terminal(table):
    answer = CliRunner().invoke(luotsi, ["fetch", table.key])
    assert answer.exit_code == 0, answer.output
    assert "1 new or changed values were stored." in answer.output
    assert FetchAttempt.objects.count() == 1


def test_an_order_of_a_connection_that_was_removed_meanwhile_fails_quietly(table):
    order_fetch(source_key=table.key, actor=None, at=timezone.now())
    Connection.objects.update(removed_at=timezone.now())
    worker()
    assert FetchOrder.objects.get().state == OrderState.FAILED
