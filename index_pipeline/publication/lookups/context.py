"""Context of a region: figures that are printed beside its scores, with their year and source."""

from collections.abc import Iterator
from dataclasses import dataclass

from index_pipeline.framework.codes import Unit
from index_pipeline.framework.context import ContextFigure
from index_pipeline.publication.amounts import amount
from index_pipeline.publication.lookups.panel import Panel
from index_pipeline.publication.lookups.rows import Row
from index_pipeline.publication.text import Words


@dataclass(frozen=True)
class ContextValue:
    """A figure of the context: its value in the figure's unit, its year, and the sources it is from."""

    figure: ContextFigure
    value: float
    year: int
    sources: tuple[str, ...]


@dataclass(frozen=True)
class ContextLine:
    """A figure as printed, its year, and the publisher of its source."""

    title: str
    value: str
    year: int
    source: str


def context_values(panel: Panel, area: str, year: int) -> list[ContextValue]:
    """Return the figures of the framework's `context`: of `year` or, if there are none, of the newest year before."""
    return [
        value for figure in panel.contents.framework.definition.context for value in _value(panel, figure, area, year)
    ]


def context(panel: Panel, area: str, year: int, words: Words) -> list[ContextLine]:
    """Write the figures of the context as `context_values` finds them."""
    return [
        ContextLine(
            context_title(panel, found.figure, words),
            amount(found.value, context_unit(panel, found.figure), words),
            found.year,
            publishers(panel, found.sources, words),
        )
        for found in context_values(panel, area, year)
    ]


def context_title(panel: Panel, figure: ContextFigure, words: Words) -> str:
    """Name a figure of the context: by its own title, else its series'."""
    return words.text(figure.title) or words.name(panel.series.get(figure.series, {})) or figure.series


def is_outside(row: Row) -> bool:
    """Return whether the score of a row of `tables.EXPECTED_SCORES` is outside the 90% interval of the expected one."""
    return not row["expected_p05"] <= row["score"] <= row["expected_p95"]


def context_unit(panel: Panel, figure: ContextFigure) -> Unit | None:
    """Return the unit of a figure of the context; None for a number without one."""
    codes = panel.contents.framework.codes
    series = codes.series.get(figure.series)
    unit = figure.unit or (series.unit if series and figure.over is None else None)
    return codes.units.get(unit or "")


def publishers(panel: Panel, sources: tuple[str, ...], words: Words) -> str:
    """Name the publishers of sources, each once; a source that the framework does not describe by its identifier."""
    known = panel.contents.framework.sources
    found = (words.text(known[name].publisher) if name in known else name for name in sources)
    return words.join(list(dict.fromkeys(found)))


def _value(panel: Panel, figure: ContextFigure, area: str, year: int) -> Iterator[ContextValue]:
    years = {at for name, at in panel.context_figures.get(area, {}) if name == figure.series and at <= year}
    for at in sorted(years, reverse=True):
        rows = [panel.context_figures[area].get((name, at), {}) for name in figure.all_series]
        values = [row["obs_value"] for row in rows if row and row["obs_value"] is not None]
        if len(values) == len(rows) and (figure.over is None or values[1]):
            value = values[0] if figure.over is None else values[0] / values[1] * figure.multiplier
            yield ContextValue(figure, value, at, tuple(row["source_id"] for row in rows))
            return
