"""Signing in and out: closed to newcomers, limited against guessing, one press in the demonstration."""

import pytest
from django.urls import NoReverseMatch, reverse

from luotsi.orgs.models import Person
from tests.cast import PASSWORD
from tests.web.reading import faults_of, text_of

PAGE = "/kirjaudu/"


def sign_in(client, email="aino@example.org", password=PASSWORD, **more):
    return client.post(PAGE, {"login": email, "password": password, **more})


@pytest.mark.parametrize(("prefix", "word"), [("", "Kirjaudu"), ("/sv", "Logga in"), ("/en", "Sign in")])
def test_the_page_is_valid_and_speaks_the_readers_language(client, cast, prefix, word):
    answer = client.get(prefix + PAGE)
    assert faults_of(answer) == []
    assert word in text_of(answer)


def test_the_right_password_opens_the_desk(client, cast):
    answer = sign_in(client)
    assert answer.status_code == 302
    assert answer["Location"] == reverse("desk-home")


def test_a_wrong_password_is_told_and_the_address_kept(client, cast):
    answer = sign_in(client, password="something else")
    assert "Kirjautuminen ei onnistunut" in text_of(answer)
    assert 'value="aino@example.org"' in answer.content.decode()
    assert faults_of(answer) == []


def test_guessing_is_slowed_down(client, cast):
    answers = [sign_in(client, password=f"guess {number}") for number in range(12)]
    assert any(answer.status_code == 429 or "liian monta" in answer.content.decode().lower() for answer in answers)


def test_the_way_on_is_kept_and_never_leads_to_another_site(client, cast):
    assert sign_in(client, next="/savonlinna/")["Location"] == "/savonlinna/"
    client.post("/ulos/")
    assert sign_in(client, next="https://elsewhere.example/")["Location"] == reverse("desk-home")


def test_signing_out_is_a_press_and_not_a_link(client, cast):
    client.force_login(cast.aino)
    assert client.get("/ulos/").status_code == 405
    client.post("/ulos/")
    assert "_auth_user_id" not in client.session


def test_nobody_signs_up_by_themselves(client, cast):
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")


@pytest.fixture
def invented(cast):
    """Eero as one of the demonstration's people."""
    Person.objects.filter(pk=cast.eero.pk).update(is_demo=True)
    return cast.eero


def test_the_demonstration_lists_its_people_with_their_roles(client, cast, invented, settings):
    settings.DEMO = True
    words = text_of(client.get(PAGE))
    assert "Eero Katselija, Savonlinnan työllisyysalue" in words
    assert "Aino" not in words


def test_one_press_signs_in_as_an_invented_person(client, invented, settings):
    settings.DEMO = True
    answer = client.post(f"/kirjaudu/demo/{invented.pk}/", {"next": "https://elsewhere.example/"})
    assert answer["Location"] == reverse("desk-home")
    assert client.session["_auth_user_id"] == str(invented.pk)


def test_outside_the_demonstration_no_press_signs_anybody_in(client, invented):
    assert client.post(f"/kirjaudu/demo/{invented.pk}/").status_code == 404
    assert "Eero" not in client.get(PAGE).content.decode()
    assert "_auth_user_id" not in client.session


def test_a_real_person_is_never_signed_in_by_a_press(client, cast, settings):
    settings.DEMO = True
    assert client.post(f"/kirjaudu/demo/{cast.aino.pk}/").status_code == 404
    assert client.get(f"/kirjaudu/demo/{cast.aino.pk}/").status_code == 405
