"""The places and units that an organisation's figures are about."""

from dataclasses import dataclass
from datetime import date

from luotsi.core.periods import Period
from luotsi.orgs.models import Organisation, Subject
from luotsi.orgs.queries import municipalities_of

COUNTRY, COUNTRY_SLUG = "SSS", "koko-maa"


@dataclass(frozen=True, slots=True)
class Subjects:
    """An organisation's own subject, the municipalities within it, and the country to set them against."""

    own: Subject | None
    municipalities: tuple[Subject, ...]
    country: Subject | None

    @property
    def all(self) -> list[Subject]:
        """Every one of them once, the own first."""
        found = [one for one in (self.own, *self.municipalities, self.country) if one is not None]
        return list({one.pk: one for one in found}.values())

    @property
    def parts(self) -> list[Subject]:
        """The municipalities, where there are several or they are not the whole."""
        return [one for one in self.municipalities if one != self.own]

    def named(self, slug: str) -> Subject | None:
        """Return the own subject or municipality of that address, or None."""
        mine = [one for one in (self.own, *self.municipalities) if one is not None]
        return next((one for one in mine if one.slug == slug), None)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of a measure is wanted: which place, as known on which day (None: now), which period's versions."""

    subjects: Subjects
    subject: Subject | None
    as_known_on: date | None = None
    period: Period | None = None


def subjects_of(organisation: Organisation, *, on: date) -> Subjects:
    """Return the subjects on that day, in two queries."""
    return Subjects(
        own=organisation.subject,
        municipalities=tuple(municipalities_of(organisation, on=on)),
        country=Subject.objects.filter(code=COUNTRY).first(),
    )
