"""Sentences made by rule from values, targets and statuses, so that every figure can be read aloud."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from luotsi.core.periods import Period
from luotsi.core.text import NO_TEXT, Language, Text
from luotsi.core.units import Unit
from luotsi.core.values import Cell, Flag, rounded
from luotsi.figures.cells import flags_told
from luotsi.figures.formats import NBSP, date_text, difference, number, quantity, usual_decimals
from luotsi.figures.period_names import period_by_end, period_in
from luotsi.figures.phrases import SMALL_NUMBERS, say
from luotsi.figures.statuses import Status, status_words

# The pair of words a difference takes: a rate is lower, persons are fewer, money is less (Finnish has one for all).
_COMPARED_AS = {
    Unit.PERCENT: ("higher", "lower"),
    Unit.PERCENTAGE_POINTS: ("higher", "lower"),
    Unit.SCORE_1_5: ("higher", "lower"),
    Unit.SCORE_1_3: ("higher", "lower"),
    Unit.PERSONS: ("more_of", "fewer_of"),
    Unit.COUNT: ("more_of", "fewer_of"),
}


@dataclass(frozen=True, slots=True)
class Measured:
    """What a sentence is about.

    `name` is the measure's name. With `as_subject` (singular, as it stands before "was": `Työttömyysaste`,
    `Työttömiä työnhakijoita`, `The unemployment rate`) the sentence gets a verb, and persons are not named twice;
    without it the name is followed by a colon, which fits any name. `place` stands after the name already inflected
    (`Enonkoskella`, `i Enonkoski`).
    """

    name: str
    unit: Unit
    decimals: int | None = None
    as_subject: str = ""
    place: str = ""

    def quantity(self, value: Decimal, language: Language) -> str:
        """Return the number with the measure's unit and decimals."""
        return quantity(value, self.unit, language, self.decimals)

    @property
    def told(self) -> "Measured":
        """The same with persons as a mere count, where the sentence's subject already names them."""
        return replace(self, unit=Unit.COUNT) if self.as_subject and self.unit is Unit.PERSONS else self


def value_sentence(
    measured: Measured,
    period: Period,
    cell: Cell,
    language: Language,
    *,
    before: tuple[Period, Cell] | None = None,
    broken: Period | None = None,
) -> str:
    """Return the value of a period in a sentence, set against an earlier one where both are exact numbers.

    The difference is that of the numbers as shown, so that a reader can check it; a lower bound is not compared.
    Where the series has broken between the two, that is told in place of the difference.
    """
    measured, subject = measured.told, measured.as_subject or measured.name
    if measured.place:
        subject = say("value.subject_in", language, name=subject, place=measured.place)
    if cell.value is None:
        gap = say(f"gap.{cell.gap}.told", language)
        return _finished(say("value.gap", language, subject=subject, period=period_in(period, language), gap=gap))
    value = measured.quantity(cell.value, language)
    if Flag.AT_LEAST in cell.flags:
        value = say("value.at_least", language, value=value)
    pattern = "value.told" if measured.as_subject else "value.labelled"
    told = say(pattern, language, subject=subject, value=value, period=period_in(period, language))
    comparison = comparison_words(measured, period, cell, language, before=before)
    apart = say("break.year_before", language, period=period_in(broken, language)) if broken and comparison else ""
    if comparison and not apart:
        told = say("value.compared", language, told=told, comparison=comparison)
    return " ".join(part for part in (_finished(told), apart, flags_told(cell, language)) if part)


def words_sentence(measured: Measured, period: Period, language: Language) -> str:
    """Return that the value of a period is a judgement in words, which stand beside."""
    return _finished(say("value.in_words", language, subject=measured.name, period=period_in(period, language)))


def comparison_words(
    measured: Measured, period: Period, cell: Cell, language: Language, *, before: tuple[Period, Cell] | None
) -> str:
    """Return `0,8 prosenttiyksikköä vähemmän kuin vuotta aiemmin`, or nothing where the two cannot be compared."""
    if before is None or not measured.unit.is_number:
        return ""
    then_period, then_cell = before
    if cell.value is None or then_cell.value is None or Flag.AT_LEAST in cell.flags | then_cell.flags:
        return ""
    decimals = measured.decimals
    if decimals is None:
        decimals = max(usual_decimals(value, measured.unit) for value in (cell.value, then_cell.value))
    change = rounded(cell.value, decimals) - rounded(then_cell.value, decimals)
    same_kind = then_period.kind is period.kind
    year_before = same_kind and then_period == period.year_before
    then = say("then.year_before", language) if year_before else period_in(then_period, language)
    if change == 0:
        return say("than.same", language, then=then)
    more, less = _COMPARED_AS.get(measured.unit, ("more", "less"))
    shown = measured.decimals if measured.decimals is not None else usual_decimals(change, measured.unit)
    amount = difference(change, measured.unit, language, shown)
    return say(f"than.{more if change > 0 else less}", language, amount=amount, then=then)


class TargetKind(StrEnum):
    """How a target binds the figure; one in words is told by its own text."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    WITHIN = "within"
    EXACTLY = "exactly"
    UP = "up"
    DOWN = "down"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class TargetTold:
    """A target as a sentence needs it: `value` (`within` two limits the lower one), due by the end of a period."""

    kind: TargetKind
    value: Decimal | None = None
    high: Decimal | None = None
    due: Period | None = None
    words: Text = NO_TEXT

    def __post_init__(self) -> None:
        if self.kind not in {TargetKind.UP, TargetKind.DOWN, TargetKind.WORDS} and self.value is None:
            raise ValueError(f"a target of the kind {self.kind} needs a value")
        if self.kind is TargetKind.WITHIN and self.high is None:
            raise ValueError("a target within limits needs the upper one too")


def target_words(measured: Measured, target: TargetTold, language: Language) -> str:
    """Return the target's amount: `enintään 11,0 %`, `minst 80,0 %`, `3–4 days`; empty for a mere direction."""
    if target.value is None:
        return ""
    if target.kind is TargetKind.WITHIN:
        assert target.high is not None
        decimals = measured.decimals if measured.decimals is not None else usual_decimals(target.value, measured.unit)
        low, high = number(target.value, language, decimals), measured.quantity(target.high, language)
        return say("target.within", language, low=low, high=high)
    return say(f"target.{target.kind.value}", language, value=measured.quantity(target.value, language))


def target_sentence(measured: Measured, target: TargetTold | None, language: Language) -> str:
    """Return the target as a sentence still without its full stop, with the deadline where it has one."""
    if target is None:
        return say("target.none", language)
    until = period_by_end(target.due, language) if target.due else ""
    if target.kind is TargetKind.WORDS:
        return say("target.words", language, words=target.words.in_language(language).text, until=until)
    amount = target_words(measured, target, language)
    if not amount:
        return f"{say(f'target.{target.kind.value}', language)} {until}".rstrip()
    if until:
        return say("target.by", language, target=amount, until=until)
    return say("target.always", language, target=amount)


def status_sentence(
    measured: Measured,
    target: TargetTold | None,
    status: Status | str,
    language: Language,
    *,
    path_value: Decimal | None = None,
) -> str:
    """Return target, what the straight path asks now, and the status, in one sentence."""
    parts = target_sentence(measured, target, language)
    if target is None:
        return _finished(parts)
    if path_value is not None:
        parts += "; " + say("path.told", language, value=measured.quantity(path_value, language))
    return say("status.told", language, parts=parts, status=status_words(status, language))


def age_sentence(months: int, language: Language, *, source: str = "", published_on: date | None = None) -> str:
    """Return how old the data is, with its source and that one's day of publication."""
    if months < 1:
        age = say("age.fresh", language)
    elif months == 1:
        age = say("age.one_month", language)
    elif months < 25:
        age = say("age.months", language, count=count_in_words(months, language))
    else:
        age = say("age.years", language, count=count_in_words(months // 12, language))
    where = ", ".join(part for part in (source, date_text(published_on, language) if published_on else "") if part)
    return say("age.source", language, age=age, source=where) if where else _finished(age)


def count_in_words(count: int, language: Language) -> str:
    """Return a small count as a word, a larger one in digits, as it stands before a noun."""
    words = SMALL_NUMBERS[language]
    return words[count] if 0 <= count < len(words) else number(Decimal(count), language)


def _finished(sentence: str) -> str:
    """Close with a full stop, unless the sentence already ends in one or asks."""
    return sentence if sentence.rstrip(NBSP).endswith((".", "?", "!")) else f"{sentence}."
