"""Plain text and Markdown; both keep their lines as they stand."""

import re

from luotsi.files.encodings import decoded
from luotsi.files.refusals import Reason, UnableToRead
from luotsi.files.uploads import FileKind
from luotsi.strategy.intake.extraction.builder import BULLET, CHARACTER_LIMIT, DocumentBuilder, layout
from luotsi.strategy.intake.lines import lines_of_text
from luotsi.strategy.intake.types import DocumentText

_INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff\ud800-\udfff]")
_BREAK = re.compile(r"[\x0b\x85\u2028\u2029]")
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
_ITEM = re.compile(r"(\s*)(?:[-*+]|(\d+[.)]))\s+(.*)")
_RULE = re.compile(r"\s*([-*_=])(?:\s*\1){2,}\s*$")
_TABLE_RULE = re.compile(r"\s*\|?[\s:|-]+\|[\s:|-]*$")
_INLINE = (
    (re.compile(r"!?\[([^\]]*)\]\([^)\s]*(?:\s\"[^\"]*\")?\)"), r"\1"),
    (re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])([*_])(?=\S)([^*_]+?)(?<=\S)\1(?![\w*])"), r"\2"),
    (re.compile(r"`([^`]+)`"), r"\1"),
)


def plain_document(content: bytes) -> DocumentText:
    """Return the lines of a text file; a form feed begins a page."""
    text = decoded(content)
    if len(text) > CHARACTER_LIMIT:
        raise UnableToRead(Reason.TOO_MUCH_TEXT, limit=CHARACTER_LIMIT)
    return lines_of_text(_INVISIBLE.sub("", _BREAK.sub("\n", text)), media_type=FileKind.TEXT)


def markdown_document(content: bytes) -> DocumentText:
    """Return the lines of a Markdown file with its headings, lists and tables told apart."""
    builder = DocumentBuilder(FileKind.MARKDOWN)
    table: int | None = None
    row = 0
    lines = decoded(content).expandtabs(4).splitlines()
    for index, line in enumerate(lines):
        if "|" in line and (table is not None or _TABLE_RULE.match(lines[index + 1] if index + 1 < len(lines) else "")):
            if table is None:
                table, row = builder.next_table(), 0
            if not _TABLE_RULE.match(line):
                for column, cell in enumerate(line.strip().strip("|").split("|")):
                    builder.add(_plain(cell.strip()), layout(style="table", cell=(table, row, column)))
                row += 1
            continue
        table = None
        _markdown_line(builder, line)
    return builder.document()


def _markdown_line(builder: DocumentBuilder, line: str) -> None:
    heading, item = _HEADING.match(line), _ITEM.match(line)
    if not line.strip() or _RULE.match(line):
        builder.blank()
    elif heading:
        builder.add(_plain(heading[2]), layout(style="heading", level=len(heading[1])))
    elif item:
        label = item[2] or BULLET
        builder.add(f"{label} {_plain(item[3])}", layout(style="list", level=len(item[1]) // 2))
    else:
        builder.add(_plain(line.strip().removeprefix("> ")))


def _plain(text: str) -> str:
    for pattern, kept in _INLINE:
        text = pattern.sub(kept, text)
    return text
