"""What of the released figures is asked for: the place and the month, out of those that are there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from luotsi.core.periods import Period
from luotsi.core.text import Language, Text
from luotsi.core.values import Cell, Flag, Gap
from luotsi.figures.period_names import period_name
from luotsi.orgs.models import Organisation, Subject
from luotsi.register.models import Release
from luotsi.register.releases.queries import Figure, released_cells, standing
from luotsi.register.types import Grouping
from luotsi.web.public.pages.subjects import Subjects

LONGEST = 24
"""How many months a line goes back."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A place or month to choose, and whether it is chosen."""

    value: str
    name: Text | str
    is_chosen: bool


@dataclass(frozen=True)
class Asked:
    """A page's organisation, place and month; `releases` tells what is out."""

    owner: Organisation
    subjects: Subjects
    place: Subject
    month: Period
    releases: Mapping[tuple[str, str], Release]
    measures: tuple[str, ...]
    language: Language
    as_known_on: date | None = None

    @property
    def months(self) -> list[Period]:
        """The months that are out of any of the page's measures, the newest first."""
        return months_of(self.releases, self.measures)

    @property
    def release(self) -> Release | None:
        """The release that tells the month of the page's first measure that is out."""
        found = (self.releases.get((one, self.month.name)) for one in self.measures)
        return next((one for one in found if one is not None), None)

    @property
    def month_name(self) -> str:
        """The month in the reader's language."""
        return period_name(self.month, self.language)

    @property
    def is_simulated(self) -> bool:
        """Whether what is shown was counted from persons who do not exist."""
        return self.release is not None and self.release.is_simulated

    @property
    def places(self) -> list[Subject]:
        """The municipalities, the area and the country, in the order of tables."""
        wider = (self.subjects.own, self.subjects.country)
        return [*self.subjects.parts, *(one for one in wider if one is not None)]

    @property
    def place_choices(self) -> list[Choice]:
        """The area and its municipalities to choose from."""
        mine = [one for one in (self.subjects.own, *self.subjects.parts) if one is not None]
        return [Choice(one.slug, one.name, one == self.place) for one in mine]

    @property
    def month_choices(self) -> list[Choice]:
        """The months to choose from."""
        return [Choice(one.name, period_name(one, self.language), one == self.month) for one in self.months]

    def figures(self, measures: Iterable[str] | None = None, **wanted: Any) -> "Figures":
        """Return released figures of the page's measures; two queries."""
        cells = released_cells(self.owner, measures or self.measures, as_known_on=self.as_known_on, **wanted)
        return Figures.of(cells)


def months_of(releases: Mapping[tuple[str, str], Release], measures: Sequence[str]) -> list[Period]:
    """Return the months that are out of any of the measures, the newest first."""
    names = {month for measure, month in releases if measure in measures}
    return [Period.parse(name) for name in sorted(names, reverse=True)]


def asked_of(
    owner: Organisation,
    subjects: Subjects,
    measures: tuple[str, ...],
    query: Mapping[str, str],
    language: Language,
    *,
    as_known_on: date | None = None,
) -> Asked | None:
    """Return what a page shows, the newest month of the area where nothing else is asked; None when nothing is out."""
    releases = standing(owner, as_known_on=as_known_on)
    months = months_of(releases, measures)
    if not months or subjects.own is None:
        return None
    wanted = next((one for one in months if one.name == query.get("kk")), months[0])
    place = subjects.named(query.get("kunta", "")) or subjects.own
    return Asked(owner, subjects, place, wanted, releases, measures, language, as_known_on)


@dataclass(frozen=True, slots=True)
class Figures:
    """Released figures by name."""

    by_name: Mapping[tuple[str, str, str, Grouping, str, str], Figure]

    @classmethod
    def of(cls, figures: Iterable[Figure]) -> "Figures":
        """Return the figures by their names."""
        named = {(one.measure, one.month.name, one.place, one.grouping, one.group, one.part): one for one in figures}
        return cls(named)

    def find(self, measure: str, month: Period, place: Subject, part: str = "") -> Figure | None:
        """Return the figure of everybody, or None where it is not out."""
        return self.by_name.get((measure, month.name, place.code, Grouping.ALL, "", part))

    def within(
        self, measure: str, month: Period, place: Subject, grouping: Grouping, group: str, part: str
    ) -> Figure | None:
        """Return the figure of a part of a group, or None where it is not out."""
        return self.by_name.get((measure, month.name, place.code, grouping, group, part))

    def groups(self, measure: str, month: Period, place: Subject, grouping: Grouping) -> dict[str, Figure]:
        """Return the figures of a grouping by group."""
        head = (measure, month.name, place.code, grouping)
        return {key[4]: one for key, one in self.by_name.items() if key[:4] == head and key[5] == ""}


def count(figure: Figure | None) -> Cell:
    """Return the number of a figure; one that is not out is missing."""
    return Cell.missing() if figure is None else figure.count


def share(figure: Figure | None) -> Cell:
    """Return the share of a figure; one that is not out is missing."""
    return Cell.missing() if figure is None or figure.share is None else figure.share


def median(figure: Figure | None) -> Cell:
    """Return the median of a figure; one that is not out is missing."""
    return Cell.missing() if figure is None or figure.median is None else figure.median


def is_exact(cell: Cell) -> bool:
    """Tell whether the cell is a number and not only its lower bound."""
    return cell.value is not None and Flag.AT_LEAST not in cell.flags


def is_hidden(cell: Cell) -> bool:
    """Tell whether the cell is hidden, whole or in part."""
    return cell.gap is Gap.HIDDEN or Flag.AT_LEAST in cell.flags


def unmarked(cell: Cell) -> Cell:
    """Return the cell without the mark of a simulated register, for a sentence that tells it once at its end."""
    return replace(cell, flags=cell.flags - {Flag.SIMULATED})
