"""Bringing an installation up for a command: its settings, its database, its folder."""

import os
from datetime import UTC, datetime
from pathlib import Path

import click

from luotsi.cli.outcomes import Refused


def now() -> datetime:
    """Return this moment."""
    return datetime.now(UTC)


def start() -> None:
    """Read the settings and make the rooms usable.

    :raises Refused: when a setting cannot be used or the data folder cannot be written
    """
    from luotsi.config.environment import BadSetting

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luotsi.config.settings")
    try:
        import django

        django.setup()
    except BadSetting as fault:
        raise Refused(f"A setting cannot be used: {fault}. The settings are listed in docs/settings.md.") from fault
    except OSError as fault:
        raise Refused(f"The data folder cannot be used: {fault.filename}: {fault.strerror}.") from fault


def start_with_database() -> None:
    """Start, and see that the database is there and up to date.

    :raises Refused: when it is not, with the command that mends it
    """
    start()
    left = unapplied_migrations()
    if left:
        raise Refused(f"The database lacks {left} migrations. Run `luotsi migrate` first.")


def unapplied_migrations() -> int:
    """Return how many migrations the database lacks.

    :raises Refused: when the database cannot be reached
    """
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError as fault:
        raise Refused(f"The database cannot be used: {fault}".rstrip()) from fault


def prepare() -> None:
    """Make the data folder, tables, cache table and static files; what is up to date stays as it is."""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import DatabaseError

    Path(settings.DATA_DIR).mkdir(parents=True, exist_ok=True)
    try:
        with click.progressbar(length=3, label="Preparing the installation", show_eta=False) as bar:
            call_command("migrate", verbosity=0, interactive=False)
            bar.update(1)
            call_command("createcachetable", verbosity=0)
            bar.update(1)
            call_command("collectstatic", verbosity=0, interactive=False)
            bar.update(1)
    except DatabaseError as fault:
        raise Refused(f"The database cannot be used: {fault}".rstrip()) from fault
