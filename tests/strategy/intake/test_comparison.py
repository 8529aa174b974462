import pytest
from hypothesis import given
from hypothesis import strategies as st

from luotsi.strategy.intake.comparison import Fate, Wording, compare


def wordings(*titles, kind="goal", prefix=""):
    return [Wording(f"{prefix}{number}", kind, title) for number, title in enumerate(titles)]


def fates(read, known):
    return [pairing.fate for pairing in compare(read, known)]


def test_a_document_read_again_changes_nothing():
    plan = wordings("Nopea reagointi", "Hyvä viestintä")
    assert fates(wordings("Nopea reagointi", "Hyvä viestintä", prefix="r"), plan) == [Fate.SAME, Fate.SAME]


def test_a_goal_in_other_words_continues_the_old_one():
    (pairing,) = compare(
        wordings("Nopea reagointikyky yllättäviinkin muutoksiin", prefix="r"),
        wordings("Nopea reagointi yllättäviin muutoksiin"),
    )
    assert (pairing.fate, pairing.known.key) == (Fate.REWORDED, "0")


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ("Työttömyys laskee", "Työttömyys laskee alle koko maan keskiarvon", [Fate.REWORDED]),
        ("Työttömyys laskee alle koko maan keskiarvon", "Työttömyys laskee", [Fate.REWORDED]),
        ("Työttömyys", "Työttömyys laskee alle koko maan keskiarvon", [Fate.NEW, Fate.GONE]),
        ("Työttömyys laskee", "Työttömyyden kesto lyhenee joka vuosi", [Fate.NEW, Fate.GONE]),
    ],
)
def test_a_goal_said_with_more_or_fewer_words_after_its_own_continues(before, now, expected):
    assert fates(wordings(now, prefix="r"), wordings(before)) == expected


def test_what_is_new_and_what_is_gone_are_told_apart():
    assert fates(wordings("Rohkea kokeilu", prefix="r"), wordings("Vahva talous")) == [Fate.NEW, Fate.GONE]


def test_the_same_words_of_another_kind_are_another_element():
    read = wordings("Hyvinvoiva henkilöstö", kind="goal", prefix="r")
    assert fates(read, wordings("Hyvinvoiva henkilöstö", kind="value")) == [Fate.NEW, Fate.GONE]


def test_the_likest_pair_wins_and_each_element_is_used_once():
    read = wordings("Palvelujen laatu paranee", "Palvelujen laatu paranee joka vuosi", prefix="r")
    pairings = compare(read, wordings("Palvelujen laatu paranee vuosittain"))
    assert sorted(pairing.fate for pairing in pairings) == [Fate.NEW, Fate.REWORDED]


def test_a_hyphen_or_a_capital_is_a_rewording_that_keeps_the_element():
    (pairing,) = compare(wordings("HYVÄ ASIAKAS-KOKEMUS", prefix="r"), wordings("Hyvä asiakaskokemus"))
    assert (pairing.fate, pairing.known.title) == (Fate.REWORDED, "Hyvä asiakaskokemus")


titles = st.lists(st.text(max_size=12), max_size=8)


@given(titles, titles)
def test_every_element_of_both_sides_stands_in_exactly_one_pairing(read, known):
    read, known = wordings(*read, prefix="r"), wordings(*known)
    pairings = compare(read, known)
    assert [pairing.read for pairing in pairings if pairing.read] == read
    assert sorted(pairing.known.key for pairing in pairings if pairing.known) == sorted(one.key for one in known)


@pytest.mark.parametrize(("target", "fate"), [("10 %", Fate.SAME), ("9 %", Fate.REWORDED)])
def test_the_same_words_with_another_target_are_not_the_same(target, fate):
    said, now = frozenset({("target", "10 %")}), frozenset({("target", target)})
    (pairing,) = compare([Wording("r", "measure", "Aste", now)], [Wording("0", "measure", "Aste", said)])
    assert (pairing.fate, pairing.known.key) == (fate, "0")
