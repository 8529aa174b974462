"""What the templates of reports need beside Django's own."""

from collections.abc import Mapping
from typing import TypeVar

from django import template

register = template.Library()
Value = TypeVar("Value")


@register.filter
def at(mapping: Mapping[str, Value], key: str) -> Value:
    """Return the value of a key that the page has put there."""
    return mapping[key]
