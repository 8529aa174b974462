"""What is asked of sources and when, what came of it, and the answers as they came."""

from django.db import models

from luotsi.orgs.fields import choices_of
from luotsi.orgs.models import Organisation, Person
from luotsi.sources.schedule import Every
from luotsi.sources.types import Attempt, FetchReason, Obstacle, OrderState, Outcome, ReadReason

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


OPEN_STATES = (OrderState.QUEUED, OrderState.RUNNING)


class FetchOrder(models.Model):
    """A fetch that somebody or the schedule has ordered; a worker takes it up. A source has one open order at most."""

    source_key = models.CharField(max_length=80)
    state = models.CharField(max_length=8, choices=choices_of(OrderState), default=OrderState.QUEUED)
    ordered_at = models.DateTimeField()
    ordered_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    started_at = models.DateTimeField(null=True, blank=True)
    """When it was first taken up; the attempt is noted under this moment, however often it is taken up again."""
    lease_until = models.DateTimeField(null=True, blank=True)
    """Until then it is a worker's; afterwards the worker counts as killed, and another one takes it up."""
    takes = models.PositiveSmallIntegerField(default=0)
    """How often it has been taken up: also the mark by which a worker knows that it is still its own."""
    answers = models.PositiveIntegerField(default=0)
    questions = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-ordered_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source_key"], condition=models.Q(state__in=OPEN_STATES), name="one_open_order_a_source"
            )
        ]

    def __str__(self) -> str:
        return f"{self.source_key} {self.ordered_at:%Y-%m-%d %H:%M} {self.state}"

    @property
    def is_open(self) -> bool:
        """Whether it waits or is being worked on."""
        return self.state in OPEN_STATES


class Connection(models.Model):
    """Where the figures of an organisation's measure come from by themselves: what is asked, and how often.

    What is being chosen stands in `draft`, step by step, and is asked by nobody; `question` is what is asked, empty
    until the connection has been saved once. Removed ones stay, since the figures that came by them do.
    """

    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="connections")
    measure = models.SlugField(max_length=80)
    """The address of the owner's measure; which one it is, the room above knows."""
    source = models.SlugField(max_length=20)
    """A key of the registry."""
    draft = models.JSONField(default=dict, blank=True)
    offered = models.JSONField(default=dict, blank=True)
    """What the source offered when it was asked: variables or columns with their values."""
    sample = models.ForeignKey(StoredSnapshot, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    """The answer that the preview shows."""
    question = models.JSONField(default=dict, blank=True)
    every = models.CharField(max_length=9, choices=choices_of(Every), default=Every.NEVER)
    revision = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.key

    @property
    def key(self) -> str:
        """The key of the series that its figures make."""
        return f"{self.source}-c{self.pk}"

    @property
    def title(self) -> str:
        """What the table or indicator is called, empty where nothing has been chosen yet."""
        return str((self.question or self.draft).get("about", {}).get("title", ""))
