"""Tables of what areas share for comparisons, the references made of it, and peers frozen for a term."""

from django.db import models
from django.db.models import Q

from luotsi.core.periods import Period
from luotsi.orgs.models import Organisation, Person, Subject
from luotsi.register.models import Release
from luotsi.register.releases.rows import Unchangeable


class Offer(models.Model):
    """An area's decision to let its released figures be part of references made while the offer stands."""

    area = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="offers")
    offered_at = models.DateTimeField()
    offered_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    offered_by_name = models.CharField(max_length=120)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    withdrawn_by_name = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["-offered_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["area"], condition=Q(withdrawn_at__isnull=True), name="one_offer_stands")
        ]

    def __str__(self) -> str:
        return str(self.area)


class SharedReference(models.Model):
    """The reference of a month: which areas' releases are added up. Made once, and never changed."""

    month_name = models.CharField(max_length=7)
    is_simulated = models.BooleanField()
    rules = models.JSONField()
    """Those it was made by: `fewest_areas`, `fewest_others`, `largest_percent`."""
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=120)

    objects = Unchangeable.as_manager()

    class Meta:
        base_manager_name = "objects"
        ordering = ["-month_name"]
        constraints = [models.UniqueConstraint(fields=["month_name", "is_simulated"], name="one_reference_a_month")]

    def __str__(self) -> str:
        return self.month_name

    @property
    def month(self) -> Period:
        """The month that it is of."""
        return Period.parse(self.month_name)


class SharedPart(models.Model):
    """A release that a shared reference takes an area's figures from."""

    reference = models.ForeignKey(SharedReference, on_delete=models.PROTECT, related_name="parts")
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="+")

    objects = Unchangeable.as_manager()

    class Meta:
        base_manager_name = "objects"
        constraints = [models.UniqueConstraint(fields=["reference", "release"], name="one_release_a_reference")]

    def __str__(self) -> str:
        return f"{self.reference} {self.release}"


class Peers(models.Model):
    """The municipalities most like one, nearest first, chosen once for a council term."""

    term = models.CharField(max_length=7)
    """The month in which the term began."""
    place = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+")
    peers = models.JSONField()
    """Codes of the municipalities: `["KU681", "KU768"]`."""
    month_name = models.CharField(max_length=7)
    """The month of the figures that they were chosen by."""
    frozen_at = models.DateTimeField()

    objects = Unchangeable.as_manager()

    class Meta:
        base_manager_name = "objects"
        constraints = [models.UniqueConstraint(fields=["term", "place"], name="peers_once_a_term")]

    def __str__(self) -> str:
        return f"{self.place} {self.term}"

    @property
    def month(self) -> Period:
        """The month of the figures that they were chosen by."""
        return Period.parse(self.month_name)
