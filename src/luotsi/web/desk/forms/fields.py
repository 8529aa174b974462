"""Fields for numbers and periods as people write them, and errors as links to the fields."""

from decimal import Decimal
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from luotsi.core.periods import Period, PeriodError
from luotsi.core.units import Unit
from luotsi.figures.formats import number
from luotsi.figures.typed_numbers import TypedNumberError, parse_number
from luotsi.web.shared.language import reader_language


class NumberField(forms.CharField):
    """A number in the habits of the reader's language, as a Decimal with the digits that were typed."""

    def __init__(self, *, unit: Unit | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.unit = unit
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off", "class": "input-short"}

    def prepare_value(self, value: Any) -> Any:
        """Write a stored number as the reader would."""
        return number(value, reader_language()) if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> Decimal | None:
        """Return the number, or None when nothing was typed."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_number(text, reader_language(), self.unit)
        except TypedNumberError as refused:
            raise ValidationError(refused.message(reader_language())) from refused


class PeriodField(forms.CharField):
    """A period by its name."""

    def clean(self, value: Any) -> Period | None:
        """Return the period, or None when nothing was typed."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return Period.parse(text.upper())
        except PeriodError as refused:
            raise ValidationError(_("Write the period as 2027, 2027-Q2 or 2027-06.")) from refused


def put_in_place(form: forms.BaseForm, name: str, value: object) -> None:
    """Change what a sent form holds in one field, so that sending it again is right."""
    assert isinstance(form.data, QueryDict)
    data = form.data.copy()
    data[form.add_prefix(name)] = str(value)
    form.data = data


class LinkedError(NamedTuple):
    """An error with the field to go to."""

    target: str
    label: str
    text: str


def errors_of(*filled: forms.BaseForm) -> list[LinkedError]:
    """Return every error of the forms, each leading to its field."""
    found = []
    for form in filled:
        for name, errors in form.errors.items():
            field = None if name == "__all__" else form[name]
            for error in errors:
                label = "" if field is None else str(field.label)
                found.append(LinkedError("" if field is None else field.id_for_label, label, str(error)))
    return found
