"""What each proposal of a new version says against the plan as it stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from luotsi.strategy.intake.comparison import Fate, Pairing, Wording
from luotsi.strategy.intake.elements import pairings_of
from luotsi.strategy.models import Import, Proposal
from luotsi.strategy.types import ProposalState
from luotsi.web.desk.outline import FILTERS, Filter
from luotsi.web.desk.words import DETAILS


@dataclass(frozen=True, slots=True)
class DetailChange:
    """One detail that the document says otherwise than the plan; nothing said is empty."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class FateShown:
    """What became of an element, with the plan's wording where it differs."""

    fate: Fate
    before: str = ""
    details: tuple[DetailChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Fates:
    """The fates of an import's proposals by their id, and what the document no longer says."""

    of: Mapping[int, FateShown]
    gone: tuple[Wording, ...]

    def counted(self, fate: Fate) -> int:
        """Return how many proposals have that fate."""
        return sum(one.fate is fate for one in self.of.values())

    def same_pending(self, proposals: Iterable[Proposal]) -> int:
        """Return how many proposals say the same as the plan and wait for a decision."""
        return sum(self._is(one, Fate.SAME) and one.state == ProposalState.PENDING for one in proposals)

    def filters(self) -> dict[str, Filter]:
        """Return how the list can be narrowed; by difference only where there is a plan to differ from."""
        differing: dict[str, Filter] = {"differing": lambda one: one.pk in self.of and not self._is(one, Fate.SAME)}
        return FILTERS | (differing if self.of else {})

    def _is(self, proposal: Proposal, fate: Fate) -> bool:
        return proposal.pk in self.of and self.of[proposal.pk].fate is fate


def fates_of(batch: Import, proposals: Iterable[Proposal]) -> Fates:
    """Return the fates; none where the document becomes a plan of its own. Two queries for a new version."""
    pairings = pairings_of(batch, proposals)
    return Fates(
        {int(str(one.read.key)): _shown(one) for one in pairings if one.read},
        tuple(one.known for one in pairings if one.known and one.fate is Fate.GONE),
    )


def _shown(pairing: Pairing) -> FateShown:
    read, known = pairing.read, pairing.known
    if read is None or known is None or pairing.fate is not Fate.REWORDED:
        return FateShown(pairing.fate)
    before, after = dict(known.said), dict(read.said)
    changed = tuple(
        DetailChange(str(DETAILS[name]), before.get(name, ""), after.get(name, ""))
        for name in DETAILS
        if before.get(name) != after.get(name)
    )
    return FateShown(pairing.fate, "" if known.title == read.title else known.title, changed)
