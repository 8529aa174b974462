"""Writes about breaks in series: a person tells of one, mends it, withdraws it; statuses follow at once."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from luotsi.core.periods import Period
from luotsi.core.text import Text
from luotsi.indicators.breaks import measures_of_which
from luotsi.indicators.models import Measure, SeriesBreak
from luotsi.indicators.operations import judge_measures
from luotsi.indicators.queries import HELSINKI
from luotsi.indicators.types import BreakKind
from luotsi.orgs.models import Person, Subject
from luotsi.orgs.operations import record
from luotsi.orgs.queries import municipalities_of


class UnableToBreak(ValueError):
    """The break cannot be kept. `reason` is a key for the reader's words."""

    def __init__(self, reason: str, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class NewBreak:
    """A break as a person tells it: the first period of the new way, what changed, in words, and where it is told."""

    period: Period
    kind: BreakKind
    text: Text
    source: str
    subject: Subject | None = None
    source_key: str = ""

    def check(self, measure: Measure) -> None:
        """Refuse a break that says too little or is of another kind of period.

        :raises UnableToBreak: with the sentence that says what is wrong
        """
        if self.period.kind != measure.definition.period_kind:
            raise UnableToBreak("period_kind", f"{self.period} is not a period of this measure")
        if not self.text:
            raise UnableToBreak("no_text", "say what changed")
        if not self.source.strip():
            raise UnableToBreak("no_source", "say where it is told")


@transaction.atomic
def tell_break(*, measure: Measure, told: NewBreak, actor: Person, at: datetime) -> SeriesBreak:
    """Keep a break that a person tells of, and judge anew what it concerns.

    :raises UnableToBreak: when it says too little, or the same period breaks already
    """
    told.check(measure)
    made = _kept(measure, told, actor, at)
    record(kind="indicators.break.tell", thing=made, actor=actor, at=at, organisation=measure.owner)
    _judge_again(measure, at)
    return made


@transaction.atomic
def mend_break(*, standing: SeriesBreak, told: NewBreak, actor: Person, at: datetime) -> SeriesBreak:
    """Put another wording, period or scope in the place of a break; the one before stays readable as known then.

    :raises UnableToBreak: when it says too little, the same period breaks already, or somebody changed it meanwhile
    """
    measure = standing.measure
    told.check(measure)
    _end(standing, at)
    made = _kept(measure, told, actor, at)
    changes = {
        "period": [standing.period_name, made.period_name],
        "kind": [standing.kind, made.kind],
        "text": [standing.text.as_dict(), made.text.as_dict()],
        "source": [standing.source, made.source],
    }
    record(kind="indicators.break.mend", thing=made, actor=actor, at=at, organisation=measure.owner, changes=changes)
    _judge_again(measure, at)
    return made


@transaction.atomic
def withdraw_break(*, standing: SeriesBreak, actor: Person, at: datetime) -> None:
    """Let figures compare again across what was no break; it stays readable as known then.

    :raises UnableToBreak: when somebody changed it meanwhile
    """
    _end(standing, at)
    record(kind="indicators.break.withdraw", thing=standing, actor=actor, at=at, organisation=standing.measure.owner)
    _judge_again(standing.measure, at)


def _kept(measure: Measure, told: NewBreak, actor: Person, at: datetime) -> SeriesBreak:
    try:
        with transaction.atomic():
            return SeriesBreak.objects.create(
                measure=measure,
                subject=told.subject,
                source_key=told.source_key,
                period_name=told.period.name,
                kind=told.kind,
                text=told.text,
                source=told.source.strip(),
                set_at=at,
                set_by=actor,
                set_by_name=actor.name,
            )
    except IntegrityError as fault:
        raise UnableToBreak("stands_already", f"{told.period} breaks already") from fault


def _end(standing: SeriesBreak, at: datetime) -> None:
    """Withdraw a break that still stands; of two persons at once one does."""
    if not SeriesBreak.objects.filter(pk=standing.pk, withdrawn_at__isnull=True).update(withdrawn_at=at):
        raise UnableToBreak("changed_meanwhile", "somebody changed or withdrew the break meanwhile")


def _judge_again(measure: Measure, at: datetime) -> None:
    """Judge the measure and the owner's others that are made of its values."""
    owner = measure.owner
    keys = measures_of_which(measure)
    own = [owner.subject] if owner.subject else []
    others = municipalities_of(owner, on=at.astimezone(HELSINKI).date())
    measures = Measure.objects.filter(owner=owner, definition__key__in=keys).select_related("definition", "owner")
    judge_measures(measures=measures, subjects=own + [one for one in others if one not in own], at=at)
