"""The texts above entries: headings of a place or a category, titles, and how many entries they state."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from index_pipeline.sources.lists.batches import is_batch_alone
from index_pipeline.sources.lists.faults import LONGEST_TITLE
from index_pipeline.sources.lists.stated import TITLE, count_in, says_total

_NUMBERING = re.compile(
    r"^\s*([(（]?[一二三四五六七八九十百]+[)）]?\s*[、.．)）]|[(（]?\d+[)）]?\s*[、.．)）](?!\d))\s*"
)

_CHAPTER = re.compile(r"[(（]?[一二三四五六七八九十百]+[)）]?\s*[、.．)）]")
_LIST_TITLE = re.compile(r"(?:名单|名录|目录|清单|汇总表|一览表)[”》]?\s*(?:[(（\[【].*)?$")
_OF_KIND = re.compile(r"(?:(?<!企)业|领域|(?:中央|地方|国有|民营|外资|[省市部]属)(?:企业|单位))$")
_ASIDE = re.compile(
    r"(?<=[(（\[])[^(（)）]{2,40}?等(?=[\d一二三四五六七八九十百]+[家个项处])"
    r"|(?:(?<=[(（\[])|[，,；;、])\s*(?:(?:不?含|包括|包含|其中|除)[^，,；;)）\]]*|(?:19|20)\d\d\s*年度?|第?[一二三四五六七八九十首\d]+批次?)(?=[，,；;、)）\]])"
)
"""What brackets of a heading say besides a number of entries: 含青岛市, 2022年, 第三批."""

PLACE, BATCH_LEVEL = "place", "batch"
"""How the levels of headings of places begin, and the level of those of batches."""

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
        """What it has in common with the headings that end it: it is of a place or batch, and its way of numbering."""
        if is_batch_alone(self.text):
            return BATCH_LEVEL
        numbering = _NUMBERING.match(self.text)
        return PLACE * bool(self.place) + (re.sub(r"[^\W\s]+", "1", numbering[1]) if numbering else "")


@dataclass(frozen=True)
class ListHeading:
    """A heading or title: how many entries it states, its place in the document, and the entries read before it."""

    text: str
    level: str
    stated: int | None
    place: str
    before: int


def section_of(text: str, is_place: IsPlace) -> ListSection | None:
    """Read a heading of entries: 一、北京市（12家), 二、工厂; None if it has neither a place nor a number."""
    is_chapter = _CHAPTER.match(text) is not None
    bare = _ASIDE.sub("", _NUMBERING.sub("", text)).strip()
    count = count_in(bare)
    stated, start, end = count or (None, len(bare), len(bare))
    name = (bare[:start].removesuffix("等") + bare[end:]).strip(" :：()（）[]【】,，；;。.、")
    if len(name) <= LONGEST_TITLE and name and is_place(name):
        return ListSection(text, stated, name)
    if (
        len(bare) <= LONGEST_TITLE
        and "。" not in bare
        and (is_chapter or is_batch_alone(bare) or (stated is not None and not says_total(bare)))
    ):
        return ListSection(text, stated)
    return None


def is_list_title(text: str) -> bool:
    """Return whether a text is the title of a list: 绿色工厂名单, 国家工业遗产名单（12项）."""
    return len(text) <= LONGEST_TITLE and _LIST_TITLE.search(text) is not None


def is_of_kind(heading: str) -> bool:
    """Return whether a heading divides a list by industry or owner: 机械行业（6家）, 中央企业."""
    return _OF_KIND.search(re.sub(r"[(（\[][^()（）]*[)）\]]\s*$", "", heading)) is not None


def is_remark(text: str) -> bool:
    """Return whether a text is in brackets as a whole: （排名不分先后）, （2021年）."""
    return re.fullmatch(r"[(（][^()（）]*[)）]", text) is not None


def main_title(titles: Sequence[str], before: str = "") -> str:
    """Return the title of the list below titles: the last one of a list, otherwise the last.

    Titles of kinds alone (`is_of_kind`) divide the list whose title is `before`, if there is one.
    """
    last = titles[-1] if titles else ""
    others = [title for title in titles if not is_of_kind(title)]
    return next(filter(is_list_title, reversed(others)), others[-1] if others else before or last)


def is_heading_or_end(text: str) -> bool:
    """Return whether a text is numbered as a heading, or says that a list ends or continues: 以下空白."""
    return _CHAPTER.match(text) is not None or re.search(r"^以下空白|^此页无正文|续.?$", text) is not None


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


def outer_places(sections: Sequence[ListSection], place: str, is_place: IsPlace) -> int:
    """Return how many of the headings in force the heading of a place is within: up to the last one that it lies in.

    南京市 is within 江苏省, whatever their numbering, as both together name one place; 杭州市 is not.
    """
    names = [section.place for section in sections]
    return next((n for n in range(len(names), 0, -1) if place and names[n - 1] and is_place(names[n - 1] + place)), 0)


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
    places = [n for n, held in enumerate(levels) if held.startswith(PLACE)][:1]
    return len(levels) if is_next else min([max(len(levels) - 1, 0), *places])
