"""What other products of the field shipped wrong, by the number of the case; here it cannot happen.

Cases 13, 20, 22, 28 and 29 are in `test_peers_cases_more.py`, those that are seen on pages, 16, 17, 21, 23 and 25 to
27, in `tests/web/test_peers_cases.py`. 18 and 19 are of surveys. Weights of 11 are the denominators of shares; goals
have no weights.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.cast import NOW, STATFIN, TODAY, adopt, current, publish_values
from tests.entry_cast import an_approver, enter

from luotsi.core.periods import Period, PeriodKind
from luotsi.core.units import Unit
from luotsi.core.values import Cell, Flag, Gap
from luotsi.figures.sentences import Measured, value_sentence
from luotsi.figures.trends import TrendDirection
from luotsi.figures.typed_numbers import TypedNumberError, parse_number
from luotsi.indicators.calc.rollup import shares, sums
from luotsi.indicators.calc.status import judge
from luotsi.indicators.calc.targets import TargetLine
from luotsi.indicators.calc.trend import trend
from luotsi.indicators.entered.checking import Entry, UnableToEnter
from luotsi.indicators.entered.operations import enter_values
from luotsi.indicators.entry.drafts.operations import write_draft
from luotsi.indicators.entry.locks.operations import open_period, set_lock
from luotsi.indicators.entry.operations import return_draft, set_entry
from luotsi.indicators.models import Definition, Observation, Series, Target
from luotsi.indicators.numbering import PERIODS, VERSIONS
from luotsi.indicators.operations import NewTarget, judge_measures, load_catalogue, set_target
from luotsi.indicators.queries import lines_of, statuses_of, targets_of
from luotsi.indicators.rollups import roll_up
from luotsi.indicators.types import RollUp, StatusKey, TargetKind, TargetOrigin
from luotsi.indicators.writing import Writing
from luotsi.orgs.models import Subject

JUNE = Period.parse("2026-06")
NBSP = "\N{NO-BREAK SPACE}"


def subject(code):
    return Subject.objects.get(code=code)


def status_of(number, **target):
    line = TargetLine(target.pop("kind"), JUNE, tolerance=Decimal(1), **target)
    return judge((JUNE, Cell.of(number)), line, today=TODAY, stale_after_days=365).key


def aim(value, due="2027-12", **more):
    return NewTarget(TargetKind.AT_MOST, Period.parse(due), TargetOrigin.EXAMPLE, value=Decimal(value), **more)


def test_case_1_zero_is_a_number_as_value_target_baseline_and_change(cast):
    publish_values("unemployed", {("TA36", "2025-06"): 0, ("TA36", "2026-06"): 0})
    measure, area = adopt(cast.area_a, "unemployed"), subject("TA36")
    target = aim(0, due="2026-06", baseline=Decimal(0), baseline_period=Period.parse("2025-06"))
    set_target(measure=measure, subject=area, target=target, actor=cast.aino, at=NOW)
    (status,) = judge_measures(measures=[measure], subjects=[area], at=NOW)
    assert status.key == StatusKey.REACHED
    told = status.explanation.en.replace(NBSP, " ")
    assert "0 people" in told
    assert "the same as a year earlier" in told
    assert "at most 0 people" in told
    line = lines_of(measure, [area])[area.pk]
    writing = Writing.of(measure.definition, "fi")
    assert writing.value(line.latest).startswith("0")
    assert writing.change(line.latest, line.observations[0]) not in ("", writing.value(None))


def test_case_2_lower_is_better_range_and_keep_are_judged_by_their_own_side():
    lower = {"kind": TargetKind.AT_MOST, "value": Decimal(10)}
    assert [status_of(value, **lower) for value in (8, 13)] == [StatusKey.REACHED, StatusKey.BEHIND]
    within = {"kind": TargetKind.WITHIN, "value": Decimal(10), "upper": Decimal(12)}
    assert [status_of(value, **within) for value in (7, 11, 15)] == [
        StatusKey.BEHIND,
        StatusKey.REACHED,
        StatusKey.BEHIND,
    ]
    keep = {"kind": TargetKind.KEEP, "baseline": Decimal(10)}
    assert [status_of(value, **keep) for value in (7, 10, 13)] == [
        StatusKey.BEHIND,
        StatusKey.REACHED,
        StatusKey.BEHIND,
    ]


def test_case_3_the_target_in_force_is_none_the_only_one_or_the_newest_of_a_day(cast):
    publish_values("unemployed", {("TA36", "2026-06"): 9})
    measure, area = adopt(cast.area_a, "unemployed"), subject("TA36")
    key = (measure.pk, area.pk)
    assert targets_of([measure], [area]) == {}
    assert told_by(measure, area) == StatusKey.NO_TARGET
    for due, hours in (("2025-12", 0), ("2027-12", 1), ("2028-12", 2)):
        at = NOW + timedelta(hours=hours)
        target = aim(5, due, baseline=Decimal(15), baseline_period=Period.parse("2025-06"))
        stored = set_target(measure=measure, subject=area, target=target, actor=cast.aino, at=at)
        assert targets_of([measure], [area])[key] == stored
        assert told_by(measure, area) == (StatusKey.BEHIND if due < "2026-06" else StatusKey.AHEAD)
    assert targets_of([measure], [area], as_known_on=TODAY)[key].due_period == "2028-12"
    assert targets_of([measure], [area], as_known_on=TODAY - timedelta(days=1)) == {}
    with pytest.raises(IntegrityError), transaction.atomic():
        set_target(measure=measure, subject=area, target=aim(6), actor=cast.aino, at=NOW + timedelta(hours=2))
    assert Target.objects.filter(withdrawn_at__isnull=True).count() == 1


def told_by(measure, area):
    (status,) = judge_measures(measures=[measure], subjects=[area], at=NOW) or statuses_of([measure], [area]).values()
    return status.key


def test_case_4_a_rate_changes_by_percentage_points_and_a_typed_comma_is_read_as_written():
    before = (Period.parse("2025-06"), Cell.of("10.0"))
    told = value_sentence(Measured("x", Unit.PERCENT, 1), JUNE, Cell.of("12.5"), "fi", before=before)
    assert "2,5 prosenttiyksikköä" in told.replace(NBSP, " ")
    assert "2.5 percentage points" in value_sentence(
        Measured("x", Unit.PERCENT, 1), JUNE, Cell.of("12.5"), "en", before=before
    ).replace(NBSP, " ")
    for language in ("fi", "sv", "en"):
        shown = Measured("x", Unit.PERCENT, 1).quantity(Decimal("1234.5"), language)
        assert parse_number(shown, language, Unit.PERCENT) == Decimal("1234.5")
    assert parse_number("12,8", "fi") == parse_number("12.8", "en") == Decimal("12.8")
    with pytest.raises(TypedNumberError):
        parse_number("1.234", "fi")


def test_case_5_a_year_stays_the_year_whenever_it_becomes_known(cast):
    measure, area = adopt(cast.area_a, "agreements"), subject("TA36")
    new_year_in_helsinki = datetime(2025, 12, 31, 22, 30, tzinfo=UTC)
    enter(measure, area, "2026", 3, cast.aino, at=new_year_in_helsinki)
    observation = lines_of(measure, [area], as_known_on=date(2026, 1, 1))[area.pk].latest
    assert (observation.period_name, observation.period_start) == ("2026", date(2026, 1, 1))
    assert lines_of(measure, [area], as_known_on=date(2025, 12, 31))[area.pk].latest is None
    with pytest.raises(UnableToEnter):
        enter(measure, area, "2027", 3, cast.aino, at=new_year_in_helsinki)


def test_case_6_a_change_is_told_from_the_datas_own_year_and_one_point_has_no_direction(cast):
    publish_values("unemployed", {("TA36", "2024-06"): 90, ("TA36", "2025-06"): 100, ("TA36", "2023-06"): 50})
    measure, area = adopt(cast.area_a, "unemployed"), subject("TA36")
    (status,) = judge_measures(measures=[measure], subjects=[area], at=datetime(2026, 5, 1, tzinfo=UTC))
    assert "10 people more than a year earlier" in status.explanation.en.replace(NBSP, " ")
    line = lines_of(measure, [area])[area.pk]
    assert trend((one.period, one.cell) for one in line.observations[:1]).direction is TrendDirection.TOO_SHORT
    alone = value_sentence(Measured("x", Unit.PERSONS), JUNE, Cell.of(5), "en", before=None)
    assert "than" not in alone


@pytest.mark.parametrize("dimensions", ["", "sex=women"])
def test_case_7_the_database_refuses_a_second_value_of_one_measure_place_period_source_and_moment(cast, dimensions):
    publish_values("unemployed", {("KU046", "2026-06"): 42})
    Series.objects.update(dimensions=dimensions)
    again = Series.objects.get()
    again.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save(force_insert=True)
    for version in (0, -VERSIONS * PERIODS):
        other = Observation.objects.get()
        other.pk += version
        with pytest.raises(IntegrityError), transaction.atomic():
            other.save(force_insert=True)


def test_case_8_saving_a_grid_touches_nothing_outside_it(cast):
    measure = adopt(cast.area_a, "agreements")
    for code, year, value in (("TA36", "2024", 1), ("KU046", "2025", 2), ("TA36", "2025", 3)):
        enter(measure, subject(code), year, value, cast.aino, at=NOW + timedelta(minutes=value))
    seen = current(code="TA36")["TA36", "2025"].pk
    entry = Entry(Period.parse("2025"), Cell.of(4), seen=seen)
    enter_values(measure=measure, entries=[(subject("TA36"), entry)], actor=cast.aino, at=NOW + timedelta(hours=1))
    values = {place: one.scaled for place, one in current().items()}
    assert values == {("TA36", "2024"): 1, ("KU046", "2025"): 2, ("TA36", "2025"): 4}


def test_case_9_a_roll_up_adds_places_and_never_periods_and_what_counts_from_new_year_is_not_rolled_up(cast):
    publish_values("unemployed", {("KU046", "2026-05"): 10, ("KU046", "2026-06"): 12, ("KU681", "2026-06"): 5})
    roll_up(definitions=Definition.objects.filter(key="unemployed"), source_key=STATFIN, at=NOW)
    area = {period: one.value for (_code, period), one in current(code="TA36").items()}
    assert area == {"2026-05": 10, "2026-06": 17}
    expenses = Definition.objects.get(key="operating-expenses")
    assert expenses.roll_up == RollUp.NONE
    publish_values("operating-expenses", {("KU046", "2025"): 10, ("KU681", "2025"): 5})
    roll_up(definitions=[expenses], source_key=expenses.source_key, at=NOW)
    assert current("operating-expenses", code="TA36") == {}


def test_case_10_a_roll_up_is_the_sum_of_its_members_and_no_data_is_not_zero():
    zero, none = sums([{JUNE: Cell.of(5)}, {JUNE: Cell.of(0)}]), sums([{JUNE: Cell.of(5)}, {}])
    assert (zero[JUNE].value, Flag.AT_LEAST in zero[JUNE].flags) == (5, False)
    assert (none[JUNE].value, Flag.AT_LEAST in none[JUNE].flags) == (5, True)
    assert sums([{JUNE: Cell.missing()}, {JUNE: Cell.missing()}])[JUNE].gap is Gap.MISSING


def test_case_11_a_share_of_one_member_is_its_own_and_without_denominators_there_is_none():
    def share(tops, bottoms):
        return shares(sums(tops), sums(bottoms), scale=100, decimals=1)[JUNE]

    assert share([{JUNE: Cell.of(1)}], [{JUNE: Cell.of(8)}]).value == Decimal("12.5")
    parts = [{JUNE: Cell.of(1)}, {JUNE: Cell.of(3)}], [{JUNE: Cell.of(2)}, {JUNE: Cell.of(30)}]
    assert share(*parts).value == Decimal("12.5")
    assert share([{JUNE: Cell.of(1)}] * 2, [{JUNE: Cell.of(0)}] * 2).gap is Gap.UNDEFINED
    assert share([{JUNE: Cell.of(1)}] * 2, [{JUNE: Cell.missing()}] * 2).gap is Gap.MISSING


def test_case_12_a_locked_period_is_open_through_its_last_day_closed_after_it_and_open_again_by_decision(cast):
    measure, area, helmi = adopt(cast.area_a, "agreements"), subject("TA36"), an_approver(cast.area_a)
    set_lock(organisation=cast.area_a, kind=PeriodKind.YEAR, days_open=31, actor=helmi, at=NOW)
    last, after = (datetime(2026, month, day, 12, tzinfo=UTC) for month, day in ((1, 31), (2, 1)))
    first = enter(measure, area, "2025", 1, cast.aino, at=last)
    with pytest.raises(UnableToEnter) as refused:
        enter(measure, area, "2025", 2, cast.aino, at=after, seen=first.pk)
    assert refused.value.reason == "closed"
    open_period(
        organisation=cast.area_a,
        period=Period.parse("2025"),
        through=after.date(),
        reason="virhe",
        actor=helmi,
        at=after,
    )
    assert enter(measure, area, "2025", 2, cast.aino, at=after, seen=first.pk).value == 2
    with pytest.raises(UnableToEnter):
        enter(measure, area, "2025", 3, cast.aino, at=after + timedelta(days=1))
    with pytest.raises(UnableToEnter) as refused:
        enter(measure, area, "2026", 4, cast.aino, at=datetime(2025, 12, 31, 21, 59, tzinfo=UTC))
    assert refused.value.reason == "future"
    assert enter(measure, area, "2026", 4, cast.aino, at=datetime(2025, 12, 31, 22, tzinfo=UTC)).value == 4


def test_case_14_a_returned_value_keeps_its_note_and_the_approved_figure_stays_meanwhile(cast):
    measure, area, helmi = adopt(cast.area_a, "agreements"), subject("TA36"), an_approver(cast.area_a)
    first = enter(measure, area, "2025", 12, cast.aino)
    set_entry(measure=measure, needs_approval=True, responsible_person=None, actor=cast.aino, at=NOW)
    entry = Entry(Period.parse("2025"), Cell.of(15), seen=first.pk)
    draft = write_draft(measure=measure, subject=area, entry=entry, actor=cast.aino, at=NOW)
    return_draft(draft=draft, seen=draft.revision, note="Laske uudelleen", actor=helmi, at=NOW)
    entry = replace(entry, revision=draft.revision)
    again = write_draft(measure=measure, subject=area, entry=entry, actor=cast.aino, at=NOW + timedelta(hours=1))
    assert again.return_note == "Laske uudelleen"
    assert lines_of(measure, [area])[area.pk].latest.value == 12


def test_case_15_a_partial_refresh_repeats_no_row_and_keeps_the_others(cast):
    publish_values("unemployed", {("KU046", "2026-05"): 40, ("KU046", "2026-06"): 42, ("KU681", "2026-06"): 7})
    later = NOW + timedelta(days=1)
    publish_values("unemployed", {("KU046", "2026-06"): 42, ("KU046", "2026-07"): 43}, later)
    assert Observation.objects.count() == len(current()) == 4
    assert Series.objects.count() == 2


def test_case_16_loading_twice_leaves_the_same_state(cast):
    before = list(Definition.objects.order_by("pk").values())
    load_catalogue(at=NOW + timedelta(days=1))
    assert list(Definition.objects.order_by("pk").values()) == before


def test_case_24_fifty_times_the_places_take_the_same_number_of_queries(cast):
    places = list(Subject.objects.filter(kind="municipality")[:50])
    measure = adopt(cast.area_a, "unemployed")
    publish_values("unemployed", {(one.code, "2026-06"): at for at, one in enumerate(places)})
    counts = []
    for some in (places[:1], places):
        with CaptureQueriesContext(connection) as queries:
            lines = lines_of(measure, some)
        assert len(lines) == len(some)
        counts.append(len(queries))
    assert counts[0] == counts[1]
