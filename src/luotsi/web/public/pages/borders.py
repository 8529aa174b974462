"""The municipalities' borders as this installation has them, and whose they are in words."""

from django.conf import settings
from django.utils.translation import gettext as _

from luotsi.figures.charts.specs import Outline
from luotsi.orgs.geography.boundaries import BadBoundaries, Boundaries, boundaries
from luotsi.orgs.models import Subject
from luotsi.orgs.types import SubjectKind


def borders() -> Boundaries:
    """Return the installation's own borders, or the packaged ones where it has none that can be read."""
    try:
        return boundaries(settings.BOUNDARIES_FILE)
    except BadBoundaries:
        return boundaries()


def outline_of(subject: Subject, found: Boundaries) -> Outline | None:
    """Return the outline of a municipality, or None where the borders do not have it."""
    is_municipality = subject.kind == SubjectKind.MUNICIPALITY
    return found.outlines.get(subject.code.removeprefix("KU")) if is_municipality else None


def credit(found: Boundaries) -> str:
    """Say whose borders they are and what was done to them, as their licence asks."""
    words = _("Borders: {source} {drawn}, {licence}, generalised.").format(
        source=found.source, drawn=found.drawn, licence=found.licence
    )
    if found.drawn == found.year:
        return words
    return words + " " + _("The municipalities are those of {year}.").format(year=found.year)
