"""Taking a measure of the catalogue into use."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from luotsi.indicators.catalogue.operations import adopt_from_catalogue
from luotsi.indicators.models import NATIONAL, Definition
from luotsi.web.desk.access import editor_seat
from luotsi.web.shared.templatetags.pieces import plain


@require_POST
@login_required
def adopt(request: HttpRequest, organisation: str, definition: str) -> HttpResponse:
    """Editors: POST takes the measure into use; doing it again changes nothing and says so."""
    seat = editor_seat(request, organisation)
    offered = Definition.objects.filter(owner_key=NATIONAL, is_supporting=False)
    found = get_object_or_404(offered, key=definition)
    adopted = adopt_from_catalogue(owner=seat.organisation, definition=found, actor=seat.person, at=timezone.now())
    named = {"measure": plain(adopted.measure.shown_name), "organisation": seat.organisation_name}
    if adopted.is_new:
        messages.success(request, _("Taken into use in %(organisation)s: %(measure)s.") % named)
    else:
        messages.warning(request, _("%(organisation)s follows this already: %(measure)s. Nothing changed.") % named)
    return redirect(f"{seat.address('desk-measures')}#{adopted.measure.slug}")
