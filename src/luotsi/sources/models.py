"""What came of asking sources, the answers as they came, and the saved meanings of columns."""

from django.db import models

from luotsi.orgs.fields import choices_of
from luotsi.orgs.models import Organisation
from luotsi.sources.types import Attempt, FetchReason, Obstacle, Outcome, ReadReason

_REASONS: dict[str, FetchReason | ReadReason] = {reason.value: reason for reason in (*FetchReason, *ReadReason)}


class StoredSnapshot(models.Model):
    """One answer of a source, byte for byte; never edited."""

    source_key = models.CharField(max_length=80, db_index=True)
    request = models.JSONField()
    """Method, address and body as asked."""
    status = models.PositiveSmallIntegerField()
    body = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    fetched_at = models.DateTimeField()

    class Meta:
        ordering = ["-fetched_at"]
        constraints = [models.UniqueConstraint(fields=["source_key", "fetched_at", "sha256"], name="one_snapshot")]

    def __str__(self) -> str:
        return f"{self.source_key} {self.fetched_at:%Y-%m-%d %H:%M}"


class FetchAttempt(models.Model):
    """One asking of a source and how it ended; never edited."""

    source_key = models.CharField(max_length=80)
    started_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=choices_of(Outcome))
    reason = models.CharField(max_length=24, blank=True)
    """Why it failed, empty when it did not; `parameters` are what the reason's sentence needs."""
    parameters = models.JSONField(default=dict, blank=True)
    snapshot = models.ForeignKey(
        StoredSnapshot, null=True, blank=True, on_delete=models.SET_NULL, related_name="attempts"
    )
    rows_new = models.PositiveIntegerField(default=0)
    rows_revised = models.PositiveIntegerField(default=0)
    largest_permille = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["-started_at"]
        constraints = [
            models.UniqueConstraint(fields=["source_key", "started_at"], name="one_attempt_at_a_time"),
            models.CheckConstraint(
                condition=models.Q(outcome=Outcome.FAILED, reason__gt="")
                | ~models.Q(outcome=Outcome.FAILED) & models.Q(reason=""),
                name="failed_attempts_have_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_key} {self.started_at:%Y-%m-%d %H:%M} {self.outcome}"

    @property
    def attempt(self) -> Attempt:
        """The attempt as the rules of schedule and health read it."""
        return Attempt(
            started_at=self.started_at,
            outcome=Outcome(self.outcome),
            obstacle=Obstacle(_REASONS[self.reason], self.parameters) if self.reason else None,
            rows_new=self.rows_new,
            rows_revised=self.rows_revised,
            largest_permille=self.largest_permille,
        )


class ColumnProfile(models.Model):
    """What the columns of an organisation's table mean, and where the table is; without an address it is uploaded."""

    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="column_profiles")
    name = models.CharField(max_length=120)
    address = models.URLField(max_length=500, blank=True)
    mapping = models.JSONField()
    """A `mapping.ColumnMapping` as saved."""
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="one_column_profile_a_name")]

    def __str__(self) -> str:
        return self.name
