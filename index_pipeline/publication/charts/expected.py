"""Chart of the index against the score that a figure of the context, as income, lets one expect."""

import math
from dataclasses import dataclass

from index_pipeline.framework.context import ContextFigure
from index_pipeline.publication.charts import style
from index_pipeline.publication.charts.chart import LEGEND, Chart, Trace, axis, layout, note, safe, ticks
from index_pipeline.publication.charts.frames import frame
from index_pipeline.publication.charts.labels import dots, names
from index_pipeline.publication.context import context_title, context_unit, context_values
from index_pipeline.publication.lookup import Row
from index_pipeline.publication.panel import Panel
from index_pipeline.publication.text import Words, number, shorten, signed


@dataclass(frozen=True)
class Expected:
    """A region's figure that predicts, in its unit, and its row of `expected_scores`."""

    area: str
    value: float
    row: Row

    @property
    def outside(self) -> bool:
        """Whether the score is outside the 90% interval of the expected one."""
        return not self.row["expected_p05"] <= self.row["score"] <= self.row["expected_p95"]


def predictor(panel: Panel) -> ContextFigure | None:
    """Return the figure of the context that predicts scores; None if the framework has none."""
    return next((figure for figure in panel.contents.framework.definition.context if figure.predictor), None)


def expected_of(panel: Panel, year: int) -> list[Expected]:
    """Return the regions of a year that have an expected score, the largest distance above it first."""
    figure = predictor(panel)
    found = []
    for area in panel.areas if figure else []:
        row = panel.expected.get((area, year))
        values = [
            found.value for found in context_values(panel, area, year) if found.figure == figure and found.year == year
        ]
        if row and values and values[0] > 0:
            found.append(Expected(area, values[0], row))
    return sorted(found, key=lambda one: -one.row["residual"])


def expected(panel: Panel, words: Words) -> Chart | None:
    """Score of the index up, the predictor across on a logarithmic scale, with the regression and its 90% interval.

    None if the release has no expected scores of the newest year.
    """
    figure, found = predictor(panel), expected_of(panel, panel.newest)
    if not found or figure is None:
        return None
    box = frame(panel, words, "expected", width=860, height=560, left=64, right=40, top=110, bottom=84)
    points = [(math.log10(one.value), one.row["score"], one) for one in found]
    across, up = _room([x for x, _, _ in points]), _room([y for _, y, _ in points])
    line = sorted((x, one.row) for x, _, one in points)
    data = [
        _line(line, "expected_score", up, words("figure.expected.line"), 2.0),
        _line(line, "expected_p95", up, words("figure.expected.interval"), 1.0),
        _line(line, "expected_p05", up, "", 1.0),
        _points(panel, words, [p for p in points if not p[2].outside], "inside", 0.45),
        _points(panel, words, [p for p in points if p[2].outside], "outside", 1.0),
    ]
    low, high = 10 ** across[0], 10 ** across[1]
    values = [value for value in ticks((low, high)) if value > 0]
    unit = context_unit(panel, figure)
    unit_name = panel.unit(unit.unit, words) if unit else ""
    title = words("figure.expected.across", title=context_title(panel, figure, words), unit=unit_name)
    below = {"xref": "paper", "yref": "paper", "xanchor": "right", "yanchor": "top", "yshift": -22}
    above = {"xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "top", "xshift": 6, "yshift": -4}
    by_distance = sorted(points, key=lambda point: (not point[2].outside, -abs(point[2].row["residual"])))
    named = [(x, y, shorten(panel.area_short(one.area, words), 20)) for x, y, one in by_distance]
    axes = {
        "xaxis": axis(
            across, [math.log10(v) for v in values], [f"{v:,.10g}" for v in values], showgrid=True, anchor="y"
        ),
        "yaxis": axis(up, ticks(up), showgrid=True, anchor="x"),
        "annotations": [
            *names(box, across, up, named, sum(one.outside for one in found)),
            note(title, 1, 0, **below),
            note(words("figure.expected.up"), 0, 1, **above),
        ],
        **LEGEND,
    }
    return Chart("expected", box.title, box.subtitle, {"data": data, "layout": layout(box, **axes)})


def _room(found: list[float]) -> tuple[float, float]:
    space = (max(found) - min(found) or 1.0) * 0.07
    return min(found) - space, max(found) + space


def _line(rows: list[tuple[float, Row]], column: str, up: tuple[float, float], name: str, width: float) -> Trace:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [x for x, _ in rows],
        "y": [row[column] if up[0] <= row[column] <= up[1] else None for _, row in rows],
        "line": {"color": style.ORANGE, "width": width, "dash": "solid" if column == "expected_score" else "dash"},
        "marker": {"color": style.ORANGE, "size": 0, "symbol": "circle"},
        "hoverinfo": "skip",
        "name": safe(name),
        "showlegend": bool(name),
    }


def _points(
    panel: Panel, words: Words, points: list[tuple[float, float, Expected]], kind: str, opacity: float
) -> Trace:
    labels = [
        f"{panel.area_short(one.area, words)} {number(y)} ({signed(one.row['residual'])})" for _, y, one in points
    ]
    at = [(x, y) for x, y, _ in points]
    return dots(at, labels, words(f"figure.expected.{kind}"), opacity) | {"showlegend": bool(points)}
