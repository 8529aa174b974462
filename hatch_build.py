"""Compile the message catalogues while the package is built, so that no installation needs gettext."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def compile_messages(root: Path) -> list[Path]:
    """Write a `.mo` beside every `.po` below `root` and return the files written."""
    written = []
    for source in sorted(root.rglob("*.po")):
        with source.open("rb") as handle:
            catalog = read_po(handle, locale=source.parents[1].name)
        target = source.with_suffix(".mo")
        with target.open("wb") as handle:
            write_mo(handle, catalog)
        written.append(target)
    return written


class CustomBuildHook(BuildHookInterface):
    """Hatch calls this before it collects the files of a wheel."""

    def initialize(self, version: str, build_data: dict) -> None:
        """Compile and announce the catalogues, which git does not hold."""
        root = Path(self.root)
        for target in compile_messages(root / "src"):
            build_data["artifacts"].append(str(target.relative_to(root)))
