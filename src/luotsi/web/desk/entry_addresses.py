"""The whole address of a link's page, from the configured address of the site and never from a request."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from luotsi.core.text import Language


def entry_address(token: str, language: Language) -> str:
    """Return the address that opens one value, in the person's language."""
    with translation.override(language):
        return f"{settings.SITE_ADDRESS}{reverse('entry-link', args=[token])}"
