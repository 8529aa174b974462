"""A document as a tagged PDF (PDF/UA-1), set by typst with a typeface that comes along."""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from luotsi.figures.charts.badges import STATUS_COLOURS, badge_icon
from luotsi.figures.charts.render import to_svg
from luotsi.figures.charts.tables import Table, to_paper_table
from luotsi.figures.statuses import Status
from luotsi.reports.document import Block, Document, Grid, KeyFigures, Picture, StatusLine
from luotsi.reports.writers.typesetting import TYPEFACE, typeset


def write_pdf(document: Document) -> bytes:
    """Return the document as PDF/UA-1; a picture without a description would be refused by the typesetter.

    Everything that varies goes in as data, so that no text of a plan can become a command of the typesetter.
    """
    with translation.override(document.language):
        content = _content(document)
    return typeset("report.typ", content, format="pdf", pdf_standards=["ua-1"])


def _content(document: Document) -> dict[str, Any]:
    return {
        "title": document.title,
        "organisation": document.organisation,
        "period": document.period,
        "language": document.language,
        "made": document.made_words,
        "year": document.made_on.year,
        "month": document.made_on.month,
        "day": document.made_on.day,
        "page_word": _("Page"),
        "blocks": [_block(block, document) for block in document.blocks] + _numbers_of_pictures(document),
    }


def _numbers_of_pictures(document: Document) -> list[dict[str, Any]]:
    """Return the tables of the pictures as an appendix, since a picture on paper cannot be opened."""
    pictures = [block for block in document.blocks if isinstance(block, Picture)]
    if not pictures:
        return []
    tables = [to_paper_table(picture.chart, document.language) for picture in pictures]
    heading = {"kind": "heading", "level": 2, "text": _("The figures of the pictures")}
    return [heading, *({"kind": "numbers", **_table(table)} for table in tables)]


def _block(block: Block, document: Document) -> dict[str, Any]:
    kind = type(block).__name__.lower()
    match block:
        case KeyFigures():
            figures = [
                {
                    "label": one.label,
                    "value": one.value,
                    "note": one.note,
                    **_status(one.status, one.status_words),
                }
                for one in block.figures
            ]
            return {"kind": kind, "figures": figures}
        case StatusLine():
            return {
                "kind": kind,
                "explanation": block.explanation,
                "override": block.override,
                **_status(block.status, block.words),
            }
        case Picture():
            svg = to_svg(block.chart, document.language, font=TYPEFACE)
            alt = f"{block.chart.title}. {block.chart.sentence}".strip()
            return {"kind": kind, "title": block.chart.title, "alt": alt, "svg": svg}
        case Grid():
            return {"kind": kind, **_table(block.table)}
        case _:
            return {"kind": kind, **_plain(block)}


def _status(status: str, words: str) -> dict[str, str]:
    if not status:
        return {"status": "", "words": "", "icon": "", "colour": "#000000"}
    return {"status": status, "words": words, "icon": badge_icon(status), "colour": STATUS_COLOURS[Status(status)]}


def _table(table: Table) -> dict[str, Any]:
    return {
        "caption": table.caption,
        "head": [{"text": cell.text, "number": cell.is_number} for cell in table.head],
        "rows": [
            [{"text": cell.words or cell.text, "number": cell.is_number, "head": cell.is_head} for cell in row]
            for row in table.rows
        ],
    }


def _plain(block: Block) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in ("text", "level", "texts", "heading"):
        if hasattr(block, name):
            found[name] = getattr(block, name)
    if hasattr(block, "sources"):
        found["sources"] = [{"measure": one.measure, "source": one.source, "trace": one.trace} for one in block.sources]
    return found
