from decimal import Decimal
from pathlib import Path

import pytest
from tools import list_lint_rules

from luotsi.indicators import catalogue
from luotsi.indicators.types import TargetKind
from luotsi.strategy.intake.types import ElementKind as Kind
from luotsi.strategy.lint import RULES, Aimed, Checked, CheckedMeasure, check
from luotsi.strategy.lint.measures import POPULATION

WHOLE = CheckedMeasure("Työttömyysaste", has_owner=True, has_target=True, has_baseline=True, has_source=True)


def aim(goals, *others):
    children = tuple(Checked(f"g{n}", Kind.GOAL, f"Tavoite {n}") for n in range(goals))
    return Checked("aim", Kind.PRIORITY, "Hyvä palvelu", children=children + others)


def rules_of(*elements, **options):
    return [remark.rule for remark in check(elements, **options)]


MEASURED = Checked("m", Kind.MEASURE, "Työttömyysaste", measures=(WHOLE,))


@pytest.mark.parametrize(("goals", "remarked"), [(0, True), (2, True), (3, False), (5, False), (6, True)])
def test_an_aim_has_three_to_five_goals(goals, remarked):
    assert ("goals-per-aim" in rules_of(aim(goals, MEASURED))) is remarked


def test_an_aim_that_nothing_measures_is_named():
    assert rules_of(aim(3)) == ["aim-without-measure"]
    assert rules_of(aim(3, MEASURED)) == []


def test_a_measure_that_is_only_a_name_is_told_from_one_with_values():
    assert rules_of(Checked("m", Kind.MEASURE, "Tyytyväisyys")) == ["measure-unconnected"]


@pytest.mark.parametrize(
    ("lacks", "rule"),
    [
        ("has_owner", "measure-without-owner"),
        ("has_target", "measure-without-target"),
        ("has_baseline", "measure-without-baseline"),
        ("has_source", "measure-without-source"),
    ],
)
def test_each_thing_a_measure_lacks_has_its_remark(lacks, rule):
    whole = {"has_owner": True, "has_target": True, "has_baseline": True, "has_source": True}
    measure = CheckedMeasure("Tyytyväisyys", **(whole | {lacks: False}))
    assert rules_of(Checked("m", Kind.MEASURE, "Tyytyväisyys", measures=(measure,))) == [rule]


def test_a_promise_needs_something_that_shows_it():
    promise = Checked("p", Kind.PROMISE, "Vastaamme nopeasti")
    assert rules_of(promise) == ["promise-without-proof"]
    assert rules_of(Checked("p", Kind.PROMISE, "Vastaamme nopeasti", measures=(WHOLE,))) == []


def test_an_action_needs_year_responsible_and_money_and_zero_euros_is_money():
    bare = Checked("a", Kind.ACTION, "Koulutetaan väki")
    assert rules_of(bare) == ["action-without-year", "action-without-responsible", "action-without-appropriation"]
    full = {"schedule": "2026", "responsible": "Henkilöstöyksikkö", "cost_eur": "0"}
    assert rules_of(Checked("a", Kind.ACTION, "Koulutetaan väki", details=full)) == []


def test_the_same_wording_twice_is_found_whatever_its_case_and_hyphens():
    again = Checked("g9", Kind.GOAL, "TAVOITE-1")
    assert "said-twice" in rules_of(aim(3, MEASURED, again))


def test_a_number_used_twice_under_one_aim_is_found_and_under_two_aims_is_not():
    goals = tuple(Checked(f"g{n}", Kind.GOAL, f"Goal {n}", number="1.4.") for n in range(2))
    one = Checked("x", Kind.UNIT, "Hallinto", children=goals)
    assert rules_of(one) == ["number-used-twice"]
    two = [Checked(f"u{n}", Kind.UNIT, f"Yksikkö {n}", children=(goal,)) for n, goal in enumerate(goals)]
    assert rules_of(*two) == []


def test_a_rule_can_be_switched_off():
    assert rules_of(aim(1), switched_off=frozenset({"goals-per-aim"})) == ["aim-without-measure"]


def test_every_rule_says_why_and_how_to_mend():
    for rule in RULES.values():
        assert all(str(words) for words in (rule.says, rule.why, rule.mend)), rule.key


def test_the_rules_are_documented():
    written = Path(list_lint_rules.TARGET).read_text(encoding="utf-8")
    assert written == list_lint_rules.render(), "run python -m tools.list_lint_rules"


def followed(definition, *targets, slug=None):
    return CheckedMeasure(definition, True, True, True, True, slug or definition, definition, targets)


def test_a_goal_that_stands_alone_wants_a_measure_too():
    assert rules_of(Checked("g", Kind.GOAL, "Työllisyys kasvaa")) == ["aim-without-measure"]


def test_population_measures_are_measures_of_the_catalogue():
    assert {entry.key for entry in catalogue.entries()} >= POPULATION


def test_an_aim_that_only_population_measures_follow_is_remarked():
    line = Checked("m", Kind.MEASURE, "Työttömyysaste", measures=(followed("unemployment-rate"),))
    assert rules_of(aim(3, line)) == ["measure-beyond-influence"]


@pytest.mark.parametrize("own", [(), (followed("agreements"),)], ids=["still unconnected", "of own work"])
def test_an_aim_with_another_measure_beside_is_not(own):
    line = Checked("m", Kind.MEASURE, "Työttömyysaste", measures=(followed("unemployment-rate"),))
    other = Checked("o", Kind.MEASURE, "Tapaamiset", measures=own)
    assert "measure-beyond-influence" not in rules_of(aim(3, line, other))


AT_MOST_TEN = Aimed("KU046", TargetKind.AT_MOST, "2026", Decimal(10))


@pytest.mark.parametrize(
    ("other", "remarked"),
    [
        (AT_MOST_TEN, False),
        (Aimed("KU046", TargetKind.AT_MOST, "2026", Decimal(9)), True),
        (Aimed("KU046", TargetKind.AT_MOST, "2027", Decimal(9)), False),
        (Aimed("KU681", TargetKind.AT_MOST, "2026", Decimal(9)), False),
        (Aimed("KU046", TargetKind.AT_LEAST, "2026", Decimal(10)), False),
        (Aimed("KU046", TargetKind.AT_LEAST, "2026", Decimal("10.1")), True),
        (Aimed("KU046", TargetKind.WITHIN, "2026", Decimal(5), Decimal(7)), False),
        (Aimed("KU046", TargetKind.WITHIN, "2026", Decimal(11), Decimal(12)), True),
        (Aimed("KU046", TargetKind.KEEP, "2026"), False),
    ],
)
def test_two_measures_of_one_figure_may_not_have_targets_that_differ(other, remarked):
    first = Checked("a", Kind.MEASURE, "Työttömyysaste", measures=(followed("unemployment-rate", AT_MOST_TEN),))
    second = Checked("b", Kind.MEASURE, "Aste", measures=(followed("unemployment-rate", other, slug="aste"),))
    assert rules_of(first, second) == ["measures-in-conflict" if remarked else "measured-twice"]


def test_up_and_down_at_once_are_in_conflict_whatever_the_level():
    up, down = (Aimed("KU046", kind, "2026") for kind in (TargetKind.MOVE_UP, TargetKind.MOVE_DOWN))
    first = Checked("a", Kind.MEASURE, "Työttömyysaste", measures=(followed("unemployment-rate", up),))
    second = Checked("b", Kind.MEASURE, "Aste", measures=(followed("unemployment-rate", down, slug="aste"),))
    [remark] = check([first, second])
    assert (remark.rule, remark.element, remark.measure) == ("measures-in-conflict", "b", "aste")


def test_the_same_measure_at_two_places_does_not_contradict_itself():
    both = [Checked(key, Kind.MEASURE, key, measures=(followed("unemployment-rate", AT_MOST_TEN),)) for key in "ab"]
    assert rules_of(*both) == []


def figures_of(*elements, text=""):
    return [one.figures.replace("\u00a0", " ") for one in check(elements, text=text) if one.figures]


def project(details=None, **targets):
    names = {"series": "työpajasarjaa", "people": "osallistujaa", "experiments": "kokeilua", "teams": "tiimiä"}
    children = [
        Checked(key, Kind.PROJECT_TARGET, names.get(key, "henkilöä"), details={"value": value})
        for key, value in targets.items()
    ]
    return Checked("p", Kind.PROJECT, "Hanke", details=details or {}, children=tuple(children))


TEAMS = "Sarjassa on 21–28 osallistujaa, jotka työskentelevät 3–4 hengen tiimeissä."


@pytest.mark.parametrize("experiments", ["90", "105", "135"])
def test_as_many_experiments_as_the_teams_of_the_series_can_make_add_up(experiments):
    assert figures_of(project(series="15", people="21–28", experiments=experiments), text=TEAMS) == []


@pytest.mark.parametrize("experiments", ["89", "136"])
def test_more_or_fewer_experiments_than_the_teams_of_the_series_can_make_do_not(experiments):
    found = figures_of(project(series="15", people="21–28", experiments=experiments), text=TEAMS)
    assert found == [f"15 × 6–9 = 90–135 ≠ {experiments}"]


def test_experiments_are_held_against_the_teams_that_the_project_counts():
    assert figures_of(project(series="15", teams="7", experiments="105")) == []
    assert figures_of(project(series="15", teams="8", experiments="105")) == ["15 × 8 = 120 ≠ 105"]
    assert figures_of(project(series="15", teams="105", experiments="105")) == []


@pytest.mark.parametrize(("people", "fits"), [("314", False), ("315", True), ("420", True), ("421", False)])
def test_participants_in_all_are_held_against_those_of_a_series(people, fits):
    found = figures_of(project(series="15", people="21–28", total=people))
    assert found == ([] if fits else [f"15 × 21–28 = 315–420 ≠ {people}"])


def test_numbers_in_words_say_nothing_and_break_nothing():
    assert figures_of(project(series="viisitoista", people="21–28", experiments="9" * 40), text=TEAMS) == []


@pytest.mark.parametrize(("funding", "fits"), [("239995", True), ("239996", False)])
def test_funding_is_at_most_the_cost(funding, fits):
    found = figures_of(project({"cost_total_eur": "239995", "funding_eur": funding}))
    assert found == ([] if fits else ["239 996 € > 239 995 €"])


@pytest.mark.parametrize(("costs", "fits"), [(("60 000", "40000"), True), (("60000", "40000,50"), False)])
def test_parts_cost_at_most_what_the_whole_costs(costs, fits):
    details = {"responsible": "x", "year": "2026"}
    parts = tuple(
        Checked(f"a{n}", Kind.ACTION, f"Teko {n}", details=details | {"cost_eur": c}) for n, c in enumerate(costs)
    )
    whole = Checked("w", Kind.WORK_PACKAGE, "Työpaketti", details={"cost_eur": "100 000 €"}, children=parts)
    assert figures_of(whole) == ([] if fits else ["60 000 + 40 000.50 = 100 000.50 € > 100 000 €"])


@pytest.mark.parametrize("cost", ["nan", "Infinity", "noin 5", ""])
def test_a_cost_that_is_no_sum_is_left_alone(cost):
    assert figures_of(project({"cost_total_eur": cost, "funding_eur": "5"})) == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("15 sarjaa × 7 tiimiä = 105 kokeilua", []),
        ("15 x 7 = 105", []),
        ("15 sarjaa × 7 tiimiä = 106 kokeilua", ["15 × 7 = 105 ≠ 106"]),
    ],
)
def test_a_product_written_out_is_computed(words, found):
    assert figures_of(Checked("w", Kind.WORK_PACKAGE, words)) == found


AIMS = [Checked(f"p{n}", Kind.PRIORITY, f"Päämäärä {n}") for n in range(3)]


@pytest.mark.parametrize(
    ("text", "remarked"),
    [
        ("Strategiassa on kolme painopistettä.", False),
        ("Strategiassa on neljä painopistettä.", True),
        ("Strategian 4 strategista painopistettä", True),
        ("Strategin har fyra prioriteringar.", True),
        ("Neljä painopistettä. Viime kaudella oli viisi painopistettä.", False),
        ("Painopisteitä on monta.", False),
    ],
)
def test_the_number_of_aims_that_the_document_announces_is_the_plans(text, remarked):
    remarks = [one for one in check(AIMS, text=text) if one.rule == "announced-count-differs"]
    assert [(one.element, one.number) for one in remarks] == ([("", 3)] if remarked else [])


def measured(*names, goals=(), **details):
    children = [Checked(f"g{n}", Kind.GOAL, title) for n, title in enumerate(goals)]
    children += [Checked(f"m{n}", Kind.MEASURE, name, details=details) for n, name in enumerate(names)]
    return Checked("aim", Kind.PRIORITY, "Hyvä palvelu", children=tuple(children))


def silent_goals(*elements):
    return [one.title for one in check(elements) if one.rule == "goal-without-measure"]


@pytest.mark.parametrize(
    ("goal", "measure", "speaks"),
    [
        ("Hyvä vuorovaikutus ja toimiva viestintä", "Viestintäsuunnitelman mukaiset tavoitteet", True),
        ("Ulkoisen rahoituksen hyödyntäminen (hankkeet)", "Hanketoiminnan määrä ja tulokset", True),
        ("Yhdessä luodut yhteistyön rakenteet", "Työllisyysalueyhteistyö", True),
        ("Riittävä resurssointi työssä onnistumiseksi", "Sairauspoissaolomäärien kehitys", False),
        ("Sisäisesti ja ulkoisesti tunnetut palvelut", "Asiakaspalautekyselyjen tulokset", False),
        ("Palvelujen kehittäminen", "Sairauspoissaolot", True),
        ("Bättre kommunikation", "Kommunikationsplanens mål", True),
        ("Snabb reaktion på uppsägningar", "Sjukfrånvaro", False),
    ],
)
def test_a_goal_of_which_no_measure_of_its_aim_speaks_is_named(goal, measure, speaks):
    assert silent_goals(measured(measure, goals=[goal])) == ([] if speaks else [goal])


def test_a_goal_with_a_measure_of_its_own_is_shown_whatever_the_words():
    goal = Checked("g", Kind.GOAL, "Riittävä resurssointi", measures=(WHOLE,))
    assert silent_goals(Checked("a", Kind.PRIORITY, "Väki", children=(goal, MEASURED))) == []


def test_a_measure_may_name_the_goal_it_belongs_to():
    assert silent_goals(measured("Tulosteet", goals=["Sähköinen asiointi"])) == ["Sähköinen asiointi"]
    assert silent_goals(measured("Tulosteet", goals=["Sähköinen asiointi"], goal="SÄHKÖINEN ASIOINTI")) == []


def test_where_nothing_measures_an_aim_its_goals_are_not_named_one_by_one():
    assert silent_goals(measured(goals=["Riittävä resurssointi"])) == []


def action(title="Koulutetaan väki", **details):
    return Checked("a", Kind.ACTION, title, details=details)


def test_an_action_has_what_it_hangs_on_says_for_all_below():
    focus = Checked("f", Kind.ANNUAL_FOCUS, "Painopiste", details={"year": "2026"}, children=(action(),))
    assert rules_of(focus) == ["action-without-responsible", "action-without-appropriation"]
    unit = Checked("u", Kind.UNIT, "Viestintä", children=(action(),))
    assert rules_of(unit) == ["action-without-year", "action-without-appropriation"]
    package = Checked("w", Kind.WORK_PACKAGE, "Työpaketti", details={"schedule": "kevät 2026"}, children=(action(),))
    project = Checked("p", Kind.PROJECT, "Hanke", details={"cost_total_eur": "10"}, children=(package,))
    assert rules_of(project) == ["action-without-responsible"]


@pytest.mark.parametrize(
    ("words", "has_year"),
    [
        ("Työhyvinvointikysely vuosittain", True),
        ("Sähköisen asioinnin laajentaminen 2024–2025", True),
        ("Enkät årligen", True),
        ("Koulutetaan 2000 henkilöä", False),
        ("Koulutetaan 20245 henkilöä", False),
        ("Vuosikello", False),
    ],
)
def test_a_year_or_how_often_may_stand_in_the_words_of_an_action(words, has_year):
    assert ("action-without-year" in rules_of(action(words))) is not has_year


@pytest.mark.parametrize(
    ("second", "found"), [("1.4. Kestävä kehitys", True), ("1.5. Kestävä kehitys", False), ("1.4 Kestävä", True)]
)
def test_a_number_read_with_the_words_counts_too(second, found):
    goals = tuple(Checked(key, Kind.GOAL, title) for key, title in (("a", "1.4. Päätösten arviointi"), ("b", second)))
    assert ("number-used-twice" in rules_of(Checked("u", Kind.PRIORITY, "Ohjelma", children=goals))) is found


def test_two_measures_of_one_figure_are_named_and_one_at_two_places_is_not():
    lines = [
        Checked(key, Kind.MEASURE, key, measures=(followed("unemployment-rate", slug=slug),))
        for key, slug in (("a", "aste"), ("b", "aste"), ("c", "toinen"))
    ]
    [remark] = check(lines)
    assert (remark.rule, remark.element, remark.measure) == ("measured-twice", "c", "toinen")
