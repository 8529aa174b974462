"""Tables of plans and of their documents."""

from luotsi.strategy.models.documents import Import, Proposal, SourceDocument
from luotsi.strategy.models.plans import Alignment, Element, MeasureLink, Place, Plan, PlanVersion

__all__ = [
    "Alignment",
    "Element",
    "Import",
    "MeasureLink",
    "Place",
    "Plan",
    "PlanVersion",
    "Proposal",
    "SourceDocument",
]
