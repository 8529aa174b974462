"""How well documents are read: scores against hand-made truths, and a survey of documents that have none.

Reading files and printing are the command line's.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

import simplemma

from luotsi.core.text import LANGUAGES
from luotsi.strategy.intake.reading.reader import read
from luotsi.strategy.intake.reading.truth import as_truth
from luotsi.strategy.intake.types import DocumentText, ElementKind, Reading

_MATCHES = 0.85
_TOO_DIFFERENT_IN_LENGTH = 0.6
_FAULTS = (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)

_SCORED = {
    ElementKind.MISSION: "mission",
    ElementKind.VISION: "vision",
    ElementKind.VALUE: "values",
    ElementKind.PRIORITY: "priorities",
    ElementKind.GOAL: "goals",
    ElementKind.MEASURE: "indicators",
    ElementKind.ACTION: "actions",
}

Shape = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Figure:
    """A date, a sum or a level: it matches exactly, within the owner it belongs to."""

    field: str
    owner: str
    value: str


Said = str | Figure


@dataclass(frozen=True, slots=True)
class Score:
    """How many were found, how many there are, how many of them match."""

    found: int = 0
    true: int = 0
    matched: int = 0

    @property
    def precision(self) -> float:
        return self.matched / self.found if self.found else float(not self.true)

    @property
    def recall(self) -> float:
        return self.matched / self.true if self.true else float(not self.found)

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def __add__(self, other: "Score") -> "Score":
        return Score(self.found + other.found, self.true + other.true, self.matched + other.matched)


@dataclass(frozen=True, slots=True)
class DocumentScore:
    """The scores of one document by element, and how many goals and measures stand under the right priority."""

    name: str
    elements: Mapping[str, Score]
    links_right: int
    links: int

    @property
    def total(self) -> Score:
        return sum(self.elements.values(), Score())


@dataclass(frozen=True, slots=True)
class Surveyed:
    """What became of a document without a truth."""

    name: str
    fault: str
    """What it crashed with, or nothing."""
    seconds: float
    found: Mapping[str, int]
    placed_share: float
    """Share of the document's letters that stand inside some proposal, 0 to 1."""


def score_document(
    name: str, truth: Shape, document: DocumentText, *, reader: Callable[[DocumentText], Reading] = read
) -> DocumentScore:
    """Read the document and score what was found against its truth."""
    return score(name, truth, as_truth(reader(document)))


def score(name: str, truth: Shape, found: Shape) -> DocumentScore:
    """Score a reading in the truth's shape against the truth."""
    expected, taken = _elements(truth), _elements(found)
    scores: dict[str, Score] = {}
    links_right = links = 0
    for element, true_items in expected.items():
        found_items = taken[element]
        pairs = _pairs([said for said, _ in found_items], [said for said, _ in true_items])
        scores[element] = Score(len(found_items), len(true_items), len(pairs))
        if element in {"goals", "indicators"}:
            links += sum(bool(parent) for _, parent in true_items)
            links_right += sum(
                bool(true_items[j][1]) and similarity(found_items[i][1], true_items[j][1]) >= _MATCHES for i, j in pairs
            )
    return DocumentScore(name, scores, links_right, links)


def score_by_rule(truth: Shape, document: DocumentText) -> dict[str, Score]:
    """Return for each rule how many proposals it made and how many of them match the truth; `true` is left out."""
    expected, proposals = _elements(truth), read(document).proposals
    scores: dict[str, Score] = {}
    for kind, element in _SCORED.items():
        taken = [one for one in proposals if one.kind is kind]
        right = {i for i, _ in _pairs([one.title for one in taken], [said for said, _ in expected[element]])}
        for i, one in enumerate(taken):
            scores[one.rule] = scores.get(one.rule, Score()) + Score(found=1, matched=int(i in right))
    return scores


def survey(documents: Iterable[tuple[str, DocumentText]], *, clock: Callable[[], float]) -> Iterator[Surveyed]:
    """Read documents that have no truth; `clock` gives seconds, those of loading the dictionaries left out."""
    for language in LANGUAGES:
        simplemma.lemmatize("strategia", lang=language)
    for name, document in documents:
        begun = clock()
        try:
            reading = read(document)
        except _FAULTS as fault:
            yield Surveyed(name, f"{type(fault).__name__}: {fault}", clock() - begun, {}, 0.0)
            continue
        seconds = clock() - begun
        found = Counter(proposal.kind.value for proposal in reading.proposals)
        yield Surveyed(name, "", seconds, dict(found), placed_share(document, reading))


def placed_share(document: DocumentText, reading: Reading) -> float:
    """Return the share of the document's letters and digits that some proposal covers."""
    covered = bytearray(len(document.text))
    for proposal in reading.proposals:
        for place in proposal.places:
            covered[place.start : place.end] = b"\x01" * (place.end - place.start)
    letters = [index for index, letter in enumerate(document.text) if letter.isalnum()]
    return sum(covered[index] for index in letters) / len(letters) if letters else 0.0


def _key(text: object) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", str(text)).lower())


def _figure(value: object) -> str:
    """Spell a figure as digits and letters only: `239 995,00` and 239995 are one, an ISO day is a Finnish one."""
    text = unicodedata.normalize("NFKC", str(value)).lower().strip().replace("–", "-")
    day = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text)
    if day:
        text = f"{int(day[3])}.{int(day[2])}.{day[1]}"
    return re.sub(r"[^\w.,/-]+", "", re.sub(r"[.,]0+$", "", text))


def similarity(one: str, other: str) -> float:
    """Return how alike two wordings are, 0 to 1, letters and digits alone."""
    first, second = _key(one), _key(other)
    if not first or not second:
        return 0.0
    if first == second:
        return 1.0
    if min(len(first), len(second)) / max(len(first), len(second)) < _TOO_DIFFERENT_IN_LENGTH:
        return 0.0
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def _likeness(found: Said, true: Said) -> float:
    if isinstance(found, Figure) and isinstance(true, Figure):
        if (found.field, found.value) != (true.field, true.value):
            return 0.0
        return similarity(found.owner, true.owner) if found.owner or true.owner else 1.0
    if isinstance(found, Figure) or isinstance(true, Figure):
        return 0.0
    return similarity(found, true)


def _pairs(found: Sequence[Said], true: Sequence[Said]) -> list[tuple[int, int]]:
    """Pair what matches, one to one, the most alike first."""
    ranked = sorted(((_likeness(f, t), i, j) for i, f in enumerate(found) for j, t in enumerate(true)), reverse=True)
    free_found, free_true = set(range(len(found))), set(range(len(true)))
    pairs = []
    for likeness, i, j in ranked:
        if likeness >= _MATCHES and i in free_found and j in free_true:
            free_found.discard(i)
            free_true.discard(j)
            pairs.append((i, j))
    return pairs


def named_in(truth: Shape) -> Iterator[tuple[ElementKind, str]]:
    """Yield the elements of a plan that a truth names, each with its kind."""
    elements = _elements(truth)
    for kind, element in _SCORED.items():
        yield from ((kind, said) for said, _ in elements[element] if isinstance(said, str))


class _Elements(dict[str, list[tuple[Said, str]]]):
    """What a document says, by element, each with the priority it stands under."""

    def __init__(self) -> None:
        names = (
            "organisation", "period", "mission", "vision", "values", "priorities", "goals", "indicators", "actions",
            "annual_focus", "promises", "decisions", "projects", "work_packages", "figures",
        )  # fmt: skip
        super().__init__({name: [] for name in names})

    def text(self, element: str, item: object, parent: str = "") -> None:
        said = _text_of(item)
        if said:
            self[element].append((said, parent))

    def figure(self, element: str, field: str, owner: object, value: object) -> None:
        if value is not None and value != "":
            self[element].append((Figure(field, _text_of(owner), _figure(value)), ""))


def _text_of(item: object) -> str:
    if isinstance(item, Mapping):
        return str(next((item[name] for name in ("title", "text", "name", "outcome") if item.get(name)), ""))
    return str(item) if item else ""


def _listed(holder: Shape, name: str) -> list[Any]:
    return [item for item in (holder.get(name) or []) if isinstance(item, str | Mapping)]


def _elements(shape: Shape) -> _Elements:
    said = _Elements()
    for name in ("organisation", "mission", "vision"):
        said.text(name, shape.get(name))
    said.figure("period", "period", "", shape.get("period"))
    for name in ("values", "actions"):
        for item in _listed(shape, name):
            said.text(name, item)
    for item in _listed(shape, "promises"):
        audience = item.get("audience", "") if isinstance(item, Mapping) else ""
        said["promises"].append((f"{audience} {_text_of(item)}", ""))
    once = {_key(_text_of(item)): item for item in reversed(_listed(shape, "annual_focus"))}
    for item in reversed(once.values()):
        said.text("annual_focus", item)
    _add_priorities(said, shape)
    for row in _listed(shape, "indicator_values"):
        for field in ("baseline", "target"):
            said.figure("figures", field, row.get("indicator") or row.get("title") or row.get("name"), row.get(field))
    _add_decisions(said, shape)
    _add_projects(said, shape)
    return said


def _add_priorities(said: _Elements, shape: Shape) -> None:
    for priority in _listed(shape, "priorities"):
        said.text("priorities", priority)
        for name in ("goals", "indicators"):
            for item in _listed(priority, name) if isinstance(priority, Mapping) else ():
                said.text(name, item, _text_of(priority))
    for name in ("goals", "indicators"):
        for item in _listed(shape, f"{name}_without_priority"):
            said.text(name, item)


def _add_decisions(said: _Elements, shape: Shape) -> None:
    for decision in _listed(shape, "decisions"):
        said.figure("decisions", "date", decision.get("body") or decision.get("section") or "", decision.get("date"))
        for field in ("presenter", "outcome"):
            if decision.get(field):
                said.text("decisions", f"{field} {decision[field]}")


def _add_projects(said: _Elements, shape: Shape) -> None:
    for project in _listed(shape, "projects"):
        said.text("projects", project)
        if not isinstance(project, Mapping):
            continue
        for package in _listed(project, "work_packages"):
            said.text("work_packages", package)
        for field in ("start", "end", "cost_total_eur", "funding_eur"):
            said.figure("figures", field, project, project.get(field))
        for target in _listed(project, "targets"):
            said.figure("figures", "target", target.get("name", ""), target.get("value"))
