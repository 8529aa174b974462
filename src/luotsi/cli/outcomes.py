"""How a command ends badly: a sentence and an exit code, never a traceback."""

from typing import IO, Any

import click

REFUSED = 1
NO_SOURCE = 3


class Refused(click.ClickException):
    """What was asked cannot be done; nothing was changed."""

    exit_code = REFUSED

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the sentence on its own."""
        click.echo(self.message, err=True, file=file)


class SourceUnavailable(Refused):
    """A source did not give what was asked; the old values stand."""

    exit_code = NO_SOURCE
