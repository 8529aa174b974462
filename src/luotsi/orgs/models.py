"""Tables of organisations, subjects, people, roles and the audit trail."""

from datetime import date
from typing import Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from luotsi.orgs.fields import TextInLanguages, choices_of
from luotsi.orgs.types import ROLES_THAT_EDIT, ROLES_THAT_ENTER_VALUES, OrganisationKind, Role, SubjectKind


class Subject(models.Model):
    """A place or unit that figures are about: the country `SSS`, an area `TA36`, a municipality `KU046`, a unit."""

    code = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=20, choices=choices_of(SubjectKind))
    name = TextInLanguages()
    slug = models.SlugField(max_length=60, unique=True)
    sort_key = models.CharField(max_length=120, db_index=True)
    valid_to = models.DateField(null=True, blank=True)
    """The last day of a municipality that no longer exists."""
    successor = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="predecessors")

    class Meta:
        ordering = ["sort_key"]

    def __str__(self) -> str:
        return str(self.name.in_language("fi"))


class SubjectMembershipQuerySet(models.QuerySet["SubjectMembership"]):
    """Memberships by day."""

    def on(self, day: date) -> Self:
        """Return those in force on `day`."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day)


class SubjectMembership(models.Model):
    """A municipality's belonging to an area, or a unit's to its organisation, over time."""

    whole = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="parts")
    part = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="wholes")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    objects = SubjectMembershipQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["whole", "part", "valid_from"], name="one_membership_a_day")]

    def __str__(self) -> str:
        return f"{self.part} in {self.whole} from {self.valid_from}"


class PersonManager(BaseUserManager["Person"]):
    """Finds people by their e-mail address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """Someone who can sign in."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(_("language"), max_length=2, default="fi")
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)

    objects = PersonManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    def __str__(self) -> str:
        return self.name


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Organisations as one reader may see or change them."""

    def visible_to(self, reader: "Person | AnonymousUser") -> Self:
        """Return the public ones and those the reader belongs to."""
        if not reader.is_authenticated:
            return self.filter(is_public=True)
        return self.filter(Q(is_public=True) | Q(memberships__person=reader)).distinct()

    def _with_role(self, reader: "Person | AnonymousUser", roles: tuple[Role, ...]) -> Self:
        if not reader.is_authenticated:
            return self.none()
        return self.filter(memberships__person=reader, memberships__role__in=roles).distinct()

    def of_member(self, reader: "Person | AnonymousUser") -> Self:
        """Return the organisations the reader has any role in."""
        return self._with_role(reader, tuple(Role))

    def editable_by(self, reader: "Person | AnonymousUser") -> Self:
        """Return those whose plans and measures the reader may change."""
        return self._with_role(reader, ROLES_THAT_EDIT)

    def open_to_values_by(self, reader: "Person | AnonymousUser") -> Self:
        """Return those whose values the reader may enter."""
        return self._with_role(reader, ROLES_THAT_ENTER_VALUES)


class Organisation(models.Model):
    """Somebody with a strategy, or a part of somebody."""

    slug = models.SlugField(max_length=60, unique=True)
    name = TextInLanguages()
    kind = models.CharField(max_length=20, choices=choices_of(OrganisationKind))
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    subject = models.ForeignKey(Subject, null=True, blank=True, on_delete=models.PROTECT, related_name="organisations")
    is_public = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["position", "slug"]

    def __str__(self) -> str:
        return str(self.name.in_language("fi"))


class FormerSlug(models.Model):
    """An address an organisation had before; it leads to the present one."""

    slug = models.SlugField(max_length=60, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="former_slugs")

    def __str__(self) -> str:
        return self.slug


class Membership(models.Model):
    """A person's role in an organisation."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=choices_of(Role))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "organisation"], name="one_role_a_person")]

    def __str__(self) -> str:
        return f"{self.person}: {self.role} in {self.organisation}"


class AuditEntry(models.Model):
    """One act: who, when, what kind, on what, and what changed. Names are kept, so that it reads after deletions."""

    at = models.DateTimeField(db_index=True)
    kind = models.CharField(max_length=80)
    """`room.thing.verb`."""
    actor = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    actor_name = models.CharField(max_length=120)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="audit_entries"
    )
    thing = models.CharField(max_length=80)
    """`model:id` of what was acted on."""
    thing_name = models.CharField(max_length=300)
    changes = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name_plural = "audit entries"

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name} {self.kind} {self.thing}"
