"""What the contract suite tries of every connector: a question, an answer to it, and figures known from elsewhere."""

import csv
import io
import json
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any

import duckdb
from openpyxl import Workbook

from luotsi.core.periods import Period, PeriodKind
from luotsi.core.values import Cell, Gap
from luotsi.sources.connectors import jsonstat, kela, pxweb, pxweb2, sotkanet, tabular, vipunen
from luotsi.sources.formats.grids import VALUE_COLUMN
from luotsi.sources.mapping import ColumnMapping

RECORDINGS = Path(__file__).parent / "recordings"
JUNE = Period.parse("2026-06")
NAMES = {
    "SSS": "Koko maa",
    "KU046": "Enonkoski",
    "KU060": "Finström",
    "KU681": "Rantasalmi",
    "KU736": "Saltvik",
    "KU740": "Nyslott",
    "KU768": "Sulkava",
}
PUBLISHED_JUNE, KEHA = "2026-07-21T05:00:00Z", "KEHA-keskus, Työnvälitystilasto"
OF_JUNE = {
    ("SSS", "TYOTTOMATLOPUSSA", JUNE): Cell.of(352001),
    ("SSS", "TYOTOSUUS", JUNE): Cell.of("12.8"),
    ("KU046", "TYOTTOMATLOPUSSA", JUNE): Cell.of(42),
    ("SSS", "TYOHARJOITTELULOP", JUNE): Cell.of(0),
    ("KU046", "TYOTTOMAT25", JUNE): Cell.missing(Gap.HIDDEN),
}


@dataclass(frozen=True)
class Case:
    """One connector with one form of answer."""

    connector: ModuleType
    query: Any
    body: bytes
    known: dict[tuple[str, str, Period], Cell]
    rows: int
    hidden: int
    form: str
    """`object` and `list` of JSON, `csv`, `xlsx` or `parquet`."""
    moment: str = ""
    """When the source says that it published the figures, as JSON-stat writes it; empty where it does not say."""
    source: str = ""


def case(name: str, june_query: pxweb.Query) -> Case:
    """Return the case of that name."""
    connector, _space, form = name.partition(" ")
    makers = {"pxweb": _pxweb, "pxweb2": _pxweb2, "jsonstat": _jsonstat, "kela": _kela}
    makers |= {"sotkanet": _sotkanet, "vipunen": _vipunen}
    return _tabular(form, june_query) if connector == "tabular" else makers[connector](form, june_query)


def recording(name: str) -> bytes:
    return (RECORDINGS / name).read_bytes()


def _june(connector: ModuleType, query: Any, body: bytes) -> Case:
    case = Case(connector, query, body, OF_JUNE, rows=7 * 23, hidden=21, form="object")
    return replace(case, moment=PUBLISHED_JUNE, source=KEHA)


def _pxweb(form: str, query: pxweb.Query) -> Case:
    if form == "json":
        return _june(pxweb, query, recording("12r5_2026M06.json"))
    return _june(pxweb, replace(query, response="json-stat2"), recording("12r5_2026M06.jsonstat2.json"))


def _pxweb2(form: str, query: pxweb.Query) -> Case:
    if form == "statfin":
        address = pxweb2.TableAddress("https://example.org/api/v2", "fi", "12r5")
        return _june(pxweb2, pxweb2.Query(address=address, **query.parts), recording("12r5_2026M06.jsonstat2.json"))
    if form == "ssb":
        return _fuel_costs_of_norway()
    content = of_one_age_and_sex(json.loads(recording("scb_TAB6471_data.json")), "20-29", "TotSa")
    spring = [Period.parse(month) for month in ("2026-01", "2026-04")]
    return Case(
        pxweb2,
        pxweb2.Query(
            address=pxweb2.TableAddress("https://example.org/api/v2", "sv", "TAB6471"),
            place_variable="Region",
            time_variable="Tid",
            content_variable="ContentsCode",
            places=tuple(content["dimension"]["Region"]["category"]["index"]),
            periods=("2026M01", "2026M02", "2026M03", "2026M04"),
            contents=("000007SF",),
            fixed=(("Alder", "20-29"), ("Kon", "TotSa")),
        ),
        json.dumps(content, ensure_ascii=False).encode(),
        {("01", "000007SF", spring[1]): Cell.of(288690), ("25", "000007SF", spring[0]): Cell.of(27856)},
        rows=21 * 4,
        hidden=0,
        form="object",
        moment="2026-06-08T06:00:00Z",
        source="SCB",
    )


def _fuel_costs_of_norway() -> Case:
    contents = ("Kostnadsindeks", "EndringKvartal", "EndringAr")
    quarters = [Period(PeriodKind.QUARTER, year, number) for year in range(2009, 2026) for number in (1, 2, 3, 4)][1:-3]
    query = pxweb2.Query(
        address=pxweb2.TableAddress("https://example.org/api/v2", "no", "11585"),
        place_variable="",
        time_variable="Tid",
        content_variable="ContentsCode",
        places=(),
        periods=tuple(f"{one.year}K{one.number}" for one in quarters),
        contents=contents,
        fixed=(("TotalDelindeks", "DRV"),),
    )
    known = {
        ("", "Kostnadsindeks", quarters[-1]): Cell.of("108.7"),
        ("", "EndringKvartal", quarters[0]): Cell.missing(),
        ("", "EndringKvartal", Period.parse("2013-Q1")): Cell.of(0),
        ("", "EndringAr", quarters[-1]): Cell.of("4.66"),
    }
    case = Case(pxweb2, query, recording("ssb_11585.json"), known, rows=3 * 64, hidden=0, form="object")
    return replace(case, moment="2025-06-12T06:00:00Z", source="Statistisk sentralbyrå")


def of_one_age_and_sex(content: dict[str, Any], age: str, sex: str) -> dict[str, Any]:
    """Return the part of Sweden's answer that a question for one age and one sex has; all else stays as it came."""
    dimension = content["dimension"]
    ages, sexes = (dimension[code]["category"]["index"] for code in ("Alder", "Kon"))
    places, months = content["size"][0], content["size"][4]
    blocks = [(place * len(ages) + ages[age]) * len(sexes) + sexes[sex] for place in range(places)]
    values = [value for block in blocks for value in content["value"][block * months : (block + 1) * months]]
    only = {
        code: dimension[code] | {"category": {"index": {value: 0}, "label": {value: value}}}
        for code, value in (("Alder", age), ("Kon", sex))
    }
    return content | {"size": [places, 1, 1, 1, months], "dimension": dimension | only, "value": values}


def _jsonstat(_form: str, query: pxweb.Query) -> Case:
    wanted = jsonstat.Query("https://example.org/12r5", query.contents, query.places)
    return _june(jsonstat, wanted, recording("12r5_2026M06.jsonstat2.json"))


def _kela(form: str, _query: pxweb.Query) -> Case:
    contents = ("kuntaosuus_eur", "saajat")
    if form == "country":
        query = kela.Query("https://example.org/k.csv", kela.Dataset.COUNTRY, contents, ("SSS",))
        december = ("SSS", "kuntaosuus_eur", Period.parse("2025-12"))
        known = {december: Cell.of("77378651.52")}
        return Case(kela, query, recording("kela_koko_maa_2025.csv"), known, rows=22, hidden=0, form="csv")
    places = ("KU046", "KU049", "KU740")
    query = kela.Query("https://example.org/k.csv", kela.Dataset.MUNICIPALITIES, contents, places)
    january = Period.parse("2026-01")
    known = {
        ("KU046", "kuntaosuus_eur", january): Cell.of("14166.75"),
        ("KU046", "saajat", january): Cell.of(49),
        ("KU740", "saajat", january): Cell.missing(),
    }
    return Case(kela, query, recording("kela_kunnat_2026M01.csv"), known, rows=6, hidden=0, form="csv")


def _sotkanet(_form: str, _query: pxweb.Query) -> Case:
    regions = {"KU049": 20, "KU091": 46, "KU564": 261, "KU837": 378, "KU853": 389}
    query = sotkanet.Query("https://example.org/rest", 171, tuple(regions), (2019, 2023), regions)
    known = {
        ("KU049", "171", Period.parse("2019")): Cell.of("5.9"),
        ("KU091", "171", Period.parse("2023")): Cell.of("8.6"),
        ("KU853", "171", Period.parse("2023")): Cell.of("10.5"),
    }
    return Case(sotkanet, query, recording("sotkanet_171.json"), known, rows=10, hidden=0, form="list")


def _vipunen(_form: str, _query: pxweb.Query) -> Case:
    mapping = ColumnMapping(
        values={"opiskelijat": "opiskelijatLkm"},
        place="kunta",
        period="lukuvuosi",
        only={"sukupuoli": "Yhteensä"},
    )
    known = {
        ("KU740", "opiskelijat", Period.parse("2024-LV")): Cell.of(905),
        ("KU046", "opiskelijat", Period.parse("2023-LV")): Cell.missing(),
        ("KU768", "opiskelijat", Period.parse("2024-LV")): Cell.of(0),
    }
    query = vipunen.Query("https://example.org/api", "opiskelijat_kunta", mapping)
    return Case(vipunen, query, recording("vipunen_opiskelijat.json"), known, rows=6, hidden=0, form="list")


def _tabular(form: str, query: pxweb.Query) -> Case:
    if form == "json-stat":
        mapping = ColumnMapping(
            values={"TYOTTOMATLOPUSSA": VALUE_COLUMN},
            place="Alue",
            period="timeperiod_m",
            only={"contentscode": "TYOTTOMATLOPUSSA"},
        )
        known = {key: cell for key, cell in OF_JUNE.items() if key[1] == "TYOTTOMATLOPUSSA"}
        body = recording("12r5_2026M06.jsonstat2.json")
        question = tabular.Query("https://example.org/t", mapping)
        case = Case(tabular, question, body, known, rows=7, hidden=0, form="object")
        return replace(case, moment=PUBLISHED_JUNE, source=KEHA)
    mapping = ColumnMapping(values={code: code for code in query.contents}, place="Kunta", period="Kuukausi")
    body = {"xlsx": _sheet, "parquet": _parquet, "csv": _text}[form](query)
    question = tabular.Query("https://example.org/t", mapping)
    return Case(tabular, question, body, OF_JUNE, rows=7 * 23, hidden=21, form=form)


def _rows(query: pxweb.Query) -> list[list[str]]:
    """The figures of June as a person's table: places by name, the month as people write it."""
    data = json.loads(recording("12r5_2026M06.json"))["data"]
    return [["Kunta", "Kuukausi", *query.contents]] + [[NAMES[row["key"][0]], "6/2026", *row["values"]] for row in data]


def _text(query: pxweb.Query) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";")
    writer.writerows([cell.replace(".", ",") if cell[:1].isdigit() else cell for cell in row] for row in _rows(query))
    return stream.getvalue().encode("cp1252")


def _sheet(query: pxweb.Query) -> bytes:
    workbook = Workbook()
    header, *rows = _rows(query)
    workbook.active.append(header)
    for row in rows:
        figures = [float(value) if value[0].isdigit() else value for value in row[2:]]
        workbook.active.append([*row[:2], *figures])
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def _parquet(query: pxweb.Query) -> bytes:
    """The same table as another program would write it: a column of text for each, since gaps have signs."""
    header, *rows = _rows(query)
    with tempfile.TemporaryDirectory() as folder, duckdb.connect(":memory:") as writer:
        columns = ", ".join(f'"{name}" VARCHAR' for name in header)
        writer.execute(f"CREATE TABLE t ({columns})")
        writer.executemany(f"INSERT INTO t VALUES ({', '.join('?' * len(header))})", rows)
        writer.execute(f"COPY t TO '{folder}/t.parquet' (FORMAT parquet)")
        return (Path(folder) / "t.parquet").read_bytes()
