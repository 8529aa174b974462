"""An SVG written part by part: text escaped, coordinates rounded, colours as attributes that a sheet may override."""

import re
from functools import lru_cache
from html import escape

from luotsi.core.text import LANGUAGES, Language
from luotsi.figures.phrases import say

INK = "#1d2733"
MUTED = "#56616d"
GRID = "#e2e7ec"
AXIS = "#8b97a3"
ACCENT = "#0b5a8c"
BAR = "#4f8fb8"
TARGET = "#3a4550"
SHADE = "#f1f4f7"
LIMIT = "#dcebe4"
PAPER = "#ffffff"
SERIES = (ACCENT, "#b45309", "#1f2937", "#9333ea", "#6b7280", "#be123c")
TARGET_DASH = "5 4"
BREAK_DASH = "2 3"

TEXT_SIZE = 13.0
SIMULATED_SIGN = "†"
_SIMULATED = tuple(say("value.simulated", language, value="") for language in LANGUAGES)
Attributes = dict[str, str | float]
_PREFIX = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SHORT = 40
_NARROW = frozenset("fijlrt.,:;!|'()[]/ \u00a0\u2026")
_WIDE = frozenset("mwMWOQ%@€—")


def clean(text: str) -> str:
    """Return the text escaped, without the characters that XML cannot carry."""
    return escape(_NOT_XML.sub("\ufffd", text), quote=True)


def text_width(text: str, size: float = TEXT_SIZE, *, bold: bool = False) -> float:
    """Return how wide the text may be: the page chooses the typeface, so a wide one (Verdana) is reckoned with."""
    widths = (0.37 if c in _NARROW else 0.95 if c in _WIDE else 0.7 if c.isupper() else 0.61 for c in text)
    return sum(widths) * size * (1.12 if bold else 1)


def shortened(text: str, room: float, size: float = TEXT_SIZE) -> str:
    """Return the text cut with an ellipsis to what fits the room; the full text stands in the table.

    What says that a number is simulated is never cut: it becomes its sign first.
    """
    if text_width(text, size) <= room:
        return text
    for words in _SIMULATED:
        text = text.replace(words, SIMULATED_SIGN)
    if text_width(text, size) <= room:
        return text
    if text.endswith(SIMULATED_SIGN):
        return (
            shortened(text.removesuffix(SIMULATED_SIGN), room - text_width(SIMULATED_SIGN, size), size) + SIMULATED_SIGN
        )
    while text and text_width(text + "…", size) > room:
        text = text[:-1]
    return text.rstrip() + "…"


def wrapped(text: str, room: float, size: float = TEXT_SIZE, *, most: int = 3) -> list[str]:
    """Return the text in at most so many lines, parted at spaces; what does not fit is cut."""
    lines = [""]
    for word in text.split(" "):
        joined = f"{lines[-1]} {word}".strip()
        if text_width(joined, size) <= room or not lines[-1]:
            lines[-1] = joined
        else:
            lines.append(word)
    if len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return [shortened(line, room, size) for line in lines]


def coordinate(value: float) -> str:
    """Return the coordinate to a tenth, without a needless zero."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


class Canvas:
    """Collects the parts of one picture."""

    def __init__(self, width: float, height: float, prefix: str = "fig") -> None:
        self.width = width
        self.height = height
        self.prefix = prefix
        self.has_links = False
        self._parts: list[str] = []

    def add(self, tag: str, kind: str, /, **attributes: str | float) -> None:
        """Add an empty element with its class; underscores in names become hyphens."""
        self._parts.append(f"<{tag}{_written(kind, attributes)}/>")

    def text(self, x: float, y: float, content: str, kind: str = "fig-text", /, **attributes: str | float) -> None:
        """Add a line of text at its baseline."""
        given: Attributes = {"x": x, "y": y, "fill": INK, "font_size": TEXT_SIZE, **attributes}
        self._parts.append(f"<text{_written(kind, given)}>{clean(content)}</text>")

    def halo_text(self, x: float, y: float, content: str, kind: str = "fig-text", /, **attributes: str | float) -> None:
        """Add text that stays readable over lines, by an edge in the paper's colour."""
        edge: Attributes = {"stroke": PAPER, "stroke_width": 4, "stroke_linejoin": "round"}
        self.text(x, y, content, f"{kind} fig-halo", paint_order="stroke", **edge, **attributes)

    def marker(self, x: float, y: float, index: int, colour: str, *, hollow: bool = False, size: float = 4.5) -> None:
        """Add the end marker of the series of that index: each has a shape of its own beside its colour."""
        fill, kind = (PAPER if hollow else colour), f"fig-marker fig-s{index + 1}"
        edge: Attributes = {"fill": fill, "stroke": colour, "stroke_width": 2}
        shape = index % 4
        if shape == 0:
            self.add("circle", kind, cx=x, cy=y, r=size, **edge)
        elif shape == 1:
            self.add("rect", kind, x=x - size + 0.5, y=y - size + 0.5, width=2 * size - 1, height=2 * size - 1, **edge)
        else:
            corners = [(0, -1), (1, 0), (0, 1), (-1, 0)] if shape == 2 else [(0, -1), (1, 0.8), (-1, 0.8)]
            points = " ".join(
                f"{coordinate(x + dx * size * 1.2)},{coordinate(y + dy * size * 1.2)}" for dx, dy in corners
            )
            self.add("polygon", kind, points=points, stroke_linejoin="round", **edge)

    def goal(self, x: float, y: float) -> None:
        """Add the end marker of a target: a ring with its centre."""
        self.add("circle", "fig-goal", cx=x, cy=y, r=5.5, fill=PAPER, stroke=TARGET, stroke_width=1.8)
        self.add("circle", "fig-goal", cx=x, cy=y, r=2, fill=TARGET)

    def begin(self, tag: str, kind: str = "", /, **attributes: str | float) -> None:
        """Begin an element that holds others, until `end`."""
        self._parts.append(f"<{tag}{_written(kind, attributes)}>")

    def end(self, tag: str) -> None:
        """End what `begin` began."""
        self._parts.append(f"</{tag}>")

    def name(self, words: str) -> None:
        """Name the element just begun; a pointer that rests on it shows the name."""
        self._parts.append(f"<title>{clean(words)}</title>")

    def rule(self, x1: float, y1: float, x2: float, y2: float, kind: str, /, **attributes: str | float) -> None:
        """Add a straight line."""
        self.add("line", kind, x1=x1, y1=y1, x2=x2, y2=y2, **attributes)

    def place(self, other: "Canvas", x: float, y: float) -> None:
        """Add another picture with its corner at the point."""
        self._parts.append(f'<g transform="translate({coordinate(x)} {coordinate(y)})">{"".join(other._parts)}</g>')

    def finish(self, title: str, sentence: str, prefix: str, language: Language, font: str | None) -> str:
        """Return the picture with its title and description.

        :raises ValueError: when the prefix could not begin an id
        """
        if not _PREFIX.fullmatch(prefix):
            raise ValueError(f"{prefix!r} cannot begin an id; use letters, digits, hyphens")
        width, height = coordinate(self.width), coordinate(self.height)
        family = f' font-family="{clean(font)}"' if font else ""
        described = f"{prefix}-title {prefix}-desc"
        role = "group" if self.has_links else "img"  # within an image nothing can be reached
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="fig" viewBox="0 0 {width} {height}" width="{width}" '
            f'height="{height}" role="{role}" aria-labelledby="{described}" lang="{language}"{family}>'
            f'<title id="{prefix}-title">{clean(title)}</title><desc id="{prefix}-desc">{clean(sentence)}</desc>'
            f"{''.join(self._parts)}</svg>"
        )

    def bare(self, kind: str) -> str:
        """Return the picture as an ornament that assistive technology passes over."""
        width, height = coordinate(self.width), coordinate(self.height)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="{kind}" viewBox="0 0 {width} {height}" width="{width}" '
            f'height="{height}" aria-hidden="true" focusable="false">{"".join(self._parts)}</svg>'
        )


@lru_cache(maxsize=2048)
def _attribute(text: str) -> str:
    return clean(text)


def _written(kind: str, attributes: Attributes) -> str:
    parts = [f' class="{kind}"'] if kind else []
    for name, value in attributes.items():
        if value == "":
            continue
        if isinstance(value, str):
            text = _attribute(value) if len(value) < _SHORT else clean(value)  # colours and the like are cleaned once
        else:
            text = coordinate(value)
        parts.append(f' {name.replace("_", "-")}="{text}"')
    return "".join(parts)
