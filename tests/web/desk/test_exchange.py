"""Sharing at the desk: what it means, who decides, and two persons at once."""

import pytest

from luotsi.comparison.models import Offer, SharedReference
from luotsi.comparison.operations import offer
from luotsi.orgs.operations import give_role, register_person
from luotsi.orgs.types import Role
from tests.cast import NOW
from tests.comparison.areas import approver_of, found_area, release
from tests.web.reading import faults_of, text_of

ADDRESS = "/savonlinna/tyopoyta/rekisteri/vertailutieto/"


@pytest.fixture
def helmi(cast):
    person = register_person(email="helmi@example.org", name="Helmi", password=None, actor=None, at=NOW)
    give_role(person=person, organisation=cast.area_a, role=Role.APPROVER, actor=None, at=NOW)
    return person


def neighbours(codes=("03", "13", "23")):
    for code in codes:
        area = found_area(code)
        release(area, {f"TA{code}": (400, 300)})
        offer(area=area, actor=approver_of(code), at=NOW)


@pytest.mark.parametrize("prefix", ["", "/sv", "/en"])
def test_the_page_tells_what_sharing_means_in_every_language(cast, helmi, client, prefix):
    client.force_login(helmi)
    neighbours()
    answer = client.get(prefix + ADDRESS)
    assert faults_of(answer) == []
    assert "2026" in text_of(answer)


def test_an_approver_shares_and_withdraws(cast, helmi, client):
    client.force_login(helmi)
    assert "Alue ei jaa lukujaan." in text_of(client.get(ADDRESS))
    shared = client.post(ADDRESS, {"act": "offer"}, follow=True)
    assert "Alue jakaa luovutetut lukunsa: Helmi" in text_of(shared)
    withdrawn = client.post(ADDRESS, {"act": "withdraw"}, follow=True)
    assert "Vedetty pois." in text_of(withdrawn)
    assert "Alue ei jaa lukujaan." in text_of(withdrawn)
    assert Offer.objects.get().withdrawn_by == helmi


def test_an_editor_reads_and_decides_nothing(cast, client):
    client.force_login(cast.aino)
    answer = client.get(ADDRESS)
    assert "Jakamisesta päättävät ne, jotka saavat hyväksyä luovutuksia." in text_of(answer)
    assert b"<button" not in answer.content.split(b"<main")[1].split(b"</main")[0]
    for act in ("offer", "withdraw", "make"):
        assert client.post(ADDRESS, {"act": act, "month": "2026-05"}).status_code == 404
    assert not Offer.objects.exists()


@pytest.mark.parametrize("data", [{}, {"act": "x"}, {"act": "make"}, {"act": "make", "month": "no month"}])
def test_a_form_that_nobody_was_shown_decides_nothing(cast, helmi, client, data):
    client.force_login(helmi)
    assert client.post(ADDRESS, data).status_code == 404


def test_the_second_of_two_who_decide_is_told_what_the_first_did(cast, helmi, client):
    client.force_login(helmi)
    offer(area=cast.area_a, actor=helmi, at=NOW)
    answer = client.post(ADDRESS, {"act": "offer"})
    assert answer.status_code == 422
    assert "Alue jakaa jo lukunsa." in text_of(answer)
    Offer.objects.update(withdrawn_at=NOW)
    answer = client.post(ADDRESS, {"act": "withdraw"})
    assert answer.status_code == 422
    assert "Alue ei jaa lukujaan." in text_of(answer)


def test_the_reference_is_made_when_enough_have_released(cast, helmi, client):
    client.force_login(helmi)
    neighbours()
    offer(area=cast.area_a, actor=helmi, at=NOW)
    assert "Odottaa, kunnes 4 aluetta on luovuttanut sen" in text_of(client.get(ADDRESS))
    answer = client.post(ADDRESS, {"act": "make", "month": "2026-05"})
    assert answer.status_code == 422
    assert "Liian harva lukunsa jakava alue on luovuttanut kuukauden." in text_of(answer)
    release(cast.area_a, {"TA36": (400, 300)})
    assert "Tee vertailukohta" in text_of(client.get(ADDRESS))
    made = client.post(ADDRESS, {"act": "make", "month": "2026-05"}, follow=True)
    assert "Tehty. Kuukautta voi nyt verrata: toukokuu 2026." in text_of(made)
    assert SharedReference.objects.get().made_by_name == "Helmi"
    again = client.post(ADDRESS, {"act": "make", "month": "2026-05"})
    assert again.status_code == 422
    assert "Se tehdään kerran." in text_of(again)


def test_the_register_page_leads_here(cast, helmi, client):
    client.force_login(helmi)
    assert ADDRESS in client.get("/savonlinna/tyopoyta/rekisteri/").content.decode()
