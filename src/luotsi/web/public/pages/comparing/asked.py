"""What of a comparison is asked for: the share, the month, the reference and the place, out of those that there are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from luotsi.comparison.queries import Exists, Reference, References
from luotsi.comparison.rules import nearest
from luotsi.comparison.types import Comparable, Origin
from luotsi.core.periods import Period
from luotsi.core.text import Language
from luotsi.figures.period_names import period_name
from luotsi.orgs.models import Organisation, Subject
from luotsi.register.models import Release
from luotsi.web.public.pages.clients.asked import Choice
from luotsi.web.public.pages.comparing.words import ORIGINS, name_of
from luotsi.web.public.pages.subjects import Subjects

MONTHS_TO_CHOOSE = 36


@dataclass(frozen=True)
class Asked:
    """A comparison that can be made, as far as its own figures go; `reference` is None where none can be used."""

    owner: Organisation
    subjects: Subjects
    language: Language
    place: Subject
    references: References
    exists: tuple[Exists, ...]
    chosen: Exists
    month: Period
    origins: tuple[Origin, ...]
    reference: Reference | None

    @property
    def comparable(self) -> Comparable:
        """The share that is compared."""
        return self.chosen.comparable

    @property
    def month_name(self) -> str:
        """The month in the reader's language."""
        return period_name(self.month, self.language)

    @property
    def release(self) -> Release | None:
        """The release of the area's own figures; None where they are published ones."""
        return self.references.own_release(self.comparable, self.month) if self.comparable.is_of_register else None

    @property
    def is_simulated(self) -> bool:
        """Whether the area's own figures were counted from persons who do not exist."""
        return self.release is not None and self.release.is_simulated

    @property
    def is_mixed(self) -> bool:
        """Whether one side is counted from persons who do not exist and the other is not."""
        return self.reference is not None and self.reference.is_simulated != self.is_simulated

    @property
    def places(self) -> list[Subject]:
        """The municipalities and the area, in the order of tables."""
        own = self.subjects.own
        return [*self.subjects.parts, *([own] if own is not None else [])]

    @property
    def share_choices(self) -> dict[bool, list[Choice]]:
        """The shares to choose from, those of official statistics under False."""
        found: dict[bool, list[Choice]] = {False: [], True: []}
        for one in self.exists:
            if one.own:
                key = one.comparable.key
                choice = Choice(key, name_of(one.comparable), key == self.comparable.key)
                found[one.comparable.is_of_register].append(choice)
        return found

    @property
    def month_choices(self) -> list[Choice]:
        """The months to choose from, the newest first."""
        months = self.chosen.own[:MONTHS_TO_CHOOSE]
        return [Choice(one.name, period_name(one, self.language), one == self.month) for one in months]

    @property
    def origin_choices(self) -> list[Choice]:
        """The references to choose from."""
        chosen = None if self.reference is None else self.reference.origin
        return [Choice(one.value, str(ORIGINS[one]), one == chosen) for one in self.origins]

    @property
    def place_choices(self) -> list[Choice]:
        """The area and its municipalities to choose from."""
        return [Choice(one.slug, one.name, one == self.place) for one in reversed(self.places)]


def asked_of(
    owner: Organisation,
    subjects: Subjects,
    query: Mapping[str, str],
    language: Language,
    *,
    as_known_on: date | None = None,
) -> Asked | None:
    """Return what is asked for, else the first share's newest month; None where nothing can be compared."""
    references = References(owner, as_known_on=as_known_on)
    exists = tuple(references.exists())
    told = {one.comparable.key: one for one in exists if one.own}
    if not told or subjects.own is None:
        return None
    chosen = told.get(query.get("mittari", "")) or next(iter(told.values()))
    month = next((one for one in chosen.own if one.name == query.get("kk")), chosen.own[0])
    origins = tuple(one for one, months in chosen.references.items() if nearest(months, month) is not None)
    tried = [one for one in origins if one == query.get("viite")] or origins
    found = (references.find(chosen.comparable, one, month) for one in tried)
    return Asked(
        owner=owner,
        subjects=subjects,
        language=language,
        place=subjects.named(query.get("kunta", "")) or subjects.own,
        references=references,
        exists=exists,
        chosen=chosen,
        month=month,
        origins=origins,
        reference=next((one for one in found if one is not None), None),
    )
