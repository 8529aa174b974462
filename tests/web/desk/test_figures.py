"""Measures at the desk: values, targets, statuses by a person."""

from decimal import Decimal

import pytest
from django.utils import timezone

from luotsi.core.periods import PeriodKind
from luotsi.core.values import Cell
from luotsi.indicators.entered.checking import Entry
from luotsi.indicators.entered.operations import enter_value
from luotsi.indicators.entry.rules import last_ended
from luotsi.indicators.models import Definition, Observation, Status, Target
from luotsi.indicators.queries import lines_of, statuses_of
from luotsi.orgs.models import Subject
from luotsi.orgs.operations import give_role
from luotsi.orgs.types import Role
from tests.cast import NOW, adopt, publish_june
from tests.web.reading import text_of

MEASURES = "/savonlinna/tyopoyta/mittarit/"
VALUES = f"{MEASURES}agreements/arvot/"


@pytest.fixture
def period():
    return last_ended(PeriodKind.YEAR, timezone.localdate())


@pytest.fixture
def agreements(cast):
    return adopt(cast.area_a, "agreements")


@pytest.fixture
def save(aino, agreements, period):
    """Return what sends the page with some fields typed."""

    def sent(address=VALUES, act="save", **typed):
        fields = {"kausi": period.name, "act": act}
        for code in ("TA36", "KU046", "KU681", "KU740", "KU768"):
            fields |= {f"{code}-{name}": "" for name in ("value", "gap", "note")} | {f"{code}-seen": "0"}
        return aino.post(address, fields | {name.replace("_", "-", 1): value for name, value in typed.items()})

    return sent


def value_of(measure, code, period):
    subject = Subject.objects.get(code=code)
    return lines_of(measure, [subject])[subject.pk].at(period)


def test_values_are_typed_as_the_reader_writes_them(save, agreements, period):
    assert save(TA36_value="1 234,5", KU046_value="0", TA36_note="Laskettu rekisteristä")["Location"] == (
        f"{VALUES}?kausi={period.name}"
    )
    area = value_of(agreements, "TA36", period)
    assert (area.value, area.note, area.entered_by.name) == (Decimal("1234.5"), "Laskettu rekisteristä", "Aino")
    assert value_of(agreements, "KU046", period).value == 0
    assert value_of(agreements, "KU681", period) is None


def test_an_english_reader_types_a_point(save, agreements, period):
    save(f"/en{VALUES}", TA36_value="1,234.5")
    assert value_of(agreements, "TA36", period).value == Decimal("1234.5")


def test_a_gap_has_its_reason(save, agreements, period):
    save(TA36_gap="hidden")
    assert value_of(agreements, "TA36", period).cell == Cell.missing("hidden")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"TA36_value": "paljon"}, "TA36-value"),
        ({"TA36_value": "12.345"}, "TA36-value"),
        ({"TA36_value": "5", "TA36_gap": "missing"}, "TA36-gap"),
    ],
)
def test_a_slip_is_told_at_its_field_and_nothing_of_the_page_is_saved(save, typed, words):
    answer = save(KU046_value="7", **typed)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert f'href="#id_{words}"' in page
    assert 'value="7"' in page
    assert not Observation.objects.exists()


def test_a_value_is_not_removed_silently(aino, save, agreements, period):
    save(TA36_value="5")
    seen = value_of(agreements, "TA36", period).pk
    answer = save(TA36_seen=str(seen))
    assert answer.status_code == 422
    assert "Kerro, miksi arvoa ei ole." in answer.content.decode()
    assert value_of(agreements, "TA36", period).value == 5


def test_the_second_of_two_people_sees_the_others_value_and_keeps_the_own(cast, save, agreements, period):
    entry = Entry(period, Cell.of(40))
    enter_value(measure=agreements, subject=cast.area_a.subject, entry=entry, actor=cast.eero, at=timezone.now())
    answer = save(TA36_value="41", KU046_value="3")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Joku kirjasi sillä välin toisen arvon" in page
    assert 'value="41"' in page
    assert "<strong>40</strong>" in page
    assert "Eero" in page
    assert value_of(agreements, "KU046", period) is None
    current = value_of(agreements, "TA36", period)
    assert f'name="TA36-seen" value="{current.pk}"' in page
    save(TA36_value="41", KU046_value="3", TA36_seen=str(current.pk))
    assert value_of(agreements, "TA36", period).value == 41
    assert value_of(agreements, "KU046", period).value == 3


def test_sending_the_same_page_twice_keeps_one_value(save, agreements, period):
    save(TA36_value="5")
    save(TA36_value="5")
    assert Observation.objects.count() == 1


def test_no_change_repeats_the_value_before_for_those_who_have_none(aino, cast, save, agreements, period):
    entry = Entry(period - 1, Cell.of(12))
    enter_value(measure=agreements, subject=cast.area_a.subject, entry=entry, actor=cast.aino, at=timezone.now())
    assert "Ei muutosta edelliseen jaksoon" in aino.get(VALUES).content.decode()
    save(act="unchanged")
    repeated = value_of(agreements, "TA36", period)
    assert (repeated.value, repeated.note) == (12, "Ei muutosta")
    assert Observation.objects.count() == 2
    assert "Ei muutosta edelliseen jaksoon" not in aino.get(VALUES).content.decode()


def test_an_earlier_wording_stays_in_the_history_with_who_and_when(aino, save, agreements, period):
    save(TA36_value="5")
    save(TA36_value="6", TA36_seen=str(value_of(agreements, "TA36", period).pk))
    page = aino.get(f"{VALUES}?kausi={period.name}").content.decode()
    assert "Kirjattu 2 kertaa" in page
    assert page.index("<strong>6</strong>") < page.index("<strong>5</strong>")


def test_a_judgement_is_given_in_words(aino, cast, save, period):
    measure = adopt(cast.area_a, "area-cooperation-results")
    save(f"{MEASURES}area-cooperation-results/arvot/", TA36_value="Yhteinen rekrytointi on käytössä.")
    assert value_of(measure, "TA36", period).words.fi == "Yhteinen rekrytointi on käytössä."
    assert "Yhteinen rekrytointi" in aino.get(MEASURES).content.decode()


def test_a_period_that_is_not_on_offer_is_no_page(aino, agreements):
    for name in ("2150", "2026-01", "x"):
        assert aino.get(f"{VALUES}?kausi={name}").status_code == 404


def test_only_measures_entered_by_hand_have_a_page_for_it(aino, cast):
    adopt(cast.area_a, "unemployment-rate")
    assert aino.get(f"{MEASURES}unemployment-rate/arvot/").status_code == 404
    assert "unemployment-rate/arvot/" not in aino.get(MEASURES).content.decode()


def test_the_list_shows_the_newest_value_and_the_status(aino, eero, cast, save):
    publish_june()
    adopt(cast.area_a, "unemployment-rate")
    save(TA36_value="0")
    page = aino.get(MEASURES).content.decode()
    assert "12,2\xa0%" in page or "12,3\xa0%" in page
    assert '<span class="desk-value">0</span>' in page
    assert "agreements/arvot/" in page
    assert "agreements/arvot/" not in eero.get(MEASURES).content.decode()


TARGET = {
    "kohde": "TA36",
    "kind": "at_most",
    "value": "11,0",
    "upper": "",
    "due": "2027",
    "baseline": "13,4",
    "baseline_period": "2025",
    "tolerance": "0,3",
    "path": "straight",
    "origin": "decided",
    "note": "",
}


@pytest.fixture
def rate(cast):
    publish_june()
    return adopt(cast.area_a, "unemployment-rate")


def test_a_target_is_set_told_in_a_sentence_and_judged_by_at_once(aino, cast, rate):
    address = f"{MEASURES}unemployment-rate/tavoite/"
    assert aino.post(address, TARGET)["Location"] == f"{address}?kohde=TA36"
    target = Target.objects.get()
    assert (target.value_scaled, target.exponent, target.due_period) == (110, 1, "2027")
    page = aino.get(f"{address}?kohde=TA36").content.decode()
    assert "enintään 11,0\xa0% vuoden 2027 loppuun mennessä" in page
    status = statuses_of([rate], [cast.area_a.subject])[rate.pk, cast.area_a.subject_id]
    assert status.target == target
    assert 'value="13,4"' in page


def test_a_new_target_keeps_the_one_before_in_the_history(aino, rate):
    address = f"{MEASURES}unemployment-rate/tavoite/"
    aino.post(address, TARGET)
    aino.post(address, TARGET | {"value": "10,5"})
    assert Target.objects.count() == 2
    assert Target.objects.filter(withdrawn_at__isnull=True).count() == 1


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"value": ""}, "value"),
        ({"kind": "within", "upper": "10"}, "upper"),
        ({"kind": "keep", "baseline": ""}, "baseline"),
        ({"baseline_period": "2027"}, "baseline_period"),
        ({"tolerance": "-1"}, "tolerance"),
        ({"due": "joskus"}, "due"),
        ({"value": "yksitoista"}, "value"),
        ({"kind": "milestone", "value": ""}, "value"),
        ({"kind": "words", "note": " "}, "note"),
    ],
)
def test_a_target_that_contradicts_itself_is_told_at_its_field(aino, rate, typed, field):
    answer = aino.post(f"{MEASURES}unemployment-rate/tavoite/", TARGET | typed)
    assert answer.status_code == 422
    assert f'href="#id_{field}"' in answer.content.decode()
    assert not Target.objects.exists()


def test_a_milestone_of_a_measure_told_by_yes_or_no_asks_for_a_yes(aino, rate):
    Definition.objects.filter(pk=rate.definition_id).update(unit="yes_no")
    aino.post(f"{MEASURES}unemployment-rate/tavoite/", TARGET | {"kind": "milestone", "value": "", "baseline": ""})
    target = Target.objects.get()
    assert (target.kind, target.value_scaled, target.exponent) == ("milestone", 10, 1)


def test_a_person_judges_otherwise_with_a_reason_and_a_name(aino, rate):
    address = f"{MEASURES}unemployment-rate/tila/"
    assert aino.post(address, {"key": "on_track", "reason": "x"}).status_code == 422
    aino.post(f"{MEASURES}unemployment-rate/tavoite/", TARGET)
    assert aino.post(address, {"key": "on_track", "reason": " "}).status_code == 422
    aino.post(address, {"key": "on_track", "reason": "Tehdas avautuu syksyllä"})
    status = Status.objects.order_by("judged_at").last()
    assert (status.key, status.override_name, status.override_reason) == (
        "on_track",
        "Aino",
        "Tehdas avautuu syksyllä",
    )
    page = aino.get(address).content.decode()
    assert "Aino arvioi näin" in page
    assert "Tehdas avautuu syksyllä" in page


def test_a_judgement_is_taken_back_by_a_button_and_a_second_press_does_nothing(aino, rate):
    address = f"{MEASURES}unemployment-rate/tila/"
    aino.post(f"{MEASURES}unemployment-rate/tavoite/", TARGET)
    assert "Peru arvio" not in text_of(aino.get(address))
    aino.post(address, {"key": "on_track", "reason": "Tehdas avautuu syksyllä"})
    assert "Peru arvio" in text_of(aino.get(address))
    told = text_of(aino.post(address, {"act": "withdraw"}, follow=True))
    assert "Tilanne on taas se, joka lasketaan julkaistulla säännöllä." in told
    count = Status.objects.count()
    assert "oli jo laskettu" in text_of(aino.post(address, {"act": "withdraw"}, follow=True))
    assert (Status.objects.count(), Status.objects.latest("pk").override_reason) == (count, "")


@pytest.mark.parametrize("page", ["tavoite", "tila"])
def test_a_place_outside_the_area_is_no_page(aino, rate, page):
    assert aino.get(f"{MEASURES}unemployment-rate/{page}/?kohde=KU046").status_code == 200
    assert aino.get(f"{MEASURES}unemployment-rate/{page}/?kohde=KU091").status_code == 404


def test_an_owner_of_measures_enters_values_but_sets_no_targets(eero, cast, agreements, rate):
    give_role(person=cast.eero, organisation=cast.area_a, role=Role.CONTRIBUTOR, actor=None, at=NOW)
    assert eero.get(VALUES).status_code == 200
    assert eero.get(f"{MEASURES}unemployment-rate/tavoite/").status_code == 404
    assert eero.get("/savonlinna/tyopoyta/tuonti/").status_code == 404
    page = eero.get("/savonlinna/tyopoyta/").content.decode()
    assert "agreements/arvot/" in page


def test_viewers_and_strangers_change_nothing(eero, otso, client, rate, agreements):
    for browser, status in ((eero, 404), (otso, 404), (client, 302)):
        for page in ("agreements/arvot", "unemployment-rate/tavoite", "unemployment-rate/tila"):
            assert browser.get(f"{MEASURES}{page}/").status_code == status
            assert browser.post(f"{MEASURES}{page}/", TARGET).status_code == status
    assert otso.get(MEASURES).status_code == 404
    assert not Target.objects.exists()
