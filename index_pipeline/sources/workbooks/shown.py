"""What a cell shows: the value that is stored, and the number format that it is shown by, as the text a person reads.

Digits are not rounded: the text has all that are stored, in the scale that is shown (0.236 by `0.0%` is 23.6%).
"""

import re
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

ACCOUNTS = '_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_)'
BUILT_IN = {
    **dict.fromkeys((1, 59), "0"),
    **dict.fromkeys((2, 60), "0.00"),
    **dict.fromkeys((3, 61), "#,##0"),
    **dict.fromkeys((4, 62), "#,##0.00"),
    **dict.fromkeys((5, 6, 7, 8, 37, 38, 39, 40), "#,##0.00;-#,##0.00"),
    **dict.fromkeys((9, 67), "0%"),
    **dict.fromkeys((10, 68), "0.00%"),
    11: "0.00E+00",
    **dict.fromkeys((14, 15, 22, 30, 31), "yyyy-m-d"),
    **dict.fromkeys((16, 28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    **dict.fromkeys((17, 27, 36, 50, 52, 57), "yyyy-m"),
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56), "h:mm:ss"),
    **dict.fromkeys((41, 42, 43, 44), ACCOUNTS),
    48: "##0.0E+0",
}
"""The formats that workbooks name by number alone, with the numbers of Chinese editions."""

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]|(?P<general>General|G/通用格式)'
    r"|(?P<noon>AM/PM|A/P|上午/下午)|(?P<power>E[+-])|(?P<date>[ymdhsegb]+|aaaa?)|(?P<digit>[0#?])|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
_COLOUR = re.compile(r"red|红色?|color\s*3", re.IGNORECASE)
_LARGEST_DAY = 2_958_465


class Section(NamedTuple):
    """One part of a format: what is before and after the number, and how the number is scaled.

    `kind` is number, date, text (the literals alone) or unclear. `power` is the power of ten by which the shown number
    exceeds the stored one; `blank_zero` says that a zero shows no digit (`#,###`).
    """

    kind: str
    before: str = ""
    after: str = ""
    power: int = 0
    letters: str = ""
    condition: tuple[str, float] | None = None
    is_red: bool = False
    blank_zero: bool = False


def shown(value: float, code: str | None, *, since_1904: bool = False) -> str:
    """Return the text that a cell with the number `value` shows by the format `code`, all its digits kept.

    A date shows as `2023-12-31`; by a format without the day or the month, as `2023-12` or `2023`. If a format
    makes it unclear which number is meant, the result is text that does not read as a number.
    """
    if not code or code == "General":
        return plain(value)
    parts = sections(code)
    section, own_sign = _chosen(parts, value)
    if section.kind == "date":
        return _day(value, section, since_1904=since_1904)
    if section.kind == "text":
        return section.before
    number = Decimal(plain(value)).scaleb(section.power)
    text = format(number.normalize() if number else Decimal(0), "f")
    if not number and section.blank_zero:
        return f"{section.before}{section.after}"
    if own_sign and number < 0:
        text = text.lstrip("-")
        signs = section.before + section.after
        if "-" not in signs and "−" not in signs and (section.is_red or ("(" in section.before and ")" in signs)):
            return f"-{section.before.replace('(', '')}{text}{section.after.replace(')', '')}"
    if section.kind == "unclear":
        return f"({text})"
    return f"{section.before}{text}{section.after}"


def plain(value: float) -> str:
    """Write a number with the digits that a spreadsheet keeps, fifteen, and without exponent."""
    text = format(value, ".15g")
    return format(Decimal(text), "f") if "e" in text else text


@lru_cache(1_000)
def sections(code: str) -> tuple[Section, ...]:
    """Split a number format; `;` separates its sections."""
    parts: list[list[re.Match[str]]] = [[]]
    for token in _TOKEN.finditer(code):
        if token["other"] == ";":
            parts.append([])
        else:
            parts[-1].append(token)
    return tuple(_section(part) for part in parts[:4])


def _chosen(parts: tuple[Section, ...], value: float) -> tuple[Section, bool]:
    """Return the section for a value, and whether the section shows the sign of a negative one itself."""
    parts = parts[:3]
    if any(part.condition for part in parts):
        for part in parts:
            if part.condition is None or _holds(value, *part.condition):
                return part, False
        return Section("unclear"), False
    if value < 0 and len(parts) > 1:
        section = parts[1]
        signs = section.before + section.after
        is_clear = section.is_red or section.kind != "number" or any(sign in signs for sign in "-−(")
        return (section if is_clear else section._replace(kind="unclear")), True
    if value == 0 and len(parts) > 2:
        return parts[2], False
    return parts[0], False


def _holds(value: float, sign: str, bound: float) -> bool:
    return {
        "<": value < bound,
        ">": value > bound,
        "<=": value <= bound,
        ">=": value >= bound,
        "=": value == bound,
        "<>": value != bound,
    }[sign]


def _section(tokens: list[re.Match[str]]) -> Section:
    brackets = [token["bracket"] for token in tokens if token["bracket"] is not None]
    condition = next(((found[1], float(found[2])) for text in brackets if (found := _CONDITION.match(text))), None)
    is_red = any(_COLOUR.fullmatch(text) for text in brackets)
    elapsed = any(re.fullmatch(r"[hms]+", text, re.IGNORECASE) for text in brackets)
    letters = "".join(token["date"] for token in tokens if token["date"]).lower() + ("h" if elapsed else "")
    digits = [number for number, token in enumerate(tokens) if token["digit"] or token["general"]]
    if letters and not any(token["general"] for token in tokens):
        after = "年" if any("年" in _literal(token) for token in tokens) else ""
        return Section("date", after=after, letters=letters, condition=condition)
    currency = next((text[1:].partition("-")[0] for text in brackets if text.startswith("$")), "")
    if not digits:
        at = any(token["other"] == "@" for token in tokens)
        literals = "".join(_literal(token) for token in tokens).strip()
        return Section("number" if at else "text", literals.replace("@", ""), condition=condition)
    before = "".join(_literal(token) for token in tokens[: digits[0]])
    behind = tokens[digits[-1] + 1 :]
    kind, power = _scale(tokens[digits[0] : digits[-1] + 1])
    scaling = 0
    for token in behind:
        if token["other"] != ",":
            break
        scaling += 1
    after = "".join(_literal(token) for token in behind[scaling:])
    percent = sum(token["other"] == "%" for token in tokens)
    before, after = _clean(currency + before), _clean(after)
    if percent:
        before, after = before.replace("%", ""), after.replace("%", "") + "%"
    blank_zero = not any(token["digit"] == "0" or token["general"] for token in tokens)
    return Section(kind, before, after, 2 * percent - 3 * scaling + power, "", condition, is_red, blank_zero)


def _scale(tokens: list[re.Match[str]]) -> tuple[str, int]:
    """Return whether the digits of a format are understood, and the power of ten by which what is in them scales.

    Literals among the digits are between the digits of the number: `0"."0` shows 12 as 1.2.
    """
    power, point, after_literal = 0, False, None
    commas = 0
    for token in tokens:
        literal = token["quoted"] if token["quoted"] is not None else token["escaped"]
        if token["digit"] or token["general"]:
            commas = 0
            after_literal = after_literal + 1 if after_literal is not None else None
        elif token["other"] == "." and not point:
            point = True
            power -= 3 * commas
        elif token["other"] == ",":
            commas += 1
        elif literal == "." and not point and after_literal is None:
            after_literal = 0
        elif token["power"] or token["other"] in {"/", " "} or literal in {"", " ", ","}:
            if token["power"] or token["other"] == "/":
                return "number", power
        elif token["bracket"] is None and token[0][0] not in "_*":
            return "unclear", 0
    return ("unclear", 0) if after_literal is not None and point else ("number", power - (after_literal or 0))


def _literal(token: re.Match[str]) -> str:
    for name in ("quoted", "escaped", "other"):
        if token[name] is not None:
            return str(token[name])
    return ""


def _clean(text: str) -> str:
    """Remove currency symbols, commas and blanks."""
    return re.sub(r"[¥￥,\s]|CNY|RMB", "", text)


def _day(value: float, section: Section, *, since_1904: bool) -> str:
    letters = set(section.letters)
    if not 0 <= value <= _LARGEST_DAY:
        return "#####"
    start = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 31 if value < 60 else 30)
    moment = start + timedelta(days=value)
    has_year = bool(letters & set("yegb"))
    if not has_year and "d" not in letters and letters & set("hs"):
        return moment.time().isoformat("seconds")
    if has_year and "d" not in letters:
        return f"{moment:%Y-%m}" if "m" in letters else f"{moment.year}{section.after}"
    if not has_year and "a" not in letters:
        return f"{moment.month}月{moment.day}日" if "d" in letters else f"{moment.month}月"
    return moment.date().isoformat()
