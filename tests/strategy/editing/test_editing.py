"""A draft written by people: each act, what it refuses, and what two editors at once make of it."""

import pytest

from luotsi.core.text import Text
from luotsi.orgs.models import AuditEntry
from luotsi.strategy.editing.operations import (
    UnableToEdit,
    add_element,
    change_element,
    move_element,
    put_back,
    remove_element,
)
from luotsi.strategy.editing.types import Words
from luotsi.strategy.intake.types import ElementKind
from luotsi.strategy.models import Element, MeasureLink, Place, Removal
from luotsi.strategy.operations import discard_draft, draft_version, found_plan, link_measure, move_version
from luotsi.strategy.queries import changes_between, outline_of
from luotsi.strategy.types import ChangeKind, PlanKind, VersionState
from tests.cast import NOW, TODAY, adopt
from tests.documents import receive

KIND = ElementKind


def words(title, kind=KIND.GOAL, **more):
    return Words(kind, Text(title), **more)


@pytest.fixture
def draft(cast):
    plan = found_plan(
        owner=cast.area_a, slug="strategia", name=Text("Strategia"), kind=PlanKind.STRATEGY, actor=None, at=NOW
    )
    return draft_version(plan=plan, actor=cast.aino, at=NOW, drafted_on=TODAY)


@pytest.fixture
def add(cast, draft):
    def add_line(title, kind=KIND.GOAL, under=None):
        return add_element(version=draft, under=under, words=words(title, kind), actor=cast.aino, at=NOW)

    return add_line


@pytest.fixture
def lines(add):
    """Return a draft of two aims, the first with two goals and a measure."""
    first = add("Nopea alku", KIND.PRIORITY)
    second = add("Osaava väki", KIND.PRIORITY)
    goals = [add("Keskustelu ajoissa", under=first), add("Suunnitelma ajan tasalla", under=first)]
    measure = add("Työttömyysaste", KIND.MEASURE, under=first)
    return [first, second, *goals, measure]


def as_read(version):
    """Return the titles in the order of reading, indented by what they hang on."""
    found = []

    def walk(branches, depth):
        for branch in branches:
            found.append("  " * depth + branch.element.title.fi)
            walk(branch.children, depth + 1)

    walk(outline_of(version).roots, 0)
    return found


def audited(kind):
    return AuditEntry.objects.filter(kind=f"strategy.element.{kind}").count()


def put_in_force(version, actor):
    move_version(version=version, to=VersionState.DECIDED, actor=actor, at=NOW, decided_on=TODAY, decided_by="Jaosto")
    move_version(version=version, to=VersionState.IN_FORCE, actor=actor, at=NOW)


def places(version):
    return list(version.elements.order_by("position").values_list("position", flat=True))


# Adding


def test_a_new_line_comes_after_the_last_of_its_kind(add, lines, draft):
    add("Palaute kuullaan", under=lines[0])
    add("Rohkeus", KIND.VALUE)
    add("Avoimet paikat", KIND.MEASURE, under=lines[0])
    assert as_read(draft) == [
        "Nopea alku",
        "  Keskustelu ajoissa",
        "  Suunnitelma ajan tasalla",
        "  Palaute kuullaan",
        "  Työttömyysaste",
        "  Avoimet paikat",
        "Osaava väki",
        "Rohkeus",
    ]
    assert places(draft) == list(range(8))
    assert audited("add") == 8


def test_a_line_without_words_is_refused(cast, draft):
    with pytest.raises(UnableToEdit) as refused:
        add_element(version=draft, under=None, words=Words(KIND.GOAL, Text()), actor=cast.aino, at=NOW)
    assert refused.value.reason == "empty_title"
    assert not Element.objects.exists()


def test_nothing_is_added_under_what_was_taken_out(cast, lines, draft):
    remove_element(element=lines[0], actor=cast.aino, at=NOW)
    with pytest.raises(UnableToEdit) as refused:
        add_element(version=draft, under=lines[2], words=words("Myöhässä"), actor=cast.eero, at=NOW)
    assert refused.value.reason == "place_gone"


# Changing


def test_words_and_details_are_changed_with_who_and_when(cast, lines, draft):
    said = words("Keskustelu viidessä päivässä", details={"responsible": "Palvelupäällikkö"})
    changed = change_element(version=draft, pk=lines[2].pk, words=said, seen_revision=0, actor=cast.aino, at=NOW)
    assert (changed.title.fi, changed.details, changed.revision) == (said.title.fi, dict(said.details), 1)
    assert (changed.changed_by, changed.changed_at) == (cast.aino, NOW)
    entry = AuditEntry.objects.get(kind="strategy.element.change")
    assert entry.changes["title"] == [{"fi": "Keskustelu ajoissa"}, {"fi": "Keskustelu viidessä päivässä"}]


def test_saying_the_same_again_changes_nothing_whoever_saw_what(cast, lines, draft):
    for seen in (0, 7):
        change_element(
            version=draft, pk=lines[2].pk, words=words("Keskustelu ajoissa"), seen_revision=seen, actor=None, at=NOW
        )
    assert audited("change") == 0
    lines[2].refresh_from_db()
    assert lines[2].revision == 0


def test_the_second_of_two_editors_is_told_and_the_first_ones_words_stay(cast, lines, draft):
    goal = lines[2]
    change_element(version=draft, pk=goal.pk, words=words("Ainon sanat"), seen_revision=0, actor=cast.aino, at=NOW)
    with pytest.raises(UnableToEdit) as refused:
        change_element(version=draft, pk=goal.pk, words=words("Eeron sanat"), seen_revision=0, actor=cast.eero, at=NOW)
    assert refused.value.reason == "changed_meanwhile"
    goal.refresh_from_db()
    assert goal.title.fi == "Ainon sanat"


def test_words_for_a_line_that_was_taken_out_are_refused(cast, lines, draft):
    remove_element(element=lines[2], actor=cast.aino, at=NOW)
    with pytest.raises(UnableToEdit) as refused:
        change_element(version=draft, pk=lines[2].pk, words=words("x"), seen_revision=0, actor=cast.eero, at=NOW)
    assert refused.value.reason == "removed"


# Moving


@pytest.mark.parametrize(
    ("moved", "under", "before", "expected"),
    [
        (3, 0, 2, ["Nopea alku", "  Suunnitelma ajan tasalla", "  Keskustelu ajoissa", "  Työttömyysaste"]),
        (2, 0, None, ["Nopea alku", "  Suunnitelma ajan tasalla", "  Työttömyysaste", "  Keskustelu ajoissa"]),
        (2, 3, None, ["Nopea alku", "  Suunnitelma ajan tasalla", "    Keskustelu ajoissa", "  Työttömyysaste"]),
        (1, None, 0, ["Osaava väki", "Nopea alku", "  Keskustelu ajoissa", "  Suunnitelma ajan tasalla"]),
        (2, None, 1, ["Nopea alku", "  Suunnitelma ajan tasalla", "  Työttömyysaste", "Keskustelu ajoissa"]),
    ],
    ids=["up", "down to the end", "below the one after it", "with all below it", "one level up"],
)
def test_a_line_is_moved(cast, lines, draft, moved, under, before, expected):
    key = {None: None} | {number: one.pk for number, one in enumerate(lines)}
    element = Element.objects.get(pk=lines[moved].pk)
    move_element(element=element, under=key[under], before=key[before], actor=cast.aino, at=NOW)
    assert as_read(draft)[: len(expected)] == expected
    assert places(draft) == list(range(5))
    assert audited("move") == 1


def test_moving_a_line_to_where_it_stands_changes_nothing(cast, lines):
    move_element(element=lines[2], under=lines[0].pk, before=lines[3].pk, actor=cast.aino, at=NOW)
    assert audited("move") == 0


@pytest.mark.parametrize("under", [0, 2], ids=["itself", "what hangs on it"])
def test_a_line_does_not_hang_below_itself(cast, lines, draft, under):
    with pytest.raises(UnableToEdit) as refused:
        move_element(element=lines[0], under=lines[under].pk, before=None, actor=cast.aino, at=NOW)
    assert refused.value.reason == "wrong_parent"
    assert len(as_read(draft)) == 5


def test_a_line_that_another_editor_moved_stays_where_that_one_put_it(cast, lines, draft):
    goal, second = lines[2], lines[1]
    move_element(element=Element.objects.get(pk=goal.pk), under=second.pk, before=None, actor=cast.aino, at=NOW)
    with pytest.raises(UnableToEdit) as refused:
        move_element(element=goal, under=lines[0].pk, before=None, actor=cast.eero, at=NOW)
    assert refused.value.reason == "changed_meanwhile"
    assert as_read(draft)[-1] == "  Keskustelu ajoissa"


def test_a_line_is_not_put_before_one_that_went_away(cast, lines):
    goal, other = lines[3], lines[2]
    move_element(element=other, under=lines[1].pk, before=None, actor=cast.aino, at=NOW)
    with pytest.raises(UnableToEdit) as refused:
        move_element(element=goal, under=lines[0].pk, before=other.pk, actor=cast.eero, at=NOW)
    assert refused.value.reason == "place_gone"


# Taking out and putting back


def test_what_is_taken_out_goes_with_all_below_it_and_comes_back_as_it_was(cast, lines, draft):
    measure = adopt(cast.area_a, "unemployment-rate")
    link_measure(element=lines[4], measure=measure, actor=None, at=NOW)
    before, identities = as_read(draft), set(draft.elements.values_list("pk", "lineage"))
    removal = remove_element(element=lines[0], actor=cast.aino, at=NOW)
    assert as_read(draft) == ["Osaava väki"]
    assert (removal.title.fi, removal.kind, len(removal.elements)) == ("Nopea alku", KIND.PRIORITY, 4)
    assert MeasureLink.objects.count() == 1
    put_back(removal=Removal.objects.get(), actor=cast.aino, at=NOW)
    assert as_read(draft) == before
    assert set(draft.elements.values_list("pk", "lineage")) == identities
    assert [branch.measures for branch in outline_of(draft).walk() if branch.measures] == [[measure]]
    assert not Removal.objects.exists()


def test_places_in_the_document_come_back_with_the_line(cast):
    batch = receive(cast.area_a, cast.aino)
    draft = written(batch, cast)
    goal = draft.elements.get(kind=KIND.GOAL)
    spot = Place.objects.filter(element=goal).values("document", "page", "first_line", "last_line", "start", "end")
    before = list(spot)
    put_back(removal=remove_element(element=goal, actor=None, at=NOW), actor=None, at=NOW)
    assert before
    assert list(spot.all()) == before


def test_what_hung_on_something_gone_comes_back_on_its_own(cast, lines, draft):
    goal = remove_element(element=lines[2], actor=cast.aino, at=NOW)
    remove_element(element=lines[0], actor=cast.aino, at=NOW)
    put_back(removal=goal, actor=cast.aino, at=NOW)
    assert "Keskustelu ajoissa" in as_read(draft)


def test_putting_back_twice_is_refused(cast, lines):
    remove_element(element=lines[2], actor=cast.aino, at=NOW)
    seen_by_aino, seen_by_eero = Removal.objects.get(), Removal.objects.get()
    put_back(removal=seen_by_aino, actor=cast.aino, at=NOW)
    with pytest.raises(UnableToEdit) as refused:
        put_back(removal=seen_by_eero, actor=cast.eero, at=NOW)
    assert refused.value.reason == "put_back_already"
    assert Element.objects.count() == 5


def test_a_line_that_another_editor_changed_is_not_taken_out_unseen(cast, lines, draft):
    change_element(version=draft, pk=lines[2].pk, words=words("Toisin"), seen_revision=0, actor=cast.eero, at=NOW)
    with pytest.raises(UnableToEdit) as refused:
        remove_element(element=lines[2], actor=cast.aino, at=NOW)
    assert refused.value.reason == "changed_meanwhile"


# What only drafts allow


def test_a_version_that_was_decided_is_not_changed_by_any_act(cast, lines, draft):
    removal = remove_element(element=lines[3], actor=cast.aino, at=NOW)
    put_in_force(draft, cast.aino)
    goal, before = lines[2], as_read(draft)
    acts = (
        lambda: add_element(version=draft, under=None, words=words("Uusi"), actor=cast.aino, at=NOW),
        lambda: change_element(version=draft, pk=goal.pk, words=words("x"), seen_revision=0, actor=None, at=NOW),
        lambda: move_element(element=goal, under=None, before=None, actor=cast.aino, at=NOW),
        lambda: remove_element(element=goal, actor=cast.aino, at=NOW),
        lambda: put_back(removal=removal, actor=cast.aino, at=NOW),
    )
    for act in acts:
        with pytest.raises(UnableToEdit) as refused:
            act()
        assert refused.value.reason == "not_draft"
    assert as_read(draft) == before


def test_an_element_of_another_version_is_not_reached_through_a_draft(cast, lines, draft):
    put_in_force(draft, cast.aino)
    second = draft_version(plan=draft.plan, actor=cast.aino, at=NOW, drafted_on=TODAY, copy_of=draft)
    with pytest.raises(UnableToEdit) as refused:
        change_element(version=second, pk=lines[2].pk, words=words("x"), seen_revision=0, actor=None, at=NOW)
    assert refused.value.reason == "removed"


# The draft against the version it was copied from


def test_a_copy_reads_the_same_wherever_a_line_was_stored(cast, lines, draft):
    """A reviewer may hang a line on a later one: the copy keeps that."""
    Element.objects.filter(pk=lines[0].pk).update(position=99)
    before = as_read(draft)
    put_in_force(draft, cast.aino)
    second = draft_version(plan=draft.plan, actor=cast.aino, at=NOW, drafted_on=None, copy_of=draft)
    assert as_read(second) == before
    assert second.drafted_on is None
    assert {one.kind for one in changes_between(draft, second)} == {ChangeKind.SAME}


def test_details_alone_make_a_line_differ(cast, lines, draft):
    put_in_force(draft, cast.aino)
    second = draft_version(plan=draft.plan, actor=cast.aino, at=NOW, drafted_on=TODAY, copy_of=draft)
    goal = second.elements.get(lineage=lines[2].lineage)
    said = words(goal.title.fi, details={"schedule": "2027"})
    change_element(version=second, pk=goal.pk, words=said, seen_revision=0, actor=None, at=NOW)
    [change] = [one for one in changes_between(draft, second) if one.kind is not ChangeKind.SAME]
    assert (change.lineage, change.fields) == (goal.lineage, ("details",))


def written(batch, cast):
    from luotsi.strategy.intake.operations import NewPlan, accept_sure_proposals, write_plan

    accept_sure_proposals(batch=batch, actor=cast.aino, at=NOW)
    new_plan = NewPlan("toinen", Text("Toinen"), PlanKind.STRATEGY, {})
    return write_plan(batch=batch, actor=cast.aino, at=NOW, drafted_on=TODAY, new_plan=new_plan)


def test_a_draft_given_up_opens_its_document_for_review_again(cast):
    batch = receive(cast.area_a, cast.aino)
    draft = written(batch, cast)
    discard_draft(version=draft, actor=cast.aino, at=NOW)
    batch.refresh_from_db()
    assert (batch.state, batch.version, batch.written_at) == ("review", None, None)
    assert batch.proposals.filter(state="accepted").count() == 4
    assert not Element.objects.exists()
    assert AuditEntry.objects.filter(kind="strategy.version.discard").count() == 1


def test_only_a_draft_is_given_up(cast, lines, draft):
    put_in_force(draft, cast.aino)
    with pytest.raises(ValueError, match="in_force stays"):
        discard_draft(version=draft, actor=cast.aino, at=NOW)
