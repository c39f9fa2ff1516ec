"""Charts of regional analysis: inequality over the years, densities of scores, and neighbours of regions."""

from collections.abc import Iterator
from itertools import accumulate

from index_pipeline.publication.charts import style
from index_pipeline.publication.charts.chart import LEGEND, Chart, Layout, Trace, axis, layout, note, safe, ticks
from index_pipeline.publication.charts.frames import frame
from index_pipeline.publication.charts.labels import dots, names
from index_pipeline.publication.lookups.panel import Panel
from index_pipeline.publication.lookups.rows import Row
from index_pipeline.publication.text import Words, number, shorten

PARTS = ("gini_within", "gini_net_between", "gini_transvariation")

Point = tuple[float, float, Row]
"""A region in the plane of Moran's scatter plot, with its row of local Moran's I."""


def inequality(panel: Panel, words: Words) -> Chart | None:
    """Dagum's Gini coefficient of the index by year, in bars of its three parts; None for fewer than two years."""
    rows = [row for row in panel.rows("inequality") if row["component_id"] == panel.root and row["gini"] is not None]
    if len(rows) < 2:
        return None
    rows.sort(key=lambda row: row["time_period"])
    box = frame(panel, words, "inequality", width=860, height=170 + 34 * len(rows), left=64, right=60, top=106)
    positions = list(range(len(rows)))
    parts = [name for name in PARTS if all(row[name] is not None for row in rows)] or ["gini"]
    ends = list(accumulate(([row[name] for row in rows] for name in parts), _added))
    data: list[Trace] = []
    for index, name in enumerate(parts):
        title = words(f"figure.inequality.{name}")
        values = [row[name] for row in rows]
        data.append(
            {
                "type": "bar",
                "orientation": "h",
                "x": values,
                "y": positions,
                "base": ends[index - 1] if index else 0,
                "width": 0.66,
                "marker": {"color": style.FILLS[index], "line": {"color": style.PAPER, "width": 1}},
                "hoverinfo": "text",
                "hovertext": [f"{row['time_period']} {title} {number(row[name], 3)}" for row in rows],
                "name": safe(title),
                "showlegend": True,
            }
        )
    top = max(row["gini"] for row in rows) * 1.02
    axes = {
        "xaxis": axis((0, top), ticks((0, top)), showgrid=True, anchor="y"),
        "yaxis": axis((len(rows) - 0.5, -0.5), positions, [str(row["time_period"]) for row in rows], anchor="x"),
        "annotations": [
            note(number(row["gini"], 3), row["gini"], at, xanchor="left", xshift=6, font=_font(style.INK))
            for at, row in zip(positions, rows, strict=True)
        ],
        **LEGEND,
    }
    return Chart("inequality", box.title, box.subtitle, {"data": data, "layout": layout(box, **axes)})


def densities(panel: Panel, words: Words) -> Chart | None:
    """Kernel density of the index's scores, one curve per year, later years darker; None if not computed."""
    found: dict[int, list[Row]] = {}
    for row in panel.rows("densities"):
        if row["component_id"] == panel.root:
            found.setdefault(row["time_period"], []).append(row)
    if not found:
        return None
    years = sorted(found)
    box = frame(panel, words, "densities", width=860, height=420, left=60, right=24, top=110)
    data: list[Trace] = []
    for index, year in enumerate(years):
        rows = sorted(found[year], key=lambda row: row["point"])
        newest = index == len(years) - 1
        shade = style.shade(0.25 + 0.75 * (index + 1) / len(years))
        line = {
            "color": style.ORANGE if newest else shade,
            "width": 2.8 if newest else 1.6,
            "dash": "dash" if not index else "solid",
        }
        data.append(
            {
                "type": "scatter",
                "mode": "lines",
                "x": [row["score"] for row in rows],
                "y": [row["density"] for row in rows],
                "line": line,
                "name": str(year),
                "showlegend": True,
                "hoverinfo": "skip",
                "marker": {"color": line["color"], "size": 0, "symbol": "circle"},
            }
        )
    across = (min(min(t["x"]) for t in data), max(max(t["x"]) for t in data))
    top = max(max(t["y"]) for t in data) * 1.05
    axes = {
        "xaxis": axis(across, ticks(across), showgrid=True, anchor="y"),
        "yaxis": axis((0, top), ticks((0, top)), showgrid=True, anchor="x"),
        **LEGEND,
    }
    return Chart("densities", box.title, box.subtitle, {"data": data, "layout": layout(box, **axes)})


def neighbours(panel: Panel, words: Words) -> Chart | None:
    """Moran's scatter plot of the newest year: a region's score across, its neighbours' mean up; both less the mean.

    Regions whose local statistic is significant are solid. None if it is not computed.
    """
    rows = local_rows(panel)
    mean = panel.mean(panel.areas, panel.newest, panel.root)
    if not rows or mean is None:
        return None
    points = [(row["score"] - mean, row["lag"], row) for row in rows]
    across, up = _room([x for x, _, _ in points]), _room([y for _, y, _ in points])
    slope = sum(x * y for x, y, _ in points) / sum(x * x for x, _, _ in points)
    box = frame(panel, words, "neighbours", width=760, height=520, left=64, right=40, top=110, bottom=84)
    data = [
        _rule([across[0], across[1]], [0, 0], style.QUIET),
        _rule([0, 0], [up[0], up[1]], style.QUIET),
        _rule(*_within(slope, across, up), style.ORANGE, 2.0),
        _points(panel, words, [p for p in points if not p[2]["significant"]], "other", 0.35),
        _points(panel, words, [p for p in points if p[2]["significant"]], "significant", 1.0),
    ]
    ordered = sorted(points, key=lambda p: (not p[2]["significant"], -abs(p[2]["moran"])))
    named = [(x, y, shorten(panel.area_short(row["ref_area"], words), 20)) for x, y, row in ordered]
    below = {"xref": "paper", "yref": "paper", "xanchor": "right", "yanchor": "top", "yshift": -22}
    axes = {
        "xaxis": axis(across, ticks(across), showgrid=True, anchor="y"),
        "yaxis": axis(up, ticks(up), showgrid=True, anchor="x"),
        "annotations": [
            *_corners(words),
            *names(box, across, up, named, sum(row["significant"] for _, _, row in points)),
            note(words("figure.neighbours.across"), 1, 0, **below),
        ],
        **LEGEND,
    }
    return Chart("neighbours", box.title, box.subtitle, {"data": data, "layout": layout(box, **axes)})


def local_rows(panel: Panel) -> list[Row]:
    """Rows of local Moran's I of the index in the newest year: all links, rows of the weights standardised."""
    wanted = (panel.root, panel.newest, "all", "row_standardised")
    keys = ("component_id", "time_period", "links", "weighting")
    rows = (row for row in panel.rows("local_moran") if tuple(row[key] for key in keys) == wanted)
    return [row for row in rows if row["moran"] is not None and row["lag"] is not None]


def _added(before: list[float], more: list[float]) -> list[float]:
    return [low + part for low, part in zip(before, more, strict=True)]


def _font(colour: str) -> Layout:
    return {"size": style.SMALL, "color": colour}


def _room(found: list[float]) -> tuple[float, float]:
    """Return limits around 0 and the values, with room at both ends."""
    low, high = min([*found, 0.0]), max([*found, 0.0])
    space = max(high - low, 1.0) * 0.1
    return low - space, high + space


def _within(slope: float, across: tuple[float, float], up: tuple[float, float]) -> tuple[list[float], list[float]]:
    """Return the ends of the line y = slope · x that lie within both limits."""
    ends = [x if up[0] <= slope * x <= up[1] else (up[0] if slope * x < up[0] else up[1]) / slope for x in across]
    return ends, [slope * x for x in ends]


def _points(panel: Panel, words: Words, points: list[Point], kind: str, opacity: float) -> Trace:
    labels = [f"{panel.area_short(row['ref_area'], words)} {number(row['moran'], 2)}" for _, _, row in points]
    at = [(x, y) for x, y, _ in points]
    return dots(at, labels, words(f"figure.neighbours.{kind}"), opacity) | {"showlegend": bool(points)}


def _corners(words: Words) -> Iterator[Layout]:
    """Name the four quadrants in the corners of the plot."""
    for name, right, top in (("HH", 1, 1), ("LH", 0, 1), ("LL", 0, 0), ("HL", 1, 0)):
        anchors = {"xanchor": "right" if right else "left", "yanchor": "top" if top else "bottom"}
        places = {"xref": "x domain", "yref": "y domain", "xshift": -6 if right else 6}
        yield note(words.entries["quadrants"][name], right, top, **anchors, **places)


def _rule(x: list[float], y: list[float], colour: str, width: float = 1.0) -> Trace:
    line = {"color": colour, "width": width, "dash": "solid"}
    return {"type": "scatter", "mode": "lines", "x": x, "y": y, "line": line, "hoverinfo": "skip", "showlegend": False}
