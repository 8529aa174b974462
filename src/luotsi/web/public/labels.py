"""Words of the public pages that depend on a kind."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from luotsi.core.text import Text
from luotsi.orgs.types import OrganisationKind
from luotsi.strategy.intake.types import ElementKind as Kind
from luotsi.strategy.labels import label
from luotsi.strategy.types import ChangeKind, ElementStanding

_ORGANISATIONS = {
    OrganisationKind.AREA: _("Employment areas"),
    OrganisationKind.MUNICIPALITY: _("Municipalities"),
    OrganisationKind.DEPARTMENT: _("Departments"),
    OrganisationKind.UNIT: _("Units"),
    OrganisationKind.NETWORK: _("Networks"),
    OrganisationKind.WELLBEING_COUNTY: _("Wellbeing services counties"),
    OrganisationKind.SCHOOL: _("Schools"),
    OrganisationKind.COMPANY: _("Companies"),
    OrganisationKind.ASSOCIATION: _("Associations"),
    OrganisationKind.PROJECT: _("Projects"),
    OrganisationKind.STATE: _("State authorities"),
}
_HEADINGS = {
    Kind.VALUE: _("Values"),
    Kind.MISSION: _("Mission"),
    Kind.VISION: _("Vision"),
    Kind.PRIORITY: _("Priorities"),
    Kind.GOAL: _("Goals"),
    Kind.MEASURE: _("Measures"),
    Kind.ACTION: _("Actions"),
    Kind.PROMISE: _("Service promises"),
    Kind.ANNUAL_FOCUS: _("Focus of the year"),
    Kind.DECISION: _("The decision"),
    Kind.PROJECT: _("The project"),
    Kind.WORK_PACKAGE: _("Work packages"),
    Kind.PROJECT_TARGET: _("Quantities of the project"),
    Kind.UNIT: _("Units"),
    Kind.PRESENT_STATE: _("Present state"),
    Kind.CHALLENGE: _("Challenges"),
    Kind.DEVELOPMENT_VIEW: _("Views of development"),
    Kind.STRENGTH: _("What works well"),
    Kind.WEAKNESS: _("What does not work"),
    Kind.CONTEXT_GOAL: _("Goals of a higher plan"),
    Kind.STATUS_REVIEW: _("Situation reviews"),
    Kind.UNPLACED: _("Other text"),
}
_STANDINGS = {
    ElementStanding.SKETCH: _("Sketch"),
    ElementStanding.PROPOSED: _("Proposed"),
    ElementStanding.DECIDED: _("Decided"),
}
_DETAILS = {
    "responsible": _("Responsible"),
    "schedule": _("Schedule"),
    "year": _("Year"),
    "stage": _("Stage"),
    "cost_eur": _("Cost, €"),
    "cost_total_eur": _("Total cost, €"),
    "funding_eur": _("Funding, €"),
    "baseline": _("Starting level"),
    "target": _("Target"),
    "value": _("Amount"),
    "date": _("Date"),
    "body": _("Body"),
    "section": _("Section"),
    "presenter": _("Presenter"),
    "proposal": _("Proposal"),
    "outcome": _("Outcome"),
    "start": _("Begins"),
    "end": _("Ends"),
    "goal": _("Goal"),
}
_CHANGES = {
    ChangeKind.ADDED: _("Added"),
    ChangeKind.REMOVED: _("Removed"),
    ChangeKind.CHANGED: _("Reworded"),
    ChangeKind.MOVED: _("Moved"),
    ChangeKind.SAME: _("Unchanged"),
}


def kind_in_plural(kind: OrganisationKind) -> Promise:
    """Return what several of the kind are called."""
    return _ORGANISATIONS[kind]


def heading_of(kind: Kind, own_name: Text) -> Text | str:
    """Return what stands above elements of the kind: the organisation's own word where it differs from the usual."""
    if own_name and own_name.fi != str(label(kind)) and kind is not Kind.GOAL:
        return own_name
    return str(_HEADINGS[kind])


def standing_name(standing: ElementStanding) -> str:
    """Return how unsettled an element is; nothing for a settled one."""
    return str(_STANDINGS.get(standing, ""))


def detail_name(name: str) -> str:
    """Return what a detail of an element is called."""
    return str(_DETAILS.get(name, name))


def detail_place(name: str) -> int:
    """Return where a detail stands among the others; a database keeps them in an order of its own."""
    names = list(_DETAILS)
    return names.index(name) if name in _DETAILS else len(names)


def change_name(kind: ChangeKind) -> str:
    """Return what happened to an element between two versions."""
    return str(_CHANGES[kind])
