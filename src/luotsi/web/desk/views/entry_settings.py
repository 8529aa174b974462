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
from luotsi.indicators.entered.checking import UnableToEnter
from luotsi.indicators.entry.letters import Slot
from luotsi.indicators.entry.models import ValueOwner
from luotsi.indicators.entry.operations import send_entry_link, set_entry
from luotsi.indicators.entry.rules import last_ended
from luotsi.indicators.models import Measure
from luotsi.orgs.models import Person, Subject
from luotsi.orgs.types import ROLES_THAT_ENTER_VALUES
from luotsi.web.desk.access import Frame, Seat, editor_seat, show
from luotsi.web.desk.entry_addresses import entry_address
from luotsi.web.desk.forms.fields import errors_of
from luotsi.web.desk.queries import subjects_of
from luotsi.web.desk.views.measures import get_measure, is_entered, measured
from luotsi.web.desk.words import ENTRY_REASONS
from luotsi.web.shared.language import reader_language


class PersonField(forms.TypedChoiceField):
    """One of some people, or nobody."""

    def __init__(self, people: list[Person], **kwargs: Any) -> None:
        by_id = {str(one.pk): one for one in people}
        choices = [("", _("Nobody in particular")), *((pk, one.name) for pk, one in by_id.items())]
        super().__init__(choices=choices, coerce=by_id.get, empty_value=None, required=False, **kwargs)


class EntrySettingsForm(forms.Form):
    """How one measure's values come in: who is asked, for the organisation and for each municipality."""

    needs_approval = forms.BooleanField(label=gettext_lazy("An approver reads each value first"), required=False)

    def __init__(self, measure: Measure, parts: list[Subject], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Person.objects.filter(
            is_active=True,
            memberships__organisation=measure.owner,
            memberships__role__in=ROLES_THAT_ENTER_VALUES,
        )
        people = list(rows.order_by("name"))
        self._parts = parts
        self.fields["responsible_person"] = PersonField(
            people,
            label=_("Who is asked for the values"),
            help_text=_("Gets a link by e-mail when a value is late: after 1, 7 and 30 days, then no more."),
        )
        self.order_fields(["responsible_person", "needs_approval"])
        for part in parts:
            self.fields[part.code] = PersonField(people, label=part.name.in_language(reader_language()).text)

    @property
    def own_fields(self) -> list[forms.BoundField]:
        """The fields of the measure itself."""
        return [self["responsible_person"], self["needs_approval"]]

    @property
    def part_fields(self) -> list[forms.BoundField]:
        """A field for each municipality."""
        return [self[part.code] for part in self._parts]

    @property
    def value_owners(self) -> dict[Subject, Person | None]:
        """Who is asked for the values of each municipality."""
        return {part: self.cleaned_data[part.code] for part in self._parts}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def entry_settings(request: HttpRequest, organisation: str, measure: str) -> HttpResponse:
    """Editors: GET shows how the values come in, POST changes it and may send a link at once. Eight queries."""
    seat = editor_seat(request, organisation)
    one = get_measure(seat, measure)
    if not is_entered(one):
        raise Http404
    parts = subjects_of(seat.organisation, today=timezone.localdate())[1:]
    form = EntrySettingsForm(one, parts, request.POST if request.method == "POST" else None, initial=_as_set(one))
    if form.is_bound and form.is_valid():
        set_entry(
            measure=one,
            needs_approval=form.cleaned_data["needs_approval"],
            responsible_person=form.cleaned_data["responsible_person"],
            value_owners=form.value_owners,
            actor=seat.person,
            at=timezone.now(),
        )
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


def _as_set(measure: Measure) -> dict[str, object]:
    owners = dict(ValueOwner.objects.filter(measure=measure).values_list("subject__code", "person_id"))
    return {"responsible_person": measure.responsible_person_id, "needs_approval": measure.needs_approval, **owners}


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
