"""Dropping a document in: good ones, hostile ones, the same one twice."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from luotsi.core.text import Text
from luotsi.strategy.models import Import, SourceDocument
from luotsi.strategy.operations import found_plan
from luotsi.strategy.types import PlanKind
from tests.cast import NOW
from tests.strategy.intake.extraction.makers import pdf, pdf_by_hand, with_part, word

PLAN = """Vaskiniemen työllisyysalueen strategia 2026–2029

Visio
Vaskiniemessä työ ja tekijä kohtaavat.

Arvot
- Rohkeus
- Avoimuus

Strategiset painopisteet
- Nopea alku työnhaulle
- Työnantajat saavat tekijöitä
"""
ADDRESS = "/savonlinna/tyopoyta/tuonti/"


def drop(browser, content, name="strategia.txt", **more):
    if isinstance(content, str):
        content = content.encode()
    return browser.post(ADDRESS, {"document": SimpleUploadedFile(name, content), **more})


def bomb():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", b"0" * 90_000_000)
    return stream.getvalue()


def test_a_document_becomes_proposals_to_review(aino, cast):
    answer = drop(aino, PLAN)
    batch = Import.objects.get()
    assert answer["Location"] == f"{ADDRESS}{batch.pk}/"
    page = aino.get(answer["Location"]).content.decode()
    assert "Rohkeus" in page
    assert "Nopea alku työnhaulle" in page
    assert batch.document.owner == cast.area_a
    assert batch.started_by == cast.aino


def test_the_same_bytes_again_lead_to_the_earlier_import_and_say_so(aino):
    first = drop(aino, PLAN)
    again = drop(aino, PLAN, "toinen-nimi.txt")
    assert again["Location"] == first["Location"]
    page = aino.get(again["Location"]).content.decode()
    assert "tuotiin jo" in page
    assert "Mikään ei muuttunut." in page
    assert Import.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "tyhja.txt", "Tiedosto on tyhjä"),
        (b" \n\n ", "valeja.txt", "Tiedosto on tyhjä"),
        (b"MZ\x90\x00" + b"\x00" * 300, "strategia.pdf", "Tiedosto on ohjelma"),
        (pdf_by_hand(3), "skannattu.pdf", "se on skannattu kuva"),
        (pdf_by_hand(1, encrypted=True), "salattu.pdf", "suojattu salasanalla"),
        (b"%PDF-1.7\n%%EOF", "rikki.pdf", "rikki tai vajaa"),
        (with_part(word("Visio"), "word/vbaProject.bin", b"x"), "makrot.docx", "Tiedostossa on makroja"),
        (bomb(), "pommi.docx", "purkautuisi paljon suuremmaksi"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "vanha.doc", "ennen vuotta 2007"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 100, "strategia.docx", "Tiedosto on kuva"),
        (b"PK\x03\x04 half", "puolikas.docx", "rikki tai vajaa"),
    ],
    ids=["empty", "blank", "program", "scan", "encrypted", "broken", "macros", "bomb", "old", "picture", "half"],
)
def test_a_hostile_file_is_told_what_is_wrong_and_changes_nothing(aino, content, name, words):
    answer = drop(aino, content, name)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page
    assert 'href="#id_document"' in page
    assert not SourceDocument.objects.exists()


def test_a_hostile_file_is_told_so_in_swedish_and_english_too(aino):
    for prefix, words in (("/sv", "Filen är tom"), ("/en", "The file is empty")):
        answer = aino.post(prefix + ADDRESS, {"document": SimpleUploadedFile("x.txt", b"")})
        assert words in answer.content.decode()


@pytest.mark.parametrize(("extra", "status"), [(0, 302), (1, 422)])
def test_a_file_may_be_as_large_as_the_setting_and_no_larger(aino, settings, extra, status):
    settings.MAX_UPLOAD_BYTES = len(PLAN.encode())
    assert drop(aino, PLAN + "x" * extra).status_code == status


def test_no_file_at_all_is_told(aino):
    answer = aino.post(ADDRESS, {})
    assert answer.status_code == 422
    assert "Valitse ensin asiakirja." in answer.content.decode()


def test_the_original_comes_back_as_an_attachment_whatever_it_is(aino, eero, otso, client):
    content = b"<!doctype html><title>x</title><script>alert(1)</script><h1>Visio</h1><p>Rohkea</p>"
    address = drop(aino, content, "sivu.html")["Location"] + "tiedosto/"
    answer = aino.get(address)
    assert answer.content == content
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert eero.get(address).status_code == 404
    assert otso.get(address).status_code == 404
    assert client.get(address).status_code == 302


def test_an_import_given_up_leaves_the_list_of_what_waits_and_can_be_dropped_in_again(aino):
    address = drop(aino, PLAN)["Location"]
    assert aino.post(f"{address}keskeytys/")["Location"] == ADDRESS
    assert Import.objects.get().state == "abandoned"
    assert "keskeytettiin" in aino.get(address).content.decode()
    assert drop(aino, PLAN)["Location"] != address


def test_a_document_can_be_a_new_version_of_a_plan_of_ones_own(aino, cast):
    def plan_of(owner):
        return found_plan(
            owner=owner, slug="strategia", name=Text("Strategia"), kind=PlanKind.STRATEGY, actor=None, at=NOW
        )

    own, other = plan_of(cast.area_a), plan_of(cast.area_b)
    assert drop(aino, PLAN, plan=other.pk).status_code == 422
    address = drop(aino, PLAN, plan=own.pk)["Location"]
    assert Import.objects.get().plan == own
    aino.post(f"{address}ratkaisu/", {"act": "accept_sure"})
    assert "Siitä tulee uusi versio suunnitelmasta Strategia." in aino.get(f"{address}suunnitelma/").content.decode()
    aino.post(f"{address}suunnitelma/", {"starts": "2026", "ends": "2029"})
    assert own.versions.get().elements.exists()


def test_a_word_document_and_a_pdf_go_the_same_way(aino):
    for content, name in (
        (word(("Visio", "Heading 1"), "Työ kohtaa tekijän."), "a.docx"),
        (pdf("= Visio\n\nTyö."), "b.pdf"),
    ):
        assert drop(aino, content, name).status_code == 302


def test_viewers_and_strangers_neither_see_nor_drop(eero, otso, client, cast):
    for browser, status in ((eero, 404), (otso, 404), (client, 302)):
        assert browser.get(ADDRESS).status_code == status
        assert drop(browser, PLAN).status_code == status
    assert not SourceDocument.objects.exists()
