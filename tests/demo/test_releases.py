"""The packaged releases are what the code makes of the simulated register; and nobody can work out what they hide."""

from dataclasses import replace

import pytest
from django.db import transaction

from luotsi.demo.releases.effects import YEAR, packaged_effects
from luotsi.demo.releases.loading import APPROVER, AREA, MONTHS, OWNER, made_anew, packaged
from luotsi.demo.settling import load_organisations, load_people
from luotsi.orgs.models import Organisation, Person
from luotsi.register.effects.measuring import make_effects
from luotsi.register.models import Release
from luotsi.register.releases.attacking import attack_releases
from luotsi.register.releases.kept import kept_version
from luotsi.register.releases.operations import approve
from luotsi.register.releases.queries import all_out
from luotsi.register.sealed import Sealed
from tests.cast import NOW, lay_ground

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(scope="module")
def anew(django_db_setup, django_db_blocker, tmp_path_factory):
    """Return the months made anew, the sealed folder, and what their releases showed."""
    folder = tmp_path_factory.mktemp("register")
    with django_db_blocker.unblock(), transaction.atomic():
        lay_ground()
        load_organisations(at=NOW)
        load_people(at=NOW)
        made = made_anew(Organisation.objects.get(slug=OWNER), folder, at=NOW)
        for release in Release.objects.all():
            approve(release=release, actor=Person.objects.get(name=APPROVER, is_demo=True), at=NOW)
        yield made, Sealed.at(folder / "sealed")
        transaction.set_rollback(True)


def test_the_package_is_what_is_made_anew(anew):
    made, _sealed = anew
    assert [one.month for one in made] == list(MONTHS)
    for old, new in zip(packaged(), made, strict=True):
        assert (old.cells, old.curves) == (new.cells, new.curves), old.month
        assert (old.fingerprint, old.hidden, old.known_on, old.is_simulated) == (
            new.fingerprint,
            new.hidden,
            new.known_on,
            True,
        )


def test_the_packaged_effects_are_what_is_made_anew(anew):
    _made, sealed = anew
    new, old = make_effects(sealed, YEAR, area=f"TA{AREA}", engine="duckdb"), packaged_effects()
    assert (new.effects, new.balance, new.known_on) == (old.effects, old.balance, old.known_on)


def test_nobody_can_work_out_what_the_whole_history_hides(anew):
    _made, sealed = anew
    releases = all_out()
    assert [one.month for one in releases] == list(MONTHS)
    assert attack_releases(sealed, releases) == ()


def test_a_weakened_protection_is_caught(anew):
    """The release that shows what it hid beside the small numbers gives them away, and so does a small one shown."""
    _made, sealed = anew
    *others, last = all_out()
    numbers = {one: count for one, count in _numbers(sealed, last).items() if count >= 5}
    careless = {cell: numbers.get(cell) if number is None else number for cell, number in last.shown.items()}
    assert len(attack_releases(sealed, [*others, replace(last, shown=careless)])) > 50
    small = next(cell for cell, count in _numbers(sealed, last).items() if count == 3 and cell in last.shown)
    assert small in {
        one._replace(was=None) for one in attack_releases(sealed, [replace(last, shown=last.shown | {small: 3})])
    }


def _numbers(sealed, release):
    return kept_version(sealed, release, frozenset({release.area})).month.counts
