"""The command line as a whole; each command stands in a module of its own."""

import click

from luotsi import __version__
from luotsi.cli.documents import import_document, read
from luotsi.cli.effects import register
from luotsi.cli.evaluating import evaluate
from luotsi.cli.fetching import fetch
from luotsi.cli.founding import organisation, person
from luotsi.cli.plans import lint
from luotsi.cli.reporting import report
from luotsi.cli.serving import demo, serve
from luotsi.cli.upkeep import check, migrate
from luotsi.cli.working import worker


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 done, 1 refused with a sentence, 2 wrong use, 3 a source did not answer. Settings are "
    "environment variables; docs/settings.md lists them.",
)
@click.version_option(__version__, prog_name="luotsi")
def luotsi() -> None:
    """Luotsi: a strategy taken from its document and kept alive all year."""


for command in (
    demo,
    serve,
    worker,
    read,
    import_document,
    fetch,
    report,
    lint,
    evaluate,
    register,
    organisation,
    person,
    migrate,
    check,
):
    luotsi.add_command(command)
