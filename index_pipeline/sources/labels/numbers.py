"""Numbers as statisticians write them: read exactly, or refused with a reason."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from index_pipeline.characters import HAN
from index_pipeline.language import Both

MARKS = frozenset(
    {
        *("NA", "N/A", "N.A.", "N.D.", "NULL", "NONE", "…", "……", "...", "..", ":", "*", "**", "#", "/", "\\"),
        *("-", "--", "—", "——", "–", "―", "－", "−", "─"),
        *("不详", "未公布", "尚未公布", "待公布", "未统计", "未报送", "不适用", "省略", "保密", "无此项"),
        *("空", "空缺", "无", "无数据", "无资料"),
        *("缺", "(缺)", "缺报", "缺失", "缺失值", "暂缺", "资料暂缺", "数据暂缺", "暂无", "暂未公布"),
    }
)
"""Signs and words, in capitals, for a figure that is missing or too small to show. None of them is a zero."""

_NUMBER = re.compile(
    r"(?P<sign>[+-]?)(?P<whole>0|[1-9]\d*|[1-9]\d{0,2}(?:,\d{3})+|(?=\.))(?P<part>\.\d+)?(?P<power>e[+-]?\d{1,2})?(?P<percent>%?)"
)
_WITH_UNIT = re.compile(rf"([^{HAN}A-Za-z‰%]*\d)\s*([{HAN}A-Za-z‰][^\d]*)")
MAGNITUDES = {
    "万": "万",
    "亿": "亿",
    "千": "千",
    "百万": "百万",
    "千万": "千万",
    "万亿": "万亿",
    "K": "千",
    "k": "千",
    "M": "百万",
}
"""Powers of ten that follow digits, as the beginnings of units."""

_IN_WORDS = (
    (re.compile(r"第?\s*(\d{1,3})\s*[位名]"), r"\1"),
    (re.compile(r"(?:增长|上升|提高|增加|↑)\s*(\d.*)"), r"\1"),
    (re.compile(r"(?:下降|减少|降低|↓)\s*(\d.*)"), r"-\1"),
)
"""How ranks and changes are written in words, and the number that each means."""

_MEANT = re.compile(r"[+\-−(.'’]?\s*\d")
_LONGEST = 40
_FLOAT_DIGITS = 16
"""From so many digits on, programs write every whole number with an exponent; a smaller one may be shortened by it."""


class NotANumberError(ValueError):
    """Text in a cell that should hold a number; `why` says what is wrong with it."""

    def __init__(self, why: Both):
        super().__init__(why.en)
        self.why = why


@dataclass(frozen=True)
class Number:
    """An exact number; `percent` if it was written with a percent sign."""

    value: Decimal
    percent: bool = False


def read_number(text: str) -> Number | None:
    """Read a cell's text; None if it is blank or one of `MARKS`.

    Commas are accepted only as separators of thousands.

    Raises:
        NotANumberError: the text is something else.
    """
    if not text or text.upper() in MARKS:
        return None
    text = text.replace("−", "-").removeprefix("'")  # an apostrophe marks text in spreadsheets
    found = _NUMBER.fullmatch(text) if len(text) <= _LONGEST else None
    if found is None:
        raise NotANumberError(_why(text))
    digits = found["sign"] + found["whole"].replace(",", "") + (found["part"] or "") + (found["power"] or "")
    value = Decimal(digits)
    if int(value.as_tuple().exponent) > 0 and value.adjusted() < _FLOAT_DIGITS:
        raise NotANumberError(_why(text.upper()))
    return Number(value, bool(found["percent"]))


def read_figure(text: str, is_unit: Callable[[str], bool]) -> tuple[Number | None, str | None]:
    """Read a cell's text and the unit that follows its digits, as in 12.5万 or 23%; None if none does.

    Args:
        text: The text.
        is_unit: Returns whether a string is a unit; any other text after the digits is an error, as in `read_number`.

    Raises:
        NotANumberError: the text is something else.
    """
    try:
        number = read_number(text)
        return number, "%" if number and number.percent else None
    except NotANumberError:
        found = _WITH_UNIT.fullmatch(text) if len(text) <= _LONGEST else None
        if found is None or not (found[2] in MAGNITUDES or is_unit(found[2])):
            raise
        return read_number(found[1]), found[2]


def read_stated(text: str, is_unit: Callable[[str], bool]) -> tuple[Number | None, str | None]:
    """Read a rank or change, which may be in words (第12位, 下降2.1%), as `read_figure` reads a figure.

    Raises:
        NotANumberError: the text is something else.
    """
    found = ((pattern.fullmatch(text), number) for pattern, number in _IN_WORDS)
    return read_figure(next((match.expand(number) for match, number in found if match), text), is_unit)


def looks_numeric(text: str) -> bool:
    """Return whether `text` is a number, or was meant as one: it begins with a digit, or a sign and a digit."""
    return bool(_MEANT.match(text))


def plain(value: Decimal) -> str:
    """Write a number with all its digits, without exponent and without trailing zeros."""
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


@lru_cache(10_000)
def _why(text: str) -> Both:
    if re.fullmatch(r"[+-]?(inf(inity)?|nan|∞)", text, re.IGNORECASE):
        return Both("it is infinite or undefined", "是无穷大或未定义的值")
    if set(text) == {"#"}:
        return Both("its column was too narrow to show the number", "列宽不足，只显示井号")
    if re.search(r"\[[^\[\]]+\]", text):
        return Both(
            "the text in brackets is raised, lowered, struck through or in brackets in the file, which no figure is",
            "方括号中的内容为上标、下标、带删除线或加括号的文字，不属于数值",
        )
    if text.startswith("#"):
        return Both("it is the error of a formula", "是公式的错误值")
    if re.fullmatch(r"[+-]?[\d,]+(\.\d+)?", text) and "," in text:
        return Both("the thousands separator is in the wrong place", "千位分隔符位置有误")
    if re.fullmatch(r"[+-]?\d*(\.\d+)?E[+-]?\d+%?", text):
        return Both("a spreadsheet program has shortened it: show all its digits", "被表格软件缩写，请显示全部数字")
    if len(text) > _LONGEST:
        return Both(f"it is longer than {_LONGEST} characters", f"长于{_LONGEST}个字符")
    if re.fullmatch(r"[\d\s,.]+", text):
        if text[0] == "0":
            return Both("it begins with a zero", "以零开头")
        return Both("blanks, points or commas stand between the digits", "数字之间有空格、点或逗号")
    if re.fullmatch(r"[+-]?[\d,]+(\.\d+)?%?\D{1,4}\d?\)?", text):
        return Both("a unit or footnote mark follows the digits", "数字后带有单位或注码")
    return Both("it is text", "是文字")
