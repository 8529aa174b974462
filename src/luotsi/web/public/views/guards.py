"""What a reader may see, and as it was known when; everything else does not exist."""

from collections.abc import Callable
from datetime import date, datetime
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from luotsi.indicators.queries import HELSINKI
from luotsi.orgs.models import Organisation
from luotsi.web.shared.known import KnownOn, known_on

Answers = Callable[..., HttpResponse]


def now() -> datetime:
    """Return this moment: the one place where the public site reads the clock."""
    return timezone.now()


def today() -> date:
    """Return the day in Helsinki."""
    return now().astimezone(HELSINKI).date()


def organisation_for(request: HttpRequest, slug: str) -> Organisation:
    """Return the organisation as far as the reader may see it.

    :raises Http404: when there is none for this reader
    """
    found = Organisation.objects.visible_to(request.user).select_related("subject", "parent").filter(slug=slug).first()
    if found is None:
        raise Http404(slug)
    return found


def known_for(request: HttpRequest) -> KnownOn:
    """Return the day that the reader looks back to."""
    return known_on(request, today=today())


def of_a_known_day(view: Answers) -> Answers:
    """Refuse a file when the day that it is asked for is none: nobody reads in a file that it tells another day."""

    @wraps(view)
    def refusing(request: HttpRequest, *args: object, **named: object) -> HttpResponse:
        error = known_for(request).error
        if error:
            return HttpResponse(error, content_type="text/plain; charset=utf-8", status=400)
        return view(request, *args, **named)

    return refusing
