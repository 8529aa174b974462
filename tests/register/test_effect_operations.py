"""Effects of a year are proposed, read by somebody else, and come out whole; the measures get their values."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction

from luotsi.core.periods import Period
from luotsi.core.text import Text
from luotsi.core.units import Unit
from luotsi.core.values import Flag, Gap
from luotsi.indicators.queries import bounds_of, lines_of
from luotsi.indicators.registered.operations import approve_effect_release
from luotsi.orgs.models import AuditEntry, Subject
from luotsi.orgs.operations import found_organisation, give_role, register_person
from luotsi.orgs.types import OrganisationKind, Role
from luotsi.register.effects.operations import approve_effects, propose_effects, return_effects
from luotsi.register.effects.queries import balance_of, effects_of, is_as_stored, standing_effects
from luotsi.register.effects.types import Asked, MadeEffect, Outcome, Silence
from luotsi.register.models import EffectRelease, ReleasedEffect
from luotsi.register.releases.types import ReleaseState, UnableToRelease
from tests.cast import NOW, adopt
from tests.web.released_effects import EFFECTS, YEAR, made, told

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def helmi(cast):
    person = register_person(email="helmi@example.org", name="Helmi", password="x" * 20, actor=None, at=NOW)
    give_role(person=person, organisation=cast.area_a, role=Role.APPROVER, actor=None, at=NOW)
    return person


@pytest.fixture
def proposed(cast):
    return propose_effects(owner=cast.area_a, made=made(), actor=cast.aino, at=NOW)


def other_effects():
    return (told("", Outcome.WORK, 6, 320, 200, 50), *EFFECTS[2:])


def test_what_is_proposed_stands_nowhere_before_it_is_approved(cast, proposed, helmi):
    assert standing_effects(cast.area_a) == {}
    approve_effects(release=proposed, actor=helmi, at=NOW)
    assert list(standing_effects(cast.area_a)) == [2025]
    assert standing_effects(cast.area_a, as_known_on=(NOW - timedelta(days=1)).date()) == {}
    assert [entry.kind for entry in AuditEntry.objects.filter(kind__startswith="register.effects").order_by("pk")] == [
        "register.effects.propose",
        "register.effects.approve",
    ]


def test_what_is_read_is_what_was_made(proposed):
    found = {one.asked: one for one in effects_of(proposed)}
    whole = found[Asked("", Outcome.WORK, 6)]
    assert [float(one) for one in (whole.difference.value, whole.low, whole.high)] == [10, 5, 15]
    assert whole.is_beyond_chance
    assert not found[Asked("", Outcome.WORK, 3)].is_beyond_chance
    assert (whole.matched, whole.left_out, whole.comparable) == (120, None, 480)
    silent = found[Asked("work_try_out", Outcome.WORK, 6)]
    assert (silent.silence, silent.difference.gap, silent.matched) == (Silence.FEW, Gap.HIDDEN, None)
    assert [one.trait for one in balance_of(proposed)] == ["days", "education:basic", "sex:male"]
    assert is_as_stored(proposed)


def test_who_proposed_does_not_approve_when_somebody_else_can(cast, proposed, helmi):
    give_role(person=cast.aino, organisation=cast.area_a, role=Role.APPROVER, actor=None, at=NOW)
    with pytest.raises(UnableToRelease, match="Somebody else"):
        approve_effects(release=proposed, actor=cast.aino, at=NOW)
    with pytest.raises(UnableToRelease, match="no role"):
        approve_effects(release=proposed, actor=cast.otso, at=NOW)
    assert approve_effects(release=proposed, actor=helmi, at=NOW).state == ReleaseState.APPROVED


def test_a_release_is_decided_once(proposed, helmi):
    first, second = (EffectRelease.objects.get(pk=proposed.pk) for _turn in range(2))
    return_effects(release=first, note="Odotetaan", actor=helmi, at=NOW)
    with pytest.raises(UnableToRelease, match="meanwhile"):
        approve_effects(release=second, actor=helmi, at=NOW)


def test_a_return_needs_a_note_and_a_role(cast, proposed, helmi):
    with pytest.raises(UnableToRelease, match="Say why"):
        return_effects(release=proposed, note=" ", actor=helmi, at=NOW)
    with pytest.raises(UnableToRelease, match="may approve"):
        return_effects(release=proposed, note="Ei", actor=cast.otso, at=NOW)
    returned = return_effects(release=proposed, note=" Odotetaan ", actor=helmi, at=NOW)
    assert (returned.state, returned.note) == (ReleaseState.RETURNED, "Odotetaan")


def test_one_of_a_year_waits_at_a_time_and_the_same_is_not_told_twice(cast, proposed, helmi):
    with pytest.raises(UnableToRelease, match="wait for approval already"):
        propose_effects(owner=cast.area_a, made=made(), actor=None, at=NOW)
    approve_effects(release=proposed, actor=helmi, at=NOW)
    with pytest.raises(UnableToRelease, match="released already"):
        propose_effects(owner=cast.area_a, made=made(), actor=None, at=NOW)


def test_a_correction_supersedes_what_told_the_year_before(cast, proposed, helmi):
    approve_effects(release=proposed, actor=helmi, at=NOW)
    second = propose_effects(owner=cast.area_a, made=made(other_effects()), actor=None, at=NOW + HOUR)
    approve_effects(release=second, actor=helmi, at=NOW + HOUR)
    proposed.refresh_from_db()
    assert (proposed.state, proposed.superseded_by, second.version) == (ReleaseState.SUPERSEDED, second, 2)
    assert standing_effects(cast.area_a) == {2025: second}
    assert is_as_stored(proposed)


def test_a_year_is_told_by_areas_or_of_the_country_and_not_of_both(cast, proposed):
    country = found_organisation(
        slug="suomi",
        name=Text("Suomi"),
        kind=OrganisationKind.NETWORK,
        subject=Subject.objects.get(code="SSS"),
        actor=None,
        at=NOW,
    )
    with pytest.raises(UnableToRelease, match="by areas or of the country"):
        propose_effects(owner=country, made=made(), actor=None, at=NOW)
    assert propose_effects(owner=country, made=made(year=Period.parse("2024")), actor=None, at=NOW).year == 2024


def test_a_stored_effect_is_never_changed_or_removed(proposed):
    for act in (
        lambda: proposed.effects.update(difference_permille=0),
        lambda: proposed.effects.all().delete(),
        lambda: proposed.balance.update(after_hundredths=0),
        lambda: proposed.effects.first().save(),
    ):
        with transaction.atomic(), pytest.raises(RuntimeError, match="never changed"):
            act()


def test_a_change_behind_the_back_shows(proposed):
    ReleasedEffect.objects.bulk_create(
        [ReleasedEffect(release=proposed, service="other", outcome="work", months=6, silence="few")]
    )
    assert not is_as_stored(proposed)


def test_the_measures_get_the_effect_of_the_year_and_no_value_before(cast, proposed, helmi):
    measures = [adopt(cast.area_a, key) for key in ("activation-effect", "activation-effect-12-months")]
    area = cast.area_a.subject
    assert not lines_of(measures[0], [area])[area.pk].observations
    run = approve_effect_release(release=proposed, actor=helmi, at=NOW)
    assert run.snapshot_sha256 == proposed.seal
    found = [line.observations for line in (lines_of(one, [area])[area.pk] for one in measures)]
    assert [(one.period, float(one.value)) for one in found[0]] == [(YEAR, 10.0)]
    assert Flag.ESTIMATE in found[0][0].flags
    assert not found[1]


def test_the_value_of_an_effect_keeps_its_interval_as_it_was_told(cast, proposed, helmi):
    measure, area = adopt(cast.area_a, "activation-effect"), cast.area_a.subject
    approve_effect_release(release=proposed, actor=helmi, at=NOW)
    (value,) = lines_of(measure, [area])[area.pk].observations
    found = bounds_of([value.pk])[value.pk]
    assert (found.low, value.value, found.high) == (Decimal(5), Decimal(10), Decimal(15))
    assert bounds_of([value.pk], as_known_on=NOW.date() - timedelta(days=1)) == {}
    assert measure.definition.unit_of_value is Unit.PERCENTAGE_POINTS


def test_a_silent_effect_comes_to_the_measure_as_hidden(cast, helmi):
    silent = (MadeEffect("", Outcome.WORK, 6, Silence.FEW),)
    release = propose_effects(owner=cast.area_a, made=made(silent, simulated=True), actor=None, at=NOW)
    measure, area = adopt(cast.area_a, "activation-effect"), cast.area_a.subject
    approve_effect_release(release=release, actor=helmi, at=NOW)
    only = lines_of(measure, [area])[area.pk].observations[0]
    assert only.value is None
    assert Flag.SIMULATED in only.flags
