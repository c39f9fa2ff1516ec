"""Numbers as lists write them: serial numbers, and numbers of entries in digits or in Chinese."""

import re

from index_pipeline.sources.labels.folding import folded

DIGITS = "一二三四五六七八九"
CHINESE = rf"[{DIGITS}两十][{DIGITS}两十百千〇零]{{0,8}}"
"""Pattern of a number below 10,000 that is written in Chinese."""


def serial_number(text: str) -> int | None:
    """Read a serial number, such as 12, 3., （4） or 二十一; None if it is none, or two, such as 1 2."""
    if re.search(r"\d\s+\d", text):
        return None
    bare = folded(text)
    found = re.fullmatch(r"\D{0,3}?(\d{1,6})(?:\.0*)?[.、）)]?", bare)
    return int(found[1]) if found else chinese_number(bare)


def is_code(text: str) -> bool:
    """Return whether a text is the code of an entry, which need not follow another: 2021001, GY-0012, Ⅶ-123."""
    bare = folded(text)
    return re.fullmatch(r"\d{7,}|(?:[a-z]{1,8}|[a-z]*(?:19|20)\d\d)[-—–_/]?[a-z\d/_-]*\d{2,}", bare) is not None


def numbered_name(text: str) -> tuple[int | None, str]:
    """Separate the serial number that a name begins with: 1.甲厂, （2）乙厂."""
    found = re.match(r"[(（]?(\d{1,4})(?:[.、．]|[)）][.、．]?)\s*(?=\D)", text)
    return (int(found[1]), text[found.end() :]) if found else (None, text)


def chinese_number(text: str) -> int | None:
    """Read a number below 10,000 that is written in Chinese, such as 一百二十三 or 一千零五; None if it is none."""
    bare = text.replace("两", "二").replace("〇", "零")
    found = re.fullmatch(r"(?:(.)千)?零?(?:(.)百)?零?(?:(.?)十)?(.?)", bare)
    if not text or not found or any(part not in (None, "", *DIGITS) for part in found.groups()):
        return None
    thousands, hundreds, tens, ones = (DIGITS.index(part) + 1 if part else 0 for part in found.groups())
    return 1000 * thousands + 100 * hundreds + 10 * (tens or ("十" in bare)) + ones
