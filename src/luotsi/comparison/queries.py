"""Reading references: which there are for a share, and what they tell in the month nearest to the one compared."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import QuerySet

from luotsi.comparison.models import Offer, SharedPart, SharedReference
from luotsi.comparison.published import COUNTRY, Share, months_of_places, months_published, published_of, shares_of
from luotsi.comparison.rules import FEWEST_OTHERS, added, may_be_made, nearest
from luotsi.comparison.types import COMPARABLES, DIVISIONS, Comparable, Divided, Origin
from luotsi.core.periods import Period
from luotsi.core.text import Text
from luotsi.indicators.reading import end_of_day
from luotsi.orgs.geography import members
from luotsi.orgs.models import Organisation, Subject
from luotsi.register.models import Release, ReleasedCell
from luotsi.register.releases.queries import HELSINKI, standing
from luotsi.register.releases.rates import divisions_of
from luotsi.register.releases.types import ReleaseState


@dataclass(frozen=True, slots=True)
class Reference:
    """What could be expected, and of whom.

    whole : the numbers that give the expected shares; of an exchange those of the other areas
    places : municipalities and areas that it tells beside, by code, for pictures
    areas : whose figures an exchange adds up
    known_at : when it was released, made or published
    """

    origin: Origin
    month: Period
    known_at: datetime
    whole: Divided
    places: Mapping[str, Divided] = field(default_factory=dict)
    areas: tuple[Text, ...] = ()
    is_simulated: bool = False


@dataclass(frozen=True, slots=True)
class Exists:
    """The months of an area's own figures, the newest first, and of each reference that there is of a share."""

    comparable: Comparable
    own: tuple[Period, ...]
    references: Mapping[Origin, set[Period]]


class _Part(NamedTuple):
    """A release that a shared reference adds up: of which area, telling what."""

    release: int
    owner: int
    area: str
    measures: tuple[str, ...]


class References:
    """The references of an installation as one area may use them, now or on a day; months are looked up once."""

    def __init__(self, area: Organisation, *, as_known_on: date | None = None) -> None:
        self.as_known_on = as_known_on
        self._area = area
        self._own = standing(area, as_known_on=as_known_on)
        whole = _country_owner()
        self._country = (
            standing(whole, as_known_on=as_known_on)
            if whole is not None
            else self._own
            if _tells_country(self._own)
            else {}
        )
        self._shared = {one.month: one for one in _shared(as_known_on) if self._may_use(one)}
        self._shares = shares_of(one.published for one in COMPARABLES if one.published)
        self._published: dict[str, set[Period]] = {}
        self._parts = _parts_of(self._shared.values(), besides=area)
        self._telling: dict[str, dict[Period, list[_Part]]] = {}

    def _may_use(self, one: SharedReference) -> bool:
        """Tell whether persons who do not exist are compared with the like, and real ones with real ones."""
        return not self._own or any(release.is_simulated == one.is_simulated for release in self._own.values())

    def own_release(self, comparable: Comparable, month: Period) -> Release | None:
        """Return the release that tells the area's own share of the month."""
        return self._own.get((comparable.measure, month.name))

    def own(self, comparable: Comparable, month: Period, places: Collection[str]) -> Mapping[str, Divided]:
        """Return the released share of each of the area's places in the month. One query."""
        release = self.own_release(comparable, month)
        if release is None:
            return {}
        return _by_place(_told([release.pk], comparable, places))

    def find(self, comparable: Comparable, origin: Origin, month: Period) -> Reference | None:
        """Return the reference of that kind nearest to the month; None where there is none within a year."""
        if origin is Origin.COUNTRY:
            return self._of_country(comparable, month)
        if origin is Origin.EXCHANGE:
            return self._of_areas(comparable, month)
        at, share = nearest(self.months_published(comparable), month), self._shares.get(comparable.published)
        return None if at is None or share is None else _published(comparable, share, at, self.as_known_on)

    def over(
        self, comparable: Comparable, origin: Origin, months: Iterable[Period], places: Collection[str]
    ) -> list[tuple[Mapping[str, Divided], Divided]]:
        """Return the places and the reference of each of the months that has both. Three queries at most."""
        wanted = list(months)
        if not comparable.is_of_register:
            return self._published_over(comparable, wanted, places)
        own = {month: self._own.get((comparable.measure, month.name)) for month in wanted}
        told = _told([one.pk for one in own.values() if one is not None], comparable, places)
        wholes = self._wholes(comparable, origin, wanted)
        found: list[tuple[Mapping[str, Divided], Divided]] = []
        for month, release in own.items():
            there = {code: told.get((release.pk, code), {}) for code in places} if release is not None else {}
            if there and wholes.get(month):
                found.append((there, wholes[month]))
        return found

    def _published_over(
        self, comparable: Comparable, months: list[Period], places: Collection[str]
    ) -> list[tuple[Mapping[str, Divided], Divided]]:
        share = self._shares.get(comparable.published)
        found = {} if share is None else months_of_places(share, months, places, as_known_on=self.as_known_on)
        return [
            ({code: one for code, one in told.items() if code != COUNTRY}, told[COUNTRY])
            for told in found.values()
            if COUNTRY in told
        ]

    def _wholes(self, comparable: Comparable, origin: Origin, months: list[Period]) -> dict[Period, Divided]:
        """Return the reference of each month, or of the one nearest to it, without the places."""
        if origin is Origin.PUBLISHED:
            return self._published_wholes(comparable, months)
        if origin is Origin.COUNTRY:
            releases = {month: one for month in months if (one := self._country_release(comparable, month))}
            told = _told({one.pk for one in releases.values()}, comparable, [COUNTRY])
            return {month: told.get((one.pk, COUNTRY), {}) for month, one in releases.items()}
        parts = {month: self._sharing(comparable, month)[1] for month in months}
        flat = {part for of in parts.values() for part in of}
        told = _told({one.release for one in flat}, comparable, {one.area for one in flat})
        return {
            month: added({one.area: told.get((one.release, one.area), {}) for one in of}) for month, of in parts.items()
        }

    def _published_wholes(self, comparable: Comparable, months: list[Period]) -> dict[Period, Divided]:
        near = {month: nearest(self.months_published(comparable), month) for month in months}
        share = self._shares.get(comparable.published)
        told = (
            {}
            if share is None
            else months_of_places(share, filter(None, near.values()), (), as_known_on=self.as_known_on)
        )
        wholes = {month: told[at].get(COUNTRY) for month, at in near.items() if at in told}
        return {month: whole for month, whole in wholes.items() if whole is not None}

    def _country_release(self, comparable: Comparable, month: Period) -> Release | None:
        at = nearest(_months(self._country, comparable.measure), month)
        return None if at is None else self._country[comparable.measure, at.name]

    def _of_country(self, comparable: Comparable, month: Period) -> Reference | None:
        """Return what the country's release of the nearest month tells, its municipalities beside it. One query."""
        release = self._country_release(comparable, month)
        places = {} if release is None else _by_place(_told([release.pk], comparable, None))
        if release is None or not places.get(COUNTRY):
            return None
        return Reference(
            origin=Origin.COUNTRY,
            month=release.month,
            known_at=release.decided_at or release.proposed_at,
            whole=places[COUNTRY],
            places={place: one for place, one in places.items() if place != COUNTRY},
            is_simulated=release.is_simulated,
        )

    def _sharing(self, comparable: Comparable, month: Period) -> tuple[Period | None, list[_Part]]:
        """Return the month of the shared reference nearest to the month, and the others' parts of it."""
        telling = self._told_by_others(comparable)
        at = nearest(telling, month)
        return at, [] if at is None else telling[at]

    def _of_areas(self, comparable: Comparable, month: Period) -> Reference | None:
        """Return the others' sum in the nearest month's reference, their municipalities beside it. Two queries."""
        at, parts = self._sharing(comparable, month)
        codes = {code for one in parts for code in _places_of(one.area, at)} if at is not None else set()
        places = _by_place(_told({one.release for one in parts}, comparable, codes))
        whole = added({one.area: places.get(one.area, {}) for one in parts})
        if at is None or not whole:
            return None
        names = Organisation.objects.in_bulk([one.owner for one in parts])
        return Reference(
            origin=Origin.EXCHANGE,
            month=at,
            known_at=self._shared[at].made_at,
            whole=whole,
            places={place: one for place, one in places.items() if place != COUNTRY},
            areas=tuple(names[one.owner].name for one in parts),
            is_simulated=self._shared[at].is_simulated,
        )

    def _told_by_others(self, comparable: Comparable) -> dict[Period, list[_Part]]:
        """Return by month the newest release of each other area that tells the share, where enough of them do."""
        key = comparable.measure
        if key not in self._telling:
            self._telling[key] = {}
            for at, shared in self._shared.items():
                newest = {one.area: one for one in self._parts.get(shared.pk, ()) if key in one.measures}
                if len(newest) >= FEWEST_OTHERS:
                    self._telling[key][at] = [newest[code] for code in sorted(newest)]
        return self._telling[key]

    def months_published(self, comparable: Comparable) -> set[Period]:
        """Return the months of which the country's published share is known."""
        key = comparable.published
        if key and key not in self._published:
            share = self._shares.get(key)
            told = set() if share is None else months_published(share, as_known_on=self.as_known_on)
            self._published[key] = told
        return self._published.get(key, set())

    def months(self, comparable: Comparable) -> dict[Origin, set[Period]]:
        """Return the months of each kind of reference that there is."""
        found = {Origin.PUBLISHED: self.months_published(comparable)}
        if comparable.is_of_register:
            shared = set(self._told_by_others(comparable))
            country = _months(self._country, comparable.measure)
            found = {Origin.COUNTRY: country, Origin.EXCHANGE: shared, **found}
        return {origin: months for origin, months in found.items() if months}

    def exists(self) -> list[Exists]:
        """Return what there is to compare each share with, whatever the month."""
        found = []
        for one in COMPARABLES:
            months = self.months(one)
            own = _months(self._own, one.measure) if one.is_of_register else months.get(Origin.PUBLISHED, set())
            found.append(Exists(one, tuple(sorted(own, reverse=True)), months))
        return found


def _shared(as_known_on: date | None) -> QuerySet[SharedReference]:
    rows = SharedReference.objects.all()
    return rows if as_known_on is None else rows.filter(made_at__lt=end_of_day(as_known_on))


def _country_owner() -> Organisation | None:
    """Return the organisation that stands for the country and has released its figures."""
    found = Organisation.objects.filter(subject__code=COUNTRY, is_public=True, releases__isnull=False)
    return found.order_by("pk").first()


def _tells_country(told: Mapping[tuple[str, str], Release]) -> bool:
    """Tell whether an area's own releases tell the country, as they do where its register holds all of it."""
    return ReleasedCell.objects.filter(release__in={one.pk for one in told.values()}, place=COUNTRY).exists()


def _months(told: Mapping[tuple[str, str], Release], measure: str) -> set[Period]:
    return {Period.parse(month) for key, month in told if key == measure}


def _told(
    releases: Iterable[int], comparable: Comparable, places: Collection[str] | None
) -> dict[tuple[int, str], Divided]:
    return divisions_of(releases, comparable.measure, comparable.part, places=places, groupings=DIVISIONS)


def _by_place(told: Mapping[tuple[int, str], Divided]) -> dict[str, Divided]:
    return {place: one for (_release, place), one in told.items()}


def _places_of(area: str, month: Period) -> list[str]:
    return [area, *(one.subject_code for one in members(area.removeprefix("TA"), month.end))]


def _parts_of(references: Iterable[SharedReference], *, besides: Organisation) -> dict[int, list[_Part]]:
    """Return by reference the releases that it adds up, without those of one area, older versions first. One query."""
    rows = SharedPart.objects.filter(reference__in=[one.pk for one in references]).exclude(release__owner=besides)
    columns = ("release_id", "release__owner_id", "release__owner__subject__code", "release__measures")
    found: dict[int, list[_Part]] = {}
    for reference, release, owner, area, measures in rows.order_by("release__version").values_list(
        "reference_id", *columns
    ):
        found.setdefault(reference, []).append(_Part(release, owner, area, tuple(measures)))
    return found


def _published(comparable: Comparable, share: Share, month: Period, as_known_on: date | None) -> Reference | None:
    """Return the published reference; municipalities stand beside it only where every figure is a published one."""
    found = published_of(share, month, () if comparable.is_of_register else None, as_known_on=as_known_on)
    if found is None:
        return None
    places = {code: one for code, one in found.places.items() if code != COUNTRY}
    return Reference(Origin.PUBLISHED, found.month, found.known_at, found.places[COUNTRY], places)


def offer_of(area: Organisation) -> Offer | None:
    """Return the area's offer that stands, None where there is none. One query."""
    return Offer.objects.filter(area=area, withdrawn_at__isnull=True).first()


@dataclass(frozen=True, slots=True)
class Ready:
    """A month without a shared reference: who share their figures, and whose are out."""

    month: Period
    offered: int
    released: tuple[Organisation, ...]
    may_be_made: bool


def months_to_make(at: datetime) -> list[Ready]:
    """Return the months that areas which share have released and that have no reference, the newest first."""
    offered = list(Offer.objects.filter(withdrawn_at__isnull=True).values_list("area_id", flat=True))
    made = set(SharedReference.objects.values_list("month_name", flat=True))
    rows = Release.objects.filter(owner__in=offered, state=ReleaseState.APPROVED).exclude(month_name__in=made)
    areas: dict[str, dict[int, Organisation]] = {}
    for one in rows.select_related("owner").order_by("owner__position", "owner__slug"):
        areas.setdefault(one.month_name, {})[one.owner_id] = one.owner
    today = at.astimezone(HELSINKI).date()
    found = []
    for name, owners in areas.items():
        month = Period.parse(name)
        ready = may_be_made(month, offered=len(offered), released=len(owners), on=today)
        found.append(Ready(month, len(offered), tuple(owners.values()), ready))
    return sorted(found, key=lambda one: one.month, reverse=True)


def references_made() -> list[tuple[SharedReference, list[Text]]]:
    """Return every shared reference with the names of its areas, the newest month first. Two queries."""
    found = SharedReference.objects.prefetch_related("parts__release__owner")
    return [
        (one, list({part.release.owner_id: part.release.owner.name for part in one.parts.all()}.values()))
        for one in found
    ]


def names_of(codes: Iterable[str]) -> dict[str, Text]:
    """Return the names of places by code. One query."""
    return {one.code: one.name for one in Subject.objects.filter(code__in=list(codes))}
