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
from luotsi.figures.statuses import status_words
from luotsi.indicators.models import Measure, Observation, Status
from luotsi.indicators.queries import latest_of_measures, statuses_of
from luotsi.orgs.models import Subject
from luotsi.web.public.pages.values import Writing, known_on


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
    explanation: Text
    awaits: Text
    known_on: date | None

    @property
    def is_without_values(self) -> bool:
        """Whether nothing has ever been known of it."""
        return not self.value


def cards_of(measures: Sequence[Measure], subject: Subject | None, language: Language) -> dict[int, MeasureCard]:
    """Return the cards by measure id, in three queries."""
    subjects = [subject] if subject else []
    latest = latest_of_measures(measures, subjects) if subjects else {}
    statuses = statuses_of(measures, subjects) if subjects else {}
    place = subject.pk if subject else 0
    return {
        one.pk: _card(one, latest.get((one.pk, place)), statuses.get((one.pk, place)), language) for one in measures
    }


def _card(measure: Measure, latest: Observation | None, status: Status | None, language: Language) -> MeasureCard:
    writing = Writing.of(measure.definition, language)
    return MeasureCard(
        name=measure.shown_name,
        url=reverse("measure", args=[measure.owner.slug, measure.slug]),
        value=writing.value(latest) if latest else "",
        period=period_name(latest.period, language) if latest else "",
        period_short=period_short(latest.period, language) if latest else "",
        status=status.key if status else StatusKey.NOT_REPORTED.value,
        explanation=status.explanation if status else Text(),
        awaits=measure.awaits,
        known_on=known_on(latest) if latest else None,
    )


def counted(cards: Iterable[MeasureCard], language: Language) -> str:
    """Return how many measures there are and how they stand, those without values told as such.

    `8 measures: 1 on track, 7 still without values`
    """
    shown = list(cards)
    empty = sum(one.is_without_values for one in shown)
    standing = Counter(one.status for one in shown if not one.is_without_values)
    parts = [f"{standing[key]} {status_words(key, language)}" for key in StatusKey if standing[key]]
    if empty:
        parts.append(_("{count} still without values").format(count=empty))
    total = ngettext("{count} measure", "{count} measures", len(shown)).format(count=len(shown))
    return f"{total}: {', '.join(parts)}" if parts else total
