from luotsi.strategy.intake.reading.reader import read
from luotsi.strategy.intake.reading.truth import as_truth
from luotsi.strategy.intake.types import DocumentText, Line
from tests.strategy.intake.reading.samples import outline_of, read_text, truth_of, truth_of_sample


def test_what_a_converter_broke_is_mended() -> None:
    """Letter-spaced headings, `?` for a bullet, bullets apart from their texts, a syllable hyphen."""
    shape = truth_of_sample("converted")
    assert shape["vision"] == "Kalliossa arki toimii."
    assert shape["values"] == ["Luottamus", "Rohkeus", "Reiluus"]
    assert outline_of(shape) == {
        "Toimiva arki": (
            ["Palvelut ovat lähellä ja verkossa", "Lapset pääsevät harrastuksiin kävellen", "Liikenne on turvallista"],
            ["Asiakastyytyväisyys", "Harrastavien lasten osuus"],
        ),
        "Työ ja yrittäminen": (
            ["Uusia yrityksiä syntyy", "Työvoima riittää"],
            ["Uusien yritysten määrä", "Avoinna olevat työpaikat"],
        ),
    }
    assert shape["strengths"] == ["sijainti", "luonto"]
    assert shape["weaknesses"] == ["väestö vähenee"]


def test_a_table_that_lost_its_cells_is_dealt_back_to_its_columns() -> None:
    shape = truth_of_sample("table")
    assert outline_of(shape) == {
        "OSALLISUUS VAHVISTUU": (
            ["Kuntalaisten osallistuminen lisääntyy", "Nuorten ääni kuuluu päätöksenteossa"],
            ["Osallistujien määrä", "Aloitteiden määrä"],
        ),
        "ARKI ON TURVALLISTA": (["Liikenneonnettomuudet vähenevät"], ["Onnettomuuksien määrä"]),
    }
    assert [(action["title"], action["responsible"]) for action in shape["actions"]] == [
        ("Asukasillat joka kylässä kaksi kertaa vuodessa", "Viestintä"),
        ("Nuorisovaltuuston aloitteiden käsittely", "Nuorisotoimi"),
        ("Koulureittien kunnostaminen", "Tekninen toimi"),
    ]


def test_five_even_columns_are_told_apart_and_a_repeated_head_is_no_row() -> None:
    shape = truth_of_sample("table_five_columns")
    assert outline_of(shape)["Yritysten kumppani"] == (["Yritykset löytävät osaajia"], ["Täytettyjen paikkojen osuus"])
    assert shape["actions"][1] == {
        "title": "Avataan ohjaamo jokaiseen kuntaan",
        "goal": "Nuoret pääsevät palveluihin",
        "responsible": "Ohjaamokoordinaattori",
        "schedule": "kevät 2026",
    }


def test_levels_are_taken_out_of_rows_arrows_and_words() -> None:
    assert truth_of_sample("levels")["indicator_values"] == [
        {"indicator": "Työllisyysaste", "baseline": "71,2 %", "target": "75 %"},
        {"indicator": "Avoimet työpaikat", "baseline": "120 kpl", "target": "200 kpl"},
        {"indicator": "Pitkäaikaistyöttömien määrä", "baseline": "1 200", "target": "600"},
        {"indicator": "Asiakastyytyväisyys", "baseline": "3,8", "target": "4,2"},
    ]


def test_lines_that_stand_alone_over_blocks_are_the_titles() -> None:
    assert outline_of(truth_of_sample("gaps")) == {
        "Asukkaiden kaupunki": (
            ["Palvelut ovat lähellä", "Jokainen löytää harrastuksen", "Päätöksenteko on avointa"],
            [],
        ),
        "Yritysten kaupunki": (["Luvat sujuvat nopeasti", "Tontteja on tarjolla"], []),
        "Luonnon kaupunki": (["Päästöt vähenevät", "Vesistöt puhdistuvat"], []),
    }


def table_document(rows: list[list[str]], before: list[str]) -> DocumentText:
    lines: list[Line] = []
    start = 0
    for text, cell in [
        *((title, None) for title in before),
        *((text, (0, row, column)) for row, cells in enumerate(rows) for column, text in enumerate(cells) if text),
    ]:
        lines.append(Line(len(lines) + 1, text, 1, start, start + len(text), style="table" if cell else "", cell=cell))
        start += len(text) + 1
    return DocumentText("\n".join(line.text for line in lines), tuple(lines), 1, "application/test")


def test_a_table_that_kept_its_cells_is_read_by_its_columns() -> None:
    document = table_document(
        [
            ["Tavoite", "Toimenpiteet", "Mittarit", "Vastuu", "Aikataulu"],
            ["Kävely lisääntyy", "Uudet kävelyreitit", "Reittien käyttäjämäärä", "Tekninen toimi", "2026"],
            ["", "Valaistus koulureiteille", "", "Tekninen toimi", "2027"],
            ["Väestö liikkuu enemmän", "Liikuntaneuvonta", "Neuvonnan asiakkaat", "Liikuntatoimi", ""],
        ],
        ["Hyvinvointisuunnitelma", "Painopisteet", "Liikkuva kunta", "Vahva talous", "Liikkuva kunta"],
    )
    shape = as_truth(read(document))
    assert outline_of(shape)["Liikkuva kunta"] == (
        ["Kävely lisääntyy", "Väestö liikkuu enemmän"],
        ["Reittien käyttäjämäärä", "Neuvonnan asiakkaat"],
    )
    assert shape["actions"][1] == {
        "title": "Valaistus koulureiteille",
        "goal": "Kävely lisääntyy",
        "responsible": "Tekninen toimi",
        "schedule": "2027",
    }


def test_two_headings_in_a_row_share_the_two_lists_after_them() -> None:
    shape = truth_of(
        "Strategia\nPainopisteet\n1. Talous\n2. Arki\n\n"
        "Talous\nTavoitteet\nMittarit\n1. Menot pysyvät kurissa\n2. Velka vähenee\n"
        "1. Vuosikate\n2. Lainakanta\n"
    )
    assert outline_of(shape)["Talous"] == (["Menot pysyvät kurissa", "Velka vähenee"], ["Vuosikate", "Lainakanta"])


def test_the_same_content_said_again_is_one_element_with_several_places() -> None:
    text = (
        "Strategia 2030\nPainopisteet\n• Elävä keskusta\n• Vahva talous\n\n"
        "Elävä keskusta\nTavoitteet\n• Kävijöitä on enemmän\n\nElävä kes-\nkusta\nMittarit\n• Kävijämäärä\n"
    )
    priority = next(proposal for proposal in read_text(text).proposals if proposal.title == "Elävä keskusta")
    assert len(priority.places) == 3


def test_lists_that_are_not_the_plans_own_are_kept_apart() -> None:
    """An agenda, a higher plan's goals and the guidance chapter give no goals; challenges stay challenges."""
    shape = truth_of(
        "Seudun verkoston strategia 2026-2028\n\n"
        "5.2.2025 OHJELMASSA\n• Strategian painopisteiden valmistelu\n• Kahvi\n\n"
        "Kansallisen ohjauksen strategiset tavoitteet\n• Jokaisella on taidot suunnitella työuraansa\n"
        "• Palvelu on sujuvaa\n\n"
        "Keskeiset haasteet\n• Haaste 1: Palvelut ovat hajallaan\n\n"
        "Kansallisen ohjauksen strategia 2020-2024 ohjaa työtä.\n\n"
        "STRATEGINEN PAINOPISTE 1\nOHJAUKSEN SAATAVUUS\n• Ohjausta saa joka kunnassa\n\n"
        "STRATEGINEN PAINOPISTE 2\nOHJAUKSEN LAATU\n• Laatu mitataan vuosittain\n"
    )
    assert outline_of(shape) == {
        "OHJAUKSEN SAATAVUUS": (["Ohjausta saa joka kunnassa"], []),
        "OHJAUKSEN LAATU": (["Laatu mitataan vuosittain"], []),
    }
    assert shape["goals_without_priority"] == []
    assert shape["challenges"] == ["Palvelut ovat hajallaan"]
    assert shape["national_goals_context"][0] == "Jokaisella on taidot suunnitella työuraansa"


def test_goals_that_differ_by_a_figure_alone_stay_two():
    goals = ["Koulutetaan henkilöstöstä 20 prosenttia", "Koulutetaan henkilöstöstä 30 prosenttia"]
    text = "Strategia\n\nTavoitteet\n" + "".join(f"• {goal}\n" for goal in goals)
    assert truth_of(text)["goals_without_priority"] == goals


def test_a_sentence_about_ideas_under_values_is_a_value_and_no_heading():
    text = "Arvot\n\nAnnamme ideoita\n- Kaikki saavat ehdottaa\nOlemme luotettavia\n- Lupaukset pidetään\n"
    assert truth_of(text)["values"] == ["Annamme ideoita", "Olemme luotettavia"]
