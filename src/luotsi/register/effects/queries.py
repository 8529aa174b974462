"""Reading effects: as everybody may see them once released, and as those see them who decide."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db.models import QuerySet

from luotsi.core.values import Cell, Flag, Gap
from luotsi.orgs.models import Organisation
from luotsi.orgs.types import SubjectKind
from luotsi.register.effects.measuring import seal
from luotsi.register.effects.types import ALL_SERVICES, Asked, MadeBalance, MadeEffect, Outcome, Silence
from luotsi.register.models import EffectRelease, ReleasedEffect
from luotsi.register.releases.queries import HELSINKI, OUT
from luotsi.register.releases.types import ReleaseState
from luotsi.register.tables import SERVICES


@dataclass(frozen=True, slots=True)
class EffectFigure:
    """One effect; the shares in per cent, the difference and its limits in percentage points.

    matched, comparable : persons who took part and could be compared, and persons they are compared with
    left_out : who took part and could not be compared; None where these are fewer than five, but some
    bias_withstood : Rosenbaum's gamma; None where the difference may be chance alone
    unalike, worst : traits not alike after matching, and the largest difference in standard deviations
    """

    asked: Asked
    silence: Silence
    with_service: Cell
    without_service: Cell
    difference: Cell
    low: Decimal | None
    high: Decimal | None
    matched: int | None
    left_out: int | None
    comparable: int | None
    bias_withstood: Decimal | None
    unalike: int | None
    worst: Decimal | None

    @property
    def is_told(self) -> bool:
        """Whether there is a figure."""
        return self.silence is Silence.TOLD

    @property
    def is_beyond_chance(self) -> bool:
        """Whether the limits lie on one side of zero."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


@dataclass(frozen=True, slots=True)
class TraitBalance:
    """How far apart participants and the others were in a trait, and those compared are, in standard deviations."""

    trait: str
    before: Decimal
    after: Decimal


def effect_releases_of(owner: Organisation) -> QuerySet[EffectRelease]:
    """Return every release of effects of an organisation, the newest year first."""
    return EffectRelease.objects.filter(owner=owner).select_related("superseded_by", "proposed_by", "decided_by")


def waiting_effects(owner: Organisation) -> QuerySet[EffectRelease]:
    """Return those that wait for approval, the oldest year first."""
    return effect_releases_of(owner).filter(state=ReleaseState.PROPOSED).order_by("year")


def standing_effects(owner: Organisation, *, as_known_on: date | None = None) -> dict[int, EffectRelease]:
    """Return the release that tells each year, the newest year first. One query."""
    rows = EffectRelease.objects.filter(owner=owner, state__in=OUT).order_by("decided_at", "pk")
    if as_known_on is not None:
        rows = rows.filter(decided_at__lt=datetime.combine(as_known_on + timedelta(days=1), time.min, HELSINKI))
    found = {one.year: one for one in rows}
    return dict(sorted(found.items(), reverse=True))


def effects_of(release: EffectRelease) -> list[EffectFigure]:
    """Return the effects of one release, whatever its state: all services first, then each in its order. One query."""
    order = (ALL_SERVICES, *SERVICES)
    rows = sorted(release.effects.all(), key=lambda one: (one.outcome, order.index(one.service), one.months))
    marks = (Flag.SIMULATED,) if release.is_simulated else ()
    return [_figure(one, marks) for one in rows]


def changes_of(release: EffectRelease) -> list[tuple[EffectFigure, EffectFigure | None]] | None:
    """Return each effect that is told otherwise than by the version that was out before, with what that one told.

    None where no earlier version was out. Three queries.
    """
    earlier = EffectRelease.objects.filter(owner=release.owner_id, year=release.year, state__in=OUT)
    before = earlier.filter(version__lt=release.version).order_by("-version").first()
    if before is None:
        return None
    known = {one.asked: one for one in effects_of(before)}
    return [(one, known.get(one.asked)) for one in effects_of(release) if one != known.get(one.asked)]


def balance_of(release: EffectRelease) -> list[TraitBalance]:
    """Return the balance of all services together, the traits furthest apart before first. One query."""
    rows = (
        TraitBalance(one.trait, _hundredth(one.before_hundredths), _hundredth(one.after_hundredths))
        for one in release.balance.all()
    )
    return sorted(rows, key=lambda one: (-abs(one.before), one.trait))


def is_as_stored(release: EffectRelease) -> bool:
    """Tell whether the effects of a release are those that were stored with it."""
    balance = release.balance.values(*(one.name for one in fields(MadeBalance)))
    return seal(made_effects_of(release), (MadeBalance(**row) for row in balance)) == release.seal


def made_effects_of(release: EffectRelease) -> list[MadeEffect]:
    """Return the effects of a release as they were stored. One query."""
    return [MadeEffect(**row) for row in release.effects.values(*(one.name for one in fields(MadeEffect)))]


def all_effects_out() -> list[list[list[MadeEffect]]]:
    """Return the effects of every version that was ever let out, the versions of one owner's year together."""
    found: dict[tuple[int, int], list[list[MadeEffect]]] = {}
    for one in EffectRelease.objects.filter(state__in=OUT).order_by("owner", "year", "version"):
        found.setdefault((one.owner_id, one.year), []).append(made_effects_of(one))
    return list(found.values())


def standing_before(release: EffectRelease) -> QuerySet[EffectRelease]:
    """Return what told the year of a release before it and is not replaced yet."""
    rows = EffectRelease.objects.filter(owner=release.owner_id, year=release.year, state=ReleaseState.APPROVED)
    return rows.filter(version__lt=release.version)


def out_or_waiting(year: int) -> Iterable[EffectRelease]:
    """Return every release of effects of the year that is out or may be by tomorrow, of anybody."""
    rows = EffectRelease.objects.filter(year=year).exclude(state=ReleaseState.RETURNED)
    return rows.select_related("owner__subject")


def level_of(owner: Organisation) -> str:
    """Return whether an organisation stands for an area or for the country."""
    told_of = owner.subject.kind if owner.subject else None
    return SubjectKind.COUNTRY if told_of == SubjectKind.COUNTRY else SubjectKind.AREA


def _figure(row: ReleasedEffect, marks: tuple[Flag, ...]) -> EffectFigure:
    return EffectFigure(
        asked=Asked(row.service, Outcome(row.outcome), row.months),
        silence=Silence(row.silence),
        with_service=_percent(row.with_permille, marks),
        without_service=_percent(row.without_permille, marks),
        difference=_percent(row.difference_permille, marks),
        low=_tenth(row.low_permille),
        high=_tenth(row.high_permille),
        matched=row.matched,
        left_out=row.left_out,
        comparable=row.comparable,
        bias_withstood=_optional_hundredth(row.bias_hundredths),
        unalike=row.unalike,
        worst=_optional_hundredth(row.worst_hundredths),
    )


def _percent(permille: int | None, marks: tuple[Flag, ...]) -> Cell:
    value = _tenth(permille)
    return Cell(gap=Gap.HIDDEN, flags=frozenset(marks)) if value is None else Cell.of(value, Flag.ESTIMATE, *marks)


def _tenth(permille: int | None) -> Decimal | None:
    return None if permille is None else Decimal(permille) / 10


def _optional_hundredth(number: int | None) -> Decimal | None:
    return None if number is None else _hundredth(number)


def _hundredth(number: int) -> Decimal:
    return Decimal(number) / 100
