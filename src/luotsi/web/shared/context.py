"""What every page knows: the mode of the installation, the reader's language, and the page in other languages."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language

from luotsi.core.text import OWN_NAMES
from luotsi.web.shared.language import reader_language


@dataclass(frozen=True, slots=True)
class Translation:
    """The page in one language; the name is in that language itself."""

    code: str
    name: str
    path: str
    absolute: str
    is_current: bool


def site(request: HttpRequest) -> dict[str, Any]:
    """Give templates the demo switch, the language and the page's translations."""
    return {"is_demo": settings.DEMO, "language": reader_language(), "translations": _translations(request)}


def _translations(request: HttpRequest) -> list[Translation]:
    here = request.get_full_path()
    return [
        Translation(
            code=code,
            name=name,
            path=(path := translate_url(here, code)),
            absolute=request.build_absolute_uri(path),
            is_current=code == get_language(),
        )
        for code, name in OWN_NAMES.items()
    ]
