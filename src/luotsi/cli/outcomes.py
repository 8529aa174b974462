"""How a command ends badly: a sentence and an exit code, never a traceback."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any, TypeVar

import click

REFUSED = 1
NO_SOURCE = 3
Thing = TypeVar("Thing")


class Refused(click.ClickException):
    """What was asked cannot be done; nothing was changed."""

    exit_code = REFUSED

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the sentence on its own."""
        click.echo(self.message, err=True, file=file)


class SourceUnavailable(Refused):
    """A source did not give what was asked; the old values stand."""

    exit_code = NO_SOURCE


@contextmanager
def refusing(beginning: str, *faults: type[Exception]) -> Iterator[None]:
    """Turn these exceptions into a refusal that begins with a sentence."""
    try:
        yield
    except faults as fault:
        raise Refused(f"{beginning} {fault}") from fault


def there(found: Thing | None, otherwise: str) -> Thing:
    """Return what was found, or refuse with the sentence."""
    if found is None:
        raise Refused(otherwise)
    return found
