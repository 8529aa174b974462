import pytest

from luotsi.indicators.suggestions import suggest


@pytest.mark.parametrize(
    ("wording", "language", "key"),
    [
        ("Työttömyysasteen kehitys kunnittain", "fi", "unemployment-rate"),
        ("sairauspoissaolojen määrä", "fi", "sick-leave"),
        ("Kehityskeskustelut on käyty", "fi", "development-discussions"),
        ("Arbetslöshetsgrad", "sv", "unemployment-rate"),
        ("Unemployment rate", "en", "unemployment-rate"),
    ],
)
def test_inflected_and_compound_wordings_meet_the_catalogue(wording, language, key):
    assert key in [one.entry.key for one in suggest(wording, language=language)]


@pytest.mark.parametrize("wording", ["", "...", "123", "Zyxw qpq", "Jäsenvaltuusto kokoontuu"])
def test_what_is_like_nothing_gets_no_suggestion(wording):
    assert suggest(wording) == []


def test_at_most_three_are_suggested_and_the_likest_comes_first():
    found = suggest("henkilöstökyselyn tulokset")
    assert 1 <= len(found) <= 3
    assert [one.likeness for one in found] == sorted((one.likeness for one in found), reverse=True)


def test_what_only_feeds_other_measures_is_not_offered():
    assert not any(one.entry.supporting for one in suggest("työvoima", limit=50))
