"""The names of tables, columns, codes, checks and measures for people, in three languages, kept as data."""

from functools import cache
from importlib.resources import files

import yaml

from luotsi.core.text import Text

CHECKS, CODES, COLUMNS, GROUPINGS, TABLES = "checks", "codes", "columns", "groupings", "tables"


def word(kind: str, key: str) -> Text:
    """Return the name of a thing of that kind; what the register itself names (a team, a sector) is its own name."""
    found = _words(kind).get(key)
    return found if found is not None else Text(key)


def knows(kind: str, key: str) -> bool:
    """Tell whether the thing has a name here."""
    return key in _words(kind)


@cache
def _words(kind: str) -> dict[str, Text]:
    content = yaml.safe_load(files(__package__).joinpath("export.yaml").read_text("utf-8"))
    return {str(key): Text(*entry) for key, entry in content[kind].items()}
