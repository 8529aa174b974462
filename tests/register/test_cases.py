"""What the hand-worked cases say is what the register counts."""

from collections import defaultdict

import pytest

from luotsi.core.periods import Period
from luotsi.register.calendar import months_between
from luotsi.register.measures import definitions
from luotsi.register.results import aggregates
from tests.register.case_files import KNOWN_ON, SINCE, cases

MONTHS = months_between(SINCE, Period.parse(f"{KNOWN_ON.year}-{KNOWN_ON.month:02}"))


@pytest.fixture(scope="session")
def counted(case_register):
    found = defaultdict(dict)
    for definition in definitions():
        for row in aggregates(case_register, definition, MONTHS):
            cell = found[row.measure, row.grouping.value, row.place, row.month]
            cell[row.part, row.group, row.days] = (row.count, row.base)
    return found


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_case(case, counted):
    for measure, grouping, place, month, expected in case.expected():
        assert counted[measure, grouping, f"KU{place}", month] == expected, f"{measure} by {grouping}, {month}"


def test_there_are_at_least_sixty_cases_with_names_of_their_own():
    names = [case.name for case in cases()]
    assert len(names) == len(set(names)) >= 60


def test_every_measure_has_a_case():
    named = {measure for case in cases() for measure, *_rest in case.expected()}
    assert named == {definition.key for definition in definitions()}


def test_each_grouping_adds_up_to_the_whole(counted):
    for (measure, grouping, place, month), cells in counted.items():
        whole = counted[measure, "all", place, month] if grouping != "all" else {}
        for (part, _whole, days), (count, _base) in whole.items():
            divided = sum(one[0] for key, one in cells.items() if (key[0], key[2]) == (part, days))
            assert divided == count, (measure, grouping, place, month, part, days)
