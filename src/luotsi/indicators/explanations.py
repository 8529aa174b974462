"""The stored reason of a status, written by rule in all three languages so that it can be read aloud."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from luotsi.core.periods import Period
from luotsi.core.text import LANGUAGES, Language, Text
from luotsi.core.units import Unit
from luotsi.core.values import Cell
from luotsi.figures import sentences
from luotsi.figures.period_names import period_in
from luotsi.figures.phrases import say
from luotsi.figures.sentences import Measured, TargetTold
from luotsi.figures.statuses import Status
from luotsi.indicators.calc.breaks import Break
from luotsi.indicators.calc.status import Judgement
from luotsi.indicators.calc.targets import TargetLine
from luotsi.indicators.types import TargetKind

_TOLD = {
    TargetKind.AT_LEAST: sentences.TargetKind.AT_LEAST,
    TargetKind.AT_MOST: sentences.TargetKind.AT_MOST,
    TargetKind.WITHIN: sentences.TargetKind.WITHIN,
    TargetKind.KEEP: sentences.TargetKind.EXACTLY,
    TargetKind.MOVE_UP: sentences.TargetKind.UP,
    TargetKind.MOVE_DOWN: sentences.TargetKind.DOWN,
    TargetKind.MILESTONE: sentences.TargetKind.EXACTLY,
    TargetKind.WORDS: sentences.TargetKind.WORDS,
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What an explanation is made of."""

    name: Text
    unit: Unit
    decimals: int
    judgement: Judgement
    target: TargetLine | None
    latest: tuple[Period, Cell] | None
    year_before: tuple[Period, Cell] | None
    source: Text
    published_on: date | None
    today: date
    broken: Break | None = None
    """The break in the series between the latest value and the year before."""
    is_in_words: bool = False
    """Whether the latest value is a judgement in words, which has no number."""


def told(target: TargetLine) -> TargetTold:
    """Return the target as the sentences of figures tell it."""
    value = target.baseline if target.value is None else target.value
    if target.kind in {TargetKind.MOVE_UP, TargetKind.MOVE_DOWN, TargetKind.WORDS}:
        value = None
    return TargetTold(_TOLD[target.kind], value, target.upper, target.due, target.words)


def explain(facts: Facts) -> Text:
    """Return value, change, target, path, status and age of the data as sentences in three languages."""
    return Text(**{language: _explain(facts, language) for language in LANGUAGES})


def _explain(facts: Facts, language: Language) -> str:
    measured = Measured(facts.name.in_language(language).text, facts.unit, facts.decimals)
    parts = []
    if facts.latest is None:
        parts.append(f"{say('status.not_reported', language).capitalize()}.")
    else:
        if facts.is_in_words:
            parts.append(sentences.words_sentence(measured, facts.latest[0], language))
        else:
            parts.append(_value(measured, facts, *facts.latest, language))
        target = None if facts.target is None else told(facts.target)
        path = _level_worth_telling(facts)
        parts.append(sentences.status_sentence(measured, target, facts.judgement.key, language, path_value=path))
        parts += _baseline(facts, path, language)
        parts.append(
            sentences.age_sentence(
                _months_since(facts.latest[0], facts.today),
                language,
                source=facts.source.in_language(language).text,
                published_on=facts.published_on,
            )
        )
    return " ".join(parts)


def _value(measured: Measured, facts: Facts, period: Period, cell: Cell, language: Language) -> str:
    broken = None if facts.broken is None else facts.broken.period
    return sentences.value_sentence(measured, period, cell, language, before=facts.year_before, broken=broken)


def _baseline(facts: Facts, path: Decimal | None, language: Language) -> list[str]:
    """Return that the baseline is from before a break, where it was needed or its path is told."""
    broken = facts.judgement.broken
    if broken is None:
        return []
    when = period_in(broken.period, language)
    if facts.judgement.key is Status.TOO_FEW:
        return [say("break.baseline", language, period=when)]
    return [say("break.path", language, period=when)] if path is not None else []


def _level_worth_telling(facts: Facts) -> Decimal | None:
    """Return the level on the path while it differs from the target itself."""
    if facts.target is None or facts.judgement.key in {Status.NOT_REPORTED, Status.TOO_FEW}:
        return None
    level = facts.judgement.level_now
    return None if level == facts.target.value or facts.target.kind is TargetKind.WITHIN else level


def _months_since(period: Period, today: date) -> int:
    months = (today.year - period.end.year) * 12 + today.month - period.end.month
    return max(0, months)
