"""The direction of a line in words, honest about there being none."""

from decimal import Decimal
from enum import StrEnum

from luotsi.core.periods import Period
from luotsi.core.text import Language
from luotsi.core.values import rounded
from luotsi.figures.formats import difference, usual_decimals
from luotsi.figures.period_names import period_name
from luotsi.figures.phrases import say
from luotsi.figures.sentences import Measured


class TrendDirection(StrEnum):
    """What a line does over the years."""

    RISING = "rising"
    FALLING = "falling"
    UNCLEAR = "unclear"
    TOO_SHORT = "too_short"


def trend_sentence(
    measured: Measured,
    direction: TrendDirection,
    language: Language,
    *,
    per_year: Decimal | None = None,
    span: tuple[Period, Period] | None = None,
    since: Period | None = None,
) -> str:
    """Return the direction with the typical change a year and the years looked at.

    `per_year` goes with a clear direction, and `span` (the first and the last period) with all but too short a line.
    `since` is the break in the series from which on it was looked at.
    """
    told = _told(measured, direction, language, per_year, span)
    return told if since is None else f"{told} {say('trend.since', language, period=period_name(since, language))}"


def _told(
    measured: Measured,
    direction: TrendDirection,
    language: Language,
    per_year: Decimal | None,
    span: tuple[Period, Period] | None,
) -> str:
    if direction is TrendDirection.TOO_SHORT or span is None:
        return say("trend.too_short", language)
    first, last = str(span[0].year), str(span[1].year)
    if direction is TrendDirection.UNCLEAR or not per_year:
        return say("trend.unclear", language, first=first, last=last)
    decimals = measured.decimals if measured.decimals is not None else usual_decimals(per_year, measured.unit)
    while rounded(per_year, decimals) == 0:
        decimals += 1
    amount = difference(per_year, measured.unit, language, decimals)
    return say(f"trend.{direction.value}", language, amount=amount, first=first, last=last)
