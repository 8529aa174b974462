"""Which breaks a measure's series have: known ones, those that people tell, those of its parts and of its places."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db.models import Q

from luotsi.core.periods import Period, PeriodKind
from luotsi.core.text import LANGUAGES, Text
from luotsi.indicators.calc.breaks import Break, in_order, read, year_later
from luotsi.indicators.calc.formula import FormulaKind
from luotsi.indicators.models import NATIONAL, Definition, Measure, Series, SeriesBreak
from luotsi.indicators.reading import end_of_day, newest_of_series, with_runs
from luotsi.indicators.types import BreakKind, RunKind
from luotsi.orgs.queries import CompositionChange, composition_changes

_JOINED = Text("{name} liittyi mukaan.", "{name} anslöt sig.", "{name} joined.")
_LEFT = Text("{name} jäi pois.", "{name} lämnade området.", "{name} left.")


def breaks_of_series(
    measures: Sequence[Measure], shown: Mapping[int, Mapping[int, Series]], *, as_known_on: date | None = None
) -> dict[int, dict[int, tuple[Break, ...]]]:
    """Return the breaks of each measure's shown series by measure id and subject id, in order of time.

    One query for what people tell, and two where a series is the organisation's own: whoever sums it counts those who
    belonged at the time, while what is summed here is summed in today's composition.
    """
    told = _told(measures, as_known_on)
    made_of = _made_of(measures, told)
    own = [one for by_subject in shown.values() for one in by_subject.values() if one.owner_key != NATIONAL]
    areas = _of_areas(own)
    return {
        measure.pk: {
            subject: in_order(
                (
                    *_known(measure, series),
                    *_of_people(measure, series, told, made_of[measure.pk]),
                    *_in_kind(areas.get(series.pk, ()), measure),
                )
            )
            for subject, series in shown[measure.pk].items()
        }
        for measure in measures
    }


def breaks_told(measure: Measure, *, as_known_on: date | None = None) -> list[SeriesBreak]:
    """Return the breaks that people tell of the measure itself, the newest first. One query."""
    rows = measure.breaks.filter(_standing(as_known_on)).select_related("subject")
    return sorted(rows, key=lambda one: (Period.parse(one.period_name), one.pk), reverse=True)


def own_breaks(measures: Iterable[Measure]) -> dict[int, tuple[Break, ...]]:
    """Return what people tell of each measure itself, by measure id. One query."""
    found: dict[int, list[Break]] = {one.pk: [] for one in measures}
    for row in SeriesBreak.objects.filter(measure__in=found, withdrawn_at__isnull=True):
        found[row.measure_id].append(row.as_break)
    return {pk: in_order(breaks) for pk, breaks in found.items()}


def measures_of_which(measure: Measure) -> set[str]:
    """Return the keys of the definitions whose values are made of the measure's, its own among them. One query."""
    parts = _parts_by_key()
    return {key for key in parts if measure.definition.key in _closure(key, parts)} | {measure.definition.key}


def _told(measures: Sequence[Measure], as_known_on: date | None) -> list[SeriesBreak]:
    rows = SeriesBreak.objects.filter(measure__owner__in={one.owner_id for one in measures})
    return list(rows.filter(_standing(as_known_on)).select_related("measure__definition"))


def _standing(as_known_on: date | None) -> Q:
    """Return which breaks stand, or stood at the end of the day."""
    if as_known_on is None:
        return Q(withdrawn_at__isnull=True)
    moment = end_of_day(as_known_on)
    return (Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=moment)) & Q(set_at__lt=moment)


def _made_of(measures: Sequence[Measure], told: Iterable[SeriesBreak]) -> dict[int, set[str]]:
    """Return the keys of what each measure is computed from; no query where nobody told of another measure."""
    own = {one.pk: {one.definition.key} for one in measures}
    keys = {one.measure.definition.key for one in told}
    if all(keys <= of for of in own.values()):
        return own
    parts = _parts_by_key()
    return {one.pk: _closure(one.definition.key, parts) for one in measures}


def _parts_by_key() -> dict[str, set[str]]:
    rows = Definition.objects.values_list("key", "formula", "numerator__key", "denominator__key")
    return {
        key: {part for parts in (formula or {}).values() for part in parts} | ({numerator, denominator} - {None})
        for key, formula, numerator, denominator in rows
    }


def _closure(key: str, parts: Mapping[str, set[str]]) -> set[str]:
    found, fresh = {key}, {key}
    while fresh := {part for one in fresh for part in parts.get(one, ())} - found:
        found |= fresh
    return found


def _known(measure: Measure, series: Series) -> Iterable[Break]:
    return (one for one in read(measure.definition.breaks) if one.source_key in {"", series.source_key})


def _of_people(measure: Measure, series: Series, told: Iterable[SeriesBreak], made_of: set[str]) -> Iterable[Break]:
    """Yield the breaks of the measure and of its parts; an area inherits those of its municipalities."""
    is_whole = series.subject_id == measure.owner.subject_id
    is_change = FormulaKind.YEARLY_CHANGE in measure.definition.formula
    for one in told:
        is_own = one.measure_id == measure.pk
        if one.measure.owner_id != measure.owner_id or not (is_own or one.measure.definition.key in made_of):
            continue
        if one.measure.definition_id == measure.definition_id and not is_own:
            continue
        concerns = one.subject_id is None or is_whole or one.subject_id == series.subject_id
        if concerns and (not one.source_key or not is_own or one.source_key == series.source_key):
            yield one.as_break
            if is_change and not is_own:
                yield year_later(one.as_break)


def _of_areas(own: Sequence[Series]) -> dict[int, list[CompositionChange]]:
    """Return the changes of each own series' place, by the series' id."""
    if not own:
        return {}
    by_place: dict[int, list[CompositionChange]] = defaultdict(list)
    for change in composition_changes({one.subject_id for one in own}):
        by_place[change.place].append(change)
    touched = [one for one in own if one.subject_id in by_place]
    summed = {
        one.series_id
        for one in with_runs(newest_of_series(series.pk for series in touched))
        if one.run.kind == RunKind.ROLL_UP
    }
    return {one.pk: by_place[one.subject_id] for one in touched if one.pk not in summed}


def _in_kind(changes: Iterable[CompositionChange], measure: Measure) -> Iterable[Break]:
    kind = PeriodKind(measure.definition.period_kind)
    for one in changes:
        pattern = _JOINED if one.is_joining else _LEFT
        text = Text(
            **{code: pattern.in_language(code).text.format(name=one.part.in_language(code).text) for code in LANGUAGES}
        )
        yield Break(Period.containing(one.on, kind), BreakKind.AREA, text)
