"""Kinds of organisations, subjects and roles. Free of the framework."""

from enum import StrEnum


class OrganisationKind(StrEnum):
    """What an organisation is; the kinds that the source documents speak of."""

    AREA = "area"
    MUNICIPALITY = "municipality"
    DEPARTMENT = "department"
    UNIT = "unit"
    NETWORK = "network"
    WELLBEING_COUNTY = "wellbeing_county"
    SCHOOL = "school"
    COMPANY = "company"
    ASSOCIATION = "association"
    PROJECT = "project"
    STATE = "state"


class SubjectKind(StrEnum):
    """What a figure can be about."""

    COUNTRY = "country"
    AREA = "area"
    MUNICIPALITY = "municipality"
    UNIT = "unit"


class Role(StrEnum):
    """What a person may do in one organisation, from least to most."""

    VIEWER = "viewer"
    CONTRIBUTOR = "contributor"
    EDITOR = "editor"
    APPROVER = "approver"
    ADMINISTRATOR = "administrator"


ROLES_THAT_ENTER_VALUES = (Role.CONTRIBUTOR, Role.EDITOR, Role.APPROVER, Role.ADMINISTRATOR)
ROLES_THAT_EDIT = (Role.EDITOR, Role.APPROVER, Role.ADMINISTRATOR)
ROLES_THAT_APPROVE = (Role.APPROVER, Role.ADMINISTRATOR)
