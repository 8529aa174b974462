"""What is typed or pasted comes in without the characters that nobody sees, whichever page takes it."""

import pytest
from django.test import RequestFactory

from luotsi.core.text import visible
from luotsi.indicators.models import Observation
from luotsi.web.shared.middleware import VisibleText
from tests.cast import adopt

UNSEEN = ["\u00ad", "\u200b", "\u2060", "\ufeff", "\u202e", "\u200f", "\u2066"]


@pytest.mark.parametrize("character", UNSEEN)
def test_each_of_them_goes(character):
    assert visible(f"työ{character}llisyys") == "työllisyys"


@pytest.mark.parametrize(
    "text", ["työ-llisyys", "a\u00a0b", "1\u202f234", "a\u2011b", "👩\u200d💻", "rivi\nuusi\ttyhjä", ""]
)
def test_what_is_seen_or_holds_a_sign_together_stays(text):
    assert visible(text) == text


def sent(**fields):
    request = RequestFactory().post("/", fields)
    VisibleText(lambda _request: None).process_view(request)
    return request.POST


def test_every_value_of_a_field_is_cleaned_and_a_password_is_not():
    found = sent(name=["a\u00adb", "c\u200bd"], password="x\u00ady", other="z")
    assert found.getlist("name") == ["ab", "cd"]
    assert (found["password"], found["other"]) == ("x\u00ady", "z")


def test_a_form_stays_what_nobody_can_change():
    with pytest.raises(AttributeError):
        sent(name="a\u00adb")["name"] = "c"


def test_a_number_and_a_note_pasted_with_them_are_kept_without(client, cast):
    adopt(cast.area_a, "agreements")
    client.force_login(cast.aino)
    address = "/savonlinna/tyopoyta/mittarit/agreements/arvot/"
    page = client.get(address)
    period = page.context["period"].name
    answer = client.post(
        address,
        {
            "kausi": period,
            **{f"{row.subject.code}-seen": "0" for row in page.context["rows"]},
            "TA36-value": "\u200b1\u00ad2",
            "TA36-note": "sopi\u00admukset",
        },
    )
    assert answer.status_code == 302
    assert [(one.value, one.note) for one in Observation.objects.all()] == [(12, "sopimukset")]
