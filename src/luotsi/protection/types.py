"""Tables whose cells add up, the rule that hides small numbers, and the pattern of what is hidden."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

Key: TypeAlias = Any
"""The name of a cell, hashable and in an order: the same number published in two tables has one name."""
Floats: TypeAlias = NDArray[np.float64]
EPSILON = 1e-6


class UnableToProtect(ValueError):
    """A small number cannot be kept hidden: `key` names it, the text says what is in the way. Nothing is published."""

    def __init__(self, key: Key, sentence: str) -> None:
        super().__init__(f"{key!r} {sentence}")
        self.key = key


class Kept(Protocol):
    """When a hidden number is kept, by how far it could be below and above what it is."""

    def keeps(self, counts: Floats, down: Floats, up: Floats) -> NDArray[np.bool_]:
        """Tell of each number whether it is kept when it could be so much less and so much more."""

    def enough(self, counts: Floats) -> Floats:
        """Return by how much each number has to be able to rise to be kept by that alone."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Which numbers are small: those of 1 to `threshold` - 1 persons. Zero is a number and is shown unless veiled.

    A hidden one, zero or small, is kept when nobody can know that it is under the threshold, nor come closer to it than
    the small are wide.
    """

    threshold: int = 5

    def small(self, count: int) -> bool:
        """Tell whether so many persons are too few to be told."""
        return 0 < count < self.threshold

    def keeps(self, counts: Floats, down: Floats, up: Floats) -> NDArray[np.bool_]:
        """Tell of each number whether it is kept when it could be so much less and so much more."""
        return (counts + up >= self.threshold - EPSILON) & (down + up >= self.threshold - 1 - EPSILON)

    def enough(self, counts: Floats) -> Floats:
        """Return by how much each number has to be able to rise to be kept by that alone."""
        return np.maximum(self.threshold - 1.0, self.threshold - counts)


@dataclass(frozen=True, slots=True)
class Margin:
    """An amount is kept when it could be larger, or smaller, by so many per cent of itself."""

    percent: int

    def keeps(self, counts: Floats, down: Floats, up: Floats) -> NDArray[np.bool_]:
        """Tell of each amount whether it is kept when it could be so much less and so much more."""
        return np.maximum(down, up) > self.enough(counts) - EPSILON

    def enough(self, counts: Floats) -> Floats:
        """Return by how much each amount has to be able to rise to be kept by that alone."""
        return counts * self.percent / 100


@dataclass(frozen=True, slots=True)
class Sum:
    """A total that is published beside its parts: what one knows of the others, one knows of it."""

    total: Key
    parts: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Numbers of persons and how they add up; the cells of earlier releases belong to it too.

    counts : persons by cell, zero or more
    sums : totals with their parts; every cell named has a count
    known : cells published before, which cannot be hidden any more
    hidden : cells hidden before, which stay hidden
    veiled : cells hidden whatever they are, zeros too, so that nobody knows that they are not zero
    unshown : cells that nobody is shown at all, but that sums with shown ones could give away
    """

    counts: Mapping[Key, int]
    sums: tuple[Sum, ...]
    known: frozenset[Key] = field(default_factory=frozenset)
    hidden: frozenset[Key] = field(default_factory=frozenset)
    veiled: frozenset[Key] = field(default_factory=frozenset)
    unshown: frozenset[Key] = field(default_factory=frozenset)

    def least(self, key: Key) -> int:
        """Return the least that a hidden cell can be: one, since zeros are shown, unless it is veiled or unshown."""
        return 0 if key in self.veiled or key in self.unshown else 1

    def __post_init__(self) -> None:
        if any(count < 0 for count in self.counts.values()):
            raise ValueError("a number of persons is negative")
        for total in self.sums:
            missing = [key for key in (total.total, *total.parts) if key not in self.counts]
            if missing:
                raise ValueError(f"a sum names {missing[0]!r}, which has no count")
            if self.counts[total.total] != sum(self.counts[part] for part in total.parts):
                raise ValueError(f"the parts of {total.total!r} do not add up to it")
        both = self.known & self.hidden
        if both:
            raise ValueError(f"{min(both, key=repr)!r} was both published and hidden before")


@dataclass(frozen=True, slots=True)
class Pattern:
    """What of a table is hidden: the small numbers, and others that would give them away."""

    small: frozenset[Key]
    further: frozenset[Key]

    @property
    def hidden(self) -> frozenset[Key]:
        """Return every hidden cell."""
        return self.small | self.further


@dataclass(frozen=True, slots=True)
class Interval:
    """What can be told of a hidden number: it is from `low` to `high`, None where nothing bounds it from above."""

    low: float
    high: float | None

    def keeps(self, rule: Rule) -> bool:
        """Tell whether nobody can know that the number is small, nor come closer to it than the small are wide."""
        if self.high is None:
            return True
        return self.high >= rule.threshold - EPSILON and self.high - self.low >= rule.threshold - 1 - EPSILON
