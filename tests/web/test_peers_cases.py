"""The peers' cases that show on pages: round trips, large imports, others' ids, mail, reports, headings, languages."""

import re
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from luotsi.core.periods import Period
from luotsi.core.text import Text
from luotsi.core.values import Cell
from luotsi.indicators.entered.checking import Entry
from luotsi.indicators.entered.operations import enter_value
from luotsi.indicators.entry.drafts.operations import write_draft
from luotsi.indicators.entry.operations import deliver_mail, return_draft, set_entry
from luotsi.indicators.fetching import carry_out_orders
from luotsi.indicators.models import Definition, Measure, Observation
from luotsi.indicators.rollups import roll_up
from luotsi.indicators.statfin import outbound
from luotsi.orgs.models import Subject
from luotsi.orgs.operations import found_organisation
from luotsi.orgs.queries import members_of
from luotsi.orgs.types import OrganisationKind
from luotsi.sources.models import Connection, FetchOrder
from luotsi.sources.types import OrderState
from luotsi.strategy.editing.operations import add_element
from luotsi.strategy.editing.types import Words
from luotsi.strategy.intake.types import ElementKind
from luotsi.strategy.models import Element
from luotsi.strategy.operations import draft_version, found_plan
from luotsi.strategy.types import PlanKind
from luotsi.web.desk.entry_addresses import entry_address
from tests.cast import NOW, STATFIN, TODAY, adopt, publish_june, publish_values
from tests.entry_cast import SITE, an_approver, someone
from tests.web.reading import text_of

DESK = "/savonlinna/tyopoyta/"
REST = {"places_are": "municipality", "decimal_sign": "", "hyphen": "missing"}
YEAR = Period.parse("2025")


def seat(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def aino(cast, settings, tmp_path):
    settings.MEDIA_ROOT, settings.WAITING_ROOT = tmp_path / "uploads", tmp_path / "waiting"
    return seat(cast.aino)


def begin(aino, measure, content, name):
    """Connect a table of one's own to a measure, as far as it was opened."""
    aino.post(f"{DESK}mittarit/{measure.slug}/lahde/", {"source": "tabular"})
    made = Connection.objects.latest("pk")
    assert step(aino, made, "", table=SimpleUploadedFile(name, content)).status_code == 302
    return made


def step(aino, made, name, **typed):
    made.refresh_from_db()
    return aino.post(f"{DESK}lahteet/yhteydet/{made.pk}/{name}", {"seen": made.revision, **typed})


def as_guessed(aino, made):
    form = aino.get(f"{DESK}lahteet/yhteydet/{made.pk}/merkitys/").context["form"]
    return {name: "" if field.initial is None else field.initial for name, field in form.fields.items()}


def save_and_work(aino, made):
    assert step(aino, made, "esikatselu/", act="save", every="never").status_code == 302
    return [one.attempt for one in carry_out_orders(way=outbound(), clock=timezone.now)]


def figures_of(source_key):
    """Return the unemployed of the municipalities; an area is made of them by itself."""
    ours = {"series__source_key": source_key, "series__dimensions": "", "series__definition__key": "unemployed"}
    rows = Observation.objects.filter(**ours).select_related("series")
    places = dict(Subject.objects.values_list("pk", "code"))
    found = {(places[one.series.subject_id], one.period_name): (one.value, one.gap) for one in rows}
    return {place: one for place, one in found.items() if place[0].startswith("KU")}


@pytest.mark.parametrize("ending", ["json", "csv", "xlsx"])
def test_case_16_what_is_downloaded_and_brought_back_gives_the_same_figures(cast, aino, ending):
    publish_june()
    publish_values("unemployed", {("KU768", "2026-05"): Cell.missing("hidden"), ("KU740", "2026-05"): 0})
    measure = adopt(cast.area_a, "unemployed")
    kept = aino.get(f"/savonlinna/mittarit/unemployed.{ending}").content
    made = begin(aino, measure, kept, f"luvut.{ending}")
    typed = as_guessed(aino, made)
    assert step(aino, made, "merkitys/", **typed).status_code == 302
    if step(aino, made, "esikatselu/", act="leave_out").status_code == 302:
        made.refresh_from_db()
    save_and_work(aino, made)
    before, after = figures_of(STATFIN), figures_of(made.key)
    if ending == "json":
        assert {place: one for place, one in after.items() if one[1] != "missing"} == before
    else:
        numbers = {place: one for place, one in before.items() if one[0] is not None}
        assert {place: one for place, one in after.items() if one[0] is not None} == numbers


def test_case_17_four_thousand_rows_are_told_row_by_row_when_wrong_and_come_in_behind_the_scenes_when_right(cast, aino):
    measure = adopt(cast.area_a, "open-vacancies")
    names = ["Enonkoski", "Rantasalmi", "Savonlinna", "Sulkava", "Helsinki", "Espoo", "Vantaa", "Turku", "Oulu", "Kemi"]
    months = [f"{month}/{year}" for year in range(1990, 2024) for month in range(1, 13)][-400:]
    rows = [f"{name};{month};{at}" for at, (name, month) in enumerate((n, m) for n in names for m in months)]
    assert len(rows) == 4000
    wrong = {0: "Enonkoski;1/1990;kolme", 799: "Rantasalmi;13/2023;5", 3999: "Kemi;12/2023;1,2,3"}
    spoilt = [wrong.get(at, row) for at, row in enumerate(rows)]
    made = begin(aino, measure, "\n".join(["Kunta;Kuukausi;Määrä", *spoilt]).encode(), "rivit.csv")
    assert step(aino, made, "merkitys/", **as_guessed(aino, made)).status_code == 302
    told = text_of(aino.get(f"{DESK}lahteet/yhteydet/{made.pk}/esikatselu/"))
    assert re.findall(r"Rivi (\d+)", told) == ["2", "801", "4001"]
    assert "Tallenna ja ota sisään" not in told
    assert not Observation.objects.exists()
    assert step(
        aino, made, "", table=SimpleUploadedFile("rivit.csv", "\n".join(["Kunta;Kuukausi;Määrä", *rows]).encode())
    )
    assert step(aino, made, "merkitys/", **as_guessed(aino, made)).status_code == 302
    step(aino, made, "esikatselu/", act="save", every="never")
    assert not Observation.objects.exists()
    assert FetchOrder.objects.get().state == OrderState.QUEUED
    (attempt,) = [one.attempt for one in carry_out_orders(way=outbound(), clock=timezone.now)]
    came = Observation.objects.filter(series__source_key=made.key, series__subject__kind="municipality")
    assert (attempt.rows_new, came.count()) == (1600, 1600)


@pytest.mark.parametrize("page", ["tavoite", "tila", "lahde", "nakyva-lahde", "arvot", "tuo", "kirjaaminen"])
def test_case_21_a_measure_of_another_organisation_is_not_found_under_either_name(cast, page):
    measure, otso = adopt(cast.area_a, "agreements"), seat(cast.otso)
    for organisation in (cast.area_a, cast.area_b):
        address = f"/{organisation.slug}/tyopoyta/mittarit/{measure.slug}/{page}/"
        assert [otso.get(address).status_code, otso.post(address).status_code] == [404, 404]


def drafted(owner, actor):
    """Return a draft of a plan with one line."""
    plan = found_plan(
        owner=owner, slug="strategia", name=Text("Strategia"), kind=PlanKind.STRATEGY, actor=actor, at=NOW
    )
    version = draft_version(plan=plan, actor=actor, at=NOW, drafted_on=TODAY)
    line = Words(kind=ElementKind.GOAL, title=Text(f"Tavoite {owner.slug}"))
    return version, add_element(version=version, under=None, words=line, actor=actor, at=NOW)


def test_case_21_an_id_of_another_organisation_that_is_sent_inside_a_form_of_ones_own_changes_nothing(cast):
    theirs, own = adopt(cast.area_a, "agreements"), adopt(cast.area_b, "agreements")
    set_entry(measure=theirs, needs_approval=True, responsible_person=None, actor=cast.aino, at=NOW)
    area = cast.area_a.subject
    draft = write_draft(measure=theirs, subject=area, entry=Entry(YEAR, Cell.of(5)), actor=cast.aino, at=NOW)
    otso, approver = seat(cast.otso), seat(someone("Hilla", cast.area_b, "approver"))
    _version, line = drafted(cast.area_a, cast.aino)
    _version, ours = drafted(cast.area_b, cast.otso)
    desk = "/meri-lappi/tyopoyta/"
    act = f"{desk}suunnitelmat/strategia/1/muokkaus/"
    for what in ("approve", "return"):
        sent = {"draft": draft.pk, "seen": draft.revision, "act": what, "note": "x"}
        assert approver.post(f"{desk}hyvaksynnat/", sent).status_code == 422
    before = Element.objects.order_by("pk").values()
    kept = list(before)
    for moved in (f"move:{line.pk}:0:0:0", f"move:{ours.pk}:0:{line.pk}:0", f"remove:{line.pk}:0:0"):
        otso.post(f"{act}teko/", {"act": moved})
    assert (
        otso.post(f"{act}uusi/?alle={line.pk}", {"title_fi": "x", "kind": "goal", "seen_revision": 0}).status_code
        == 404
    )
    assert otso.get(f"{act}{line.pk}/").status_code == otso.post(f"{act}{line.pk}/", {}).status_code == 404
    assert list(before.all()) == kept
    sent = {"source": "manual@savonlinna", "seen": "", "reason": "x"}
    assert otso.post(f"{desk}mittarit/{own.slug}/nakyva-lahde/", sent).status_code == 422
    draft.refresh_from_db()
    own.refresh_from_db()
    assert (draft.state, own.shown_source) == ("submitted", "")


HOSTILE = "https://evil.example/kirjaa www.evil.example //evil"


def test_case_23_no_letter_carries_a_link_but_the_one_to_its_own_page(cast, aino, settings):
    settings.SENDS_MAIL, settings.SITE_ADDRESS, settings.ALLOWED_HOSTS = True, SITE, ["*"]
    measure, helmi = adopt(cast.area_a, "agreements"), an_approver(cast.area_a)
    Measure.objects.filter(pk=measure.pk).update(name={"fi": f"Sopimukset {HOSTILE}"})
    cast.aino.name = HOSTILE
    cast.aino.save()
    settings_page = f"{DESK}mittarit/{measure.slug}/kirjaaminen/"
    hostile = {"headers": {"host": "evil.example", "x-forwarded-host": "evil.example", "referer": HOSTILE}}
    sent = {"responsible_person": cast.aino.pk, "needs_approval": "on", "act": "send", "address": HOSTILE}
    assert aino.post(settings_page, sent, **hostile).status_code == 302
    measure.refresh_from_db()
    area = cast.area_a.subject
    draft = write_draft(measure=measure, subject=area, entry=Entry(YEAR, Cell.of(5)), actor=cast.aino, at=NOW)
    return_draft(
        draft=draft, seen=draft.revision, note=f"Katso {HOSTILE}", actor=helmi, at=NOW, address_of=entry_address
    )
    deliver_mail(at=max(NOW, timezone.now()))
    assert len(mail.outbox) == 2
    for one in mail.outbox:
        assert re.findall(r"\S*(?:://|www\.)\S*", f"{one.subject}\n{one.body}") == re.findall(
            rf"{SITE}/kirjaa/\S+/", one.body
        )
        assert len(re.findall(SITE, one.body)) == 1


def test_case_25_the_report_of_the_largest_area_asks_as_little_as_that_of_a_small_one(cast, client):
    areas = Subject.objects.filter(kind="area")
    largest = max(areas, key=lambda one: len(members_of(one, on=TODAY)))
    many = members_of(largest, on=TODAY)
    assert len(many) >= 12
    big = found_organisation(
        slug="suurin", name=Text("Suurin"), kind=OrganisationKind.AREA, subject=largest, actor=None, at=NOW
    )
    codes = [one.code for one in [*many, *members_of(cast.area_a.subject, on=TODAY)]]
    months = [f"{year}-{month:02}" for year in range(2024, 2026) for month in range(1, 13)]
    for key in ("unemployed", "open-vacancies"):
        values = {(code, month): at for at, code in enumerate(codes) for month in months}
        publish_values(key, values)
        adopt(big, key)
        adopt(cast.area_a, key)
    roll_up(definitions=Definition.objects.filter(source_table=STATFIN), source_key=STATFIN, at=NOW)
    counts = []
    for owner, place in ((cast.area_a, "enonkoski"), (big, many[0].slug)):
        client.get(f"/{owner.slug}/raportit/2025-12/{place}.html")
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(f"/{owner.slug}/raportit/2025-12/{place}.html")
        assert answer.status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


class _Outline(HTMLParser):
    """Collects the levels of headings, and the words of each control."""

    def __init__(self):
        super().__init__()
        self.levels, self.controls, self.open = [], [], []

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if tag in {"button", "summary"}:
            self.open.append(len(self.controls))
            self.controls.append(told.get("aria-label", ""))

    def handle_endtag(self, tag):
        if tag in {"button", "summary"}:
            self.open.pop()

    def handle_data(self, data):
        for at in self.open:
            self.controls[at] += data.strip()


@pytest.mark.parametrize("page", ["", "tavoite/", "tila/", "nakyva-lahde/", "arvot/", "kirjaaminen/", "tuo/", "lahde/"])
def test_case_26_headings_follow_each_other_from_one_first_and_every_control_has_a_name(cast, aino, page):
    measure = adopt(cast.area_a, "agreements")
    outline = _Outline()
    outline.feed(aino.get(f"{DESK}mittarit/{f'{measure.slug}/{page}' if page else ''}").content.decode())
    assert outline.levels.count(1) == 1
    assert outline.levels[0] == 1
    assert all(after <= before + 1 for before, after in zip(outline.levels, outline.levels[1:], strict=False))
    assert outline.controls
    assert all(outline.controls)


def test_case_27_a_text_without_a_translation_is_shown_in_finnish_and_says_so(cast, client):
    adopted = adopt(cast.area_a, "agreements")
    Measure.objects.filter(pk=adopted.pk).update(name={"fi": "Sopimukset", "en": "Agreements"})
    page = client.get("/sv/savonlinna/mittarit/agreements/").content.decode()
    assert re.search(r'<h1[^>]*>\s*<span lang="fi">Sopimukset</span>', page)
    assert (
        'lang="fi"'
        not in re.search(r"(?s)<h1.*?</h1>", client.get("/en/savonlinna/mittarit/agreements/").content.decode())[0]
    )


def test_case_27_a_judgement_that_is_written_anew_is_not_told_in_the_words_of_its_old_translation(cast, aino):
    measure = adopt(cast.area_a, "area-cooperation-results")
    year = timezone.localdate().year - 1
    entry = Entry(Period.parse(str(year)), Cell.missing("not_applicable"), Text("Hyvin menee", "Det går bra"))
    then = timezone.now() - timedelta(hours=1)
    before = enter_value(measure=measure, subject=cast.area_a.subject, entry=entry, actor=cast.aino, at=then)
    sent = {f"{code}-seen": 0 for code in ("KU046", "KU681", "KU740", "KU768")}
    sent |= {"TA36-value": "Huonosti menee", "TA36-seen": before.pk, "kausi": str(year)}
    page = f"{DESK}mittarit/{measure.slug}/arvot/?kausi={year}"
    told = aino.post(page, sent)
    assert told.status_code == 302, text_of(told)[:900]
    newest = Observation.objects.latest("pk")
    assert newest.words == Text("Huonosti menee")


def test_case_27_an_editor_is_asked_whether_older_translations_still_hold(cast, aino):
    _version, line = drafted(cast.area_a, cast.aino)
    page = f"{DESK}suunnitelmat/strategia/1/muokkaus/{line.pk}/"
    sent = {"kind": "goal", "standing": line.standing, "title_fi": "Tavoite", "title_sv": "Mål"}
    assert aino.post(page, sent | {"seen_revision": 0}).status_code == 302
    changed = sent | {"title_fi": "Toinen tavoite", "seen_revision": 1}
    refused = aino.post(page, changed)
    assert refused.status_code == 422
    assert "svenska" in text_of(refused)
    for mended, swedish in (({"title_sv": "Ett annat mål"}, "Ett annat mål"), ({"title_sv": ""}, "")):
        line.refresh_from_db()
        assert aino.post(page, changed | mended | {"seen_revision": line.revision}).status_code == 302
        line.refresh_from_db()
        assert line.title == Text("Toinen tavoite", swedish)
        aino.post(page, sent | {"seen_revision": line.revision, "translations_hold": "on"})
    line.refresh_from_db()
    ticked = changed | {"seen_revision": line.revision, "translations_hold": "on"}
    assert aino.post(page, ticked).status_code == 302
    line.refresh_from_db()
    assert line.title == Text("Toinen tavoite", "Mål")
