"""What the kinds and states of this room are called, in the reader's language."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from luotsi.strategy import types
from luotsi.strategy.intake.types import Certainty, ElementKind

LABELS: dict[type[StrEnum], dict[StrEnum, Promise]] = {
    ElementKind: {
        ElementKind.VALUE: _("Value"),
        ElementKind.MISSION: _("Mission"),
        ElementKind.VISION: _("Vision"),
        ElementKind.PRIORITY: _("Priority"),
        ElementKind.GOAL: _("Goal"),
        ElementKind.MEASURE: _("Measure"),
        ElementKind.ACTION: _("Action"),
        ElementKind.PROMISE: _("Service promise"),
        ElementKind.ANNUAL_FOCUS: _("Focus of the year"),
        ElementKind.DECISION: _("Decision"),
        ElementKind.PROJECT: _("Project"),
        ElementKind.WORK_PACKAGE: _("Work package"),
        ElementKind.PROJECT_TARGET: _("Project target"),
        ElementKind.UNIT: _("Unit"),
        ElementKind.PRESENT_STATE: _("Present state"),
        ElementKind.CHALLENGE: _("Challenge"),
        ElementKind.DEVELOPMENT_VIEW: _("Development view"),
        ElementKind.STRENGTH: _("Strength"),
        ElementKind.WEAKNESS: _("Weakness"),
        ElementKind.CONTEXT_GOAL: _("Goal of a higher plan"),
        ElementKind.STATUS_REVIEW: _("Situation review"),
        ElementKind.UNPLACED: _("Unplaced"),
    },
    Certainty: {
        Certainty.SURE: _("Sure"),
        Certainty.LIKELY: _("Likely"),
        Certainty.UNSURE: _("Unsure"),
    },
    types.VersionState: {
        types.VersionState.DRAFT: _("Draft"),
        types.VersionState.SET_ASIDE: _("Earlier draft"),
        types.VersionState.DECIDED: _("Decided"),
        types.VersionState.IN_FORCE: _("In force"),
        types.VersionState.PAST: _("No longer in force"),
    },
    types.ElementStanding: {
        types.ElementStanding.SETTLED: _("Ready"),
        types.ElementStanding.SKETCH: _("Sketch"),
        types.ElementStanding.PROPOSED: _("Proposed"),
        types.ElementStanding.DECIDED: _("Decided"),
    },
    types.PlanKind: {
        types.PlanKind.STRATEGY: _("Strategy"),
        types.PlanKind.SERVICE_PLAN: _("Service plan"),
        types.PlanKind.NETWORK_STRATEGY: _("Network's strategy"),
        types.PlanKind.ANNUAL_FOCUS: _("Focus areas of a year"),
        types.PlanKind.PROJECT_PLAN: _("Project plan"),
    },
    types.ImportState: {
        types.ImportState.REVIEW: _("Under review"),
        types.ImportState.WRITTEN: _("Written into the plan"),
        types.ImportState.ABANDONED: _("Given up"),
    },
    types.ProposalState: {
        types.ProposalState.PENDING: _("Undecided"),
        types.ProposalState.ACCEPTED: _("Accepted"),
        types.ProposalState.REJECTED: _("Left out"),
    },
}


def label(member: StrEnum) -> Promise:
    """Return what the member is called, in the language of whoever reads."""
    return LABELS[type(member)][member]
