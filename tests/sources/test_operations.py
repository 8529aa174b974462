from datetime import timedelta
from hashlib import sha256

import pytest
from django.db import IntegrityError, transaction

from luotsi.sources.health import Difference
from luotsi.sources.models import FetchAttempt, StoredSnapshot
from luotsi.sources.operations import keep_snapshot, note_answer, note_failure
from luotsi.sources.queries import attempts_of
from luotsi.sources.types import Attempt, FetchReason, Obstacle, Outcome, ReadReason, Request, Snapshot
from tests.cast import NOW

pytestmark = pytest.mark.django_db


def answer(body=b"{}", at=NOW, status=200):
    request = Request("POST", "https://example.org/", b'{"a":"\xc3\xa4"}')
    return Snapshot(request, status, body, sha256(body).hexdigest(), at)


def test_an_answer_is_kept_byte_for_byte_with_its_question():
    kept = keep_snapshot(source_key="kela", snapshot=answer(b"\x00\xff"), at=NOW)
    kept.refresh_from_db()
    assert bytes(kept.body) == b"\x00\xff"
    assert kept.request == {"method": "POST", "url": "https://example.org/", "body": '{"a":"ä"}'}


def test_the_same_bytes_again_are_kept_once_and_changed_ones_beside_them():
    later = NOW + timedelta(days=1)
    first = keep_snapshot(source_key="kela", snapshot=answer(), at=NOW)
    assert keep_snapshot(source_key="kela", snapshot=answer(at=later), at=later) == first
    other = keep_snapshot(source_key="kela", snapshot=answer(b"[]", later), at=later)
    assert keep_snapshot(source_key="kela", snapshot=answer(b"[]", later), at=later) == other
    assert keep_snapshot(source_key="kela", snapshot=answer(at=later, status=403), at=later) != other
    assert StoredSnapshot.objects.count() == 3
    assert keep_snapshot(source_key="statfin", snapshot=answer(), at=NOW) != first


def test_attempts_are_read_back_as_they_were_noted_newest_first():
    later = NOW + timedelta(hours=1)
    kept = keep_snapshot(source_key="kela", snapshot=answer(), at=NOW)
    note_answer(source_key="kela", at=NOW, difference=Difference(5, 2, 0, 15), snapshot=kept)
    obstacle = Obstacle(ReadReason.DIFFERENT_SIZE, {"found": 1, "expected": 2})
    note_failure(source_key="kela", at=later, obstacle=obstacle)
    note_failure(source_key="other", at=later, obstacle=Obstacle(FetchReason.BUSY))
    assert attempts_of("kela") == (
        Attempt(later, Outcome.FAILED, obstacle),
        Attempt(NOW, Outcome.CHANGED, rows_new=5, rows_revised=2, largest_permille=15),
    )


def test_an_answer_without_anything_new_is_noted_as_unchanged():
    assert note_answer(source_key="kela", at=NOW).outcome == Outcome.UNCHANGED
    gone = note_answer(source_key="scb", at=NOW, difference=Difference(0, 0, 3, None))
    assert gone.outcome == Outcome.UNCHANGED


def test_an_attempt_outlives_its_answer():
    kept = keep_snapshot(source_key="kela", snapshot=answer(), at=NOW)
    note_answer(source_key="kela", at=NOW, snapshot=kept)
    kept.delete()
    assert FetchAttempt.objects.get().snapshot is None


@pytest.mark.parametrize(("outcome", "reason"), [(Outcome.FAILED, ""), (Outcome.CHANGED, FetchReason.BUSY)])
def test_the_database_refuses_a_failure_without_a_reason_and_a_reason_without_a_failure(outcome, reason):
    with pytest.raises(IntegrityError), transaction.atomic():
        FetchAttempt.objects.create(source_key="kela", started_at=NOW, outcome=outcome, reason=reason)


def test_the_database_refuses_two_attempts_at_one_moment():
    note_answer(source_key="kela", at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        note_answer(source_key="kela", at=NOW)


def test_the_longest_reason_fits_its_column():
    longest = max((*FetchReason, *ReadReason), key=len)
    assert len(longest) <= FetchAttempt._meta.get_field("reason").max_length
