"""A new version of a document for a plan in force: what stayed, what is said otherwise, what is new, what is gone."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from luotsi.indicators.models import Measure
from luotsi.strategy.intake.operations import accept_sure_proposals
from luotsi.strategy.models import Import, MeasureLink, Plan, PlanVersion
from luotsi.strategy.operations import link_measure
from luotsi.strategy.queries import outline_of
from tests.cast import NOW, adopt
from tests.web.desk.test_writing import FORM
from tests.web.reading import text_of

DESK = "/savonlinna/tyopoyta/"
PLAN = f"{DESK}suunnitelmat/vaskiniemen-strategia/"
FIRST = """Vaskiniemen työllisyysalueen strategia 2026–2029

Visio
Vaskiniemessä työ ja tekijä kohtaavat.

Arvot
- Rohkeus
- Avoimuus

Strategiset painopisteet
- Nopea alku työnhaulle
- Työnantajat saavat tekijöitä nopeasti
- Henkilöstö voi hyvin
"""
SECOND = (
    FIRST.replace("2026–2029", "2027–2030")
    .replace("Työnantajat saavat tekijöitä nopeasti", "Työnantajat saavat osaavia tekijöitä nopeasti")
    .replace("- Avoimuus", "- Yhdenvertaisuus")
)


def drop(browser, content, **more):
    answer = browser.post(f"{DESK}tuonti/", {"document": SimpleUploadedFile("strategia.txt", content.encode()), **more})
    return answer["Location"]


@pytest.fixture
def in_force(aino, cast):
    """Return the version in force, made from the first document, a measure connected to one of its aims."""
    address = drop(aino, FIRST)
    accept_sure_proposals(batch=Import.objects.get(), actor=cast.aino, at=NOW)
    for row in Import.objects.get().proposals.exclude(state="accepted"):
        aino.post(f"{address}ratkaisu/", {"act": f"accept:{row.pk}:{row.revision}"})
    aino.post(f"{address}suunnitelma/", FORM)
    aino.post(f"{PLAN}1/", {"decided_by": "Työllisyyslautakunta", "decided_on": "2026-01-14"})
    aino.post(f"{PLAN}1/voimaan/")
    version = PlanVersion.objects.get(state="in_force")
    aim = next(one for one in version.elements.all() if one.title.fi.startswith("Työnantajat"))
    link_measure(element=aim, measure=adopt(cast.area_a, "agreements"), actor=cast.aino, at=NOW)
    return version


@pytest.fixture
def review(aino, in_force):
    return drop(aino, SECOND, plan=in_force.plan_id)


def test_the_plan_is_chosen_when_one_comes_from_its_page(aino, in_force):
    link = f"{DESK}tuonti/?suunnitelma={in_force.plan.slug}"
    assert f'href="{link}"' in aino.get(f"{PLAN}1/").content.decode()
    assert f'<option value="{in_force.plan_id}" selected>' in aino.get(link).content.decode()


def test_each_proposal_tells_its_fate_and_the_old_wording_stands_beside_the_new(aino, review):
    page = aino.get(review).content.decode()
    words = text_of(aino.get(review))
    assert "Uutta tässä asiakirjassa" in words
    assert "Suunnitelmassa: Työnantajat saavat tekijöitä nopeasti" in words
    assert page.count('class="tag fate-reworded"') == 1
    assert page.count('class="tag fate-new"') == 1
    assert "Asiakirjassa ei enää ole yhtä suunnitelman kohtaa" in words
    assert re.search(r"Arvo</span><br><span lang=\"fi\">Avoimuus", page)


def test_what_is_new_or_reworded_is_shown_alone(aino, review):
    words = text_of(aino.get(f"{review}?nayta=differing"))
    assert "osaavia tekijöitä" in words
    proposals = words.partition("Mitä luettiin")[2]
    assert "Accept" not in proposals
    assert Import.objects.first().proposals.count() > aino.get(f"{review}?nayta=differing").content.count(
        b'class="proposal '
    )


def test_all_that_stayed_the_same_is_accepted_at_once_and_the_rest_waits(aino, review):
    answer = aino.post(f"{review}ratkaisu/", {"act": "accept_same"}, follow=True)
    waiting = {row.title for row in Import.objects.first().proposals.filter(state="pending")}
    assert {"Yhdenvertaisuus", "Työnantajat saavat osaavia tekijöitä nopeasti"} <= waiting
    assert not waiting & {"Rohkeus", "Nopea alku työnhaulle", "Henkilöstö voi hyvin"}
    assert "ennallaan pysynyttä ehdotusta hyväksytty" in text_of(answer)
    assert 'value="accept_same"' not in answer.content.decode()


def test_writing_makes_a_draft_and_leads_to_its_difference_with_links_kept(aino, in_force, review):
    for row in Import.objects.first().proposals.all():
        aino.post(f"{review}ratkaisu/", {"act": f"accept:{row.pk}:{row.revision}"})
    answer = aino.post(f"{review}suunnitelma/", {"starts": "2027", "ends": "2030"})
    assert answer["Location"] == f"{PLAN}2/muutokset/"
    draft = PlanVersion.objects.get(state="draft")
    assert (Plan.objects.count(), draft.number) == (1, 2)
    words = text_of(aino.get(answer["Location"]))
    assert "Verrattuna versioon 1." in words
    assert "Yksi yhteys mittariin säilyi." in words
    for heading in ("Uudet kohdat 1", "Poistuneet kohdat 1", "Uusin sanoin 1"):
        assert heading in words
    assert "Työnantajat saavat tekijöitä nopeasti Työnantajat saavat osaavia tekijöitä nopeasti" in words
    [measured] = [one for one in outline_of(draft).walk() if one.measures]
    assert measured.element.title.fi == "Työnantajat saavat osaavia tekijöitä nopeasti"
    old = {one.title.fi: one.lineage for one in in_force.elements.all()}
    new = {one.title.fi: one.lineage for one in draft.elements.all()}
    assert all(new[title] == old[title] for title in set(old) & set(new))
    assert new["Yhdenvertaisuus"] not in old.values()
    assert PlanVersion.objects.get(state="in_force") == in_force
    assert (MeasureLink.objects.count(), Measure.objects.count()) == (1, 1)


def test_what_is_left_out_is_gone_and_its_measure_is_told_to_lose_its_place(aino, in_force, review):
    aino.post(f"{review}ratkaisu/", {"act": "accept_same"})
    aino.post(f"{review}suunnitelma/", {"starts": "", "ends": ""})
    words = text_of(aino.get(f"{PLAN}2/muutokset/"))
    assert "Työnantajat saavat tekijöitä nopeasti Kohtaan oli yhdistetty mittari:" in words


def test_the_same_bytes_for_the_same_plan_change_nothing_and_say_so(aino, in_force):
    first = Import.objects.get()
    address = drop(aino, FIRST, plan=in_force.plan_id)
    assert address == f"{DESK}tuonti/{first.pk}/"
    assert "Mikään ei muuttunut." in text_of(aino.get(address))
    assert (Import.objects.count(), PlanVersion.objects.count()) == (1, 1)


def test_a_document_that_becomes_a_plan_of_its_own_has_no_fates(aino, in_force):
    page = aino.get(drop(aino, SECOND)).content.decode()
    assert 'class="tag fate-' not in page
    assert "nayta=differing" not in page
    assert 'value="accept_same"' not in page


def test_another_organisations_plan_cannot_be_chosen(otso, in_force):
    document = SimpleUploadedFile("strategia.txt", SECOND.encode())
    answer = otso.post("/meri-lappi/tyopoyta/tuonti/", {"document": document, "plan": in_force.plan_id})
    assert answer.status_code == 422
    assert Import.objects.count() == 1


def test_a_fetched_piece_tells_the_fate_too(aino, review):
    row = Import.objects.first().proposals.get(title="Yhdenvertaisuus")
    answer = aino.post(
        f"{review}ratkaisu/", {"act": f"accept:{row.pk}:0"}, headers={"X-Requested-With": "fetch"}
    ).json()
    assert "fate-new" in answer["rows"][str(row.pk)]
    assert answer["counts"]["differing"] == 2
    assert "accept_same" in answer["progress"]


def test_leaving_one_out_tells_the_others_fates_anew_without_a_reload(aino, review):
    """Of two alike lines the likest continues the plan's; when it is left out, the other does."""
    batch = Import.objects.first()
    row = batch.proposals.get(title="Työnantajat saavat osaavia tekijöitä nopeasti")
    second = batch.proposals.create(
        position=99, kind=row.kind, title="Työnantajat saavat taitavia tekijöitä nopeasti", rule="x", certainty="sure"
    )
    assert aino.get(review).content.decode().count('class="tag fate-reworded"') == 1
    answer = aino.post(
        f"{review}ratkaisu/", {"act": f"reject:{row.pk}:0"}, headers={"X-Requested-With": "fetch"}
    ).json()
    assert answer["fates"][str(row.pk)].strip() == ""
    assert "fate-reworded" in answer["fates"][str(second.pk)]
    assert set(answer["rows"]) == {str(row.pk)}
    second.refresh_from_db()
    answer = aino.post(
        f"{review}ratkaisu/", {"act": f"reject:{second.pk}:0"}, headers={"X-Requested-With": "fetch"}
    ).json()
    assert "Työnantajat saavat tekijöitä nopeasti" in answer["gone"]
