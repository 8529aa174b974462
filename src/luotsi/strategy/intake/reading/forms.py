"""What lists hold by the form of their words: names of measures under goals, sentences of `we` under measures."""

import re
from collections.abc import Sequence
from itertools import groupby

from luotsi.strategy.intake.reading.elements import Collector, Draft
from luotsi.strategy.intake.reading.vocabulary import alternatives
from luotsi.strategy.intake.types import Certainty, ElementKind

_MEASURED = re.compile(rf"(?<!\w){alternatives('measured')}\b[^,.]{{0,14}}$", re.IGNORECASE)
_OURS = re.compile(r"[A-ZÅÄÖ][a-zåäö]{3,}(?<!tee)mme\b")
_DONE = re.compile(r"[A-ZÅÄÖ][a-zåäö]+(?:taan|tään|daan|dään|laan|lään|nnaan)\b")
_MOST_WORDS = 9
_SEVERAL = 2
_MOSTLY = 0.6
_LISTED = frozenset({"goal.under_priority", "goal.listed", "action.listed", "unplaced.listed"})


def settle_forms(collector: Collector) -> None:
    """Take lists that mostly name measures as measures, and sentences of `we` under measures as goals."""
    for (_, _, rule), drafts in groupby(list(collector.drafts), key=lambda one: (one.kind, id(one.parent), one.rule)):
        run = [draft for draft in drafts if draft.passages]
        named, ours = [one for one in run if _names_measure(one)], [one for one in run if _says_ours(one)]
        if rule in _LISTED and len(named) >= max(_SEVERAL, _MOSTLY * len(run)):
            _retake(collector, run, ElementKind.MEASURE, "measure.by_form")
        elif rule.startswith("measure.") and len(ours) >= _SEVERAL:
            _retake(collector, ours, ElementKind.GOAL, "goal.by_form")


def _names_measure(draft: Draft) -> bool:
    bracketed = draft.title.endswith(")")
    return not bracketed and len(draft.title.split()) <= _MOST_WORDS and _MEASURED.search(draft.title) is not None


def _says_ours(draft: Draft) -> bool:
    return not draft.details and bool(_OURS.match(draft.title) or _DONE.match(draft.title))


def _retake(collector: Collector, run: Sequence[Draft], kind: ElementKind, rule: str) -> None:
    parents = {id(draft.parent) for draft in collector.drafts}
    for draft in run:
        if id(draft) in parents:
            continue
        owner = draft.parent
        while owner is not None and owner.kind is not ElementKind.PRIORITY:
            owner = owner.parent
        collector.remove(draft)
        for passage in draft.passages[:1]:
            collector.add(kind, passage, rule=rule, certainty=Certainty.UNSURE, parent=owner, details=draft.details)
