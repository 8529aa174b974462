"""Tables of values on their way in: links, mail, drafts, locks and openings of periods."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q

from luotsi.core.periods import Period, PeriodKind
from luotsi.core.values import Bounds, Cell, Flag, Gap, unscaled
from luotsi.indicators.entry.types import OPEN_STATES, DraftState
from luotsi.orgs.fields import TextInLanguages, choices_of
from luotsi.orgs.models import Organisation, Person, Subject


class EntryLink(models.Model):
    """A link that opens one value of one period to one person, once. Of its secret only the hash is kept."""

    token_sha256 = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    measure = models.ForeignKey("indicators.Measure", on_delete=models.CASCADE, related_name="entry_links")
    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="+")
    period_name = models.CharField(max_length=10)
    reminder = models.PositiveSmallIntegerField(null=True, blank=True)
    """Which reminder it went out with, from 1; None for one that somebody asked for."""
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "subject", "period_name", "person", "reminder"],
                condition=Q(reminder__isnull=False),
                name="one_link_a_reminder",
            )
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.period_name}: {self.person}"

    @property
    def period(self) -> Period:
        """The period as a named stretch of days."""
        return Period.parse(self.period_name)


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    """Mail by what can be done with it."""

    def waiting(self, at: datetime) -> Self:
        """Return what is to be sent now: neither sent nor too old, and nobody is sending it."""
        return self.filter(sent_at__isnull=True, not_before__lte=at, useless_after__gt=at)


class OutgoingMail(models.Model):
    """A message on its way, delivered at least once and always under the same Message-ID.

    The body holds a secret link, so it is emptied once the message has gone or is of no use.
    """

    message_id = models.CharField(max_length=200, unique=True)
    recipient = models.EmailField()
    subject = models.CharField(max_length=300)
    body = models.TextField(blank=True)
    queued_at = models.DateTimeField()
    not_before = models.DateTimeField()
    """Moved forward while somebody sends it, and after each failure."""
    useless_after = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["sent_at", "not_before"])]

    def __str__(self) -> str:
        return f"{self.recipient} {self.queued_at:%Y-%m-%d}"


class DraftValue(models.Model):
    """A value that waits for approval; the approved one before it stays public meanwhile."""

    measure = models.ForeignKey("indicators.Measure", on_delete=models.CASCADE, related_name="drafts")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+")
    period_name = models.CharField(max_length=10)
    state = models.CharField(max_length=10, choices=choices_of(DraftState))
    scaled = models.BigIntegerField(null=True, blank=True)
    exponent = models.PositiveSmallIntegerField(default=0)
    gap = models.CharField(max_length=16, blank=True)
    flags = models.CharField(max_length=80, blank=True, default="", db_default="")
    low_scaled = models.BigIntegerField(null=True, blank=True)
    high_scaled = models.BigIntegerField(null=True, blank=True)
    bounds_exponent = models.PositiveSmallIntegerField(default=0, db_default=0)
    has_no_limits = models.BooleanField(default=False, db_default=False)
    """Whether its author told that no limits of it are known."""
    words = TextInLanguages()
    note = models.CharField(max_length=500, blank=True)
    judged_on = models.DateField(null=True, blank=True)
    evidence = models.CharField(max_length=500, blank=True)
    seen = models.BigIntegerField(default=0)
    """The id of the approved observation that the person saw while typing; 0 for none."""
    entered_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    revision = models.PositiveIntegerField(default=1)
    """Counts the changes, so that nobody approves a value they have not seen."""
    entered_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    return_note = models.CharField(max_length=500, blank=True)
    observation = models.ForeignKey(
        "indicators.Observation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["entered_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "subject", "period_name"],
                condition=Q(state__in=[str(state) for state in OPEN_STATES]),
                name="one_open_draft",
            ),
            models.CheckConstraint(
                condition=Q(scaled__isnull=False, gap="") | Q(scaled__isnull=True) & ~Q(gap=""),
                name="draft_value_or_gap",
            ),
            models.CheckConstraint(
                condition=Q(low_scaled__isnull=True, high_scaled__isnull=True) | Q(low_scaled__lte=F("high_scaled")),
                name="draft_bounds_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.period_name} {self.state}"

    @property
    def period(self) -> Period:
        """The period as a named stretch of days."""
        return Period.parse(self.period_name)

    @property
    def cell(self) -> Cell:
        """The value as the shared word."""
        value = None if self.scaled is None else unscaled(self.scaled, self.exponent)
        flags = frozenset(Flag(flag) for flag in self.flags.split(",") if flag)
        return Cell(value, Gap(self.gap) if self.gap else None, flags)

    @property
    def bounds(self) -> Bounds | None:
        """Between which numbers the value lies, where its author told."""
        if self.low_scaled is None or self.high_scaled is None:
            return None
        places = self.bounds_exponent
        return Bounds(unscaled(self.low_scaled, places), unscaled(self.high_scaled, places))


class Judgement(models.Model):
    """When a value was judged and what the judgement rests on; of several, the newest counts."""

    observation = models.ForeignKey("indicators.Observation", on_delete=models.CASCADE, related_name="judgements")
    judged_on = models.DateField(null=True, blank=True)
    evidence = models.CharField(max_length=500, blank=True)
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["entered_at", "id"]

    def __str__(self) -> str:
        return f"{self.observation} {self.judged_on}"


class ValueOwner(models.Model):
    """Who is asked for a measure's values of one municipality or unit."""

    measure = models.ForeignKey("indicators.Measure", on_delete=models.CASCADE, related_name="value_owners")
    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["measure", "subject"], name="one_value_owner")]

    def __str__(self) -> str:
        return f"{self.measure} {self.subject}: {self.person}"


class PeriodLock(models.Model):
    """How long after its end a period of one kind takes values in one organisation."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="period_locks")
    period_kind = models.CharField(max_length=14, choices=choices_of(PeriodKind))
    days_open = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "period_kind"], name="one_lock_a_kind")]

    def __str__(self) -> str:
        return f"{self.organisation} {self.period_kind}: {self.days_open}"


class PeriodOpening(models.Model):
    """A closed period opened again through a day, with the reason."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="period_openings")
    period_name = models.CharField(max_length=10)
    through = models.DateField()
    reason = models.CharField(max_length=500)
    opened_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    opened_by_name = models.CharField(max_length=120)
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    """When it was closed before its day, or replaced by another opening."""

    class Meta:
        ordering = ["-opened_at", "-id"]

    def __str__(self) -> str:
        return f"{self.organisation} {self.period_name} {self.through}"
