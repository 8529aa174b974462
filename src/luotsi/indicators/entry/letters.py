"""The letter that asks a person for one value, in the person's language."""

from dataclasses import dataclass
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from luotsi.core.periods import Period
from luotsi.core.text import FALLBACK, LANGUAGES, Language
from luotsi.figures.formats import date_text
from luotsi.figures.period_names import period_name
from luotsi.indicators.models import Measure, Observation
from luotsi.indicators.writing import Writing
from luotsi.orgs.models import Person, Subject


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of one value."""

    measure: Measure
    subject: Subject
    period: Period


@dataclass(frozen=True, slots=True)
class Letter:
    """What goes into a message."""

    subject: str
    body: str


def language_of(person: Person) -> Language:
    """Return the language a person is written to in."""
    return next((known for known in LANGUAGES if known == person.language), FALLBACK)


def letter(slot: Slot, person: Person, *, address: str, before: Observation | None, expires_on: date) -> Letter:
    """Return the letter about one value; `before` is the newest value of an earlier period."""
    language = language_of(person)
    measure = " ".join(slot.measure.shown_name.in_language(language).text.split())
    period = period_name(slot.period, language)
    with translation.override(language):
        lines = [
            _("Hello %(name)s,") % {"name": person.name},
            "",
            _("%(organisation)s asks you for one value. It takes a minute, and you need not sign in.")
            % {"organisation": slot.measure.owner.name.in_language(language)},
            "",
            _("Measure: %(measure)s") % {"measure": measure},
            _("Whom it is about: %(subject)s") % {"subject": slot.subject.name.in_language(language)},
            _("Period: %(period)s") % {"period": period},
        ]
        if before is not None:
            words = Writing.of(slot.measure.definition, language).value(before)
            earlier = {"value": words, "period": period_name(before.period, language)}
            lines.append(_("Value before: %(value)s (%(period)s)") % earlier)
        lines += [
            "",
            _("Open the link and write the value, or say that nothing has changed:"),
            address,
            "",
            _("The link can be used once, until %(day)s. It opens this value only, so do not pass it on.")
            % {"day": date_text(expires_on, language)},
        ]
        subject = _("A value is needed: %(measure)s, %(period)s") % {"measure": measure, "period": period}
    return Letter(subject[:300], "\n".join(lines) + "\n")
