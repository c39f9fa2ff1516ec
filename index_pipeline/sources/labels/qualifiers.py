"""Words beside a label that limit what its figures are of: a part of the population, other prices, a plan."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from index_pipeline.characters import CHINESE

_WORDS: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_GROUPS = [re.compile("|".join(words)) for words in _WORDS["groups"].values()]
_LIMITS = re.compile("|".join([*_WORDS["limits"], *_WORDS["made"]]), re.MULTILINE)
_NEUTRAL = [re.compile(word) for word in _WORDS["neutral"]]

DERIVED = re.compile("|".join(_WORDS["derived"]))
"""Words of a heading, in small letters, by which figures are derived from those of a series: growth, a share …"""

NOT_RESULTS = re.compile(
    r"(?:预测|预计|预估)(?:数|值|数据)?$|(?:计划|目标|预算|预期)(?:数|值|数据)$|forecasts?|projections?|projected",
    re.IGNORECASE,
)
"""Words of a note by which figures are not results."""

MADE = re.compile("|".join(_WORDS["made"]), re.IGNORECASE | re.MULTILINE)
"""Words of a note, or of a heading, by which figures were made up or treated."""

LONGEST = 60
"""Characters of the longest part of a label that is looked for in a group heading."""

_ANNUAL = frozenset(_WORDS["annual"])
_WHOLE = frozenset(_WORDS["whole"]) | _ANNUAL


def limit(form: str, own: str = "") -> str | None:
    """Return the first word of titles, a sheet's name or a note that limits the figures; None if there is none.

    Args:
        form: The texts without blanks and punctuation, in small letters, one a line.
        own: The labels of the series in the same form: a word that they have limits nothing.
    """
    groups, limits = _found(form)
    other_parts = (parts[0] for parts in groups if parts and not any(part in own for part in parts))
    return next(other_parts, None) or next((word for word in limits if word not in own), None)


def is_annual(text: str) -> bool:
    """Return whether a frequency, or a value of a column of quarters or months, says that figures are of a year."""
    return _bare(text) in _ANNUAL


def is_whole(text: str) -> bool:
    """Return whether a value of a column of sexes, prices … says that a line is of the whole region and year."""
    return _bare(text) in _WHOLE


def _bare(text: str) -> str:
    return re.sub(r"\([^()]*\)|\s", "", text).lower()


def left_over(form: str, own: str) -> bool:
    """Return whether a group heading has Chinese words that no label of the series has and that are not neutral.

    Args:
        form: The group heading, as in `limit`.
        own: The labels of the series, one a line, as in `limit`.
    """
    used = {place for word in _NEUTRAL for found in word.finditer(form) for place in range(*found.span())}
    start = 0
    while start < len(form):
        last = min(len(form), start + LONGEST)
        end = next((end for end in range(last, start + 1, -1) if form[start:end] in own), start)
        used.update(range(start, end))
        start = max(end, start + 1)
    return any(CHINESE.match(sign) for place, sign in enumerate(form) if place not in used)


@cache
def _found(form: str) -> tuple[list[list[str]], list[str]]:
    """Return the parts of each group, and the other words, that a text has."""
    return [[found[0] for found in group.finditer(form)] for group in _GROUPS], [w[0] for w in _LIMITS.finditer(form)]
