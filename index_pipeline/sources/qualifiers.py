"""Words beside a label that limit what its figures are of: a part of the population, other prices, a plan."""

import re
import tomllib
from functools import cache
from pathlib import Path

_WORDS: dict[str, list[str]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_SECTORS = re.compile("|".join(_WORDS["sectors"]))
_LIMITS = re.compile("|".join(_WORDS["limits"]), re.MULTILINE)
_NEUTRAL = [re.compile(word) for word in _WORDS["neutral"]]
_CJK = re.compile(r"[\u3400-\u9fff]")

DERIVED = re.compile("|".join(_WORDS["derived"]))
"""Words of a heading, in small letters, by which figures are derived from those of a series: growth, a share …"""

NOT_RESULTS = re.compile(
    r"(?:预测|预计|预估)(?:数|值|数据)?$|(?:计划|目标|预算|预期)(?:数|值|数据)$|forecasts?|projections?|projected",
    re.IGNORECASE,
)
"""Words of a note by which figures are not results."""

LONGEST = 60
"""Characters of the longest part of a label that is looked for in a group heading."""

WHOLE = frozenset(_WORDS["whole"])
"""Values of a column of sexes, frequencies … by which a line is of the whole region and year."""


def limit(form: str, own: str = "") -> str | None:
    """Return the first word of titles, a sheet's name or a note that limits the figures; None if there is none.

    Args:
        form: The texts without blanks and punctuation, in small letters, one a line.
        own: The labels of the series in the same form: a word that they have limits nothing.
    """
    sectors, limits = _found(form)
    if sectors and not any(sector in own for sector in sectors):
        return sectors[0]
    return next((word for word in limits if word not in own), None)


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
    return any(_CJK.match(sign) for place, sign in enumerate(form) if place not in used)


@cache
def _found(form: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(found[0] for found in _SECTORS.finditer(form)), tuple(found[0] for found in _LIMITS.finditer(form))
