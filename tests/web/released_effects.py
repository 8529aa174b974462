"""Released effects for tests of pages: one year of area A, each number chosen so that a reader knows it again."""

from datetime import date

from luotsi.core.periods import Period
from luotsi.register.effects.measuring import MadeEffects
from luotsi.register.effects.operations import propose_effects
from luotsi.register.effects.types import ALL_SERVICES, MadeBalance, MadeEffect, Outcome, Silence
from luotsi.register.models import EffectRelease
from luotsi.register.releases.types import ReleaseState
from tests.web.released import AT

YEAR = Period.parse("2025")


def told(service, outcome, months, with_it, without, half, **more):
    """An effect in tenths of a per cent, its limits as far from it on both sides."""
    effect = with_it - without
    known = {"matched": 120, "left_out": 0, "comparable": 480, "unalike": 0, "worst_hundredths": 6} | more
    return MadeEffect(
        service, outcome, months, Silence.TOLD, with_permille=with_it, without_permille=without,
        difference_permille=effect, low_permille=effect - half, high_permille=effect + half, **known,
    )  # fmt: skip


EFFECTS = (
    told(ALL_SERVICES, Outcome.WORK, 3, 50, 80, 40),
    told(ALL_SERVICES, Outcome.WORK, 6, 300, 200, 50, bias_hundredths=140, left_out=None),
    told("coaching", Outcome.WORK, 6, 250, 200, 90, matched=40, left_out=7, unalike=2, worst_hundredths=15),
    MadeEffect("work_try_out", Outcome.WORK, 6, Silence.FEW),
    MadeEffect("pay_subsidy", Outcome.WORK, 6, Silence.GIVES_AWAY),
    told(ALL_SERVICES, Outcome.LEFT, 3, 100, 250, 40),
    told(ALL_SERVICES, Outcome.LEFT, 6, 450, 400, 60),
)
BALANCE = (MadeBalance("days", 48, -5), MadeBalance("sex:male", 5, 12), MadeBalance("education:basic", -20, 1))


def made(effects=EFFECTS, balance=BALANCE, *, year=YEAR, simulated=False):
    return MadeEffects(year, effects, balance, "f" * 32, simulated, date(2026, 7, 31))


def release_effects(owner, approver, *, state=ReleaseState.APPROVED, **changed) -> EffectRelease:
    """Propose the effects, and let somebody approve them as though they had a role for it."""
    release = propose_effects(owner=owner, made=made(**changed), actor=None, at=AT)
    if state is ReleaseState.PROPOSED:
        return release
    EffectRelease.objects.filter(pk=release.pk).update(
        state=state, decided_at=AT, decided_by=approver, decided_by_name=approver.name
    )
    release.refresh_from_db()
    return release
