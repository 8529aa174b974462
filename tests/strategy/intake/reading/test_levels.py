"""Levels that look and words tell: aims under titles, sentences a line, a measure over its level, questions."""

from luotsi.strategy.intake.types import ElementKind
from tests.strategy.intake.reading.samples import read_text, truth_of

PLAN = "Koivulan kuntastrategia 2026–2030\n\n"
AIMS = (
    "LUONTO\n\nPäämäärä: Puhtaat vedet\nHoidamme rantoja talkoilla.\nOjitamme harkiten.\nMittarit: näkösyvyys\n"
    "Päämäärä: Elävä metsä\nIstutamme koivuja.\nMittarit: taimien määrä\n\n"
)
MORE = "TALOUS\n\nPäämäärä: Tasapaino\nKilpailutamme hankinnat.\nMittarit: ylijäämä\n"


def titles(text: str, kind: ElementKind) -> list[str]:
    return [one.title for one in read_text(PLAN + text).proposals if one.kind is kind]


def test_titles_in_capitals_over_several_labelled_aims_are_the_priorities_and_the_lines_after_an_aim_its_means() -> (
    None
):
    told = truth_of(PLAN + AIMS + MORE)
    assert [(one["title"], one["goals"], one["indicators"]) for one in told["priorities"]] == [
        ("LUONTO", ["Puhtaat vedet", "Elävä metsä"], ["näkösyvyys", "taimien määrä"]),
        ("TALOUS", ["Tasapaino"], ["ylijäämä"]),
    ]
    assert [one["title"] for one in told["actions"]] == [
        "Hoidamme rantoja talkoilla.",
        "Ojitamme harkiten.",
        "Istutamme koivuja.",
        "Kilpailutamme hankinnat.",
    ]


def test_labelled_aims_under_one_title_stay_priorities() -> None:
    assert titles(AIMS, ElementKind.PRIORITY) == ["Puhtaat vedet", "Elävä metsä"]


def pairs(*rows: tuple[str, str]) -> str:
    return "Mittaristo on koottu alle.\n\n" + "\n".join(f"{name}:\n• {level}" for name, level in rows)


def test_lines_over_one_bullet_each_are_measures_and_the_bullets_their_levels() -> None:
    rows = (
        ("Kirjaston lainat", "vähintään 12 lainaa"),
        ("Tyytyväisten osuus", "tavoitetaso 65 % (2024: 61 %)"),
        ("Muuttoliike", "positiivinen"),
    )
    found = [one for one in read_text(PLAN + pairs(*rows)).proposals if one.rule == "measure.over_level"]
    assert [(one.title, one.details) for one in found] == [
        ("Kirjaston lainat", {"target": "vähintään 12 lainaa"}),
        ("Tyytyväisten osuus", {"target": "65 %", "baseline": "61 %"}),
        ("Muuttoliike", {"target": "positiivinen"}),
    ]


def test_two_lines_over_one_bullet_each_are_no_measures_by_their_look() -> None:
    rows = (("Kirjaston lainat", "vähintään 12 lainaa"), ("Muuttoliike", "positiivinen"))
    assert not [one for one in read_text(PLAN + pairs(*rows)).proposals if one.rule == "measure.over_level"]


def test_a_bullet_that_is_only_a_level_belongs_to_the_measure_before_it() -> None:
    found = [
        one
        for one in read_text(PLAN + "Mittarit\n• Poissaolot\n• Korkeintaan 4 %\n• Yli vuoden odottaneet").proposals
        if one.kind is ElementKind.MEASURE
    ]
    assert [(one.title, one.details) for one in found] == [
        ("Poissaolot", {"target": "Korkeintaan 4 %"}),
        ("Yli vuoden odottaneet", {}),
    ]


def test_a_question_how_something_is_furthered_heads_actions() -> None:
    text = "Painopisteet\n1. Elävä keskusta\n\nMiten keskustaa vahvistetaan?\n• Avaamme torin\n• Korjaamme laiturin\n"
    assert titles(text, ElementKind.ACTION) == ["Avaamme torin", "Korjaamme laiturin"]


def test_a_question_how_the_plan_was_made_heads_no_actions() -> None:
    text = "Painopisteet\n1. Elävä keskusta\n\nMiten suunnitelma on laadittu?\n• Avaamme torin\n• Korjaamme laiturin\n"
    assert titles(text, ElementKind.ACTION) == []


def test_sentences_a_line_under_measures_are_measures_until_an_empty_line() -> None:
    text = "Mittarit\nYritysten määrä kasvaa vuosittain.\nAsuntojen hinnat eivät laske.\n\nTämä on toista asiaa.\n"
    assert titles(text, ElementKind.MEASURE) == [
        "Yritysten määrä kasvaa vuosittain.",
        "Asuntojen hinnat eivät laske.",
    ]


def in_capitals(*pages: tuple[str, str]) -> str:
    return "\f".join(f"{title}\n{sentences}\n" for title, sentences in pages)


PAGES = (
    (
        "VIHREÄ KAUPUNKI",
        "Istutamme puita joka kadulle.\nSuojelemme lähteitä ja puroja.\n\nVEDET\nPuhdistamme vedet ennen järveä.",
    ),
    (
        "YHTEINEN KAUPUNKI",
        "Kuulemme asukkaita joka kylässä.\nAvaamme tilat joka seuralle.\n\nKOULUT\nKorjaamme koulut joka kylässä.",
    ),
)


def test_titles_in_capitals_that_begin_a_page_of_sentences_are_priorities_and_the_sentences_goals() -> None:
    told = truth_of(PLAN + "\f" + in_capitals(*PAGES))
    assert [(one["title"], one["goals"]) for one in told["priorities"]] == [
        (
            "VIHREÄ KAUPUNKI",
            [
                "Istutamme puita joka kadulle.",
                "Suojelemme lähteitä ja puroja.",
                "Puhdistamme vedet ennen järveä.",
            ],
        ),
        (
            "YHTEINEN KAUPUNKI",
            [
                "Kuulemme asukkaita joka kylässä.",
                "Avaamme tilat joka seuralle.",
                "Korjaamme koulut joka kylässä.",
            ],
        ),
    ]


def test_capitals_over_sentences_that_are_not_of_we_are_no_priorities_by_them() -> None:
    text = in_capitals(*PAGES).replace("mme ", "taan ")
    assert not [one for one in read_text(PLAN + "\f" + text).proposals if one.rule == "outline.sentences"]
