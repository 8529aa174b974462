"""Every write of released figures as observations: approved and taken in together, or taken in later."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db import transaction

from luotsi.core.values import Bounds, Cell, Flag, Gap
from luotsi.indicators.ingest import Arrival, keep_intervals, publish
from luotsi.indicators.models import Definition, Measure, Run, Series
from luotsi.indicators.operations import judge_measures
from luotsi.indicators.reading import observations_of
from luotsi.indicators.registered.entries import EFFECT_ENTRIES, ENTRIES, Entry
from luotsi.indicators.types import MethodKey, RunKind
from luotsi.orgs.models import Organisation, Person, Subject
from luotsi.register.effects.operations import approve_effects
from luotsi.register.effects.queries import EffectFigure, effects_of
from luotsi.register.models import EffectRelease, Release
from luotsi.register.releases.operations import approve
from luotsi.register.releases.queries import Figure, cells_of
from luotsi.register.types import Grouping

SOURCE_KEY = MethodKey.REGISTER.value


@transaction.atomic
def approve_release(*, release: Release, actor: Person, at: datetime) -> Run:
    """Let a release out, and give the owner's measures its figures.

    :raises luotsi.register.releases.types.UnableToRelease: when it was decided meanwhile, or the person may not
    """
    return take_in_release(release=approve(release=release, actor=actor, at=at), at=at)


@transaction.atomic
def take_in_release(*, release: Release, at: datetime) -> Run:
    """Publish what an approved release tells as the owner's observations, and judge its measures.

    Running it again changes nothing. The run names the release, and the hash of its figures.
    """
    figures = {(one.measure, one.place, one.part): one for one in cells_of(release, [Grouping.ALL]) if one.months == 1}
    run = publish(
        list(_arrivals(release, figures, at)),
        kind=RunKind.RELEASE,
        source_key=SOURCE_KEY,
        at=at,
        source_note=f"register:{release.pk}:{release.month_name}:{release.version}",
        snapshot_sha256=release.seal,
        owner_key=release.owner.slug,
    )
    _judge(release.owner, ENTRIES, {place for _measure, place, _part in figures}, at)
    return run


@transaction.atomic
def approve_effect_release(*, release: EffectRelease, actor: Person, at: datetime) -> Run:
    """Let the effects of a year out, and give the owner's measures their values with their intervals.

    :raises luotsi.register.releases.types.UnableToRelease: when it was decided meanwhile, or the person may not
    """
    release = approve_effects(release=release, actor=actor, at=at)
    effects = {one.asked: one for one in effects_of(release)}
    subject = release.owner.subject
    found = {
        definition: effects[EFFECT_ENTRIES[definition.key]]
        for definition in Definition.objects.filter(key__in=EFFECT_ENTRIES)
        if subject is not None and EFFECT_ENTRIES[definition.key] in effects
    }
    run = publish(
        (Arrival(one, subject, release.period, effect.difference, at) for one, effect in found.items() if subject),
        kind=RunKind.RELEASE,
        source_key=SOURCE_KEY,
        at=at,
        source_note=f"register-effects:{release.pk}:{release.year}:{release.version}",
        snapshot_sha256=release.seal,
        owner_key=release.owner.slug,
    )
    _keep_intervals(release, {one.pk: effect for one, effect in found.items()}, at)
    _judge(release.owner, EFFECT_ENTRIES, [subject.code] if subject else [], at)
    return run


def _keep_intervals(release: EffectRelease, found: dict[int, EffectFigure], at: datetime) -> None:
    """Keep between which numbers each effect lies, beside the value that stands for it."""
    series = Series.objects.filter(
        definition__in=found, subject=release.owner.subject, source_key=SOURCE_KEY, owner_key=release.owner.slug
    ).in_bulk()
    effects = (
        (one, found[series[one.series_id].definition_id]) for one in observations_of(series, period=release.period)
    )
    told = ((one, effect.low, effect.high) for one, effect in effects)
    keep_intervals(((one, Bounds(low, high)) for one, low, high in told if low is not None and high is not None), at=at)


def _judge(owner: Organisation, keys: Iterable[str], places: Iterable[str], at: datetime) -> None:
    judge_measures(
        measures=Measure.objects.filter(owner=owner, definition__key__in=keys).select_related("definition", "owner"),
        subjects=list(Subject.objects.filter(code__in=places)),
        at=at,
    )


def _arrivals(release: Release, figures: dict[tuple[str, str, str], Figure], at: datetime) -> Iterator[Arrival]:
    definitions = {one.key: one for one in Definition.objects.filter(key__in=ENTRIES)}
    subjects = {one.code: one for one in Subject.objects.all()}
    for key, entry in ENTRIES.items():
        for (measure, place, part), figure in figures.items():
            if (measure, part) == (entry.measure, entry.part) and place in subjects and key in definitions:
                known_at = release.decided_at or at
                yield Arrival(definitions[key], subjects[place], release.month, _cell(figure, entry), known_at)


def _cell(figure: Figure, entry: Entry) -> Cell:
    """Return the number of the entry; a lower bound is no value, and a gap of a simulated register is marked too."""
    found: Cell | None = getattr(figure, entry.value)
    marks = figure.marks
    if found is not None and found.value is not None and Flag.AT_LEAST not in found.flags:
        return found
    if entry.value == "median" and figure.is_median_undefined:
        return Cell(gap=Gap.UNDEFINED, flags=marks)
    return Cell(gap=Gap.HIDDEN if found is None or found.value is not None else found.gap, flags=marks)
