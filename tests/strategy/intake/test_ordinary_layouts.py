"""Ordinary plans of other kinds, lengths and layouts than those of test_variants.py are read as the same plans."""

import random
from collections.abc import Iterator

import pytest

from luotsi.strategy.intake.evaluation import DocumentScore, Score, score
from luotsi.strategy.intake.lines import lines_of_text
from luotsi.strategy.intake.reading.reader import read
from luotsi.strategy.intake.reading.truth import as_truth
from tests.strategy.intake.variants.ordinary import CHOICES, Layout, plans, render

NEAR = 0.03
HARDER = {"body=woven": 0.95, "body=prose": 0.92, "body=inline": 0.88}
"""What is still read worse: columns read across, prose, deeds under a goal without a word for them."""


def scored(layout: Layout) -> DocumentScore:
    text, truth = render(layout)
    return score(str(layout), truth, as_truth(read(lines_of_text(text))))


def together(layouts: Iterator[Layout]) -> tuple[Score, float]:
    """Return the score of all layouts, and the share of goals and measures under their right priority."""
    results = [scored(layout) for layout in layouts]
    links = sum(result.links_right for result in results) / sum(result.links for result in results)
    return sum((result.total for result in results), Score()), links


def mixed(count: int, seed: int) -> Iterator[Layout]:
    chosen = random.Random(seed)
    for _ in range(count):
        plan = chosen.choice(list(plans()))
        yield Layout(
            plan,
            {
                name: chosen.choice(options)
                for name, options in CHOICES.items()
                if name == "body" or chosen.random() < 0.5
            },
        )


@pytest.mark.parametrize("plan", list(plans()))
def test_the_plain_layout_is_read_whole(plan: str) -> None:
    result = scored(Layout(plan))
    assert result.total.f1 == 1.0
    assert result.links_right == result.links > 0


@pytest.mark.parametrize(("name", "choice"), [(name, one) for name, options in CHOICES.items() for one in options[1:]])
def test_one_choice_of_layout_changes_little(name: str, choice: str) -> None:
    total, links = together(Layout(plan, {name: choice}) for plan in plans())
    assert total.f1 >= HARDER.get(f"{name}={choice}", 1 - NEAR)
    assert links >= 0.9


def test_many_choices_at_once_are_mostly_read() -> None:
    total, links = together(mixed(150, seed=20260101))
    assert total.f1 >= 0.95
    assert links >= 0.88
