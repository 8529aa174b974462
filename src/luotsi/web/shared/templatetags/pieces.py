"""Tags and filters: content in its own language, statuses, days."""

import re
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from luotsi.core.text import Rendered, Text
from luotsi.figures.charts.badges import badge_icon
from luotsi.figures.formats import NBSP, date_text
from luotsi.figures.statuses import Status, status_words
from luotsi.web.shared.language import reader_language

register = template.Library()
_HELSINKI = ZoneInfo("Europe/Helsinki")
_WORDS_AFTER = re.compile(rf"(.*\d(?:{NBSP}[%€])?)[ {NBSP}](\(?[^\W\d].*)")


@register.filter
def shown(text: Text | Rendered | str) -> SafeString | str:
    """Show content in the reader's language, marked with `lang` where it is written in another."""
    if isinstance(text, Text):
        text = text.in_language(reader_language())
    if isinstance(text, str) or text.language == reader_language():
        return str(text)
    return format_html('<span lang="{}">{}</span>', text.language, text.text)


@register.filter
def plain(text: Text | Rendered | str) -> str:
    """Show content as bare text, for titles and attributes."""
    return str(text.in_language(reader_language()) if isinstance(text, Text) else text)


@register.filter
def day(moment: date | datetime | None) -> str:
    """Write a day as the language does; a moment counts as its day in Helsinki."""
    if moment is None:
        return ""
    if isinstance(moment, datetime):
        moment = moment.astimezone(_HELSINKI).date()
    return date_text(moment, reader_language())


@register.filter
def large(quantity: str) -> SafeString | str:
    """Set the words after a large figure smaller than its number: `1 981` and then `people`, `0` and `(simulated)`."""
    parts = _WORDS_AFTER.fullmatch(quantity)
    return quantity if parts is None else format_html('{} <span class="unit">{}</span>', parts[1], parts[2])


@register.inclusion_tag("pieces/status.html")
def status(key: str, *, is_large: bool = False, count: int = 0) -> dict[str, Any]:
    """Show a status by its shape, word and colour; with `count`, how many there are of it."""
    known = Status(key)
    return {
        "key": known.value,
        "icon": mark_safe(badge_icon(known)),  # noqa: S308  drawn by us, no text of others in it
        "words": status_words(known, reader_language()),
        "is_large": is_large,
        "count": count,
    }
