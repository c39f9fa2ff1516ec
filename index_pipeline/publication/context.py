"""Context of a region: figures that are printed beside its scores, with their year and source."""

from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from index_pipeline.framework.context import ContextFigure
from index_pipeline.publication.amounts import amount
from index_pipeline.publication.lookup import Row
from index_pipeline.publication.panel import Panel
from index_pipeline.publication.text import Words


@dataclass(frozen=True)
class ContextLine:
    """A figure as printed, its year, and the publisher of its source."""

    title: str
    value: str
    year: int
    source: str


def context(panel: Panel, area: str, year: int, words: Words) -> list[ContextLine]:
    """Write the figures of the framework's `context`: of `year` or, if there are none, of the newest year before."""
    known = _figures(panel, area, year)
    return [
        line for figure in panel.contents.framework.definition.context for line in _line(panel, figure, known, words)
    ]


def _figures(panel: Panel, area: str, year: int) -> dict[tuple[str, int], Row]:
    """Return the newest vintage of each figure of the region that is needed, up to a year."""
    wanted = {name for figure in panel.contents.framework.definition.context for name in figure.all_series}
    table = panel.contents.tables.get("observations")
    if table is None or not wanted:
        return {}
    of_area = pc.and_(pc.equal(table["ref_area"], area), pc.less_equal(table["time_period"], year))
    rows = table.filter(pc.and_(of_area, pc.is_in(table["series_id"], pa.array(sorted(wanted))))).sort_by("vintage")
    return {(row["series_id"], row["time_period"]): row for row in rows.to_pylist()}


def _line(
    panel: Panel, figure: ContextFigure, known: dict[tuple[str, int], Row], words: Words
) -> Iterator[ContextLine]:
    for year in sorted({at for _, at in known}, reverse=True):
        rows = [known.get((name, year), {}) for name in figure.all_series]
        values = [row["obs_value"] for row in rows if row and row["obs_value"] is not None]
        if len(values) == len(rows) and values[-1]:
            codes = panel.contents.framework.codes
            series = codes.series.get(figure.series)
            value = values[0] if figure.over is None else values[0] / values[1] * figure.multiplier
            unit = figure.unit or (series.unit if series and figure.over is None else None)
            title = words.text(figure.title) or words.name(panel.series.get(figure.series, {})) or figure.series
            publishers = [words.text(panel.contents.framework.sources[row["source_id"]].publisher) for row in rows]
            said = words.join(list(dict.fromkeys(publishers)))
            yield ContextLine(title, amount(value, codes.units.get(unit or ""), words), year, said)
            return
