"""Telling of a break at the desk: listed, mended, withdrawn, refused in words."""

import csv
import io
import json

import pytest
from jsonstat_validator import validate_jsonstat

from luotsi.indicators.models import SeriesBreak
from luotsi.orgs.models import AuditEntry
from tests.cast import adopt, publish_values
from tests.web.reading import faults_of, row_of, text_of

DESK = "/savonlinna/tyopoyta/mittarit/unemployed/katkokset/"
PUBLIC = "/savonlinna/mittarit/unemployed"
TYPED = {
    "period": "2026-05",
    "kind": "method",
    "text_fi": "Laskentapäivä vaihtui.",
    "text_sv": "Räkningsdagen ändrades.",
    "text_en": "The counting day changed.",
    "source": "Hallitus 12.1.2026 § 4",
    "subject": "",
}


@pytest.fixture
def measure(cast):
    values = {("TA36", f"{year}-{month:02}"): 100 + month for year in (2025, 2026) for month in range(1, 7)}
    places = {(code, f"{year}-06"): 10 for code in ("KU046", "KU681", "KU740") for year in (2025, 2026)}
    publish_values("unemployed", values | places)
    return adopt(cast.area_a, "unemployed")


def test_a_break_is_told_listed_and_seen_on_the_public_page_in_every_part(aino, measure):
    page = aino.get(DESK)
    assert faults_of(page) == []
    assert "Katkoksia ei tunneta" in text_of(page)
    answer = aino.post(DESK, TYPED, follow=True)
    assert answer.status_code == 200
    assert faults_of(answer) == []
    assert "Laskentapäivä vaihtui." in text_of(answer)
    assert "Hallitus 12.1.2026 § 4" in text_of(answer)
    public = aino.get(f"{PUBLIC}/")
    told = text_of(public)
    assert faults_of(public) == []
    assert "Lukua ei voi verrata vuodentakaiseen, koska aikasarja katkesi toukokuussa 2026." in told
    assert "Aikasarjan katkos (toukokuu 2026): Laskentapäivä vaihtui." in told
    assert "Katkos 5/2026" in public.content.decode()
    assert row_of(public, "Kesäkuu 2026")[1] == "ei vertailukelpoinen"
    assert row_of(public, "Toukokuu 2026")[3] == "aikasarjan katkos: Laskentapäivä vaihtui."
    assert row_of(public, "Huhtikuu 2026")[1] not in {"", "ei vertailukelpoinen"}
    assert row_of(public, "Enonkoski")[-1] == "ei vertailukelpoinen"


@pytest.mark.parametrize(
    ("prefix", "words"), [("/sv", "Räkningsdagen ändrades."), ("/en", "The counting day changed.")]
)
def test_each_language_reads_its_own_words(aino, measure, prefix, words):
    aino.post(DESK, TYPED)
    for address in (DESK, f"{PUBLIC}/"):
        assert words in text_of(aino.get(prefix + address))


def test_what_is_taken_along_carries_the_break(aino, measure):
    aino.post(DESK, TYPED)
    rows = list(csv.DictReader(io.StringIO(aino.get(f"{PUBLIC}.csv").content.decode("utf-8-sig")), delimiter=";"))
    marked = {(row["Alueen tunnus"], row["Jakso"]) for row in rows if row["Aikasarjan katkos"]}
    assert {("TA36", "2026-05"), ("KU046", "2026-06")} <= marked
    assert ("TA36", "2026-06") not in marked
    dataset = json.loads(aino.get(f"{PUBLIC}.json").content)
    assert validate_jsonstat(dataset) is True
    assert dataset["dimension"]["period"]["category"]["note"]["2026-05"] == [
        "Aikasarjan katkos, 2026-05: Laskentapäivä vaihtui."
    ]
    assert dataset["note"]
    assert b"Katkos 5/2026" in aino.get(f"{PUBLIC}.svg").content


def test_a_break_is_mended_and_withdrawn(aino, measure):
    aino.post(DESK, TYPED)
    made = SeriesBreak.objects.get()
    page = aino.get(f"{DESK}{made.pk}/")
    assert faults_of(page) == []
    assert b'value="2026-05"' in page.content
    answer = aino.post(f"{DESK}{made.pk}/", TYPED | {"period": "2026-04", "subject": "KU046"}, follow=True)
    assert "Koskee vain: Enonkoski" in text_of(answer)
    mended = SeriesBreak.objects.get(withdrawn_at__isnull=True)
    assert (mended.period_name, mended.subject.code) == ("2026-04", "KU046")
    answer = aino.post(f"{DESK}{mended.pk}/", {"act": "withdraw"}, follow=True)
    assert "Katkos peruttiin" in answer.content.decode()
    assert "vertailukelpoinen" not in text_of(aino.get(f"{PUBLIC}/"))
    assert AuditEntry.objects.filter(kind__startswith="indicators.break.").count() == 3


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"period": "toukokuu"}, "Kirjoita jakso"),
        ({"period": "2026"}, "eri pituinen"),
        ({"text_fi": ""}, "Mikä muuttui"),
        ({"source": " "}, "Missä siitä kerrotaan"),
        ({"kind": "x"}, "Mikä muuttui"),
        ({"subject": "KU091"}, "Ketä se koskee"),
    ],
)
def test_a_slip_is_told_at_its_field_and_what_was_typed_stays(aino, measure, wrong, words):
    answer = aino.post(DESK, TYPED | wrong)
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert "The counting day changed." in text_of(answer)
    assert SeriesBreak.objects.count() == 0


def test_the_second_of_two_people_is_told_and_loses_nothing(aino, measure):
    aino.post(DESK, TYPED)
    made = SeriesBreak.objects.get()
    aino.post(f"{DESK}{made.pk}/", TYPED | {"period": "2026-04"})
    for sent in (TYPED | {"period": "2026-03"}, {"act": "withdraw"}):
        answer = aino.post(f"{DESK}{made.pk}/", sent, follow=True)
        assert "Joku muu muutti katkosta" in answer.content.decode()
    assert [one.period_name for one in SeriesBreak.objects.filter(withdrawn_at__isnull=True)] == ["2026-04"]
    assert aino.get(f"{DESK}{made.pk}/").status_code == 404
    again = aino.post(DESK, TYPED | {"period": "2026-04"})
    assert (again.status_code, "on jo kirjattu katkos" in text_of(again)) == (422, True)


def test_only_editors_come_here(eero, otso, measure, client):
    assert eero.get(DESK).status_code == 404
    assert otso.get(DESK).status_code == 404
    assert client.get(DESK).status_code == 302
    assert otso.post(DESK, TYPED).status_code == 404
    assert SeriesBreak.objects.count() == 0


def test_what_somebody_types_is_only_text_on_the_pages(aino, measure):
    aino.post(DESK, TYPED | {"text_fi": "<script>alert(1)</script>", "source": "=HYPERLINK(1)"})
    for address in (DESK, f"{PUBLIC}/", f"{PUBLIC}.svg"):
        assert b"<script>alert" not in aino.get(address).content
    rows = aino.get(f"{PUBLIC}.csv").content.decode("utf-8-sig")
    assert "alert(1)" in rows
