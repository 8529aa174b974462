"""Independent pieces of work, in this process or in several; the answers come in the order of the pieces."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any, TypeAlias

LARGE = 50_000
"""Cells from which on a table is worth the second that further processes take to start."""

Each: TypeAlias = Callable[[Callable[[Any], Any], list[Any]], Iterable[Any]]
"""Does a piece of work on each of the things, as `map` does."""


@contextmanager
def hands(workers: int) -> Iterator[Each]:
    """Give what does pieces of work: this process alone, or so many others, started anew and gone afterwards."""
    if workers == 1:
        yield map
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield pool.map
