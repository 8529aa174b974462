"""What the kinds and states of this room are called, in the reader's language."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from luotsi.orgs import types

LABELS: dict[type[StrEnum], dict[StrEnum, Promise]] = {
    types.OrganisationKind: {
        types.OrganisationKind.AREA: _("Employment area"),
        types.OrganisationKind.MUNICIPALITY: _("Municipality"),
        types.OrganisationKind.DEPARTMENT: _("Department"),
        types.OrganisationKind.UNIT: _("Unit"),
        types.OrganisationKind.NETWORK: _("Network"),
        types.OrganisationKind.WELLBEING_COUNTY: _("Wellbeing services county"),
        types.OrganisationKind.SCHOOL: _("School"),
        types.OrganisationKind.COMPANY: _("Company"),
        types.OrganisationKind.ASSOCIATION: _("Association"),
        types.OrganisationKind.PROJECT: _("Project"),
        types.OrganisationKind.STATE: _("State authority"),
    },
    types.SubjectKind: {
        types.SubjectKind.COUNTRY: _("Country"),
        types.SubjectKind.AREA: _("Employment area"),
        types.SubjectKind.MUNICIPALITY: _("Municipality"),
        types.SubjectKind.UNIT: _("Unit of an organisation"),
    },
    types.Role: {
        types.Role.VIEWER: _("Viewer"),
        types.Role.CONTRIBUTOR: _("Measure owner"),
        types.Role.EDITOR: _("Strategy coordinator"),
        types.Role.APPROVER: _("Approver"),
        types.Role.ADMINISTRATOR: _("Administrator"),
    },
}


def label(member: StrEnum) -> Promise:
    """Return what the member is called, in the language of whoever reads."""
    return LABELS[type(member)][member]
