"""How real strategies drawn by lot are read, and whether their labels hold together."""

import os
from pathlib import Path

import pytest

from tests.strategy.intake.unread.test_unread import reached, shape

HERE = Path(__file__).parent
LABELS = sorted(HERE.glob("*.label.json"))
TEXTS = os.environ.get("LUOTSI_STRATEGIES")
OPEN = ("Kaavi", "Kauniainen", "Loimaa", "Nousiainen", "Porvoo", "Ranua", "Siikajoki", "Tornio", "Vieremä")


def test_no_document_is_labelled_anywhere_else() -> None:
    others = {path.name for path in HERE.parent.parent.rglob("*.label.json") if path.parent != HERE}
    assert len(LABELS) == 18
    assert others
    assert not others & {path.name for path in LABELS}


@pytest.mark.parametrize("label", LABELS, ids=lambda label: label.name.partition("_")[0])
def test_a_level_belongs_to_a_measure_of_its_label(label: Path) -> None:
    told = shape(label)
    measures = {title for priority in told["priorities"] for title in priority["indicators"]}
    measures.update(told["indicators_without_priority"])
    assert told["organisation"]
    assert {row["indicator"] for row in told["indicator_values"]} <= measures


@pytest.mark.skipif(TEXTS is None, reason="LUOTSI_STRATEGIES names no folder with the texts")
@pytest.mark.parametrize(("is_open", "floor", "links"), [(True, 0.46, 63), (False, 0.325, 50)])
def test_they_are_read_at_least_as_well_as_at_first(*, is_open: bool, floor: float, links: int) -> None:
    chosen = [label for label in LABELS if label.name.startswith(OPEN) is is_open]
    pairs = ((label, Path(TEXTS or "", label.name.replace(".label.json", ".txt"))) for label in chosen)
    count, total, right = reached(pairs)
    assert count == 9
    assert total.f1 >= floor
    assert right >= links
