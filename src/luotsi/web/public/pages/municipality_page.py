"""A municipality within its area: its figures against the area and the country."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from luotsi.core.text import Language, Text
from luotsi.figures.period_names import period_name
from luotsi.figures.sentences import Measured, value_sentence
from luotsi.indicators.models import Measure, Observation
from luotsi.indicators.queries import latest_of_measures
from luotsi.indicators.writing import Writing
from luotsi.orgs.models import Organisation, Subject
from luotsi.web.public.pages.subjects import Subjects
from luotsi.web.public.pages.values import bare, known_on
from luotsi.web.shared.known import NOW, KnownOn


@dataclass(frozen=True, slots=True)
class Compared:
    """The same figure of another place in the same period."""

    name: Text
    value: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One measure of the municipality."""

    name: Text
    url: str
    value: str
    period: str
    sentence: str
    others: tuple[Compared, ...]
    source: Text
    published_on: date
    is_gap: bool


@dataclass(frozen=True, slots=True)
class MunicipalityPage:
    """The municipality with its measures."""

    subject: Subject
    entries: tuple[Entry, ...]
    report: str
    """The address of its newest report, empty when there is nothing to report."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A place in the list of municipalities; the area and the country have no page here."""

    name: Text
    url: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MunicipalitiesPage:
    """The municipalities with the headline figures."""

    measures: tuple[Measure, ...]
    periods: tuple[str, ...]
    rows: tuple[TableRow, ...]


Latest = dict[tuple[int, int], Observation]


def build(
    subject: Subject, subjects: Subjects, measures: Sequence[Measure], language: Language, *, known: KnownOn = NOW
) -> MunicipalityPage:
    """Return every measure that has a figure of the municipality, in two queries; in three for an earlier day."""
    others = [one for one in (subjects.own, subjects.country) if one is not None and one != subject]
    latest = latest_of_measures(measures, [subject, *others], as_known_on=known.day)
    entries = [
        _entry(measure, subject, others, latest, language, known)
        for measure in measures
        if (measure.pk, subject.pk) in latest
    ]
    return MunicipalityPage(subject, tuple(entries), _report(measures, subject, latest, known))


def _report(measures: Sequence[Measure], subject: Subject, latest: Latest, known: KnownOn) -> str:
    """Return the address of the report of the newest period that a public measure has."""
    periods = [latest[key].period for one in measures if one.is_public and (key := (one.pk, subject.pk)) in latest]
    if not periods:
        return ""
    newest = max(periods, key=lambda period: (period.end, period))
    return known.keep(reverse("report", args=[measures[0].owner.slug, newest.name, subject.slug, "html"]))


def _entry(
    measure: Measure, subject: Subject, others: list[Subject], latest: Latest, language: Language, known: KnownOn
) -> Entry:
    one = latest[measure.pk, subject.pk]
    writing = Writing.of(measure.definition, language)
    measured = Measured(bare(measure.shown_name, language), writing.unit, writing.decimals)
    beside = [(other, latest.get((measure.pk, other.pk))) for other in others]
    return Entry(
        name=measure.shown_name,
        url=known.keep(f"{reverse('measure', args=[measure.owner.slug, measure.slug])}?kunta={subject.slug}"),
        value=writing.value(one),
        period=period_name(one.period, language),
        sentence=value_sentence(measured, one.period, one.cell, language),
        others=tuple(
            Compared(other.name, writing.value(found))
            for other, found in beside
            if found is not None and found.period_name == one.period_name
        ),
        source=measure.definition.source_name,
        published_on=known_on(one),
        is_gap=bool(one.gap),
    )


def build_list(
    organisation: Organisation,
    subjects: Subjects,
    measures: Sequence[Measure],
    language: Language,
    *,
    known: KnownOn = NOW,
) -> MunicipalitiesPage:
    """Return the municipalities in order of name with the headline figures, then the area and the country."""
    shown = [one for one in measures if one.is_headline]
    latest = latest_of_measures(shown, subjects.all, as_known_on=known.day)
    newest = {
        one.pk: max(latest[key].period for key in latest if key[0] == one.pk)
        for one in shown
        if any(key[0] == one.pk for key in latest)
    }
    shown = [one for one in shown if one.pk in newest]

    def values(subject: Subject) -> tuple[str, ...]:
        return tuple(Writing.of(one.definition, language).value(latest.get((one.pk, subject.pk))) for one in shown)

    rows = [
        TableRow(one.name, known.keep(reverse("municipality", args=[organisation.slug, one.slug])), values(one))
        for one in subjects.municipalities
    ]
    rest = [one for one in subjects.all if one not in subjects.municipalities]
    rows += [TableRow(one.name, "", values(one)) for one in rest]
    periods = tuple(period_name(newest[one.pk], language) for one in shown)
    return MunicipalitiesPage(tuple(shown), periods, tuple(rows))
