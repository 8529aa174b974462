"""Every page of the desk that tells figures looks back to a day as the public pages do, and then takes nothing in."""

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from luotsi.core.periods import Period
from luotsi.core.text import Text
from luotsi.core.values import Cell
from luotsi.indicators.break_operations import NewBreak, tell_break, withdraw_break
from luotsi.indicators.choosing import own_source
from luotsi.indicators.entered.checking import Entry
from luotsi.indicators.entered.operations import enter_value
from luotsi.indicators.entry.drafts.operations import take_values
from luotsi.indicators.entry.types import DraftState
from luotsi.indicators.models import Definition, Observation
from luotsi.indicators.operations import NewTarget, adopt_measure, override_status, retarget
from luotsi.indicators.source_operations import choose_source, keep_own_values
from luotsi.indicators.types import BreakKind, StatusKey, TargetKind, TargetOrigin
from luotsi.orgs.models import Subject
from luotsi.register.models import Release
from tests.cast import adopt, publish_june, publish_values
from tests.web.reading import faults_of, row_of, text_of
from tests.web.released import release_months

DESK = "/savonlinna/tyopoyta/"
MEASURES = f"{DESK}mittarit/"
RATE, AGREEMENTS = f"{MEASURES}unemployment-rate/", f"{MEASURES}agreements/"
PAGES = [
    DESK,
    MEASURES,
    f"{DESK}arvot/",
    f"{AGREEMENTS}arvot/",
    f"{RATE}tavoite/",
    f"{RATE}tila/",
    f"{RATE}nakyva-lahde/",
    f"{RATE}katkokset/",
    f"{DESK}rekisteri/simulaattori/",
]
FIRST, SECOND = datetime(2026, 9, 10, 9, tzinfo=UTC), datetime(2026, 9, 22, 9, tzinfo=UTC)
NOTHING, BEFORE, AFTER = "2026-07-20", "2026-09-21", "2026-09-22"


def aim(cast, measure, value, at):
    goal = NewTarget(TargetKind.AT_MOST, Period.parse("2026-06"), TargetOrigin.DECIDED, Decimal(value))
    retarget(measure=measure, subject=cast.area_a.subject, target=goal, actor=cast.aino, at=at)


def enter(cast, measure, period, value, at, seen=0):
    entry = Entry(Period.parse(period), Cell.of(value), note=f"kirjattu {value}", seen=seen)
    return enter_value(measure=measure, subject=cast.area_a.subject, entry=entry, actor=cast.aino, at=at)


@pytest.fixture
def changed(cast):
    """Known on 10 September, and otherwise since 22 September: values, a target, a judgement, a break, a source."""
    publish_june()
    publish_values("unemployment-rate", {("TA36", "2026-06"): Decimal("12.3")}, FIRST)
    rate, agreements = adopt(cast.area_a, "unemployment-rate"), adopt(cast.area_a, "agreements")
    aim(cast, rate, "11", FIRST)
    first = enter(cast, agreements, "2025", 12, FIRST)
    told = NewBreak(Period.parse("2026-03"), BreakKind.METHOD, Text("Laskettiin uudella tavalla."), "Tiedote 3/2026")
    standing = tell_break(measure=rate, told=told, actor=cast.aino, at=FIRST)
    publish_values("unemployment-rate", {("TA36", "2026-06"): Decimal("12.5")}, SECOND)
    enter(cast, agreements, "2025", 15, SECOND, seen=first.pk)
    aim(cast, rate, "13", SECOND)
    withdraw_break(standing=standing, actor=cast.aino, at=SECOND)
    return rate, agreements


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("prefix", ["", "/sv", "/en"])
def test_every_page_tells_that_it_looks_back_and_takes_nothing_in(aino, changed, address, prefix):
    answer = aino.get(prefix + address, {"tiedossa": BEFORE})
    told = {
        "": "arviot näytetään sellaisina kuin ne tiedettiin 21.9.2026",
        "/sv": "bedömningarna visas så som de var kända 21.9.2026",
        "/en": "judgements stand as they were known on 21 September 2026",
    }[prefix]
    assert answer.status_code == 200
    assert told in text_of(answer)
    assert f'name="tiedossa" value="{BEFORE}"' in answer.content.decode()
    assert faults_of(answer) == []
    main = re.search(r"(?s)<main\b.*</main>", answer.content.decode())
    assert main
    assert not re.search(r'<form[^>]*method="post"', main[0])
    assert re.search(rf'href="{prefix}{address}\??">', main[0])
    assert told[:20] not in text_of(aino.get(prefix + address))


def test_what_cannot_be_done_is_said(aino, changed):
    words = "Taaksepäin katsottaessa mitään ei voi kirjata eikä muuttaa."
    for address in PAGES[:-1]:
        assert words in text_of(aino.get(address, {"tiedossa": BEFORE}))
        assert words not in text_of(aino.get(address))
    assert words not in text_of(aino.get(PAGES[-1], {"tiedossa": BEFORE}))  # its questions change nothing


@pytest.mark.parametrize(
    ("address", "then", "since"),
    [
        (DESK, "jäljessä", "Mikään ei odota"),
        (MEASURES, "12,3 %", "12,5 %"),
        (f"{DESK}arvot/", " 12 –", " 15 –"),
        (f"{AGREEMENTS}arvot/?kausi=2025", "kirjattu 12", "kirjattu 15"),
        (f"{RATE}tavoite/", "enintään 11,0 %", "enintään 13,0 %"),
        (f"{RATE}tila/", "jäljessä", "saavutettu"),
        (f"{RATE}nakyva-lahde/", "12,3 %", "12,5 %"),
        (f"{RATE}katkokset/", "Laskettiin uudella tavalla.", "Katkoksia ei tunneta."),
    ],
)
def test_a_page_shows_what_was_known_at_the_end_of_the_day(aino, changed, address, then, since):
    before = aino.get(address, {"tiedossa": BEFORE} | dict(re.findall(r"(kausi)=(\d+)", address)))
    assert then in text_of(before)
    assert since not in re.sub(r"tiedettiin \S+", "", text_of(before))
    after = aino.get(address, {"tiedossa": AFTER} | dict(re.findall(r"(kausi)=(\d+)", address)))
    if address != DESK:
        assert since.replace("Katkoksia ei tunneta.", "Tuona päivänä ei tiedetty katkoksista.") in text_of(after)
    today = aino.get(address).content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert since in today or f'value="{since.strip(" –")}"' in today


@pytest.mark.parametrize(
    ("address", "told"),
    [
        (DESK, "Siihen päivään mennessä minkään ei ollut arvioitu olevan jäljessä"),
        (MEASURES, "ei tiedetty mitään"),
        (f"{AGREEMENTS}arvot/", "Tästä jaksosta ei tiedetty tuona päivänä mitään."),
        (f"{RATE}tavoite/", "Siihen päivään mennessä tavoitetta ei ollut asetettu."),
        (f"{RATE}tila/", "Siihen päivään mennessä mitään ei ollut arvioitu."),
        (f"{RATE}nakyva-lahde/", "Millään lähteellä ei ollut tästä arvoja tuona päivänä."),
        (f"{RATE}katkokset/", "Tuona päivänä ei tiedetty katkoksista."),
        (f"{DESK}rekisteri/simulaattori/", "ei ole vielä"),
    ],
)
def test_each_page_says_in_words_that_nothing_was_known(aino, changed, address, told):
    for day in (NOTHING, "0001-01-01"):
        words = text_of(aino.get(address, {"tiedossa": day}))
        assert told in words
        assert "12,3 %" not in words


def test_the_grid_shows_no_figure_of_a_later_day_and_no_draft(aino, cast, changed):
    _rate, agreements = changed
    entry = Entry(Period.parse("2024"), Cell.of(77))
    take_values(
        measure=agreements, entries=[(cast.area_a.subject, entry)], actor=cast.aino, at=FIRST, state=DraftState.DRAFT
    )
    assert 'value="77"' in aino.get(f"{DESK}arvot/").content.decode()
    cells = row_of(aino.get(f"{DESK}arvot/", {"tiedossa": BEFORE}), head(agreements))
    assert cells[-2:] == ["12", "–"]
    assert "77" not in cells
    assert set(row_of(aino.get(f"{DESK}arvot/", {"tiedossa": NOTHING}), head(agreements))) == {"–"}
    for day in ("0001-01-01", "1900-06-01"):
        assert aino.get(f"{DESK}arvot/", {"tiedossa": day}).status_code == 200


def head(measure):
    return f"{measure.shown_name.fi} kpl · Yksitellen: {measure.shown_name.fi}, Savonlinna, työllisyysalue"


def test_the_history_of_a_cell_ends_on_the_day(aino, changed):
    _rate, agreements = changed
    subject = Subject.objects.get(code="TA36")
    cell = {"solu": f"{agreements.pk}-{subject.pk}-2025", "laji": "year"}
    page = f"{DESK}arvot/historia/"
    assert re.findall(r"<strong>([^<]+)</strong>", aino.get(page, cell).content.decode()) == ["15", "12"]
    before = aino.get(page, cell | {"tiedossa": BEFORE})
    assert re.findall(r"<strong>([^<]+)</strong>", before.content.decode()) == ["12"]
    assert f"tiedossa={BEFORE}" in re.findall(r'href="([^"]+)"[^>]*data-closes', before.content.decode())[0]
    assert "Tähän soluun ei ollut kirjattu mitään" in text_of(aino.get(page, cell | {"tiedossa": "2026-09-09"}))


def test_a_persons_judgement_counts_from_its_day(aino, cast, changed):
    rate, _agreements = changed
    override_status(
        measure=rate, subject=cast.area_a.subject, key=StatusKey.ON_TRACK, reason="Tehdas avautuu", actor=cast.aino,
        at=SECOND + timedelta(days=1),
    )  # fmt: skip
    assert "Tehdas avautuu" not in text_of(aino.get(f"{RATE}tila/", {"tiedossa": AFTER}))
    assert "Tehdas avautuu" in text_of(aino.get(f"{RATE}tila/", {"tiedossa": "2026-09-23"}))


def test_the_source_that_was_shown_on_the_day_stands_first(aino, cast, changed):
    rate, _agreements = changed
    keep_own_values(measure=rate, keeps=True, actor=cast.aino, at=FIRST)
    enter(cast, rate, "2026-06", 14, FIRST)
    choose_source(measure=rate, source=own_source(rate), reason="Oma on tuoreempi", seen="", actor=cast.aino, at=SECOND)
    before, after = (text_of(aino.get(f"{RATE}nakyva-lahde/", {"tiedossa": day})) for day in (BEFORE, AFTER))
    assert "Oma on tuoreempi" in after
    assert "Oma on tuoreempi" not in before
    assert after.index("Oma luku") < after.index("näytetään", after.index("Lähteet rinnakkain"))
    assert before.index("näytetään", before.index("Lähteet rinnakkain")) < before.index("Oma luku")


def test_the_simulator_reckons_with_what_had_been_released_by_the_day(aino, cast, changed):
    release_months(cast.area_a, cast.aino)
    page = f"{DESK}rekisteri/simulaattori/"
    day = Release.objects.first().decided_at.date()
    now = text_of(aino.get(page, {"tiedossa": day.isoformat()}))
    assert "ei ole vielä" in text_of(aino.get(page, {"tiedossa": (day - timedelta(days=1)).isoformat()}))
    assert "ei ole vielä" not in now
    asked = aino.get(page, {"tiedossa": day.isoformat()}).content.decode()
    assert asked.count(f'<input type="hidden" name="tiedossa" value="{day.isoformat()}">') == 4


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize(
    ("typed", "told"),
    [("31.1.2024", "esimerkiksi 2024-01-31"), ("9999-12-31", "Päivä on vielä edessä. Nyt näytetään se")],
)
def test_a_day_that_is_none_is_told_in_words_and_kept_in_the_form(aino, changed, address, typed, told):
    answer = aino.get(address, {"tiedossa": typed})
    assert answer.status_code == 200
    assert told in text_of(answer)
    assert f'value="{typed}" aria-invalid="true"' in answer.content.decode()


@pytest.mark.parametrize(
    ("address", "path"),
    [
        (DESK, MEASURES),
        (DESK, "/savonlinna/mittarit/unemployment-rate/"),
        (MEASURES, DESK),
        (MEASURES, f"{DESK}arvot/"),
        (MEASURES, f"{RATE}tavoite/"),
        (MEASURES, f"{RATE}tila/"),
        (MEASURES, f"{AGREEMENTS}arvot/"),
        (MEASURES, "/savonlinna/mittarit/unemployment-rate/"),
        (MEASURES, "/savonlinna/"),
        (f"{DESK}arvot/", f"{AGREEMENTS}arvot/"),
        (f"{DESK}arvot/", f"{DESK}arvot/historia/"),
        (f"{AGREEMENTS}arvot/", MEASURES),
        (f"{RATE}tavoite/", MEASURES),
        (f"{RATE}tila/", MEASURES),
        (f"{RATE}nakyva-lahde/", MEASURES),
        (f"{RATE}katkokset/", MEASURES),
    ],
)
def test_links_keep_the_day(aino, changed, address, path):
    def links(answer):
        found = re.findall(r'href="([^"]+)"', answer.content.decode())
        return [one for one in found if one.split("?")[0] == path]

    kept = links(aino.get(address, {"tiedossa": BEFORE}))
    assert kept
    assert all(f"tiedossa={BEFORE}" in one for one in kept)
    assert not any("tiedossa" in one for one in links(aino.get(address)))


def test_the_choices_of_a_page_keep_the_day(aino, changed):
    for address in (f"{DESK}arvot/", f"{AGREEMENTS}arvot/", f"{RATE}tavoite/"):
        page = aino.get(address, {"tiedossa": BEFORE}).content.decode()
        assert f'<input type="hidden" name="tiedossa" value="{BEFORE}">' in page


def test_what_is_sent_is_of_today_whatever_day_the_address_names(aino, changed):
    count = Observation.objects.count()
    typed = {"kausi": "2024", "act": "save", "TA36-value": "7", "TA36-gap": "", "TA36-note": "", "TA36-seen": "0"}
    for code in ("KU046", "KU681", "KU740", "KU768"):
        typed |= {f"{code}-{name}": "" for name in ("value", "gap", "note")} | {f"{code}-seen": "0"}
    answer = aino.post(f"{AGREEMENTS}arvot/?tiedossa={BEFORE}", typed)
    assert (answer.status_code, Observation.objects.count()) == (302, count + 1)
    assert "tiedossa" not in answer["Location"]
    again = aino.post(f"{AGREEMENTS}arvot/?tiedossa={BEFORE}", typed | {"TA36-value": "abc"})
    assert again.status_code == 422
    assert "arviot näytetään" not in text_of(again)


def test_looking_back_asks_the_database_as_often_for_much_as_for_little(aino, cast, changed):
    def asked():
        found = {}
        for address in PAGES:
            with CaptureQueriesContext(connection) as queries:
                assert aino.get(address, {"tiedossa": BEFORE}).status_code == 200
            found[address] = len(queries)
        return found

    little = asked()
    definitions = Definition.objects.filter(source_table="statfin-12r5", is_supporting=False)
    for number, definition in enumerate(definitions.exclude(key="unemployment-rate")[:8]):
        measure = adopt(cast.area_a, definition.key)
        aim(cast, measure, 5, FIRST)
        more = adopt_measure(
            owner=cast.area_a, definition=Definition.objects.get(key="agreements"), slug=f"m-{number}", actor=None,
            at=FIRST,
        )  # fmt: skip
        assert more.pk
    enter(cast, changed[1], "2023", 9, FIRST)
    enter(cast, changed[1], "2024", 9, FIRST)
    assert asked() == little
    assert max(little.values()) <= 14
