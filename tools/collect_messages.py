"""Collect the texts of templates and code into each room's translation files, without gettext installed."""

import ast
import io
import re
import sys
from pathlib import Path

import django
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.conf import settings

from luotsi.core import text

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "luotsi"
LANGUAGES = tuple(code for code in text.LANGUAGES if code != "en")  # English stands in the code
KEYWORDS = {
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "_": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def rooms() -> list[Path]:
    """Return the folders that keep translations of their own, the deepest first."""
    found = {path.parent for path in SOURCE.rglob("locale") if path.is_dir()}
    return sorted(found, key=lambda path: -len(path.parts))


def messages_of(path: Path) -> list[tuple[str | tuple[str, ...], str | None]]:
    """Return the texts of one file with their contexts."""
    from django.utils.translation.template import templatize

    content = path.read_text(encoding="utf-8")
    if path.suffix in {".html", ".txt"}:
        content = templatize(content, origin=str(path))
        content = re.sub(r"^(\s*)X+", r"\1", content)
    found = extract("python", io.BytesIO(content.encode()), keywords=KEYWORDS, comment_tags=())
    return [(message, context) for _line, message, _comments, context in found if message]


def sentences_of(path: Path) -> list[tuple[str, None]]:
    """Return the sentences that a module free of Django lists in a mapping named `SENTENCES`, or so at its end."""
    return [
        (value.value, None)
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Dict)
        if isinstance(node.target, ast.Name) and node.target.id.endswith("SENTENCES")
        for value in node.value.values
        if isinstance(value, ast.Constant)
    ]


def texts_of(room: Path, others: list[Path]) -> list[tuple[str | tuple[str, ...], str | None]]:
    """Return all texts of a room, those of rooms inside it left out."""
    inner = [other for other in others if other != room and room in other.parents]
    found = []
    for path in sorted(room.rglob("*")):
        if path.suffix in {".py", ".html", ".txt"} and not any(other in path.parents for other in inner):
            if path.suffix == ".txt" and "templates" not in path.parts:
                continue
            found += messages_of(path)
            if path.suffix == ".py":
                found += sentences_of(path)
    return list(dict.fromkeys(found))


def catalog_path(room: Path, language: str) -> Path:
    """Return where a room's translations into a language stand."""
    return room / "locale" / language / "LC_MESSAGES" / "django.po"


def read(path: Path, language: str) -> Catalog:
    """Return the catalogue as it stands, empty when there is none."""
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as handle:
        return read_po(handle, locale=language)


def set_up() -> None:
    """Let Django's template reader work without settings of an installation."""
    if not settings.configured:
        settings.configure()
        django.setup()


def main() -> int:
    """Add new texts, drop those nobody says any more, keep the rest."""
    set_up()
    every = rooms()
    for room in every:
        for language in LANGUAGES:
            path = catalog_path(room, language)
            old = read(path, language)
            new = Catalog(locale=language, charset="utf-8", project="luotsi", fuzzy=False)
            new.creation_date = new.revision_date = old.creation_date  # a run that adds nothing changes nothing
            for message, context in texts_of(room, every):
                identity = message[0] if isinstance(message, tuple) else message
                known = old.get(identity, context)
                new.add(message, known.string if known else "", context=context)
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as handle:
                write_po(handle, new, width=110, no_location=True, omit_header=False, sort_output=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
