"""Several sources of one measure side by side, and which of them is shown and judged by."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q

from luotsi.core.periods import Period
from luotsi.core.text import Text
from luotsi.core.values import Cell
from luotsi.indicators.models import NATIONAL, Definition, Measure, Series, SourceChoice
from luotsi.indicators.reading import end_of_day, observations_of
from luotsi.indicators.types import MethodKey
from luotsi.orgs.models import Subject
from luotsi.sources.questions import is_connection

OWN_NAME = Text("Oma luku", "Egen siffra", "Own figure")
TAKE_ENTRIES = Q(definition__method=MethodKey.MANUAL) | Q(keeps_own_values=True)
"""Which measures `takes_entries` tells of."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where values of a measure can come from: a key, and whose they are."""

    key: str
    owner_key: str

    @property
    def token(self) -> str:
        """The source in a form."""
        return f"{self.key}@{self.owner_key}"


def own_source(measure: Measure) -> Source:
    """Return the source of values that the organisation enters itself."""
    return Source(own_key(measure.definition), measure.owner.slug)


def own_key(definition: Definition) -> str:
    """Return the key of the series of values that organisations enter themselves."""
    return definition.source_key if definition.method == MethodKey.MANUAL else MethodKey.MANUAL.value


def takes_entries(measure: Measure) -> bool:
    """Tell whether people enter values of the measure: it is entered by hand, or keeps own values beside its source."""
    return measure.definition.method == MethodKey.MANUAL or measure.keeps_own_values


def shows_entries(measure: Measure) -> bool:
    """Tell whether what people enter is what is shown and judged by."""
    chosen = source_of(measure.shown_source)
    return measure.definition.method == MethodKey.MANUAL if chosen is None else chosen == own_source(measure)


def source_of(token: str) -> Source | None:
    """Return the source that a token names, None for an empty one."""
    key, _at, owner_key = token.rpartition("@")
    return Source(key, owner_key) if key else None


def sources_of(measures: Sequence[Measure], *, as_known_on: date | None = None) -> dict[int, Source | None]:
    """Return the chosen source of each measure; None is the definition's own source, the owner's series before all's.

    No query for today, one for an earlier day where anybody has ever chosen.
    """
    chosen = {measure.pk: source_of(measure.shown_source) for measure in measures}
    if as_known_on is None or not any(chosen.values()):
        return chosen
    rows = SourceChoice.objects.filter(measure__in=list(chosen), chosen_at__lt=end_of_day(as_known_on))
    then = {one.measure_id: Source(one.source_key, one.owner_key) for one in rows.order_by("chosen_at", "pk")}
    return {pk: then.get(pk) for pk in chosen}


def series_of_definitions(
    definitions: Iterable[Definition], subjects: Iterable[int], owners: Iterable[str]
) -> dict[int, Series]:
    """Return by id the series of the definitions' own sources, an organisation's own before everybody's. One query."""
    by_definition = {one.pk: one.source_key for one in definitions}
    rows = Series.objects.filter(
        definition_id__in=by_definition, subject_id__in=list(subjects), dimensions="", owner_key__in=list(owners)
    )
    chosen: dict[tuple[int, int], Series] = {}
    for one in rows.order_by("pk"):
        place = (one.definition_id, one.subject_id)
        chosen[place] = _preferred(chosen.get(place), one, by_definition[one.definition_id])
    return {one.pk: one for (definition, _subject), one in chosen.items() if _weight(one, by_definition[definition])}


def _preferred(known: Series | None, other: Series, source_key: str) -> Series:
    """Return which of two series is shown where nobody has chosen; of two connections the newer one."""
    return other if known is None or _weight(other, source_key) >= _weight(known, source_key) else known


def _weight(series: Series, source_key: str) -> int:
    """Return 3 for the owner's own series of the definition's source, 2 for everybody's, 1 for a connection, else 0."""
    if series.source_key == source_key:
        return 2 if series.owner_key == NATIONAL else 3
    return 1 if is_connection(series.source_key) else 0


def series_shown(
    measures: Sequence[Measure], subjects: Iterable[int], *, as_known_on: date | None = None
) -> dict[int, dict[int, Series]]:
    """Return by measure id and subject id the series that is shown and judged by. One query, two for an earlier day.

    Without a choice it is that of the definition's own source; where the owner has a series of it, the owner's.
    """
    measures = list(measures)
    chosen = sources_of(measures, as_known_on=as_known_on)
    owners = {NATIONAL, *(measure.owner.slug for measure in measures)}
    rows = Series.objects.filter(
        definition__in={measure.definition_id for measure in measures},
        subject__in=list(subjects),
        dimensions="",
        owner_key__in=owners,
    )
    of_definition: dict[int, list[Series]] = defaultdict(list)
    for one in rows.order_by("pk"):
        of_definition[one.definition_id].append(one)
    return {
        measure.pk: _shown(measure, of_definition[measure.definition_id], chosen[measure.pk]) for measure in measures
    }


def series_entered(measures: Sequence[Measure], subjects: Iterable[int]) -> dict[int, dict[int, Series]]:
    """Return by measure id and subject id the series of the owner's own entered values, shown or not. One query."""
    own = {one.pk: (one.definition_id, own_source(one)) for one in measures}
    rows = Series.objects.filter(
        definition__in={definition for definition, _source in own.values()},
        subject__in=list(subjects),
        dimensions="",
        owner_key__in={source.owner_key for _definition, source in own.values()},
    )
    by_place: dict[tuple[int, Source], dict[int, Series]] = defaultdict(dict)
    for one in rows:
        by_place[one.definition_id, Source(one.source_key, one.owner_key)][one.subject_id] = one
    return {pk: by_place[place] for pk, place in own.items()}


def _shown(measure: Measure, series: Iterable[Series], chosen: Source | None) -> dict[int, Series]:
    own_key, owners = measure.definition.source_key, {NATIONAL, measure.owner.slug}
    found: dict[int, Series] = {}
    for one in series:
        if chosen is not None:
            fits = (one.source_key, one.owner_key) == (chosen.key, chosen.owner_key)
        else:
            fits = one.owner_key in owners and _weight(one, own_key) > 0
        if fits:
            found[one.subject_id] = _preferred(found.get(one.subject_id), one, own_key)
    return found


@dataclass(frozen=True, slots=True)
class Beside:
    """A source of a measure with its newest period; where the shown one has it too, how far this one is from it."""

    source: Source
    name: Text
    is_shown: bool
    newest: Period | None
    value: Decimal | None
    known_on: date | None
    difference: Decimal | None
    is_stale: bool
    cells: Mapping[Period, Cell]


def name_of(source: Source, measure: Measure, note: str = "") -> Text:
    """Return what the source is called: by the definition, as own, or by the note of its figures."""
    definition = measure.definition
    if source.key == definition.source_key and source.owner_key == NATIONAL:
        return definition.source_name or Text(source.key)
    if source == own_source(measure):
        return OWN_NAME
    return Text(note or source.key)


def sources_beside(
    measure: Measure, subject: Subject, *, today: date, as_known_on: date | None = None
) -> tuple[Beside, ...]:
    """Return every source that has values of the subject, the one shown first. Four queries."""
    shown = series_shown([measure], [subject.pk], as_known_on=as_known_on)[measure.pk].get(subject.pk)
    series = Series.objects.filter(
        definition=measure.definition_id,
        subject=subject,
        dimensions="",
        owner_key__in=[NATIONAL, measure.owner.slug],
    ).in_bulk()
    lines: dict[int, dict[Period, tuple[Decimal | None, datetime, str]]] = defaultdict(dict)
    cells: dict[int, dict[Period, Cell]] = defaultdict(dict)
    for one in observations_of(series, as_known_on=as_known_on):
        cells[one.series_id][one.period] = one.cell
        lines[one.series_id][one.period] = (one.value, one.known_at, one.run.source_note)
    basis = {} if shown is None else {period: told[0] for period, told in lines.get(shown.pk, {}).items()}
    found = []
    for pk, line in lines.items():
        source = Source(series[pk].source_key, series[pk].owner_key)
        newest = max(line)
        common = max((one for one in line if line[one][0] is not None and basis.get(one) is not None), default=None)
        value, other = (None, None) if common is None else (line[common][0], basis[common])
        found.append(
            Beside(
                source,
                name_of(source, measure, line[newest][2]),
                is_shown=shown is not None and pk == shown.pk,
                newest=newest,
                value=line[newest][0],
                known_on=line[newest][1].date(),
                difference=None if value is None or other is None else value - other,
                is_stale=(today - newest.end).days > measure.definition.stale_after_days,
                cells=cells[pk],
            )
        )
    return tuple(sorted(found, key=lambda one: (not one.is_shown, one.source.key, one.source.owner_key)))
