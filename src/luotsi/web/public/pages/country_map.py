"""A measure of the catalogue on the map of the whole country: every municipality's newest figure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from luotsi.core.periods import Period, PeriodKind
from luotsi.core.text import Language
from luotsi.core.values import Cell
from luotsi.figures.charts.specs import AreaMap, MapArea
from luotsi.figures.period_names import period_name
from luotsi.indicators.models import NATIONAL, Definition, Series
from luotsi.indicators.reading import known_of_series
from luotsi.indicators.writing import Writing
from luotsi.orgs.models import Subject
from luotsi.orgs.types import SubjectKind
from luotsi.web.public.pages.borders import borders, credit, outline_of
from luotsi.web.public.pages.measure_charts import range_sentence
from luotsi.web.public.pages.subjects import COUNTRY
from luotsi.web.public.pages.values import bare


@dataclass(frozen=True, slots=True)
class CountryMap:
    """The map with the period it shows."""

    period: str
    chart: AreaMap


def build(definition: Definition, language: Language, *, as_known_on: date | None = None) -> CountryMap | None:
    """Return the map of the country's newest period in four queries, or None where no open figures are known."""
    wanted = Q(kind=SubjectKind.MUNICIPALITY, valid_to__isnull=True) | Q(code=COUNTRY)
    subjects = {one.pk: one for one in Subject.objects.filter(wanted).order_by("sort_key")}
    country = next((pk for pk, one in subjects.items() if one.code == COUNTRY), None)
    writing = Writing.of(definition, language)
    is_told = country is not None and writing.unit.is_number
    newest = _newest(definition, subjects, country, as_known_on) if is_told else None
    if newest is None or country is None:
        return None
    (period, cells), found = newest, borders()
    areas = tuple(
        MapArea(bare(one.name, language), cells.get(one.pk) or Cell.missing(), outline)
        for one in subjects.values()
        if (outline := outline_of(one, found)) is not None
    )
    name = period_name(period, language)
    chart = AreaMap(
        title=_("{measure} in {period} on the map").format(measure=bare(definition.name, language), period=name),
        sentence=range_sentence([(one.name, one.cell) for one in areas], cells.get(country), writing),
        unit=writing.unit,
        areas=areas,
        by=_("Municipality"),
        credit=credit(found),
        decimals=writing.decimals,
    )
    return CountryMap(name, chart)


def _newest(
    definition: Definition, subjects: Iterable[int], country: int | None, as_known_on: date | None
) -> tuple[Period, dict[int, Cell]] | None:
    """Return the newest period of the country's open figures, and every place's cell of it."""
    series = Series.objects.filter(
        definition=definition,
        subject__in=list(subjects),
        owner_key=NATIONAL,
        source_key=definition.source_key,
        dimensions="",
    )
    of_subject = {one.subject_id: one.pk for one in series}
    kind = PeriodKind(definition.period_kind)
    if country not in of_subject:
        return None
    whole = known_of_series([of_subject[country]], kind, as_known_on=as_known_on)[of_subject[country]]
    if not whole:
        return None
    period = whole[-1].period
    known = known_of_series(of_subject.values(), kind, since=period.start, as_known_on=as_known_on)
    cells = {subject: one.cell for subject, pk in of_subject.items() for one in known[pk] if one.period == period}
    return period, cells
