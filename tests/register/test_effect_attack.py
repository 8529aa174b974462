"""What released effects give away together is found: counts behind shares, silent services, versions side by side."""

from dataclasses import replace

import pytest

from luotsi.register.effects.attacking import attack_effects
from luotsi.register.effects.types import ALL_SERVICES, MadeEffect, Outcome, Silence
from luotsi.register.tables import SERVICES

FIRST, SECOND, *OTHERS = SERVICES


def told(service, matched, with_outcome, *, outcome=Outcome.WORK, left_out=0, without=200, months=6):
    return MadeEffect(
        service=service,
        outcome=outcome.value,
        months=months,
        silence=Silence.TOLD,
        matched=matched,
        left_out=left_out,
        comparable=matched,
        with_permille=round(1000 * with_outcome / matched),
        without_permille=without,
        difference_permille=round(1000 * with_outcome / matched) - without,
        low_permille=0,
        high_permille=0,
        bias_hundredths=None,
        unalike=0,
        worst_hundredths=0,
    )


def silent(service, *, outcome=Outcome.WORK, months=6):
    return MadeEffect(service, outcome.value, months, Silence.FEW)


def year(first, second, whole=None):
    """The first service told with so many and so many of them in work, the second as well, the others silent."""
    made = [told(ALL_SERVICES, *(whole or (200, 90))), *(silent(one) for one in OTHERS)]
    return [*made, told(FIRST, *first), silent(SECOND) if second is None else told(SECOND, *second)]


def whom(*versions):
    return [given.whom for given in attack_effects(versions)]


def test_large_groups_give_nothing_away():
    assert whom(year((80, 40), (60, 25))) == []


@pytest.mark.parametrize(("in_work", "found"), [(5, []), (4, ["participants with the outcome"])])
def test_a_share_of_so_many_tells_how_many(in_work, found):
    assert whom(year((80, in_work), (60, 45))) == found


@pytest.mark.parametrize(("in_work", "found"), [(75, []), (76, ["participants without it"])])
def test_and_how_many_have_not_the_outcome(in_work, found):
    assert whom(year((80, in_work), (60, 5), (200, 100))) == found


@pytest.mark.parametrize(("silent_in_work", "found"), [(5, []), (4, ["those in silent services with the outcome"])])
def test_all_together_less_the_told_ones_tell_of_the_silent(silent_in_work, found):
    assert whom(year((80, 40), (60, 25), (200, 65 + silent_in_work))) == found


def test_who_were_left_out_could_have_the_outcome_so_that_nothing_is_certain():
    whole = replace(told(ALL_SERVICES, 200, 69), left_out=7)
    assert whom([whole, *year((80, 40), (60, 25))[1:]]) == []


@pytest.mark.parametrize(("left", "found"), [(45, []), (44, ["participants who left without work"])])
def test_two_outcomes_tell_who_left_without_work(left, found):
    made = [*year((80, 40), (60, 25)), told(FIRST, 80, left, outcome=Outcome.LEFT)]
    assert whom(made) == found


@pytest.mark.parametrize(("permille", "found"), [(32, []), (9, ["those compared with who have the outcome"])])
def test_a_low_share_of_those_compared_with_tells_that_they_are_few(permille, found):
    made = [
        told(ALL_SERVICES, 200, 90),
        *(silent(one) for one in (SECOND, *OTHERS)),
        told(FIRST, 80, 40, without=permille),
    ]
    assert whom(made) == found


def test_two_versions_that_are_safe_alone_are_caught_together():
    """Each tells one service less than would give the silent ones away; together they tell them all."""
    before, after = year((80, 40), None, (200, 69)), year((80, 40), (60, 25), (200, 69))
    after = [silent(FIRST) if one.service == FIRST else one for one in after]
    assert whom(before) == whom(after) == []
    assert whom(before, after) == ["those in silent services with the outcome"]
    of_others = [replace(one, matched=210) if one.service == ALL_SERVICES else one for one in after]
    assert whom(before, of_others) == []
