"""Remarks, connections, coverage and changes of a plan's version: what they show, each act done and read back."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from luotsi.core.text import Text
from luotsi.indicators.models import Measure
from luotsi.strategy.intake.operations import NewPlan, decide_proposals, write_plan
from luotsi.strategy.intake.types import Certainty, ElementKind
from luotsi.strategy.models import LintChoice, MeasureLink, NoSuggestion
from luotsi.strategy.operations import link_measure
from luotsi.strategy.types import PlanKind, ProposalState
from tests.cast import NOW, TODAY, adopt
from tests.documents import receive
from tests.web.reading import text_of

PLAN = "/savonlinna/tyopoyta/suunnitelmat/strategia/1/"
SURE = Certainty.SURE
LINES = (
    ("Nopea alku", ElementKind.PRIORITY, None, SURE, {"number": "1"}),
    ("Keskustelu viidessä päivässä", ElementKind.GOAL, 0, SURE, {}),
    ("Kuntakohtainen työttömyysaste", ElementKind.MEASURE, 0, SURE, {"target": "10 %"}),
    ("Rohkea kehittäminen", ElementKind.PRIORITY, None, SURE, {"number": "2"}),
    ("Vastaamme nopeasti", ElementKind.PROMISE, None, SURE, {}),
    ("Tästä ei tule mitään", ElementKind.GOAL, None, SURE, {}),
    ("Tätä ei kukaan ratkaissut", ElementKind.GOAL, None, SURE, {}),
)
LEFT_OUT, UNDECIDED = LINES[5][0], LINES[6][0]


def written(cast, lines=LINES, slug="strategia"):
    """Write a plan of which a reviewer left one goal out and forgot another."""
    batch = receive(cast.area_a, cast.aino, lines, f"{slug}.txt")
    rows = {one.title: one.pk for one in batch.proposals.all()}
    ids = [pk for title, pk in rows.items() if title not in (LEFT_OUT, UNDECIDED)]
    decide_proposals(batch=batch, ids=ids, state=ProposalState.ACCEPTED, actor=cast.aino, at=NOW)
    if LEFT_OUT in rows:
        ids = [rows[LEFT_OUT]]
        decide_proposals(batch=batch, ids=ids, state=ProposalState.REJECTED, actor=cast.aino, at=NOW)
    new_plan = NewPlan(slug, Text("Strategia"), PlanKind.STRATEGY, {"priority": {"fi": "Päämäärä"}})
    return write_plan(batch=batch, actor=cast.aino, at=NOW, drafted_on=TODAY, new_plan=new_plan)


@pytest.fixture
def version(cast):
    return written(cast)


def line(version, kind):
    return version.elements.filter(kind=kind).first()


# Remarks


def test_each_line_shows_its_remarks_and_where_they_are_mended(aino, version):
    answer = aino.get(f"{PLAN}huomiot/")
    measure = line(version, ElementKind.MEASURE)
    words = text_of(answer)
    assert "Suunnitelman mittariin ei ole yhdistetty arvoja" in words
    assert "Päämäärä 1" in words
    assert f'href="{PLAN}mittarit/#osa-{measure.pk}"' in answer.content.decode()


def test_one_rule_is_shown_alone_and_an_unknown_one_shows_all(aino, version):
    only = text_of(aino.get(f"{PLAN}huomiot/?saanto=promise-without-proof"))
    assert "Vastaamme nopeasti" in only.partition("Tekstin rinnalla")[2]
    assert "Rohkea kehittäminen" not in only.partition("Tekstin rinnalla")[2]
    everything = text_of(aino.get(f"{PLAN}huomiot/?saanto=no-such-rule"))
    assert "Rohkea kehittäminen" in everything.partition("Tekstin rinnalla")[2]


def test_a_rule_is_switched_off_and_on_again(aino, cast, version):
    aside = "Vastaamme nopeasti – "
    assert aside in text_of(aino.get(f"{PLAN}huomiot/"))
    answer = aino.post(f"{PLAN}huomiot/saanto/", {"rule": "promise-without-proof", "on": "0"}, follow=True)
    assert LintChoice.objects.get().owner == cast.area_a
    assert "Sääntö on poissa käytöstä kaikissa suunnitelmissanne" in text_of(answer)
    assert aside not in text_of(answer)
    answer = aino.post(f"{PLAN}huomiot/saanto/", {"rule": "promise-without-proof", "on": "1"}, follow=True)
    assert not LintChoice.objects.exists()
    assert aside in text_of(answer)


def test_a_rule_that_is_not_there_is_not_switched(aino, version):
    assert aino.post(f"{PLAN}huomiot/saanto/", {"rule": "no-such-rule", "on": "0"}).status_code == 404


# Connections


def test_a_measure_in_words_gets_suggestions_and_is_adopted_and_connected_by_one_press(aino, cast, version):
    address = f"{PLAN}mittarit/"
    page = aino.get(address).content.decode()
    assert 'value="adopt:unemployment-rate"' in page
    assert len(re.findall(r'value="adopt:', page)) <= 6
    measure = line(version, ElementKind.MEASURE)
    assert not MeasureLink.objects.exists()
    for _time in range(2):
        answer = aino.post(f"{address}{measure.pk}/", {"act": "adopt:unemployment-rate"})
        assert answer["Location"] == address
    link = MeasureLink.objects.get()
    assert (link.lineage, link.measure.definition.key) == (measure.lineage, "unemployment-rate")
    assert Measure.objects.get().name.fi == "Kuntakohtainen työttömyysaste"
    assert "Yhdistetty: kohtaa ”Kuntakohtainen työttömyysaste”" in text_of(aino.get(address))


def test_a_measure_we_have_is_connected_and_disconnected(aino, cast, version):
    ours = adopt(cast.area_a, "agreements")
    goal = line(version, ElementKind.PROMISE)
    aino.post(f"{PLAN}mittarit/{goal.pk}/", {"act": "link", "measure": "agreements"})
    assert MeasureLink.objects.get().measure == ours
    aino.post(f"{PLAN}mittarit/{goal.pk}/", {"act": "unlink:agreements"})
    assert not MeasureLink.objects.exists()
    assert Measure.objects.get() == ours


def test_no_measure_chosen_is_told_and_changes_nothing(aino, cast, version):
    goal = line(version, ElementKind.PROMISE)
    answer = aino.post(f"{PLAN}mittarit/{goal.pk}/", {"act": "link", "measure": ""}, follow=True)
    assert "Valitse ensin mittari luettelosta." in text_of(answer)
    assert not MeasureLink.objects.exists()


def test_none_of_these_is_kept_and_taken_back(aino, version):
    measure = line(version, ElementKind.MEASURE)
    answer = aino.post(f"{PLAN}mittarit/{measure.pk}/", {"act": "decline"}, follow=True)
    assert "Mikään ehdotus ei sovi" in text_of(answer)
    assert 'value="adopt:unemployment-rate"' not in answer.content.decode()
    aino.post(f"{PLAN}mittarit/{measure.pk}/", {"act": "reopen"})
    assert not NoSuggestion.objects.exists()


def test_the_catalogue_is_searched_for_an_aim_that_nothing_measures(aino, version):
    aim = version.elements.get(number="2")
    page = aino.get(f"{PLAN}mittarit/?haku=sairauspoissaolot&osa={aim.pk}").content.decode()
    assert 'value="adopt:sick-leave"' in page
    found = aino.get(f"{PLAN}mittarit/?haku=qqqq&osa={aim.pk}")
    assert "ei ole mitään, mikä muistuttaisi hakua ”qqqq”" in text_of(found)


@pytest.mark.parametrize(
    "act", ["adopt:no-such-measure", "adopt:labour-force", "link:unemployed", "unlink:unemployed", "drop", ""]
)
def test_what_cannot_be_meant_is_refused(aino, cast, version, act):
    adopt(cast.area_b, "unemployed")
    measure = line(version, ElementKind.MEASURE)
    assert aino.post(f"{PLAN}mittarit/{measure.pk}/", {"act": act}).status_code == 404
    assert not MeasureLink.objects.exists()


def test_an_element_of_another_version_is_not_connected_here(aino, cast, version):
    other = written(cast, LINES[:3], "toinen")
    element = line(other, ElementKind.MEASURE)
    assert aino.post(f"{PLAN}mittarit/{element.pk}/", {"act": "decline"}).status_code == 404


# The text and what became of it


def test_each_sentence_shows_what_became_of_it(aino, version):
    page = aino.get(f"{PLAN}teksti/").content.decode()
    for title, state in (("Nopea alku", "accepted"), (LEFT_OUT, "rejected"), (UNDECIDED, "pending")):
        assert f'<span class="mark is-{state}">{title}</span>' in page
    assert '<span class="mark-kind" lang="fi">Tavoite: Jätetty pois, Aino</span>' in page
    words = text_of(aino.get(f"{PLAN}teksti/"))
    assert "Asiakirjan tekstistä 71 % on suunnitelmassa." in words
    assert "Tarkistuksessa jätettiin pois 12 %." in words


def test_aims_that_nothing_measures_stand_beside_the_text(aino, cast, version):
    beside = text_of(aino.get(f"{PLAN}teksti/")).partition("Näitä mikään ei mittaa")[2]
    assert "Rohkea kehittäminen" in beside
    assert "Nopea alku" not in beside
    link_measure(element=version.elements.get(number="2"), measure=adopt(cast.area_a, "agreements"), actor=None, at=NOW)
    assert "Jokaisella päämäärällä on ainakin yksi mittari" in text_of(aino.get(f"{PLAN}teksti/"))


def test_goals_that_no_measure_of_their_aim_speaks_of_are_told_as_in_the_remarks(aino, cast, version):
    goal, beside = (
        version.elements.get(title__fi__startswith="Keskustelu"),
        "Näistä tavoitteista mikään mittari ei kerro",
    )
    assert goal.title.fi in text_of(aino.get(f"{PLAN}teksti/")).partition(beside)[2]
    link_measure(element=goal, measure=adopt(cast.area_a, "agreements"), actor=None, at=NOW)
    assert beside not in text_of(aino.get(f"{PLAN}teksti/"))


def test_a_version_without_a_document_says_so(aino, version):
    version.document = None
    version.save()
    assert "ei ole tehty asiakirjasta" in text_of(aino.get(f"{PLAN}teksti/"))


def test_the_first_version_has_nothing_to_be_compared_with(aino, version):
    assert "Tämä on ensimmäinen versio" in text_of(aino.get(f"{PLAN}muutokset/"))


# Readers and budgets

PAGES = ("huomiot/", "mittarit/", "teksti/", "muutokset/")


def test_viewers_and_strangers_see_and_change_nothing(eero, otso, client, version):
    measure = line(version, ElementKind.MEASURE)
    for browser, status in ((eero, 404), (otso, 404), (client, 302)):
        for page in PAGES:
            assert browser.get(PLAN + page).status_code == status
        assert browser.post(f"{PLAN}huomiot/saanto/", {"rule": "said-twice", "on": "0"}).status_code == status
        assert browser.post(f"{PLAN}mittarit/{measure.pk}/", {"act": "decline"}).status_code == status
    assert not LintChoice.objects.exists()
    assert not NoSuggestion.objects.exists()


def test_the_pages_cost_the_same_however_long_the_plan_is(aino, cast):
    costs = {}
    for slug, count in (("lyhyt", 2), ("pitka", 120)):
        lines = tuple((f"Mittari {number} {slug}", ElementKind.MEASURE, None, SURE, {}) for number in range(count))
        version = written(cast, lines, slug)
        link_measure(
            element=version.elements.first(), measure=adopt(cast.area_a, "unemployed", slug), actor=None, at=NOW
        )
        costs[slug] = []
        for page in PAGES:
            with CaptureQueriesContext(connection) as queries:
                assert aino.get(f"/savonlinna/tyopoyta/suunnitelmat/{slug}/1/{page}").status_code == 200
            costs[slug].append(len(queries))
    assert costs["lyhyt"] == costs["pitka"]
    assert max(costs["lyhyt"]) <= 12


def test_who_is_responsible_may_be_named_in_the_plan_or_at_the_measure(aino, cast, version):
    measure = line(version, ElementKind.MEASURE)
    link_measure(element=measure, measure=adopt(cast.area_a, "unemployment-rate"), actor=None, at=NOW)
    rule = f"{PLAN}huomiot/?saanto=measure-without-owner"
    page = aino.get(rule).content.decode()
    assert f'href="{PLAN}muokkaus/{measure.pk}/"' in page
    measure.details |= {"responsible": "Palvelupäällikkö"}
    measure.save()
    assert "Mittarilla ei ole vastuutahoa" not in text_of(aino.get(rule)).partition("Tekstin rinnalla")[2]
    measure.details.pop("responsible")
    measure.save()
    Measure.objects.update(responsible_person=cast.aino)
    assert "Mittarilla ei ole vastuutahoa" not in text_of(aino.get(rule)).partition("Tekstin rinnalla")[2]


def test_what_could_not_be_read_is_told_beside_the_text(aino, version):
    assert "ei voitu lukea" not in text_of(aino.get(f"{PLAN}teksti/"))
    version.document.notes = ["page_without_text"]
    version.document.save()
    assert "Yhtä kohtaa tiedostosta ei voitu lukea" in text_of(aino.get(f"{PLAN}teksti/"))


def test_goals_that_no_measure_speaks_of_are_listed_with_suggestions(aino, cast, version):
    goal = line(version, ElementKind.GOAL)
    page = text_of(aino.get(f"{PLAN}mittarit/")).partition("Tavoitteet, joista mikään mittari ei kerro")[2]
    assert goal.title.fi in page.partition("Palvelulupaukset")[0]
    link_measure(element=goal, measure=adopt(cast.area_a, "agreements"), actor=None, at=NOW)
    assert "Tavoitteet, joista mikään mittari ei kerro" not in text_of(aino.get(f"{PLAN}mittarit/"))
