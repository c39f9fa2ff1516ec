"""Scatter charts of every pair of pillars, one point per region."""

import statistics
from itertools import combinations

import numpy as np

from index_pipeline.publication.charts import style
from index_pipeline.publication.charts.chart import Chart, Layout, axis, layout, note, safe, ticks
from index_pipeline.publication.charts.frames import frame
from index_pipeline.publication.lookups.panel import Panel
from index_pipeline.publication.text import Words, number, shorten
from index_pipeline.rounding import is_constant

COLUMNS = 3
MOST_PILLARS = 8
GAP = 0.06

Points = list[tuple[float | None, float | None]]
"""Two scores of each region."""


def pillar_pairs(panel: Panel, words: Words) -> Chart | None:
    """One small chart per pair of pillars, scores across and up; None with fewer than two, or too many to read."""
    pillars = panel.measured(panel.pillars)
    if not 2 <= len(pillars) <= MOST_PILLARS:
        return None
    pairs = list(combinations(pillars, 2))
    columns = min(COLUMNS, len(pairs))
    rows = -(-len(pairs) // columns)
    box = frame(
        panel,
        words,
        "pairs",
        width=style.WIDEST if columns == COLUMNS else 640,
        height=160 + 250 * rows,
        left=56,
        right=24,
        top=96,
        bottom=70,
    )
    labels = {pillar: shorten(panel.title(pillar, words), 44) for pillar in pillars}
    names = [shorten(panel.area_short(area, words), 24) for area in panel.areas]
    room = 0.04 * (panel.scale[1] - panel.scale[0])
    wide = (panel.scale[0] - room, panel.scale[1] + room)
    data = []
    parts: Layout = {"annotations": []}
    for index, (across, up) in enumerate(pairs):
        column, row = index % columns, index // columns
        suffix = "" if index == 0 else str(index + 1)
        places = {
            "x": [(column + GAP) / columns, (column + 1 - GAP) / columns],
            "y": [1 - (row + 0.8) / rows, 1 - (row + 0.06) / rows],
        }
        for letter, other in (("x", "y"), ("y", "x")):
            small: Layout = {
                "tickfont": {"size": style.SMALL, "color": style.MUTED},
                "showgrid": True,
                "anchor": f"{other}{suffix}",
            }
            parts[f"{letter}axis{suffix}"] = axis(wide, ticks(panel.scale), domain=places[letter], **small)
        points = [(panel.score(a, panel.newest, across), panel.score(a, panel.newest, up)) for a in panel.areas]
        data.append(_marks(points, names, suffix))
        reference = {"xref": f"x{suffix} domain", "yref": f"y{suffix} domain"}
        font = {"font": {"size": style.SMALL, "color": style.INK}}
        parts["annotations"] += [
            note(f"→ {labels[across]}", 1, 0, xanchor="right", yanchor="top", yshift=-20, **reference, **font),
            note(f"↑ {labels[up]}", 0, 1, xanchor="left", yanchor="bottom", yshift=2, **reference, **font),
            note(_correlation(points), 1, 1, xanchor="right", yanchor="top", xshift=-4, yshift=-2, **reference, **font),
        ]
    return Chart("pairs", box.title, box.subtitle, {"data": data, "layout": layout(box, **parts)})


def _marks(points: Points, names: list[str], suffix: str) -> Layout:
    """Draw a mark per region on the axes of that suffix; its name and scores show where the pointer is."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [x for x, _ in points],
        "y": [y for _, y in points],
        "xaxis": f"x{suffix}",
        "yaxis": f"y{suffix}",
        "marker": {"color": style.BLUE, "size": 6, "symbol": "circle", "opacity": 0.75},
        "hoverinfo": "text",
        "hovertext": [safe(f"{n} {number(x)} / {number(y)}") for n, (x, y) in zip(names, points, strict=True)],
        "showlegend": False,
    }


def _correlation(points: Points) -> str:
    """Write Pearson's correlation of the points that have both scores; '' if it is not defined."""
    both = [(x, y) for x, y in points if x is not None and y is not None]
    if len(both) < 3 or is_constant(np.transpose(both)).any():
        return ""
    return f"r = {number(statistics.correlation(*zip(*both, strict=True)), 2)}"
