"""The measures of an organisation: those with values, and those that still wait for them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from luotsi.core.text import Language
from luotsi.indicators.models import Measure
from luotsi.orgs.models import Organisation, Person
from luotsi.web.public.pages.cards import MeasureCard, Tally, cards_of, tally
from luotsi.web.shared.known import NOW, KnownOn


@dataclass(frozen=True, slots=True)
class MeasuresPage:
    """The measures, counted and parted."""

    tally: Tally | None
    known: tuple[MeasureCard, ...]
    awaiting: tuple[MeasureCard, ...]


def measures_of(organisation: Organisation, reader: Person | AnonymousUser) -> list[Measure]:
    """Return the organisation's measures that the reader may see, headlines first, in one query."""
    rows = Measure.objects.visible_to(reader).filter(owner=organisation).select_related("definition", "owner")
    return list(rows.order_by("-is_headline", "position", "slug"))


def build(
    organisation: Organisation, measures: Sequence[Measure], language: Language, *, known: KnownOn = NOW
) -> MeasuresPage:
    """Return the page in three queries; in four for an earlier day."""
    cards = list(cards_of(measures, organisation.subject, language, known=known).values())
    return MeasuresPage(
        tally=tally(cards, known),
        known=tuple(one for one in cards if one.value),
        awaiting=tuple(one for one in cards if not one.value),
    )
