"""The words of a page, joined to lines by their height."""

from collections.abc import Callable, Iterable
from typing import TypeVar

SAME_LINE = 3.0
"""Points by which the words of one line may differ in height."""

Word = TypeVar("Word")


def text_lines(words: Iterable[Word], place: Callable[[Word], tuple[float, float]]) -> list[list[Word]]:
    """Return the lines of a page from its top, the words of each from the left.

    Args:
        words: Words of one page, in any order.
        place: Gives the top and the left of a word, in points.
    """
    lines: list[list[Word]] = []
    top = 0.0
    for word in sorted(words, key=place):
        if lines and place(word)[0] - top <= SAME_LINE:
            lines[-1].append(word)
        else:
            lines.append([word])
            top = place(word)[0]
    return [sorted(line, key=lambda word: place(word)[1]) for line in lines]
