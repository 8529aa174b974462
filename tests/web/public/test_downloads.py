"""What is taken along of a measure reads elsewhere as it reads here."""

import csv
import io
import json
import struct
from datetime import timedelta
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
from jsonstat_validator import validate_jsonstat
from openpyxl import load_workbook

from luotsi.core.text import Text
from luotsi.core.values import Bounds
from luotsi.indicators.ingest import keep_intervals
from luotsi.indicators.models import Observation
from tests.cast import publish_values

BASE = "/savonlinna/mittarit/tyottomyysaste"


def table(answer):
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


def test_the_table_has_a_row_for_each_place_and_period(client, rate):
    rows = {row["Alueen tunnus"]: row for row in table(client.get(f"{BASE}.csv"))}
    assert set(rows) == {"TA36", "KU046", "KU681", "KU740", "KU768", "SSS"}
    assert (rows["KU046"]["Jakso"], rows["KU046"]["Arvo"], rows["KU046"]["Yksikkö"]) == ("2026-06", "8,4", "prosenttia")


def test_a_gap_in_the_table_has_its_reason_and_a_zero_is_a_zero(client, young):
    rows = {row["Alueen tunnus"]: row for row in table(client.get("/savonlinna/mittarit/nuoret.csv"))}
    assert (rows["KU046"]["Arvo"], rows["KU046"]["Miksi arvo puuttuu"]) == ("", "salattu")
    assert (rows["KU768"]["Arvo"], rows["KU768"]["Miksi arvo puuttuu"]) == ("0", "")


def test_no_cell_of_the_table_becomes_a_formula(client, rate):
    rate.name = Text('=HYPERLINK("http://x")')
    rate.save()
    assert all(row["Mittari"].startswith("'=") for row in table(client.get(f"{BASE}.csv")))


@pytest.mark.parametrize("address", [f"{BASE}.json", "/savonlinna/mittarit/nuoret.json", f"/sv{BASE}.json"])
def test_the_dataset_is_valid_json_stat(client, young, address):
    assert validate_jsonstat(json.loads(client.get(address).content)) is True


def test_the_dataset_tells_hidden_from_zero(client, young):
    dataset = json.loads(client.get("/savonlinna/mittarit/nuoret.json").content)
    places = dataset["dimension"]["place"]["category"]["index"]
    hidden, zero = places.index("KU046"), places.index("KU768")
    assert (dataset["value"][hidden], dataset["status"][str(hidden)]) == (None, "…")
    assert dataset["value"][zero] == 0
    assert str(zero) not in dataset["status"]


def test_the_dataset_of_one_municipality_holds_it_alone(client, rate):
    dataset = json.loads(client.get(f"{BASE}.json", {"kunta": "enonkoski"}).content)
    assert dataset["dimension"]["place"]["category"]["index"] == ["KU046"]
    assert dataset["value"] == [8.4]


@pytest.mark.filterwarnings("ignore:Shouldn:DeprecationWarning")  # of its own making
@pytest.mark.parametrize("address", [f"{BASE}.json", "/savonlinna/mittarit/nuoret.json", f"/en{BASE}.json"])
def test_pyjstat_reads_from_the_dataset_the_figures_of_the_table(client, young, address):
    pyjstat = pytest.importorskip("pyjstat.pyjstat", reason="pyjstat comes with the development requirements")
    frame = pyjstat.Dataset.read(client.get(address).content.decode()).write("dataframe", naming="id")
    read = {(row.place, row.period): None if row.value != row.value else row.value for row in frame.itertuples()}
    rows = table(client.get(address.replace("/en", "").replace(".json", ".csv")))
    shown = {(row["Alueen tunnus"], row["Jakso"]): row["Arvo"] for row in rows}
    assert {key: value for key, value in read.items() if value is not None} == {
        key: float(value.replace(",", ".")) for key, value in shown.items() if value
    }
    assert all(read[key] is None for key, value in shown.items() if not value)


def workbook(answer):
    sheet = load_workbook(io.BytesIO(answer.content)).active
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows], sheet


def test_the_workbook_holds_the_rows_of_the_table_with_numbers_as_numbers(client, young):
    rows, _sheet = workbook(client.get("/savonlinna/mittarit/nuoret.xlsx"))
    by_code = {row["Alueen tunnus"]: row for row in rows}
    assert by_code["KU768"]["Arvo"] == 0
    assert (by_code["KU046"]["Arvo"], by_code["KU046"]["Miksi arvo puuttuu"]) == (None, "salattu")
    shown = table(client.get("/savonlinna/mittarit/nuoret.csv"))
    assert [(row["Alueen tunnus"], row["Jakso"]) for row in rows] == [(r["Alueen tunnus"], r["Jakso"]) for r in shown]


@pytest.mark.parametrize("name", ['=HYPERLINK("http://x")', "@SUM(A1)", "+1+1", "\t=1"])
def test_no_cell_of_the_workbook_is_a_formula(client, rate, name):
    rate.name = Text(name)
    rate.save()
    _rows, sheet = workbook(client.get(f"{BASE}.xlsx"))
    assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}


@pytest.mark.parametrize(
    ("prefix", "name"),
    [
        ("", "tyottomyysaste-savonlinna-tyollisyysalue"),
        ("/sv", "arbetsloshetsgrad-nyslott-sysselsattningsomrade"),
        ("/en", "unemployment-rate-savonlinna-employment-area"),
    ],
)
@pytest.mark.parametrize("ending", ["csv", "xlsx", "json"])
def test_a_file_is_named_in_the_readers_language(client, rate, prefix, name, ending):
    rate.name = Text()
    rate.save()
    assert client.get(f"{prefix}{BASE}.{ending}")["Content-Disposition"] == f'attachment; filename="{name}.{ending}"'


@pytest.mark.parametrize(
    ("kuva", "ending"),
    [("viiva", "aikasarja"), ("kartta", "kartta"), ("vertailu", "rinnakkain"), ("kunnat", "kunnittain")],
)
def test_each_picture_is_drawn_with_its_description_and_as_pixels(client, rate, kuva, ending):
    publish_values(
        "unemployment-rate", {(code, f"2026-0{month}"): month for code in ("KU046", "KU740") for month in (1, 2, 3, 4)}
    )
    drawn = client.get(f"{BASE}.svg", {"kuva": kuva})
    assert (drawn["Content-Type"], drawn["X-Content-Type-Options"]) == ("image/svg+xml", "nosniff")
    root = ET.fromstring(drawn.content)
    assert root[0].tag.endswith("title")
    assert root[1].tag.endswith("desc")
    assert not [one for one in root.iter() if one.tag.endswith("}a")]
    assert drawn["Content-Disposition"].endswith(f'-{ending}.svg"')
    pixels = client.get(f"{BASE}.png", {"kuva": kuva})
    assert pixels["Content-Type"] == "image/png"
    assert pixels.content.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", pixels.content[16:24])
    assert width == 1520
    assert height > 300


@pytest.mark.parametrize("ending", ["svg", "png"])
@pytest.mark.parametrize("kuva", ["piirakka", "../viiva", ""])
def test_a_picture_that_is_none_does_not_exist(client, rate, ending, kuva):
    assert client.get(f"{BASE}.{ending}", {"kuva": kuva}).status_code == 404


def test_hostile_words_are_set_as_words_in_the_picture_of_pixels(client, rate):
    rate.name = Text('#import "x.typ" </svg><script>1</script> $x$ \\ \u0007 😀')
    rate.save()
    assert client.get(f"{BASE}.png").content.startswith(b"\x89PNG")


def test_there_is_no_picture_of_nothing(client, rate):
    for ending in ("svg", "png"):
        assert client.get(f"{BASE}.{ending}", {"tiedossa": "2020-01-01"}).status_code == 404


def test_files_keep_the_day_they_are_asked_for(client, rate):
    answer = client.get(f"{BASE}.csv", {"tiedossa": "2026-07-20"})
    assert {row["Miksi arvo puuttuu"] for row in table(answer)} == {"ei tietoa"}
    assert "savonlinna-tyottomyysaste-savonlinna" not in answer["Content-Disposition"]
    assert "2026-07-20" in answer["Content-Disposition"]


def test_an_estimate_has_its_limits_in_every_file_and_other_values_have_none(client, rate):
    (one,) = Observation.objects.filter(series__subject__code="KU046", series__definition=rate.definition)
    keep_intervals([(one, Bounds(Decimal("7.95"), Decimal("8.9")))], at=one.known_at)
    rows = {row["Alueen tunnus"]: row for row in table(client.get(f"{BASE}.csv"))}
    assert (rows["KU046"]["Alaraja, 95 %"], rows["KU046"]["Yläraja, 95 %"]) == ("7,95", "8,90")
    assert (rows["KU681"]["Alaraja, 95 %"], rows["KU681"]["Yläraja, 95 %"]) == ("", "")
    by_code = {row["Alueen tunnus"]: row for row in workbook(client.get(f"{BASE}.xlsx"))[0]}
    assert (by_code["KU046"]["Alaraja, 95 %"], by_code["KU046"]["Yläraja, 95 %"]) == (7.95, 8.9)
    assert by_code["KU681"]["Alaraja, 95 %"] is None
    dataset = json.loads(client.get(f"{BASE}.json").content)
    at = str(dataset["dimension"]["place"]["category"]["index"].index("KU046"))
    assert dataset["extension"]["interval"] == {"coverage": 0.95, "low": {at: 7.95}, "high": {at: 8.9}}
    assert validate_jsonstat(dataset) is True


def test_limits_that_became_known_later_are_not_in_a_file_of_an_earlier_day(client, rate):
    (one,) = Observation.objects.filter(series__subject__code="KU046", series__definition=rate.definition)
    keep_intervals([(one, Bounds(Decimal(8), Decimal(9)))], at=one.known_at + timedelta(days=3))
    then = {"tiedossa": (one.known_at + timedelta(days=1)).date().isoformat()}
    rows = {row["Alueen tunnus"]: row for row in table(client.get(f"{BASE}.csv", then))}
    assert (rows["KU046"]["Arvo"], rows["KU046"]["Alaraja, 95 %"]) == ("8,4", "")
