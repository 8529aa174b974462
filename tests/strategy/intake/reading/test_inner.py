"""Labels that stand inside an item: `Palvelu alkaa heti (mittari: odotusaika)`."""

import pytest

from luotsi.strategy.intake.reading.inner import parted
from luotsi.strategy.intake.reading.measures import action_of
from luotsi.strategy.intake.reading.passages import cleaned


def parts(text: str) -> tuple[str, list[tuple[str, str]]]:
    item, said = parted(cleaned(text, 0))
    return item.text, [(kind, words.text) for kind, words in said]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Palvelu alkaa heti (mittari: odotusaika)", [("measure", "odotusaika")]),
        ("Palvelu alkaa heti – mittari: odotusaika, päivää", [("measure", "odotusaika, päivää")]),
        ("Palvelu alkaa heti; vastuu: opisto; aikataulu: 2027", [("responsible", "opisto"), ("schedule", "2027")]),
        ("Palvelu alkaa heti. Toimenpide: takaisinsoitto.", [("action", "takaisinsoitto")]),
        ("Palvelu alkaa heti (mätare: väntetid (dagar))", [("measure", "väntetid (dagar)")]),
        ("Palvelu alkaa heti (jonot puretaan)", []),
    ],
)
def test_an_item_is_parted_from_what_its_labels_say(text: str, said: list[tuple[str, str]]) -> None:
    item, found = parts(text)
    assert found == said
    assert item == ("Palvelu alkaa heti" if said else text)


def test_a_label_at_the_beginning_of_an_item_is_no_inner_label() -> None:
    assert parts("Seitsem; mittari: aika") == ("Seitsem; mittari: aika", [])
    assert parts("Seitsemän; mittari: aika") == ("Seitsemän", [("measure", "aika")])


def test_what_a_label_says_keeps_its_place_in_the_document() -> None:
    _, ((_, words),) = parted(cleaned("Palvelu alkaa heti (mittari: odotusaika)", 100))
    assert (words.start, words.end) == (129, 139)


@pytest.mark.parametrize(
    ("text", "name", "details"),
    [
        (
            "Avataan palvelupiste. Vastuu: johtaja. Aikataulu: 2026. Kustannus: 40 000 €",
            "Avataan palvelupiste",
            {"responsible": "johtaja", "schedule": "2026", "cost_eur": "40000"},
        ),
        ("Avataan neuvonta (kustannusarvio 12 500 euroa)", "Avataan neuvonta", {"cost_eur": "12500"}),
        ("Öppna en rådgivning; kostnad: 5000 €.", "Öppna en rådgivning", {"cost_eur": "5000"}),
        ("Open an advice desk, budget: 300 EUR", "Open an advice desk", {"cost_eur": "300"}),
        ("Pienennetään toimintakustannuksia 40 000 €", "Pienennetään toimintakustannuksia 40 000 €", {}),
        ("Avataan neuvonta. Kustannus: selvitetään", "Avataan neuvonta. Kustannus: selvitetään", {}),
    ],
)
def test_an_action_is_parted_from_who_does_it_when_and_for_how_much(
    text: str, name: str, details: dict[str, str]
) -> None:
    action = action_of(cleaned(text, 0))
    assert (action.name.text.strip(" ."), action.details) == (name, details)
