"""Municipalities against what could be expected of people like theirs; words first, numbers after."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from luotsi.comparison.published import newest_of_country
from luotsi.comparison.queries import Exists, Reference, names_of
from luotsi.comparison.rules import (
    Compared,
    Picture,
    drawn_together,
    is_large_enough,
    months_together,
    picture,
)
from luotsi.comparison.types import Comparable, Divided, Origin
from luotsi.core.text import Language, Text
from luotsi.core.units import Unit
from luotsi.figures.formats import change, number, quantity
from luotsi.figures.period_names import period_name
from luotsi.law.types import NoLaw
from luotsi.orgs.models import Subject
from luotsi.register.calc.comparison import Verdict
from luotsi.register.releases.queries import released_cells
from luotsi.register.types import Grouping
from luotsi.register.words import GROUPINGS, word
from luotsi.web.public.pages.clients.asked import Figures, is_exact
from luotsi.web.public.pages.clients.money import MEASURES, steps_of
from luotsi.web.public.pages.comparing.asked import Asked
from luotsi.web.public.pages.comparing.words import DIFFERENCES, HOW, ORIGINS, UNDIVIDED, VERDICTS, name_of
from luotsi.web.public.pages.values import bare
from luotsi.web.shared.municipal_share import RECKONED

_LONG = (301, 401, 701)


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
class Expected:
    """Where the reference comes from, for a description list, and what has to be said of it."""

    origin: str
    month: str
    known_at: object
    how: str
    areas: str
    difference: str
    later: str
    dispersion: str


@dataclass(frozen=True, slots=True)
class ExistsRow:
    """A share with the newest month of its own figures and of each reference, empty where there is none."""

    name: Text
    own: str
    references: tuple[str, ...]
    lacks: str


@dataclass(frozen=True, slots=True)
class ComparisonPage:
    """The places that can be compared, those that cannot, and all places of the reference as a picture's points."""

    name: Text
    sentence: str
    expected: Expected | None
    rows: tuple[Row, ...]
    not_compared: tuple[NotCompared, ...]
    has_euros: bool
    euros_note: str
    months_together: int
    no_reference: str
    picture: Picture | None
    areas: Picture | None
    own: Mapping[str, Compared]
    names: Mapping[str, str]
    exists: tuple[ExistsRow, ...]

    @property
    def compared(self) -> dict[str, Compared]:
        """Every place that was compared: the municipalities and the areas of the pictures."""
        return {code: one for of in (self.picture, self.areas) if of is not None for code, one in of.places.items()}


def build(asked: Asked) -> ComparisonPage:
    """Return the page."""
    own = _own_places(asked)
    missing = _no_reference(asked, own)
    whole: Divided = {} if missing or asked.reference is None else asked.reference.whole
    drawn, areas = (picture(_of_kind(asked, own, kind), whole) if whole else None for kind in ("KU", "TA"))
    found = _found(asked, drawn, areas)
    shrunk, together = _together(asked) if found else ({}, 0)
    eur_each, note = _euros_each(asked) if found else (None, "")
    return ComparisonPage(
        name=name_of(asked.comparable),
        sentence=_sentence(asked, found),
        expected=_expected(asked, asked.reference, drawn.funnel.dispersion if drawn is not None else 1.0)
        if found and asked.reference
        else None,
        rows=tuple(
            _row(asked, place, found[place.code], eur_each, shrunk.get(place.code))
            for place in asked.places
            if place.code in found
        ),
        not_compared=() if missing else tuple(_not_compared(asked, found)),
        has_euros=eur_each is not None,
        euros_note=note,
        months_together=together,
        no_reference=missing,
        picture=drawn,
        areas=areas,
        own=found,
        names=_names(asked, drawn, areas),
        exists=tuple(_exists_row(one, asked.language) for one in asked.exists),
    )


def _own_places(asked: Asked) -> Mapping[str, Divided]:
    """Return the numbers of the area and its municipalities: released ones, or published ones."""
    codes = [one.code for one in asked.places]
    if asked.comparable.is_of_register:
        return asked.references.own(asked.comparable, asked.month, codes)
    published = asked.reference.places if asked.reference is not None else {}
    return {code: published[code] for code in codes if code in published}


def _of_kind(asked: Asked, own: Mapping[str, Divided], kind: str) -> dict[str, Divided]:
    """Return the numbers of every place whose code begins so; the area tells its own, whoever else does."""
    beside = asked.reference.places if asked.reference is not None else {}
    return {code: one for code, one in {**beside, **own}.items() if one and code.startswith(kind)}


def _no_reference(asked: Asked, own: Mapping[str, Divided]) -> str:
    """Return why there is nothing to compare with, or nothing."""
    if asked.reference is None and Origin.EXCHANGE in asked.origins:
        return _(
            "The areas that share do not give what could be expected here: beside this area they are too few, too much "
            "of theirs is hidden, or more than half of the clients belong to one of them."
        )
    if asked.reference is None:
        return _(
            "Nothing is known of others in this share, so that it is not known what could be expected. The table below "
            "tells which shares can be compared."
        )
    area = asked.subjects.own
    mine = own.get(area.code, {}) if area is not None else {}
    if asked.comparable.is_of_register and not is_large_enough(asked.reference.whole, mine):
        return _(
            "The reference holds hardly more people than this area. What could be expected is known only from a "
            "larger one."
        )
    return ""


def _found(asked: Asked, drawn: Picture | None, areas: Picture | None) -> dict[str, Compared]:
    """Return the area and its municipalities, each judged among its like."""
    both = {code: one for of in (drawn, areas) if of is not None for code, one in of.places.items()}
    return {one.code: both[one.code] for one in asked.places if one.code in both}


def _not_compared(asked: Asked, found: Mapping[str, Compared]) -> list[NotCompared]:
    why = _("Too much of its figures is hidden.")
    return [NotCompared(one.name, why) for one in asked.places if one.code not in found]


def _together(asked: Asked) -> tuple[dict[str, float], int]:
    assert asked.reference is not None
    months = months_together(asked.comparable, asked.month, asked.chosen.own)
    codes = [one.code for one in asked.subjects.parts]
    if len(months) < 2 or len(codes) < 2:
        return {}, 0
    return drawn_together(asked.references.over(asked.comparable, asked.reference.origin, months, codes))


def _sentence(asked: Asked, found: Mapping[str, Compared]) -> str:
    parts = [one for one in asked.subjects.parts if one.code in found]
    told = [(one, found[one.code].found.verdict) for one in parts or asked.places if one.code in found]
    if not told:
        return ""
    if parts and all(verdict is Verdict.WITHIN for _place, verdict in told):
        return _("Every municipality that can be compared is within expected variation.")
    names = {
        verdict: [bare(place.name, asked.language) for place, one in told if one is verdict]
        for verdict in (Verdict.ABOVE, Verdict.BELOW, Verdict.WITHIN, Verdict.TOO_FEW)
    }
    sentences = [f"{', '.join(of)}: {VERDICTS[verdict]}" for verdict, of in names.items() if of]
    return f"{'; '.join(sentences)}."


def _expected(asked: Asked, reference: Reference, dispersion: float) -> Expected:
    language, is_same = asked.language, reference.month == asked.month
    is_divided = reference.origin is not Origin.PUBLISHED or len(reference.whole) > 1
    is_published = reference.origin is Origin.PUBLISHED and asked.comparable.is_of_register
    simulated = _("simulated")
    times = number(Decimal(repr(dispersion)), language, 1)
    return Expected(
        origin=f"{ORIGINS[reference.origin]} ({simulated})"
        if reference.is_simulated
        else str(ORIGINS[reference.origin]),
        month=period_name(reference.month, language),
        known_at=reference.known_at,
        how=str(HOW[reference.origin] if is_divided else UNDIVIDED),
        areas=", ".join(bare(one, language) for one in reference.areas),
        difference=str(DIFFERENCES.get(asked.comparable.key, "")) if is_published else "",
        later="" if is_same else _("It is of another month than the figures, so that the season may explain a part."),
        dispersion=_(
            "Municipalities differ more than chance alone would let them. The limits are therefore wider: %(times)s "
            "times the variance of chance."
        )
        % {"times": times}
        if dispersion > 1
        else "",
    )


def _row(asked: Asked, place: Subject, one: Compared, eur_each: Decimal | None, shrunk: float | None) -> Row:
    found, language = one.found, asked.language

    def ratio(value: float) -> str:
        return number(Decimal(repr(value)), language, 2)

    words = Text() if one.division is Grouping.ALL else word(GROUPINGS, one.division)
    return Row(
        name=place.name,
        slug=place.slug if place in asked.subjects.parts else "",
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


def _names(asked: Asked, *pictures: Picture | None) -> dict[str, str]:
    """Return the names of every place of the pictures. One query."""
    known = {one.code: one.name for one in asked.places}
    others = {code for of in pictures if of is not None for code in of.places} - known.keys()
    found = known | (names_of(others) if others else {})
    return {code: bare(name, asked.language) for code, name in found.items()}


def _euros_each(asked: Asked) -> tuple[Decimal | None, str]:
    """Return what one long-term unemployed costs a municipality in a month, and how it is known; None where it is not.

    Of a register: the released share for a recipient paid for more than 300 days. Of published figures: the country's
    mean for a recipient.
    """
    if asked.comparable.key == "long-term-share":
        known = newest_of_country("municipal-share-per-recipient", as_known_on=asked.references.as_known_on)
        if known is None:
            return None, ""
        month, euros = known
        told = _(
            "Euros: each person is taken to cost what a recipient of a benefit paid in part by municipalities cost "
            "them on average in the country in %(month)s, %(euros)s (Kela). This tells the size only."
        )
        values = {"month": period_name(month, asked.language), "euros": quantity(euros, Unit.EUR, asked.language, 0)}
        return euros, told % values
    if asked.comparable.key != "long_term" or asked.subjects.own is None:
        return None, ""
    return _released_euros(asked, asked.subjects.own)


def _released_euros(asked: Asked, own: Subject) -> tuple[Decimal | None, str]:
    figures = Figures.of(
        released_cells(
            asked.owner,
            MEASURES,
            places=[own.code],
            months=[asked.month],
            as_known_on=asked.references.as_known_on,
        )
    )
    try:
        steps = steps_of(figures, asked.month, own)
    except NoLaw as silence:
        why = _("The difference is not told in euros in this month.")
        return None, f"{why} {bare(silence.explanation, asked.language)}"
    long_ones = [one for one in steps if one.first_day in _LONG]
    if not long_ones or not all(is_exact(one.recipients) and is_exact(one.share) for one in long_ones):
        return None, ""
    recipients = sum((one.recipients.value or Decimal(0) for one in long_ones), Decimal(0))
    euros = sum((one.share.value or Decimal(0) for one in long_ones), Decimal(0))
    if not recipients:
        return None, ""
    note = _("Euros: what the area’s municipalities pay for a recipient of more than 300 days.")
    is_reckoned = any(one.is_reckoned for one in long_ones)
    return euros / recipients, f"{note} {RECKONED}" if is_reckoned else note


def _exists_row(one: Exists, language: Language) -> ExistsRow:
    references = tuple(
        period_name(max(one.references[origin]), language) if origin in one.references else "" for origin in Origin
    )
    return ExistsRow(
        name=name_of(one.comparable),
        own=_own_words(one, language),
        references=references,
        lacks=_lacks(one.comparable, has_own=bool(one.own), has_reference=any(references)),
    )


def _own_words(one: Exists, language: Language) -> str:
    if not one.own:
        return ""
    told = _("register, %(month)s") if one.comparable.is_of_register else _("statistics, %(month)s")
    return told % {"month": period_name(one.own[0], language)}


def _lacks(one: Comparable, *, has_own: bool, has_reference: bool) -> str:
    """Return what has to come before the share can be compared, nothing where it can be."""
    if has_own and has_reference:
        return ""
    if not one.is_of_register:
        return _("Not until the statistics have been fetched.")
    if not has_reference:
        return _("Not without a release of the country, or areas that share their figures.")
    return _("Not until the area’s own figures are released.")
