"""States and kinds of plans. Free of the framework."""

from enum import StrEnum


class VersionState(StrEnum):
    """Where a version of a plan stands; a draft can change, the others cannot."""

    DRAFT = "draft"
    SET_ASIDE = "set_aside"
    DECIDED = "decided"
    IN_FORCE = "in_force"
    PAST = "past"


class PlanKind(StrEnum):
    """What sort of plan it is, which decides nothing but how it is named."""

    STRATEGY = "strategy"
    SERVICE_PLAN = "service_plan"
    NETWORK_STRATEGY = "network_strategy"
    ANNUAL_FOCUS = "annual_focus"
    PROJECT_PLAN = "project_plan"


class ElementStanding(StrEnum):
    """How settled an element is within its version."""

    SETTLED = "settled"
    SKETCH = "sketch"
    PROPOSED = "proposed"
    DECIDED = "decided"


class ChangeKind(StrEnum):
    """What happened to an element between two versions."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"
    SAME = "same"


class ImportState(StrEnum):
    """Where an import stands."""

    REVIEW = "review"
    WRITTEN = "written"
    ABANDONED = "abandoned"


class ProposalState(StrEnum):
    """What a person said of a proposal."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
