"""What the lint remarks on a plan, beside its text; which rules an organisation wants to hear of."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from luotsi.strategy.lint import RULES, lint_plan
from luotsi.strategy.models import PlanVersion
from luotsi.strategy.operations import UnableToPlan, switch_rule
from luotsi.strategy.queries import outline_of, rules_switched_off
from luotsi.web.desk.access import Frame, Seat, editor_seat, show
from luotsi.web.desk.plan_lines import lines_of
from luotsi.web.desk.remarked import RemarkedLine, beside_the_lines, chosen_rule, rules_shown
from luotsi.web.desk.views.plans import get_version
from luotsi.web.shared.crumbs import Crumb
from luotsi.web.shared.language import reader_language


@require_safe
@login_required
def remarks(request: HttpRequest, organisation: str, plan: str, number: int) -> HttpResponse:
    """Editors: GET shows the plan with the remarks on each line; `?saanto=` keeps to one rule. Eleven queries."""
    seat = editor_seat(request, organisation)
    version = get_version(seat, plan, number)
    outline = outline_of(version)
    found = lint_plan(version, language=reader_language(), outline=outline)
    chosen = chosen_rule(request.GET.get("saanto", ""), found)
    lines = lines_of(outline)
    told = [one for one in found if chosen is None or one.rule == chosen.key]
    beside = beside_the_lines(told, lines, seat, version)
    rows = [RemarkedLine(line, beside[str(line.element.lineage)]) for line in lines]
    context = {
        "version": version,
        "rows": [row for row in rows if row.remarks or not chosen],
        "of_the_whole": beside[""],
        "rules": rules_shown(found, rules_switched_off(seat.organisation.pk)),
        "chosen": chosen,
        "count": len(found),
    }
    return show(request, "desk/remarks.html", seat, frame_of(seat, version, _("Remarks")), context)


def frame_of(seat: Seat, version: PlanVersion, title: str) -> Frame:
    """Return where a page about a version stands."""
    address = seat.address("desk-version", version.plan.slug, version.number)
    return Frame("desk", title, (Crumb(str(version.plan.name.in_language(reader_language())), address),))


@require_POST
@login_required
def switch(request: HttpRequest, organisation: str, plan: str, number: int) -> HttpResponse:
    """Editors: POST switches a rule off or on for all plans of the organisation."""
    seat = editor_seat(request, organisation)
    version = get_version(seat, plan, number)
    rule, on = request.POST.get("rule", ""), request.POST.get("on") == "1"
    try:
        switch_rule(organisation=seat.organisation, rule=rule, on=on, actor=seat.person, at=timezone.now())
    except UnableToPlan as unknown:
        raise Http404 from unknown
    words = _("The rule is on again: %(rule)s.") if on else _("The rule is off for all your plans: %(rule)s.")
    messages.success(request, words % {"rule": RULES[rule].says})
    return redirect(seat.address("desk-remarks", version.plan.slug, version.number))
