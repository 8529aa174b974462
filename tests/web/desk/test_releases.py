"""Releases at the desk: what waits is read by the area's own people, and let out or returned by who may."""

import pytest

from luotsi.core.periods import Period
from luotsi.orgs.models import Person
from luotsi.orgs.operations import give_role, register_person
from luotsi.orgs.types import Role
from luotsi.register.models import Release, ReleasedCell
from luotsi.register.releases.types import ReleaseState
from tests.cast import NOW, PASSWORD
from tests.web.desk.conftest import seat
from tests.web.reading import faults_of, row_of, text_of
from tests.web.released import release_months

HUB = "/savonlinna/tyopoyta/rekisteri/"
MONTH = Period.parse("2026-03")


@pytest.fixture
def waiting(cast):
    return release_months(cast.area_a, cast.aino, first=MONTH, last=MONTH, state=ReleaseState.PROPOSED)[0]


@pytest.fixture
def helmi(cast):
    person = register_person(email="helmi@example.org", name="Helmi", password=PASSWORD, actor=None, at=NOW)
    give_role(person=person, organisation=cast.area_a, role=Role.APPROVER, actor=None, at=NOW)
    return seat(person)


def address(release):
    return f"{HUB}luovutukset/{release.pk}/"


@pytest.mark.parametrize("prefix", ["", "/sv", "/en"])
def test_what_waits_is_listed_and_read(waiting, helmi, prefix):
    for page in (HUB, address(waiting), f"{address(waiting)}?mittari=flow_past", f"{address(waiting)}?mittari=x"):
        answer = helmi.get(prefix + page)
        assert answer.status_code == 200
        assert faults_of(answer) == []
    assert "maaliskuu 2026" in text_of(helmi.get(HUB)).lower()


def test_an_approver_sees_how_much_is_hidden_and_an_editor_does_not(waiting, helmi, aino):
    assert row_of(helmi.get(address(waiting)), "Työttömät työnhakijat") == ["36", "1", "2"]
    words = text_of(aino.get(address(waiting)))
    assert "Mitä salataan ja miksi" not in words
    assert "Luovuta luvut" not in words


def test_what_is_left_out_is_named_with_the_remedy(waiting, helmi):
    assert "Jätetty pois" not in text_of(helmi.get(address(waiting)))
    Release.objects.filter(pk=waiting.pk).update(parameters={"threshold": 5, "left_out": ["flow_past", "inflow"]})
    words = text_of(helmi.get(address(waiting)))
    assert "Virta yli 3, 6 ja 12 kuukauden, Alkaneet työttömyysjaksot. Luovuta vanhin kuukausi ensin" in words
    assert "left_out" not in words


def test_shares_over_twelve_months_stand_beside_those_of_the_month(waiting, helmi):
    words = text_of(helmi.get(f"{address(waiting)}?mittari=plan_up_to_date"))
    assert "Kaikki, 12 kuukautta" in words


def test_an_approved_release_is_public_at_once(waiting, helmi, client):
    assert "Mitään ei ole vielä luovutettu" in text_of(client.get("/savonlinna/asiakkaat/"))
    answer = helmi.post(address(waiting), {"act": "approve"}, follow=True)
    assert "Luovutettu. Luvut ovat nyt julkisia." in answer.content.decode()
    assert "maaliskuu 2026" in text_of(client.get("/savonlinna/asiakkaat/"))


def test_a_returned_release_keeps_its_note_and_shows_nothing(waiting, helmi, client):
    refused = helmi.post(address(waiting), {"act": "return", "note": " "})
    assert refused.status_code == 422
    assert 'href="#note"' in refused.content.decode()
    helmi.post(address(waiting), {"act": "return", "note": "Sulkavan luku näyttää väärältä."})
    assert "Sulkavan luku näyttää väärältä." in text_of(helmi.get(address(waiting)))
    assert "Mitään ei ole vielä luovutettu" in text_of(client.get("/savonlinna/asiakkaat/"))


def test_of_two_approvers_the_second_is_told(waiting, helmi):
    helmi.post(address(waiting), {"act": "approve"})
    answer = helmi.post(address(waiting), {"act": "return", "note": "Liian myöhään"})
    assert answer.status_code == 422
    assert "Joku muu hyväksyi tai palautti sen sillä välin." in text_of(answer)
    assert Release.objects.get().state == ReleaseState.APPROVED


def test_nobody_approves_what_they_proposed_when_another_could(cast, helmi, waiting):
    own = Person.objects.get(name="Helmi")
    other = register_person(email="anna@example.org", name="Anna", password=PASSWORD, actor=None, at=NOW)
    give_role(person=other, organisation=cast.area_a, role=Role.APPROVER, actor=None, at=NOW)
    Release.objects.update(proposed_by=own)
    answer = helmi.post(address(waiting), {"act": "approve"})
    assert answer.status_code == 422
    assert "Joku muu hyväksyy sen." in text_of(answer)


def test_editors_read_and_do_not_decide(waiting, aino):
    assert aino.get(address(waiting)).status_code == 200
    assert aino.post(address(waiting), {"act": "approve"}).status_code == 404
    assert Release.objects.get().state == ReleaseState.PROPOSED


def test_nobody_else_sees_what_waits(waiting, cast):
    for person in (cast.eero, cast.otso):
        assert seat(person).get(address(waiting)).status_code == 404
        assert seat(person).get(HUB).status_code == 404
    assert seat(cast.otso).get(address(waiting).replace("savonlinna", "meri-lappi")).status_code == 404


def test_what_a_later_version_changes_is_told(cast, helmi, waiting):
    helmi.post(address(waiting), {"act": "approve"})
    first = Release.objects.get()
    later = Release.objects.create(
        owner=first.owner, month_name=first.month_name, method="test", parameters={}, fingerprint="f", seal="s",
        version=2, measures=["stock"], hidden={}, is_simulated=False, known_on=first.known_on, proposed_at=NOW,
        proposed_by_name="Aino",
    )  # fmt: skip
    cells = list(first.cells.filter(measure="stock"))
    for one in cells:
        one.pk, one.release = None, later
        one.count += one.place == "KU046"
    ReleasedCell.objects.bulk_create(cells)
    answer = helmi.get(address(later))
    assert "Yksi luku poikkeaa aiemmin kerrotusta." in text_of(answer)
    assert row_of(answer, "Työttömät työnhakijat · Enonkoski") == ["91", "92"]
