"""Addresses with their parameters, percent-encoded as the standard says."""

from collections.abc import Iterable
from urllib.parse import quote


def with_parameters(url: str, parameters: Iterable[tuple[str, str]]) -> str:
    """Return the address with its parameters in that order; the brackets and commas of PxWeb stay readable.

    >>> with_parameters("https://a/data", [("lang", "fi"), ("valuecodes[Ikä]", "a,b c")])
    'https://a/data?lang=fi&valuecodes[Ik%C3%A4]=a,b%20c'
    """
    query = "&".join(f"{quote(name, safe='[]')}={quote(value, safe=',')}" for name, value in parameters)
    return f"{url}?{query}" if query else url
