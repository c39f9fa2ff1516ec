"""Amounts with their units, as prose writes them: 30.8亿元, 3.08 billion yuan; two of one quantity in one scale."""

import re
from typing import NamedTuple

from index_pipeline.framework.codes import Unit
from index_pipeline.publication.text import Words, number

_PREFIX = {
    "zh": re.compile("^(万亿|百万|亿|千|万)"),
    "en": re.compile(r"^(10,000|100 million|thousand|million|billion|trillion) "),
}
"""The power of ten that the title of a unit begins with, if its factor is not 1."""
_SCALES = {
    "zh": ((1e8, "亿"), (1e5, "万"), (0.0, "")),
    "en": ((1e12, " trillion"), (1e9, " billion"), (1e6, " million"), (0.0, "")),
}
"""From which size on a number is written in which scale."""
_SIZES = {"亿": 1e8, "万": 1e4, " trillion": 1e12, " billion": 1e9, " million": 1e6, "": 1.0}
MORE_DECIMALS = 2


class Written(NamedTuple):
    """Two amounts as written; `same` if they read the same."""

    before: str
    now: str
    same: bool


def amount(value: float, unit: Unit | None, words: Words) -> str:
    """Write one amount with its unit, in the scale of its size."""
    return pair(value, value, unit, words).now


def pair(before: float, now: float, unit: Unit | None, words: Words) -> Written:
    """Write two amounts of one unit, both in the scale of the larger one.

    They have about three significant digits, and up to two more if they would read the same otherwise. In Chinese each
    has its unit, in English the second one, as after *from 0.47 to 3.08 billion yuan*.

    Args:
        before: The first amount, in `unit`.
        now: The second amount, in `unit`.
        unit: None for a number without one.
        words: The language.
    """
    name, factor = "", 1.0
    if unit:
        name = words.name({"title_zh": unit.title_zh, "title_en": unit.title_en})
        if unit.factor > 1:
            name, factor = _PREFIX[words.language].sub("", name), unit.factor
    largest = max(abs(before), abs(now)) * factor
    is_rate = "/" in name or " per " in f" {name} "
    scale = "" if is_rate else next(s for least, s in _SCALES[words.language] if largest >= least)
    first, second = _differing(before * factor / _SIZES[scale], now * factor / _SIZES[scale])
    if words.language == "zh":
        return Written(f"{first}{scale}{name}", f"{second}{scale}{name}", first == second)
    name = "%" if name == "percent" else f" {name}" if name else ""
    return Written(first, f"{second}{scale}{name}", first == second)


def _differing(before: float, now: float) -> tuple[str, str]:
    if before == round(before) and now == round(now) and max(abs(before), abs(now)) < 1e5:
        return number(before, 0), number(now, 0)
    size = max(abs(before), abs(now))
    least = 0 if size >= 1000 else 1 if size >= 10 else 2 if size >= 1 else 3
    for decimals in range(least, least + MORE_DECIMALS + 1):
        written = number(before, decimals), number(now, decimals)
        if written[0] != written[1]:
            return written
    return number(before, least), number(now, least)
