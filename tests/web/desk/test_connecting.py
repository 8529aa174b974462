"""Connecting a measure to a source: every step of every kind of source, and all that can go wrong on the way."""

import io
import json
from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from luotsi.core.values import Gap
from luotsi.indicators.fetching import carry_out_orders
from luotsi.indicators.models import Observation
from luotsi.indicators.statfin import outbound
from luotsi.orgs.models import AuditEntry
from luotsi.sources import registry
from luotsi.sources.models import Connection, FetchAttempt, FetchOrder, StoredSnapshot
from luotsi.sources.types import Outcome
from tests.cast import adopt, publish_values
from tests.sources import cases
from tests.sources.conftest import june_query  # noqa: F401  the recorded question
from tests.sources.loopback import Server
from tests.web.reading import text_of

DESK = "/savonlinna/tyopoyta/"
CONFIG = b'{"maxValues":120000,"maxCells":120000,"maxCalls":40,"timeWindow":60,"CORS":true}'
CONFIG2 = b'{"maxDataCells":150000,"maxCallsPerTimeWindow":30,"timeWindow":10}'
HTML = b"<!DOCTYPE html><html><body>Huoltokatko</body></html>"


@pytest.fixture
def server():
    running = Server()
    yield running
    running.stop()


@pytest.fixture(autouse=True)
def hosts(settings, server, monkeypatch):
    """Let the machine's own server be asked, in the place of every source with an address of its own."""
    settings.SOURCE_HOSTS = ["127.0.0.1"]
    for key, source in registry.SOURCES.items():
        if source.base_url and key != "kela":
            own = replace(source, base_url=f"{server.url}/api", host="127.0.0.1")
            monkeypatch.setitem(registry.SOURCES, key, own)


@pytest.fixture
def measure(cast):
    return adopt(cast.area_a, "open-vacancies")


@pytest.fixture
def yearly(cast):
    """A measure whose periods are years."""
    one = adopt(cast.area_a, "agreements", "yearly")
    one.definition.period_kind, one.definition.unit = "year", "percent"
    one.definition.save()
    return one


def begin(aino, source, measure="open-vacancies"):
    answer = aino.post(f"{DESK}mittarit/{measure}/lahde/", {"source": source})
    assert answer.status_code == 302
    return Connection.objects.latest("pk")


def step(client, connection, name="", **typed):
    connection.refresh_from_db()
    path = f"{DESK}lahteet/yhteydet/{connection.pk}/{name}"
    return client.post(path, {"seen": connection.revision, **typed})


def preview(client, connection):
    return text_of(client.get(f"{DESK}lahteet/yhteydet/{connection.pk}/esikatselu/"))


def work():
    return [one.attempt for one in carry_out_orders(way=outbound(), clock=timezone.now)]


def values(connection):
    rows = Observation.objects.filter(series__source_key=connection.key).select_related("series__subject")
    return {(one.series.subject.code, one.period_name): one.value if not one.gap else Gap(one.gap) for one in rows}


def statistics():
    """Return metadata in the shape that the interface documents, and the recorded answer it belongs to."""
    answer = json.loads(cases.recording("12r5_2026M06.jsonstat2.json"))
    variables = []
    for code in answer["id"]:
        category = answer["dimension"][code]["category"]
        values = list(category["index"])
        texts = [category["label"].get(one, one) for one in values]
        if code == "Alue":
            values, texts = [*values, "KU199", "MK10"], [*texts, "Tuntematon", "Etelä-Savo"]
        variables.append({"code": code, "text": code, "values": values, "valueTexts": texts})
    variables[answer["id"].index("timeperiod_m")]["time"] = True
    return json.dumps({"title": "Avoimet työpaikat", "variables": variables}).encode(), answer


def only(answer, **wanted):
    """Return the answer cut to the values wanted of each variable."""
    sizes, codes = answer["size"], answer["id"]
    index = {code: list(answer["dimension"][code]["category"]["index"]) for code in codes}
    keep = {code: [index[code].index(one) for one in wanted.get(code, index[code])] for code in codes}
    positions = [0]
    for at, code in enumerate(codes):
        positions = [place * sizes[at] + one for place in positions for one in keep[code]]
    status = answer.get("status") or {}
    cut = json.loads(json.dumps(answer))
    cut["value"] = [answer["value"][place] for place in positions]
    cut["status"] = {str(new): status[str(old)] for new, old in enumerate(positions) if str(old) in status}
    for code in codes:
        names = [index[code][one] for one in keep[code]]
        cut["dimension"][code]["category"] = {
            "index": {one: at for at, one in enumerate(names)},
            "label": {one: one for one in names},
        }
    cut["size"] = [len(keep[code]) for code in codes]
    return json.dumps(cut).encode()


OURS = {"Alue": ["KU046", "KU681", "KU740", "KU768"], "contentscode": ["AVPAIKATLOPUSSA"]}


def test_a_table_of_statfin_is_connected_by_the_roles_of_its_variables(aino, measure, server):
    table, answer = statistics()
    server.answers = [(200, {}, CONFIG), (200, {}, table)]
    one = begin(aino, "statfin")
    old_address = "https://pxdata.stat.fi/PxWeb/api/v1/fi/StatFin/tyonv/statfin_tyonv_pxt_12r5.px"
    assert step(aino, one, table=old_address)["Location"].endswith("/merkitys/")
    assert server.asked[1][1] == "/api/fi/StatFin/tyonv/12r5.px"
    asked = text_of(aino.get(f"{DESK}lahteet/yhteydet/{one.pk}/merkitys/"))
    assert "Avoimet työpaikat" in asked
    server.answers = [(200, {}, CONFIG), (200, {}, table), (200, {}, only(answer, **OURS))]
    assert step(aino, one, "merkitys/", v0="place", v1="value:AVPAIKATLOPUSSA").status_code == 302
    told = preview(aino, one)
    assert "KU199, MK10" in told
    assert "ei ole lukuja näistä: Savonlinna, työllisyysalue" in told
    assert "Rantasalmi" in told
    assert not FetchOrder.objects.exists()
    server.answers = [(200, {}, CONFIG), (200, {}, table), (200, {}, only(answer, **OURS))]
    assert step(aino, one, "esikatselu/", act="save", every="published")["Location"].endswith(f"/{one.key}/")
    (attempt,) = work()
    recorded = only(answer, **OURS)
    expected = dict(zip(OURS["Alue"], json.loads(recorded)["value"], strict=True))
    found = values(one)
    assert {code: found[code, "2026-06"] for code in expected} == {k: Decimal(v) for k, v in expected.items()}
    assert (attempt.outcome, attempt.rows_new) == (Outcome.CHANGED, 4)
    assert AuditEntry.objects.filter(kind="sources.connection.save").count() == 1


def test_a_hidden_cell_is_shown_as_hidden_before_and_after_it_is_taken_in(aino, cast, server):
    adopt(cast.area_a, "open-vacancies", "young")
    table, answer = statistics()
    young = OURS | {"contentscode": ["TYOTTOMAT25"]}
    server.answers = [(200, {}, CONFIG), (200, {}, table)]
    one = begin(aino, "statfin", "young")
    step(aino, one, table="StatFin/tyonv/12r5")
    server.answers = [(200, {}, CONFIG), (200, {}, table), (200, {}, only(answer, **young))]
    step(aino, one, "merkitys/", v0="place", v1="value:TYOTTOMAT25")
    assert "Enonkoski kesäkuu 2026 …" in preview(aino, one).replace("...", "…")
    server.answers = [(200, {}, CONFIG), (200, {}, table), (200, {}, only(answer, **young))]
    step(aino, one, "esikatselu/", act="save", every="never")
    work()
    assert values(one)["KU046", "2026-06"] is Gap.HIDDEN


def test_a_table_of_version_2_is_connected_likewise(aino, measure, server):
    _table, answer = statistics()
    whole = json.dumps(answer).encode()
    server.answers = [(200, {}, CONFIG2), (200, {}, whole)]
    one = begin(aino, "scb")
    assert step(aino, one, table="TAB638").status_code == 302
    server.answers = [(200, {}, CONFIG2), (200, {}, whole), (200, {}, only(answer, **OURS))]
    assert step(aino, one, "merkitys/", v0="place", v1="value:AVPAIKATLOPUSSA").status_code == 302
    assert "Enonkoski" in preview(aino, one)
    assert server.asked[-1][1].startswith("/api/tables/TAB638/data?lang=en")


def test_a_table_without_places_is_about_whom_one_says(aino, measure, server):
    _table, answer = statistics()
    one_place = only(answer, Alue=["SSS"], contentscode=["AVPAIKATLOPUSSA"])
    variables = [
        {"code": "timeperiod_m", "text": "Kuukausi", "values": ["2026M06"], "valueTexts": ["2026M06"], "time": True},
        {"code": "Alue", "text": "Alue", "values": ["SSS"], "valueTexts": ["KOKO MAA"]},
        {"code": "contentscode", "text": "Tiedot", "values": ["AVPAIKATLOPUSSA"], "valueTexts": ["Avoimet"]},
    ]
    table = json.dumps({"title": "Ilman alueita", "variables": variables}).encode()
    server.answers = [(200, {}, CONFIG), (200, {}, table)]
    one = begin(aino, "statfin")
    step(aino, one, table="StatFin/tyonv/x1")
    server.answers = [(200, {}, CONFIG), (200, {}, table), (200, {}, one_place)]
    typed = {"v0": "value:SSS", "v1": "value:AVPAIKATLOPUSSA"}
    refused = step(aino, one, "merkitys/", **typed)
    assert refused.status_code == 422
    assert "Joko yksi muuttuja nimeää alueet" in text_of(refused)
    assert step(aino, one, "merkitys/", **typed, only_place="TA36").status_code == 302
    assert "Savonlinna, työllisyysalue" in preview(aino, one)


def test_an_indicator_of_sotkanet_is_connected_by_its_number_and_title(aino, yearly, server):
    title = json.dumps({"id": 3562, "title": {"fi": "Pitkäaikaistyöttömät", "sv": "", "en": ""}}).encode()
    regions = cases.recording("sotkanet_regions.json")
    one = begin(aino, "sotkanet", "yearly")
    server.answers = [(200, {}, title)]
    step(aino, one, number="3562")
    assert "Pitkäaikaistyöttömät" in text_of(aino.get(f"{DESK}lahteet/yhteydet/{one.pk}/merkitys/"))
    figures = [{"indicator": 3562, "region": 901, "year": 2024, "gender": "total", "value": 3.5, "absValue": 9}]
    regions_known = json.loads(regions)
    enonkoski = next(row["id"] for row in regions_known if row.get("code") == "046" and row["category"] == "KUNTA")
    figures[0]["region"] = enonkoski
    server.answers = [(200, {}, title), (200, {}, regions), (200, {}, json.dumps(figures).encode())]
    assert step(aino, one, "merkitys/").status_code == 302
    assert "3,5" in preview(aino, one) or "4" in preview(aino, one)
    server.answers = [(200, {}, title), (200, {}, regions), (200, {}, json.dumps(figures).encode())]
    step(aino, one, "esikatselu/", act="save", every="month")
    work()
    assert values(one)["KU046", "2024"] == Decimal("3.5")


KELA = cases.recording("kela_kunnat_2026M01.csv")


def test_a_file_of_kela_is_connected_and_enonkoski_gets_its_euros(aino, cast, server):
    adopt(cast.area_a, "municipal-share", "kelan-luku")
    server.answers = [(200, {}, KELA)]
    one = begin(aino, "kela", "kelan-luku")
    assert step(aino, one, address=f"{server.url}/kunnat.csv").status_code == 302
    page = aino.get(f"{DESK}lahteet/yhteydet/{one.pk}/merkitys/")
    form = page.context["form"]
    typed = {name: field.initial or "" for name, field in form.fields.items()}
    names = {name: field.label for name, field in form.fields.items()}
    typed |= {name: "figures" if label == "kuntaosuus_eur" else typed[name] for name, label in names.items()}
    typed |= {name: "" for name, label in names.items() if label == "saajat"}
    assert step(aino, one, "merkitys/", **typed).status_code == 302
    assert "14 166,75" in preview(aino, one).replace("\xa0", " ")
    step(aino, one, "esikatselu/", act="save", every="published")
    work()
    assert values(one)["KU046", "2026-01"] == Decimal("14166.75")


def test_a_data_set_of_vipunen_is_connected_page_by_page(aino, cast, server):
    one_measure = adopt(cast.area_a, "agreements", "students")
    one_measure.definition.period_kind = "school_year"
    one_measure.definition.save()
    rows = cases.recording("vipunen_opiskelijat.json")
    one = begin(aino, "vipunen", "students")
    server.answers = [(200, {}, rows)]
    assert step(aino, one, resource="opiskelijat_kunta").status_code == 302
    typed = {"c0": "period", "c1": "place", "c2": "value:Yhteensä", "c3": "figures", "places_are": "municipality"}
    assert step(aino, one, "merkitys/", **typed, hyphen="missing").status_code == 302
    assert "905" in preview(aino, one)
    step(aino, one, "esikatselu/", act="save", every="month")
    work()
    assert values(one)["KU740", "2024-LV"] == 905
    assert "filter=sukupuoli%3D%3D%27Yhteens%C3%A4%27" in server.asked[-1][1]


TABLE = (
    "Kunta;Kuukausi;Laji;Määrä\nEnonkoski;6/2026;A;3\nSulkava;6/2026;A;...\nAtlantis;6/2026;A;9\nSulkava;6/2026;B;1\n"
)
COLUMNS = {"c0": "place", "c1": "period", "c2": "value:A", "c3": "figures"}
REST = {"places_are": "municipality", "decimal_sign": "", "hyphen": "missing"}


def bring(aino, one, body, name="taulukko.csv"):
    return step(aino, one, table=SimpleUploadedFile(name, body), publisher="Oma kunta")


def test_a_file_of_ones_own_is_connected_and_names_that_are_no_places_are_left_out_when_one_says_so(aino, measure):
    one = begin(aino, "tabular")
    assert bring(aino, one, TABLE.encode("cp1252")).status_code == 302
    step(aino, one, "merkitys/", **COLUMNS, **REST)
    told = preview(aino, one)
    assert "Atlantis" in told
    assert "Tallenna ja ota sisään" not in told
    step(aino, one, "esikatselu/", act="save", every="never")
    assert not FetchOrder.objects.exists()
    assert step(aino, one, "esikatselu/", act="leave_out").status_code == 302
    assert "Tallenna ja ota sisään" in preview(aino, one)
    step(aino, one, "esikatselu/", act="save", every="never")
    work()
    assert values(one) == {("KU046", "2026-06"): 3, ("KU768", "2026-06"): Gap.HIDDEN, ("TA36", "2026-06"): 3}
    told = text_of(aino.get(f"{DESK}lahteet/{one.key}/"))
    assert "Luvut tulevat tiedostosta" in told
    assert "Hae nyt" not in told


def test_a_measure_without_figures_shows_those_that_were_connected(aino, client, measure):
    assert "ei vielä" in text_of(aino.get(f"{DESK}mittarit/"))
    one = begin(aino, "tabular")
    bring(aino, one, b"Kuukausi;n\n5/2026;7\n6/2026;8\n")
    step(aino, one, "merkitys/", c0="period", c1="figures", only_place="TA36", **REST)
    step(aino, one, "esikatselu/", act="save", every="never")
    work()
    assert "8" in text_of(aino.get(f"{DESK}mittarit/"))
    shown = text_of(client.get("/savonlinna/mittarit/open-vacancies/"))
    assert "kesäkuussa 2026" in shown or "kesäkuu 2026" in shown
    assert " 8 " in shown.replace("\xa0", " ")


@pytest.mark.parametrize("place", ["TA36", "KU046"])
@pytest.mark.parametrize("kind", ["municipality", "area"])
def test_one_place_for_all_rows_is_taken_whatever_names_of_places_are_said_to_be(aino, measure, place, kind):
    one = begin(aino, "tabular")
    bring(aino, one, b"Kuukausi;n\n6/2026;777\n")
    chosen = {"c0": "period", "c1": "figures", "only_place": place} | REST | {"places_are": kind}
    assert step(aino, one, "merkitys/", **chosen).status_code == 302


def test_figures_of_the_measures_own_source_stand_before_connected_ones(aino, client, measure):
    publish_values("open-vacancies", {("TA36", "2026-06"): 108})
    one = begin(aino, "tabular")
    bring(aino, one, b"Kuukausi;n\n6/2026;777\n")
    step(aino, one, "merkitys/", c0="period", c1="figures", only_place="TA36", **REST)
    step(aino, one, "esikatselu/", act="save", every="never")
    work()
    assert values(one)["TA36", "2026-06"] == 777
    shown = text_of(client.get("/savonlinna/mittarit/open-vacancies/"))
    assert "108" in shown
    assert "777" not in shown


def test_a_newer_file_keeps_what_the_columns_mean_and_revises_what_differs(aino, measure):
    one = begin(aino, "tabular")
    bring(aino, one, TABLE.encode().replace(b"Atlantis", b"Rantasalmi"))
    step(aino, one, "merkitys/", **COLUMNS, **REST)
    step(aino, one, "esikatselu/", act="save", every="never")
    work()
    FetchAttempt.objects.update(started_at=timezone.now() - timezone.timedelta(days=1))
    bring(aino, one, TABLE.encode().replace(b"Atlantis", b"Rantasalmi").replace(b";3\n", b";6\n"), "uusi.csv")
    form = aino.get(f"{DESK}lahteet/yhteydet/{one.pk}/merkitys/").context["form"]
    assert {name: form.fields[name].initial for name in COLUMNS} == COLUMNS
    assert values(one)["KU046", "2026-06"] == 3
    step(aino, one, "merkitys/", **COLUMNS, **REST)
    step(aino, one, "esikatselu/", act="save", every="never")
    (attempt,) = work()
    assert (attempt.rows_new, attempt.rows_revised, attempt.largest_permille) == (0, 1, 1000)


def test_a_parquet_file_is_connected_like_any_table(aino, measure, june_query):  # noqa: F811
    one = begin(aino, "tabular")
    assert bring(aino, one, cases._parquet(june_query), "luvut.parquet").status_code == 302
    form = aino.get(f"{DESK}lahteet/yhteydet/{one.pk}/merkitys/").context["form"]
    at = {field.label: name for name, field in form.fields.items()}
    typed = {at["Kunta"]: "place", at["Kuukausi"]: "period", at["AVPAIKATLOPUSSA"]: "figures"}
    assert step(aino, one, "merkitys/", **typed, **REST).status_code == 302
    assert "Enonkoski" in preview(aino, one)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "Tiedosto on tyhjä"),
        (b"MZ\x90\x00" + bytes(300), "ohjelma"),
        (b"PAR1 half of one", "rikki"),
        (b"PK\x03\x04 half", "rikki"),
        (HTML, "taulukkoa ei ole"),
        (b"a;b\n1;2;3\n", "vajaa"),
        (b'{"class": "dataset"', "rikki"),
    ],
)
def test_a_file_that_is_no_table_gives_a_sentence_and_keeps_nothing(aino, measure, body, words):
    one = begin(aino, "tabular")
    answer = bring(aino, one, body)
    assert answer.status_code == 422
    assert words in text_of(answer)
    one.refresh_from_db()
    assert (one.draft, StoredSnapshot.objects.count()) == ({}, 0)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((200, {}, HTML), "verkkosivulla"),
        ((404, {}, b""), "ei ole mitään"),
        ((503, {}, b""), "ylikuormittunut"),
        ((429, {"Retry-After": "1"}, b""), "liian tiheään"),
        ((302, {"Location": "https://elsewhere.example.org/"}, b""), "elsewhere.example.org"),
        ((200, {"Content-Length": "99999"}, CONFIG), "katkesi"),
        ((200, {}, CONFIG[:20]), "vajaa"),
    ],
)
def test_a_source_that_fails_says_what_happened_and_what_to_do_and_loses_nothing(aino, measure, server, answer, words):
    one = begin(aino, "statfin")
    server.answers = [answer]
    refused = step(aino, one, table="StatFin/tyonv/12r5")
    assert refused.status_code == 422
    assert words in text_of(refused)
    assert 'value="StatFin/tyonv/12r5"' in refused.content.decode()
    one.refresh_from_db()
    assert one.draft == {}


def test_a_host_that_is_not_configured_is_not_asked(aino, measure, server, settings):
    settings.SOURCE_HOSTS = ["pxdata.stat.fi"]
    one = begin(aino, "tabular")
    refused = step(aino, one, address=f"{server.url}/x.csv")
    assert "127.0.0.1 ei ole sallittujen lähteiden joukossa" in text_of(refused)
    assert server.asked == []


def test_figures_of_years_are_refused_for_a_measure_of_months(aino, measure):
    one = begin(aino, "tabular")
    bring(aino, one, b"Kunta;Vuosi;n\nEnonkoski;2025;3\nSulkava;2025;4\n")
    refused = step(aino, one, "merkitys/", c0="place", c1="period", c2="figures", **REST)
    assert refused.status_code == 422
    assert "eri pituisia" in text_of(refused)


def test_the_second_of_two_people_sees_what_the_first_changed_and_changes_nothing(aino, measure):
    one = begin(aino, "tabular")
    path = f"{DESK}lahteet/yhteydet/{one.pk}/"
    file = lambda: SimpleUploadedFile("t.csv", TABLE.encode())  # noqa: E731
    assert aino.post(path, {"seen": 0, "table": file()}).status_code == 302
    late = aino.post(path, {"seen": 0, "table": file()})
    assert late.status_code == 422
    assert "Aino muutti tätä kytkentää" in text_of(late)
    one.refresh_from_db()
    assert one.revision == 1


def test_a_removed_connection_is_asked_no_more_and_its_figures_stay(aino, measure):
    one = begin(aino, "tabular")
    bring(aino, one, TABLE.encode().replace(b"Atlantis", b"Rantasalmi"))
    step(aino, one, "merkitys/", **COLUMNS, **REST)
    step(aino, one, "esikatselu/", act="save", every="never")
    work()
    assert step(aino, one, "poisto/").status_code == 302
    assert aino.get(f"{DESK}lahteet/{one.key}/").status_code == 404
    assert aino.get(f"{DESK}lahteet/yhteydet/{one.pk}/").status_code == 404
    assert {place for place, _period in values(one)} == {"KU046", "KU681", "KU768", "TA36"}


def test_connecting_is_for_editors_of_the_organisation(aino, eero, otso, client, measure):
    one = begin(aino, "tabular")
    bring(aino, one, TABLE.encode())
    paths = [f"{DESK}mittarit/open-vacancies/lahde/"]
    paths += [f"{DESK}lahteet/yhteydet/{one.pk}/{name}" for name in ("", "merkitys/", "esikatselu/", "poisto/")]
    for path in paths:
        assert [one.get(path).status_code in (404, 405) for one in (eero, otso)] == [True, True]
        assert [one.post(path).status_code for one in (eero, otso)] == [404, 404]
        assert client.post(path).status_code == 302
    theirs = f"/meri-lappi/tyopoyta/lahteet/yhteydet/{one.pk}/"
    assert otso.get(theirs).status_code == 404


def test_the_steps_say_in_three_languages_where_one_is(aino, measure):
    one = begin(aino, "tabular")
    bring(aino, one, TABLE.encode())
    for prefix in ("", "/sv", "/en"):
        for name in ("", "merkitys/"):
            answer = aino.get(f"{prefix}{DESK}lahteet/yhteydet/{one.pk}/{name}")
            assert answer.status_code == 200
            assert answer.content.count(b'aria-current="step"') == 1


def test_a_table_of_many_rows_is_read_whole(aino, measure):
    rows = io.StringIO()
    rows.write("Kunta;Kuukausi;n\n")
    for year in range(2006, 2026):
        for month in range(1, 13):
            rows.write(f"Enonkoski;{month}/{year};{month}\nHelsinki;{month}/{year};1\n")
    one = begin(aino, "tabular")
    bring(aino, one, rows.getvalue().encode())
    step(aino, one, "merkitys/", c0="place", c1="period", c2="figures", **REST)
    step(aino, one, "esikatselu/", act="save", every="never")
    (attempt,) = work()
    assert attempt.rows_new == 240
