"""The simulator: now, the coming year with its limits, and three questions; refused where the law is unread."""

import re

import pytest

from luotsi.core.periods import Period
from luotsi.register.releases.types import ReleaseState
from tests.web.desk.conftest import seat
from tests.web.reading import faults_of, text_of
from tests.web.released import BRACKETS, count_payments, release_months

ADDRESS = "/savonlinna/tyopoyta/rekisteri/simulaattori/"
WORK = {"kysymys": "tyo", "people": "50"}
FLOW = {"kysymys": "virta", "now": "40", "then": "30"}
TALK = {"kysymys": "keskustelu", "days_now": "7", "days_then": "3", "ratio": "1,2"}


@pytest.fixture
def released(cast):
    return release_months(cast.area_a, cast.aino, places=("TA36",))


def euros_of(words, beginning):
    found = re.search(rf"{re.escape(beginning)}: osuus on yhteensä ([\d ]+) € (\w+)", words)
    assert found, words[:600]
    return int(found.group(1).replace(" ", "")), found.group(2)


def test_the_share_now_is_that_of_the_last_month_whose_law_is_read(released, aino):
    answer = aino.get(ADDRESS)
    assert answer.status_code == 200
    assert faults_of(answer) == []
    words = text_of(answer)
    # 2 000 recipients of 700 euros on the steps of the ladder, as in the test of the public page
    assert "Kuntaosuus oli 266 000 € huhtikuussa 2026." in words
    assert "Yleistuen rahoitussäännöstä ei ole luettu" in words
    assert "Kuukausia on tiedossa liian vähän" in words


@pytest.mark.parametrize(("first", "is_told"), [("2023-09", True), ("2023-10", False)])
def test_limits_are_told_when_eight_forecasts_of_a_year_have_come_true(cast, aino, first, is_told):
    release_months(cast.area_a, cast.aino, first=Period.parse(first), last=Period.parse("2026-04"), places=("TA36",))
    words = text_of(aino.get(ADDRESS))
    assert ("Neljä viidestä tällaisesta ennusteesta olisi osunut rajoihin" in words) == is_told
    assert ("Kuukausia on tiedossa liian vähän" in words) != is_told


@pytest.mark.parametrize(("asked", "beginning"), [
    (WORK, "Entä jos yli 300 päivää etuutta saaneita työllistyy"),
    (FLOW, "Entä jos harvempi jää työttömäksi yli kolmeksi kuukaudeksi"),
    (TALK, "Entä jos ensimmäinen keskustelu tulee aiemmin tai myöhemmin"),
])  # fmt: skip
def test_each_question_is_answered_in_euros_with_what_it_takes_for_granted(released, aino, asked, beginning):
    answer = aino.get(ADDRESS, asked)
    assert answer.status_code == 200
    assert faults_of(answer) == []
    saved, way = euros_of(text_of(answer), beginning)
    assert saved > 0
    assert way == "pienempi"
    assert "Lain prosentit ja päivän määrä pysyvät nykyisinä." in text_of(answer)


def test_more_people_in_work_save_more_and_nobody_saves_nothing(released, aino):
    question = "Entä jos yli 300 päivää etuutta saaneita työllistyy"
    few, _way = euros_of(text_of(aino.get(ADDRESS, WORK)), question)
    many, _way = euros_of(text_of(aino.get(ADDRESS, WORK | {"people": "100"})), question)
    assert abs(many - 2 * few) <= few * 0.05
    assert "osuus ei muutu eurollakaan" in text_of(aino.get(ADDRESS, WORK | {"people": "0"}))


def test_a_later_discussion_costs(released, aino):
    _euros, way = euros_of(
        text_of(aino.get(ADDRESS, TALK | {"days_then": "12"})),
        "Entä jos ensimmäinen keskustelu tulee aiemmin tai myöhemmin",
    )
    assert way == "suurempi"


@pytest.mark.parametrize(("asked", "field"), [
    (WORK | {"people": "701"}, "id_tyo_people"),
    (WORK | {"people": "-1"}, "id_tyo_people"),
    (WORK | {"people": "monta"}, "id_tyo_people"),
    (FLOW | {"then": "101"}, "id_virta_then"),
    (FLOW | {"now": "0"}, "id_virta_now"),
    (TALK | {"ratio": "0"}, "id_keskustelu_ratio"),
    (TALK | {"days_then": ""}, "id_keskustelu_days_then"),
])  # fmt: skip
def test_what_cannot_be_is_refused_at_its_field(released, aino, asked, field):
    answer = aino.get(ADDRESS, asked)
    assert answer.status_code == 422
    assert "Korjaa yksi kohta" in text_of(answer)
    assert "tallen" not in text_of(answer)  # nothing is saved here
    assert f'href="#{field}"' in answer.content.decode()
    assert "osuus on yhteensä" not in text_of(answer)


def test_everybody_may_find_work(released, aino):
    assert aino.get(ADDRESS, WORK | {"people": "700"}).status_code == 200


def test_nothing_is_reckoned_before_release(cast, aino):
    release_months(cast.area_a, cast.aino, state=ReleaseState.PROPOSED)
    assert "joten laskettavaa ei ole" in text_of(aino.get(ADDRESS))


@pytest.mark.parametrize(("first", "is_told"), [("2025-04", True), ("2025-05", False)])
def test_thirteen_months_in_a_row_are_needed(cast, aino, first, is_told):
    release_months(cast.area_a, cast.aino, first=Period.parse(first), places=("TA36",))
    assert ("Tarvitaan 13 peräkkäistä kuukautta" not in text_of(aino.get(ADDRESS))) == is_told


def test_a_place_whose_moves_are_not_out_is_refused_in_words(released, aino):
    assert "joten laskettavaa ei ole" in text_of(aino.get(ADDRESS, {"kunta": "enonkoski"}))


def test_months_of_a_benefit_whose_law_is_unread_alone_are_refused_in_words(cast, aino):
    release_months(cast.area_a, cast.aino, first=Period.parse("2026-05"))
    assert "Yleistuen rahoitussäännöstä ei ole luettu" in text_of(aino.get(ADDRESS))


def test_a_few_hidden_moves_are_taken_for_two_persons_and_told(cast, aino):
    release_months(cast.area_a, cast.aino, hide={("benefit_moves", "TA36", "new>701-")}, places=("TA36",))
    assert "salattua saajien lukua on otettu 2 henkilöksi kukin" in text_of(aino.get(ADDRESS))


def test_too_many_hidden_moves_are_refused(cast, aino):
    hide = {("benefit_moves", "TA36", f"new>{step}") for step in ("101-200", "201-300")}
    release_months(cast.area_a, cast.aino, hide=hide, places=("TA36",))
    assert "Katso koko aluetta" in text_of(aino.get(ADDRESS))


def hidden_steps(*steps):
    return {("benefit_paid", "TA36", f"tyomarkkinatuki:{step}") for step in steps}


def test_hidden_euros_make_the_share_and_what_is_saved_lower_bounds_and_that_is_told(cast, aino):
    release_months(cast.area_a, cast.aino, hide=hidden_steps("701-"), places=("TA36",))
    words = text_of(aino.get(ADDRESS))
    # without the 200 recipients of 700 euros on the last step, half of which fall on the municipality
    assert "Kuntaosuus oli vähintään 196 000 € huhtikuussa 2026. Nykymenolla se on vähintään" in words
    assert "1 portaan eurot on salattu. Niitä ei ole laskettu mukaan, joten eurot ovat vähimmäismääriä." in words
    answer = aino.get(ADDRESS, WORK)
    assert faults_of(answer) == []
    assert re.search(r"työllistyy: osuus on yhteensä vähintään [\d ]+ € pienempi", text_of(answer))
    assert "osuuden näkyvä osa ei muutu eurollakaan" in text_of(aino.get(ADDRESS, WORK | {"people": "0"}))


def test_steps_that_cost_nothing_hide_no_euros(cast, aino):
    release_months(cast.area_a, cast.aino, hide=hidden_steps("1-100"), places=("TA36",))
    words = text_of(aino.get(ADDRESS))
    assert "Kuntaosuus oli 266 000 € huhtikuussa 2026." in words
    assert "vähimmäismääriä" not in words


def test_no_limits_are_told_of_a_lower_bound(cast, aino):
    first, last = Period.parse("2023-09"), Period.parse("2026-04")
    release_months(
        cast.area_a, cast.aino, first=first, last=last, hide=hidden_steps("401-700", "701-"), places=("TA36",)
    )
    words = text_of(aino.get(ADDRESS))
    assert "Osa euroista on salattu, joten rajoja ei voi kertoa." in words
    assert "2 portaan eurot on salattu" in words
    assert "Neljä viidestä" not in words


def test_a_place_whose_euros_are_all_hidden_is_refused_in_words(cast, aino):
    release_months(cast.area_a, cast.aino, hide=hidden_steps(*BRACKETS), places=("TA36",))
    assert "Valitun paikan eurot on salattu, joten laskettavaa ei ole." in text_of(aino.get(ADDRESS))


RECKONED = "Osuus on arvioitu kullakin portaalla maksetusta summasta"


@pytest.mark.parametrize("is_counted", [True, False])
def test_a_share_that_was_not_counted_payment_by_payment_is_told_so(cast, aino, is_counted):
    for one in release_months(cast.area_a, cast.aino, places=("TA36",)):
        if is_counted:
            count_payments(one)
    words = text_of(aino.get(ADDRESS))
    assert "Kuntaosuus oli 266 000 € huhtikuussa 2026." in words
    assert (RECKONED in words) is not is_counted


def test_only_people_of_the_area_come_here(released, cast, client):
    assert client.get(ADDRESS).status_code == 302
    assert seat(cast.otso).get(ADDRESS).status_code == 404
    assert seat(cast.eero).get(ADDRESS).status_code == 200


@pytest.mark.parametrize("prefix", ["/sv", "/en"])
def test_the_answer_is_in_every_language(released, aino, prefix):
    answer = aino.get(prefix + ADDRESS, TALK | {"ratio": "1.2"} if prefix == "/en" else TALK)
    assert answer.status_code == 200
    assert faults_of(answer) == []
