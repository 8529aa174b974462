"""Figures that an area's municipalities enter or that a connection brings make the area's, by the measure's rule."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cast import NOW, STATFIN, adopt, publish_june, publish_values
from tests.entry_cast import someone

from luotsi.core.periods import Period
from luotsi.core.text import Text
from luotsi.core.values import Cell, Flag, Gap
from luotsi.indicators.calc.rollup import means
from luotsi.indicators.entered.checking import Entry
from luotsi.indicators.entered.operations import enter_value, enter_values
from luotsi.indicators.ingest import Arrival, publish
from luotsi.indicators.judging import judge_all
from luotsi.indicators.models import Definition, Series
from luotsi.indicators.own_rollups import counted_in, roll_up_own
from luotsi.indicators.queries import history_of, lines_of, statuses_of
from luotsi.indicators.reading import observations_of
from luotsi.indicators.rollups import roll_up
from luotsi.indicators.source_operations import keep_own_values
from luotsi.indicators.types import Direction, MethodKey, RollUp, RunKind
from luotsi.orgs.models import Subject, SubjectMembership
from luotsi.orgs.types import Role

YEAR = Period.parse("2025")
MEMBERS = ("KU046", "KU681", "KU740", "KU768")
moments = count()


def subject(code):
    return Subject.objects.get(code=code)


def own(key, unit="persons", roll_up=RollUp.SUM, **more):
    return Definition.objects.create(
        key=key,
        theme="own",
        name=Text("Oma"),
        unit=unit,
        decimals=2,
        direction=Direction.UP,
        method=MethodKey.MANUAL,
        period_kind="year",
        roll_up=roll_up,
        **more,
    )


@pytest.fixture
def area(cast):
    return subject("TA36")


@pytest.fixture
def counted(cast):
    return adopt(cast.area_a, own("counted").key)


def put(measure, code, cell, actor, period=YEAR):
    """Enter a value over whatever stands, a minute later each time."""
    place = subject(code)
    standing = lines_of(measure, [place])[place.pk].at(period)
    entry = Entry(period, cell if isinstance(cell, Cell) else Cell.of(cell), seen=standing.pk if standing else 0)
    return enter_value(
        measure=measure, subject=place, entry=entry, actor=actor, at=NOW + timedelta(minutes=next(moments))
    )


def at(measure, area, period=YEAR):
    return lines_of(measure, [area])[area.pk].at(period)


def test_each_owners_value_makes_the_sum_anew_and_says_of_how_many_municipalities_it_is(cast, counted, area):
    owners = [someone(name, cast.area_a, Role.CONTRIBUTOR) for name in ("Anni", "Berit", "Cilla", "Dan")]
    expected = [(10, "1/4"), (10, "2/4"), (13, "3/4"), (17, "4/4")]
    for code, value, owner, (total, note) in zip(MEMBERS, (10, 0, 3, 4), owners, expected, strict=True):
        put(counted, code, value, owner)
        found = at(counted, area)
        assert (found.value, found.run.kind) == (total, RunKind.ROLL_UP)
        assert (Flag.AT_LEAST in found.cell.flags) == (note != "4/4")
        if (code, note) != ("KU681", "2/4"):  # a zero more changes neither the sum nor that it is a lower bound
            assert (found.note, counted_in(found.note)) == (note, (int(note[0]), 4))
    put(counted, "KU046", 20, owners[0])
    assert (at(counted, area).value, at(counted, area).cell.flags) == (27, {Flag.REVISED})


def test_a_hidden_or_missing_part_makes_a_lower_bound_and_gaps_alone_a_gap(cast, counted, area):
    put(counted, "KU046", Cell.missing(Gap.HIDDEN), cast.aino)
    assert at(counted, area).gap == Gap.HIDDEN
    put(counted, "KU681", 5, cast.aino)
    assert (at(counted, area).value, at(counted, area).cell.flags) == (5, {Flag.AT_LEAST, Flag.REVISED})
    put(counted, "KU740", 0, cast.aino)
    put(counted, "KU768", Cell.missing(Gap.NOT_APPLICABLE), cast.aino)
    put(counted, "KU046", 1, cast.aino)
    assert Flag.AT_LEAST not in at(counted, area).cell.flags


def test_what_was_entered_for_the_area_itself_stands_until_it_is_said_to_be_missing(cast, counted, area):
    put(counted, "TA36", 100, cast.aino)
    put(counted, "KU046", 10, cast.aino)
    assert (at(counted, area).value, at(counted, area).run.kind) == (100, RunKind.ENTRY)
    put(counted, "TA36", Cell.missing(), cast.aino)
    assert (at(counted, area).value, at(counted, area).run.kind) == (10, RunKind.ROLL_UP)
    put(counted, "KU681", 5, cast.aino)
    assert at(counted, area).value == 15


def test_computing_again_changes_nothing_and_another_days_sum_stays_readable(cast, counted, area):
    put(counted, "KU046", 10, cast.aino)
    before = at(counted, area).pk
    for _again in range(2):
        roll_up_own(owner=cast.area_a, at=NOW + timedelta(days=1))
        judge_all(at=NOW + timedelta(days=1))
    assert at(counted, area).pk == before
    entry = Entry(YEAR, Cell.of(4))
    enter_value(measure=counted, subject=subject("KU681"), entry=entry, actor=cast.aino, at=NOW + timedelta(days=3))
    then = lines_of(counted, [area], as_known_on=(NOW + timedelta(days=2)).date())[area.pk].at(YEAR)
    assert (then.value, at(counted, area).value) == (10, 14)


def test_values_of_one_moment_are_summed_one_after_another(cast, counted, area):
    for code in MEMBERS:
        entry = Entry(YEAR, Cell.of(2))
        enter_value(measure=counted, subject=subject(code), entry=entry, actor=cast.aino, at=NOW)
    assert at(counted, area).value == 8


def test_values_entered_together_are_summed_once(cast, counted, area):
    entries = [(subject(code), Entry(YEAR, Cell.of(1))) for code in MEMBERS]
    enter_values(measure=counted, entries=entries, actor=cast.aino, at=NOW)
    assert (at(counted, area).value, at(counted, area).note, at(counted, area).cell.flags) == (4, "4/4", frozenset())


def test_the_sum_is_judged_at_once_and_formulas_over_it_follow(cast, counted, area):
    doubled = Definition.objects.create(
        key="doubled",
        theme="own",
        name=Text("Tupla"),
        unit="persons",
        direction=Direction.UP,
        method=MethodKey.FORMULA,
        period_kind="year",
        formula={"sum": ["counted", "counted"]},
    )
    computed = adopt(cast.area_a, doubled.key)
    put(counted, "KU046", 10, cast.aino)
    assert at(computed, area).value == 20
    assert "10" in statuses_of([counted], [area])[counted.pk, area.pk].explanation.fi


def test_a_share_is_the_sum_over_the_sum_and_a_municipality_gets_its_own(cast, counted, area):
    whole = own("whole")
    parts = {"numerator": counted.definition, "denominator": whole}
    share = adopt(cast.area_a, own("share", "percent", RollUp.RATIO, **parts).key)
    base = adopt(cast.area_a, whole.key)
    for code, top, bottom in (("KU046", 1, 2), ("KU681", 1, 10)):
        put(counted, code, top, cast.aino)
        put(base, code, bottom, cast.aino)
    assert at(share, subject("KU046")).value == 50
    assert at(share, area).gap == Gap.UNDEFINED  # the denominator is a lower bound: the direction is open
    for code in ("KU740", "KU768"):
        put(counted, code, 0, cast.aino)
        put(base, code, 4, cast.aino)
    found = at(share, area)
    assert (found.value, found.numerator_scaled, found.denominator_scaled, found.note) == (10, 2, 20, "4/4")


def test_a_share_typed_for_a_municipality_stands_and_is_never_averaged(cast, counted, area):
    parts = {"numerator": counted.definition, "denominator": own("whole")}
    share = adopt(cast.area_a, own("share", "percent", RollUp.RATIO, **parts).key)
    put(share, "KU046", 40, cast.aino)
    put(share, "KU681", 60, cast.aino)
    assert at(share, area) is None
    assert at(share, subject("KU046")).value == 40


def test_a_mean_is_weighed_by_its_denominator_and_says_how_many_are_in(cast, area):
    weight = adopt(cast.area_a, own("answers").key)
    score = adopt(cast.area_a, own("score", "score_1_5", RollUp.MEAN, denominator=weight.definition).key)
    for code, value, weighs in (("KU046", 4, 30), ("KU681", 3, 10)):
        put(score, code, value, cast.aino)
        put(weight, code, weighs, cast.aino)
    put(score, "KU740", 1, cast.aino)
    found = at(score, area)
    assert (found.value, found.note) == (Decimal("3.75"), "2/4")
    put(weight, "KU740", 0, cast.aino)
    assert at(score, area).value == Decimal("3.75")


def test_what_is_not_rolled_up_is_left_alone(cast, area):
    alone = adopt(cast.area_a, own("alone", roll_up=RollUp.NONE).key)
    put(alone, "KU046", 1, cast.aino)
    assert at(alone, area) is None


def test_own_figures_beside_official_ones_are_summed_beside_them(cast, area):
    publish_values("unemployed", {("TA36", "2026-06"): 1981, ("KU046", "2026-06"): 42})
    measure, june = adopt(cast.area_a, "unemployed"), Period.parse("2026-06")
    keep_own_values(measure=measure, keeps=True, actor=cast.aino, at=NOW)
    entry = Entry(june, Cell.of(40))
    enter_value(measure=measure, subject=subject("KU046"), entry=entry, actor=cast.aino, at=NOW)
    assert at(measure, area, june).value == 1981
    own_sum = lines_of_source(measure, area, "manual", cast.area_a.slug)
    assert [(one.value, one.note) for one in own_sum] == [(40, "1/4")]


def lines_of_source(measure, place, key, owner):
    rows = Series.objects.filter(definition=measure.definition, subject=place, source_key=key, owner_key=owner)
    return observations_of(rows.values_list("pk", flat=True))


def test_what_a_connection_brings_of_municipalities_makes_the_area_under_the_sources_name(cast, counted, area):
    arrivals = [Arrival(counted.definition, subject(code), YEAR, Cell.of(5), NOW) for code in MEMBERS]
    publish(
        arrivals, kind=RunKind.FETCH, source_key="tabular-c7", at=NOW, source_note="Oma kunta", owner_key="savonlinna"
    )
    roll_up_own(owner=cast.area_a, at=NOW)
    (found,) = lines_of_source(counted, area, "tabular-c7", "savonlinna")
    assert (found.value, found.run.source_note, found.known_at) == (20, "Oma kunta", NOW)


def test_a_change_of_members_computes_the_whole_line_anew(cast, counted, area):
    for code in MEMBERS:
        put(counted, code, 5, cast.aino)
    SubjectMembership.objects.filter(whole=area, part__code="KU768").update(valid_to=date(2026, 12, 31))
    judge_all(at=NOW + timedelta(days=60))
    assert (at(counted, area).value, at(counted, area).note) == (15, "3/3")


def test_a_change_of_members_computes_the_official_sums_anew_too_and_the_old_ones_stay_readable(cast, area):
    publish_june()
    definitions = Definition.objects.filter(source_table=STATFIN)
    SubjectMembership.objects.filter(whole=area, part__code="KU768").update(valid_to=date(2026, 12, 31))
    for days in (60, 61):
        roll_up(definitions=definitions, source_key=STATFIN, at=NOW + timedelta(days=days))
    measure, june = adopt(cast.area_a, "unemployed"), Period.parse("2026-06")
    assert at(measure, area, june).value == 42 + 160 + 1690
    versions = history_of(at(measure, area, june).series, june)
    assert [one.value for one in versions] == [1892, 1981]


def test_another_organisations_municipalities_are_not_summed(cast, counted, area):
    theirs = adopt(cast.area_b, "counted")
    put(counted, "KU046", 5, cast.aino)
    place = subject("TA22")
    assert lines_of(theirs, [place])[place.pk].observations == ()
    assert lines_of(theirs, [area])[area.pk].observations == ()


numbers = st.decimals(0, 5, places=2)
weights = st.decimals(1, 1000, places=1)


@given(st.lists(st.tuples(numbers, weights), min_size=1, max_size=6))
def test_a_weighted_mean_lies_between_its_parts_and_does_not_mind_their_order(parts):
    lines = [({YEAR: Cell.of(value)}, {YEAR: Cell.of(weight)}) for value, weight in parts]
    found = means(lines, decimals=4)[YEAR]
    assert min(value for value, _weight in parts) <= found.value <= max(value for value, _weight in parts)
    assert means(reversed(lines), decimals=4)[YEAR] == found
    gap = ({YEAR: Cell.missing(Gap.HIDDEN)}, {YEAR: Cell.of(3)})
    assert means([*lines, gap], decimals=4)[YEAR] == found


def test_a_mean_without_weights_is_undefined_and_over_gaps_a_gap():
    one = {YEAR: Cell.of(3)}
    assert means([(one, {}), (one, {YEAR: Cell.of(0)})], decimals=1)[YEAR].gap is Gap.UNDEFINED
    assert means([(one, {YEAR: Cell.of(-1)})], decimals=1)[YEAR].gap is Gap.UNDEFINED
    hidden = {YEAR: Cell.missing(Gap.HIDDEN)}
    assert means([(hidden, one)], decimals=1)[YEAR].gap is Gap.HIDDEN
    assert means([({YEAR: Cell.missing()}, one)], decimals=1)[YEAR].gap is Gap.MISSING
