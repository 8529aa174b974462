"""The rules themselves, on elements as plain data; no database."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from luotsi.strategy.intake.types import ElementKind
from luotsi.strategy.intake.wording import key_of

FEWEST_GOALS, MOST_GOALS = 3, 5


@dataclass(frozen=True, slots=True)
class CheckedMeasure:
    """A measure as far as the rules look."""

    name: str
    has_owner: bool
    has_target: bool
    has_baseline: bool
    has_source: bool


@dataclass(frozen=True, slots=True)
class Checked:
    """An element with what hangs on it; `key` tells it apart, `measures` are the connected ones."""

    key: str
    kind: ElementKind
    title: str
    number: str = ""
    details: Mapping[str, str] = field(default_factory=dict)
    children: "tuple[Checked, ...]" = ()
    measures: tuple[CheckedMeasure, ...] = ()

    def of_kind(self, kind: ElementKind) -> "list[Checked]":
        """Return the direct children of that kind."""
        return [child for child in self.children if child.kind is kind]

    def walk(self) -> "Iterator[Checked]":
        """Yield the element and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Rule:
    """A named rule: what it says, why it matters, how to mend; each may be switched off by an organisation."""

    key: str
    says: Promise
    why: Promise
    mend: Promise


@dataclass(frozen=True, slots=True)
class Remark:
    """A rule broken at an element; `number` is the count it is about, where there is one."""

    rule: str
    element: str
    title: str
    number: int | None = None


RULES: dict[str, Rule] = {
    rule.key: rule
    for rule in (
        Rule(
            "goals-per-aim",
            _("An aim has fewer than 3 or more than 5 goals"),
            _("With too few goals an aim stays a slogan; with too many nobody can follow it."),
            _("Merge goals that mean the same, or say what else the aim asks for."),
        ),
        Rule(
            "aim-without-measure",
            _("No measure shows how the aim or its goals fare"),
            _("What nothing shows cannot be reviewed, only believed."),
            _("Adopt a measure from the catalogue, or write what people would see if it succeeded."),
        ),
        Rule(
            "measure-unconnected",
            _("A measure of the plan has no values connected to it"),
            _("A measure that is only a name is never reported."),
            _("Connect it to a catalogue measure, or enter its values by hand."),
        ),
        Rule(
            "measure-without-owner",
            _("A measure has nobody responsible"),
            _("Values that nobody owns stop coming."),
            _("Name a post or a unit."),
        ),
        Rule(
            "measure-without-target",
            _("A measure has no target"),
            _("Without a target a status cannot be told."),
            _("Set the level and the date, or say that only the direction matters."),
        ),
        Rule(
            "measure-without-baseline",
            _("A target has no baseline"),
            _("Progress is a distance from somewhere."),
            _("Set the value it starts from, with its period."),
        ),
        Rule(
            "measure-without-source",
            _("A measure does not say where its value comes from"),
            _("A figure without a source cannot be checked."),
            _("Name the source in the measure's definition."),
        ),
        Rule(
            "promise-without-proof",
            _("Nothing shows that a promise is kept"),
            _("A promise that cannot be checked wears trust down."),
            _("Connect a measure that the promise's audience would recognise."),
        ),
        Rule(
            "action-without-year",
            _("An action has no year"),
            _("Actions change yearly; one without a year is nobody's this year."),
            _("Give the year or the schedule."),
        ),
        Rule(
            "action-without-responsible",
            _("An action has nobody responsible"),
            _("What is everybody's is done by nobody."),
            _("Name a post, a unit or an organisation."),
        ),
        Rule(
            "action-without-appropriation",
            _("An action has no appropriation"),
            _("The budget book asks what each action costs, even when the answer is nothing."),
            _("Give the sum, or say that it is done within the budget in force."),
        ),
        Rule(
            "said-twice",
            _("The same thing is in the plan twice"),
            _("Two of the same drift apart."),
            _("Keep one and link it to both places."),
        ),
        Rule(
            "number-used-twice",
            _("A number is used twice"),
            _("References to the number become uncertain."),
            _("Renumber the later one."),
        ),
    )
}


def check(elements: Iterable[Checked], *, switched_off: frozenset[str] = frozenset()) -> list[Remark]:
    """Return the remarks on a plan's top-level elements, in document order and then in order of the rules."""
    every = [one for root in elements for one in root.walk()]
    remarks = [remark for one in every for rule in _OF_KIND.get(one.kind, ()) for remark in rule(one)]
    remarks += [*_said_twice(every), *_number_used_twice(every)]
    order = {one.key: position for position, one in enumerate(every)}
    rules = list(RULES)
    kept = [remark for remark in remarks if remark.rule not in switched_off]
    return sorted(kept, key=lambda remark: (order[remark.element], rules.index(remark.rule)))


def _goals_per_aim(aim: Checked) -> Iterator[Remark]:
    goals = len(aim.of_kind(ElementKind.GOAL))
    if not FEWEST_GOALS <= goals <= MOST_GOALS:
        yield Remark("goals-per-aim", aim.key, aim.title, goals)


def _aim_without_measure(aim: Checked) -> Iterator[Remark]:
    if not any(one.kind is ElementKind.MEASURE or one.measures for one in aim.walk()):
        yield Remark("aim-without-measure", aim.key, aim.title)


def _measure(element: Checked) -> Iterator[Remark]:
    if not element.measures:
        yield Remark("measure-unconnected", element.key, element.title)
    for measure in element.measures:
        if not measure.has_owner:
            yield Remark("measure-without-owner", element.key, measure.name)
        if not measure.has_target:
            yield Remark("measure-without-target", element.key, measure.name)
        elif not measure.has_baseline:
            yield Remark("measure-without-baseline", element.key, measure.name)
        if not measure.has_source:
            yield Remark("measure-without-source", element.key, measure.name)


def _promise(element: Checked) -> Iterator[Remark]:
    if not element.measures:
        yield Remark("promise-without-proof", element.key, element.title)


def _action(element: Checked) -> Iterator[Remark]:
    if not (element.details.get("schedule") or element.details.get("year")):
        yield Remark("action-without-year", element.key, element.title)
    if not element.details.get("responsible"):
        yield Remark("action-without-responsible", element.key, element.title)
    if not element.details.get("cost_eur"):
        yield Remark("action-without-appropriation", element.key, element.title)


_OF_KIND: dict[ElementKind, tuple[Callable[[Checked], Iterator[Remark]], ...]] = {
    ElementKind.PRIORITY: (_goals_per_aim, _aim_without_measure),
    ElementKind.MEASURE: (_measure,),
    ElementKind.PROMISE: (_promise,),
    ElementKind.ACTION: (_action,),
}


def _said_twice(every: list[Checked]) -> Iterator[Remark]:
    seen: set[tuple[ElementKind, str]] = set()
    for one in every:
        wording = (one.kind, key_of(one.title))
        if wording[1] and wording in seen:
            yield Remark("said-twice", one.key, one.title)
        seen.add(wording)


def _number_used_twice(every: list[Checked]) -> Iterator[Remark]:
    for family in (one.children for one in every):
        seen: set[tuple[ElementKind, str]] = set()
        for one in family:
            label = (one.kind, one.number.strip(" ."))
            if label[1] and label in seen:
                yield Remark("number-used-twice", one.key, f"{one.number} {one.title}")
            seen.add(label)
