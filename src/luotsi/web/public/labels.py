"""Words of the public pages that depend on a kind."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from luotsi.orgs.types import OrganisationKind

_KINDS = {
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


def kind_in_plural(kind: OrganisationKind) -> Promise:
    """Return what several of the kind are called."""
    return _KINDS[kind]
