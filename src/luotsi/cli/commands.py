"""The command line as a whole; each command stands in a module of its own."""

from typing import Any

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
from luotsi.core.text import visible


class VisibleText(click.ParamType[str]):
    """A text without the characters that nobody sees, as pages take it."""

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the text, or refuse one of which nothing can be seen."""
        seen = visible(value).strip()
        if value and not seen:
            self.fail("nothing of the text can be seen.", param, ctx)
        return seen


VISIBLE = VisibleText()


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


def _take_visible_text(command: click.Command) -> None:
    """Let every text of a command, and of those below it, be taken without unseen characters; passwords stay."""
    for parameter in command.params:
        if parameter.type is click.STRING and not getattr(parameter, "hide_input", False):
            parameter.type = VISIBLE
    for one in getattr(command, "commands", {}).values():
        _take_visible_text(one)


_take_visible_text(luotsi)
