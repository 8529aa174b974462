"""An organisation's front page: where it is going, whether it gets there, and what changed lately."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from luotsi.core.text import Language, Text
from luotsi.core.values import Cell
from luotsi.figures.charts.render import to_svg
from luotsi.figures.charts.specs import Point, Series, Sparkline
from luotsi.indicators.models import Measure
from luotsi.indicators.queries import Line, lines_of_measures
from luotsi.indicators.writing import Writing
from luotsi.orgs.models import Organisation, Person
from luotsi.strategy.queries import shown_version
from luotsi.web.public.pages import country_figures, plan_page
from luotsi.web.public.pages.addresses import strategy_url
from luotsi.web.public.pages.cards import MeasureCard, Tally, cards_of, tally
from luotsi.web.public.pages.country_figures import CountryFigures
from luotsi.web.public.pages.measures_page import measures_of
from luotsi.web.public.pages.plan_page import PlanPage, cards_below, plans_of
from luotsi.web.public.pages.values import bare
from luotsi.web.shared.known import NOW, KnownOn

_HEADLINES = 3
_EVENTS = 5


@dataclass(frozen=True, slots=True)
class Headline:
    """A figure of the front page with its line as small as a word."""

    card: MeasureCard
    spark: SafeString


@dataclass(frozen=True, slots=True)
class PriorityLine:
    """A priority, and how the measures that show it stand."""

    level: Text | str
    title: Text
    url: str
    tally: Tally | None


@dataclass(frozen=True, slots=True)
class Event:
    """What became known or was decided on a day."""

    day: date
    title: str
    cards: tuple[MeasureCard, ...] = ()
    url: str = ""


@dataclass(frozen=True, slots=True)
class HomePage:
    """The front page of an organisation."""

    vision: Text | None
    vision_heading: Text | str
    mission: Text | None
    plan: PlanPage | None
    headlines: tuple[Headline, ...]
    priorities: tuple[PriorityLine, ...]
    events: tuple[Event, ...]
    tally: Tally | None
    children: tuple[Organisation, ...]
    released: CountryFigures | None


def build(
    organisation: Organisation, reader: Person | AnonymousUser, language: Language, *, known: KnownOn = NOW
) -> HomePage:
    """Return the page in 20 queries, however many measures there are; in 23 for an earlier day, or of the country."""
    plan = _main_plan(organisation, reader, language, known)
    measures = measures_of(organisation, reader)
    cards = cards_of(measures, organisation.subject, language, known=known)
    headlines = [one for one in measures if one.is_headline][:_HEADLINES]
    vision = plan.vision if plan else None
    return HomePage(
        vision=vision.nodes[0].title if vision else None,
        vision_heading=vision.heading if vision else "",
        mission=plan.mission.nodes[0].title if plan and plan.mission else None,
        plan=plan,
        headlines=_headlines(organisation, headlines, cards, language, known),
        priorities=_priorities(plan, known),
        events=_events(cards.values(), plan, known),
        tally=tally(cards.values(), known),
        children=tuple(Organisation.objects.visible_to(reader).filter(parent=organisation)),
        released=country_figures.build(organisation, language, known),
    )


def _main_plan(
    organisation: Organisation, reader: Person | AnonymousUser, language: Language, known: KnownOn
) -> PlanPage | None:
    """Return the first plan that has a version."""
    for plan in plans_of(organisation, reader):
        version = shown_version(plan, as_known_on=known.day)
        if version is not None:
            plan.owner, version.plan = organisation, plan
            return plan_page.build(version, reader, language, known=known)
    return None


def _headlines(
    organisation: Organisation,
    measures: Sequence[Measure],
    cards: dict[int, MeasureCard],
    language: Language,
    known: KnownOn,
) -> tuple[Headline, ...]:
    subject = organisation.subject
    if subject is None or not measures:
        return tuple(Headline(cards[one.pk], SafeString("")) for one in measures)
    lines = lines_of_measures(measures, [subject], as_known_on=known.day)
    return tuple(Headline(cards[one.pk], _spark(one, lines[one.pk][subject.pk], language)) for one in measures)


def _spark(measure: Measure, line: Line, language: Language) -> SafeString:
    """Return the line without the marks of lower bounds, which are told on the measure's own page."""
    if sum(one.value is not None for one in line.observations) < 3:
        return SafeString("")
    writing = Writing.of(measure.definition, language)
    title = _("{measure} over time").format(measure=bare(measure.shown_name, language))
    points = tuple(
        Point(one.period, Cell(value=one.value) if one.value is not None else one.cell) for one in line.observations
    )
    spec = Sparkline(title, "", writing.unit, Series(title, points), writing.decimals)
    return mark_safe(to_svg(spec, language, prefix=f"spark-{measure.pk}"))  # noqa: S308  every text in it is escaped


def _priorities(plan: PlanPage | None, known: KnownOn) -> tuple[PriorityLine, ...]:
    if plan is None:
        return ()
    address = known.keep(strategy_url(plan.plan))
    return tuple(
        PriorityLine(node.level, node.title, f"{address}#{node.anchor}", tally(cards_below(node), known))
        for node in plan.priorities
    )


def _events(cards: Iterable[MeasureCard], plan: PlanPage | None, known: KnownOn) -> tuple[Event, ...]:
    """Return the newest days on which figures became known or the plan was decided."""
    by_day: dict[date, list[MeasureCard]] = {}
    for card in cards:
        if card.known_on is not None:
            by_day.setdefault(card.known_on, []).append(card)
    events = [Event(day, _("New figures"), tuple(members)) for day, members in by_day.items()]
    if plan and plan.version.decided_on:
        title = _("{body} decided on the plan").format(body=plan.version.decided_by)
        events.append(Event(plan.version.decided_on, title, url=known.keep(strategy_url(plan.plan))))
    return tuple(sorted(events, key=lambda one: one.day, reverse=True)[:_EVENTS])
