"""What holds for every request and answer: text without unseen characters in, headers of security out."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from luotsi.core.text import visible

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


class VisibleText:
    """Take the characters that nobody sees out of every form that is sent, whichever page reads it; passwords stay."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        """Read the form again without them, after it was found to come from our own page."""
        if request.method != "POST":
            return
        sent = request.POST.copy()
        for name, values in request.POST.lists():
            if "password" not in name:
                sent.setlist(name, [visible(value) for value in values])
        if sent != request.POST:
            sent._mutable = False
            request.POST = sent  # type: ignore[assignment]  # read-only again, as the one before


class ContentSecurityPolicy:
    """Forbid inline script and style, foreign hosts and framing on every page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        return response
