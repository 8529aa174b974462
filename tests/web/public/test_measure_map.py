"""The map of a measure: the area's municipalities, each leading to its own figures."""

from xml.etree import ElementTree as ET

import pytest

from luotsi.core.values import Cell, Gap
from luotsi.orgs.geography.topology import compose, written
from tests.cast import NOW, publish_values
from tests.web.reading import text_of

PAGE = "/savonlinna/mittarit/tyottomyysaste/"
SVG = "{http://www.w3.org/2000/svg}"


def the_map(answer, name="kartta-wide"):
    """Return the drawn map of the page."""
    page = answer.content.decode()
    end = page.index("</svg>", page.index(f'id="{name}-title"')) + len("</svg>")
    start = page.rindex("<svg", 0, page.index(f'id="{name}-title"'))
    return ET.fromstring(page[start:end])


def titles(drawn):
    return [path[0].text.replace("\u00a0", " ") for path in drawn.iter(f"{SVG}path") if len(path)]


def test_every_municipality_of_the_area_is_on_the_map_with_its_figure(client, rate):
    drawn = the_map(client.get(PAGE))
    assert titles(drawn) == ["Enonkoski: 8,4 %", "Rantasalmi: 11,9 %", "Savonlinna: 12,6 %", "Sulkava: 10,0 %"]
    assert "Työttömyysaste kartalla, kesäkuu 2026" in text_of(client.get(PAGE))


def test_a_municipality_leads_to_its_own_figures_as_known_on_the_same_day(client, rate):
    drawn = the_map(client.get(PAGE, {"tiedossa": "2026-08-01", "jakso": "2026-06"}))
    links = [one.get("href") for one in drawn.iter(f"{SVG}a")]
    assert links[0] == f"{PAGE}?tiedossa=2026-08-01&kunta=enonkoski"
    assert all(client.get(link).status_code == 200 for link in links)


def test_the_municipality_looked_at_stands_out(client, rate):
    drawn = the_map(client.get(PAGE, {"kunta": "enonkoski"}))
    assert titles(drawn)[-1] == "Enonkoski: 8,4 %"
    paths = [path for path in drawn.iter(f"{SVG}path") if len(path)]
    assert [path.get("stroke-width") is not None for path in paths] == [False, False, False, True]


def test_a_hidden_figure_is_hatched_and_told_and_a_missing_one_is_another_hatch(client, young):
    publish_values("unemployed-under-25", {("KU681", "2026-06"): Cell.missing(), ("KU740", "2026-06"): 7}, NOW)
    drawn = the_map(client.get("/savonlinna/mittarit/nuoret/"))
    fills = {path[0].text.split(":")[0]: path.get("fill") for path in drawn.iter(f"{SVG}path") if len(path)}
    assert fills["Enonkoski"] == "url(#kartta-wide-hidden)"
    assert fills["Rantasalmi"] == "url(#kartta-wide-missing)"
    assert fills["Sulkava"] == fills["Savonlinna"]
    assert {"Enonkoski: salattu", "Rantasalmi: ei tietoa", "Sulkava: 0 henkilöä"} <= set(titles(drawn))


def test_the_day_asked_for_rules_the_map_too(client, rate):
    publish_values("unemployment-rate", {("KU046", "2026-06"): Cell.missing(Gap.HIDDEN)}, NOW)
    assert "Enonkoski: salattu" in titles(the_map(client.get(PAGE)))
    assert "Enonkoski: 8,4 %" in titles(the_map(client.get(PAGE, {"tiedossa": "2026-08-01"})))


@pytest.mark.parametrize(("prefix", "words"), [("", "Rajat:"), ("/sv", "Gränser:"), ("/en", "Borders:")])
def test_the_map_says_whose_borders_it_draws(client, rate, prefix, words):
    page = client.get(prefix + PAGE).content.decode()
    assert f"{words} Maanmittauslaitos 2023, CC BY 4.0" in page


def test_the_borders_that_the_installation_fetched_are_the_ones_drawn(client, rate, tmp_path, settings):
    corners = [(0, 0), (1000, 0), (1000, 1000), (0, 1000), (0, 0)]
    moved = [[(x + 1000, y) for x, y in corners]]
    topology = compose([("046", [corners]), ("740", moved)], successors={}, grid_metres=100)
    about = {"year": 2027, "drawn": 2027, "source": "Tilastokeskus", "licence": "CC BY 4.0"}
    settings.BOUNDARIES_FILE = tmp_path / "boundaries.json"
    settings.BOUNDARIES_FILE.write_bytes(written(about | topology))
    answer = client.get(PAGE)
    assert titles(the_map(answer)) == ["Enonkoski: 8,4 %", "Savonlinna: 12,6 %"]
    assert "Rajat: Tilastokeskus 2027, CC BY 4.0" in answer.content.decode()


def test_borders_that_cannot_be_read_do_not_take_the_page_down(client, rate, tmp_path, settings):
    settings.BOUNDARIES_FILE = tmp_path / "boundaries.json"
    settings.BOUNDARIES_FILE.write_bytes(b"\x00 broken")
    assert len(titles(the_map(client.get(PAGE)))) == 4
