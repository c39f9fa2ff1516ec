"""Chart of the index against the score that a figure of the context, as income, lets one expect."""

import math

from index_pipeline.framework.context import predictor_of
from index_pipeline.publication.charts import style
from index_pipeline.publication.charts.chart import LEGEND, Chart, Trace, axis, layout, note, safe, ticks
from index_pipeline.publication.charts.frames import frame
from index_pipeline.publication.charts.labels import dots, names
from index_pipeline.publication.lookups.context import context_title, context_unit, is_outside
from index_pipeline.publication.lookups.panel import Panel
from index_pipeline.publication.lookups.rows import Row
from index_pipeline.publication.text import Words, number, shorten, signed


def expected_of(panel: Panel, year: int) -> list[Row]:
    """Return the rows of `tables.EXPECTED_SCORES` of a year, the largest distance above the expected score first."""
    rows = (panel.expected.get((area, year)) for area in panel.areas)
    return sorted((row for row in rows if row), key=lambda row: -row["residual"])


def expected(panel: Panel, words: Words) -> Chart | None:
    """Score of the index up, the predictor across on a logarithmic scale, with the regression and its 90% interval.

    None if the release has no expected scores of the newest year.
    """
    figure = predictor_of(panel.contents.framework.definition.context)
    found = expected_of(panel, panel.newest)
    if not found or figure is None:
        return None
    box = frame(panel, words, "expected", width=860, height=520, left=64, right=40, top=110, bottom=84)
    points = [(math.log10(row["predictor"]), row["score"], row) for row in found]
    across = _room([x for x, _, _ in points])
    up = _room([y for _, y, _ in points] + [row[end] for row in found for end in ("expected_p05", "expected_p95")])
    line = sorted(((x, row) for x, _, row in points), key=lambda point: point[0])
    data = [
        _line(line, "expected_score", up, words("figure.expected.line"), 2.0),
        _line(line, "expected_p95", up, words("figure.expected.interval"), 1.0),
        _line(line, "expected_p05", up, "", 1.0),
        _points(panel, words, [p for p in points if not is_outside(p[2])], "inside", 0.45),
        _points(panel, words, [p for p in points if is_outside(p[2])], "outside", 1.0),
    ]
    low, high = 10 ** across[0], 10 ** across[1]
    values = [value for value in ticks((low, high)) if value > 0]
    unit = context_unit(panel, figure)
    unit_name = panel.unit(unit.unit, words) if unit else ""
    title = words("figure.expected.across", title=context_title(panel, figure, words), unit=unit_name)
    below = {"xref": "paper", "yref": "paper", "xanchor": "right", "yanchor": "top", "yshift": -22}
    by_distance = sorted(points, key=lambda point: (not is_outside(point[2]), -abs(point[2]["residual"])))
    named = [(x, y, shorten(panel.area_short(row["ref_area"], words), 20)) for x, y, row in by_distance]
    axes = {
        "xaxis": axis(
            across, [math.log10(v) for v in values], [f"{v:,.10g}" for v in values], showgrid=True, anchor="y"
        ),
        "yaxis": axis(up, ticks(up), showgrid=True, anchor="x"),
        "annotations": [
            *names(box, across, up, named, sum(map(is_outside, found))),
            note(title, 1, 0, **below),
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


def _points(panel: Panel, words: Words, points: list[tuple[float, float, Row]], kind: str, opacity: float) -> Trace:
    labels = [
        f"{panel.area_short(row['ref_area'], words)} {number(y)} ({signed(row['residual'])})" for _, y, row in points
    ]
    at = [(x, y) for x, y, _ in points]
    return dots(at, labels, words(f"figure.expected.{kind}"), opacity) | {"showlegend": bool(points)}
