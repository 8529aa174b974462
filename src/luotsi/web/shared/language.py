"""The reader's language, as the rooms below spell it."""

from django.utils.translation import get_language

from luotsi.core.text import FALLBACK, LANGUAGES, Language


def reader_language() -> Language:
    """Return the language of the page being made."""
    code = (get_language() or FALLBACK)[:2]
    return next((known for known in LANGUAGES if known == code), FALLBACK)
