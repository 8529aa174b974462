"""Reading references: which there are for a share, and what they tell in the month nearest to the one compared."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from luotsi.comparison.models import Offer, SharedPart, SharedReference
from luotsi.comparison.published import COUNTRY, Share, months_of_places, months_published, published_of, shares_of
from luotsi.comparison.rules import FEWEST_OTHERS, added, may_be_made, nearest
from luotsi.comparison.types import COMPARABLES, DIVISIONS, Comparable, Divided, Origin
from luotsi.core.periods import Period
from luotsi.core.text import Text
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
    places : what else is told beside it by code: municipalities for a picture, and areas where all is published
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


class References:
    """The references of an installation as one area may use them; months are looked up once."""

    def __init__(self, area: Organisation) -> None:
        self._area = area
        self._own = standing(area)
        whole = _country_owner()
        self._country = standing(whole) if whole is not None else self._own if _tells_country(self._own) else {}
        self._shared = {one.month: one for one in SharedReference.objects.all() if self._may_use(one)}
        self._shares = shares_of(one.published for one in COMPARABLES if one.published)
        self._published: dict[str, set[Period]] = {}
        self._parts: dict[int, list[Release]] = {}
        parts = SharedPart.objects.filter(reference__in=[one.pk for one in self._shared.values()])
        for part in parts.select_related("release__owner__subject"):
            self._parts.setdefault(part.reference_id, []).append(part.release)

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
        return {place: one for (_release, place), one in _told([release.pk], comparable, places).items()}

    def find(self, comparable: Comparable, origin: Origin, month: Period) -> Reference | None:
        """Return the reference of that kind nearest to the month; None where there is none within a year."""
        if origin is not Origin.PUBLISHED:
            return self._released(comparable, origin, month)
        at, share = nearest(self.months_published(comparable), month), self._shares.get(comparable.published)
        return None if at is None or share is None else _published(comparable, share, at)

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
        found = {} if share is None else months_of_places(share, months, places)
        return [
            ({code: one for code, one in told.items() if code != COUNTRY}, told[COUNTRY])
            for told in found.values()
            if COUNTRY in told
        ]

    def _wholes(self, comparable: Comparable, origin: Origin, months: list[Period]) -> dict[Period, Divided]:
        """Return the reference of each month, or of the one nearest to it, without the places."""
        if origin is Origin.PUBLISHED:
            at = {month: nearest(self.months_published(comparable), month) for month in months}
            share = self._shares.get(comparable.published)
            told = {} if share is None else months_of_places(share, filter(None, at.values()), ())
            return {
                month: told[one][COUNTRY]
                for month, one in at.items()
                if one is not None and COUNTRY in told.get(one, {})
            }
        releases = {month: self._releases(comparable, origin, month)[1] for month in months}
        codes = {one.pk: COUNTRY if origin is Origin.COUNTRY else _code(one) for of in releases.values() for one in of}
        numbers = _told(codes, comparable, set(codes.values()))
        found: dict[Period, Divided] = {}
        for month, of in releases.items():
            areas = {str(one.pk): numbers.get((one.pk, codes[one.pk]), {}) for one in of}
            if of:
                found[month] = added(areas) if origin is Origin.EXCHANGE else next(iter(areas.values()))
        return found

    def _releases(self, comparable: Comparable, origin: Origin, month: Period) -> tuple[Period | None, list[Release]]:
        """Return the month of the reference nearest to the month, and the releases that tell it."""
        if origin is Origin.COUNTRY:
            at = nearest(_months(self._country, comparable.measure), month)
            return at, [] if at is None else [self._country[comparable.measure, at.name]]
        telling = {one: found for one in self._shared if (found := self._telling(comparable, one))}
        at = nearest(telling, month)
        return at, [] if at is None else telling[at]

    def _released(self, comparable: Comparable, origin: Origin, month: Period) -> Reference | None:
        """Return the reference of releases, with the municipalities they tell. One query."""
        at, releases = self._releases(comparable, origin, month)
        if at is None:
            return None
        is_country = origin is Origin.COUNTRY
        told = _told(
            [one.pk for one in releases],
            comparable,
            None if is_country else {code for one in releases for code in _places_of(one)},
        )
        by_place = {place: one for (_release, place), one in told.items()}
        whole = (
            by_place.get(COUNTRY, {})
            if is_country
            else added({_code(one): by_place.get(_code(one), {}) for one in releases})
        )
        if not whole:
            return None
        shared = None if is_country else self._shared[at]
        return Reference(
            origin=origin,
            month=at,
            known_at=releases[0].decided_at or releases[0].proposed_at if shared is None else shared.made_at,
            whole=whole,
            places={place: one for place, one in by_place.items() if place.startswith("KU")},
            areas=() if is_country else tuple(one.owner.name for one in releases),
            is_simulated=releases[0].is_simulated,
        )

    def _telling(self, comparable: Comparable, month: Period) -> list[Release]:
        """Return the other areas' releases that tell the share in a shared reference, the newest version of each."""
        newest: dict[int, Release] = {}
        for one in sorted(self._parts.get(self._shared[month].pk, []), key=lambda one: one.version):
            if comparable.measure in one.measures and one.owner_id != self._area.pk:
                newest[one.owner_id] = one
        return sorted(newest.values(), key=_code)

    def months_published(self, comparable: Comparable) -> set[Period]:
        """Return the months of which the country's published share is known."""
        key = comparable.published
        if key and key not in self._published:
            share = self._shares.get(key)
            self._published[key] = months_published(share) if share is not None else set()
        return self._published.get(key, set())

    def months(self, comparable: Comparable) -> dict[Origin, set[Period]]:
        """Return the months of each kind of reference that there is."""
        found = {Origin.PUBLISHED: self.months_published(comparable)}
        if comparable.is_of_register:
            shared = {at for at in self._shared if len(self._telling(comparable, at)) >= FEWEST_OTHERS}
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


def _code(release: Release) -> str:
    return release.owner.subject.code if release.owner.subject is not None else ""


def _places_of(release: Release) -> list[str]:
    code = _code(release)
    return [code, *(one.subject_code for one in members(code.removeprefix("TA"), release.month.end))]


def _published(comparable: Comparable, share: Share, month: Period) -> Reference | None:
    """Return the published reference; municipalities stand beside it only where every figure is a published one."""
    found = published_of(share, month, () if comparable.is_of_register else None)
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
