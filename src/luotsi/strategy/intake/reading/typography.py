"""What size and weight of letters tell: lines that are set larger or bolder than the text are headings."""

from collections import Counter
from dataclasses import replace

from luotsi.strategy.intake.types import DocumentText, Line

_LARGER = 1.15
_LONGEST = 120
_MOSTLY = 0.3  # share of the letters that may be bold before boldness tells nothing


def with_headings(document: DocumentText) -> DocumentText:
    """Return the document with lines marked as headings where their letters say so."""
    letters: Counter[float] = Counter()
    bold = 0
    for line in document.lines:
        if line.font_size is not None:
            letters[line.font_size] += len(line.text)
            bold += len(line.text) if line.bold else 0
    if not letters:
        return document
    body = letters.most_common(1)[0][0]
    weighty = bold < _MOSTLY * letters.total()
    return replace(document, lines=tuple(_marked(line, body, weighty=weighty) for line in document.lines))


def _marked(line: Line, body: float, *, weighty: bool) -> Line:
    free = not line.style and line.cell is None and line.font_size is not None
    text = line.text.strip()
    if not free or not 2 < len(text) <= _LONGEST or not any(letter.isalpha() for letter in text):
        return line
    larger = (line.font_size or 0) >= _LARGER * body
    labelled = line.bold and weighty and (line.font_size or 0) >= body and not text.endswith((".", ","))
    return replace(line, style="heading", level=-round(line.font_size or 0)) if larger or labelled else line
