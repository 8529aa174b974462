"""The simulator: the municipal share now, as things go, and as they would go; all of it from released figures."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from luotsi.core.periods import Period
from luotsi.core.text import Text
from luotsi.core.units import Unit
from luotsi.core.values import Cell, Flag, total
from luotsi.figures.charts.specs import LineChart, Point, Series
from luotsi.figures.formats import quantity
from luotsi.figures.period_names import period_in, period_name
from luotsi.figures.phrases import say
from luotsi.law.types import NoLaw
from luotsi.orgs.models import Organisation, Subject
from luotsi.register.calc.forecast import (
    MONTHS_FOR_RATES,
    Assumption,
    Coming,
    Month,
    UnableToForecast,
    WhatIf,
    forecast,
    if_discussion_comes_earlier,
    if_flow_falls,
    if_people_find_work,
)
from luotsi.register.calc.history import BRACKETS, HIDDEN_AS, history_of
from luotsi.register.releases.municipal_share import COUNTED, PAID, PaidStep, paid_steps
from luotsi.register.releases.queries import Figure, released_cells
from luotsi.web.shared.language import reader_language
from luotsi.web.shared.municipal_share import RECKONED

MEASURES = ("benefit_moves", PAID, COUNTED, "first_discussion", "flow_past")
AHEAD = 12
LONG = ("301-400", "401-700", "701-")
"""The steps of those who have been paid for more than 300 days."""

ASSUMPTIONS = {
    Assumption.PACE_STAYS: gettext_lazy("People go on moving from step to step as in the last twelve months."),
    Assumption.ARRIVALS_STAY: gettext_lazy("As many begin to receive a benefit as in the same months before."),
    Assumption.LAW_STAYS: gettext_lazy("The percentages of the law and the daily amount stay as they are now."),
    Assumption.WORK_LASTS: gettext_lazy("Those who find work do not come back within the year."),
    Assumption.LIKE_THE_OTHERS: gettext_lazy(
        "Without the work they would have moved on like the others of their step."
    ),
    Assumption.EARLY_EXITS_ONLY: gettext_lazy("Only exits before the first step that costs the municipality change."),
    Assumption.EFFECT_IS_GIVEN: gettext_lazy(
        "The effect of an earlier discussion is the one typed here. It was not shown here."
    ),
}


class UnableToSimulate(ValueError):
    """There is nothing to reckon with; the text says why in the reader's language."""


@dataclass(frozen=True, slots=True)
class Base:
    """What the futures begin from: the month, its euros, the history, euros for each step, and what is known beside.

    euros, eur_each : what is shown of them, a lower bound where the euros of `hidden_steps` count as nothing
    silence : why later months are left out, None when none is
    hidden : how many hidden numbers were taken for two persons
    is_reckoned : the euros are what was paid by the law's per cent, since they were not counted payment by payment
    median_days, flow : of the same place, None where they are not out
    """

    month: Period
    euros: Decimal
    history: tuple[Month, ...]
    eur_each: Mapping[str, Decimal]
    silence: Text | None
    hidden: int
    hidden_steps: int
    is_reckoned: bool
    median_days: Decimal | None
    flow: Decimal | None
    is_simulated: bool

    @property
    def long_term(self) -> int:
        """How many have been paid for more than 300 days."""
        return sum(self.history[-1].stock(bracket) for bracket in LONG)


def base_of(owner: Organisation, place: Subject, *, as_known_on: date | None = None) -> Base:
    """Return what is known of the place, or was on a day; two queries.

    :raises UnableToSimulate: when too little of it is released
    """
    figures = released_cells(owner, MEASURES, places=[place.code], as_known_on=as_known_on)
    moves, paid = _by_month(figures, "benefit_moves"), _by_month(figures, PAID)
    if not moves or not paid:
        raise UnableToSimulate(_("The benefits paid have not been released yet, so there is nothing to reckon with."))
    month, steps, silence = _newest_with_law(set(moves) & set(paid), figures)
    euros = total(step.share for step in steps).value or Decimal(0)
    hidden_steps = sum(not _is_exact(step.share) for step in steps)
    if hidden_steps and not euros:
        raise UnableToSimulate(_("The euros of the place are hidden, so there is nothing to reckon with."))
    try:
        history, hidden = history_of(
            {
                one: {name: _persons(figure) for name, figure in told.items()}
                for one, told in moves.items()
                if one <= month
            }
        )
    except UnableToForecast as refused:
        raise UnableToSimulate(
            _("Too much of the place’s figures is hidden to reckon with. Look at the whole area.")
        ) from refused
    if len(history) <= MONTHS_FOR_RATES:
        words = _("%(needed)d months in a row are needed, and %(there)d are released up to %(month)s.")
        told = {"needed": MONTHS_FOR_RATES + 1, "there": len(history), "month": period_name(month, reader_language())}
        raise UnableToSimulate(words % told)
    return Base(
        month=month,
        euros=euros,
        history=history,
        eur_each=_eur_each(steps, history[-1]),
        silence=silence,
        hidden=hidden,
        hidden_steps=hidden_steps,
        is_reckoned=any(step.is_reckoned for step in steps),
        median_days=_newest(figures, "first_discussion", "", lambda one: one.median),
        flow=_newest(figures, "flow_past", "3", lambda one: one.share),
        is_simulated=any(Flag.SIMULATED in one.count.flags for one in figures),
    )


def _by_month(figures: list[Figure], measure: str) -> dict[Period, dict[str, Figure]]:
    found: dict[Period, dict[str, Figure]] = {}
    for one in figures:
        if one.measure == measure and one.part:
            found.setdefault(one.month, {})[one.part] = one
    return found


def _persons(figure: Figure) -> int | None:
    return int(figure.count.value or 0) if _is_exact(figure.count) else None


def _is_exact(cell: Cell) -> bool:
    return cell.value is not None and Flag.AT_LEAST not in cell.flags


def _newest_with_law(
    months: Collection[Period], figures: Iterable[Figure]
) -> tuple[Period, list[PaidStep], Text | None]:
    """Return the newest month whose law has been read, what was paid in it, and why later ones are left out."""
    silence: Text | None = None
    for month in sorted(months, reverse=True):
        told = [one for one in figures if one.month == month and one.measure in (PAID, COUNTED) and one.part]
        try:
            return month, paid_steps(told, month.end), silence
        except NoLaw as unread:
            silence = silence or unread.explanation
    raise UnableToSimulate(str(silence.in_language(reader_language())) if silence else _("No month is released whole."))


def _eur_each(steps: Iterable[PaidStep], month: Month) -> dict[str, Decimal]:
    """Return the euros for a recipient of each step; hidden ones count as nothing."""
    euros = dict.fromkeys(BRACKETS, Decimal(0))
    for one in steps:
        euros[one.step] += one.share.value or Decimal(0)
    return {step: euros[step] / stock if (stock := month.stock(step)) else Decimal(0) for step in BRACKETS}


def _newest(figures: list[Figure], measure: str, part: str, read: Callable[[Figure], Cell | None]) -> Decimal | None:
    known = [one for one in figures if one.measure == measure and one.part == part]
    cell = read(max(known, key=lambda one: one.month)) if known else None
    return None if cell is None else cell.value


@dataclass(frozen=True, slots=True)
class Told:
    """A future in words and as a chart, with what it takes for granted."""

    sentence: str
    chart: LineChart
    assumptions: tuple[str, ...]


def as_things_go(base: Base, place: str) -> Told:
    """Return the coming year when nothing changes, with the limits that past forecasts would have needed."""
    coming = forecast(base.history, base.eur_each, months=AHEAD)
    last = coming[-1]
    then, ahead = (period_in(month, reader_language()) for month in (base.month, last.month))
    told = {"now": _at_least(base, base.euros), "then": then, "euros": _at_least(base, last.euros), "month": ahead}
    sentence = _("The share was %(now)s %(then)s. As things go it will be %(euros)s %(month)s.") % told
    if base.hidden_steps:
        sentence += " " + _("Since some of the euros are hidden, no limits can be told.")
    elif last.low is not None and last.high is not None:
        limits = {"low": _eur(last.low), "high": _eur(last.high)}
        sentence += " " + _("Four of five such forecasts would have come between %(low)s and %(high)s.") % limits
    else:
        sentence += " " + _("Too few months are known to tell how wrong such a forecast can be.")
    series = (Series(_("As things go"), _points(base, coming)),)
    chart = LineChart(
        _("Municipal share a month, %(place)s") % {"place": place}, sentence, Unit.EUR, series, decimals=0
    )
    return Told(sentence, chart, _words(base, (Assumption.PACE_STAYS, Assumption.ARRIVALS_STAY, Assumption.LAW_STAYS)))


def if_discussed(base: Base, *, days_now: Decimal, days_then: Decimal, ratio: Decimal) -> WhatIf:
    """Return what it changes when the first discussion comes in another number of days.

    :raises UnableToForecast: when the ratio is not above zero
    """
    earlier = float(days_now - days_then)
    return if_discussion_comes_earlier(
        base.history, base.eur_each, days_earlier=earlier, hazard_ratio=float(ratio), months=AHEAD
    )


def if_employed(base: Base, *, people: int) -> WhatIf:
    """Return what it changes when so many of those paid for more than 300 days find work, in the proportion of steps.

    :raises UnableToForecast: when there are not so many
    """
    if people > base.long_term:
        raise UnableToForecast(f"there are {base.long_term} people, not {people}")
    shares: dict[str, int] = {}
    left, among = people, base.long_term
    for bracket in LONG:
        stock = base.history[-1].stock(bracket)
        shares[bracket] = round(left * stock / among) if among else 0
        left, among = left - shares[bracket], among - stock
    return if_people_find_work(base.history, base.eur_each, shares, months=AHEAD)


def if_flow(base: Base, *, now: Decimal, then: Decimal) -> WhatIf:
    """Return what it changes when the flow past three months falls from so many per cent to so many.

    :raises UnableToForecast: when they are not shares
    """
    return if_flow_falls(base.history, base.eur_each, now=float(now / 100), then=float(then / 100), months=AHEAD)


def told_of(base: Base, found: WhatIf, question: str) -> Told:
    """Return the two futures side by side in words.

    Every question moves all steps the same way, so that euros which are hidden would only add to the difference.
    """
    saved = found.saved_eur.quantize(Decimal(1))
    parts = {
        "question": question,
        "euros": _at_least(base, abs(saved)),
        "from": _month(found.as_if[0].month),
        "to": _month(found.as_if[-1].month),
    }
    if saved > 0:
        sentence = _("%(question)s: the share is %(euros)s smaller from %(from)s to %(to)s altogether.") % parts
    elif saved < 0:
        sentence = _("%(question)s: the share is %(euros)s larger from %(from)s to %(to)s altogether.") % parts
    elif base.hidden_steps:
        sentence = (
            _("%(question)s: what is shown of the share does not change by a euro from %(from)s to %(to)s.") % parts
        )
    else:
        sentence = _("%(question)s: the share does not change by a euro from %(from)s to %(to)s.") % parts
    series = (Series(_("As things go"), _points(base, found.as_is)), Series(_("As asked"), _points(base, found.as_if)))
    chart = LineChart(_("As things go, and as asked"), sentence, Unit.EUR, series, decimals=0, from_zero=False)
    return Told(sentence, chart, _words(base, found.assumptions))


def _points(base: Base, coming: tuple[Coming, ...]) -> tuple[Point, ...]:
    least = (Flag.AT_LEAST,) if base.hidden_steps else ()
    first = Point(base.month, Cell.of(base.euros.quantize(Decimal(1)), *least))
    known = [replace(one, low=None, high=None) if least else one for one in coming]
    return (first, *(Point(one.month, Cell.of(one.euros, Flag.ESTIMATE, *least), one.low, one.high) for one in known))


def _words(base: Base, assumptions: tuple[Assumption, ...]) -> tuple[str, ...]:
    told = [str(ASSUMPTIONS[one]) for one in assumptions]
    if base.hidden:
        words = _("%(count)d hidden numbers of recipients are taken for %(as)d persons each.")
        told.append(words % {"count": base.hidden, "as": HIDDEN_AS})
    if base.hidden_steps:
        words = ngettext(
            "The euros of %(count)d step are hidden and count as nothing, so that the euros here are a lower bound.",
            "The euros of %(count)d steps are hidden and count as nothing, so that the euros here are a lower bound.",
            base.hidden_steps,
        )
        told.append(words % {"count": base.hidden_steps})
    if base.is_reckoned:
        told.append(str(RECKONED))
    return tuple(told)


def _month(month: Period) -> str:
    return period_name(month, reader_language())


def _at_least(base: Base, euros: Decimal) -> str:
    return say("value.at_least", reader_language(), value=_eur(euros)) if base.hidden_steps else _eur(euros)


def _eur(euros: Decimal) -> str:
    return quantity(euros, Unit.EUR, reader_language(), 0)
