"""The forms in which names and labels are compared: without marks, blanks and numbering."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from index_pipeline.characters import CHINESE, HAN
from index_pipeline.sources.workbooks.grids import clean

_EACH_REGION = re.compile(r"^(分|各)*(地区|省、?自治区、?直辖市|省份|省区市|省市自治区|省市|省区|省)的?")
_WORD = r"[A-Za-z][a-z]{2,}"
_ENGLISH_FIRST = re.compile(
    rf"^{_WORD}(?=[ ,.&'/()\-][A-Za-z0-9 ,.&'/()\-]*?{_WORD})"
    rf"[A-Za-z0-9 ,.&'/()\-]*?[\s/](?=(?:(?:19|20)\d\d年)?[{HAN}])"
)
PUBLISHED = (
    r"(?:初步(?:核[算实]|统计)?数?|[快年]报数?|最终(?:核实)?数?|正式数|修订数?|调整后"
    r"|preliminary|provisional|final|revised|actual)"
)
"""Which publication of a year figures are of: 初步核算数."""

_PUBLISHED_INSIDE = re.compile(rf"\((?:(?:19|20)\d\d年)?(?:数据)?(?:均?为|系|是)?{PUBLISHED}\)", re.IGNORECASE)
_NOTE_MARK = re.compile(r"[①-⑳⑴-⒇¹²³⁴⁵⁶⁷⁸⁹*＊]+$")


def chinese(text: str) -> str:
    """Return the Chinese of a bilingual text: lines, ends and beginnings that are English alone are dropped.

    A beginning has two English words at least: R&D and Internet are parts of Chinese names.
    """
    lines = [line for line in text.split("\n") if CHINESE.search(line)]
    bare = (re.sub(rf"(?<=[{HAN})%])\s+[A-Za-z][A-Za-z0-9 ,.&'/()\-]*$", "", line) for line in lines)
    return "".join(_ENGLISH_FIRST.sub("", line) for line in bare)


def without_publication(text: str) -> str:
    """Return a label or title without brackets that say which publication its figures are of: (2024年为初步核算数)."""
    return _PUBLISHED_INSIDE.sub("", text)


def english(heading: str) -> str:
    """Return the English beside the last Chinese line of a heading, or below it; blank if none is."""
    lines = heading.split("\n")
    last = max((number for number, line in enumerate(lines) if CHINESE.search(line)), default=len(lines))
    beside = [line.replace(chinese(line), "", 1) for line in lines[last : last + 1]]
    return " ".join([*beside, *lines[last + 1 :]]).strip(" /")


def region_form(text: str) -> str:
    """Return the name of a region without blanks and accents, in small letters."""
    bare = re.sub(r"[\s'’`]+", "", text).lower()
    return (
        bare
        if bare.isascii() or CHINESE.search(bare)
        else "".join(sign for sign in unicodedata.normalize("NFKD", bare) if not unicodedata.combining(sign))
    )


def bare_name(text: str) -> str:
    """Return a name without its marks, and without the number that it has in a list: 1.北京市."""
    text = re.sub(r"^(#|其中:)\s*", "", _NOTE_MARK.sub("", clean(text)))
    return re.sub(rf"^\d\d?\s*[.、)\-]\s*(?=[{HAN}])", "", text)


def region_forms(text: str) -> Iterator[str]:
    """Yield the forms in which the name or code of a region is looked up."""
    text = bare_name(text)
    yield region_form(text)
    if re.fullmatch(r"\d{6}\.0+", text):
        yield text[:6]


def unit_form(text: str) -> str:
    """Return the name of a unit without blanks, commas and brackets around it, in small letters.

    A currency comes last and has one name: RMB 100 million, 100 million CNY and 人民币亿元 are 100millionyuan and 亿元.
    """
    text = re.sub(r"[\s,]+", "", clean(text)).lower()
    text = text[1:-1] if text.startswith("(") and text.endswith(")") and text.count("(") == 1 else text
    text = re.sub(r"^人民币(?=.*元$)", "", re.sub(r"us\$|usdollars?", "usd", text))
    text = re.sub(r"^(rmb|cny|usd)(yuan)?((?:\d|million|billion|trillion|mn|bn).*)", r"\3\1", text)
    text = re.sub(r"(?:rmb)?yuan(?:rmb)?$|(?<=[\dn])(?:rmb|cny)$", "yuan", text)
    return re.sub(r"^1?(million|billion|trillion)", r"\1", re.sub(r"^(\d*)([mb])n(?=yuan|usd)", r"\1\2illion", text))


def series_form(text: str) -> str:
    """Return a label of a series without marks, blanks and punctuation, in small letters."""
    text = _NOTE_MARK.sub("", clean(text))
    text = re.sub(r"^(#|其中:|其中)\s*", "", text)
    text = re.sub(r"[\s、，,;；:()\[\]【】《》“”\"'\-－—–_/.]+", "", text).lower()
    return text.replace("规上工业", "规模以上工业")


def title_forms(title: str) -> Iterator[str]:
    """Yield a title as `series_form` does, whole and without words such as 各地区 before it and 统计表 behind it."""
    bare = re.sub(r"\s+by\s+(region|province)s?\s*$", "", title.strip(), flags=re.IGNORECASE)
    bare = re.sub(
        r"^(中国|我国|全国[及和]?|历年|省级|3[01]个?|[“\"]?十[一二三四五]五[”\"]?(以来|期间|时期)|—|-|:)+", "", bare
    )
    short = _EACH_REGION.sub("", bare)
    for form in (bare, re.sub(r"^分?[各分]", "", bare), short, f"地区{short}"):
        yield series_form(form)
        yield series_form(re.sub(r"(初步核算(数据?|结果)?|(统计)?(情况|数据|表|统计表|一览表|统计))$", "", form))


def candidates(heading: str) -> Iterator[tuple[str, list[str]]]:
    """Yield what a heading of several lines may say, with the lines left out: the fullest first."""
    lines = [line for line in heading.split("\n") if line.strip()]
    spoken = [number for number, line in enumerate(lines) if CHINESE.search(line)]
    forms: Iterable[list[str]] = [lines]
    if spoken:
        forms = [lines[: spoken[-1] + 1], [lines[number] for number in spoken]]
    for form in forms:
        for start in range(len(form)):
            joined = "".join(form[start:]) if spoken else " ".join(form[start:])
            for text in dict.fromkeys((joined, chinese("\n".join(form[start:])) if spoken else joined)):
                yield text, form[:start]
