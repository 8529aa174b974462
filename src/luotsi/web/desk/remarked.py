"""Remarks of the lint as a reader meets them: the rule, what it is about, the page where it is mended."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from luotsi.figures.formats import number
from luotsi.strategy.lint import RULES, Remark, Rule
from luotsi.strategy.models import Element, PlanVersion
from luotsi.strategy.types import VersionState
from luotsi.web.desk.access import Seat
from luotsi.web.desk.plan_lines import PlanLine
from luotsi.web.shared.crumbs import Crumb
from luotsi.web.shared.language import reader_language

CONNECTED = {
    "aim-without-measure",
    "goal-without-measure",
    "measure-beyond-influence",
    "measure-unconnected",
    "measured-twice",
    "promise-without-proof",
}
"""Rules mended by connecting a measure."""
TARGETED = {"measure-without-target", "measure-without-baseline", "measures-in-conflict"}
"""Rules mended where targets are set."""
WRITTEN = {
    "action-without-appropriation",
    "action-without-responsible",
    "action-without-year",
    "figures-do-not-add-up",
    "measure-without-owner",
    "number-used-twice",
    "said-twice",
}
"""Rules mended in the words of a line."""


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


def rules_shown(found: Iterable[Remark], switched_off: frozenset[str]) -> list[RuleShown]:
    """Return every rule with how often it is broken."""
    counts = Counter(one.rule for one in found)
    return [RuleShown(rule, counts[key], key not in switched_off) for key, rule in RULES.items()]


def chosen_rule(wanted: str, found: Iterable[Remark]) -> Rule | None:
    """Return the rule that the list is narrowed to: one that is broken, or none."""
    return RULES[wanted] if any(one.rule == wanted for one in found) else None


def beside_the_lines(
    found: Iterable[Remark], lines: Iterable[PlanLine], seat: Seat, version: PlanVersion
) -> defaultdict[str, list[RemarkShown]]:
    """Return the remarks by the lineage of their line, those on the whole plan by an empty one."""
    elements = {str(line.element.lineage): line.element for line in lines}
    beside: defaultdict[str, list[RemarkShown]] = defaultdict(list)
    for one in found:
        beside[one.element].append(_shown(one, elements.get(one.element), seat, version))
    return beside


def _shown(remark: Remark, element: Element | None, seat: Seat, version: PlanVersion) -> RemarkShown:
    figures = remark.figures
    if not figures and remark.number is not None:
        figures = _("in the plan %(count)s") % {"count": number(Decimal(remark.number), reader_language())}
    line = "" if element is None else element.title.in_language(reader_language()).text
    about = "" if remark.title == line else remark.title
    return RemarkShown(remark, RULES[remark.rule], about, figures, _mend(remark, element, seat, version))


def _mend(remark: Remark, element: Element | None, seat: Seat, version: PlanVersion) -> Crumb:
    """Return the page where the remark is mended: a draft's words in the draft, a document's in the document."""
    where = (version.plan.slug, version.number)
    if remark.rule in CONNECTED and element is not None:
        return Crumb(_("Connect a measure"), f"{seat.address('desk-connections', *where)}#osa-{element.pk}")
    if remark.rule in TARGETED and remark.measure:
        return Crumb(_("Set the target"), seat.address("desk-target", remark.measure))
    if version.state == VersionState.DRAFT and element is not None:
        if remark.rule in WRITTEN:
            return Crumb(_("Mend the line"), seat.address("desk-element", *where, element.pk))
        if remark.rule == "goals-per-aim":
            return Crumb(_("Add a goal"), f"{seat.address('desk-new-element', *where)}?alle={element.pk}&laji=goal")
    if remark.measure:
        return Crumb(_("To the measures"), seat.address("desk-measures"))
    if element is None or not element.places.all():
        return Crumb(_("See it in the text"), seat.address("desk-text", *where))
    return Crumb(_("See it in the text"), f"{seat.address('desk-text', *where)}#kohta-{element.pk}-0")
