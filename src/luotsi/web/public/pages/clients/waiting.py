"""How long the first discussion is waited for, against the limit of the law in force."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from luotsi.core.periods import Period
from luotsi.core.text import Text
from luotsi.core.units import Unit
from luotsi.core.values import Cell
from luotsi.figures.cells import CellText, cell_text
from luotsi.figures.charts.specs import Curve, CurveChart, CurvePoint, LineChart, Point, Series
from luotsi.figures.formats import quantity
from luotsi.figures.period_names import period_name
from luotsi.law.service_process import interview_limit_days
from luotsi.law.types import NoLaw
from luotsi.orgs.models import Subject
from luotsi.register.releases.queries import Curve as ReleasedSteps
from luotsi.register.releases.queries import curves
from luotsi.web.public.pages.clients.asked import LONGEST, Asked, Figures, median, share, unmarked
from luotsi.web.public.pages.values import bare

MEASURES = ("first_discussion", "first_discussion_in_time")


@dataclass(frozen=True, slots=True)
class Row:
    """A place with its median and its share in time."""

    name: Text
    median: CellText
    share: CellText


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """The month's curve and places, and the months before it."""

    sentence: str
    curve: CurveChart | None
    curve_month: str
    """The month of the curve in words: the one asked for or the newest before it; empty without a curve."""
    lines: LineChart
    rows: tuple[Row, ...]
    limit: int | None


def build(asked: Asked) -> WaitingPage:
    """Return the page; four queries."""
    months = [one for one in asked.months if one <= asked.month][:LONGEST]
    figures = asked.figures(places=[one.code for one in asked.places], months=months)
    limit = _limit(asked.month)
    found = curves(
        asked.owner, "first_discussion", places=[asked.place.code], months=months, as_known_on=asked.as_known_on
    )
    return WaitingPage(
        sentence=_sentence(asked, figures, limit),
        curve=_curve(asked, found[-1]) if found else None,
        curve_month=period_name(found[-1].month, asked.language) if found else "",
        lines=_lines(asked, figures),
        rows=tuple(_row(asked, figures, one) for one in asked.places if _is_told(asked, figures, one)),
        limit=limit,
    )


def _limit(month: Period) -> int | None:
    """Return the limit of searches begun in the month, None where the law of the day is not recorded."""
    try:
        return interview_limit_days(month.start)
    except NoLaw:
        return None


def _sentence(asked: Asked, figures: Figures, limit: int | None) -> str:
    middle = median(figures.find("first_discussion", asked.month, asked.place))
    in_time = share(figures.find("first_discussion_in_time", asked.month, asked.place))
    if middle.value is None:
        told = _("It cannot be told by when half were met: %(why)s.") % {
            "why": _words(asked, middle, Unit.WORKING_DAYS, 0)
        }
    else:
        told = _("Half of those who began their search were met within %(days)s.") % {
            "days": _words(asked, middle, Unit.WORKING_DAYS, 0)
        }
    if limit is None:
        return f"{told} " + _("The limit of the law in that month is not recorded here.")
    more = _("Within the limit of the law, %(limit)d working days, came %(share)s.") % {
        "limit": limit,
        "share": _words(asked, in_time, Unit.PERCENT, 1),
    }
    return f"{told} {more}"


def _words(asked: Asked, cell: Cell, unit: Unit, decimals: int) -> str:
    return cell_text(unmarked(cell), unit, asked.language, decimals).words


def _is_told(asked: Asked, figures: Figures, place: Subject) -> bool:
    """Tell whether the place has a row: the area's own always, the country where anything of it is out."""
    return place != asked.subjects.country or any(figures.find(one, asked.month, place) for one in MEASURES)


def _row(asked: Asked, figures: Figures, place: Subject) -> Row:
    middle = median(figures.find("first_discussion", asked.month, place))
    in_time = share(figures.find("first_discussion_in_time", asked.month, place))
    return Row(
        place.name,
        cell_text(unmarked(middle), Unit.WORKING_DAYS, asked.language, 0),
        cell_text(unmarked(in_time), Unit.PERCENT, asked.language, 1),
    )


def _curve(asked: Asked, released: ReleasedSteps) -> CurveChart:
    limit = _limit(released.month)
    points = [CurvePoint(0, Cell.of(100))] if released.points[0][0] > 0 else []
    points += [CurvePoint(day, Cell.of(left), low, high) for day, left, low, high in released.points]
    told = _("How the waiting goes on, day by day.") if limit is None else _told_at_limit(asked, points, limit)
    return CurveChart(
        title=_("How many still wait: %(place)s, searches begun in %(month)s")
        % {"place": bare(asked.place.name, asked.language), "month": period_name(released.month, asked.language)},
        sentence=told,
        after_name=_("Working days since the search began"),
        curves=(Curve(_("Still waiting"), tuple(points)),),
        mark=None if limit is None else (limit, _("limit %(limit)d days") % {"limit": limit}),
        is_stepped=True,
    )


def _told_at_limit(asked: Asked, points: list[CurvePoint], limit: int) -> str:
    at_limit = [one.cell.value for one in points if one.after <= limit]
    left = at_limit[-1] if at_limit else None
    waiting = quantity(Decimal(100) if left is None else left, Unit.PERCENT, asked.language, 0)
    return _("After %(limit)d working days %(share)s still waited.") % {"limit": limit, "share": waiting}


def _lines(asked: Asked, figures: Figures) -> LineChart:
    months = sorted({one.month for one in figures.by_name.values()})
    found = [(month, figures.find("first_discussion_in_time", month, asked.place)) for month in months]
    points = tuple(Point(month, share(one)) for month, one in found if one is not None)
    limits = {_limit(point.period) for point in points} - {None}
    sentence = _("Each month against the limit that was in force then.")
    if len(limits) > 1:
        sentence += " " + _("The limit changed within the line, so that the months are not alike.")
    name = bare(asked.place.name, asked.language)
    return LineChart(
        _("Met within the limit of the law, month by month"),
        sentence,
        Unit.PERCENT,
        (Series(name, points),),
        decimals=1,
    )
