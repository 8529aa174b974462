"""Words of proposals and periods for the desk's templates."""

from django import template

from luotsi.core.periods import Period
from luotsi.figures.period_names import period_name
from luotsi.indicators.labels import label as measure_label
from luotsi.indicators.types import BreakKind, MethodKey
from luotsi.strategy.intake.comparison import Fate
from luotsi.strategy.intake.types import Certainty, ElementKind
from luotsi.strategy.labels import label
from luotsi.strategy.models import Proposal
from luotsi.strategy.types import ChangeKind, ElementStanding, ImportState, PlanKind, ProposalState, VersionState
from luotsi.web.desk.anchored import anchor_of, places_of
from luotsi.web.desk.fates import Fates, FateShown
from luotsi.web.desk.words import CHANGES, DETAILS, FATES, GROUP_NAMES, reading_note, rule_words
from luotsi.web.shared.language import reader_language

register = template.Library()


@register.filter
def quoted(words: str) -> str:
    """Put a person's words between the quotation marks of the reader's language."""
    return f"“{words}”" if reader_language() == "en" else f"”{words}”"


@register.filter
def kind_name(kind: str) -> str:
    """Say what an element is."""
    return str(label(ElementKind(kind)))


@register.filter
def group_name(kind: str) -> str:
    """Say what a group of proposals holds."""
    return str(GROUP_NAMES[ElementKind(kind)])


@register.filter
def state_name(state: str) -> str:
    """Say what a person said of a proposal."""
    return str(label(ProposalState(state)))


@register.filter
def import_state(state: str) -> str:
    """Say where an import stands."""
    return str(label(ImportState(state)))


@register.filter
def version_state(state: str) -> str:
    """Say where a version stands."""
    return str(label(VersionState(state)))


@register.filter
def standing_label(standing: str) -> str:
    """Say how settled an element is."""
    return str(label(ElementStanding(standing)))


@register.filter
def change_label(kind: str) -> str:
    """Say what became of an element since the version before."""
    return str(CHANGES[ChangeKind(kind)])


@register.filter
def plan_kind(kind: str) -> str:
    """Say what sort of plan it is."""
    return str(label(PlanKind(kind)))


@register.filter
def method_name(method: str) -> str:
    """Say where values come from."""
    return str(measure_label(MethodKey(method)))


@register.filter
def break_kind(kind: str) -> str:
    """Say what changed where a series breaks."""
    return str(measure_label(BreakKind(kind)))


@register.filter
def certainty_name(certainty: str) -> str:
    """Say how sure the reading is."""
    return str(label(Certainty(certainty)))


@register.filter
def rule_name(rule: str) -> str:
    """Say how a proposal was found."""
    return rule_words(rule)


@register.filter
def period_words(name: str) -> str:
    """Name a period in words."""
    return period_name(Period.parse(name), reader_language())


@register.filter
def fate_of(fates: Fates | str, proposal: Proposal) -> FateShown | None:
    """Return what became of a proposal against the plan; nothing where there is no plan yet."""
    return fates.of.get(proposal.pk) if isinstance(fates, Fates) else None


@register.filter
def fate_name(fate: str) -> str:
    """Say what became of an element."""
    return str(FATES[Fate(fate)])


@register.filter
def note_words(note: str) -> str:
    """Say what the reading of a file could not take."""
    return reading_note(note)


@register.filter
def details_of(proposal: Proposal) -> list[tuple[str, str]]:
    """Return what else the document says of it, with names."""
    return [(str(words), proposal.details[name]) for name, words in DETAILS.items() if proposal.details.get(name)]


@register.filter
def places_shown(proposal: Proposal) -> list[tuple[str, int, int]]:
    """Return the anchor, page and line of each place."""
    return [
        (anchor_of(proposal, number), place.page, place.first_line) for number, place in enumerate(places_of(proposal))
    ]
