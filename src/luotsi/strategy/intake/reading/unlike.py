"""Elements that are no elements by their form: unlike the others of their kind, or parts of the document itself."""

import re

from luotsi.strategy.intake.reading.elements import Collector, Draft
from luotsi.strategy.intake.reading.normalising import begins_small
from luotsi.strategy.intake.reading.vocabulary import alternatives
from luotsi.strategy.intake.types import ElementKind

_LISTED = (ElementKind.GOAL, ElementKind.MEASURE, ElementKind.ACTION)
_TITLED = (ElementKind.PRIORITY, ElementKind.GOAL)
_SEVERAL = 4
_MOSTLY = 0.6
_LETTERS = 6
_OF_DOCUMENT = re.compile(rf"(?:{alternatives('of_document')})", re.IGNORECASE)
_CAPTION = re.compile(
    r"\(?(?i:kuvat?|valokuvat?|foto|bild|photo|lähde|lähteet|källa|source)(?: ©|:| [A-ZÅÄÖ]\w+ [A-ZÅÄÖ])"
)
_OUTSIDE = re.compile(alternatives("megatrends"), re.IGNORECASE)


def refuse_unlike(collector: Collector) -> None:
    """Take back titles in capitals among small ones, broken titles, captions and parts of the document."""
    _refuse_capitals(collector)
    for draft in [one for kind in _TITLED for one in collector.of(kind, anywhere=True)]:
        if _OF_DOCUMENT.fullmatch(draft.title.strip(" .:")) or _CAPTION.match(draft.title):
            collector.drop(draft)
    priorities = collector.of(ElementKind.PRIORITY)
    broken = [draft for draft in priorities if _begins_broken(draft)]
    if 2 * len(broken) < len(priorities):
        for draft in broken:
            collector.drop(draft)
    outside = [draft for draft in priorities if _OUTSIDE.fullmatch(draft.title.strip(" ."))]
    if len(outside) >= _SEVERAL - 1:
        for draft in outside:
            collector.drop(draft)


def _refuse_capitals(collector: Collector) -> None:
    """Take back what stands in capitals among many that do not: a heading inside a list, the head of a page."""
    children = {id(draft.parent) for draft in collector.drafts if draft.parent}
    for kind in _LISTED:
        drafts = collector.of(kind, anywhere=True)
        loud = [draft for draft in drafts if _is_loud(draft)]
        if len(drafts) - len(loud) < _SEVERAL or len(loud) > (1 - _MOSTLY) * len(drafts):
            continue
        for draft in loud:
            if id(draft) not in children:
                collector.remove(draft)


def _is_loud(draft: Draft) -> bool:
    return draft.title.isupper() and sum(letter.isalpha() for letter in draft.title) >= _LETTERS


def _begins_broken(draft: Draft) -> bool:
    return begins_small(draft.title)
