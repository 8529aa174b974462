"""A target in words."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from luotsi.core.text import NO_TEXT, Text
from luotsi.figures.formats import difference, quantity
from luotsi.figures.period_names import period_name
from luotsi.figures.sentences import Measured, target_sentence
from luotsi.indicators.explanations import told
from luotsi.indicators.labels import label
from luotsi.indicators.models import Target
from luotsi.indicators.queries import HELSINKI, target_line
from luotsi.indicators.types import PathKind, TargetKind, TargetOrigin
from luotsi.indicators.writing import Writing


@dataclass(frozen=True, slots=True)
class TargetShown:
    """What is aimed at, from where, how it is judged, and who stands behind it."""

    sentence: str
    baseline: str
    tolerance: str
    path: str
    """How far from the way is allowed, and which way it is; both empty where only the goal itself is asked for."""
    origin: str
    is_example: bool
    set_on: date
    note: Text


def target_shown(target: Target, writing: Writing) -> TargetShown:
    """Return the stored target in words."""
    language, line = writing.language, target_line(target)
    measured = Measured("", writing.unit, writing.decimals)
    baseline = ""
    if line.baseline is not None:
        baseline = quantity(line.baseline, writing.unit, language, writing.decimals)
        if line.baseline_period is not None:
            baseline = f"{baseline} ({period_name(line.baseline_period, language)})"
    has_way = line.kind not in {TargetKind.MILESTONE, TargetKind.WORDS}
    tolerance = difference(line.tolerance, writing.unit, language) if line.tolerance else _("none")
    return TargetShown(
        sentence=f"{target_sentence(measured, told(line), language)}.",
        baseline=baseline,
        tolerance=tolerance if has_way else "",
        path=str(label(PathKind(target.path))) if has_way else "",
        origin=str(label(TargetOrigin(target.origin))),
        is_example=target.origin == TargetOrigin.EXAMPLE,
        set_on=target.set_at.astimezone(HELSINKI).date(),
        note=NO_TEXT if line.kind is TargetKind.WORDS else target.note,
    )
