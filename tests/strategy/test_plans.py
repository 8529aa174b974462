import uuid
from datetime import date, timedelta

import pytest

from luotsi.core.text import Text
from luotsi.orgs.models import AuditEntry
from luotsi.strategy.intake.types import ElementKind
from luotsi.strategy.models import Element, Plan
from luotsi.strategy.operations import (
    UnableToPlan,
    align,
    draft_version,
    found_plan,
    link_measure,
    move_version,
    set_period,
)
from luotsi.strategy.queries import changes_between, elements_shown_by, outline_of, shown_version
from luotsi.strategy.types import ChangeKind, PlanKind, VersionState
from tests.cast import NOW, TODAY, adopt


def plan_of(owner, slug="strategia"):
    return found_plan(
        owner=owner,
        slug=slug,
        name=Text("Strategia"),
        kind=PlanKind.STRATEGY,
        actor=None,
        at=NOW,
        level_names={"priority": {"fi": "Painopiste"}},
    )


def element(version, kind, title, position, parent=None):
    return Element.objects.create(
        version=version, lineage=uuid.uuid4(), kind=kind, title=Text(title), position=position, parent=parent
    )


@pytest.fixture
def version(cast):
    drafted = draft_version(plan=plan_of(cast.area_a), actor=cast.aino, at=NOW, drafted_on=TODAY)
    priority = element(drafted, ElementKind.PRIORITY, "Palvelujen laatu", 0)
    element(drafted, ElementKind.GOAL, "Nopea reagointi", 1, priority)
    element(drafted, ElementKind.MEASURE, "Työttömyysaste", 2, priority)
    return drafted


def decide(version, actor):
    move_version(version=version, to=VersionState.DECIDED, actor=actor, at=NOW, decided_on=TODAY, decided_by="Jaosto")
    move_version(version=version, to=VersionState.IN_FORCE, actor=actor, at=NOW)


def test_a_version_goes_from_draft_to_decided_to_in_force_to_past(cast, version):
    decide(version, cast.aino)
    second = draft_version(plan=version.plan, actor=cast.aino, at=NOW, drafted_on=TODAY, copy_of=version)
    decide(second, cast.aino)
    version.refresh_from_db()
    assert (version.state, second.state) == (VersionState.PAST, VersionState.IN_FORCE)
    assert shown_version(Plan.objects.get()) == second


@pytest.mark.parametrize("to", [VersionState.IN_FORCE, VersionState.PAST])
def test_a_draft_cannot_skip_its_decision(cast, version, to):
    with pytest.raises(UnableToPlan, match="cannot become"):
        move_version(version=version, to=to, actor=cast.aino, at=NOW)


@pytest.mark.parametrize(("day", "body"), [(None, "Jaosto"), (TODAY, "  ")])
def test_a_decision_has_a_body_and_a_day(cast, version, day, body):
    with pytest.raises(UnableToPlan, match="a body and a day"):
        move_version(version=version, to=VersionState.DECIDED, actor=cast.aino, at=NOW, decided_on=day, decided_by=body)


def test_a_plan_has_one_draft_at_a_time(cast, version):
    with pytest.raises(UnableToPlan, match="a draft already"):
        draft_version(plan=version.plan, actor=cast.aino, at=NOW, drafted_on=TODAY)


def test_a_plan_cannot_end_before_it_starts(cast, version):
    with pytest.raises(UnableToPlan):
        set_period(version=version, starts_on=date(2026, 1, 2), ends_on=date(2026, 1, 1), actor=cast.aino, at=NOW)


def test_a_copied_draft_differs_by_what_was_changed_and_nothing_else(cast, version):
    decide(version, cast.aino)
    draft = draft_version(plan=version.plan, actor=cast.aino, at=NOW, drafted_on=TODAY, copy_of=version)
    assert {change.kind for change in changes_between(version, draft)} == {ChangeKind.SAME}
    priority, goal, measure = draft.elements.order_by("position")
    goal.title = Text("Nopea ja ennakoiva reagointi")
    goal.save()
    measure.parent = goal
    measure.save()
    element(draft, ElementKind.GOAL, "Uusi tavoite", 9, priority)
    kinds = [change.kind for change in changes_between(version, draft)]
    assert kinds == [ChangeKind.SAME, ChangeKind.CHANGED, ChangeKind.MOVED, ChangeKind.ADDED]
    assert [change.kind for change in changes_between(draft, version)][-1] is ChangeKind.REMOVED


def test_a_link_to_a_measure_holds_in_the_next_version_and_is_made_once(cast, version):
    measure = adopt(cast.area_a, "unemployment-rate")
    shown = version.elements.get(kind=ElementKind.MEASURE)
    link_measure(element=shown, measure=measure, actor=cast.aino, at=NOW)
    link_measure(element=shown, measure=measure, actor=cast.aino, at=NOW + timedelta(hours=1))
    assert AuditEntry.objects.filter(kind="strategy.measure.link").count() == 1
    decide(version, cast.aino)
    draft = draft_version(plan=version.plan, actor=cast.aino, at=NOW, drafted_on=TODAY, copy_of=version)
    linked = [branch for branch in outline_of(draft).walk() if branch.measures]
    assert [branch.measures for branch in linked] == [[measure]]
    assert [one.title.fi for one in elements_shown_by(measure, reader=cast.aino)] == ["Työttömyysaste"]


def test_another_organisations_measure_is_not_linked(cast, version):
    measure = adopt(cast.area_b, "unemployment-rate")
    with pytest.raises(UnableToPlan, match="another organisation"):
        link_measure(element=version.elements.first(), measure=measure, actor=cast.aino, at=NOW)


def test_a_goal_serves_a_goal_of_a_higher_plan_but_not_of_its_own(cast, version):
    higher = draft_version(plan=plan_of(cast.area_b), actor=None, at=NOW, drafted_on=TODAY)
    national = element(higher, ElementKind.CONTEXT_GOAL, "Ohjaus on kaikkien ulottuvilla", 0)
    goal = version.elements.get(kind=ElementKind.GOAL)
    align(lower=goal, upper=national, actor=cast.aino, at=NOW)
    served = [branch.serves for branch in outline_of(version).walk() if branch.serves]
    assert served == [[national]]
    with pytest.raises(UnableToPlan):
        align(lower=goal, upper=version.elements.first(), actor=cast.aino, at=NOW)


def test_an_outline_costs_the_same_however_many_elements_there_are(cast, version, django_assert_num_queries):
    for position in range(10, 60):
        element(version, ElementKind.GOAL, f"Tavoite {position}", position)
    with django_assert_num_queries(4):
        outline_of(version)


def test_plans_are_seen_and_edited_by_their_own(cast, version):
    Plan.objects.update(is_public=False)
    assert list(Plan.objects.visible_to(cast.eero)) == [version.plan]
    assert list(Plan.objects.visible_to(cast.otso)) == []
    assert list(Plan.objects.editable_by(cast.aino)) == [version.plan]
    assert list(Plan.objects.editable_by(cast.eero)) == []


def test_a_decision_whose_body_and_day_nobody_knows_says_why(cast, version):
    why = Text("Asiakirja ei kerro, kuka päätti ja milloin.")
    move_version(version=version, to=VersionState.DECIDED, actor=cast.aino, at=NOW, unknown=why)
    version.refresh_from_db()
    assert (version.state, version.decided_on, version.note) == (VersionState.DECIDED, None, why)
