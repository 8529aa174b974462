"""Lines that a document says again elsewhere, each time among others: titles of pages and of the lists before them."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

_SHORTEST = 8
_MOST_WORDS = 14
_TWICE = 2


def lines_said_again(lines: Sequence[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the lines that stand before different lines, and those that stand after different ones, folded.

    A title in two lines stands before the same second line each time: it is none of these.
    """
    after: dict[str, list[str]] = defaultdict(list)
    before: dict[str, list[str]] = defaultdict(list)
    folded = ["", *(line.strip(" :").casefold() for line in lines), ""]
    for one, other in pairwise(folded):
        after[one].append(other)
        before[other].append(one)
    return _varied(after), _varied(before)


def _varied(beside: dict[str, list[str]]) -> frozenset[str]:
    return frozenset(
        line
        for line, others in beside.items()
        if len(line) >= _SHORTEST
        and len(line.split()) in range(_TWICE, _MOST_WORDS)
        and len(set(others)) == len(others) > 1
    )
