from datetime import date, timedelta
from decimal import Decimal

import pytest
from tests.cast import NOW, TODAY, adopt, publish_june

from luotsi.core.periods import Period
from luotsi.core.text import Text
from luotsi.core.values import Cell
from luotsi.indicators.choosing import own_source, sources_beside
from luotsi.indicators.entered.checking import Entry, UnableToEnter
from luotsi.indicators.entered.operations import enter_value
from luotsi.indicators.models import SourceChoice, Status
from luotsi.indicators.operations import judge_measures
from luotsi.indicators.queries import known_in, latest_of_measures, lines_of, statuses_of
from luotsi.indicators.source_operations import UnableToChoose, choose_source, keep_own_values
from luotsi.orgs.models import AuditEntry, Subject

JUNE = Period.parse("2026-06")
LATER = NOW + timedelta(days=2)


@pytest.fixture
def measure(cast):
    publish_june()
    return adopt(cast.area_a, "unemployed")


@pytest.fixture
def area(measure):
    return Subject.objects.get(code="TA36")


@pytest.fixture
def with_own(measure, area, cast):
    keep_own_values(measure=measure, keeps=True, actor=cast.aino, at=NOW)
    enter_value(measure=measure, subject=area, entry=Entry(JUNE, Cell.of(1990)), actor=cast.aino, at=NOW)
    return measure


def choose(measure, cast, *, source=None, reason="Oma rekisteri on tuoreempi", seen="", at=LATER):
    return choose_source(
        measure=measure, source=source or own_source(measure), reason=reason, seen=seen, actor=cast.aino, at=at
    )


def official(measure, area):
    return next(one.source for one in sources_beside(measure, area, today=TODAY) if one.source.owner_key == "national")


def test_own_figures_stand_beside_the_official_ones_and_change_nothing_that_is_shown(with_own, area):
    shown, beside = sources_beside(with_own, area, today=TODAY)
    assert (shown.is_shown, shown.value, shown.difference) == (True, 1981, 0)
    assert (beside.is_shown, beside.value, beside.difference) == (False, 1990, 9)
    assert (beside.name.fi, beside.newest) == ("Oma luku", JUNE)
    assert lines_of(with_own, [area])[area.pk].latest.value == 1981


def test_without_leave_nobody_enters_a_figure_beside_an_official_one(measure, area, cast):
    with pytest.raises(UnableToEnter) as refused:
        enter_value(measure=measure, subject=area, entry=Entry(JUNE, Cell.of(1)), actor=cast.aino, at=NOW)
    assert refused.value.reason == "not_manual"


def test_the_chosen_source_is_shown_judged_by_and_named_in_the_stored_explanation(with_own, area, cast):
    judge_measures(measures=[with_own], subjects=[area], at=NOW)
    assert choose(with_own, cast)
    assert lines_of(with_own, [area])[area.pk].latest.value == 1990
    assert known_in(with_own, [area])[area.pk].values[-1].cell.value == 1990
    assert latest_of_measures([with_own], [area])[with_own.pk, area.pk].value == 1990
    before, now = Status.objects.filter(measure=with_own, subject=area).order_by("judged_at")
    assert "1 990" in now.explanation.fi.replace("\N{NO-BREAK SPACE}", " ")
    assert "Oma luku" in now.explanation.fi
    assert "KEHA-keskus" in before.explanation.fi
    assert now.facts["source"] == own_source(with_own).token
    entry = AuditEntry.objects.get(kind="indicators.measure.choose_source")
    assert entry.changes["reason"] == "Oma rekisteri on tuoreempi"


def test_the_choice_is_as_known_on_the_day_and_can_be_undone(with_own, area, cast):
    choose(with_own, cast)
    before = LATER.date() - timedelta(days=1)
    assert lines_of(with_own, [area], as_known_on=before)[area.pk].latest.value == 1981
    assert lines_of(with_own, [area], as_known_on=LATER.date())[area.pk].latest.value == 1990
    at = LATER + timedelta(days=1)
    choose(with_own, cast, source=official(with_own, area), reason="Takaisin", seen=with_own.shown_source, at=at)
    assert lines_of(with_own, [area])[area.pk].latest.value == 1981
    assert SourceChoice.objects.count() == 2
    assert statuses_of([with_own], [area])[with_own.pk, area.pk].observation.value == 1981


def test_the_second_of_two_who_choose_is_told(with_own, area, cast):
    choose(with_own, cast)
    with pytest.raises(UnableToChoose) as refused:
        choose(with_own, cast, source=official(with_own, area))
    assert refused.value.reason == "changed_meanwhile"
    assert lines_of(with_own, [area])[area.pk].latest.value == 1990


@pytest.mark.parametrize(("owner", "reason", "told"), [("", "  ", "no_reason"), ("meri-lappi", "x", "no_values")])
def test_a_choice_needs_a_reason_and_a_source_with_values_of_ones_own(with_own, cast, owner, reason, told):
    source = own_source(with_own)
    if owner:
        source = type(source)(source.key, owner)
    with pytest.raises(UnableToChoose) as refused:
        choose(with_own, cast, source=source, reason=reason)
    assert refused.value.reason == told


def test_own_figures_are_not_given_up_while_they_are_shown(with_own, cast):
    choose(with_own, cast)
    with pytest.raises(UnableToChoose) as refused:
        keep_own_values(measure=with_own, keeps=False, actor=cast.aino, at=LATER)
    assert refused.value.reason == "shown"


def test_each_source_has_its_own_age(with_own, area):
    ages = {one.name.fi: one.is_stale for one in sources_beside(with_own, area, today=date(2028, 1, 1))}
    assert set(ages.values()) == {True}
    assert Text("Oma luku").fi in ages
    assert Decimal(9) in {one.difference for one in sources_beside(with_own, area, today=TODAY)}
