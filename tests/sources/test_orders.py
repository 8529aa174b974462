"""Fetches that are ordered: one a source, taken up once, given to the next worker when one is killed."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from luotsi.orgs.models import AuditEntry
from luotsi.sources.models import Connection, FetchAttempt, FetchOrder, StoredSnapshot
from luotsi.sources.operations import (
    LEASE,
    MOST_TAKES,
    OrderLost,
    Step,
    UnableToConnect,
    begin_connection,
    finish_order,
    give_back,
    keep_step,
    order_fetch,
    remove_connection,
    save_connection,
    sweep_drafts,
    take_order,
    tell_progress,
)
from luotsi.sources.schedule import Every
from luotsi.sources.types import FetchReason, OrderState, Request, Snapshot
from tests.cast import NOW

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def order(key="kela-c1", at=NOW):
    return order_fetch(source_key=key, actor=None, at=at)


def test_while_an_order_is_open_another_one_is_the_same():
    first = order()
    assert order(at=NOW + SECOND) == first
    take_order(at=NOW)
    assert order(at=NOW + SECOND) == first
    assert order("statfin-12r5") != first
    assert AuditEntry.objects.filter(kind="sources.fetch.order").count() == 2


def test_a_closed_order_makes_way_for_the_next():
    first = order()
    finish_order(order=take_order(at=NOW), is_failed=False, at=NOW)
    assert order(at=NOW + SECOND) != first


def test_orders_are_taken_up_in_their_turn_and_each_once():
    late, early = order("a", NOW + SECOND), order("b", NOW)
    assert [take_order(at=NOW).pk, take_order(at=NOW).pk, take_order(at=NOW)] == [early.pk, late.pk, None]


def test_an_order_whose_worker_was_killed_goes_to_the_next_when_its_lease_has_ended():
    order()
    first = take_order(at=NOW)
    assert take_order(at=NOW + LEASE) is None
    again = take_order(at=NOW + LEASE + SECOND)
    assert (again.pk, again.takes, again.started_at) == (first.pk, 2, NOW)
    for forgotten in (
        lambda: tell_progress(order=first, answers=1, questions=2, at=NOW),
        lambda: finish_order(order=first, is_failed=False, at=NOW),
    ):
        with pytest.raises(OrderLost):
            forgotten()
    finish_order(order=again, is_failed=False, at=NOW)


def test_each_answer_keeps_the_order_for_its_worker():
    order()
    mine = take_order(at=NOW)
    tell_progress(order=mine, answers=1, questions=9, at=NOW + LEASE)
    assert take_order(at=NOW + LEASE + LEASE) is None
    mine.refresh_from_db()
    assert (mine.answers, mine.questions) == (1, 9)


def test_a_worker_that_is_asked_to_stop_gives_its_order_back_at_once():
    order()
    give_back(order=take_order(at=NOW), at=NOW)
    again = take_order(at=NOW + SECOND)
    assert (again.takes, again.started_at) == (1, NOW)


def test_an_order_that_kills_every_worker_fails_and_says_so():
    order()
    at = NOW
    for _take in range(MOST_TAKES):
        assert take_order(at=at) is not None
        at += LEASE + SECOND
    assert take_order(at=at) is None
    assert FetchOrder.objects.get().state == OrderState.FAILED
    attempt = FetchAttempt.objects.get()
    assert (attempt.reason, attempt.parameters, attempt.started_at) == (FetchReason.INTERRUPTED, {"count": 3}, NOW)
    assert "interrupted 3 times" in str(attempt.attempt.obstacle)


@pytest.mark.skipif(
    connection.vendor == "sqlite",
    reason="SQLite's database of tests lives in memory, where threads lock whole tables for each other;"
    " the same is held on PostgreSQL",
)
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["order", "take"])
def test_two_at_the_same_instant_make_one_order_and_take_it_up_once(what):
    if what == "take":
        order()
    start, found = threading.Barrier(4), []

    def act():
        try:
            start.wait()
            one = order() if what == "order" else take_order(at=NOW)
            found.append(one and one.pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=act) for _one in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert FetchOrder.objects.count() == 1
    expected = 4 if what == "order" else 1
    assert found.count(FetchOrder.objects.get().pk) == expected
    assert len(found) == 4


def answered(body=b"Kunta;n\n"):
    return Snapshot(Request("UPLOAD", "t.csv"), 200, body, "0" * 64, NOW)


def test_what_is_chosen_changes_nothing_that_is_asked_until_it_is_saved(cast):
    one = begin_connection(owner=cast.area_a, measure="m", source="tabular", actor=cast.aino, at=NOW)
    keep_step(connection=one, seen=0, step=Step({"a": 1}, {"columns": []}, answered()), actor=cast.aino, at=NOW)
    assert (one.question, one.draft, one.revision) == ({}, {"a": 1}, 1)
    first = save_connection(connection=one, seen=1, every=Every.WEEK, actor=cast.aino, at=NOW)
    assert one.question == {"a": 1, "sample": one.sample_id}
    assert first.source_key == one.key == f"tabular-c{one.pk}"
    keep_step(connection=one, seen=2, step=Step({"a": 2}), actor=cast.aino, at=NOW)
    assert (one.question["a"], one.draft) == (1, {"a": 2})


def test_a_connection_that_somebody_changed_meanwhile_is_left_as_it_is(cast):
    one = begin_connection(owner=cast.area_a, measure="m", source="tabular", actor=cast.aino, at=NOW)
    keep_step(connection=one, seen=0, step=Step({"a": 1}), actor=cast.aino, at=NOW)
    for change in (
        lambda: keep_step(connection=one, seen=0, step=Step({"a": 9}), actor=cast.eero, at=NOW),
        lambda: save_connection(connection=one, seen=0, every=Every.DAY, actor=cast.eero, at=NOW),
        lambda: remove_connection(connection=one, seen=0, actor=cast.eero, at=NOW),
    ):
        with pytest.raises(UnableToConnect):
            change()
    one.refresh_from_db()
    assert (one.draft, one.question, one.removed_at) == ({"a": 1}, {}, None)
    assert not FetchOrder.objects.exists()


def test_a_removed_connection_takes_its_waiting_order_along(cast):
    one = begin_connection(owner=cast.area_a, measure="m", source="tabular", actor=cast.aino, at=NOW)
    keep_step(connection=one, seen=0, step=Step({"a": 1}), actor=cast.aino, at=NOW)
    save_connection(connection=one, seen=1, every=Every.DAY, actor=cast.aino, at=NOW)
    remove_connection(connection=one, seen=2, actor=cast.aino, at=NOW)
    assert not FetchOrder.objects.exists()
    assert Connection.objects.get().removed_at == NOW


def test_connections_that_nobody_finished_are_swept_with_their_answers_and_saved_ones_stay(cast):
    for at, is_saved in ((NOW, False), (NOW, True), (NOW + timedelta(days=8), False)):
        one = begin_connection(owner=cast.area_a, measure="m", source="tabular", actor=cast.aino, at=at)
        keep_step(connection=one, seen=0, step=Step({"a": 1}, {}, answered()), actor=cast.aino, at=at)
        if is_saved:
            save_connection(connection=one, seen=1, every=Every.DAY, actor=cast.aino, at=at)
    assert sweep_drafts(after=timedelta(days=7), at=NOW + timedelta(days=8)) == 1
    assert (Connection.objects.count(), StoredSnapshot.objects.count()) == (2, 2)
