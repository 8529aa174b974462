"""The guided mapping of the client register's export: opened, guessed, tried, kept as the command reads it."""

import html
import re

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError

from luotsi.orgs.models import AuditEntry, Organisation, Person
from luotsi.orgs.types import OrganisationKind
from luotsi.register.mapping.operations import MappedTable, save_table
from luotsi.register.profiles import read_profile
from tests.cast import NOW
from tests.web.desk.conftest import seat
from tests.web.reading import faults_of, text_of

EXPORT = "/savonlinna/tyopoyta/rekisteri/tuonti/"
PERSON = "TUNNUS;SYNTVUOSI;SUKUPUOLI;KUNTA\nsalainen-1;1980;N;740\nsalainen-2;1990;X;740\n"
SEARCH = "TUNNUS;ALKU;LOPPU;TYKOODI\n1;01.02.2026;;02\n2;05.02.2026;01.02.2026;02\n3;01.01.2026;;77\n"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path / "register-profiles"


def open_sample(browser, table, text, prefix=""):
    return browser.post(f"{prefix}{EXPORT}{table}/", {"lines": text})


def filled(answer, **changes):
    """Return what a browser would send of the form on the page, with changes."""
    page = answer.content.decode()
    page = page[page.index('<form class="mapping"') :]
    sent = {"kept": html.unescape(re.search(r'name="kept" value="([^"]+)"', page).group(1))}
    for name, inner in re.findall(r'(?s)<select name="([^"]+)".*?>(.*?)</select>', page):
        chosen = re.search(r'<option value="([^"]*)" selected>', inner)
        sent[name] = html.unescape(chosen.group(1)) if chosen else ""
    for name, value in re.findall(r'<input type="text" name="([^"]+)" value="([^"]*)"', page):
        sent[name] = html.unescape(value)
    return sent | changes


def send(browser, table, answer, act, **changes):
    return browser.post(f"{EXPORT}{table}/", filled(answer, act=act, **changes))


def save(browser, table, text, **changes):
    return send(browser, table, open_sample(browser, table, text), "save", is_checked="on", **changes)


def test_a_sample_is_shown_with_its_guesses_and_nothing_is_kept(aino, folder):
    answer = open_sample(aino, "person", PERSON)
    assert answer.status_code == 200
    assert faults_of(answer) == []
    words = text_of(answer)
    assert "Arvaus nimen perusteella" in words
    assert "Näytteessä: 740" in words
    assert "salainen-1" not in words
    assert filled(answer)["col-birth_year"] == "SYNTVUOSI"
    assert not folder.exists()
    assert not AuditEntry.objects.filter(kind="register.profile.change").exists()


def test_a_guess_is_not_saved_before_somebody_says_that_it_was_checked(aino, folder):
    answer = send(aino, "person", open_sample(aino, "person", PERSON), "save")
    assert answer.status_code == 422
    assert "arvausta ei koskaan oteta sellaisenaan" in text_of(answer)
    assert not folder.exists()


def test_the_checks_count_what_of_the_sample_would_be_rejected(aino):
    answer = send(aino, "jobsearch", open_sample(aino, "jobsearch", SEARCH), "look")
    words = text_of(answer)
    assert "Näytteen 3 rivistä hylättäisiin 2." in words
    assert "Päättyy ennen kuin alkaa" in words
    assert "Koodille ei ole merkitystä" in words


def test_a_code_that_is_given_a_meaning_is_no_longer_rejected(aino):
    answer = open_sample(aino, "jobsearch", SEARCH)
    name = re.search(r'<label for="id_(code-status-\w+)"><code>77</code>', answer.content.decode()).group(1)
    assert "hylättäisiin 1." in text_of(send(aino, "jobsearch", answer, "look", **{name: "employed"}))


def test_the_file_is_the_one_that_the_command_reads(aino, folder):
    assert save(aino, "person", PERSON).status_code == 302
    assert "Ei vielä käytettävissä. Puuttuu: Työnhaku" in text_of(aino.get(EXPORT))
    assert save(aino, "jobsearch", SEARCH, end_is="day_after").status_code == 302
    assert "Kuvausta voi käyttää." in text_of(aino.get(EXPORT))
    profile = read_profile(folder / "savonlinna.yaml")
    assert profile.delimiter == ";"
    assert profile.end_is == "day_after"
    assert profile.tables["person"].columns["birth_year"] == "SYNTVUOSI"
    assert profile.tables["person"].codes == {"sex": {"N": "female"}}
    assert profile.tables["jobsearch"].dates == "%d.%m.%Y"
    assert profile.tables["jobsearch"].codes == {"status": {"02": "unemployed"}}
    told = aino.get(f"{EXPORT}kuvaus.yaml")
    assert yaml.safe_load(told.content)["tables"]["person"]["files"] == "person*.csv"
    assert AuditEntry.objects.filter(kind="register.profile.change").count() == 2


def test_nothing_of_the_rows_stands_in_the_file_or_the_audit(aino, folder):
    save(aino, "person", PERSON)
    assert "salainen" not in (folder / "savonlinna.yaml").read_text(encoding="utf-8")
    assert not AuditEntry.objects.filter(changes__icontains="salainen").exists()


def test_of_two_people_the_second_is_told_and_loses_nothing(aino, cast, folder):
    mine, theirs = (open_sample(aino, "person", PERSON) for _turn in range(2))
    assert send(aino, "person", theirs, "save", is_checked="on").status_code == 302
    answer = send(aino, "person", mine, "save", is_checked="on", pattern="toinen*.csv")
    assert answer.status_code == 422
    assert "Joku muu tallensi tämän taulun" in text_of(answer)
    assert "toinen*.csv" in answer.content.decode()
    assert "person*.csv" in (folder / "savonlinna.yaml").read_text(encoding="utf-8")


def test_the_same_saved_twice_is_no_conflict(aino):
    answer = open_sample(aino, "person", PERSON)
    for _turn in range(2):
        assert send(aino, "person", answer, "save", is_checked="on").status_code == 302


def test_a_table_told_before_is_shown_as_it_stands(aino):
    save(aino, "person", PERSON, **{"col-birth_year": ""})
    assert filled(open_sample(aino, "person", PERSON))["col-birth_year"] == ""


def test_a_column_that_would_mean_two_things_is_refused(aino):
    answer = send(aino, "person", open_sample(aino, "person", PERSON), "look", **{"col-birth_year": "TUNNUS"})
    assert answer.status_code == 422
    assert "”TUNNUS” tarkoittaa jo muuta." in text_of(answer)


def test_a_needed_column_that_is_missing_is_told_at_its_field(aino):
    answer = send(aino, "jobsearch", open_sample(aino, "jobsearch", SEARCH), "look", **{"col-status": ""})
    assert answer.status_code == 422
    assert 'href="#id_col-status"' in answer.content.decode()


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 \x00\x01\x02" + bytes(range(256)) * 20, b"a;a\n", b"PAR1....PAR1"])
def test_what_is_no_table_is_refused_in_words(aino, content):
    answer = aino.post(f"{EXPORT}person/", {"sample": SimpleUploadedFile("asiakkaat.csv", content)})
    assert answer.status_code == 422
    assert 'class="error"' in answer.content.decode()


def test_a_pattern_cannot_leave_the_folder(aino, folder):
    answer = save(aino, "person", PERSON, pattern="../../etc/passwd.csv")
    assert answer.status_code == 422
    assert not folder.exists()


def test_a_sample_is_opened_again_by_its_opener_only(aino, cast):
    kept = filled(open_sample(aino, "person", PERSON))
    assert aino.post(f"{EXPORT}jobsearch/", kept).status_code == 404
    assert aino.post(f"{EXPORT}person/", kept | {"kept": kept["kept"][:-2] + "xx"}).status_code == 404
    assert seat(cast.otso).post("/meri-lappi/tyopoyta/rekisteri/tuonti/person/", kept).status_code == 404


def test_only_editors_of_an_area_come_here(eero, otso, aino, cast):
    for browser in (eero, otso):
        assert browser.get(EXPORT).status_code == 404
        assert browser.get(f"{EXPORT}person/").status_code == 404
    assert aino.get(f"{EXPORT}salaries/").status_code == 404
    Organisation.objects.filter(slug="savonlinna").update(kind=OrganisationKind.MUNICIPALITY)
    assert aino.get(EXPORT).status_code == 404


def test_the_page_is_never_kept_by_a_browser(aino):
    assert "no-store" in open_sample(aino, "person", PERSON)["Cache-Control"]


@pytest.mark.parametrize("prefix", ["/sv", "/en"])
def test_the_pages_are_in_every_language(aino, prefix):
    for answer in (aino.get(prefix + EXPORT), open_sample(aino, "person", PERSON, prefix)):
        assert answer.status_code == 200
        assert faults_of(answer) == []


@pytest.mark.django_db(transaction=True)
def test_a_file_whose_audit_line_could_not_be_kept_stays_as_it_was(cast, folder):
    entry = {"files": "person*.csv", "columns": {"person": "TUNNUS"}}
    shared = {"end_is": "last_day"}
    first = MappedTable("person", entry, shared, None)
    save_table(folder=folder, organisation=cast.area_a, table=first, actor=cast.aino, at=NOW)
    before = (folder / "savonlinna.yaml").read_bytes()
    gone = Person(pk=999_999, name="Gone", email="gone@example.org")
    second = MappedTable("person", entry | {"files": "toinen*.csv"}, shared, entry)
    with pytest.raises(IntegrityError):
        save_table(folder=folder, organisation=cast.area_a, table=second, actor=gone, at=NOW)
    assert (folder / "savonlinna.yaml").read_bytes() == before
    assert sorted(one.name for one in folder.iterdir()) == [".writing", "savonlinna.yaml"]
    assert AuditEntry.objects.filter(kind="register.profile.change").count() == 1
