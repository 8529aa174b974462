"""Forms of connecting a source: where its figures are, and what its variables or columns mean."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luotsi.core.periods import Period, PeriodKind
from luotsi.core.units import Unit, WrittenUnit, can_be_stored
from luotsi.figures.period_names import period_name
from luotsi.files.refusals import Reason, Refusal
from luotsi.indicators.labels import label
from luotsi.orgs.models import Subject
from luotsi.sources.connectors.pxweb import table_path
from luotsi.sources.mapping import ColumnMapping, PlaceKind
from luotsi.sources.questions import FIGURE, ColumnQuestion, VariableQuestion, known_places
from luotsi.sources.selections import Metadata
from luotsi.web.desk.words import refusal_words
from luotsi.web.shared.language import reader_language

PLACE, PERIOD, FIGURES, LOW, HIGH, LEFT_OUT = "place", "period", "figures", "low", "high", ""
_VALUE = "value:"


class StatisticsForm(forms.Form):
    """A table of StatFin."""

    table = forms.CharField(
        max_length=300,
        label=gettext_lazy("Table"),
        help_text=gettext_lazy("Paste the web address of the table, or write its path, such as StatFin/tyonv/12r5."),
        error_messages={"required": gettext_lazy("Say which table it is.")},
    )

    def clean_table(self) -> str:
        """Return the table's path, whatever way it was given."""
        path = table_path(self.cleaned_data["table"])
        if not path:
            raise ValidationError(
                _("This is not the address of a table. Open the table on the source’s own site and copy the address.")
            )
        return path


class TableIdForm(forms.Form):
    """A table of an interface of version 2."""

    table = forms.RegexField(
        r"^[\w-]{1,40}$",
        label=gettext_lazy("Id of the table"),
        help_text=gettext_lazy("The source tells it beside the table, such as TAB638."),
        error_messages={
            "required": gettext_lazy("Say which table it is."),
            "invalid": gettext_lazy("An id has letters and digits only."),
        },
    )


class IndicatorForm(forms.Form):
    """An indicator of Sotkanet."""

    number = forms.IntegerField(
        min_value=1,
        max_value=99999,
        label=gettext_lazy("Number of the indicator"),
        help_text=gettext_lazy("Sotkanet tells it beside the indicator’s name."),
        error_messages={"required": gettext_lazy("Write the number of the indicator.")},
    )


class ResourceForm(forms.Form):
    """A resource of Vipunen."""

    resource = forms.RegexField(
        r"^[a-z0-9_]{1,120}$",
        label=gettext_lazy("Name of the data set"),
        help_text=gettext_lazy("As in the addresses of the interface, such as lukio_opiskelijat_vuosi_tutkinto."),
        error_messages={
            "required": gettext_lazy("Write the name of the data set."),
            "invalid": gettext_lazy("A name has small letters, digits and underscores only."),
        },
    )


class AddressForm(forms.Form):
    """A file at an address."""

    address = forms.URLField(
        max_length=500,
        assume_scheme="https",
        label=gettext_lazy("Address of the file"),
        help_text=gettext_lazy("The address must answer with the file itself, not with a page about it."),
        error_messages={"required": gettext_lazy("Write the address of the file.")},
    )


class OwnTableForm(forms.Form):
    """A table at an address, or a file."""

    address = forms.URLField(
        max_length=500,
        required=False,
        assume_scheme="https",
        label=gettext_lazy("Address of the table"),
        help_text=gettext_lazy(
            "It is then asked again by itself. The host must be among those that the settings allow."
        ),
    )
    table = forms.FileField(
        required=False,
        allow_empty_file=True,
        label=gettext_lazy("Or a file"),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.txt,.json,.parquet"}),
        help_text=gettext_lazy("CSV, Excel (XLSX), Parquet or JSON-stat. The first row names the columns."),
    )
    publisher = forms.CharField(
        max_length=120,
        required=False,
        label=gettext_lazy("Who publishes it"),
        help_text=gettext_lazy("Told beside the figures as their source."),
    )

    def clean(self) -> dict[str, Any]:
        """Want one of the two, and no file that is too large to be read."""
        typed = super().clean() or self.cleaned_data
        table = typed.get("table")
        if table is not None and table.size > settings.MAX_UPLOAD_BYTES:
            limit = settings.MAX_UPLOAD_BYTES // 1024**2
            self.add_error("table", refusal_words(Refusal(Reason.TOO_LARGE, {"limit_mb": limit})))
        if "address" in typed and "table" not in self.errors and bool(typed["address"]) == (table is not None):
            self.add_error("address", _("Give an address or choose a file, one of the two."))
        return typed


WHERE: Mapping[str, type[forms.Form]] = {
    "pxweb": StatisticsForm,
    "pxweb2": TableIdForm,
    "sotkanet": IndicatorForm,
    "vipunen": ResourceForm,
    "kela": AddressForm,
    "tabular": OwnTableForm,
}
"""What is asked about where the figures are, by connector."""


def _subjects(subjects: Sequence[Subject]) -> list[tuple[str, str]]:
    return [(one.code, one.name.in_language(reader_language()).text) for one in subjects]


class WrittenUnitForm(forms.Form):
    """In which unit the source writes the figures; one that cannot be told in the measure's unit is refused."""

    unit = forms.ChoiceField(
        label=gettext_lazy("The source writes the figures in"),
        required=False,
        help_text=gettext_lazy(
            "They are turned exactly into the unit of the measure. The source's own answer is kept."
        ),
    )

    def ask_unit(self, measured: Unit, written: str) -> None:
        """Offer the units, the one that was chosen before first."""
        self.measured = measured
        field = self.fields["unit"]
        assert isinstance(field, forms.ChoiceField)
        own = f"{label(WrittenUnit.ONE)} ({label(measured)})"
        field.choices = [(str(one), own if one is WrittenUnit.ONE else str(label(one))) for one in WrittenUnit]
        field.initial = written or str(WrittenUnit.ONE)

    def clean_unit(self) -> str:
        """Refuse a unit of another kind."""
        written = WrittenUnit(self.cleaned_data["unit"] or WrittenUnit.ONE)
        if can_be_stored(written, self.measured):
            return str(written)
        words = _("The source’s unit (%(written)s) cannot be turned into that of the measure (%(measured)s).") % {
            "written": label(written),
            "measured": label(self.measured),
        }
        if written is WrittenUnit.MONTHS or self.measured is Unit.WORKING_DAYS:
            words += " " + _("How many days that would be is not guessed.")
        raise ValidationError(words + " " + _("Choose another unit, or connect another figure of the source."))


class VariablesForm(WrittenUnitForm):
    """What the variables of a table mean: one may name the places, and of each other one value is chosen."""

    only_place = forms.ChoiceField(label=gettext_lazy("Whom the figures are about"), required=False)

    def __init__(
        self, metadata: Metadata, question: VariableQuestion, subjects: Sequence[Subject], data: Any = None
    ) -> None:
        super().__init__(data)
        self.question = question
        self.variables = [one for one in metadata.variables if one.code != question.time]
        for at, variable in enumerate(self.variables):
            choices = []
            if known_places(variable):
                choices.append((PLACE, _("Its values are the places")))
            if variable.eliminable:
                choices.append((LEFT_OUT, _("All of them together")))
            values = zip(variable.values, variable.value_texts, strict=True)
            choices += [(f"{_VALUE}{code}", text if text == code else f"{text} ({code})") for code, text in values]
            self.fields[f"v{at}"] = forms.ChoiceField(
                label=variable.text or variable.code,
                choices=choices,
                required=False,
                initial=PLACE
                if variable.code == question.place
                else f"{_VALUE}{question.fixed[variable.code]}"
                if variable.code in question.fixed
                else LEFT_OUT,
            )
        whole = self.fields.pop("only_place")
        assert isinstance(whole, forms.ChoiceField)
        whole.choices = [(LEFT_OUT, _("as the variable of places says")), *_subjects(subjects)]
        whole.initial = question.only_place
        self.fields |= {"only_place": whole, "unit": self.fields.pop("unit")}

    def clean(self) -> dict[str, Any]:
        """Want one place for each figure."""
        typed = super().clean() or self.cleaned_data
        places = [name for name, value in typed.items() if name != "only_place" and value == PLACE]
        if len(places) > 1:
            raise ValidationError(_("Only one variable can name the places. Choose a value of the other ones."))
        if bool(places) == bool(typed.get("only_place")):
            raise ValidationError(_("Either one variable names the places, or you say whom all figures are about."))
        return typed

    def chosen(self) -> VariableQuestion:
        """Return the question as chosen."""
        typed = {one.code: self.cleaned_data[f"v{at}"] for at, one in enumerate(self.variables)}
        return VariableQuestion(
            version=self.question.version,
            base_url=self.question.base_url,
            language=self.question.language,
            table=self.question.table,
            time=self.question.time,
            place=next((code for code, value in typed.items() if value == PLACE), ""),
            only_place=self.cleaned_data["only_place"],
            fixed={code: value.removeprefix(_VALUE) for code, value in typed.items() if value.startswith(_VALUE)},
        )


def _roles(mapping: ColumnMapping) -> dict[str, str]:
    """Return what columns mean by their names."""
    named = (mapping.place, mapping.period, mapping.values[FIGURE], mapping.low, mapping.high)
    return dict(zip(named, (PLACE, PERIOD, FIGURES, LOW, HIGH), strict=True))


class MeaningForm(WrittenUnitForm):
    """What the columns of a table mean, column by column."""

    only_place = forms.ChoiceField(label=gettext_lazy("Whom the figures are about"), required=False)
    only_period = forms.ChoiceField(label=gettext_lazy("Which period the figures are of"), required=False)
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
    hyphen = forms.ChoiceField(
        label=gettext_lazy("A hyphen in place of a figure"),
        choices=[("missing", gettext_lazy("means that there is no figure")), ("zero", gettext_lazy("means zero"))],
    )

    def __init__(
        self,
        offered: Mapping[str, Any],
        question: ColumnQuestion,
        subjects: Sequence[Subject],
        periods: Sequence[Period],
        data: Any = None,
    ) -> None:
        super().__init__(data)
        self.columns: list[str] = [name for name in offered["columns"] if name]
        self.left_out = question.mapping.left_out
        mapping, language = question.mapping, reader_language()
        roles = [
            (LEFT_OUT, _("is not needed")),
            (PLACE, _("says whom a row is about")),
            (PERIOD, _("says which period a row is of")),
            (FIGURES, _("holds the figures")),
            (LOW, _("holds their lower limits, 95%")),
            (HIGH, _("holds their upper limits, 95%")),
        ]
        first, known = {}, _roles(mapping)
        for at, name in enumerate(self.columns):
            only = [
                (f"{_VALUE}{one}", _("only the rows: %(value)s") % {"value": one or "–"})
                for one in offered["values"][name]
            ]
            role = known.get(name, LEFT_OUT)
            first[f"c{at}"] = forms.ChoiceField(
                label=name,
                help_text=_("For example %(values)s") % {"values": ", ".join(offered["examples"][name]) or "–"},
                required=False,
                choices=roles + (only if len(only) > 1 or name in mapping.only else []),
                initial=f"{_VALUE}{mapping.only[name]}" if name in mapping.only else role,
            )
        unit = self.fields.pop("unit")
        self.fields = {**first, **self.fields, "unit": unit}
        self._set("only_place", [(LEFT_OUT, _("as a column says")), *_subjects(subjects)], mapping.only_place)
        every = [(one.name, period_name(one, language)) for one in periods]
        self._set("only_period", [(LEFT_OUT, _("as a column says")), *every], mapping.only_period)
        self.fields["places_are"].initial = str(mapping.places_are)
        self.fields["decimal_sign"].initial = mapping.decimal_sign
        self.fields["hyphen"].initial = "zero" if mapping.hyphen_is_zero else "missing"

    @property
    def about_columns(self) -> list[forms.BoundField]:
        """The fields of the columns."""
        return [self[f"c{at}"] for at in range(len(self.columns))]

    @property
    def about_table(self) -> list[forms.BoundField]:
        """The fields of the whole table."""
        return [self[name] for name in self.fields if not name.startswith("c")]

    def _set(self, name: str, choices: list[tuple[str, str]], initial: str) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices, field.initial = choices, initial

    def clean(self) -> dict[str, Any]:
        """Want one column of figures, and a column or one answer for place and for period."""
        typed = super().clean() or self.cleaned_data
        roles = [typed.get(f"c{at}", LEFT_OUT) for at in range(len(self.columns))]
        if roles.count(FIGURES) != 1:
            raise ValidationError(_("Choose the one column that holds the figures."))
        if (roles.count(LOW), roles.count(HIGH)) not in {(0, 0), (1, 1)}:
            raise ValidationError(_("Choose one column for the lower limits and one for the upper, or neither."))
        if roles.count(PLACE) + bool(typed.get("only_place")) != 1:
            raise ValidationError(_("Either one column says whom a row is about, or you say it for all rows."))
        if roles.count(PERIOD) + bool(typed.get("only_period")) != 1:
            raise ValidationError(_("Either one column says which period a row is of, or you say it for all rows."))
        return typed

    def chosen(self, kind: PeriodKind) -> ColumnMapping:
        """Return what the columns mean as chosen; days stand for their `kind`."""
        typed = {name: self.cleaned_data[f"c{at}"] for at, name in enumerate(self.columns)}

        def column(role: str) -> str:
            return next((name for name, value in typed.items() if value == role), "")

        only_place = self.cleaned_data["only_place"]
        named = PlaceKind(self.cleaned_data["places_are"])
        kind_of_only = PlaceKind.AREA if only_place.startswith("TA") else PlaceKind.MUNICIPALITY
        return ColumnMapping(
            values={FIGURE: column(FIGURES)},
            place=column(PLACE),
            period=column(PERIOD),
            only_place=only_place,
            only_period=self.cleaned_data["only_period"],
            places_are=kind_of_only if only_place else named,
            only={name: value.removeprefix(_VALUE) for name, value in typed.items() if value.startswith(_VALUE)},
            low=column(LOW),
            high=column(HIGH),
            left_out=self.left_out,
            decimal_sign=self.cleaned_data["decimal_sign"],
            hyphen_is_zero=self.cleaned_data["hyphen"] == "zero",
            days_are=kind,
        )
