"""What a Word paragraph is by its style: heading, list or plain, how large and how bold."""

import re
from dataclasses import dataclass, field, replace
from typing import Any

from docx.oxml.ns import qn

_HEADING = re.compile(r"(?:heading|otsikko|rubrik)\s*(\d)", re.IGNORECASE)
_LIST = re.compile(r"list (?:bullet|number)\s*(\d)", re.IGNORECASE)
_TITLE = frozenset({"title", "otsikko", "rubrik"})


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """The layout of one paragraph as its styles and its own marks add up."""

    name: str = ""
    level: int | None = None
    list_id: str | None = None
    list_level: int = 0
    bold: bool = False
    size: float | None = None


@dataclass
class Styles:
    """The paragraph styles of a document, each with what it inherits."""

    elements: dict[str, Any] = field(default_factory=dict)
    default: str = ""
    found: dict[str, ParagraphStyle] = field(default_factory=dict)

    @classmethod
    def of(cls, document: Any) -> "Styles":
        """Return the styles that the document defines."""
        styles = cls()
        for style in document.styles.element.findall(qn("w:style")):
            if style.get(qn("w:type")) == "paragraph":
                identity = style.get(qn("w:styleId"), "")
                styles.elements[identity] = style
                if style.get(qn("w:default")) in {"1", "true"}:
                    styles.default = identity
        return styles

    def of_paragraph(self, paragraph: Any) -> ParagraphStyle:
        """Return the layout of `paragraph`; its own marks win over its style's."""
        properties = paragraph.find(qn("w:pPr"))
        named = None if properties is None else properties.find(qn("w:pStyle"))
        style = self._inherited(self.default if named is None else named.get(qn("w:val"), ""))
        style = _with_marks(style, properties)
        runs = [run for run in paragraph.iter(qn("w:r")) if "".join(run.itertext()).strip()]
        if not runs:
            return style
        marks = [run.find(qn("w:rPr")) for run in runs]
        bold = all(_bold(mark, style.bold) for mark in marks)
        return replace(style, bold=bold, size=max(_size(mark) or style.size or 0 for mark in marks) or None)

    def _inherited(self, identity: str, depth: int = 0) -> ParagraphStyle:
        if identity in self.found:
            return self.found[identity]
        element = self.elements.get(identity)
        if element is None or depth > 20:
            return ParagraphStyle()
        base = element.find(qn("w:basedOn"))
        style = ParagraphStyle() if base is None else self._inherited(base.get(qn("w:val"), ""), depth + 1)
        style = _with_marks(style, element.find(qn("w:pPr")))
        mark = element.find(qn("w:rPr"))
        style = replace(style, bold=_bold(mark, style.bold), size=_size(mark) or style.size)
        name = element.find(qn("w:name"))
        self.found[identity] = _with_name(style, "" if name is None else name.get(qn("w:val"), ""))
        return self.found[identity]


def _with_name(style: ParagraphStyle, name: str) -> ParagraphStyle:
    heading = _HEADING.fullmatch(name.strip())
    if heading:
        return replace(style, name="heading", level=int(heading[1]))
    deeper = _LIST.fullmatch(name.strip())
    if deeper:
        return replace(style, list_level=int(deeper[1]) - 1)
    return replace(style, name="title", level=None) if name.strip().casefold() in _TITLE else style


def _with_marks(style: ParagraphStyle, properties: Any) -> ParagraphStyle:
    if properties is None:
        return style
    outline = properties.find(qn("w:outlineLvl"))
    if outline is not None:
        depth = _whole(outline.get(qn("w:val")), 9)
        style = replace(style, name="heading", level=depth + 1) if depth < 9 else replace(style, name="", level=None)
    numbers = properties.find(qn("w:numPr"))
    if numbers is not None:
        identity, depth = numbers.find(qn("w:numId")), numbers.find(qn("w:ilvl"))
        if identity is not None:
            value = identity.get(qn("w:val"))
            style = replace(style, list_id=None if value == "0" else value)
        if depth is not None:
            style = replace(style, list_level=min(_whole(depth.get(qn("w:val")), 0), 8))
    return style


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else otherwise


def _bold(mark: Any, inherited: bool) -> bool:
    found = None if mark is None else mark.find(qn("w:b"))
    return inherited if found is None else found.get(qn("w:val"), "1") not in {"0", "false", "off"}


def _size(mark: Any) -> float | None:
    found = None if mark is None else mark.find(qn("w:sz"))
    return None if found is None else _whole(found.get(qn("w:val")), 0) / 2 or None
