"""The same plan in many layouts is the same plan: one choice at a time, and many at once."""

import json
import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from luotsi.strategy.intake.evaluation import DocumentScore, Score, score
from luotsi.strategy.intake.lines import lines_of_text
from luotsi.strategy.intake.reading.reader import read
from luotsi.strategy.intake.reading.truth import as_truth
from tests.strategy.intake.variants.layouts import CHOICES, Layout, render, words
from tests.strategy.intake.variants.mechanical import CHANGES, Change

SHARED = os.environ.get("LUOTSI_SHARED")
NEAR = 0.03
LANGUAGES = ("fi", "sv", "en")
SHOWN_BY = {
    "one": {"block": "labelled"},
    "baseline": {"levels": "tab"},
    "target": {"levels": "tab"},
    "responsible": {"detail": "lines"},
    "schedule": {"detail": "lines"},
    "intro": {"frame": "intro"},
}
"""The choices that make a word show at all."""


def scored(layout: Layout) -> DocumentScore:
    text, truth = render(layout)
    return score(str(layout), truth, as_truth(read(lines_of_text(text))))


def single_choices() -> Iterator[Layout]:
    for language in LANGUAGES:
        for name, choices in CHOICES.items():
            for choice in choices[1:]:
                yield Layout(language, {name: choice})


def single_words() -> Iterator[Layout]:
    for language in LANGUAGES:
        for kind, options in words()[language].items():
            for number in range(1, len(options)):
                yield Layout(language, SHOWN_BY.get(kind, {}), {kind: number})


def mixed(count: int, seed: int) -> Iterator[Layout]:
    chosen = random.Random(seed)
    for _ in range(count):
        language = chosen.choice(LANGUAGES)
        choices = {name: chosen.choice(options) for name, options in CHOICES.items() if chosen.random() < 0.6}
        names = {
            kind: chosen.randrange(len(options)) for kind, options in words()[language].items() if chosen.random() < 0.5
        }
        yield Layout(language, choices, names)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_plain_layout_is_read_whole(language: str) -> None:
    result = scored(Layout(language))
    assert result.total.f1 == 1.0
    assert result.links_right == result.links > 0


@pytest.mark.parametrize("layout", list(single_choices()), ids=str)
def test_one_choice_of_layout_changes_next_to_nothing(layout: Layout) -> None:
    result = scored(layout)
    assert result.total.f1 >= 1 - NEAR
    assert result.links_right >= result.links * (1 - NEAR)


@pytest.mark.parametrize("layout", list(single_words()), ids=str)
def test_another_word_for_a_heading_changes_next_to_nothing(layout: Layout) -> None:
    result = scored(layout)
    assert result.total.f1 >= 1 - NEAR
    assert result.links_right >= result.links * (1 - NEAR)


def test_many_choices_at_once_are_mostly_read() -> None:
    results = [scored(layout) for layout in mixed(200, seed=20260101)]
    total = sum((result.total for result in results), Score())
    links = sum(result.links_right for result in results) / sum(result.links for result in results)
    assert total.f1 >= 0.95
    assert links >= 0.88


@pytest.mark.skipif(SHARED is None, reason="the source documents are not in the repository (LUOTSI_SHARED)")
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.name)
def test_a_source_document_written_otherwise_is_read_nearly_as_well(change: Change) -> None:
    folder = Path(SHARED or "")
    plain, changed = Score(), Score()
    for truth_path in sorted((folder / "evaluation" / "documents" / "truth").glob("*.truth.json")):
        text = (folder / "sources" / truth_path.name.replace(".truth.json", ".txt")).read_text(encoding="utf-8")
        truth = json.loads(truth_path.read_text(encoding="utf-8"))
        plain += score("", truth, as_truth(read(lines_of_text(text)))).total
        changed += score("", change.of_truth(truth), as_truth(read(lines_of_text(change.of_text(text))))).total
    assert changed.f1 >= plain.f1 - NEAR
