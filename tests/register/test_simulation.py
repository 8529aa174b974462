"""The simulated register: the published stocks, the same bytes from one seed, planted effects, the hostile twin."""

import gzip
import hashlib
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import pytest

from luotsi.core.periods import Period
from luotsi.register.engine import calculate
from luotsi.register.importing import REJECTED, Export, import_export
from luotsi.register.measures import get_definition
from luotsi.register.profiles import profile_of
from luotsi.register.results import aggregates, quantile
from luotsi.register.sealed import Sealed
from luotsi.register.simulation.events import DELAY_WORKING_DAYS, DELAYED_MUNICIPALITY
from luotsi.register.simulation.simulate import LAST_MONTH, Simulation, simulate
from luotsi.register.simulation.stocks import stocks
from luotsi.register.types import Grouping, UnableToCalculate
from tests.register.case_files import KEY

PUBLISHED = Path(__file__).parents[2] / "src/luotsi/demo/figures/statfin_12r5_2026-06.csv.gz"


def bytes_of(folder):
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in folder.iterdir()}


def taken_in(tmp_path, simulation):
    """Return the sealed folder with a simulated register imported, what was told of it, and what the import found."""
    told = simulate(tmp_path / "export", simulation)
    export = Export(
        tmp_path / "export",
        profile_of(told["profile"]),
        date.fromisoformat(told["known_on"]),
        Period.parse(told["since"]),
        simulated=True,
        told=told,
    )
    sealed = Sealed.at(tmp_path / "sealed")
    return sealed, told, import_export(sealed, export, KEY)


def whole(sealed, key, months):
    """Yield the aggregates of everybody."""
    for row in aggregates(sealed, get_definition(key), months):
        if row.grouping is Grouping.ALL:
            yield row


@pytest.fixture(scope="module")
def whole_country(tmp_path_factory):
    """Two months of the whole country at its own size."""
    sealed, _told, imported = taken_in(tmp_path_factory.mktemp("country"), Simulation(months=2, benefits=False))
    calculate(sealed, measures=["stock"])
    return sealed, imported


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A year and a half of a smaller country."""
    sealed, told, imported = taken_in(tmp_path_factory.mktemp("small"), Simulation(persons=40_000, months=18))
    calculate(sealed)
    return sealed, told, imported


def published_in_june():
    """Return the persons unemployed in June 2026 by municipality as published, hidden ones left out."""
    rows = (line.split(",") for line in gzip.decompress(PUBLISHED.read_bytes()).decode().splitlines())
    found = {place: value for place, content, value in rows if content == "TYOTTOMATLOPUSSA" and place != "SSS"}
    return {place: int(value) for place, value in found.items() if value not in {"...", ""}}


def test_the_stock_of_june_2026_is_the_published_one_in_every_municipality(whole_country):
    sealed, _imported = whole_country
    official = published_in_june()
    counted = {row.place: row.count for row in whole(sealed, "stock", [LAST_MONTH])}
    assert len(official) > 290
    assert {place: counted.get(place, 0) for place in official} == official


def test_nothing_of_a_simulated_register_is_rejected(whole_country, small):
    assert whole_country[1].rejected == small[2].rejected == 0


def test_every_month_has_the_stock_that_was_asked_for(small):
    sealed, told, _imported = small
    first = Period.parse(told["since"])
    months = [first + step for step in range(18)]
    wanted = stocks(first, LAST_MONTH, 1.0)
    counted = defaultdict(int)
    for row in whole(sealed, "stock", months):
        counted[row.place, row.month] = row.count
    total = Counter()
    for (_place, month), count in counted.items():
        total[month] += count
    share = [total[month.name] / wanted.persons[:, number].sum() for number, month in enumerate(months)]
    assert max(share) - min(share) < 0.003
    assert all(told["stocks"]["filled"] > 0 for _month in months)


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path):
    for name, seed in (("one", 7), ("again", 7), ("other", 8)):
        simulate(tmp_path / name, Simulation(persons=3000, seed=seed, months=4))
    assert bytes_of(tmp_path / "one") == bytes_of(tmp_path / "again") != bytes_of(tmp_path / "other")


def test_the_planted_delay_is_seen_where_it_was_planted(small):
    sealed, _told, _imported = small
    waits = defaultdict(Counter)
    for row in whole(sealed, "first_discussion", [LAST_MONTH - step for step in range(4, 16)]):
        if row.part == "met":
            waits[row.place == f"KU{DELAYED_MUNICIPALITY:03}"][row.days] += row.count
    assert quantile(waits[True], 0.5) - quantile(waits[False], 0.5) == pytest.approx(DELAY_WORKING_DAYS, abs=1)


def test_a_simulated_register_says_so_in_the_export_and_in_the_snapshot(small):
    sealed, told, _imported = small
    assert told["simulated"]
    assert sealed.get_current()["simulated"]
    assert sealed.get_current()["told"]["planted"] == told["planted"]


def test_a_simulated_register_is_not_written_over_another_folder(tmp_path):
    (tmp_path / "something").write_text("mine")
    with pytest.raises(UnableToCalculate, match="not empty"):
        simulate(tmp_path, Simulation(persons=100, months=2))
    assert (tmp_path / "something").read_text() == "mine"


def test_the_hostile_twin_is_rejected_row_by_row_and_the_rest_counts_as_before(tmp_path):
    hostile = Simulation(persons=4000, months=6, hostile=True)
    sealed, told, imported = taken_in(tmp_path, hostile)
    rejected = {finding.check: finding.rows for finding in imported.findings if finding.rejected}
    assert set(told["faults"]) == set(rejected)
    assert rejected == told["faults"]
    listed = (sealed.root / REJECTED).read_text().splitlines()
    assert len(listed) - 1 == sum(told["faults"].values())
    calculate(sealed)
    giant = [row for row in whole(sealed, "stock", [LAST_MONTH]) if row.place == "KU091"]
    others = sum(row.count for row in whole(sealed, "stock", [LAST_MONTH]) if row.place != "KU091")
    assert giant[0].count > others
