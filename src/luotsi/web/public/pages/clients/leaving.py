"""Where spells of unemployment would end, and when, if they went as those of the last twelve months did."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

from django.utils.translation import gettext as _

from luotsi.core.periods import Period
from luotsi.core.units import Unit
from luotsi.core.values import Cell, rounded
from luotsi.figures.cells import cell_text
from luotsi.figures.charts.specs import Curve, CurveChart, CurvePoint
from luotsi.figures.period_names import period_name
from luotsi.register.calc.survival import incidence_of_a_year
from luotsi.register.measures import get_definition
from luotsi.register.types import ALL, GROUPS, Grouping
from luotsi.register.words import part_word
from luotsi.web.public.pages.clients.asked import Asked, Figures, count, is_exact
from luotsi.web.public.pages.values import bare

MEASURES = ("stock", "outflow")
LASTS = (3, 3, 6, 12)
"""Months that the brackets of duration are long; the last one, without an end, is left out."""
BRACKETS = GROUPS[Grouping.DURATION][: len(LASTS)]
FEWEST_BRACKETS = 3
MOST_REASONS = 5
_YEAR = 12


@dataclass(frozen=True, slots=True)
class Leaving:
    """The curves of the reasons that are told, or None and why; `together` are the reasons that stand under others."""

    chart: CurveChart | None
    why: str = ""
    together: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Year:
    """The exact numbers of twelve months in the first brackets of duration.

    followed : person-months in each bracket
    ended : spells ended in each bracket, whatever the reason
    reasons : of each reason that is exact throughout, spells ended in each bracket
    """

    followed: tuple[float, ...]
    ended: tuple[int, ...]
    reasons: dict[str, tuple[int, ...]]


def build(asked: Asked) -> Leaving:
    """Return the curves of the place; two queries, none for a municipality."""
    if asked.place != asked.subjects.own:
        return Leaving(None, _("For what reason spells end is told by their length of the whole area only."))
    months = [asked.month - steps for steps in reversed(range(_YEAR + 1))]
    places, groupings = [asked.place.code], [Grouping.DURATION]
    figures = asked.figures(MEASURES, places=places, months=months, groupings=groupings)
    year = _exact(asked, figures, months)
    if year is None:
        return Leaving(
            None,
            _(
                "It takes thirteen months in a row of unemployed and of ended spells, "
                "with no number of a length hidden."
            ),
        )
    if not year.reasons:
        return Leaving(None, _("Every reason is of few persons in some month, and hidden there."))
    return _told(asked, year)


def _exact(asked: Asked, figures: Figures, months: list[Period]) -> _Year | None:
    """Return the numbers of as many brackets as are known in every month, or None where too few are."""

    def numbers(measure: str, bracket: str, part: str, wanted: Iterable[Period]) -> list[int] | None:
        cells = [count(figures.within(measure, one, asked.place, Grouping.DURATION, bracket, part)) for one in wanted]
        return [int(one.value or 0) for one in cells] if all(map(is_exact, cells)) else None

    followed, ended = [], []
    for bracket in BRACKETS:
        stocks = numbers("stock", bracket, ALL, months)
        went = numbers("outflow", bracket, ALL, months[1:])
        if stocks is None or went is None or not sum(stocks):
            break
        followed.append(sum(stocks) - (stocks[0] + stocks[-1]) / 2)
        ended.append(sum(went))
    told = BRACKETS[: len(ended)]
    if len(told) < FEWEST_BRACKETS:
        return None
    reasons = {}
    for part in get_definition("outflow").parts:
        found = [numbers("outflow", bracket, part, months[1:]) for bracket in told]
        if all(one is not None for one in found):
            reasons[part] = tuple(sum(one or ()) for one in found)
    return _Year(tuple(followed), tuple(ended), reasons)


def _told(asked: Asked, year: _Year) -> Leaving:
    largest = sorted(year.reasons, key=lambda one: (-sum(year.reasons[one]), one))[:MOST_REASONS]
    told = {part: year.reasons[part] for part in year.reasons if part in largest and any(year.reasons[part])}
    rest = tuple(whole - sum(column) for whole, *column in zip(year.ended, *told.values(), strict=True))
    lasts = LASTS[: len(year.ended)]
    shares = incidence_of_a_year(lasts, year.followed, {**told, ALL: rest} if any(rest) else told)
    names = {part: bare(part_word(part), asked.language) for part in told} | {ALL: _("Other reasons together")}
    curves = tuple(Curve(names[part], _points(lasts, found)) for part, found in shares.items())
    others = [
        part for part in get_definition("outflow").parts if part not in told and any(year.reasons.get(part, rest))
    ]
    return Leaving(
        CurveChart(
            title=_("Where spells end: %(place)s") % {"place": bare(asked.place.name, asked.language)},
            sentence=_sentence(asked, lasts, shares, names),
            after_name=_("Months since the spell began"),
            curves=curves,
        ),
        together=tuple(bare(part_word(part), asked.language) for part in others),
    )


def _points(lasts: Iterable[int], shares: Iterable[float]) -> tuple[CurvePoint, ...]:
    known = zip(accumulate(lasts), shares, strict=True)
    return (CurvePoint(0, Cell.of(0)), *(CurvePoint(after, _percent(share)) for after, share in known))


def _percent(share: float) -> Cell:
    return Cell.of(rounded(Decimal(str(100 * share)), 1))


def _sentence(asked: Asked, lasts: tuple[int, ...], shares: dict[str, tuple[float, ...]], names: dict[str, str]) -> str:
    def written(share: float) -> str:
        return cell_text(_percent(share), Unit.PERCENT, asked.language, 1).words

    a_year = list(accumulate(lasts)).index(_YEAR)
    by_then = {part: found[a_year] for part, found in shares.items()}
    most = max((part for part in by_then if part != ALL), key=lambda part: by_then[part])
    return _(
        "If spells went as in the twelve months to the end of %(month)s, %(all)s of them would be over within a year. "
        "The most common reason: %(reason)s, %(share)s."
    ) % {
        "month": period_name(asked.month, asked.language),
        "all": written(sum(by_then.values())),
        "reason": names[most][:1].lower() + names[most][1:],
        "share": written(by_then[most]),
    }
