"""What a list holds by the form of its words, whatever heading stands over it."""

from luotsi.strategy.intake.types import ElementKind
from tests.strategy.intake.reading.samples import outline_of, read_text, truth_of

COVER = "Koivulan kuntastrategia 2026–2030\n\nPainopisteet\n• Elävä keskusta\n• Puhdas vesi\n\n"


def of_kind(text: str, kind: ElementKind) -> list[str]:
    return [one.title for one in read_text(COVER + text).proposals if one.kind is kind]


def test_a_list_that_names_measures_under_a_priority_is_its_measures() -> None:
    shape = truth_of(COVER + "Elävä keskusta\n• työllisyysasteen kehitys\n• nettomuutto\n• uusien yritysten määrä\n")
    assert outline_of(shape)["Elävä keskusta"] == (
        [],
        ["työllisyysasteen kehitys", "nettomuutto", "uusien yritysten määrä"],
    )


def test_one_name_of_a_measure_among_goals_stays_a_goal() -> None:
    text = "Elävä keskusta\n• Tori uudistuu\n• Tyhjät tilat täyttyvät\n• Uusien yritysten määrä\n"
    assert len(of_kind(text, ElementKind.GOAL)) == 3


def test_what_we_do_under_measures_is_a_goal() -> None:
    text = "Mittarit\n• Nettomuutto\n• Autamme uusia yrittäjiä alkuun\n• Kehitämme toria yhdessä\n"
    assert of_kind(text, ElementKind.MEASURE) == ["Nettomuutto"]
    assert of_kind(text, ElementKind.GOAL) == ["Autamme uusia yrittäjiä alkuun", "Kehitämme toria yhdessä"]


def test_one_sentence_of_what_we_do_under_measures_is_left_to_a_person() -> None:
    text = "Mittarit\n• Nettomuutto\n• Lainakanta\n• Kehitämme toria yhdessä\n"
    assert len(of_kind(text, ElementKind.MEASURE)) == 3


def test_a_measure_that_looks_like_a_heading_goes_on_the_list() -> None:
    text = "Mittarit\nNettomuutto\nOnnellisuusmittari\nKuntalaiskysely\nLainakanta\n"
    assert of_kind(text, ElementKind.MEASURE) == ["Nettomuutto", "Onnellisuusmittari", "Kuntalaiskysely", "Lainakanta"]


def test_a_paragraph_that_begins_with_a_priority_opens_it() -> None:
    text = "ELÄVÄ KESKUSTA on kaikkien olohuone, johon on hyvä tulla.\n• Torin uudistaminen\n• Tilojen avaaminen\n"
    assert outline_of(truth_of(COVER + text))["Elävä keskusta"][0] == ["Torin uudistaminen", "Tilojen avaaminen"]
