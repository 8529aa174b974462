from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from luotsi import sources
from luotsi.sources.formats.written import RowProblem
from luotsi.sources.health import PAGE_SENTENCES
from luotsi.sources.mapping import ROW_SENTENCES
from luotsi.sources.registry import GRADE_SENTENCES
from luotsi.sources.types import SENTENCES, FetchReason, Obstacle, ReadReason

EVERY = [
    sentence
    for sentences in (SENTENCES, ROW_SENTENCES, PAGE_SENTENCES, GRADE_SENTENCES)
    for sentence in sentences.values()
]


def names(sentence):
    return {name for _text, name, *_rest in Formatter().parse(sentence) if name}


def test_every_reason_has_a_sentence():
    assert set(SENTENCES) == {*FetchReason, *ReadReason}
    assert set(ROW_SENTENCES) == set(RowProblem)


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_every_sentence_is_translated_and_needs_the_same_words(language):
    path = Path(sources.__file__).parent / f"locale/{language}/LC_MESSAGES/django.po"
    with path.open("rb") as handle:
        catalogue = read_po(handle, locale=language)
    for sentence in EVERY:
        message = catalogue.get(sentence)
        assert message is not None
        assert message.string
        assert names(message.string) == names(sentence)


@pytest.mark.parametrize("reason", [*FetchReason, *ReadReason])
def test_a_sentence_is_written_with_what_it_needs(reason):
    parameters = dict.fromkeys(names(SENTENCES[reason]), "x")
    assert "{" not in str(Obstacle(reason, parameters))
