"""Limits of an estimate written after it in brackets, wherever a value is typed; and what looks like a slip, told."""

import io
import json
import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import load_workbook

from luotsi.core.periods import PeriodKind
from luotsi.core.units import Unit
from luotsi.core.values import Bounds, Cell
from luotsi.indicators.entry.models import DraftValue
from luotsi.indicators.entry.rules import is_doubtful, last_ended
from luotsi.indicators.fetching import carry_out_orders
from luotsi.indicators.ingest import keep_intervals
from luotsi.indicators.models import Definition, Interval, Observation
from luotsi.indicators.queries import bounds_of
from luotsi.indicators.statfin import outbound
from luotsi.web.desk.typed_values import NotAValue, read_figure
from tests.cast import adopt
from tests.entry_cast import SITE, an_approver, enter, last_year, send
from tests.web.desk.test_tables import COLUMNS, LIMITED, LIMITS, choose, signs
from tests.web.desk.test_tables import enter as enter_table
from tests.web.desk.test_units_of_sources import connect, step
from tests.web.reading import faults_of, text_of

DESK = "/savonlinna/tyopoyta/"
GRID, VALUES, TABLE = f"{DESK}arvot/", f"{DESK}mittarit/agreements/arvot/", f"{DESK}mittarit/agreements/tuo/"
BOOK = f"{DESK}mittarit/taulukko/"
DOUBT = "Luku on harvoin alle nollan. Tarkista etumerkki."
CODES = ("TA36", "KU046", "KU681", "KU740", "KU768")


@pytest.fixture
def period():
    return last_ended(PeriodKind.YEAR, timezone.localdate())


@pytest.fixture
def agreements(cast):
    return adopt(cast.area_a, "agreements")


def known():
    """Return the value that counts last and its limits."""
    one = Observation.objects.order_by("vintage__known_at", "pk").last()
    return (one.value, bounds_of([one.pk]).get(one.pk))


def grid_field(client, measure, period):
    """Return what stands in the area's cell of the grid and what it says of itself, and the cell's name and base."""
    page = client.get(GRID).content.decode()
    key = f"{measure.pk}-{measure.owner.subject.pk}-{period.name}"
    field = re.search(rf'name="arvo-{key}" id="arvo-{key}" value="([^"]*)"', page)
    told = re.search(rf'id="m-{key}">([^<]*)<', page)
    base = re.search(rf'data-key="{key}" data-base="([^"]+)"', page)
    assert field
    assert told
    assert base
    return field[1].replace("\N{NO-BREAK SPACE}", " "), told[1], key, base[1]


def by_grid(client, measure, period, text):
    _text, _told, key, base = grid_field(client, measure, period)
    answer = client.post(f"{GRID}solut/", {"solut": json.dumps([[key, text, base]])}).json()
    form = {"act": "save"}
    for name, value in re.findall(r'name="(pohja-[^"]+)" value="([^"]*)"', client.get(GRID).content.decode()):
        form[name] = value
    client.post(GRID, form)
    return answer["cells"][key]


def by_form(client, _measure, period, text):
    page = client.get(f"{VALUES}?kausi={period.name}").content.decode()
    sent = {"kausi": period.name, "act": "save"}
    for code in CODES:
        seen = re.search(rf'name="{code}-seen" value="(\d+)"', page)
        standing = re.search(rf'name="{code}-value" value="([^"]*)"', page)
        sent |= {f"{code}-seen": seen[1], f"{code}-value": standing[1] if standing else ""}
        sent |= {f"{code}-gap": "", f"{code}-note": ""}
    return client.post(VALUES, sent | {"TA36-value": text}, follow=True)


def by_workbook(client, _measure, period, text):
    book = load_workbook(io.BytesIO(client.get(f"{BOOK}year.xlsx").content))
    cell_of(book, period).value = text
    content = io.BytesIO()
    book.save(content)
    return client.post(BOOK, {"workbook": SimpleUploadedFile("arvot.xlsx", content.getvalue())})


def cell_of(book, period):
    sheet = book.worksheets[0]
    column = next(cell.column for cell in sheet[1] if cell.value == period.name)
    return sheet.cell(next(cells[0].row for cells in sheet.iter_rows(min_row=2) if cells[2].value == "TA36"), column)


WAYS = [by_grid, by_form, by_workbook]


@pytest.mark.parametrize("way", WAYS)
def test_limits_are_given_corrected_and_taken_back_wherever_a_value_is_typed(aino, agreements, period, way):
    way(aino, agreements, period, "4,2 (3,1–5,4)")
    assert known() == (Decimal("4.2"), Bounds(Decimal("3.1"), Decimal("5.4")))
    assert grid_field(aino, agreements, period)[0] == "4,2 (3,1–5,4)"
    way(aino, agreements, period, "4,2 (3–5,4)")
    assert known() == (Decimal("4.2"), Bounds(Decimal(3), Decimal("5.4")))
    assert Observation.objects.count() == 1
    way(aino, agreements, period, "4,2")
    assert known() == (Decimal("4.2"), None)
    assert grid_field(aino, agreements, period)[0] == "4,2"
    assert Observation.objects.count() == 1
    assert [one.bounds for one in Interval.objects.order_by("pk")][-1] is None
    way(aino, agreements, period, "4,2")
    assert Interval.objects.count() == 3


@pytest.mark.parametrize("way", WAYS)
def test_what_is_not_touched_keeps_its_limits(aino, agreements, period, way):
    way(aino, agreements, period, "1 234,5 (1 200–1 300)")
    way(aino, agreements, period - 1, "7")
    assert Interval.objects.count() == 1
    assert grid_field(aino, agreements, period)[0] == "1 234,5 (1 200–1 300)"


def test_a_day_before_they_were_taken_back_shows_the_limits(aino, agreements, period, cast):
    one = enter(agreements, cast.area_a.subject, period.name, 4, cast.aino, at=timezone.now())
    keep_intervals([(one, Bounds(Decimal(3), Decimal(5)))], at=one.known_at)
    keep_intervals([(one, None)], at=one.known_at)
    today = timezone.localdate()
    assert bounds_of([one.pk]) == bounds_of([one.pk], as_known_on=today) == {}
    Interval.objects.filter(low_scaled__isnull=True).update(known_at=one.known_at + timedelta(days=1))
    assert bounds_of([one.pk]) == {}
    assert bounds_of([one.pk], as_known_on=today) == {one.pk: (3, 5)}


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("4 (3-5)", (4, 3, 5)),
        ("4 [3;5]", (4, 3, 5)),
        ("-4 (-5--3)", (-4, -5, -3)),
        ("−4 (−5 – −3)", (-4, -5, -3)),
        ("4 kpl (3 kpl – 5 kpl)", (4, 3, 5)),
        ("4 (4–5)", (4, 4, 5)),
        ("4 (3–4)", (4, 3, 4)),
    ],
)
def test_limits_are_read_as_people_write_them(text, read):
    cell, bounds = read_figure(text, Unit.COUNT)
    assert (cell.value, *bounds) == read


@pytest.mark.parametrize(
    "text", ["4 (5–6)", "4 (2–3)", "4 (5–3)", "4 (x–5)", "4 (3–)", "4 (3)", "(3–5)", "4 (3–5", "4 " + "(1-" * 5000]
)
def test_what_are_no_limits_is_told(text):
    with pytest.raises(NotAValue):
        read_figure(text, Unit.COUNT)


@pytest.mark.parametrize("way", WAYS)
def test_limits_that_do_not_lie_around_the_value_are_told_and_nothing_is_saved(aino, agreements, period, way):
    answer = way(aino, agreements, period, "4 (5–6)")
    told = answer["error"] if isinstance(answer, dict) else text_of(answer)
    assert "anna yksi raja luvun alapuolelta ja yksi sen yläpuolelta" in told
    assert not Observation.objects.exists()


def test_what_waits_for_approval_ends_the_limits_only_when_it_is_approved(aino, cast, client, agreements, period):
    by_form(aino, agreements, period, "4 (3–5)")
    agreements.needs_approval = True
    agreements.save()
    by_form(aino, agreements, period, "4")
    draft = DraftValue.objects.get()
    assert (draft.bounds, draft.has_no_limits) == (None, True)
    assert known() == (4, Bounds(Decimal(3), Decimal(5)))
    assert grid_field(aino, agreements, period)[0] == "4"
    client.force_login(an_approver(cast.area_a))
    page = f"{DESK}hyvaksynnat/"
    words = text_of(client.get(page))
    assert "Uusi arvo 4 Hyväksytty arvo 4 (3–5) " in words
    client.post(page, {"draft": draft.pk, "seen": draft.revision, "act": "approve"})
    assert known() == (4, None)


def test_a_table_with_columns_of_limits_takes_back_those_it_leaves_empty(aino, agreements):
    enter_table(aino, LIMITED, **LIMITS)
    bare = LIMITED.replace("2,5;4", ";")
    looked = choose(aino, bare)
    assert "Uusia tai muuttuneita arvoja: 1. Jo tiedossa sellaisinaan: 1." in text_of(looked)
    without = {"low": "", "high": ""}
    assert aino.post(TABLE, COLUMNS | without | signs(looked) | {"act": "enter"}).status_code == 302
    assert Interval.objects.count() == 1
    enter_table(aino, bare, **LIMITS)
    assert [one.bounds for one in Interval.objects.order_by("pk")] == [(Decimal("2.5"), 4), None]
    assert Observation.objects.count() == 2


def test_a_connected_table_takes_limits_back_likewise(aino, cast):
    euros = adopt(cast.area_a, "municipal-share")
    columns = {"c0": "period", "c1": "figures", "c2": "low", "c3": "high", "only_place": "TA36", "unit": "one"}
    one, _answer = connect(aino, euros, "one", b"Kuukausi;n;a;b\n5/2026;3;2;4\n")
    for body, ends in ((None, (2, 4)), (b"Kuukausi;n;a;b\n5/2026;3;;\n", None)):
        if body is not None:
            step(aino, one, table=SimpleUploadedFile("t.csv", body), publisher="Oma kunta")
        step(aino, one, "merkitys/", **columns, places_are="municipality", decimal_sign="", hyphen="missing")
        step(aino, one, "esikatselu/", act="save", every="never")
        list(carry_out_orders(way=outbound(), clock=timezone.now))
        assert [one.bounds for one in Interval.objects.order_by("pk")][-1] == ends
    assert Observation.objects.filter(series__source_key=one.key).count() == 1


@pytest.mark.parametrize(("value", "is_slip"), [(-1, True), ("-0.5", True), (0, False), (1, False)])
def test_a_count_below_zero_is_doubtful_and_zero_is_not(value, is_slip):
    for unit in (Unit.PERSONS, Unit.COUNT, Unit.DAYS, Unit.WORKING_DAYS, Unit.HOURS):
        assert is_doubtful(Cell.of(value), unit, is_net=False) is is_slip
        assert not is_doubtful(Cell.of(value), unit, is_net=True)
    for unit in (Unit.EUR, Unit.PERCENT, Unit.PERCENTAGE_POINTS, Unit.DIRECTION):
        assert not is_doubtful(Cell.of(value), unit, is_net=False)
    assert not is_doubtful(Cell.missing(), Unit.PERSONS, is_net=False)


def test_the_grid_keeps_a_count_below_zero_and_says_that_it_is_rare(aino, agreements, period):
    assert DOUBT in by_grid(aino, agreements, period, "-3")["told"]
    assert known()[0] == -3
    assert DOUBT not in grid_field(aino, agreements, period)[1]
    key = grid_field(aino, agreements, period - 1)[2]
    pasted = aino.post(GRID, {"act": "preview", "liitos": "-5", "rivi": "0", "sarake": "9"})
    assert f'id="m-{key}">{DOUBT} Ei vielä tallennettu.' in pasted.content.decode()
    assert faults_of(pasted) == []
    assert DOUBT not in by_grid(aino, agreements, period - 2, "0")["told"]


def test_the_form_saves_a_count_below_zero_and_says_that_it_is_rare(aino, agreements, period):
    words = text_of(by_form(aino, agreements, period, "-3"))
    assert "1 arvo tallennettiin." in words
    assert re.search(rf"Savonlinna, työllisyysalue, −3: {DOUBT}", words)
    assert known()[0] == -3
    assert DOUBT not in text_of(by_form(aino, agreements, period, "0"))


def test_the_workbook_takes_a_count_below_zero_and_says_that_it_is_rare(aino, agreements, period):
    words = text_of(by_workbook(aino, agreements, period, -3))
    assert "1 arvo otettu vastaan. 0 riviä jäi pois." in words
    assert f"{period.name}, −3: {DOUBT}" in words
    assert DOUBT not in text_of(by_workbook(aino, agreements, period, 0))


def test_a_table_shows_counts_below_zero_before_they_are_saved(aino, agreements):
    negative = LIMITED.replace(";3;2,5;4", ";-3;;")
    answer = choose(aino, negative)
    assert re.search(rf"Rivi 2: −3\. {DOUBT}", text_of(answer))
    assert faults_of(answer) == []
    assert "Tallenna 2 arvoa" in text_of(answer)
    enter_table(aino, negative, **LIMITS)
    assert sorted(one.value for one in Observation.objects.all()) == [-3, 0]
    assert DOUBT not in text_of(choose(aino, negative))


@pytest.mark.parametrize(("key", "is_told"), [("open-vacancies", True), ("municipal-share", False), ("of-net", False)])
def test_a_source_that_is_connected_shows_counts_below_zero_before_they_are_taken_in(aino, cast, key, is_told):
    if key == "of-net":
        Definition.objects.filter(key="new-vacancies").update(is_net=True)
    measure = adopt(cast.area_a, "new-vacancies" if key == "of-net" else key)
    one, _answer = connect(aino, measure, "one", b"Kuukausi;n\n5/2026;-1\n6/2026;0\n")
    words = text_of(aino.get(f"{DESK}lahteet/yhteydet/{one.pk}/esikatselu/"))
    assert ("Yksi luku on alle nollan" in words) is is_told


def test_the_link_in_a_letter_takes_a_count_below_zero_and_says_where_it_can_be_mended(
    client, cast, agreements, settings
):
    settings.SITE_ADDRESS = SITE
    slot = last_year(agreements, cast.area_a.subject)
    sent = {"value": "-3", "gap": "", "note": "", "seen": "0", "revision": "0", "act": "save"}
    answer = client.post(send(slot, cast.aino, at=timezone.now()), sent)
    assert DOUBT in text_of(answer)
    assert f"{VALUES}?kausi=2025" in answer.content.decode()
    assert faults_of(answer) == []
    assert known()[0] == -3


def test_an_approver_reads_that_a_count_below_zero_is_rare(aino, cast, client, agreements, period):
    agreements.needs_approval = True
    agreements.save()
    by_form(aino, agreements, period, "-3")
    client.force_login(an_approver(cast.area_a))
    assert DOUBT in text_of(client.get(f"{DESK}hyvaksynnat/"))
