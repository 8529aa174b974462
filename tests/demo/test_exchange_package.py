"""The packaged releases of the neighbours are what the code makes of their simulated registers."""

import pytest

from luotsi.demo.country import loading as country
from luotsi.demo.exchange.loading import MEASURES, MONTHS, NEIGHBOURS, found, made_anew, packaged
from luotsi.demo.releases import loading as releases
from luotsi.orgs.operations import give_role, register_person
from luotsi.orgs.types import Role
from luotsi.register.models import Release
from luotsi.register.releases.attacking import attack_releases
from luotsi.register.releases.operations import approve
from luotsi.register.releases.queries import all_out
from luotsi.register.sealed import Sealed
from tests.cast import NOW


def test_the_package_holds_every_month_of_every_neighbour():
    told = {}
    for code, made in packaged():
        told.setdefault(code, []).append(made.month)
        assert set(made.measures) == set(MEASURES)
    assert told == {code: list(MONTHS) for code in NEIGHBOURS}


def told_in(made):
    """Return what is told of each place that is not the country, by its name."""
    return {
        (one.measure, one.place, one.grouping, one.group, one.part): (one.count, one.rest, one.base)
        for one in made.cells
        if one.place != "SSS" and one.months == 1
    }


def test_the_country_tells_of_an_area_what_the_area_tells_and_nothing_that_it_hides():
    (whole,) = country.packaged()
    own = [one for one in releases.packaged() if one.month == whole.month]
    areas = own + [one for _code, one in packaged() if one.month == whole.month]
    assert len(areas) == 1 + len(NEIGHBOURS)
    of_country, compared = told_in(whole), 0
    for area in areas:
        for name, sides in told_in(area).items():
            for told, beside in zip(sides, of_country.get(name, ()), strict=False):
                assert beside in (told, None), name
                compared += beside is not None
    assert compared > 500


@pytest.mark.slow
@pytest.mark.django_db
def test_the_package_is_what_is_made_anew_and_gives_nothing_away(tmp_path):
    area = found("13", at=NOW)
    made = made_anew(area, tmp_path, at=NOW)
    old = [one for code, one in packaged() if code == "13"]
    assert [one.cells for one in old] == [one.cells for one in made]
    person = register_person(email="a@example.org", name="A", password=None, actor=None, at=NOW)
    give_role(person=person, organisation=area, role=Role.APPROVER, actor=None, at=NOW)
    for release in Release.objects.all():
        approve(release=release, actor=person, at=NOW)
    assert attack_releases(Sealed.at(tmp_path / "sealed"), all_out()) == ()
