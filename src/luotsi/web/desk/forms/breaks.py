"""Form by which an editor tells of a break in a measure's series."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luotsi.core.text import LANGUAGES, OWN_NAMES, Language, Text
from luotsi.indicators.break_operations import NewBreak
from luotsi.indicators.choosing import Beside
from luotsi.indicators.labels import label
from luotsi.indicators.models import SeriesBreak
from luotsi.indicators.types import BreakKind
from luotsi.orgs.models import Subject
from luotsi.web.desk.forms.fields import PeriodField
from luotsi.web.shared.language import reader_language


class BreakForm(forms.Form):
    """The first period of the new way, what changed, in words, where it is told, and whom it concerns."""

    period = PeriodField(
        label=gettext_lazy("First period counted in the new way"),
        max_length=10,
        help_text=gettext_lazy("2027, 2027-Q2 or 2027-06"),
    )
    kind = forms.ChoiceField(label=gettext_lazy("What changed"))
    source = forms.CharField(
        label=gettext_lazy("Where it is told"),
        max_length=300,
        help_text=gettext_lazy("A document, a decision, an act or an address."),
    )
    subject = forms.ChoiceField(label=gettext_lazy("Whom it concerns"), required=False)
    source_key = forms.ChoiceField(label=gettext_lazy("Which source it concerns"), required=False)

    def __init__(
        self,
        subjects: Sequence[Subject],
        sources: Iterable[Beside],
        *args: Any,
        standing: SeriesBreak | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.initial = _as_it_stands(standing)
        language = reader_language()
        self.subjects = {one.code: one for one in subjects}
        self.fields["period"].widget.attrs["class"] = "input-short"
        offered = {
            "kind": [(str(one), str(label(one))) for one in BreakKind],
            "subject": [
                ("", _("Everybody whom the measure is about")),
                *((one.code, one.name.in_language(language).text) for one in subjects),
            ],
            "source_key": [
                ("", _("Every source")),
                *((one.source.key, one.name.in_language(language).text) for one in sources),
            ],
        }
        if standing is not None and standing.source_key not in dict(offered["source_key"]):
            offered["source_key"].append((standing.source_key, standing.source_key))
        for name, choices in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
        for code in _reading_order(language):
            self.fields[f"text_{code}"] = forms.CharField(
                label=_("What changed, in words (%(language)s)") % {"language": OWN_NAMES[code]},
                required=code == language,
                max_length=500,
                widget=forms.Textarea(attrs={"rows": 2, "lang": code}),
            )
        if len(offered["source_key"]) < 3:
            del self.fields["source_key"]
        if not self.subjects:
            del self.fields["subject"]
        texts = [f"text_{code}" for code in _reading_order(language)]
        self.order_fields(["period", "kind", *texts, "source", "subject", "source_key"])

    def told(self) -> NewBreak:
        """Return what was typed as a break."""
        typed = self.cleaned_data
        return NewBreak(
            period=typed["period"],
            kind=BreakKind(typed["kind"]),
            text=Text(**{code: typed[f"text_{code}"] for code in LANGUAGES}),
            source=typed["source"],
            subject=self.subjects.get(typed.get("subject", "")),
            source_key=typed.get("source_key", ""),
        )


def _reading_order(language: Language) -> list[Language]:
    return [language, *(one for one in LANGUAGES if one != language)]


def _as_it_stands(standing: SeriesBreak | None) -> dict[str, object]:
    if standing is None:
        return {}
    return {
        "period": standing.period_name,
        "kind": standing.kind,
        "source": standing.source,
        "subject": standing.subject.code if standing.subject else "",
        "source_key": standing.source_key,
        **{f"text_{code}": getattr(standing.text, code) for code in LANGUAGES},
    }
