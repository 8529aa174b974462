"""The reports that can be read and taken along: one for each municipality and period."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from luotsi.core.periods import Period
from luotsi.core.text import Language, Text
from luotsi.figures.period_names import period_name
from luotsi.indicators.models import Measure, Series
from luotsi.indicators.reading import periods_known
from luotsi.orgs.models import Organisation, Subject
from luotsi.web.shared.known import KnownOn

FORMATS = ("html", "pdf")
_PERIODS_OFFERED = 12


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One municipality's report in each format."""

    name: Text
    html: str
    pdf: str


@dataclass(frozen=True, slots=True)
class ReportsPage:
    """The reports of one period; `periods` are those that can be asked for, newest first."""

    period: Period
    period_words: str
    periods: tuple[tuple[str, str], ...]
    rows: tuple[ReportRow, ...]


def periods_of(
    measures: Sequence[Measure], municipalities: Sequence[Subject], *, as_known_on: date | None = None
) -> list[Period]:
    """Return the newest periods for which a headline measure has a figure of a municipality, in two queries."""
    headline = [one.definition_id for one in measures if one.is_headline]
    series = Series.objects.filter(definition__in=headline, subject__in=municipalities, dimensions="")
    known = periods_known(series.values_list("pk", flat=True), as_known_on=as_known_on)
    return sorted(known, reverse=True)[:_PERIODS_OFFERED]


def build(
    owner: Organisation,
    municipalities: Sequence[Subject],
    periods: Sequence[Period],
    wanted: Period,
    language: Language,
    known: KnownOn,
) -> ReportsPage:
    """Return a row for each municipality, in order of name."""
    rows = [
        ReportRow(
            one.name,
            *(known.keep(reverse("report", args=[owner.slug, wanted.name, one.slug, ending])) for ending in FORMATS),
        )
        for one in municipalities
    ]
    offered = tuple((one.name, period_name(one, language)) for one in periods)
    return ReportsPage(wanted, period_name(wanted, language), offered, tuple(rows))
