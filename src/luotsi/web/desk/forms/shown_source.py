"""Form by which an editor chooses which source of a measure is shown."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from luotsi.indicators.choosing import Beside, Source, source_of
from luotsi.web.shared.language import reader_language


class ShownSourceForm(forms.Form):
    """One of the sources with a reason, and the choice that the editor saw."""

    source = forms.ChoiceField(label=gettext_lazy("Shown from now on"))
    reason = forms.CharField(
        label=gettext_lazy("Why this source"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Your name and this reason are kept in the history."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, sources: Iterable[Beside], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["source"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.source.token, one.name.in_language(reader_language()).text) for one in sources]

    def chosen(self) -> Source:
        """Return the source of a valid form."""
        found = source_of(self.cleaned_data["source"])
        assert found is not None
        return found
