from datetime import timedelta

import pytest

from luotsi.core.periods import Period
from luotsi.core.values import Cell
from luotsi.indicators.choosing import own_source
from luotsi.indicators.entered.checking import Entry
from luotsi.indicators.entered.operations import enter_value
from luotsi.indicators.source_operations import choose_source, keep_own_values
from luotsi.orgs.models import Subject
from tests.cast import NOW, adopt, publish_june
from tests.indicators.test_groups import JUNE_OF_THREE, take_in
from tests.web.reading import text_of

pytestmark = pytest.mark.django_db


def test_the_page_shows_the_groups_of_the_figure_and_why_they_do_not_add_up(client, cast):
    take_in(JUNE_OF_THREE)
    adopt(cast.area_a, "unemployed")
    told = text_of(client.get("/savonlinna/mittarit/unemployed/?kunta=rantasalmi"))
    assert "Ryhmittäin" in told
    assert "Miehet" in told
    assert "Osa ryhmistä on salattu." in told
    assert "Ryhmien summa on kokonaislukua pienempi. Ero on 3 henkilöä." in told.replace("\N{NO-BREAK SPACE}", " ")


def test_a_measure_without_groups_or_other_sources_says_nothing_of_them(client, cast):
    publish_june()
    adopt(cast.area_a, "unemployment-rate")
    told = text_of(client.get("/savonlinna/mittarit/unemployment-rate/"))
    assert "Ryhmittäin" not in told
    assert "Lähteet rinnakkain" not in told


def test_the_page_shows_the_chosen_source_first_and_the_other_with_its_difference(client, cast):
    publish_june()
    measure, area = adopt(cast.area_a, "unemployed"), Subject.objects.get(code="TA36")
    keep_own_values(measure=measure, keeps=True, actor=cast.aino, at=NOW)
    entry = Entry(Period.parse("2026-06"), Cell.of(1990))
    enter_value(measure=measure, subject=area, entry=entry, actor=cast.aino, at=NOW)
    later = NOW + timedelta(hours=1)
    choose_source(measure=measure, source=own_source(measure), reason="Tuoreempi", seen="", actor=cast.aino, at=later)
    told = text_of(client.get("/savonlinna/mittarit/unemployed/")).replace("\N{NO-BREAK SPACE}", " ")
    assert "Lähteet rinnakkain" in told
    assert told.index("Oma luku", told.index("Lähteet rinnakkain")) < told.rindex("KEHA-keskus")
    assert "−9" in told
