"""Where work that falls into independent parts is done: in this process."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


def each(function: Callable[[T], R], items: Sequence[T]) -> Iterator[R]:
    """Yield the result for each item, in any order."""
    yield from map(function, items)
