"""Every setting that an installation can make, in one table; `docs/settings.md` is compared with it by a test."""

import os
from dataclasses import dataclass
from pathlib import Path


class BadSetting(ValueError):
    """An environment variable holds something that cannot be used."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable."""

    name: str
    default: str
    meaning: str


SETTINGS = (
    Setting("LUOTSI_DATA_DIR", "./var", "Folder for the SQLite file, uploads, snapshots and the generated secret key."),
    Setting(
        "LUOTSI_DATABASE_URL", "", "`postgresql://user:password@host:port/name`; empty means SQLite in the data folder."
    ),
    Setting("LUOTSI_SECRET_KEY", "", "Signs sessions and links; empty means one is made and kept in the data folder."),
    Setting("LUOTSI_HOSTS", "localhost,127.0.0.1,[::1]", "Host names the site answers to, with commas between."),
    Setting("LUOTSI_HTTPS", "0", "`1` when the site is reached by https: secure cookies and strict transport."),
    Setting("LUOTSI_DEMO", "0", "`1` shows the demonstration notice and people to sign in as; only on loopback hosts."),
    Setting("LUOTSI_DEBUG", "0", "`1` shows error details; for developers only."),
    Setting("LUOTSI_SOURCE_HOSTS", "pxdata.stat.fi", "Hosts that connectors may ask, with commas between."),
    Setting("LUOTSI_CONTACT_EMAIL", "", "Where feedback on accessibility goes (306/2019 9 §), as the statement says."),
    Setting("LUOTSI_MAX_UPLOAD_MB", "50", "The largest document that can be dropped in, in megabytes."),
)
_BY_NAME = {setting.name: setting for setting in SETTINGS}
LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})


def text(name: str) -> str:
    """Return the value of a declared setting, or its default."""
    return os.environ.get(name, _BY_NAME[name].default).strip()


def switch(name: str) -> bool:
    """Return a setting that is on or off.

    :raises BadSetting: when it is neither 0 nor 1
    """
    value = text(name)
    if value not in {"0", "1", ""}:
        raise BadSetting(f"{name} is {value!r}; write 1 for on or 0 for off")
    return value == "1"


def number(name: str) -> int:
    """Return a setting that is a whole number above zero.

    :raises BadSetting: when it is not
    """
    value = text(name)
    if not value.isdigit() or int(value) == 0:
        raise BadSetting(f"{name} is {value!r}; write a whole number above zero")
    return int(value)


def names(name: str) -> list[str]:
    """Return a setting that lists names with commas between."""
    return [part.strip() for part in text(name).split(",") if part.strip()]


def folder(name: str) -> Path:
    """Return a setting that names a folder, as an absolute path."""
    return Path(text(name)).expanduser().resolve()
