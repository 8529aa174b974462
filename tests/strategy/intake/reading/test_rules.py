import json
import os
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import luotsi.strategy.intake.reading as package
from luotsi.strategy.intake.lines import lines_of_text
from luotsi.strategy.intake.reading.reader import read
from luotsi.strategy.intake.reading.rulebook import RULES
from luotsi.strategy.intake.reading.truth import as_truth
from tests.strategy.intake.reading.samples import DOCUMENTS

ROOT = Path(package.__file__).parent
LABELS = Path(__file__).parents[1] / "labels"
SHARED = os.environ.get("LUOTSI_SHARED")
WORDS = (
    "Visio|Tavoitteet|Mittarit:|Painopiste 1|Arvot|Tavoite Toimenpiteet Mittarit|•|- |1. |1.1 |o |?|Elävä keskusta|"
    "Päätös|Esittelijä|Työpaketti 1: Alku (2026)|§ 5|31.2.2026|–|(|)|  |osuus, tavoite 5 %|"
    "Mittari Lähtötaso Tavoite|Määrä 5 7|"
    "Sanat jatkuvat ja|S T R A T E G I A|Mål:|A.|:|\n|\n\n\n|\f|\uf0b7|\x07|\xad"
)
PIECES = st.sampled_from(WORDS.split("|"))


def sources_of_rules() -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in ROOT.iterdir() if path.suffix in {".py", ".yaml"}}


@given(
    st.lists(PIECES, max_size=25).map("".join) | st.lists(PIECES, max_size=25).map("\n".join) | st.text(max_size=120)
)
@settings(max_examples=150)
def test_any_text_is_read_and_every_place_lies_inside_it(text: str) -> None:
    document = lines_of_text(text)
    reading = read(document)
    keys = {proposal.key for proposal in reading.proposals}
    for proposal in reading.proposals:
        assert proposal.title.strip()
        assert proposal.places
        assert proposal.parent is None or (proposal.parent in keys and proposal.parent < proposal.key)
        for place in proposal.places:
            assert 0 <= place.start < place.end <= len(document.text)
            assert document.text[place.start : place.end].strip()
            assert document.lines[place.first_line - 1].start <= place.start
    json.dumps(as_truth(reading))


@pytest.mark.parametrize("path", sorted(DOCUMENTS.glob("*.txt")), ids=lambda path: path.stem)
def test_the_words_of_every_proposal_stand_where_it_says(path: Path) -> None:
    document = lines_of_text(path.read_text(encoding="utf-8"))
    for proposal in read(document).proposals:
        said = re.sub(r"[\W_]+", "", proposal.title.casefold())
        wordings = {re.sub(r"[\W_]+", "", text.casefold()) for text in (proposal.title, *proposal.variants)}
        covered = [
            re.sub(r"[\W_]+", "", document.text[place.start : place.end].casefold()) for place in proposal.places
        ]
        assert any(said in text or any(wording in text for wording in wordings) for text in covered), (
            proposal,
            covered,
        )


def test_reading_twice_gives_the_same() -> None:
    document = lines_of_text((DOCUMENTS / "strategy_sv.txt").read_text(encoding="utf-8"))
    assert read(document) == read(document)


def test_every_rule_is_documented_with_the_same_sentence() -> None:
    text = (Path(__file__).parents[4] / "docs" / "reading.md").read_text(encoding="utf-8")
    documented = dict(re.findall(r"^\| `([a-z_]+\.[a-z_]+)` \| (.+) \|$", text, re.MULTILINE))
    assert documented == RULES


def test_every_rule_in_the_code_is_in_the_rulebook() -> None:
    families = "|".join(sorted({rule.split(".")[0] for rule in RULES}))
    named = {rule for text in sources_of_rules().values() for rule in re.findall(rf'"((?:{families})\.[a-z_]+)"', text)}
    assert named <= set(RULES)


def names_of_labelled_documents() -> set[str]:
    """Return the organisations' and priorities' own names in the labels."""
    names: set[str] = set()
    for path in LABELS.glob("*.label.json"):
        shape = json.loads(path.read_text(encoding="utf-8"))
        names.add(path.name.split("_")[0])
        names.add(str(shape["organisation"]).split()[0])
        names.update(priority["title"] for priority in shape["priorities"])
    return names


def test_no_rule_names_a_labelled_organisation_or_its_priorities() -> None:
    for name, text in sources_of_rules().items():
        for word in names_of_labelled_documents():
            assert not re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text), (name, word)


@pytest.mark.skipif(SHARED is None, reason="the source documents are not in the repository (LUOTSI_SHARED)")
def test_no_rule_names_an_organisation_of_the_sources_or_a_phrase_of_one_of_them() -> None:
    documents = Path(SHARED or "") / "evaluation" / "documents" / "bulk"
    names = {path.name.split("_")[0] for path in documents.glob("*.txt")}
    assert len(names) > 50
    words: set[str] = set()
    for path in (Path(SHARED or "") / "evaluation" / "documents" / "truth").glob("*.json"):
        shape = json.loads(path.read_text(encoding="utf-8"))
        words.update(re.split(r"[ ,]", shape["organisation"])[0:1])
        for priority in shape["priorities"]:
            words.update([priority["title"], *priority["goals"], *priority["indicators"]])
    for name, text in sources_of_rules().items():
        for word in names | words:
            assert not re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE), (name, word)
