"""Two persons who change a draft at the same instant, each on a connection of their own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from luotsi.core.text import Text
from luotsi.strategy.editing.operations import UnableToEdit, add_element, change_element, move_element, remove_element
from luotsi.strategy.editing.types import Words
from luotsi.strategy.intake.types import ElementKind
from luotsi.strategy.models import Element, PlanVersion
from luotsi.strategy.operations import UnableToPlan, draft_version, found_plan, move_version
from luotsi.strategy.types import PlanKind, VersionState
from tests.cast import NOW, TODAY, make_cast

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite",
        reason="SQLite's database of tests lives in memory, where threads lock whole tables for each other;"
        " in use it lets one writer in at a time",
    ),
]


def words(title):
    return Words(ElementKind.GOAL, Text(title))


@pytest.fixture
def draft():
    cast = make_cast()
    plan = found_plan(
        owner=cast.area_a, slug="strategia", name=Text("Strategia"), kind=PlanKind.STRATEGY, actor=None, at=NOW
    )
    version = draft_version(plan=plan, actor=None, at=NOW, drafted_on=TODAY)
    for number in range(6):
        add_element(version=version, under=None, words=words(f"Tavoite {number}"), actor=None, at=NOW)
    return version


def at_once(*acts):
    """Do the acts at the same instant and return the outcome of each: done, or why it was refused."""
    start = Barrier(len(acts))

    def one(act):
        try:
            start.wait(timeout=30)
            act()
        except UnableToEdit as refused:
            return refused.reason
        except UnableToPlan:
            return "refused"
        else:
            return "done"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(one, acts))


def places():
    return sorted(Element.objects.values_list("position", flat=True))


def test_of_two_who_change_the_same_words_one_is_told(draft):
    pk = draft.elements.first().pk
    acts = [
        lambda title=title: change_element(
            version=draft, pk=pk, words=words(title), seen_revision=0, actor=None, at=NOW
        )
        for title in ("Yksi", "Toinen")
    ]
    assert at_once(*acts) == ["changed_meanwhile", "done"]
    assert Element.objects.get(pk=pk).revision == 1


def test_lines_moved_and_added_at_once_all_find_a_place(draft):
    keys = list(draft.elements.values_list("pk", flat=True))
    moves = [
        lambda pk=pk, before=before: move_element(
            element=Element(pk=pk, version=draft), under=None, before=before, actor=None, at=NOW
        )
        for pk, before in ((keys[5], keys[0]), (keys[4], keys[1]), (keys[0], None))
    ]
    adds = [
        lambda title=title: add_element(version=draft, under=None, words=words(title), actor=None, at=NOW)
        for title in ("Uusi", "Toinen uusi")
    ]
    assert at_once(*moves, *adds) == ["done"] * 5
    assert places() == list(range(8))


def test_what_one_takes_out_the_other_does_not_write_into(draft):
    line = draft.elements.first()
    outcomes = at_once(
        lambda: remove_element(element=Element(pk=line.pk, version=draft), actor=None, at=NOW),
        lambda: add_element(version=draft, under=line, words=words("Alle"), actor=None, at=NOW),
    )
    assert outcomes in (["done", "done"], ["done", "place_gone"])
    assert not Element.objects.filter(pk=line.pk).exists()


def test_a_draft_is_decided_once_and_not_changed_after(draft):
    def decide():
        version = PlanVersion.objects.get(pk=draft.pk)
        move_version(
            version=version, to=VersionState.DECIDED, actor=None, at=NOW, decided_on=TODAY, decided_by="Jaosto"
        )

    assert at_once(decide, decide) == ["done", "refused"]
    assert at_once(lambda: add_element(version=draft, under=None, words=words("Myöhässä"), actor=None, at=NOW)) == [
        "not_draft"
    ]


def test_two_drafts_are_not_begun_at_once(draft):
    move_version(version=draft, to=VersionState.SET_ASIDE, actor=None, at=NOW)

    def begin():
        draft_version(plan=draft.plan, actor=None, at=NOW, drafted_on=TODAY, copy_of=draft)

    assert at_once(begin, begin) == ["done", "refused"]
    assert PlanVersion.objects.count() == 2
