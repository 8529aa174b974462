from tests.strategy.intake.reading.samples import outline_of, truth_of_sample


def test_a_swedish_strategy_is_read_with_its_decision_and_promises() -> None:
    shape = truth_of_sample("strategy_sv")
    assert (shape["language"], shape["organisation"], shape["period"]) == (
        "sv",
        "Kustens sysselsättningsområde",
        "2025-2029",
    )
    assert shape["mission"] == "Vi hjälper människor till arbete och företag till rätt kompetens."
    assert shape["vision"] == "Österbottens smidigaste väg till arbete 2029"
    assert shape["values"] == ["Mod", "Öppenhet", "Respekt"]
    assert outline_of(shape) == {
        "Snabba vägar till arbete": (
            ["Arbetssökande får en första diskussion inom fem dagar", "Ungas arbetslöshet minskar"],
            ["Antal dagar till första diskussionen", "Andelen unga arbetslösa"],
        ),
        "Starka företag": (["Företagen hittar arbetskraft lokalt"], ["Antal lediga platser som tillsatts"]),
    }
    assert shape["indicator_values"] == [
        {"indicator": "Antal dagar till första diskussionen", "baseline": "12", "target": "5"}
    ]
    assert [promise["audience"] for promise in shape["promises"]] == ["arbetssökande", "företag"]
    assert shape["decisions"][0]["section"] == "31"


def test_an_english_strategy_is_read() -> None:
    shape = truth_of_sample("strategy_en")
    assert (shape["language"], shape["organisation"], shape["period"]) == ("en", "Harbour Employment Area", "2026-2030")
    assert shape["values"] == ["Courage", "Openness", "Fairness"]
    assert outline_of(shape) == {
        "Faster matching": (
            ["First interview within five days", "More vacancies filled locally"],
            ["Days to first interview", "Share of vacancies filled"],
        ),
        "Skills for the future": (
            ["Every young person has a study or work place"],
            ["Number of young people outside work and study"],
        ),
    }
    assert [action["title"] for action in shape["actions"]] == ["One contact person for each client"]


def test_a_finnish_form_of_labels_keeps_who_does_what_when_and_the_levels() -> None:
    shape = truth_of_sample("form")
    assert shape["organisation"] == "Vaaran seudun työllisyysalue"
    assert shape["values"] == ["rohkeus", "luottamus", "avoimuus"]
    assert shape["indicator_values"] == [
        {"indicator": "Päivät alkuhaastatteluun", "baseline": "9", "target": "5"},
        {"indicator": "Pitkäaikaistyöttömien osuus", "baseline": "32 %", "target": "25 %"},
    ]
    assert shape["actions"][0] == {
        "title": "Otetaan käyttöön ajanvaraus verkossa",
        "goal": "Alkuhaastattelu viidessä päivässä",
        "responsible": "Palvelujohtaja",
        "schedule": "2026",
    }
    assert shape["promises"] == [{"audience": "yrityksille", "status": "", "text": "Vastaamme vuorokaudessa."}]


def test_a_plan_in_sentences_gives_its_values_priorities_and_vision() -> None:
    shape = truth_of_sample("prose")
    assert shape["values"] == ["avoimuus", "rohkeus", "yhdessä tekeminen"]
    assert [priority["title"] for priority in shape["priorities"]] == [
        "elävä keskusta",
        "hyvinvoiva lapsi",
        "kestävä talous",
    ]
    assert shape["priorities"][1]["description"].startswith("Jokaisella lapsella")
    assert shape["vision"] == "maaseudun paras paikka kasvaa."


def test_an_employment_areas_strategy_keeps_goals_under_their_priority_though_their_heading_says_strategic() -> None:
    shape = truth_of_sample("employment_area")
    assert (shape["organisation"], shape["period"]) == ("Keski-Rannan työllisyysalue", "2025-2028")
    assert outline_of(shape) == {
        "Työnhakijan palvelut toimivat": (
            ["Palvelu alkaa viidessä päivässä.", "Jokaisella työnhakijalla on oma valmentaja."],
            ["Alkuhaastattelun odotusaika", "Työnhakijoiden palaute (NPS)"],
        ),
        "Yritykset saavat osaajia": (["Rekrytointipalvelu tunnetaan."], ["Yritysasiakkaiden määrä"]),
    }
    assert shape["value_descriptions"] == ["pidämme mitä lupaamme", "kokeilemme uutta", "teemme yhdessä"]
    assert [promise["audience"] for promise in shape["promises"]] == ["Työnhakijalle", "Työnantajalle", "Jäsenkunnille"]
    goals = [action.get("goal") for action in shape["actions"]]
    assert goals == [None, None, "Rekrytointipalvelu tunnetaan."], "of several goals none is sure"


def test_questions_head_lists_and_peoples_wishes_are_no_goals() -> None:
    shape = truth_of_sample("questions")
    assert shape["goals_without_priority"] == ["Nuorten osallisuus vahvistuu", "Palvelut löytyvät yhdestä paikasta"]
    assert shape["indicators_without_priority"] == ["kävijämäärät", "verkkosivun käyttäjät"]
    assert [action["title"] for action in shape["actions"]] == ["avoimet ovet joka kunnassa", "yhteinen verkkosivu"]
