"""The report to one member municipality: where the area is going, its own figures, what is still missing."""

from datetime import date, datetime

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from luotsi.core.periods import Period
from luotsi.core.text import Language
from luotsi.figures.formats import date_text
from luotsi.figures.period_names import period_name
from luotsi.indicators.models import Measure
from luotsi.indicators.queries import HELSINKI
from luotsi.orgs.models import Organisation, Subject
from luotsi.orgs.queries import municipalities_of
from luotsi.reports.builders import measures
from luotsi.reports.builders.measures import Told
from luotsi.reports.document import Block, Document, Heading, Items, KeyFigures, Notice, Paragraph, Sources
from luotsi.strategy.intake.types import ElementKind
from luotsi.strategy.models import Plan
from luotsi.strategy.queries import Branch, Outline, outline_of, shown_version
from luotsi.strategy.types import ElementStanding


class UnableToBuild(LookupError):
    """There is nothing to report for that municipality and period; the sentence says why."""


def build(
    *,
    organisation: Organisation,
    municipality: Subject,
    period: Period,
    language: Language,
    at: datetime,
    as_known_on: date | None = None,
    is_demo: bool = False,
) -> Document:
    """Return the report of a municipality made at a moment, with what is known by then or was on an earlier day.

    :raises UnableToBuild: when the municipality is no member, or no measure has a figure of it by the period
    """
    today = at.astimezone(HELSINKI).date()
    day = as_known_on or today
    if municipality not in municipalities_of(organisation, on=today):
        raise UnableToBuild(f"{municipality} is not a municipality of {organisation}")
    beside = [one for one in (organisation.subject, Subject.objects.filter(code="SSS").first()) if one]
    public = list(Measure.objects.filter(owner=organisation, is_public=True).select_related("definition", "owner"))
    with translation.override(language):
        told = measures.tell(
            public, municipality, [one for one in beside if one != municipality], period, day, language
        )
        if not told:
            raise UnableToBuild(f"no figure of {municipality} is known by {period}")
        return Document(
            title=_("{municipality}: how we are doing").format(
                municipality=municipality.name.in_language(language).text
            ),
            organisation=organisation.name.in_language(language).text,
            period=period_name(period, language),
            language=language,
            made_on=today,
            made_words=_made_words(today, day, language),
            blocks=(*_blocks(organisation, public, told, as_known_on, language, is_demo=is_demo), _sources(told, day)),
            is_demo=is_demo,
        )


def _made_words(made_on: date, known_on: date, language: Language) -> str:
    words = _("Made on {day} from what was known then.")
    if known_on != made_on:
        words = _("Made on {day} from what was known on {known}.")
    return words.format(day=date_text(made_on, language), known=date_text(known_on, language))


def _blocks(
    organisation: Organisation,
    public: list[Measure],
    told: list[Told],
    as_known_on: date | None,
    language: Language,
    *,
    is_demo: bool,
) -> list[Block]:
    headline = [one for one in told if one.measure.is_headline] or told[:3]
    found: list[Block] = []
    if is_demo:
        found.append(Notice(_("A demonstration: official figures are real, simulated ones made up, targets examples.")))
    found.append(KeyFigures(tuple(measures.key_figure(one) for one in headline)))
    plan = Plan.objects.filter(owner=organisation, is_public=True).first()
    version = shown_version(plan, as_known_on=as_known_on) if plan else None
    outline = outline_of(version) if version else None
    if outline is not None:
        found += _direction(outline, language)
    found.append(Heading(_("Figures of the municipality")))
    for one in told:
        found += measures.blocks(one)
    found += _waiting(public, told, language)
    if outline is not None:
        found += _promises(outline, language)
    return found


def _sources(told: list[Told], day: date) -> Sources:
    return Sources(_("Where the figures come from"), tuple(measures.source(one, day) for one in told))


def _direction(outline: Outline, language: Language) -> list[Block]:
    """Return the vision, and each priority with how many of its measures have figures."""
    found: list[Block] = [Heading(_("Where the area is going"))]
    found += [
        Paragraph(_title(branch, language)) for branch in outline.walk() if branch.element.kind == ElementKind.VISION
    ]
    found.append(
        Items(
            tuple(
                _priority(branch, language) for branch in outline.walk() if branch.element.kind == ElementKind.PRIORITY
            )
        )
    )
    return found


def _priority(branch: Branch, language: Language) -> str:
    goals, shown = (len(branch.of_kind(kind)) for kind in (ElementKind.GOAL, ElementKind.MEASURE))
    counted = (
        ngettext("{count} goal", "{count} goals", goals).format(count=goals),
        ngettext("{count} measure", "{count} measures", shown).format(count=shown),
    )
    return f"{_title(branch, language)}: {', '.join(counted)}"


def _waiting(public: list[Measure], told: list[Told], language: Language) -> list[Block]:
    """Return the measures that have no figure of the municipality yet, by the reason for it."""
    known = {one.measure.pk for one in told}
    missing = [one for one in public if one.pk not in known]
    if not missing:
        return []
    by_reason: dict[str, list[str]] = {}
    for one in missing:
        name, why = (text.in_language(language).text for text in (one.shown_name, one.awaits))
        by_reason.setdefault(why or _("Nobody has entered or fetched a figure yet."), []).append(name)
    found: list[Block] = [Heading(_("What has no figures yet"))]
    for why, names in by_reason.items():
        found += [Paragraph(why), Items(tuple(names))]
    return found


def _promises(outline: Outline, language: Language) -> list[Block]:
    promises = [branch for branch in outline.walk() if branch.element.kind == ElementKind.PROMISE]
    if not promises:
        return []
    found: list[Block] = [Heading(_("What is promised"))]
    for branch in promises:
        element = branch.element
        words = element.body.in_language(language).text or _title(branch, language)
        audience = element.audience.in_language(language).text
        heading = (audience or _title(branch, language)).capitalize()
        if element.standing == ElementStanding.SKETCH:
            heading = _("{promise} (a sketch, not yet decided)").format(promise=heading)
        shown = ", ".join(one.shown_name.in_language(language).text for one in branch.measures)
        found.append(Heading(heading, 3))
        found.append(Paragraph(words))
        if shown:
            found.append(Paragraph(_("Shown by: {measures}").format(measures=shown)))
    return found


def _title(branch: Branch, language: Language) -> str:
    return branch.element.title.in_language(language).text
