"""The profile of an organisation as far as it has been made: read from its file, whole or not."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

from luotsi.register.profiles import LAST_DAY, Profile, TableProfile, profile_of, table_profile
from luotsi.register.tables import TABLES
from luotsi.register.types import UnableToImport

NEEDED = ("person", "jobsearch")


@dataclass(frozen=True, slots=True)
class Draft:
    """The content of a profile file; `seen` names what stood there, so that nobody writes over another's words."""

    content: Mapping[str, Any]
    seen: str = ""

    @property
    def tables(self) -> Mapping[str, Mapping[str, Any]]:
        """The tables that are told already."""
        tables: Mapping[str, Mapping[str, Any]] = self.content.get("tables", {})
        return tables

    @property
    def lacking(self) -> tuple[str, ...]:
        """The tables without which nothing can be counted."""
        return tuple(name for name in NEEDED if name not in self.tables)

    @property
    def end_is(self) -> str:
        """Whether the end of a row is its last day or the day after."""
        return str(self.content.get("end_is", LAST_DAY))


def profile_file(folder: Path, slug: str) -> Path:
    """Return where the organisation's profile stands."""
    return folder / f"{slug}.yaml"


def read_draft(file: Path) -> Draft:
    """Return what the file tells, nothing of a file that is not there.

    :raises UnableToImport: when it is no profile any more
    """
    if not file.exists():
        return Draft({})
    written = file.read_bytes()
    try:
        content = yaml.safe_load(written)
        for name, entry in content.get("tables", {}).items():
            table_profile(name, entry)
    except (yaml.YAMLError, AttributeError, KeyError, UnicodeDecodeError) as fault:
        raise UnableToImport(f"The profile {file.name} cannot be read: {fault}") from fault
    return Draft(content, sha256(written).hexdigest())


def written(content: Mapping[str, Any]) -> bytes:
    """Return the content as the text of a file, its tables in our order."""
    tables = {name: content["tables"][name] for name in TABLES if name in content["tables"]}
    ordered = dict(content) | {"tables": tables}
    text = yaml.safe_dump(ordered, allow_unicode=True, sort_keys=False, width=110)
    return text.encode()


def trial_profile(name: str, entry: Mapping[str, Any], end_is: str) -> Profile:
    """Return a profile of one table alone, for trying it on a sample.

    :raises UnableToImport: when it names a column or code that is not ours, or lacks what is required
    """
    table: TableProfile = table_profile(name, entry)
    return Profile("", {name: table}, end_is)


def is_whole(draft: Draft) -> bool:
    """Tell whether an import could use the profile."""
    if draft.lacking:
        return False
    profile_of(draft.content)
    return True
