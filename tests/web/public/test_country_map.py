"""A measure of the catalogue on the map of the whole country."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from luotsi.core.values import Cell, Gap
from tests.cast import NOW, publish_values
from tests.web.reading import faults_of, text_of

PAGE = "/mittaristo/unemployed/kartta/"


@pytest.mark.parametrize("prefix", ["", "/sv", "/en"])
def test_every_municipality_of_the_country_is_on_the_map_and_in_the_table(client, rate, prefix):
    publish_values("unemployed", {("KU091", "2026-06"): Cell.missing(Gap.HIDDEN), ("KU005", "2026-06"): 0}, NOW)
    answer = client.get(prefix + PAGE)
    assert faults_of(answer) == []
    page = answer.content.decode()
    assert page.count('class="fig-area" d="') == 2 * 308
    assert page.count('<th scope="row">') == 308
    assert 'fill="url(#maa-wide-hidden)"' in page
    assert "1\u00a0690" in page or "1,690" in page


def test_the_map_shows_the_countrys_newest_period_and_no_other(client, rate):
    publish_values("unemployed", {("KU046", "2026-05"): 555}, NOW)
    assert "555" not in text_of(client.get(PAGE))


@pytest.mark.parametrize("key", ["customer-feedback", "ei-ole"])
def test_a_measure_without_open_figures_has_no_map(client, rate, key):
    assert client.get(f"/mittaristo/{key}/kartta/").status_code == 404
    assert client.get(f"/mittaristo/{key}/kartta.svg").status_code == 404


@pytest.mark.parametrize(("ending", "status"), [("svg", 200), ("png", 200), ("exe", 404)])
def test_the_map_can_be_taken_along(client, rate, ending, status):
    assert client.get(f"/mittaristo/unemployed/kartta.{ending}").status_code == status


def test_the_map_asks_the_database_as_often_for_much_as_for_little(client, rate):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE)
        return len(queries)

    little = asked()
    publish_values("unemployed", {(f"KU{code}", "2026-06"): 9 for code in ("005", "009", "010", "016")}, NOW)
    assert asked() == little <= 6
