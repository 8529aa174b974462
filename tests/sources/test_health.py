from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from luotsi.core.periods import Period
from luotsi.core.values import Cell, Gap
from luotsi.sources.health import PAGE_SENTENCES, REMEDIES, Says, difference, health
from luotsi.sources.schedule import State, Turn
from luotsi.sources.types import Attempt, FetchReason, Obstacle, Outcome, ReadAnswer, ReadCell, ReadReason

AT = datetime(2026, 11, 1, 8, tzinfo=UTC)
LATER = AT + timedelta(days=1)
HIDDEN = Cell.missing(Gap.HIDDEN)


def said(attempts, state=State.WAITING):
    return {line.says: dict(line.parameters) for line in health(attempts, Turn(state, LATER, False, 0))}


def failed(at, reason=FetchReason.UNREACHABLE, **parameters):
    return Attempt(at, Outcome.FAILED, Obstacle(reason, parameters))


def answer(**cells):
    return ReadAnswer(
        tuple(ReadCell(place, "n", Period.parse("2026-06"), cell) for place, cell in cells.items()), None, ""
    )


def test_every_reason_has_something_to_do_about_it_and_every_sentence_is_written():
    assert set(REMEDIES) == {*FetchReason, *ReadReason}
    assert set(PAGE_SENTENCES) == set(Says)


def test_a_source_never_asked_says_so_and_when_it_will_be():
    assert said([]) == {Says.NEVER_FETCHED: {}, Says.NEXT: {"when": LATER}}


def test_an_answer_says_when_it_came_what_was_new_and_how_much_was_revised():
    attempt = Attempt(AT, Outcome.CHANGED, rows_new=308, rows_revised=2, largest_permille=15)
    assert said([attempt]) == {
        Says.FETCHED: {"when": AT},
        Says.CHANGED: {"new": 308, "revised": 2},
        Says.REVISED: {"percent": Decimal("1.5")},
        Says.NEXT: {"when": LATER},
    }


def test_an_answer_without_anything_new_says_that_nothing_had_changed():
    assert Says.UNCHANGED in said([Attempt(AT, Outcome.UNCHANGED)])
    assert Says.REVISED not in said([Attempt(AT, Outcome.CHANGED, rows_new=1)])


def test_failures_say_since_when_how_many_why_and_what_to_do_and_the_last_answer_stays():
    attempts = [
        failed(AT - timedelta(days=9)),
        Attempt(AT, Outcome.CHANGED, rows_new=1),
        failed(AT + timedelta(hours=1)),
        failed(AT + timedelta(hours=2), ReadReason.CHANGED_DIMENSION, found="Alue"),
    ]
    found = said(attempts)
    assert found[Says.FETCHED] == {"when": AT}
    assert found[Says.FAILED] == {"when": AT + timedelta(hours=1), "count": 2}
    assert found[ReadReason.CHANGED_DIMENSION] == {"found": "Alue"}
    assert Says.CONNECT_AGAIN in found


def test_a_broken_source_says_so_and_is_no_longer_only_waited_for():
    attempts = [failed(AT + timedelta(hours=at), host="example.org") for at in range(4)]
    waiting, broken = said(attempts), said(attempts, State.BROKEN)
    assert Says.WAIT in waiting
    assert Says.FAILED in waiting
    assert Says.ASK_OWNER in broken
    assert broken[Says.BROKEN] == {"when": AT}


def test_every_line_can_be_written_with_what_it_carries():
    attempts = [Attempt(AT, Outcome.CHANGED, rows_new=1, rows_revised=1, largest_permille=1)]
    attempts += [failed(AT + timedelta(hours=1), host="example.org")]
    for state in State:
        for line in health(attempts, Turn(state, LATER, False, 1)):
            assert "{" not in line.sentence.format(**line.parameters)


def test_a_difference_counts_new_revised_and_vanished_figures():
    before = answer(KU046=Cell.of(200), KU681=Cell.of(10), KU740=Cell.of(0), KU768=HIDDEN, SSS=Cell.of(5))
    after = answer(KU046=Cell.of(197), KU681=Cell.of(10), KU740=Cell.of(1), KU768=Cell.of(7), KU091=Cell.of(1))
    found = difference(before, after)
    assert (found.new, found.revised, found.vanished) == (1, 3, 1)
    assert found.largest_permille == 15


@pytest.mark.parametrize(
    ("before", "after", "permille"),
    [
        (Cell.of(100), Cell.of(100), None),
        (Cell.of(100), Cell.of("100.00"), None),
        (Cell.of(100_000), Cell.of(100_001), 1),
        (Cell.of(-10), Cell.of(10), 2000),
        (Cell.of(0), Cell.of(1), None),
        (Cell.of(1), HIDDEN, None),
        (HIDDEN, Cell.missing(), None),
    ],
)
def test_the_largest_revision_is_told_in_proportion_and_never_rounded_to_nothing(before, after, permille):
    assert difference(answer(KU046=before), answer(KU046=after)).largest_permille == permille


def test_the_same_answer_twice_differs_in_nothing():
    same = answer(KU046=Cell.of(1), KU681=HIDDEN)
    assert difference(same, same) == difference(answer(), answer())
