"""Tables that are cut off: how the end of one that is whole differs from one that is torn."""

from collections.abc import Iterator, Sequence

from index_pipeline.sources.labels import Vocabulary
from index_pipeline.sources.problems import Problem
from index_pipeline.sources.readers import Reading, ReadTable


def incomplete(table: ReadTable, words: Vocabulary, ref_areas: Sequence[str], reading: Reading) -> Iterator[Problem]:
    """Yield a problem where the regions stop in the middle of their usual order, and nothing stands behind them.

    A table that lacks a region somewhere (西藏 in tables of energy, say) is whole; so is one that ends with a line of
    notes or of its source. A table of records may hold a few regions: it is cut off where its last line has no end
    and its last year lacks regions that the others have.
    """
    if table.closed:
        return
    if table.facts.area and table.facts.database and reading.format == "CSV":
        why = "a table of the bureau's site ends with its source, this one does not"
        yield Problem("cut", table.sheet, details={"why": why})
        return
    groups: dict[tuple[object, object], list[str]] = {}
    for cell in table.cells.select(["measure_label", "time_period", "area_label"]).to_pylist():
        region = words.region(cell["area_label"])
        if region and region.ref_area in ref_areas:
            group = (cell["measure_label"], cell["time_period"]) if table.records else (None, None)
            groups.setdefault(group, []).append(region.ref_area)
    codes = list(dict.fromkeys(list(groups.values())[-1])) if groups else []
    expected = max((len(set(group)) for group in groups.values()), default=0) if len(groups) > 1 else len(ref_areas)
    stops = reading.unended and (len(groups) > 1 or len(codes) >= 5) if table.records else len(codes) >= 2
    is_first_part = len(codes) < expected and codes == list(ref_areas[: len(codes)])
    if stops and is_first_part and not _continued(reading, words, ref_areas[len(codes)]):
        name = words.codes.regions[codes[-1]].title_zh or codes[-1]
        why = f"it stops after {len(codes)} of {expected} regions, at {name}"
        yield Problem("cut", table.sheet, details={"why": why})


def _continued(reading: Reading, words: Vocabulary, following: str) -> bool:
    """Tell whether another table of the file begins with the region that would follow: the second half of one table."""
    first = [words.region(table.cells["area_label"][0].as_py()) for table in reading.tables if len(table.cells)]
    return any(region is not None and region.ref_area == following for region in first)
