from decimal import Decimal

import pytest
from tests.cast import NOW, STATFIN, adopt

from luotsi.core.periods import Period
from luotsi.core.values import Cell, Flag, Gap
from luotsi.indicators.calc.groups import compare
from luotsi.indicators.contents import Contents
from luotsi.indicators.dimensions import BadDimensions, group_of, read, written
from luotsi.indicators.grouping import group_tables, note_group_findings
from luotsi.indicators.ingest import publish_lines
from luotsi.indicators.models import Definition, GroupFinding, Observation, Series
from luotsi.indicators.queries import lines_of
from luotsi.indicators.rollups import roll_up
from luotsi.indicators.types import AddsUp, FindingKind, RunKind
from luotsi.orgs.models import Subject
from luotsi.sources.types import ReadLine

JUNE = Period.parse("2026-06")
HIDDEN = Cell.missing(Gap.HIDDEN)
SEX_OF_A_TABLE = [
    {
        "key": "sex",
        "name": {"fi": "Sukupuoli"},
        "adds_up": "whole",
        "variable": "Sukupuoli",
        "groups": [
            {"key": "men", "code": "1", "name": {"fi": "Miehet"}},
            {"key": "women", "code": "2", "name": {"fi": "Naiset"}},
        ],
    }
]


def told(whole, groups, adds_up=AddsUp.WHOLE, decimals=0):
    cells = [one if isinstance(one, Cell) else Cell.of(one) for one in groups]
    finding = compare(whole if isinstance(whole, Cell) else Cell.of(whole), cells, adds_up, decimals=decimals)
    return finding and (finding.kind, finding.difference)


def take_in(values, key="unemployed"):
    """Take in `{("KU046", "TYOTTOMATMIEHET"): 20}` of June 2026."""
    contents = Contents([Definition.objects.get(key=key)])
    subjects = {one.code: one for one in Subject.objects.all()}
    lines = [
        line
        for (place, content), value in values.items()
        for line in contents.arriving_cell(
            content, subjects[place], JUNE, value if isinstance(value, Cell) else Cell.of(value), NOW
        )
    ]
    return publish_lines(lines, kind=RunKind.FETCH, source_key=STATFIN, at=NOW)


JUNE_OF_THREE = {
    ("KU046", "TYOTTOMATLOPUSSA"): 42,
    ("KU046", "TYOTTOMATMIEHET"): 25,
    ("KU046", "TYOTTOMATNAISET"): 17,
    ("KU681", "TYOTTOMATLOPUSSA"): 9,
    ("KU681", "TYOTTOMATMIEHET"): 6,
    ("KU681", "TYOTTOMATNAISET"): HIDDEN,
    ("KU740", "TYOTTOMATLOPUSSA"): 100,
    ("KU740", "TYOTTOMATMIEHET"): 60,
    ("KU740", "TYOTTOMATNAISET"): 41,
}


def test_groups_that_add_up_are_not_remarked_on_and_others_say_why():
    assert told(42, [25, 17]) is None
    assert told(9, [6, HIDDEN]) == (FindingKind.HIDDEN, -3)
    assert told(9, [6, Cell.missing()]) == (FindingKind.MISSING, -3)
    assert told("10.0", ["3.3", "3.3", "3.3"], decimals=1) == (FindingKind.ROUNDING, Decimal("-0.1"))
    assert told("10.0", ["3.3", "3.3", "3.1"], decimals=1) == (FindingKind.UNEXPLAINED, Decimal("-0.3"))
    assert told(100, [60, 50], AddsUp.OVERLAPS) == (FindingKind.OVERLAPS, 10)
    assert told(100, [60, 30], AddsUp.OVERLAPS) == (FindingKind.UNEXPLAINED, -10)
    assert told(100, [20, 30], AddsUp.PARTIAL) == (FindingKind.PARTIAL, -50)
    assert told(100, [80, 30], AddsUp.PARTIAL) == (FindingKind.UNEXPLAINED, 10)


def test_a_hidden_group_explains_too_little_and_never_too_much():
    assert told(9, [12, HIDDEN]) == (FindingKind.UNEXPLAINED, 3)
    assert told(0, [0, 0]) is None
    assert told(0, [1, 0]) == (FindingKind.UNEXPLAINED, 1)


def test_without_a_whole_or_any_group_there_is_nothing_to_compare():
    assert told(HIDDEN, [5, 6]) is None
    assert told(9, [HIDDEN, HIDDEN]) is None
    assert told(Cell.of(9, Flag.AT_LEAST), [5, 6]) is None


def test_groups_arrive_beside_the_whole_and_the_finding_is_kept(cast):
    take_in(JUNE_OF_THREE)
    definitions = Definition.objects.filter(key="unemployed")
    for _again in range(2):
        assert note_group_findings(definitions=definitions, source_key=STATFIN, at=NOW) == 2
    found = {one.series.subject.code: (one.kind, one.scaled) for one in GroupFinding.objects.select_related("series")}
    assert found == {"KU681": (FindingKind.HIDDEN, -3), "KU740": (FindingKind.UNEXPLAINED, 1)}
    assert Series.objects.filter(dimensions="sex=women").count() == 3


def test_a_measure_shows_the_whole_and_its_table_the_groups(cast):
    take_in(JUNE_OF_THREE)
    measure, place = adopt(cast.area_a, "unemployed"), Subject.objects.get(code="KU681")
    assert lines_of(measure, [place])[place.pk].latest.value == 9
    (table,) = group_tables(measure, place)
    assert (table.dimension.key, table.period, table.whole.value) == ("sex", JUNE, 9)
    assert [(group.key, cell.value) for group, cell in table.rows] == [("men", 6), ("women", None)]
    assert table.finding.kind is FindingKind.HIDDEN
    assert group_tables(measure, place, as_known_on=NOW.date().replace(day=1)) == ()


def test_areas_are_summed_by_group_and_say_at_least_where_one_is_hidden(cast):
    take_in(JUNE_OF_THREE)
    roll_up(definitions=Definition.objects.filter(key="unemployed"), source_key=STATFIN, at=NOW)
    (table,) = group_tables(adopt(cast.area_a, "unemployed"), Subject.objects.get(code="TA36"))
    (_men, men), (_women, women) = table.rows
    assert (men.value, women.value) == (91, 58)
    assert Flag.AT_LEAST in women.flags


def test_the_same_groups_again_change_nothing_and_a_revised_one_is_one_version_more(cast):
    assert take_in(JUNE_OF_THREE).rows_written == len(JUNE_OF_THREE)
    assert take_in(JUNE_OF_THREE).rows_written == 0
    before = Observation.objects.count()
    contents = Contents([Definition.objects.get(key="unemployed")])
    place = Subject.objects.get(code="KU046")
    later = NOW.replace(day=23)
    line = contents.arriving_cell("TYOTTOMATMIEHET", place, JUNE, Cell.of(26), later)
    assert publish_lines(line, kind=RunKind.FETCH, source_key=STATFIN, at=later).rows_revised == 1
    assert Observation.objects.count() == before + 1


def test_a_variable_of_a_table_becomes_groups_and_its_total_the_whole(cast):
    definition = Definition.objects.get(key="unemployed")
    definition.dimensions = SEX_OF_A_TABLE
    place = Subject.objects.get(code="KU046")

    def arrived(code):
        line = ReadLine("KU046", "TYOTTOMATLOPUSSA", (JUNE,), (Cell.of(5),), (("Sukupuoli", code),))
        return [one.dimensions for one in Contents([definition]).arriving(line, place, NOW)]

    assert [arrived(code) for code in ("1", "2", "SSS", "9")] == [["sex=men"], ["sex=women"], [""], []]
    assert group_of(read(SEX_OF_A_TABLE), [("Ikä", "1")]) is None


def test_dimensions_are_written_in_one_order_and_refused_when_they_cannot_be_read():
    assert written({"sex": "men", "age": "old"}) == "age=old,sex=men"
    for wrong in (
        [{"key": "sex"}],
        [SEX_OF_A_TABLE[0] | {"groups": SEX_OF_A_TABLE[0]["groups"][:1]}],
        [SEX_OF_A_TABLE[0] | {"variable": "", "groups": SEX_OF_A_TABLE[0]["groups"]}],
        [SEX_OF_A_TABLE[0] | {"adds_up": "perhaps"}],
        SEX_OF_A_TABLE * 2,
    ):
        with pytest.raises(BadDimensions):
            read(wrong)
