"""Tables of definitions, measures, series, observations, targets and statuses.

Numbers are scaled integers, since SQLite keeps a decimal column as a float: value = scaled / 10**exponent.
"""

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Q

from luotsi.core.periods import Period, PeriodKind
from luotsi.core.text import Text
from luotsi.core.units import Unit, WrittenUnit
from luotsi.core.values import Bounds, Cell, Flag, Gap, unscaled
from luotsi.indicators import types
from luotsi.indicators.calc.breaks import Break
from luotsi.indicators.entry import models as entry_models  # noqa: F401  Django looks for tables here
from luotsi.indicators.numbering import A_SERIES, period_of
from luotsi.orgs.fields import TextInLanguages, choices_of
from luotsi.orgs.models import Organisation, Person, Subject
from luotsi.orgs.types import ROLES_THAT_EDIT, ROLES_THAT_ENTER_VALUES, Role

NATIONAL = types.NationalOwner.KEY.value


if TYPE_CHECKING:
    _BigInteger = models.BigIntegerField[int, int]
else:
    _BigInteger = models.BigIntegerField


class Definition(models.Model):
    """What a measure means, shared by all organisations that adopt it; a catalogue entry or an organisation's own."""

    key = models.SlugField(max_length=80, unique=True)
    owner_key = models.CharField(max_length=60, default=NATIONAL)
    theme = models.SlugField(max_length=40)
    name = TextInLanguages()
    meaning = TextInLanguages()
    limits = TextInLanguages()
    """What the figure cannot tell."""
    calculation = TextInLanguages()
    unit = models.CharField(max_length=20, choices=choices_of(Unit))
    decimals = models.PositiveSmallIntegerField(default=0)
    direction = models.CharField(max_length=10, choices=choices_of(types.Direction))
    method = models.CharField(max_length=12, choices=choices_of(types.MethodKey))
    period_kind = models.CharField(max_length=14, choices=choices_of(PeriodKind))
    roll_up = models.CharField(max_length=6, choices=choices_of(types.RollUp), default=types.RollUp.NONE)
    numerator = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    denominator = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    formula = models.JSONField(default=dict, blank=True)
    """How it is computed from other definitions, such as `{"ratio": ["sick-leave-days", "employees"]}`."""
    publication_lag_days = models.PositiveSmallIntegerField(default=0)
    stale_after_days = models.PositiveSmallIntegerField(default=365)
    source_name = TextInLanguages()
    source_table = models.CharField(max_length=80, blank=True)
    source_content = models.CharField(max_length=80, blank=True)
    source_url = models.URLField(blank=True)
    licence = models.CharField(max_length=120, blank=True)
    source_unit = models.CharField(max_length=10, choices=choices_of(WrittenUnit), default=WrittenUnit.ONE)
    """In which unit the source writes the figures."""
    dimensions = models.JSONField(default=list, blank=True)
    """The groups that the figure is divided into, as `dimensions.read` reads them."""
    breaks = models.JSONField(default=list)
    """Known breaks in the series, those of its parts included, as `calc.breaks.read` reads them."""
    is_net = models.BooleanField(default=False, db_default=False)
    """Is a difference of two numbers, which may be below zero."""
    is_supporting = models.BooleanField(default=False)
    """Feeds other measures and is not offered on its own."""

    class Meta:
        ordering = ["theme", "key"]

    def __str__(self) -> str:
        return str(self.name.in_language("fi"))

    @property
    def unit_of_value(self) -> Unit:
        """The unit as the shared word."""
        return Unit(self.unit)

    @property
    def source_key(self) -> str:
        """The key of the series that this definition's own source fills."""
        return self.source_table or self.method


class MeasureQuerySet(models.QuerySet["Measure"]):
    """Measures as one reader may see or change them."""

    def visible_to(self, reader: Person | AnonymousUser) -> Self:
        """Return public measures of public organisations, and all of the reader's own organisations."""
        public = Q(is_public=True, owner__is_public=True)
        if not reader.is_authenticated:
            return self.filter(public)
        return self.filter(public | Q(owner__memberships__person=reader)).distinct()

    def _with_role(self, reader: Person | AnonymousUser, roles: tuple[Role, ...]) -> Self:
        if not reader.is_authenticated:
            return self.none()
        return self.filter(owner__memberships__person=reader, owner__memberships__role__in=roles).distinct()

    def editable_by(self, reader: Person | AnonymousUser) -> Self:
        """Return those whose target and definition the reader may change."""
        return self._with_role(reader, ROLES_THAT_EDIT)

    def open_to_values_by(self, reader: Person | AnonymousUser) -> Self:
        """Return those whose values the reader may enter."""
        return self._with_role(reader, ROLES_THAT_ENTER_VALUES)


class Measure(models.Model):
    """A definition as one organisation uses it, under its own name if it has one."""

    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="measures")
    definition = models.ForeignKey(Definition, on_delete=models.PROTECT, related_name="measures")
    slug = models.SlugField(max_length=80)
    name = TextInLanguages()
    """The name in the organisation's plan; empty means the definition's."""
    responsible = models.CharField(max_length=120, blank=True)
    """A post or a unit, not a person's name."""
    responsible_person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    """Who is asked for its values by e-mail."""
    needs_approval = models.BooleanField(default=False)
    """Whether an entered value waits until an approver has read it."""
    is_public = models.BooleanField(default=True)
    is_headline = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    awaits = TextInLanguages()
    """Why there are no values yet, where there are none."""
    shown_source = models.CharField(max_length=160, blank=True)
    """The source that is shown and judged by, as `choosing` writes it; empty for the definition's own."""
    keeps_own_values = models.BooleanField(default=False)
    """Whether people enter values of their own beside those of the definition's source."""

    objects = MeasureQuerySet.as_manager()

    class Meta:
        ordering = ["position", "slug"]
        constraints = [models.UniqueConstraint(fields=["owner", "slug"], name="one_measure_an_address")]

    def __str__(self) -> str:
        return str(self.shown_name.in_language("fi"))

    @property
    def shown_name(self) -> Text:
        """The organisation's own name for it, else the definition's."""
        return self.name or self.definition.name


class SeriesBreak(models.Model):
    """Where the figures of one organisation's measure stop comparing, as a person says. A changed one is a new row."""

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="breaks")
    subject = models.ForeignKey(Subject, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    """The one place that it concerns; none for all of them."""
    source_key = models.CharField(max_length=80, blank=True)
    """The one source that it concerns; empty for all of them."""
    period_name = models.CharField(max_length=10)
    """The first period of the new way."""
    kind = models.CharField(max_length=14, choices=choices_of(types.BreakKind))
    text = TextInLanguages()
    source = models.CharField(max_length=300)
    """Where it is told: a document, a decision, an address."""
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    set_by_name = models.CharField(max_length=120, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["period_name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "source_key", "period_name"],
                condition=Q(withdrawn_at__isnull=True, subject__isnull=True),
                name="one_break_of_all_places",
            ),
            models.UniqueConstraint(
                fields=["measure", "source_key", "period_name", "subject"],
                condition=Q(withdrawn_at__isnull=True, subject__isnull=False),
                name="one_break_of_a_place",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.period_name} {self.kind}"

    @property
    def as_break(self) -> Break:
        """The break as the shared word."""
        kind = types.BreakKind(self.kind)
        return Break(Period.parse(self.period_name), kind, self.text, self.source, self.source_key)


class Run(models.Model):
    """One arrival of observations. Nothing of it is read before it is published."""

    kind = models.CharField(max_length=10, choices=choices_of(types.RunKind))
    source_key = models.CharField(max_length=80)
    source_note = models.CharField(max_length=300, blank=True)
    snapshot_sha256 = models.CharField(max_length=64, blank=True)
    source_unit = models.CharField(max_length=10, choices=choices_of(WrittenUnit), default=WrittenUnit.ONE)
    """In which unit the source wrote the figures, which are stored in that of the definition."""
    unchanged_sha256 = models.CharField(max_length=64, blank=True, db_default="")
    """What arrived and how much was stored by then, when all of it was as it stood; the same again is not compared."""
    started_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    rows_written = models.PositiveIntegerField(default=0)
    rows_revised = models.PositiveIntegerField(default=0)
    """How many of them took the place of another value."""
    largest_permille = models.PositiveIntegerField(null=True, blank=True)
    """The largest revision among them, in thousandths of the value before."""

    def __str__(self) -> str:
        return f"{self.kind} {self.source_key} {self.started_at:%Y-%m-%d}"


class Vintage(models.Model):
    """What one run brought that became known at one moment: said once, and not with each of a million values."""

    id = models.AutoField(primary_key=True)
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="vintages")
    known_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "known_at"], name="one_vintage_a_moment")]

    def __str__(self) -> str:
        return f"{self.run} {self.known_at:%Y-%m-%d}"


class Series(models.Model):
    """One line of values: a definition, a subject, dimensions, a source, and whose it is."""

    id = models.AutoField(primary_key=True)
    """Of four bytes, since each of millions of observations says it."""
    definition = models.ForeignKey(Definition, on_delete=models.PROTECT, related_name="series")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="series")
    dimensions = models.CharField(max_length=200, default="", blank=True)
    source_key = models.CharField(max_length=80)
    owner_key = models.CharField(max_length=60, default=NATIONAL)
    """An organisation's slug, or `national` for open data stored once for all."""

    class Meta:
        verbose_name_plural = "series"
        constraints = [
            models.UniqueConstraint(
                fields=["definition", "subject", "dimensions", "source_key", "owner_key"], name="one_series"
            )
        ]

    def __str__(self) -> str:
        return f"{self.definition.key} {self.subject.code} {self.source_key}"


class ObservationNumber(_BigInteger):
    """A primary key that SQLite keeps as the number of the row itself, so that it needs no index beside the table."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        """Return `integer` on SQLite, the one spelling that makes it so."""
        return "integer" if connection.vendor == "sqlite" else super().db_type(connection)

    def rel_db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        """Return what columns that point here are."""
        return super().db_type(connection)


@lru_cache(maxsize=32_768)
def cell_of(
    scaled: int | None, exponent: int, gap: str, flags: str, parts: tuple[int | None, int | None, int] = (None, None, 0)
) -> Cell:
    """Return the cell of an observation's columns; every page reads the same few thousand."""
    numerator, denominator = (None if part is None else unscaled(part, parts[2]) for part in parts[:2])
    return Cell(
        None if scaled is None else unscaled(scaled, exponent),
        Gap(gap) if gap else None,
        frozenset(Flag(flag) for flag in flags.split(",") if flag),
        numerator,
        denominator,
    )


class Observation(models.Model):
    """A value or a gap of one series and period, as it became known at one moment. Never changed.

    The id says series, period and version (`numbering`): it is what the database holds unique, and it keeps the rows of
    a series together. So no other index or foreign key is paid for by each of millions of rows; what a row points at is
    written in the same transaction and never removed. Read through `queries`, which seek by the id.
    A judgement in words has no number: its gap says that a number does not apply.
    """

    id = ObservationNumber(primary_key=True)
    series = models.ForeignKey(
        Series, on_delete=models.PROTECT, related_name="observations", db_index=False, db_constraint=False
    )
    vintage = models.ForeignKey(
        Vintage, on_delete=models.PROTECT, related_name="observations", db_index=False, db_constraint=False
    )
    scaled = models.BigIntegerField(null=True, blank=True)
    exponent = models.SmallIntegerField(default=0)
    gap = models.CharField(max_length=16, blank=True)
    flags = models.CharField(max_length=80, blank=True, db_default="")
    words = TextInLanguages(null=True)  # type: ignore[misc]  # read as an empty text, and a million rows have none
    numerator_scaled = models.BigIntegerField(null=True, blank=True)
    denominator_scaled = models.BigIntegerField(null=True, blank=True)
    parts_exponent = models.SmallIntegerField(default=0, db_default=0)
    entered_by = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    note = models.CharField(max_length=500, blank=True, db_default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(series=F("id") / A_SERIES), name="number_of_its_series"),
            models.CheckConstraint(
                condition=Q(scaled__isnull=False, gap="") | Q(scaled__isnull=True) & ~Q(gap=""),
                name="value_or_gap",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.period_name}"

    @property
    def known_at(self) -> datetime:
        """When it became known."""
        return self.vintage.known_at

    @property
    def run(self) -> Run:
        """The run that brought it."""
        return self.vintage.run

    @property
    def period(self) -> Period:
        """The period as a named stretch of days, which its number tells."""
        return period_of(self.pk)

    @property
    def period_name(self) -> str:
        """The name of the period as it is written in addresses and files."""
        return self.period.name

    @property
    def value(self) -> Decimal | None:
        """The number in the unit of the definition, or None for a gap or words."""
        return None if self.scaled is None else unscaled(self.scaled, self.exponent)

    @property
    def period_start(self) -> date:
        """The first day of the period."""
        return self.period.start

    @property
    def cell(self) -> Cell:
        """The observation as the shared word."""
        parts = (self.numerator_scaled, self.denominator_scaled, self.parts_exponent)
        return cell_of(self.scaled, self.exponent, self.gap, self.flags, parts)


class Interval(models.Model):
    """Between which numbers an estimated value lies, as it came with the value; of several, the newest counts.

    One without ends says that no limits are known any more. In a table of its own: one value in a million has one.
    """

    observation = models.ForeignKey(Observation, on_delete=models.PROTECT, related_name="intervals")
    low_scaled = models.BigIntegerField(null=True, blank=True)
    high_scaled = models.BigIntegerField(null=True, blank=True)
    exponent = models.PositiveSmallIntegerField(default=0)
    known_at = models.DateTimeField()

    class Meta:
        ordering = ["known_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(low_scaled__isnull=True, high_scaled__isnull=True)
                | Q(low_scaled__isnull=False, high_scaled__isnull=False, low_scaled__lte=F("high_scaled")),
                name="interval_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.observation_id} {self.bounds}"

    @property
    def bounds(self) -> Bounds | None:
        """Both ends, in the unit of the value; None where they were taken back."""
        if self.low_scaled is None or self.high_scaled is None:
            return None
        return Bounds(unscaled(self.low_scaled, self.exponent), unscaled(self.high_scaled, self.exponent))


class SourceChoice(models.Model):
    """Which of several sources a measure shows and is judged by, from a moment on. A new choice is a new row."""

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="source_choices")
    source_key = models.CharField(max_length=80)
    owner_key = models.CharField(max_length=60)
    reason = models.CharField(max_length=500)
    chosen_at = models.DateTimeField()
    chosen_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    chosen_by_name = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["chosen_at", "id"]
        indexes = [models.Index(fields=["measure", "-chosen_at"])]

    def __str__(self) -> str:
        return f"{self.measure} {self.source_key}"


class GroupFinding(models.Model):
    """Why the groups of a figure do not add up to it, as found when it came in; no row where they do."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="group_findings")
    """That of all groups together."""
    dimension = models.SlugField(max_length=40)
    period_name = models.CharField(max_length=10)
    kind = models.CharField(max_length=12, choices=choices_of(types.FindingKind))
    scaled = models.BigIntegerField()
    exponent = models.PositiveSmallIntegerField(default=0)
    """The sum of the groups that are known, less the whole."""
    found_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "dimension", "period_name"], name="one_finding_a_figure")
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.dimension} {self.period_name} {self.kind}"


class Target(models.Model):
    """What a measure should reach for one subject, with the baseline it starts from. A new decision is a new row."""

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="targets")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=choices_of(types.TargetKind))
    path = models.CharField(max_length=8, choices=choices_of(types.PathKind), default=types.PathKind.STRAIGHT)
    origin = models.CharField(max_length=8, choices=choices_of(types.TargetOrigin))
    exponent = models.PositiveSmallIntegerField(default=0)
    """Shared by the numbers of the target."""
    baseline_scaled = models.BigIntegerField(null=True, blank=True)
    baseline_period = models.CharField(max_length=10, blank=True)
    value_scaled = models.BigIntegerField(null=True, blank=True)
    upper_scaled = models.BigIntegerField(null=True, blank=True)
    tolerance_scaled = models.BigIntegerField(default=0)
    due_period = models.CharField(max_length=10)
    set_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    note = TextInLanguages()

    class Meta:
        ordering = ["set_at", "id"]
        constraints = [models.UniqueConstraint(fields=["measure", "subject", "set_at"], name="one_target_a_moment")]

    def __str__(self) -> str:
        return f"{self.measure} {self.subject} {self.kind} {self.due_period}"


class Status(models.Model):
    """What was judged of a measure and subject at a moment, by which rule and facts. Stored when something changed."""

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="statuses")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=14, choices=choices_of(types.StatusKey))
    judged_at = models.DateTimeField()
    rule = models.CharField(max_length=40)
    facts = models.JSONField(default=dict)
    """What was judged by: value, period, path, target, tolerance, as strings."""
    explanation = TextInLanguages()
    observation = models.ForeignKey(Observation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    target = models.ForeignKey(Target, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    overridden_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    override_name = models.CharField(max_length=120, blank=True)
    override_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name_plural = "statuses"
        indexes = [models.Index(fields=["measure", "subject", "-judged_at"])]

    def __str__(self) -> str:
        return f"{self.measure} {self.subject} {self.key}"
