"""Breaks in a series: where figures before and after do not compare, and which comparisons would cross one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from luotsi.core.periods import Period
from luotsi.core.text import Text
from luotsi.indicators.types import BreakKind

_COMPARES_AGAIN = Text(
    "Tästä lähtien myös vertailuvuosi on saman tavan mukainen.",
    "Från och med detta är också jämförelseåret räknat på samma sätt.",
    "From here on the year compared with is counted in the same way too.",
)


class BadBreak(ValueError):
    """What was stored is no break; the sentence says what to mend."""


@dataclass(frozen=True, slots=True)
class Break:
    """The first period of the new way, what changed, in words, and who says so.

    `source_key` names the one source that it holds for, where it does not hold for all of them.
    """

    period: Period
    kind: BreakKind
    text: Text
    source: str = ""
    source_key: str = ""

    def parts(self, earlier: Period, later: Period) -> bool:
        """Tell whether two periods lie on both sides; one that holds the first day of the new way lies after it.

        >>> one = Break(Period.parse("2026-05"), BreakKind.LAW, Text("x"))
        >>> one.parts(Period.parse("2026-04"), Period.parse("2026-05")), one.parts(Period.parse("2025"), one.period)
        (True, True)
        """
        return earlier.end < self.period.start <= later.end


def read(stored: Iterable[Mapping[str, Any]]) -> tuple[Break, ...]:
    """Return breaks as a definition keeps them, in order of time.

    :raises BadBreak: when one lacks its period, kind or words
    """
    try:
        found = [
            Break(
                Period.parse(one["period"]),
                BreakKind(one["kind"]),
                Text.of(one["text"]),
                one.get("source", ""),
                one.get("source_key", ""),
            )
            for one in stored
        ]
    except (KeyError, ValueError) as fault:
        raise BadBreak(f"a break lacks a part or has a wrong one: {fault}") from fault
    return in_order(found)


def written(breaks: Iterable[Break]) -> list[dict[str, Any]]:
    """Return breaks as a definition keeps them."""
    return [
        {
            "period": one.period.name,
            "kind": one.kind.value,
            "text": one.text.as_dict(),
            "source": one.source,
            "source_key": one.source_key,
        }
        for one in breaks
    ]


def in_order(breaks: Iterable[Break]) -> tuple[Break, ...]:
    """Return each break once, in order of time."""
    return tuple(sorted(set(breaks), key=lambda one: (one.period, one.kind, one.text.fi, one.source)))


def marks(breaks: Iterable[Break], periods: Iterable[Period]) -> tuple[Period, ...]:
    """Return where a picture of the periods marks its breaks: the first period of each new way, in their own kind."""
    known = list(periods)
    found = firsts(breaks, known).values()
    return tuple(sorted({Period.containing(one.period.start, known[0].kind) for one in found}))


def year_later(one: Break) -> Break:
    """Return where a change on the year before stops being taken across a break.

    >>> year_later(Break(Period.parse("2026-05"), BreakKind.LAW, Text("x"))).period
    Period('2027-05')
    """
    later = one.period + 1
    while later.year_before < one.period:
        later += 1
    return replace(one, period=later, text=_COMPARES_AGAIN)


def between(breaks: Iterable[Break], earlier: Period, later: Period) -> Break | None:
    """Return the last break that parts two periods, or None where they compare.

    Parameters
    ----------
    breaks : of one series, in any order
    earlier, later : periods of any kind; days are compared
    """
    return max((one for one in breaks if one.parts(earlier, later)), key=lambda one: one.period, default=None)


def firsts(breaks: Iterable[Break], periods: Iterable[Period]) -> dict[Period, Break]:
    """Return the first of the periods after each break that has periods on both sides; of two at one the last.

    Parameters
    ----------
    breaks : of one series, in any order
    periods : those that the series has, in order of time

    Notes
    -----
    Where the first period of the new way itself has no value, the line breaks at the next one that has.
    """
    known = list(periods)
    found = {}
    for one in in_order(breaks):
        after = next((period for period in known if period.end >= one.period.start), None)
        if after is not None and known[0].end < one.period.start:
            found[after] = one
    return found
