"""A municipality that the text only calls by its name."""

import pytest

from luotsi.strategy.intake.reading.places import genitive_in, genitive_of, place_of
from tests.strategy.intake.reading.samples import read_text


def never(_word: str) -> bool:
    return False


@pytest.mark.parametrize(
    ("name", "genitive"),
    [
        ("Tuulikoski", "Tuulikosken"),
        ("Koivuniemi", "Koivuniemen"),
        ("Lumijoki", "Lumijoen"),
        ("Hopeavesi", "Hopeaveden"),
        ("Rautakangas", "Rautakankaan"),
        ("Uusilampi", "Uusilammen"),
        ("Valkeinen", "Valkeisen"),
        ("Kuusiranta", "Kuusirannan"),
        ("Syväsalo", "Syväsalon"),
    ],
)
def test_a_places_name_is_put_into_the_genitive(name: str, genitive: str) -> None:
    assert genitive_of(name) == genitive


INFLECTED = "Tuulikoski kasvaa. Tuulikosken väki viihtyy. Tuulikoskella on tilaa, ja Tuulikoskelle on helppo tulla."


def test_the_place_is_the_name_that_the_text_inflects() -> None:
    assert place_of(INFLECTED, ["Strategia 2030"], never) == "Tuulikoski"
    assert place_of("Kasvu jatkuu. Kasvun eväät ovat kunnossa.", ["Strategia 2030"], never) is None


def test_a_name_that_stands_in_small_letters_too_is_a_word() -> None:
    assert place_of(INFLECTED + " Kuulemme tuulikoski-hankkeen ja tuulikoski jää.", ["Strategia 2030"], never) is None


def test_an_address_of_the_web_tells_the_place() -> None:
    text = "Syväsalo 2030. {} Syväsalo odottaa."
    assert place_of(text.format("Lue lisää: www.syvasalo.fi."), ["Suunta 2030"], never) == "Syväsalo"
    assert place_of(text.format("Lue lisää kirjastossa."), ["Suunta 2030"], never) is None


def test_words_for_plans_and_municipalities_are_no_places() -> None:
    text = "Kuntastrategia ohjaa. Kuntastrategian tavoitteet. Kuntastrategialla luodaan. Kuntastrategiassa kerrotaan."
    assert place_of(text, ["Kuntastrategia"], never) is None


def test_a_word_that_also_stands_in_small_letters_names_no_municipality() -> None:
    text = "Rohkea kunta kasvaa. Rohkean kunnan strategia. Olemme rohkeita ja rohkeasti omia, rohkea on reilu."
    assert read_text(text).organisation != "Rohkean kunta"


def test_the_genitive_is_the_one_that_the_text_says() -> None:
    assert genitive_in("Vehmale kasvaa, Vehmaleen väki viihtyy. Vehmaleeseen muutetaan.", "Vehmale") == "Vehmaleen"
    assert genitive_in("Syväsalo kasvaa.", "Syväsalo") == "Syväsalon"
    assert genitive_in("Lakaassa Llakaalaisten väki, Lakaan tori.", "Lakaa") == "Lakaan"
