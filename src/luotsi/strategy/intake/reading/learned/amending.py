"""Amends what the rules made of a document by what labelled documents taught."""

from collections.abc import Mapping, Sequence

from luotsi.strategy.intake.reading.cells import BY_COLUMN
from luotsi.strategy.intake.reading.elements import Collector, Draft
from luotsi.strategy.intake.reading.learned.cutting import cut, levels_after
from luotsi.strategy.intake.reading.learned.traits import KINDS, OF_A_PLAN, Numbers, Said
from luotsi.strategy.intake.reading.learned.weights import Weights, weighed
from luotsi.strategy.intake.reading.outline import Entry
from luotsi.strategy.intake.reading.passages import Passage
from luotsi.strategy.intake.types import Certainty, ElementKind
from luotsi.strategy.intake.wording import key_of

_TOLD_ONCE = (ElementKind.MISSION, ElementKind.VISION)
_BELONGING = (ElementKind.GOAL, ElementKind.MEASURE, ElementKind.ACTION)
_WHOLE = 0.8  # of an entry's letters
_PART_STANDS = 0.12
_LIKELY = 0.8
_SAID_ONCE = 0.5
_LEARNT_PRIORITY = "priority.learned"
_FEW = 30  # entries, too few to tell a document's ways from
_MUCH_TAKEN = 0.4
_MOSTLY_SURE = 0.6
_HARDLY_LEFT = 0.02


def amend(entries: Sequence[Entry], collector: Collector, weights: Weights | None = None) -> None:
    """Take each entry for what the model says it most probably is; what it doubts is offered unplaced.

    A document of a few lines, and one that the rules understood, stands as they have it: they read such ones better.
    So do what they took for a challenge, a strength or another kind that the model does not know, a mission or vision
    that they found, and the parts that they cut an entry into.
    """
    said = Said(entries, collector.drafts)
    if len(entries) >= _FEW and not _is_understood(said, len(entries)):
        _Amending(entries, collector, said, weighed(entries, said, weights)).run()


def _is_understood(said: Said, count: int) -> bool:
    """Tell whether the rules took much, most of it surely, and left hardly anything over."""
    most = [found[0] for at in range(count) if (found := said.most(at)) is not None]
    taken = [draft for draft in most if draft.kind in OF_A_PLAN]
    left = sum(draft.kind is ElementKind.UNPLACED for draft in most)
    sure = sum(draft.certainty is Certainty.SURE for draft in taken)
    return (
        len(taken) >= _MUCH_TAKEN * count
        and sure >= _MOSTLY_SURE * len(taken)
        and left <= _HARDLY_LEFT * (len(taken) + left)
    )


class _Amending:
    """One document while it is amended."""

    def __init__(self, entries: Sequence[Entry], collector: Collector, said: Said, shares: Numbers) -> None:
        self._entries = entries
        self._found = collector
        self._said = said
        self._shares = shares
        self._kept: set[int] = set()
        self._places: list[tuple[int, Draft]] = []
        self._known: dict[tuple[ElementKind, str], Draft] = {}

    def run(self) -> None:
        """Say of every entry what it is, take back what is doubted, and give what is left its priority."""
        told = [self._kind(at) for at in range(len(self._entries))]
        for at, kind in enumerate(told):
            self._keep(at, kind)
        new = [(at, kind) for at, kind in enumerate(told) if kind is not None and not self._is_taken(at, kind)]
        self._take_back()
        for at, kind in new:
            self._add(at, kind)
        self._settle_priorities()

    def _kind(self, at: int) -> ElementKind | None:
        other = any(
            draft.kind not in OF_A_PLAN and draft.kind is not ElementKind.UNPLACED for draft, _ in self._said.of(at)
        )
        if other or self._stands(at):
            return None
        best = int(self._shares[at].argmax())
        kind = ElementKind(KINDS[best - 1]) if best else None
        if kind in _TOLD_ONCE and (self._found.of(kind, anywhere=True) or self._shares[at, best] < _SAID_ONCE):
            return None
        return kind

    def _keep(self, at: int, kind: ElementKind | None) -> None:
        for draft, share in self._of_a_plan(at):
            is_part = share < _WHOLE and self._share(at, draft.kind) >= _PART_STANDS
            if draft.kind is kind or draft.kind in _TOLD_ONCE or is_part or self._stands(at):
                self._kept.add(id(draft))
                self._places.append((at, draft))
                self._known.setdefault((draft.kind, draft.key), draft)

    def _stands(self, at: int) -> bool:
        """Tell whether the rules are sure of an entry that names what it is (`Mittari: jono`), or is cut into parts.

        So is a cell of a real table under a head that names its column.
        """
        drafts, head = [draft for draft, _ in self._of_a_plan(at)], self._entries[at].head
        in_column = bool(drafts) and all(draft.rule == BY_COLUMN for draft in drafts)
        labelled = in_column or (head is not None and bool(head.inline))
        return (labelled or len(drafts) > 1) and all(draft.certainty is Certainty.SURE for draft in drafts)

    def _of_a_plan(self, at: int) -> list[tuple[Draft, float]]:
        return [(draft, share) for draft, share in self._said.of(at) if draft.kind in OF_A_PLAN]

    def _share(self, at: int, kind: ElementKind) -> float:
        return float(self._shares[at, 1 + KINDS.index(kind.value)])

    def _is_taken(self, at: int, kind: ElementKind) -> bool:
        return any(draft.kind is kind for draft, _ in self._said.of(at))

    def _take_back(self) -> None:
        covered = {id(draft) for at in range(len(self._entries)) for draft, _ in self._of_a_plan(at)}
        for draft in [one for one in self._found.drafts if one.kind in OF_A_PLAN]:
            if id(draft) in covered and id(draft) not in self._kept:
                self._found.drop(draft)
                self._offer_unplaced(draft)

    def _offer_unplaced(self, draft: Draft) -> None:
        for words in draft.passages[:1]:
            doubted = Certainty.UNSURE
            self._found.add(ElementKind.UNPLACED, words, rule="unplaced.doubted", certainty=doubted)

    def _add(self, at: int, kind: ElementKind) -> None:
        cuts = cut(self._entries[at], kind)
        levels = levels_after(self._entries, at) if kind is ElementKind.MEASURE and len(cuts) == 1 else {}
        for one in cuts:
            self._add_cut(at, kind, one.words, {**levels, **one.details})

    def _add_cut(self, at: int, kind: ElementKind, words: Passage, details: Mapping[str, str]) -> None:
        self._take_up(words)
        known = self._known.get((kind, key_of(words.text)))
        if known is not None:
            self._found.say_again(known, words)
        else:
            sure = Certainty.LIKELY if self._share(at, kind) >= _LIKELY else Certainty.UNSURE
            known = self._found.add(kind, words, rule=f"{kind}.learned", certainty=sure, details=details)
            self._known[kind, known.key] = known
        self._places.append((at, known))

    def _take_up(self, words: Passage) -> None:
        """Offer no longer unplaced what has a place now."""
        for draft in self._found.of(ElementKind.UNPLACED):
            if any(passage.start < words.end and words.start < passage.end for passage in draft.passages):
                self._found.remove(draft)

    def _settle_priorities(self) -> None:
        """Give what belongs to no priority, or to one that ended, the last that stands before it."""
        standing = {id(draft) for draft in self._found.drafts}
        last: Draft | None = None
        for _, draft in sorted(self._places, key=lambda one: one[0]):
            if id(draft) not in standing:
                continue
            if draft.kind is ElementKind.PRIORITY:
                last = draft
            elif draft.kind in _BELONGING and last is not None and self._is_beyond(draft, last):
                self._found.move(draft, last)
        self._found.drafts.sort(key=lambda one: one.passages[0].start if one.passages else 0)

    @staticmethod
    def _is_beyond(draft: Draft, last: Draft) -> bool:
        """Tell whether an element belongs to nothing, or a deed to a goal before a priority that only was learnt."""
        if draft.parent is None or draft.kind is not ElementKind.ACTION:
            return draft.parent is None
        holder = draft.parent.parent if draft.parent.kind is ElementKind.GOAL else draft.parent
        return holder is not last and last.rule == _LEARNT_PRIORITY
