"""A version of a plan as nested sections to read, each sentence with its place in the document and its measures."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from luotsi.core.text import Text
from luotsi.strategy.intake.types import ElementKind as Kind
from luotsi.strategy.models import Element, PlanVersion
from luotsi.strategy.queries import Branch, Outline
from luotsi.strategy.types import ElementStanding
from luotsi.web.public.labels import detail_name, detail_place, heading_of, standing_name
from luotsi.web.public.pages.addresses import anchor_of, document_url, strategy_url
from luotsi.web.public.pages.cards import MeasureCard
from luotsi.web.public.pages.served import level_of

# What stands first on the page, whatever the order of the document; kinds not named here come after.
ORDER = (
    Kind.VISION,
    Kind.MISSION,
    Kind.VALUE,
    Kind.DECISION,
    Kind.PROJECT,
    Kind.PRIORITY,
    Kind.ANNUAL_FOCUS,
    Kind.GOAL,
    Kind.MEASURE,
    Kind.ACTION,
    Kind.PROMISE,
    Kind.CONTEXT_GOAL,
    Kind.CHALLENGE,
    Kind.STRENGTH,
    Kind.WEAKNESS,
    Kind.PRESENT_STATE,
    Kind.DEVELOPMENT_VIEW,
    Kind.UNIT,
)
_SHOWN_BY_MEASURES = {Kind.GOAL, Kind.PROMISE}
"""Kinds of which a reader asks what shows them."""


@dataclass(frozen=True, slots=True)
class PlaceShown:
    """Where a sentence stands in the document; without an address when the document is not public."""

    page: int
    line: int
    url: str


@dataclass(frozen=True, slots=True)
class Detail:
    """What else the document says, as printed."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Upper:
    """A goal of a higher plan that the element serves."""

    title: Text
    owner: Text
    url: str


@dataclass(frozen=True, slots=True)
class Node:
    """One element with everything that hangs on it."""

    kind: str
    level: Text | str
    number: str
    title: Text
    body: Text
    audience: Text
    standing: str
    details: tuple[Detail, ...]
    places: tuple[PlaceShown, ...]
    cards: tuple[MeasureCard, ...]
    groups: "tuple[Group, ...]"
    serves: tuple[Upper, ...]
    anchor: str

    @property
    def is_shown_by_nothing(self) -> bool:
        """Whether a reader would look for a measure or an action of its own and find none."""
        return self.kind in _SHOWN_BY_MEASURES and not self.cards and not self.groups

    @property
    def is_bare_of_measures(self) -> bool:
        """Whether neither measures nor goals, which tell of their own lack, stand under it."""
        return not self.cards and not any(group.kind in {Kind.MEASURE, Kind.GOAL} for group in self.groups)

    @property
    def namesake(self) -> MeasureCard | None:
        """The only measure of the element, when it bears the same name: one line then says both."""
        same = len(self.cards) == 1 and self.cards[0].name.fi.casefold() == self.title.fi.casefold()
        return self.cards[0] if same else None

    def walk(self) -> "Iterator[Node]":
        """Yield the node and all below it."""
        yield self
        for group in self.groups:
            for node in group.nodes:
                yield from node.walk()


@dataclass(frozen=True, slots=True)
class Group:
    """Elements of one kind that stand together."""

    kind: str
    heading: Text | str
    nodes: tuple[Node, ...]

    @property
    def bare(self) -> "tuple[Node, ...]":
        """Those that nothing of their own shows."""
        return tuple(node for node in self.nodes if node.is_shown_by_nothing)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What every node needs to know of its plan."""

    version: PlanVersion
    cards: Mapping[int, MeasureCard]
    document_is_public: bool


def tree_of(outline: Outline, cards: Mapping[int, MeasureCard]) -> tuple[Group, ...]:
    """Return the whole plan; `cards` holds the measures that the reader may see, by their ids."""
    document = outline.version.document
    reading = _Reading(outline.version, cards, document is not None and document.is_public)
    return _groups(outline.roots, reading)


def _groups(branches: Iterable[Branch], reading: _Reading) -> tuple[Group, ...]:
    found: dict[Kind, list[Branch]] = {}
    for branch in branches:
        found.setdefault(Kind(branch.element.kind), []).append(branch)
    places = {kind: index for index, kind in enumerate(ORDER)}
    kinds = sorted(found, key=lambda kind: places.get(kind, len(places)))
    return tuple(
        Group(
            kind.value,
            heading_of(kind, reading.version.plan.level_name(kind)),
            tuple(_node(branch, reading) for branch in found[kind]),
        )
        for kind in kinds
    )


def _node(branch: Branch, reading: _Reading) -> Node:
    element = branch.element
    element.version = reading.version
    return Node(
        kind=element.kind,
        level=level_of(element),
        number=element.number,
        title=element.title,
        body=element.body,
        audience=element.audience,
        standing=standing_name(ElementStanding(element.standing)),
        details=_details(element),
        places=tuple(
            PlaceShown(
                one.page,
                one.first_line,
                document_url(reading.version.plan, one.page, one.first_line) if reading.document_is_public else "",
            )
            for one in element.places.all()
        ),
        cards=tuple(reading.cards[one.pk] for one in branch.measures if one.pk in reading.cards),
        groups=_groups(branch.children, reading),
        serves=tuple(
            Upper(one.title, one.version.plan.owner.name, f"{strategy_url(one.version.plan)}#{anchor_of(one)}")
            for one in branch.serves
        ),
        anchor=anchor_of(element),
    )


def _details(element: Element) -> tuple[Detail, ...]:
    """Return what else the document says; of a decision also what it should say and does not."""
    known = {name: str(value) for name, value in element.details.items() if value}
    if element.kind == Kind.DECISION:
        known |= {name: _("not known") for name in ("body", "date", "section") if name not in known}
    return tuple(Detail(detail_name(name), known[name]) for name in sorted(known, key=detail_place))
