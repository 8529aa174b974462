"""Forms of measures: a value of one subject, a target, a status by a person."""

from decimal import Decimal
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from luotsi.core.periods import Period
from luotsi.core.text import Text
from luotsi.core.units import Unit
from luotsi.core.values import Bounds, Cell, Gap
from luotsi.figures.statuses import status_words
from luotsi.indicators.entered.checking import Entry, repeated
from luotsi.indicators.entry.models import DraftValue
from luotsi.indicators.entry.types import NO_GROUNDS, Grounds
from luotsi.indicators.labels import label
from luotsi.indicators.models import Measure, Observation
from luotsi.indicators.operations import NewTarget
from luotsi.indicators.types import PathKind, StatusKey, TargetKind, TargetOrigin
from luotsi.web.desk.forms.fields import NumberField, PeriodField
from luotsi.web.desk.forms.gaps import GAPS
from luotsi.web.desk.typed_values import (
    LONGEST_FIGURE,
    NotAValue,
    answer,
    bounds_kept,
    figure_text,
    is_judged,
    read_figure,
)
from luotsi.web.shared.language import reader_language

_YES, _NO = "1", "0"


class Figure(NamedTuple):
    """A number with its limits, where it is an estimate that has them."""

    number: Decimal
    bounds: Bounds | None


class FigureField(NumberField):
    """A number as people write it, the limits of an estimate in brackets after it."""

    def clean(self, value: Any) -> Any:
        """Return the figure, or None when nothing was typed."""
        text = forms.CharField.clean(self, value)
        if not text:
            return None
        assert self.unit is not None
        try:
            cell, bounds = read_figure(text, self.unit)
        except NotAValue as refused:
            raise ValidationError(str(refused)) from refused
        assert cell.value is not None
        return Figure(cell.value, bounds)


class EntryForm(forms.Form):
    """One subject's value of one period: a number, words or an answer, or the reason why there is none.

    A judgement has two fields more: its day and what it rests on.
    """

    seen = forms.IntegerField(widget=forms.HiddenInput)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    gap = forms.ChoiceField(label=gettext_lazy("If there is no value, why"), required=False)
    judged_on = forms.DateField(
        label=gettext_lazy("Day of the judgement"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "input-short"}, format="%Y-%m-%d"),
    )
    evidence = forms.CharField(
        label=gettext_lazy("What it rests on: a document, a link, a meeting"), max_length=500, required=False
    )
    note = forms.CharField(label=gettext_lazy("A note on it"), max_length=500, required=False)

    def __init__(
        self,
        measure: Measure,
        current: Observation | None,
        *args: Any,
        draft: DraftValue | None = None,
        grounds: Grounds = NO_GROUNDS,
        bounds: Bounds | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.measure, self.current, self.draft = measure, current, draft
        self.bounds = bounds_kept(draft, current, bounds)
        self.unit = measure.definition.unit_of_value
        self.fields["value"] = _value_field(self.unit)
        gaps = self.fields["gap"]
        assert isinstance(gaps, forms.ChoiceField)
        gaps.choices = [("", "–"), *((str(gap), str(words)) for gap, words in GAPS.items())]
        if not is_judged(self.unit):
            del self.fields["judged_on"], self.fields["evidence"]
        self.order_fields(["value", "gap", "judged_on", "evidence", "note", "seen", "revision"])
        self.initial = {**self.initial, **self._as_it_stands(grounds)}

    def _as_it_stands(self, grounds: Grounds) -> dict[str, Any]:
        seen = {"seen": self.current.pk if self.current else 0, "revision": self.draft.revision if self.draft else 0}
        standing = self.draft or self.current
        if standing is None:
            return seen
        if self.draft is not None:
            grounds = Grounds(self.draft.judged_on, self.draft.evidence)
        value: Any = standing.cell.value
        if value is not None and self.unit.is_number:
            value = figure_text(value, self.bounds)
        if self.unit is Unit.WORDS:
            value = standing.words.in_language(reader_language()).text
        elif not self.unit.is_number and value is not None:
            value = str(int(value))
        gap = "" if standing.words else standing.gap
        told = {"judged_on": grounds.judged_on, "evidence": grounds.evidence, "note": standing.note}
        return seen | {"value": value, "gap": gap} | told

    def clean(self) -> dict[str, Any]:
        """Refuse a value together with a reason for none, the silent removal of a value, and a day to come."""
        typed = super().clean() or self.cleaned_data
        value = typed.get("value")
        has_value = value not in {None, ""}
        if "value" in self.errors:
            return typed
        if has_value and typed.get("gap"):
            raise ValidationError({"gap": _("There is both a value and a reason for none. Remove one of them.")})
        if not has_value and not typed.get("gap") and (self.current is not None or typed.get("evidence")):
            raise ValidationError({"gap": _("Say why there is no value; the earlier one stays in the history.")})
        if typed.get("judged_on") and typed["judged_on"] > timezone.localdate():
            raise ValidationError({"judged_on": _("Give one day of judgement, today or earlier.")})
        return typed

    def entry(self, period: Period) -> Entry | None:
        """Return what to enter, or None when nothing was typed."""
        typed = self.cleaned_data
        value, gap, standing = typed["value"], typed["gap"], self.draft or self.current
        if value in {None, ""} and not gap:
            return None
        words, cell = Text(), Cell.missing(Gap(gap)) if gap else Cell.missing(Gap.NOT_APPLICABLE)
        bounds = value.bounds if isinstance(value, Figure) else None
        if standing is not None and not {"value", "gap"} & set(self.changed_data):
            words, cell = standing.words, repeated(standing.cell)
            bounds = self.bounds
        elif not gap and self.unit is Unit.WORDS:
            words = (standing.words if standing else Text()).rewritten(reader_language(), value)
        elif not gap:
            cell = Cell.of(value.number if isinstance(value, Figure) else value)
        grounds = Grounds(typed.get("judged_on"), typed.get("evidence", ""))
        told = (typed["note"], typed["seen"], typed["revision"] or 0, grounds, bounds, bounds is None)
        return Entry(period, cell, words, *told)

    def grounds_of_no_change(self) -> Grounds:
        """Return when and on what the value before was judged to hold still: today, unless another day was given."""
        if not is_judged(self.unit):
            return NO_GROUNDS
        typed = self.cleaned_data
        return Grounds(typed.get("judged_on") or timezone.localdate(), typed.get("evidence", ""))


def _value_field(unit: Unit) -> forms.Field:
    if unit is Unit.WORDS:
        return forms.CharField(
            label=gettext_lazy("In words"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 4})
        )
    if unit is Unit.YES_NO:
        choices = [("", "–"), (_YES, gettext_lazy("Yes")), (_NO, gettext_lazy("No"))]
        return forms.ChoiceField(label=gettext_lazy("Answer"), required=False, choices=choices)
    if unit is Unit.DIRECTION:
        ways = [(str(way), answer(Decimal(way), unit)) for way in (1, 0, -1)]
        return forms.ChoiceField(label=gettext_lazy("Which way it went"), required=False, choices=[("", "–"), *ways])
    top = unit.top_of_scale
    hint = _("A number from 1 to %(top)d.") % {"top": top} if top else ""
    label = pgettext_lazy("measured", "Value")
    return FigureField(label=label, unit=unit, required=False, max_length=LONGEST_FIGURE, help_text=hint)


class TargetForm(forms.Form):
    """What a measure should reach for one subject."""

    kind = forms.ChoiceField(label=gettext_lazy("What is aimed at"))
    value = NumberField(label=gettext_lazy("Level, or lower bound of a range"), required=False, max_length=60)
    upper = NumberField(label=gettext_lazy("Upper bound of a range"), required=False, max_length=60)
    due = PeriodField(label=gettext_lazy("Due by the end of"), max_length=10)
    baseline = NumberField(label=gettext_lazy("Baseline"), required=False, max_length=60)
    baseline_period = PeriodField(label=gettext_lazy("Period of the baseline"), required=False, max_length=10)
    tolerance = NumberField(label=gettext_lazy("Tolerance"), required=False, max_length=60)
    path = forms.ChoiceField(label=gettext_lazy("How the way there is judged"))
    origin = forms.ChoiceField(label=gettext_lazy("Who stands behind it"))
    note = forms.CharField(label=gettext_lazy("A note on it"), required=False, max_length=500)

    def __init__(self, unit: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._unit = unit
        for name, kinds in (("kind", TargetKind), ("path", PathKind), ("origin", TargetOrigin)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [(str(one), str(label(one))) for one in kinds]
        for name in ("value", "upper", "baseline", "tolerance"):
            number = self.fields[name]
            assert isinstance(number, NumberField)
            number.unit = unit
        for name in ("due", "baseline_period"):
            self.fields[name].help_text = _("2027, 2027-Q2 or 2027-06")
            self.fields[name].widget.attrs["class"] = "input-short"
        self.fields["tolerance"].help_text = _(
            "How far below the path is still on track; up to twice as far is at risk, further is behind."
        )

    def target(self) -> NewTarget:
        """Return what was typed as a target."""
        typed = self.cleaned_data
        is_yes = typed["kind"] == TargetKind.MILESTONE and self._unit is Unit.YES_NO
        return NewTarget(
            kind=TargetKind(typed["kind"]),
            due=typed["due"],
            origin=TargetOrigin(typed["origin"]),
            value=Decimal(1) if is_yes and typed["value"] is None else typed["value"],
            upper=typed["upper"],
            baseline=typed["baseline"],
            baseline_period=typed["baseline_period"],
            tolerance=Decimal(0) if typed["tolerance"] is None else typed["tolerance"],
            path=PathKind(typed["path"]),
            note=Text(**{reader_language(): typed["note"]}),
        )


OVERRIDES = (
    StatusKey.REACHED,
    StatusKey.AHEAD,
    StatusKey.ON_TRACK,
    StatusKey.AT_RISK,
    StatusKey.BEHIND,
    StatusKey.NOT_YET_DUE,
    StatusKey.TOO_FEW,
)


class OverrideForm(forms.Form):
    """A person's judgement in place of the computed one."""

    key = forms.ChoiceField(label=gettext_lazy("Status in your judgement"))
    reason = forms.CharField(
        label=gettext_lazy("Why the computed status is not right"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Your name and this reason are shown beside the status."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = self.fields["key"]
        assert isinstance(keys, forms.ChoiceField)
        keys.choices = [(str(key), status_words(key, reader_language())) for key in OVERRIDES]
