"""The pieces of page: content in its language, statuses, days, errors."""

from datetime import UTC, date, datetime

import pytest
from django.http import HttpResponse
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils import translation

from luotsi.core.text import Text
from luotsi.figures.statuses import Status
from tests.web.reading import faults_of, text_of


def render(source, language="fi", **context):
    with translation.override(language):
        return Template("{% load pieces %}" + source).render(Context(context))


def test_content_shows_in_the_readers_language_without_a_mark():
    text = Text("Tavoite", "Mål", "Goal")
    assert [render("{{ text|shown }}", code, text=text) for code in ("fi", "sv", "en")] == ["Tavoite", "Mål", "Goal"]


def test_content_that_falls_back_is_marked_with_its_language():
    assert render("{{ text|shown }}", "sv", text=Text("Tavoite")) == '<span lang="fi">Tavoite</span>'
    assert render("{{ text|plain }}", "sv", text=Text("Tavoite")) == "Tavoite"


def test_content_never_becomes_markup():
    for language in ("fi", "sv"):
        assert "<b>" not in render("{{ text|shown }}", language, text=Text("<b>x</b>"))


def test_a_moment_counts_as_its_day_in_helsinki():
    assert render("{{ at|day }}", at=datetime(2026, 7, 20, 21, 30, tzinfo=UTC)) == "21.7.2026"
    assert render("{{ at|day }}", at=date(2026, 7, 20)) == "20.7.2026"
    assert render("{{ at|day }}", at=None) == ""


@pytest.mark.parametrize("status", list(Status))
def test_every_status_has_a_shape_and_a_word(status):
    shown = render("{% status key %}", key=status.value)
    assert "<svg" in shown
    assert f"status-{status.value}" in shown
    assert 'aria-hidden="true"' in shown


@pytest.mark.parametrize(
    ("quantity", "expected"),
    [
        ("1\u00a0981\u00a0henkilöä", '1\u00a0981 <span class="unit">henkilöä</span>'),
        ("12,3\u00a0%", "12,3\u00a0%"),
        ("0", "0"),
        ("0 (simuloitu)", '0 <span class="unit">(simuloitu)</span>'),
        ("2,2\u00a0päivää (simuloitu)", '2,2 <span class="unit">päivää (simuloitu)</span>'),
        ("26\u00a0300\u00a0€ (simuloitu)", '26\u00a0300\u00a0€ <span class="unit">(simuloitu)</span>'),
        ("<b>\u00a0x", "&lt;b&gt;\u00a0x"),
        ("<b>1\u00a0x", '&lt;b&gt;1 <span class="unit">x</span>'),
    ],
)
def test_the_unit_of_a_large_figure_is_set_smaller(quantity, expected):
    assert render("{{ quantity|large }}", quantity=quantity) == expected


@pytest.mark.parametrize(
    ("prefix", "words"), [("", "Sivua ei löydy"), ("/sv", "Sidan finns inte"), ("/en", "There is no such page")]
)
def test_a_missing_page_says_so_in_the_readers_language(client, db, prefix, words):
    answer = client.get(f"{prefix}/ei/ole/tata/")
    assert answer.status_code == 404
    assert words in text_of(answer)
    assert faults_of(answer) == []


def test_a_stale_form_is_told_and_changes_nothing(cast):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/kirjaudu/", {"login": "x", "password": "y"})
    assert answer.status_code == 403
    assert "Lomake oli vanhentunut" in text_of(answer)


def test_an_error_of_ours_is_told_in_three_languages_without_asking_the_database():
    page = HttpResponse(render_to_string("500.html"))
    assert faults_of(page) == []
    for words in ("Jokin meni rikki", "Något gick sönder", "Something broke"):
        assert words in text_of(page)
