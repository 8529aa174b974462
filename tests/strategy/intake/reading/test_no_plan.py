import pytest

from luotsi.strategy.intake.types import ElementKind
from tests.strategy.intake.reading.samples import DOCUMENTS, read_text, truth_of

NO_PLAN = sorted(path.stem for path in DOCUMENTS.glob("no_plan_*.txt"))
KINDS = {
    ElementKind.PRIORITY,
    ElementKind.GOAL,
    ElementKind.MEASURE,
    ElementKind.ACTION,
    ElementKind.VALUE,
    ElementKind.VISION,
}


def test_there_are_eight_kinds_of_documents_that_are_no_plan() -> None:
    kinds = ("agenda", "contract", "course", "job", "newsletter", "novel", "press_release", "questions")
    assert [f"no_plan_{kind}" for kind in kinds] == NO_PLAN


@pytest.mark.parametrize("name", NO_PLAN)
def test_a_document_that_is_no_plan_gives_no_goals(name: str) -> None:
    reading = read_text((DOCUMENTS / f"{name}.txt").read_text(encoding="utf-8"))
    assert [proposal for proposal in reading.proposals if proposal.kind in KINDS] == []


@pytest.mark.parametrize(
    "text", ["", "\n\n\n", "   ", "•", "1.\n2.\n3.", "\f\f", "Tavoitteet", "Tavoite: ", "Visio\nMissio\nArvot"]
)
def test_an_empty_document_or_a_bare_heading_gives_nothing(text: str) -> None:
    assert read_text(text).proposals == ()


def test_a_plan_that_only_speaks_of_an_agenda_is_still_a_plan() -> None:
    shape = truth_of(
        "Kuntastrategia 2030\n\nPainopisteet\n• Elävä keskusta\n• Vahva talous\n\nEsityslista julkaistaan verkossa."
    )
    assert len(shape["priorities"]) == 2
