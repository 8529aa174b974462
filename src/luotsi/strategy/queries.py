"""Reads of plans: the version to show, its elements as a tree with measures, the difference between versions."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from luotsi.indicators.models import Measure
from luotsi.indicators.queries import HELSINKI
from luotsi.orgs.models import Person
from luotsi.strategy.models import Alignment, Element, LintChoice, MeasureLink, NoSuggestion, Plan, PlanVersion
from luotsi.strategy.rules import Change, Snapshot, difference
from luotsi.strategy.types import VersionState

_SHOWN_FIRST = (
    VersionState.IN_FORCE,
    VersionState.DECIDED,
    VersionState.DRAFT,
    VersionState.PAST,
    VersionState.SET_ASIDE,
)
_SHOWN_FIRST_THEN = (
    VersionState.IN_FORCE,
    VersionState.DECIDED,
    VersionState.PAST,
    VersionState.DRAFT,
    VersionState.SET_ASIDE,
)
"""On an earlier day what is past by now may have been in force; a draft was not."""


@dataclass(slots=True)
class Branch:
    """An element with what hangs on it."""

    element: Element
    children: "list[Branch]" = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    serves: list[Element] = field(default_factory=list)
    """Elements of higher plans it is aligned to."""

    def of_kind(self, kind: str) -> "list[Branch]":
        """Return the direct children of that kind."""
        return [child for child in self.children if child.element.kind == kind]

    def walk(self) -> "Iterator[Branch]":
        """Yield this branch and all below it, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Outline:
    """A version as a tree."""

    version: PlanVersion
    roots: tuple[Branch, ...]

    def of_kind(self, kind: str) -> list[Branch]:
        """Return the top-level branches of that kind."""
        return [branch for branch in self.roots if branch.element.kind == kind]

    def walk(self) -> Iterator[Branch]:
        """Yield every branch in document order."""
        for root in self.roots:
            yield from root.walk()


def shown_version(plan: Plan, *, as_known_on: date | None = None) -> PlanVersion | None:
    """Return the version a reader means by the plan: in force, decided, the draft, the last past or set aside one.

    A version is known from the day of its decision on, else from that of its draft, else from when it was made.
    """
    order, versions = _SHOWN_FIRST, list(plan.versions.all())
    if as_known_on is not None:
        order = _SHOWN_FIRST_THEN
        versions = [one for one in versions if _known_since(one) <= as_known_on]
    versions.sort(key=lambda one: (order.index(VersionState(one.state)), -one.number))
    return versions[0] if versions else None


def _known_since(version: PlanVersion) -> date:
    return version.decided_on or version.drafted_on or version.made_at.astimezone(HELSINKI).date()


def outline_of(version: PlanVersion) -> Outline:
    """Return the version's elements as a tree with their places, measures and alignments, in five queries."""
    elements = list(version.elements.order_by("position").prefetch_related("places"))
    branches = {one.pk: Branch(one) for one in elements}
    roots: list[Branch] = []
    for one in elements:
        parent = branches.get(one.parent_id) if one.parent_id else None
        (parent.children if parent else roots).append(branches[one.pk])
    measures = defaultdict(list)
    links = MeasureLink.objects.filter(plan_id=version.plan_id).select_related("measure__definition", "measure__owner")
    for link in links.order_by("measure__position", "pk"):
        measures[link.lineage].append(link.measure)
    upper = _aligned(version)
    for branch in branches.values():
        branch.measures = measures[branch.element.lineage]
        branch.serves = upper[branch.element.lineage]
    return Outline(version, tuple(roots))


def _aligned(version: PlanVersion) -> "defaultdict[object, list[Element]]":
    found: defaultdict[object, list[Element]] = defaultdict(list)
    rows = list(Alignment.objects.filter(plan_id=version.plan_id))
    if not rows:
        return found
    upper = Element.objects.filter(lineage__in={row.upper for row in rows}).select_related("version__plan__owner")
    by_lineage = {one.lineage: one for one in upper.order_by("version__number")}
    for row in rows:
        if row.upper in by_lineage:
            found[row.lower].append(by_lineage[row.upper])
    return found


def changes_between(before: PlanVersion, after: PlanVersion) -> list[Change]:
    """Return what became of each element from one version to another of the same plan."""
    return difference(_snapshots(before), _snapshots(after))


def _snapshots(version: PlanVersion) -> list[Snapshot]:
    elements = list(version.elements.all())
    lineage = {one.pk: one.lineage for one in elements}
    return [
        Snapshot(
            one.lineage,
            lineage.get(one.parent_id) if one.parent_id else None,
            one.position,
            one.kind,
            {
                "title": one.title.as_dict(),
                "body": one.body.as_dict(),
                "audience": one.audience.as_dict(),
                "standing": one.standing,
                "number": one.number,
                "details": one.details,
            },
        )
        for one in elements
    ]


def elements_shown_by(measure: Measure, *, reader: Person | AnonymousUser) -> list[Element]:
    """Return the elements of shown versions of visible plans that the measure is linked to, in document order."""
    links = MeasureLink.objects.filter(measure=measure, plan__in=Plan.objects.visible_to(reader))
    wanted = Q(pk__in=[])
    for link in links.select_related("plan").prefetch_related("plan__versions"):
        version = shown_version(link.plan)
        if version is not None:
            wanted |= Q(version=version, lineage=link.lineage)
    found = Element.objects.filter(wanted).select_related("parent", "version__plan__owner")
    return list(found.order_by("version__plan__position", "position"))


def rules_switched_off(owner_id: int) -> frozenset[str]:
    """Return the rules of the lint that an organisation does not want to hear of."""
    return frozenset(LintChoice.objects.filter(owner=owner_id).values_list("rule", flat=True))


def without_suggestions(plan: Plan) -> set[UUID]:
    """Return the lineages for which a person said that none of the catalogue's measures is meant."""
    return set(NoSuggestion.objects.filter(plan=plan).values_list("lineage", flat=True))


def version_to_continue(plan: Plan) -> PlanVersion | None:
    """Return the newest version that is no draft, whose elements a newly read document goes on with."""
    return plan.versions.exclude(state=VersionState.DRAFT).first()


def version_before(version: PlanVersion) -> PlanVersion | None:
    """Return what a version is compared with: the one in force, or the newest decided one before it."""
    earlier = list(version.plan.versions.filter(number__lt=version.number).exclude(state=VersionState.DRAFT))
    in_force = [one for one in earlier if one.state == VersionState.IN_FORCE]
    return next(iter(in_force or earlier), None)
