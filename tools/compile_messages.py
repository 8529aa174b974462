"""Compile the translations, so that no installation needs gettext; the build hook and the tests both do it."""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def compile_messages(root: Path) -> list[Path]:
    """Write a `.mo` beside every `.po` below `root` and return the files written."""
    written = []
    for source in sorted(root.rglob("*.po")):
        with source.open("rb") as handle:
            catalog = read_po(handle, locale=source.parents[1].name)
        target = source.with_suffix(".mo")
        unfinished = target.with_suffix(f".{os.getpid()}")
        with unfinished.open("wb") as handle:
            write_mo(handle, catalog)
        unfinished.replace(target)  # a reader meets the old file or the new one, never half of it
        written.append(target)
    return written


if __name__ == "__main__":
    compile_messages(Path(__file__).resolve().parents[1] / "src")
