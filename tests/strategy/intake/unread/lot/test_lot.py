"""How the strategies are read that taught the weights, and those set aside, which taught nothing."""

import os
from pathlib import Path

import pytest

from luotsi.strategy.intake.reading import reader
from tests.strategy.intake.unread.test_unread import own_phrases, reached, shape

HERE = Path(__file__).parent
UNREAD = HERE.parent
TEXTS = os.environ.get("LUOTSI_STRATEGIES")
LABELS = [label for half in ("lot", "aside") for label in sorted((UNREAD / half).glob("*.label.json"))]


def test_no_document_is_labelled_anywhere_else() -> None:
    names = {label.name for label in LABELS}
    others = {path.name for path in UNREAD.parent.rglob("*.label.json") if path not in LABELS}
    assert len(LABELS) == len(names) == 217
    assert others
    assert not others & names


@pytest.mark.parametrize("label", LABELS, ids=lambda label: label.name.partition("_")[0])
def test_a_label_names_what_a_municipality_wants(label: Path) -> None:
    told = shape(label)
    assert told["priorities"] or told["goals_without_priority"]


def test_the_labels_set_aside_are_not_among_those_that_teach() -> None:
    taught = Path(reader.__file__).parents[5].joinpath("tools", "teach_reading.py").read_text(encoding="utf-8")
    assert '"lot"' in taught
    assert not [half for half in ("aside", "sealed", "kept") if f'"{half}"' in taught]


def test_no_rule_holds_a_phrase_of_these_strategies() -> None:
    rules = Path(reader.__file__).parent
    text = "\n".join(
        path.read_text(encoding="utf-8").casefold() for path in rules.rglob("*") if path.suffix in {".py", ".yaml"}
    )
    phrases = {phrase.casefold() for phrase in own_phrases("lot") if len(phrase.split()) >= 5}
    assert len(phrases) > 1000
    assert not [phrase for phrase in phrases if phrase in text]


@pytest.mark.skipif(TEXTS is None, reason="LUOTSI_STRATEGIES names no folder with the texts")
@pytest.mark.parametrize(
    ("half", "learnt", "floor", "links"),
    [("lot", True, 0.79, 2845), ("lot", False, 0.408, 870), ("aside", True, 0.584, 333), ("aside", False, 0.468, 268)],
)
def test_they_are_read_at_least_as_well_as_before(*, half: str, learnt: bool, floor: float, links: int) -> None:
    pairs = (
        (label, Path(TEXTS or "", label.name.replace(".label.json", ".txt")))
        for label in LABELS
        if label.parent.name == half
    )
    count, total, right = reached(pairs, by=reader.read if learnt else reader.read_by_rules)
    assert count == (169 if half == "lot" else 48)
    assert total.f1 >= floor
    assert right >= links
