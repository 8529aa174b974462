import importlib.util
import json
import os
from pathlib import Path
from typing import Any

import pytest

from luotsi.strategy.intake.evaluation import DocumentScore, Score, score, score_by_rule, score_document, survey
from luotsi.strategy.intake.lines import lines_of_text
from luotsi.strategy.intake.reading.reader import read, read_by_rules
from luotsi.strategy.intake.reading.truth import as_truth

SHARED = os.environ.get("LUOTSI_SHARED")
needs_shared = pytest.mark.skipif(
    SHARED is None, reason="the source documents are not in the repository (LUOTSI_SHARED)"
)
LABELS = Path(__file__).parent / "labels"
FROZEN = ("Alavieska", "Hattula", "Hausjärvi", "Huittinen", "Ikaalinen")
PLAN = {
    "priorities": [{"title": "Elävä keskusta", "goals": ["Kävijöitä on enemmän"], "indicators": []}],
    "period": "2026",
}


def shared(*parts: str) -> Path:
    path = Path(SHARED or "", *parts)
    assert path.exists(), f"LUOTSI_SHARED is set but {path} is missing"
    return path


def total_of(scores: list[DocumentScore]) -> Score:
    return sum((one.total for one in scores), Score())


def test_a_reading_equal_to_its_truth_scores_one() -> None:
    result = score("plan", PLAN, PLAN)
    assert result.total.f1 == 1.0
    assert (result.links_right, result.links) == (1, 1)


def test_a_goal_under_the_wrong_priority_matches_but_is_no_right_link() -> None:
    found = {
        "priorities": [{"title": "Elävä keskusta"}, {"title": "Talous", "goals": ["Kävijöitä on enemmän."]}],
        "period": "2026",
    }
    result = score("plan", PLAN, found)
    assert result.elements["goals"].matched == 1
    assert (result.links_right, result.links) == (0, 1)


def test_figures_match_exactly_however_they_are_spelt() -> None:
    true = {"projects": [{"name": "Silta", "start": "2025-06-01", "cost_total_eur": 239995}]}
    same = {"projects": [{"name": "Silta", "start": "1.6.2025", "cost_total_eur": "239 995,00"}]}
    other = {"projects": [{"name": "Silta", "start": "1.6.2025", "cost_total_eur": 239996}]}
    assert score("p", true, same).elements["figures"].matched == 2
    assert score("p", true, other).elements["figures"].matched == 1


def test_nothing_found_and_nothing_true_is_right_but_something_found_is_not() -> None:
    assert Score(0, 0, 0).f1 == 1.0
    assert Score(1, 0, 0).f1 == 0.0


def test_a_survey_tells_what_was_found_and_how_much_of_the_text_has_a_place() -> None:
    document = lines_of_text("Visio\n\nSujuva arki kaikille.\n\nPainopisteet\n• Elävä keskusta\n• Vahva talous\n")
    ticks = iter([1.0, 1.5])
    (result,) = survey([("plan", document)], clock=lambda: next(ticks))
    assert (result.fault, result.seconds) == ("", 0.5)
    assert result.found["priority"] == 2
    assert 0.5 < result.placed_share < 1


@needs_shared
def test_the_scores_equal_those_of_the_reference_scorer() -> None:
    spec = importlib.util.spec_from_file_location("reference", shared("evaluation", "documents", "score.py"))
    assert spec is not None
    assert spec.loader is not None
    reference: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(reference)
    for truth_path in sorted(shared("evaluation", "documents", "truth").glob("*.json")):
        truth = json.loads(truth_path.read_text(encoding="utf-8"))
        text = shared("sources", truth_path.name.replace(".truth.json", ".txt")).read_text(encoding="utf-8")
        found = as_truth(read(lines_of_text(text)))
        rows, links = reference.score(truth, found)
        ours = score(truth_path.name, truth, found)
        assert {name: (one.found, one.true, one.matched) for name, one in ours.elements.items()} == rows
        assert [ours.links_right, ours.links] == links


@needs_shared
def test_the_five_sources_stay_above_their_bars() -> None:
    scores = []
    for truth_path in sorted(shared("evaluation", "documents", "truth").glob("*.json")):
        text = shared("sources", truth_path.name.replace(".truth.json", ".txt")).read_text(encoding="utf-8")
        truth = json.loads(truth_path.read_text(encoding="utf-8"))
        scores.append(score_document(truth_path.name, truth, lines_of_text(text)))
        assert scores[-1].total.f1 >= 0.95
    assert len(scores) == 5
    assert total_of(scores).f1 >= 0.95
    assert sum(one.links_right for one in scores) >= 0.95 * sum(one.links for one in scores)


@needs_shared
def test_the_frozen_labels_stay_above_their_bar_by_the_rules_alone() -> None:
    scores = []
    for label in sorted(LABELS.glob("*.label.json")):
        if not label.name.startswith(FROZEN):
            continue
        text = shared("evaluation", "documents", "bulk", label.name.replace(".label.json", ".txt")).read_text(
            encoding="utf-8"
        )
        told = json.loads(label.read_text(encoding="utf-8"))
        scores.append(score_document(label.name, told, lines_of_text(text), reader=read_by_rules))
    assert len(scores) == len(FROZEN)
    assert total_of(scores).f1 >= 0.85


@needs_shared
def test_no_document_of_the_bulk_set_crashes() -> None:
    paths = sorted(shared("evaluation", "documents", "bulk").glob("*.txt"))
    assert len(paths) >= 56
    documents = ((path.name, lines_of_text(path.read_text(encoding="utf-8"))) for path in paths)
    assert [result for result in survey(documents, clock=lambda: 0.0) if result.fault] == []


def test_of_each_rule_the_right_proposals_are_counted() -> None:
    text = lines_of_text("Painopisteet\n• Elävä keskusta\n• Hyvä arki\n")
    assert score_by_rule(PLAN, text)["priority.listed"] == Score(found=2, matched=1)
