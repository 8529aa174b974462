"""Municipalities, employment areas, regions and wellbeing services counties of Finland, from compact files.

Owns: codes, names in three languages, membership with its days, successors of municipalities that ended.
Never: touches the database, reads the clock, guesses what came before the oldest division at hand.
"""

from luotsi.orgs.geography.places import (
    COUNTRY,
    DIVISION_KNOWN_FROM,
    Area,
    Membership,
    Municipality,
    Place,
    UnknownDivision,
    UnknownPlace,
    Urbanity,
    areas,
    counties,
    find_area_of,
    get_area,
    get_county,
    get_municipality,
    get_region,
    members,
    memberships,
    municipalities,
    municipalities_ever,
    pxweb_codes,
    regions,
)

__all__ = [
    "COUNTRY",
    "DIVISION_KNOWN_FROM",
    "Area",
    "Membership",
    "Municipality",
    "Place",
    "UnknownDivision",
    "UnknownPlace",
    "Urbanity",
    "areas",
    "counties",
    "find_area_of",
    "get_area",
    "get_county",
    "get_municipality",
    "get_region",
    "members",
    "memberships",
    "municipalities",
    "municipalities_ever",
    "pxweb_codes",
    "regions",
]
