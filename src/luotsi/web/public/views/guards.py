"""What a reader may see; everything else does not exist."""

from datetime import date, datetime

from django.http import Http404, HttpRequest
from django.utils import timezone

from luotsi.indicators.queries import HELSINKI
from luotsi.orgs.models import Organisation


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
