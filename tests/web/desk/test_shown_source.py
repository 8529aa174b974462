"""Choosing which source of a measure is shown, and own values beside it in the grid."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from luotsi.core.periods import Period, PeriodKind
from luotsi.core.values import Cell
from luotsi.indicators.choosing import own_source
from luotsi.indicators.entered.checking import Entry
from luotsi.indicators.entered.operations import enter_value
from luotsi.indicators.entry.rules import last_ended
from luotsi.indicators.models import SourceChoice
from luotsi.indicators.queries import entered_lines, lines_of
from luotsi.indicators.source_operations import keep_own_values
from luotsi.orgs.models import Subject
from tests.cast import NOW, adopt, publish_june, publish_values
from tests.web.reading import faults_of, text_of

PAGE = "/savonlinna/tyopoyta/mittarit/unemployed/nakyva-lahde/"
GRID = "/savonlinna/tyopoyta/arvot/"
JUNE = Period.parse("2026-06")


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


def shown(measure, area):
    measure.refresh_from_db()
    return lines_of(measure, [area])[area.pk].at(JUNE).value


def choose(client, measure, reason="Oma rekisteri on tuoreempi", **more):
    sent = {"source": own_source(measure).token, "reason": reason, "seen": "", "kohde": "TA36"} | more
    return client.post(PAGE, sent)


def test_the_page_sets_the_sources_side_by_side_with_their_difference(aino, with_own):
    page = aino.get(PAGE)
    assert faults_of(page) == []
    told = text_of(page).replace("\N{NO-BREAK SPACE}", " ")
    row = re.search(r"kesäkuu 2026.*?\+9", told)
    assert row
    assert "1 981" in row[0]
    assert "1 990" in row[0]


def test_a_choice_with_its_reason_is_shown_at_once_and_told_with_its_name(aino, with_own, area):
    answer = choose(aino, with_own)
    assert answer.status_code == 302
    assert shown(with_own, area) == 1990
    told = text_of(aino.get(answer["Location"]))
    assert "Oma rekisteri on tuoreempi" in told
    assert "Aino" in told


@pytest.mark.parametrize("more", [{"reason": "  "}, {"source": "statfin@meri-lappi"}, {"source": ""}, {"seen": "x@y"}])
def test_a_choice_without_reason_of_a_foreign_source_or_overtaken_changes_nothing_and_loses_nothing(
    aino, with_own, area, more
):
    answer = choose(aino, with_own, **({"reason": "Perustelu jää"} | more))
    assert answer.status_code == 422
    assert faults_of(answer) == []
    assert "reason" in more or "Perustelu jää" in answer.content.decode()
    assert shown(with_own, area) == 1981
    assert not SourceChoice.objects.exists()


def test_own_values_are_kept_beside_by_a_button_and_given_up_only_while_not_shown(aino, measure, area, cast):
    assert aino.post(PAGE, {"act": "keep", "keeps": "1"}).status_code == 302
    measure.refresh_from_db()
    assert measure.keeps_own_values
    enter_value(measure=measure, subject=area, entry=Entry(JUNE, Cell.of(1990)), actor=cast.aino, at=NOW)
    choose(aino, measure)
    told = aino.post(PAGE, {"act": "keep", "keeps": "0"}, follow=True).content.decode()
    measure.refresh_from_db()
    assert measure.keeps_own_values
    assert "Valitkaa ensin toinen lähde" in told


def test_a_measure_with_one_source_has_nothing_to_choose(aino, measure):
    page = aino.get(PAGE)
    assert faults_of(page) == []
    assert 'name="source"' not in page.content.decode()


def test_the_page_is_reached_from_the_list_of_measures(aino, measure):
    assert f'href="{PAGE}"' in aino.get("/savonlinna/tyopoyta/mittarit/").content.decode()


def test_only_editors_of_the_organisation_come_here(eero, otso, with_own):
    for somebody in (eero, otso):
        assert somebody.get(PAGE).status_code == 404
        assert choose(somebody, with_own).status_code == 404


def test_more_sources_and_periods_take_the_same_number_of_queries(aino, measure, area, cast):
    costs = []
    keep_own_values(measure=measure, keeps=True, actor=cast.aino, at=NOW)
    for months in (["2026-06"], ["2026-05", "2026-04", "2026-03"]):
        for month in months:
            entry = Entry(Period.parse(month), Cell.of(5))
            enter_value(measure=measure, subject=area, entry=entry, actor=cast.aino, at=NOW)
        with CaptureQueriesContext(connection) as queries:
            aino.get(PAGE)
        costs.append(len(queries))
    assert costs[0] == costs[1]
    assert costs[0] <= 14


@pytest.fixture
def lately(measure, area, cast):
    """Return the last ended month, of which the source says 1 981 and the organisation 1 990."""
    month = last_ended(PeriodKind.MONTH, timezone.localdate())
    publish_values("unemployed", {("TA36", month.name): 1981}, timezone.now() - timedelta(hours=2))
    keep_own_values(measure=measure, keeps=True, actor=cast.aino, at=NOW)
    entry, at = Entry(month, Cell.of(1990)), timezone.now() - timedelta(hours=1)
    enter_value(measure=measure, subject=area, entry=entry, actor=cast.aino, at=at)
    return month


def test_the_grid_lists_a_measure_that_keeps_own_values_and_shows_those_and_not_the_sources(
    aino, measure, area, lately
):
    page = aino.get(GRID).content.decode().replace("\N{NO-BREAK SPACE}", "").replace("&nbsp;", "")
    assert f'name="pohja-{measure.pk}-{area.pk}"' in page
    assert 'value="1990"' in page
    assert "1981" not in page


def test_a_source_that_keeps_no_own_values_is_not_in_the_grid(aino, measure, area):
    assert f'name="pohja-{measure.pk}-{area.pk}"' not in aino.get(GRID).content.decode()


def test_an_own_value_is_typed_in_the_grid_beside_the_official_one(aino, measure, area, lately):
    page = aino.get(GRID).content.decode()
    fields = dict(re.findall(r'<input type="hidden" name="(pohja-[^"]+)" value="([^"]*)"', page))
    cell = f"arvo-{measure.pk}-{area.pk}-{lately.name}"
    assert aino.post(GRID, fields | {cell: "2001", "act": "save"}).status_code == 302
    assert entered_lines([measure], [area])[measure.pk][area.pk].at(lately).value == 2001
    assert lines_of(measure, [area])[area.pk].at(lately).value == 1981
