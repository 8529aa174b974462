"""The funnels of a comparison: every municipality and every area of the reference by size, the own among them."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from luotsi.comparison.rules import Picture
from luotsi.core.units import Unit
from luotsi.core.values import Cell
from luotsi.figures.charts.specs import ControlLimits, FunnelPlot, FunnelPoint
from luotsi.figures.charts.specs import Reference as Line
from luotsi.orgs.models import Subject
from luotsi.register.calc.comparison import FUNNEL_SHARES, limits_of_size
from luotsi.web.public.pages.comparing.asked import Asked
from luotsi.web.public.pages.comparing.page import ComparisonPage
from luotsi.web.public.pages.values import bare

_STEPS = 20


def plots_of(asked: Asked, page: ComparisonPage) -> dict[str, FunnelPlot]:
    """Return the pictures by the names of their files; one of areas where there are several."""
    found = {}
    if page.picture is not None:
        own = asked.subjects.parts
        found["kunnat"] = _plot(asked, page, page.picture, own, _("municipalities"))
    if page.areas is not None and len(page.areas.places) > 1 and asked.subjects.own is not None:
        found["alueet"] = _plot(asked, page, page.areas, [asked.subjects.own], _("employment areas"))
    return found


def _plot(asked: Asked, page: ComparisonPage, drawn: Picture, own: Sequence[Subject], level: str) -> FunnelPlot:
    codes = {one.code for one in own}
    points = [one for one in drawn.funnel.points if one.expected > 0]
    sizes = [one.expected for one in points]
    least, most = min(sizes) / 1.5, max(sizes) * 1.5
    grid = [least * (most / least) ** (step / _STEPS) for step in range(_STEPS + 1)]
    dispersion = drawn.funnel.dispersion
    labels = (_("95 of 100 would lie here"), _("998 of 1,000 would lie here"))
    return FunnelPlot(
        title=_title(asked, page, level),
        sentence=_sentence(asked, own),
        unit=Unit.PERCENT,
        size_name=_("Expected persons"),
        points=tuple(
            FunnelPoint(
                page.names.get(one.place, one.place),
                _decimal(one.expected, 1) or Decimal("0.1"),
                Cell.of(_decimal(one.ratio * 100, 1)),
                one.place in codes,
            )
            for one in points
        ),
        limits=tuple(
            ControlLimits(label, tuple(_edge(size, *limits_of_size(size, share, dispersion)) for size in grid))
            for label, share in zip(labels, FUNNEL_SHARES, strict=True)
        ),
        centre=Line(_("As expected"), Decimal(100)),
        by=_("Place"),
        decimals=0,
    )


def _title(asked: Asked, page: ComparisonPage, level: str) -> str:
    """Return the title; it says which side was counted from persons who do not exist."""
    told = _("observed against expected, %(month)s") % {"month": asked.month_name}
    title = f"{bare(page.name, asked.language)}, {level}: {told}"
    if asked.reference is None or not (asked.is_simulated or asked.reference.is_simulated):
        return title
    marks = {
        (True, True): _("simulated"),
        (True, False): _("own figures simulated, reference real"),
        (False, True): _("own figures real, reference simulated"),
    }
    return f"{title} ({marks[asked.is_simulated, asked.reference.is_simulated]})"


def _sentence(asked: Asked, own: Sequence[Subject]) -> str:
    told = _("100% is as many as could be expected. Small places move more by chance alone.")
    names = ", ".join(bare(one.name, asked.language) for one in own)
    named = _("Named are the own (%(names)s) and those outside the limits.") % {"names": names}
    return f"{told} {named}" if names else told


def _edge(size: float, low: float, high: float) -> tuple[Decimal, Decimal, Decimal]:
    return _decimal(size, 3), _decimal(low * 100, 1), _decimal(high * 100, 1)


def _decimal(value: float, places: int) -> Decimal:
    return Decimal(repr(value)).quantize(Decimal(1).scaleb(-places))
