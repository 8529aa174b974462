"""Plans, their versions, and the elements of a version with their places in the document."""

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from luotsi.core.text import Text
from luotsi.indicators.models import Measure
from luotsi.orgs.fields import TextInLanguages, choices_of
from luotsi.orgs.models import Organisation, Person
from luotsi.orgs.types import ROLES_THAT_EDIT
from luotsi.strategy.intake.types import ElementKind
from luotsi.strategy.types import ElementStanding, PlanKind, VersionState


class PlanQuerySet(models.QuerySet["Plan"]):
    """Plans as one reader may see or change them."""

    def visible_to(self, reader: Person | AnonymousUser) -> Self:
        """Return public plans of public organisations, and all of the reader's own organisations."""
        public = Q(is_public=True, owner__is_public=True)
        if not reader.is_authenticated:
            return self.filter(public)
        return self.filter(public | Q(owner__memberships__person=reader)).distinct()

    def editable_by(self, reader: Person | AnonymousUser) -> Self:
        """Return those the reader may change."""
        if not reader.is_authenticated:
            return self.none()
        return self.filter(owner__memberships__person=reader, owner__memberships__role__in=ROLES_THAT_EDIT).distinct()


class Plan(models.Model):
    """A strategy or plan of one organisation, through all its versions."""

    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="plans")
    slug = models.SlugField(max_length=60)
    name = TextInLanguages()
    kind = models.CharField(max_length=20, choices=choices_of(PlanKind))
    level_names = models.JSONField(default=dict)
    """What the organisation calls its levels: `{"priority": {"fi": "Päämäärä", ...}, "goal": {...}}`."""
    is_public = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["position", "slug"]
        constraints = [models.UniqueConstraint(fields=["owner", "slug"], name="one_plan_an_address")]

    def __str__(self) -> str:
        return str(self.name.in_language("fi"))

    def level_name(self, kind: str) -> Text:
        """Return the organisation's own word for a level, empty when it has none."""
        return Text.of(self.level_names.get(kind))


class PlanVersion(models.Model):
    """A plan as it stood: a draft, or decided by a body on a day."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=choices_of(VersionState), default=VersionState.DRAFT)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    drafted_on = models.DateField(null=True, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    decided_by = models.CharField(max_length=200, blank=True)
    """The body, as the document names it."""
    note = TextInLanguages()
    made_at = models.DateTimeField()
    document = models.ForeignKey(
        "strategy.SourceDocument", null=True, blank=True, on_delete=models.PROTECT, related_name="versions"
    )

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="one_version_a_number")]

    def __str__(self) -> str:
        return f"{self.plan} {self.number}"


class Element(models.Model):
    """A sentence of a version: a value, a priority, a goal, a promise... `lineage` is the same in every version."""

    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="elements")
    lineage = models.UUIDField()
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="children")
    kind = models.CharField(max_length=20, choices=choices_of(ElementKind))
    position = models.PositiveIntegerField()
    number = models.CharField(max_length=40, blank=True)
    """As printed in the document: `1.4.`, `Painopiste 2`."""
    title = TextInLanguages()
    body = TextInLanguages()
    audience = TextInLanguages()
    standing = models.CharField(max_length=10, choices=choices_of(ElementStanding), default=ElementStanding.SETTLED)
    details = models.JSONField(default=dict)
    """What else the document says of it: responsible, schedule, cost, baseline, target, as printed."""
    revision = models.PositiveIntegerField(default=0)
    """Grows when a draft's words are changed, so that two editors meet."""
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "lineage"], name="one_element_a_version"),
            models.UniqueConstraint(fields=["version", "position"], name="one_element_a_position"),
        ]

    def __str__(self) -> str:
        return str(self.title.in_language("fi"))[:120]


class Place(models.Model):
    """Where an element stands in the document: lines, characters of its text, page. Several when said several times."""

    element = models.ForeignKey(Element, on_delete=models.CASCADE, related_name="places")
    document = models.ForeignKey("strategy.SourceDocument", on_delete=models.PROTECT, related_name="places")
    page = models.PositiveIntegerField()
    first_line = models.PositiveIntegerField()
    last_line = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"page {self.page}, lines {self.first_line}-{self.last_line}"


class Removal(models.Model):
    """An element taken out of a draft with all below it, kept whole so that it can be put back."""

    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="removals")
    elements = models.JSONField()
    """The elements with their places, the removed one first and each after what it hangs on."""
    removed_at = models.DateTimeField()
    removed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-removed_at", "-pk"]

    def __str__(self) -> str:
        return str(self.title.in_language("fi"))[:120]

    @property
    def title(self) -> Text:
        """The wording of what was removed."""
        return Text.of(self.elements[0]["title"])

    @property
    def kind(self) -> ElementKind:
        """What was removed."""
        return ElementKind(self.elements[0]["kind"])


class MeasureLink(models.Model):
    """An element's wish for a measure: a priority's or goal's measure, or what shows that a promise is kept.

    Kept by lineage, so that a link made once holds in every version of the plan.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="measure_links")
    lineage = models.UUIDField()
    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="links")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "lineage", "measure"], name="one_link")]

    def __str__(self) -> str:
        return f"{self.lineage} -> {self.measure}"


class Alignment(models.Model):
    """A lower element serves a higher plan's goal."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="alignments")
    lower = models.UUIDField()
    upper_plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="aligned_from")
    upper = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "lower", "upper_plan", "upper"], name="one_alignment")]

    def __str__(self) -> str:
        return f"{self.lower} serves {self.upper}"
