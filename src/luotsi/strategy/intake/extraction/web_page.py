"""Web pages: headings, lists, tables and paragraphs of the main content."""

import re
from typing import Any

from lxml import html

from luotsi.files.encodings import decoded
from luotsi.files.refusals import Reason, UnableToRead
from luotsi.files.uploads import FileKind
from luotsi.strategy.intake.extraction.builder import BULLET, CELL_LIMIT, LABEL, DocumentBuilder, layout
from luotsi.strategy.intake.types import DocumentText, Line

_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_\-]+)")
_PROLOGUE = re.compile(r"^\s*<\?xml[^>]*\?>")
_SILENT = frozenset(
    {"script", "style", "noscript", "template", "head", "nav", "svg", "iframe", "object", "button", "select"}
)
_INLINE = frozenset(
    "a abbr b bdi bdo big cite code del dfn em font i ins kbd label mark q s samp small span strike strong sub sup time tt u var wbr img".split()  # noqa: E501, SIM905
)
_SPAN_LIMIT = 1000


def web_document(content: bytes) -> DocumentText:
    """Return the lines of an HTML page; where it marks its main content, of that alone."""
    reader = _PageReader()
    parser = html.HTMLParser(no_network=True)
    root: Any = html.document_fromstring(_PROLOGUE.sub("", _text(content)), parser=parser)
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        raise UnableToRead(Reason.TOO_DEEP)  # the parser would leave the deepest parts out without a word
    main = root.xpath("//main | //*[@role='main']")
    reader.block(main[0] if len(main) == 1 and main[0].text_content().strip() else root)
    return reader.builder.document()


def _text(content: bytes) -> str:
    declared = _DECLARED.search(content[:2048])
    if declared and not content.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode(declared[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass
    return decoded(content)


class _PageReader:
    def __init__(self) -> None:
        self.builder = DocumentBuilder(FileKind.HTML)
        self.layout: Line = layout()
        self.label = ""
        self.words: list[str] = []

    def flush(self) -> None:
        """End the line that was being gathered."""
        lines = [" ".join(line.split()) for line in "".join(self.words).split("\f")]
        self.words = []
        for line in filter(None, lines):
            label = "" if LABEL.match(line.split(maxsplit=1)[0]) else self.label
            self.label = ""
            self.builder.add(f"{label} {line}" if label else line, self.layout)

    def block(self, element: Any, depth: int = -1) -> None:
        """Read an element's own text and what it holds; `depth` counts the lists around it."""
        self.words.append(element.text or "")
        for child in element:
            self._child(child, depth)
            self.words.append(child.tail or "")

    def _child(self, child: Any, depth: int) -> None:
        tag = child.tag if isinstance(child.tag, str) else "script"
        if tag in _SILENT or child.get("hidden") is not None or child.get("aria-hidden") == "true":
            return
        if tag in _INLINE:
            self.block(child, depth)
        elif tag == "br":
            self.words.append(" " if self.layout.style == "heading" else "\f")
        elif tag == "table":
            self.flush()
            self._table(child, depth)
        else:
            self.flush()
            self._own_block(child, tag, depth)
            self.flush()

    def _own_block(self, child: Any, tag: str, depth: int) -> None:
        before = self.layout
        if tag in {"ul", "ol"}:
            self._list(child, tag, depth + 1)
        elif re.fullmatch(r"h[1-6]", tag):
            self.builder.blank()
            self._styled(child, depth, layout(style="heading", level=int(tag[1])))
        elif tag in {"header", "footer"} and before.style == "" and not _in_article(child):
            self._styled(child, depth, layout(style=tag))
        elif tag == "pre":
            self.builder.add(child.text_content(), before)
        else:
            self.block(child, depth)
        self.layout = before

    def _styled(self, child: Any, depth: int, style: Line) -> None:
        self.layout = style
        self.block(child, depth)
        self.flush()

    def _list(self, element: Any, tag: str, depth: int) -> None:
        start = element.get("start", "1")
        number = int(start) if start.isascii() and start.isdigit() else 1
        before = self.layout
        for item in element:
            if item.tag == "li":
                self.flush()
                if before.cell is None:
                    self.layout = layout(style="list", level=depth)
                self.label = BULLET if tag == "ul" else f"{number}."
                number += 1
            self.block(item, depth)
            self.flush()
            self.label = ""
        self.layout = before

    def _table(self, table: Any, depth: int) -> None:
        rows = [row for row in table.iter("tr") if next(row.iterancestors("table"), None) is table]
        plain = table.get("role") == "presentation" or max((len(_cells(row)) for row in rows), default=0) < 2
        before = self.layout
        self.builder.blank()
        number = None if plain else self.builder.next_table()
        taken: set[tuple[int, int]] = set()
        for index, row in enumerate(rows):
            column = 0
            for cell in _cells(row):
                while (index, column) in taken:
                    column += 1
                if number is not None:
                    self.layout = layout(style="table", cell=(number, index, column))
                self.block(cell, depth)
                self.flush()
                across, down = _span(cell, "colspan"), _span(cell, "rowspan")
                taken.update((index + y, column + x) for y in range(down) for x in range(across))
                if len(taken) > CELL_LIMIT:
                    raise UnableToRead(Reason.TOO_MANY_CELLS, limit=CELL_LIMIT)
                column += across
        self.layout = before
        self.builder.blank()


def _cells(row: Any) -> list[Any]:
    return [cell for cell in row if cell.tag in {"td", "th"}]


def _span(cell: Any, name: str) -> int:
    value = cell.get(name, "1").strip()
    return max(1, min(int(value), _SPAN_LIMIT)) if value.isascii() and value.isdigit() else 1


def _in_article(element: Any) -> bool:
    return next(element.iterancestors("article", "main", "section"), None) is not None
