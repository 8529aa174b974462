"""The measures of the client register, each with its rule, the law it stands on and its SQL."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luotsi.core.text import Text
from luotsi.law.dated import provisions
from luotsi.law.types import Ladder, Provision
from luotsi.orgs.queries import sort_key
from luotsi.register.measures import definitions
from luotsi.register.types import Definition, Grouping
from luotsi.register.words import GROUPINGS, Meaning, meaning, part_word, word
from luotsi.web.public.pages.values import bare
from luotsi.web.shared.crumbs import Crumb, home_crumb
from luotsi.web.shared.language import reader_language
from luotsi.web.shared.templatetags.pieces import plain


@dataclass(frozen=True, slots=True)
class MeasureShown:
    """A measure with what it means."""

    definition: Definition
    meaning: Meaning

    @property
    def groupings(self) -> list[Text]:
        """By what it is divided."""
        return [word(GROUPINGS, one) for one in self.definition.groupings if one is not Grouping.ALL]

    @property
    def parts(self) -> list[Text]:
        """What its parts are."""
        return [part_word(part) for part in self.definition.parts]


@require_safe
def measures(request: HttpRequest) -> HttpResponse:
    """Anybody: every measure of the register in order of name. No queries but those of whoever is signed in."""
    shown = [MeasureShown(one, meaning(one.key)) for one in definitions()]
    shown.sort(key=lambda one: sort_key(bare(one.meaning.name, reader_language())))
    crumbs = [
        home_crumb(),
        Crumb(_("Catalogue of measures"), reverse("catalogue")),
        Crumb(_("From the client register")),
    ]
    return render(request, "public/register_measures.html", {"measures": shown, "crumbs": crumbs})


@require_safe
def measure(request: HttpRequest, key: str) -> HttpResponse:
    """Anybody: one measure, its rule in words and in SQL, and the law by the day. No queries as above."""
    found = next((one for one in definitions() if one.key == key), None)
    if found is None:
        raise Http404(key)
    shown = MeasureShown(found, meaning(key))
    crumbs = [
        home_crumb(),
        Crumb(_("Catalogue of measures"), reverse("catalogue")),
        Crumb(_("From the client register"), reverse("register-measures")),
        Crumb(plain(shown.meaning.name)),
    ]
    law = [_in_words(one) for rule in shown.meaning.law for one in provisions(rule)]
    return render(request, "public/register_measure.html", {"shown": shown, "law": law, "crumbs": crumbs})


@dataclass(frozen=True, slots=True)
class ProvisionShown:
    """A provision with its value in words."""

    provision: Provision[object]
    value: str
    about: Text | None


def _in_words(provision: Provision[object]) -> ProvisionShown:
    benefit = provision.key.get("benefit")
    about = part_word(benefit) if benefit else None
    if not isinstance(provision.value, Ladder):
        names = {
            "interview_limit": _("%(value)s working days"),
            "discussion_interval": _("%(value)s months"),
        }
        return ProvisionShown(provision, names[provision.rule] % {"value": provision.value}, about)
    steps = [
        f"{step.first_day}–{step.last_day if step.last_day is not None else ''}: {step.percent.normalize():f} %"
        for step in provision.value.steps
    ]
    return ProvisionShown(provision, _("days %(steps)s") % {"steps": ", ".join(steps)}, about)
