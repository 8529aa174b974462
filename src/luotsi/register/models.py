"""Tables of releases: what was let out of the sealed folder, by whom, and every figure of it, which never changes."""

from typing import Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from luotsi.core.periods import Period
from luotsi.orgs.fields import choices_of
from luotsi.orgs.models import Organisation, Person
from luotsi.orgs.types import ROLES_THAT_APPROVE
from luotsi.register.effects.types import Outcome, Silence
from luotsi.register.releases.rows import Unchangeable
from luotsi.register.releases.types import ReleaseState, Why
from luotsi.register.types import Kind


class ReleaseQuerySet(models.QuerySet[Any]):
    """Releases as one reader may see or decide on them."""

    def visible_to(self, reader: Person | AnonymousUser) -> Self:
        """Return what is released of public organisations, and every release of the reader's own organisations."""
        public = Q(state__in=(ReleaseState.APPROVED, ReleaseState.SUPERSEDED), owner__is_public=True)
        if not reader.is_authenticated:
            return self.filter(public)
        return self.filter(public | Q(owner__memberships__person=reader)).distinct()

    def decidable_by(self, reader: Person | AnonymousUser) -> Self:
        """Return those that wait for somebody with the reader's role."""
        if not reader.is_authenticated:
            return self.none()
        mine = Q(owner__memberships__person=reader, owner__memberships__role__in=ROLES_THAT_APPROVE)
        return self.filter(mine, state=ReleaseState.PROPOSED).distinct()


def _decision(name: str) -> list[models.BaseConstraint]:
    """Return what holds of every kind of release; constraints of two tables may not share a name."""
    return [
        models.CheckConstraint(
            condition=Q(state=ReleaseState.PROPOSED, decided_at__isnull=True)
            | ~Q(state=ReleaseState.PROPOSED) & Q(decided_at__isnull=False),
            name=f"{name}decided_at_a_moment",
        ),
        models.CheckConstraint(
            condition=~Q(state=ReleaseState.SUPERSEDED) | Q(superseded_by__isnull=False),
            name=f"{name}superseded_by_one",
        ),
    ]


class Proposal(models.Model):
    """Figures that one person proposes and another lets out or returns."""

    owner_id: int
    """Of each kind the organisation whose figures they are."""
    version = models.PositiveSmallIntegerField()
    """Counted from 1 within the owner's month or year; a later one tells corrections or more."""
    state = models.CharField(max_length=10, choices=choices_of(ReleaseState), default=ReleaseState.PROPOSED)
    method = models.CharField(max_length=40)
    parameters = models.JSONField()
    """Those of the method."""
    fingerprint = models.CharField(max_length=32)
    """The name of what it was made of."""
    seal = models.CharField(max_length=64)
    """The hash of its figures as they were stored."""
    is_simulated = models.BooleanField()
    known_on = models.DateField()
    """The last day to which the register's events were complete."""
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    proposed_by_name = models.CharField(max_length=120)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    decided_by_name = models.CharField(max_length=120, blank=True)
    note = models.CharField(max_length=1000, blank=True)
    """Why it was returned."""
    superseded_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="supersedes"
    )

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        abstract = True


class Release(Proposal):
    """The figures of one month that an organisation lets out together, after somebody has read them."""

    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="releases")
    month_name = models.CharField(max_length=7)
    measures = models.JSONField()
    """Keys of the register's measures in it."""
    hidden = models.JSONField()
    """How much of each measure is hidden: `{"stock": {"cells": 120, "small": 9, "further": 11}}`, for approvers."""

    class Meta:
        ordering = ["-month_name", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "month_name", "version"], name="one_release_a_version"),
            models.UniqueConstraint(
                fields=["owner", "month_name"], condition=Q(state=ReleaseState.PROPOSED), name="one_release_waits"
            ),
            *_decision(""),
        ]

    def __str__(self) -> str:
        return f"{self.month_name} ({self.version})"

    @property
    def month(self) -> Period:
        """The month that the figures are about."""
        return Period.parse(self.month_name)


class ReleasedCell(models.Model):
    """One figure of a release. Of a share `count`, `rest` and `base` are hidden or shown each on its own."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="cells")
    measure = models.CharField(max_length=40)
    place = models.CharField(max_length=5)
    """`SSS`, `TA36` or `KU740`."""
    grouping = models.CharField(max_length=12)
    group = models.CharField(max_length=60, blank=True)
    part = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=9, choices=choices_of(Kind))
    count = models.BigIntegerField(null=True, blank=True)
    rest = models.BigIntegerField(null=True, blank=True)
    base = models.BigIntegerField(null=True, blank=True)
    at_least = models.BigIntegerField(null=True, blank=True)
    """Of a hidden count: what its shown parts come to."""
    median = models.PositiveIntegerField(null=True, blank=True)
    """Of days: by when half are met, those who wait followed as long as they are known."""
    total_days = models.BigIntegerField(null=True, blank=True)
    """Of days: their sum; with `count` it gives the mean."""
    why = models.CharField(max_length=16, blank=True, choices=choices_of(Why))
    is_unstable = models.BooleanField(default=False)
    """A share of fewer than thirty."""
    months = models.PositiveSmallIntegerField(default=1)
    """12 of a share over the twelve months that end with the release's month."""

    objects = Unchangeable.as_manager()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["release", "measure", "place", "grouping", "group", "part", "months"], name="one_cell_a_release"
            ),
            models.CheckConstraint(condition=Q(count__isnull=False) | ~Q(why=Why.SHOWN), name="a_hidden_cell_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.place} {self.grouping} {self.group} {self.part}".rstrip()


class ReleasedCurve(models.Model):
    """How many of a hundred still wait or go on, by day or month; only of enough persons, cut where few are left."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="curves")
    measure = models.CharField(max_length=40)
    place = models.CharField(max_length=5)
    points = models.JSONField()
    """`[[day, percent as text, low, high], ...]`, rising."""

    objects = Unchangeable.as_manager()

    class Meta:
        base_manager_name = "objects"
        constraints = [models.UniqueConstraint(fields=["release", "measure", "place"], name="one_curve_a_place")]

    def __str__(self) -> str:
        return f"{self.measure} {self.place}"


class EffectRelease(Proposal):
    """The effects of the services that were begun in one year, which an organisation lets out together."""

    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="effect_releases")
    year = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["-year", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "year", "version"], name="one_effect_release_a_version"),
            models.UniqueConstraint(
                fields=["owner", "year"], condition=Q(state=ReleaseState.PROPOSED), name="one_effect_release_waits"
            ),
            *_decision("effects_"),
        ]

    def __str__(self) -> str:
        return f"effects {self.year} ({self.version})"

    @property
    def period(self) -> Period:
        """The year in which the services were begun."""
        return Period.parse(str(self.year))


class ReleasedEffect(models.Model):
    """The effect of a service in one outcome after some months, or why it is silent; see `effects.types.MadeEffect`."""

    release = models.ForeignKey(EffectRelease, on_delete=models.PROTECT, related_name="effects")
    service = models.CharField(max_length=30, blank=True)
    """Empty for all services together."""
    outcome = models.CharField(max_length=10, choices=choices_of(Outcome))
    months = models.PositiveSmallIntegerField()
    silence = models.CharField(max_length=12, blank=True, choices=choices_of(Silence))
    matched = models.PositiveIntegerField(null=True, blank=True)
    left_out = models.PositiveIntegerField(null=True, blank=True)
    comparable = models.PositiveIntegerField(null=True, blank=True)
    with_permille = models.SmallIntegerField(null=True, blank=True)
    without_permille = models.SmallIntegerField(null=True, blank=True)
    difference_permille = models.SmallIntegerField(null=True, blank=True)
    low_permille = models.SmallIntegerField(null=True, blank=True)
    high_permille = models.SmallIntegerField(null=True, blank=True)
    bias_hundredths = models.PositiveIntegerField(null=True, blank=True)
    unalike = models.PositiveSmallIntegerField(null=True, blank=True)
    worst_hundredths = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = Unchangeable.as_manager()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(fields=["release", "service", "outcome", "months"], name="one_effect_a_release"),
            models.CheckConstraint(
                condition=Q(silence=Silence.TOLD, difference_permille__isnull=False)
                | ~Q(silence=Silence.TOLD) & Q(difference_permille__isnull=True),
                name="a_silent_effect_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service} {self.outcome} {self.months}".lstrip()


class ReleasedBalance(models.Model):
    """How alike all participants and those compared with are in a trait, in hundredths of a standard deviation."""

    release = models.ForeignKey(EffectRelease, on_delete=models.PROTECT, related_name="balance")
    trait = models.CharField(max_length=40)
    before_hundredths = models.SmallIntegerField()
    after_hundredths = models.SmallIntegerField()

    objects = Unchangeable.as_manager()

    class Meta:
        base_manager_name = "objects"
        constraints = [models.UniqueConstraint(fields=["release", "trait"], name="one_balance_a_trait")]

    def __str__(self) -> str:
        return self.trait
