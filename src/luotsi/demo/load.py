"""Fill an empty installation with the demonstration: places, catalogue, official figures, organisations, plans."""

from collections.abc import Callable
from datetime import datetime

from luotsi.demo import figures
from luotsi.indicators.ingest import Arrival, publish
from luotsi.indicators.models import Definition
from luotsi.indicators.operations import load_catalogue, roll_up
from luotsi.indicators.types import RunKind
from luotsi.orgs.models import Subject
from luotsi.orgs.operations import load_geography

HISTORY_OF = ("SSS", "KU046", "KU681", "KU740", "KU768", "KU400", "KU240", "KU241", "KU751", "KU845", "KU851", "KU976")
"""The places whose monthly history 2006-2023 the demonstration holds; June 2026 comes for every municipality."""


def load(*, at: datetime, tell: Callable[[str], None]) -> None:
    """Write everything the demonstration shows."""
    tell("places")
    load_geography(on=at.date(), at=at)
    load_catalogue(at=at)
    tell("figures")
    load_figures(at=at)


def load_figures(*, at: datetime) -> None:
    """Publish StatFin's packaged figures and compute the areas."""
    definitions = {one.source_content: one for one in Definition.objects.filter(source_table="statfin-12r5")}
    subjects = {one.code: one for one in Subject.objects.all()}
    for batch in figures.load():
        if batch.table_id != "12r5":
            continue
        arrivals = [
            Arrival(definitions[one.content_code], subjects[one.place_code], one.period, one.cell, batch.known_at)
            for one in batch.figures
            if one.content_code in definitions and (one.place_code in HISTORY_OF or one.period.year >= 2026)
        ]
        publish(
            arrivals,
            kind=RunKind.PACKAGED,
            source_key="statfin-12r5",
            at=at,
            source_note=batch.source,
        )
    roll_up(definitions=definitions.values(), source_key="statfin-12r5", at=at)
