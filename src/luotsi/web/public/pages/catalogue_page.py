"""The catalogue of measures: every one by theme, found by words, and who follows it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count
from django.urls import reverse

from luotsi.core.periods import PeriodKind
from luotsi.core.text import LANGUAGES, Text
from luotsi.core.units import Unit
from luotsi.figures.period_names import period_name
from luotsi.indicators import catalogue, methods
from luotsi.indicators.breaks import own_breaks
from luotsi.indicators.calc.breaks import read
from luotsi.indicators.labels import label
from luotsi.indicators.models import NATIONAL, Definition, Measure
from luotsi.indicators.queries import latest_of_measures
from luotsi.indicators.suggestions import Suggestion, suggest
from luotsi.indicators.types import Direction, MethodKey, RollUp
from luotsi.indicators.writing import Writing
from luotsi.orgs.models import Membership, Organisation, Person
from luotsi.orgs.queries import sort_key
from luotsi.orgs.types import ROLES_THAT_EDIT
from luotsi.web.public.catalogue_words import PERIODS, ROLL_UPS, THEMES, theme_name
from luotsi.web.public.pages.definition import BreakShown, breaks_shown
from luotsi.web.shared.known import KnownOn
from luotsi.web.shared.language import reader_language

LONGEST_SEARCH = 200
NEAR = 8
Reader = Person | AnonymousUser


@dataclass(frozen=True, slots=True)
class CatalogueLine:
    """One measure of the list."""

    definition: Definition
    method: str
    period: str
    followers: int


@dataclass(frozen=True, slots=True)
class Theme:
    """The measures of one theme, in order of name."""

    key: str
    name: str
    lines: tuple[CatalogueLine, ...]


@dataclass(frozen=True, slots=True)
class CataloguePage:
    """What is offered, or what a search found; `near` are names alike where no measure has the words themselves."""

    searched: str
    total: int
    themes: tuple[Theme, ...]
    near: tuple[CatalogueLine, ...]

    @property
    def found(self) -> int:
        """How many measures have the words."""
        return sum(len(theme.lines) for theme in self.themes)


def offered() -> list[Definition]:
    """Return the measures that anybody can take into use. One query."""
    return list(Definition.objects.filter(owner_key=NATIONAL, is_supporting=False))


def build(typed: str, reader: Reader) -> CataloguePage:
    """Return the whole catalogue, or what the words find in it. Two queries."""
    searched = " ".join(typed.split())[:LONGEST_SEARCH]
    definitions = offered()
    followers = _counted(reader)
    lines = {one.key: _line(one, followers) for one in definitions}
    wanted = [one for one in definitions if _has(one, searched)] if searched else definitions
    near = [] if wanted else [lines[one.entry.key] for one in _suggested(searched) if one.entry.key in lines]
    return CataloguePage(searched, len(definitions), _by_theme(lines[one.key] for one in wanted), tuple(near))


def _suggested(searched: str) -> list[Suggestion]:
    return suggest(searched, language=reader_language(), limit=NEAR)


def _counted(reader: Reader) -> dict[int, int]:
    rows = Measure.objects.filter(pk__in=Measure.objects.visible_to(reader).values("pk")).values("definition_id")
    counts = rows.annotate(count=Count("owner", distinct=True)).order_by()
    return {row["definition_id"]: row["count"] for row in counts}


def _line(definition: Definition, followers: dict[int, int]) -> CatalogueLine:
    return CatalogueLine(
        definition,
        str(label(MethodKey(definition.method))),
        str(PERIODS[PeriodKind(definition.period_kind)]),
        followers.get(definition.pk, 0),
    )


def _has(definition: Definition, searched: str) -> bool:
    """Tell whether every word stands in the name in some language, in a synonym, or in the meaning as it is read."""
    names = [getattr(definition.name, language) for language in LANGUAGES]
    meaning = definition.meaning.in_language(reader_language()).text
    text = " ".join((*names, *_synonyms().get(definition.key, ()), meaning)).casefold()
    return all(word in text for word in searched.casefold().split())


def _synonyms() -> dict[str, tuple[str, ...]]:
    return {entry.key: entry.synonyms for entry in catalogue.entries()}


def _by_theme(lines: Iterable[CatalogueLine]) -> tuple[Theme, ...]:
    found: dict[str, list[CatalogueLine]] = defaultdict(list)
    for line in lines:
        found[line.definition.theme].append(line)
    order = [*THEMES, *sorted(set(found) - set(THEMES))]
    return tuple(
        Theme(key, theme_name(key), tuple(sorted(found[key], key=_name_key))) for key in order if found.get(key)
    )


def _name_key(line: CatalogueLine) -> str:
    return sort_key(line.definition.name.in_language(reader_language()).text)


@dataclass(frozen=True, slots=True)
class Taker:
    """An organisation that the reader may take the measure into use in, and whether it has it."""

    organisation: Organisation
    has_it: bool


@dataclass(frozen=True, slots=True)
class Follower:
    """An organisation's measure with its newest value, and where its figures do not compare with others' throughout."""

    measure: Measure
    url: str
    value: str
    period: str
    """Both empty while nothing is known."""
    breaks: tuple[BreakShown, ...]


@dataclass(frozen=True, slots=True)
class CatalogueMeasurePage:
    """One measure of the catalogue, defined in words."""

    definition: Definition
    theme: str
    unit: str
    direction: str
    period: str
    method: str
    method_text: Text | None
    roll_up: str
    breaks: tuple[BreakShown, ...]
    followers: tuple[Follower, ...]
    takers: tuple[Taker, ...]


def build_one(definition: Definition, reader: Reader, known: KnownOn) -> CatalogueMeasurePage:
    """Return the page of one measure. Four queries, one more for an earlier day and for whoever is signed in."""
    rows = Measure.objects.visible_to(reader).filter(definition=definition)
    rows = rows.select_related("owner__subject", "definition")
    measures = sorted(rows, key=lambda one: (sort_key(one.owner.name.fi), one.position))
    method = methods.find(definition.method)
    return CatalogueMeasurePage(
        definition=definition,
        theme=theme_name(definition.theme),
        unit=str(label(Unit(definition.unit))),
        direction=str(label(Direction(definition.direction))),
        period=str(PERIODS[PeriodKind(definition.period_kind)]),
        method=str(label(MethodKey(definition.method))),
        method_text=method.explains if method else None,
        roll_up=str(ROLL_UPS[RollUp(definition.roll_up)]),
        breaks=breaks_shown(read(definition.breaks)),
        followers=_followers(measures, known),
        takers=_takers(reader, {one.owner_id for one in measures}),
    )


def _followers(measures: Sequence[Measure], known: KnownOn) -> tuple[Follower, ...]:
    """Return what each organisation's measure is now, or was on the day, in the order given: no rank."""
    language, told = reader_language(), own_breaks(measures)
    places = [one.owner.subject for one in measures if one.owner.subject is not None]
    latest = latest_of_measures(measures, places, as_known_on=known.day)
    found = []
    for one in measures:
        newest = latest.get((one.pk, one.owner.subject_id or 0))
        found.append(
            Follower(
                measure=one,
                url=known.keep(reverse("measure", args=[one.owner.slug, one.slug])),
                value=Writing.of(one.definition, language).value(newest) if newest else "",
                period=period_name(newest.period, language) if newest else "",
                breaks=breaks_shown(told[one.pk]),
            )
        )
    return tuple(found)


def _takers(reader: Reader, having: set[int]) -> tuple[Taker, ...]:
    if not isinstance(reader, Person):
        return ()
    seats = Membership.objects.filter(person=reader, role__in=ROLES_THAT_EDIT).select_related("organisation")
    return tuple(Taker(one.organisation, one.organisation_id in having) for one in seats)
