"""Charts of the newest year's order: the ranking with its intervals, and what each score is made of."""

from dataclasses import replace
from typing import Any

from index_pipeline.publication.charts import style
from index_pipeline.publication.charts.chart import (
    LEGEND,
    LEGEND_ROW,
    Chart,
    Frame,
    Layout,
    Trace,
    axis,
    layout,
    note,
    safe,
    ticks,
)
from index_pipeline.publication.charts.frames import frame
from index_pipeline.publication.charts.marks import legend_rows
from index_pipeline.publication.lookups.panel import Panel
from index_pipeline.publication.text import Words, number, shorten

ROW = 22


def ranking(panel: Panel, words: Words, most: int | None = None) -> Chart | None:
    """Bars of the index's score, the best first; beside them the 90% interval (if computed) of each rank.

    With `most`, only so many regions are drawn, the first ones. None if no region has a rank.
    """
    if not panel.ranked(panel.newest, panel.root):
        return None
    titled = frame(panel, words, "ranking", style.WIDEST, 100, most=most)
    return _ranking(panel, words, panel.root, titled, "ranking", most)


def component_ranking(panel: Panel, words: Words, component: str, most: int | None = None) -> Chart:
    """The same of a component that ranks some region, without a title, for use below a heading."""
    untitled = Frame("", "", "", style.WIDEST, 100, language=words.language)
    return _ranking(panel, words, component, untitled, f"ranking_{component}", most)


def _ranking(panel: Panel, words: Words, component: str, titled: Frame, figure_id: str, most: int | None) -> Chart:
    ranked = panel.ranked(panel.newest, component)
    rows = ranked[:most]
    labels = _labels(panel, words, [row["ref_area"] for row in rows])
    missing = [] if most else [area for area in panel.areas if area not in {row["ref_area"] for row in ranked}]
    intervals = [panel.intervals.get((row["ref_area"], panel.newest, component)) for row in rows]
    with_intervals = any(intervals)
    top, foot = (100, 50) if titled.title else (46, 8)
    box = replace(
        titled,
        width=style.WIDEST if with_intervals else 760,
        height=top + foot + ROW * (len(rows) + bool(missing)),
        left=_left(labels) + 32,
        top=top,
        bottom=foot + 14 if titled.title else foot,
    )
    positions = list(range(len(rows)))
    limits = panel.scale
    bars = _bars(positions, [row["score"] - limits[0] for row in rows], style.BLUE, base=limits[0])
    bars |= {
        "text": [number(row["score"]) for row in rows],
        "textposition": "outside",
        "textfont": {"size": style.SIZE, "color": style.INK},
        "hovertext": [safe(f"{label} {number(row['score'], 2)}") for label, row in zip(labels, rows, strict=True)],
    }
    places = [f"{row['rank']}  {label}" for row, label in zip(rows, labels, strict=True)]
    extent = (len(rows) - 0.5 + bool(missing), -0.5)
    parts: Layout = {
        "xaxis": axis(
            limits, ticks(limits), domain=[0, 0.6 if with_intervals else 0.94], side="top", showgrid=True, anchor="y"
        ),
        "yaxis": axis(extent, positions, places, anchor="x"),
        "annotations": [_heading(words("score"), 0)],
    }
    data = [bars]
    if with_intervals:
        data += _intervals(positions, rows, intervals)
        last = len(rows) if most is None else round(max([len(rows), *(row["rank_p95"] for row in intervals if row)]))
        parts["xaxis2"] = axis(
            (0.5, last + 0.5), _rank_ticks(last), domain=[0.68, 1], side="top", showgrid=True, anchor="y"
        )
        parts["annotations"].append(_heading(words("figure.ranking.interval"), 0.68))
    if missing:
        names = words.join(_labels(panel, words, missing))
        parts["annotations"].append(
            note(words("figure.ranking.unscored", areas=names), limits[0], len(rows), xanchor="left", xshift=4)
        )
    title = panel.title(component, words)
    first = words(
        "figure.ranking.alternative", title=box.title or title, area=labels[0], score=number(rows[0]["score"])
    )
    return Chart(figure_id, box.title, first, {"data": data, "layout": layout(box, **parts)})


def contributions(panel: Panel, words: Words, most: int | None = None) -> Chart | None:
    """Stacked bars: the points that each pillar adds to the index, of all regions or of the first `most`.

    A pillar's part is share × score / Σ share, over the pillars with a score, as the arithmetic mean adds them. None if
    no region has a rank.
    """
    rows = panel.ranked(panel.newest, panel.root)[:most]
    if not rows:
        return None
    labels = _labels(panel, words, [row["ref_area"] for row in rows])
    pillars = panel.measured(panel.pillars)
    names = [{"name": safe(shorten(panel.title(pillar, words), 60))} for pillar in pillars]
    top = 82 + LEGEND_ROW * len(legend_rows(names, style.WIDEST))
    height = 60 + top + ROW * len(rows)
    box = frame(
        panel, words, "contributions", width=style.WIDEST, height=height, left=_left(labels), top=top, most=most
    )
    positions = list(range(len(rows)))
    base = [0.0] * len(rows)
    data = []
    for index, pillar in enumerate(pillars):
        points = [_part(panel, row["ref_area"], pillar) for row in rows]
        trace = _bars(positions, points, style.FILLS[index % len(style.FILLS)], base=list(base))
        title = shorten(panel.title(pillar, words), 60)
        hover = [f"{label} {title} {number(point, 2)}" for label, point in zip(labels, points, strict=True)]
        trace["marker"] |= {"line": {"color": style.PAPER, "width": 1}}
        data.append(trace | {"name": safe(title), "showlegend": True, "hovertext": [safe(text) for text in hover]})
        base = [low + part for low, part in zip(base, points, strict=True)]
    longest = max([*base, 1.0])
    parts = {
        "xaxis": axis((0, longest * 1.02), ticks((0, longest)), showgrid=True, anchor="y"),
        "yaxis": axis((len(rows) - 0.5, -0.5), positions, labels, anchor="x"),
        **LEGEND,
    }
    return Chart("contributions", box.title, box.subtitle, {"data": data, "layout": layout(box, **parts)})


def _labels(panel: Panel, words: Words, areas: list[str]) -> list[str]:
    return [shorten(panel.area_short(area, words), 24) for area in areas]


def _left(labels: list[str]) -> int:
    return round(max(style.text_width(label) for label in labels)) + 24


def _bars(positions: list[int], lengths: list[float], colour: str, base: float | list[float]) -> Trace:
    return {
        "type": "bar",
        "orientation": "h",
        "x": lengths,
        "y": positions,
        "base": base,
        "width": 0.7,
        "marker": {"color": colour},
        "hoverinfo": "text",
        "cliponaxis": False,
        "showlegend": False,
    }


def _intervals(positions: list[int], rows: list[dict[str, Any]], intervals: list[dict[str, Any] | None]) -> list[Trace]:
    x: list[float | None] = []
    y: list[float | None] = []
    for position, found in zip(positions, intervals, strict=True):
        if found:
            x += [found["rank_p05"], found["rank_p95"], None]
            y += [position, position, None]
    line = {"type": "scatter", "mode": "lines", "x": x, "y": y, "xaxis": "x2", "hoverinfo": "skip"}
    dots = {"type": "scatter", "mode": "markers", "x": [row["rank"] for row in rows], "y": positions, "xaxis": "x2"}
    return [
        line | {"line": {"color": style.PALE_BLUE, "width": 6}, "showlegend": False},
        dots | {"marker": {"color": style.BLUE, "size": 8, "symbol": "circle"}, "hoverinfo": "x", "showlegend": False},
    ]


def _rank_ticks(count: int) -> list[float]:
    return [1.0, *(float(k) for k in range(5, count + 1, 5 if count <= 60 else 20))]


def _heading(text: str, x: float) -> dict[str, Any]:
    return note(
        text,
        x,
        1,
        xref="paper",
        yref="paper",
        xanchor="left",
        yanchor="bottom",
        yshift=20,
        font={"size": style.SMALL, "color": style.INK},
    )


def _part(panel: Panel, area: str, pillar: str) -> float:
    found = {p: panel.score(area, panel.newest, p) for p in panel.pillars}
    shares = panel.shares[panel.root]
    total = sum(shares[p] for p, score in found.items() if score is not None)
    score = found[pillar]
    return 0.0 if score is None else shares[pillar] * score / total
