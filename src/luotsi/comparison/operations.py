"""Every write of comparisons: offers made and withdrawn, references made, peers frozen."""

from collections.abc import Mapping
from datetime import datetime
from math import log

from django.db import IntegrityError, transaction

from luotsi.comparison.models import Offer, Peers, SharedPart, SharedReference
from luotsi.comparison.published import published_of, shares_of
from luotsi.comparison.queries import months_to_make, offer_of
from luotsi.comparison.rules import FEWEST_AREAS, FEWEST_OTHERS, LARGEST_PERCENT, WAITS_DAYS, everybody, term_of
from luotsi.comparison.types import UnableToShare
from luotsi.core.periods import Period
from luotsi.orgs.models import Membership, Organisation, Person, Subject
from luotsi.orgs.operations import SYSTEM, record
from luotsi.orgs.types import ROLES_THAT_APPROVE, OrganisationKind, SubjectKind
from luotsi.register.calc.comparison import nearest_peers
from luotsi.register.releases.queries import standing

HOW_MANY_PEERS = 8
PEERS_BY = ("unemployment-rate", "long-term-share")


@transaction.atomic
def offer(*, area: Organisation, actor: Person, at: datetime) -> Offer:
    """Let an area's released figures be part of references made from now on.

    :raises UnableToShare: when it is no area that releases publicly, the actor may not approve, or it offers already
    """
    is_area = area.kind == OrganisationKind.AREA and area.subject is not None and area.subject.kind == SubjectKind.AREA
    if not is_area or not area.is_public:
        raise UnableToShare("no_area", f"{area} is no employment area with public pages, so it has nothing to share.")
    _check_role(area, actor)
    try:
        with transaction.atomic():
            made = Offer.objects.create(area=area, offered_at=at, offered_by=actor, offered_by_name=actor.name)
    except IntegrityError as fault:
        raise UnableToShare("offered_already", f"{area} shares its figures already.") from fault
    record(kind="comparison.offer.make", thing=made, actor=actor, at=at, organisation=area)
    return made


@transaction.atomic
def withdraw(*, area: Organisation, actor: Person, at: datetime) -> Offer:
    """Keep an area's figures out of references made from now on; those made before stand.

    :raises UnableToShare: when the actor may not approve, or nothing is offered
    """
    _check_role(area, actor)
    found = offer_of(area)
    if found is None:
        raise UnableToShare("nothing_offered", f"{area} shares nothing.")
    stands = Offer.objects.filter(pk=found.pk, withdrawn_at__isnull=True)
    if not stands.update(withdrawn_at=at, withdrawn_by=actor, withdrawn_by_name=actor.name):
        raise UnableToShare("nothing_offered", f"{area} shares nothing.")
    record(kind="comparison.offer.withdraw", thing=found, actor=actor, at=at, organisation=area)
    found.refresh_from_db()
    return found


@transaction.atomic
def make_reference(*, month: Period, area: Organisation | None, actor: Person | None, at: datetime) -> SharedReference:
    """Add the areas that share up into the month's reference, which is made once and stands.

    Asked for by an approver of an area that shares, or by nobody: then by the installation itself.

    :raises UnableToShare: when the actor may not, the month has one already, too few have released it, those who have
        not are still waited for, or some of the registers are simulated and others are not
    """
    if actor is not None:
        if area is None or offer_of(area) is None:
            raise UnableToShare("nothing_offered", "Only an area that shares its figures asks for the reference.")
        _check_role(area, actor)
    ready = next((one for one in months_to_make(at) if one.month == month), None)
    if ready is None:
        is_made = SharedReference.objects.filter(month_name=month.name).exists()
        sentence = f"The reference of {month.name} stands already." if is_made else f"Nobody has released {month.name}."
        raise UnableToShare("made_already" if is_made else "too_few", sentence)
    if len(ready.released) < FEWEST_AREAS:
        raise UnableToShare("too_few", f"{len(ready.released)} areas share {month.name}; {FEWEST_AREAS} are needed.")
    if not ready.may_be_made:
        raise UnableToShare("still_waited", f"The others are waited for until {WAITS_DAYS} days after {month.name}.")
    releases = {
        one.pk: one
        for owner in ready.released
        for (_measure, name), one in standing(owner).items()
        if name == month.name
    }
    simulated = {one.is_simulated for one in releases.values()}
    if len(simulated) > 1:
        raise UnableToShare("mixed", "Figures of persons who do not exist are not added to real ones.")
    made = _stored(month, is_simulated=simulated.pop(), releases=list(releases), actor=actor, at=at)
    changes = {"month": month.name, "areas": [one.slug for one in ready.released]}
    record(kind="comparison.reference.make", thing=made, actor=actor, at=at, organisation=area, changes=changes)
    return made


def _stored(
    month: Period, *, is_simulated: bool, releases: list[int], actor: Person | None, at: datetime
) -> SharedReference:
    rules = {"fewest_areas": FEWEST_AREAS, "fewest_others": FEWEST_OTHERS, "largest_percent": LARGEST_PERCENT}
    try:
        with transaction.atomic():
            made = SharedReference.objects.create(
                month_name=month.name,
                is_simulated=is_simulated,
                rules=rules,
                made_at=at,
                made_by_name=actor.name if actor else SYSTEM,
            )
    except IntegrityError as fault:
        raise UnableToShare("made_already", f"The reference of {month.name} stands already.") from fault
    SharedPart.objects.bulk_create(SharedPart(reference=made, release_id=pk) for pk in sorted(releases))
    return made


@transaction.atomic
def freeze_peers(*, month: Period, actor: Person | None, at: datetime) -> int:
    """Choose each municipality's peers for the council term that the month belongs to; return of how many.

    By the unemployment rate, the size of the labour force on the scale of tenfolds, and the share of long-term
    unemployed, as they are known of the month. What is frozen stays the same through the term, whatever is corrected
    later; municipalities that have no peers yet get them.

    :raises UnableToShare: when the figures of the month are not known
    """
    traits = _traits(month)
    if not traits:
        raise UnableToShare("no_traits", f"The published figures of {month.name} are not here.")
    term = term_of(month.start)
    there = set(Peers.objects.filter(term=term).values_list("place__code", flat=True))
    subjects = {one.code: one for one in Subject.objects.filter(code__in=traits)}
    made = [
        Peers(
            term=term,
            place=subjects[code],
            peers=[peer for peer, _far in nearest_peers(code, traits, count=HOW_MANY_PEERS)],
            month_name=month.name,
            frozen_at=at,
        )
        for code in sorted(traits.keys() & subjects.keys() - there)
    ]
    if made:
        Peers.objects.bulk_create(made)
        changes = {"term": term, "month": month.name, "municipalities": len(made)}
        first = Peers.objects.filter(term=term).order_by("pk").first()
        record(kind="comparison.peers.freeze", thing=first or made[0], actor=actor, at=at, changes=changes)
    return len(made)


def _traits(month: Period) -> Mapping[str, tuple[float, float, float]]:
    told, of = [], shares_of(PEERS_BY)
    for key in PEERS_BY:
        found = published_of(of[key], month) if key in of else None
        if found is None:
            return {}
        told.append({code: everybody(one) for code, one in found.places.items()})
    rates, shares = told
    return {
        code: (one.observed / one.clients, log(one.clients), shares[code].observed / one.clients)
        for code, one in rates.items()
        if code.startswith("KU") and code in shares and one.clients
    }


def _check_role(area: Organisation, actor: Person) -> None:
    if not Membership.objects.filter(organisation=area, person=actor, role__in=ROLES_THAT_APPROVE).exists():
        raise UnableToShare("no_role", "Sharing is decided by those who may approve releases.")
