"""Every write of effects: proposed from what was matched, approved or returned by somebody else."""

from dataclasses import asdict
from datetime import datetime

from django.db import IntegrityError, transaction

from luotsi.orgs.models import Organisation, Person
from luotsi.orgs.operations import SYSTEM, record
from luotsi.register.effects.attacking import attack_effects
from luotsi.register.effects.measuring import METHOD, PARAMETERS, MadeEffects, seal
from luotsi.register.effects.queries import level_of, made_effects_of, out_or_waiting, standing_before
from luotsi.register.models import EffectRelease, ReleasedBalance, ReleasedEffect
from luotsi.register.releases.deciders import check_approver, check_returner
from luotsi.register.releases.operations import decide
from luotsi.register.releases.queries import OUT
from luotsi.register.releases.types import ReleaseState, UnableToRelease


@transaction.atomic
def propose_effects(*, owner: Organisation, made: MadeEffects, actor: Person | None, at: datetime) -> EffectRelease:
    """Store the effects of a year for somebody to approve; nobody is shown them before.

    :raises UnableToRelease: when one of the year waits already, nothing is new, or the year is told by areas and would
        be by the country too, or the other way about, or together with former versions it would give a few away
    """
    year = made.year.year
    before = list(EffectRelease.objects.filter(owner=owner, year=year).order_by("version"))
    if any(level_of(one.owner) != level_of(owner) for one in out_or_waiting(year)):
        raise UnableToRelease("told_otherwise", f"Effects of {year} are told by areas or of the country, not of both.")
    if any(one.state == ReleaseState.PROPOSED for one in before):
        raise UnableToRelease("waits_already", f"Effects of {year} wait for approval already.")
    given = attack_effects([*(made_effects_of(one) for one in before if one.state in OUT), made.effects])
    if given:
        raise UnableToRelease("gives_away", f"With what is out, effects of {year} would give away {given[0].name}.")
    sealed_as = seal(made.effects, made.balance)
    if any(one.state == ReleaseState.APPROVED and one.seal == sealed_as for one in before):
        raise UnableToRelease("nothing_new", f"What is found for {year} is released already.")
    try:
        with transaction.atomic():
            release = EffectRelease.objects.create(
                owner=owner,
                year=year,
                version=1 + max((one.version for one in before), default=0),
                method=METHOD,
                parameters=PARAMETERS,
                fingerprint=made.fingerprint,
                seal=sealed_as,
                is_simulated=made.is_simulated,
                known_on=made.known_on,
                proposed_at=at,
                proposed_by=actor,
                proposed_by_name=actor.name if actor else SYSTEM,
            )
    except IntegrityError as fault:
        raise UnableToRelease("waits_already", f"Effects of {year} wait for approval already.") from fault
    ReleasedEffect.objects.bulk_create(ReleasedEffect(release=release, **asdict(one)) for one in made.effects)
    ReleasedBalance.objects.bulk_create(ReleasedBalance(release=release, **asdict(one)) for one in made.balance)
    changes = {"year": year, "figures": len(made.effects)}
    record(kind="register.effects.propose", thing=release, actor=actor, at=at, organisation=owner, changes=changes)
    return release


@transaction.atomic
def approve_effects(*, release: EffectRelease, actor: Person, at: datetime) -> EffectRelease:
    """Let the effects of a year out; what told the year before is superseded.

    :raises UnableToRelease: when it was decided meanwhile, or the person may not approve it
    """
    alone = check_approver(release, actor)
    decide(proposal=release, state=ReleaseState.APPROVED, actor=actor, at=at)
    superseded = list(standing_before(release).values_list("version", flat=True))
    standing_before(release).update(state=ReleaseState.SUPERSEDED, superseded_by=release)
    changes = {"year": release.year, "superseded": superseded, "alone": alone}
    record(
        kind="register.effects.approve", thing=release, actor=actor, at=at, organisation=release.owner, changes=changes
    )
    return release


@transaction.atomic
def return_effects(*, release: EffectRelease, note: str, actor: Person, at: datetime) -> EffectRelease:
    """Give the effects of a year back with a note on what is wrong; nothing of them is ever shown.

    :raises UnableToRelease: without a note, when it was decided meanwhile, or the person has no role for it
    """
    check_returner(release, note, actor)
    decide(proposal=release, state=ReleaseState.RETURNED, actor=actor, at=at, note=note.strip()[:1000])
    changes = {"year": release.year, "note": release.note}
    record(
        kind="register.effects.return", thing=release, actor=actor, at=at, organisation=release.owner, changes=changes
    )
    return release
