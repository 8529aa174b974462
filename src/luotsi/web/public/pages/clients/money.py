"""The municipality's share of unemployment benefits, month by month and against a year before."""

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
from luotsi.law.types import Benefit, NoLaw
from luotsi.orgs.models import Subject
from luotsi.register.calc.money import Decomposition, StepSum, decompose
from luotsi.register.measures import get_definition
from luotsi.register.releases.municipal_share import COUNTED, PAID, PaidStep, paid_steps
from luotsi.register.words import CODES, word
from luotsi.web.public.pages.clients.asked import LONGEST, Asked, Figures, is_exact
from luotsi.web.public.pages.values import bare
from luotsi.web.shared.municipal_share import RECKONED

MEASURES = (PAID, COUNTED)


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
    """The month's euros with how they were counted, or why they are not known."""

    no_law: Text | None
    sentence: str = ""
    how_counted: str = ""
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
        steps = steps_of(figures, asked.month, asked.place)
    except NoLaw as silence:
        return MoneyPage(silence.explanation)
    euros = rounded(total(step.share for step in steps))
    effects, why = _effects(asked, figures, steps)
    return MoneyPage(
        no_law=None,
        sentence=_sentence(asked, figures, euros),
        how_counted=str(RECKONED) if any(step.is_reckoned for step in steps) else _counted_singly(),
        benefits=_benefits(asked, steps),
        places=_places(asked, figures),
        lines=_lines(asked, figures, months),
        effects=effects,
        why_no_effects=why,
    )


def _counted_singly() -> str:
    return _("The share of each payment is counted by the law of the day of payment and rounded to the cent.")


def newest_with_law(asked: Asked, figures: Figures) -> Period | None:
    """Return the newest month that can be told, None when there is none."""
    return next((month for month in asked.months if euros_of(figures, month, asked.place) is not None), None)


def steps_of(figures: Figures, month: Period, place: Subject) -> list[PaidStep]:
    """Return what was paid on each step, those alone that anybody stood on.

    :raises NoLaw: when a benefit was paid whose share nobody has read
    """
    names = ((measure, part) for measure in MEASURES for part in get_definition(measure).parts)
    found = (figures.find(measure, month, place, part) for measure, part in names)
    return paid_steps([one for one in found if one is not None], month.end)


def euros_of(figures: Figures, month: Period, place: Subject) -> Cell | None:
    """Return the municipality's euros of a month, None where the law or the figures are not at hand."""
    try:
        steps = steps_of(figures, month, place)
    except NoLaw:
        return None
    return rounded(total(step.share for step in steps)) if steps else None


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


def _benefits(asked: Asked, steps: Iterable[PaidStep]) -> tuple[BenefitRow, ...]:
    by_benefit: dict[Benefit, list[Cell]] = {}
    for step in steps:
        by_benefit.setdefault(step.benefit, []).append(step.share)
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
    told = _("Each month by the percentages of the law that was in force in it.")
    return LineChart(_("The municipal share month by month"), told, Unit.EUR, series, decimals=0)


def _effects(asked: Asked, figures: Figures, steps: list[PaidStep]) -> tuple[tuple[Effect, ...], str]:
    """Return what moved the euros from a year before, or why it cannot be told."""
    try:
        before = steps_of(figures, asked.month.year_before, asked.place)
    except NoLaw as silence:
        return (), bare(silence.explanation, asked.language)
    if not before:
        return (), _("The same month a year before is not out.")
    if not all(map(is_exact, (cell for step in (*before, *steps) for cell in _cells(step)))):
        return (), _("Some of the parts are hidden, so that the reasons cannot be told apart.")
    return _told(decompose(map(_sum, before), map(_sum, steps)), asked), ""


def _cells(step: PaidStep) -> tuple[Cell, Cell, Cell]:
    return step.recipients, step.base, step.share


def _sum(step: PaidStep) -> StepSum:
    recipients, base, share = (cell.value or Decimal(0) for cell in _cells(step))
    return StepSum(int(recipients), base, share)


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
