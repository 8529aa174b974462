"""Every setting that an installation can make, in one table; `docs/settings.md` is compared with it by a test."""

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit


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
    Setting("LUOTSI_SOURCE_HOSTS", "pxdata.stat.fi,geo.stat.fi", "Hosts that connectors may ask, with commas between."),
    Setting("LUOTSI_CONTACT_EMAIL", "", "Where feedback on accessibility goes (306/2019 9 §), as the statement says."),
    Setting("LUOTSI_MAX_UPLOAD_MB", "50", "The largest document that can be dropped in, in megabytes."),
    Setting(
        "LUOTSI_SITE_ADDRESS",
        "",
        "The site's own address, `https://luotsi.example.org`: links in e-mail begin with it; without it none go.",
    ),
    Setting(
        "LUOTSI_MAIL_SERVER",
        "",
        "`smtp://user:password@host:587` (`smtps://` for TLS from the start); empty means that no e-mail is sent.",
    ),
    Setting("LUOTSI_MAIL_FROM", "luotsi@localhost", "The address that e-mail comes from."),
    Setting(
        "LUOTSI_REGISTER_DIR",
        "",
        "The sealed folder of the client register; empty means `register` in the data folder.",
    ),
    Setting(
        "LUOTSI_REGISTER_KEY_FILE",
        "",
        "The key of the pseudonyms, outside the sealed folder; empty means `register-key` in the data folder.",
    ),
    Setting(
        "LUOTSI_REGISTER_ENGINE",
        "duckdb",
        "What counts the register: `duckdb` in this process, `postgresql`, or `spark`.",
    ),
    Setting(
        "LUOTSI_REGISTER_DATABASE_URL",
        "",
        "The PostgreSQL that counts the register; another one than `LUOTSI_DATABASE_URL`.",
    ),
    Setting(
        "LUOTSI_REGISTER_SPARK_MASTER",
        "",
        "The Spark master that counts the register, `spark://host:7077`.",
    ),
    Setting(
        "LUOTSI_REGISTER_MEMORY_MB",
        "3000",
        "How much memory the counting of the register may take, in megabytes.",
    ),
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


def site_address(name: str) -> str:
    """Return a setting that is the site's own address, without a slash at its end; empty when it is not given.

    :raises BadSetting: when it is no address of a site
    """
    value = text(name).rstrip("/")
    if value and not re.fullmatch(r"https?://[A-Za-z0-9.\-]+(:\d+)?", value):
        raise BadSetting(f"{name} is {value!r}; write it as https://luotsi.example.org")
    return value


def mail_server(name: str) -> dict[str, Any]:
    """Return a setting that names a mail server as Django's settings of it; empty when it is not given.

    :raises BadSetting: when it names none
    """
    value = text(name)
    if not value:
        return {}
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError as fault:
        raise BadSetting(f"{name} has a host or port that cannot be") from fault
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise BadSetting(f"{name} begins with smtp:// or smtps:// and names a host")
    is_tls = parts.scheme == "smtps"
    has_password = parts.password is not None
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or (465 if is_tls else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": is_tls,
        "EMAIL_USE_TLS": has_password and not is_tls,  # a password never goes in the clear
    }


def folder(name: str) -> Path:
    """Return a setting that names a folder, as an absolute path."""
    return Path(text(name)).expanduser().resolve()


def register_address(engine: str) -> str:
    """Return where the engine of the register stands; DuckDB stands nowhere.

    :raises BadSetting: when the register would be counted in the application's own database
    """
    if engine == "spark":
        return text("LUOTSI_REGISTER_SPARK_MASTER")
    address = text("LUOTSI_REGISTER_DATABASE_URL")
    if engine == "postgresql" and address and _same_database(address, text("LUOTSI_DATABASE_URL")):
        raise BadSetting("LUOTSI_REGISTER_DATABASE_URL is the application's database; the register needs its own")
    return address if engine == "postgresql" else ""


def _same_database(one: str, other: str) -> bool:
    first, second = urlsplit(one), urlsplit(other)
    return (first.hostname, first.port or 5432, first.path) == (second.hostname, second.port or 5432, second.path)
