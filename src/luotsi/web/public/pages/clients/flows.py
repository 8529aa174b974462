"""Who came into unemployment in a month, who were there, who left and why."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from luotsi.core.units import Unit
from luotsi.core.values import Cell
from luotsi.figures.cells import cell_text, flags_told
from luotsi.figures.charts.specs import Bar, FlowPicture, LineChart, Point, Series
from luotsi.register.measures import get_definition
from luotsi.register.words import part_word
from luotsi.web.public.pages.clients.asked import LONGEST, Asked, Figures, count, is_exact, unmarked
from luotsi.web.public.pages.values import bare

MEASURES = ("stock", "inflow", "outflow")


@dataclass(frozen=True, slots=True)
class FlowsPage:
    """The month's picture, and the months before it."""

    picture: FlowPicture
    lines: LineChart


def build(asked: Asked) -> FlowsPage:
    """Return the page; two queries."""
    months = [one for one in asked.months if one <= asked.month][:LONGEST]
    figures = asked.figures(places=[asked.place.code], months=months)
    return FlowsPage(_picture(asked, figures), _lines(asked, figures))


def _picture(asked: Asked, figures: Figures) -> FlowPicture:
    came, here, went = (count(figures.find(one, asked.month, asked.place)) for one in ("inflow", "stock", "outflow"))
    found = {part: figures.find("outflow", asked.month, asked.place, part) for part in get_definition("outflow").parts}
    parts = [
        Bar(bare(part_word(part), asked.language), unmarked(one.count))
        for part, one in found.items()
        if one is not None
    ]
    kept = tuple(bar for bar in parts if bar.cell.value != 0)
    name = bare(asked.place.name, asked.language)
    return FlowPicture(
        title=_("Unemployment in, now and out: %(place)s, %(month)s") % {"place": name, "month": asked.month_name},
        sentence=_sentence(asked, came, here, went, kept),
        unit=Unit.COUNT,
        came=(Bar(_("Began"), unmarked(came)),),
        here=Bar(_("Unemployed at the end of the month"), unmarked(here)),
        went=kept or (Bar(_("Ended"), unmarked(went)),),
    )


def _sentence(asked: Asked, came: Cell, here: Cell, went: Cell, parts: tuple[Bar, ...]) -> str:
    def written(cell: Cell) -> str:
        return cell_text(unmarked(cell), Unit.COUNT, asked.language).words

    told = _(
        "%(came)s spells of unemployment began and %(went)s ended; %(here)s persons were unemployed at the end."
    ) % {
        "came": written(came),
        "went": written(went),
        "here": written(here),
    }
    known = [bar for bar in parts if bar.cell.value is not None]
    if known:
        largest = max(known, key=lambda bar: bar.cell.value or 0)
        told += " " + _("The most common reason of an end: %(reason)s (%(number)s).") % {
            "reason": largest.name[:1].lower() + largest.name[1:],
            "number": written(largest.cell),
        }
    if any(bar.cell.value is None for bar in parts):
        told += " " + _("Reasons of few persons are hidden.")
    return f"{told} {flags_told(here, asked.language)}".rstrip()


def _lines(asked: Asked, figures: Figures) -> LineChart:
    months = sorted({one.month for one in figures.by_name.values()})
    pairs = [tuple(figures.find(key, month, asked.place) for key in ("inflow", "outflow")) for month in months]
    exact = [(count(came), count(went)) for came, went in pairs if is_exact(count(came)) and is_exact(count(went))]
    more = sum((came.value or 0) > (went.value or 0) for came, went in exact)
    sentence = _("More spells began than ended in %(more)d of %(all)d months.") % {"more": more, "all": len(exact)}
    series = tuple(
        Series(name, tuple(Point(one.month, one.count) for one in side if one is not None))
        for name, side in zip((_("Began"), _("Ended")), zip(*pairs, strict=True), strict=True)
    )
    return LineChart(_("Spells begun and ended, month by month"), sentence, Unit.COUNT, series, decimals=0)
