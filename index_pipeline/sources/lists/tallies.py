"""Tables of a list that count its entries by region, as they are read."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from index_pipeline.sources.labels.folding import folded
from index_pipeline.sources.lists.roles import PLACES, role_of
from index_pipeline.sources.lists.rows import Row
from index_pipeline.sources.lists.sections import IsPlace
from index_pipeline.sources.lists.stated import is_sum

_COUNT = re.compile(
    r"(?:企业|工厂|园区|基地|项目|单位|名单|入选|入围|认定|获批|通过|公布)*(?:数量?|家数|个数|项数)(?:\((?:单位:)?[家个项户处件]\))?"
)
_NUMBER = re.compile(r"(\d{1,6})[家个项户处件]?|[-–—－/无]{0,2}")
"""A number of entries; a blank or a dash is none."""
_ASIDE = re.compile(r"(?:占比|比重|比例|百分比|位次|排名|名次)(?:\(%\))?|占.*(?:比重|比例|%).*")
"""How columns beside the counts are headed that are neither counts nor regions."""

_PART = re.compile(r"\s*(?:[#＃]\s*|其中\s*[:：]?\s*)+")
_JOINED = re.compile(
    r"\s*[(（\[【]?\s*(?P<how>不含|不包括|不包含|除|含|包括|包含|其中|以?及|和|与|、)\s*[:：]?(?P<others>[^()（）\[\]【】]+?)(?:除外)?[)）\]】]?$"
)
_OTHER = re.compile(r"(\D+?)(?:(\d{1,6})[家个项户处件]?)?")
_APART = ("不", "除")


@dataclass(frozen=True)
class RegionCount:
    """How many entries a region, or a sum, is said to have: 广东（含深圳）, 12.

    `name` is the region as it is compared. The entries of the places `including` are counted, those of the places
    `without` are not. The count of a row that `is_part` (其中：深圳市) is within that of another.
    """

    name: str
    number: int
    including: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    is_part: bool = False


@dataclass(frozen=True)
class Tally:
    """A column of counts, where its table begins, and what its heading says that is counted: 绿色工厂, or nothing."""

    stated: tuple[RegionCount, ...]
    place: str
    label: str = ""


def find_tally(rows: Sequence[Row], start: int, is_place: IsPlace) -> tuple[list[Tally], int] | None:
    """Read the table of counts whose headings are `rows[start]`: 序号, 地区, 数量, also several times side by side.

    One column of regions may have several of counts, of which one is of their sum: 地区, 绿色工厂, 绿色园区, 合计.

    Returns:
        The columns of counts and the number of rows; None if the row has no such headings, or no counts below.
    """
    heads = rows[start]
    pairs = _columns(heads)
    if not pairs:
        return None
    below = [*takewhile(bool, (_counts(row, pairs, is_place) for row in rows[start + 1 :]))]
    side_by_side = len({place for place, _ in pairs}) == len(pairs)
    columns = [[column for _, column in pairs]] if side_by_side else [[column] for _, column in pairs]
    every = [
        Tally(
            tuple(count for row in below for column in some for count in row.get(column, ())),
            heads.place,
            "" if side_by_side else _label(heads.cells[some[0]]),
        )
        for some in columns
    ]
    tallies = [tally for tally in every if any(count.number for count in tally.stated)]
    return (tallies, len(below) + 1) if tallies else None


def _label(heading: str) -> str:
    """Return what a heading says that is counted: 绿色工厂 of 绿色工厂数量（家）."""
    bare = re.sub(r"(?:数量?|家数|个数|项数)?(?:\([^()]*\))?$", "", folded(heading))
    return "" if is_sum(bare) else bare


def _columns(heads: Row) -> list[tuple[int, int]]:
    """Return each column of counts after that of its regions; none if another column is neither number nor aside."""
    labels = [folded(text) for text in heads.cells]
    roles = [role_of(text) if text else None for text in labels]
    places = [n for n, role in enumerate(roles) if role in PLACES]
    known = [n for n, text in enumerate(labels) if _COUNT.fullmatch(text)]
    sums = [n for n, text in enumerate(labels) if text and is_sum(text)]
    aside = {n for n, text in enumerate(labels) if roles[n] in (None, "serial", "note") or _ASIDE.fullmatch(text)}
    others = {*range(len(labels))} - {*places, *known, *aside}
    if known and len(places) == len(known) and not others:
        pairs = [*zip(places, known, strict=True)]
        return pairs if all(place < count for place, count in pairs) else []
    counts = sorted({*known, *others, *sums})
    is_table = len(places) == 1 and len(counts) > 1 and sums and counts[0] > places[0]
    return [(places[0], count) for count in counts] if is_table else []


def _counts(row: Row, pairs: Sequence[tuple[int, int]], is_place: IsPlace) -> dict[int, list[RegionCount]]:
    """Return the counts of a row by column; none if a text or number is of something else."""
    found: dict[int, list[RegionCount]] = {}
    if len(row.cells) <= max(count for _, count in pairs):
        return found
    for place, column in pairs:
        name, number = row.cells[place], _NUMBER.fullmatch(row.cells[column])
        if not name and is_sum(row.cells[0]):
            name = row.cells[0]
        if not (name or row.cells[column]):
            continue
        counted = (
            _named(name, int((number and number[1]) or 0), is_place) if number and column not in row.beside else []
        )
        if not counted or not ((number and number[1]) or is_sum(name) or is_place(counted[0].name)):
            return {}
        found[column] = counted
    return found


def _named(text: str, number: int, is_place: IsPlace) -> list[RegionCount]:
    """Read the name of a count, and the counts of parts in its brackets: 广东（其中深圳3家）, 其中：深圳."""
    name = _PART.sub("", text, count=1) if _PART.match(text) else text
    is_part = name != text
    if is_sum(name) or name == "全国":
        return [RegionCount(name, number)]
    joined = _JOINED.search(name)
    if not name or joined is None or not is_place(name[: joined.start()]):
        return [RegionCount(name, number, is_part=is_part)] if name else []
    others = [*_others(joined["others"])]
    names = tuple(other for other, _ in others)
    is_apart = joined["how"].startswith(_APART)
    whole = RegionCount(name[: joined.start()], number, () if is_apart else names, names if is_apart else (), is_part)
    return [whole, *(RegionCount(other, int(own), is_part=True) for other, own in others if own)]


def _others(text: str) -> Iterator[tuple[str, str]]:
    """Give the places that the name of a count joins or has in brackets, each with its own number if it has one."""
    for part in re.split(r"[、,，;；和与及]", text):
        if found := _OTHER.fullmatch(part.strip()):
            yield found[1], found[2] or ""
