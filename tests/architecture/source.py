"""The project's own source as trees, for the tests of the house's rules."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "luotsi"
ROOMS = (
    "core",
    "files",
    "figures",
    "law",
    "orgs",
    "sources",
    "register",
    "indicators",
    "comparison",
    "strategy",
    "reports",
    "web",
)


@cache
def modules() -> dict[Path, ast.Module]:
    """Return every module of the package but migrations, parsed."""
    return {
        path: ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(SOURCE.rglob("*.py"))
        if "migrations" not in path.parts
    }


def name_of(path: Path) -> str:
    """Return the module's path inside the package, for messages."""
    return str(path.relative_to(SOURCE))


def calls(tree: ast.AST) -> set[str]:
    """Return the dotted names that are called anywhere in the tree."""
    return {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}


def imported(tree: ast.AST) -> set[str]:
    """Return the names of imported modules."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found
