"""What stands released of the client register of the whole country, for the front page of whoever stands for it."""

from dataclasses import dataclass

from luotsi.core.text import Language, Text
from luotsi.core.units import Unit
from luotsi.figures.cells import CellText, cell_text
from luotsi.figures.period_names import period_name
from luotsi.orgs.models import Organisation
from luotsi.orgs.types import SubjectKind
from luotsi.register.models import Release
from luotsi.register.releases.queries import released_cells, standing
from luotsi.register.words import meaning
from luotsi.web.public.pages.clients.asked import Figures, months_of, unmarked
from luotsi.web.public.pages.clients.overview import COLUMNS, MEASURES
from luotsi.web.shared.known import KnownOn


@dataclass(frozen=True, slots=True)
class Line:
    """A released figure of the country."""

    measure: str
    name: Text
    value: CellText


@dataclass(frozen=True, slots=True)
class CountryFigures:
    """The newest released month of the country."""

    month: str
    release: Release
    lines: tuple[Line, ...]


def build(owner: Organisation, language: Language, known: KnownOn) -> CountryFigures | None:
    """Return the newest released month; None where the organisation does not stand for the country, or none is out.

    Three queries for the country, none for others.
    """
    country = owner.subject
    if country is None or country.kind != SubjectKind.COUNTRY:
        return None
    releases = standing(owner, as_known_on=known.day)
    months = months_of(releases, MEASURES)
    if not months:
        return None
    month = months[0]
    told = [one for one in COLUMNS if (one.measure, month.name) in releases]
    cells = released_cells(owner, MEASURES, places=[country.code], months=[month], as_known_on=known.day)
    figures = Figures.of(cells)
    lines = []
    for one in told:
        cell = unmarked(one.read(figures.find(one.measure, month, country, one.part)))
        unit = Unit.COUNT if one.unit is Unit.PERSONS else one.unit
        lines.append(Line(one.measure, meaning(one.measure).name, cell_text(cell, unit, language, one.decimals)))
    return CountryFigures(period_name(month, language), releases[told[0].measure, month.name], tuple(lines))
