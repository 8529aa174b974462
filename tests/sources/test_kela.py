import csv
import os
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from luotsi.core.periods import Period
from luotsi.core.values import Cell, Flag
from luotsi.sources.connectors import kela
from luotsi.sources.types import ReadReason, UnableToRead
from tests.sources import cases

HEADER = "aikatyyppi;vuosi;kuukausi_nro;vuosikuukausi;kunta_nro;etuus;kertymaluokka;saajat;kuntaosuus_eur"
TOTALS = "Yhteensä;Yhteensä"
JANUARY = Period.parse("2026-01")
QUERY = kela.Query(
    "https://example.org/k.csv", kela.Dataset.MUNICIPALITIES, ("kuntaosuus_eur", "saajat"), ("KU046", "KU740")
)


def file_of(*rows, header=HEADER):
    """A file with invented figures, so that no class of a real municipality stands here."""
    return "\n".join([header, *rows, ""]).encode()


def row(place, kinds=TOTALS, figures="50;1000.50", month="202601", time_kind="Kuukausi"):
    return f"{time_kind};2026;1;{month};{place};{kinds};{figures}"


def figures(snapshot, body, query=QUERY):
    return {row[:3]: row.cell for row in kela.read(snapshot(body), query).rows}


def refused(snapshot, body, query=QUERY):
    with pytest.raises(UnableToRead) as raised:
        kela.read(snapshot(body), query)
    return raised.value.reason


def test_the_municipal_share_of_enonkoski_in_january_2026_is_14_166_75_euros(snapshot):
    found = figures(snapshot, cases.recording("kela_kunnat_2026M01.csv"))
    assert found["KU046", "kuntaosuus_eur", JANUARY] == Cell.of("14166.75")


@pytest.mark.skipif("LUOTSI_SHARED" not in os.environ, reason="LUOTSI_SHARED names no folder of source figures")
def test_of_a_file_with_every_class_only_the_totals_are_given(snapshot):
    body = (Path(os.environ["LUOTSI_SHARED"]) / "data/kela/kuntaosuus_sample_202601.csv").read_bytes()
    query = replace(QUERY, places=("KU020", "KU046", "KU049"))
    shipped = {
        (f"KU{one['kunta_nro']}", content, JANUARY): Cell.of(one[content])
        for one in csv.DictReader(cases.recording("kela_kunnat_2026M01.csv").decode().splitlines(), delimiter=";")
        for content in query.contents
    }
    assert figures(snapshot, body, query) == shipped


def test_the_country_comes_from_its_own_file_and_is_not_what_classes_or_benefits_add_up_to(snapshot):
    body = cases.recording("kela_koko_maa_2025.csv")
    query = replace(QUERY, dataset=kela.Dataset.COUNTRY, places=("SSS",))
    december = ("SSS", "saajat", Period.parse("2025-12"))
    assert figures(snapshot, body, query)[december] == Cell.of(256617)
    rows = [line for line in csv.DictReader(body.decode().splitlines(), delimiter=";") if line["kuukausi_nro"] == "12"]
    classes = sum(Decimal(one["saajat"]) for one in rows if one["kertymaluokka"] != "Yhteensä")
    benefits = sum(Decimal(one["saajat"]) for one in rows if one["etuus"] != "Yhteensä")
    assert classes > 256617
    assert benefits > 256617


def test_a_month_that_the_file_does_not_have_is_not_made_up(snapshot):
    query = replace(QUERY, dataset=kela.Dataset.COUNTRY, places=("SSS",))
    months = {row.period.name for row in kela.read(snapshot(cases.recording("kela_koko_maa_2025.csv")), query).rows}
    assert "2025-09" not in months
    assert len(months) == 11


def test_classes_benefits_and_yearly_rows_are_left_out(snapshot):
    body = file_of(
        row("046", "Työmarkkinatuki;701-", "30;9000"),
        row("046", "Yhteensä;701-", "30;9000"),
        row("046", "Yleistuki;Yhteensä", "40;9500"),
        row("046", time_kind="Vuosikertymä", figures="90;9999"),
        row("046"),
    )
    assert figures(snapshot, body)["KU046", "saajat", JANUARY] == Cell.of(50)


def test_a_municipality_without_a_row_is_missing_and_zero_is_a_number(snapshot):
    found = figures(snapshot, file_of(row("046", figures="0;0")))
    assert found["KU046", "kuntaosuus_eur", JANUARY] == Cell.of(0)
    assert found["KU740", "kuntaosuus_eur", JANUARY] == Cell.missing()


def test_the_unknown_municipality_and_the_country_are_no_places_of_the_file_by_municipality(snapshot):
    body = file_of(row("046"), row("199", figures="70;700"), row("000", figures="999;9999"))
    query = replace(QUERY, places=("KU046", "KU199", "SSS"))
    found = figures(snapshot, body, query)
    assert found["SSS", "saajat", JANUARY] == found["KU199", "saajat", JANUARY] == Cell.missing()


def test_a_municipality_in_the_file_of_the_country_is_left_out(snapshot):
    query = replace(QUERY, dataset=kela.Dataset.COUNTRY, places=("SSS",))
    assert len(figures(snapshot, file_of(row("000"), row("046")), query)) == 2


@pytest.mark.parametrize(
    ("separator", "written"),
    [(";", "1000.50"), (";", "1000,50"), (",", "1000.50"), (",", '"1000,50"'), ("\t", "1000,5")],
)
def test_delimiter_and_decimal_sign_are_found_in_the_file(snapshot, separator, written):
    lines = [one.replace(";", separator) for one in (HEADER, row("046", figures="50;EUR"), row("740", figures="7;12"))]
    body = "\n".join([*lines, ""]).replace("EUR", written).encode()
    assert figures(snapshot, body)["KU046", "kuntaosuus_eur", JANUARY] == Cell.of("1000.5")


def test_columns_by_other_names_are_read_by_a_mapping(snapshot):
    columns = kela.Columns(
        place="kuntanumero", month="kk", time_kind="jakso", monthly="KK", totals={"luokka": "Kaikki"}
    )
    body = file_of("KK;2026-01;46;Kaikki;50;10,5", header="jakso;kk;kuntanumero;luokka;saajat;kuntaosuus_eur")
    assert figures(snapshot, body, replace(QUERY, columns=columns))["KU046", "saajat", JANUARY] == Cell.of(50)


SPLIT = (
    "aikatyyppi,kuukausi_nro,vuosikuukausi,vuosi,kunta_nro,kunta_nimi,ikaryhma,sukupuoli,etuus,kertymaluokka,"
    "saaja_lkm,maksettu_eur,kunta_osuus_eur"
)
OF_SPLIT = kela.Query(
    "https://example.org/k.csv", kela.Dataset.MUNICIPALITIES, ("kunta_osuus_eur", "saaja_lkm"), ("KU046",)
)


def split(age, sex, figures, kinds="Yhteensä,Yhteensä"):
    """A row as Kela describes those of its files of earlier years, with invented figures."""
    return f"Kuukausi,1,202601,2026,046,Enonkoski,{age},{sex},{kinds},{figures}"


def test_ages_and_sexes_of_a_file_that_has_no_row_for_all_are_added_up_and_classes_are_not(snapshot):
    body = file_of(
        split("25-29", "Mies", "6,2000.00,400.25"),
        split("25-29", "Nainen", "0,-100.00,-20.50"),
        split("Tieto puuttuu", "Tuntematon", "4,900.00,300.00"),
        split("25-29", "Mies", "5,1000.00,200.00", kinds="Yhteensä,401-700"),
        header=SPLIT,
    )
    found = figures(snapshot, body, OF_SPLIT)
    assert found["KU046", "kunta_osuus_eur", JANUARY] == Cell.of("679.75")
    assert found["KU046", "saaja_lkm", JANUARY] == Cell.of(10)


def test_where_a_file_has_a_row_for_all_ages_or_sexes_that_one_is_read(snapshot):
    body = file_of(
        split("25-29", "Mies", "6,2000.00,400.25"),
        split("Yhteensä", "Mies", "7,2100.00,420.25"),
        split("Yhteensä", "Nainen", "5,1000.00,200.00"),
        header=SPLIT,
    )
    assert figures(snapshot, body, OF_SPLIT)["KU046", "saaja_lkm", JANUARY] == Cell.of(12)


def test_a_part_without_a_figure_makes_the_sum_at_least(snapshot):
    body = file_of(split("25-29", "Mies", "6,2000.00,400.25"), split("30-34", "Mies", ",,"), header=SPLIT)
    assert figures(snapshot, body, OF_SPLIT)["KU046", "saaja_lkm", JANUARY] == Cell.of(6, Flag.AT_LEAST)


def test_one_age_and_sex_twice_refuses_the_file(snapshot):
    body = file_of(split("25-29", "Mies", "6,1,1.5"), split("25-29", "Mies", "6,1,1.5"), header=SPLIT)
    assert refused(snapshot, body, OF_SPLIT) is ReadReason.TWO_FIGURES


WRONG = {
    "a column less": (file_of("Kuukausi;202601;046", header="aikatyyppi;vuosikuukausi;kunta_nro"), "wrong_shape"),
    "a column that splits the totals": (file_of(row("046"), row("046", figures="3;30")), "two_figures"),
    "a month nobody knows": (file_of(row("046", month="202613")), "unknown_period"),
    "a code that is none": (file_of(row("Enonkoski")), "unknown_place"),
    "a word for a figure": (file_of(row("046", figures="alle 4;100")), "unknown_symbol"),
    "a figure that could be two": (file_of(row("046", figures="50;1.000")), "unknown_symbol"),
    "two decimal signs in one figure": (file_of(row("046", figures="50;1,000.5,0")), "unknown_symbol"),
    "none of the places": (file_of(row("091")), "unknown_place"),
    "no rows": (file_of(), "unknown_place"),
    "a cell more": (file_of(row("046") + ";9"), "broken_table"),
    "a last line that broke off": (file_of(row("046"))[:-2], "broken_table"),
    "a quotation mark that does not end": (file_of(row("046"), 'Kuukausi;"2026'), "broken_table"),
}


@pytest.mark.parametrize("change", WRONG)
def test_a_changed_file_is_refused_whole(snapshot, change):
    body, reason = WRONG[change]
    assert refused(snapshot, body) is ReadReason(reason)


def test_no_row_of_a_class_stands_in_the_shipped_figures_of_municipalities():
    lines = csv.DictReader(cases.recording("kela_kunnat_2026M01.csv").decode().splitlines(), delimiter=";")
    assert {(one["etuus"], one["kertymaluokka"]) for one in lines} == {("Yhteensä", "Yhteensä")}
