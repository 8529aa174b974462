"""Documents of our own writing, and a short way to read them."""

from pathlib import Path
from typing import Any

from luotsi.strategy.intake.lines import lines_of_text
from luotsi.strategy.intake.reading.reader import read
from luotsi.strategy.intake.reading.truth import as_truth
from luotsi.strategy.intake.types import Reading

DOCUMENTS = Path(__file__).parent / "documents"


def read_text(text: str) -> Reading:
    return read(lines_of_text(text))


def truth_of(text: str) -> dict[str, Any]:
    return as_truth(read_text(text))


def truth_of_sample(name: str) -> dict[str, Any]:
    return truth_of((DOCUMENTS / f"{name}.txt").read_text(encoding="utf-8"))


def outline_of(shape: dict[str, Any]) -> dict[str, tuple[list[str], list[str]]]:
    """Return the goals and measures under each priority."""
    return {priority["title"]: (priority["goals"], priority["indicators"]) for priority in shape["priorities"]}
