"""What can be compared, and where the reference can come from. Free of the framework."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from luotsi.register.calc.comparison import Group
from luotsi.register.types import Grouping

Divided = Mapping[Grouping, Mapping[str, Group]]
"""Clients and observed by group, of those divisions of which nothing is hidden."""
DIVISIONS = (Grouping.AGE, Grouping.EDUCATION, Grouping.SEX, Grouping.ALL)
"""By what a share is adjusted, the finest first."""


class Origin(StrEnum):
    """Where the shares come from that tell what could be expected; the first that there is, is shown first."""

    COUNTRY = "country"
    """Released figures of the whole country."""
    EXCHANGE = "exchange"
    """Released figures of several areas that share them."""
    PUBLISHED = "published"
    """Official statistics of the whole country."""


@dataclass(frozen=True, slots=True)
class Comparable:
    """A share that can be compared: of the register, of official statistics, or of the register against the latter.

    key : how it is asked for
    measure, part : of the register; empty where every place's own figure is a published one
    published : key of the definition that official statistics tell it by, empty where they do not
    is_stock : whether the same persons are met again in the next month
    """

    key: str
    measure: str = ""
    part: str = ""
    published: str = ""
    is_stock: bool = True

    @property
    def is_of_register(self) -> bool:
        """Whether the places' own figures come from a client register."""
        return bool(self.measure)


COMPARABLES = (
    Comparable("long-term-share", published="long-term-share"),
    Comparable("unemployment-rate", published="unemployment-rate"),
    Comparable("activation-rate", published="activation-rate"),
    Comparable("long_term", "long_term", published="long-term-share"),
    Comparable("first_discussion_in_time", "first_discussion_in_time", is_stock=False),
    Comparable("plan_up_to_date", "plan_up_to_date"),
    Comparable("activation", "activation", published="activation-rate"),
    Comparable("flow_past-3", "flow_past", "3", is_stock=False),
    Comparable("sustained_work-6", "sustained_work", "6", is_stock=False),
)


class UnableToShare(ValueError):
    """Nothing was offered, withdrawn or made. `reason` is a key for the reader's words."""

    def __init__(self, reason: str, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason
