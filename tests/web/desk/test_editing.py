"""The editing of a draft at the desk: every act by a form, the same for a script, and two editors at once."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from luotsi.indicators.models import Measure
from luotsi.strategy.intake.types import Certainty, ElementKind
from luotsi.strategy.lint import lint_plan
from luotsi.strategy.models import Element, MeasureLink, PlanVersion, Removal
from luotsi.strategy.operations import link_measure, move_version
from luotsi.strategy.types import VersionState
from tests.cast import NOW, TODAY, adopt
from tests.web.desk.test_following import written
from tests.web.reading import faults_of, text_of

PLAN = "/savonlinna/tyopoyta/suunnitelmat/strategia/"
EDIT = f"{PLAN}1/muokkaus/"
FETCH = {"HTTP_X_REQUESTED_WITH": "fetch"}


@pytest.fixture
def draft(cast):
    return written(cast)


@pytest.fixture
def titled(draft):
    return lambda beginning: next(one for one in draft.elements.all() if one.title.fi.startswith(beginning))


def decide(version, actor):
    move_version(version=version, to=VersionState.DECIDED, actor=actor, at=NOW, decided_on=TODAY, decided_by="Jaosto")
    move_version(version=version, to=VersionState.IN_FORCE, actor=actor, at=NOW)


def sent(element, **changes):
    """Return the form of a line as a browser would send it."""
    return {
        "title_fi": element.title.fi,
        "kind": element.kind,
        "number": element.number,
        "standing": element.standing,
        "seen_revision": element.revision,
        **{f"d_{name}": value for name, value in element.details.items()},
        **changes,
    }


def act(browser, what, **more):
    return browser.post(f"{EDIT}teko/", {"act": what, **more}, follow=True)


def order(draft):
    return [one.title.fi for one in draft.elements.order_by("position")]


def button(page, element, step):
    found = re.search(rf'id="osa-{element.pk}".*?value="([^"]+)" data-step="{step}"', page, re.DOTALL)
    assert found, f"no button {step}"
    return found[1]


# The page


def test_each_line_stands_with_its_remarks_beside_it(aino, draft, titled):
    answer = aino.get(EDIT)
    assert faults_of(answer) == []
    page = answer.content.decode()
    measure = titled("Kuntakohtainen")
    line = re.search(rf'(?s)<li class="edit-line[^"]*" id="osa-{measure.pk}".*?</ul>', page).group()
    assert "Suunnitelman mittariin ei ole yhdistetty arvoja" in line
    assert "Pelkkää mittarin nimeä" in line
    assert "10 %" in line


def test_the_list_is_narrowed_to_remarks_and_to_one_rule(aino, cast, draft, titled):
    everything = text_of(aino.get(EDIT))
    assert "Keskustelu viidessä päivässä" in everything
    narrowed = aino.get(f"{EDIT}?saanto=promise-without-proof")
    assert narrowed.content.count(b'class="edit-line') == 1
    assert "Vastaamme nopeasti" in text_of(narrowed)
    assert aino.get(f"{EDIT}?saanto=no-such-rule").content.count(b'class="edit-line') == 5
    link_measure(element=titled("Keskustelu"), measure=adopt(cast.area_a, "agreements"), actor=None, at=NOW)
    assert aino.get(f"{EDIT}?nayta=huomiot").content.count(b'class="edit-line') == 4


def test_a_version_in_force_is_not_edited_but_becomes_a_draft_by_one_click(aino, cast, draft):
    decide(draft, cast.aino)
    assert aino.get(EDIT)["Location"] == f"{PLAN}1/"
    assert f'action="{PLAN}1/luonnos/"' in aino.get(f"{PLAN}1/").content.decode()
    answer = aino.post(f"{PLAN}1/luonnos/", follow=True)
    assert answer.redirect_chain[-1][0] == f"{PLAN}2/muokkaus/"
    assert "Versioon 1 verrattuna: uusia 0, uusin sanoin 0, siirretty 0, poistunut 0." in text_of(answer)
    again = aino.post(f"{PLAN}1/luonnos/", follow=True)
    assert "Suunnitelmalla on jo luonnos, versio 2." in text_of(again)
    assert PlanVersion.objects.count() == 2
    assert "Avaa luonnos" in text_of(aino.get(f"{PLAN}1/"))


def test_a_draft_shows_what_differs_from_the_version_in_force(aino, cast, draft):
    decide(draft, cast.aino)
    aino.post(f"{PLAN}1/luonnos/")
    second = PlanVersion.objects.get(number=2)
    goal = second.elements.get(kind=ElementKind.GOAL)
    aino.post(f"{PLAN}2/muokkaus/{goal.pk}/", sent(goal, title_fi="Keskustelu kolmessa päivässä"))
    aim = second.elements.get(number="2")
    aino.post(
        f"{PLAN}2/muokkaus/uusi/?alle={aim.pk}", {"title_fi": "Kokeillaan yhdessä", "kind": "goal", "seen_revision": 0}
    )
    promise = second.elements.get(kind=ElementKind.PROMISE)
    aino.post(f"{PLAN}2/muokkaus/teko/", {"act": f"remove:{promise.pk}:0:0"})
    words = text_of(aino.get(f"{PLAN}2/muokkaus/"))
    assert "uusia 1, uusin sanoin 1, siirretty 0, poistunut 1." in words
    assert "Versiossa 1: Keskustelu viidessä päivässä" in words
    changed = aino.get(f"{PLAN}2/muokkaus/?nayta=muutokset")
    assert changed.content.count(b'class="edit-line') == 2
    assert "Keskustelu viidessä päivässä" in [one.title.fi for one in draft.elements.all()]


# The acts


def test_a_lines_words_and_details_are_changed(aino, draft, titled):
    measure = titled("Kuntakohtainen")
    form = sent(
        measure,
        title_fi="Työttömyysaste  kunnittain",
        d_target="9 %",
        d_responsible="Palvelupäällikkö",
        title_sv="Arbetslöshetsgrad",
    )
    answer = aino.post(f"{EDIT}{measure.pk}/", form, follow=True)
    assert answer.redirect_chain[-1][0] == f"{EDIT}#osa-{measure.pk}"
    assert "Tallennettu: Työttömyysaste" in text_of(answer)
    measure.refresh_from_db()
    assert (measure.title.sv, measure.details) == (
        "Arbetslöshetsgrad",
        {"target": "9 %", "responsible": "Palvelupäällikkö"},
    )


def test_a_remark_goes_when_what_it_asks_for_is_written(aino, draft, titled):
    aim = titled("Nopea")
    form = {"title_fi": "Koulutetaan väki", "kind": "action", "seen_revision": 0, "then": "details"}
    aino.post(f"{EDIT}uusi/?alle={aim.pk}", form)
    action = draft.elements.get(kind=ElementKind.ACTION)
    page = f"{EDIT}{action.pk}/"
    assert "Toimenpiteellä ei ole vuotta" in text_of(aino.get(page))
    aino.post(page, sent(action, d_year="2027", d_responsible="Henkilöstöyksikkö", d_cost_eur="0"))
    assert "Kohdasta ei ole huomautettavaa." in text_of(aino.get(page))


def test_a_new_line_asks_for_what_is_likely_there(aino, draft, titled):
    page = aino.get(f"{EDIT}uusi/?alle={titled('Nopea').pk}")
    assert faults_of(page) == []
    assert '<option value="goal" selected>' in page.content.decode()
    assert '<option value="priority" selected>' in aino.get(f"{EDIT}uusi/").content.decode()
    assert '<option value="value" selected>' in aino.get(f"{EDIT}uusi/?laji=value").content.decode()


def test_a_new_line_can_be_followed_by_its_details(aino, draft, titled):
    form = {"title_fi": "Uusi", "kind": "goal", "seen_revision": 0, "then": "details"}
    answer = aino.post(f"{EDIT}uusi/", form)
    added = draft.elements.order_by("-pk").first()
    assert answer["Location"] == f"{EDIT}{added.pk}/"


def test_lines_are_moved_by_the_buttons_of_the_page(aino, draft, titled):
    page = aino.get(EDIT).content.decode()
    goal, measure, second = titled("Keskustelu"), titled("Kuntakohtainen"), titled("Rohkea")
    act(aino, button(page, goal, "down"))
    assert order(draft)[:3] == ["Nopea alku", "Kuntakohtainen työttömyysaste", "Keskustelu viidessä päivässä"]
    page = aino.get(EDIT).content.decode()
    act(aino, button(page, goal, "inwards"))
    goal.refresh_from_db()
    assert goal.parent == measure
    act(aino, button(aino.get(EDIT).content.decode(), goal, "outwards"))
    goal.refresh_from_db()
    assert goal.parent == titled("Nopea")
    act(aino, button(aino.get(EDIT).content.decode(), second, "up"))
    assert order(draft)[0] == "Rohkea kehittäminen"
    act(aino, f"move:{goal.pk}:{goal.parent_id}", under=str(second.pk))
    goal.refresh_from_db()
    assert goal.parent == second


def test_what_is_taken_out_is_put_back_by_one_press(aino, draft, titled):
    aim, before = titled("Nopea"), order(draft)
    answer = act(aino, f"remove:{aim.pk}:0:0")
    assert "Poistettu: Nopea alku" in text_of(answer)
    assert order(draft) == ["Rohkea kehittäminen", "Vastaamme nopeasti"]
    assert "ja 2 kohtaa sen alta" in text_of(answer)
    assert "data-undoes" in answer.content.decode()
    act(aino, f"back:{Removal.objects.get().pk}")
    assert order(draft) == before


def test_a_measure_is_connected_and_disconnected_where_the_line_is_written(aino, cast, draft, titled):
    promise = titled("Vastaamme")
    adopt(cast.area_a, "agreements")
    page = f"{EDIT}{promise.pk}/"
    assert faults_of(aino.get(page)) == []
    form = {"act": "link", "measure": "agreements", "takaisin": "muokkaus"}
    assert aino.post(f"{PLAN}1/mittarit/{promise.pk}/", form)["Location"] == f"{page}#mittarit"
    assert MeasureLink.objects.count() == 1
    aino.post(f"{PLAN}1/mittarit/{promise.pk}/", {"act": "unlink:agreements", "takaisin": "muokkaus"})
    assert (MeasureLink.objects.count(), Measure.objects.count()) == (0, 1)


def test_a_draft_is_given_up_and_its_document_is_open_again(aino, draft):
    answer = aino.post(f"{PLAN}1/luopuminen/", follow=True)
    assert "luonnoksesta luovuttiin" in text_of(answer)
    assert not PlanVersion.objects.exists()
    assert aino.get(answer.redirect_chain[-1][0]).status_code == 200


# What cannot be


@pytest.mark.parametrize(
    "what",
    ["", "fly", "move:1", "move:x:0:0:0", "remove:1:2", "back:", "move:1:2:3:4:5", f"back:{'9' * 30}", "remove:-1:0:0"],
)
def test_nonsense_is_told_and_changes_nothing(aino, draft, what):
    before = order(draft)
    assert "Pyyntöä ei ymmärretty." in text_of(act(aino, what))
    assert order(draft) == before


def test_a_line_without_words_keeps_what_was_typed(aino, draft, titled):
    measure = titled("Kuntakohtainen")
    answer = aino.post(f"{EDIT}{measure.pk}/", sent(measure, title_fi="  ", d_target="7 %"))
    assert answer.status_code == 422
    assert "Kirjoita sanamuoto." in text_of(answer)
    assert 'value="7 %"' in answer.content.decode()


@pytest.mark.parametrize("title", ["x" * 2001, "a\x00b"])
def test_words_that_cannot_be_kept_are_told(aino, draft, titled, title):
    measure = titled("Kuntakohtainen")
    answer = aino.post(f"{EDIT}{measure.pk}/", sent(measure, title_fi=title))
    assert answer.status_code == 422
    measure.refresh_from_db()
    assert measure.revision == 0


def test_markup_in_words_is_shown_as_words(aino, draft, titled):
    goal = titled("Keskustelu")
    aino.post(f"{EDIT}{goal.pk}/", sent(goal, title_fi="<script>alert(1)</script>"))
    page = aino.get(EDIT).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_lines_of_another_version_or_none_are_not_there(aino, cast, draft, titled):
    other = written(cast, (("Muu", ElementKind.GOAL, None, Certainty.SURE, {}),), "toinen")
    foreign = other.elements.get()
    assert aino.get(f"{EDIT}{foreign.pk}/").status_code == 404
    assert aino.get(f"{EDIT}uusi/?alle={foreign.pk}").status_code == 404
    assert "poisti kohdan" in text_of(act(aino, f"remove:{foreign.pk}:0:0"))
    assert "muutettu tällä välin" in text_of(act(aino, f"move:{titled('Nopea').pk}:0:{foreign.pk}:0"))
    assert Element.objects.filter(pk=foreign.pk).exists()


def test_viewers_and_strangers_see_and_change_nothing(eero, otso, client, draft, titled):
    goal, before = titled("Keskustelu"), order(draft)
    for browser, status in ((eero, 404), (otso, 404), (client, 302)):
        for page in (EDIT, f"{EDIT}{goal.pk}/", f"{EDIT}uusi/"):
            assert browser.get(page).status_code == status
        assert browser.post(f"{EDIT}teko/", {"act": f"remove:{goal.pk}:0:0"}).status_code == status
        assert browser.post(f"{EDIT}{goal.pk}/", sent(goal, title_fi="x")).status_code == status
        assert browser.post(f"{PLAN}1/luonnos/").status_code == status
        assert browser.post(f"{PLAN}1/luopuminen/").status_code == status
    assert order(draft) == before


# Two editors


def test_the_second_editor_sees_both_wordings_and_may_put_the_own_in_place(aino, cast, draft, titled):
    goal = titled("Keskustelu")
    mine = sent(goal, title_fi="Minun sanani", d_responsible="Minä")
    aino.post(f"{EDIT}{goal.pk}/", sent(goal, title_fi="Toisen sanat"))
    answer = aino.post(f"{EDIT}{goal.pk}/", mine)
    assert answer.status_code == 422
    assert faults_of(answer) == []
    words = text_of(answer)
    assert "Aino muutti kohtaa tällä välin" in words
    assert "Sanamuoto Toisen sanat Minun sanani" in words
    assert "Vastuu" in words
    page = answer.content.decode()
    assert re.search(r'<textarea[^>]*name="title_fi"[^>]*>\s*Minun sanani</textarea>', page)
    revision = re.search(r'name="seen_revision" value="(\d+)"', page)[1]
    aino.post(f"{EDIT}{goal.pk}/", mine | {"seen_revision": revision})
    goal.refresh_from_db()
    assert (goal.title.fi, goal.revision) == ("Minun sanani", 2)


def test_words_typed_for_a_line_taken_out_meanwhile_are_kept(aino, draft, titled):
    measure = titled("Kuntakohtainen")
    mine = sent(measure, title_fi="Minun sanani", d_target="8 %")
    act(aino, f"remove:{measure.pk}:0:{measure.parent_id}")
    answer = aino.post(f"{EDIT}{measure.pk}/", mine)
    assert answer.status_code == 422
    assert "Aino poisti kohdan tällä välin" in text_of(answer)
    page = answer.content.decode()
    assert "Minun sanani</textarea>" in page
    assert 'value="8 %"' in page
    action = re.search(r'<form class="form edit-form" method="post" action="([^"]+)"', page)[1]
    aino.post(action, mine)
    added = draft.elements.order_by("-pk").first()
    assert (added.title.fi, added.details["target"], added.parent) == ("Minun sanani", "8 %", titled("Nopea"))
    assert aino.get(f"{EDIT}{measure.pk}/")["Location"].endswith("#kumoa")


def test_words_typed_while_the_version_was_decided_are_kept_on_the_page(aino, cast, draft, titled):
    goal = titled("Keskustelu")
    decide(draft, cast.aino)
    answer = aino.post(f"{EDIT}{goal.pk}/", sent(goal, title_fi="Minun sanani"))
    assert answer.status_code == 422
    assert "ei ole enää luonnos" in text_of(answer)
    assert "Minun sanani</textarea>" in answer.content.decode()
    answer = act(aino, f"remove:{goal.pk}:0:{goal.parent_id}")
    assert "ei ole enää luonnos" in text_of(answer)
    assert answer.redirect_chain[-1][0] == f"{PLAN}1/"


def test_a_step_on_an_old_page_does_not_undo_what_another_moved(aino, draft, titled):
    page = aino.get(EDIT).content.decode()
    goal, second = titled("Keskustelu"), titled("Rohkea")
    old = button(page, goal, "down")
    act(aino, f"move:{goal.pk}:{goal.parent_id}", under=str(second.pk))
    assert "muutti kohtaa tällä välin" in text_of(act(aino, old))
    goal.refresh_from_db()
    assert goal.parent == second


# A script


def test_a_script_gets_the_draft_as_it_is_after_the_act(aino, draft, titled):
    goal = titled("Keskustelu")
    form = aino.get(f"{EDIT}{goal.pk}/", **FETCH).content.decode()
    assert form.lstrip().startswith("<form")
    answer = aino.post(f"{EDIT}{goal.pk}/", sent(goal, title_fi="Toisin sanoin"), **FETCH).json()
    assert (answer["report"], answer["here"]) == ("Tallennettu: Toisin sanoin", goal.pk)
    assert "Toisin sanoin" in answer["html"]
    refused = aino.post(f"{EDIT}{goal.pk}/", sent(goal, title_fi=""), **FETCH)
    assert refused.status_code == 422
    assert refused.content.decode().lstrip().startswith("<form")
    answer = aino.post(f"{EDIT}teko/", {"act": f"remove:{goal.pk}:1:{goal.parent_id}"}, **FETCH).json()
    assert "data-undoes" in answer["html"]
    answer = aino.post(f"{EDIT}teko/", {"act": f"remove:{goal.pk}:1:{goal.parent_id}"}, **FETCH).json()
    assert answer["isRefused"]
    assert answer["report"] == "Joku toinen poisti kohdan tällä välin."


def test_a_script_is_sent_away_when_the_version_was_decided(aino, cast, draft, titled):
    decide(draft, cast.aino)
    answer = aino.post(f"{EDIT}teko/", {"act": f"remove:{titled('Rohkea').pk}:0:0"}, **FETCH).json()
    assert answer == {"goTo": f"{PLAN}1/"}


def test_the_pages_cost_the_same_however_long_the_draft_is(aino, cast):
    costs = {}
    for slug, count in (("lyhyt", 2), ("pitka", 120)):
        lines = tuple(
            (f"Mittari {number} {slug}", ElementKind.MEASURE, None, Certainty.SURE, {}) for number in range(count)
        )
        version = written(cast, lines, slug)
        base = f"/savonlinna/tyopoyta/suunnitelmat/{slug}/1/muokkaus/"
        costs[slug] = []
        for page in ("", "uusi/", f"{version.elements.first().pk}/"):
            with CaptureQueriesContext(connection) as queries:
                assert aino.get(base + page).status_code == 200
            costs[slug].append(len(queries))
        last = version.elements.last()
        with CaptureQueriesContext(connection) as queries:
            aino.post(f"{base}teko/", {"act": f"move:{last.pk}:0:0:{version.elements.first().pk}"}, **FETCH)
        costs[slug].append(len(queries))
    assert costs["lyhyt"] == costs["pitka"]
    assert costs["lyhyt"][:3] <= [15, 8, 18]


def test_a_draft_set_aside_stays_and_the_next_begins_as_its_copy(aino, draft, titled):
    answer = aino.post(f"{PLAN}1/talteen/", follow=True)
    assert "Aiempi luonnos" in text_of(answer)
    assert "Vain luonnoksen voi siirtää sivuun." in text_of(aino.post(f"{PLAN}1/talteen/", follow=True))
    assert act(aino, f"remove:{titled('Rohkea').pk}:0:0").redirect_chain[-1][0] == f"{PLAN}1/"
    answer = aino.post(f"{PLAN}1/luonnos/", follow=True)
    assert "Versioon 1 verrattuna" in text_of(answer)
    assert order(PlanVersion.objects.get(number=2)) == order(draft)


def test_the_remarks_of_the_editor_are_those_of_the_remarks_page_and_of_the_lint(aino, draft):
    found = lint_plan(draft)
    for page in (EDIT, f"{PLAN}1/huomiot/"):
        assert aino.get(page).content.count(b'<li class="remark">') == len(found), page
