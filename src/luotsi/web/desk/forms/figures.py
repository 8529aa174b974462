"""Forms of measures: a value of one subject, a target, a status by a person."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from luotsi.core.periods import Period
from luotsi.core.text import Text
from luotsi.core.units import Unit
from luotsi.core.values import Cell, Gap
from luotsi.figures.statuses import status_words
from luotsi.indicators.entry.models import DraftValue
from luotsi.indicators.labels import label
from luotsi.indicators.models import Measure, Observation
from luotsi.indicators.operations import Entry, NewTarget
from luotsi.indicators.types import PathKind, StatusKey, TargetKind, TargetOrigin
from luotsi.web.desk.forms.fields import NumberField, PeriodField
from luotsi.web.shared.language import reader_language

GAPS = {
    Gap.MISSING: gettext_lazy("Not available"),
    Gap.HIDDEN: gettext_lazy("Too few people to be shown"),
    Gap.UNDEFINED: gettext_lazy("Cannot be computed"),
    Gap.NOT_APPLICABLE: gettext_lazy("Does not apply here"),
}
_YES, _NO = "1", "0"


class EntryForm(forms.Form):
    """One subject's value of one period: a number, words or yes and no, or the reason why there is none."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    gap = forms.ChoiceField(label=gettext_lazy("If there is no value, why"), required=False)
    note = forms.CharField(label=gettext_lazy("A note on it"), max_length=500, required=False)

    def __init__(
        self,
        measure: Measure,
        current: Observation | None,
        *args: Any,
        draft: DraftValue | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.measure, self.current, self.draft = measure, current, draft
        self.unit = measure.definition.unit_of_value
        self.fields["value"] = _value_field(self.unit)
        gaps = self.fields["gap"]
        assert isinstance(gaps, forms.ChoiceField)
        gaps.choices = [("", "–"), *((str(gap), str(words)) for gap, words in GAPS.items())]
        self.order_fields(["value", "gap", "note", "seen"])
        self.initial = {**self.initial, **self._as_it_stands()}

    def _as_it_stands(self) -> dict[str, Any]:
        seen = self.current.pk if self.current else 0
        standing = self.draft or self.current
        if standing is None:
            return {"seen": seen}
        value: Any = standing.cell.value
        if self.unit is Unit.WORDS:
            value = standing.words.in_language(reader_language()).text
        elif self.unit is Unit.YES_NO and value is not None:
            value = _NO if value == 0 else _YES
        gap = "" if standing.words else standing.gap
        return {"seen": seen, "value": value, "gap": gap, "note": standing.note}

    def clean(self) -> dict[str, Any]:
        """Refuse a value together with a reason for none, and the silent removal of a value."""
        typed = super().clean() or self.cleaned_data
        has_value = typed.get("value") not in {None, ""}
        if "value" in self.errors:
            return typed
        if has_value and typed.get("gap"):
            raise ValidationError({"gap": _("There is both a value and a reason for none. Remove one of them.")})
        if not has_value and not typed.get("gap") and self.current is not None:
            raise ValidationError({"gap": _("Say why there is no value; the earlier one stays in the history.")})
        return typed

    def entry(self, period: Period) -> Entry | None:
        """Return what to enter, or None when nothing was typed."""
        typed = self.cleaned_data
        value, gap = typed["value"], typed["gap"]
        if value in {None, ""} and not gap:
            return None
        words, cell = Text(), Cell.missing(Gap(gap)) if gap else Cell.missing(Gap.NOT_APPLICABLE)
        if not gap and self.unit is Unit.WORDS:
            standing = self.draft or self.current
            kept = standing.words.as_dict() if standing else {}
            words = Text(**{**kept, reader_language(): value})
        elif not gap:
            cell = Cell.of(value)
        return Entry(period, cell, words, typed["note"], typed["seen"])


def _value_field(unit: Unit) -> forms.Field:
    if unit is Unit.WORDS:
        return forms.CharField(
            label=gettext_lazy("In words"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 4})
        )
    if unit is Unit.YES_NO:
        choices = [("", "–"), (_YES, gettext_lazy("Yes")), (_NO, gettext_lazy("No"))]
        return forms.ChoiceField(label=gettext_lazy("Answer"), required=False, choices=choices)
    return NumberField(label=pgettext_lazy("measured", "Value"), unit=unit, required=False, max_length=60)


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
        return NewTarget(
            kind=TargetKind(typed["kind"]),
            due=typed["due"],
            origin=TargetOrigin(typed["origin"]),
            value=typed["value"],
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
