"""The official figures that the demonstration ships, read from compact files; storing them is the loader's business.

Owns: StatFin 12r5 monthly 2006-01 to 2023-10 and June 2026, Kela's totals of the municipal share.
Never: fills the months between with anything, shows a figure the office has hidden.
"""

import csv
import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from luotsi.core.periods import Period
from luotsi.core.values import Cell, Gap

HIDDEN = "..."
STATFIN_SOURCE = "KEHA-keskus, Työnvälitystilasto"
NOT_APPLICABLE = "."
EDUCATION_SOURCE = "Tilastokeskus, väestön koulutusrakenne"
KELA_SOURCE = "Kela, kunnan osarahoittama työttömyysturva"


class Figure(NamedTuple):
    """One published figure: whose, what, when, and the number or the reason why there is none."""

    place_code: str
    content_code: str
    period: Period
    cell: Cell


@dataclass(frozen=True, slots=True)
class Batch:
    """Figures that became known together."""

    table_id: str
    source: str
    known_at: datetime
    figures: tuple[Figure, ...]


def load() -> Iterator[Batch]:
    """Yield StatFin's history, StatFin's June 2026, the levels of education of 2025, and Kela's totals month by month.

    Notes
    -----
    Places are subjects' codes: `SSS` the country, `KU046` a municipality, with the codes of the division of the day
    of publication (the history has 309, Pertunmaa `KU588` among them). Contents are the sources' own codes.

    An empty cell of the history is missing: the file does not tell hidden from not published. In June 2026 hidden is
    hidden. Kela's September 2025 is not at hand and has no figure at all.
    """
    yield Batch("12r5", STATFIN_SOURCE, datetime(2023, 12, 5, tzinfo=UTC), _wide("statfin_12r5_2006-01_2023-10.csv.gz"))
    yield Batch("12r5", STATFIN_SOURCE, datetime(2026, 7, 21, 5, tzinfo=UTC), _wide("statfin_12r5_2026-06.csv.gz"))
    yield Batch("12bs", EDUCATION_SOURCE, datetime(2026, 6, 18, 5, tzinfo=UTC), _wide("statfin_12bs_2025.csv.gz"))
    yield from _kela()


def _wide(file_name: str) -> tuple[Figure, ...]:
    text = gzip.decompress(files(__package__).joinpath(file_name).read_bytes()).decode()
    lines = csv.reader(text.splitlines())
    periods = [Period.parse(name) for name in next(lines)[2:]]
    return tuple(
        Figure(place, content, period, _cell(value))
        for place, content, *values in lines
        for period, value in zip(periods, values, strict=True)
    )


def _kela() -> Iterator[Batch]:
    text = files(__package__).joinpath("kela_municipal_share.csv").read_text(encoding="utf-8")
    months: dict[Period, list[Figure]] = {}
    for row in csv.DictReader(text.splitlines()):
        period = Period.parse(row["period"])
        months.setdefault(period, []).append(Figure(row["place"], row["content"], period, _cell(row["value"])))
    for period, figures in sorted(months.items()):
        published_on = period.end + timedelta(days=20)  # Kela publishes a month by the 20th of the next
        known_at = datetime(published_on.year, published_on.month, published_on.day, tzinfo=UTC)
        yield Batch("kela_municipal_share", KELA_SOURCE, known_at, tuple(figures))


@cache
def _cell(text: str) -> Cell:
    if text == HIDDEN:
        return Cell.missing(Gap.HIDDEN)
    if text == NOT_APPLICABLE:
        return Cell.missing(Gap.NOT_APPLICABLE)
    return Cell.of(Decimal(text)) if text else Cell.missing()
