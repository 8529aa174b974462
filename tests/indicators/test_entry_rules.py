"""When periods close and when people are reminded, on both sides of every day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from tests.cast import NOW, adopt, publish_june
from tests.entry_cast import SITE, an_approver, enter, someone

from luotsi.core.periods import Period, PeriodKind
from luotsi.core.values import Cell
from luotsi.indicators.entered.checking import Entry, UnableToEnter
from luotsi.indicators.entry.drafts.operations import write_draft
from luotsi.indicators.entry.locks.operations import open_period, set_lock
from luotsi.indicators.entry.models import EntryLink, OutgoingMail
from luotsi.indicators.entry.operations import UnableToSend, remind, set_entry
from luotsi.indicators.entry.rules import is_closed, reminder_due
from luotsi.indicators.models import Definition
from luotsi.indicators.source_operations import keep_own_values
from luotsi.orgs.models import Subject
from luotsi.orgs.operations import give_role
from luotsi.orgs.types import Role
from luotsi.web.desk.entry_addresses import entry_address

JUNE = Period.parse("2026-06")


@pytest.mark.parametrize(
    ("day", "closed"), [(date(2026, 6, 30), False), (date(2026, 7, 14), False), (date(2026, 7, 15), True)]
)
def test_a_period_takes_values_through_the_last_day_of_its_lock_and_not_the_day_after(day, closed):
    assert is_closed(JUNE, day, days_open=14) is closed


@pytest.mark.parametrize(("day", "closed"), [(date(2026, 8, 31), False), (date(2026, 9, 1), True)])
def test_an_opened_period_takes_values_through_the_day_it_was_opened_to(day, closed):
    assert is_closed(JUNE, day, days_open=14, opened_through=date(2026, 8, 31)) is closed


def test_an_opening_never_closes_what_the_lock_leaves_open():
    assert not is_closed(JUNE, date(2026, 7, 14), days_open=14, opened_through=date(2026, 7, 1))
    assert not is_closed(JUNE, date(2036, 1, 1), days_open=None)


@pytest.mark.parametrize(
    ("late", "sent", "reminder"),
    [
        (0, 0, None),
        (1, 0, 1),
        (2, 0, 1),
        (6, 1, None),
        (7, 1, 2),
        (7, 0, 2),
        (29, 2, None),
        (30, 2, 3),
        (30, 3, None),
        (37, 2, 3),
        (38, 2, None),
        (400, 0, None),
    ],
)
def test_reminders_thin_out_and_stop(late, sent, reminder):
    due_on = date(2026, 1, 31)
    assert reminder_due(due_on, due_on + timedelta(days=late), sent) == reminder


@pytest.fixture
def agreements(cast, settings):
    settings.SITE_ADDRESS = SITE
    measure = adopt(cast.area_a, "agreements")
    set_entry(measure=measure, needs_approval=False, responsible_person=cast.aino, actor=cast.aino, at=NOW)
    return measure


def on(measure, late):
    """Return noon of a day counted from the day when the value of 2025 was due."""
    due_on = date(2025, 12, 31) + timedelta(days=measure.definition.publication_lag_days)
    return datetime(due_on.year, due_on.month, due_on.day, 10, tzinfo=UTC) + timedelta(days=late)


def test_the_responsible_person_is_reminded_three_times_of_a_missing_value_and_no_more(agreements):
    days = [late for late in range(60) if remind(address_of=entry_address, at=on(agreements, late))]
    assert days == [1, 7, 30]
    assert list(EntryLink.objects.order_by("reminder").values_list("reminder", "period_name")) == [
        (1, "2025"),
        (2, "2025"),
        (3, "2025"),
    ]
    assert OutgoingMail.objects.count() == 3
    assert not mail.outbox


def test_running_the_worker_twice_a_day_reminds_once(agreements):
    assert [remind(address_of=entry_address, at=on(agreements, 1)) for _time in range(2)] == [1, 0]


def test_nobody_is_reminded_of_a_value_that_is_there_even_if_it_is_zero(agreements, cast):
    enter(agreements, cast.area_a.subject, "2025", 0, cast.aino, at=on(agreements, 0))
    assert remind(address_of=entry_address, at=on(agreements, 1)) == 0


def test_nobody_is_reminded_where_no_person_is_named_or_the_person_may_not_enter(agreements, cast):
    give_role(person=cast.aino, organisation=cast.area_a, role=Role.VIEWER, actor=None, at=NOW)
    assert remind(address_of=entry_address, at=on(agreements, 1)) == 0
    adopt(cast.area_b, "agreements")
    assert remind(address_of=entry_address, at=on(agreements, 1)) == 0


def test_nobody_is_reminded_of_what_waits_for_approval_or_is_closed(agreements, cast):
    set_entry(measure=agreements, needs_approval=True, responsible_person=cast.aino, actor=cast.aino, at=NOW)
    at = on(agreements, 1)
    entry = Entry(Period.parse("2025"), Cell.of(5))
    write_draft(measure=agreements, subject=cast.area_a.subject, entry=entry, actor=cast.aino, at=at)
    assert remind(address_of=entry_address, at=at) == 0
    agreements.drafts.all().delete()
    set_lock(organisation=cast.area_a, kind=PeriodKind.YEAR, days_open=0, actor=cast.aino, at=at)
    assert remind(address_of=entry_address, at=at) == 0


def test_own_figures_kept_beside_a_source_are_reminded_of_though_the_source_has_the_month(cast, settings):
    settings.SITE_ADDRESS = SITE
    publish_june()
    measure, at = adopt(cast.area_a, "unemployed"), datetime(2026, 7, 1, 10, tzinfo=UTC)
    set_entry(measure=measure, needs_approval=False, responsible_person=cast.aino, actor=cast.aino, at=NOW)
    assert remind(address_of=entry_address, at=at) == 0
    keep_own_values(measure=measure, keeps=True, actor=cast.aino, at=NOW)
    assert remind(address_of=entry_address, at=at) == 1
    assert EntryLink.objects.get().period_name == "2026-06"
    enter(measure, cast.area_a.subject, "2026-06", 0, cast.aino, at=at)
    assert remind(address_of=entry_address, at=at + timedelta(days=6)) == 0


def test_a_value_that_is_due_longer_after_its_month_than_a_month_is_reminded_of_all_the_same(agreements):
    Definition.objects.filter(pk=agreements.definition_id).update(period_kind="month", publication_lag_days=40)
    due = datetime(2026, 8, 9, 10, tzinfo=UTC)
    sent = [day for day in range(9) if remind(address_of=entry_address, at=due + timedelta(days=day))]
    assert sent == [0, 1, 7]
    found = EntryLink.objects.order_by("made_at").values_list("period_name", "reminder")
    assert list(found) == [("2026-05", 3), ("2026-06", 1), ("2026-06", 2)]


def place(code):
    return Subject.objects.get(code=code)


def asked_of(agreements, cast, owners):
    set_entry(
        measure=agreements,
        needs_approval=False,
        responsible_person=None,
        value_owners=owners,
        actor=cast.aino,
        at=NOW,
    )


def test_who_answers_for_a_municipality_is_reminded_of_its_values_and_of_no_others(agreements, cast):
    irja, ville = (someone(name, cast.area_a, Role.CONTRIBUTOR) for name in ("Irja", "Ville"))
    asked_of(agreements, cast, {place("KU046"): irja, place("KU681"): ville, place("KU740"): None})
    days = [remind(address_of=entry_address, at=on(agreements, late)) for late in range(60)]
    assert [late for late, count in enumerate(days) if count] == [1, 7, 30]
    found = set(EntryLink.objects.values_list("person__name", "subject__code", "reminder"))
    assert found == {
        (who, code, number) for who, code in (("Irja", "KU046"), ("Ville", "KU681")) for number in (1, 2, 3)
    }


def test_a_municipality_whose_value_is_there_or_waits_is_not_asked_again(agreements, cast):
    irja = someone("Irja", cast.area_a, Role.CONTRIBUTOR)
    asked_of(agreements, cast, {place("KU046"): irja, place("KU681"): irja, place("KU740"): irja})
    at = on(agreements, 1)
    enter(agreements, place("KU046"), "2025", 0, irja, at=at)
    entry = Entry(Period.parse("2025"), Cell.of(5))
    write_draft(measure=agreements, subject=place("KU681"), entry=entry, actor=irja, at=at)
    assert remind(address_of=entry_address, at=at) == 1
    assert EntryLink.objects.get().subject.code == "KU740"


def test_nobody_is_asked_of_a_place_outside_the_area_or_after_losing_the_right(agreements, cast):
    irja = someone("Irja", cast.area_a, Role.CONTRIBUTOR)
    asked_of(agreements, cast, {place("KU091"): irja, place("KU046"): irja})
    give_role(person=irja, organisation=cast.area_a, role=Role.VIEWER, actor=None, at=NOW)
    assert remind(address_of=entry_address, at=on(agreements, 1)) == 0
    give_role(person=irja, organisation=cast.area_a, role=Role.CONTRIBUTOR, actor=None, at=NOW)
    assert remind(address_of=entry_address, at=on(agreements, 1)) == 1
    with pytest.raises(UnableToSend):
        asked_of(agreements, cast, {place("KU046"): cast.otso})


def test_the_lock_counts_days_in_helsinki(agreements, cast):
    set_lock(organisation=cast.area_a, kind=PeriodKind.YEAR, days_open=10, actor=cast.aino, at=NOW)
    last_moment = datetime(2026, 1, 10, 21, 59, tzinfo=UTC)
    enter(agreements, cast.area_a.subject, "2025", 5, cast.aino, at=last_moment)
    with pytest.raises(UnableToEnter) as refused:
        enter(agreements, cast.area_a.subject, "2024", 6, cast.aino, at=last_moment + timedelta(minutes=1))
    assert refused.value.reason == "closed"


def test_an_opening_holds_in_helsinki_days_and_for_its_own_organisation_only(agreements, cast):
    set_lock(organisation=cast.area_a, kind=PeriodKind.YEAR, days_open=0, actor=cast.aino, at=NOW)
    approver, year = an_approver(cast.area_a), Period.parse("2025")
    opened = {"period": year, "through": date(2026, 11, 23), "reason": "Korjaus", "actor": approver, "at": NOW}
    open_period(organisation=cast.area_b, **opened)
    with pytest.raises(UnableToEnter):
        enter(agreements, cast.area_a.subject, "2025", 5, cast.aino)
    open_period(organisation=cast.area_a, **opened)
    enter(agreements, cast.area_a.subject, "2025", 5, cast.aino, at=datetime(2026, 11, 23, 21, 59, tzinfo=UTC))
    with pytest.raises(UnableToEnter):
        enter(agreements, cast.area_a.subject, "2025", 6, cast.aino, at=datetime(2026, 11, 23, 22, tzinfo=UTC))
