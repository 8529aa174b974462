"""What the desk's pages read: what waits for a person, the values of a period with their history."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from luotsi.core.periods import Period, PeriodError, PeriodKind
from luotsi.indicators.choosing import own_source, shows_entries, takes_entries
from luotsi.indicators.entry.models import DraftValue
from luotsi.indicators.entry.queries import drafts_by_place, drafts_of
from luotsi.indicators.entry.rules import last_ended
from luotsi.indicators.entry.types import DraftState
from luotsi.indicators.models import Measure, Observation, Series, Status
from luotsi.indicators.numbering import FIRST_YEAR
from luotsi.indicators.queries import entered_lines, statuses_of
from luotsi.indicators.reading import versions_of
from luotsi.indicators.types import StatusKey
from luotsi.orgs.models import Organisation, Subject
from luotsi.orgs.queries import municipalities_of
from luotsi.register.effects.queries import waiting_effects
from luotsi.register.models import EffectRelease, Release
from luotsi.register.releases.queries import newest, waiting
from luotsi.strategy.intake.queries import Progress, progress_of
from luotsi.strategy.models import Import, PlanVersion
from luotsi.strategy.types import ImportState, VersionState
from luotsi.web.desk.access import Seat

PERIODS_OFFERED = 12


class Judged(NamedTuple):
    """A measure with what was judged of it."""

    measure: Measure
    status: Status


class Missing(NamedTuple):
    """A measure that people enter values of, whose last ended period has no value."""

    measure: Measure
    period: Period


class UnderReview(NamedTuple):
    """An import with how far its review has come."""

    batch: Import
    progress: Progress


class RegisterState(NamedTuple):
    """How the client register stands: releases and effects that wait, whether for this person, the newest out."""

    waiting: list[Release]
    effects: list[EffectRelease]
    is_mine: bool
    newest: Release | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for one person, most urgent first."""

    reviews: list[UnderReview]
    versions: list[PlanVersion]
    missing: list[Missing]
    approvals: list[DraftValue]
    register: RegisterState | None
    returned: list[DraftValue]
    behind: list[Judged]
    unreported: list[Judged]

    @property
    def count(self) -> int:
        """How many things the person can do something about."""
        entered = len(self.missing) + len(self.approvals) + len(self.returned)
        register = self.register if self.register and self.register.is_mine else None
        released = len(register.waiting) + len(register.effects) if register else 0
        return len(self.reviews) + len(self.versions) + entered + released + len(self.behind)


class Stood(NamedTuple):
    """What was judged of an organisation's measures by a day, where something was to be done."""

    behind: list[Judged]
    unreported: list[Judged]


def stood_on(day: date, owner: Organisation) -> Stood:
    """Return which of the measures were behind, at risk or not reported as judged by the end of the day."""
    statuses = [] if owner.subject is None else _judged(measures_of(owner), owner.subject, as_known_on=day)
    return Stood(_behind(statuses), [one for one in statuses if one.status.key == StatusKey.NOT_REPORTED])


def waiting_for(seat: Seat, *, today: date) -> Waiting:
    """Return what waits for the person at this desk; nothing that the role cannot act on but the statuses."""
    owner, subject = seat.organisation, seat.organisation.subject
    measures = measures_of(owner)
    statuses = [] if subject is None else _judged(measures, subject)
    drafts = drafts_of(owner, (DraftState.SUBMITTED, DraftState.RETURNED)) if seat.may_enter else []
    return Waiting(
        reviews=reviews_of(owner) if seat.may_edit else [],
        versions=_open_versions(owner) if seat.may_edit else [],
        missing=_missing(measures, subject, today) if seat.may_enter and subject is not None else [],
        approvals=[one for one in drafts if one.state == DraftState.SUBMITTED and _is_to_approve(one, seat)],
        register=_register(seat) if seat.has_register else None,
        returned=[one for one in drafts if one.state == DraftState.RETURNED and one.entered_by == seat.person],
        behind=_behind(statuses),
        unreported=[
            one for one in statuses if one.status.key == StatusKey.NOT_REPORTED and not shows_entries(one.measure)
        ],
    )


def _register(seat: Seat) -> RegisterState:
    owner = seat.organisation
    return RegisterState(list(waiting(owner)), list(waiting_effects(owner)), seat.may_approve, newest(owner))


def _is_to_approve(draft: DraftValue, seat: Seat) -> bool:
    return seat.may_approve and draft.entered_by != seat.person


def measures_of(owner: Organisation) -> list[Measure]:
    """Return an organisation's measures in its own order."""
    return list(Measure.objects.filter(owner=owner).select_related("definition", "owner"))


def reviews_of(owner: Organisation) -> list[UnderReview]:
    """Return the imports under review with their progress, the newest first."""
    open_ones = list(
        Import.objects.filter(document__owner=owner, state=ImportState.REVIEW).select_related("document", "started_by")
    )
    progress = progress_of(open_ones)
    return [UnderReview(one, progress[one.pk]) for one in open_ones]


def _open_versions(owner: Organisation) -> list[PlanVersion]:
    states = (VersionState.DRAFT, VersionState.DECIDED)
    return list(PlanVersion.objects.filter(plan__owner=owner, state__in=states).select_related("plan__owner"))


def _judged(measures: list[Measure], subject: Subject, *, as_known_on: date | None = None) -> list[Judged]:
    statuses = statuses_of(measures, [subject], as_known_on=as_known_on)
    found = ((measure, statuses.get((measure.pk, subject.pk))) for measure in measures)
    return [Judged(measure, status) for measure, status in found if status is not None]


def _behind(statuses: list[Judged]) -> list[Judged]:
    """Return what is behind before what is at risk."""
    order = (StatusKey.BEHIND, StatusKey.AT_RISK)
    behind = [one for one in statuses if one.status.key in order]
    return sorted(behind, key=lambda one: order.index(StatusKey(one.status.key)))


def _missing(measures: list[Measure], subject: Subject, today: date) -> list[Missing]:
    entered = [one for one in measures if takes_entries(one)]
    lines = entered_lines(entered, [subject])
    on_the_way = drafts_by_place((one.pk for one in entered), [subject])
    found = []
    for measure in entered:
        period = last_ended(PeriodKind(measure.definition.period_kind), today)
        if period is None or (measure.pk, subject.pk, period.name) in on_the_way:
            continue
        if lines[measure.pk][subject.pk].at(period) is None:
            found.append(Missing(measure, period))
    return sorted(found, key=lambda one: one.period.end)


def periods_offered(kind: PeriodKind, today: date) -> list[Period]:
    """Return the periods that a value can be entered for, the one under way first; none before the first there is."""
    found: list[Period] = []
    while len(found) < PERIODS_OFFERED:
        try:
            found.append(found[-1] - 1 if found else Period.containing(today, kind))
        except PeriodError:
            break
    return [one for one in found if one.year >= FIRST_YEAR]


def subjects_of(owner: Organisation, *, today: date) -> list[Subject]:
    """Return whom an organisation's values can be about: itself, and the municipalities of an area."""
    if owner.subject is None:
        return []
    return [owner.subject, *(one for one in municipalities_of(owner, on=today) if one != owner.subject)]


def versions_of_values(
    measure: Measure, period: Period, *, as_known_on: date | None = None
) -> dict[int, list[Observation]]:
    """Return every version of each subject's value of one period, the newest first, by subject id. Four queries."""
    series = Series.objects.filter(
        definition=measure.definition_id,
        source_key=own_source(measure).key,
        owner_key=measure.owner.slug,
        dimensions="",
    ).in_bulk()
    found: dict[int, list[Observation]] = defaultdict(list)
    for one in versions_of(series, period, as_known_on=as_known_on):
        found[series[one.series_id].subject_id].append(one)
    return found
