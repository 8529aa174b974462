"""Slides: shapes in reading order, titles, bullets with their levels, tables, diagrams, and speakers' notes."""

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml.ns import qn
from pptx.shapes.group import GroupShape

from luotsi.files.uploads import FileKind
from luotsi.strategy.intake.extraction.boxes import Box, ordered
from luotsi.strategy.intake.extraction.builder import BULLET, LABEL, DocumentBuilder, layout
from luotsi.strategy.intake.extraction.diagrams import DIAGRAM, diagram_texts
from luotsi.strategy.intake.types import DocumentText

_POINTS = 12700
"""English metric units in a point."""
_TITLES = frozenset({PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE, PP_PLACEHOLDER.VERTICAL_TITLE})
_FEET = frozenset({PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.SLIDE_NUMBER})
_BODIES = frozenset({PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.VERTICAL_BODY, None})


def slide_document(content: bytes) -> DocumentText:
    """Return the lines of a PPTX; a page is a slide."""
    presentation = Presentation(BytesIO(content))
    builder = DocumentBuilder(FileKind.PPTX)
    count = 0
    for count, slide in enumerate(presentation.slides, start=1):
        builder.page = count
        builder.blank()
        boxes = list(_boxes(slide.shapes))
        if boxes == []:
            builder.note("page_without_text")
        for box in [*(box for box in boxes if box.first), *ordered([box for box in boxes if not box.first])]:
            builder.blank()
            _add_shape(builder, slide, box)
        if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
            builder.add(slide.notes_slide.notes_text_frame.text, layout(style="note"))
    return builder.document(pages=count)


def _boxes(shapes: Iterable[Any], scale: tuple[float, float, float, float] = (1, 1, 0, 0)) -> Iterator[Box]:
    """Yield the shapes that hold text, groups taken apart, each at its place on the slide."""
    across, down, left, top = scale
    for shape in shapes:
        if isinstance(shape, GroupShape):
            yield from _boxes(shape.shapes, _inside(shape, scale))
        elif (shape.has_text_frame and shape.text_frame.text.strip()) or shape.has_table or _diagram(shape) is not None:
            x0, y0 = left + across * (shape.left or 0) / _POINTS, top + down * (shape.top or 0) / _POINTS
            yield Box(
                x0=x0,
                x1=x0 + across * (shape.width or 0) / _POINTS,
                top=y0,
                bottom=y0 + down * (shape.height or 0) / _POINTS,
                shape=shape,
                first=_placeholder(shape) in _TITLES,
            )


def _inside(group: Any, scale: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """Return how places inside the group become places on the slide."""
    across, down, left, top = scale
    frame = group._element.find(f"{qn('p:grpSpPr')}/{qn('a:xfrm')}")
    inner = [] if frame is None else [frame.find(qn("a:chOff")), frame.find(qn("a:chExt"))]
    if len(inner) != 2 or inner[0] is None or inner[1] is None:
        return scale
    width, height = int(inner[1].get("cx", 0)) or 1, int(inner[1].get("cy", 0)) or 1
    wider, higher = (group.width or width) / width, (group.height or height) / height
    return (
        across * wider,
        down * higher,
        left + across * ((group.left or 0) - wider * int(inner[0].get("x", 0))) / _POINTS,
        top + down * ((group.top or 0) - higher * int(inner[0].get("y", 0))) / _POINTS,
    )


def _placeholder(shape: Any) -> Any:
    return shape.placeholder_format.type if shape.is_placeholder else False


def _diagram(shape: Any) -> Any:
    return next(shape._element.iter(f"{DIAGRAM}relIds"), None)


def _add_shape(builder: DocumentBuilder, slide: Any, box: Box) -> None:
    shape = box.shape
    if shape.has_text_frame:
        _add_text(builder, box)
    elif shape.has_table:
        _add_table(builder, shape.table)
    else:
        for text, level in diagram_texts(slide, _diagram(shape)):
            builder.add(f"{BULLET} {text}", layout(style="list", level=level))


def _add_text(builder: DocumentBuilder, box: Box) -> None:
    shape, kind = box.shape, _placeholder(box.shape)
    style, level = "", None
    if kind in _FEET:
        style = "footer"
    elif box.first:
        style, level = ("title", None) if builder.page == 1 else ("heading", 1)
    counted: dict[int, int] = {}
    for paragraph in shape.text_frame.paragraphs:
        text = " ".join(paragraph.text.split()) if box.first else paragraph.text.strip()
        if not text:
            builder.blank()
            continue
        label = "" if style else _label(shape, kind, paragraph, counted)
        if label and not LABEL.match(text.split(maxsplit=1)[0]):
            text = f"{label} {text}"
        runs = [run for run in paragraph.runs if run.text.strip()]
        sizes = [run.font.size.pt for run in runs if run.font.size is not None]
        builder.add(
            text,
            layout(
                style=style or ("list" if label else ""),
                level=level if style else paragraph.level if label else None,
                x0=round(box.x0, 1),
                x1=round(box.x1, 1),
                top=round(box.top, 1),
                bottom=round(box.bottom, 1),
                font_size=max(sizes, default=None),
                bold=bool(runs) and all(run.font.bold for run in runs),
            ),
        )


def _label(shape: Any, kind: Any, paragraph: Any, counted: dict[int, int]) -> str:
    """Return the bullet or number before a paragraph, which slides inherit from layout and master."""
    level = paragraph.level
    for properties in _properties(shape, kind, paragraph, level):
        if properties.find(qn("a:buNone")) is not None:
            return ""
        if properties.find(qn("a:buChar")) is not None or properties.find(qn("a:buBlip")) is not None:
            return BULLET
        if properties.find(qn("a:buAutoNum")) is not None:
            counted[level] = counted.get(level, 0) + 1
            for deeper in [depth for depth in counted if depth > level]:
                del counted[deeper]
            return f"{counted[level]}."
    return ""


def _properties(shape: Any, kind: Any, paragraph: Any, level: int) -> Iterator[Any]:
    """Yield the paragraph's properties, nearest first."""
    name = qn(f"a:lvl{level + 1}pPr")
    own = paragraph._p.find(qn("a:pPr"))
    if own is not None:
        yield own
    holder = shape
    while holder is not None:
        body = holder._element.find(qn("p:txBody"))
        found = None if body is None else body.find(f"{qn('a:lstStyle')}/{name}")
        if found is not None:
            yield found
        holder = getattr(holder, "_base_placeholder", None) if holder.is_placeholder else None
    if kind in _BODIES and shape.is_placeholder:
        master = shape.part.slide_layout.slide_master
        found = master._element.find(f"{qn('p:txStyles')}/{qn('p:bodyStyle')}/{name}")
        if found is not None:
            yield found


def _add_table(builder: DocumentBuilder, table: Any) -> None:
    number = builder.next_table()
    for row, cells in enumerate(table.rows):
        for column, cell in enumerate(cells.cells):
            if not cell.is_spanned:
                builder.add(cell.text, layout(style="table", cell=(number, row, column)))
