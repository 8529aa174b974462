"""Write the figures of `luotsi.demo.figures` from StatFin's and Kela's published figures.

Reads `$LUOTSI_SHARED/data`; gives the same bytes for the same input. Only municipalities and the whole country are
taken; of Kela's rows only totals over benefits and day classes.
"""

import csv
import gzip
import io
import json
import os
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

SHARED = Path(os.environ["LUOTSI_SHARED"]) / "data"
TARGET = Path(__file__).parents[1] / "src/luotsi/demo/figures"
HISTORY = SHARED / "statfin_history/12r5_2006M01_2023M10.csv"
JUNE = SHARED / "statfin_oskarwestmeijer/unemployment_register_kunnat_12r5.json"
EDUCATION = SHARED / "statfin_oskarwestmeijer/education_register_kunnat_12bs.json"
POPULATION = SHARED / "statfin_oskarwestmeijer/population_register_kunnat_121w.json"
NAMES = SHARED / "geofi/kunnat_2026.csv"
POPULATION_CONTENTS = {
    "ssaaty-vm01": "Elävänä syntyneet",
    "ssaaty-vm11": "Kuolleet",
    "ssaaty-koknetmuutto": "Kokonaisnettomuutto",
    "ssaaty-vaesto": "Väestö 31.12.",
}
EDUCATION_CONTENTS = ("vaesto_15_", "kaste0", "kaste3", "kaste4", "kaste5", "kaste6", "kaste7", "kaste8", "kaste5T8")
HISTORY_CONTENTS = ("TYOTTOMATLOPUSSA", "TYOVOIMATK", "AVPAIKATLOPUSSA")
JUNE_CONTENTS = (
    "TYOTTOMATLOPUSSA",
    "TYOVOIMATK",
    "TYOTOSUUS",
    "PITKAAIKAISTYOTTOMAT",
    "TYOTTOMATMIEHET",
    "TYOTTOMATNAISET",
    "TYOTTOMAT25",
    "TYOTTOMAT50",
    "HAKIJALOPUSSA",
    "AVPAIKATLOPUSSA",
)
NO_MUNICIPALITY = {"KU199", "KUJOU"}  # unknown, and the sum of joined areas
TOTAL = "Yhteensä"


def is_taken(code: str) -> bool:
    """Tell whether the code is the country or a municipality."""
    return code == "SSS" or (code.startswith("KU") and code not in NO_MUNICIPALITY)


def month(code: str) -> str:
    """Return `2026M06` as `2026-06`."""
    return code.replace("M", "-")


def history() -> list[list[str]]:
    """Return a line for each place and content, a column for each month; empty where nothing was published."""
    with HISTORY.open(encoding="utf-8", newline="") as handle:
        rows = [row for row in csv.DictReader(handle) if is_taken(row["Alue"])]
    rows.sort(key=lambda row: (row["Alue"], row["timeperiod_m"]))
    months = sorted({row["timeperiod_m"] for row in rows})
    lines = [["place", "content", *map(month, months)]]
    for place, group in groupby(rows, key=lambda row: row["Alue"]):
        series = list(group)
        if [row["timeperiod_m"] for row in series] != months:
            raise SystemExit(f"{place} lacks a month")
        lines += [[place, content, *(row[content] for row in series)] for content in HISTORY_CONTENTS]
    return lines


def june() -> list[list[str]]:
    """Return a line for each place and content of June 2026, `...` where the figure is hidden."""
    answer = json.loads(JUNE.read_text(encoding="utf-8"))
    codes = [column["code"] for column in answer["columns"]]
    contents = codes[2:]  # the place and the month come first
    lines = []
    for row in answer["data"]:
        place, period = row["key"]
        if period != "2026M06":
            raise SystemExit(f"{period} is not June 2026")
        if is_taken(place):
            values = dict(zip(contents, row["values"], strict=True))
            lines += [[place, content, values[content]] for content in JUNE_CONTENTS]
    return [["place", "content", "2026-06"], *sorted(lines)]


def education() -> list[list[str]]:
    """Return a line for each place and level of education at the end of 2025."""
    answer = json.loads(EDUCATION.read_text(encoding="utf-8"))
    contents = [column["code"] for column in answer["columns"]][2:]  # the year and the place come first
    lines = []
    for row in answer["data"]:
        period, place = row["key"]
        if period != "2025":
            raise SystemExit(f"{period} is not 2025")
        if is_taken(place):
            values = dict(zip(contents, row["values"], strict=True))
            lines += [[place, content, values[content]] for content in EDUCATION_CONTENTS]
    return [["place", "content", "2025"], *sorted(lines)]


def population() -> list[list[str]]:
    """Return a line for each municipality at the end of 2025 under heads in Finnish, as somebody's own table has it."""
    answer = json.loads(POPULATION.read_text(encoding="utf-8"))
    contents = [column["code"] for column in answer["columns"]][2:]  # the year and the place come first
    with NAMES.open(encoding="utf-8", newline="") as handle:
        names = {row["pxweb_code"]: row["municipality_name_fi"] for row in csv.DictReader(handle)}
    lines = []
    for row in answer["data"]:
        period, place = row["key"]
        if place in names:
            values = dict(zip(contents, row["values"], strict=True))
            lines.append([names[place], period, *(values[content] for content in POPULATION_CONTENTS)])
    return [["Kunta", "Vuosi", *POPULATION_CONTENTS.values()], *sorted(lines)]


def kela() -> list[list[str]]:
    """Return the totals of the country in 2025 and of Enonkoski in January 2026, a line for each figure."""
    lines = []
    for name, wanted, place in (
        ("kuntaosuus_kokomaa_2025_yhteensa.csv", "000", "SSS"),
        ("kuntaosuus_sample_202601.csv", "046", "KU046"),
    ):
        with (SHARED / "kela" / name).open(encoding="utf-8", newline="") as handle:
            for row in csv.DictReader(handle, delimiter=";"):
                if row["kunta_nro"] == wanted and row["etuus"] == row["kertymaluokka"] == TOTAL:
                    period = f"{row['vuosi']}-{int(row['kuukausi_nro']):02}"
                    lines += [[place, content, period, row[content]] for content in ("saajat", "kuntaosuus_eur")]
    return [["place", "content", "period", "value"], *sorted(lines)]


def as_csv(lines: Iterable[Iterable[str]], delimiter: str = ",") -> bytes:
    """Return the lines as CSV."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(lines)
    return text.getvalue().encode()


def packed(content: bytes) -> bytes:
    """Return the bytes packed, without a time or a name in the header."""
    return gzip.compress(content, compresslevel=9, mtime=0)


def main() -> None:
    """Write all the files."""
    (TARGET / "statfin_12r5_2006-01_2023-10.csv.gz").write_bytes(packed(as_csv(history())))
    (TARGET / "statfin_12r5_2026-06.csv.gz").write_bytes(packed(as_csv(june())))
    (TARGET / "statfin_12bs_2025.csv.gz").write_bytes(packed(as_csv(education())))
    (TARGET / "statfin_121w_2025.csv").write_bytes(as_csv(population(), ";"))
    (TARGET / "kela_municipal_share.csv").write_bytes(as_csv(kela()))


if __name__ == "__main__":
    main()
