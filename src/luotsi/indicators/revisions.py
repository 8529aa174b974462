"""What a fetch changed: how many figures were new, how many revised, and the largest revision among them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery

from luotsi.core.values import Cell, Flag, unscaled
from luotsi.indicators.models import Observation, Run
from luotsi.indicators.types import RunKind
from luotsi.sources.health import Difference, permille
from luotsi.sources.models import StoredSnapshot


@dataclass(frozen=True, slots=True)
class TakenIn:
    """The run that a fetch ended in, and the first of the answers it was read from."""

    run: Run
    snapshot: StoredSnapshot


def difference_since(source_key: str, started_at: datetime) -> Difference:
    """Return what the fetches of a source have changed since then; one killed and taken up again counts as one."""
    runs = Run.objects.filter(
        source_key=source_key, kind=RunKind.FETCH, started_at__gte=started_at, published_at__isnull=False
    )
    written = Observation.objects.filter(run__in=runs)
    before = Observation.objects.filter(
        series=OuterRef("series"),
        period_name=OuterRef("period_name"),
        known_at__lt=OuterRef("known_at"),
        run__published_at__isnull=False,
    ).order_by("-known_at", "-pk")
    revised = written.filter(flags__contains=Flag.REVISED).annotate(
        scaled_before=Subquery(before.values("scaled")[:1]), exponent_before=Subquery(before.values("exponent")[:1])
    )
    shares = [
        permille(_cell(old, old_exponent), _cell(new, new_exponent))
        for old, old_exponent, new, new_exponent in revised.values_list(
            "scaled_before", "exponent_before", "scaled", "exponent"
        )
    ]
    return Difference(
        new=written.count() - len(shares),
        revised=len(shares),
        vanished=0,
        largest_permille=max((share for share in shares if share is not None), default=None),
    )


def _cell(scaled: int | None, exponent: int | None) -> Cell:
    return Cell.missing() if scaled is None else Cell.of(unscaled(scaled, exponent or 0))
