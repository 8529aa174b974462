import io
import zipfile
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from luotsi.core.periods import Period, PeriodKind
from luotsi.core.values import Cell, Gap
from luotsi.files import refusals
from luotsi.orgs import geography
from luotsi.sources.asking import ask_tabular, open_table
from luotsi.sources.connectors import tabular
from luotsi.sources.formats import grids
from luotsi.sources.formats.written import RowProblem, cell_of, decimal_sign, period_of
from luotsi.sources.mapping import (
    ColumnMapping,
    PlaceKind,
    RowsRefused,
    UnableToMap,
    find_place,
    preview,
    read_grid,
)
from luotsi.sources.outbound import Outbound
from luotsi.sources.types import ReadReason, UnableToRead

MAPPING = ColumnMapping(values={"n": "Määrä"}, place="Kunta", period="Kk")
JUNE = Period.parse("2026-06")


def table(*rows, header="Kunta;Kk;Määrä"):
    return "\n".join([header, *rows]).encode()


def sheet(*rows, formats=None, title="Taul1"):
    workbook = Workbook()
    workbook.active.title = title
    for row in rows:
        workbook.active.append(row)
    for place, form in (formats or {}).items():
        workbook.active[place].number_format = form
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def read(body, mapping=MAPPING):
    return [tuple(row)[:4] for row in read_grid(grids.parse(body, header_row=mapping.header_row), mapping).rows]


def refused(body, mapping=MAPPING):
    with pytest.raises(UnableToRead) as raised:
        read(body, mapping)
    return raised.value


@pytest.mark.parametrize(
    ("written", "name"),
    [
        *(("2026M06", "2026-06"), ("6/2026", "2026-06"), ("06/2026", "2026-06"), ("2026-06", "2026-06")),
        *(("202606", "2026-06"), ("6.2026", "2026-06"), ("2026/06", "2026-06"), ("2026", "2026")),
        *(("2026Q2", "2026-Q2"), ("2026-Q2", "2026-Q2"), ("Q2/2026", "2026-Q2"), ("2026K2", "2026-Q2")),
        *(("2026H1", "2026-H1"), ("2026-T2", "2026-T2"), ("2026-LV", "2026-LV"), ("2025-VK", "2025-VK")),
    ],
)
def test_a_period_is_read_in_every_form_that_people_write(written, name):
    assert period_of(written) == Period.parse(name)


@pytest.mark.parametrize(
    "written", ["", "2026M13", "13/2026", "0/2026", "2026Q5", "26", "kesäkuu", "2026-6-1-1", "0000", "2026-VK"]
)
def test_what_is_no_period_is_not_guessed(written):
    assert period_of(written) is RowProblem.UNKNOWN_PERIOD


@pytest.mark.parametrize("written", ["2026-06-01", "1.6.2026", "30.6.2026"])
def test_a_day_stands_for_a_period_only_when_somebody_says_which(written):
    assert period_of(written) is RowProblem.A_DAY
    assert period_of(written, PeriodKind.MONTH) == JUNE
    assert period_of(written, PeriodKind.QUARTER) == Period.parse("2026-Q2")
    assert period_of("31.6.2026", PeriodKind.MONTH) is RowProblem.UNKNOWN_PERIOD


@pytest.mark.parametrize(
    ("written", "sign", "value"),
    [
        *(("12,8", ",", "12.8"), ("12.8", ".", "12.8"), ("12.8", "", "12.8"), ("0.125", "", "0.125")),
        *(("1 234 567,5", ",", "1234567.5"), ("1\u00a0234", ",", "1234"), ("1\u202f234,50", ",", "1234.50")),
        *(("1.234,5", ",", "1234.5"), ("1,234.5", ".", "1234.5"), ("1.234", ",", "1234"), ("1.234", ".", "1.234")),
        *(("1.234.567", ",", "1234567"), ("-5,2", ",", "-5.2"), ("−5", ",", "-5"), ("12,8 %", ",", "12.8")),
        *(("100 €", ",", "100"), ("0", "", "0"), ("-0", "", "0"), ("0,0", ",", "0.0")),
    ],
)
def test_a_figure_is_read_as_it_is_written(written, sign, value):
    assert cell_of(written, sign) == Cell.of(value)


@pytest.mark.parametrize(
    ("written", "sign", "problem"),
    [
        *(("1.234", "", RowProblem.UNCLEAR_NUMBER), ("1,234", "", RowProblem.UNCLEAR_NUMBER)),
        *(("12.8", ",", RowProblem.UNCLEAR_NUMBER), ("12,8", ".", RowProblem.UNCLEAR_NUMBER)),
        *(
            ("alle 5", ",", RowProblem.NOT_NUMBER),
            ("#REF!", ",", RowProblem.NOT_NUMBER),
            ("....", ",", RowProblem.NOT_NUMBER),
        ),
        *(
            ("1e9", ",", RowProblem.NOT_NUMBER),
            ("9" * 25, ",", RowProblem.NOT_NUMBER),
            ("%", ",", RowProblem.NOT_NUMBER),
        ),
        *(("--5", ",", RowProblem.NOT_NUMBER), ("٣", ",", RowProblem.NOT_NUMBER), ("5*", ",", RowProblem.NOT_NUMBER)),
    ],
)
def test_a_figure_that_is_none_or_could_be_two_is_said_to_be_so(written, sign, problem):
    assert cell_of(written, sign) is problem


@pytest.mark.parametrize(
    ("written", "gap"),
    [("", Gap.MISSING), ("..", Gap.MISSING), ("...", Gap.HIDDEN), ("…", Gap.HIDDEN), (".", Gap.NOT_APPLICABLE)],
)
def test_a_gap_keeps_its_reason(written, gap):
    assert cell_of(written, ",") == Cell.missing(gap)


@pytest.mark.parametrize("hyphen", "-–—−")
def test_a_hyphen_is_missing_unless_it_is_said_to_be_zero(hyphen):
    assert cell_of(hyphen, ",") == Cell.missing()
    assert cell_of(hyphen, ",", hyphen_is_zero=True) == Cell.of(0)


@given(st.decimals(-(10**9), 10**9, places=2), st.sampled_from(",."), st.sampled_from(["", " ", "\u00a0"]))
def test_a_figure_written_with_a_known_sign_is_read_back(value, sign, space):
    written = f"{value:,.2f}".replace(",", space).replace(".", sign)
    assert cell_of(written, sign) == Cell.of(value + 0)


@pytest.mark.parametrize(
    ("figures", "sign"),
    [
        (["1.234", "12,8"], ","),
        (["1,234", "12.8"], "."),
        (["1.234", "5"], ""),
        (["1.5", "1,5"], ""),
        (["1.234.567"], ","),
        (["1.234,5"], ","),
        (["0,125"], ","),
        (["1234.567"], "."),
        (["...", "", "-", "42"], ""),
    ],
)
def test_the_decimal_sign_is_found_in_the_figures_that_show_it(figures, sign):
    assert decimal_sign(figures) == sign


@pytest.mark.parametrize(
    ("written", "code"),
    [
        *(("Enonkoski", "KU046"), ("enonkoski ", "KU046"), ("046", "KU046"), ("46", "KU046"), ("KU046", "KU046")),
        *(("Savonlinna", "KU740"), ("Nyslott", "KU740"), ("Pedersöre", "KU599"), ("Pedersören kunta", "KU599")),
        *(("Koski  Tl", "KU284"), ("Koko maa", "SSS"), ("Hela landet", "SSS"), ("000", "SSS"), ("SSS", "SSS")),
        *(("199", None), ("Tuntematon", None), ("", None), ("Savonlinnan", None)),
    ],
)
def test_a_municipality_is_found_by_code_or_name(written, code):
    assert find_place(written, PlaceKind.MUNICIPALITY) == code


def test_savonlinna_is_a_municipality_or_an_area_as_the_mapping_says():
    assert find_place("Savonlinna", PlaceKind.AREA) == "TA36"
    assert find_place("Savonlinna", PlaceKind.MUNICIPALITY) == "KU740"
    assert find_place("36", PlaceKind.AREA) == "TA36"


def test_every_municipality_and_area_is_found_by_each_of_its_names_and_its_code():
    for places, kind in (
        (geography.municipalities_ever(), PlaceKind.MUNICIPALITY),
        (geography.areas(), PlaceKind.AREA),
    ):
        for place in places:
            for name in (place.code, place.subject_code, *place.name.as_dict().values()):
                assert find_place(name, kind) == place.subject_code


def test_a_table_is_read_by_its_mapping():
    body = table("Enonkoski;6/2026;1 042,5", "Nyslott;2026M06;...", "Koko maa;2026-06;0")
    assert read(body) == [
        ("KU046", "n", JUNE, Cell.of("1042.5")),
        ("KU740", "n", JUNE, Cell.missing(Gap.HIDDEN)),
        ("SSS", "n", JUNE, Cell.of(0)),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_encoding_and_delimiter_are_found(encoding, separator):
    text = "\r\n".join(["Kunta;Kk;Määrä", "Äänekoski;6/2026;5", "Ähtäri;6/2026;7", ""]).replace(";", separator)
    assert [row[0] for row in read(text.encode(encoding))] == ["KU992", "KU989"]


def test_one_value_of_a_further_column_is_chosen_and_entries_of_no_place_are_left_out():
    body = table(
        "Enonkoski;6/2026;10;Naiset",
        "Enonkoski;6/2026;21;Yhteensä",
        "Tuntematon;6/2026;3;Yhteensä",
        header="Kunta;Kk;Määrä;Sukupuoli",
    )
    mapping = replace(MAPPING, only={"Sukupuoli": "Yhteensä"}, left_out=frozenset({"Tuntematon"}))
    assert read(body, mapping) == [("KU046", "n", JUNE, Cell.of(21))]


def test_several_contents_stand_in_columns_of_their_own():
    mapping = replace(MAPPING, values={"n": "Määrä", "rate": "Osuus"})
    rows = read(table("46;2026;5;12,8", header="Kunta;Kk;Määrä;Osuus"), mapping)
    assert [(row[1], row[3]) for row in rows] == [("n", Cell.of(5)), ("rate", Cell.of("12.8"))]


def test_a_table_of_one_place_or_one_period_needs_no_column_for_it():
    mapping = ColumnMapping(values={"n": "Määrä"}, only_place="KU046", only_period="2026-06")
    assert read(b"Nimi;M\xe4\xe4r\xe4\nx;5\n", mapping) == [("KU046", "n", JUNE, Cell.of(5))]


def test_a_title_above_the_header_is_passed_over():
    body = sheet(["Työttömät 2026"], [], ["Kunta", "Kk", "Määrä"], ["Enonkoski", "6/2026", 42])
    assert read(body, replace(MAPPING, header_row=2)) == [("KU046", "n", JUNE, Cell.of(42))]


def test_every_wrong_row_is_listed_and_nothing_is_taken_in():
    body = table(
        "Enonkoski;6/2026;5",
        "Atlantis;6/2026;5",
        "Sulkava;kesä;5",
        "Rantasalmi;1.6.2026;5",
        "Savonlinna;6/2026;paljon",
        "46;2026M06;6",
        ";6/2026;5",
        "Sulkava;;5",
        "Atlantis;kesä;paljon",
    )
    found = refused(body)
    assert isinstance(found, RowsRefused)
    assert [(one.line, one.problem, one.column) for one in found.problems] == [
        (3, RowProblem.UNKNOWN_PLACE, "Kunta"),
        (4, RowProblem.UNKNOWN_PERIOD, "Kk"),
        (5, RowProblem.A_DAY, "Kk"),
        (6, RowProblem.NOT_NUMBER, "Määrä"),
        (7, RowProblem.TWO_FIGURES, "Määrä"),
        (8, RowProblem.EMPTY, "Kunta"),
        (9, RowProblem.EMPTY, "Kk"),
        (10, RowProblem.UNKNOWN_PLACE, "Kunta"),
        (10, RowProblem.UNKNOWN_PERIOD, "Kk"),
        (10, RowProblem.NOT_NUMBER, "Määrä"),
    ]
    assert found.obstacle.parameters == {"count": 8}
    assert str(found.problems[4]) == "Row 7, Määrä: row 2 already has a figure for this place and period."


LIMITED = replace(MAPPING, low="Ala", high="Ylä")


@pytest.mark.parametrize(
    ("limits", "bounds"),
    [("1;3", (1, 3)), ("2;2", (2, 2)), ("1,5;2,5", (Decimal("1.5"), Decimal("2.5"))), (";", None)],
)
def test_limits_around_a_figure_are_read_with_it(limits, bounds):
    grid = grids.parse(table(f"Enonkoski;2026-06;2;{limits}", header="Kunta;Kk;Määrä;Ala;Ylä"))
    (row,) = read_grid(grid, LIMITED).rows
    assert (row.cell, row.bounds) == (Cell.of(2), bounds)


@pytest.mark.parametrize(
    ("figure", "limits"), [("2", "2,1;3"), ("2", "1;1,9"), ("2", "1;"), ("2", "1;x"), ("...", "1;3"), ("", "1;3")]
)
def test_limits_that_are_none_of_the_figure_are_told_and_nothing_is_taken_in(figure, limits):
    grid = grids.parse(table(f"Enonkoski;2026-06;{figure};{limits}", header="Kunta;Kk;Määrä;Ala;Ylä"))
    with pytest.raises(RowsRefused) as refusal:
        read_grid(grid, LIMITED)
    assert [(one.problem, one.line, one.column) for one in refusal.value.problems] == [
        (RowProblem.OTHER_LIMITS, 2, "Ala")
    ]


@pytest.mark.parametrize("wrong", [{"low": "Ala"}, {"high": "Ylä"}])
def test_one_limit_alone_is_no_mapping(wrong):
    with pytest.raises(UnableToMap):
        replace(MAPPING, **wrong)


def test_a_mapping_with_limits_is_saved_and_found_again():
    assert ColumnMapping.of(LIMITED.as_dict()) == LIMITED


@pytest.mark.parametrize(
    "body",
    [
        "Kunta;Kk;Mää\u00adrä\nEnon\u00adkoski;2026-06;1\u200b2\n",
        "\ufeffKunta;Kk;Määrä\n\u2060Enonkoski;2026-06\u200e;12\n",
    ],
)
def test_characters_that_nobody_sees_are_no_part_of_a_table(body):
    assert read(body.encode()) == [("KU046", "n", JUNE, Cell.of(12))]


def test_a_thousand_or_a_decimal_is_asked_about_and_settled_by_the_mapping():
    body = table("Enonkoski;2026;1.234")
    assert [one.problem for one in refused(body).problems] == [RowProblem.UNCLEAR_NUMBER]
    assert read(body, replace(MAPPING, decimal_sign=","))[0][3] == Cell.of(1234)
    assert read(body, replace(MAPPING, decimal_sign="."))[0][3] == Cell.of("1.234")


def test_a_preview_shows_the_first_rows_and_every_problem():
    body = table(*(f"{name};2026;5" for name in ("Enonkoski", "Atlantis", "Sulkava", "Lemuria")))
    shown = preview(grids.parse(body), MAPPING, rows=2)
    assert shown.columns == ("Kunta", "Kk", "Määrä")
    assert [row.row.text(0) for row in shown.rows] == ["Enonkoski", "Atlantis"]
    assert shown.rows[0].figures[0].cell == Cell.of(5)
    assert shown.rows[1].figures == ()
    assert [one.found for one in shown.problems] == ["Atlantis", "Lemuria"]
    assert shown.figures == 2


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (table("Enonkoski;2026"), ReadReason.BROKEN_TABLE),
        (table("Enonkoski;2026;5;6"), ReadReason.BROKEN_TABLE),
        (table('"Enonkoski;2026;5'), ReadReason.BROKEN_TABLE),
        (table("Enonkoski;2026;5", header="Kunta;Kk;Luku"), ReadReason.WRONG_SHAPE),
        (table("Enonkoski;2026;5;6", header="Kunta;Kk;Määrä;Määrä"), ReadReason.WRONG_SHAPE),
        (table(), ReadReason.NOTHING_PUBLISHED),
        (b"Kunta\nEnonkoski\n", ReadReason.NOT_TABLE),
        (b"<html><body>Kunta;Kk</body></html>", ReadReason.NOT_TABLE),
        (b'{"version": "2.0", "class": "collection"}', ReadReason.WRONG_SHAPE),
    ],
)
def test_a_table_that_is_broken_or_another_one_is_refused_whole(body, reason):
    assert refused(body).reason is reason


def test_numbers_of_a_sheet_are_numbers_without_the_noise_of_floats_and_shares_are_per_cent():
    body = sheet(
        ["Kunta", "Kk", "Määrä"],
        ["Enonkoski", 2024, 0.1 + 0.2],
        ["Enonkoski", 2025, 1.234],
        ["Enonkoski", 2026, 0.128],
        ["Sulkava", 2026, None],
        ["Sulkava", 2025, "1 234,5"],
        formats={"C4": "0.0%"},
    )
    cells = {(row[0], row[2].name): row[3] for row in read(body)}
    assert cells == {
        ("KU046", "2024"): Cell.of("0.3"),
        ("KU046", "2025"): Cell.of("1.234"),
        ("KU046", "2026"): Cell.of("12.8"),
        ("KU768", "2026"): Cell.missing(),
        ("KU768", "2025"): Cell.of("1234.5"),
    }


def test_a_day_that_a_spreadsheet_made_of_a_month_is_asked_about():
    body = sheet(["Kunta", "Kk", "Määrä"], [46, date(2026, 6, 1), 5])
    assert [one.problem for one in refused(body).problems] == [RowProblem.A_DAY]
    assert read(body, replace(MAPPING, days_are=PeriodKind.MONTH)) == [("KU046", "n", JUNE, Cell.of(5))]


@pytest.mark.parametrize("value", [True, "#DIV/0!", "=1+2"])
def test_what_a_sheet_holds_in_place_of_a_figure_is_no_figure(value):
    found = refused(sheet(["Kunta", "Kk", "Määrä"], ["Enonkoski", "2026", value], ["Sulkava", "2026", 1]))
    assert [one.problem for one in found.problems] == [RowProblem.NOT_NUMBER]


@pytest.mark.parametrize("seed", range(40))
def test_a_workbook_broken_inside_is_refused_and_never_breaks_the_reader(seed):
    chance = Random(seed)
    whole = sheet(["Kunta", "Kk", "Määrä"], *(["Enonkoski", f"{at}/2026", at * 1.5] for at in range(1, 13)))
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as given, zipfile.ZipFile(stream, "w") as broken:
        spoilt = chance.choice(given.namelist())
        for name in given.namelist():
            part = bytearray(given.read(name))
            if name == spoilt:
                part = part[: chance.randrange(len(part))] if seed % 2 else part
                for _time in range(3 if part else 0):
                    part[chance.randrange(len(part))] = chance.randrange(32, 127)
            broken.writestr(name, bytes(part))
    with suppress(UnableToRead, refusals.UnableToRead):
        assert read(stream.getvalue())


def test_a_sheet_is_chosen_by_its_name_and_a_hidden_one_is_not_read():
    body = sheet(["Kunta", "Kk", "Määrä"], ["Enonkoski", "2026", 1], title="Luvut")
    assert grids.parse(body, sheet="Luvut").columns == ("Kunta", "Kk", "Määrä")
    with pytest.raises(UnableToRead):
        grids.parse(body, sheet="Muut")


def test_more_columns_than_are_read_is_no_table():
    names = ";".join(f"c{at}" for at in range(grids.MAX_COLUMNS))
    assert len(grids.parse(f"{names}\n".encode()).columns) == grids.MAX_COLUMNS
    with pytest.raises(UnableToRead):
        grids.parse(f"{names};more\n".encode())


def test_a_mapping_is_saved_and_read_back():
    mapping = replace(
        MAPPING,
        only={"Sukupuoli": "Yhteensä"},
        left_out=frozenset({"199"}),
        days_are=PeriodKind.MONTH,
        places_are=PlaceKind.AREA,
        decimal_sign=",",
    )
    assert ColumnMapping.of(mapping.as_dict()) == mapping
    assert ColumnMapping.of(MAPPING.as_dict()) == MAPPING


@pytest.mark.parametrize(
    "change",
    [
        {"values": {}},
        {"place": ""},
        {"only_place": "KU046"},
        {"place": "", "only_place": "KU999"},
        {"place": "", "only_place": "Enonkoski"},
        {"period": ""},
        {"only_period": "2026"},
        {"decimal_sign": ";"},
        {"header_row": 0},
        {"places_are": "county"},
        {"days_are": "day"},
        {"colour": "red"},
    ],
)
def test_what_is_no_mapping_is_refused(change):
    with pytest.raises(UnableToMap):
        ColumnMapping.of(MAPPING.as_dict() | change)


def test_a_table_from_a_person_is_opened_in_a_process_of_its_own_and_refused_with_the_files_own_sentence():
    assert open_table(table("Enonkoski;2026;5"), MAPPING).columns == ("Kunta", "Kk", "Määrä")
    with pytest.raises(refusals.UnableToRead) as raised:
        open_table(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), MAPPING)
    assert raised.value.refusal.reason is refusals.Reason.ENCRYPTED
    with pytest.raises(UnableToRead) as broken:
        open_table(table("Enonkoski;2026"), MAPPING)
    assert broken.value.obstacle.parameters == {"line": 2}


def test_a_table_at_an_address_is_asked_for_and_read(server):
    server.answers = [(200, {}, sheet(["Kunta", "Kk", "Määrä"], ["Enonkoski", "6/2026", 42]))]
    door = Outbound(frozenset({"127.0.0.1"}), allow_loopback_http=True)
    query = tabular.Query(f"{server.url}/luvut.xlsx", MAPPING)
    asked = ask_tabular(door, query, at=datetime(2026, 11, 1, tzinfo=UTC))
    assert asked.answer.rows[0].cell == Cell.of(42)
