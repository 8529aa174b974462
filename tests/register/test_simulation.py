"""The simulated register: the published stocks, the same bytes from one seed, planted effects, the hostile twin."""

import gzip
import hashlib
from collections import Counter, defaultdict
from math import log
from pathlib import Path

import numpy as np
import pytest

from luotsi.core.periods import Period
from luotsi.register import calendar
from luotsi.register.calc.effects import People, match_effect
from luotsi.register.engine import calculate
from luotsi.register.importing import REJECTED
from luotsi.register.simulation.drawing import SERVICE_EFFECT
from luotsi.register.simulation.events import DELAY_WORKING_DAYS
from luotsi.register.simulation.simulate import LAST_MONTH, Simulation, simulate
from luotsi.register.simulation.stocks import stocks
from luotsi.register.types import UnableToCalculate
from tests.register.simulated import taken_in, waits, whole

PUBLISHED = Path(__file__).parents[2] / "src/luotsi/demo/figures/statfin_12r5_2026-06.csv.gz"


def bytes_of(folder):
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in folder.iterdir()}


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


def test_the_planted_delay_is_found_within_the_limits_of_the_curves(small):
    sealed, _told, _imported = small
    delayed, low, high = waits(sealed, True).quantile()
    usual, usual_low, usual_high = waits(sealed, False).quantile()
    assert low - usual_high <= DELAY_WORKING_DAYS <= high - usual_low
    assert delayed - usual == pytest.approx(DELAY_WORKING_DAYS, abs=1)
    assert low > usual_high


FOLLOWED_MONTHS = 2  # so few that nobody enters a service meanwhile: that takes three months of unemployment
BEGUN = """
SELECT any_value(s.education) AS education, any_value(s.birth_year) AS birth_year, any_value(s.sex) AS sex,
    min(s.first_count) AS first_count, max(s.last_count) AS last_count, bool_or(v.person IS NOT NULL) AS served
FROM read_parquet('{folder}/spell-*.parquet') s
LEFT JOIN (SELECT DISTINCT person, ended_on FROM read_parquet('{folder}/service-*.parquet')) v
    ON v.person = s.person AND v.ended_on + 1 = s.started_on
GROUP BY s.spell
HAVING min(s.first_count) <= max(s.last_count) AND min(s.first_count) BETWEEN {first} AND {last}
ORDER BY s.spell
"""


@pytest.fixture(scope="module")
def begun(small):
    """Spells that stood on a counting day and can be followed from it: whose, and whether a service went before."""
    sealed, told, _imported = small
    first = calendar.month_number(Period.parse(told["since"])) + 1
    last = calendar.month_number(LAST_MONTH) - FOLLOWED_MONTHS
    with sealed.reading() as database:
        return database.execute(BEGUN.format(folder=sealed.slices, first=first, last=last)).fetchnumpy()


def hazard_ratio(begun, participant, chosen):
    """Return the ratio of hazards of leaving, with limits, of participants against matched others among the chosen."""
    left = begun["last_count"] < begun["first_count"] + FOLLOWED_MONTHS
    people = People(
        np.asarray(participant, dtype=bool)[chosen],
        {name: begun[name][chosen] for name in ("first_count", "education")},
        {"birth_year": begun["birth_year"][chosen].astype(float)},
        left[chosen].astype(float),
    )
    effect = match_effect(people)
    return [
        log(1 - effect.without_service - difference) / log(1 - effect.without_service)
        for difference in (effect.low, effect.difference, effect.high)
    ]


def test_the_planted_ratio_of_hazards_is_found_within_its_limits(begun):
    low, found, high = hazard_ratio(begun, begun["served"], np.arange(len(begun["served"])))
    assert 1 < low <= SERVICE_EFFECT <= high
    assert found == pytest.approx(SERVICE_EFFECT, abs=0.1)


def test_no_effect_is_found_where_none_was_planted(begun):
    unserved = np.flatnonzero(~np.asarray(begun["served"], dtype=bool))[:8000]
    low, _found, high = hazard_ratio(begun, begun["sex"] == 1, unserved)
    assert low <= 1 <= high
    assert high < SERVICE_EFFECT


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
