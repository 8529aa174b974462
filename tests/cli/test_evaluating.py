"""How well documents are read, from the terminal: by document, by element and by rule."""

import json

from click.testing import CliRunner

from luotsi.cli.evaluating import evaluate

PLAN = """HARJULAN KUNTA
Kuntastrategia 2026–2029
Visio
Harjula on järven paras kunta
Painopiste 1: Elinvoima
Tavoitteet
- Yritykset kasvavat
- Keskusta on viihtyisä
Mittarit
- Aloittaneet yritykset
"""
TRUTH = {
    "organisation": "Harjulan kunta",
    "period": "2026-2029",
    "vision": "Harjula on järven paras kunta",
    "priorities": [
        {
            "title": "Elinvoima",
            "goals": ["Yritykset kasvavat", "Keskusta on viihtyisä", "Matkailu on ympärivuotista"],
            "indicators": ["Aloittaneet yritykset"],
        }
    ],
}


def told(folder, *words):
    done = CliRunner().invoke(evaluate, [str(folder), *words])
    assert done.exit_code == 0, done.output
    return done.output.splitlines()


def test_a_document_with_a_truth_is_scored_as_a_whole_and_by_element(tmp_path):
    (tmp_path / "harjula.txt").write_text(PLAN, encoding="utf-8")
    (tmp_path / "harjula.truth.json").write_text(json.dumps(TRUTH), encoding="utf-8")
    lines = told(tmp_path)
    assert "harjula.txt: F1 0.93 (found 7, true 8, matched 7); 3 of 4 under the right priority" in lines
    assert "    goals: F1 0.80 (found 2, true 3, matched 2)" in lines
    assert "    vision: F1 1.00 (found 1, true 1, matched 1)" in lines
    assert not [line for line in lines if "mission" in line]
    assert any(line.endswith("2 of 2 right") for line in told(tmp_path, "--rules"))


def test_of_a_document_without_a_truth_the_proposals_the_share_and_the_time_are_told(tmp_path):
    (tmp_path / "harjula.md").write_text(PLAN, encoding="utf-8")
    (line,) = [line for line in told(tmp_path) if line.startswith("harjula.md")]
    assert "5 proposals" in line
    assert line.endswith(" s")


def test_a_file_that_cannot_be_read_is_told_and_stops_nothing(tmp_path):
    (tmp_path / "harjula.md").write_text(PLAN, encoding="utf-8")
    (tmp_path / "rikki.pdf").write_bytes(b"%PDF-1.7 broken")
    lines = told(tmp_path)
    assert any(line.startswith("rikki.pdf: not read.") for line in lines)
    assert any(line.startswith("harjula.md: ") and "proposals" in line for line in lines)
