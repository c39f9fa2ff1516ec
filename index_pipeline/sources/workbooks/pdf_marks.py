"""Marks on the text of a page of a PDF: digits that are raised behind a name, and lines that strike text through."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

THICKEST_LINE = 3.0
"""Points; programs draw lines as narrow filled rectangles."""

SMALLER = 0.8
"""The size of a raised sign is below this share of the sign before it."""

MIDDLE = 0.3, 0.75
"""The shares of its height between which a line strikes a sign through; one that underlines it is below."""

_NAME_END = re.compile(r"[\u4e00-\u9fff）)]\s*")


def mark_raised(signs: Sequence[dict[str, Any]]) -> None:
    """Put digits that are raised behind Chinese signs in brackets, 甲厂[1]: they are the mark of a note.

    Args:
        signs: The signs of a page in the order in which they are set; their texts are changed.
    """
    is_open = False
    for before, sign in pairwise([*signs, {"text": ""}]):
        is_further = is_open and sign["text"].isdecimal() and sign["size"] == before["size"]
        if is_open and not is_further:
            before["text"] += "]"
        is_raised = not is_open and sign["text"].isdecimal() and _is_raised(before, sign)
        if is_raised:
            sign["text"] = f"[{sign['text']}"
        is_open = is_further or is_raised


def strikes(signs: Sequence[dict[str, Any]], drawn: Sequence[dict[str, Any]]) -> Iterator[tuple[Any, list[Any]]]:
    """Yield the lines that strike text through, each with the signs that it strikes.

    Signs are along a sixth of such a line or more; a rule of a table has none upon it.
    """
    for line in drawn:
        if line["height"] > THICKEST_LINE or line["width"] <= THICKEST_LINE:
            continue
        struck = [sign for sign in signs if _is_struck(sign, line)]
        if 6 * sum(sign["width"] for sign in struck) >= line["width"]:
            yield line, struck


def _is_raised(before: dict[str, Any], sign: dict[str, Any]) -> bool:
    height = before["bottom"] - before["top"]
    is_beside = abs(sign["x0"] - before["x1"]) < height / 2 and before["top"] - height / 2 < sign["top"]
    is_above = sign["bottom"] < before["bottom"] - 0.15 * height and sign["top"] < before["bottom"] - height / 2
    is_small = sign["size"] < SMALLER * before["size"]
    return bool(_NAME_END.fullmatch(before["text"]) and is_small and is_beside and is_above)


def _is_struck(sign: dict[str, Any], line: dict[str, Any]) -> bool:
    middle, height = (sign["x0"] + sign["x1"]) / 2, sign["bottom"] - sign["top"]
    share = ((line["top"] + line["bottom"]) / 2 - sign["top"]) / height if height else 0
    return bool(line["x0"] <= middle <= line["x1"] and MIDDLE[0] < share < MIDDLE[1] and sign["text"].strip())
