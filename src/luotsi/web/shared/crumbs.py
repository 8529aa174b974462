"""Where a page stands: its crumbs from the top."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the way; the page itself has no address."""

    text: str
    url: str = ""


def home_crumb() -> Crumb:
    """Return the first step."""
    return Crumb(_("Front page"), reverse("installation-home"))
