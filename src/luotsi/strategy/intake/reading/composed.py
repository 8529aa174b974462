"""Headings put together from parts: what compounds and set turns of phrase announce, where no known phrase does."""

import re
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

_SPACES = re.compile(r"\s+")


def composed_kind(heading: str) -> str:
    """Return the kind that a whole heading in small letters, without its colon, announces; or nothing."""
    return next((kind for kind, pattern in _patterns() if pattern.fullmatch(heading)), "")


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    text = files(__package__).joinpath("composed.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    parts = {name: _SPACES.sub("", piece) for name, piece in loaded["parts"].items()}
    return tuple((kind, re.compile(_filled("|".join(pieces), parts))) for kind, pieces in loaded["headings"].items())


def _filled(pattern: str, parts: dict[str, str]) -> str:
    for name, piece in parts.items():
        pattern = pattern.replace(f"{{{name}}}", piece)
    return pattern
