from luotsi.strategy.intake.types import ElementKind
from tests.strategy.intake.reading.samples import read_text, truth_of, truth_of_sample


def test_minutes_give_one_decision_with_its_body_day_section_presenter_and_outcome() -> None:
    shape = truth_of_sample("minutes")
    assert shape["decisions"] == [
        {
            "body": "Työllisyyslautakunta",
            "date": "12.3.2026",
            "section": "14",
            "presenter": "Työllisyysjohtaja",
            "proposal": "Lautakunta päättää hyväksyä vuoden 2027 painopisteet esityksen mukaisesti.",
            "outcome": "Lautakunta hyväksyi päätösehdotuksen yksimielisesti.",
        }
    ]
    assert [(focus["title"], focus["year"], len(focus["actions"])) for focus in shape["annual_focus"]] == [
        ("Nuorten palvelut", 2027, 2),
        ("Yrityspalvelut", 2027, 1),
    ]


def test_a_decided_focus_list_is_told_from_the_proposed_one() -> None:
    shape = truth_of(
        "Vuodelle 2027 esitetään toiminnan painopisteiksi:\n\nNuorten palvelut\n- ohjaamo\n\nEsittelijä: johtaja\n"
        "Päätösehdotus: Hyväksytään painopisteiksi vuodelle 2027\n- Nuorten palvelujen vahvistaminen\n\n"
        "Päätös: Hyväksyttiin.\n"
    )
    stages = {focus["title"]: focus["stage"] for focus in shape["annual_focus"]}
    assert stages == {"Nuorten palvelut": "proposed", "Nuorten palvelujen vahvistaminen": "decided"}


def test_an_approval_on_the_cover_is_a_decision_once_however_often_it_is_said() -> None:
    shape = truth_of(
        "Kuntastrategia 2030\nHyväksytty kunnanvaltuustossa 13.6.2022 § 18\n\nVisio\nHyvä arki.\n\n"
        "Strategia hyväksyttiin kunnanvaltuustossa 13.6.2022 § 18.\n"
    )
    assert [(one["body"], one["date"], one["section"]) for one in shape["decisions"]] == [
        ("kunnanvaltuusto", "13.6.2022", "18")
    ]


def test_a_project_plan_gives_days_packages_money_targets_and_actions() -> None:
    shape = truth_of_sample("project")
    assert (shape["organisation"], shape["period"]) == ("Rannikon koulutuskuntayhtymä", "1.1.2026–31.12.2027")
    (project,) = shape["projects"]
    assert (project["start"], project["end"]) == ("2026-01-01", "2027-12-31")
    assert (project["cost_total_eur"], project["funding_eur"]) == ("168000", "134400")
    assert [package["title"] for package in project["work_packages"]] == ["Ohjauksen mallit", "Osaamisen jakaminen"]
    assert shape["actions"][0] == {
        "title": "Kartoitetaan nykyiset ohjauksen mallit",
        "work_package": "Ohjauksen mallit",
    }
    assert len(shape["goals_without_priority"]) == 2
    assert [row["target"] for row in shape["indicator_values"]] == ["150", "40"]


def test_units_keep_their_own_goals_and_measures_apart_from_the_towns_aims() -> None:
    reading = read_text(
        "Palvelusuunnitelma\n2. STRATEGISET PÄÄMÄÄRÄT\n\nVahva talous\n\nHyvä arki\n\n3. PALVELUT\n\n"
        "3.1. Kirjasto\n\nNykytila:\n- Kolme toimipistettä\n\nMittarit:\n- Lainojen määrä\n\n"
        "Hyvä arki\n- Tavoite: Aukiolo laajenee.\n- Keino: Omatoimikirjasto.\n\n"
        "3.2. Museo\n\nNykytila:\n- Yksi näyttely\n\nMittarit:\n- Kävijämäärä\n\n"
        "Museon tilannekatsaus syyskuu 2025\n- Näyttely on uusittu\n"
    )
    of = {kind: [one for one in reading.proposals if one.kind is kind] for kind in ElementKind}
    assert [unit.title for unit in of[ElementKind.UNIT]] == ["Kirjasto", "Museo"]
    assert [(goal.title, goal.details["objective"]) for goal in of[ElementKind.GOAL]] == [
        ("Aukiolo laajenee.", "Hyvä arki")
    ]
    assert [measure.title for measure in of[ElementKind.MEASURE]] == ["Lainojen määrä", "Kävijämäärä"]
    assert len(of[ElementKind.STATUS_REVIEW]) == 1
