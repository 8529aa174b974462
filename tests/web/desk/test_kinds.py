"""Every kind of value through the grid, the link and the workbook, and on the page that everybody reads."""

import io
import json
import re
from datetime import date

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import load_workbook

from luotsi.core.periods import PeriodKind
from luotsi.indicators.entry.letters import Slot
from luotsi.indicators.entry.rules import last_ended
from luotsi.indicators.models import Observation
from tests.cast import adopt
from tests.entry_cast import SITE, send
from tests.web.reading import faults_of, text_of

DESK = "/savonlinna/tyopoyta"
BOOK = f"{DESK}/mittarit/taulukko/"
EVIDENCE = "Pöytäkirja 3/2026"

KINDS = [
    (
        "area-cooperation-results",
        "Toimii hyvin | 12.3.2026 | Pöytäkirja 3/2026",
        {"value": "Toimii hyvin"},
        "Toimii hyvin",
    ),
    ("food-finance-follow-up", "kyllä | 12.3.2026 | Pöytäkirja 3/2026", {"value": "1"}, "kyllä"),
    ("feedback-direction", "heikentynyt | 12.3.2026 | Pöytäkirja 3/2026", {"value": "-1"}, "heikentynyt"),
    ("internal-service-level", "3 | 12.3.2026 | Pöytäkirja 3/2026", {"value": "3"}, "palvelutaso 3 "),
    ("partnership-level", "2 | 12.3.2026 | Pöytäkirja 3/2026", {"value": "2"}, "2,0"),
]


@pytest.fixture(autouse=True)
def _site(settings, db):
    settings.SITE_ADDRESS = SITE
    cache.clear()


@pytest.fixture(params=KINDS, ids=[kind[0] for kind in KINDS])
def kind(request, cast):
    """Return a measure of one kind, the period to fill in, and a value typed into a cell, into a form, and as read."""
    key, typed, fields, shown = request.param
    measure = adopt(cast.area_a, key)
    period = last_ended(PeriodKind(measure.definition.period_kind), timezone.localdate())
    return measure, period, typed, fields, shown


def check(client, measure, shown):
    """Read the value with its day and evidence on the public page."""
    answer = client.get(f"/savonlinna/mittarit/{measure.slug}/")
    assert faults_of(answer) == []
    words = text_of(answer)
    assert shown in words
    assert EVIDENCE in words
    assert "12.3.2026" in words
    assert "ei koske" not in words


def test_each_kind_is_entered_in_the_grid_and_read_by_everybody(aino, client, kind):
    measure, period, typed, _fields, shown = kind
    grid = f"{DESK}/arvot/?laji={period.kind}"
    page = aino.get(grid).content.decode()
    cell, base = re.search(rf'data-key="(\d+-\d+-{period.name})" data-base="([^"]+)"', page).groups()
    told = aino.post(f"{DESK}/arvot/solut/?laji={period.kind}", {"solut": json.dumps([[cell, typed, base]])}).json()
    assert told["cells"][cell]["error"] == ""
    assert told["cells"][cell]["kept"].casefold() == typed.casefold()
    hidden = dict(
        re.findall(r'<input type="hidden" name="(pohja-[^"]+)" value="([^"]*)"', aino.get(grid).content.decode())
    )
    assert aino.post(grid, hidden | {"act": "save"}).status_code == 302
    check(client, measure, shown)


def test_each_kind_is_entered_by_a_link_and_read_by_everybody(client, cast, kind):
    measure, period, _typed, fields, shown = kind
    link = send(Slot(measure, cast.area_a.subject, period), cast.aino, at=timezone.now())
    assert faults_of(client.get(link)) == []
    filled = {"gap": "", "note": "", "seen": "0", "act": "save", "judged_on": "2026-03-12", "evidence": EVIDENCE}
    answer = client.post(link, filled | fields)
    assert answer.status_code == 200
    assert faults_of(answer) == []
    check(client, measure, shown)


def test_each_kind_is_entered_one_by_one_and_read_by_everybody(aino, client, kind):
    measure, period, _typed, fields, shown = kind
    address = f"{DESK}/mittarit/{measure.slug}/arvot/"
    filled = {"kausi": period.name, "act": "save"}
    for code in ("TA36", "KU046", "KU681", "KU740", "KU768"):
        filled |= {f"{code}-{name}": "" for name in ("value", "gap", "note")} | {f"{code}-seen": "0"}
    grounds = {"judged_on": "2026-03-12", "evidence": EVIDENCE}
    filled |= {f"TA36-{name}": value for name, value in (fields | grounds).items()}
    assert aino.post(address, filled).status_code == 302
    page = aino.get(f"{address}?kausi={period.name}")
    assert faults_of(page) == []
    assert 'value="2026-03-12"' in page.content.decode()
    check(client, measure, shown)


def test_each_kind_goes_out_in_a_workbook_and_comes_in_again(aino, client, kind):
    measure, period, typed, _fields, shown = kind
    address = f"{BOOK}{period.kind}.xlsx"

    def sent(value):
        workbook = load_workbook(io.BytesIO(aino.get(address).content))
        sheet = workbook.worksheets[0]
        column = next(cell.column for cell in sheet[1] if cell.value == period.name)
        row = next(cells[0].row for cells in sheet.iter_rows(min_row=2) if cells[2].value == "TA36")
        before = sheet.cell(row, column).value
        if value is not None:
            sheet.cell(row, column).value = value
        content = io.BytesIO()
        workbook.save(content)
        return before, text_of(aino.post(BOOK, {"workbook": SimpleUploadedFile("a.xlsx", content.getvalue())}))

    assert "1 arvo otettu vastaan" in sent(typed)[1]
    check(client, measure, shown)
    before, told = sent(None)
    assert before.casefold() == typed.casefold()
    assert "0 arvoa otettu vastaan" in told
    assert Observation.objects.count() == 1


def test_a_day_alone_says_yes_since_that_day(aino, client, cast):
    measure = adopt(cast.area_a, "food-finance-follow-up")
    workbook = load_workbook(io.BytesIO(aino.get(f"{BOOK}quarter.xlsx").content))
    sheet = workbook.worksheets[0]
    sheet.cell(2, sheet.max_column - 1).value = date(2026, 3, 12)
    content = io.BytesIO()
    workbook.save(content)
    aino.post(BOOK, {"workbook": SimpleUploadedFile("a.xlsx", content.getvalue())})
    assert Observation.objects.get().value == 1
    assert "Näin 12.3.2026 alkaen" in text_of(client.get(f"/savonlinna/mittarit/{measure.slug}/"))


@pytest.mark.parametrize(
    ("key", "typed", "words"),
    [
        ("internal-service-level", "5,1", "väliltä 1–5"),
        ("internal-service-level", "0,9", "väliltä 1–5"),
        ("partnership-level", "3,1", "väliltä 1–3"),
        ("feedback-direction", "sinne päin", "ei ole suunta"),
        ("food-finance-follow-up", "ehkä", "ei ole vastaus"),
        ("food-finance-follow-up", "kyllä | 1.1.2999", "tänään tai aiemmin"),
        ("area-cooperation-results", "x" * 5001, "pidempi kuin 5000"),
        ("area-cooperation-results", "Toimii | " + "x" * 501, "pidempi kuin 500"),
        ("area-cooperation-results", "Toimii | 1.2.2026 | 2.2.2026", "yksi päivä"),
    ],
)
def test_what_is_no_value_of_its_kind_is_told_at_the_cell(aino, cast, key, typed, words):
    measure = adopt(cast.area_a, key)
    query = f"rivit=mittari-{measure.slug}"
    page = aino.get(f"{DESK}/arvot/?{query}").content.decode()
    cell, base = re.search(r'data-key="([^"]+)" data-base="([^"]+)"', page).groups()
    told = aino.post(f"{DESK}/arvot/solut/?{query}", {"solut": json.dumps([[cell, typed, base]])}).json()
    assert words in told["cells"][cell]["error"]


@pytest.mark.parametrize("edge", ["1", "5"])
def test_the_ends_of_a_scale_are_on_it(aino, cast, edge):
    measure = adopt(cast.area_a, "internal-service-level")
    query = f"rivit=mittari-{measure.slug}"
    page = aino.get(f"{DESK}/arvot/?{query}").content.decode()
    cell, base = re.search(r'data-key="([^"]+)" data-base="([^"]+)"', page).groups()
    told = aino.post(f"{DESK}/arvot/solut/?{query}", {"solut": json.dumps([[cell, edge, base]])}).json()
    assert told["cells"][cell]["error"] == ""


def test_a_form_refuses_a_value_off_the_scale_and_a_day_to_come(client, cast):
    measure = adopt(cast.area_a, "internal-service-level")
    period = last_ended(PeriodKind.YEAR, timezone.localdate())
    link = send(Slot(measure, cast.area_a.subject, period), cast.aino, at=timezone.now())
    filled = {"gap": "", "note": "", "seen": "0", "act": "save", "judged_on": "", "evidence": ""}
    for wrong in ({"value": "6"}, {"value": "4", "judged_on": "2999-01-01"}, {"value": "4", "judged_on": "x"}):
        answer = client.post(link, filled | wrong)
        assert answer.status_code == 422
        assert faults_of(answer) == []
    assert not Observation.objects.exists()


def test_new_evidence_for_the_same_judgement_is_kept_and_the_old_stays_as_known_then(aino, client, cast):
    measure = adopt(cast.area_a, "internal-service-level")
    period = last_ended(PeriodKind.YEAR, timezone.localdate())
    query = f"rivit=mittari-{measure.slug}"
    for evidence in ("Kysely", "https://example.org/kysely"):
        page = aino.get(f"{DESK}/arvot/?{query}").content.decode()
        cell, base = re.search(rf'data-key="([^"]+-{period.name})" data-base="([^"]+)"', page).groups()
        aino.post(f"{DESK}/arvot/solut/?{query}", {"solut": json.dumps([[cell, f"4 | {evidence}", base]])})
        page = aino.get(f"{DESK}/arvot/?{query}").content.decode()
        hidden = dict(re.findall(r'<input type="hidden" name="(pohja-[^"]+)" value="([^"]*)"', page))
        assert aino.post(f"{DESK}/arvot/?{query}", hidden | {"act": "save"}).status_code == 302
    observation = Observation.objects.get()
    assert [one.evidence for one in observation.judgements.all()] == ["Kysely", "https://example.org/kysely"]
    page = client.get(f"/savonlinna/mittarit/{measure.slug}/").content.decode()
    assert '<a href="https://example.org/kysely" rel="external nofollow">' in page
