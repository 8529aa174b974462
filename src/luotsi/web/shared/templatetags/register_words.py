"""Words of the register's measures for templates."""

from django import template

from luotsi.core.text import Text
from luotsi.register.words import meaning

register = template.Library()


@register.filter
def register_measure(key: str) -> Text:
    """Say the name of a measure of the register."""
    return meaning(key).name
