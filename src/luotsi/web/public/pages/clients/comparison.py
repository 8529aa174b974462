"""Municipalities against what could be expected of clients like theirs; words first, numbers after."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luotsi.core.periods import Period
from luotsi.core.text import Text
from luotsi.core.units import Unit
from luotsi.core.values import Cell
from luotsi.figures.charts.specs import ControlLimits, FunnelPlot, FunnelPoint, Reference
from luotsi.figures.formats import change, number
from luotsi.orgs.models import Subject
from luotsi.register.calc.comparison import (
    FUNNEL_SHARES,
    Comparison,
    Group,
    UnableToCompare,
    Verdict,
    compare,
    funnel,
    limits_of_size,
    shrink,
)
from luotsi.register.types import Grouping
from luotsi.register.words import GROUPINGS, meaning, word
from luotsi.web.public.pages.clients.asked import Asked, Choice, Figures, is_exact
from luotsi.web.public.pages.clients.money import parts_of
from luotsi.web.public.pages.values import bare

COMPARED = ("long_term", "first_discussion_in_time", "plan_up_to_date", "activation")
MEASURES = COMPARED
GROUPINGS_TRIED = (Grouping.AGE, Grouping.EDUCATION, Grouping.SEX, Grouping.ALL)
MONTHS_TOGETHER = 12
LARGER = 3
"""How many times larger than the area the country's figures have to be to compare with."""
_LONG = (301, 401, 701)

VERDICTS = {
    Verdict.WITHIN: gettext_lazy("within expected variation"),
    Verdict.ABOVE: gettext_lazy("more than expected"),
    Verdict.BELOW: gettext_lazy("fewer than expected"),
    Verdict.TOO_FEW: gettext_lazy("too few to compare"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A place: the verdict in words, then observed against expected."""

    name: Text
    slug: str
    verdict: str
    observed: str
    expected: str
    ratio: str
    limits: str
    excess: str
    euros: str
    adjusted: str
    shrunk: str


@dataclass(frozen=True, slots=True)
class NotCompared:
    """A place that cannot be compared, and why."""

    name: Text
    why: str


@dataclass(frozen=True, slots=True)
class ComparisonPage:
    """The places that can be compared, those that cannot, and the funnel of the former."""

    name: Text
    choices: tuple[Choice, ...]
    sentence: str
    rows: tuple[Row, ...]
    not_compared: tuple[NotCompared, ...]
    plot: FunnelPlot | None
    has_euros: bool
    months_together: int
    no_reference: str


@dataclass(frozen=True, slots=True)
class _Compared:
    place: Subject
    found: Comparison
    grouping: Grouping


def build(asked: Asked, wanted: str) -> ComparisonPage:
    """Return the page; four queries."""
    told = [key for key in COMPARED if (key, asked.month.name) in asked.releases]
    key = wanted if wanted in told else told[0] if told else "long_term"
    months = [one for one in asked.months if one <= asked.month][:MONTHS_TOGETHER]
    figures = asked.figures((key,), places=[one.code for one in asked.places], months=months, groupings=GROUPINGS_TRIED)
    choices = tuple(Choice(one, meaning(one).name, one == key) for one in told)
    missing = _no_reference(asked, figures, key)
    compared, failed = ([], []) if missing else _all_compared(asked, figures, key)
    shrunk, together = _shrunk(asked, figures, key, months) if compared else ({}, 0)
    eur_each = _euros_each(asked) if key == "long_term" and compared else None
    return ComparisonPage(
        name=meaning(key).name,
        choices=choices,
        sentence=_sentence(asked, compared),
        rows=tuple(_row(asked, one, eur_each, shrunk.get(one.place.code)) for one in compared),
        not_compared=tuple(failed),
        plot=_plot(asked, key, compared) if compared else None,
        has_euros=eur_each is not None,
        months_together=together,
        no_reference=missing,
    )


def _no_reference(asked: Asked, figures: Figures, key: str) -> str:
    """Return why there is nothing to compare with, or nothing."""
    own, country = asked.subjects.own, asked.subjects.country
    assert own is not None
    whole, mine = (figures.find(key, asked.month, one) if one else None for one in (country, own))
    if whole is None or whole.base is None or whole.base.value is None or not is_exact(whole.count):
        return _("The whole country’s figures are not out, so that it is not known what could be expected.")
    if mine is not None and mine.base is not None and whole.base.value < LARGER * (mine.base.value or 0):
        return _(
            "The register here holds hardly anybody but this area’s own clients. What could be expected is known only "
            "from a register of the whole country, or from published tables by group."
        )
    return ""


def _all_compared(asked: Asked, figures: Figures, key: str) -> tuple[list[_Compared], list[NotCompared]]:
    compared, failed = [], []
    own = asked.subjects.own
    for place in [*asked.subjects.parts, *([own] if own else [])]:
        found = _compared(figures, key, asked.month, place, asked.subjects.country)
        if found is None:
            failed.append(NotCompared(place.name, _("Too much of its figures is hidden.")))
        else:
            compared.append(found)
    return compared, failed


def _compared(figures: Figures, key: str, month: Period, place: Subject, country: Subject | None) -> _Compared | None:
    """Return the comparison by the finest division of which nothing is hidden."""
    for grouping in GROUPINGS_TRIED if country else ():
        groups = _groups(figures, key, month, place, grouping)
        reference = _groups(figures, key, month, country, grouping) if country else None
        if groups is None or reference is None:
            continue
        rates = {name: one.observed / one.clients for name, one in reference.items() if one.clients}
        try:
            return _Compared(place, compare(groups, rates), grouping)
        except UnableToCompare:
            continue
    return None


def _groups(figures: Figures, key: str, month: Period, place: Subject, grouping: Grouping) -> dict[str, Group] | None:
    """Return clients and observed of each group, None when one of them is hidden or not out."""
    found = figures.groups(key, month, place, grouping)
    if not found or any(
        one.base is None or not is_exact(one.base) or not is_exact(one.count) for one in found.values()
    ):
        return None
    made = {group: Group(_whole(one.base), _whole(one.count)) for group, one in found.items()}
    return made if sum(one.clients for one in made.values()) else None


def _whole(cell: Cell | None) -> int:
    return 0 if cell is None or cell.value is None else int(cell.value)


def _sentence(asked: Asked, compared: list[_Compared]) -> str:
    told = [one for one in compared if one.place != asked.subjects.own]
    within = [one for one in told if one.found.verdict is Verdict.WITHIN]
    if not told:
        return ""
    if len(within) == len(told):
        return _("Every municipality that can be compared is within expected variation.")
    names = {
        verdict: [bare(one.place.name, asked.language) for one in told if one.found.verdict is verdict]
        for verdict in (Verdict.ABOVE, Verdict.BELOW, Verdict.WITHIN, Verdict.TOO_FEW)
    }
    parts = [f"{', '.join(places)}: {VERDICTS[verdict]}" for verdict, places in names.items() if places]
    return f"{'; '.join(parts)}."


def _row(asked: Asked, one: _Compared, eur_each: Decimal | None, shrunk: float | None) -> Row:
    found, language = one.found, asked.language

    def ratio(value: float) -> str:
        return number(Decimal(repr(value)), language, 2)

    words = Text() if one.grouping is Grouping.ALL else word(GROUPINGS, one.grouping)
    return Row(
        name=one.place.name,
        slug=one.place.slug if one.place in asked.subjects.parts else "",
        verdict=str(VERDICTS[found.verdict]),
        observed=number(Decimal(found.observed), language),
        expected=number(Decimal(repr(found.expected)), language, 1),
        ratio=ratio(found.ratio),
        limits=f"{ratio(found.low)}–{ratio(found.high)}",
        excess=change(Decimal(repr(found.excess)), Unit.COUNT, language, 1),
        euros=change(found.excess_eur(eur_each), Unit.EUR, language, 0) if eur_each is not None else "",
        adjusted=bare(words, language) if words else _("not adjusted"),
        shrunk="" if shrunk is None else ratio(shrunk),
    )


def _plot(asked: Asked, key: str, compared: list[_Compared]) -> FunnelPlot | None:
    places = {
        one.place.code: one.found for one in compared if one.place != asked.subjects.own and one.found.expected > 0
    }
    if not places:
        return None
    made = funnel(places)
    names = {one.place.code: bare(one.place.name, asked.language) for one in compared}
    sizes = [one.expected for one in made.points]
    least, most = min(sizes) / 1.5, max(sizes) * 1.5
    grid = [least * (most / least) ** (step / 20) for step in range(21)]
    labels = (_("95 of 100 would lie here by chance"), _("998 of 1,000 would lie here by chance"))
    limits = tuple(
        ControlLimits(label, tuple(_edge(size, *limits_of_size(size, share, made.dispersion)) for size in grid))
        for label, share in zip(labels, FUNNEL_SHARES, strict=True)
    )
    points = tuple(
        FunnelPoint(
            names[one.place],
            _decimal(one.expected, 1),
            Cell.of(_decimal(one.ratio * 100, 1)),
            names[one.place] == bare(asked.place.name, asked.language),
        )
        for one in made.points
    )
    return FunnelPlot(
        title=_("Observed against expected, %(month)s") % {"month": asked.month_name},
        sentence=_("100% is as many as could be expected. Small municipalities move more by chance alone."),
        unit=Unit.PERCENT,
        size_name=_("Expected persons"),
        points=points,
        limits=limits,
        centre=Reference(_("As expected"), Decimal(100)),
        by=_("Municipality"),
        decimals=0,
    )


def _edge(size: float, low: float, high: float) -> tuple[Decimal, Decimal, Decimal]:
    return _decimal(size, 3), _decimal(low * 100, 1), _decimal(high * 100, 1)


def _decimal(value: float, places: int) -> Decimal:
    return Decimal(repr(value)).quantize(Decimal(1).scaleb(-places))


def _shrunk(asked: Asked, figures: Figures, key: str, months: list[Period]) -> tuple[dict[str, float], int]:
    """Return each municipality's ratio over several months, drawn towards that of all the more the smaller it is."""
    observed: dict[str, int] = {}
    expected: dict[str, float] = {}
    used = 0
    for month in months:
        found = [_compared(figures, key, month, place, asked.subjects.country) for place in asked.subjects.parts]
        for one in found:
            if one is not None and one.found.expected > 0:
                code = one.place.code
                observed[code] = observed.get(code, 0) + one.found.observed
                expected[code] = expected.get(code, 0.0) + one.found.expected
        used += any(one is not None for one in found)
    if len(observed) < 2 or used < 2:
        return {}, 0
    return shrink(observed, expected), used


def _euros_each(asked: Asked) -> Decimal | None:
    """Return the municipal share a month for a recipient paid for more than 300 days, None where it is not known."""
    own = asked.subjects.own
    figures = asked.figures(("benefit_paid",), places=[own.code] if own else [], months=[asked.month])
    try:
        parts = parts_of(figures, asked.month, own) if own else []
    except LookupError:
        return None
    long_ones = [one for one in parts if int(one.figure.part.split(":")[1].split("-")[0]) in _LONG]
    if not long_ones or not all(is_exact(one.figure.count) and is_exact(one.euros) for one in long_ones):
        return None
    recipients = sum((one.figure.count.value or Decimal(0) for one in long_ones), Decimal(0))
    euros = sum((one.euros.value or Decimal(0) for one in long_ones), Decimal(0))
    return euros / recipients if recipients else None
