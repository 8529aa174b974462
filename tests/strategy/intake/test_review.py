"""What a person does with proposals, and what becomes of them."""

from datetime import timedelta

import pytest

from luotsi.core.text import Text
from luotsi.orgs.models import AuditEntry
from luotsi.strategy.intake.lines import lines_of_text
from luotsi.strategy.intake.operations import (
    NewPlan,
    UnableToReview,
    Upload,
    abandon_import,
    accept_same_proposals,
    accept_sure_proposals,
    change_proposal,
    decide_proposals,
    move_proposals,
    receive_document,
    restore_proposal,
    undo_last_decision,
    write_plan,
)
from luotsi.strategy.intake.queries import progress_of
from luotsi.strategy.intake.types import ElementKind, Reading
from luotsi.strategy.models import Import, SourceDocument
from luotsi.strategy.operations import move_version
from luotsi.strategy.types import ImportState, PlanKind, ProposalState, VersionState
from tests.cast import NOW, TODAY
from tests.documents import LINES, receive

ACCEPTED, REJECTED, PENDING = ProposalState.ACCEPTED, ProposalState.REJECTED, ProposalState.PENDING


@pytest.fixture
def batch(cast):
    return receive(cast.area_a, cast.aino)


def titled(batch, beginning):
    return batch.proposals.get(title__startswith=beginning)


def change(proposal, actor, **changes):
    now = {
        "title": proposal.title,
        "kind": ElementKind(proposal.kind),
        "parent": proposal.parent,
        "seen_revision": proposal.revision,
    }
    return change_proposal(proposal=proposal, actor=actor, at=NOW, **(now | changes))


def test_the_same_bytes_again_change_nothing(cast, batch):
    again = receive(cast.area_a, cast.aino)
    assert again == batch
    assert (Import.objects.count(), SourceDocument.objects.count()) == (1, 1)


def test_the_same_bytes_of_another_organisation_are_its_own(cast, batch):
    assert receive(cast.area_b, cast.otso) != batch


def test_an_import_given_up_can_be_read_anew_from_the_same_document(cast, batch):
    abandon_import(batch=batch, actor=cast.aino, at=NOW)
    again = receive(cast.area_a, cast.aino)
    assert again != batch
    assert again.document == batch.document


def test_sure_ones_are_accepted_together_and_the_others_wait(cast, batch):
    done = accept_sure_proposals(batch=batch, actor=cast.aino, at=NOW)
    assert len(done) == 4
    assert set(batch.proposals.filter(state=PENDING).values_list("kind", flat=True)) == {"measure", "unplaced"}
    assert accept_sure_proposals(batch=batch, actor=cast.aino, at=NOW) == []


def test_what_another_reviewer_changed_since_is_left_alone(cast, batch):
    value, goal = titled(batch, "Rohkeus"), titled(batch, "Ensimmäinen")
    seen = {value.pk: value.revision, goal.pk: goal.revision}
    decide_proposals(batch=batch, ids=[value.pk], state=REJECTED, actor=cast.eero, at=NOW)
    done = decide_proposals(batch=batch, ids=seen, state=ACCEPTED, actor=cast.aino, at=NOW, seen=seen)
    assert done == [goal]
    value.refresh_from_db()
    assert (value.state, value.decided_by) == (REJECTED, cast.eero)


def test_a_change_is_refused_when_it_was_made_on_an_older_sight(cast, batch):
    proposal = titled(batch, "Rohkeus")
    change(proposal, cast.eero, title="Rohkeus kokeilla")
    with pytest.raises(UnableToReview) as refused:
        change(proposal, cast.aino, title="Rohkea mieli")
    assert refused.value.reason == "changed_meanwhile"
    proposal.refresh_from_db()
    assert proposal.title == "Rohkeus kokeilla"


def test_a_changed_proposal_keeps_what_was_read_and_gets_it_back(cast, batch):
    goal = titled(batch, "Ensimmäinen")
    parent = goal.parent
    changed = change(goal, cast.aino, title="Keskustelu viidessä päivässä", kind=ElementKind.PROMISE, parent=None)
    assert changed.as_read == {"title": goal.title, "kind": "goal", "parent": parent.pk}
    assert changed.state == ACCEPTED
    restored = restore_proposal(proposal=changed, seen_revision=changed.revision, actor=cast.aino, at=NOW)
    assert (restored.title, restored.kind, restored.parent) == (goal.title, "goal", parent)
    assert (restored.state, restored.as_read) == (PENDING, {})
    entry = AuditEntry.objects.get(kind="strategy.proposal.restore")
    assert entry.changes["title"] == ["Keskustelu viidessä päivässä", goal.title]


def test_changing_a_proposal_back_by_hand_is_no_change(cast, batch):
    value = titled(batch, "Rohkeus")
    changed = change(value, cast.aino, title="Rohkea mieli")
    assert change(changed, cast.aino, title="Rohkeus").as_read == {}


def test_restoring_an_unchanged_proposal_leaves_its_decision(cast, batch):
    [value] = decide_proposals(batch=batch, ids=[titled(batch, "Rohkeus").pk], state=ACCEPTED, actor=cast.aino, at=NOW)
    assert restore_proposal(proposal=value, seen_revision=1, actor=cast.aino, at=NOW).state == ACCEPTED


def test_several_proposals_move_under_another_and_are_accepted_so(cast, batch):
    priority = titled(batch, "Nopea")
    chosen = {one.pk: one.revision for one in (titled(batch, "Alueella"), titled(batch, "Rohkeus"))}
    done = move_proposals(batch=batch, seen=chosen, parent=priority, actor=cast.aino, at=NOW)
    assert {one.pk for one in done} == set(chosen)
    assert batch.proposals.filter(parent=priority, state=ACCEPTED).count() == 2
    assert move_proposals(batch=batch, seen=chosen, parent=priority, actor=cast.aino, at=NOW) == []


def test_moving_leaves_what_another_reviewer_changed_since(cast, batch):
    priority, value = titled(batch, "Nopea"), titled(batch, "Rohkeus")
    decide_proposals(batch=batch, ids=[value.pk], state=REJECTED, actor=cast.eero, at=NOW)
    assert move_proposals(batch=batch, seen={value.pk: 0}, parent=priority, actor=cast.aino, at=NOW) == []


@pytest.mark.parametrize("under", ["Nopea", "Ensimmäinen"])
def test_nothing_moves_under_itself_or_what_hangs_on_it(cast, batch, under):
    priority = titled(batch, "Nopea")
    with pytest.raises(UnableToReview) as refused:
        move_proposals(batch=batch, seen={priority.pk: 0}, parent=titled(batch, under), actor=cast.aino, at=NOW)
    assert refused.value.reason == "wrong_parent"
    priority.refresh_from_db()
    assert (priority.parent, priority.state) == (None, PENDING)


def test_nothing_moves_into_another_import(cast, batch):
    other = titled(receive(cast.area_b, cast.otso), "Nopea")
    with pytest.raises(UnableToReview):
        move_proposals(batch=batch, seen={titled(batch, "Rohkeus").pk: 0}, parent=other, actor=cast.aino, at=NOW)


NEW = NewPlan("strategia", Text("Strategia"), PlanKind.STRATEGY, {"priority": {"fi": "Päämäärä"}})


def write(batch, actor, **more):
    return write_plan(batch=batch, actor=actor, at=NOW, drafted_on=TODAY, new_plan=NEW, **more)


LATER = NOW + timedelta(minutes=1)


def test_the_last_act_of_a_person_is_undone_whole_and_then_the_one_before(cast, batch):
    value = titled(batch, "Rohkeus")
    decide_proposals(batch=batch, ids=[value.pk], state=REJECTED, actor=cast.aino, at=NOW)
    accept_sure_proposals(batch=batch, actor=cast.aino, at=LATER)
    undone = undo_last_decision(batch=batch, actor=cast.aino, at=LATER + timedelta(minutes=1))
    assert len(undone) == 3
    assert [one.title for one in batch.proposals.exclude(state=PENDING)] == ["Rohkeus"]
    undo_last_decision(batch=batch, actor=cast.aino, at=LATER + timedelta(minutes=2))
    assert not batch.proposals.exclude(state=PENDING).exists()
    assert undo_last_decision(batch=batch, actor=cast.aino, at=LATER + timedelta(minutes=3)) == []
    assert AuditEntry.objects.filter(kind="strategy.proposals.undo").count() == 2


def test_what_another_reviewer_decided_since_is_not_undone(cast, batch):
    both = [titled(batch, "Rohkeus").pk, titled(batch, "Alueella").pk]
    decide_proposals(batch=batch, ids=both, state=ACCEPTED, actor=cast.aino, at=NOW)
    decide_proposals(batch=batch, ids=both[:1], state=REJECTED, actor=cast.eero, at=LATER)
    undo_last_decision(batch=batch, actor=cast.aino, at=LATER)
    assert titled(batch, "Rohkeus").state == REJECTED
    assert titled(batch, "Alueella").state == PENDING


def test_undoing_a_move_and_a_rewording_gives_back_what_was_read(cast, batch):
    value, priority = titled(batch, "Rohkeus"), titled(batch, "Nopea")
    move_proposals(batch=batch, seen={value.pk: 0}, parent=priority, actor=cast.aino, at=NOW)
    change(titled(batch, "Alueella"), cast.aino, title="Muutto", kind=ElementKind.GOAL)
    undo_last_decision(batch=batch, actor=cast.aino, at=LATER)
    value.refresh_from_db()
    assert (value.parent, value.state, value.as_read) == (None, PENDING, {})
    assert titled(batch, "Alueella").kind == ElementKind.UNPLACED


def test_a_draft_begins_with_its_values_wherever_they_were_read(cast):
    batch = receive(cast.area_a, cast.aino, (LINES[4], *LINES[1:4], LINES[0]), name="lopussa.txt")
    accept_sure_proposals(batch=batch, actor=cast.aino, at=NOW)
    version = write(batch, cast.aino)
    assert version.elements.order_by("position").first().title.fi == "Rohkeus"


def test_the_accepted_ones_become_a_draft_with_their_places_and_years(cast, batch):
    accept_sure_proposals(batch=batch, actor=cast.aino, at=NOW)
    period = (TODAY.replace(month=1, day=1), TODAY.replace(year=2029, month=12, day=31))
    version = write(batch, cast.aino, period=period)
    assert (version.starts_on, version.ends_on) == period
    assert [one.title.fi for one in version.elements.all()][:2] == ["Rohkeus", "Nopea alku"]
    goal = version.elements.get(kind="goal")
    assert goal.parent.title.fi == "Nopea alku"
    assert goal.places.get().first_line == 3
    batch.refresh_from_db()
    assert batch.state == ImportState.WRITTEN


def test_a_goal_below_a_heading_that_was_left_out_is_kept(cast, batch):
    accept_sure_proposals(batch=batch, actor=cast.aino, at=NOW)
    decide_proposals(batch=batch, ids=[titled(batch, "Nopea").pk], state=REJECTED, actor=cast.aino, at=NOW)
    assert write(batch, cast.aino).elements.get(kind="goal").parent is None


@pytest.mark.parametrize("ends", [2024, 2026])
def test_a_plan_that_would_end_before_it_starts_is_not_written(cast, batch, ends):
    accept_sure_proposals(batch=batch, actor=cast.aino, at=NOW)
    period = (TODAY.replace(year=2026, month=12, day=31), TODAY.replace(year=ends, month=12, day=30))
    with pytest.raises(UnableToReview) as refused:
        write(batch, cast.aino, period=period)
    assert refused.value.reason == "period_backwards"
    batch.refresh_from_db()
    assert batch.state == ImportState.REVIEW


def test_nothing_accepted_writes_nothing(cast, batch):
    with pytest.raises(UnableToReview) as refused:
        write(batch, cast.aino)
    assert refused.value.reason == "nothing_accepted"


def test_a_written_import_is_closed(cast, batch):
    accept_sure_proposals(batch=batch, actor=cast.aino, at=NOW)
    write(batch, cast.aino)
    value = titled(batch, "Rohkeus")
    for act in (
        lambda: decide_proposals(batch=batch, ids=[value.pk], state=PENDING, actor=cast.aino, at=NOW),
        lambda: change(value, cast.aino, title="Toinen"),
        lambda: move_proposals(batch=batch, seen={value.pk: value.revision}, parent=None, actor=cast.aino, at=NOW),
        lambda: restore_proposal(proposal=value, seen_revision=value.revision, actor=cast.aino, at=NOW),
        lambda: abandon_import(batch=batch, actor=cast.aino, at=NOW),
        lambda: write(batch, cast.aino),
    ):
        with pytest.raises(UnableToReview) as refused:
            act()
        assert refused.value.reason == "not_open"


def test_progress_counts_what_was_accepted_changed_and_left_out(cast, batch):
    change(titled(batch, "Rohkeus"), cast.aino, title="Rohkea mieli")
    decide_proposals(batch=batch, ids=[titled(batch, "Nopea").pk], state=ACCEPTED, actor=cast.aino, at=NOW)
    decide_proposals(batch=batch, ids=[titled(batch, "Alueella").pk], state=REJECTED, actor=cast.aino, at=NOW)
    found = progress_of([batch])[batch.pk]
    assert (found.total, found.accepted, found.changed, found.rejected) == (6, 2, 1, 1)
    assert (found.decided, found.pending) == (3, 3)


def test_a_proposal_left_out_does_not_take_the_identity_from_another_of_the_same_words(cast, batch):
    accept_sure_proposals(batch=batch, actor=cast.aino, at=NOW)
    before = write(batch, cast.aino)
    move_version(version=before, to=VersionState.DECIDED, actor=cast.aino, at=NOW, decided_on=TODAY, decided_by="L")
    twice = (LINES[0], LINES[1], LINES[0])
    again = receive(cast.area_a, cast.aino, twice, "uusi.txt")
    again.plan = before.plan
    again.save()
    first, _aim, second = again.proposals.all()
    decide_proposals(batch=again, ids=[first.pk], state=REJECTED, actor=cast.aino, at=NOW)
    assert len(accept_same_proposals(batch=again, actor=cast.aino, at=NOW)) == 2
    after = write_plan(batch=again, actor=cast.aino, at=NOW, drafted_on=TODAY)
    lineages = {one.title.fi: one.lineage for one in before.elements.all()}
    assert after.elements.get(kind="value").lineage == lineages[second.title]


def test_nothing_is_the_same_where_there_is_no_plan_to_be_the_same_as(cast, batch):
    assert accept_same_proposals(batch=batch, actor=cast.aino, at=NOW) == []


def test_what_the_extraction_could_not_take_is_kept_with_the_document(cast):
    document = lines_of_text("Visio", notes=("page_without_text",))
    upload = Upload("visio.txt", "0" * 64, 5)
    received = receive_document(
        owner=cast.area_a, upload=upload, document=document, reading=Reading(()), actor=cast.aino, at=NOW
    )
    assert received.batch.document.notes == ["page_without_text"]
