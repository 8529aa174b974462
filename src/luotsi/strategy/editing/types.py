"""What passes into the editing of a draft. Free of the database."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from luotsi.core.text import NO_TEXT, Text
from luotsi.strategy.intake.types import ElementKind
from luotsi.strategy.types import ElementStanding


@dataclass(frozen=True, slots=True)
class Words:
    """What an element says; `details` hold what belongs to its kind, nothing said is left away."""

    kind: ElementKind
    title: Text
    body: Text = NO_TEXT
    audience: Text = NO_TEXT
    number: str = ""
    standing: ElementStanding = ElementStanding.SETTLED
    details: Mapping[str, str] = field(default_factory=dict)
