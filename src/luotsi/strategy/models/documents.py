"""Documents as dropped in, and what a reading proposed and a person decided."""

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models

from luotsi.orgs.fields import choices_of
from luotsi.orgs.models import Organisation, Person
from luotsi.orgs.types import ROLES_THAT_EDIT
from luotsi.strategy.intake.types import Certainty, ElementKind
from luotsi.strategy.types import ImportState, ProposalState


class SourceDocument(models.Model):
    """A document as it was dropped in, kept by the hash of its bytes, with the lines read from it."""

    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="documents")
    sha256 = models.CharField(max_length=64)
    filename = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    pages = models.PositiveIntegerField()
    text = models.TextField()
    lines = models.JSONField()
    """`[[start, end, page, style], ...]`: where each line stands in `text`."""
    notes = models.JSONField(default=list)
    """What the extraction could not take, as keys: `page_without_text`, `hidden_sheet`."""
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    is_public = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "sha256"], name="one_document_once")]

    def __str__(self) -> str:
        return self.filename


class ImportQuerySet(models.QuerySet["Import"]):
    """Imports as one reader may work on them."""

    def editable_by(self, reader: Person | AnonymousUser) -> Self:
        """Return the imports of organisations whose plans the reader may change."""
        if not reader.is_authenticated:
            return self.none()
        return self.filter(
            document__owner__memberships__person=reader, document__owner__memberships__role__in=ROLES_THAT_EDIT
        ).distinct()


class Import(models.Model):
    """One reading of a document on its way into a plan."""

    document = models.ForeignKey(SourceDocument, on_delete=models.PROTECT, related_name="imports")
    plan = models.ForeignKey("strategy.Plan", null=True, blank=True, on_delete=models.PROTECT, related_name="imports")
    """The plan it goes into; None: a new one."""
    state = models.CharField(max_length=10, choices=choices_of(ImportState), default=ImportState.REVIEW)
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    written_at = models.DateTimeField(null=True, blank=True)
    version = models.ForeignKey(
        "strategy.PlanVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="imports"
    )
    organisation_as_read = models.CharField(max_length=300, blank=True)
    period_as_read = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=2, default="fi")
    document_date = models.CharField(max_length=40, blank=True)
    handled_by = models.CharField(max_length=300, blank=True)
    standing = models.CharField(max_length=40, blank=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return f"{self.document} ({self.state})"


class Proposal(models.Model):
    """One element as read, and as a person changed it. `revision` grows at every change, so that two reviewers meet."""

    batch = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="proposals")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=choices_of(ElementKind))
    title = models.TextField()
    details = models.JSONField(default=dict)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="children")
    places = models.JSONField(default=list)
    """`[[first_line, last_line, start, end, page], ...]`."""
    variants = models.JSONField(default=list)
    rule = models.CharField(max_length=80)
    certainty = models.CharField(max_length=8, choices=choices_of(Certainty))
    state = models.CharField(max_length=10, choices=choices_of(ProposalState), default=ProposalState.PENDING)
    as_read = models.JSONField(default=dict)
    """Kind, title and parent before a person changed them; empty while unchanged."""
    revision = models.PositiveIntegerField(default=0)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["batch", "position"], name="one_proposal_a_position")]

    def __str__(self) -> str:
        return self.title[:120]
