"""The grid of values: typed, pasted, kept as drafts, sent; two people in the same cells."""

import json
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from luotsi.core.periods import PeriodKind
from luotsi.core.values import Cell
from luotsi.indicators.entry.locks.operations import set_lock
from luotsi.indicators.entry.models import DraftValue
from luotsi.indicators.entry.operations import set_entry
from luotsi.indicators.entry.rules import last_ended
from luotsi.indicators.models import Definition, Observation
from luotsi.indicators.operations import adopt_measure
from luotsi.indicators.queries import lines_of
from luotsi.orgs.models import AuditEntry, Subject
from luotsi.orgs.operations import give_role
from luotsi.orgs.types import Role
from tests.cast import NOW, adopt
from tests.entry_cast import an_approver, enter
from tests.web.desk.conftest import seat
from tests.web.reading import faults_of, text_of

GRID = "/savonlinna/tyopoyta/arvot/"
CELLS = f"{GRID}solut/"
HISTORY = f"{GRID}historia/"


@pytest.fixture
def period():
    return last_ended(PeriodKind.YEAR, timezone.localdate())


@pytest.fixture
def agreements(cast, period):
    """Return a measure whose value of last year is 12."""
    measure = adopt(cast.area_a, "agreements")
    enter(measure, cast.area_a.subject, period.name, 12, cast.aino, at=timezone.now() - timedelta(days=1))
    return measure


@pytest.fixture
def archiving(cast, agreements):
    return adopt(cast.area_a, "electronic-archiving")


def key(measure, period, code="TA36"):
    return f"{measure.pk}-{Subject.objects.get(code=code).pk}-{period.name}"


def fields(client, address=GRID):
    """Return the form of the page as a browser would send it back."""
    page = client.get(address).content.decode()
    found = dict(re.findall(r'<input type="hidden" name="(pohja-[^"]+)" value="([^"]*)"', page))
    found |= dict(re.findall(r'<input name="(arvo-[^"]+)" id="[^"]+" value="([^"]*)"', page))
    areas = re.findall(r'<textarea rows="1" name="(arvo-[^"]+)"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    return found | dict(areas)


def base_of(client, cell, address=GRID):
    page = client.get(address).content.decode()
    return re.search(rf'data-key="{cell}" data-base="([^"]+)"', page).group(1)


def keep(client, *cells, address=CELLS):
    return client.post(address, {"solut": json.dumps([list(one) for one in cells])})


def value_of(measure, period, code="TA36"):
    subject = Subject.objects.get(code=code)
    found = lines_of(measure, [subject])[subject.pk].at(period)
    return None if found is None else found.value


def test_the_page_shows_what_counts_and_sending_it_back_changes_nothing(aino, agreements, archiving, period):
    answer = aino.get(GRID)
    assert faults_of(answer) == []
    form = fields(aino)
    assert form[f"arvo-{key(agreements, period)}"] == "12"
    assert len([name for name in form if name.startswith("arvo-")]) == 24
    assert aino.post(GRID, form | {"act": "draft"}).status_code == 302
    assert not DraftValue.objects.exists()
    assert AuditEntry.objects.filter(kind__startswith="indicators.draft").count() == 0


def test_a_typed_cell_is_kept_as_a_draft_and_counts_only_when_sent(aino, cast, agreements, archiving, period, client):
    form = fields(aino)
    aino.post(GRID, form | {f"arvo-{key(agreements, period)}": "1 234,5", "act": "draft"})
    draft = DraftValue.objects.get()
    assert (draft.state, draft.cell.value, draft.entered_by) == ("draft", Cell.of("1234.5").value, cast.aino)
    assert value_of(agreements, period) == 12
    assert 'data-state="draft"' in aino.get(GRID).content.decode()
    assert aino.post(GRID, fields(aino) | {"act": "save"}).status_code == 302
    assert value_of(agreements, period) == Cell.of("1234.5").value
    draft.refresh_from_db()
    assert (draft.state, draft.observation.entered_by) == ("entered", cast.aino)
    assert 'data-state="draft"' not in aino.get(GRID).content.decode()


def test_several_periods_of_one_measure_are_sent_together(aino, agreements, period):
    typed = {f"arvo-{key(agreements, period - back)}": str(back) for back in range(3)}
    assert aino.post(GRID, fields(aino) | typed | {"act": "save"}).status_code == 302
    assert [value_of(agreements, period - back) for back in range(3)] == [0, 1, 2]


def test_what_needs_approval_is_sent_for_it(aino, cast, agreements, period):
    helmi = an_approver(cast.area_a)
    set_entry(measure=agreements, needs_approval=True, responsible_person=None, actor=helmi, at=timezone.now())
    aino.post(GRID, fields(aino) | {f"arvo-{key(agreements, period)}": "15", "act": "save"})
    assert DraftValue.objects.get().state == "submitted"
    assert value_of(agreements, period) == 12
    assert "Odottaa hyväksyntää" in text_of(aino.get(GRID))


def test_a_slip_is_told_at_its_cell_and_the_others_are_kept(aino, agreements, archiving, period):
    typed = {f"arvo-{key(agreements, period)}": "paljon", f"arvo-{key(archiving, period)}": "Kaikki on taltioitu."}
    answer = aino.post(GRID, fields(aino) | typed | {"act": "save"})
    assert answer.status_code == 422
    assert faults_of(answer) == []
    page = answer.content.decode()
    assert f'href="#arvo-{key(agreements, period)}"' in page
    assert 'value="paljon"' in page
    assert DraftValue.objects.get().words.fi == "Kaikki on taltioitu."
    assert value_of(agreements, period) == 12


def test_the_second_of_two_people_sees_the_firsts_value_before_overwriting_it(aino, cast, agreements, period):
    give_role(person=cast.eero, organisation=cast.area_a, role=Role.CONTRIBUTOR, actor=None, at=NOW)
    eero, cell = seat(cast.eero), key(agreements, period)
    mine, theirs = base_of(aino, cell), base_of(eero, cell)
    assert keep(eero, (cell, "40", theirs)).json()["cells"][cell]["state"] == "draft"
    told = keep(aino, (cell, "41", mine)).json()["cells"][cell]
    assert told["conflict"]
    assert "Eero kirjasi sillä välin: 40" in told["error"]
    assert DraftValue.objects.get().scaled == 40
    again = keep(aino, (cell, "41", told["base"])).json()["cells"][cell]
    assert (again["error"], again["kept"], DraftValue.objects.get().scaled) == ("", "41", 41)
    values = [act.changes["value"] for act in AuditEntry.objects.filter(kind="indicators.draft.write")]
    assert values == [["40", "41"], [None, "40"]]


def test_without_a_script_the_second_person_keeps_what_was_typed(aino, cast, agreements, period):
    form = fields(aino)
    enter(
        agreements,
        cast.area_a.subject,
        period.name,
        40,
        cast.eero,
        at=timezone.now(),
        seen=Observation.objects.get().pk,
    )
    answer = aino.post(GRID, form | {f"arvo-{key(agreements, period)}": "41", "act": "save"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'value="41"' in page
    assert "Eero kirjasi sillä välin: 40" in text_of(answer)
    assert value_of(agreements, period) == 40
    base = re.search(rf'data-key="{key(agreements, period)}" data-base="([^"]+)"', page).group(1)
    assert keep(aino, (key(agreements, period), "41", base)).json()["drafts"] == 1


def test_a_value_that_was_sent_meanwhile_is_not_overwritten_by_an_old_draft(aino, cast, agreements, period):
    cell = key(agreements, period)
    keep(aino, (cell, "15", base_of(aino, cell)))
    seen = Observation.objects.get().pk
    enter(agreements, cast.area_a.subject, period.name, 40, cast.eero, at=timezone.now(), seen=seen)
    answer = aino.post(GRID, fields(aino) | {"act": "save"})
    assert answer.status_code == 422
    assert value_of(agreements, period) == 40
    assert DraftValue.objects.get().state == "draft"


def test_only_ones_own_drafts_are_sent(aino, cast, agreements, archiving, period):
    give_role(person=cast.eero, organisation=cast.area_a, role=Role.CONTRIBUTOR, actor=None, at=NOW)
    cell = key(agreements, period)
    keep(seat(cast.eero), (cell, "40", base_of(aino, cell)))
    assert "Luonnos, Eero" in text_of(aino.get(GRID))
    answer = aino.post(GRID, fields(aino) | {"act": "save"}, follow=True)
    assert "Sinulla ei ole luonnoksia tässä taulukossa" in text_of(answer)
    assert value_of(agreements, period) == 12


def test_an_emptied_cell_gives_up_its_draft_and_never_the_value(aino, agreements, period):
    cell = key(agreements, period)
    kept = keep(aino, (cell, "15", base_of(aino, cell))).json()["cells"][cell]
    back = keep(aino, (cell, "", kept["base"])).json()["cells"][cell]
    assert (back["kept"], back["state"], DraftValue.objects.get().state) == ("12", "", "discarded")
    told = keep(aino, (cell, "", back["base"])).json()["cells"][cell]
    assert "Kirjoita, miksi arvoa ei ole" in told["error"]
    assert value_of(agreements, period) == 12


def test_no_revision_is_used_twice_so_an_old_page_never_overwrites_a_new_draft(aino, agreements, period):
    cell = key(agreements, period)
    first = keep(aino, (cell, "15", base_of(aino, cell))).json()["cells"][cell]
    back = keep(aino, (cell, "", first["base"])).json()["cells"][cell]
    keep(aino, (cell, "16", back["base"]))
    told = keep(aino, (cell, "17", first["base"])).json()["cells"][cell]
    assert told["conflict"]
    assert DraftValue.objects.get(state="draft").scaled == 16


PASTED = '1\u00a0234,5\t\t7 kpl\n"kaksi\nriviä"\t−3\t8\t9\t10\n\n5'


def test_a_pasted_table_is_looked_at_first_and_then_kept(aino, agreements, archiving, period):
    answer = aino.post(GRID, fields(aino) | {"act": "preview", "liitos": PASTED, "rivi": "0", "sarake": "9"})
    assert answer.status_code == 200
    assert faults_of(answer) == []
    words = text_of(answer)
    assert "5 liitettyä arvoa on alla taulukossa" in words
    assert "3 ei mahtunut taulukkoon" in words
    assert not DraftValue.objects.exists()
    page = answer.content.decode()
    assert "1\u00a0234,5" in page
    assert "kaksi\nriviä" in page


def test_empty_and_closed_cells_of_a_pasted_table_change_nothing(aino, cast, agreements, period):
    helmi = an_approver(cast.area_a)
    set_lock(organisation=cast.area_a, kind=PeriodKind.YEAR, days_open=400, actor=helmi, at=timezone.now())
    answer = aino.post(GRID, fields(aino) | {"act": "preview", "liitos": "3\t\t\t\t4\t\t\t\t\t\t\t\t9", "rivi": "0"})
    words = text_of(answer)
    assert "2 kuuluu suljettuihin jaksoihin" in words
    assert "Yksi ei mahtunut taulukkoon" in words
    assert not DraftValue.objects.exists()


@pytest.mark.parametrize(
    ("typed", "word"),
    [("12.3.2026", "päivämäärä"), ("#DIV/0!", "kaavan virhe"), ("12.345", ""), ("5 €", ""), ("=1+1", ""), ("<b>", "")],
)
def test_what_a_sheet_leaves_in_a_cell_and_is_no_number_is_told_so(aino, agreements, period, typed, word):
    cell = key(agreements, period)
    told = keep(aino, (cell, typed, base_of(aino, cell))).json()["cells"][cell]
    assert word in told["error"]
    assert told["error"]
    assert not DraftValue.objects.exists()


def test_a_paste_that_is_no_table_is_refused_with_a_sentence(aino, agreements):
    for text in ("", "x" * 600_000, "\t\n\t"):
        answer = aino.post(GRID, fields(aino) | {"act": "preview", "liitos": text})
        assert answer.status_code == 422
        assert faults_of(answer) == []


def test_nothing_outside_the_shown_cells_is_touched(aino, otso, cast, agreements, period):
    cell, base = key(agreements, period), "0.0.x"
    old = f"{cell[: -len(period.name)]}{(period - 40).name}"
    theirs = key(adopt(cast.area_b, "agreements"), period, "TA22")
    for strange in (old, theirs, "x", "-1", "9" * 500, f"{cell}-1"):
        told = keep(aino, (strange, "5", base)).json()["cells"][strange]
        assert told["error"]
    assert keep(otso, (cell, "5", base)).status_code == 404
    assert not DraftValue.objects.exists()


@pytest.mark.parametrize(
    "body",
    ["", "x", "[]", "{}", "[1]", '[["a", "b"]]', '[["a", 1, "0.0.x"]]', '[["a", "b", "x"]]', '[["a", "b", "-1.0.x"]]'],
)
def test_a_broken_request_of_the_script_is_no_page(aino, agreements, body):
    assert aino.post(CELLS, {"solut": body}).status_code == 404


def test_an_address_that_asks_for_nonsense_is_no_page(aino, agreements):
    for query in ("laji=x", "rivit=kohde-TA22", "rivit=mittari-x", "rivit=x", "sivu=x", "laji=month"):
        assert aino.get(f"{GRID}?{query}").status_code == 404, query


def test_the_subjects_of_one_measure_stand_in_rows(aino, agreements, period):
    page = aino.get(f"{GRID}?rivit=mittari-agreements")
    assert faults_of(page) == []
    assert "Enonkoski" in text_of(page)
    cell = key(agreements, period, "KU046")
    keep(
        aino,
        (cell, "3", base_of(aino, cell, f"{GRID}?rivit=mittari-agreements")),
        address=f"{CELLS}?rivit=mittari-agreements",
    )
    assert DraftValue.objects.get().subject.code == "KU046"


def test_the_history_of_a_cell_tells_who_when_and_what(aino, cast, agreements, period):
    cell = key(agreements, period)
    kept = keep(aino, (cell, "15", base_of(aino, cell))).json()["cells"][cell]
    keep(aino, (cell, "16", kept["base"]))
    aino.post(GRID, fields(aino) | {"act": "save"})
    answer = aino.get(f"{HISTORY}?solu={cell}")
    assert faults_of(answer) == []
    values = re.findall(r"<strong>([^<]+)</strong>", answer.content.decode())
    assert values == ["16", "16", "15", "12"]
    assert text_of(answer).count("Aino") >= 4
    assert aino.get(f"{HISTORY}?solu=x").status_code == 404


def test_viewers_and_strangers_have_no_grid(eero, otso, client, agreements, period):
    for browser, status in ((eero, 404), (otso, 404), (client, 302)):
        for address in (GRID, HISTORY):
            assert browser.get(address).status_code == status
        assert keep(browser, (key(agreements, period), "5", "0.0.x")).status_code == status


def adopt_many(owner, count):
    """Adopt one definition under many names, which makes so many rows."""
    definition = Definition.objects.get(key="agreements")
    for number in range(count):
        adopt_measure(owner=owner, definition=definition, slug=f"m-{number}", actor=None, at=NOW)


def test_a_large_grid_takes_as_many_queries_as_a_small_one(aino, cast, agreements, period):
    counts = []
    for more in (0, 47):
        adopt_many(cast.area_a, more)
        with CaptureQueriesContext(connection) as queries:
            assert aino.get(GRID).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 13
    assert len([name for name in fields(aino) if name.startswith("arvo-")]) == 48 * 12


def test_more_rows_than_a_form_can_send_stand_on_pages(aino, cast, agreements):
    adopt_many(cast.area_a, 75)
    form = fields(aino, f"{GRID}?sivu=2")
    assert len([name for name in form if name.startswith("pohja-")]) == 16
    assert aino.post(GRID, fields(aino) | {"act": "draft"}).status_code == 302
