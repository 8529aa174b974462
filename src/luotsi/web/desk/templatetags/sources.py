"""Words of sources for the desk's templates."""

from datetime import datetime
from decimal import Decimal

from django import template
from django.utils.translation import gettext

from luotsi.figures.formats import number
from luotsi.indicators.labels import label
from luotsi.indicators.types import RunKind
from luotsi.sources.registry import GRADE_SENTENCES, Grade
from luotsi.sources.schedule import Every
from luotsi.sources.types import Outcome
from luotsi.web.desk.sources_told import EVERY, moment_words, outcome_words, permille_words, size_words
from luotsi.web.shared.language import reader_language

register = template.Library()


@register.filter
def moment(at: datetime) -> str:
    """Write a moment as its day and time."""
    return moment_words(at)


@register.filter
def run_kind(kind: str) -> str:
    """Say how figures came in."""
    return str(label(RunKind(kind)))


@register.filter
def outcome(came: str) -> str:
    """Say what came of an attempt."""
    return outcome_words(Outcome(came))


@register.filter
def bytes_words(size: int) -> str:
    """Write a number of bytes."""
    return size_words(size)


@register.filter
def percent_of_permille(permille: int | None) -> str:
    """Write thousandths as per cent."""
    return permille_words(permille)


@register.filter
def counted(count: int) -> str:
    """Write how many there are as the language groups digits."""
    return number(Decimal(count), reader_language())


@register.filter
def grade(known: str) -> str:
    """Say how well it is known that a connector reads its source."""
    return gettext(GRADE_SENTENCES[Grade(known)])


@register.filter
def how_often(every: str) -> str:
    """Say how often a connection asks."""
    return str(EVERY[Every(every)])
