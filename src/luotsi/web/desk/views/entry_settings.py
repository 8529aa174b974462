"""Who is asked for a measure's values, and whether they need approval."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from luotsi.core.periods import PeriodKind
from luotsi.indicators.entry.letters import Slot
from luotsi.indicators.entry.operations import send_entry_link, set_entry
from luotsi.indicators.entry.rules import last_ended
from luotsi.indicators.models import Measure
from luotsi.indicators.operations import UnableToEnter
from luotsi.orgs.models import Organisation, Person
from luotsi.orgs.types import ROLES_THAT_ENTER_VALUES
from luotsi.web.desk.access import Frame, Seat, editor_seat, show
from luotsi.web.desk.entry_addresses import entry_address
from luotsi.web.desk.forms.fields import errors_of
from luotsi.web.desk.views.measures import get_measure, is_entered, measured
from luotsi.web.desk.words import ENTRY_REASONS


class EntrySettingsForm(forms.Form):
    """How one measure's values come in."""

    responsible_person = forms.ModelChoiceField(
        Person.objects.none(),
        label=gettext_lazy("Who is asked for the values"),
        required=False,
        empty_label=gettext_lazy("Nobody in particular"),
        help_text=gettext_lazy("Gets a link by e-mail when a value is late: after 1, 7 and 30 days, then no more."),
    )
    needs_approval = forms.BooleanField(label=gettext_lazy("An approver reads each value first"), required=False)

    def __init__(self, organisation: Organisation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = self.fields["responsible_person"]
        assert isinstance(people, forms.ModelChoiceField)
        people.queryset = Person.objects.filter(
            is_active=True,
            memberships__organisation=organisation,
            memberships__role__in=ROLES_THAT_ENTER_VALUES,
        ).order_by("name")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def entry_settings(request: HttpRequest, organisation: str, measure: str) -> HttpResponse:
    """Editors: GET shows how the values come in, POST changes it and may send a link at once. Five queries."""
    seat = editor_seat(request, organisation)
    one = get_measure(seat, measure)
    if not is_entered(one):
        raise Http404
    initial = {"responsible_person": one.responsible_person_id, "needs_approval": one.needs_approval}
    form = EntrySettingsForm(seat.organisation, request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        set_entry(measure=one, **form.cleaned_data, actor=seat.person, at=timezone.now())
        messages.success(request, _("Saved."))
        if request.POST.get("act") != "send" or _send(request, seat, one):
            return redirect(seat.address("desk-entry-settings", one.slug))
        form.add_error("responsible_person", _("Choose who gets the link."))
    context = {
        "measure": one,
        "form": form,
        "errors": errors_of(form) if form.is_bound else [],
        "can_send": settings.SENDS_MAIL and seat.organisation.subject is not None,
    }
    frame = Frame("desk-measures", _("How values are entered: %(measure)s") % {"measure": measured(one).name})
    return show(request, "desk/entry_settings.html", seat, frame, context, status=422 if form.is_bound else 200)


def _send(request: HttpRequest, seat: Seat, measure: Measure) -> bool:
    """Send a link to the last ended period's value; tell whether there was somebody to send it to."""
    person, subject = measure.responsible_person, seat.organisation.subject
    period = last_ended(PeriodKind(measure.definition.period_kind), timezone.localdate())
    if not settings.SENDS_MAIL or subject is None or period is None:
        raise Http404
    if person is None:
        return False
    slot = Slot(measure, subject, period)
    try:
        send_entry_link(slot=slot, person=person, address_of=entry_address, actor=seat.person, at=timezone.now())
    except UnableToEnter as refused:
        messages.warning(request, str(ENTRY_REASONS[refused.reason]))
    else:
        messages.success(request, _("A link was sent to %(name)s.") % {"name": person.name})
    return True
