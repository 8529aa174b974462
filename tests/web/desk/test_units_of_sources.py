"""A source that writes in another unit: turned exactly on the way in, told, and refused where it cannot be."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from luotsi.core.units import Unit, WrittenUnit, can_be_stored, stored_in
from luotsi.core.values import Cell, Flag, Gap
from luotsi.indicators.connected import take_in
from luotsi.indicators.fetching import carry_out_orders
from luotsi.indicators.models import Interval, Observation
from luotsi.indicators.statfin import outbound
from luotsi.sources.models import Connection, StoredSnapshot
from luotsi.sources.operations import order_fetch
from luotsi.sources.types import tell_nobody
from tests.cast import adopt
from tests.web.reading import text_of

DESK = "/savonlinna/tyopoyta/"
REST = {"places_are": "municipality", "decimal_sign": "", "hyphen": "missing"}
TABLE = b"Kuukausi;n\n5/2026;1,5\n6/2026;0\n7/2026;...\n"


def connect(client, measure, unit, body=TABLE):
    """Bring a file about the area and say what it means; return the connection and the answer to that."""
    client.post(f"{DESK}mittarit/{measure.slug}/lahde/", {"source": "tabular"})
    one = Connection.objects.latest("pk")
    step(client, one, table=SimpleUploadedFile("t.csv", body), publisher="Oma kunta")
    return one, step(client, one, "merkitys/", c0="period", c1="figures", only_place="TA36", unit=unit, **REST)


def step(client, one, name="", **typed):
    one.refresh_from_db()
    return client.post(f"{DESK}lahteet/yhteydet/{one.pk}/{name}", {"seen": one.revision, **typed})


def fetched(client, one):
    step(client, one, "esikatselu/", act="save", every="never")
    assert [order.attempt.outcome for order in carry_out_orders(way=outbound(), clock=timezone.now)] == ["changed"]
    return {row.period_name: row for row in Observation.objects.filter(series__source_key=one.key)}


@pytest.fixture
def euros(cast):
    return adopt(cast.area_a, "municipal-share")


def with_unit(cast, unit):
    """Return a measure of months in the unit."""
    measure = adopt(cast.area_a, "open-vacancies", f"of-{unit}")
    measure.definition.unit = unit
    measure.definition.save()
    return measure


def test_thousands_of_euros_become_euros_in_the_preview_in_the_store_and_in_the_lineage(aino, euros):
    one, answer = connect(aino, euros, "thousand")
    assert answer.status_code == 302
    told = text_of(aino.get(f"{DESK}lahteet/yhteydet/{one.pk}/esikatselu/"))
    assert "1 500,00 €" in told
    assert "Lähde ilmoittaa luvut näin: tuhansina." in told
    rows = fetched(aino, one)
    assert (rows["2026-05"].value, rows["2026-06"].value) == (1500, 0)
    assert rows["2026-07"].gap == Gap.HIDDEN
    page = text_of(aino.get("/savonlinna/mittarit/municipal-share/"))
    assert "Lähteen yksikkö Tuhansina. Muunnettu tarkasti mittarin yksikköön." in page
    assert bytes(StoredSnapshot.objects.get(source_key=one.key).body) == TABLE


def test_figures_in_the_measures_own_unit_stay_as_they_are_and_nothing_is_told_of_units(aino, euros):
    one, _answer = connect(aino, euros, "")
    assert fetched(aino, one)["2026-05"].value == Decimal("1.5")
    assert "Lähteen yksikkö" not in text_of(aino.get("/savonlinna/mittarit/municipal-share/"))


@pytest.mark.parametrize(
    ("unit", "written", "expected"),
    [
        ("percent", "permille", "0.15"),
        ("percent", "share", "150"),
        ("persons", "thousand", "1500"),
        ("eur", "cents", "0.015"),
    ],
)
def test_each_kind_of_unit_is_turned_exactly(aino, cast, unit, written, expected):
    one, _answer = connect(aino, with_unit(cast, unit), written)
    assert fetched(aino, one)["2026-05"].value == Decimal(expected)


@pytest.mark.parametrize(
    ("unit", "written", "words"),
    [
        ("eur", "permille", "Lähteen yksikköä (promilleina) ei voi muuntaa mittarin yksiköksi (euroa)."),
        ("percent", "thousand", "ei voi muuntaa"),
        ("days", "months", "Päivien määrää ei arvata."),
        ("working_days", "weeks", "Päivien määrää ei arvata."),
        ("persons", "x", "vaihtoehtojen"),
    ],
)
def test_a_unit_of_another_kind_is_refused_in_words_and_what_was_chosen_stays(aino, cast, unit, written, words):
    one, answer = connect(aino, with_unit(cast, unit), written)
    assert answer.status_code == 422
    assert words in text_of(answer)
    one.refresh_from_db()
    assert "preview" not in one.offered


def test_a_unit_that_was_corrected_revises_what_came_before(aino, euros):
    one, _answer = connect(aino, euros, "thousand")
    fetched(aino, one)
    step(aino, one, "merkitys/", c0="period", c1="figures", only_place="TA36", unit="million", **REST)
    step(aino, one, "esikatselu/", act="save", every="never")
    list(carry_out_orders(way=outbound(), clock=timezone.now))
    every = Observation.objects.filter(series__source_key=one.key).order_by("pk")
    versions = [row for row in every if row.period_name == "2026-05"]
    assert [row.value for row in versions] == [1500, 1500000]
    assert versions[-1].flags == Flag.REVISED


def test_a_measure_whose_unit_has_become_another_keeps_its_old_values(aino, cast):
    measure = with_unit(cast, "eur")
    one, _answer = connect(aino, measure, "thousand")
    fetched(aino, one)
    measure.definition.unit = "percent"
    measure.definition.save()
    assert aino.get(f"{DESK}lahteet/yhteydet/{one.pk}/esikatselu/").url.endswith("/merkitys/")
    order_fetch(source_key=one.key, actor=None, at=timezone.now())
    (order,) = carry_out_orders(way=outbound(), clock=timezone.now)
    assert order.attempt.reason == "other_unit"
    assert Observation.objects.filter(series__source_key=one.key).count() == 3


@given(
    st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9),
    st.sampled_from(WrittenUnit),
    st.sampled_from(Unit),
)
def test_a_number_is_turned_without_losing_a_digit_or_not_at_all(value, written, unit):
    if not can_be_stored(written, unit):
        return
    factors = {"thousand": 1000, "million": 10**6, "share": 100, "weeks": 7, "one": 1}
    turned = stored_in(Cell.of(value, Flag.PROVISIONAL), written, unit)
    assert turned.flags == {Flag.PROVISIONAL}
    if written in factors:
        assert turned.value == value * factors[written]
    else:
        assert turned.value * {"permille": 10, "cents": 100}[written] == value


def test_limits_of_a_connected_table_are_turned_likewise_and_kept_once(aino, euros):
    body = b"Kuukausi;n;Alaraja;Yl\xc3\xa4raja\n5/2026;1,5;1,25;2\n6/2026;0;;\n"
    one, _answer = connect(aino, euros, "thousand", body)
    answer = step(
        aino,
        one,
        "merkitys/",
        c0="period",
        c1="figures",
        c2="low",
        c3="high",
        only_place="TA36",
        unit="thousand",
        **REST,
    )
    assert answer.status_code == 302
    assert "1 500,00 € (1 250,00–2 000,00 €)" in text_of(aino.get(f"{DESK}lahteet/yhteydet/{one.pk}/esikatselu/"))
    fetched(aino, one)
    take_in(one.key, outbound(), at=timezone.now(), tell=tell_nobody)
    assert [(one.observation.period_name, one.bounds) for one in Interval.objects.all()] == [("2026-05", (1250, 2000))]
    page = text_of(aino.get("/savonlinna/mittarit/municipal-share/", {"jakso": "2026-05"}))
    assert "95 %:n luottamusväli 1 250,00–2 000,00 €" in page


def test_two_columns_of_lower_limits_are_refused(aino, euros):
    one, _answer = connect(aino, euros, "", b"Kuukausi;n;a;b\n5/2026;1;1;2\n")
    answer = step(aino, one, "merkitys/", c0="period", c1="figures", c2="low", c3="low", only_place="TA36", **REST)
    assert answer.status_code == 422
    assert "yksi sarake alarajoille ja yksi ylärajoille" in text_of(answer)
