"""A stored version of a plan as the rules see it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from luotsi.core.text import LANGUAGES
from luotsi.core.values import unscaled
from luotsi.indicators.models import Measure, Target
from luotsi.indicators.types import TargetKind
from luotsi.strategy.intake.types import ElementKind
from luotsi.strategy.lint.checked import Aimed, Checked, CheckedMeasure, Remark
from luotsi.strategy.lint.checks import check
from luotsi.strategy.models import PlanVersion
from luotsi.strategy.queries import Branch, Outline, outline_of, rules_switched_off


def lint_plan(version: PlanVersion, *, language: str = LANGUAGES[0], outline: Outline | None = None) -> list[Remark]:
    """Return the remarks on a version, titles in the reader's language; rules its owner switched off are silent."""
    targets: defaultdict[int, list[Target]] = defaultdict(list)
    in_force = Target.objects.filter(measure__owner=version.plan.owner_id, withdrawn_at__isnull=True)
    for target in in_force.select_related("subject"):
        targets[target.measure_id].append(target)
    sight = _Sight(targets, language)
    return check(
        [sight.element(branch) for branch in (outline or outline_of(version)).roots],
        text=version.document.text if version.document else "",
        switched_off=rules_switched_off(version.plan.owner_id),
    )


@dataclass(frozen=True, slots=True)
class _Sight:
    """How the stored plan looks to a reader of one language."""

    targets: dict[int, list[Target]]
    language: str

    def element(self, branch: Branch) -> Checked:
        element = branch.element
        return Checked(
            key=str(element.lineage),
            kind=ElementKind(element.kind),
            title=element.title.in_language(self.language).text,
            number=element.number,
            body=element.body.in_language(self.language).text,
            details=element.details,
            children=tuple(map(self.element, branch.children)),
            measures=tuple(
                self.measure(measure, self.targets.get(measure.pk, ()), element.details) for measure in branch.measures
            ),
        )

    def measure(self, measure: Measure, targets: Sequence[Target], said: Mapping[str, str]) -> CheckedMeasure:
        """Return the measure as the line that it hangs on sees it: the line too may name who is responsible."""
        definition = measure.definition
        return CheckedMeasure(
            name=measure.shown_name.in_language(self.language).text,
            has_owner=bool(measure.responsible or measure.responsible_person_id or said.get("responsible")),
            has_target=bool(targets),
            has_baseline=any(target.baseline_scaled is not None for target in targets),
            has_source=bool(definition.source_name or definition.calculation or definition.meaning),
            slug=measure.slug,
            definition=definition.key,
            targets=tuple(map(_aimed, targets)),
        )


def _aimed(target: Target) -> Aimed:
    value, upper = (_number(scaled, target.exponent) for scaled in (target.value_scaled, target.upper_scaled))
    return Aimed(target.subject.code, TargetKind(target.kind), target.due_period, value, upper)


def _number(scaled: int | None, exponent: int) -> Decimal | None:
    return None if scaled is None else unscaled(scaled, exponent)
