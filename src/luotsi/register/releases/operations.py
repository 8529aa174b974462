"""Every write of releases: proposed from what was counted, approved or returned by somebody else."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction

from luotsi.orgs.models import Organisation, Person
from luotsi.orgs.operations import SYSTEM, record
from luotsi.register.models import Proposal, Release, ReleasedCell, ReleasedCurve
from luotsi.register.releases.deciders import check_approver, check_returner
from luotsi.register.releases.made import FIELDS, METHOD, PARAMETERS, Made, MadeCell, seal
from luotsi.register.releases.queries import near, standing_before
from luotsi.register.releases.types import ReleaseState, UnableToRelease


@transaction.atomic
def propose(*, owner: Organisation, made: Made, actor: Person | None, at: datetime) -> Release:
    """Store the figures of a month for somebody to approve; nobody is shown them before.

    :raises UnableToRelease: when one of the month waits already, nothing is new, or something else was released while
        they were made
    """
    if not made.cells:
        raise UnableToRelease("nothing_counted", f"There are no figures for {made.month.name}.")
    if tuple(sorted(one.pk for one in near(made.month, owner))) != made.against:
        raise UnableToRelease("overtaken", "Something else was released meanwhile. Make the release again.")
    before = list(Release.objects.filter(owner=owner, month_name=made.month.name).order_by("version"))
    if any(one.state == ReleaseState.PROPOSED for one in before):
        raise UnableToRelease("waits_already", f"A release of {made.month.name} waits for approval already.")
    told_by = {measure: one for one in before if one.state in _OUT for measure in one.measures}
    if all(told_by.get(key) and told_by[key].fingerprint == made.fingerprint for key in made.measures):
        raise UnableToRelease("nothing_new", f"What is counted for {made.month.name} is released already.")
    try:
        with transaction.atomic():
            release = Release.objects.create(
                owner=owner,
                month_name=made.month.name,
                version=1 + max((one.version for one in before), default=0),
                measures=made.measures,
                method=METHOD,
                parameters=PARAMETERS | ({"left_out": sorted(made.left_out)} if made.left_out else {}),
                fingerprint=made.fingerprint,
                seal=seal(made.cells, made.curves),
                hidden=dict(made.hidden),
                is_simulated=made.is_simulated,
                known_on=made.known_on,
                proposed_at=at,
                proposed_by=actor,
                proposed_by_name=actor.name if actor else SYSTEM,
            )
    except IntegrityError as fault:
        raise UnableToRelease("waits_already", f"A release of {made.month.name} waits for approval already.") from fault
    _store(release, made.cells)
    ReleasedCurve.objects.bulk_create(ReleasedCurve(release=release, **one._asdict()) for one in made.curves)
    changes = {"month": made.month.name, "figures": len(made.cells), "measures": made.measures}
    record(kind="register.release.propose", thing=release, actor=actor, at=at, organisation=owner, changes=changes)
    return release


def _store(release: Release, cells: Iterable[MadeCell]) -> None:
    """Write figures as rows: the framework makes an object and a piece of SQL of each, half a minute for a country."""
    table, names = ReleasedCell._meta.db_table, ["release_id", *(one.name for one in fields(MadeCell))]
    columns = ", ".join(map(connection.ops.quote_name, names))
    statement = f"INSERT INTO {table} ({columns}) VALUES ({', '.join(['%s'] * len(names))})"
    with connection.cursor() as cursor:
        cursor.executemany(statement, [(release.pk, *FIELDS(cell)) for cell in cells])


@transaction.atomic
def approve(*, release: Release, actor: Person, at: datetime) -> Release:
    """Let the figures of a release out; what told the same before is superseded.

    :raises UnableToRelease: when it was decided meanwhile, or the person may not approve it
    """
    alone = check_approver(release, actor)
    decide(proposal=release, state=ReleaseState.APPROVED, actor=actor, at=at)
    superseded = []
    for one in standing_before(release):
        if set(one.measures) <= set(release.measures):
            Release.objects.filter(pk=one.pk).update(state=ReleaseState.SUPERSEDED, superseded_by=release)
            superseded.append(one.version)
    changes = {"month": release.month_name, "superseded": superseded, "alone": alone}
    _record("register.release.approve", release, actor, at, changes)
    return release


@transaction.atomic
def return_(*, release: Release, note: str, actor: Person, at: datetime) -> Release:
    """Give a release back with a note on what is wrong; nothing of it is ever shown.

    :raises UnableToRelease: without a note, when it was decided meanwhile, or the person has no role for it
    """
    check_returner(release, note, actor)
    decide(proposal=release, state=ReleaseState.RETURNED, actor=actor, at=at, note=note.strip()[:1000])
    _record("register.release.return", release, actor, at, {"month": release.month_name, "note": release.note})
    return release


_OUT = (ReleaseState.APPROVED, ReleaseState.SUPERSEDED)


@transaction.atomic
def decide(*, proposal: Proposal, state: ReleaseState, actor: Person, at: datetime, note: str = "") -> None:
    """Write down what was decided of a proposal; the operation that decides leaves the audit line.

    :raises UnableToRelease: when somebody else decided meanwhile
    """
    waiting = type(proposal)._default_manager.filter(pk=proposal.pk, state=ReleaseState.PROPOSED)
    if not waiting.update(state=state, decided_at=at, decided_by=actor, decided_by_name=actor.name, note=note):
        raise UnableToRelease("decided_already", "The release was approved or returned meanwhile.")
    proposal.refresh_from_db()


def _record(kind: str, release: Release, actor: Person, at: datetime, changes: dict[str, Any]) -> None:
    record(kind=kind, thing=release, actor=actor, at=at, organisation=release.owner, changes=changes)
