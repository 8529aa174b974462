"""Wording of ordinary plans, minutes and projects that stands in no sample."""

import pytest

from tests.strategy.intake.reading.samples import truth_of

_PLAN = "Kuntastrategia 2027–2030\n\nPainopiste 1: Elävä keskusta\nTavoitteet\n- Torilla on väkeä\n"


@pytest.mark.parametrize(
    ("said", "baseline", "target"),
    [
        ("Lupien käsittelyaika (45 päivää vuonna 2026, 20 päivää vuonna 2030)", "45 päivää", "20 päivää"),
        ("Andel nöjda (61 % år 2026, minst 80 % år 2030)", "61 %", "minst 80 %"),
        ("Length of open shore (7 in 2026, 12 in 2030)", "7", "12"),
    ],
)
def test_levels_said_of_years_are_the_measures_baseline_and_target(said: str, baseline: str, target: str) -> None:
    values = truth_of(f"{_PLAN}Mittarit\n- {said}\n")["indicator_values"]
    assert [(one["indicator"], one["baseline"], one["target"]) for one in values] == [
        (said[: said.index(" (")], baseline, target)
    ]


def test_titles_in_capitals_over_an_aim_and_goals_are_the_priorities() -> None:
    shape = truth_of(
        "Strategia 2027–2030\n\nELÄVÄ KESKUSTA\nPäämäärä: Keskustassa viihdytään.\nTavoitteet:\n- Torilla on väkeä\n\n"
        "HYVÄ ARKI\nPäämäärä: Palvelut ovat lähellä.\nTavoitteet:\n- Kirjasto on auki iltaisin\n"
    )
    assert [(one["title"], one["goals"]) for one in shape["priorities"]] == [
        ("ELÄVÄ KESKUSTA", ["Torilla on väkeä"]),
        ("HYVÄ ARKI", ["Kirjasto on auki iltaisin"]),
    ]


def test_promises_to_each_role_are_promises_of_their_own() -> None:
    promises = truth_of(
        f"{_PLAN}\nLupauksemme\nTyönhakijana saat vastauksen seuraavana päivänä.\n"
        "Työnantajana saat oman yhteyshenkilön.\n"
    )["promises"]
    assert [one["text"] for one in promises] == [
        "Työnhakijana saat vastauksen seuraavana päivänä.",
        "Työnantajana saat oman yhteyshenkilön.",
    ]


def test_a_promise_of_two_sentences_to_all_stays_whole() -> None:
    promises = truth_of(f"{_PLAN}\nLupauksemme\nVastaamme sinulle pian. Kerromme aina seuraavan askeleen.\n")[
        "promises"
    ]
    assert [one["text"] for one in promises] == ["Vastaamme sinulle pian. Kerromme aina seuraavan askeleen."]


def test_labels_in_a_package_say_its_actions_on_one_line() -> None:
    shape = truth_of(
        "HANKESUUNNITELMA\nHankkeen nimi: Uusi suunta\nHakija: Kuusirannan kunta\nToteutusaika: 1.1.2027–31.12.2028\n\n"
        "TP 1. Alku\nToimenpiteet: kartoitus, haastattelut\nAikataulu: 1/2027–6/2027\n\n"
        "TP 2. Polku\nToimenpiteet: kurssit, ohjaus\n\nTavoitearvot:\nOsallistujat: 80 henkilöä\n"
    )
    assert [one["title"] for one in shape["actions"]] == ["kartoitus", "haastattelut", "kurssit", "ohjaus"]
    assert shape["projects"][0]["targets"] == [{"name": "Osallistujat", "value": "80"}]


def test_what_a_memo_decides_is_a_decision_of_the_body_that_met() -> None:
    text = "Johtoryhmän {kind} 3/2026\n\nAika: 16.3.2026 klo 9\n\n"
    text += "2. Painopisteet\nPäätös: Johtoryhmä esittää painopisteet.\n"
    (decision,) = truth_of(text.format(kind="muistio"))["decisions"]
    assert (decision["body"], decision["date"]) == ("Johtoryhmä", "16.3.2026")
    assert truth_of(text.format(kind="kirje"))["decisions"] == []


def test_focus_areas_named_one_by_one_in_minutes_are_the_years_and_the_aims_are_said_in_a_sentence() -> None:
    shape = truth_of(
        "Kuusirannan kaupunki\nTyöllisyyslautakunta 25.11.2026\n§ 71\n"
        "Painopistealueet vuodelle 2027\n\nSelostus asiasta\n"
        "Strategian tavoitteet ovat 1) työttömyys lyhenee, 2) työvoima riittää ja 3) kulut pysyvät kurissa.\n\n"
        "Painopistealue 1: Nuoret\nNuorisotyöttömyys on kasvanut.\n\n"
        "Painopistealue 2: Yritykset\nKäyntejä lisätään.\n\n"
        "Esittelijä: johtaja\n"
        "Päätösehdotus: Lautakunta hyväksyy painopistealueet vuodelle 2027.\nPäätös: Hyväksyttiin.\n"
    )
    assert [one["title"] for one in shape["annual_focus"]] == ["Nuoret", "Yritykset"]
    assert [one["title"] for one in shape["priorities"]] == [
        "työttömyys lyhenee",
        "työvoima riittää",
        "kulut pysyvät kurissa",
    ]
    assert shape["decisions"][0]["section"] == "71"
