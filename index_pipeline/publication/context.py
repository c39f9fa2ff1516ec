"""Context of a region: figures that are printed beside its scores, with their year and source."""

from collections.abc import Iterator
from dataclasses import dataclass

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
    known = {key: row for key, row in panel.context_figures.get(area, {}).items() if key[1] <= year}
    return [
        line for figure in panel.contents.framework.definition.context for line in _line(panel, figure, known, words)
    ]


def _line(
    panel: Panel, figure: ContextFigure, known: dict[tuple[str, int], Row], words: Words
) -> Iterator[ContextLine]:
    for year in sorted({at for _, at in known}, reverse=True):
        rows = [known.get((name, year), {}) for name in figure.all_series]
        values = [row["obs_value"] for row in rows if row and row["obs_value"] is not None]
        if len(values) == len(rows) and (figure.over is None or values[1]):
            codes = panel.contents.framework.codes
            series = codes.series.get(figure.series)
            value = values[0] if figure.over is None else values[0] / values[1] * figure.multiplier
            unit = figure.unit or (series.unit if series and figure.over is None else None)
            title = words.text(figure.title) or words.name(panel.series.get(figure.series, {})) or figure.series
            said = words.join(list(dict.fromkeys(_publisher(panel, row["source_id"], words) for row in rows)))
            yield ContextLine(title, amount(value, codes.units.get(unit or ""), words), year, said)
            return


def _publisher(panel: Panel, source_id: str, words: Words) -> str:
    """Name who publishes a source; by its identifier if the framework does not describe it."""
    source = panel.contents.framework.sources.get(source_id)
    return words.text(source.publisher) if source else source_id
