"""Times as publishers write them: whole years, and parts of a year, for which figures are refused."""

import re

_YEAR = r"((?:19|20)\d\d)"
_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\\.?"

_TWELVE = r"0?1\s*月?\s*[-—–~至到]\s*12\s*"

_WHOLE = [
    rf"{_YEAR}(?:\.0+)?",
    rf"{_YEAR}\s*年\s*(?:度|末|底)?",
    rf"{_YEAR}年12月(?:末|底|累计[数值]?)",
    rf"{_YEAR}\s*年?\s*{_TWELVE}月份?(?:累计[数值]?)?",
    rf"{_YEAR}[-/.年](?:0?1[-/.月]0?1|12[-/.月]31)日?(?: 00:00:00)?",
    rf"{_YEAR}[-/](?:12|12[-/]0?1)(?: 00:00:00)?",
    rf"{_YEAR}M12",
    rf"(?:31[-/. ]?)?(?:12|Dec(?:ember)?\.?)[-/., ](?:31[-/, ] ?)?{_YEAR}",
    rf"年末{_YEAR}",
]
"""A year, its twelve months, or its last day or month, in place of it in tables with a date on each line."""

_NAMED_MONTH = "(?:十[一二]?|[一二三四五六七八九])"
_MONTHS = (
    rf"(?<!\d)(?!{_TWELVE}月)1?\d\s*月?\s*[-—–~至到]\s*1?\d\s*月"
    rf"|(?<![〇一二三四五六七八九十])(?!一月?[-—–~至到]十二月){_NAMED_MONTH}月?[-—–~至到]{_NAMED_MONTH}月"
)
"""Some months of a year: 1-9月, 1月至11月, 7-12月, 一至九月; not 1-12月."""

_PARTS = [
    "季度|[一二三四]季(?!节)|季报|quarter",
    r"(?<![\dA-Z])[QH][1-4](?![\dA-Z])|(?<=\d)[QH][1-4](?!\d)|(?<!\d)[1-4]Q(?=\d|\b)",
    "[上下]半年|半年度|half[- ]year",
    "月度|月报|monthly",
    _MONTHS,
    rf"(?:19|20)\d\d\s*年\s*(?!12月(?:末|底|31日|累计)|1月1日|{_TWELVE}月)"
    r"\d{1,2}\s*月(?!\s*\d|\s*(?:发布|公布|更新|印发|出版))",
    r"(?<!\d)(?:19|20)\d\d(?:[-/.](?!12)(?:0[1-9]|1[01]|[1-9])|M(?!12)\d\d?)(?:[-/.]\d\d?)?(?!\d)",
    r"^(?:19|20)\d\d(?:0[1-9]|1[0-2])$",
    rf"(?<![A-Z])(?!Jan[a-z]*\.?[-— ]+Dec){_MONTH}[-— ]+{_MONTH}",
    rf"(?<![A-Z])(?!Dec){_MONTH}[-/, ]+(?:19|20)\d\d",
    r"(?<![\d/])(?!12)(?:0?[1-9]|1[01])/(?:19|20)\d\d",
]
"""A quarter, a half, a month or some of them; not 12月末, and not the month of a publication."""

_SPOKEN_PARTS = (
    rf"{_MONTHS}|前[一二三1-3]个?季度?|[上下]半年|半年度|(?<![-—–~至到])[一二三四1-4]季度"
    rf"|(?<![A-Z])(?!Jan[a-z]*\.?\s*(?:[-—–]|to)\s*Dec){_MONTH}\s*(?:[-—–]|to)\s*{_MONTH}|half[- ]year"
)
"""A part of a year in a note; a date, as of a publication, is none, nor is a survey of every month or quarter."""

_WHOLE_YEAR = re.compile("|".join(_WHOLE), re.IGNORECASE)
_PART_OF_YEAR = re.compile("|".join(_PARTS), re.IGNORECASE)
_TWELVE_MONTHS = re.compile(rf"^\(?{_TWELVE}月份?(?:累计[数值]?)?\)?(?=\(|$)", re.MULTILINE)
_DECEMBER = re.compile(rf"(?<!\d){_YEAR}年12月(?!\s*\d)")
_SPOKEN_PART = re.compile(_SPOKEN_PARTS, re.IGNORECASE)


def parse_year(text: str) -> int | None:
    """Read a year: 2023, 2023年, 2023 年度, 2023年末, 2023.0, 2023年1-12月; its last day or month: 2023-12-31, 2023-12.

    None for anything else, also for another month or a quarter.
    """
    found = _WHOLE_YEAR.fullmatch(text)
    return int(next(year for year in found.groups() if year)) if found else None


def without_twelve_months(text: str) -> str:
    """Return a heading without words by which it is of all months of a year that is stated elsewhere: 1-12月累计."""
    return _TWELVE_MONTHS.sub("", text)


def december(text: str) -> int | None:
    """Return the year of which a text names the December; None if it names none."""
    found = _DECEMBER.search(text)
    return int(found[1]) if found else None


def is_part_of_year(text: str) -> bool:
    """Return whether `text` is about a part of a year: 2023年第三季度, 2023-09, 1-9月, 2023Q3, Jan-Sep."""
    return parse_year(text) is None and _PART_OF_YEAR.search(text) is not None


def says_part_of_year(note: str) -> bool:
    """Return whether a note speaks of a part of a year: 1-9月累计, 上半年; not of a date, or of 1-12月."""
    return _SPOKEN_PART.search(note) is not None
