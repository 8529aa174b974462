"""Many values entered at once: each row whole or not at all, stored together, judged once, audited one by one."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import NOW, adopt
from tests.entry_cast import enter, someone

from luotsi.core.periods import Period
from luotsi.core.values import Cell
from luotsi.indicators.entered.checking import Entry, UnableToEnter
from luotsi.indicators.entered.operations import enter_values
from luotsi.indicators.entry.drafts.operations import finish_drafts, take_rows, take_values, write_draft
from luotsi.indicators.entry.models import DraftValue, Judgement
from luotsi.indicators.entry.operations import set_entry
from luotsi.indicators.entry.types import DraftState, Grounds
from luotsi.indicators.models import Observation, Status
from luotsi.orgs.models import AuditEntry, Subject

LATER = NOW + timedelta(hours=1)
YEARS = [Period.parse(str(year)) for year in range(2014, 2026)]


@pytest.fixture
def agreements(cast):
    return adopt(cast.area_a, "agreements")


def places():
    return list(Subject.objects.filter(code__in=["TA36", "KU046", "KU681", "KU740", "KU768"]).order_by("code"))


def row(measure, subject, values, **more):
    """Return a row of a table: the first years' values of one measure and subject."""
    years = zip(YEARS, values, strict=False)
    return measure, [(subject, Entry(year, Cell.of(value), **more)) for year, value in years]


def values_of(subject):
    rows = Observation.objects.filter(series__subject=subject).order_by("pk")
    return list(rows.values_list("scaled", flat=True))


def test_a_row_with_one_value_that_cannot_be_entered_stays_out_whole_and_the_others_come_in(agreements, cast):
    enonkoski, area = Subject.objects.get(code="KU046"), cast.area_a.subject
    enter(agreements, enonkoski, "2015", 7, cast.aino)
    rows = [row(agreements, area, [1, 2, 0]), row(agreements, enonkoski, [4, 5, 6])]
    good, wrong = take_rows(rows=rows, actor=cast.aino, at=LATER)
    assert good is None
    assert (wrong.reason, wrong.subject) == ("changed_meanwhile", enonkoski)
    assert (values_of(area), values_of(enonkoski)) == ([1, 2, 0], [7])


def test_what_a_unit_cannot_hold_and_a_period_that_has_not_begun_are_refused_by_their_row(cast):
    measure, area = adopt(cast.area_a, "partnership-level"), cast.area_a.subject
    entries = [(area, Entry(Period.parse("2027"), Cell.of(3)))]
    high, early = take_rows(rows=[row(measure, area, [9]), (measure, entries)], actor=cast.aino, at=NOW)
    assert (high.reason, early.reason) == ("off_scale", "future")
    assert not Observation.objects.exists()


def test_two_measures_of_one_definition_do_not_overwrite_each_others_value(cast, agreements):
    other, area = adopt(cast.area_a, "agreements", "samat"), cast.area_a.subject
    first, second = take_rows(rows=[row(agreements, area, [1]), row(other, area, [2])], actor=cast.aino, at=NOW)
    assert (first, second.reason) == (None, "changed_meanwhile")
    assert values_of(area) == [1]


def test_the_same_place_twice_is_refused_and_no_draft_is_made(cast, agreements):
    area = cast.area_a.subject
    twice = [row(agreements, area, [1]), row(agreements, area, [2])]
    for state in (DraftState.DRAFT, DraftState.SUBMITTED):
        refused = take_rows(rows=twice, actor=cast.aino, at=NOW, state=state)
        assert [one.reason for one in refused if one] == ["changed_meanwhile"] * 2
    assert not DraftValue.objects.exists()
    assert not Observation.objects.exists()


def test_values_entered_together_are_judged_once_by_the_newest_and_audited_one_by_one(cast, agreements):
    rows = [row(agreements, one, range(12)) for one in places()]
    assert take_rows(rows=rows, actor=cast.aino, at=NOW) == [None] * 5
    assert Status.objects.count() == 5
    assert {one.observation.period_name for one in Status.objects.select_related("observation")} == {"2025"}
    lines = AuditEntry.objects.filter(kind="indicators.value.enter")
    assert lines.count() == Observation.objects.count() == 60
    assert {one.thing for one in lines} == {f"indicators.observation:{one.pk}" for one in Observation.objects.all()}
    assert lines.first().changes["value"][0] is None


def test_a_value_that_says_what_stands_is_neither_stored_nor_audited_again(cast, agreements):
    area = cast.area_a.subject
    old = enter(agreements, area, "2014", 5, cast.aino)
    take_rows(rows=[row(agreements, area, [5], seen=old.pk)], actor=cast.aino, at=LATER)
    assert values_of(area) == [5]
    assert AuditEntry.objects.filter(kind="indicators.value.enter").count() == 1


def queries_of(act):
    with CaptureQueriesContext(connection) as queries:
        act()
    return len(queries)


@pytest.mark.parametrize("needs_approval", [False, True])
def test_forty_values_are_entered_and_sent_by_as_many_queries_as_ten(cast, agreements, needs_approval):
    set_entry(measure=agreements, needs_approval=needs_approval, responsible_person=None, actor=cast.aino, at=NOW)
    warm = [row(agreements, one, [1]) for one in places()]
    take_rows(rows=warm, actor=cast.aino, at=NOW)
    counts = []
    for number, years in enumerate((YEARS[1:3], YEARS[3:11])):
        rows = [(agreements, [(one, Entry(year, Cell.of(7))) for year in years]) for one in places()]
        at = LATER + timedelta(hours=number)
        counts.append(queries_of(lambda rows=rows, at=at: take_rows(rows=rows, actor=cast.aino, at=at)))
    assert counts[0] == counts[1]
    assert Observation.objects.count() + DraftValue.objects.count() == 55


def test_forty_five_drafts_are_finished_by_as_many_queries_as_ten(cast, agreements):
    rows = [row(agreements, one, range(12)) for one in places()]
    assert take_rows(rows=rows, actor=cast.aino, at=NOW, state=DraftState.DRAFT) == [None] * 5
    drafts = list(DraftValue.objects.select_related("measure", "subject").order_by("pk"))
    names = [{year.name for year in years} for years in (YEARS[:1], YEARS[1:3], YEARS[3:])]
    lots = [[one for one in drafts if one.period_name in known] for known in names]
    counts = []
    for number, lot in enumerate(lots):
        kept, at = [(one, one.revision) for one in lot], LATER + timedelta(hours=number)
        counts.append(queries_of(lambda kept=kept, at=at: finish_drafts(drafts=kept, actor=cast.aino, at=at)))
    assert counts[1] == counts[2]
    assert Observation.objects.count() == 60
    assert set(DraftValue.objects.values_list("state", flat=True)) == {DraftState.ENTERED}
    assert not DraftValue.objects.filter(observation=None).exists()


def test_of_drafts_finished_together_those_that_changed_meanwhile_stay(cast, agreements):
    area, enonkoski = cast.area_a.subject, Subject.objects.get(code="KU046")
    year = YEARS[0]
    mine = write_draft(
        measure=agreements, subject=area, entry=Entry(year, Cell.of(1)), actor=cast.aino, at=NOW, state=DraftState.DRAFT
    )
    entry = Entry(year, Cell.of(2))
    theirs = write_draft(
        measure=agreements, subject=enonkoski, entry=entry, actor=cast.aino, at=NOW, state=DraftState.DRAFT
    )
    went, stayed = finish_drafts(drafts=[(mine, mine.revision), (theirs, 0)], actor=cast.aino, at=LATER)
    assert (went, stayed.reason) == (None, "changed_meanwhile")
    assert (values_of(area), values_of(enonkoski)) == ([1], [])
    (again,) = finish_drafts(drafts=[(mine, mine.revision)], actor=cast.aino, at=LATER)
    assert again.reason == "changed_meanwhile"


def test_entering_over_ones_own_draft_takes_it_back_and_somebody_elses_stays(cast, agreements):
    area, enonkoski = cast.area_a.subject, Subject.objects.get(code="KU046")
    irja = someone("Irja", cast.area_a, "contributor")
    for subject, author in ((area, cast.aino), (enonkoski, irja)):
        entry = Entry(YEARS[0], Cell.of(1))
        write_draft(measure=agreements, subject=subject, entry=entry, actor=author, at=NOW, state=DraftState.DRAFT)
    take_rows(rows=[row(agreements, one, [8]) for one in (area, enonkoski)], actor=cast.aino, at=LATER)
    states = dict(DraftValue.objects.values_list("entered_by__name", "state"))
    assert states == {"Aino": DraftState.DISCARDED, "Irja": DraftState.DRAFT}


def test_what_a_judgement_rests_on_is_kept_with_each_value(cast):
    measure, area = adopt(cast.area_a, "partnership-level"), cast.area_a.subject
    grounds = Grounds(NOW.date(), "Pöytäkirja 3/2026")
    take_values(measure=measure, entries=row(measure, area, [2, 3], grounds=grounds)[1], actor=cast.aino, at=NOW)
    assert list(Judgement.objects.values_list("evidence", flat=True)) == ["Pöytäkirja 3/2026"] * 2


def test_of_a_measures_values_entered_together_one_refused_keeps_all_out(cast, agreements):
    entries = [
        *row(agreements, cast.area_a.subject, [1, 2])[1],
        (cast.area_a.subject, Entry(Period.parse("2026-06"), Cell.of(1))),
    ]
    with pytest.raises(UnableToEnter) as refused:
        enter_values(measure=agreements, entries=entries, actor=cast.aino, at=NOW)
    assert refused.value.reason == "period_kind"
    assert not Observation.objects.exists()
