"""What is shown or reckoned for anybody is made of released figures: those rooms do not read the sealed folder."""

import ast
from pathlib import Path

import pytest

import luotsi

ROOT = Path(luotsi.__file__).parent
SEALED = {
    f"luotsi.register.{name}"
    for name in (
        "sealed",
        "results",
        "engine",
        "engines",
        "slices",
        "staging",
        "effects.gathering",
        "effects.measuring",
    )
} | {f"luotsi.register.releases.{name}" for name in ("kept", "making", "joining", "months", "attacking")}


def imported(path):
    """Yield every module that a file imports by itself, however deep in it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{one.name}" for one in node.names)


@pytest.mark.parametrize("room", ["web", "reports", "strategy", "comparison", "indicators", "sources"])
def test_a_room_that_shows_or_compares_reads_no_sealed_folder(room):
    reading = {
        f"{path.relative_to(ROOT)} imports {module}"
        for path in (ROOT / room).rglob("*.py")
        for module in imported(path)
        if module in SEALED
    }
    assert reading == set()


def test_forecasts_and_comparisons_are_reckoned_from_what_they_are_given():
    for path in (ROOT / "register" / "calc").glob("*.py"):
        assert not SEALED & set(imported(path)), path
