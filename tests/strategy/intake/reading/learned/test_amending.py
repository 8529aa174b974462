"""What labelled documents taught is used where the rules do not understand a document, and nowhere else."""

from dataclasses import replace

import pytest

from luotsi.strategy.intake.lines import lines_of_text
from luotsi.strategy.intake.reading.learned.traits import NAMES, Said, traits
from luotsi.strategy.intake.reading.learned.weights import CLASSES, weighed
from luotsi.strategy.intake.reading.learned.words import BUCKETS, words_of
from luotsi.strategy.intake.reading.reader import read, read_by_rules, ruled_by_words
from luotsi.strategy.intake.types import Certainty, DocumentText, ElementKind

COVER = "HONKALAMMEN KUNTA\nKuntastrategia 2026–2030\nValtuusto 12.5.2026\n"
SLIDES = [
    "Painopiste 1: Elinvoimainen Honkalampi\nTavoitteet\n• Helpotamme yritysten sijoittumista kuntaan\n"
    "• Kaavoitamme tontteja järven rannalta\n"
    "• Kehitämme matkailua yhdessä naapurikuntien kanssa\nMittarit\n• Uusien yritysten määrä\n• Työllisyysaste",
    "Painopiste 2: Hyvinvoiva Honkalampi\nTavoitteet\n• Edistämme kaikenikäisten hyvinvointia\n"
    "• Tuemme kylien yhteisöllisyyttä\n"
    "• Pidämme lähiluonnon kaikkien ulottuvilla\nMittarit\n• Asukkaiden tyytyväisyys palveluihin\n• Harrastajien määrä",
    "Painopiste 3: Osaava Honkalampi\nTavoitteet\n• Takaamme turvallisen kasvuympäristön\n"
    "• Uudistamme oppimisympäristöjä\n"
    "• Huolehdimme henkilöstön jaksamisesta\nMittarit\n• Sairauspoissaolojen määrä",
    "Painopiste 4: Vihreä Honkalampi\nTavoitteet\n• Pidämme vedet puhtaina\n• Lämmitämme rakennukset hakkeella\n"
    "• Suojelemme vanhat metsät\nMittarit\n• Hiilidioksidipäästöt asukasta kohti",
]


SPREAD = [
    "Lukijalle\n\nStrategia on tehty yhdessä kuntalaisten kanssa. Kiitos kaikille työpajoihin osallistuneille.\n"
    "Honkalampi on hyvä paikka elää ja yrittää myös tulevaisuudessa.",
    "Missä olemme nyt\n\nVäestö ikääntyy ja nuoret muuttavat opiskelemaan. Kunnan talous on tasapainossa, mutta "
    "investointeja on edessä.\nTyöpaikkoja on eniten teollisuudessa ja hoivassa.",
    "Elinvoima kasvaa\n\nYritykset löytävät meiltä tontin ja työntekijän nopeasti\nMatkailu on ympärivuotista\n"
    "Keskusta on viihtyisä\n\nNäin sen teemme\n\nKaavoitamme tontteja kantatien varteen\n"
    "Palkkaamme yrityskoordinaattorin\nUudistamme torin yhdessä yrittäjien kanssa",
    "Hyvä arki kylissä\n\nLähipalvelut säilyvät\nJokaisella on harrastus\n\nNäin sen teemme\n\n"
    "Tuemme kyläyhdistyksiä\nAvaamme koulujen tilat iltakäyttöön",
    "Osaava henkilöstö\n\nTyöntekijät suosittelevat kuntaa työpaikkana\n\nNäin sen teemme\n\nKoulutamme esihenkilöt\n"
    "Otamme käyttöön työkierron",
    "Luonto lähellä\n\nVedet ovat puhtaita\nMetsistä pidetään huolta\n\nNäin sen teemme\n\nKunnostamme rannat\n"
    "Merkitsemme polut\nKokoamme talkooväen",
    "Seuranta\n\nStrategian toteutumista seurataan vuosittain tilinpäätöksessä.",
]


def spread(*further: str) -> DocumentText:
    return lines_of_text("\f".join(["HONKALAMMEN KUNTA\nKuntastrategia 2026–2030\n", *SPREAD, *further]))


def slides() -> DocumentText:
    return lines_of_text("\f".join([COVER, *SLIDES]))


def test_a_document_of_a_few_lines_stands_as_the_rules_have_it() -> None:
    few = lines_of_text("\f".join(["HONKALAMMEN KUNTA\nKuntastrategia 2026–2030\n", *SPREAD[:5]]))
    assert 20 < len(ruled_by_words(few).entries) < 30 <= len(ruled_by_words(spread()).entries)
    assert read(few) == read_by_rules(few)
    assert read(spread()) != read_by_rules(spread())


def test_a_document_of_which_the_rules_leave_hardly_anything_over_stands_as_they_have_it() -> None:
    assert len(ruled_by_words(slides()).entries) >= 30
    assert read(slides()) == read_by_rules(slides())


def test_where_they_leave_much_over_what_was_learnt_says_what_a_line_is() -> None:
    learnt, ruled = read(spread()), read_by_rules(spread())
    before = {one.title: one.kind for one in ruled.proposals}
    after = {one.title: one for one in learnt.proposals}
    assert before["Osaava henkilöstö"] is ElementKind.ACTION
    title, goal = after["Osaava henkilöstö"], after["Työntekijät suosittelevat kuntaa työpaikkana"]
    assert (title.kind, title.rule, title.certainty) == (ElementKind.PRIORITY, "priority.learned", Certainty.UNSURE)
    assert (goal.kind, goal.rule, goal.parent) == (ElementKind.GOAL, "goal.learned", title.key)
    assert after["Koulutamme esihenkilöt"].parent == title.key


def test_a_document_is_read_alike_in_every_format() -> None:
    assert read(replace(spread(), media_type="application/pdf")) == read(spread())


def test_what_a_line_says_of_itself_stands() -> None:
    document = spread("Mittari: keskustan kävijät ja heidän tyytyväisyytensä")
    taken = next(one for one in read(document).proposals if one.title.startswith("keskustan kävijät"))
    assert (taken.kind, taken.rule, taken.certainty) == (ElementKind.MEASURE, "measure.listed", Certainty.SURE)


def test_the_same_document_gives_the_same_reading() -> None:
    assert read(spread()) == read(spread())


def test_every_proposal_keeps_its_place_in_the_text() -> None:
    document = spread()
    for one in read(document).proposals:
        assert one.places
        assert all(place.start < place.end <= len(document.text) for place in one.places)


def test_what_was_learnt_gives_every_entry_the_share_of_each_kind() -> None:
    ruled = ruled_by_words(spread())
    said = Said(ruled.entries, ruled.collector.drafts)
    shares = weighed(ruled.entries, said)
    assert shares.shape == (len(ruled.entries), len(CLASSES))
    shares[:, 0] *= 2  # the share of nothing is halved
    assert shares.sum(1) == pytest.approx(1, abs=1e-4)
    assert traits(ruled.entries, said).shape == (len(ruled.entries), len(NAMES))


def test_words_are_counted_under_numbers_of_their_letters() -> None:
    entries = ruled_by_words(spread()).entries
    counted = words_of(entries)
    assert len(counted) == len(entries)
    assert all(0 <= number < BUCKETS for numbers in counted for number in numbers)
    again = [at for at, entry in enumerate(entries) if entry.text == "Näin sen teemme"]
    assert len(again) > 1
    assert set(counted[again[0]]) & set(counted[again[1]])


def test_a_document_without_a_plan_is_not_amended() -> None:
    text = "\f".join(f"Sivu {page}\nJuna saapui asemalle illalla. Kukaan ei ollut vastassa." for page in range(1, 7))
    assert read(lines_of_text(text)) == read_by_rules(lines_of_text(text))
