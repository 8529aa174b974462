"""Links in e-mail that open one value, and the outbox they leave by."""

import io
import logging
from datetime import timedelta
from decimal import Decimal
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from tests.cast import adopt
from tests.entry_cast import SITE, an_approver, enter, last_year, path_in, send
from tests.web.reading import faults_of, text_of

from luotsi.core.periods import Period
from luotsi.core.values import Cell, Flag
from luotsi.indicators.entered.checking import Entry, UnableToEnter
from luotsi.indicators.entry.drafts.operations import approve_draft, write_draft
from luotsi.indicators.entry.letters import Slot
from luotsi.indicators.entry.models import DraftValue, EntryLink, Judgement, OutgoingMail
from luotsi.indicators.entry.operations import UnableToSend, deliver_mail, send_entry_link, set_entry
from luotsi.indicators.entry.queries import hashed
from luotsi.indicators.ingest import Arrival, publish
from luotsi.indicators.models import Observation
from luotsi.indicators.types import RunKind
from luotsi.orgs.models import AuditEntry, Subject
from luotsi.orgs.operations import give_role
from luotsi.orgs.types import Role
from luotsi.web.desk.entry_addresses import entry_address

EMPTY = {"value": "", "gap": "", "note": "", "seen": "0", "act": "save"}


@pytest.fixture(autouse=True)
def _site(settings, db):
    settings.SITE_ADDRESS = SITE
    cache.clear()


@pytest.fixture
def agreements(cast):
    return adopt(cast.area_a, "agreements")


@pytest.fixture
def slot(cast, agreements):
    return last_year(agreements, cast.area_a.subject)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def path(cast, slot, now):
    enter(slot.measure, slot.subject, "2024", 12, cast.aino, at=now - timedelta(days=300))
    return send(slot, cast.aino, at=now)


def _entered(period):
    return next(one for one in Observation.objects.all() if one.period_name == period)


def test_the_letter_tells_what_is_asked_and_leads_to_the_configured_site_only(cast, path):
    letter = mail.outbox[0]
    assert letter.to == ["aino@example.org"]
    assert "vuosi 2025" in letter.subject
    assert "Edellinen arvo, vuosi 2024: 12\n" in letter.body
    assert letter.body.count("http") == 1
    assert path.startswith("/kirjaa/")


def test_a_letter_is_in_the_persons_own_language(cast, slot, now):
    for language, words in (("sv", "Hej Aino"), ("en", "Hello Aino")):
        cast.aino.language = language
        assert send(slot, cast.aino, at=now).startswith(f"/{language}/kirjaa/")
        assert words in mail.outbox[-1].body


def test_the_address_of_the_request_never_gets_into_a_letter(cast, slot, now, rf, settings):
    settings.ALLOWED_HOSTS = ["*"]
    Client(headers={"host": "evil.example"}).get("/kirjaa/x/")
    assert entry_address("x", "fi") == f"{SITE}/kirjaa/x/"


def test_only_the_hash_of_a_links_secret_is_kept_once_the_letter_has_gone(path):
    token = path.split("/")[2]
    assert len(token) == 43
    link = EntryLink.objects.get()
    assert link.token_sha256 == hashed(token)
    assert OutgoingMail.objects.get().body == ""
    assert token not in str(AuditEntry.objects.values_list("changes", "thing_name"))


def test_the_page_shows_one_value_with_what_it_means_and_looking_uses_nothing_up(client, path):
    for _look in range(3):
        answer = client.get(path)
        assert answer.status_code == 200
    words = text_of(answer)
    assert "2025" in words
    assert "12" in words
    assert "Ei muutosta" in words
    assert faults_of(answer) == []
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer["Cache-Control"]
    assert EntryLink.objects.get().used_at is None


def test_a_value_is_entered_once_without_signing_in(client, cast, path, slot):
    answer = client.post(path, EMPTY | {"value": "1 234,5", "note": "Rekisteristä"})
    assert answer.status_code == 200
    assert "Kiitos" in text_of(answer)
    assert faults_of(answer) == []
    entered = _entered("2025")
    assert (str(entered.value), entered.note, entered.entered_by) == ("1234.5", "Rekisteristä", cast.aino)
    again = client.post(path, EMPTY | {"value": "7"})
    assert again.status_code == 410
    assert Observation.objects.count() == 2
    assert faults_of(again) == []


def test_no_change_is_one_press(client, path):
    client.post(path, EMPTY | {"act": "unchanged"})
    entered = _entered("2025")
    assert (entered.value, entered.note) == (12, "Ei muutosta")


@pytest.mark.parametrize("flags", [{Flag.SIMULATED}, {Flag.ESTIMATE}, set()])
@pytest.mark.parametrize("needs_approval", [True, False])
def test_no_change_keeps_what_is_told_of_the_value_and_not_its_past(
    client, cast, agreements, now, flags, needs_approval
):
    before = Arrival(
        agreements.definition,
        cast.area_a.subject,
        Period.parse("2024"),
        Cell(Decimal(12), flags=frozenset(flags | {Flag.REVISED})),
        now - timedelta(days=300),
    )
    publish([before], kind=RunKind.ENTRY, source_key="manual", at=now, owner_key=cast.area_a.slug)
    set_entry(measure=agreements, needs_approval=needs_approval, responsible_person=None, actor=cast.aino, at=now)
    answer = client.post(
        send(last_year(agreements, cast.area_a.subject), cast.aino, at=now), EMPTY | {"act": "unchanged"}
    )
    assert ("simuloitu" in text_of(answer)) == (Flag.SIMULATED in flags)
    if needs_approval:
        draft = DraftValue.objects.get()
        approve_draft(draft=draft, seen=draft.revision, actor=an_approver(cast.area_a), at=now)
    entered = _entered("2025")
    assert (entered.value, entered.cell.flags) == (12, flags)


def test_a_value_that_is_typed_is_nobodys_simulation(client, cast, agreements, now):
    made_up = Cell(Decimal(12), flags=frozenset({Flag.SIMULATED}))
    given = Entry(Period.parse("2025"), made_up)
    set_entry(measure=agreements, needs_approval=True, responsible_person=None, actor=cast.aino, at=now)
    write_draft(measure=agreements, subject=cast.area_a.subject, entry=given, actor=cast.aino, at=now)
    assert DraftValue.objects.get().cell == made_up
    path = send(last_year(agreements, cast.area_a.subject), cast.aino, at=now)
    client.post(path, EMPTY | {"value": "13", "revision": "1"})
    assert DraftValue.objects.get().cell == Cell.of(13)


def test_what_was_saved_is_shown_with_every_digit_that_was_typed(client, path):
    words = text_of(client.post(path, EMPTY | {"value": "1 000,5"})).replace("\N{NO-BREAK SPACE}", " ")
    assert "1 000,5" in words


def test_a_day_in_place_of_a_number_is_told_to_be_one(client, path):
    answer = client.post(path, EMPTY | {"value": "12.3.2026"})
    assert answer.status_code == 422
    assert "”12.3.2026” on päivämäärä eikä luku." in text_of(answer)


def test_no_change_of_a_judgement_is_judged_today(client, cast, now):
    measure, subject = adopt(cast.area_a, "partnership-level"), Subject.objects.get(code="TA36")
    enter(measure, subject, "2024", 2, cast.aino, at=now)
    path = send(last_year(measure, subject), cast.aino, at=now)
    client.post(path, EMPTY | {"act": "unchanged", "evidence": "Vuosikokous"})
    kept = Judgement.objects.latest("pk")
    assert (kept.judged_on, kept.evidence) == (timezone.localdate(), "Vuosikokous")


def test_a_zero_is_a_value_and_a_gap_has_its_reason(client, cast, slot, now):
    client.post(send(slot, cast.aino, at=now), EMPTY | {"value": "0"})
    assert Observation.objects.get().value == 0
    other = Slot(slot.measure, slot.subject, Period.parse("2024"))
    client.post(send(other, cast.aino, at=now), EMPTY | {"gap": "hidden"})
    assert _entered("2024").cell == Cell.missing("hidden")


@pytest.mark.parametrize("typed", [{}, {"value": "paljon"}, {"value": "5", "gap": "missing"}])
def test_a_slip_is_told_at_the_field_keeps_what_was_typed_and_leaves_the_link_open(client, path, typed):
    answer = client.post(path, EMPTY | {"note": "Tämä säilyy"} | typed)
    assert answer.status_code == 422
    assert "Tämä säilyy" in answer.content.decode()
    assert faults_of(answer) == []
    assert client.post(path, EMPTY | {"value": "5"}).status_code == 200


def test_a_value_that_somebody_entered_meanwhile_is_not_overwritten_unseen(client, cast, path, slot, now):
    other = enter(slot.measure, slot.subject, "2025", 40, cast.aino, at=now)
    answer = client.post(path, EMPTY | {"value": "41"})
    assert answer.status_code == 422
    assert f'value="{other.pk}"' in answer.content.decode()
    assert client.post(path, EMPTY | {"value": "41", "seen": str(other.pk)}).status_code == 200


def test_a_form_from_nowhere_is_taken_because_the_secret_is_the_right(path):
    strict = Client(enforce_csrf_checks=True, headers={"origin": "null"})
    assert strict.post(path, EMPTY | {"value": "5"}).status_code == 200


@pytest.mark.parametrize(("days", "status"), [(timedelta(days=14, seconds=-60), 200), (timedelta(days=14), 410)])
def test_a_link_opens_for_fourteen_days(client, cast, slot, now, days, status):
    path = send(slot, cast.aino, at=now - days)
    assert client.get(path).status_code == status
    assert client.post(path, EMPTY | {"value": "5"}).status_code == status
    assert Observation.objects.exists() is (status == 200)


def test_a_wrong_used_or_old_link_says_the_same_calmly(client, cast, path):
    wrong = client.get("/kirjaa/no-such-link/")
    client.post(path, EMPTY | {"value": "5"})
    used = client.get(path)
    assert (wrong.status_code, used.status_code) == (404, 410)
    assert text_of(wrong) == text_of(used)
    assert wrong["Referrer-Policy"] == "no-referrer"
    assert faults_of(wrong) == []


def test_another_value_cannot_be_reached_with_a_link(client, cast, path, slot):
    client.post(path, EMPTY | {"value": "5", "kausi": "2023", "kohde": "KU740", "period": "2023"})
    entered = Observation.objects.get(scaled=5)
    assert (entered.period_name, entered.series.subject) == ("2025", slot.subject)


def test_the_other_links_to_a_value_close_with_the_one_that_was_used(client, cast, slot, now):
    first, second = send(slot, cast.aino, at=now), send(slot, cast.aino, at=now)
    assert client.post(first, EMPTY | {"value": "5"}).status_code == 200
    assert client.get(second).status_code == 410


def test_whoever_lost_the_right_to_enter_values_lost_the_link_too(client, cast, path, now):
    give_role(person=cast.aino, organisation=cast.area_a, role=Role.VIEWER, actor=None, at=now)
    assert client.get(path).status_code == 404
    assert client.post(path, EMPTY | {"value": "5"}).status_code == 404
    assert Observation.objects.count() == 1


@pytest.mark.parametrize("who", ["eero", "otso"])
def test_a_link_is_sent_to_those_only_who_may_enter_the_value(cast, slot, now, who):
    with pytest.raises(UnableToSend):
        send(slot, getattr(cast, who), at=now)
    assert not OutgoingMail.objects.exists()


def test_no_link_opens_a_value_that_is_not_entered_by_hand(cast, now):
    measure = adopt(cast.area_a, "unemployment-rate")
    with pytest.raises(UnableToEnter):
        send(Slot(measure, cast.area_a.subject, Period.parse("2025-06")), cast.aino, at=now)


def test_guessing_is_slowed_down_and_a_right_link_still_opens(client, path):
    answers = [client.get(f"/kirjaa/guess-{number}/").status_code for number in range(22)]
    assert answers == [404] * 20 + [429] * 2
    assert client.get(path).status_code == 200


def test_no_line_of_the_log_holds_a_secret(client, path):
    handler = next(one for one in logging.getLogger().handlers if type(one) is logging.StreamHandler)
    written, before = io.StringIO(), handler.stream
    handler.setStream(written)
    try:
        client.post(path, EMPTY | {"value": "paljon"})
        client.get("/kirjaa/tunnus/")
        client.put(path)
    finally:
        handler.setStream(before)
    assert written.getvalue().count("/kirjaa/…/") == 3
    assert path.split("/")[2] not in written.getvalue()
    assert "tunnus" not in written.getvalue()


def test_a_letter_goes_once_when_nothing_breaks(cast, slot, now, path):
    assert deliver_mail(at=now + timedelta(days=1)) == (0, 0)
    assert len(mail.outbox) == 1


def test_a_letter_whose_sender_was_killed_goes_again_under_the_same_message_id(cast, slot, now):
    queued = send_entry_link(slot=slot, person=cast.aino, address_of=entry_address, actor=None, at=now)
    body = queued.body
    deliver_mail(at=now)
    OutgoingMail.objects.update(sent_at=None, body=body)
    assert deliver_mail(at=now + timedelta(minutes=9)) == (0, 0)
    assert deliver_mail(at=now + timedelta(minutes=10)) == (1, 0)
    assert mail.outbox[0].extra_headers["Message-ID"] == mail.outbox[1].extra_headers["Message-ID"] == queued.message_id
    assert queued.message_id.endswith("@luotsi.example.org>")


def test_a_letter_that_the_server_refused_is_tried_again_later_and_given_up_with_its_link(cast, slot, now, monkeypatch):
    from django.core.mail.backends.locmem import EmailBackend

    def down(self, messages):
        raise SMTPServerDisconnected("gone")

    send_entry_link(slot=slot, person=cast.aino, address_of=entry_address, actor=None, at=now)
    monkeypatch.setattr(EmailBackend, "send_messages", down)
    assert deliver_mail(at=now) == (0, 1)
    assert deliver_mail(at=now + timedelta(minutes=4)) == (0, 0)
    assert deliver_mail(at=now + timedelta(minutes=5)) == (0, 1)
    monkeypatch.undo()
    assert deliver_mail(at=now + timedelta(minutes=15)) == (1, 0)
    assert path_in(mail.outbox[-1]).startswith("/kirjaa/")
    send_entry_link(slot=slot, person=cast.aino, address_of=entry_address, actor=None, at=now)
    assert deliver_mail(at=now + timedelta(days=14)) == (0, 0)
    assert not OutgoingMail.objects.exclude(body="").exists()
