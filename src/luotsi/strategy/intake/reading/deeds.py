"""Whether a list item tells what is done, by its verbs: a sentence of `we`, a passive, or a means in `-malla`."""

import re

from luotsi.strategy.intake.reading.elements import Collector
from luotsi.strategy.intake.types import Certainty, ElementKind

_MEANS = re.compile(
    r"(?:[^\W\d_]+[- ])?[^\W\d_]{3,}(?:ma|mä)ll[aä]\b|genom att \w|by [a-z]+ing\b", re.IGNORECASE
)  # `parantamalla`
_DONE = re.compile(
    r"\b(?:[A-ZÅÄÖ]?[a-zåäö]+(?:[aeiouyäöst]taan|[aeiouyäöst]tään|daan|dään)|(?:vi|we) [a-zåäö]+)\b"
    r"|^[A-ZÅÄÖ][a-zåäö]+mme\b|\b(?:kommunen|staden) [a-zåäö]+r\b|\bwill be\b"
)
_OURS = re.compile(r"[A-ZÅÄÖ][a-zåäö]+mme\b")
_SUBJECT = re.compile(
    r"(?:kunta|kaupunki|kuntayhtymä|yhtymä|työllisyysalue|verkosto|lautakunta|kommunen|staden|samkommunen"
    r"|the (?:municipality|city)) [^\W\d_]",
    re.IGNORECASE,
)
_FEWEST = 3
_SEVERAL = 10


def is_means(text: str) -> bool:
    """Tell whether the text begins with the form that says by what a goal is reached."""
    return _MEANS.match(text) is not None


def is_deed(text: str) -> bool:
    """Tell whether the text says what someone does."""
    if len(text.split()) < _FEWEST:
        return len(text.split()) > 1 and _OURS.match(text) is not None
    return bool(is_means(text) or _DONE.search(text) or _SUBJECT.match(text))


def settle_deeds(collector: Collector) -> None:
    """Leave to a person what is listed under goals, unless most of it says what is done."""
    listed = [draft for draft in collector.drafts if draft.rule == "action.of_goal"]
    if len(listed) >= _SEVERAL and 2 * sum(is_deed(draft.title) for draft in listed) > len(listed):
        return
    for draft in listed:
        collector.remove(draft)
        collector.add(ElementKind.UNPLACED, draft.passages[0], rule="unplaced.listed", certainty=Certainty.UNSURE)
