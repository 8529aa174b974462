"""What waits for a person at the desk."""

from datetime import date

import pytest
from django.utils import timezone

from luotsi.core.periods import Period, PeriodKind
from luotsi.core.values import Cell
from luotsi.indicators.choosing import own_source
from luotsi.indicators.entered.checking import Entry
from luotsi.indicators.entered.operations import enter_value
from luotsi.indicators.entry.rules import last_ended
from luotsi.indicators.operations import NewTarget, judge_measures, retarget
from luotsi.indicators.source_operations import choose_source, keep_own_values
from luotsi.indicators.types import TargetKind, TargetOrigin
from luotsi.orgs.operations import give_role
from luotsi.orgs.types import Role
from luotsi.register.releases.types import ReleaseState
from luotsi.web.desk.queries import periods_offered
from tests.cast import NOW, adopt, publish_june
from tests.entry_cast import an_approver
from tests.web.reading import text_of
from tests.web.released import LAST, release_months

DESK = "/savonlinna/tyopoyta/"


def test_whoever_is_not_signed_in_is_asked_to(client, cast):
    assert client.get("/tyopoyta/")["Location"].startswith("/kirjaudu/")
    assert client.get(DESK)["Location"].startswith("/kirjaudu/")


def test_the_only_desk_opens_at_once_and_several_are_listed(aino, cast):
    assert aino.get("/tyopoyta/")["Location"] == DESK
    give_role(person=cast.aino, organisation=cast.area_b, role=Role.VIEWER, actor=None, at=NOW)
    page = aino.get("/tyopoyta/").content.decode()
    assert "Savonlinnan työllisyysalue" in page
    assert "/meri-lappi/tyopoyta/" in page


def test_nothing_waiting_is_said_kindly(aino, eero):
    assert "Mikään ei odota sinua tänään, Aino." in aino.get(DESK).content.decode()
    assert "Mikään ei odota sinua tänään, Eero." in eero.get(DESK).content.decode()


def test_a_document_under_review_waits_with_its_progress_for_those_who_may_review(aino, eero, batch):
    page = aino.get(DESK).content.decode()
    assert "0 / 6 ratkaistu" in page
    assert f"/tuonti/{batch.pk}/" in page
    assert "strategia.txt" not in eero.get(DESK).content.decode()


def test_a_measure_entered_by_hand_waits_until_its_last_period_has_a_value(aino, cast):
    measure = adopt(cast.area_a, "agreements")
    period = last_ended(PeriodKind.YEAR, timezone.localdate())
    page = aino.get(DESK).content.decode()
    assert f"/mittarit/agreements/arvot/?kausi={period.name}" in page
    entry = Entry(period, Cell.of(0))
    enter_value(measure=measure, subject=cast.area_a.subject, entry=entry, actor=cast.aino, at=timezone.now())
    assert "/mittarit/agreements/arvot/" not in aino.get(DESK).content.decode()


def test_own_figures_beside_a_source_wait_like_any_and_their_stale_source_is_still_told(aino, cast):
    measure = adopt(cast.area_a, "unemployed")
    judge_measures(measures=[measure], subjects=[cast.area_a.subject], at=NOW)
    assert "/mittarit/unemployed/arvot/" not in aino.get(DESK).content.decode()
    keep_own_values(measure=measure, keeps=True, actor=cast.aino, at=NOW)
    period = last_ended(PeriodKind.MONTH, timezone.localdate())
    page = aino.get(DESK).content.decode()
    assert f"/mittarit/unemployed/arvot/?kausi={period.name}" in page
    assert "Näitä ei tarvitse kirjata käsin" in page
    entry = Entry(period, Cell.of(0))
    enter_value(measure=measure, subject=cast.area_a.subject, entry=entry, actor=cast.aino, at=timezone.now())
    choose_source(measure=measure, source=own_source(measure), reason="Tuoreempi", seen="", actor=cast.aino, at=NOW)
    page = aino.get(DESK).content.decode()
    assert "/mittarit/unemployed/arvot/" not in page
    assert "Näitä ei tarvitse kirjata käsin" not in page


def test_what_is_behind_comes_before_what_is_at_risk(aino, cast):
    publish_june()
    levels = {"unemployment-rate": "12.1", "unemployed": "1000"}
    for key, level in levels.items():
        goal = NewTarget(
            TargetKind.AT_MOST, Period.parse("2026-06"), TargetOrigin.DECIDED, Cell.of(level).value,
            tolerance=Cell.of("0.1").value,
        )  # fmt: skip
        retarget(measure=adopt(cast.area_a, key), subject=cast.area_a.subject, target=goal, actor=cast.aino, at=NOW)
    page = aino.get(DESK).content.decode()
    assert "status-behind" in page
    assert page.index("Työttömät työnhakijat") < page.index("Työttömyysaste</a>")


def test_a_fetched_measure_that_did_not_come_is_told_but_not_asked_for(aino, cast):
    measure = adopt(cast.area_a, "unemployment-rate")
    judge_measures(measures=[measure], subjects=[cast.area_a.subject], at=NOW)
    page = aino.get(DESK).content.decode()
    assert "Näitä ei tarvitse kirjata käsin" in page
    assert "Työttömyysaste" in page


@pytest.mark.parametrize(
    ("kind", "today", "expected"),
    [
        (PeriodKind.MONTH, date(2026, 6, 30), "2026-05"),
        (PeriodKind.MONTH, date(2026, 7, 1), "2026-06"),
        (PeriodKind.YEAR, date(2026, 12, 31), "2025"),
        (PeriodKind.COUNCIL_TERM, date(2026, 7, 1), None),
        (PeriodKind.COUNCIL_TERM, date(2029, 6, 1), "2025-VK"),
    ],
)
def test_the_last_ended_period(kind, today, expected):
    found = last_ended(kind, today)
    assert (found and found.name) == expected


def test_periods_on_offer_begin_with_the_one_under_way():
    assert [one.name for one in periods_offered(PeriodKind.QUARTER, date(2026, 4, 1))][:2] == ["2026-Q2", "2026-Q1"]
    assert [one.name for one in periods_offered(PeriodKind.COUNCIL_TERM, date(2026, 4, 1))] == ["2025-VK"]


def test_a_month_of_the_register_that_waits_is_told_to_those_who_may_see_it(aino, eero, cast):
    release_months(cast.area_a, cast.aino, first=Period.parse("2026-04"), last=Period.parse("2026-05"))
    release_months(cast.area_a, cast.aino, first=LAST, state=ReleaseState.PROPOSED)
    page = text_of(aino.get(DESK))
    assert "Kesäkuu 2026 Odottaa hyväksyntää · ehdottanut Aino, 1.8.2026" in page
    assert "Uusin on toukokuu 2026, luovutettu 1.8.2026" in page
    assert "Asiakasrekisteri" not in text_of(eero.get(DESK))


def test_a_release_counts_as_waiting_for_those_alone_who_may_approve_it(aino, client, cast):
    release_months(cast.area_a, cast.aino, first=LAST, state=ReleaseState.PROPOSED)
    assert "Mikään ei odota sinua tänään, Aino." in text_of(aino.get(DESK))
    approver = an_approver(cast.area_a)
    client.force_login(approver)
    assert f"{approver.name}, yksi asia odottaa." in text_of(client.get(DESK))


def test_a_register_without_releases_says_so(aino, cast):
    assert "Mitään ei ole vielä luovutettu." in text_of(aino.get(DESK))
