"""What a fetch changed: how many figures were new, how many revised, and the largest revision among them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Sum

from luotsi.indicators.models import Run
from luotsi.indicators.types import RunKind
from luotsi.sources.health import Difference
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
    told = runs.aggregate(rows=Sum("rows_written"), revised=Sum("rows_revised"), largest=Max("largest_permille"))
    rows, revised = told["rows"] or 0, told["revised"] or 0
    return Difference(new=rows - revised, revised=revised, vanished=0, largest_permille=told["largest"])
