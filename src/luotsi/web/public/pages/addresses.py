"""Addresses within the public site that several pages link to."""

from django.urls import reverse

from luotsi.strategy.models import Element, Plan


def strategy_url(plan: Plan) -> str:
    """Return the address of the plan's text."""
    return reverse("plan", args=[plan.owner.slug, plan.slug])


def anchor_of(element: Element) -> str:
    """Return the id of the element on its plan's page; the same in every version."""
    return f"e-{element.lineage.hex[:12]}"


def document_url(plan: Plan, page: int, line: int) -> str:
    """Return the address of a line of the document that the plan was read from."""
    return f"{reverse('plan-document', args=[plan.owner.slug, plan.slug])}?sivu={page}#rivi-{line}"
