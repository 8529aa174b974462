from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from operator import attrgetter
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction
from tests.cast import NOW, STATFIN, adopt, current, publish_june, publish_values

from luotsi.core.periods import Period
from luotsi.core.text import Text
from luotsi.core.values import Cell, Flag, Gap
from luotsi.indicators.entered.checking import Entry, UnableToEnter
from luotsi.indicators.entered.operations import enter_value
from luotsi.indicators.ingest import Arrival, UnableToIngest, publish
from luotsi.indicators.models import Definition, Observation, Run, Series
from luotsi.indicators.operations import (
    NewTarget,
    UnableToAdopt,
    UnableToOverride,
    UnableToSetTarget,
    adopt_measure,
    judge_measures,
    override_status,
    set_target,
    withdraw_override,
)
from luotsi.indicators.queries import history_of, latest_of_measures, lines_of, statuses_of, targets_of
from luotsi.indicators.rollups import roll_up
from luotsi.indicators.types import Direction, MethodKey, RunKind, StatusKey, TargetKind, TargetOrigin
from luotsi.orgs.models import AuditEntry, Subject

JULY_21 = datetime(2026, 7, 21, 5, 0, tzinfo=UTC)
AUGUST_20 = datetime(2026, 8, 20, 5, 0, tzinfo=UTC)
JUNE = Period.parse("2026-06")


def subject(code):
    return Subject.objects.get(code=code)


def own_definition(unit="persons"):
    return Definition.objects.create(
        key="people-met",
        theme="own",
        name=Text("Kohdatut ihmiset"),
        unit=unit,
        direction=Direction.UP,
        method=MethodKey.MANUAL,
        period_kind="month",
    )


def test_june_2026_equals_what_statfin_printed_and_the_area_is_sum_over_sums(cast):
    publish_june()
    rate = adopt(cast.area_a, "unemployment-rate")
    codes = ["SSS", "TA36", "KU046", "KU681", "KU740", "KU768"]
    lines = lines_of(rate, Subject.objects.filter(code__in=codes))
    values = {line.subject.code: line.latest.value for line in lines.values()}
    assert values == {
        "SSS": Decimal("12.8"),
        "TA36": Decimal("12.3"),
        "KU046": Decimal("8.4"),
        "KU681": Decimal("11.9"),
        "KU740": Decimal("12.6"),
        "KU768": Decimal("10.0"),
    }
    area = lines[subject("TA36").pk].latest.cell
    assert (area.numerator, area.denominator) == (1981, 16170)


def test_an_area_over_a_hidden_municipality_says_at_least_and_over_zero_does_not(cast):
    values = {("KU046", "2026-06"): Cell.missing(Gap.HIDDEN), ("KU681", "2026-06"): 160}
    values |= {("KU740", "2026-06"): 0, ("KU768", "2026-06"): 89}
    publish_values("unemployed", values)
    roll_up(definitions=Definition.objects.filter(key="unemployed"), source_key=STATFIN, at=NOW)
    area = current(code="TA36")["TA36", "2026-06"]
    assert area.value == 249
    assert Flag.AT_LEAST in area.cell.flags


def test_the_same_answer_twice_changes_nothing(cast):
    publish_june()
    before = Observation.objects.count()
    publish_june()
    assert Observation.objects.count() == before


def test_an_area_over_a_revised_municipality_can_be_summed_again_and_again(cast):
    publish_values("unemployed", {("KU046", "2026-06"): 42}, JULY_21)
    publish_values("unemployed", {("KU046", "2026-06"): 44}, AUGUST_20)
    for _ in range(2):
        run = roll_up(definitions=Definition.objects.filter(key="unemployed"), source_key=STATFIN, at=NOW)
    assert run.rows_written == 0


def test_a_revision_is_a_new_version_and_both_can_be_seen_as_known_on_their_day(cast):
    measure = adopt(cast.area_a, "unemployed")
    publish_values("unemployed", {("KU046", "2026-06"): 42}, JULY_21)
    publish_values("unemployed", {("KU046", "2026-06"): 44}, AUGUST_20)
    place = subject("KU046")

    def known_on(day):
        line = lines_of(measure, [place], as_known_on=day)[place.pk]
        return line.latest.value if line.latest else None

    assert known_on(date(2026, 7, 20)) is None
    assert known_on(date(2026, 7, 21)) == 42
    assert known_on(date(2026, 8, 19)) == 42
    assert known_on(date(2026, 8, 20)) == 44
    assert known_on(None) == 44
    versions = history_of(Series.objects.get(), JUNE)
    assert [(one.value, Flag.REVISED in one.cell.flags) for one in versions] == [(44, True), (42, False)]


def test_a_revision_beyond_all_proportion_is_stored_and_its_size_stays_what_a_column_holds(cast):
    publish_values("unemployed", {("KU046", "2026-06"): Decimal("0.001")}, JULY_21)
    publish_values("unemployed", {("KU046", "2026-06"): 10**12}, AUGUST_20)
    assert Run.objects.latest("pk").largest_permille == 2**31 - 1


def test_what_became_known_late_in_the_helsinki_evening_belongs_to_that_day(cast):
    measure = adopt(cast.area_a, "unemployed")
    place = subject("KU046")
    publish_values("unemployed", {("KU046", "2026-06"): 42}, datetime(2026, 7, 21, 21, 30, tzinfo=UTC))
    assert lines_of(measure, [place], as_known_on=date(2026, 7, 21))[place.pk].latest is None
    assert lines_of(measure, [place], as_known_on=date(2026, 7, 22))[place.pk].latest.value == 42


def test_an_older_value_that_arrives_late_does_not_become_the_current_one(cast):
    publish_values("unemployed", {("KU046", "2026-06"): 44}, AUGUST_20)
    publish_values("unemployed", {("KU046", "2026-06"): 42}, JULY_21)
    assert current()["KU046", "2026-06"].value == 44
    assert Observation.objects.count() == 2


def test_an_older_answer_is_stored_once_however_often_it_comes(cast):
    publish_values("unemployed", {("KU046", "2026-06"): 44}, AUGUST_20)
    for _again in range(3):
        publish_values("unemployed", {("KU046", "2026-06"): 42}, JULY_21)
    older, newer = sorted(Observation.objects.all(), key=attrgetter("known_at"))
    assert [(one.value, one.cell.flags) for one in (older, newer)] == [(42, set()), (44, set())]
    publish_values("unemployed", {("KU046", "2026-06"): 43}, JULY_21 + timedelta(days=1))
    between = Observation.objects.latest("pk")
    assert (between.value, between.cell.flags) == (43, {Flag.REVISED})
    publish_values("unemployed", {("KU046", "2026-06"): 43}, JULY_21 + timedelta(days=2))
    assert Observation.objects.count() == 3
    measure, place = adopt(cast.area_a, "unemployed"), subject("KU046")
    for day, value in ((21, 42), (22, 43), (23, 43)):
        line = lines_of(measure, [place], as_known_on=date(2026, 7, day))[place.pk]
        assert line.latest.value == value
    assert current()["KU046", "2026-06"].value == 44


def test_an_older_answer_that_says_two_things_of_one_moment_is_refused(cast):
    publish_values("unemployed", {("KU046", "2026-06"): 44}, AUGUST_20)
    publish_values("unemployed", {("KU046", "2026-06"): 42}, JULY_21)
    with pytest.raises(UnableToIngest, match="same moment"):
        publish_values("unemployed", {("KU046", "2026-06"): 41}, JULY_21)
    assert Observation.objects.count() == 2


def test_the_newest_period_of_many_lines_is_the_one_known_on_the_day(cast):
    measure, place = adopt(cast.area_a, "unemployed"), subject("KU046")
    publish_values("unemployed", {("KU046", "2026-05"): 40, ("KU046", "2026-06"): 42}, JULY_21)
    publish_values("unemployed", {("KU046", "2026-06"): 44, ("KU046", "2026-07"): 50}, AUGUST_20)

    def newest(day):
        found = latest_of_measures([measure], [place], as_known_on=day)
        return {(one.period_name, one.value) for one in found.values()}

    assert newest(date(2026, 7, 20)) == set()
    assert newest(date(2026, 7, 21)) == newest(date(2026, 8, 19)) == {("2026-06", 42)}
    assert newest(date(2026, 8, 20)) == newest(None) == {("2026-07", 50)}


def test_two_values_of_one_moment_are_refused_and_nothing_is_published(cast):
    definition, place = Definition.objects.get(key="unemployed"), subject("KU046")
    twice = [Arrival(definition, place, JUNE, Cell.of(value), JULY_21) for value in (42, 43)]
    with pytest.raises(UnableToIngest, match="same moment"):
        publish(twice, kind=RunKind.FETCH, source_key=STATFIN, at=NOW)
    assert (Series.objects.count(), Observation.objects.count(), Run.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize("sign", [1, -1])
def test_a_number_with_more_digits_than_a_column_holds_is_refused_in_words(cast, sign):
    definition, place = Definition.objects.get(key="unemployed"), subject("KU046")
    largest = Decimal(sign * (2**63 - 1))
    with pytest.raises(UnableToIngest, match="more digits"):
        publish(
            [Arrival(definition, place, JUNE, Cell.of(largest + sign), JULY_21)],
            kind=RunKind.FETCH,
            source_key=STATFIN,
            at=NOW,
        )
    assert Run.objects.count() == 0
    publish(
        [Arrival(definition, place, JUNE, Cell.of(largest), JULY_21)], kind=RunKind.FETCH, source_key=STATFIN, at=NOW
    )
    assert Observation.objects.get().cell.value == largest


def test_the_same_words_are_not_stored_again_and_other_words_are(cast):
    definition, place = Definition.objects.get(key="unemployed"), subject("KU046")
    cell = Cell.missing(Gap.NOT_APPLICABLE)
    for hours, words, count in ((0, Text("Hyvä"), 1), (1, Text("Hyvä"), 1), (2, Text("Hyvä", "Bra"), 2)):
        arrival = Arrival(definition, place, JUNE, cell, JULY_21 + timedelta(hours=hours), words)
        publish([arrival], kind=RunKind.FETCH, source_key=STATFIN, at=NOW)
        assert Observation.objects.count() == count


def test_a_run_may_bring_several_versions_of_a_period_and_the_newest_is_read(cast):
    definition, place = Definition.objects.get(key="unemployed"), subject("KU046")
    versions = [
        Arrival(definition, place, JUNE, Cell.of(value), JULY_21 + timedelta(days=day))
        for day, value in ((2, 44), (0, 42), (1, 42), (3, "44.0"))
    ]
    publish(versions, kind=RunKind.FETCH, source_key=STATFIN, at=NOW)
    assert [one.value for one in history_of(Series.objects.get(), JUNE)] == [44, 42]
    assert current()["KU046", "2026-06"].value == 44


def test_the_database_itself_refuses_a_second_observation_of_a_moment(cast):
    publish_values("unemployed", {("KU046", "2026-06"): 42}, JULY_21)
    first = Observation.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        first.save(force_insert=True)


def test_a_run_that_is_killed_leaves_nothing_and_the_same_can_be_taken_in_at_once(cast):
    definition, place = Definition.objects.get(key="unemployed"), subject("KU046")

    def killed():
        yield Arrival(definition, place, JUNE, Cell.of(42), JULY_21)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        publish(killed(), kind=RunKind.FETCH, source_key=STATFIN, at=NOW)
    assert (Run.objects.count(), Observation.objects.count()) == (0, 0)
    publish_values("unemployed", {("KU046", "2026-06"): 42}, JULY_21)
    assert Observation.objects.count() == 1


def test_a_value_is_entered_read_back_and_audited(cast):
    measure = adopt_measure(owner=cast.area_a, definition=own_definition(), slug="met", actor=cast.aino, at=NOW)
    place = subject("TA36")
    entered = enter_value(
        measure=measure, subject=place, entry=Entry(JUNE, Cell.of(0), note="hiljainen kuu"), actor=cast.aino, at=NOW
    )
    line = lines_of(measure, [place])[place.pk]
    assert line.latest == entered
    assert (line.latest.value, line.latest.entered_by, line.latest.note) == (0, cast.aino, "hiljainen kuu")
    audit = AuditEntry.objects.get(kind="indicators.value.enter")
    assert (audit.actor_name, audit.changes["value"]) == ("Aino", [None, "0"])


def test_the_second_of_two_people_is_told_what_the_first_entered(cast):
    measure = adopt_measure(owner=cast.area_a, definition=own_definition(), slug="met", actor=cast.aino, at=NOW)
    place = subject("TA36")
    first = enter_value(measure=measure, subject=place, entry=Entry(JUNE, Cell.of(3)), actor=cast.aino, at=NOW)
    later = NOW + timedelta(minutes=1)
    with pytest.raises(UnableToEnter) as refused:
        enter_value(measure=measure, subject=place, entry=Entry(JUNE, Cell.of(4)), actor=cast.eero, at=later)
    assert refused.value.reason == "changed_meanwhile"
    again = Entry(JUNE, Cell.of(4), seen=first.pk)
    assert enter_value(measure=measure, subject=place, entry=again, actor=cast.eero, at=later).value == 4


@pytest.mark.parametrize(("period", "reason"), [("2026", "period_kind"), ("2026-12", "future"), ("2027-01", "future")])
def test_a_value_of_a_wrong_period_is_refused(cast, period, reason):
    measure = adopt_measure(owner=cast.area_a, definition=own_definition(), slug="met", actor=cast.aino, at=NOW)
    with pytest.raises(UnableToEnter) as refused:
        enter_value(
            measure=measure,
            subject=subject("TA36"),
            entry=Entry(Period.parse(period), Cell.of(1)),
            actor=cast.aino,
            at=NOW,
        )
    assert refused.value.reason == reason


def test_what_is_fetched_is_never_entered_by_hand(cast):
    measure = adopt(cast.area_a, "unemployed")
    with pytest.raises(UnableToEnter) as refused:
        enter_value(measure=measure, subject=subject("TA36"), entry=Entry(JUNE, Cell.of(1)), actor=cast.aino, at=NOW)
    assert refused.value.reason == "not_manual"


def test_entered_values_of_one_organisation_are_not_anothers(cast):
    definition, place = own_definition(), subject("SSS")
    mine = adopt_measure(owner=cast.area_a, definition=definition, slug="met", actor=cast.aino, at=NOW)
    theirs = adopt_measure(owner=cast.area_b, definition=definition, slug="met", actor=cast.otso, at=NOW)
    enter_value(measure=mine, subject=place, entry=Entry(JUNE, Cell.of(3)), actor=cast.aino, at=NOW)
    assert lines_of(theirs, [place])[place.pk].latest is None


def test_words_are_a_value_without_a_number(cast):
    measure = adopt_measure(owner=cast.area_a, definition=own_definition("words"), slug="met", actor=cast.aino, at=NOW)
    place = subject("TA36")
    entry = Entry(JUNE, Cell.missing(Gap.NOT_APPLICABLE), words=Text("Yhteiset tavat löytyivät"))
    enter_value(measure=measure, subject=place, entry=entry, actor=cast.aino, at=NOW)
    assert lines_of(measure, [place])[place.pk].latest_known.words.fi == "Yhteiset tavat löytyivät"


def example_target(**changes):
    numbers = {"value": Decimal("11.0"), "baseline": Decimal("12.6"), "baseline_period": Period.parse("2025-06")}
    numbers |= {"tolerance": Decimal("0.5"), "due": Period.parse("2027-12")} | changes
    return NewTarget(kind=numbers.pop("kind", TargetKind.AT_MOST), origin=TargetOrigin.EXAMPLE, **numbers)


def test_a_status_is_stored_with_its_explanation_in_three_languages(cast):
    publish_june()
    measure, area = adopt(cast.area_a, "unemployment-rate"), subject("TA36")
    set_target(measure=measure, subject=area, target=example_target(), actor=cast.aino, at=NOW)
    (status,) = judge_measures(measures=[measure], subjects=[area], at=NOW)
    assert status.key == StatusKey.ON_TRACK
    assert "12,3" in status.explanation.fi
    assert "11,0" in status.explanation.fi
    assert "12.3" in status.explanation.en
    assert status.explanation.sv not in ("", status.explanation.fi)
    assert (status.observation.value, status.rule) == (Decimal("12.3"), "path-and-tolerance-4")


def test_judging_again_stores_a_row_only_when_something_changed(cast):
    publish_june()
    measure, area = adopt(cast.area_a, "unemployment-rate"), subject("TA36")
    judge_measures(measures=[measure], subjects=[area], at=NOW)
    assert judge_measures(measures=[measure], subjects=[area], at=NOW + timedelta(hours=1)) == []
    late = NOW + timedelta(days=400)
    (stale,) = judge_measures(measures=[measure], subjects=[area], at=late)
    assert stale.key == StatusKey.NOT_REPORTED


def test_an_override_carries_reason_and_name_and_falls_when_the_value_changes(cast):
    publish_june()
    measure, area = adopt(cast.area_a, "unemployment-rate"), subject("TA36")
    judge_measures(measures=[measure], subjects=[area], at=NOW)
    later = NOW + timedelta(hours=1)
    with pytest.raises(UnableToOverride):
        override_status(measure=measure, subject=area, key=StatusKey.BEHIND, reason="  ", actor=cast.aino, at=later)
    override_status(
        measure=measure, subject=area, key=StatusKey.BEHIND, reason="tehdas suljettiin", actor=cast.aino, at=later
    )
    judge_measures(measures=[measure], subjects=[area], at=later + timedelta(hours=1))
    shown = statuses_of([measure], [area])[measure.pk, area.pk]
    assert (shown.key, shown.override_name, shown.override_reason) == (StatusKey.BEHIND, "Aino", "tehdas suljettiin")
    publish_values("unemployment-rate", {("TA36", "2026-07"): "12.0"}, AUGUST_20)
    judge_measures(measures=[measure], subjects=[area], at=later + timedelta(hours=2))
    assert statuses_of([measure], [area])[measure.pk, area.pk].override_reason == ""


def test_an_override_of_an_override_still_tells_what_was_computed(cast):
    publish_june()
    measure, area = adopt(cast.area_a, "unemployment-rate"), subject("TA36")
    judge_measures(measures=[measure], subjects=[area], at=NOW)
    for hours, key in ((1, StatusKey.BEHIND), (2, StatusKey.AHEAD)):
        at = NOW + timedelta(hours=hours)
        override_status(measure=measure, subject=area, key=key, reason="syy", actor=cast.aino, at=at)
    shown = statuses_of([measure], [area])[measure.pk, area.pk]
    assert (shown.key, shown.facts["computed"]) == (StatusKey.AHEAD, StatusKey.NO_TARGET)


def test_an_override_is_taken_back_and_what_the_rule_says_counts_again(cast):
    publish_june()
    measure, area = adopt(cast.area_a, "unemployment-rate"), subject("TA36")
    (computed,) = judge_measures(measures=[measure], subjects=[area], at=NOW)
    later = NOW + timedelta(hours=1)
    with pytest.raises(UnableToOverride):
        withdraw_override(measure=measure, subject=area, actor=cast.aino, at=later)
    override_status(measure=measure, subject=area, key=StatusKey.BEHIND, reason="syy", actor=cast.aino, at=later)
    withdraw_override(measure=measure, subject=area, actor=cast.aino, at=later + timedelta(hours=1))
    shown = statuses_of([measure], [area])[measure.pk, area.pk]
    assert (shown.key, shown.override_reason, shown.facts) == (computed.key, "", computed.facts)
    assert AuditEntry.objects.filter(kind="indicators.status.restore", actor=cast.aino).count() == 1
    assert judge_measures(measures=[measure], subjects=[area], at=later + timedelta(hours=2)) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"value": None},
        {"tolerance": Decimal("-0.1")},
        {"baseline_period": Period.parse("2027-12")},
        {"kind": TargetKind.WITHIN, "upper": Decimal(10)},
        {"kind": TargetKind.KEEP, "baseline": None},
        {"kind": TargetKind.MILESTONE, "value": None},
        {"kind": TargetKind.WORDS, "value": None},
    ],
)
def test_a_target_that_contradicts_itself_is_refused(cast, wrong):
    measure = adopt(cast.area_a, "unemployment-rate")
    with pytest.raises(UnableToSetTarget):
        set_target(measure=measure, subject=subject("TA36"), target=example_target(**wrong), actor=cast.aino, at=NOW)


def test_the_target_in_force_is_the_newest_and_the_earlier_one_is_seen_on_earlier_days(cast):
    measure, area = adopt(cast.area_a, "unemployment-rate"), subject("TA36")
    first = set_target(measure=measure, subject=area, target=example_target(), actor=cast.aino, at=JULY_21)
    zero = example_target(value=Decimal(0))
    second = set_target(measure=measure, subject=area, target=zero, actor=cast.aino, at=AUGUST_20)
    assert targets_of([measure], [area])[measure.pk, area.pk] == second
    assert targets_of([measure], [area], as_known_on=date(2026, 8, 1))[measure.pk, area.pk] == first
    assert targets_of([measure], [area], as_known_on=date(2026, 7, 1)) == {}


def test_a_target_in_words_is_told_in_its_words_and_judged_by_a_person(cast):
    measure, area = adopt(cast.area_a, "unemployment-rate"), subject("TA36")
    publish_values("unemployment-rate", {("TA36", "2026-06"): "12.3"})
    words = Text(fi="Nuoret pääsevät töihin", en="The young find work")
    aim = example_target(kind=TargetKind.WORDS, value=None, note=words)
    set_target(measure=measure, subject=area, target=aim, actor=cast.aino, at=NOW)
    judge_measures(measures=[measure], subjects=[area], at=NOW)
    status = statuses_of([measure], [area])[measure.pk, area.pk]
    assert status.key == StatusKey.TOO_FEW
    told = "Tavoite joulukuun 2027 loppuun mennessä on ”Nuoret pääsevät töihin”: "
    assert told in status.explanation.in_language("fi").text
    later = NOW + timedelta(hours=1)
    override_status(measure=measure, subject=area, key=StatusKey.ON_TRACK, reason="hyvin", actor=cast.aino, at=later)
    assert statuses_of([measure], [area])[measure.pk, area.pk].key == StatusKey.ON_TRACK


def test_an_address_is_taken_once(cast):
    adopt(cast.area_a, "unemployed")
    with pytest.raises(UnableToAdopt):
        adopt(cast.area_a, "unemployed")


def test_two_values_entered_at_one_moment_are_both_judged(cast):
    measure = adopt_measure(owner=cast.area_a, definition=own_definition(), slug="met", actor=cast.aino, at=NOW)
    place = subject("TA36")
    for period in (JUNE, JUNE + 1):
        enter_value(measure=measure, subject=place, entry=Entry(period, Cell.of(3)), actor=cast.aino, at=NOW)
    assert statuses_of([measure], [place])[measure.pk, place.pk].observation.period == JUNE + 1


def test_what_is_computed_from_a_value_follows_when_it_is_entered(cast):
    place = subject("TA36")
    publish_values("unemployed-year-mean", {("TA36", "2025"): 2000})
    computed = adopt(cast.area_a, "resources-per-unemployed")
    cost = adopt(cast.area_a, "operating-cost-of-employment-services")
    entry = Entry(Period.parse("2025"), Cell.of(3_000_000))
    enter_value(measure=cost, subject=place, entry=entry, actor=cast.aino, at=NOW)
    assert lines_of(computed, [place])[place.pk].latest.value == 1500
    assert statuses_of([computed], [place])[computed.pk, place.pk].observation.value == 1500


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_of_two_who_enter_the_first_value_at_the_same_instant_one_is_told(cast):
    measure = adopt_measure(owner=cast.area_a, definition=own_definition(), slug="met", actor=cast.aino, at=NOW)
    place, both = subject("TA36"), Barrier(2)

    def entered(value):
        both.wait()
        try:
            enter_value(measure=measure, subject=place, entry=Entry(JUNE, Cell.of(value)), actor=cast.aino, at=NOW)
        except UnableToEnter as refused:
            return refused.reason
        else:
            return "entered"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(entered, (1, 2))) == ["changed_meanwhile", "entered"]
    assert Observation.objects.count() == 1
