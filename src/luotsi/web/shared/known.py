"""The day that a reader looks back to: asked, told and kept in links by every page and file in the same way."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.http import HttpRequest
from django.utils.translation import gettext as _

PARAMETER = "tiedossa"


@dataclass(frozen=True, slots=True)
class KnownOn:
    """The day as it was typed, or what is wrong with it; `others` are what else the address asks for."""

    typed: str = ""
    day: date | None = None
    error: str = ""
    others: tuple[tuple[str, str], ...] = ()

    @property
    def query(self) -> str:
        """The day as the query of an address that has no other."""
        return "" if self.day is None else f"?{PARAMETER}={self.day.isoformat()}"

    def keep(self, address: str) -> str:
        """Return an address of the site that looks back to the same day."""
        if self.day is None:
            return address
        parts = urlsplit(address)
        query = urlencode([*parse_qsl(parts.query), (PARAMETER, self.day.isoformat())])
        return parts._replace(query=query).geturl()


NOW = KnownOn()
"""What is known now."""


def known_on(request: HttpRequest, *, today: date) -> KnownOn:
    """Return the day that the reader looks back to, or the sentence that says what is wrong with it."""
    typed = request.GET.get(PARAMETER, "").strip()
    others = tuple((name, str(value)) for name, value in request.GET.items() if name != PARAMETER)
    if not typed:
        return KnownOn(others=others)
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        error = _("Write the day as year, month and day, for example 2024-01-31.")
        return KnownOn(typed, error=error, others=others)
    if day > today:
        return KnownOn(typed, error=_("That day has not come yet."), others=others)
    return KnownOn(typed, day, others=others)
