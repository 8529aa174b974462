"""Forms of a table of one's own: choosing the file, and saying what its columns mean."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luotsi.core.periods import Period, PeriodKind
from luotsi.figures.period_names import period_name
from luotsi.files.refusals import Reason, Refusal
from luotsi.orgs.models import Subject
from luotsi.sources.mapping import ColumnMapping, PlaceKind, limit_columns
from luotsi.web.desk.words import refusal_words
from luotsi.web.shared.language import reader_language

CONTENT = "value"
_COLUMN, _ALL = "column:", "all:"
_CODE_WORDS = {"alueen tunnus", "områdets kod", "place code"}
_VALUE_WORDS = {"arvo", "värde", "value"}
_PLACE_WORDS = {"kunta", "alue", "kommun", "område", "municipality", "area", "place"}
_PERIOD_WORDS = {"vuosi", "kuukausi", "jakso", "kk", "år", "månad", "period", "year", "month", "quarter"}


class TableForm(forms.Form):
    """A table to be read."""

    table = forms.FileField(
        label=gettext_lazy("Table"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.txt,.json,.parquet"}),
        error_messages={"required": gettext_lazy("Choose a table first.")},
        help_text=gettext_lazy("CSV, Excel (XLSX), Parquet or JSON-stat. The first row names the columns."),
    )

    def clean_table(self) -> Any:
        """Refuse what is too large before it is read."""
        table = self.cleaned_data["table"]
        if table.size > settings.MAX_UPLOAD_BYTES:
            limit = settings.MAX_UPLOAD_BYTES // 1024**2
            raise ValidationError(refusal_words(Refusal(Reason.TOO_LARGE, {"limit_mb": limit})))
        return table


class ColumnsForm(forms.Form):
    """What the columns mean: whom a row is about, of which period, and where the figure is."""

    place = forms.ChoiceField(label=gettext_lazy("Whom a row is about"))
    period = forms.ChoiceField(label=gettext_lazy("Which period a row is of"))
    value = forms.ChoiceField(label=gettext_lazy("Column of the figures"))
    low = forms.ChoiceField(label=gettext_lazy("Column of the lower limits, 95%"), required=False)
    high = forms.ChoiceField(label=gettext_lazy("Column of the upper limits, 95%"), required=False)
    places_are = forms.ChoiceField(
        label=gettext_lazy("The names of places are"),
        choices=[
            (str(PlaceKind.MUNICIPALITY), gettext_lazy("names of municipalities")),
            (str(PlaceKind.AREA), gettext_lazy("names of employment areas")),
        ],
    )
    decimal_sign = forms.ChoiceField(
        label=gettext_lazy("Decimal sign"),
        required=False,
        choices=[
            ("", gettext_lazy("found in the figures")),
            (",", gettext_lazy("comma")),
            (".", gettext_lazy("point")),
        ],
    )

    def __init__(
        self, columns: Sequence[str], subjects: Sequence[Subject], periods: Sequence[Period], data: Any = None
    ) -> None:
        named = [(f"{_COLUMN}{one}", one) for one in columns if one]
        guess = {
            "place": _guessed(columns, _CODE_WORDS) or _guessed(columns, _PLACE_WORDS) or f"{_ALL}{subjects[0].code}",
            "period": _guessed(columns, _PERIOD_WORDS) or f"{_ALL}{periods[0].name}",
            "places_are": str(PlaceKind.MUNICIPALITY),
        }
        limits = [one and f"{_COLUMN}{one}" for one in limit_columns(columns)]
        guess |= dict(zip(("low", "high"), limits, strict=True))
        free = [choice for choice, _name in named if choice not in guess.values()]
        figures = _guessed(columns, _VALUE_WORDS) or (free[-1] if free else named[-1][0])
        super().__init__(data, initial=guess | {"value": figures})
        language = reader_language()
        everybody = [(f"{_ALL}{one.code}", one.name.in_language(language).text) for one in subjects]
        every_time = [(f"{_ALL}{one.name}", period_name(one, language)) for one in periods]
        by_column, for_all = _("As the column says"), _("The same for all rows")
        for field, choices in (
            ("place", [(by_column, named), (for_all, everybody)]),
            ("period", [(by_column, named), (for_all, every_time)]),
            ("value", named),
            ("low", [("", _("There are none")), *named]),
            ("high", [("", _("There are none")), *named]),
        ):
            choosing = self.fields[field]
            assert isinstance(choosing, forms.ChoiceField)
            choosing.choices = choices

    def clean(self) -> dict[str, Any]:
        """Refuse a column that would mean two things."""
        typed = super().clean() or self.cleaned_data
        limits = [typed[name] for name in ("low", "high") if typed.get(name)]
        chosen = [typed.get(name, "") for name in ("place", "period", "value")] + limits
        if len(set(chosen)) < len(chosen):
            raise ValidationError(_("Each column can mean one thing only. Choose another column."))
        if len(limits) == 1:
            raise ValidationError(_("Choose a column for both limits, or for neither."))
        return typed

    def mapping(self, kind: PeriodKind) -> ColumnMapping:
        """Return what was chosen, or what is guessed while nothing has been sent; days stand for their `kind`."""
        chosen = self.cleaned_data if self.is_bound else self.initial
        place, period = chosen["place"], chosen["period"]
        return ColumnMapping(
            values={CONTENT: chosen["value"].removeprefix(_COLUMN)},
            place=place.removeprefix(_COLUMN) if place.startswith(_COLUMN) else "",
            only_place=place.removeprefix(_ALL) if place.startswith(_ALL) else "",
            period=period.removeprefix(_COLUMN) if period.startswith(_COLUMN) else "",
            only_period=period.removeprefix(_ALL) if period.startswith(_ALL) else "",
            places_are=PlaceKind.AREA if place.startswith(f"{_ALL}TA") else PlaceKind(chosen["places_are"]),
            low=chosen.get("low", "").removeprefix(_COLUMN),
            high=chosen.get("high", "").removeprefix(_COLUMN),
            decimal_sign=chosen.get("decimal_sign", ""),
            days_are=kind,
        )


def _guessed(columns: Sequence[str], words: set[str]) -> str:
    """Return the column whose name is one of the words, as a choice, or nothing."""
    return next((f"{_COLUMN}{one}" for one in columns if one.casefold() in words), "")
