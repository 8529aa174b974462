"""The tables that an export brings, column by column, with the codes they may hold; a profile maps to these."""

from dataclasses import dataclass
from enum import StrEnum

from luotsi.law.types import Benefit
from luotsi.register.types import GROUPS, Grouping

UNKNOWN = "unknown"


class Form(StrEnum):
    """How a column is read."""

    PERSON = "person"  # an id of a person, made a pseudonym
    KEY = "key"  # another id (employer, expert, vacancy), made a pseudonym
    DAY = "day"
    CODE = "code"
    NUMBER = "number"  # a whole number from zero
    EURO = "euro"  # euros and cents, kept as cents
    PLACE = "place"  # three digits of a municipality
    TEXT = "text"  # a short name such as a sector


@dataclass(frozen=True, slots=True)
class Column:
    """One column; a row without a usable `required` one is rejected, without another one it is kept with a gap."""

    name: str
    form: Form
    required: bool = False
    codes: tuple[str, ...] = ()


def _person() -> Column:
    return Column("person", Form.PERSON, required=True)


def _day(name: str, *, required: bool = False) -> Column:
    return Column(name, Form.DAY, required)


def _code(name: str, *codes: str, required: bool = False) -> Column:
    return Column(name, Form.CODE, required, codes)


UNEMPLOYED = ("unemployed", "laid_off")  # laid off full time is unemployed in the statistics
STATUSES = (*UNEMPLOYED, "reduced_week", "in_service", "employed", "outside_labour_force", "other")
END_REASONS = (
    "open_market_work",
    "subsidised_work",
    "enterprise",
    "study",
    "service",
    "outside_labour_force",
    "moved_abroad",
    "no_contact",
    "other",
    UNKNOWN,
)
SERVICES = (
    "pay_subsidy",
    "start_up_grant",
    "work_try_out",
    "labour_market_training",
    "coaching",
    "independent_study",
    "rehabilitative_work",
    "other",
)
CONTACTS = ("initial_interview", "job_search_discussion", "supplementary_discussion", "other")
CHANNELS = ("in_person", "video", "phone", "online", UNKNOWN)
EMPLOYMENTS = ("open_market", "enterprise", "degree_study", "subsidised")
EXEMPTIONS = ("none", "laid_off", "additional_days", "integration")

TABLES: dict[str, tuple[Column, ...]] = {
    "person": (
        _person(),
        Column("birth_year", Form.NUMBER),
        _code("sex", *GROUPS[Grouping.SEX]),
        _code("education", *GROUPS[Grouping.EDUCATION]),
        _code("language", *GROUPS[Grouping.LANGUAGE]),
        Column("municipality", Form.PLACE),
        _day("integration_to"),
    ),
    "residence": (_person(), Column("municipality", Form.PLACE, required=True), _day("moved_on", required=True)),
    "jobsearch": (
        _person(),
        _day("started_on", required=True),
        _day("ended_on"),
        _code("status", *STATUSES, required=True),
        _code("end_reason", *END_REASONS),
        Column("expert", Form.KEY),
        Column("team", Form.TEXT),
    ),
    "service": (
        _person(),
        _code("service", *SERVICES, required=True),
        _day("started_on", required=True),
        _day("ended_on"),
    ),
    "contact": (
        _person(),
        _day("happened_on", required=True),
        _code("kind", *CONTACTS, required=True),
        _code("channel", *CHANNELS),
    ),
    "plan": (_person(), _day("made_on", required=True)),
    "benefit": (
        _person(),
        _day("paid_on", required=True),
        _code("benefit", *(benefit.value for benefit in Benefit), required=True),
        Column("paid_days", Form.NUMBER, required=True),
        Column("cumulative_days", Form.NUMBER, required=True),
        Column("base_eur", Form.EURO, required=True),
        _code("exemption", *EXEMPTIONS),
    ),
    "employment": (
        _person(),
        _code("kind", *EMPLOYMENTS, required=True),
        _day("started_on", required=True),
        _day("ended_on"),
    ),
    "vacancy": (
        Column("vacancy", Form.KEY, required=True),
        Column("employer", Form.KEY),
        Column("municipality", Form.PLACE),
        Column("sector", Form.TEXT),
        _day("opened_on", required=True),
        _day("closed_on"),
        _day("filled_on"),
        Column("referrals", Form.NUMBER),
        Column("hires", Form.NUMBER),
    ),
}
"""`ended_on` is the last day; `paid_days` are the days paid on `paid_on`, `cumulative_days` the count by the law with
them; `base_eur` is the part of the benefit on which the municipality's share stands."""

STARTS = {"jobsearch": "started_on", "service": "started_on", "employment": "started_on", "vacancy": "opened_on"}
ENDS = {
    "jobsearch": ("ended_on",),
    "service": ("ended_on",),
    "employment": ("ended_on",),
    "vacancy": ("closed_on", "filled_on"),
}
EVENTS = {"contact": "happened_on", "plan": "made_on", "benefit": "paid_on"}
KEYS: dict[str, tuple[str, ...]] = {
    "person": ("person",),
    "residence": ("person", "moved_on"),
    "vacancy": ("vacancy",),
}
"""What makes a row the same as another; without an entry the whole row does."""
