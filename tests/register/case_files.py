"""The hand-worked cases, put into one export: every case gets two municipalities and persons of its own."""

import csv
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path

import yaml

from luotsi.core.periods import Period
from luotsi.orgs.geography import municipalities
from luotsi.register.importing import Export
from luotsi.register.measures import get_definition
from luotsi.register.profiles import own_profile
from luotsi.register.tables import TABLES
from luotsi.register.types import Kind

KNOWN_ON = date(2026, 6, 30)
SINCE = Period.parse("2025-01")
KEY = b"k" * 32
PERSON = {"birth_year": 1985, "sex": "female", "education": "secondary", "language": "fi"}
DEFAULTS = {"jobsearch": {"status": "unemployed"}, "contact": {"channel": "phone"}, "benefit": {"base_eur": "744.20"}}
NAMED = ("person", "expert", "vacancy", "employer")


@dataclass(frozen=True)
class Case:
    name: str
    here: str
    there: str
    content: dict

    def expected(self):
        """Yield (measure, grouping, place, month, {(part, group, days): (count, base)})."""
        for asked, months in self.content["expect"].items():
            words = asked.split()
            place = self.there if "there" in words else self.here
            grouping = words[words.index("by") + 1] if "by" in words else "all"
            for month, value in months.items():
                yield words[0], grouping, place, month, dict(flattened(get_definition(words[0]), grouping, value))


def flattened(definition, grouping, value):
    if value == 0:
        return
    for part, within in value.items() if definition.parts else [("", value)]:
        for group, inner in within.items() if grouping != "all" else [("", within)]:
            for days, number in inner.items() if definition.kind is Kind.HISTOGRAM else [(None, inner)]:
                yield (part, group, days), tuple(number) if isinstance(number, list) else (number, None)


def cases():
    codes = iter([place.code for place in municipalities(KNOWN_ON)])
    files = sorted(Path(__file__).parent.joinpath("cases").glob("*.yaml"))
    contents = [content for file in files for content in yaml.safe_load(file.read_text(encoding="utf-8"))]
    return [Case(content["case"], next(codes), next(codes), content) for content in contents]


def rows_of(case, number):
    """Yield (table, row) of one case."""
    tables = {name: case.content.get(name, []) for name in TABLES if name not in {"person", "residence"}}
    for name, rows in tables.items():
        for row in rows:
            full = DEFAULTS.get(name, {}) | ({"municipality": case.here} if name == "vacancy" else {}) | row
            yield name, {key: f"{number}-{value}" if key in NAMED else value for key, value in full.items()}
    people = {row["person"] for rows in tables.values() for row in rows if "person" in row}
    for person in sorted(people):
        told = case.content.get("persons", {}).get(person, {})
        if told is not None:
            yield "person", {"person": f"{number}-{person}", "municipality": case.here} | PERSON | told
    for move in case.content.get("moves", []):
        person = f"{number}-{move['person']}"
        yield "residence", {"person": person, "municipality": case.here, "moved_on": date(2000, 1, 1)}
        yield "residence", {"person": person, "municipality": case.there, "moved_on": move["moved_on"]}


def write_export(folder, rows, split=1):
    """Write rows as CSV, each table in `split` files."""
    by_table = {name: [] for name in TABLES}
    for name, row in rows:
        by_table[name].append(row)
    folder.mkdir(parents=True)
    for name, of_table in by_table.items():
        columns = [column.name for column in TABLES[name]]
        for part in range(split):
            with (folder / f"{name}-{part}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, columns)
                writer.writeheader()
                writer.writerows(of_table[part::split])
    profile = own_profile({name: f"{name}-*.csv" for name in TABLES})
    return Export(folder, profile, KNOWN_ON, SINCE)


def all_rows():
    numbers = count()
    return [row for case in cases() for row in rows_of(case, next(numbers))]
