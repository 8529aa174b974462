"""A chart as a page shows it: two pictures of it, one for a wide page and one for a phone, and its table."""

from dataclasses import dataclass
from functools import lru_cache
from html import escape

from django.utils.safestring import SafeString, mark_safe

from luotsi.core.text import Language
from luotsi.figures.charts.render import NARROW, WIDE, to_svg
from luotsi.figures.charts.specs import Chart
from luotsi.figures.charts.tables import Table, TableCell, to_table


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with its title, its sentence and its numbers."""

    title: str
    sentence: str
    wide: SafeString
    narrow: SafeString
    table: SafeString


@lru_cache(maxsize=128)
def figure(spec: Chart, language: Language, *, name: str, wide: int = WIDE) -> Figure:
    """Draw the chart; `name` is unlike that of any other figure of the page, `wide` the pixels of the wide picture.

    The last ones drawn are kept: the same specification gives the same figure, whoever asks, and any other another one.
    """
    return Figure(
        title=spec.title,
        sentence=spec.sentence,
        wide=_drawn(spec, language, f"{name}-wide", wide),
        narrow=_drawn(spec, language, f"{name}-narrow", NARROW),
        table=_table(to_table(spec, language)),
    )


def _drawn(spec: Chart, language: Language, prefix: str, width: int) -> SafeString:
    return mark_safe(to_svg(spec, language, prefix=prefix, width=width))  # noqa: S308  every text in it is escaped


def _table(table: Table) -> SafeString:
    """Return the table as markup, in a region of its own that scrolls; a template would take ten times as long."""
    head = "".join(f'<th scope="col"{_kind(cell)}>{escape(cell.text)}</th>' for cell in table.head)
    rows = "".join(f"<tr>{''.join(_cell(cell) for cell in row)}</tr>" for row in table.rows)
    caption = escape(table.caption)
    return mark_safe(  # noqa: S308  every text in it is escaped
        f'<div class="table-scroll" role="region" tabindex="0" aria-label="{caption}"><table class="table">'
        f'<caption class="visually-hidden">{caption}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody>'
        "</table></div>"
    )


def _cell(cell: TableCell) -> str:
    if cell.is_head:
        return f'<th scope="row">{escape(cell.text)}</th>'
    words = f' <span class="muted">{escape(cell.words)}</span>' if cell.words else ""
    return f"<td{_kind(cell)}>{escape(cell.text)}{words}</td>"


def _kind(cell: TableCell) -> str:
    return ' class="num"' if cell.is_number else ""
