"""What stands around every page of an organisation: its name, its pages, the way here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from luotsi.orgs.models import Organisation
from luotsi.orgs.types import OrganisationKind
from luotsi.web.shared.crumbs import Crumb, home_crumb
from luotsi.web.shared.known import NOW, KnownOn
from luotsi.web.shared.templatetags.pieces import plain


@dataclass(frozen=True, slots=True)
class Tab:
    """One of the organisation's pages; `current` is the value of aria-current."""

    text: str
    url: str
    is_current: bool
    current: str


def frame(
    organisation: Organisation, here: str, crumbs: Sequence[Crumb] = (), known: KnownOn | None = None
) -> dict[str, Any]:
    """Return the organisation with its tabs and crumbs; `here` names the tab that the page belongs to.

    With `known` the page tells figures as they were known on a day, and its links keep the day.
    """
    keep = (known or NOW).keep
    home = keep(reverse("organisation-home", args=[organisation.slug]))
    own = plain(organisation.name)
    current = "true" if len(crumbs) > 1 else "page"
    names = [("strategy", _("Strategy")), ("measures", _("Measures"))]
    if organisation.kind == OrganisationKind.AREA:
        names += [("municipalities", _("Municipalities")), ("clients", _("Clients"))]
    names.append(("promises", _("Promises")))
    if organisation.kind == OrganisationKind.AREA:
        names.append(("reports", _("Reports")))
    return {
        "organisation": organisation,
        "known": known,
        "tabs": [
            Tab(text, keep(reverse(name, args=[organisation.slug])), name == here, current) for name, text in names
        ],
        "tabs_label": own,
        "crumbs": [
            home_crumb(),
            Crumb(own, home if crumbs else ""),
            *(Crumb(one.text, keep(one.url) if one.url else "") for one in crumbs),
        ],
    }
