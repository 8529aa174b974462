"""The day that a reader looks back to: asked, told and kept in links by every page and file in the same way."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl, urlencode, urlsplit

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
