from collections import Counter
from pathlib import Path

from luotsi.core.text import Language
from luotsi.figures.phrases import say
from luotsi.figures.statuses import Status

GLOSSARY = Path(__file__).parents[2] / "docs/glossary.md"


def terms():
    lines = [line for line in GLOSSARY.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    return [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines[2:]]


def test_every_term_stands_in_three_languages_with_its_source():
    assert len(terms()) >= 90
    for term in terms():
        assert len(term) == 4, term
        assert all(term), term


def test_terms_stand_in_the_order_of_their_english_words_each_once():
    english = [term[0].casefold() for term in terms()]
    assert english == sorted(english)
    assert [word for word, count in Counter(english).items() if count > 1] == []


def test_the_statuses_are_worded_as_the_product_words_them():
    columns: tuple[Language, ...] = ("fi", "sv")
    bound = {term[0].removeprefix("status: "): term[1:3] for term in terms() if term[0].startswith("status: ")}
    worded = {tuple(say(f"status.{status.value}", language) for language in columns) for status in Status}
    assert set(bound.values()) == worded
