"""The words of the register and the shape of what it counts; how the counting is done stands in `sql` and `engine`.

An aggregate is one whole number, or two, about a place in a month. All of them add up: over municipalities to an
area and the country, over the bins of a histogram to its total. Shares, means, medians and quantiles are therefore
made from sums, never from other shares. Aggregates are not protected: they stay in the sealed folder, and only
`release` takes them further.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from luotsi.core.periods import Period

UNKNOWN_MUNICIPALITY = "KU999"  # persons whose home municipality the register does not tell; part of the country only
ALL = ""  # the group that holds everybody, and the part that holds everything


class Table(StrEnum):
    """The tables of a sealed register, as they stand in a snapshot."""

    SPELL = "spell"
    SEARCH = "search"
    SERVICE = "service"
    CONTACT = "contact"
    PLAN = "plan"
    BENEFIT = "benefit"
    EMPLOYMENT = "employment"
    VACANCY = "vacancy"


class Grouping(StrEnum):
    """By what the persons (or vacancies) of a place are divided; one at a time, never crossed."""

    ALL = "all"
    AGE = "age"
    SEX = "sex"
    EDUCATION = "education"
    DURATION = "duration"
    LANGUAGE = "language"
    SECTOR = "sector"  # of vacancies
    TEAM = "team"  # of the clients' experts


GROUPS: dict[Grouping, tuple[str, ...]] = {
    Grouping.ALL: (ALL,),
    Grouping.AGE: ("0-24", "25-34", "35-49", "50-59", "60-", "unknown"),  # age reached in the year of the month
    Grouping.SEX: ("female", "male", "unknown"),
    Grouping.EDUCATION: ("basic", "secondary", "higher", "unknown"),
    Grouping.DURATION: ("0-3", "3-6", "6-12", "12-24", "24-"),  # months of unemployment without a break
    Grouping.LANGUAGE: ("fi", "sv", "other", "unknown"),
}
"""The codes of each grouping, in the order of tables; sectors and teams are as the register has them."""


class Kind(StrEnum):
    """What the two numbers of an aggregate are."""

    STOCK = "stock"  # count: persons (or vacancies) on the counting day; no base
    FLOW = "flow"  # count: events in the month; no base
    SHARE = "share"  # count of base: both persons or events; count <= base
    HISTOGRAM = "histogram"  # count: persons whose number of days is `days`; no base
    MONEY = "money"  # count: persons paid; base: cents paid to them

    @property
    def has_base(self) -> bool:
        """Whether an aggregate carries a second number."""
        return self in (Kind.SHARE, Kind.MONEY)


@dataclass(frozen=True, slots=True)
class Aggregate:
    """One row of what the engine counts.

    measure : key of the measure, the name of its file in `sql`
    month : the month, "2026-03"; of a cohort the month in which the follow-up is complete, as its definition says
    place : "KU740", "TA36", "SSS" or `UNKNOWN_MUNICIPALITY`
    grouping, group : "all" and "", or a grouping and one of its codes
    part : a further division of the measure (reason, channel, type, months of follow-up), "" when it has none; the
        parts of one measure exclude each other unless the definition says otherwise
    days : the bin of a histogram, working days or days as the definition says; None for other kinds
    count : how many; of a share the numerator
    base : of a share the denominator, of money the cents, else None
    """

    measure: str
    month: str
    place: str
    grouping: Grouping
    group: str
    part: str
    days: int | None
    count: int
    base: int | None


@dataclass(frozen=True, slots=True)
class Definition:
    """What a measure is, read from the header of its SQL text.

    `counts` names whom the numbers count (persons, spells, vacancies): what protection has to keep hidden when few.
    `parts` are the codes of its parts in the order of tables, empty when it has none or they are as the register
    has them.
    `reads` are the aspects of tables it depends on, with the months before (-) and after (+) its own month.
    """

    key: str
    kind: Kind
    counts: str
    groupings: tuple[Grouping, ...]
    parts: tuple[str, ...]
    reads: tuple["Reading", ...]
    first_month: Period | None  # the law it stands on has been read from this month on
    is_by_ladder: bool  # it stands on the ladder of the municipal share, and needs the months of which all is read
    sql: str


class Reading(NamedTuple):
    """Events of a table on which a month of a measure depends, from `first` to `last` months from its own."""

    table: Table
    aspect: "Aspect"
    first: int
    last: int


class Aspect(StrEnum):
    """Which rows of a table belong to a month."""

    STARTED = "started"  # began in the month
    ENDED = "ended"  # ended in the month
    OPEN = "open"  # was going on at the counting day of the month
    HAPPENED = "happened"  # stands in the month


class UnableToCalculate(ValueError):
    """A measure cannot be calculated; the text says why and what to do."""


class UnableToImport(ValueError):
    """Nothing was imported; the text says why and what to do. The former snapshot stands."""


class UnderWay(UnableToCalculate, UnableToImport):
    """Somebody else's import or calculation works in the sealed folder now."""
