"""Words of the products, in `texts/`, those of the explorer in files of their own, and the format of numbers."""

import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

from index_pipeline.characters import without_hidden
from index_pipeline.framework.text import Text
from index_pipeline.language import filled
from index_pipeline.tables import STATUSES

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

MISSING = "—"
LONGEST = 1000
"""Characters of one text that are printed; the tables of a release hold all of it."""
_NO_CHARACTER = re.compile(
    "[\ufdd0-\ufdef" + "".join(chr(p * 0x10000 + end) for p in range(17) for end in (0xFFFE, 0xFFFF)) + "]"
)
_NUMERALS = "一二三四五六七八九十"
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_CLAUSE = re.compile(f"([{_NUMERALS}])(?:（([{_NUMERALS}])）(?:第([0-9]+)段)?)?")
_SPACES = re.compile("[\t\n\u2028\u2029]")


@dataclass(frozen=True)
class Words:
    """Words of one language."""

    language: Language
    entries: dict[str, Any]

    def __call__(self, key: str, **values: object) -> str:
        """Return the text `key`, its {fields} filled with `values` as plain text.

        Raises:
            KeyError: the language has no such text, or a field has no value.
        """
        return filled(str(self.entries[key]), values)

    @property
    def statuses(self) -> dict[str, str]:
        """Names of the observation statuses, by code."""
        return {code: names[LANGUAGES.index(self.language)] for code, names in STATUSES.items()}

    def name(self, row: Mapping[str, Any], field: str = "title") -> str:
        """Return `field` of a catalogue row in this language, in the other if it has none, else ''."""
        other = "en" if self.language == "zh" else "zh"
        return printable(row.get(f"{field}_{self.language}") or row.get(f"{field}_{other}") or "")

    def text(self, text: Text | None) -> str:
        """Return a text of the framework in this language, else in the other; '' if there is none."""
        return printable(text.get(self.language)) if text else ""

    def span(self, first: int, last: int) -> str:
        """Write a span of years; one year as it is."""
        return str(first) if first == last else f"{first}{'—' if self.language == 'zh' else '–'}{last}"

    def join(self, items: list[str]) -> str:
        """Join the items of an enumeration as the language does: in Chinese, nothing is between quoted ones."""
        if self.language == "zh":
            return ("" if all(item[:1] + item[-1:] == "“”" for item in items) else "、").join(items)
        return ", ".join(items)


@cache
def words(language: Language) -> Words:
    """Return the words of `language`, those of the explorer under `explorer`."""
    folder = Path(__file__).parent / "texts"
    shared, explorer = (
        json.loads((folder / name).read_text(encoding="utf-8"))
        for name in (f"{language}.json", f"explorer_{language}.json")
    )
    return Words(language, shared | {"explorer": explorer})


def plain(text: str) -> str:
    """Return `text` as one visible line: without controls and marks that turn the direction of writing.

    Tabs and ends of lines become spaces; code points that are not characters become U+FFFD.
    """
    return _NO_CHARACTER.sub("\ufffd", without_hidden(_SPACES.sub(" ", text), ""))


def printable(text: str) -> str:
    """Return `text` as it can be printed: plain, and no longer than `LONGEST` characters."""
    return shorten(plain(text), LONGEST)


def clause(text: str, language: Language) -> str:
    """Write a paragraph of a Chinese document as the language does: 三（一）第2段 is III(1) paragraph 2 in English."""
    found = _CLAUSE.fullmatch(text)
    if language == "zh" or not found:
        return plain(text)
    chapter, section, paragraph = found.groups()
    head = _ROMAN[_NUMERALS.index(chapter)] + (f"({_NUMERALS.index(section) + 1})" if section else "")
    return f"{head} paragraph {paragraph}" if paragraph else head


def shorten(text: str, length: int) -> str:
    """Cut `text` to `length` characters, the last of them an ellipsis if something was cut."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def number(value: float | None, decimals: int = 1) -> str:
    """Write a number with `decimals` decimals, thousands separated, a true minus sign; — if it is missing."""
    if value is None:
        return MISSING
    text = f"{value:,.{decimals}f}"
    if text.startswith("-") and not text.strip("-0.,"):
        text = text[1:]
    return text.replace("-", "\N{MINUS SIGN}")


def signed(value: float | None, decimals: int = 1) -> str:
    """Write a change with its sign: +1.2, −0.4, 0.0; — if it is missing."""
    text = number(value, decimals)
    return f"+{text}" if value is not None and text.strip("0.,") and value > 0 else text


def percent(share: float, decimals: int = 1) -> str:
    """Write a share in percent, rounded as its decimal digits say: 0.18749999999999997 is 18.75%."""
    return f"{number(round(100 * share, 9), decimals)}%"


def adding_up(parts: Sequence[float], total: float, decimals: int) -> list[float]:
    """Round parts of a total up or down, so that they add up to the total as it is rounded.

    All are rounded down, and then up again those that lost most, as many as it takes (largest remainders).
    """
    unit = 10.0**-decimals
    steps = [math.floor(part / unit) for part in parts]
    lost = sorted(range(len(parts)), key=lambda place: steps[place] - parts[place] / unit)
    for place in lost[: round(round(total, decimals) / unit) - sum(steps)]:
        steps[place] += 1
    return [round(step * unit, decimals) for step in steps]


def decimals_of(values: Iterable[float | None]) -> int:
    """Return how many decimals, 1 to 4, show about three digits of a typical one of `values`, their median size."""
    sizes = sorted(abs(value) for value in values if value)
    typical = sizes[len(sizes) // 2] if sizes else 1.0
    return 1 if typical >= 100 else 2 if typical >= 1 else 3 if typical >= 0.01 else 4


def quantity(value: float | None) -> str:
    """Write a figure of any size with about three significant digits."""
    if value is None:
        return MISSING
    size = abs(value)
    return number(value, 0 if size >= 1000 else 1 if size >= 100 else 2 if size >= 1 else 3)
