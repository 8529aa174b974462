"""Released figures as rows of a table to take along."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from luotsi.core.values import Cell
from luotsi.figures.cells import flag_words, gap_words
from luotsi.register.measures import get_definition
from luotsi.register.releases.cells import YEAR
from luotsi.register.releases.queries import Figure
from luotsi.register.types import Grouping, Kind
from luotsi.register.words import CODES, GROUPINGS, meaning, part_word, word
from luotsi.web.public.pages.clients.asked import LONGEST, Asked
from luotsi.web.public.pages.values import bare

Row = Sequence[str | Decimal | None]


def header() -> list[str]:
    """Return the heads of the columns."""
    return [
        _("Measure"),
        _("Place code"),
        _("Place"),
        _("Period"),
        _("Divided by"),
        _("Group"),
        _("Part"),
        _("Number"),
        _("Whole"),
        _("Euros"),
        _("Per cent"),
        _("Median"),
        _("Mean"),
        _("Why there is no value"),
        _("Notes"),
    ]


def rows(asked: Asked) -> Iterator[Row]:
    """Yield every figure of the page's measures of the newest months, of every place, then those of twelve months.

    Four queries.
    """
    places = {one.code: bare(one.name, asked.language) for one in asked.places}
    for over in (1, YEAR):
        figures = asked.figures(places=places, months=asked.months[:LONGEST], groupings=tuple(Grouping), over=over)
        for one in figures.by_name.values():
            yield _row(asked, one, places[one.place])


def _row(asked: Asked, one: Figure, place: str) -> Row:
    is_money = get_definition(one.measure).kind is Kind.MONEY
    base = _number(one.base)
    return [
        bare(meaning(one.measure).name, asked.language),
        one.place,
        place,
        one.month.name if one.months == 1 else f"{(one.month - (one.months - 1)).name}/{one.month.name}",
        bare(word(GROUPINGS, one.grouping), asked.language),
        bare(word(CODES, one.group), asked.language) if one.group else "",
        bare(part_word(one.part), asked.language) if one.part else "",
        one.count.value,
        None if is_money else base,
        base / 100 if is_money and base is not None else None,
        _number(one.share),
        _number(one.median),
        _number(one.mean),
        gap_words(one.count.gap, asked.language) if one.count.gap else "",
        ", ".join(flag_words(flag, asked.language) for flag in sorted(one.count.flags)),
    ]


def _number(cell: Cell | None) -> Decimal | None:
    return None if cell is None else cell.value
