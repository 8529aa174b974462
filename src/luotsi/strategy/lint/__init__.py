"""Remarks on a plan: what it lacks to be followed, by named rules with a reason and a way to mend each."""

from luotsi.strategy.lint.checked import Aimed, Checked, CheckedMeasure, Remark
from luotsi.strategy.lint.checks import check
from luotsi.strategy.lint.plan import lint_plan
from luotsi.strategy.lint.rulebook import RULES, Rule

__all__ = ["RULES", "Aimed", "Checked", "CheckedMeasure", "Remark", "Rule", "check", "lint_plan"]
