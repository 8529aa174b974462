"""The model that labelled documents taught (`tools/teach_reading.py`), and how it weighs the entries of one document.

Two steps: words by a linear model, then traits and the words' shares of the entry and its neighbours by trees.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from luotsi.strategy.intake.reading.learned.traits import KINDS, Numbers, Said, traits
from luotsi.strategy.intake.reading.learned.words import words_of
from luotsi.strategy.intake.reading.outline import Entry

CLASSES = (None, *KINDS)
"""What each column of the shares is for; the first is for no element."""
WEIGHTS = Path(__file__).with_name("weights.npz")
_AROUND = (-2, -1, 1, 2)
_FEWER_MISSED = np.array([0.5, 1, 1, 1, 1, 1, 1, 1], dtype=np.float32)
"""A reader loses more by what is not offered than by what is offered too much: the share of `nothing` is halved."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Arrays of `weights.npz`: the words' coefficients, and the nodes of all trees one after another."""

    words: Numbers
    """(8, buckets)"""
    bias: Numbers
    columns: npt.NDArray[np.int32]
    """Which columns of the traits and shares the trees look at."""
    feature: npt.NDArray[np.int16]
    """Of each node, into `columns`; of a leaf -1."""
    threshold: Numbers
    below: npt.NDArray[np.int32]
    above: npt.NDArray[np.int32]
    value: Numbers
    roots: npt.NDArray[np.int32]
    """(rounds, 8)"""


def weighed(entries: Sequence[Entry], said: Said, weights: Weights | None = None) -> Numbers:
    """Return for each entry the shares of what it may be: (entries, 8), in the order of `CLASSES`."""
    weights = weights or _weights()
    shares = shares_of(words_of(entries), weights.words, weights.bias)
    seen = np.hstack([traits(entries, said), around(shares)])[:, weights.columns]
    return np.multiply(_by_trees(weights, seen), _FEWER_MISSED, dtype=np.float32)


def shares_of(counted: Sequence[npt.NDArray[np.int64]], words: Numbers, bias: Numbers) -> Numbers:
    """Return what the words alone say of each entry, all of its words weighing as much as one: (entries, 8)."""
    told = np.array([words[:, numbers].sum(1) * max(len(numbers), 1) ** -0.5 for numbers in counted])
    odds = 1 / (1 + np.exp(-(told + bias)))
    shares: Numbers = (odds / odds.sum(1, keepdims=True)).astype(np.float32)
    return shares


def around(shares: Numbers) -> Numbers:
    """Return the shares of each entry, of its two neighbours on either side, and of the whole document on average."""
    rows = [shares]
    for by in _AROUND:
        moved = np.zeros_like(shares)
        if by > 0:
            moved[:-by] = shares[by:]
        else:
            moved[-by:] = shares[:by]
        rows.append(moved)
    return np.hstack([*rows, np.tile(shares.mean(0), (len(shares), 1))])


def _by_trees(weights: Weights, seen: Numbers) -> Numbers:
    rows = np.arange(len(seen))[:, None]
    nodes = np.tile(weights.roots.ravel(), (len(seen), 1))
    while True:
        feature = weights.feature[nodes]
        inner = feature >= 0
        if not inner.any():
            break
        further = np.where(seen[rows, feature] <= weights.threshold[nodes], weights.below[nodes], weights.above[nodes])
        nodes = np.where(inner, further, nodes)
    odds = weights.value[nodes].reshape(len(seen), -1, len(CLASSES)).sum(1)
    raised = np.exp(odds - odds.max(1, keepdims=True))
    shares: Numbers = (raised / raised.sum(1, keepdims=True)).astype(np.float32)
    return shares


@cache
def _weights() -> Weights:
    with np.load(WEIGHTS, allow_pickle=False) as stored:
        return weights_from({name: stored[name] for name in stored.files})


def weights_from(arrays: Mapping[str, npt.NDArray[Any]]) -> Weights:
    """Return the arrays as weights; halves of numbers are widened."""
    return Weights(**{name: _wide(array) for name, array in arrays.items()})


def _wide(stored: npt.NDArray[Any]) -> npt.NDArray[Any]:
    return stored.astype(np.float32) if stored.dtype == np.float16 else stored
