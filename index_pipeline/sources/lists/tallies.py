"""Tables of a list that count its entries by region, and where they differ from the entries that are read."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from index_pipeline.framework.codes import Region
from index_pipeline.language import Bilingual
from index_pipeline.sources.labels.folding import folded
from index_pipeline.sources.lists.faults import ListFault
from index_pipeline.sources.lists.roles import PLACES, role_of
from index_pipeline.sources.lists.rows import Row
from index_pipeline.sources.lists.sections import IsPlace
from index_pipeline.sources.lists.stated import is_sum

_COUNT = re.compile(
    r"(?:企业|工厂|园区|基地|项目|单位|名单|入选|认定|获批)*(?:数量?|家数|个数|项数)(?:\([家个项户]\))?"
)
_NUMBER = re.compile(r"(\d{1,6})[家个项户]?")

_WITH = re.compile(r"[(（]不?含[^()（）]*[)）]$")
"""What a name says of cities that are counted with their province, or apart: 广东（含深圳）."""

AreaOf = Callable[[str], str | None]
"""Returns the code of the region that a text names, if it names one."""


@dataclass(frozen=True)
class Tally:
    """A table of counts: how many entries each of its regions, or a sum, is said to have, and where it begins."""

    stated: tuple[tuple[str, int], ...]
    place: str


def find_tally(rows: Sequence[Row], start: int, is_place: IsPlace) -> tuple[Tally, int] | None:
    """Read the table of counts whose headings are `rows[start]`: 序号, 地区, 数量, also several times side by side.

    Returns:
        The table and its number of rows; None if the row has no such headings, or no counts below.
    """
    heads = rows[start]
    roles = [role_of(text) if text else None for text in heads.cells]
    places = [n for n, role in enumerate(roles) if role in PLACES]
    counts = [n for n, text in enumerate(heads.cells) if _COUNT.fullmatch(folded(text))]
    others = {*range(len(roles))} - {*places, *counts}
    if not counts or len(places) != len(counts) or any(roles[n] not in (None, "serial") for n in others):
        return None
    pairs = [*zip(places, counts, strict=True)]
    if any(place > count for place, count in pairs):
        return None
    below = [*takewhile(bool, (_counts(row, pairs, is_place) for row in rows[start + 1 :]))]
    stated = tuple(pair for found in below for pair in found)
    return (Tally(stated, heads.place), len(below) + 1) if stated else None


def _counts(row: Row, pairs: Sequence[tuple[int, int]], is_place: IsPlace) -> list[tuple[str, int]]:
    """Return the regions or sums of a row with their numbers; none if a text or number is of something else."""
    if len(row.cells) <= max(count for _, count in pairs):
        return []
    found = []
    for place, count in pairs:
        name, number = _WITH.sub("", row.cells[place]), _NUMBER.fullmatch(row.cells[count])
        if not name and is_sum(row.cells[0]):
            name = row.cells[0]
        if not (name or row.cells[count]):
            continue
        if number is None or not (is_sum(name) or is_place(name)):
            return []
        found.append((name, int(number[1])))
    return found


def tally_faults(
    tallies: Sequence[Tally], parts: Sequence[Counter[str]], area_of: AreaOf, regions: dict[str, Region]
) -> Iterator[ListFault]:
    """Say where a table of counts differs from the entries: those of all lists of the document, or of one.

    A city of its own (深圳) may be counted with its province or apart.

    Args:
        tallies: The tables.
        parts: The number of entries of each region, in all and in each list.
        area_of: Gives the region that a text names.
        regions: The regions by code.
    """
    for tally in tallies:
        different = min((_different(tally, part, area_of, regions) for part in parts), key=len)
        if different:
            en = ", ".join(f"{name}: {stated} stated, {read} read" for name, stated, read in different[:5])
            zh = "；".join(f"{name}应有{stated}项，读到{read}项" for name, stated, read in different[:5])
            said = Bilingual(f"the table of counts differs from the list: {en}", f"数量统计表与名单不符：{zh}")
            yield ListFault("total", different[0][0], tally.place, said)


def _different(
    tally: Tally, part: Counter[str], area_of: AreaOf, regions: dict[str, Region]
) -> list[tuple[str, int, int]]:
    """Return the regions and sums of a table of counts, with their number there and that of the entries."""
    named = {area_of(name) or "" for name, _ in tally.stated}
    held: dict[str, int] = Counter()
    for code, read in part.items():
        region = regions[code]
        held[region.parent if region.role == "merged" and code not in named else code] += read
    rows = [
        (name, stated, part.total() if is_sum(name) else held[area_of(name) or ""]) for name, stated in tally.stated
    ]
    missing = [(regions[code].title_zh or code, 0, read) for code, read in held.items() if code not in named]
    return [row for row in (*rows, *missing) if row[1] != row[2]]
