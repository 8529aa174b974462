"""Write `docs/catalogue.md` from the built-in catalogue; a test holds the two equal."""

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from luotsi.indicators import catalogue
from luotsi.indicators.catalogue import CatalogueEntry

TARGET = Path(__file__).parents[1] / "docs/catalogue.md"
HEAD = """# The built-in catalogue

Measures ready to adopt, by theme. Written by `tools/list_catalogue.py` from `src/luotsi/indicators/catalogue/*.yaml`;
change those files and run it again. Definitions, limits and sources stand in those files."""
COLUMNS = ("key", "Finnish", "Swedish", "English", "method", "unit", "period", "better", "source")


def render() -> str:
    """Return the whole page."""
    parts = [HEAD]
    for theme, entries in groupby(catalogue.entries(), key=lambda one: one.theme):
        listed = list(entries)
        parts.append(f"\n## {theme.replace('-', ' ').capitalize()} ({len(listed)})\n")
        parts.append(_row(COLUMNS))
        parts.append(_row("---" for _ in COLUMNS))
        parts.extend(_row(_cells(entry)) for entry in listed)
    return "\n".join(parts) + "\n"


def _cells(entry: CatalogueEntry) -> tuple[str, ...]:
    key = f"`{entry.key}`" + (" (supporting)" if entry.supporting else "")
    source = " ".join(part for part in (entry.source_table, entry.source_content) if part)
    formula = "".join(f"{kind}: {', '.join(parts)}" for kind, parts in entry.formula.items())
    parts = [part for part in (entry.numerator, entry.denominator) if part]
    return (
        key,
        entry.name.fi,
        entry.name.sv,
        entry.name.en,
        entry.method.value,
        entry.unit.value,
        entry.period.value,
        entry.direction.value,
        source or formula or " / ".join(parts),
    )


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    TARGET.write_text(render(), encoding="utf-8")
