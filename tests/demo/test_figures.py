import csv
import gzip
import json
import os
from collections import Counter, defaultdict
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from luotsi.core.periods import Period, PeriodKind
from luotsi.core.values import Cell, Flag, Gap, ratio, total
from luotsi.demo import figures
from luotsi.orgs import geography

JUNE = Period.parse("2026-06")
ON = date(2026, 6, 30)
GOLDEN = Path(__file__).parents[1] / "golden/statfin_12r5_2026M06.json"


@pytest.fixture(scope="module")
def batches():
    return list(figures.load())


@pytest.fixture(scope="module")
def history(batches):
    return batches[0]


@pytest.fixture(scope="module")
def june(batches):
    return {(figure.place_code, figure.content_code): figure.cell for figure in batches[1].figures}


def test_batches_know_their_table_and_the_moment_they_became_known(batches):
    assert [(batch.table_id, batch.known_at) for batch in batches[:2]] == [
        ("12r5", datetime(2023, 12, 5, tzinfo=UTC)),
        ("12r5", datetime(2026, 7, 21, 5, tzinfo=UTC)),
    ]
    assert (batches[2].table_id, batches[2].known_at) == ("12bs", datetime(2026, 6, 18, 5, tzinfo=UTC))
    assert all(batch.table_id == "kela_municipal_share" for batch in batches[3:])
    assert all(batch.source for batch in batches)


def test_no_figure_is_there_twice(batches):
    for batch in batches:
        keys = Counter((figure.place_code, figure.content_code, figure.period) for figure in batch.figures)
        assert max(keys.values()) == 1


def test_history_covers_310_places_214_months_and_three_contents_without_a_hole(history):
    months = Period.parse("2023-10").steps_since(Period.parse("2006-01")) + 1
    assert months == 214
    assert len(history.figures) == 310 * 214 * 3
    assert {figure.period.kind for figure in history.figures} == {PeriodKind.MONTH}


def test_a_municipality_that_has_ended_keeps_its_code_in_the_history(history):
    codes = {figure.place_code for figure in history.figures}
    assert codes == set(geography.pxweb_codes(date(2023, 12, 5)))
    assert "KU588" in codes


def test_the_country_had_278486_unemployed_in_january_2006(history):
    first = next(
        figure for figure in history.figures if figure[:3] == ("SSS", "TYOTTOMATLOPUSSA", Period.parse("2006-01"))
    )
    assert first.cell == Cell.of(278486)


def test_what_was_not_published_in_the_history_is_missing_and_zero_is_zero(history):
    gaps = Counter((figure.content_code, figure.cell.gap) for figure in history.figures if figure.cell.gap is not None)
    assert gaps == {("TYOTTOMATLOPUSSA", Gap.MISSING): 702, ("AVPAIKATLOPUSSA", Gap.MISSING): 10105}
    zeros = Counter(figure.content_code for figure in history.figures if figure.cell.value == 0)
    assert zeros == {"TYOTTOMATLOPUSSA": 115, "AVPAIKATLOPUSSA": 1933}


def test_between_november_2023_and_may_2026_there_is_no_statfin_figure(batches):
    periods = {figure.period for batch in batches[:2] for figure in batch.figures}
    assert not [period for period in periods if Period.parse("2023-10") < period < JUNE]


def test_june_2026_covers_the_country_and_308_municipalities_with_ten_contents(june):
    assert len(june) == 309 * 10
    assert {place for place, _content in june} == set(geography.pxweb_codes(ON))


def test_june_2026_equals_the_answer_of_statfin_cell_by_cell(june):
    answer = json.loads(GOLDEN.read_text(encoding="utf-8"))
    contents = [column["code"] for column in answer["columns"]][2:]
    published = {
        (row["key"][0], content): value
        for row in answer["data"]
        for content, value in zip(contents, row["values"], strict=True)
    }
    for key, cell in june.items():
        assert ("..." if cell.gap is Gap.HIDDEN else str(cell.value)) == published[key]


def test_the_country_in_june_2026_is_as_published(june):
    assert june["SSS", "TYOTTOMATLOPUSSA"] == Cell.of(352001)
    assert june["SSS", "TYOTOSUUS"] == Cell.of("12.8")
    assert june["SSS", "TYOVOIMATK"] == Cell.of(2743596)
    assert june["SSS", "PITKAAIKAISTYOTTOMAT"] == Cell.of(144461)
    assert june["SSS", "TYOTTOMAT25"] == Cell.of(48257)
    assert june["SSS", "TYOTTOMAT50"] == Cell.of(115552)
    assert june["SSS", "HAKIJALOPUSSA"] == Cell.of(542318)
    assert june["SSS", "AVPAIKATLOPUSSA"] == Cell.of(26641)


def test_helsinki_and_espoo_in_june_2026_are_as_published(june):
    assert (june["KU091", "TYOTTOMATLOPUSSA"], june["KU091", "TYOTOSUUS"]) == (Cell.of(52578), Cell.of("14.2"))
    assert (june["KU049", "TYOTTOMATLOPUSSA"], june["KU049", "TYOTOSUUS"]) == (Cell.of(20581), Cell.of("12.2"))


def test_the_308_municipalities_sum_to_at_least_351968(june):
    cells = [june[place.pxweb_code, "TYOTTOMATLOPUSSA"] for place in geography.municipalities(ON)]
    assert total(cells) == Cell.of(351968, Flag.AT_LEAST)


def test_four_municipalities_hide_their_unemployed_and_twenty_five_their_young(june):
    hidden = Counter(content for (_place, content), cell in june.items() if cell.gap is Gap.HIDDEN)
    assert (hidden["TYOTTOMATLOPUSSA"], hidden["PITKAAIKAISTYOTTOMAT"], hidden["TYOTTOMAT25"]) == (4, 4, 25)


def test_every_area_is_the_sum_of_its_members_computed_another_way(june):
    sums: dict[str, Decimal] = defaultdict(Decimal)
    hidden: set[str] = set()
    with (Path(geography.__file__).parent / "memberships.csv").open(encoding="utf-8") as handle:
        area_of = {f"KU{row['municipality']}": row["area"] for row in csv.DictReader(handle)}
    for row in json.loads(GOLDEN.read_text(encoding="utf-8"))["data"]:
        area = area_of.get(row["key"][0])
        if area is not None and row["values"][1] == "...":
            hidden.add(area)
        elif area is not None:
            sums[area] += Decimal(row["values"][1])
    assert len(sums) == 46
    for area in geography.areas():
        cell = total(june[place.pxweb_code, "TYOTTOMATLOPUSSA"] for place in geography.members(area.code, ON))
        assert cell.value == sums[area.code]
        assert (Flag.AT_LEAST in cell.flags) == (area.code in hidden)


def test_the_rate_of_the_country_is_the_sum_of_unemployed_over_the_labour_force(june):
    rate = ratio(june["SSS", "TYOTTOMATLOPUSSA"], june["SSS", "TYOVOIMATK"], scale=100, decimals=1)
    assert rate.value == june["SSS", "TYOTOSUUS"].value


def test_published_rates_of_municipalities_equal_unemployed_over_the_labour_force(june):
    for place in geography.municipalities(ON):
        code = place.pxweb_code
        rate = ratio(june[code, "TYOTTOMATLOPUSSA"], june[code, "TYOVOIMATK"], scale=100, decimals=1)
        assert (rate.value, rate.gap) == (june[code, "TYOTOSUUS"].value, june[code, "TYOTOSUUS"].gap)


def test_kela_gives_totals_only_and_says_nothing_of_september_2025(batches):
    found = {figure[:3]: figure.cell for batch in batches[3:] for figure in batch.figures}
    assert found["KU046", "kuntaosuus_eur", Period.parse("2026-01")] == Cell.of("14166.75")
    assert found["SSS", "kuntaosuus_eur", Period.parse("2025-12")] == Cell.of("77378651.52")
    assert found["SSS", "saajat", Period.parse("2025-12")] == Cell.of(256617)
    assert ("SSS", "kuntaosuus_eur", Period.parse("2025-09")) not in found
    assert len(found) == 24
    december = next(batch for batch in batches[3:] if batch.figures[0].period == Period.parse("2025-12"))
    assert december.known_at == datetime(2026, 1, 20, tzinfo=UTC)


def test_levels_of_education_add_up_to_the_population_in_every_place(batches):
    cells = {(one.place_code, one.content_code): one.cell for one in batches[2].figures}
    levels = [f"kaste{level}" for level in (0, 3, 4, 5, 6, 7, 8)]
    places = {place for place, _content in cells}
    assert len(places) == 309
    for place in places:
        assert total(cells[place, level] for level in levels).value == cells[place, "vaesto_15_"].value


@pytest.mark.skipif("LUOTSI_SHARED" not in os.environ, reason="LUOTSI_SHARED names no folder of source figures")
def test_the_shipped_files_are_what_the_script_makes_of_the_sources():
    from tools import make_demo_figures as tool

    folder = Path(figures.__file__).parent
    for name, lines in (
        ("statfin_12r5_2006-01_2023-10", tool.history()),
        ("statfin_12r5_2026-06", tool.june()),
        ("statfin_12bs_2025", tool.education()),
    ):
        assert gzip.decompress((folder / f"{name}.csv.gz").read_bytes()) == tool.as_csv(lines)
    assert (folder / "kela_municipal_share.csv").read_bytes() == tool.as_csv(tool.kela())
    assert (folder / "statfin_121w_2025.csv").read_bytes() == tool.as_csv(tool.population(), ";")
