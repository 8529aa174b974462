"""Larger and bolder letters tell headings where nothing else does."""

from dataclasses import replace

from luotsi.strategy.intake.lines import lines_of_text
from luotsi.strategy.intake.reading.reader import read
from luotsi.strategy.intake.reading.truth import as_truth
from luotsi.strategy.intake.types import DocumentText
from tests.strategy.intake.reading.samples import outline_of

TEXT = """Painopisteet
Elävä keskusta ja kauniit kylät kaikille
Keskustaan rakennetaan koteja ja palveluja kaikenikäisten tarpeisiin
Kylissä on tilaa rakentaa ja yrittää
Vahva talous ja osaava henkilöstö
Taloutta hoidetaan pitkällä jänteellä ja yhteisten periaatteiden mukaan
Velkaa lyhennetään joka vuosi suunnitelman mukaisesti ja tulot kattavat menot"""
LARGE = {1, 2, 5}


def set_in(sizes: dict[int, float], *, bold: frozenset[int] = frozenset()) -> DocumentText:
    document = lines_of_text(TEXT)
    lines = tuple(
        replace(line, font_size=sizes.get(line.number, 11.0), bold=line.number in bold) for line in document.lines
    )
    return replace(document, lines=lines)


def test_lines_in_larger_letters_are_titles() -> None:
    shape = as_truth(read(set_in(dict.fromkeys(LARGE, 14.0))))
    assert list(outline_of(shape)) == ["Elävä keskusta ja kauniit kylät kaikille", "Vahva talous ja osaava henkilöstö"]


def test_bold_lines_are_titles_where_the_text_is_not_bold() -> None:
    shape = as_truth(read(set_in({}, bold=frozenset(LARGE))))
    assert len(shape["priorities"]) == 2


def test_letters_of_one_size_tell_nothing() -> None:
    assert as_truth(read(set_in({}))) == as_truth(read(lines_of_text(TEXT)))
