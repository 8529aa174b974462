"""Measures as lines of a list: what each is now, and how it stands; and many of them counted honestly."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from luotsi.core.text import Language, Text
from luotsi.figures.period_names import period_name, period_short
from luotsi.figures.statuses import Status as StatusKey
from luotsi.indicators.models import Measure, Observation, Status
from luotsi.indicators.queries import latest_of_measures, statuses_of
from luotsi.indicators.writing import Writing
from luotsi.orgs.models import Subject
from luotsi.web.public.pages.values import known_on
from luotsi.web.shared.known import NOW, KnownOn


@dataclass(frozen=True, slots=True)
class MeasureCard:
    """One measure in a list."""

    name: Text
    url: str
    value: str
    """Empty while nothing is known."""
    period: str
    period_short: str
    status: str
    """Empty where nobody had judged it by the day that is looked back to."""
    explanation: Text
    awaits: Text
    known_on: date | None
    is_in_words: bool = False


def cards_of(
    measures: Sequence[Measure], subject: Subject | None, language: Language, *, known: KnownOn = NOW
) -> dict[int, MeasureCard]:
    """Return the cards by measure id, in three queries; four for an earlier day."""
    subjects = [subject] if subject else []
    latest = latest_of_measures(measures, subjects, as_known_on=known.day) if subjects else {}
    statuses = statuses_of(measures, subjects, as_known_on=known.day) if subjects else {}
    place = subject.pk if subject else 0
    return {
        one.pk: _card(one, latest.get((one.pk, place)), statuses.get((one.pk, place)), language, known)
        for one in measures
    }


def _card(
    measure: Measure, latest: Observation | None, status: Status | None, language: Language, known: KnownOn
) -> MeasureCard:
    writing = Writing.of(measure.definition, language)
    unjudged = StatusKey.NOT_REPORTED.value if known.day is None else ""
    return MeasureCard(
        name=measure.shown_name,
        url=known.keep(reverse("measure", args=[measure.owner.slug, measure.slug])),
        value=writing.value(latest) if latest else "",
        period=period_name(latest.period, language) if latest else "",
        period_short=period_short(latest.period, language) if latest else "",
        status=status.key if status else unjudged,
        explanation=status.explanation if status else Text(),
        awaits=measure.awaits,
        known_on=known_on(latest) if latest else None,
        is_in_words=bool(latest and latest.words),
    )


@dataclass(frozen=True, slots=True)
class Tally:
    """How many measures there are and how they stand: `8 measures: 1 on track, 7 still without values`."""

    total: str
    items: tuple[tuple[str, int], ...]
    """Statuses of those with values, with how many there are of each."""
    empty: str
    """How many have no values yet; nothing when all have."""


def tally(cards: Iterable[MeasureCard], known: KnownOn = NOW) -> Tally | None:
    """Return the cards counted, those without values told as such; None when there are none."""
    shown = list(cards)
    if not shown:
        return None
    standing = Counter(one.status for one in shown if one.value)
    empty = sum(not one.value for one in shown)
    told = _("{count} still without values") if known.day is None else _("nothing was known of {count}")
    return Tally(
        ngettext("{count} measure", "{count} measures", len(shown)).format(count=len(shown)),
        tuple((key.value, standing[key]) for key in StatusKey if standing[key]),
        told.format(count=empty) if empty else "",
    )
