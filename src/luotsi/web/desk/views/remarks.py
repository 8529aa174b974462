"""What the lint remarks on a plan, beside its text; which rules an organisation wants to hear of."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from luotsi.figures.formats import number
from luotsi.strategy.lint import RULES, Remark, Rule, lint_plan
from luotsi.strategy.models import Element, PlanVersion
from luotsi.strategy.operations import UnableToPlan, switch_rule
from luotsi.strategy.queries import outline_of, rules_switched_off
from luotsi.web.desk.access import Frame, Seat, editor_seat, show
from luotsi.web.desk.plan_lines import PlanLine, lines_of
from luotsi.web.desk.views.plans import get_version
from luotsi.web.shared.crumbs import Crumb
from luotsi.web.shared.language import reader_language

CONNECTED = {"aim-without-measure", "measure-unconnected", "measure-beyond-influence", "promise-without-proof"}
"""Rules mended by connecting a measure."""
TARGETED = {"measure-without-target", "measure-without-baseline", "measures-in-conflict"}
"""Rules mended where targets are set."""


@dataclass(frozen=True, slots=True)
class RemarkShown:
    """A remark with the rule it breaks, what it is about besides the line itself, and the page where it is mended."""

    remark: Remark
    rule: Rule
    about: str
    figures: str
    mend: Crumb


@dataclass(frozen=True, slots=True)
class RemarkedLine:
    """A line of the plan with what is remarked on it."""

    line: PlanLine
    remarks: list[RemarkShown]


@dataclass(frozen=True, slots=True)
class RuleShown:
    """A rule with how often it is broken, or that it is switched off."""

    rule: Rule
    count: int
    is_on: bool


@require_safe
@login_required
def remarks(request: HttpRequest, organisation: str, plan: str, number: int) -> HttpResponse:
    """Editors: GET shows the plan with the remarks on each line; `?saanto=` keeps to one rule. Eleven queries."""
    seat = editor_seat(request, organisation)
    version = get_version(seat, plan, number)
    outline = outline_of(version)
    found = lint_plan(version, language=reader_language(), outline=outline)
    switched_off = rules_switched_off(seat.organisation.pk)
    counts = Counter(one.rule for one in found)
    chosen = request.GET.get("saanto", "")
    chosen = chosen if chosen in counts else ""
    lines = lines_of(outline)
    elements = {str(line.element.lineage): line.element for line in lines}
    beside: defaultdict[str, list[RemarkShown]] = defaultdict(list)
    for one in found:
        if chosen in ("", one.rule):
            beside[one.element].append(_shown(one, elements.get(one.element), seat, version))
    rows = [RemarkedLine(line, beside[str(line.element.lineage)]) for line in lines]
    context = {
        "version": version,
        "rows": [row for row in rows if row.remarks or not chosen],
        "of_the_whole": beside[""],
        "rules": [RuleShown(rule, counts[key], key not in switched_off) for key, rule in RULES.items()],
        "chosen": RULES.get(chosen),
        "count": len(found),
        "clean": sum(not row.remarks for row in rows),
    }
    return show(request, "desk/remarks.html", seat, frame_of(seat, version, _("Remarks")), context)


def frame_of(seat: Seat, version: PlanVersion, title: str) -> Frame:
    """Return where a page about a version stands."""
    address = seat.address("desk-version", version.plan.slug, version.number)
    return Frame("desk", title, (Crumb(str(version.plan.name.in_language(reader_language())), address),))


def _shown(remark: Remark, element: Element | None, seat: Seat, version: PlanVersion) -> RemarkShown:
    figures = remark.figures
    if not figures and remark.number is not None:
        figures = _("in the plan %(count)s") % {"count": number(Decimal(remark.number), reader_language())}
    line = "" if element is None else element.title.in_language(reader_language()).text
    about = "" if remark.title == line else remark.title
    return RemarkShown(remark, RULES[remark.rule], about, figures, _mend(remark, element, seat, version))


def _mend(remark: Remark, element: Element | None, seat: Seat, version: PlanVersion) -> Crumb:
    """Return the page where the remark is mended; the document's own words are mended in the document."""
    where = (version.plan.slug, version.number)
    if remark.rule in CONNECTED and element is not None:
        return Crumb(_("Connect a measure"), f"{seat.address('desk-connections', *where)}#osa-{element.pk}")
    if remark.rule in TARGETED and remark.measure:
        return Crumb(_("Set the target"), seat.address("desk-target", remark.measure))
    if remark.measure:
        return Crumb(_("To the measures"), seat.address("desk-measures"))
    anchor = "" if element is None else f"#kohta-{element.pk}-0"
    return Crumb(_("See it in the text"), seat.address("desk-text", *where) + anchor)


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
