"""Words of the document that a person takes in, where the reading proposed nothing."""

import pytest

from luotsi.strategy.intake.lines import lines_of_text
from luotsi.strategy.intake.operations import UnableToReview, abandon_import, decide_proposals
from luotsi.strategy.intake.rules import TAKEN, place_of, sentence_at
from luotsi.strategy.intake.sentence_operations import take_sentence
from luotsi.strategy.intake.types import ElementKind
from luotsi.strategy.types import ProposalState
from tests.cast import NOW
from tests.documents import receive

TEXT = """Avoimuus
Kerromme ajoissa. Kysymme asukkailta ja
otamme huomioon sen, mitä he
sanovat.
• Palvelut toimivat
Rohkeus"""


def lines_of(text):
    return [(line.start, line.end, line.page, line.style) for line in lines_of_text(text).lines]


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("otamme", "Kysymme asukkailta ja otamme huomioon sen, mitä he sanovat."),
        ("sanovat", "Kysymme asukkailta ja otamme huomioon sen, mitä he sanovat."),
        ("Kerromme", "Kerromme ajoissa. Kysymme asukkailta ja otamme huomioon sen, mitä he sanovat."),
        ("• Palvelut", "Palvelut toimivat"),
        ("Rohkeus", "Rohkeus"),
    ],
)
def test_a_sentence_is_offered_whole_over_its_lines(at, words):
    assert sentence_at(TEXT, lines_of(TEXT), [], TEXT.index(at)) == words


def test_a_sentence_ends_where_something_else_begins_and_begins_where_it_ends():
    begin, end = TEXT.index("otamme"), TEXT.index("sen,")
    taken = [(begin, end)]
    assert sentence_at(TEXT, lines_of(TEXT), taken, TEXT.index("Kysymme")) == "Kysymme asukkailta ja"
    assert sentence_at(TEXT, lines_of(TEXT), taken, TEXT.index("sen,")) == "sen, mitä he sanovat."


def test_words_lead_back_to_the_lines_that_say_them():
    place = place_of("otamme huomioon sen, mitä he sanovat.", TEXT, lines_of(TEXT), TEXT.index("otamme"))
    assert (place.first_line, place.last_line, place.page) == (3, 4, 1)
    assert TEXT[place.start : place.end] == "otamme huomioon sen, mitä he\nsanovat."


def test_of_two_that_say_the_same_the_nearest_is_meant():
    text = "Rohkeus\nAvoimuus\nRohkeus"
    assert place_of("Rohkeus", text, lines_of(text), 17).first_line == 3
    assert place_of("Rohkeus", text, lines_of(text), 0).first_line == 1


def test_reworded_words_lead_back_to_the_rest_of_the_line():
    place = place_of("Asukkaita kuullaan", TEXT, lines_of(TEXT), TEXT.index("otamme"))
    assert TEXT[place.start : place.end] == "otamme huomioon sen, mitä he"


@pytest.fixture
def batch(cast):
    return receive(cast.area_a, cast.aino)


def take(batch, actor, **more):
    given = {"start": 0, "title": "Rohkeus", "kind": ElementKind.VALUE, "parent": None}
    return take_sentence(batch=batch, actor=actor, at=NOW, **(given | more))


def test_what_is_taken_stands_accepted_where_the_document_says_it(cast, batch):
    text = batch.document.text
    start = text.index("viidessä")
    priority = batch.proposals.get(title__startswith="Nopea")
    goal = batch.proposals.get(title__startswith="Ensimmäinen")
    taken = take(batch, cast.aino, start=start, title="viidessä päivässä", kind=ElementKind.GOAL, parent=priority)
    assert (taken.rule, taken.state, taken.decided_by) == (TAKEN, ProposalState.ACCEPTED, cast.aino)
    [[_first, _last, begin, end, _page]] = taken.places
    assert text[begin:end] == "viidessä päivässä"
    below = list(batch.proposals.filter(parent=priority).order_by("position").values_list("title", flat=True))
    assert below == [goal.title, "viidessä päivässä", "Työttömyysaste"]
    positions = list(batch.proposals.order_by("position").values_list("position", flat=True))
    assert len(set(positions)) == 7


def test_what_is_said_last_stands_last(cast, batch):
    start = batch.document.text.index("§ 4")
    taken = take(batch, cast.aino, start=start, title="§ 4", kind=ElementKind.DECISION)
    assert list(batch.proposals.order_by("position"))[-1] == taken


@pytest.mark.parametrize(("given", "reason"), [({"title": "  "}, "empty_title"), ({"start": 100_000}, "no_such_place")])
def test_nothing_is_taken_without_words_or_from_beyond_the_text(cast, batch, given, reason):
    with pytest.raises(UnableToReview) as refused:
        take(batch, cast.aino, **given)
    assert refused.value.reason == reason
    assert batch.proposals.count() == 6


def test_the_same_words_are_taken_in_from_one_place_once_unless_they_were_left_out_again(cast, batch):
    taken = take(batch, cast.aino)
    with pytest.raises(UnableToReview) as refused:
        take(batch, cast.eero, title=" Rohkeus ")
    assert refused.value.reason == "taken_already"
    assert take(batch, cast.eero, kind=ElementKind.GOAL).kind == ElementKind.GOAL
    decide_proposals(batch=batch, ids=[taken.pk], state=ProposalState.REJECTED, actor=cast.aino, at=NOW)
    assert take(batch, cast.eero).pk != taken.pk


def test_nothing_hangs_below_another_documents_proposal(cast, batch):
    other = receive(cast.area_a, cast.aino, name="toinen.txt")
    with pytest.raises(UnableToReview):
        take(batch, cast.aino, parent=other.proposals.first())


def test_nothing_is_taken_into_a_closed_import(cast, batch):
    abandon_import(batch=batch, actor=cast.aino, at=NOW)
    with pytest.raises(UnableToReview) as refused:
        take(batch, cast.aino)
    assert refused.value.reason == "not_open"
