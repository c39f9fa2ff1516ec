"""How many entries a text says that there are: 12家, （十二项）, 共计一百零五个, 甲厂等3家, 合计."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from index_pipeline.sources.labels.folding import folded
from index_pipeline.sources.lists.faults import LONGEST_TITLE
from index_pipeline.sources.lists.numerals import CHINESE, DIGITS, chinese_number
from index_pipeline.sources.lists.outcomes import is_withheld

_OTHERS = r"省|市|县|区|州|盟|国|批|类|门类|大类|行业|领域|部分|方面|环节|月|年|阶段|工作日|等级|乡|镇|街|村|部门|单项"
"""What is counted in lists besides entries: 共12个省, 三个批次."""

_THING = r"(?:企业|项目|单位|园区|基地|工厂|遗产|产品|条目)"
_UNIT = rf"[家个项处户名种件款座]{_THING}?(?!{_OTHERS})"
_LEAD = r"(?:[合总]\s*计|共\s*[计有]?|(?<!\w)计)\s*[计有]?"
_NUMBER = rf"(\d{{1,6}}|(?<!第){CHINESE})"
_NUMERAL = rf"[第{DIGITS}两十百千〇零]"
_END = r"(?=\s*(?:$|[^\w\s]|名单|名录|目录))"
"""What follows a number in Chinese that has no word before it: 三家村 is a name."""

_COUNT = re.compile(
    rf"[(（\[]?\s*(?:{_LEAD}\s*{_NUMBER}\s*{_UNIT}|(\d{{1,6}})\s*{_UNIT}|(?<!{_NUMERAL})({CHINESE})\s*{_UNIT}{_END})\s*[)）\]]?"
)
_IN_BRACKETS = re.compile(rf"[(（\[]\s*(?:{_LEAD})?\s*{_NUMBER}\s*(?:{_UNIT})?\s*[)）\]]$")
_AT_END = re.compile(rf"{_LEAD}\s*{_NUMBER}\s*{_UNIT}$")
_TOTAL = re.compile(rf"{_LEAD}\s*[:：]?\s*{_NUMBER}\s*{_UNIT}")
_OF_FIRST = re.compile(rf"\w{{2}}等\s*{_NUMBER}\s*{_UNIT}")
_LIST_OF = re.compile(rf"(?:名单|名录|目录)[”》]?\s*[(（]\s*(?:{_LEAD})?\s*{_NUMBER}\s*{_UNIT}\s*[)）]")
_OF_NOTE = re.compile(
    rf"\s*\w{{1,2}}注?\s*[:：]\s*(?:\d[.、])?(?:以上|上述|本[次批表]|本?名单)?(?:企业|单位)?\s*{_LEAD}\s*{_NUMBER}\s*{_UNIT}"
)
_SUM_WORD = r"(?:合计|总计|共计|小计|累计|总数|total)"
_SUM = re.compile(
    rf"(?!(?:\d+|{CHINESE})[小合总共累]计)[^(（]{{0,12}}?{_SUM_WORD}[:：]?[(（]?((\d+|{CHINESE})({_UNIT})?)?[)）]?"
)

_CLAUSE = re.compile(r"[，,。；;]")
_TAKES = re.compile(r"公布|发布|认定|确定|命名|授予|入选|列入|评为|评定|批准|名单|名录")
_SELECTS = re.compile(r"认定|确定|命名|授予|评为|评定")
"""Words of a clause that takes entries, and does not publish something else beside: 公布3项标准，认定2家企业."""

_IN_CLAUSE = re.compile(
    rf"(?:(\d{{1,6}})|(?<!{_NUMERAL})({CHINESE})(?=.{_THING}))\s*(?=(?P<unit>[家个项处户种件款座])){_UNIT}"
)
_OTHER_NUMBER = re.compile(
    r"申报|推荐|参评|前[一二三四五六七八九十两\d]+批|此前|截至|目前|累计|已有|其中|撤销|取消|移出|复核|退出|不[再予]|含"
)
"""How a clause of an announcement says how many entries there are; and that its number is of others."""

TITLE, SUM, LETTER = "title", "sum", "letter"
"""The levels of titles, which end all headings above them, of rows of sums and numbers without title, and of
sentences of an announcement."""


class StatedNumber(NamedTuple):
    """A number of entries, and where in its text it begins and ends; a year in brackets is not counted."""

    number: int | None
    start: int
    end: int


def count_in(text: str) -> StatedNumber | None:
    """Return the number of entries in a heading: 北京市（12家）, 北京市（12）, 江苏省共计三家."""
    for pattern in (_COUNT, _IN_BRACKETS):
        found = pattern.search(text)
        if found and not re.match(r"其中|以上|上述", text):
            return StatedNumber(_read(found), found.start(), found.end())
    return None


def stated_in_cell(text: str) -> int | None:
    """Return the number of entries that a cell ends with: 江苏省（12项）, 江苏省共十二家; a year is none."""
    return _read(_IN_BRACKETS.search(text) or _AT_END.search(text))


def says_total(text: str) -> bool:
    """Return whether a text says how many entries there are in all: 共12项."""
    return _TOTAL.search(text) is not None


def total_of(text: str) -> int | None:
    """Return the number of entries that a title states for its list: 共12项, 国家工业遗产名单（12项）, 甲厂等3家."""
    short = (_TOTAL.search(text) or _OF_FIRST.search(text)) if len(text) <= LONGEST_TITLE else None
    return _read(short or _LIST_OF.search(text))


def total_of_letter(text: str) -> int | None:
    """Return the number of entries that an announcement says it takes: 决定认定甲厂等128家企业为….

    Of several numbers, 绿色工厂12家、绿色园区3家, the largest one with the unit of the first.
    """
    taking = [clause for clause in clauses_in(text) if _TAKES.search(clause) and not _OTHER_NUMBER.search(clause)]
    numbers = [(clause, found) for clause in taking for found in _IN_CLAUSE.finditer(clause)]
    selected = [(clause, found) for clause, found in numbers if _SELECTS.search(clause)]
    every = [(_read(found), found["unit"]) for _, found in selected or numbers]
    return max((number for number, unit in every if number is not None and unit == every[0][1]), default=None)


def selects(clause: str) -> bool:
    """Return whether a clause of an announcement says how many entries it designates: 决定认定甲厂等3家企业为…."""
    return _SELECTS.search(clause) is not None and not is_withheld(clause) and total_of_letter(clause) is not None


def clauses_in(text: str) -> list[str]:
    """Return the clauses of a text, divided at commas, semicolons and full stops."""
    return _CLAUSE.split(text)


def total_of_note(text: str) -> int | None:
    """Return the number of entries that a note begins with: 注：共计三家, 说明：本名单共12项; not 其中央企共3家."""
    return _read(_OF_NOTE.match(text))


def total_of_row(texts: Sequence[str]) -> int | None:
    """Return the number of entries that a row of a sum states, if it has but one number: 合计, 12; 小计, 三家."""
    if total := total_of("".join(texts)):
        return total
    *_, after = re.split(_SUM_WORD, folded(" ".join(texts)))
    numbers = re.findall(r"\d+", " ".join(texts)) or re.findall(CHINESE, after)
    return _number(numbers[0]) if len(numbers) == 1 and len(numbers[0]) <= 6 else None


def is_sum(text: str) -> bool:
    """Return whether a row that begins with this text is one of a sum: 合计, 江苏省小计, 合计：12项, 合计（十二项）."""
    return _SUM.fullmatch(folded(text)) is not None


def sum_of(text: str) -> tuple[str, int]:
    """Return what the text of a sum names before its word, and the word's rank: 江苏省小计 is below 合计, and 总计."""
    found = re.search(_SUM_WORD, folded(text))
    rank = 2 if found is None else {"小计": 0, "合计": 1}.get(found[0], 2)
    return (folded(text)[: found.start()] if found else ""), rank


def level_of_total(text: str) -> str:
    """Return whether a text that states a number of entries is a title, or of a sum: 共12项, 以上共12项."""
    is_sum_only = re.match(r"以上|上述", text) or not re.search(r"[^\W\d_]{2}", _TOTAL.sub("", text))
    return SUM if is_sum_only else TITLE


def _read(found: re.Match[str] | None) -> int | None:
    """Return the number of a match; a year without a unit is none."""
    text = next(filter(None, found.groups()), "") if found else ""
    is_year = found and re.fullmatch(r"[(（\[]\s*(?:19|20)\d\d\s*[)）\]]", found[0])
    return None if is_year else _number(text)


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() else chinese_number(text)
