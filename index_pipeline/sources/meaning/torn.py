"""Tables that are cut off: how the end of a complete table differs from the end of a truncated one."""

from collections.abc import Iterator, Sequence

from index_pipeline.language import Both, english_first
from index_pipeline.sources.labels.vocabulary import Vocabulary
from index_pipeline.sources.problems import Problem
from index_pipeline.sources.readers import Reading, ReadTable

NEARLY_ALL = 2 / 3
"""Share of the regions from which a table that lacks some is meant to have all."""


def incomplete(table: ReadTable, words: Vocabulary, ref_areas: Sequence[str], reading: Reading) -> Iterator[Problem]:
    """Yield a problem if a table lacks regions that it should have.

    - A table of the bureau's site lists every region, blank or not, and ends with its source.
    - Any other table is cut off if its regions stop in the middle of their usual order, and no notes follow
      them. One that lacks a region elsewhere (西藏 in tables of energy, say) is complete.
    - A table of records may hold a few regions. It is cut off if its last line has no end and its last year lacks
      regions that the others have.
    """
    listed = _listed(table, words, ref_areas)
    if table.facts.database and table.facts.area:
        if not table.closed and reading.format == "CSV":
            why = Both(
                "a table of the bureau's site ends with its source, this one does not",
                "统计局网站的表格以数据来源一行结尾，此表没有",
            )
            yield Problem("cut", table.sheet, details={"why": why})
        return
    if table.facts.database and listed and not table.records:
        everywhere = {code for other in reading.tables for code in _listed(other, words, ref_areas)}
        absent = [words.codes.regions[code].title_zh or code for code in ref_areas if code not in everywhere]
        if absent and (len(listed) >= NEARLY_ALL * len(ref_areas) or not table.closed):
            first, more = absent[:5], len(absent) > 5
            names = Both(", ".join(first) + (" …" if more else ""), "、".join(first) + ("等" if more else ""))
            details: dict[str, object] = {"count": len(absent), "names": names}
            lacks = Both(f"it lacks {names.en}", f"缺{names.zh}")
            if table.closed:
                yield Problem("lacking_regions", table.sheet, details=details)
            else:
                yield Problem("cut", table.sheet, details={"why": lacks})
        return
    groups = _groups(table, words, ref_areas) if table.records else [listed]
    codes = groups[-1] if groups else []
    expected = max(map(len, groups)) if len(groups) > 1 else len(ref_areas)
    stops = reading.unended and (len(groups) > 1 or len(codes) >= 5) if table.records else len(codes) >= 2
    is_first_part = len(codes) < expected and codes == list(ref_areas[: len(codes)])
    if stops and is_first_part and not table.closed and not _continued(reading, words, ref_areas, len(codes)):
        name = words.codes.regions[codes[-1]].title_zh or codes[-1]
        why = Both(
            f"it stops after {len(codes)} of {expected} regions, at {name}",
            f"{expected}个地区中只有{len(codes)}个，止于{name}",
        )
        yield Problem("cut", table.sheet, details={"why": why})


def lacking(reading: Reading, words: Vocabulary, ref_areas: Sequence[str]) -> Iterator[str]:
    """Say which regions a file lacks that has nearly all."""
    listed = {code for table in reading.tables for code in _listed(table, words, ref_areas)}
    if NEARLY_ALL * len(ref_areas) <= len(listed) < len(ref_areas):
        names = [words.codes.regions[code].title_zh or code for code in ref_areas if code not in listed]
        yield english_first(f"the file has no line for {', '.join(names)}", f"文件中没有{'、'.join(names)}的行")


def _listed(table: ReadTable, words: Vocabulary, ref_areas: Sequence[str]) -> list[str]:
    """Return the assessed regions that a table names, in its order, also those without figures."""
    found = (words.region(label) for label in table.places)
    return list(dict.fromkeys(region.ref_area for region in found if region and region.ref_area in ref_areas))


def _groups(table: ReadTable, words: Vocabulary, ref_areas: Sequence[str]) -> list[list[str]]:
    """Return the regions of each indicator and year of a table of records, in its order."""
    groups: dict[tuple[object, object], dict[str, None]] = {}
    for cell in table.cells.select(["measure_label", "time_period", "area_label"]).to_pylist():
        region = words.region(cell["area_label"])
        if region and region.ref_area in ref_areas:
            groups.setdefault((cell["measure_label"], cell["time_period"]), {})[region.ref_area] = None
    return [list(group) for group in groups.values()]


def _continued(reading: Reading, words: Vocabulary, ref_areas: Sequence[str], number: int) -> bool:
    """Return whether another table begins with the region that would follow: the second half of one table."""
    return any(_listed(table, words, ref_areas)[:1] == [ref_areas[number]] for table in reading.tables)
