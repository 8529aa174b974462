"""What an area shares with other areas for comparisons: offered, withdrawn, and made into a month's reference."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from luotsi.comparison.models import SharedReference
from luotsi.comparison.operations import make_reference, offer, withdraw
from luotsi.comparison.queries import Ready, months_to_make, offer_of, references_made
from luotsi.comparison.rules import FEWEST_AREAS, FEWEST_OTHERS, LARGEST_PERCENT, WAITS_DAYS
from luotsi.comparison.types import UnableToShare
from luotsi.core.periods import Period, PeriodError
from luotsi.core.text import Text
from luotsi.figures.period_names import period_name
from luotsi.web.desk.access import Frame, Seat, show
from luotsi.web.desk.forms.fields import LinkedError
from luotsi.web.desk.views.register_mapping import register_seat
from luotsi.web.shared.language import reader_language
from luotsi.web.shared.templatetags.pieces import plain

MONTHS_SHOWN = 6
REASONS: Mapping[str, Promise] = {
    "made_already": gettext_lazy("The reference of the month stands already. It is made once."),
    "mixed": gettext_lazy("Some of the registers are simulated. Figures of persons who do not exist are not added."),
    "no_area": gettext_lazy("Only an employment area with public pages shares its figures."),
    "no_role": gettext_lazy("Sharing is decided by those who may approve releases."),
    "nothing_offered": gettext_lazy("The area does not share its figures. Somebody withdrew them meanwhile."),
    "offered_already": gettext_lazy("The area shares its figures already. Somebody else decided so meanwhile."),
    "still_waited": gettext_lazy("Not all who share have released the month yet, and they are still waited for."),
    "too_few": gettext_lazy("Too few areas that share have released the month."),
}


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A month without a reference: who have released it, and whether the reference can be made."""

    name: str
    month: str
    areas: str
    released: int
    offered: int
    may_be_made: bool


@dataclass(frozen=True, slots=True)
class MadeRow:
    """A reference that stands."""

    month: str
    areas: str
    reference: SharedReference


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def exchange(request: HttpRequest, organisation: str) -> HttpResponse:
    """Editors of an area: GET tells what is shared, POST of an approver decides. Seven queries."""
    seat = register_seat(request, organisation)
    errors: list[LinkedError] = []
    if request.method == "POST":
        errors = _decide(request, seat)
        if not errors:
            return redirect(seat.address("desk-exchange"))
    context = {
        "offer": offer_of(seat.organisation),
        "errors": errors,
        "waiting": [_month_row(one) for one in months_to_make(timezone.now())[:MONTHS_SHOWN]],
        "made": [_made_row(one, areas) for one, areas in references_made()],
        "rules": {
            "areas": FEWEST_AREAS,
            "others": FEWEST_OTHERS,
            "percent": LARGEST_PERCENT,
            "days": WAITS_DAYS,
        },
    }
    frame = Frame("desk-register", _("Figures shared for comparisons"))
    return show(request, "desk/exchange.html", seat, frame, context, status=422 if errors else 200)


def _decide(request: HttpRequest, seat: Seat) -> list[LinkedError]:
    act = request.POST.get("act")
    if act not in {"offer", "withdraw", "make"} or not seat.may_approve:
        raise Http404
    try:
        if act == "offer":
            offer(area=seat.organisation, actor=seat.person, at=timezone.now())
            messages.success(request, _("Shared. The area’s released figures are part of references made from now on."))
        elif act == "withdraw":
            withdraw(area=seat.organisation, actor=seat.person, at=timezone.now())
            messages.success(request, _("Withdrawn. References made before stand; later ones are made without you."))
        else:
            month = _month(request)
            make_reference(month=month, area=seat.organisation, actor=seat.person, at=timezone.now())
            told = _("Made. The month %(month)s can be compared.")
            messages.success(request, told % {"month": period_name(month, reader_language())})
    except UnableToShare as refused:
        return [LinkedError("", "", str(REASONS.get(refused.reason, refused)))]
    return []


def _month(request: HttpRequest) -> Period:
    try:
        return Period.parse(request.POST.get("month", ""))
    except PeriodError as fault:
        raise Http404 from fault


def _month_row(one: Ready) -> MonthRow:
    return MonthRow(
        one.month.name,
        period_name(one.month, reader_language()),
        ", ".join(plain(area.name) for area in one.released),
        len(one.released),
        one.offered,
        one.may_be_made,
    )


def _made_row(one: SharedReference, areas: list[Text]) -> MadeRow:
    return MadeRow(period_name(one.month, reader_language()), ", ".join(plain(area) for area in areas), one)
