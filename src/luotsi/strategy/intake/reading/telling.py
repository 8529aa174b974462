"""Plans told in sentences: `Tavoitteenamme on, että ...`, `Onnistumista seurataan ...`, `Toteutamme ... -malla`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import simplemma

from luotsi.strategy.intake.reading.doing import says_who_does
from luotsi.strategy.intake.reading.elements import Collector, Draft
from luotsi.strategy.intake.reading.measures import level_said, measure_of
from luotsi.strategy.intake.reading.outline import Entry
from luotsi.strategy.intake.reading.passages import Passage
from luotsi.strategy.intake.reading.plan import Plan, Role
from luotsi.strategy.intake.reading.vocabulary import told
from luotsi.strategy.intake.types import Certainty, ElementKind

_NEXT_SENTENCE = re.compile(r"(?<=[^\W\d_]{2}[.!?])\s+(?=[A-ZÅÄÖ])|(?<=[\d%)][.!?])\s+(?=[A-ZÅÄÖ])")
_NOT_ANOTHER = "".join(
    rf"(?<!\b{word}{mark})" for word in ("ilman", "niin", "siten", "utan", "så", "so") for mark in ("", ",")
)
_THAT = re.compile(rf"{_NOT_ANOTHER},?\s+(?:(?:ja|sekä|och|and)\s+)?(?:että|att|that)\s+")
_OUTSIDE = r"(?![^()]*\))"
_BORDER = re.compile(rf"{_OUTSIDE}(?:,\s+(?:(?:ja|sekä|samt|och|and)\s+)?|\s+(?:ja|sekä|samt|och|and)\s+)")
_RELATIVE = re.compile(r"(?:jo(?:ka|nka|ta|iden|ita|ille)|jotka|som|vilk(?:a|et|en)|which|whose)\b")
_CLAUSE = re.compile(rf",\s+(?={_RELATIVE.pattern})")
_DOING = re.compile(r"\b[^\W\d_]{2,}m(?:alla|ällä)\b")
_BY_MEANS = re.compile(r"[^\W\d_]{2,}ll[aä]\b")
_FIRST_WORD = re.compile(r"[a-zåäö]{4,}(?=\s)")
_GENITIVE = re.compile(r"(?<!ine)n$|-$")
_KINDS = {
    "goal": ElementKind.GOAL,
    "measure": ElementKind.MEASURE,
    "action": ElementKind.ACTION,
    "priority": ElementKind.PRIORITY,
    "promise": ElementKind.PROMISE,
}
_ITSELF = re.compile(
    r"^(?:seuraav\w+|följande|följs|the following|vuosittain|årligen|esimerkiksi)\b"
    r"|\b(?:mittar|tunnuslu|indikaattor)\w+",
    re.IGNORECASE,
)
_BY_VERB = frozenset({"goal_bare", "measure_verb", "measure_means", "action_doing"})
_SEVERAL = 2
_LONGEST = 30
_LONGEST_TITLE = 14


@dataclass(frozen=True, slots=True)
class Told:
    """An element that a sentence tells: where, its words, and what stands beside it."""

    index: int
    kind: ElementKind
    words: Passage
    details: dict[str, str] = field(default_factory=dict)
    named: bool = True
    """Whether the sentence names what it tells (`keinoina`, `mittareina`), not by its verb alone."""


def told_in(entries: Sequence[Entry], claimed: set[int]) -> list[Told]:
    """Return what the sentences of running text tell, in the document's order.

    A verb alone (`seuraamme`, `toteutamme`) tells an element only beside a goal; goals are told in two paragraphs.
    """
    found = [
        one
        for index, entry in enumerate(entries)
        if index not in claimed and entry.head is None and not entry.item.is_bullet and entry.text.endswith(".")
        for one in _told_by(index, list(entry.item.words.split(_NEXT_SENTENCE)))
    ]
    goals = [one for one in found if one.kind is ElementKind.GOAL]
    aims = {one.index for one in goals}
    plainly = sum(one.named for one in goals)
    aims = aims if plainly and (len(aims) >= _SEVERAL or len(goals) > _SEVERAL) else set()
    return [
        one
        for one in found
        if one.index in aims or (one.kind is not ElementKind.GOAL and (one.named or _nearest(one.index, aims)))
    ]


def _nearest(index: int, aims: set[int]) -> bool:
    """Tell whether a paragraph of goals stands right above."""
    return bool(aims & {index - 1, index - 2})


def titles_over_told(entries: Sequence[Entry], found: Sequence[Told], plan: Plan) -> None:
    """Give titles that each stand over sentences telling a goal the role of priorities: two or more like ones."""
    titles = {
        above
        for one in found
        if one.kind is ElementKind.GOAL and one.named and (above := _title_above(entries, one.index)) is not None
    }
    if len(titles) >= _SEVERAL:
        caps = {entries[title].item.caps for title in titles}
        for one in found:
            above = _title_above(entries, one.index) if one.kind is ElementKind.GOAL else None
            if above is not None and min(titles) < above < max(titles) and {entries[above].item.caps} == caps:
                titles = titles | {above}
        for title in titles:
            plan.give(title, Role.PRIORITY, "priority.over_told")


def _title_above(entries: Sequence[Entry], index: int) -> int | None:
    for above in range(index - 1, max(index - 4, -1), -1):
        entry = entries[above]
        if entry.head is not None or entry.taken or entry.item.is_bullet:
            return None
        if entry.is_short and not entry.is_prose:
            return above if len(entry.text.split()) <= _LONGEST_TITLE and entry.text[0].isupper() else None
    return None


def add_told(found: Sequence[Told], collector: Collector, priorities: dict[int, Draft | None]) -> None:
    """Add what sentences tell where its priority has nothing of the kind from a heading; `priorities` by entry."""
    listed = {
        (kind, id(parent))
        for kind in (ElementKind.GOAL, ElementKind.MEASURE, ElementKind.ACTION)
        for parent in {id(one): one for one in priorities.values()}.values()
        if any(_root(draft) is parent for draft in collector.of(kind, anywhere=True))
    }
    opened: Draft | None = None
    for one in found:
        if one.kind is ElementKind.PRIORITY:
            opened = collector.add(one.kind, one.words, rule="told.priority", certainty=Certainty.LIKELY)
            continue
        parent = priorities[one.index] or opened
        if (one.kind, id(priorities[one.index])) in listed:
            continue
        collector.add(
            one.kind,
            one.words,
            rule=f"told.{one.kind}",
            certainty=Certainty.LIKELY,
            parent=parent if one.kind is not ElementKind.PROMISE else None,
            details=one.details,
        )


def _root(draft: Draft) -> Draft | None:
    parent = draft.parent
    while parent is not None and parent.parent is not None:
        parent = parent.parent
    return parent


def _told_by(index: int, sentences: Sequence[Passage]) -> Iterator[Told]:
    """Yield what a paragraph's sentences tell; where each only says who does what, each is an action."""
    told = [one for sentence in sentences for one in _told(index, sentence)]
    if not told and all(says_who_does(sentence.text) for sentence in sentences):
        told = [Told(index, ElementKind.ACTION, sentence.strip(" ."), named=False) for sentence in sentences]
    yield from told


def _told(index: int, sentence: Passage) -> Iterator[Told]:
    for name, pattern in told():
        found = pattern.match(sentence.text)
        if found is None:
            continue
        said = sentence[found.start("said") : found.end("said")].strip(" .!:")
        details = {"audience": found["audience"]} if name == "promise" else {}
        kind = _KINDS[name.partition("_")[0]]
        for words, more in _parts(name, said):
            if words and len(words.text.split()) <= _LONGEST and not _ITSELF.search(words.text):
                yield Told(index, kind, words, details | more, named=name not in _BY_VERB)
        return


def _parts(name: str, said: Passage) -> Iterator[tuple[Passage, dict[str, str]]]:
    """Part what a sentence tells into its elements, by the way it tells them."""
    if name in {"priority", "promise"}:
        yield next(iter(said.split(_CLAUSE)), said), {}
    elif name.startswith("goal"):
        for part in said.split(_THAT):
            for deed in _deeds(part):
                yield deed, {}
    elif name.startswith("action_doing"):
        for part in _listed(said, _DOING):
            yield part, {}
    elif name.startswith("action"):
        for part in _listed(said, None):
            yield part, {}
    else:
        for part in _listed(said, _BY_MEANS if name == "measure_means" else None):
            clauses = list(part.split(_CLAUSE))
            measure = measure_of(clauses[0])
            levels = level_said(clauses[1].text) if len(clauses) > 1 else {}
            yield measure.name, measure.details | levels


def _deeds(said: Passage) -> Iterator[Passage]:
    """Yield the deeds of `koota palvelut yhteen ja lyhentää jonoja`: each begins with a verb in its dictionary form."""
    begin = 0
    borders = _BORDER.finditer(said.text) if _is_deed(said.text) else ()
    for found in borders:
        if _is_deed(said.text[found.end() :]):
            yield said[begin : found.start()].strip()
            begin = found.end()
    yield said[begin:].strip()


def _is_deed(text: str) -> bool:
    """Tell whether the text begins with a word that is its own dictionary form and ends as Finnish verbs do."""
    word = _FIRST_WORD.match(text)
    return word is not None and word[0][-1] in "aä" and simplemma.lemmatize(word[0], lang="fi") == word[0]


def _listed(said: Passage, wanted: re.Pattern[str] | None) -> Iterator[Passage]:
    """Yield what is listed with commas and `and`; a part without what each has (`wanted`) belongs to its neighbour."""
    begin = 0
    for found in _BORDER.finditer(said.text):
        part = said.text[begin : found.start()]
        open_ended = _GENITIVE.search(part) if wanted is None else not wanted.search(part)
        if open_ended or _RELATIVE.match(said.text, found.end()):
            continue
        yield said[begin : found.start()].strip()
        begin = found.end()
    yield said[begin:].strip()
