"""Write the files of `luotsi.orgs.geography` from the municipality key of Statistics Finland's classifications.

Reads `$LUOTSI_SHARED/data/geofi/municipality_key_<year>_full.csv`; run it again when a new division is published.
"""

import csv
import os
from collections.abc import Iterable
from pathlib import Path

TARGET = Path(__file__).parents[1] / "src/luotsi/orgs/geography"
YEARS = (2025, 2026)
DIVISION_FROM = "2023-01-01"  # the oldest division at hand; what came before is not told
AREAS_FROM = "2025-01-01"  # the employment areas began (380/2023)
LANGUAGES = {"0": "fi", "1": "fi sv", "2": "sv", "3": "sv fi"}  # the majority's language first
URBANITY = {"1": "urban", "2": "semi_urban", "3": "rural"}
ALAND = "46"  # in the classification, but no employment area in law
# Municipalities that ended after DIVISION_FROM; see SOURCE.md for where each line is from.
ENDED = [["588", "Pertunmaa", "Pertunmaa", "Pertunmaa", "10", "12", "fi", "rural", DIVISION_FROM, "2024-12-31", "507"]]


def read_key(year: int) -> list[dict[str, str]]:
    """Return the key of one year, names trimmed (two of them end in spaces)."""
    path = Path(os.environ["LUOTSI_SHARED"]) / f"data/geofi/municipality_key_{year}_full.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        return [{name: value.strip() for name, value in row.items()} for row in csv.DictReader(handle)]


def names(row: dict[str, str], prefix: str) -> list[str]:
    """Return the Finnish, Swedish and English name of one thing."""
    return [row[f"{prefix}_name_{language}"] for language in ("fi", "sv", "en")]


def municipalities(rows: list[dict[str, str]]) -> list[list[str]]:
    """Return a line for each municipality of the newest key, and those that ended."""
    lines = [
        [
            row["kunta"].zfill(3),
            *names(row, "municipality"),
            row["maakunta_code"].zfill(2),
            row["hyvinvointialue_code"].zfill(2),
            LANGUAGES[row["kielisuhde_code"]],
            URBANITY[row["kuntaryhmitys_code"]],
            DIVISION_FROM,
            "",
            "",
        ]
        for row in rows
    ]
    return sorted(lines + ENDED)


def named(rows: list[dict[str, str]], prefix: str) -> list[list[str]]:
    """Return code and names of each region, county or area, once."""
    return sorted({(row[f"{prefix}_code"].zfill(2), *names(row, prefix)) for row in rows})


def memberships(keys: dict[int, list[dict[str, str]]]) -> list[list[str]]:
    """Return who belongs to which area from when to when; years without a change make one line."""
    spells: list[list[str]] = []
    for year, rows in sorted(keys.items()):
        now = {row["kunta"].zfill(3): row["tyollisyysalue_code"].zfill(2) for row in rows}
        for spell in spells:
            if not spell[3]:
                if now.get(spell[0]) == spell[1]:
                    del now[spell[0]]
                else:
                    spell[3] = f"{year - 1}-12-31"
        spells += [[code, area, f"{year}-01-01", ""] for code, area in now.items()]
    return sorted(spells)


def write(name: str, header: str, lines: Iterable[Iterable[str]]) -> None:
    """Write one file, the same bytes for the same input."""
    with (TARGET / name).open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(header.split())
        writer.writerows(lines)


def main() -> None:
    """Write all five files."""
    keys = {year: read_key(year) for year in YEARS}
    newest = keys[max(YEARS)]
    write(
        "municipalities.csv",
        "code name_fi name_sv name_en region county languages urbanity valid_from valid_to successor",
        municipalities(newest),
    )
    areas = [[*area, AREAS_FROM, "no" if area[0] == ALAND else "yes"] for area in named(newest, "tyollisyysalue")]
    write("areas.csv", "code name_fi name_sv name_en valid_from in_law", areas)
    write("regions.csv", "code name_fi name_sv name_en", named(newest, "maakunta"))
    write("counties.csv", "code name_fi name_sv name_en", named(newest, "hyvinvointialue"))
    write("memberships.csv", "municipality area valid_from valid_to", memberships(keys))


if __name__ == "__main__":
    main()
