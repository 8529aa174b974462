"""The packaged official figures on their way into the installation."""

from collections.abc import Iterable
from datetime import datetime

from luotsi.demo import figures
from luotsi.indicators.contents import Contents
from luotsi.indicators.formulas import compute_formulas
from luotsi.indicators.grouping import note_group_findings
from luotsi.indicators.ingest import publish_lines
from luotsi.indicators.models import Definition, Run
from luotsi.indicators.queries import HELSINKI
from luotsi.indicators.rollups import roll_up
from luotsi.indicators.types import RunKind
from luotsi.orgs import geography
from luotsi.orgs.models import Subject

STATFIN = "statfin-12r5"
EDUCATION = "statfin-12bs"
KELA = "kela_municipal_share"
HISTORY_AREAS = ("22", "36")
"""The areas whose municipalities get their whole monthly history; June 2026 comes for every municipality."""


def load_statfin(*, at: datetime) -> None:
    """Publish StatFin's figures and compute the areas, once."""
    batches = [batch for batch in figures.load() if batch.table_id == "12r5"]
    with_history = {geography.COUNTRY} | {
        place.subject_code
        for area in HISTORY_AREAS
        for place in geography.members(area, at.astimezone(HELSINKI).date())
    }
    definitions = list(Definition.objects.filter(source_table=STATFIN))
    if _publish(batches, STATFIN, definitions, with_history, at):
        roll_up(definitions=definitions, source_key=STATFIN, at=at)
        note_group_findings(definitions=definitions, source_key=STATFIN, at=at)


def load_education(*, at: datetime) -> None:
    """Publish the levels of education and compute the areas, once."""
    batches = [batch for batch in figures.load() if batch.table_id == "12bs"]
    definitions = list(Definition.objects.filter(source_table=EDUCATION))
    if _publish(batches, EDUCATION, definitions, set(), at):
        roll_up(definitions=definitions, source_key=EDUCATION, at=at)
        note_group_findings(definitions=definitions, source_key=EDUCATION, at=at)


def load_kela(*, at: datetime) -> None:
    """Publish Kela's totals of the municipal share, once."""
    batches = [batch for batch in figures.load() if batch.table_id == KELA]
    _publish(batches, KELA, Definition.objects.filter(source_table=KELA), set(), at)


def load_formulas(*, at: datetime) -> None:
    """Compute what the official figures give together, once."""
    if not Run.objects.filter(kind=RunKind.FORMULA, published_at__isnull=False).exists():
        compute_formulas(at=at)


def _publish(
    batches: list[figures.Batch], key: str, definitions: Iterable[Definition], with_history: set[str], at: datetime
) -> bool:
    """Publish the batches unless they have been; return whether they were."""
    if Run.objects.filter(kind=RunKind.PACKAGED, source_key=key, published_at__isnull=False).exists():
        return False
    contents = Contents(definitions)
    subjects = {one.code: one for one in Subject.objects.all()}
    for batch in batches:
        lines = (
            line
            for one in batch.figures
            if one.place_code in subjects and (one.place_code in with_history or one.period.year > 2023)
            for line in contents.arriving_cell(
                one.content_code, subjects[one.place_code], one.period, one.cell, batch.known_at
            )
        )
        publish_lines(lines, kind=RunKind.PACKAGED, source_key=key, at=at, source_note=batch.source)
    return True
