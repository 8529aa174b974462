"""Reading what is released: figures as everybody may see them, releases as their owner's people see them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from luotsi.core.periods import Period
from luotsi.core.values import Cell, Flag, Gap, ratio
from luotsi.orgs.models import Organisation
from luotsi.orgs.types import SubjectKind
from luotsi.register.measures import get_definition
from luotsi.register.models import Release, ReleasedCell, ReleasedCurve
from luotsi.register.releases.cells import BASE, COUNT, REST, STEPS, TIED, same_as
from luotsi.register.releases.cells import Cell as Name
from luotsi.register.releases.kept import Out
from luotsi.register.releases.made import FEWEST_FOLLOWED, Earlier, MadeCell, MadeCurve, seal
from luotsi.register.releases.types import ReleaseState, UnableToRelease, Why
from luotsi.register.types import GROUPS, Grouping, Kind

HELSINKI = ZoneInfo("Europe/Helsinki")
OUT = (ReleaseState.APPROVED, ReleaseState.SUPERSEDED)
DECIMALS = 1


@dataclass(frozen=True, slots=True)
class Figure:
    """One released figure.

    count : persons, spells, searches, contacts or vacancies
    base : of a share its whole, of money the cents; else None
    share : of a share the per cent; else None
    median, mean : of days; else None
    why : why it is hidden, empty where it is shown
    months : 12 of a share over the twelve months that end with the month
    """

    measure: str
    month: Period
    place: str
    grouping: Grouping
    group: str
    part: str
    count: Cell
    base: Cell | None
    share: Cell | None
    median: Cell | None
    mean: Cell | None
    why: Why
    release_id: int
    is_simulated: bool
    months: int = 1

    @property
    def marks(self) -> frozenset[Flag]:
        """Return what is to be said beside the figure, number or not."""
        return frozenset({Flag.SIMULATED} if self.is_simulated else ())

    @property
    def is_median_undefined(self) -> bool:
        """Whether there is no median: nobody was counted, or of enough persons not half are met yet."""
        count = self.count.value
        return count is not None and (count == 0 or count >= FEWEST_FOLLOWED)


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that a release tells otherwise than the one before it; None where that one did not tell it."""

    before: Figure | None
    after: Figure


@dataclass(frozen=True, slots=True)
class Curve:
    """How many of a hundred still wait, by working day: (day, per cent, low, high)."""

    measure: str
    month: Period
    place: str
    points: tuple[tuple[int, Decimal, Decimal, Decimal], ...]
    is_simulated: bool


def releases_of(owner: Organisation) -> QuerySet[Release]:
    """Return every release of an organisation, the newest month first."""
    return Release.objects.filter(owner=owner).select_related("superseded_by", "proposed_by", "decided_by")


def waiting(owner: Organisation) -> QuerySet[Release]:
    """Return those that wait for approval, the oldest month first."""
    return releases_of(owner).filter(state=ReleaseState.PROPOSED).order_by("month_name")


def newest(owner: Organisation) -> Release | None:
    """Return the release of the newest month that is out. One query."""
    return releases_of(owner).filter(state=ReleaseState.APPROVED).first()


def standing(owner: Organisation, *, as_known_on: date | None = None) -> dict[tuple[str, str], Release]:
    """Return the release that tells each month of each measure: `{("stock", "2026-06"): release}`. One query."""
    rows = Release.objects.filter(owner=owner, state__in=OUT).select_related("owner").order_by("decided_at", "pk")
    if as_known_on is not None:
        midnight = datetime.combine(as_known_on + timedelta(days=1), time.min, HELSINKI)
        rows = rows.filter(decided_at__lt=midnight)
    return {(measure, one.month_name): one for one in rows for measure in one.measures}


def released_cells(
    owner: Organisation,
    measures: Iterable[str],
    *,
    places: Iterable[str] | None = None,
    months: Iterable[Period] | None = None,
    groupings: Iterable[Grouping] = (Grouping.ALL,),
    as_known_on: date | None = None,
    over: int = 1,
) -> list[Figure]:
    """Return what is released, each figure by the newest approved release that tells it. Two queries.

    Of the months themselves, or `over` the twelve months that end with each.

    In the order of measure, month, place, grouping; groups and parts in the order of the register's codes.
    """
    wanted, told = set(measures), standing(owner, as_known_on=as_known_on)
    chosen = {month.name for month in months} if months is not None else None
    by_release: dict[int, list[str]] = {}
    for (measure, month), one in told.items():
        if measure in wanted and (chosen is None or month in chosen):
            by_release.setdefault(one.pk, []).append(measure)
    if not by_release:
        return []
    named = Q()
    for pk, keys in by_release.items():
        named |= Q(release=pk, measure__in=keys)
    rows = ReleasedCell.objects.filter(named, grouping__in=[one.value for one in groupings], months=over)
    if places is not None:
        rows = rows.filter(place__in=list(places))
    releases = {one.pk: one for one in told.values()}
    for row in rows:
        row.release = releases[row.release_id]  # a joined row would bring one of its own each
    return sorted(map(figure_of, rows), key=_order)


def cells_of(release: Release, groupings: Iterable[Grouping] = tuple(Grouping)) -> list[Figure]:
    """Return the figures of one release, whatever its state: before approval for its owner's people only."""
    rows = release.cells.filter(grouping__in=[one.value for one in groupings])
    return sorted(map(figure_of, rows), key=_order)


def is_as_stored(release: Release) -> bool:
    """Tell whether the figures of a release are those that were stored with it."""
    names = [one.name for one in fields(MadeCell)]
    cells = (MadeCell(*row) for row in release.cells.values_list(*names))
    return seal(cells, (MadeCurve(*row) for row in release.curves.values_list(*MadeCurve._fields))) == release.seal


def changes(release: Release) -> list[Change]:
    """Return what a release tells otherwise than what stood when it was proposed."""
    earlier = {
        _name(figure): figure
        for one in standing_before(release)
        for figure in cells_of(one)
        if figure.measure in release.measures
    }
    found = []
    for figure in cells_of(release):
        before = earlier.get(_name(figure))
        if before is None or _told(before) != _told(figure):
            found.append(Change(before, figure))
    return found


def standing_before(release: Release) -> list[Release]:
    """Return the releases that told the same month before this one, each with measures nobody has told anew."""
    rows = Release.objects.filter(
        owner=release.owner_id, month_name=release.month_name, version__lt=release.version, state__in=OUT
    )
    newest: dict[str, Release] = {}
    for one in rows.order_by("version"):
        newest |= dict.fromkeys(one.measures, one)
    return sorted({one.pk: one for one in newest.values()}.values(), key=lambda one: one.version)


def curves(
    owner: Organisation,
    measure: str,
    *,
    places: Iterable[str],
    months: Iterable[Period],
    as_known_on: date | None = None,
) -> list[Curve]:
    """Return the released curves of a measure by month and place. Two queries."""
    told, names = standing(owner, as_known_on=as_known_on), {month.name for month in months}
    releases = {one.pk for (key, month), one in told.items() if key == measure and month in names}
    rows = ReleasedCurve.objects.filter(release__in=releases, measure=measure, place__in=list(places))
    found = [
        Curve(
            one.measure,
            one.release.month,
            one.place,
            tuple((day, Decimal(share), Decimal(low), Decimal(high)) for day, share, low, high in one.points),
            one.release.is_simulated,
        )
        for one in rows.select_related("release")
    ]
    return sorted(found, key=lambda one: (one.month, one.place))


def area_of_owner(owner: Organisation) -> str | None:
    """Return the code of the area that an organisation may release, None for the whole country.

    :raises UnableToRelease: when it stands for neither
    """
    if owner.subject is not None and owner.subject.kind == SubjectKind.COUNTRY:
        return None
    if owner.subject is None or owner.subject.kind != SubjectKind.AREA:
        raise UnableToRelease("no_area", f"{owner} stands for no employment area, so it releases no register figures.")
    return owner.subject.code


def all_out() -> list[Out]:
    """Return every release that was ever let out, of anybody, as anybody sees it. Three queries."""
    releases = list(Release.objects.filter(state__in=OUT).select_related("owner__subject").order_by("decided_at", "pk"))
    return _as_seen(releases, ReleasedCell.objects.filter(release__in=releases))


def near(month: Period, owner: Organisation) -> list[Release]:
    """Return every release that is out or waits and hangs together with a month of an owner, of anybody. One query.

    Twelve-month shares tie all months of an area; the country's tie all areas.
    """
    rows = Release.objects.exclude(state=ReleaseState.RETURNED)
    if area_of_owner(owner) is not None:
        names = {(month + step).name for step in (0, *STEPS)}
        whole = Q(owner__subject__kind=SubjectKind.COUNTRY)
        rows = rows.filter(Q(month_name__in=names) | Q(owner=owner) | whole)
    return list(rows.select_related("owner__subject").order_by("proposed_at", "pk"))


def earlier_of(month: Period, owner: Organisation) -> Earlier:
    """Return what a release of a month has to be protected beside: whatever is out or waits, of anybody.

    Three queries. What waits counts as shown: it may be by tomorrow.
    """
    releases = near(month, owner)
    here = [one for one in releases if one.month_name == month.name]
    cells = ReleasedCell.objects.filter(release__in=here)
    tied = ReleasedCell.objects.filter(release__in=releases, measure__in=TIED)
    return Earlier(tuple(_as_seen(releases, cells | tied)), tuple(sorted(one.pk for one in releases)))


def _as_seen(releases: Collection[Release], cells: QuerySet[ReleasedCell]) -> list[Out]:
    seen = {one.pk: _Seen() for one in releases}
    names = {one.pk: one.month_name for one in releases}
    for row in cells:
        seen[row.release_id].add(row, names[row.release_id])
    days: dict[int, dict[str, list[int]]] = {}
    for curve in ReleasedCurve.objects.filter(release__in=releases):
        days.setdefault(curve.release_id, {})[curve.place] = [int(point[0]) for point in curve.points[1:]]
    return [
        Out(
            one.month,
            _area(one),
            one.fingerprint,
            seen[one.pk].shown,
            frozenset(seen[one.pk].amounts),
            frozenset(seen[one.pk].medians),
            days.get(one.pk, {}),
            seen[one.pk].bounds,
        )
        for one in releases
    ]


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a release shows: numbers, each side of a share, lower bounds, and of which there are amounts and medians."""

    shown: dict[Name, int | None] = field(default_factory=dict)
    amounts: set[Name] = field(default_factory=set)
    medians: set[Name] = field(default_factory=set)
    bounds: dict[Name, int] = field(default_factory=dict)

    def add(self, row: ReleasedCell, month: str) -> None:
        sides = {COUNT: row.count, REST: row.rest, BASE: row.base} if row.kind == Kind.SHARE else {COUNT: row.count}
        at = (row.measure, month, row.place, row.grouping, row.group, row.part)
        for side, number in sides.items():
            self.shown[same_as(Name(*at, side, row.months))] = number
        if row.total_days is not None or (row.kind == Kind.MONEY and row.base is not None):
            self.amounts.add(same_as(Name(*at, COUNT)))
        if row.median is not None:
            self.medians.add(Name(*at, COUNT))
        if row.at_least is not None:
            self.bounds[same_as(Name(*at, COUNT, row.months))] = row.at_least


def _area(release: Release) -> str | None:
    """Return the area that a release tells, None where it tells the country."""
    subject = release.owner.subject
    return subject.code if subject is not None and subject.kind == SubjectKind.AREA else None


def figure_of(row: ReleasedCell) -> Figure:
    """Return a stored figure as the shared words: a hidden number is a gap, a simulated one says so."""
    marks = (Flag.SIMULATED,) if row.release.is_simulated else ()
    kind, count = Kind(row.kind), _cell(row.count, marks)
    if row.count is None and row.at_least is not None:
        count = Cell.of(row.at_least, Flag.AT_LEAST, *marks)
    base = _cell(row.base, marks) if kind.has_base else None
    median = mean = None
    if kind is Kind.HISTOGRAM:
        median = _cell(row.median, marks)
        mean = ratio(_cell(row.total_days, marks), _cell(row.count, marks), decimals=DECIMALS)
    return Figure(
        release_id=row.release_id,
        is_simulated=row.release.is_simulated,
        measure=row.measure,
        month=row.release.month,
        place=row.place,
        grouping=Grouping(row.grouping),
        group=row.group,
        part=row.part,
        count=count,
        base=base,
        share=_share(_cell(row.count, marks), base, is_unstable=row.is_unstable)
        if base and kind is Kind.SHARE
        else None,
        median=median,
        mean=mean,
        why=Why(row.why),
        months=row.months,
    )


def _cell(number: int | None, marks: tuple[Flag, ...]) -> Cell:
    return Cell.missing(Gap.HIDDEN) if number is None else Cell.of(number, *marks)


def _share(count: Cell, base: Cell, *, is_unstable: bool) -> Cell:
    made = ratio(count, base, scale=100, decimals=DECIMALS)
    if made.value is None or not is_unstable:
        return made
    return replace(made, flags=made.flags | {Flag.UNSTABLE})


def _name(figure: Figure) -> tuple[str, str, str, str, str, int]:
    return (figure.measure, figure.place, figure.grouping, figure.group, figure.part, figure.months)


def _told(figure: Figure) -> tuple[Cell | None, ...]:
    return (figure.count, figure.base, figure.share, figure.median, figure.mean)


def _order(figure: Figure) -> tuple[str, Period, str, int, int, int, int]:
    groups, parts = GROUPS.get(figure.grouping, ()), get_definition(figure.measure).parts
    return (
        figure.measure,
        figure.month,
        figure.place,
        list(Grouping).index(figure.grouping),
        groups.index(figure.group) if figure.group in groups else len(groups),
        parts.index(figure.part) if figure.part in parts else -1,
        figure.months,
    )
