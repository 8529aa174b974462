"""Compile the message catalogues while the package is built, so that no installation needs gettext."""

import sys
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).resolve().parent / "tools"))

from compile_messages import compile_messages


class CustomBuildHook(BuildHookInterface):
    """Hatch calls this before it collects the files of a wheel."""

    def initialize(self, version: str, build_data: dict) -> None:
        """Compile and announce the catalogues, which git does not hold."""
        root = Path(self.root)
        for target in compile_messages(root / "src"):
            build_data["artifacts"].append(str(target.relative_to(root)))
