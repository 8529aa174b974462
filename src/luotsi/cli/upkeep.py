"""Preparing an installation and seeing that it is sound."""

import os
from collections.abc import Callable, Iterator

import click

from luotsi.cli.installation import now, prepare, start, unapplied_migrations
from luotsi.cli.outcomes import Refused


@click.command()
def migrate() -> None:
    """Prepare the installation: folder, tables, static files, places and the catalogue of measures.

    Run it after installing and after every update. It changes nothing that is up to date.
    """
    start()
    prepare()
    from luotsi.indicators.operations import load_catalogue
    from luotsi.orgs.operations import load_geography

    at = now()
    load_geography(on=at.date(), at=at)
    load_catalogue(at=at)
    click.echo("The installation is up to date.")


@click.command()
def check() -> None:
    """See whether the installation can be used, and say what is wrong."""
    start()
    faults = 0
    for name, look in _CHECKS.items():
        wrong = list(look())
        faults += len(wrong)
        click.echo(f"{'ok   ' if not wrong else 'wrong'}  {name}")
        for sentence in wrong:
            click.echo(f"       {sentence}")
    if faults:
        raise Refused(f"{faults} things are wrong.")


def _settings() -> Iterator[str]:
    from django.core import checks

    for message in checks.run_checks():
        if message.is_serious():
            yield str(message.msg)


def _folder() -> Iterator[str]:
    from django.conf import settings

    if not settings.DATA_DIR.is_dir():
        yield f"There is no folder {settings.DATA_DIR}. Run `luotsi migrate`."
    elif not os.access(settings.DATA_DIR, os.W_OK):
        yield f"The folder {settings.DATA_DIR} cannot be written."


def _database() -> Iterator[str]:
    try:
        left = unapplied_migrations()
    except Refused as fault:
        yield fault.message
        return
    if left:
        yield f"The database lacks {left} migrations. Run `luotsi migrate`."


def _static() -> Iterator[str]:
    from django.conf import settings

    if not (settings.STATIC_ROOT / "staticfiles.json").exists():
        yield "The static files are not in place. Run `luotsi migrate`."


_CHECKS: dict[str, Callable[[], Iterator[str]]] = {
    "settings": _settings,
    "data folder": _folder,
    "database": _database,
    "static files": _static,
}
