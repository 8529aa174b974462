import os
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from luotsi.core.text import Text
from luotsi.orgs import geography

TODAY = date(2026, 6, 30)


def test_the_country_has_308_municipalities_of_which_16_are_in_aland():
    division = geography.municipalities(TODAY)
    assert len(division) == 308
    assert sum(place.area_code == "46" for place in division) == 16


def test_45_areas_are_employment_areas_in_law_and_aland_is_not():
    assert len(geography.areas()) == 46
    assert [area.name.fi for area in geography.areas() if not area.in_law] == ["Ahvenanmaa"]


def test_the_members_of_all_areas_are_the_whole_division_each_once():
    together = [place.code for area in geography.areas() for place in geography.members(area.code, TODAY)]
    assert sorted(together) == [place.code for place in geography.municipalities(TODAY)]


def test_savonlinna_has_its_four_members():
    assert [place.name.fi for place in geography.members("36", TODAY)] == [
        "Enonkoski",
        "Rantasalmi",
        "Savonlinna",
        "Sulkava",
    ]


@pytest.mark.parametrize(
    ("code", "count"), [("01", 2), ("08", 1), ("10", 10), ("27", 13), ("39", 16), ("41", 23), ("45", 5), ("46", 16)]
)
def test_areas_have_as_many_members_as_the_classification_says(code, count):
    assert len(geography.members(code, TODAY)) == count


def test_the_areas_began_on_the_first_of_january_2025():
    assert geography.members("36", date(2024, 12, 31)) == ()
    assert len(geography.members("36", date(2025, 1, 1))) == 4
    assert geography.find_area_of("046", date(2024, 12, 31)) is None
    area = geography.find_area_of("046", date(2025, 1, 1))
    assert area is not None
    assert area.code == "36"


def test_pertunmaa_ended_with_2024_and_was_joined_to_mantyharju():
    assert "588" in {place.code for place in geography.municipalities(date(2024, 12, 31))}
    assert "588" not in {place.code for place in geography.municipalities(date(2025, 1, 1))}
    assert len(geography.municipalities(date(2024, 12, 31))) == 309
    ended = geography.get_municipality("588")
    assert ended.area_code is None
    assert ended.successor is not None
    assert geography.get_municipality(ended.successor).name.fi == "Mäntyharju"


def test_a_day_before_the_oldest_division_at_hand_is_refused():
    assert len(geography.municipalities(date(2023, 1, 1))) == 309
    with pytest.raises(geography.UnknownDivision, match="2022-12-31"):
        geography.municipalities(date(2022, 12, 31))


def test_every_place_is_named_in_three_languages_without_stray_spaces():
    named = [
        *geography.municipalities(date(2024, 12, 31)),
        *geography.areas(),
        *geography.regions(),
        *geography.counties(),
    ]
    for place in named:
        for name in (place.name.fi, place.name.sv, place.name.en):
            assert name
            assert name == name.strip()


def test_enonkoski_is_described():
    enonkoski = geography.get_municipality("046")
    assert enonkoski.name == Text(fi="Enonkoski", sv="Enonkoski", en="Enonkoski")
    assert enonkoski.pxweb_code == "KU046"
    assert enonkoski.area_code == "36"
    assert enonkoski.languages == ("fi",)
    assert enonkoski.urbanity is geography.Urbanity.RURAL
    assert geography.get_region(enonkoski.region_code).name.en == "South Savo"
    assert geography.get_county(enonkoski.county_code).name.fi == "Etelä-Savon hyvinvointialue"
    assert geography.get_area("36").name.sv == "Nyslott"


def test_languages_stand_with_the_majority_first():
    counts = Counter(place.languages for place in geography.municipalities(TODAY))
    assert counts == {("fi",): 259, ("fi", "sv"): 18, ("sv",): 16, ("sv", "fi"): 15}
    assert geography.get_municipality("091").languages == ("fi", "sv")


def test_places_are_asked_for_by_the_codes_of_statfin():
    codes = geography.pxweb_codes(TODAY)
    assert len(codes) == 309
    assert {"SSS", "KU046", "KU091"} <= set(codes)
    assert "KU588" not in codes


def test_subjects_are_coded_as_statfin_codes_places_and_areas_by_a_code_of_our_own():
    assert geography.get_municipality("046").subject_code == "KU046"
    assert geography.get_area("36").subject_code == "TA36"
    spell = next(spell for spell in geography.memberships() if spell.municipality_code == "046")
    assert (spell.municipality_subject_code, spell.area_subject_code) == ("KU046", "TA36")
    assert len(geography.municipalities_ever()) == 309


@pytest.mark.parametrize(
    "get", [geography.get_municipality, geography.get_area, geography.get_region, geography.get_county]
)
def test_an_unknown_code_is_refused_by_name(get):
    with pytest.raises(geography.UnknownPlace, match="'999'"):
        get("999")


def test_members_and_areas_of_unknown_places_are_refused():
    with pytest.raises(geography.UnknownPlace):
        geography.members("99", TODAY)
    with pytest.raises(geography.UnknownPlace):
        geography.find_area_of("999", TODAY)


def test_every_reference_between_the_files_leads_somewhere():
    for place in geography.municipalities(date(2024, 12, 31)):
        geography.get_region(place.region_code)
        geography.get_county(place.county_code)
    for spell in geography.memberships():
        assert geography.get_municipality(spell.municipality_code)
        assert geography.get_area(spell.area_code).valid_from <= spell.valid_from


@pytest.mark.skipif("LUOTSI_SHARED" not in os.environ, reason="LUOTSI_SHARED names no folder of source figures")
def test_the_shipped_files_are_what_the_script_makes_of_the_classification(tmp_path, monkeypatch):
    from tools import make_geography as tool

    monkeypatch.setattr(tool, "TARGET", tmp_path)
    tool.main()
    made = sorted(tmp_path.glob("*.csv"))
    assert len(made) == 5
    for path in made:
        assert path.read_bytes() == (Path(geography.__file__).parent / path.name).read_bytes()
