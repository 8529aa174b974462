"""Effects of services in words, a picture and a table, for everybody and for those who approve them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from luotsi.core.text import Language
from luotsi.core.units import Unit
from luotsi.core.values import Cell
from luotsi.figures.charts.specs import DotChart, DotRow, Reference
from luotsi.figures.formats import change, number, quantity
from luotsi.register.calc.effects import BALANCED, SMALLEST_GROUP
from luotsi.register.effects.queries import EffectFigure, TraitBalance, balance_of, effects_of
from luotsi.register.effects.types import ALL_SERVICES, FEWEST, HORIZONS, Outcome, Silence
from luotsi.register.models import EffectRelease
from luotsi.register.words import CODES, GROUPINGS, word
from luotsi.web.shared.templatetags.pieces import plain

USUAL_MONTHS = 6
OUTCOMES: Mapping[Outcome, Promise] = {
    Outcome.WORK: gettext_lazy("in work"),
    Outcome.LEFT: gettext_lazy("neither unemployed nor in a service"),
}
_NUMBERS: Mapping[str, Promise] = {
    "days": gettext_lazy("Days of unemployment"),
    "spells_before": gettext_lazy("Earlier spells, two years"),
    "days_before": gettext_lazy("Earlier days, two years"),
    "services_before": gettext_lazy("Earlier services, two years"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """An outcome or a time to choose, and whether it is chosen."""

    value: str
    name: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A service: the shares, their difference with its interval, what it says in words, and who is compared."""

    service: str
    verdict: str
    with_service: str
    without_service: str
    difference: str
    interval: str
    persons: str
    compared_with: str
    withstands: str
    alike: str


@dataclass(frozen=True, slots=True)
class Silent:
    """Services whose effects are not told, and why."""

    services: str
    why: str


@dataclass(frozen=True, slots=True)
class EffectsPage:
    """The effects of one year in one outcome after some months."""

    year: int
    sentence: str
    outcome: Promise
    months: int
    outcomes: tuple[Choice, ...]
    horizons: tuple[Choice, ...]
    rows: tuple[Row, ...]
    left_out: str
    silent: tuple[Silent, ...]
    not_followed: tuple[int, ...]
    picture: DotChart | None
    balance: DotChart | None
    balance_sentence: str


def build(release: EffectRelease, query: Mapping[str, str], language: Language) -> EffectsPage:
    """Return the page of a release; two queries."""
    figures, balance = effects_of(release), balance_of(release)
    followed = sorted({one.asked.months for one in figures})
    usual = USUAL_MONTHS if USUAL_MONTHS in followed else followed[-1]
    months = next((one for one in followed if str(one) == query.get("kuukausia")), usual)
    outcome = next((one for one in Outcome if one == query.get("tulos")), Outcome.WORK)
    shown = [one for one in figures if one.asked.outcome is outcome and one.asked.months == months]
    told = [one for one in shown if one.is_told]
    return EffectsPage(
        year=release.year,
        sentence=_sentence(release, shown[0], language),
        outcome=OUTCOMES[outcome],
        months=months,
        outcomes=tuple(Choice(one, str(OUTCOMES[one]), one is outcome) for one in Outcome),
        horizons=tuple(Choice(str(one), _after(one), one == months) for one in followed),
        rows=tuple(_row(one, language) for one in told),
        left_out=_left_out(shown[0], language),
        silent=tuple(_silent(shown)),
        not_followed=tuple(one for one in HORIZONS if one not in followed),
        picture=_picture(release, told, language) if told else None,
        balance=_balance(release, balance) if balance else None,
        balance_sentence=_balance_sentence(balance),
    )


def name_of(figure: EffectFigure) -> str:
    """Return the name of the service."""
    service = figure.asked.service
    return _("All services together") if service == ALL_SERVICES else plain(word(CODES, service))


def full_name_of(figure: EffectFigure) -> str:
    """Return the service, what is compared and when: `Coaching: in work, 6 months later`."""
    told = {"service": name_of(figure), "outcome": OUTCOMES[figure.asked.outcome], "after": _after(figure.asked.months)}
    return _("%(service)s: %(outcome)s, %(after)s") % told


def in_short(figure: EffectFigure | None, language: Language) -> str:
    """Return the difference with its interval, or that it is not told."""
    if figure is None or not figure.is_told:
        return _("not told")
    return f"{_points(figure.difference.value, language)} ({interval_words(figure, language)})"


def silence_words(silence: Silence) -> str:
    """Return why an effect is not told."""
    if silence is Silence.GIVES_AWAY:
        return _("Beside the others it would give away a group that is too small.")
    return _(
        "Too few: at least %(group)d have to be compared, at least %(fewest)d of them with the outcome and as many "
        "without."
    ) % {"group": SMALLEST_GROUP, "fewest": FEWEST}


def _silent(shown: Sequence[EffectFigure]) -> Iterator[Silent]:
    """Yield the reasons, each with the services that it holds for."""
    for silence in Silence:
        names = [name_of(one) for one in shown if one.silence is silence and not one.is_told]
        if names:
            yield Silent(", ".join(names), silence_words(silence))


def _left_out(whole: EffectFigure, language: Language) -> str:
    """Return for how many of all nobody comparable was found, nothing where there is no figure."""
    if not whole.is_told or whole.left_out == 0:
        return ""
    if whole.left_out is None:
        return _("For fewer than %(fewest)d who took part nobody comparable was found.") % {"fewest": FEWEST}
    persons = {"persons": _count(whole.left_out, language)}
    return _("For %(persons)s who took part nobody comparable was found; nothing is told of them.") % persons


def _after(months: int) -> str:
    return ngettext("%(months)d month later", "%(months)d months later", months) % {"months": months}


def _sentence(release: EffectRelease, whole: EffectFigure, language: Language) -> str:
    """Return the rule-made sentence of all services together."""
    if not whole.is_told:
        return _("The effect of services begun in %(year)d is not told. %(why)s") % {
            "year": release.year,
            "why": silence_words(whole.silence),
        }
    shares = _(
        "Of those who began a service in %(year)d, %(with)s were %(outcome)s %(after)s; of others like them, "
        "%(without)s. %(verdict)s"
    )
    return shares % {
        "year": release.year,
        "with": _percent(whole.with_service, language),
        "without": _percent(whole.without_service, language),
        "outcome": OUTCOMES[whole.asked.outcome],
        "after": _after(whole.asked.months),
        "verdict": _verdict_sentence(whole, language),
    }


def _verdict_sentence(one: EffectFigure, language: Language) -> str:
    words = {"difference": _points(one.difference.value, language), "interval": interval_words(one, language)}
    if one.is_beyond_chance:
        return _("The difference is %(difference)s (%(interval)s), more than chance alone explains.") % words
    return _("The difference is %(difference)s (%(interval)s): chance alone could explain it.") % words


def verdict(one: EffectFigure) -> str:
    """Return in a few words what the interval says."""
    if not one.is_beyond_chance or one.low is None:
        return _("may be chance")
    return _("more than others") if one.low > 0 else _("fewer than others")


def interval_words(one: EffectFigure, language: Language) -> str:
    """Return the interval: `−1.2 to +5.4`."""
    ends = [change(end, Unit.COUNT, language, 1) for end in (one.low, one.high) if end is not None]
    return _("%(low)s to %(high)s") % {"low": ends[0], "high": ends[1]}


def _row(one: EffectFigure, language: Language) -> Row:
    bias = one.bias_withstood
    return Row(
        service=name_of(one),
        verdict=verdict(one),
        with_service=_percent(one.with_service, language),
        without_service=_percent(one.without_service, language),
        difference=change(_known(one.difference.value), Unit.COUNT, language, 1),
        interval=interval_words(one, language),
        persons=_count(one.matched, language),
        compared_with=_count(one.comparable, language),
        withstands="" if bias is None else _("%(times)s times") % {"times": number(bias, language, 1)},
        alike=_alike(one, language),
    )


def _alike(one: EffectFigure, language: Language) -> str:
    if not one.unalike:
        return _("in every trait")
    worst = quantity(100 * _known(one.worst), Unit.PERCENT, language, 0)
    told = ngettext(
        "not in %(traits)d trait (up to %(worst)s)", "not in %(traits)d traits (up to %(worst)s)", one.unalike
    )
    return told % {"traits": one.unalike, "worst": worst}


def _known(found: Decimal | int | None) -> Decimal:
    """Return a number of an effect that is told, which has them all."""
    assert found is not None
    return Decimal(found)


def _count(persons: int | None, language: Language) -> str:
    return number(_known(persons), language)


def _percent(cell: Cell, language: Language) -> str:
    return quantity(_known(cell.value), Unit.PERCENT, language, 1)


def _points(value: Decimal | None, language: Language) -> str:
    return change(_known(value), Unit.PERCENTAGE_POINTS, language, 1)


def _picture(release: EffectRelease, told: Sequence[EffectFigure], language: Language) -> DotChart:
    whole = told[0]
    beyond = [name_of(one) for one in told if one.is_beyond_chance and one.asked.service != ALL_SERVICES]
    if all(one.asked.service == ALL_SERVICES for one in told):
        sentence = _("Only all services together can be told.")
    elif beyond:
        sentence = _("Beyond chance: %(services)s.") % {"services": ", ".join(beyond)}
    else:
        sentence = _("Of no single service can the difference be told from chance.")
    return DotChart(
        title=_("Difference to others like them, %(outcome)s %(after)s, services begun in %(year)d")
        % {"outcome": OUTCOMES[whole.asked.outcome], "after": _after(whole.asked.months), "year": release.year},
        sentence=sentence,
        unit=Unit.PERCENTAGE_POINTS,
        columns=(_("Percentage points"),),
        rows=tuple(
            DotRow(
                name_of(one),
                (one.difference,),
                one.asked.service == ALL_SERVICES,
                one.low,
                one.high,
            )
            for one in told
        ),
        by=_("Service"),
        reference=Reference(_("No difference"), Decimal(0)),
        decimals=1,
        is_change=True,
    )


def trait_words(trait: str) -> str:
    """Return the name of a trait."""
    if trait in _NUMBERS:
        return str(_NUMBERS[trait])
    grouping, _colon, code = trait.partition(":")
    return f"{plain(word(GROUPINGS, grouping))}: {plain(word(CODES, code))}"


def _balance(release: EffectRelease, balance: Sequence[TraitBalance]) -> DotChart:
    return DotChart(
        title=_("How alike those compared are, services begun in %(year)d") % {"year": release.year},
        sentence=_balance_sentence(balance),
        unit=Unit.PERCENT,
        columns=(_("Before matching"), _("After matching")),
        rows=tuple(
            DotRow(trait_words(one.trait), (Cell.of(100 * abs(one.before)), Cell.of(100 * abs(one.after))))
            for one in balance
        ),
        by=_("Trait"),
        reference=Reference(_("Alike below this"), 100 * Decimal(str(BALANCED))),
        decimals=0,
    )


def _balance_sentence(balance: Sequence[TraitBalance]) -> str:
    unalike = sum(abs(one.after) >= Decimal(str(BALANCED)) for one in balance)
    if not unalike:
        return _("After matching the groups are alike in every trait that is shown.")
    told = ngettext(
        "After matching the groups still differ in %(traits)d trait that is shown.",
        "After matching the groups still differ in %(traits)d traits that are shown.",
        unalike,
    )
    return told % {"traits": unalike}
