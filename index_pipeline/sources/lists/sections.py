"""The texts above entries: headings of a place or a category, titles, and how many entries they state."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from index_pipeline.sources.lists.faults import LONGEST_TITLE
from index_pipeline.sources.lists.numerals import serial_number
from index_pipeline.sources.lists.rows import Row, folded

_UNIT = r"[家个项处户名种件款座](?:企业|项目|单位|园区|基地|工厂|遗产|产品|条目)?"
_COUNT = re.compile(rf"[(（\[]?\s*(?:[共计合总]+\s*[计有]?\s*)?(\d{{1,6}})\s*{_UNIT}\s*[)）\]]?")
_IN_BRACKETS = re.compile(
    rf"[(（\[]\s*(?:[共计合总]+\s*[计有]?\s*)?(?:(\d{{1,6}})|([一二三四五六七八九十百]{{1,5}}))\s*(?:{_UNIT})?\s*[)）\]]$"
)
_TOTAL = re.compile(rf"[共计合总]+\s*[计有]?\s*[:：]?\s*(\d{{1,6}})\s*{_UNIT}")
_LIST_OF = re.compile(rf"(?:名单|名录|目录)[”》]?\s*[(（]\s*[共计]*\s*(\d{{1,6}})\s*{_UNIT}\s*[)）]")
_NUMBERING = re.compile(
    r"^\s*([(（]?[一二三四五六七八九十百]+[)）]?\s*[、.．)）]|[(（]?\d+[)）]?\s*[、.．)）](?!\d))\s*"
)

_CHAPTER = re.compile(r"[(（]?[一二三四五六七八九十百]+[)）]?\s*[、.．)）]")
_LIST_TITLE = re.compile(r"(?:名单|名录|目录|清单|汇总表|一览表)[”》]?\s*(?:[(（\[【].*)?$")
_ASIDE = re.compile(
    r"(?:(?<=[(（\[])|[，,；;、])\s*(?:(?:不?含|包括|包含|其中|除)[^，,；;)）\]]*|(?:19|20)\d\d\s*年度?|第?[一二三四五六七八九十首\d]+批次?)(?=[，,；;、)）\]])"
)
"""What brackets of a heading say besides a number of entries: 含青岛市, 2022年, 第三批."""

_SUM = re.compile(
    rf"(?!\d+[小合总共累]计)[^(（]{{0,12}}?(合计|总计|共计|小计|累计|总数|total)[:：]?[(（]?"
    rf"((\d+|[一二三四五六七八九十百]+)({_UNIT})?)?[)）]?"
)

TITLE, SUM, PLACE = "title", "sum", "place"
"""The levels of titles, which end all headings above them, of rows of sums and numbers without title, and of places."""

IsPlace = Callable[[str], bool]
"""Whether a text names one place."""


@dataclass(frozen=True)
class ListSection:
    """Text above entries: the place or title it gives, and how many entries it states."""

    text: str = ""
    stated: int | None = None
    place: str = ""

    @property
    def level(self) -> str:
        """What it has in common with the headings that end it: it is of a place, or its way of numbering."""
        numbering = _NUMBERING.match(self.text)
        return PLACE if self.place else re.sub(r"[^\W\s]+", "1", numbering[1]) if numbering else ""


@dataclass(frozen=True)
class ListHeading:
    """A heading or title: how many entries it states, its place in the document, and the entries read before it."""

    text: str
    level: str
    stated: int | None
    place: str
    before: int


@dataclass
class ListTexts:
    """The titles, headings, sums and footers of a list, collected while it is read."""

    titles: list[str] = field(default_factory=list)
    headings: list[ListHeading] = field(default_factory=list)
    totals: list[ListHeading] = field(default_factory=list)
    footers: list[tuple[int, int, int | None]] = field(default_factory=list)

    def add_title(self, text: str, level: str, total: int | None, row: Row, before: int) -> None:
        """Add a title or sum that may state the number of entries of the list."""
        self.titles.append(text)
        self.totals += [] if total is None else [ListHeading(text, level, total, row.place, before)]

    def add_heading(self, text: str, level: str, stated: int | None, row: Row, before: int) -> None:
        """Add a heading of entries; one that is repeated, as on another page, is the same."""
        if not self.headings or self.headings[-1].text != text:
            self.headings.append(ListHeading(text, level, stated, row.place, before))


def section_of(text: str, is_place: IsPlace) -> ListSection | None:
    """Read a heading of entries: 一、北京市（12家), 二、工厂; None if it has neither a place nor a number."""
    is_chapter = _CHAPTER.match(text) is not None and "。" not in text
    bare = _ASIDE.sub("", _NUMBERING.sub("", text)).strip()
    count = _COUNT.search(bare)
    stated, start, end = (int(count[1]), count.start(), count.end()) if count else (None, len(bare), len(bare))
    inside = _IN_BRACKETS.search(bare)
    if inside and not count:
        stated, start = stated_in_brackets(bare), inside.start()
    name = (bare[:start] + bare[end:]).strip(" :：()（）[]【】,，；;。.、")
    if len(name) <= LONGEST_TITLE and name and is_place(name):
        return ListSection(text, stated, name)
    if len(bare) <= LONGEST_TITLE and (is_chapter or (count and not _TOTAL.search(bare))):
        return ListSection(text, stated)
    return None


def stated_in_brackets(text: str) -> int | None:
    """Return the number of entries that a text ends with in brackets: 江苏省（12项）; a year is none."""
    found = _IN_BRACKETS.search(text)
    if found is None or re.fullmatch(r"(19|20)\d\d", found[1] or ""):
        return None
    return int(found[1]) if found[1] else serial_number(found[2])


def is_list_title(text: str) -> bool:
    """Return whether a text is the title of a list: 绿色工厂名单, 国家工业遗产名单（12项）."""
    return len(text) <= LONGEST_TITLE and _LIST_TITLE.search(text) is not None


def is_remark(text: str) -> bool:
    """Return whether a text is in brackets as a whole: （排名不分先后）, （2021年）."""
    return re.fullmatch(r"[(（][^()（）]*[)）]", text) is not None


def main_title(titles: Sequence[str]) -> str:
    """Return the title of the list below titles: the last one of a list, otherwise the last."""
    return next(filter(is_list_title, reversed(titles)), titles[-1] if titles else "")


def is_sum(text: str) -> bool:
    """Return whether a row that begins with this text is one of a sum: 合计, 江苏省小计, 合计：12项, 合计（12项）."""
    return _SUM.fullmatch(folded(text)) is not None


def is_heading_or_end(text: str) -> bool:
    """Return whether a text is numbered as a heading, or says that a list ends or continues: 以下空白."""
    return _CHAPTER.match(text) is not None or re.search(r"^以下空白|^此页无正文|续.?$", text) is not None


def level_of_total(text: str) -> str:
    """Return whether a text that states a number of entries is a title, or says no more than the number: 共12项."""
    return TITLE if re.search(r"[^\W\d_]{2}", _TOTAL.sub("", text)) else SUM


def total_of(text: str) -> int | None:
    """Return the number of entries that a title states for its list: 共12项, 国家工业遗产名单（12项）."""
    found = (_TOTAL.search(text) if len(text) <= LONGEST_TITLE else None) or _LIST_OF.search(text)
    return int(found[1]) if found else None


def total_of_row(texts: Sequence[str]) -> int | None:
    """Return the number of entries that a row of a sum states, if it has but one number: 合计, 12."""
    if total := total_of("".join(texts)):
        return total
    numbers = re.findall(r"\d+", " ".join(texts))
    return int(numbers[0]) if len(numbers) == 1 and len(numbers[0]) <= 6 else None


def extents(headings: Sequence[ListHeading], size: int) -> Iterator[tuple[ListHeading, int]]:
    """Give each heading with the number of entries before its end, of `size` entries.

    The next heading of its level ends it, or one that it is within; a title ends all. A heading without entries of its
    own that others follow may be above these (江苏省（12项）, 南京市（5项）, 苏州市（7项）): it ends where two or more
    of them have as many entries as it states, if they do.
    """
    ends = [size] * len(headings)
    within: list[int] = []
    for number, heading in enumerate(headings):
        is_next = bool(within) and headings[within[-1]].before == heading.before
        keep = outer_levels([headings[outer].level for outer in within], heading.level, heading.stated, is_next)
        for ended in within[keep:]:
            ends[ended] = heading.before
        within = [*within[:keep], number]
    for number, heading in enumerate(headings):
        if ends[number] == heading.before and heading.stated:
            later = [h.before for h in headings[number + 3 :]] + [size] * (number + 2 < len(headings))
            ends[number] = heading.before + heading.stated if heading.before + heading.stated in later else ends[number]
        yield heading, ends[number]


def outer_levels(levels: Sequence[str], level: str, stated: int | None, is_next: bool) -> int:
    """Return how many of the headings in force a heading is within: those before the first one of its level.

    One of a level of its own is within all of them if it follows at once; below entries, it is beside the innermost
    (中央企业 after 北京市), and no place holds any more.

    Args:
        levels: The levels of the headings in force, the outermost first.
        level: That of the heading.
        stated: The number that it states: without one and without a numbering, it is a remark on the heading before.
        is_next: Whether it follows the last of the headings in force directly, without an entry between them.
    """
    if level == TITLE:
        return 0
    if level in levels and (level or stated is not None or not is_next):
        return levels.index(level)
    places = [levels.index(PLACE)] if PLACE in levels else []
    return len(levels) if is_next else min([max(len(levels) - 1, 0), *places])
