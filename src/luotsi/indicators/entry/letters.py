"""The letters about one value, asked for or come back, in the person's language."""

import re
from dataclasses import dataclass
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from luotsi.core.periods import Period
from luotsi.core.text import FALLBACK, LANGUAGES, Language
from luotsi.figures.formats import date_text
from luotsi.figures.period_names import period_name
from luotsi.indicators.entry.models import DraftValue
from luotsi.indicators.models import Measure, Observation
from luotsi.indicators.writing import Writing
from luotsi.orgs.models import Person, Subject


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of one value."""

    measure: Measure
    subject: Subject
    period: Period


_FOREIGN_LINK = re.compile(r"\S*(?:://|www\.)\S*", re.IGNORECASE)
"""What a mail program would make a link of: in our letters only the address of the value is one."""


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
    with translation.override(language):
        lines = [
            _("%(organisation)s asks you for one value. It takes a minute, and you need not sign in.")
            % {"organisation": slot.measure.owner.name.in_language(language)},
            "",
            *_place(slot, language),
        ]
        if before is not None:
            words = Writing.of(slot.measure.definition, language).value(before)
            earlier = {"value": words, "period": period_name(before.period, language)}
            lines.append(_("Value before, %(period)s: %(value)s") % earlier)
        lines += ["", _("Open the link and write the value, or say that nothing has changed:")]
        return _letter(_("A value is needed: %(measure)s, %(period)s"), slot, person, lines, address, expires_on)


def returned_letter(slot: Slot, person: Person, draft: DraftValue, *, address: str, expires_on: date) -> Letter:
    """Return the letter about a value that came back with a note on what to mend."""
    language = language_of(person)
    writing = Writing.of(slot.measure.definition, language, is_exact=True)
    value = draft.words.in_language(language).text or writing.cell(draft.cell)
    with translation.override(language):
        lines = [
            _("A value that you entered came back. It takes a minute to mend, and you need not sign in."),
            "",
            *_place(slot, language),
            _("The value: %(value)s") % {"value": value},
            _("What is to be mended: %(note)s") % {"note": draft.return_note},
            "",
            _("Open the link and write the value anew:"),
        ]
        return _letter(_("A value came back: %(measure)s, %(period)s"), slot, person, lines, address, expires_on)


def _place(slot: Slot, language: Language) -> list[str]:
    return [
        _("Measure: %(measure)s") % {"measure": _name(slot, language)},
        _("Whom it is about: %(subject)s") % {"subject": slot.subject.name.in_language(language)},
        _("Period: %(period)s") % {"period": period_name(slot.period, language)},
    ]


def _name(slot: Slot, language: Language) -> str:
    return " ".join(slot.measure.shown_name.in_language(language).text.split())


def _letter(subject: str, slot: Slot, person: Person, lines: list[str], address: str, expires_on: date) -> Letter:
    language = language_of(person)
    body = [
        _("Hello %(name)s,") % {"name": _FOREIGN_LINK.sub("…", person.name)},
        "",
        *(_FOREIGN_LINK.sub("…", line) for line in lines),
        address,
        "",
        _("The link can be used once, until %(day)s. It opens this value only, so do not pass it on.")
        % {"day": date_text(expires_on, language)},
    ]
    named = subject % {"measure": _name(slot, language), "period": period_name(slot.period, language)}
    return Letter(_FOREIGN_LINK.sub("…", named)[:300], "\n".join(body) + "\n")
