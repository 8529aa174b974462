"""Forms of a line of a draft: its words in three languages, what it is, and what belongs to its kind."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luotsi.core.text import LANGUAGES, OWN_NAMES, Language, Text
from luotsi.strategy.editing.types import Words
from luotsi.strategy.intake.types import ElementKind
from luotsi.strategy.labels import label
from luotsi.strategy.models import Element
from luotsi.strategy.types import ElementStanding
from luotsi.web.desk.forms.documents import shortened
from luotsi.web.desk.outline import GROUPS
from luotsi.web.desk.plan_lines import PlanLine
from luotsi.web.desk.words import DETAILS

BELONGING: Mapping[ElementKind, tuple[str, ...]] = {
    ElementKind.GOAL: ("responsible", "schedule"),
    ElementKind.MEASURE: ("baseline", "target", "responsible", "schedule"),
    ElementKind.ACTION: ("year", "schedule", "responsible", "cost_eur"),
    ElementKind.ANNUAL_FOCUS: ("year", "responsible"),
    ElementKind.DECISION: ("body", "date", "section", "presenter", "proposal", "outcome"),
    ElementKind.PROJECT: ("start", "end", "responsible", "cost_total_eur", "funding_eur"),
    ElementKind.WORK_PACKAGE: ("start", "end", "schedule", "responsible", "cost_eur"),
    ElementKind.PROJECT_TARGET: ("value", "schedule"),
    ElementKind.STATUS_REVIEW: ("date", "responsible"),
}
"""What is asked of a line beside its words, by its kind; what else the document said of it is asked too."""
LIKELY_BELOW: Mapping[str, ElementKind] = {
    ElementKind.PRIORITY: ElementKind.GOAL,
    ElementKind.GOAL: ElementKind.MEASURE,
    ElementKind.ANNUAL_FOCUS: ElementKind.ACTION,
    ElementKind.PROJECT: ElementKind.WORK_PACKAGE,
    ElementKind.WORK_PACKAGE: ElementKind.ACTION,
    ElementKind.UNIT: ElementKind.GOAL,
    ElementKind.PROMISE: ElementKind.MEASURE,
}
"""What most often is written under a line."""
_TEXTS = {
    "title": (gettext_lazy("Wording"), 2, 2000),
    "body": (gettext_lazy("Description"), 3, 20_000),
    "audience": (gettext_lazy("To whom"), 1, 500),
}
_LONG = {"proposal", "outcome"}


@dataclass(frozen=True, slots=True)
class Differing:
    """A field that another editor wrote otherwise than this one."""

    label: str
    theirs: str
    typed: str


class ElementForm(forms.Form):
    """What a line says; `language` is the one it is written in first, the others are asked below."""

    number = forms.CharField(label=gettext_lazy("Number"), max_length=40, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("What it is"))
    standing = forms.ChoiceField(label=gettext_lazy("How settled it is"), required=False)
    translations_hold = forms.BooleanField(label=gettext_lazy("The other languages still say the same"), required=False)
    seen_revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, details: Iterable[str], language: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language = language
        self.names = [name for name in DETAILS if name in set(details)]
        kinds, standings = self.fields["kind"], self.fields["standing"]
        assert isinstance(kinds, forms.ChoiceField)
        assert isinstance(standings, forms.ChoiceField)
        kinds.choices = [(str(kind), str(label(kind))) for kind in GROUPS]
        standings.choices = [(str(standing), str(label(standing))) for standing in ElementStanding]
        self.fields["number"].widget.attrs["class"] = "input-short"
        for code in LANGUAGES:
            for name, (words, rows, most) in _TEXTS.items():
                self.fields[f"{name}_{code}"] = _text(words, rows, most, code, is_own=code == language)
        for name in self.names:
            widget = forms.Textarea(attrs={"rows": 2}) if name in _LONG else forms.TextInput()
            self.fields[f"d_{name}"] = forms.CharField(
                label=str(DETAILS[name]), max_length=5000, required=False, widget=widget
            )

    @classmethod
    def of(cls, element: Element, language: str, data: Any = None) -> "ElementForm":
        """Return the form as the line stands, or as it was sent."""
        belonging = BELONGING.get(ElementKind(element.kind), ())
        return cls([*belonging, *element.details], language, data, initial=_as_it_stands(element))

    @classmethod
    def new(cls, kind: ElementKind, language: str, data: Any = None) -> "ElementForm":
        """Return the form of a line to be written; details that are sent with it are kept."""
        initial = {"kind": str(kind), "standing": str(ElementStanding.SETTLED), "seen_revision": 0}
        return cls([name for name in DETAILS if f"d_{name}" in (data or ())], language, data, initial=initial)

    @property
    def own(self) -> list[forms.BoundField]:
        """The words in the language that the line is written in first, but for its title."""
        return [self[f"{name}_{self.language}"] for name in _TEXTS if name != "title"]

    @property
    def title(self) -> forms.BoundField:
        """The wording in the language that the line is written in first."""
        return self[f"title_{self.language}"]

    @property
    def belonging(self) -> list[forms.BoundField]:
        """What belongs to the line's kind."""
        return [self[f"d_{name}"] for name in self.names]

    @property
    def translations(self) -> list[forms.BoundField]:
        """The words in the other languages."""
        return [self[f"{name}_{code}"] for code in LANGUAGES if code != self.language for name in _TEXTS]

    @property
    def has_translations(self) -> bool:
        """Whether anything is written or wrong in the other languages."""
        return any(field.value() or field.errors for field in self.translations)

    def clean(self) -> dict[str, Any]:
        """Refuse a changed wording beside translations of the earlier one, unless they are said to hold."""
        typed = super().clean() or self.cleaned_data
        older = sorted({code for name in _TEXTS for code in self._older_than(name, typed)})
        if older and not typed.get("translations_hold"):
            words = _("The wording changed, and these say what it was: %(languages)s. Mend them, empty them, or tick.")
            self.add_error(
                "translations_hold", words % {"languages": ", ".join(OWN_NAMES[code].lower() for code in older)}
            )
        return typed

    def _older_than(self, name: str, typed: Mapping[str, Any]) -> list[Language]:
        """Return the languages that say of a text what they said before its wording changed here."""
        before = {code: _one_line(self.initial.get(f"{name}_{code}")) for code in LANGUAGES}
        now = {code: _one_line(typed.get(f"{name}_{code}")) for code in LANGUAGES}
        own = next(code for code in LANGUAGES if code == self.language)
        if now[own] == before[own] or not before[own]:
            return []
        return [code for code in LANGUAGES if code != own and now[code] and now[code] == before[code]]

    def words(self, kept: Mapping[str, str]) -> Words:
        """Return what was typed; details that the form does not ask stay as they are kept."""
        typed = self.cleaned_data
        asked = {name: typed[f"d_{name}"] for name in self.names}
        details = {name: value for name, value in {**kept, **asked}.items() if value}
        texts = {name: Text(**{code: typed[f"{name}_{code}"] for code in LANGUAGES}) for name in _TEXTS}
        return Words(
            kind=ElementKind(typed["kind"]),
            number=typed["number"],
            standing=ElementStanding(typed["standing"] or ElementStanding.SETTLED),
            details=details,
            **texts,
        )

    def differing(self, element: Element) -> list[Differing]:
        """Return where the line as it stands differs from what was typed."""
        theirs = _as_it_stands(element)
        fields = [field for field in self.visible_fields() if field.name in theirs or field.name.startswith("d_")]
        rows = [(field, _one_line(theirs.get(field.name, "")), _one_line(field.value())) for field in fields]
        return [
            Differing(str(field.label), _chosen(field, old), _chosen(field, new))
            for field, old, new in rows
            if old != new
        ]


def _text(words: Any, rows: int, most: int, code: str, *, is_own: bool) -> forms.CharField:
    named = words if is_own else f"{words}: {OWN_NAMES[code].lower()}"  # type: ignore[index]
    attrs = {"rows": rows, "lang": code}
    return forms.CharField(label=named, max_length=most, required=False, widget=forms.Textarea(attrs=attrs))


def _as_it_stands(element: Element) -> dict[str, Any]:
    texts = {f"{name}_{code}": getattr(getattr(element, name), code) for name in _TEXTS for code in LANGUAGES}
    details = {f"d_{name}": value for name, value in element.details.items()}
    return (
        texts
        | details
        | {
            "number": element.number,
            "kind": element.kind,
            "standing": element.standing,
            "seen_revision": element.revision,
        }
    )


def _one_line(value: Any) -> str:
    return " ".join(str(value or "").split())


def _chosen(field: forms.BoundField, value: str) -> str:
    choices = getattr(field.field, "choices", ())
    return str(dict(choices).get(value, value))


def place_choices(lines: Sequence[PlanLine], moved: Element) -> list[tuple[str, str]]:
    """Return what a line can be moved under: everything but itself and what hangs on it."""
    below = {moved.pk}
    found = [("0", _("Nothing: stands on its own"))]
    for line in lines:
        if line.element.pk in below or line.element.parent_id in below:
            below.add(line.element.pk)
        else:
            name = shortened(str(line.element.title.in_language("fi")))
            found.append((str(line.element.pk), f"{'– ' * line.depth}{line.kind}: {name}"))
    return found
