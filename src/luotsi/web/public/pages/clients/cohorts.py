"""Of those who became unemployed in one month, how many still were three, six and twelve months later."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from luotsi.core.periods import Period
from luotsi.core.units import Unit
from luotsi.core.values import Cell
from luotsi.figures.cells import cell_text
from luotsi.figures.charts.specs import Curve, CurveChart, CurvePoint, LineChart, Point, Series
from luotsi.figures.period_names import period_name
from luotsi.web.public.pages.clients.asked import LONGEST, Asked, Figures, is_exact, share, unmarked
from luotsi.web.public.pages.values import bare

MEASURES = ("flow_past",)
STEPS = (3, 6, 12)
_APART = 6
_MOST = 4


@dataclass(frozen=True, slots=True)
class CohortsPage:
    """Curves of some cohorts, and the shares month by month."""

    curves: CurveChart
    lines: LineChart


def build(asked: Asked) -> CohortsPage:
    """Return the page; two queries."""
    months = [one for one in asked.months if one <= asked.month]
    figures = asked.figures(places=[asked.place.code], months=months[: LONGEST + _APART * _MOST])
    return CohortsPage(_curves(asked, figures), _lines(asked, figures, months[:LONGEST]))


def _followed(figures: Figures, asked: Asked, begun: Period) -> list[tuple[int, Cell]]:
    """Return the share still unemployed by months since the beginning, as far as the cohort has been followed."""
    found = [(step, figures.find("flow_past", begun + step, asked.place, str(step))) for step in STEPS]
    return [(step, share(one)) for step, one in found if one is not None]


def _curves(asked: Asked, figures: Figures) -> CurveChart:
    newest = asked.month - STEPS[0]
    begun = [newest - _APART * turn for turn in range(_MOST)]
    drawn = []
    for month in begun:
        known = [(step, cell) for step, cell in _followed(figures, asked, month) if is_exact(cell)]
        if known:
            points = (CurvePoint(0, Cell.of(100)), *(CurvePoint(step, cell) for step, cell in known))
            drawn.append(Curve(_("Begun in %(month)s") % {"month": period_name(month, asked.language)}, points))
    return CurveChart(
        title=_("Still unemployed after 3, 6 and 12 months: %(place)s")
        % {"place": bare(asked.place.name, asked.language)},
        sentence=_sentence(asked, figures, newest),
        after_name=_("Months since the spell began"),
        curves=tuple(drawn),
    )


def _sentence(asked: Asked, figures: Figures, newest: Period) -> str:
    after = share(figures.find("flow_past", newest + 3, asked.place, "3"))
    if after.value is None:
        return _("The newest cohort cannot be told: %(why)s.") % {
            "why": cell_text(unmarked(after), Unit.PERCENT, asked.language, 1).words
        }
    return _("Of the spells begun in %(month)s, %(share)s still went on after three months.") % {
        "month": period_name(newest, asked.language),
        "share": cell_text(unmarked(after), Unit.PERCENT, asked.language, 1).text,
    }


def _lines(asked: Asked, figures: Figures, months: list[Period]) -> LineChart:
    series = []
    for step in STEPS:
        found = [(month, figures.find("flow_past", month, asked.place, str(step))) for month in sorted(months)]
        points = tuple(Point(month, share(one)) for month, one in found if one is not None)
        series.append(Series(_("Past %(months)d months") % {"months": step}, points))
    return LineChart(
        _("Flow past 3, 6 and 12 months, by the month of the following up"),
        _("A lower line means that fewer stay unemployed for long."),
        Unit.PERCENT,
        tuple(one for one in series if one.points),
        decimals=1,
    )
