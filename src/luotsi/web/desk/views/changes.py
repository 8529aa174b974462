"""What became of each element from the version in force to another."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luotsi.core.text import Text
from luotsi.indicators.models import Measure
from luotsi.strategy.models import MeasureLink, PlanVersion
from luotsi.strategy.queries import changes_between, version_before
from luotsi.strategy.rules import Change
from luotsi.strategy.types import ChangeKind
from luotsi.web.desk.access import editor_seat, show
from luotsi.web.desk.plan_lines import level_word
from luotsi.web.desk.views.plans import get_version
from luotsi.web.desk.views.remarks import frame_of


@dataclass(frozen=True, slots=True)
class ChangeShown:
    """One change with the words before and after, and the measures that hang on the element."""

    kind: str
    level: str
    before: Text
    after: Text
    measures: list[Measure]
    is_title_kept: bool


@require_safe
@login_required
def changes(request: HttpRequest, organisation: str, plan: str, number: int) -> HttpResponse:
    """Editors: GET shows the difference of a version to the one in force, or the one before it. Eight queries."""
    seat = editor_seat(request, organisation)
    version = get_version(seat, plan, number)
    before = version_before(version)
    found = [] if before is None else changes_between(before, version)
    measures: dict[object, list[Measure]] = {}
    for link in MeasureLink.objects.filter(plan=version.plan).select_related("measure__definition"):
        measures.setdefault(link.lineage, []).append(link.measure)
    told = [_told(one, version, measures) for one in found if one.kind is not ChangeKind.SAME]
    context = {
        "version": version,
        "before": before,
        "groups": [(kind, [one for one in told if one.kind == kind]) for kind in ChangeKind],
        "same": len(found) - len(told),
        "kept": sum(len(measures.get(one.lineage, ())) for one in found if one.kind is not ChangeKind.REMOVED),
    }
    return show(request, "desk/changes.html", seat, frame_of(seat, version, _("Changes")), context)


def _told(change: Change, version: PlanVersion, measures: dict[object, list[Measure]]) -> ChangeShown:
    side = change.after or change.before
    assert side is not None
    before, after = (Text() if one is None else Text.of(one.words["title"]) for one in (change.before, change.after))
    return ChangeShown(
        change.kind.value,
        level_word(version.plan, side.kind),
        before,
        after,
        measures.get(change.lineage, []),
        is_title_kept=before == after,
    )
