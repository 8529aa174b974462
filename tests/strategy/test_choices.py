"""Rules switched off, suggestions taken or declined: what an organisation chose, kept and kept apart."""

import uuid

import pytest

from luotsi.core.text import Text
from luotsi.indicators.models import Definition, Measure
from luotsi.orgs.models import AuditEntry
from luotsi.strategy.intake.types import ElementKind
from luotsi.strategy.lint import lint_plan
from luotsi.strategy.models import Element, MeasureLink
from luotsi.strategy.operations import (
    UnableToPlan,
    adopt_and_link,
    decline_suggestions,
    draft_version,
    found_plan,
    switch_rule,
    unlink_measure,
)
from luotsi.strategy.queries import without_suggestions
from luotsi.strategy.types import PlanKind
from tests.cast import NOW, TODAY, adopt


def line_of(owner, actor, title="Kuntien työttömyys", kind=ElementKind.MEASURE):
    plan = found_plan(
        owner=owner, slug="strategia", name=Text("Strategia"), kind=PlanKind.STRATEGY, actor=actor, at=NOW
    )
    version = draft_version(plan=plan, actor=actor, at=NOW, drafted_on=TODAY)
    return Element.objects.create(version=version, lineage=uuid.uuid4(), kind=kind, title=Text(title), position=0)


@pytest.fixture
def line(cast):
    return line_of(cast.area_a, cast.aino)


def rules_of(line):
    return [remark.rule for remark in lint_plan(line.version)]


def switch(organisation, actor, *, on, rule="measure-unconnected"):
    switch_rule(organisation=organisation, rule=rule, on=on, actor=actor, at=NOW)


def test_a_rule_switched_off_is_silent_for_that_organisation_only_until_it_is_on_again(cast, line):
    other = line_of(cast.area_b, cast.otso)
    switch(cast.area_a, cast.aino, on=False)
    assert rules_of(line) == []
    assert rules_of(other) == ["measure-unconnected"]
    switch(cast.area_a, cast.aino, on=True)
    assert rules_of(line) == ["measure-unconnected"]


def test_switching_twice_is_written_once_and_an_unknown_rule_is_refused(cast):
    switch(cast.area_a, cast.aino, on=True)
    switch(cast.area_a, cast.aino, on=False)
    switch(cast.area_a, cast.aino, on=False)
    [entry] = AuditEntry.objects.filter(kind="strategy.rule.switch")
    assert entry.changes == {"measure-unconnected": [True, False]}
    with pytest.raises(UnableToPlan, match="no rule"):
        switch(cast.area_a, cast.aino, on=False, rule="no-such-rule")


def take(line, actor, key="unemployment-rate"):
    return adopt_and_link(element=line, definition=Definition.objects.get(key=key), actor=actor, at=NOW)


def test_a_suggestion_taken_is_adopted_under_the_plans_name_and_connected_at_once(cast, line):
    link = take(line, cast.aino)
    measure = Measure.objects.get()
    assert (measure.slug, measure.name.fi, measure.owner) == ("unemployment-rate", "Kuntien työttömyys", cast.area_a)
    assert (link.measure, link.lineage) == (measure, line.lineage)
    assert "measure-unconnected" not in rules_of(line)


def test_taking_it_twice_changes_nothing(cast, line):
    first = take(line, cast.aino)
    entries = AuditEntry.objects.count()
    assert take(line, cast.aino) == first
    assert (Measure.objects.count(), AuditEntry.objects.count()) == (1, entries)


def test_a_measure_in_use_already_is_connected_as_it_is(cast, line):
    measure = adopt(cast.area_a, "unemployment-rate", "aste")
    assert take(line, cast.aino).measure == measure
    assert not Measure.objects.get().name


def test_an_address_taken_by_another_measure_gets_a_number(cast, line):
    adopt(cast.area_a, "unemployed", "unemployment-rate")
    assert take(line, cast.aino).measure.slug == "unemployment-rate-2"


def test_a_goals_measure_keeps_its_own_name(cast):
    goal = line_of(cast.area_a, cast.aino, "Työttömyys laskee", ElementKind.GOAL)
    assert not take(goal, cast.aino).measure.name


def test_a_measure_is_disconnected_and_stays_in_use(cast, line):
    measure = take(line, cast.aino).measure
    for _time in range(2):
        unlink_measure(element=line, measure=measure, actor=cast.aino, at=NOW)
    assert not MeasureLink.objects.exists()
    assert Measure.objects.get() == measure
    assert AuditEntry.objects.filter(kind="strategy.measure.unlink").count() == 1


def test_suggestions_are_declined_once_and_asked_for_again(cast, line):
    for _time in range(2):
        decline_suggestions(element=line, is_declined=True, actor=cast.aino, at=NOW)
    assert without_suggestions(line.version.plan) == {line.lineage}
    decline_suggestions(element=line, is_declined=False, actor=cast.aino, at=NOW)
    assert without_suggestions(line.version.plan) == set()
    assert AuditEntry.objects.filter(kind__startswith="strategy.suggestions.").count() == 2
