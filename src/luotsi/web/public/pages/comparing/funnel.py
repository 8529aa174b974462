"""The funnel of a comparison: every municipality of the reference by its size, the area's own among them."""

from decimal import Decimal

from django.utils.translation import gettext as _

from luotsi.core.units import Unit
from luotsi.core.values import Cell
from luotsi.figures.charts.specs import ControlLimits, FunnelPlot, FunnelPoint
from luotsi.figures.charts.specs import Reference as Line
from luotsi.register.calc.comparison import FUNNEL_SHARES, limits_of_size
from luotsi.web.public.pages.comparing.asked import Asked
from luotsi.web.public.pages.comparing.page import ComparisonPage
from luotsi.web.public.pages.values import bare

_STEPS = 20


def plot_of(asked: Asked, page: ComparisonPage) -> FunnelPlot | None:
    """Return the picture of the municipalities, None where none can be compared."""
    if page.picture is None:
        return None
    own = {one.code for one in asked.subjects.parts} or {one.code for one in asked.places}
    points = [one for one in page.picture.funnel.points if one.expected > 0]
    sizes = [one.expected for one in points]
    least, most = min(sizes) / 1.5, max(sizes) * 1.5
    grid = [least * (most / least) ** (step / _STEPS) for step in range(_STEPS + 1)]
    dispersion = page.picture.funnel.dispersion
    labels = (_("95 of 100 would lie here"), _("998 of 1,000 would lie here"))
    return FunnelPlot(
        title=_title(asked, page),
        sentence=_sentence(asked),
        unit=Unit.PERCENT,
        size_name=_("Expected persons"),
        points=tuple(
            FunnelPoint(
                page.names.get(one.place, one.place),
                _decimal(one.expected, 1) or Decimal("0.1"),
                Cell.of(_decimal(one.ratio * 100, 1)),
                one.place in own,
            )
            for one in points
        ),
        limits=tuple(
            ControlLimits(label, tuple(_edge(size, *limits_of_size(size, share, dispersion)) for size in grid))
            for label, share in zip(labels, FUNNEL_SHARES, strict=True)
        ),
        centre=Line(_("As expected"), Decimal(100)),
        by=_("Municipality"),
        decimals=0,
    )


def _title(asked: Asked, page: ComparisonPage) -> str:
    """Return the title; it says which side was counted from persons who do not exist."""
    told = _("observed against expected, %(month)s") % {"month": asked.month_name}
    title = f"{bare(page.name, asked.language)}: {told}"
    if asked.reference is None or not (asked.is_simulated or asked.reference.is_simulated):
        return title
    marks = {
        (True, True): _("simulated"),
        (True, False): _("own figures simulated, reference real"),
        (False, True): _("own figures real, reference simulated"),
    }
    return f"{title} ({marks[asked.is_simulated, asked.reference.is_simulated]})"


def _sentence(asked: Asked) -> str:
    told = _("100% is as many as could be expected. Small municipalities move more by chance alone.")
    names = [bare(one.name, asked.language) for one in asked.subjects.parts]
    if not names:
        return told
    named = _("Named are the area’s own municipalities, %(names)s, and those outside the limits.")
    return f"{told} {named % {'names': ', '.join(names)}}"


def _edge(size: float, low: float, high: float) -> tuple[Decimal, Decimal, Decimal]:
    return _decimal(size, 3), _decimal(low * 100, 1), _decimal(high * 100, 1)


def _decimal(value: float, places: int) -> Decimal:
    return Decimal(repr(value)).quantize(Decimal(1).scaleb(-places))
