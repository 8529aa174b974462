"""Writes about the sources of a measure: which one is shown, and whether people enter figures beside it."""

from datetime import datetime

from django.db import transaction

from luotsi.indicators.choosing import Source, own_source
from luotsi.indicators.models import NATIONAL, Measure, Series, SourceChoice, Status
from luotsi.indicators.operations import judge_measures
from luotsi.indicators.queries import HELSINKI
from luotsi.orgs.models import Person
from luotsi.orgs.operations import record
from luotsi.orgs.queries import municipalities_of


class UnableToChoose(ValueError):
    """The source cannot be shown. `reason` is a key for the reader's words."""

    def __init__(self, reason: str, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason


@transaction.atomic
def choose_source(
    *, measure: Measure, source: Source, reason: str, seen: str, actor: Person, at: datetime
) -> list[Status]:
    """Show a measure by another of its sources from now on, and judge it anew; return the statuses that changed.

    `seen` is the choice that the person saw while choosing. What was shown on earlier days stays readable.

    :raises UnableToChoose: without a reason, for a source without values, or when somebody chose meanwhile
    """
    locked = Measure.objects.select_for_update(of=("self",)).get(pk=measure.pk)
    if locked.shown_source != seen:
        raise UnableToChoose("changed_meanwhile", "somebody chose another source meanwhile")
    if not reason.strip():
        raise UnableToChoose("no_reason", "say why this source is shown")
    if (
        source.owner_key not in {NATIONAL, measure.owner.slug}
        or not Series.objects.filter(
            definition=measure.definition_id, source_key=source.key, owner_key=source.owner_key
        ).exists()
    ):
        raise UnableToChoose("no_values", "the source has no values of this measure")
    SourceChoice.objects.create(
        measure=measure,
        source_key=source.key,
        owner_key=source.owner_key,
        reason=reason.strip()[:500],
        chosen_at=at,
        chosen_by=actor,
        chosen_by_name=actor.name,
    )
    measure.shown_source = source.token
    measure.save(update_fields=["shown_source"])
    changes = {"source": [seen, source.token], "reason": reason.strip()[:500]}
    record(
        kind="indicators.measure.choose_source",
        thing=measure,
        actor=actor,
        at=at,
        organisation=measure.owner,
        changes=changes,
    )
    own = [measure.owner.subject] if measure.owner.subject else []
    others = municipalities_of(measure.owner, on=at.astimezone(HELSINKI).date())
    return judge_measures(measures=[measure], subjects=own + [one for one in others if one not in own], at=at)


@transaction.atomic
def keep_own_values(*, measure: Measure, keeps: bool, actor: Person, at: datetime) -> None:
    """Let people enter figures of their own beside those of the source, or no longer.

    :raises UnableToChoose: when the own figures are the ones shown
    """
    if not keeps and measure.shown_source == own_source(measure).token:
        raise UnableToChoose("shown", "the own figures are shown; choose another source first")
    changes = {"keeps_own_values": [measure.keeps_own_values, keeps]}
    measure.keeps_own_values = keeps
    measure.save(update_fields=["keeps_own_values"])
    record(
        kind="indicators.measure.keep_own_values",
        thing=measure,
        actor=actor,
        at=at,
        organisation=measure.owner,
        changes=changes,
    )
