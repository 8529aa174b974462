"""Plans of the kinds that the public sector writes, each in its own style, read as a person reads them."""

import json
from pathlib import Path

import pytest

from luotsi.strategy.intake.evaluation import score_document
from luotsi.strategy.intake.lines import lines_of_text

DOCUMENTS = sorted((Path(__file__).parent / "kinds").glob("*.txt"))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_a_plan_of_every_kind_is_read_nearly_whole(path: Path) -> None:
    truth = json.loads(path.with_suffix(".truth.json").read_text(encoding="utf-8"))
    result = score_document(path.stem, truth, lines_of_text(path.read_text(encoding="utf-8")))
    assert result.total.f1 >= 0.93
    assert result.links_right == result.links
