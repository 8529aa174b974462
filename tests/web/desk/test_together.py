"""Several people in the same values at the same instant, through the pages, on the database as it is in use."""

import threading
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection, connections
from django.utils import timezone

from luotsi.core.periods import PeriodKind
from luotsi.indicators.entry.letters import Slot
from luotsi.indicators.entry.models import DraftValue
from luotsi.indicators.entry.operations import set_entry
from luotsi.indicators.entry.rules import last_ended
from luotsi.indicators.models import Observation
from luotsi.orgs.models import AuditEntry
from luotsi.orgs.operations import give_role
from luotsi.orgs.types import Role
from tests.cast import NOW, adopt, make_cast
from tests.entry_cast import SITE, an_approver, enter, send
from tests.web.desk.conftest import seat
from tests.web.desk.test_grid import base_of, keep, key

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite",
        reason="SQLite's database of tests lives in memory, where threads lock whole tables for each other;"
        " in use it lets one writer in at a time",
    ),
]
ROUNDS = 6
VALUES = "/savonlinna/tyopoyta/mittarit/agreements/arvot/"


@pytest.fixture
def area():
    return make_cast()


@pytest.fixture
def period():
    return last_ended(PeriodKind.YEAR, timezone.localdate())


@pytest.fixture
def agreements(area):
    give_role(person=area.eero, organisation=area.area_a, role=Role.CONTRIBUTOR, actor=None, at=NOW)
    return adopt(area.area_a, "agreements")


def at_once(*acts):
    """Do the acts in threads of their own at the same instant; return what each gave."""
    start, found = threading.Barrier(len(acts)), [None] * len(acts)

    def act(number):
        try:
            start.wait(10)
            found[number] = acts[number]()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=act, args=(number,)) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return found


def typed_on_the_page(client, period, value, seen="0", revision="0"):
    fields = {"kausi": period.name, "act": "save"}
    for code in ("TA36", "KU046", "KU681", "KU740", "KU768"):
        fields |= {f"{code}-{name}": "" for name in ("value", "gap", "note")} | {f"{code}-seen": "0"}
    return client.post(VALUES, fields | {"TA36-value": value, "TA36-seen": seen, "TA36-revision": revision})


def test_of_two_first_drafts_one_is_kept_and_the_other_person_is_told(area, agreements, period):
    people = [seat(area.aino), seat(area.eero)]
    for back in range(ROUNDS):
        cell = key(agreements, period - back)
        bases = [base_of(one, cell) for one in people]
        answers = at_once(
            lambda cell=cell, bases=bases: keep(people[0], (cell, "40", bases[0])),
            lambda cell=cell, bases=bases: keep(people[1], (cell, "41", bases[1])),
        )
        assert [one.status_code for one in answers] == [200, 200]
        told = [one.json()["cells"][cell] for one in answers]
        assert sorted(one["conflict"] for one in told) == [False, True]
        won = next(one for one in told if not one["conflict"])
        lost = next(one for one in told if one["conflict"])
        assert won["kept"] in lost["error"]
        assert lost["base"] == won["base"]
    assert DraftValue.objects.count() == ROUNDS
    assert AuditEntry.objects.filter(kind="indicators.draft.write").count() == ROUNDS


@pytest.mark.parametrize("needs_approval", [True, False])
def test_of_two_first_values_typed_on_the_page_one_is_taken_and_the_other_stays_typed(
    area, agreements, period, needs_approval
):
    set_entry(
        measure=agreements, needs_approval=needs_approval, responsible_person=None, actor=area.aino, at=timezone.now()
    )
    people = [seat(area.aino), seat(area.eero)]
    for back in range(ROUNDS):
        answers = at_once(
            lambda back=back: typed_on_the_page(people[0], period - back, "40"),
            lambda back=back: typed_on_the_page(people[1], period - back, "41"),
        )
        assert sorted(one.status_code for one in answers) == [302, 422]
        number = next(place for place, one in enumerate(answers) if one.status_code == 422)
        assert f'value="{40 + number}"' in answers[number].content.decode()
    assert Observation.objects.count() == (0 if needs_approval else ROUNDS)
    assert DraftValue.objects.count() == (ROUNDS if needs_approval else 0)


def test_two_people_who_change_one_draft_do_not_overwrite_each_other(area, agreements, period):
    people = [seat(area.aino), seat(area.eero)]
    cell = key(agreements, period)
    base = keep(people[0], (cell, "1", base_of(people[0], cell))).json()["cells"][cell]["base"]
    for value in range(10, 10 + ROUNDS):
        answers = at_once(
            lambda value=value, base=base: keep(people[0], (cell, str(value), base)),
            lambda value=value, base=base: keep(people[1], (cell, str(value + 100), base)),
        )
        told = [one.json()["cells"][cell] for one in answers]
        assert sorted(one["conflict"] for one in told) == [False, True]
        base = told[0]["base"]


def test_a_link_used_twice_at_once_enters_one_value(area, agreements, period, settings, client):
    settings.SITE_ADDRESS = SITE
    for back in range(ROUNDS):
        cache.clear()
        slot = Slot(agreements, area.area_a.subject, period - back)
        link = send(slot, area.aino, at=timezone.now())
        typed = {"value": "7", "gap": "", "note": "", "seen": "0", "revision": "0", "act": "save"}
        answers = at_once(*[lambda link=link, typed=typed: seat(area.aino).post(link, typed)] * 2)
        assert sorted(one.status_code for one in answers) == [200, 410]
    assert Observation.objects.count() == ROUNDS


def test_an_approval_and_a_return_at_once_decide_once(area, agreements, period):
    helmi, irja = an_approver(area.area_a), seat(area.aino)
    set_entry(measure=agreements, needs_approval=True, responsible_person=None, actor=helmi, at=timezone.now())
    for back in range(ROUNDS):
        typed_on_the_page(irja, period - back, "5")
        draft = DraftValue.objects.get(period_name=(period - back).name)
        fields = {"draft": str(draft.pk), "seen": str(draft.revision), "note": "Laske uudelleen"}
        one, other = seat(helmi), seat(helmi)
        answers = at_once(
            lambda one=one, fields=fields: one.post("/savonlinna/tyopoyta/hyvaksynnat/", fields | {"act": "approve"}),
            lambda other=other, fields=fields: other.post(
                "/savonlinna/tyopoyta/hyvaksynnat/", fields | {"act": "return"}
            ),
        )
        assert sorted(one.status_code for one in answers) == [302, 422]
        draft.refresh_from_db()
        assert draft.state in ("approved", "returned")
        assert (draft.observation is None) is (draft.state == "returned")


def test_sending_ones_drafts_twice_at_once_enters_each_once(area, agreements, period):
    then = timezone.now() - timedelta(days=1)
    enter(agreements, area.area_a.subject, period.name, 1, area.aino, at=then)
    aino = seat(area.aino)
    for back in range(3):
        cell = key(agreements, period - back)
        keep(aino, (cell, str(20 + back), base_of(aino, cell)))
    answers = at_once(*[lambda: seat(area.aino).post("/savonlinna/tyopoyta/arvot/", {"act": "save"})] * 2)
    assert {one.status_code for one in answers} <= {302, 422}
    assert sorted(Observation.objects.values_list("scaled", flat=True)) == [1, 20, 21, 22]
