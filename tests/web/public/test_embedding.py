"""A measure shown on another site: open to be framed, the same for everybody, and nothing that is not public."""

import pytest

from tests.web.reading import faults_of, text_of

PAGE = "/savonlinna/mittarit/tyottomyysaste/"
EMBED = f"{PAGE}upotus/"


def test_any_site_may_frame_it_and_no_other_page(client, rate):
    framed, page = client.get(EMBED), client.get(PAGE)
    assert "X-Frame-Options" not in framed
    assert "frame-ancestors *" in framed["Content-Security-Policy"]
    assert "script-src 'self'" in framed["Content-Security-Policy"]
    assert "form-action 'none'" in framed["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]


@pytest.mark.parametrize("prefix", ["", "/sv", "/en"])
def test_it_tells_the_figure_its_standing_its_source_and_the_way_to_the_whole_page(client, rate, prefix):
    answer = client.get(prefix + EMBED)
    assert faults_of(answer) == []
    words = text_of(answer)
    assert "12,3" in words.replace("12.3", "12,3")
    assert "CC BY 4.0" in words
    assert f'href="{prefix}{PAGE}"' in answer.content.decode()
    assert answer.content.decode().count('role="img"') + answer.content.decode().count('role="group"') >= 2
    assert "<script" not in answer.content.decode()
    assert "<form" not in answer.content.decode()


def test_it_keeps_the_place_the_day_and_the_picture_asked_for(client, rate):
    answer = client.get(EMBED, {"kunta": "enonkoski", "tiedossa": "2026-07-21", "kuva": "kartta"})
    words = text_of(answer)
    assert "8,4 % kesäkuu 2026" in words
    assert "Tilanne tietona 21.7.2026." in words
    assert "kartalla" in words
    assert f"{PAGE}?kunta=enonkoski&amp;tiedossa=2026-07-21" in answer.content.decode()


@pytest.mark.parametrize("part", ["measure", "organisation"])
def test_what_is_not_public_is_framed_for_nobody_not_even_for_its_own_people(client, cast, rate, part):
    hidden = rate if part == "measure" else cast.area_a
    hidden.is_public = False
    hidden.save()
    client.force_login(cast.aino)
    assert client.get(PAGE).status_code == 200
    assert client.get(EMBED).status_code == 404
    assert "upotus" not in client.get(PAGE).content.decode()


def test_it_sets_no_cookie_and_reads_no_session(client, cast, rate):
    assert client.get(EMBED).cookies == {}
    anonymous = client.get(EMBED).content
    client.force_login(cast.aino)
    assert client.get(EMBED).content == anonymous


@pytest.mark.parametrize("asked", [{"kuva": "piirakka"}, {"kunta": "kemi"}])
def test_what_cannot_be_shown_does_not_exist(client, rate, asked):
    assert client.get(EMBED, asked).status_code == 404
    assert client.post(EMBED).status_code == 405


def test_the_page_of_the_measure_gives_the_code_to_copy_as_text(client, rate):
    page = client.get(PAGE, {"kunta": "enonkoski"}).content.decode()
    assert "&lt;iframe src=&quot;http://testserver/savonlinna/mittarit/tyottomyysaste/upotus/?kunta=enonkoski" in page
    assert "<iframe" not in page
