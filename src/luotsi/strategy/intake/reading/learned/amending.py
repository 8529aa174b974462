"""Amends what the rules made of a document by what labelled documents taught."""

from collections.abc import Sequence

from luotsi.strategy.intake.reading.elements import Collector, Draft
from luotsi.strategy.intake.reading.learned.traits import KINDS, OF_A_PLAN, Numbers, Said
from luotsi.strategy.intake.reading.learned.weights import Weights, weighed
from luotsi.strategy.intake.reading.outline import Entry
from luotsi.strategy.intake.reading.passages import Passage
from luotsi.strategy.intake.types import Certainty, ElementKind
from luotsi.strategy.intake.wording import key_of

_TOLD_ONCE = (ElementKind.MISSION, ElementKind.VISION)
_BELONGING = (ElementKind.GOAL, ElementKind.MEASURE, ElementKind.ACTION)
_WHOLE = 0.8  # of an entry's letters
_PART_STANDS = 0.25
_LIKELY = 0.8
_SAID_ONCE = 0.5
_FEW_PAGES = 3
_NEARLY_ALL_SURE = 0.98
_MUCH_TAKEN = 0.4
_ENOUGH_SURE = 0.4
_HARDLY_LEFT = 0.02


def amend(entries: Sequence[Entry], collector: Collector, weights: Weights | None = None) -> None:
    """Take each entry for what the model says it most probably is; what it doubts is offered unplaced.

    A short document, and one that the rules understood, stands as they have it: they read such ones better. So do what
    they took for a challenge, a strength or another kind that the model does not know, a mission or vision that they
    found, and the parts that they cut an entry into.
    """
    said = Said(entries, collector.drafts)
    if _is_short(entries) or _is_understood(said, len(entries)):
        return
    _Amending(entries, collector, said, weighed(entries, said, weights)).run()


def _is_short(entries: Sequence[Entry]) -> bool:
    return max((entry.item.page for entry in entries), default=0) <= _FEW_PAGES


def _is_understood(said: Said, count: int) -> bool:
    """Tell whether the rules are sure of nearly all that they took, or took much and left hardly anything over."""
    most = [found[0] for at in range(count) if (found := said.most(at)) is not None]
    taken = [draft for draft in most if draft.kind in OF_A_PLAN]
    left = sum(draft.kind is ElementKind.UNPLACED for draft in most)
    sure = sum(draft.certainty is Certainty.SURE for draft in taken)
    if taken and sure >= _NEARLY_ALL_SURE * len(taken):
        return True
    return (
        len(taken) >= _MUCH_TAKEN * count
        and sure >= _ENOUGH_SURE * len(taken)
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
        if any(
            draft.kind not in OF_A_PLAN and draft.kind is not ElementKind.UNPLACED for draft, _ in self._said.of(at)
        ):
            return None
        best = int(self._shares[at].argmax())
        kind = ElementKind(KINDS[best - 1]) if best else None
        if kind in _TOLD_ONCE and (self._found.of(kind, anywhere=True) or self._shares[at, best] < _SAID_ONCE):
            return None
        return kind

    def _keep(self, at: int, kind: ElementKind | None) -> None:
        for draft, share in self._of_a_plan(at):
            is_part = share < _WHOLE and self._share(at, draft.kind) >= _PART_STANDS
            if draft.kind is kind or draft.kind in _TOLD_ONCE or is_part:
                self._kept.add(id(draft))
                self._places.append((at, draft))
                self._known.setdefault((draft.kind, draft.key), draft)

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
        words = self._words(at)
        self._take_up(words)
        known = self._known.get((kind, key_of(words.text)))
        if known is not None:
            self._found.say_again(known, words)
        else:
            sure = Certainty.LIKELY if self._share(at, kind) >= _LIKELY else Certainty.UNSURE
            known = self._found.add(kind, words, rule=f"{kind}.learned", certainty=sure)
            self._known[kind, known.key] = known
        self._places.append((at, known))

    def _take_up(self, words: Passage) -> None:
        """Offer no longer unplaced what has a place now."""
        for draft in self._found.of(ElementKind.UNPLACED):
            if any(passage.start < words.end and words.start < passage.end for passage in draft.passages):
                self._found.remove(draft)

    def _words(self, at: int) -> Passage:
        entry = self._entries[at]
        words = entry.head.inline if entry.head is not None and entry.head.inline else entry.item.words
        return words.strip(" :")

    def _settle_priorities(self) -> None:
        """Give what belongs to no priority the last one that stands before it."""
        standing = {id(draft) for draft in self._found.drafts}
        last: Draft | None = None
        for _, draft in sorted(self._places, key=lambda one: one[0]):
            if id(draft) not in standing:
                continue
            if draft.kind is ElementKind.PRIORITY:
                last = draft
            elif draft.kind in _BELONGING and draft.parent is None and last is not None:
                self._found.move(draft, last)
        self._found.drafts.sort(key=lambda one: one.passages[0].start if one.passages else 0)
