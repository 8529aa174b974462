"""Effects of services at the desk: read by the area's own people, let out or returned by who may."""

import pytest

from luotsi.indicators.queries import lines_of
from luotsi.orgs.operations import give_role, register_person
from luotsi.orgs.types import Role
from luotsi.register.effects.types import ALL_SERVICES, Outcome
from luotsi.register.models import EffectRelease
from luotsi.register.releases.types import ReleaseState
from tests.cast import NOW, PASSWORD, adopt
from tests.web.desk.conftest import seat
from tests.web.reading import faults_of, row_of, text_of
from tests.web.released_effects import BALANCE, EFFECTS, release_effects, told

HUB = "/savonlinna/tyopoyta/rekisteri/"


@pytest.fixture
def waiting(cast):
    return release_effects(cast.area_a, cast.aino, state=ReleaseState.PROPOSED, simulated=True)


@pytest.fixture
def helmi(cast):
    person = register_person(email="helmi@example.org", name="Helmi", password=PASSWORD, actor=None, at=NOW)
    give_role(person=person, organisation=cast.area_a, role=Role.APPROVER, actor=None, at=NOW)
    return seat(person)


def address(release):
    return f"{HUB}vaikutukset/{release.pk}/"


@pytest.mark.parametrize("prefix", ["", "/sv", "/en"])
def test_what_waits_is_listed_and_read(waiting, helmi, prefix):
    for page in (HUB, address(waiting), f"{address(waiting)}?tulos=left&kuukausia=3"):
        answer = helmi.get(prefix + page)
        assert answer.status_code == 200
        assert faults_of(answer) == []
    assert "Vuonna 2025 aloitetut palvelut" in text_of(helmi.get(HUB))


def test_an_editor_reads_and_does_not_decide(waiting, aino):
    words = text_of(aino.get(address(waiting)))
    assert "Valmennus" in words
    assert "Luovuta luvut" not in words
    assert aino.post(address(waiting), {"act": "approve"}).status_code == 404
    assert EffectRelease.objects.get(pk=waiting.pk).state == ReleaseState.PROPOSED


def test_approved_effects_are_public_at_once_and_the_measure_has_its_value(cast, waiting, helmi, client):
    measure, area = adopt(cast.area_a, "activation-effect"), cast.area_a.subject
    assert "Mitään ei ole vielä luovutettu" in text_of(client.get("/savonlinna/asiakkaat/vaikutukset/"))
    answer = helmi.post(address(waiting), {"act": "approve"}, follow=True)
    assert "Luovutettu. Luvut ovat nyt julkisia." in answer.content.decode()
    assert "30,0" in text_of(client.get("/savonlinna/asiakkaat/vaikutukset/"))
    assert [float(one.value) for one in lines_of(measure, [area])[area.pk].observations] == [10.0]
    assert client.get(f"/savonlinna/mittarit/{measure.slug}/").status_code == 200


def test_returned_effects_keep_their_note_and_show_nothing(waiting, helmi, client):
    refused = helmi.post(address(waiting), {"act": "return", "note": " "})
    assert refused.status_code == 422
    assert "Kerro" in text_of(refused)
    helmi.post(address(waiting), {"act": "return", "note": "Odotetaan kesää"})
    assert "Odotetaan kesää" in text_of(helmi.get(address(waiting)))
    assert "Mitään ei ole vielä luovutettu" in text_of(client.get("/savonlinna/asiakkaat/vaikutukset/"))


def test_two_at_once_decide_once(waiting, helmi):
    helmi.post(address(waiting), {"act": "approve"})
    late = helmi.post(address(waiting), {"act": "return", "note": "Ei vielä"})
    assert late.status_code == 422
    assert EffectRelease.objects.get(pk=waiting.pk).state == ReleaseState.APPROVED


def test_another_areas_effects_are_not_found(cast, waiting, client):
    client.force_login(cast.otso)
    assert client.get(address(waiting)).status_code == 404
    assert client.post(address(waiting), {"act": "approve"}).status_code == 404


def test_what_waits_stands_on_the_front_page_of_the_desk_until_it_is_decided(waiting, helmi):
    assert "Vuonna 2025 aloitettujen palvelujen vaikutukset" in text_of(helmi.get("/savonlinna/tyopoyta/"))
    assert "Palvelujen vaikutukset odottavat lukijaa ja luovutusta." in text_of(helmi.get(HUB))
    helmi.post(address(waiting), {"act": "approve"})
    assert "palvelujen vaikutukset" not in text_of(helmi.get("/savonlinna/tyopoyta/"))
    assert "Mikään ei odota." in text_of(helmi.get(HUB))


def test_who_approves_sees_what_differs_from_what_is_out(cast, waiting, helmi):
    assert "Vuodesta ei ole kerrottu aiemmin." in text_of(helmi.get(address(waiting)))
    helmi.post(address(waiting), {"act": "approve"})
    same = release_effects(cast.area_a, cast.aino, state=ReleaseState.PROPOSED, simulated=True, balance=BALANCE[1:])
    assert "Mikään ei poikkea aiemmin kerrotusta." in text_of(helmi.get(address(same)))
    helmi.post(address(same), {"act": "return", "note": "Ei muutosta."})
    changed = (*EFFECTS[:1], told(ALL_SERVICES, Outcome.WORK, 6, 310, 200, 50, bias_hundredths=140), *EFFECTS[2:])
    last = release_effects(cast.area_a, cast.aino, state=ReleaseState.PROPOSED, simulated=True, effects=changed)
    answer = helmi.get(address(last))
    assert faults_of(answer) == []
    before_and_now = ["+10,0 prosenttiyksikköä (+5,0…+15,0)", "+11,0 prosenttiyksikköä (+6,0…+16,0)"]
    assert row_of(answer, "Kaikki palvelut yhdessä: työssä 6 kuukauden kuluttua") == before_and_now
    assert "Yksi luku poikkeaa aiemmin kerrotusta." in text_of(answer)
    helmi.post(address(last), {"act": "approve"})
    assert row_of(helmi.get(address(last)), "Kaikki palvelut yhdessä: työssä 6 kuukauden kuluttua") == before_and_now
