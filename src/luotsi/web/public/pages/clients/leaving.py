"""Where spells of unemployment would end, and when, if they went as those of the last twelve months did."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate, pairwise, takewhile

from django.utils.translation import gettext as _

from luotsi.core.periods import Period
from luotsi.core.units import Unit
from luotsi.core.values import Cell, Flag, rounded
from luotsi.figures.cells import cell_text
from luotsi.figures.charts.specs import Curve, CurveChart, CurvePoint
from luotsi.figures.period_names import period_name
from luotsi.register.calc.survival import incidence_of_hazards
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
FEWEST_MONTHS = 9
"""Of the twelve, in which a number has to be told."""
MOST_REASONS = 5
_YEAR = 12


@dataclass(frozen=True, slots=True)
class Leaving:
    """The curves of the reasons that are told, or None and why; `together` are the reasons that stand under others."""

    chart: CurveChart | None
    why: str = ""
    together: tuple[str, ...] = ()


def build(asked: Asked) -> Leaving:
    """Return the curves of the place; two queries, none for a municipality."""
    if asked.place != asked.subjects.own:
        return Leaving(None, _("For what reason spells end is told by their length of the whole area only."))
    months = [asked.month - steps for steps in reversed(range(_YEAR + 1))]
    places, groupings = [asked.place.code], [Grouping.DURATION]
    figures = asked.figures(MEASURES, places=places, months=months, groupings=groupings)
    hazards = _hazards(asked, figures, months)
    if ALL not in hazards:
        return Leaving(
            None,
            _("It takes a year of unemployed and of ended spells by length with at most three months hidden."),
        )
    if len(hazards) == 1:
        return Leaving(None, _("Every reason is of few persons in some months, and hidden there."))
    return _told(asked, hazards)


def _hazards(asked: Asked, figures: Figures, months: list[Period]) -> dict[str, tuple[float, ...]]:
    """Return by reason, and of all together, spells ended by person-month in the first brackets of duration.

    Of as many brackets as are told of all together, nothing when that is less than a year of duration. Months in which
    a number is hidden are left out; a reason that is told in too few of them is left out too.
    """

    def numbers(measure: str, bracket: str, part: str) -> list[int | None]:
        found = (figures.within(measure, one, asked.place, Grouping.DURATION, bracket, part) for one in months)
        return [int(one.value or 0) if is_exact(one) else None for one in map(count, found)]

    def hazard(bracket: str, part: str) -> float | None:
        ended, there = numbers("outflow", bracket, part), numbers("stock", bracket, ALL)
        known = [
            (went, (before + after) / 2)
            for went, (before, after) in zip(ended[1:], pairwise(there), strict=True)
            if went is not None and before is not None and after is not None
        ]
        followed = sum(persons for _went, persons in known)
        return sum(went for went, _persons in known) / followed if len(known) >= FEWEST_MONTHS and followed else None

    def of_part(part: str, brackets: Iterable[str]) -> tuple[float, ...]:
        found = (hazard(bracket, part) for bracket in brackets)
        return tuple(one for one in takewhile(lambda one: one is not None, found) if one is not None)

    whole = of_part(ALL, BRACKETS)
    if len(whole) < FEWEST_BRACKETS:
        return {}
    parts = {part: of_part(part, BRACKETS[: len(whole)]) for part in get_definition("outflow").parts}
    return {part: found for part, found in parts.items() if len(found) == len(whole)} | {ALL: whole}


def _told(asked: Asked, hazards: dict[str, tuple[float, ...]]) -> Leaving:
    whole, parts = hazards[ALL], {part: found for part, found in hazards.items() if part != ALL}
    largest = sorted(parts, key=lambda one: (-sum(parts[one]), one))[:MOST_REASONS]
    told = {part: found for part, found in parts.items() if part in largest and any(found)}
    rest = tuple(max(round(first - sum(known), 12), 0.0) for first, *known in zip(whole, *told.values(), strict=True))
    lasts = LASTS[: len(whole)]
    shares = incidence_of_hazards(lasts, told | {ALL: rest} if any(rest) else told)
    names = {part: bare(part_word(part), asked.language) for part in told} | {ALL: _("Other reasons together")}
    marks = (Flag.SIMULATED,) if asked.is_simulated else ()
    curves = tuple(Curve(names[part], _points(lasts, found, marks)) for part, found in shares.items())
    others = [part for part in get_definition("outflow").parts if part not in told and any(parts.get(part, whole))]
    return Leaving(
        CurveChart(
            title=_("Where spells end: %(place)s") % {"place": bare(asked.place.name, asked.language)},
            sentence=_sentence(asked, lasts, shares, names),
            after_name=_("Months since the spell began"),
            curves=curves,
        ),
        together=tuple(bare(part_word(part), asked.language) for part in others),
    )


def _points(lasts: Iterable[int], shares: Iterable[float], marks: tuple[Flag, ...]) -> tuple[CurvePoint, ...]:
    known = zip(accumulate(lasts), shares, strict=True)
    return (CurvePoint(0, Cell.of(0)), *(CurvePoint(after, _percent(share, *marks)) for after, share in known))


def _percent(share: float, *marks: Flag) -> Cell:
    return Cell.of(rounded(Decimal(str(100 * share)), 1), *marks)


def _sentence(asked: Asked, lasts: tuple[int, ...], shares: dict[str, tuple[float, ...]], names: dict[str, str]) -> str:
    def written(share: float) -> str:
        return cell_text(_percent(share), Unit.PERCENT, asked.language, 1).words

    a_year = list(accumulate(lasts)).index(_YEAR)
    by_then = {part: found[a_year] for part, found in shares.items()}
    most = max((part for part in by_then if part != ALL), key=lambda part: by_then[part])
    return _(
        "If spells went as in the twelve months to the end of %(month)s, %(all)s of them would be over within a year. "
        "The largest of the reasons told: %(reason)s, %(share)s."
    ) % {
        "month": period_name(asked.month, asked.language),
        "all": written(sum(by_then.values())),
        "reason": names[most][:1].lower() + names[most][1:],
        "share": written(by_then[most]),
    }
