"""Remarks on a plan: what it lacks to be followed, by named rules with a reason and a way to mend each."""

from luotsi.strategy.lint.checks import RULES, Checked, CheckedMeasure, Remark, Rule, check
from luotsi.strategy.lint.plan import lint_plan

__all__ = ["RULES", "Checked", "CheckedMeasure", "Remark", "Rule", "check", "lint_plan"]
