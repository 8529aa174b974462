"""Breaks in series: nothing is compared across one, and whatever tells of the figures tells of it."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cast import NOW, TODAY, adopt, publish_values
from tests.entry_cast import enter

from luotsi.core.periods import Period, PeriodKind
from luotsi.core.text import Text
from luotsi.core.values import Cell
from luotsi.figures.trends import TrendDirection
from luotsi.indicators.break_operations import NewBreak, UnableToBreak, mend_break, tell_break, withdraw_break
from luotsi.indicators.breaks import breaks_told
from luotsi.indicators.calc.breaks import BadBreak, Break, between, firsts, read, written, year_later
from luotsi.indicators.calc.status import judge
from luotsi.indicators.calc.targets import TargetLine
from luotsi.indicators.calc.trend import trend
from luotsi.indicators.models import Status
from luotsi.indicators.operations import NewTarget, judge_measures, override_status, set_target
from luotsi.indicators.queries import known_in, lines_of, statuses_of
from luotsi.indicators.types import BreakKind, StatusKey, TargetKind, TargetOrigin
from luotsi.indicators.writing import Writing
from luotsi.orgs.models import AuditEntry, Subject, SubjectMembership

MAY = Period.parse("2026-05")
JUNE = Period.parse("2026-06")


def a_break(name="2026-05", kind=BreakKind.LAW, fi="Etuus vaihtui."):
    return Break(Period.parse(name), kind, Text(fi))


def told(name="2026-05", **more):
    given = {"kind": BreakKind.METHOD, "text": Text("Tapa vaihtui."), "source": "Hallitus 12.1.2026 § 4"} | more
    return NewBreak(Period.parse(name), **given)


def subject(code):
    return Subject.objects.get(code=code)


months = st.builds(
    lambda year, number: Period(PeriodKind.MONTH, year, number), st.integers(2015, 2030), st.integers(1, 12)
)


def test_both_sides_of_a_break():
    one = a_break()
    assert one.parts(Period.parse("2026-04"), MAY)
    assert not one.parts(MAY, JUNE)
    assert not one.parts(Period.parse("2026-03"), Period.parse("2026-04"))
    assert one.parts(Period.parse("2025"), Period.parse("2026"))
    assert not one.parts(Period.parse("2026"), Period.parse("2027"))


@given(months, months, months)
def test_two_months_are_parted_when_the_first_of_the_new_way_lies_after_one_and_not_after_the_other(at, one, other):
    earlier, later = min(one, other), max(one, other)
    found = between([a_break(at.name)], earlier, later)
    assert (found is not None) == (earlier < at <= later)


@given(st.lists(months, unique=True), st.lists(months, max_size=4))
def test_every_pair_of_neighbours_that_compares_lies_on_one_side_of_each_mark(periods, at):
    periods, breaks = sorted(periods), [a_break(one.name) for one in at]
    marks = firsts(breaks, periods)
    for earlier, later in pairwise(periods):
        assert (later in marks) == (between(breaks, earlier, later) is not None)
    assert not periods or periods[0] not in marks


@given(months)
def test_a_year_later_is_the_period_whose_year_before_is_the_break(at):
    assert year_later(a_break(at.name)).period.year_before == at


def test_what_is_written_is_read_again_and_what_lacks_a_part_is_refused():
    breaks = (a_break("2025-01"), a_break())
    assert read(written(breaks)) == breaks
    for lacking in ("period", "kind", "text"):
        stored = written(breaks)
        del stored[0][lacking]
        with pytest.raises(BadBreak):
            read(stored)


def falling(first, last, start):
    return [(Period.parse(f"{year}"), Cell.of(start - 5 * (year - first))) for year in range(first, last + 1)]


def test_the_direction_is_looked_at_from_the_last_break_on():
    line = falling(2014, 2025, 500)
    assert trend(line).direction is TrendDirection.FALLING
    broken = trend(line, breaks=[a_break("2022")])
    assert (broken.direction, broken.values, broken.since.period.name) == (TrendDirection.TOO_SHORT, 4, "2022")
    later = trend(line, breaks=[a_break("2018")])
    assert (later.direction, later.first.name) == (TrendDirection.FALLING, "2018")
    assert trend(line, breaks=[a_break("2014"), a_break("2026")]).since is None


def test_a_jump_at_a_break_is_no_direction():
    steady = [(Period.parse(f"{year}"), Cell.of(100 + year % 2)) for year in range(2010, 2018)]
    jumped = [(Period.parse(f"{year}"), Cell.of(900 + year % 2)) for year in range(2018, 2026)]
    assert trend([*steady, *jumped], breaks=[a_break("2018")]).direction is TrendDirection.UNCLEAR


def status_across(breaks=(), **target):
    line = TargetLine(
        target.pop("kind"),
        Period.parse("2027-12"),
        baseline=Decimal(10),
        baseline_period=Period.parse("2025-12"),
        **target,
    )
    return judge((JUNE, Cell.of(9)), line, today=TODAY, stale_after_days=365, breaks=breaks)


def test_a_baseline_from_before_a_break_cannot_be_judged_by_but_a_level_can():
    for kind in (TargetKind.MOVE_UP, TargetKind.MOVE_DOWN, TargetKind.KEEP):
        assert status_across(kind=kind).key is not StatusKey.TOO_FEW
        assert status_across([a_break("2025-12")], kind=kind).key is not StatusKey.TOO_FEW
        for first in ("2026-01", "2026-06"):
            assert status_across([a_break(first)], kind=kind).key is StatusKey.TOO_FEW
        assert status_across([a_break("2026-07")], kind=kind).key is not StatusKey.TOO_FEW
    level = status_across([a_break()], kind=TargetKind.AT_MOST, value=Decimal(12))
    assert (level.key, level.broken) == (StatusKey.ON_TRACK if level.shortfall == 0 else StatusKey.AHEAD, a_break())


@pytest.fixture
def measure(cast):
    months = {("TA36", f"{year}-06"): 100 + year - 2019 for year in range(2019, 2027)}
    publish_values("unemployed", months | {("KU046", "2025-06"): 40, ("KU046", "2026-06"): 42})
    return adopt(cast.area_a, "unemployed")


@pytest.fixture
def area(measure):
    return subject("TA36")


def test_a_break_that_a_person_tells_of_ends_the_comparison_and_is_told_in_the_stored_reason(cast, measure, area):
    judge_measures(measures=[measure], subjects=[area], at=NOW)
    (before,) = statuses_of([measure], [area]).values()
    assert "vuotta aiemmin" in before.explanation.fi
    tell_break(measure=measure, told=told(), actor=cast.aino, at=NOW + timedelta(hours=1))
    (after,) = statuses_of([measure], [area]).values()
    assert "vuotta aiemmin" not in after.explanation.fi
    assert "aikasarja katkesi toukokuussa 2026" in after.explanation.fi
    assert "the series broke in May 2026" in after.explanation.en
    assert "tidsserien bröts i maj 2026" in after.explanation.sv
    line = lines_of(measure, [area])[area.pk]
    writing = Writing.of(measure.definition, "fi")
    broken = line.broken_since_year_before(JUNE)
    assert writing.change(line.latest, line.at(JUNE.year_before), broken) == "ei vertailukelpoinen"
    assert known_in(measure, [area])[area.pk].breaks == line.breaks
    assert AuditEntry.objects.filter(kind="indicators.break.tell", actor=cast.aino).count() == 1


def test_the_path_from_a_baseline_before_a_break_is_told_to_be_indicative(cast, measure, area):
    aim = NewTarget(
        TargetKind.AT_MOST,
        Period.parse("2027-12"),
        TargetOrigin.DECIDED,
        value=Decimal(90),
        baseline=Decimal(120),
        baseline_period=Period.parse("2025-12"),
    )
    set_target(measure=measure, subject=area, target=aim, actor=cast.aino, at=NOW)
    tell_break(measure=measure, told=told(), actor=cast.aino, at=NOW)
    (status,) = statuses_of([measure], [area]).values()
    assert "polku on vain suuntaa antava" in status.explanation.fi
    assert status.facts["breaks"][0]["period"] == "2026-05"


def test_a_break_is_mended_and_withdrawn_and_stays_readable_as_known_then(cast, measure, area):
    made = tell_break(measure=measure, told=told(), actor=cast.aino, at=NOW - timedelta(days=9))
    mended = mend_break(standing=made, told=told("2026-06"), actor=cast.aino, at=NOW - timedelta(days=5))
    withdraw_break(standing=mended, actor=cast.aino, at=NOW)

    def known(days):
        line = lines_of(measure, [area], as_known_on=TODAY - timedelta(days=days))[area.pk]
        return [one.period.name for one in line.breaks]

    assert [known(10), known(9), known(5), known(0)] == [[], ["2026-05"], ["2026-06"], []]
    assert breaks_told(measure) == []
    kinds = ("indicators.break.tell", "indicators.break.mend", "indicators.break.withdraw")
    assert [AuditEntry.objects.filter(kind=kind).count() for kind in kinds] == [1, 1, 1]
    (status,) = statuses_of([measure], [area]).values()
    assert "vuotta aiemmin" in status.explanation.fi


def test_of_two_people_who_change_a_break_the_second_is_told(cast, measure):
    made = tell_break(measure=measure, told=told(), actor=cast.aino, at=NOW)
    mend_break(standing=made, told=told("2026-04"), actor=cast.aino, at=NOW)
    with pytest.raises(UnableToBreak) as refused:
        withdraw_break(standing=made, actor=cast.aino, at=NOW)
    assert refused.value.reason == "changed_meanwhile"
    with pytest.raises(UnableToBreak) as refused:
        mend_break(standing=made, told=told("2026-03"), actor=cast.aino, at=NOW)
    assert refused.value.reason == "changed_meanwhile"
    assert [one.period_name for one in breaks_told(measure)] == ["2026-04"]


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"name": "2026"}, "period_kind"),
        ({"text": Text()}, "no_text"),
        ({"source": "  "}, "no_source"),
    ],
)
def test_a_break_that_says_too_little_is_refused(cast, measure, wrong, reason):
    with pytest.raises(UnableToBreak) as refused:
        tell_break(measure=measure, told=told(**wrong), actor=cast.aino, at=NOW)
    assert refused.value.reason == reason


def test_a_period_breaks_once_for_everybody_and_once_for_each_place(cast, measure):
    tell_break(measure=measure, told=told(), actor=cast.aino, at=NOW)
    tell_break(measure=measure, told=told(subject=subject("KU046")), actor=cast.aino, at=NOW)
    for again in (told(), told(subject=subject("KU046"))):
        with pytest.raises(UnableToBreak) as refused:
            tell_break(measure=measure, told=again, actor=cast.aino, at=NOW)
        assert refused.value.reason == "stands_already"


def test_a_break_of_one_municipality_is_inherited_by_the_area_and_by_no_other_municipality(cast, measure, area):
    publish_values("unemployed", {("KU681", "2026-06"): 10})
    tell_break(measure=measure, told=told(subject=subject("KU046")), actor=cast.aino, at=NOW)
    lines = lines_of(measure, [area, subject("KU046"), subject("KU681")])
    assert [len(lines[one.pk].breaks) for one in (area, subject("KU046"), subject("KU681"))] == [1, 1, 0]


def test_a_break_of_one_source_leaves_the_others_whole(cast, measure, area):
    tell_break(measure=measure, told=told(source_key="statfin-c1"), actor=cast.aino, at=NOW)
    assert lines_of(measure, [area])[area.pk].breaks == ()
    tell_break(measure=measure, told=told(source_key=measure.definition.source_key), actor=cast.aino, at=NOW)
    assert len(lines_of(measure, [area])[area.pk].breaks) == 1


def test_what_is_computed_from_a_measure_breaks_with_it_and_another_organisations_does_not(cast, measure, area):
    publish_values("unemployment-rate", {("TA36", "2026-06"): "12.3"})
    rate, theirs = adopt(cast.area_a, "unemployment-rate"), adopt(cast.area_b, "unemployed")
    tell_break(measure=measure, told=told(), actor=cast.aino, at=NOW)
    assert [one.period for one in lines_of(rate, [area])[area.pk].breaks] == [MAY]
    assert lines_of(theirs, [area])[area.pk].breaks == ()


def test_a_persons_judgement_stands_when_a_break_is_told(cast, measure, area):
    judge_measures(measures=[measure], subjects=[area], at=NOW)
    override_status(
        measure=measure, subject=area, key=StatusKey.ON_TRACK, reason="Tiedämme enemmän.", actor=cast.aino, at=NOW
    )
    tell_break(measure=measure, told=told(), actor=cast.aino, at=NOW + timedelta(hours=1))
    (status,) = statuses_of([measure], [area]).values()
    assert status.override_reason == "Tiedämme enemmän."
    assert Status.objects.filter(measure=measure, subject=area).count() == 2


def test_the_known_breaks_of_the_catalogue_hold_for_everybody_who_follows_it(cast):
    publish_values("municipal-share", {("TA36", "2025-06"): 5, ("TA36", "2026-06"): 6})
    measure = adopt(cast.area_a, "municipal-share")
    line = lines_of(measure, [subject("TA36")])[subject("TA36").pk]
    assert [one.period.name for one in line.breaks] == ["2025-02", "2026-05"]
    assert line.broken_since_year_before(JUNE).kind is BreakKind.LAW


def test_a_change_of_members_breaks_what_the_area_entered_itself_and_not_what_is_summed_today(cast, measure, area):
    entered = adopt(cast.area_a, "security-breaches")
    enter(entered, area, "2025", 3, cast.aino)
    assert lines_of(entered, [area])[area.pk].breaks == ()
    part = subject("KU213")
    SubjectMembership.objects.create(whole=area, part=part, valid_from=date(2026, 1, 1))
    enter(entered, area, "2026", 4, cast.aino)
    (found,) = lines_of(entered, [area])[area.pk].breaks
    assert (found.period.name, found.kind) == ("2026", BreakKind.AREA)
    assert found.text.fi == f"{part.name.fi} liittyi mukaan."
    assert lines_of(measure, [area])[area.pk].breaks == ()


def test_who_left_and_who_was_merged_break_the_series_too_but_a_merger_within_changes_no_area(cast, area):
    entered = adopt(cast.area_a, "security-breaches")
    enter(entered, area, "2025", 3, cast.aino)
    left = SubjectMembership.objects.get(whole=area, part__code="KU768")
    SubjectMembership.objects.filter(pk=left.pk).update(valid_to=date(2025, 12, 31))
    (found,) = lines_of(entered, [area])[area.pk].breaks
    assert (found.period.name, found.text.en) == ("2026", "Sulkava left.")
    Subject.objects.filter(code="KU768").update(valid_to=date(2025, 12, 31), successor=subject("KU740"))
    assert lines_of(entered, [area])[area.pk].breaks == ()
    town = subject("KU740")
    enter(entered, town, "2025", 1, cast.aino)
    (found,) = lines_of(entered, [town])[town.pk].breaks
    assert (found.period.name, found.text.en) == ("2026", "Sulkava joined.")
