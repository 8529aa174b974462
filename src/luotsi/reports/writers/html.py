"""A document as one accessible HTML file that needs nothing beside it."""

from dataclasses import dataclass
from importlib.resources import files

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from luotsi.figures.charts.badges import badge_icon
from luotsi.figures.charts.render import NARROW, to_svg
from luotsi.figures.charts.tables import Table, to_table
from luotsi.reports.document import Block, Document, Picture


@dataclass(frozen=True, slots=True)
class _Shown:
    """A block with the name of its template piece, and what the piece cannot make by itself."""

    kind: str
    block: Block
    wide: SafeString | None = None
    narrow: SafeString | None = None
    table: Table | None = None


def write_html(document: Document) -> bytes:
    """Return the document as a UTF-8 page with its style inside, the same bytes for the same document."""
    style = files("luotsi.reports.writers").joinpath("report.css").read_text(encoding="utf-8")
    with translation.override(document.language):
        page = render_to_string(
            "reports/document.html",
            {
                "document": document,
                "style": mark_safe(style),  # noqa: S308  a file of this package
                "shown": [_shown(block, number, document) for number, block in enumerate(document.blocks)],
                "icons": {status: mark_safe(badge_icon(status)) for status in _statuses(document)},  # noqa: S308
            },
        )
    return page.encode()


def _shown(block: Block, number: int, document: Document) -> _Shown:
    kind = type(block).__name__.lower()
    if isinstance(block, Picture):
        wide = to_svg(block.chart, document.language, prefix=f"kuva{number}")
        narrow = to_svg(block.chart, document.language, prefix=f"kuva{number}-kapea", width=NARROW)
        table = to_table(block.chart, document.language)
        return _Shown(kind, block, mark_safe(wide), mark_safe(narrow), table)  # noqa: S308  every text escaped there
    return _Shown(kind, block)


def _statuses(document: Document) -> set[str]:
    found = {getattr(block, "status", "") for block in document.blocks}
    for block in document.blocks:
        found |= {figure.status for figure in getattr(block, "figures", ())}
    return found - {""}
