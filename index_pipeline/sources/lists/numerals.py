"""Serial numbers as lists write them."""

import re

from index_pipeline.sources.lists.rows import folded

DIGITS = "一二三四五六七八九"


def serial_number(text: str) -> int | None:
    """Read a serial number, such as 12, 3., （4） or 二十一; None if it is none, or two, such as 1 2."""
    if re.search(r"\d\s+\d", text):
        return None
    bare = folded(text)
    found = re.fullmatch(r"\D{0,3}?(\d{1,6})(?:\.0*)?[.、）)]?", bare)
    return int(found[1]) if found else _chinese_number(bare)


def numbered_name(text: str) -> tuple[int | None, str]:
    """Separate the serial number that a name begins with: 1.甲厂, （2）乙厂."""
    found = re.match(r"[(（]?(\d{1,4})(?:[.、．]|[)）][.、．]?)\s*(?=\D)", text)
    return (int(found[1]), text[found.end() :]) if found else (None, text)


def _chinese_number(text: str) -> int | None:
    """Read a number below 1,000 that is written in Chinese, such as 一百二十三."""
    found = re.fullmatch(r"(?:(.)百)?零?(?:(.?)十)?(.?)", text)
    if not text or not found or any(part not in (None, "", *DIGITS) for part in found.groups()):
        return None
    hundreds, tens, ones = (DIGITS.index(part) + 1 if part else 0 for part in found.groups())
    return 100 * hundreds + 10 * (tens or ("十" in text)) + ones
