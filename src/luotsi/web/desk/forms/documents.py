"""Forms of importing: the upload, a changed proposal, the plan to be written."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luotsi.files.refusals import Reason, Refusal
from luotsi.strategy.intake.types import ElementKind
from luotsi.strategy.labels import label
from luotsi.strategy.models import Plan, Proposal
from luotsi.strategy.types import PlanKind
from luotsi.web.desk.outline import Row
from luotsi.web.desk.words import refusal_words
from luotsi.web.shared.language import reader_language

ACCEPTED_FILES = ".pdf,.docx,.pptx,.xlsx,.html,.htm,.md,.txt"
LEVELS = (ElementKind.PRIORITY, ElementKind.GOAL, ElementKind.MEASURE, ElementKind.ACTION)
_DAY = re.compile(r"\b(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})\b|\b(\d{4})-(\d{2})-(\d{2})\b")
_YEARS = re.compile(r"(?:19|20)\d\d")


if TYPE_CHECKING:
    _PlanChoice = forms.ModelChoiceField[Plan]
else:
    _PlanChoice = forms.ModelChoiceField


class PlanField(_PlanChoice):
    """A plan that a document can be a new version of."""

    def label_from_instance(self, obj: Plan) -> str:
        """Name the plan in the reader's language."""
        return _("A new version of: %(plan)s") % {"plan": obj.name.in_language(reader_language())}


class UploadForm(forms.Form):
    """A document, and the plan it is a new version of, if any."""

    document = forms.FileField(
        label=gettext_lazy("Document"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ACCEPTED_FILES}),
        error_messages={"required": gettext_lazy("Choose a document first.")},
    )
    plan = PlanField(
        label=gettext_lazy("What it is"),
        queryset=Plan.objects.none(),
        required=False,
        empty_label=gettext_lazy("A new plan"),
    )

    def __init__(self, plans: Iterable[Plan], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document"].help_text = _(
            "PDF, Word, PowerPoint, Excel, web page or text, at most %(size)d MB. "
            "The reading happens on this server; nothing is sent elsewhere."
        ) % {"size": settings.MAX_UPLOAD_BYTES // 1024**2}
        plan = self.fields["plan"]
        assert isinstance(plan, forms.ModelChoiceField)
        plan.queryset = Plan.objects.filter(pk__in=[one.pk for one in plans])

    def clean_document(self) -> Any:
        """Refuse what is too large before it is read."""
        document = self.cleaned_data["document"]
        if document.size > settings.MAX_UPLOAD_BYTES:
            limit = settings.MAX_UPLOAD_BYTES // 1024**2
            raise ValidationError(refusal_words(Refusal(Reason.TOO_LARGE, {"limit_mb": limit})))
        return document


def shortened(text: str, most: int = 70) -> str:
    """Return the beginning of a long text."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def parent_choices(rows: Sequence[Row]) -> list[tuple[str, str]]:
    """Return proposals as places to hang something on, indented as they stand."""
    return [
        (
            str(row.proposal.pk),
            f"{'– ' * row.depth}{label(ElementKind(row.proposal.kind))}: {shortened(row.proposal.title)}",
        )
        for row in rows
    ]


class SentenceForm(forms.Form):
    """What words of the document are, and what they belong under."""

    title = forms.CharField(
        label=gettext_lazy("Wording"), required=False, strip=True, widget=forms.Textarea(attrs={"rows": 4})
    )
    kind = forms.ChoiceField(label=gettext_lazy("What it is"))
    parent = forms.ChoiceField(label=gettext_lazy("Belongs under"), required=False)

    def __init__(self, parents: Sequence[Row], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = self.fields["kind"]
        places = self.fields["parent"]
        assert isinstance(kinds, forms.ChoiceField)
        assert isinstance(places, forms.ChoiceField)
        kinds.choices = [(str(kind), str(label(kind))) for kind in ElementKind]
        places.choices = [("", _("Nothing: stands on its own")), *parent_choices(parents)]


class ChangeForm(SentenceForm):
    """Another wording, kind or place for one proposal."""

    seen_revision = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, proposal: Proposal, parents: Sequence[Row], data: Any = None) -> "ChangeForm":
        """Return the form as the proposal stands, or as it was sent."""
        initial = {
            "title": proposal.title,
            "kind": proposal.kind,
            "parent": str(proposal.parent_id or ""),
            "seen_revision": proposal.revision,
        }
        return cls(parents, data, initial=initial)


class PlanForm(forms.Form):
    """What the plan made from a document is called, and for which years."""

    name = forms.CharField(label=gettext_lazy("Name of the plan"), max_length=200)
    kind = forms.ChoiceField(label=gettext_lazy("What sort of plan"))
    drafted_on = forms.DateField(
        label=gettext_lazy("Day of the document"),
        help_text=gettext_lazy("Leave it empty where the document bears no day."),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    starts = forms.IntegerField(label=gettext_lazy("First year"), required=False, min_value=1990, max_value=2100)
    ends = forms.IntegerField(label=gettext_lazy("Last year"), required=False, min_value=1990, max_value=2100)
    level_priority = forms.CharField(label=gettext_lazy("A priority is called"), max_length=60, required=False)
    level_goal = forms.CharField(label=gettext_lazy("A goal is called"), max_length=60, required=False)
    level_measure = forms.CharField(label=gettext_lazy("A measure is called"), max_length=60, required=False)
    level_action = forms.CharField(label=gettext_lazy("An action is called"), max_length=60, required=False)

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = self.fields["kind"]
        assert isinstance(kinds, forms.ChoiceField)
        kinds.choices = [(str(kind), str(label(kind))) for kind in PlanKind]
        for name in ("starts", "ends", "drafted_on"):
            self.fields[name].widget.attrs["class"] = "input-short"
        if not is_new:
            for name in ("name", "kind", *(f"level_{kind}" for kind in LEVELS)):
                del self.fields[name]

    @property
    def level_names(self) -> dict[str, str]:
        """What the levels are called, those named only."""
        return {kind: name for kind in LEVELS if (name := self.cleaned_data.get(f"level_{kind}"))}

    @property
    def period(self) -> tuple[date | None, date | None]:
        """The first and the last day."""
        starts, ends = self.cleaned_data["starts"], self.cleaned_data["ends"]
        return (None if starts is None else date(starts, 1, 1), None if ends is None else date(ends, 12, 31))


def years_in(words: str) -> tuple[int | None, int | None]:
    """Return the first and the last year that a period in words names."""
    years = [int(year) for year in _YEARS.findall(words)]
    return (years[0], years[-1]) if years else (None, None)


def day_in(words: str) -> date | None:
    """Return the day that a document bears, where it is one of the calendar."""
    found = _DAY.search(words)
    if found is None:
        return None
    day, month, year = (found[1], found[2], found[3]) if found[1] else (found[6], found[5], found[4])
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


class DecisionForm(forms.Form):
    """Who decided a version, and when."""

    decided_by = forms.CharField(label=gettext_lazy("Decided by"), max_length=200)
    decided_on = forms.DateField(
        label=gettext_lazy("Day of the decision"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
