import re
from pathlib import Path

import pytest

from luotsi.core.periods import Period
from luotsi.sources import connectors
from luotsi.sources.registry import GRADE_SENTENCES, KELA, SOURCES, STATFIN, Grade

PAGE = (Path(__file__).parents[2] / "docs/sources.md").read_text(encoding="utf-8")
RECORDINGS = Path(__file__).parent / "recordings"


def rows_of(header):
    table = PAGE[PAGE.index(header) :].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table]


def test_the_table_of_sources_says_what_the_registry_says():
    told = "told by whoever connects it"
    assert rows_of("| source | connector |") == [
        [s.name.en, f"`{s.connector}`", str(s.grade), s.reads, s.licence or told, s.limits, s.unknown]
        for s in SOURCES.values()
    ]


def test_the_reason_for_each_grade_is_told():
    for source in SOURCES.values():
        assert f"- {source.name.en}: {source.why}\n" in PAGE


def test_the_grades_are_told_as_people_read_them():
    assert {cells[0] for cells in rows_of("| grade |")} == set(Grade) == set(GRADE_SENTENCES)
    for grade, meaning in rows_of("| grade |"):
        assert GRADE_SENTENCES[Grade(grade)] == f"{grade.capitalize()}: {meaning}."


def test_every_connector_has_a_source_and_every_source_a_connector():
    modules = {path.stem for path in Path(connectors.__file__).parent.glob("*.py")} - {"__init__"}
    assert {source.connector for source in SOURCES.values()} == modules


@pytest.mark.parametrize("source", SOURCES.values(), ids=lambda source: source.key)
def test_a_source_with_a_host_has_an_address_on_it_a_licence_and_its_name_to_cite(source):
    if source.host:
        assert source.base_url.startswith(f"https://{source.host}/")
        assert source.licence
        assert all((source.attribution.fi, source.attribution.sv, source.attribution.en))
    assert source.grade is Grade.OPEN or source.host
    assert all((source.name.fi, source.name.sv, source.name.en))


def test_every_recording_says_where_it_is_from():
    listed = set(re.findall(r"`([\w.]+\.(?:json|csv))`", (RECORDINGS / "SOURCE.md").read_text(encoding="utf-8")))
    assert {path.name for path in RECORDINGS.iterdir()} - {"SOURCE.md"} <= listed


def test_monthly_figures_of_june_are_due_in_july():
    june = Period.parse("2026-06")
    for source in (STATFIN, KELA):
        assert source.rhythm is not None
        assert source.rhythm.due_on(june).month == 7
