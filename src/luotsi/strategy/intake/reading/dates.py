"""Days as documents write them: `6.10.2025`, `6. lokakuuta 2025`, `den 6 oktober 2025`, `6 October 2025`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from luotsi.strategy.intake.reading.vocabulary import months

_MONTH = "|".join(sorted(months(), key=len, reverse=True))
DAY = (
    rf"(?:\d{{1,2}}\.\s?\d{{1,2}}\.\s?(?:19|20)\d\d|\d{{1,2}}\.?\s(?:{_MONTH})(?:ta|n)?\s(?:19|20)\d\d"
    rf"|(?:{_MONTH})\s\d{{1,2}},?\s(?:19|20)\d\d)"
)
DAYS = re.compile(rf"(?<![\d.]){DAY}\s?[-–—]\s?{DAY}(?!\d)", re.IGNORECASE)
_DAY = re.compile(rf"(?<![\d.]){DAY}(?!\d)", re.IGNORECASE)
_PART = re.compile(r"\d+|[^\W\d]+")


@dataclass(frozen=True, slots=True)
class Day:
    """A day as figures (`6.10.2025`), and where it stands in the text."""

    text: str
    start: int
    end: int


def days_in(text: str) -> Iterator[Day]:
    """Yield the days that a text names, in its order."""
    for found in _DAY.finditer(text):
        yield Day(figures(found.group()), found.start(), found.end())


def in_figures(text: str) -> str:
    """Return the text with its days in figures."""
    return _DAY.sub(lambda found: figures(found.group()), text)


def without_days(text: str) -> str:
    """Return the text without the days it names."""
    return _DAY.sub("", text)


def figures(day: str) -> str:
    """Return a day in figures, as Finland writes it."""
    parts = [part.casefold() for part in _PART.findall(day)]
    numbers = [part for part in parts if part.isdigit()]
    named = next(
        (months()[name] for part in parts for name in months() if not part.isdigit() and part.startswith(name)), None
    )
    if named is None:
        return f"{int(numbers[0])}.{int(numbers[1])}.{numbers[2]}"
    return f"{int(numbers[0])}.{named}.{numbers[1]}"
