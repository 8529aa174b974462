"""A stored version of a plan as the rules see it."""

from luotsi.core.text import LANGUAGES
from luotsi.indicators.models import Measure, Target
from luotsi.strategy.intake.types import ElementKind
from luotsi.strategy.lint.checks import Checked, CheckedMeasure, Remark, check
from luotsi.strategy.models import PlanVersion
from luotsi.strategy.queries import Branch, outline_of


def lint_plan(
    version: PlanVersion, *, language: str = LANGUAGES[0], switched_off: frozenset[str] = frozenset()
) -> list[Remark]:
    """Return the remarks on a version, titles in the reader's language."""
    outline = outline_of(version)
    targets: dict[int, Target] = {
        target.measure_id: target
        for target in Target.objects.filter(measure__owner=version.plan.owner_id, withdrawn_at__isnull=True)
    }
    return check(
        [_checked(branch, targets, language) for branch in outline.roots],
        switched_off=switched_off,
    )


def _checked(branch: Branch, targets: dict[int, Target], language: str) -> Checked:
    element = branch.element
    return Checked(
        key=str(element.lineage),
        kind=ElementKind(element.kind),
        title=element.title.in_language(language).text,
        number=element.number,
        details=element.details,
        children=tuple(_checked(child, targets, language) for child in branch.children),
        measures=tuple(_checked_measure(measure, targets.get(measure.pk), language) for measure in branch.measures),
    )


def _checked_measure(measure: Measure, target: Target | None, language: str) -> CheckedMeasure:
    definition = measure.definition
    return CheckedMeasure(
        name=measure.shown_name.in_language(language).text,
        has_owner=bool(measure.responsible),
        has_target=target is not None,
        has_baseline=target is not None and target.baseline_scaled is not None,
        has_source=bool(definition.source_name or definition.calculation or definition.meaning),
    )
