"""Forms of the guided mapping: a sample is chosen or pasted, then its columns, dates and codes get their meaning."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luotsi.files.refusals import Reason, Refusal
from luotsi.register.mapping.guessing import DATE_FORMS, date_columns, guessed_codes, guessed_columns, guessed_dates
from luotsi.register.mapping.heads import Head
from luotsi.register.profiles import DAY_AFTER, FILES, LAST_DAY, TableProfile
from luotsi.register.tables import TABLES, Column, Form
from luotsi.register.words import CODES, COLUMNS, word
from luotsi.web.desk.words import refusal_words
from luotsi.web.shared.templatetags.pieces import plain

MOST_CODES = 60
_SHOWN_VALUES = 4
_DATE_EXAMPLES = ("2026-03-31", "31.03.2026", "20260331", "31/03/2026", "31-03-2026", "2026-03-31 00:00:00")
_DATE_NAMES = tuple(zip(DATE_FORMS, (*_DATE_EXAMPLES, "31.03.2026 00:00:00"), strict=True))


class SampleForm(forms.Form):
    """A sample of one table, as a file or as lines pasted."""

    sample = forms.FileField(
        label=gettext_lazy("A file of the table"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.parquet"}),
        help_text=gettext_lazy("CSV or Parquet. Only the first 500 rows are read, and none of them is kept here."),
    )
    lines = forms.CharField(
        label=gettext_lazy("Or paste its first lines"),
        required=False,
        max_length=100_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "class": "mono"}),
        help_text=gettext_lazy("The line of column names is enough. Rows may be left out, or invented."),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two, and refuse what is too large before it is read."""
        typed = super().clean() or self.cleaned_data
        sample = typed.get("sample")
        if sample is not None and sample.size > settings.MAX_UPLOAD_BYTES:
            limit = {"limit_mb": settings.MAX_UPLOAD_BYTES // 1024**2}
            raise ValidationError({"sample": refusal_words(Refusal(Reason.TOO_LARGE, limit))})
        if sample is None and not typed.get("lines", "").strip() and not self.errors:
            raise ValidationError({"sample": _("Choose a file, or paste the first lines of the table.")})
        return typed


@dataclass(frozen=True, slots=True)
class MappedColumn:
    """One of our columns with the fields that tell what it is made of."""

    column: Column
    field: forms.BoundField
    codes: tuple[tuple[str, forms.BoundField], ...]
    more: int
    examples: tuple[str, ...]
    is_guess: bool


class MappingForm(forms.Form):
    """What the columns of the sample mean, which form its days have, what its codes stand for."""

    pattern = forms.RegexField(
        f"^{FILES.pattern}$",
        label=gettext_lazy("Files of the table in the export"),
        max_length=200,
        help_text=gettext_lazy("A name, or a pattern such as person*.csv when there are several files."),
        error_messages={"invalid": gettext_lazy("Write a name that ends with .csv or .parquet, without blanks.")},
    )
    dates = forms.ChoiceField(label=gettext_lazy("Days are written"), choices=_DATE_NAMES)
    end_is = forms.ChoiceField(
        label=gettext_lazy("The end of a row is"),
        choices=[(LAST_DAY, gettext_lazy("its last day")), (DAY_AFTER, gettext_lazy("the day after its last day"))],
    )
    is_checked = forms.BooleanField(
        label=gettext_lazy("I have compared the columns and codes with the maker’s description"), required=False
    )

    def __init__(
        self, table: str, head: Head, known: TableProfile | None, end_is: str, data: QueryDict | None = None
    ) -> None:
        self.table, self.head, self.known = table, head, known
        self.guesses = guessed_columns(table, head.columns)
        chosen = self._chosen_at_first()
        first = {"end_is": end_is, "pattern": known.files if known else self._files()}
        first |= {f"col-{ours}": theirs for ours, theirs in chosen.items()}
        if data is not None:
            chosen = {one.name: data.get(f"col-{one.name}", "") for one in TABLES[table]}
        days = [chosen[name] for name in date_columns(table) if chosen.get(name) in head.columns]
        first["dates"] = known.dates if known else guessed_dates(head, days)
        codes = self._code_fields({ours: theirs for ours, theirs in chosen.items() if theirs in head.columns})
        if data is not None:
            data = data.copy()
            for name, (_column, _value, guess) in codes.items():
                data.setdefault(name, guess)
        super().__init__(data, initial=first | {name: guess for name, (_c, _v, guess) in codes.items()})
        self._add_fields(codes)

    def _files(self) -> str:
        return f"{self.table}*.{'csv' if self.head.delimiter else 'parquet'}"

    def _chosen_at_first(self) -> dict[str, str]:
        """Return the columns as they stand in the profile, else as they are guessed."""
        if self.known is None:
            return dict(self.guesses)
        return {ours: theirs for ours, theirs in self.known.columns.items() if theirs in self.head.columns}

    def _code_fields(self, chosen: Mapping[str, str]) -> dict[str, tuple[Column, str, str]]:
        """Return for each value of a column of codes the name of its field, the value, and what it is taken for."""
        found = {}
        for column in TABLES[self.table]:
            if column.form is not Form.CODE or column.name not in chosen:
                continue
            values = self.head.values(chosen[column.name])[:MOST_CODES]
            known = self.known.codes.get(column.name, {}) if self.known else {}
            guesses = guessed_codes(column, values)
            for value in values:
                mark = sha256(f"{chosen[column.name]}\0{value}".encode()).hexdigest()[:10]
                found[f"code-{column.name}-{mark}"] = (column, value, known.get(value) or guesses.get(value, ""))
        return found

    def _add_fields(self, codes: Mapping[str, tuple[Column, str, str]]) -> None:
        self._codes = codes
        theirs = [("", _("Not in the export")), *((name, name) for name in self.head.columns)]
        for column in TABLES[self.table]:
            self.fields[f"col-{column.name}"] = forms.ChoiceField(
                label=plain(word(COLUMNS, column.name)),
                choices=theirs,
                required=column.required,
                error_messages={"required": _("Nothing can be counted without this column. Choose it.")},
            )
        for name, (column, value, _guess) in codes.items():
            meanings = [("", _("Nothing here: leave it out")), *((c, plain(word(CODES, c))) for c in column.codes)]
            self.fields[name] = forms.ChoiceField(label=value, choices=meanings, required=False)
        if self.table != "jobsearch":
            del self.fields["end_is"]
        if not date_columns(self.table):
            del self.fields["dates"]

    def clean(self) -> dict[str, Any]:
        """Refuse a column that would mean two things."""
        typed = super().clean() or self.cleaned_data
        taken: dict[str, str] = {}
        for column in TABLES[self.table]:
            theirs = typed.get(f"col-{column.name}", "")
            if theirs and theirs in taken:
                self.add_error(
                    f"col-{column.name}", _("“%(column)s” means another thing already.") % {"column": theirs}
                )
            taken[theirs] = column.name
        return typed

    def columns(self) -> list[MappedColumn]:
        """Return our columns in their order, each with its fields."""
        return [self._mapped(column) for column in TABLES[self.table]]

    def _mapped(self, column: Column) -> MappedColumn:
        name = f"col-{column.name}"
        theirs = self[name].value() or ""
        values = self.head.values(theirs) if theirs in self.head.columns else ()
        codes = tuple((value, self[key]) for key, (one, value, _guess) in self._codes.items() if one is column)
        shown = () if column.form in (Form.PERSON, Form.KEY, Form.CODE) else values[:_SHOWN_VALUES]
        is_guess = bool(theirs) and self.guesses.get(column.name) == theirs and self.known is None
        return MappedColumn(
            column, self[name], codes, max(len(values) - MOST_CODES, 0) if codes else 0, shown, is_guess
        )

    def shared(self) -> Sequence[forms.BoundField]:
        """Return the fields that concern the whole table."""
        return [self[name] for name in ("pattern", "dates", "end_is") if name in self.fields]

    def entry(self) -> dict[str, Any]:
        """Return what a profile says of the table."""
        typed = self.cleaned_data
        columns = {one.name: typed[f"col-{one.name}"] for one in TABLES[self.table] if typed[f"col-{one.name}"]}
        codes: dict[str, dict[str, str]] = {}
        for name, (column, value, _guess) in self._codes.items():
            if typed.get(name):
                codes.setdefault(column.name, {})[value] = typed[name]
        for one in TABLES[self.table]:
            if one.form is Form.CODE and one.name in columns and one.name not in codes:
                codes[one.name] = {}
        entry: dict[str, Any] = {"files": typed["pattern"], "columns": columns}
        if any(codes.values()):
            entry["codes"] = {column: meanings for column, meanings in codes.items() if meanings}
        if "dates" in typed:
            entry["dates"] = typed["dates"]
        return entry

    def shared_by_tables(self, before: str) -> dict[str, Any]:
        """Return what the whole export has in common."""
        told: dict[str, Any] = {"end_is": self.cleaned_data.get("end_is", before)}
        if self.head.delimiter:
            told["csv"] = {"delimiter": self.head.delimiter, "encoding": self.head.encoding}
        return told
