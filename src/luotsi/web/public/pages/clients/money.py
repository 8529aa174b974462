"""The municipality's share of unemployment benefits, by the law's percentages over what was paid."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from luotsi.core.periods import Period
from luotsi.core.text import Text
from luotsi.core.units import Unit
from luotsi.core.values import Cell, total
from luotsi.figures.cells import CellText, cell_text
from luotsi.figures.charts.specs import Bar, BarChart, LineChart, Point, Series
from luotsi.figures.formats import quantity
from luotsi.figures.sentences import Measured, value_sentence
from luotsi.law.municipal_share import municipal_share_step
from luotsi.law.types import Benefit, NoLaw
from luotsi.orgs.models import Subject
from luotsi.register.calc.money import Decomposition, StepSum, decompose
from luotsi.register.measures import get_definition
from luotsi.register.releases.queries import Figure
from luotsi.register.words import CODES, word
from luotsi.web.public.pages.clients.asked import LONGEST, Asked, Figures, is_exact
from luotsi.web.public.pages.values import bare

MEASURES = ("benefit_paid",)


@dataclass(frozen=True, slots=True)
class Part:
    """A benefit on one step of paid days in a month: recipients, the base in euros, the law's per cent."""

    benefit: Benefit
    figure: Figure
    percent: Decimal

    @property
    def euros(self) -> Cell:
        """What falls on the municipality; nothing of a step without a share, whether its base is hidden or not."""
        if self.percent == 0:
            return Cell.of(0)
        base = self.figure.base or Cell.missing()
        if base.value is None:
            return base
        return Cell(value=base.value * self.percent / 10_000, flags=base.flags)


@dataclass(frozen=True, slots=True)
class BenefitRow:
    """A benefit with its euros."""

    name: Text
    euros: CellText


@dataclass(frozen=True, slots=True)
class Effect:
    """One reason why the euros differ from a year before."""

    name: str
    euros: str


@dataclass(frozen=True, slots=True)
class MoneyPage:
    """The month's euros, or why they are not known."""

    no_law: Text | None
    sentence: str = ""
    benefits: tuple[BenefitRow, ...] = ()
    places: BarChart | None = None
    lines: LineChart | None = None
    effects: tuple[Effect, ...] = ()
    why_no_effects: str = ""


def figures_of(asked: Asked) -> Figures:
    """Return what the page is made of, as far back as its line goes and a year more; two queries."""
    return asked.figures(places=[one.code for one in asked.places], months=asked.months[: LONGEST + 12])


def build(asked: Asked, figures: Figures) -> MoneyPage:
    """Return the page of the month."""
    months = [one for one in asked.months if one <= asked.month][:LONGEST]
    try:
        parts = parts_of(figures, asked.month, asked.place)
    except NoLaw as silence:
        return MoneyPage(silence.explanation)
    euros = rounded(total(part.euros for part in parts))
    effects, why = _effects(asked, figures, parts)
    return MoneyPage(
        no_law=None,
        sentence=_sentence(asked, figures, euros),
        benefits=_benefits(asked, parts),
        places=_places(asked, figures),
        lines=_lines(asked, figures, months),
        effects=effects,
        why_no_effects=why,
    )


def newest_with_law(asked: Asked, figures: Figures) -> Period | None:
    """Return the newest month that can be told, None when there is none."""
    return next((month for month in asked.months if euros_of(figures, month, asked.place) is not None), None)


def parts_of(figures: Figures, month: Period, place: Subject) -> list[Part]:
    """Return what was paid on each step, those alone that anybody stood on.

    :raises NoLaw: when a benefit was paid whose share nobody has read
    """
    found = []
    for name in get_definition("benefit_paid").parts:
        figure = figures.find("benefit_paid", month, place, name)
        if figure is None or figure.count.value == 0:
            continue
        benefit, step = name.split(":")
        first = int(step.split("-")[0])
        found.append(Part(Benefit(benefit), figure, municipal_share_step(Benefit(benefit), first, month.end).percent))
    return found


def euros_of(figures: Figures, month: Period, place: Subject) -> Cell | None:
    """Return the municipality's euros of a month, None where the law or the figures are not at hand."""
    try:
        parts = parts_of(figures, month, place)
    except NoLaw:
        return None
    return rounded(total(part.euros for part in parts)) if parts else None


def rounded(cell: Cell) -> Cell:
    """Return euros without cents, since sums of persons' payments are not told to the cent."""
    return cell if cell.value is None else Cell(value=cell.value.quantize(Decimal(1)), flags=cell.flags)


def _sentence(asked: Asked, figures: Figures, euros: Cell) -> str:
    name = _("Municipal share, %(place)s") % {"place": bare(asked.place.name, asked.language)}
    before = euros_of(figures, asked.month.year_before, asked.place)
    return value_sentence(
        Measured(name, Unit.EUR, 0),
        asked.month,
        euros,
        asked.language,
        before=(asked.month.year_before, before) if before else None,
    )


def _benefits(asked: Asked, parts: Iterable[Part]) -> tuple[BenefitRow, ...]:
    by_benefit: dict[Benefit, list[Cell]] = {}
    for part in parts:
        by_benefit.setdefault(part.benefit, []).append(part.euros)
    return tuple(
        BenefitRow(word(CODES, benefit), cell_text(rounded(total(cells)), Unit.EUR, asked.language, 0))
        for benefit, cells in by_benefit.items()
    )


def _places(asked: Asked, figures: Figures) -> BarChart:
    bars = []
    for place in asked.subjects.parts:
        euros = euros_of(figures, asked.month, place) or Cell.missing()
        bars.append(Bar(bare(place.name, asked.language), euros, place == asked.place))
    return BarChart(
        title=_("The share of each municipality, %(month)s") % {"month": asked.month_name},
        sentence=_("A sum with hidden parts says “at least”."),
        unit=Unit.EUR,
        bars=tuple(bars),
        by=_("Municipality"),
        decimals=0,
    )


def _lines(asked: Asked, figures: Figures, months: Iterable[Period]) -> LineChart:
    known = [(month, euros_of(figures, month, asked.place)) for month in sorted(months)]
    points = tuple(Point(month, cell) for month, cell in known if cell is not None)
    series = (Series(bare(asked.place.name, asked.language), points),)
    told = _("Each month by the percentages of the law in force on its last day.")
    return LineChart(_("The municipal share month by month"), told, Unit.EUR, series, decimals=0)


def _effects(asked: Asked, figures: Figures, parts: list[Part]) -> tuple[tuple[Effect, ...], str]:
    """Return what moved the euros from a year before, or why it cannot be told."""
    try:
        before = parts_of(figures, asked.month.year_before, asked.place)
    except NoLaw as silence:
        return (), bare(silence.explanation, asked.language)
    if not before:
        return (), _("The same month a year before is not out.")
    if not all(is_exact(part.figure.count) for part in (*before, *parts)):
        return (), _("Some of the parts are hidden, so that the reasons cannot be told apart.")
    return _told(decompose(_sums(before), _sums(parts)), asked), ""


def _sums(parts: Iterable[Part]) -> dict[str, StepSum]:
    found = {}
    for part in parts:
        cents = part.figure.base.value if part.figure.base is not None else None
        euros = (cents or Decimal(0)) / 100
        found[part.figure.part] = StepSum(int(part.figure.count.value or 0), euros, part.percent)
    return found


def _told(found: Decomposition, asked: Asked) -> tuple[Effect, ...]:
    named = (
        (_("More or fewer recipients"), found.recipients_eur),
        (_("More or less benefit for each"), found.per_recipient_eur),
        (_("Longer or shorter unemployment, and so another step of the law"), found.step_eur),
        (_("Together"), found.after_eur.quantize(Decimal(1)) - found.before_eur.quantize(Decimal(1))),
    )
    return tuple(Effect(name, _signed(euros, asked)) for name, euros in named)


def _signed(euros: Decimal, asked: Asked) -> str:
    text = quantity(euros, Unit.EUR, asked.language, 0)
    return f"+{text}" if euros > 0 else text
