"""The packaged releases of the neighbours are what the code makes of their simulated registers."""

import pytest

from luotsi.demo.exchange.loading import MEASURES, MONTHS, NEIGHBOURS, found, made_anew, packaged
from tests.cast import NOW


def test_the_package_holds_every_month_of_every_neighbour():
    told = {}
    for code, made in packaged():
        told.setdefault(code, []).append(made.month)
        assert set(made.measures) == set(MEASURES)
    assert told == {code: list(MONTHS) for code in NEIGHBOURS}


@pytest.mark.slow
@pytest.mark.django_db
def test_the_package_is_what_is_made_anew(tmp_path):
    made = made_anew(found("13", at=NOW), tmp_path, at=NOW)
    old = [one for code, one in packaged() if code == "13"]
    assert [one.cells for one in old] == [one.cells for one in made]
