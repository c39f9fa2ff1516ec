"""Numbers as statisticians write them: read exactly, or refused with a reason."""

import re
from dataclasses import dataclass
from decimal import Decimal

MARKS = frozenset({"…", "……", "...", "..", "-", "--", "—", "——", "–", "―", "－", "−", "*", "**", "#", "/", "\\"})
"""Signs that stand for a figure that is missing or too small to show. None of them is a zero."""

_NUMBER = re.compile(
    r"(?P<sign>[+-]?)(?P<whole>0|[1-9]\d*|[1-9]\d{0,2}(?:,\d{3})+|(?=\.))(?P<part>\.\d+)?(?P<power>e[+-]?\d{1,2})?(?P<percent>%?)"
)
_LONGEST = 40


class NotANumberError(ValueError):
    """A text that stands where a number should; the message says what is wrong with it."""


@dataclass(frozen=True)
class Number:
    """An exact number; `percent` where it was written with a percent sign."""

    value: Decimal
    percent: bool = False


def read_number(text: str) -> Number | None:
    """Read a cell's text; None where it is blank or one of `MARKS`.

    Commas are taken where they part thousands, and nowhere else.

    Raises:
        NotANumberError: the text is something else.
    """
    if not text or text in MARKS:
        return None
    text = text.replace("−", "-")
    found = _NUMBER.fullmatch(text) if len(text) <= _LONGEST else None
    if found is None:
        raise NotANumberError(_why(text))
    digits = found["sign"] + found["whole"].replace(",", "") + (found["part"] or "") + (found["power"] or "")
    return Number(Decimal(digits), bool(found["percent"]))


def looks_numeric(text: str) -> bool:
    """Tell whether `text` is a number, or was meant as one: it begins with a digit, or a sign and a digit."""
    return bool(re.match(r"[+\-−(.'’]?\s*\d", text))


def plain(value: Decimal) -> str:
    """Write a number with all its digits, without exponent and without trailing zeros."""
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


def _why(text: str) -> str:
    if re.fullmatch(r"[+-]?(inf(inity)?|nan|∞)", text, re.IGNORECASE):
        return "it is infinite or undefined"
    if text.startswith("#"):
        return "it is the error of a formula"
    if re.fullmatch(r"[+-]?[\d,]+(\.\d+)?", text) and "," in text:
        return "the thousands separator is in the wrong place"
    if re.fullmatch(r"[+-]?\d+(\.\d+)?E[+-]?\d+", text):
        return "a spreadsheet program has shortened it: show all its digits"
    if len(text) > _LONGEST:
        return f"it is longer than {_LONGEST} characters"
    if re.fullmatch(r"[\d\s,.]+", text):
        return "blanks, points or commas stand between the digits" if text[0] != "0" else "it begins with a zero"
    if re.fullmatch(r"[+-]?[\d,]+(\.\d+)?%?\D{1,4}\d?\)?", text):
        return "a unit or footnote mark follows the digits"
    return "it is text"
