"""The typesetter with the typeface that comes along; what is set stands in the writers and their templates."""

import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from threading import Lock
from typing import Any

import font_source_sans_pro
import typst
from fontTools.ttLib import TTFont

TYPEFACE = "Source Sans Pro"
_FONTS = Path(font_source_sans_pro.__file__).parent / "files"
_AT_A_TIME = Lock()


class UnableToTypeset(RuntimeError):
    """The typesetter refused the content, which is a fault of ours; its words are in the message."""


def typeset(template: str, content: dict[str, Any], **options: Any) -> bytes:
    """Return the content set by a template of this folder.

    Everything that varies goes in as data, so that no text of a plan can become a command of the typesetter.
    """
    data = json.dumps(_printable(content), ensure_ascii=False)
    try:
        with _AT_A_TIME:
            made = _compiler(template).compile(sys_inputs={"content": data}, **options)
    except typst.TypstError as error:
        raise UnableToTypeset(str(error)) from error
    assert isinstance(made, bytes)
    return made


@cache
def _compiler(template: str) -> Any:
    path = Path(str(files("luotsi.reports.writers").joinpath(template)))
    return typst.Compiler(str(path), font_paths=[str(_FONTS)], ignore_system_fonts=True)


@cache
def _letters() -> frozenset[int]:
    """Return the characters that every weight of the typeface has."""
    weights = ("Regular", "Semibold", "Bold", "It")
    known = [_letters_of(_FONTS / f"SourceSansPro-{weight}.ttf") for weight in weights]
    return frozenset(set.intersection(*known) | {ord("\n")})


def _letters_of(font: Path) -> set[int]:
    with TTFont(font, lazy=True) as read:
        return set(read.getBestCmap())


def _printable(value: Any) -> Any:
    """Put a question mark for each character that the typeface lacks (an emoji, a control sign), however deep."""
    match value:
        case str():
            return "".join(sign if ord(sign) in _letters() else "?" for sign in value)
        case dict():
            return {name: _printable(part) for name, part in value.items()}
        case list() | tuple():
            return [_printable(part) for part in value]
        case _:
            return value
