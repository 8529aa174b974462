"""Writing of mapping profiles: one table at a time into the organisation's file, or nothing."""

import fcntl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from luotsi.orgs.models import Organisation, Person
from luotsi.orgs.operations import record
from luotsi.register.mapping.drafts import Draft, profile_file, read_draft, written
from luotsi.register.profiles import table_profile
from luotsi.register.sealed import replacing


class ChangedMeanwhile(ValueError):
    """Somebody else wrote the same table after it was seen; nothing was written."""


@dataclass(frozen=True, slots=True)
class MappedTable:
    """A table as it shall stand in the profile.

    `shared` is what the tables have in common: `end_is`, and `csv` where they are CSV. `seen` is the table as it stood
    when the mapping was begun.
    """

    name: str
    entry: Mapping[str, Any]
    shared: Mapping[str, Any]
    seen: Mapping[str, Any] | None


def save_table(*, folder: Path, organisation: Organisation, table: MappedTable, actor: Person, at: datetime) -> Draft:
    """Write one table into the profile of the organisation in one step; other tables stay as they are.

    The file takes its place after its audit line is committed, so that none stands without one.

    :raises ChangedMeanwhile: when the table is told otherwise than it was seen
    :raises luotsi.register.types.UnableToImport: when the table names something that is not ours
    """
    table_profile(table.name, table.entry)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = profile_file(folder, organisation.slug)
    with (folder / ".writing").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        before = read_draft(file)
        if before.tables.get(table.name) not in (table.seen, table.entry):
            raise ChangedMeanwhile(table.name)
        content = {"name": organisation.slug} | dict(before.content) | dict(table.shared)
        content["tables"] = dict(before.tables) | {table.name: dict(table.entry)}
        changes = {"table": table.name, "columns": sorted(table.entry["columns"])}
        with replacing(file, written(content)), transaction.atomic(durable=True):
            record(
                kind="register.profile.change",
                thing=organisation,
                actor=actor,
                at=at,
                organisation=organisation,
                changes=changes,
            )
    return read_draft(file)
