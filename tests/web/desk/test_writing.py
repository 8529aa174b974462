"""From the review to a plan in force."""

import re
from datetime import date

import pytest

from luotsi.strategy.intake.operations import accept_sure_proposals
from luotsi.strategy.models import Plan, PlanVersion
from tests.cast import NOW
from tests.documents import LINES, receive

FORM = {
    "name": "Vaskiniemen strategia",
    "kind": "strategy",
    "starts": "2026",
    "ends": "2029",
    "level_priority": "Päämäärä",
    "level_goal": "Tavoite",
    "level_measure": "Mittari",
    "level_action": "Teko",
}


@pytest.fixture
def address(batch, cast):
    accept_sure_proposals(batch=batch, actor=cast.aino, at=NOW)
    return f"/savonlinna/tyopoyta/tuonti/{batch.pk}/"


def test_the_form_is_filled_from_the_document(aino, address):
    page = aino.get(f"{address}suunnitelma/").content.decode()
    assert 'value="Päämäärä"' in page
    assert 'value="2026"' in page
    assert 'value="2029"' in page
    assert 'value="Vaskiniemi: strategia"' in page
    assert "2 ehdotusta on vielä ratkaisematta" in page


def test_the_form_speaks_the_documents_language_whatever_the_readers(aino, address):
    page = aino.get(f"/sv{address}suunnitelma/").content.decode()
    assert 'value="Vaskiniemi: strategia"' in page
    assert 'value="Toimenpide"' in page
    assert "Skriv planen" in page


def test_the_plan_is_written_and_the_import_tells_what_came_of_it(aino, address, batch):
    assert aino.post(f"{address}suunnitelma/", FORM)["Location"] == address
    plan = Plan.objects.get()
    assert plan.name.fi == "Vaskiniemen strategia"
    assert plan.level_name("priority").fi == "Päämäärä"
    version = plan.versions.get()
    assert (version.starts_on, version.ends_on) == (date(2026, 1, 1), date(2029, 12, 31))
    assert version.elements.count() == 4
    page = aino.get(address).content.decode()
    assert "Alueella seurataan muuttoliikettä" in page
    assert "Kirjoitettu suunnitelmaan Vaskiniemen strategia, versio 1" in page


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("", None),
        ("27.11.2025", date(2025, 11, 27)),
        ("päivätty 3. 12. 2020", date(2020, 12, 3)),
        ("2024-02-29", date(2024, 2, 29)),
        ("31.2.2024", None),
        ("syksy 2023", None),
    ],
)
def test_a_draft_bears_the_documents_day_and_no_other(aino, address, batch, said, day):
    batch.document_date = said
    batch.save()
    page = aino.get(f"{address}suunnitelma/").content.decode()
    offered = re.search(r'<input type="date" name="drafted_on"( value="([^"]*)")?', page)
    assert offered[2] == (day.isoformat() if day else None)
    aino.post(f"{address}suunnitelma/", FORM | {"drafted_on": offered[2] or ""})
    version = PlanVersion.objects.get()
    assert version.drafted_on == day
    shown = aino.get(f"/savonlinna/tyopoyta/suunnitelmat/{version.plan.slug}/1/").content.decode()
    assert ("ei päiväystä" in shown) is (day is None)


def test_writing_twice_writes_once(aino, address):
    aino.post(f"{address}suunnitelma/", FORM)
    assert aino.post(f"{address}suunnitelma/", FORM)["Location"] == address
    assert PlanVersion.objects.count() == 1


def test_years_the_wrong_way_round_are_told_and_what_was_typed_stays(aino, address):
    answer = aino.post(f"{address}suunnitelma/", FORM | {"starts": "2030"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "päättyisi ennen alkuaan" in page
    assert 'value="Vaskiniemen strategia"' in page
    assert not Plan.objects.exists()


def test_nothing_accepted_is_told(aino, batch):
    answer = aino.post(f"/savonlinna/tyopoyta/tuonti/{batch.pk}/suunnitelma/", FORM)
    assert "Mitään ei ole vielä hyväksytty." in answer.content.decode()


def test_a_second_plan_of_the_same_name_gets_an_address_of_its_own(aino, address, cast):
    aino.post(f"{address}suunnitelma/", FORM)
    other = receive(cast.area_a, cast.aino, LINES[:2], "toinen.txt")
    accept_sure_proposals(batch=other, actor=cast.aino, at=NOW)
    aino.post(f"/savonlinna/tyopoyta/tuonti/{other.pk}/suunnitelma/", FORM)
    assert set(Plan.objects.values_list("slug", flat=True)) == {"vaskiniemen-strategia", "vaskiniemen-strategia-2"}


def test_a_new_version_waits_until_the_draft_before_it_is_decided(aino, address, cast):
    aino.post(f"{address}suunnitelma/", FORM)
    other = receive(cast.area_a, cast.aino, LINES[:2], "toinen.txt")
    other.plan = Plan.objects.get()
    other.save()
    accept_sure_proposals(batch=other, actor=cast.aino, at=NOW)
    answer = aino.post(f"/savonlinna/tyopoyta/tuonti/{other.pk}/suunnitelma/", {"starts": "", "ends": ""})
    assert "Suunnitelmalla on jo luonnos." in answer.content.decode()


def test_the_day_of_a_decision_is_filled_in_as_finnish_documents_write_it(aino, address, batch):
    said = {"body": "Työllisyyslautakunta", "date": "14.1.2026"}
    batch.proposals.filter(kind="decision").update(details=said)
    aino.post(f"{address}suunnitelma/", FORM)
    shown = aino.get("/savonlinna/tyopoyta/suunnitelmat/vaskiniemen-strategia/1/").content.decode()
    assert 'value="2026-01-14"' in shown


def test_a_draft_is_decided_by_a_body_on_a_day_and_put_in_force(aino, address):
    aino.post(f"{address}suunnitelma/", FORM)
    page = "/savonlinna/tyopoyta/suunnitelmat/vaskiniemen-strategia/1/"
    shown = aino.get(page).content.decode()
    assert 'value="Työllisyyslautakunta"' in shown
    assert 'value="2026-01-14"' in shown
    aino.post(f"{page}voimaan/")
    assert PlanVersion.objects.get().state == "draft"
    assert aino.post(page, {"decided_by": "", "decided_on": "2026-01-14"}).status_code == 422
    decision = {"decided_by": "Työllisyyslautakunta", "decided_on": "2026-01-14"}
    assert aino.post(page, decision)["Location"] == page
    version = PlanVersion.objects.get()
    assert (version.state, version.decided_by, version.decided_on) == (
        "decided", "Työllisyyslautakunta", date(2026, 1, 14),
    )  # fmt: skip
    aino.post(f"{page}voimaan/")
    assert PlanVersion.objects.get().state == "in_force"
    assert aino.post(page, decision).status_code == 422


def test_viewers_and_strangers_write_and_decide_nothing(aino, eero, otso, client, address):
    for browser, status in ((eero, 404), (otso, 404), (client, 302)):
        assert browser.post(f"{address}suunnitelma/", FORM).status_code == status
    aino.post(f"{address}suunnitelma/", FORM)
    page = "/savonlinna/tyopoyta/suunnitelmat/vaskiniemen-strategia/1/"
    for browser, status in ((eero, 404), (otso, 404), (client, 302)):
        assert browser.get(page).status_code == status
        assert browser.post(f"{page}voimaan/").status_code == status
    assert PlanVersion.objects.get().state == "draft"
