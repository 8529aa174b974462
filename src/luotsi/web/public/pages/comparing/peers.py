"""The municipalities most like one, as they were frozen for the council term, with the figures they were chosen by."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from luotsi.comparison.models import Peers as Frozen
from luotsi.comparison.operations import PEERS_BY
from luotsi.comparison.published import Share, published_of, shares_of
from luotsi.comparison.rules import Compared, everybody
from luotsi.core.text import Text
from luotsi.core.units import Unit
from luotsi.core.values import Cell
from luotsi.figures.cells import CellText, cell_text
from luotsi.figures.period_names import period_name
from luotsi.indicators.reading import end_of_day
from luotsi.orgs.models import Subject
from luotsi.orgs.types import SubjectKind
from luotsi.register.calc.comparison import Group
from luotsi.web.public.pages.comparing.asked import Asked
from luotsi.web.public.pages.comparing.words import VERDICTS


@dataclass(frozen=True, slots=True)
class Peer:
    """A municipality with the figures it was chosen by, and what the comparison says of it."""

    name: Text
    rate: CellText
    labour_force: CellText
    long_term: CellText
    verdict: str
    is_asked: bool


@dataclass(frozen=True, slots=True)
class Peers:
    """The municipality asked for, and those most like it, nearest first."""

    month: str
    frozen_at: object
    rows: tuple[Peer, ...]


def peers_of(asked: Asked, compared: Mapping[str, Compared]) -> Peers | None:
    """Return the peers of the municipality asked for, None where it is none or nothing is frozen; 11 queries."""
    if asked.place.kind != SubjectKind.MUNICIPALITY:
        return None
    rows, day = Frozen.objects.filter(place=asked.place), asked.references.as_known_on
    frozen = (rows if day is None else rows.filter(frozen_at__lt=end_of_day(day))).order_by("-term").first()
    if frozen is None:
        return None
    codes = [asked.place.code, *frozen.peers]
    subjects = {one.code: one for one in Subject.objects.filter(code__in=codes)}
    of = shares_of(PEERS_BY)
    rates, shares = (_published(of.get(key), frozen, codes, day) for key in PEERS_BY)
    peers = tuple(
        _peer(asked, subjects[code], (rates.get(code), shares.get(code)), compared.get(code))
        for code in codes
        if code in subjects
    )
    return Peers(period_name(frozen.month, asked.language), frozen.frozen_at, peers)


def _published(share: Share | None, frozen: Frozen, codes: list[str], day: date | None) -> Mapping[str, Group]:
    found = None if share is None else published_of(share, frozen.month, codes, as_known_on=day)
    return {} if found is None else {code: everybody(one) for code, one in found.places.items()}


def _peer(
    asked: Asked, subject: Subject, figures: tuple[Group | None, Group | None], compared: Compared | None
) -> Peer:
    rate, share = figures

    def shown(value: int | None, unit: Unit = Unit.COUNT, decimals: int = 0, of: int = 1) -> CellText:
        cell = Cell.missing() if value is None else Cell.of(Decimal(value) / of)
        return cell_text(cell, unit, asked.language, decimals)

    return Peer(
        subject.name,
        shown(100 * rate.observed, Unit.PERCENT, 1, rate.clients) if rate else shown(None),
        shown(rate.clients if rate else None),
        shown(share.observed if share else None),
        str(VERDICTS[compared.found.verdict]) if compared else _("not compared"),
        subject == asked.place,
    )
