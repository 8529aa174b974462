"""What is asked of the simulator: one of three questions with its numbers."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luotsi.core.units import Unit
from luotsi.web.desk.forms.fields import NumberField


class _Question(forms.Form):
    """A question; its numbers are asked for once it is put."""

    key = ""
    asked: str | Promise = ""

    def clean(self) -> dict[str, Any]:
        """Refuse numbers below zero."""
        typed = super().clean() or self.cleaned_data
        for name, value in typed.items():
            if isinstance(value, Decimal) and value < 0:
                self.add_error(name, _("Give a number of zero or more."))
        return typed


class DiscussionForm(_Question):
    """What if the first discussion comes in so many days."""

    key = "keskustelu"
    asked: str | Promise = gettext_lazy("What if the first discussion comes sooner or later?")
    days_now = NumberField(label=gettext_lazy("Days to the first discussion now"), unit=Unit.WORKING_DAYS)
    days_then = NumberField(label=gettext_lazy("Days to the first discussion then"), unit=Unit.WORKING_DAYS)
    ratio = NumberField(
        label=gettext_lazy("How many times more leave on a day after the discussion than before it"),
        help_text=gettext_lazy(
            "From research or a comparison of your own, for instance 1.1. It is not known from here."
        ),
    )

    def clean_ratio(self) -> Decimal:
        """Refuse what is no ratio."""
        ratio: Decimal = self.cleaned_data["ratio"]
        if not Decimal("0.1") <= ratio <= 10:
            raise ValidationError(_("Give a number between 0.1 and 10."))
        return ratio


class WorkForm(_Question):
    """What if so many people of more than 300 days find work."""

    key = "tyo"
    asked: str | Promise = gettext_lazy("What if people paid for more than 300 days find work?")
    people = forms.IntegerField(
        label=gettext_lazy("How many of them find lasting work now"),
        min_value=0,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "input-short"}),
    )

    def __init__(self, *arguments: Any, most: int, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.most = most
        self.fields["people"].help_text = _("There are %(count)d of them.") % {"count": most}

    def clean_people(self) -> int:
        """Refuse more people than there are."""
        people: int = self.cleaned_data["people"]
        if people > self.most:
            raise ValidationError(_("There are only %(count)d of them.") % {"count": self.most})
        return people


class FlowForm(_Question):
    """What if the flow past three months falls to so many per cent."""

    key = "virta"
    asked: str | Promise = gettext_lazy("What if fewer stay past three months?")
    now = NumberField(label=gettext_lazy("Of spells begun, per cent past three months now"), unit=Unit.PERCENT)
    then = NumberField(label=gettext_lazy("Per cent then"), unit=Unit.PERCENT)

    def clean(self) -> dict[str, Any]:
        """Refuse what is no share, and a present one of nothing."""
        typed = super().clean()
        for name in ("now", "then"):
            value = typed.get(name)
            if isinstance(value, Decimal) and (value > 100 or (name == "now" and value == 0)):
                self.add_error(name, _("Give a percentage from 0 to 100; the present one is above 0."))
        return typed
