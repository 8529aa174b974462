"""Tables to take home."""

import io
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from luotsi.files.sheets import csv_bytes, neutralised, xlsx_bytes

HEADER = ["Mittari", "Arvo", "Päivä"]


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+358 40", "-a", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\n=1", "＝1", "|calc", "%0A=1", "-2+3", "- 5 uutta"],
)
def test_text_that_a_spreadsheet_would_compute_is_made_plain(text: str) -> None:
    assert neutralised(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-5", "-5,2", "+3.1", "-12 %", "Työttömyysaste", "5-7 kpl", "", "a=b"])
def test_numbers_and_common_text_stay_as_they_are(text: str) -> None:
    assert neutralised(text) == text


def test_csv_opens_in_a_finnish_excel() -> None:
    content = csv_bytes(
        HEADER, [["Osuus; kaikki", Decimal("-0.50"), date(2026, 3, 1)], ["=1", None, None], ["n", 0, None]]
    )
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig").split("\r\n") == [
        "Mittari;Arvo;Päivä",
        '"Osuus; kaikki";-0,50;2026-03-01',
        "'=1;;",
        "n;0;",
        "",
    ]


def test_csv_for_machines_keeps_the_decimal_point_and_never_an_exponent() -> None:
    assert csv_bytes(["a"], [[Decimal("1E+3")], [Decimal("0.10")]], decimal_mark=".").endswith(b"a\r\n1000\r\n0.10\r\n")


def test_a_workbook_holds_numbers_as_numbers_and_formulas_as_text() -> None:
    content = xlsx_bytes(
        "Mittarit: [2026]/1", HEADER, [["=1+1", Decimal("-0.5"), date(2026, 3, 1)], ["a\x00b", None, None]]
    )
    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet.title == "Mittarit   2026  1"
    assert sheet.freeze_panes == "A2"
    assert [cell.value for cell in sheet[2]][:2] == ["=1+1", -0.5]
    assert sheet["A2"].data_type == "s"
    assert sheet["C2"].value.date() == date(2026, 3, 1)
    assert [cell.value for cell in sheet[3]] == ["ab", None, None]
