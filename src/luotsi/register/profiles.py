"""Mapping profiles: which files and columns of an export hold what, kept as a YAML file beside the export's makers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from luotsi.register.tables import TABLES, Column, Form
from luotsi.register.types import UnableToImport

LAST_DAY, DAY_AFTER = "last_day", "day_after"
ENCODINGS = ("utf-8", "latin-1", "utf-16")
FILES = re.compile(r"(?!.*\.\.)[\w.*-]+(/[\w.*-]+)*\.(parquet|csv)")
"""Patterns of files inside the folder of an export; none leads out of it."""

_TABLE_KEYS = {"files", "columns", "codes", "dates"}
_KEYS = {"name", "known_on", "since", "end_is", "csv", "simulated", "tables"}


@dataclass(frozen=True, slots=True)
class TableProfile:
    """Where one table stands in the export: files by pattern, columns and codes by our names."""

    files: str
    columns: Mapping[str, str]
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    dates: str = "%Y-%m-%d"


@dataclass(frozen=True, slots=True)
class Profile:
    """How an export is read.

    `end_is` tells whether the end date of a row is its last day or the day after it. CSV files have one delimiter
    and encoding through the export.
    """

    name: str
    tables: Mapping[str, TableProfile]
    end_is: str = LAST_DAY
    delimiter: str = ","
    encoding: str = "utf-8"


def read_profile(file: Path) -> Profile:
    """Return the profile in a YAML file.

    :raises UnableToImport: when it cannot be read, or names a table, column or code that is not ours
    """
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as fault:
        raise UnableToImport(f"The profile {file.name} cannot be read: {fault}") from fault
    if not isinstance(content, dict) or not isinstance(content.get("tables"), dict):
        raise UnableToImport(f"The profile {file.name} has no `tables`.")
    return profile_of(content)


def profile_of(content: Mapping[str, Any]) -> Profile:
    """Return the profile that stands in the content of a file.

    :raises UnableToImport: when it names something that is not ours, or leaves out what is required
    """
    _only(content, _KEYS, "the profile")
    csv = content.get("csv") or {}
    _only(csv, {"delimiter", "encoding"}, "csv")
    end_is, encoding = content.get("end_is", LAST_DAY), csv.get("encoding", "utf-8")
    if end_is not in {LAST_DAY, DAY_AFTER}:
        raise UnableToImport(f"`end_is` is {LAST_DAY} or {DAY_AFTER}, not {end_is!r}.")
    if encoding not in ENCODINGS:
        raise UnableToImport(f"The encoding is one of {', '.join(ENCODINGS)}, not {encoding!r}.")
    unknown = set(content["tables"]) - set(TABLES)
    if unknown:
        raise UnableToImport(f"There is no table {', '.join(sorted(unknown))}; there are {', '.join(TABLES)}.")
    for needed in ("person", "jobsearch"):
        if needed not in content["tables"]:
            raise UnableToImport(f"The profile has no table `{needed}`; nothing can be counted without it.")
    return Profile(
        name=str(content.get("name", "")),
        tables={name: table_profile(name, entry or {}) for name, entry in content["tables"].items()},
        end_is=end_is,
        delimiter=str(csv.get("delimiter", ",")),
        encoding=encoding,
    )


def own_profile(tables: Mapping[str, str]) -> Profile:
    """Return the profile of an export that has our own names and codes, `tables` being the patterns of its files."""
    return profile_of({"name": "own", "tables": {name: {"files": files} for name, files in tables.items()}})


def table_profile(name: str, entry: Mapping[str, Any]) -> TableProfile:
    """Return one table of a profile.

    :raises UnableToImport: when it names something that is not ours, or leaves out what is required
    """
    if name not in TABLES:
        raise UnableToImport(f"There is no table {name}; there are {', '.join(TABLES)}.")
    _only(entry, _TABLE_KEYS, f"table {name}")
    ours = {column.name: column for column in TABLES[name]}
    columns = entry.get("columns") or {column: column for column in ours}
    codes = entry.get("codes") or {}
    _only(columns, set(ours), f"columns of {name}")
    _only(codes, {column.name for column in ours.values() if column.form is Form.CODE}, f"codes of {name}")
    for column in ours.values():
        if column.required and column.name not in columns:
            raise UnableToImport(f"The table {name} needs the column `{column.name}`.")
        _check_codes(name, column, codes.get(column.name, {}))
    files = str(entry.get("files", f"{name}*.parquet"))
    if not FILES.fullmatch(files):
        raise UnableToImport(f"{files!r} is no pattern of Parquet or CSV files inside the folder, as in `{name}*.csv`.")
    return TableProfile(
        files=files,
        columns={ours: str(theirs) for ours, theirs in columns.items()},
        codes={column: {str(key): value for key, value in codes[column].items()} for column in codes},
        dates=str(entry.get("dates", "%Y-%m-%d")),
    )


def _check_codes(table: str, column: Column, codes: Mapping[Any, Any]) -> None:
    strange = {str(ours) for ours in codes.values()} - set(column.codes)
    if strange:
        raise UnableToImport(
            f"{table}.{column.name} has no code {', '.join(sorted(strange))}; there are {', '.join(column.codes)}."
        )


def _only(given: Mapping[str, Any], known: set[str], where: str) -> None:
    if not isinstance(given, dict):
        raise UnableToImport(f"There are no names in {where}.")
    strange = {str(name) for name in given} - known
    if strange:
        raise UnableToImport(f"{where} has {', '.join(sorted(strange))}; it can have {', '.join(sorted(known))}.")
