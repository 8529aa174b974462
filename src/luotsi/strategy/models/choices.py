"""What an organisation chose not to be asked again: rules of the lint, suggestions for a line of a plan."""

from django.db import models

from luotsi.orgs.models import Organisation
from luotsi.strategy.models.plans import Plan


class LintChoice(models.Model):
    """A rule of the lint that an organisation switched off."""

    owner = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="lint_choices")
    rule = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "rule"], name="one_lint_choice_a_rule")]

    def __str__(self) -> str:
        return f"{self.owner}: {self.rule} off"


class NoSuggestion(models.Model):
    """An element for which a person said that none of the catalogue's measures is meant; kept by lineage."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="no_suggestions")
    lineage = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "lineage"], name="one_no_suggestion_an_element")]

    def __str__(self) -> str:
        return f"{self.plan}: no suggestion for {self.lineage}"
