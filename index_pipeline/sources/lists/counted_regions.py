"""Where a table that counts the entries of a list by region differs from the entries that are read."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from index_pipeline.framework.codes import Region
from index_pipeline.language import Bilingual
from index_pipeline.sources.lists.faults import ListFault
from index_pipeline.sources.lists.stated import is_sum
from index_pipeline.sources.lists.tallies import RegionCount, Tally

AreaOf = Callable[[str], str | None]
"""Returns the code of the region that a text names, if it names one."""


def tally_faults(
    tallies: Sequence[Tally], parts: Mapping[str, Counter[str]], area_of: AreaOf, regions: dict[str, Region]
) -> Iterator[ListFault]:
    """Say where a table of counts differs from the entries: those of all lists of the document, or of one.

    A column whose heading names a list, part or category is of that one. A city of its own (深圳) may be counted with
    its province or apart.

    Args:
        tallies: The columns of counts.
        parts: The number of entries of each region, in all under "", and in each list, part and category by its name.
        area_of: Gives the region that a text names.
        regions: The regions by code.
    """
    for tally in tallies:
        named = [part for name, part in parts.items() if tally.label and tally.label in name]
        different = min((_different(tally, part, area_of, regions) for part in named or parts.values()), key=len)
        if different:
            en = ", ".join(f"{name}: {stated} stated, {read} read" for name, stated, read in different[:5])
            zh = "；".join(f"{name}应有{stated}项，读到{read}项" for name, stated, read in different[:5])
            said = Bilingual(f"the table of counts differs from the list: {en}", f"数量统计表与名单不符：{zh}")
            yield ListFault("total", different[0][0], tally.place, said)


def _different(
    tally: Tally, part: Counter[str], area_of: AreaOf, regions: dict[str, Region]
) -> list[tuple[str, int, int]]:
    """Return the regions and sums of a column of counts, with their number there and that of the entries."""
    apart = {area_of(count.name) for count in tally.stated if not count.is_part}
    found: list[tuple[str, int, int]] = []
    seen: set[str] = set()
    for count in tally.stated:
        if is_sum(count.name) or count.name == "全国":
            found.append((count.name, count.number, part.total()))
            continue
        areas = _areas(count, apart, area_of, regions)
        seen |= areas
        found.append((count.name, count.number, sum(part[area] for area in areas)))
    others: Counter[str] = Counter()
    for code in part.keys() - seen:
        region = regions[code]
        others[region.parent if region.role == "merged" and region.parent not in seen else code] += part[code]
    missing = [(regions[code].title_zh or code, 0, read) for code, read in sorted(others.items())]
    return [row for row in (*found, *missing) if row[1] != row[2]]


def _areas(count: RegionCount, apart: set[str | None], area_of: AreaOf, regions: dict[str, Region]) -> set[str]:
    """Return the regions that a count is of: with a province go its cities that the table does not count apart."""
    named = {area for name in (count.name, *count.including) if (area := area_of(name))}
    without = {area_of(name) for name in count.without}
    merged = {code for code, region in regions.items() if region.role == "merged" and region.parent in named}
    return named | (merged - without - apart)
