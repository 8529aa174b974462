"""The rows of `docs/coverage.csv`: each act is done, by the load or here, and read back from its page."""

import csv
import html
import os
import re
from collections import Counter
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client

from luotsi.core.periods import Period
from luotsi.core.text import NO_TEXT, Text
from luotsi.core.values import Cell, Gap
from luotsi.figures.period_names import period_name
from luotsi.indicators.entered.checking import Entry
from luotsi.indicators.entered.operations import enter_value
from luotsi.indicators.models import Measure
from luotsi.indicators.queries import lines_of
from luotsi.indicators.types import RunKind
from luotsi.indicators.writing import Writing
from luotsi.orgs.models import Organisation, Person, Subject
from luotsi.orgs.operations import found_organisation
from luotsi.orgs.types import OrganisationKind
from luotsi.strategy.intake.types import ElementKind
from luotsi.strategy.models import MeasureLink, Plan
from luotsi.strategy.queries import outline_of, shown_version
from tests.cast import NOW, adopt

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]

ROOT = Path(__file__).parents[2]
ROWS_A_PAGE = 6


def rows():
    with (ROOT / "docs" / "coverage.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter=";"))


def page(address):
    """Return the words of the page's main part, as Aino sees those of the desk in Finnish, and anybody the others."""
    client = Client(headers={"accept-language": "fi"})
    if "/tyopoyta/" in address:
        client.force_login(Person.objects.get(name="Aino"))
    answer = client.get(address)
    assert answer.status_code == 200, address
    main = re.search(r"(?s)<main\b.*?</main>", answer.content.decode()).group()
    plain = re.sub(r"<[^>]+>", " ", re.sub(r"(?s)<(script|style).*?</\1>", " ", main))
    return re.sub(r"\s+", " ", html.unescape(plain).replace("\N{NO-BREAK SPACE}", " "))


def outline(owner):
    return outline_of(shown_version(Plan.objects.get(owner__slug=owner)))


def in_order(words, parts):
    """Tell whether the parts stand in the text one after another."""
    at = 0
    for part in parts:
        at = words.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return True


def test_every_row_names_a_page_and_a_test_that_are_there():
    listed = rows()
    assert len({row["id"] for row in listed}) == len(listed)
    for row in listed:
        for address in row["path"].split():
            page(address)
        file, _, name = row["test"].partition("::")
        assert f"def {name}(" in (ROOT / file).read_text("utf-8"), row["id"]


@pytest.mark.skipif("LUOTSI_SHARED" not in os.environ, reason="LUOTSI_SHARED names no folder of requirements")
def test_every_row_shows_what_its_requirement_asks_for():
    path = Path(os.environ["LUOTSI_SHARED"]) / "evaluation/mission/requirements.csv"
    with path.open(newline="", encoding="utf-8") as file:
        wanted = {row["id"]: row["page_must_show"].casefold().split("|") for row in csv.DictReader(file, delimiter=";")}
    lacking = {}
    for row in rows():
        words = " ".join(page(address) for address in row["path"].split()).casefold()
        lacking[row["id"]] = [one for one in wanted[row["id"]] if one not in words]
    assert {key: found for key, found in lacking.items() if found} == {}


def test_no_page_carries_more_rows_than_one_can_look_at():
    assert max(Counter(row["path"].split()[0] for row in rows()).values()) <= ROWS_A_PAGE


def test_s00_01_the_values_stand_each_with_what_it_means():
    words = page("/savonlinna/strategia/")
    values = outline("savonlinna").of_kind(ElementKind.VALUE)
    assert len(values) == 3
    for one in values:
        assert in_order(words, [one.element.title.fi, one.element.body.fi])


def test_s00_02_and_37_mission_and_vision_stand_beside_each_other():
    words = page("/savonlinna/strategia/")
    assert "Tuemme ihmisiä työllistymään ja alueen yrityksiä menestymään" in words
    assert "Suomen vaikuttavin työllisyysalue" in words


def test_s00_03_four_priorities_have_their_goals():
    words = page("/savonlinna/strategia/")
    priorities = outline("savonlinna").of_kind(ElementKind.PRIORITY)
    goals = [[one.element.title.fi for one in priority.of_kind(ElementKind.GOAL)] for priority in priorities]
    assert [len(one) for one in goals] == [4, 6, 4, 4]
    for priority, own in zip(priorities, goals, strict=True):
        assert in_order(words, [priority.element.title.fi, *own])


def test_s00_09_and_12_measures_of_the_register_tell_their_newest_released_figure():
    for slug, name in (
        ("tyollistymissuunnitelmien-ajantasaisuus", "Työllistymissuunnitelmien ajantasaisuus"),
        ("kasvokkaiset-tapaamiset", "Kasvokkain tapahtuneiden tapaamisten määrä"),
    ):
        measure = Measure.objects.select_related("definition", "owner").get(owner__slug="savonlinna", slug=slug)
        (line,) = lines_of(measure, [Subject.objects.get(code="TA36")]).values()
        newest = line.latest_known
        assert newest.run.kind == RunKind.RELEASE
        shown = Writing.of(measure.definition, "fi").value(newest).replace("\N{NO-BREAK SPACE}", " ")
        assert in_order(page(f"/savonlinna/mittarit/{slug}/"), [name, shown, period_name(newest.period, "fi")])
        assert "(simuloitu)" in shown


def test_s00_11_the_unemployment_rate_stands_for_every_municipality_and_the_area():
    words = page("/savonlinna/mittarit/tyottomyysaste/")
    assert "6/2026" in words
    for place, rate in {"Enonkoski": "8,4", "Rantasalmi": "11,9", "Savonlinna": "12,6", "Sulkava": "10,0"}.items():
        assert re.search(rf"{place}\D{{0,80}}?{rate}", words), place
    assert "12,3 %" in words


def test_s00_29_to_33_each_promise_stands_with_what_shows_it():
    words = page("/savonlinna/lupaukset/")
    plan = Plan.objects.get(owner__slug="savonlinna")
    promises = shown_version(plan).elements.filter(kind=ElementKind.PROMISE)
    assert len(promises) == 5
    for promise in promises:
        links = MeasureLink.objects.filter(plan=plan, lineage=promise.lineage).order_by("measure__position", "pk")
        names = [link.measure.shown_name.fi for link in links]
        assert names
        assert in_order(words.lower(), [promise.audience.fi.lower(), promise.title.fi.lower(), names[0].lower()])


def test_s00_34_promises_are_shown_as_the_sketches_they_are():
    words = page("/savonlinna/lupaukset/").lower()
    assert words.count("hahmotelm") >= 5


def test_s00_35_every_member_municipality_has_its_report():
    client = Client(headers={"accept-language": "fi"})
    listing = client.get("/savonlinna/raportit/").content.decode()
    rates = {"enonkoski": "8,4", "rantasalmi": "11,9", "savonlinna": "12,6", "sulkava": "10,0"}
    for municipality, rate in rates.items():
        address = f"/savonlinna/raportit/2026-06/{municipality}"
        assert f"{address}.pdf" in listing
        assert client.get(f"{address}.pdf").content.startswith(b"%PDF-")
        assert rate in client.get(f"{address}.html").content.decode()


def test_s00_36_the_board_and_the_day_of_its_decision_stand():
    words = page("/savonlinna/strategia/")
    assert "27.11.2025" in words
    assert "Alueellinen työllisyysjaosto" in words


def test_s00_38_goals_that_no_measure_shows_are_named_and_measures_of_the_catalogue_offered_for_them():
    address = "/savonlinna/tyopoyta/suunnitelmat/strategia/1/mittarit/"
    words = page(address)
    for goal in (
        "Sisäisesti ja ulkoisesti tunnetut ja hyödynnetyt palvelut",
        "Tulevia tarpeita ennakoiva palvelujen suunnittelu",
        "Nopea reagointikyky yllättäviinkin muutoksiin",
        "Riittävä resurssointi työssä onnistumisen mahdollistamiseksi",
    ):
        assert f"Tavoite {goal}" in words
    goal = next(
        one.element for one in outline("savonlinna").walk() if one.element.title.fi.startswith("Riittävä resurs")
    )
    client = Client(headers={"accept-language": "fi"})
    client.force_login(Person.objects.get(name="Aino"))
    answer = client.post(f"{address}{goal.pk}/", {"act": "adopt:clients-per-expert"})
    assert answer.status_code == 302
    assert f"Tavoite {goal.title.fi} Asiakkaita asiantuntijaa kohti Samanlaisia" not in page(address)
    assert Measure.objects.filter(owner__slug="savonlinna", definition__key="clients-per-expert").count() == 1


def test_s01_01_three_long_term_goals_stand_with_their_meaning():
    words = page("/meri-lappi/strategia/")
    goals = outline("meri-lappi").of_kind(ElementKind.PRIORITY)
    assert len(goals) == 3
    for one in goals:
        assert one.element.body.fi
        assert in_order(words, [one.element.title.fi, one.element.body.fi])


def test_s01_02_the_years_focus_stands_as_proposed_and_as_decided():
    words = page("/meri-lappi/strategia/")
    focus = outline("meri-lappi").of_kind(ElementKind.ANNUAL_FOCUS)
    assert len(focus) == 6
    for one in focus:
        assert in_order(words, [one.element.title.fi, *(child.element.title.fi for child in one.children)])


def test_s01_03_the_decision_stands_with_what_the_source_does_not_say():
    words = page("/meri-lappi/strategia/")
    assert in_order(words, ["Päätös", "Esittelijä Työllisyysjohtaja", "Hyväksyttiin."])
    for missing in ("Toimielin", "Päivä", "Pykälä"):
        assert f"{missing} ei tiedossa" in words
    assert "Voimassa" in words


def test_s03_03_five_regional_priorities_stand_with_goals_and_years():
    words = page("/kaakkois-suomi-elo/strategia/")
    assert "2021–2027" in words
    priorities = outline("kaakkois-suomi-elo").of_kind(ElementKind.PRIORITY)
    assert [len(one.of_kind(ElementKind.GOAL)) for one in priorities] == [5, 5, 3, 4, 3]
    for one in priorities:
        assert in_order(words, [one.element.title.fi, *(goal.element.title.fi for goal in one.children)])


def test_s03_04_the_draft_of_the_day_stands_with_a_later_one_and_their_differences():
    address = "/kaakkois-suomi-elo/strategia/strategia/versiot/"
    words = page(address)
    assert in_order(words, ["Versio 2", "Luonnos", "Versio 1", "Aiempi luonnos", "3.12.2020"])
    changes = page(f"{address}?vanha=1&uusi=2")
    assert "Koko työyhteisö kehittää ohjausta" in changes
    assert "Yritykset ja oppilaitokset yhteistyössä systemaattisesti" in changes
    assert "Esimerkki, joka on tehty esittelyä varten" in page("/kaakkois-suomi-elo/strategia/")


def test_s03_10_the_overall_goal_stands_above_the_priorities():
    words = page("/kaakkois-suomi-elo/strategia/")
    (goal,) = outline("kaakkois-suomi-elo").of_kind(ElementKind.GOAL)
    assert goal.element.title.fi.startswith("Yhteistyön tiivistäminen ja toimintojen yhteensovittaminen")
    assert goal.element.title.fi in words


def test_s04_01_five_aims_stand_with_the_units_under_the_plan():
    words = page("/laitila-hallinto/strategia/")
    aims = outline("laitila-hallinto").of_kind(ElementKind.PRIORITY)[:5]
    assert in_order(words, [one.element.title.fi for one in aims])
    units = outline("laitila-hallinto").of_kind(ElementKind.UNIT)
    assert len(units) == 6
    for unit in units:
        assert unit.element.title.fi in words


def test_s04_02_three_programmes_stand_with_ten_numbered_goals():
    words = page("/laitila-hallinto/strategia/")
    programmes = outline("laitila-hallinto").of_kind(ElementKind.PRIORITY)[5:]
    goals = [goal.element for one in programmes for goal in one.of_kind(ElementKind.GOAL)]
    assert len(goals) == 10
    assert in_order(words, [goal.title.fi for goal in goals])
    assert "3.2." in words


def test_s04_05_units_stand_with_present_state_challenges_views_and_measures():
    words = page("/laitila-hallinto/strategia/").lower()
    (it, *_others) = outline("laitila-hallinto").of_kind(ElementKind.UNIT)
    for kind, head in (
        (ElementKind.PRESENT_STATE, "nykytila"),
        (ElementKind.CHALLENGE, "haasteet"),
        (ElementKind.DEVELOPMENT_VIEW, "kehittämisnäkökul"),
        (ElementKind.MEASURE, "mittarit"),
    ):
        assert it.of_kind(kind)
        assert in_order(
            words[words.index(it.element.title.fi.lower()) :], [head, it.of_kind(kind)[0].element.title.fi.lower()]
        )


def test_s04_13_devices_reused_and_single_sign_on_stand_with_their_source():
    reused = page("/laitila-hallinto/mittarit/laitteiden-uusiokaytto/")
    assert "98 %" in reused
    assert "tietohallinnon nykytila" in reused
    assert "100 %" in page("/laitila-hallinto/mittarit/kertakirjautuminen/")
    measure = Measure.objects.get(owner__slug="laitila-hallinto", slug="laitteiden-uusiokaytto")
    enter(measure, "2025", "97")
    assert "97 %" in page("/laitila-hallinto/mittarit/laitteiden-uusiokaytto/")


def test_s04_19_the_communication_question_stands_for_both_years():
    words = page("/laitila-hallinto/mittarit/sisainen-viestinta/")
    assert "3,2" in words
    assert "3,4" in words
    assert "2022" in words
    assert "2023" in words


def administration(slug):
    return Measure.objects.select_related("definition").get(owner__slug="laitila-hallinto", slug=slug)


def test_s04_07_expenses_entered_by_hand_give_their_change_on_the_year_before():
    address = "/laitila-hallinto/mittarit/kayttotalouden-muutos/"
    assert "1,4 % (simuloitu)" in page(address)
    enter(administration("toimintakulut"), "2026-Q4", "3784400")
    words = page(address)
    assert "Käyttötalouden muutokset vrt. ed. vuoteen" in words
    assert in_order(words, ["0,0 %", "neljäs neljännes"])
    assert "100 × (toimintakulut − vuodentakaiset toimintakulut)" in words


def test_s04_08_paper_prints_go_down_and_archiving_is_told_in_words():
    address = "/laitila-hallinto/mittarit/paperitulosteet/"
    assert in_order(page(address), ["276 900 (simuloitu)", "41 300 vähemmän kuin vuotta aiemmin"])
    enter(administration("paperitulosteet"), "2026", "200000")
    assert in_order(page(address), ["200 000", "76 900 vähemmän"])
    assert "pöytäkirjat säilytetään vain sähköisinä" in page("/laitila-hallinto/mittarit/sahkoinen-arkistointi/")


def test_s04_14_registers_and_breaches_are_counted_by_year_and_none_is_zero():
    for slug, shown in (
        ("henkilotietorekisterit", "58"),
        ("tietoturvaloukkaukset", "4"),
        ("tietosuojaloukkaukset", "0"),
    ):
        assert in_order(page(f"/laitila-hallinto/mittarit/{slug}/"), [f"{shown} (simuloitu)", "vuosi 2025"]), slug
    enter(administration("tietoturvaloukkaukset"), "2026", "0")
    assert "0 vuonna 2026, 4 vähemmän" in page("/laitila-hallinto/mittarit/tietoturvaloukkaukset/")


def test_s04_12_ease_productivity_and_the_service_level_stand_with_what_is_aimed_at():
    assert in_order(page("/laitila-hallinto/mittarit/sahkoisen-asioinnin-helppous/"), ["3,6", "(simuloitu)", "2025"])
    assert in_order(page("/laitila-hallinto/mittarit/tyon-tuottavuus/"), ["725", "(simuloitu)", "2025"])
    level = administration("sisainen-palvelutaso")
    assert "3/5" in page("/laitila-hallinto/mittarit/sisainen-palvelutaso/")
    assert "Tavoite on vähintään 3" in page("/laitila-hallinto/mittarit/sisainen-palvelutaso/")
    enter(level, "2026", "2.5")
    assert "jäljessä" in page("/laitila-hallinto/mittarit/sisainen-palvelutaso/")
    enter(administration("sahkoisen-asioinnin-helppous"), "2026", "3.8")
    assert "3,8" in page("/laitila-hallinto/mittarit/sahkoisen-asioinnin-helppous/")


def test_s04_17_the_cost_is_judged_by_its_cap_and_told_per_employee_and_for_a_unit():
    address = "/laitila-hallinto/mittarit/tyoterveyshuollon-kustannukset/"
    assert in_order(page(address), ["26 300 €", "enintään 38 000 €"])
    assert "461 € (simuloitu)" in page("/laitila-hallinto/mittarit/tyoterveyshuolto-tyontekijaa-kohti/")
    enter(administration("tyoterveyshuollon-kustannukset"), "2026-Q4", "41000")
    assert "jäljessä" in page(address)
    owner = Organisation.objects.get(slug="laitila-hallinto")
    unit = found_organisation(
        slug="ruokapalvelut", name=Text("Ruokapalvelut"), kind=OrganisationKind.UNIT, parent=owner, actor=None, at=NOW
    )
    for key, value in (
        ("occupational-health-cost-per-employee", None),
        ("occupational-health-cost", "4200"),
        ("employees", "12"),
    ):
        measure = adopt(unit, key)
        if value is not None:
            entry = Entry(Period.parse("2026-Q3"), Cell.of(value))
            enter_value(
                measure=measure, subject=unit.subject, entry=entry, actor=Person.objects.get(name="Väinö"), at=NOW
            )
    assert "350 €" in page("/ruokapalvelut/mittarit/occupational-health-cost-per-employee/")


def test_s04_20_job_descriptions_and_trainings_are_counted_by_year():
    for slug, shown in (("viestinta-tyonkuvissa", "14"), ("viestintakoulutukset", "4")):
        assert in_order(page(f"/laitila-hallinto/mittarit/{slug}/"), [f"{shown} ", "(simuloitu)", "2025"]), slug
    enter(administration("viestintakoulutukset"), "2026", "6")
    assert "6 vuonna 2026, 2 enemmän" in page("/laitila-hallinto/mittarit/viestintakoulutukset/")


def test_s04_15_three_kinds_of_information_requests_stand_beside_their_sum():
    kinds = ("lokiselvitykset", "tietosuoja-asetuksen-pyynnot", "julkisuuslain-tietopyynnot")
    latest = []
    for slug in (*kinds, "tietopyynnot"):
        measure = administration(slug)
        (line,) = lines_of(measure, [Subject.objects.get(code="KU400")]).values()
        latest.append(line.at(Period.parse("2025")).value)
        assert measure.definition.meaning.fi in page(f"/laitila-hallinto/mittarit/{slug}/")
    assert sum(latest[:3]) == latest[3]


def test_s04_22_meals_are_counted_by_month_and_feedback_is_told_in_words_by_quarter():
    meals, feedback = "/laitila-hallinto/mittarit/ateriamaarat/", "/laitila-hallinto/mittarit/ruokapalvelujen-palaute/"
    assert in_order(page(meals), ["Ateriamäärät", "42 500 (simuloitu)", "lokakuu 2026"])
    enter(administration("ateriamaarat"), "2026-11", "43100")
    assert in_order(page(meals), ["43 100", "marraskuu 2026"])
    assert in_order(page(feedback), ["hävikki väheni", "vuoden 2026 kolmas neljännes"])
    words = Text("Hävikkiä oli vähemmän.", "Det blev mindre svinn.", "There was less waste.")
    enter(administration("ruokapalvelujen-palaute"), "2026-Q4", words)
    assert in_order(page(feedback), ["Hävikkiä oli vähemmän.", "vuoden 2026 neljäs neljännes"])


def test_s04_33_the_recording_of_skills_is_told_in_words_and_the_post_register_is_an_action():
    address = "/laitila-hallinto/mittarit/osaamisen-kirjaaminen/"
    assert "koulutukset kirjataan samalla tavalla kolmella toimialalla neljästä" in page(address)
    assert "akanssiluettelo" in page("/laitila-hallinto/strategia/")
    words = Text("Kirjaukset tehdään yhteen paikkaan.", "Allt antecknas på ett ställe.", "All is in one place.")
    enter(administration("osaamisen-kirjaaminen"), "2026", words)
    assert "Kirjaukset tehdään yhteen paikkaan." in page(address)


def test_s04_35_ways_of_service_are_told_in_words_with_their_day():
    address = "/laitila-hallinto/mittarit/asiointipalvelut/"
    assert "asioida voi tiskillä, puhelimitse ja verkossa" in page(address)
    words = Text(
        "Asiointi siirtyi osin verkkoon.", "Ärendena flyttade delvis till nätet.", "Business moved partly online."
    )
    enter(administration("asiointipalvelut"), "2026", words)
    assert "Asiointi siirtyi osin verkkoon." in page(address)


def enter(measure, period, value):
    cell = Cell.missing(Gap.NOT_APPLICABLE) if isinstance(value, Text) else Cell.of(Decimal(value))
    return enter_value(
        measure=measure,
        subject=Subject.objects.get(code="KU400"),
        entry=Entry(Period.parse(period), cell, value if isinstance(value, Text) else NO_TEXT),
        actor=Person.objects.get(name="Väinö"),
        at=NOW + timedelta(hours=1),
    )
