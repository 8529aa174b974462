"""What an entry names once it is known of which kind it is."""

import pytest

from luotsi.strategy.intake.lines import lines_of_text
from luotsi.strategy.intake.reading.learned.cutting import cut, levels_after
from luotsi.strategy.intake.reading.outline import Entry
from luotsi.strategy.intake.reading.reader import ruled_by_words
from luotsi.strategy.intake.types import ElementKind


def entries_of(*lines: str) -> list[Entry]:
    return list(ruled_by_words(lines_of_text("\n\n".join(("HONKALAMMEN KUNTA", *lines)))).entries)


def parts(line: str, kind: ElementKind) -> list[str]:
    entry = next(entry for entry in entries_of(line) if entry.text.endswith(line[-8:]))
    return [one.words.text for one in cut(entry, kind)]


def test_measures_that_a_line_lists_are_several() -> None:
    listed = "Asukkaiden tyytyväisyys, uusien yritysten määrä, koulutuspaikat"
    assert len(parts(listed, ElementKind.MEASURE)) == 3
    assert parts(listed, ElementKind.ACTION) == [listed]


def test_a_level_inside_a_measures_name_is_its_target() -> None:
    entry = next(one for one in entries_of("Sairauspoissaolot alle 3 %") if one.text.startswith("Sairaus"))
    (one,) = cut(entry, ElementKind.MEASURE)
    assert (one.words.text, dict(one.details)) == ("Sairauspoissaolot", {"target": "alle 3 %"})


def test_a_value_is_what_stands_before_what_is_told_of_it() -> None:
    assert parts("Rohkeus – kokeilemme uutta ja opimme", ElementKind.VALUE) == ["Rohkeus"]
    assert parts("Avoimuus, reiluus, rohkeus", ElementKind.VALUE) == ["Avoimuus", "reiluus", "rohkeus"]


def test_goals_told_in_sentences_are_one_a_sentence_but_an_item_of_a_list_is_whole() -> None:
    told = (
        "Kunnan keskusta on viihtyisä ja turvallinen kaikenikäisille asukkaille. "
        "Yritykset löytävät kunnasta tontin ja osaavat työntekijät nopeasti."
    )
    assert len(parts(told, ElementKind.GOAL)) == 2
    assert len(parts(f"• {told}", ElementKind.GOAL)) == 1
    assert len(parts(told, ElementKind.PRIORITY)) == 1


@pytest.mark.parametrize(
    ("after", "levels"),
    [
        (["70,1 %"], {"target": "70,1 %"}),
        (["70,1 %", "68 %", "60 %"], {"baseline": "70,1 %", "target": "60 %"}),
        (["Yli 80 %"], {"target": "Yli 80 %"}),
        (["2025", "70 %"], {}),
        (["2100"], {"target": "2100"}),
        (["Yritysten määrä", "70 %"], {}),
        ([], {}),
    ],
)
def test_levels_that_stand_alone_after_a_measure_are_its_own(after: list[str], levels: dict[str, str]) -> None:
    entries = entries_of("Tyytyväisyys kyselyssä", *after)
    at = next(at for at, entry in enumerate(entries) if entry.text.startswith("Tyytyväisyys"))
    assert levels_after(entries, at) == levels
