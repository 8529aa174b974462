"""The plan as text one can read, with what shows each part of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from luotsi.core.text import Language
from luotsi.indicators.models import Measure
from luotsi.orgs.models import Organisation, Person
from luotsi.strategy.intake.types import ElementKind as Kind
from luotsi.strategy.labels import label
from luotsi.strategy.models import Element, Plan, PlanVersion
from luotsi.strategy.queries import outline_of, shown_version
from luotsi.strategy.types import PlanKind, VersionState
from luotsi.web.public.pages.cards import MeasureCard, Tally, cards_of, tally
from luotsi.web.public.pages.plan_tree import Group, Node, tree_of
from luotsi.web.shared.known import NOW, KnownOn


@dataclass(frozen=True, slots=True)
class PlanPage:
    """A version of a plan with its sections."""

    plan: Plan
    version: PlanVersion
    kind: str
    state: str
    is_draft: bool
    groups: tuple[Group, ...]
    tally: Tally | None
    """How many measures the plan has and how they stand."""
    has_versions: bool

    def group(self, kind: Kind) -> Group | None:
        """Return the top-level group of that kind, or None."""
        return next((one for one in self.groups if one.kind == kind), None)

    @property
    def vision(self) -> Group | None:
        """The vision."""
        return self.group(Kind.VISION)

    @property
    def mission(self) -> Group | None:
        """The mission."""
        return self.group(Kind.MISSION)

    @property
    def values(self) -> Group | None:
        """The values."""
        return self.group(Kind.VALUE)

    @property
    def priorities(self) -> tuple[Node, ...]:
        """The priorities."""
        found = self.group(Kind.PRIORITY)
        return found.nodes if found else ()

    @property
    def promises(self) -> Group | None:
        """The service promises."""
        return self.group(Kind.PROMISE)

    @property
    def rest(self) -> tuple[Group, ...]:
        """What has no place of its own on the page."""
        own = {Kind.VISION, Kind.MISSION, Kind.VALUE, Kind.PRIORITY, Kind.PROMISE}
        return tuple(one for one in self.groups if one.kind not in own)

    @property
    def has_sketches(self) -> bool:
        """Whether any promise is not settled yet."""
        return self.promises is not None and any(node.standing for node in self.promises.nodes)

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been written yet."""
        return not self.groups


def plans_of(organisation: Organisation, reader: Person | AnonymousUser) -> list[Plan]:
    """Return the plans the reader may see, with their versions."""
    rows = Plan.objects.visible_to(reader).filter(owner=organisation).select_related("owner")
    return list(rows.prefetch_related("versions__document").order_by("position", "slug"))


def that_promise(versions: Iterable[PlanVersion]) -> set[int]:
    """Return the ids of the versions that hold a promise, in one query."""
    rows = Element.objects.filter(version__in=list(versions), kind=Kind.PROMISE)
    return set(rows.order_by().values_list("version_id", flat=True).distinct())


def visible_versions(plan: Plan, reader: Person | AnonymousUser) -> list[PlanVersion]:
    """Return the versions the reader may see, the newest first.

    A draft beside a version in force is the organisation's own business; a plan that is nothing but a draft is shown.
    """
    versions = sorted(plan.versions.all(), key=lambda one: -one.number)
    if Organisation.objects.of_member(reader).filter(pk=plan.owner_id).exists():
        return versions
    shown = shown_version(plan)
    decided = [one.number for one in versions if one.state not in {VersionState.DRAFT, VersionState.SET_ASIDE}]
    return [one for one in versions if one == shown or one.number in decided or _was_public(one, decided)]


def _was_public(version: PlanVersion, decided: list[int]) -> bool:
    """Tell whether an earlier draft was the plan that people saw: nothing had been decided before it."""
    return version.state == VersionState.SET_ASIDE and all(number > version.number for number in decided)


def build(
    version: PlanVersion,
    reader: Person | AnonymousUser,
    language: Language,
    *,
    versions: int = 1,
    known: KnownOn = NOW,
) -> PlanPage:
    """Return the page of a version whose plan and owner are at hand, in nine queries; ten for an earlier day."""
    plan = version.plan
    outline = outline_of(version)
    linked = {one.pk for branch in outline.walk() for one in branch.measures}
    measures = Measure.objects.visible_to(reader).filter(pk__in=linked).select_related("definition", "owner")
    cards = cards_of(list(measures), plan.owner.subject, language, known=known)
    return PlanPage(
        plan=plan,
        version=version,
        kind=str(label(PlanKind(plan.kind))),
        state=str(label(VersionState(version.state))),
        is_draft=version.state == VersionState.DRAFT,
        groups=tree_of(outline, cards),
        tally=tally(cards.values(), known),
        has_versions=versions > 1,
    )


def cards_below(node: Node) -> list[MeasureCard]:
    """Return every measure that shows the node or something below it, each once."""
    return list({card.url: card for one in node.walk() for card in one.cards}.values())
