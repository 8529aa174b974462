"""What every page knows: the mode of the installation and the reader's language."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language


def site(request: HttpRequest) -> dict[str, Any]:
    """Give templates the demo switch and the language."""
    return {"is_demo": settings.DEMO, "language": (get_language() or "fi")[:2]}
