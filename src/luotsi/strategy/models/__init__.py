"""Tables of plans and of their documents."""

from luotsi.strategy.models.choices import LintChoice, NoSuggestion
from luotsi.strategy.models.documents import Import, Proposal, SourceDocument
from luotsi.strategy.models.plans import Alignment, Element, MeasureLink, Place, Plan, PlanVersion, Removal

__all__ = [
    "Alignment",
    "Element",
    "Import",
    "LintChoice",
    "MeasureLink",
    "NoSuggestion",
    "Place",
    "Plan",
    "PlanVersion",
    "Proposal",
    "Removal",
    "SourceDocument",
]
