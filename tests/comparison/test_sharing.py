"""Offers, withdrawals and references: who may, when, and what never changes."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from luotsi.comparison.models import Offer, Peers, SharedPart, SharedReference
from luotsi.comparison.operations import freeze_peers, make_reference, offer, withdraw
from luotsi.comparison.queries import References, months_to_make, offer_of, references_made
from luotsi.comparison.types import COMPARABLES, Origin, UnableToShare
from luotsi.core.periods import Period
from luotsi.orgs.models import AuditEntry
from luotsi.orgs.operations import give_role
from luotsi.orgs.types import Role
from tests.cast import NOW, publish_values
from tests.comparison.areas import approver_of, found_area, release

pytestmark = pytest.mark.django_db
MAY = Period.parse("2026-05")
CODES = ("03", "13", "23", "29")
PLAN = next(one for one in COMPARABLES if one.key == "plan_up_to_date")


@pytest.fixture
def areas():
    """Four areas that have released a month, each of 400 clients of whom 300, 310, 320 and 330 have their plan."""
    found = {}
    for number, code in enumerate(CODES):
        found[code] = found_area(code)
        release(found[code], {f"TA{code}": (400, 300 + 10 * number)})
    return found


@pytest.fixture
def sharing(areas):
    for code, area in areas.items():
        offer(area=area, actor=approver_of(code), at=NOW)
    return areas


def make(code="03", month=MAY, at=NOW, area=None):
    return make_reference(month=month, area=area, actor=approver_of(code), at=at)


def refused(reason, action, **arguments):
    with pytest.raises(UnableToShare) as refusal:
        action(**arguments)
    assert refusal.value.reason == reason


def shared_with(area, month=MAY):
    return References(area).find(PLAN, Origin.EXCHANGE, month)


def test_an_approver_offers_and_the_decision_is_kept_with_the_name(areas):
    made = offer(area=areas["03"], actor=approver_of("03"), at=NOW)
    assert offer_of(areas["03"]) == made
    line = AuditEntry.objects.get(kind="comparison.offer.make")
    assert (line.actor_name, line.organisation, line.at) == ("Approver 03", areas["03"], NOW)


def test_somebody_without_the_role_offers_and_withdraws_nothing(areas, cast):
    give_role(person=cast.aino, organisation=areas["03"], role=Role.EDITOR, actor=None, at=NOW)
    refused("no_role", offer, area=areas["03"], actor=cast.aino, at=NOW)
    offer(area=areas["03"], actor=approver_of("03"), at=NOW)
    refused("no_role", withdraw, area=areas["03"], actor=cast.aino, at=NOW)
    refused("no_role", withdraw, area=areas["03"], actor=approver_of("13"), at=NOW)
    assert offer_of(areas["03"]) is not None


def test_two_offers_do_not_stand_at_once(sharing):
    refused("offered_already", offer, area=sharing["03"], actor=approver_of("03"), at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Offer.objects.create(area=sharing["03"], offered_at=NOW, offered_by_name="x")


def test_what_is_not_a_public_area_shares_nothing(areas):
    hidden = found_area("45", is_public=False)
    refused("no_area", offer, area=hidden, actor=approver_of("45"), at=NOW)
    country = found_area("maa", subject="SSS")
    refused("no_area", offer, area=country, actor=approver_of("maa"), at=NOW)


def test_a_reference_is_the_sum_of_the_others(sharing):
    made = make(area=sharing["03"])
    found = shared_with(sharing["03"])
    assert {one.release.owner_id for one in made.parts.select_related("release")} == {
        one.pk for one in sharing.values()
    }
    everybody = found.whole["all"][""]
    assert (everybody.clients, everybody.observed) == (1200, 310 + 320 + 330)
    assert [one.fi for one in found.areas] == ["Alue 13", "Alue 23", "Alue 29"]
    assert AuditEntry.objects.get(kind="comparison.reference.make").changes["areas"] == [
        one.slug for one in sharing.values()
    ]


def test_an_area_that_does_not_share_is_compared_with_all_who_do(sharing):
    make(area=sharing["03"])
    outsider = found_area("45")
    release(outsider, {"TA45": (100, 70)})
    assert len(shared_with(outsider).areas) == 4


def test_three_areas_are_too_few(sharing):
    withdraw(area=sharing["29"], actor=approver_of("29"), at=NOW)
    refused("too_few", make_reference, month=MAY, area=sharing["03"], actor=approver_of("03"), at=NOW)
    assert not SharedReference.objects.exists()


def test_those_who_have_not_released_are_waited_for(sharing):
    offer(area=found_area("45"), actor=approver_of("45"), at=NOW)
    early, late = datetime(2026, 7, 29, 21, 0, tzinfo=UTC), datetime(2026, 7, 30, 21, 0, tzinfo=UTC)
    asked = {"month": MAY, "area": sharing["03"], "actor": approver_of("03")}
    refused("still_waited", make_reference, **asked, at=datetime(2026, 7, 30, 20, 59, tzinfo=UTC))
    assert not months_to_make(early)[0].may_be_made
    make_reference(**asked, at=late)


def test_a_reference_is_made_once(sharing):
    make(area=sharing["03"])
    refused("made_already", make_reference, month=MAY, area=sharing["13"], actor=approver_of("13"), at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        SharedReference.objects.create(
            month_name="2026-05", is_simulated=False, rules={}, made_at=NOW, made_by_name="x"
        )


def test_only_one_that_shares_asks_for_it(sharing):
    outsider = found_area("45")
    refused("nothing_offered", make_reference, month=MAY, area=outsider, actor=approver_of("45"), at=NOW)
    refused("no_role", make_reference, month=MAY, area=sharing["03"], actor=approver_of("13"), at=NOW)
    assert make_reference(month=MAY, area=None, actor=None, at=NOW).made_by_name == "Luotsi"


def test_withdrawing_leaves_past_references_as_they_were_and_later_ones_without(sharing):
    make(area=sharing["03"])
    before = shared_with(sharing["03"])
    fifth = found_area("45")
    offer(area=fifth, actor=approver_of("45"), at=NOW)
    withdraw(area=sharing["29"], actor=approver_of("29"), at=NOW)
    assert shared_with(sharing["03"]) == before
    for code, area in (sharing | {"45": fifth}).items():
        release(area, {f"TA{code}": (400, 300)}, month="2026-06")
    make(area=sharing["03"], month=Period.parse("2026-06"))
    later = shared_with(sharing["03"], Period.parse("2026-06"))
    assert [one.fi for one in later.areas] == ["Alue 13", "Alue 23", "Alue 45"]


def test_a_correction_leaves_a_reference_as_it_was(sharing):
    make(area=sharing["03"])
    before = shared_with(sharing["03"])
    release(sharing["13"], {"TA13": (400, 10)}, version=2)
    assert shared_with(sharing["03"]) == before


def test_a_reference_is_never_changed_or_removed(sharing):
    made = make(area=sharing["03"])
    for rows in (SharedReference.objects.all(), SharedPart.objects.all()):
        with pytest.raises(RuntimeError):
            rows.delete()
        with pytest.raises(RuntimeError):
            rows.update(pk=1)
    made.month_name = "2020-01"
    with pytest.raises(RuntimeError):
        made.save()


def test_simulated_figures_are_not_added_to_real_ones(sharing):
    for code, area in sharing.items():
        release(area, {f"TA{code}": (400, 300)}, month="2026-06", simulated=code == "29")
    asked = {"month": Period.parse("2026-06"), "area": sharing["03"], "actor": approver_of("03"), "at": NOW}
    refused("mixed", make_reference, **asked)


def test_a_simulated_reference_is_no_reference_of_a_real_register(sharing):
    make(area=sharing["03"])
    simulated = found_area("45")
    release(simulated, {"TA45": (100, 70)}, simulated=True)
    assert shared_with(simulated) is None


def test_what_an_area_hides_is_not_in_the_sum_of_that_division(areas):
    hidden = found_area("45")
    release(hidden, {"TA45": (400, 300)}, hide={("TA45", "female")})
    for code, area in (areas | {"45": hidden}).items():
        offer(area=area, actor=approver_of(code), at=NOW)
    make(area=areas["03"])
    whole = shared_with(areas["03"]).whole
    assert {group: one.clients for group, one in whole["sex"].items()} == {"female": 600, "male": 600, "unknown": 0}
    assert whole["all"][""].clients == 4 * 400


def test_every_shared_number_is_a_sum_of_shown_ones(areas):
    """The division of which an area hides a number holds no number of that area, shown ones of the division neither."""
    hidden = found_area("45")
    release(hidden, {"TA45": (100_000, 99_000)}, hide={("TA45", "male")})
    for code, area in (areas | {"45": hidden}).items():
        offer(area=area, actor=approver_of(code), at=NOW)
    make(area=areas["03"])
    whole = shared_with(areas["03"]).whole
    assert whole["sex"]["female"].clients == 600
    assert "all" not in whole, "one area has more than half of the clients"


def test_references_that_stand_are_listed_with_their_areas(sharing):
    make(area=sharing["03"])
    ((one, names),) = references_made()
    assert one.month == MAY
    assert {name.fi for name in names} == {f"Alue {code}" for code in CODES}


def publish_traits(month, numbers):
    for place, (unemployed, force, long_term) in numbers.items():
        told = {"unemployed": unemployed, "labour-force": force, "long-term-unemployed": long_term}
        for key, number in told.items():
            publish_values(key, {(place, month): number})


TRAITS = {"SSS": (100_000, 1_000_000, 40_000), "KU046": (12, 100, 4), "KU768": (13, 110, 4), "KU740": (300, 4000, 90)}


def test_peers_are_frozen_for_the_term(db):
    publish_traits("2026-06", TRAITS)
    assert freeze_peers(month=Period.parse("2026-06"), actor=None, at=NOW) == 3
    frozen = {one.place.code: one.peers for one in Peers.objects.select_related("place")}
    assert frozen["KU046"] == ["KU768", "KU740"]
    publish_traits("2026-07", TRAITS | {"KU768": (9000, 90_000, 100), "KU681": (12, 100, 4)})
    assert freeze_peers(month=Period.parse("2026-07"), actor=None, at=NOW) == 1
    assert Peers.objects.get(place__code="KU046").peers == ["KU768", "KU740"]
    assert {one.term for one in Peers.objects.all()} == {"2025-06"}
    assert AuditEntry.objects.filter(kind="comparison.peers.freeze").count() == 2


def test_peers_are_not_chosen_by_figures_that_are_not_there(db):
    refused("no_traits", freeze_peers, month=Period.parse("2026-06"), actor=None, at=NOW)
