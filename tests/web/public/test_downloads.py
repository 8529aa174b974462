"""What is taken along of a measure reads elsewhere as it reads here."""

import csv
import io
import json

import pytest
from jsonstat_validator import validate_jsonstat

from luotsi.core.text import Text

BASE = "/savonlinna/mittarit/tyottomyysaste"


def table(answer):
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


def test_the_table_has_a_row_for_each_place_and_period(client, rate):
    rows = {row["Alueen tunnus"]: row for row in table(client.get(f"{BASE}.csv"))}
    assert set(rows) == {"TA36", "KU046", "KU681", "KU740", "KU768", "SSS"}
    assert (rows["KU046"]["Jakso"], rows["KU046"]["Arvo"], rows["KU046"]["Yksikkö"]) == ("2026-06", "8,4", "percent")


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


def test_the_picture_is_drawn_with_its_description(client, rate):
    answer = client.get(f"{BASE}.svg")
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "<desc" in answer.content.decode()


def test_there_is_no_picture_of_nothing(client, rate):
    assert client.get(f"{BASE}.svg", {"tiedossa": "2020-01-01"}).status_code == 404


def test_files_keep_the_day_they_are_asked_for(client, rate):
    answer = client.get(f"{BASE}.csv", {"tiedossa": "2026-07-20"})
    assert table(answer) == []
    assert "savonlinna-tyottomyysaste-savonlinna" not in answer["Content-Disposition"]
    assert "2026-07-20" in answer["Content-Disposition"]
