"""Values that are approved before they count, and periods that close."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from luotsi.core.periods import PeriodKind
from luotsi.indicators.entered.checking import UnableToEnter
from luotsi.indicators.entry.locks.operations import set_lock
from luotsi.indicators.entry.models import DraftValue, OutgoingMail, PeriodLock, PeriodOpening, ValueOwner
from luotsi.indicators.entry.operations import deliver_mail, set_entry
from luotsi.indicators.entry.rules import last_ended
from luotsi.indicators.entry.types import OPEN_STATES
from luotsi.indicators.models import Observation
from luotsi.orgs.models import AuditEntry
from luotsi.orgs.types import Role
from tests.cast import adopt
from tests.entry_cast import SITE, an_approver, enter, path_in, someone
from tests.web.desk.conftest import seat
from tests.web.reading import faults_of, text_of

MEASURES = "/savonlinna/tyopoyta/mittarit/"
VALUES = f"{MEASURES}agreements/arvot/"
APPROVALS = "/savonlinna/tyopoyta/hyvaksynnat/"
PERIODS = "/savonlinna/tyopoyta/jaksot/"
SETTINGS = f"{MEASURES}agreements/kirjaaminen/"


@pytest.fixture
def helmi(cast):
    return an_approver(cast.area_a)


@pytest.fixture
def period():
    return last_ended(PeriodKind.YEAR, timezone.localdate())


@pytest.fixture
def agreements(cast, helmi):
    """Return a measure whose approved value is 12 and whose values need approval from now on."""
    measure = adopt(cast.area_a, "agreements")
    year = last_ended(PeriodKind.YEAR, timezone.localdate()).name
    enter(measure, cast.area_a.subject, year, 12, cast.aino, at=timezone.now() - timedelta(days=1))
    set_entry(measure=measure, needs_approval=True, responsible_person=None, actor=cast.aino, at=timezone.now())
    return measure


def sent(client, period, act="save", **typed):
    fields = {"kausi": period.name, "act": act}
    for code in ("TA36", "KU046", "KU681", "KU740", "KU768"):
        fields |= {f"{code}-{name}": "" for name in ("value", "gap", "note")} | {f"{code}-seen": "0"}
    seen = Observation.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    draft = DraftValue.objects.filter(state__in=OPEN_STATES).first()
    shown = {"TA36-seen": str(seen), "TA36-value": "12", "TA36-revision": str(draft.revision if draft else 0)}
    typed = {name.replace("_", "-", 1): value for name, value in typed.items()}
    return client.post(VALUES, fields | shown | typed)


def public_value(client):
    return text_of(client.get("/savonlinna/mittarit/agreements/"))


def decide(client, act, draft, note="", seen=None):
    fields = {"act": act, "draft": str(draft.pk), "seen": str(seen or draft.revision), "note": note}
    return client.post(APPROVALS, fields)


def test_an_entered_value_waits_and_the_approved_one_stays_public(aino, helmi, agreements, period, client):
    assert sent(aino, period, TA36_value="15", TA36_note="Uusi sopimus").status_code == 302
    assert DraftValue.objects.get().state == "submitted"
    assert Observation.objects.count() == 1
    assert "12" in public_value(client)
    answer = seat(helmi).get(APPROVALS)
    assert faults_of(answer) == []
    assert "Uusi sopimus" in text_of(answer)
    assert "Lue odottava arvo" in text_of(seat(helmi).get("/savonlinna/tyopoyta/"))


def test_a_value_on_its_way_is_not_asked_for_again(aino, cast, helmi, period):
    measure = adopt(cast.area_a, "agreements")
    set_entry(measure=measure, needs_approval=True, responsible_person=None, actor=helmi, at=timezone.now())
    assert "agreements/arvot/" in aino.get("/savonlinna/tyopoyta/").content.decode()
    sent(aino, period, TA36_value="15")
    assert "agreements/arvot/" not in aino.get("/savonlinna/tyopoyta/").content.decode()


def test_an_approved_value_is_the_measures_value_in_the_name_of_who_entered_it(aino, cast, helmi, agreements, period):
    sent(aino, period, TA36_value="15", TA36_note="Uusi sopimus")
    draft = DraftValue.objects.get()
    assert decide(seat(helmi), "approve", draft).status_code == 302
    observation = Observation.objects.get(scaled=15)
    assert (observation.entered_by, observation.note) == (cast.aino, "Uusi sopimus")
    draft.refresh_from_db()
    assert (draft.state, draft.reviewed_by, draft.observation) == ("approved", helmi, observation)
    assert AuditEntry.objects.get(kind="indicators.draft.approve").actor == helmi


def test_pressing_approve_twice_enters_one_value(aino, helmi, agreements, period):
    sent(aino, period, TA36_value="15")
    draft = DraftValue.objects.get()
    decide(seat(helmi), "approve", draft)
    assert decide(seat(helmi), "approve", draft).status_code == 422
    assert Observation.objects.count() == 2


def test_a_returned_value_keeps_its_note_and_the_old_approved_figure_stays_public_meanwhile(
    aino, helmi, agreements, period, client
):
    sent(aino, period, TA36_value="15")
    assert decide(seat(helmi), "return", DraftValue.objects.get(), "Laske uudelleen").status_code == 302
    answer = aino.get(f"{VALUES}?kausi={period.name}")
    assert faults_of(answer) == []
    assert "Laske uudelleen" in text_of(answer)
    assert 'value="15"' in answer.content.decode()
    assert "Laske uudelleen" in text_of(aino.get("/savonlinna/tyopoyta/"))
    assert Observation.objects.count() == 1
    assert "12" in public_value(client)
    sent(aino, period, TA36_value="14")
    draft = DraftValue.objects.get()
    assert (draft.state, draft.scaled, draft.return_note) == ("submitted", 14, "Laske uudelleen")


def test_whoever_entered_a_returned_value_gets_a_letter_with_the_note_and_a_link(
    aino, cast, helmi, agreements, period, settings, client
):
    settings.SITE_ADDRESS, settings.SENDS_MAIL = SITE, True
    cast.aino.language = "fi"
    sent(aino, period, TA36_value="15")
    decide(seat(helmi), "return", DraftValue.objects.get(), "Laske <uudelleen>")
    assert deliver_mail(at=timezone.now()) == (1, 0)
    letter = mail.outbox[0]
    assert letter.to == ["aino@example.org"]
    assert letter.subject.startswith("Arvo palautettiin")
    assert "Mitä korjataan: Laske <uudelleen>" in letter.body
    assert "Arvo: 15" in letter.body
    link, draft = path_in(letter), DraftValue.objects.get()
    page = client.get(link).content.decode()
    assert 'value="15"' in page
    assert "Laske &lt;uudelleen&gt;" in page
    seen = Observation.objects.get().pk
    typed = {"value": "14", "gap": "", "note": "", "seen": str(seen), "revision": str(draft.revision), "act": "save"}
    assert client.post(link, typed).status_code == 200
    draft.refresh_from_db()
    assert (draft.state, draft.scaled) == ("submitted", 14)
    assert client.post(link, typed).status_code == 410


def test_no_letter_is_written_where_no_mail_is_sent_or_the_value_can_no_longer_be_mended(
    aino, cast, helmi, agreements, period, settings
):
    sent(aino, period, TA36_value="15")
    decide(seat(helmi), "return", DraftValue.objects.get(), "Laske uudelleen")
    assert not OutgoingMail.objects.exists()
    settings.SITE_ADDRESS, settings.SENDS_MAIL = SITE, True
    sent(aino, period, TA36_value="16")
    set_lock(organisation=cast.area_a, kind=PeriodKind.YEAR, days_open=0, actor=helmi, at=timezone.now())
    decide(seat(helmi), "return", DraftValue.objects.get(), "Laske uudelleen")
    assert DraftValue.objects.get().state == "returned"
    assert not OutgoingMail.objects.exists()


def test_a_value_is_not_returned_without_a_note(aino, helmi, agreements, period):
    sent(aino, period, TA36_value="15")
    answer = decide(seat(helmi), "return", DraftValue.objects.get(), "  ")
    assert answer.status_code == 422
    assert faults_of(answer) == []
    assert DraftValue.objects.get().state == "submitted"


def test_nobody_approves_a_value_they_have_not_seen(aino, helmi, agreements, period):
    sent(aino, period, TA36_value="15")
    read = DraftValue.objects.get().revision
    sent(aino, period, TA36_value="99")
    assert decide(seat(helmi), "approve", DraftValue.objects.get(), seen=read).status_code == 422
    assert Observation.objects.count() == 1


def test_nobody_approves_their_own_value(helmi, agreements, period):
    sent(seat(helmi), period, TA36_value="15")
    answer = seat(helmi).get(APPROVALS)
    assert 'value="approve"' not in answer.content.decode()
    assert decide(seat(helmi), "approve", DraftValue.objects.get()).status_code == 422
    assert Observation.objects.count() == 1


def test_a_draft_is_kept_without_being_sent_and_sent_as_it_stands_later(aino, helmi, agreements, period):
    sent(aino, period, act="draft", TA36_value="15")
    assert DraftValue.objects.get().state == "draft"
    assert "Mikään ei odota" in text_of(seat(helmi).get(APPROVALS))
    sent(aino, period, TA36_value="15")
    assert DraftValue.objects.get().state == "submitted"


def test_a_measure_that_needs_approval_takes_no_value_past_it(cast, agreements, period):
    with pytest.raises(UnableToEnter):
        enter(agreements, cast.area_a.subject, period.name, 15, cast.aino, at=timezone.now())


@pytest.mark.parametrize("address", [APPROVALS, PERIODS])
def test_only_approvers_of_the_organisation_decide(aino, eero, otso, cast, helmi, agreements, period, address):
    sent(aino, period, TA36_value="15")
    draft = DraftValue.objects.get()
    foreign = seat(someone("Urho", cast.area_b, Role.APPROVER))
    for reader in (aino, eero, otso, foreign):
        assert reader.get(address).status_code == 404
        assert reader.post(address, {"act": "approve", "draft": draft.pk, "seen": 1}).status_code == 404
    own = foreign.post(APPROVALS.replace("savonlinna", "meri-lappi"), {"act": "approve", "draft": draft.pk, "seen": 1})
    assert own.status_code == 422
    assert Client().get(address).status_code == 302
    assert Observation.objects.count() == 1


def test_who_is_asked_and_whether_values_are_approved_is_the_editors_to_say(aino, eero, otso, cast, agreements):
    assert faults_of(aino.get(SETTINGS)) == []
    fields = {"responsible_person": cast.aino.pk, "act": "save"}
    for reader in (eero, otso):
        assert reader.post(SETTINGS, fields).status_code == 404
    assert aino.post(SETTINGS, fields).status_code == 302
    agreements.refresh_from_db()
    assert (agreements.responsible_person, agreements.needs_approval) == (cast.aino, False)
    for stranger in (cast.eero, cast.otso):
        assert aino.post(SETTINGS, {"responsible_person": stranger.pk}).status_code == 422
        assert aino.post(SETTINGS, {"KU046": stranger.pk}).status_code == 422
    aino.post(SETTINGS, fields | {"KU046": cast.aino.pk, "KU091": cast.aino.pk})
    assert list(ValueOwner.objects.values_list("subject__code", "person__name")) == [("KU046", "Aino")]
    assert f'<option value="{cast.aino.pk}" selected>' in aino.get(SETTINGS).content.decode()
    aino.post(SETTINGS, fields | {"KU046": ""})
    assert not ValueOwner.objects.exists()


def test_a_link_is_sent_at_once_where_the_installation_sends_mail(aino, cast, agreements, settings):
    fields = {"responsible_person": cast.aino.pk, "act": "send"}
    assert aino.post(SETTINGS, fields).status_code == 404
    settings.SENDS_MAIL, settings.SITE_ADDRESS = True, "https://luotsi.example.org"
    assert aino.post(SETTINGS, fields).status_code == 302
    assert agreements.entry_links.get().person == cast.aino
    assert aino.post(SETTINGS, {"act": "send"}).status_code == 422


def test_a_closed_period_refuses_values_until_an_approver_opens_it_with_a_reason(aino, cast, helmi, agreements, period):
    approver, today = seat(helmi), timezone.localdate()
    assert faults_of(approver.get(PERIODS)) == []
    assert approver.post(PERIODS, {"act": "lock", "laji": "year", "days": "3"}).status_code == 302
    answer = sent(aino, period, TA36_value="15")
    assert answer.status_code == 422
    assert "Jakso on suljettu" in text_of(answer)
    assert 'value="15"' in answer.content.decode()
    assert faults_of(approver.get(PERIODS)) == []
    opening = {"act": "open", "kausi": period.name, "through": today.isoformat(), "reason": ""}
    refused = approver.post(PERIODS, opening)
    assert refused.status_code == 422
    assert faults_of(refused) == []
    late = opening | {"reason": "Korjaus", "through": (today - timedelta(days=1)).isoformat()}
    assert approver.post(PERIODS, late).status_code == 422
    assert approver.post(PERIODS, opening | {"reason": "Korjaus", "through": "x"}).status_code == 422
    assert approver.post(PERIODS, opening | {"reason": "Korjaus"}).status_code == 302
    assert sent(aino, period, TA36_value="15").status_code == 302
    assert PeriodOpening.objects.get().reason == "Korjaus"
    approver.post(PERIODS, {"act": "close", "kausi": period.name})
    assert sent(aino, period, TA36_value="16").status_code == 422


def test_a_value_waiting_when_its_period_closed_is_not_approved_into_it(aino, helmi, agreements, period):
    sent(aino, period, TA36_value="15")
    set_lock(organisation=agreements.owner, kind=PeriodKind.YEAR, days_open=0, actor=helmi, at=timezone.now())
    assert decide(seat(helmi), "approve", DraftValue.objects.get()).status_code == 422
    assert (Observation.objects.count(), DraftValue.objects.get().state) == (1, "submitted")


def test_a_lock_is_a_whole_number_of_days_or_none(helmi, agreements):
    approver = seat(helmi)
    for days in ("-1", "many", "99999"):
        assert approver.post(PERIODS, {"act": "lock", "laji": "year", "days": days}).status_code == 422
    approver.post(PERIODS, {"act": "lock", "laji": "year", "days": "0"})
    assert PeriodLock.objects.get().days_open == 0
    approver.post(PERIODS, {"act": "lock", "laji": "year", "days": ""})
    assert not PeriodLock.objects.exists()
