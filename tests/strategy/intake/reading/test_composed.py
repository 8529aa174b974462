import pytest

from luotsi.strategy.intake.lines import lines_of_text
from luotsi.strategy.intake.reading.composed import composed_kind
from luotsi.strategy.intake.reading.reader import read
from luotsi.strategy.intake.types import ElementKind


def titles(text: str, kind: ElementKind) -> list[str]:
    return [one.title for one in read(lines_of_text(text)).proposals if one.kind is kind]


PLAN = "Koivulan kunta\nStrategia 2026–2029\n\n{values}\n\nPainopisteet\n• Elävä keskusta\n• Vahva talous\n"


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("neljä kivijalkaa", "priority"),
        ("kehityslinjat 2026–2029", "priority"),
        ("muutostavoitteet", "goal"),
        ("edistymisen merkit", "measure"),
        ("seuraavat askeleet", "action"),
        ("arvomaailmamme", "value"),
        ("nästa steg", "action"),
        ("strategic pillars", "priority"),
        ("neljä lasta", ""),
        ("rautatielinjat", ""),
        ("ensimmäiset asukkaat", ""),
    ],
)
def test_a_heading_is_told_by_its_parts(heading: str, kind: str) -> None:
    assert composed_kind(heading) == kind


def test_in_a_project_a_word_for_results_heads_no_goals() -> None:
    plan = "Koivulan kunta\nSuunnitelma 2026\n{sign}\n\nMuutostavoitteet\n• Kävijöitä on enemmän\n• Jonot lyhenevät\n"
    assert titles(plan.format(sign="Johdanto"), ElementKind.GOAL) == ["Kävijöitä on enemmän", "Jonot lyhenevät"]
    project = plan.format(
        sign="Hankesuunnitelma\nHankkeen nimi: Silta\nHakija: Koivulan kunta\nToteutusaika: 1.1.2026–31.12.2027"
    )
    assert titles(project, ElementKind.GOAL) == []


def test_short_sentences_right_under_a_heading_of_values_are_the_values() -> None:
    said = "Arvot\nToimimme avoimesti ja reilusti.\nOlemme rohkeita, kuuntelevia ja ketteriä.\n\n\nTausta"
    assert titles(PLAN.format(values=said), ElementKind.VALUE) == [
        "Toimimme avoimesti ja reilusti",
        "Olemme rohkeita, kuuntelevia ja ketteriä",
    ]


def test_a_paragraph_under_a_heading_of_values_is_no_value() -> None:
    said = "Arvot\nToimimme avoimesti ja reilusti. Olemme rohkeita, kuuntelevia ja ketteriä.\n\n\nTausta"
    assert titles(PLAN.format(values=said), ElementKind.VALUE) == []


def test_a_line_that_leads_to_what_follows_is_no_element() -> None:
    said = "Toimenpiteet\nNämä edellyttävät seuraavia ratkaisuja:\n• Avataan neuvonta\n• Uusitaan sivut"
    assert titles(PLAN.format(values=said), ElementKind.ACTION) == ["Avataan neuvonta", "Uusitaan sivut"]
