"""Charts over the years: scores of all regions, their ranks, and each region by itself."""

from typing import Any

from index_pipeline.publication.charts import style
from index_pipeline.publication.charts.chart import Chart, Layout, Trace, axis, layout, note, ticks
from index_pipeline.publication.charts.frames import frame
from index_pipeline.publication.lookups.panel import Panel
from index_pipeline.publication.text import Words, number, shorten

LEADERS = 5


def trends(panel: Panel, words: Words) -> Chart | None:
    """Score of the index over the years: the newest year's first five named, the mean dashed, all others in grey.

    None for a release of one year.
    """
    if len(panel.years) < 2:
        return None
    years = panel.years
    leaders = [row["ref_area"] for row in panel.ranked(panel.newest, panel.root)[:LEADERS]]
    labels = {area: shorten(panel.area_short(area, words), 24) for area in leaders}
    box = frame(panel, words, "trends", width=860, height=520, left=52, right=190, top=96)
    data = [_line(years, _scores(panel, area), style.QUIET, 1.0) for area in panel.areas if area not in leaders]
    means = [panel.mean(panel.areas, year, panel.root) for year in years]
    ends = [(means[-1], words("mean"))]
    data.append(_line(years, means, style.INK, 2.0, "dash"))
    for index, area in enumerate(leaders):
        line = _line(years, _scores(panel, area), style.CATEGORIES[index], 2.5)
        data.append(line | {"mode": "lines+markers", "marker": _marker(index)})
        ends.append((panel.score(area, panel.newest, panel.root), labels[area]))
    found = [y for trace in data for y in trace["y"] if y is not None]
    limits = _padded(found)
    gap = (limits[1] - limits[0]) * 18 / (box.height - box.top - box.bottom)
    parts = {
        "xaxis": axis((years[0] - 0.2, years[-1] + 0.2), years, [str(year) for year in years], anchor="y"),
        "yaxis": axis(limits, ticks(limits), showgrid=True, anchor="x"),
        "annotations": [_end(years[-1], *end) for end in _spread(ends, gap)],
    }
    return Chart("trends", box.title, box.subtitle, {"data": data, "layout": layout(box, **parts)})


def bump(panel: Panel, words: Words) -> Chart | None:
    """Rank by the index over the years, each region named at both ends; the newest year's first five in colour.

    None for a release of one year.
    """
    if len(panel.years) < 2:
        return None
    years, areas = panel.years, panel.areas
    ranks = {area: [_rank(panel, area, year) for year in years] for area in areas}
    leaders = [row["ref_area"] for row in panel.ranked(panel.newest, panel.root)[:LEADERS]]
    ordered = [area for area in areas if area not in leaders] + leaders[::-1]
    width = round(max(style.text_width(shorten(panel.area_short(area, words), 24)) for area in areas)) + 40
    box = frame(panel, words, "bump", width=860, height=150 + 20 * len(areas), left=width, right=width, top=104)
    data, ends = [], []
    for area in ordered:
        index = leaders.index(area) if area in leaders else None
        colour = style.QUIET if index is None else style.CATEGORIES[index]
        marker = {"color": colour, "size": 6, "symbol": "circle"} if index is None else _marker(index)
        line = _line(years, ranks[area], colour, 1.2 if index is None else 2.5)
        data.append(line | {"mode": "lines+markers", "marker": marker})
        name = shorten(panel.area_short(area, words), 24)
        ink = style.MUTED if index is None else style.INK
        for year, rank, side in ((years[0], ranks[area][0], "right"), (years[-1], ranks[area][-1], "left")):
            if rank is not None:
                label = f"{name}  {rank}" if side == "right" else f"{rank}  {name}"
                shift = -8 if side == "right" else 8
                font = {"size": style.SMALL, "color": ink}
                ends.append(note(label, year, rank, xanchor=side, xshift=shift, font=font, area=area))
    overlaps = _tied(ends)
    parts = {
        "xaxis": axis(
            (years[0] - 0.05, years[-1] + 0.05), years, [str(year) for year in years], anchor="y", side="top"
        ),
        "yaxis": axis((len(areas) + 0.5, 0.5), [], anchor="x"),
        "annotations": overlaps,
    }
    return Chart("bump", box.title, box.subtitle, {"data": data, "layout": layout(box, **parts)})


def small_multiples(panel: Panel, words: Words) -> Chart | None:
    """One small chart per region: its score over the years in colour, the mean of all regions in grey.

    None for a release of one year.
    """
    if len(panel.years) < 2:
        return None
    years, areas = panel.years, panel.areas
    columns = 6
    lines = -(-len(areas) // columns)
    box = frame(panel, words, "multiples", width=style.WIDEST, height=150 + 104 * lines, left=40, right=20, top=104)
    means = [panel.mean(areas, year, panel.root) for year in years]
    found = [score for area in areas for score in _scores(panel, area) if score is not None]
    limits = _padded(found)
    data: list[Trace] = []
    parts: Layout = {"annotations": []}
    for index, area in enumerate(areas):
        column, line = index % columns, index // columns
        suffix = "" if index == 0 else str(index + 1)
        across = [(column + 0.03) / columns, (column + 0.94) / columns]
        up = [1 - (line + 0.86) / lines, 1 - (line + 0.16) / lines]
        years_shown = [years[0], years[-1]]
        room = 0.17 * (years[-1] - years[0])  # half a label
        small = {"tickfont": {"size": style.SMALL, "color": style.MUTED}}
        parts[f"xaxis{suffix}"] = axis(
            (years[0] - room, years[-1] + room),
            years_shown,
            [f"{year}" for year in years_shown]
            if line == lines - 1 or index + columns >= len(areas)
            else [""] * len(years_shown),
            domain=across,
            anchor=f"y{suffix}",
            **small,
        )
        labels = ticks(limits)[::2]
        parts[f"yaxis{suffix}"] = axis(
            limits,
            labels,
            [f"{tick:g}" if column == 0 else "" for tick in labels],
            domain=up,
            anchor=f"x{suffix}",
            showgrid=True,
            **small,
        )
        axes = {"xaxis": f"x{suffix}", "yaxis": f"y{suffix}"}
        scores = _scores(panel, area)
        data.append(_line(years, means, style.QUIET, 1.2) | axes)
        data.append(_line(years, scores, style.BLUE, 2.0) | axes)
        title = f"{shorten(panel.area_short(area, words), 18)}  {number(scores[-1])}"
        place = {"xref": f"x{suffix} domain", "yref": f"y{suffix} domain", "xanchor": "left", "yanchor": "bottom"}
        parts["annotations"].append(note(title, 0, 1, font={"size": style.SMALL, "color": style.INK}, **place))
    return Chart("multiples", box.title, box.subtitle, {"data": data, "layout": layout(box, **parts)})


def _scores(panel: Panel, area: str) -> list[float | None]:
    return [panel.score(area, year, panel.root) for year in panel.years]


def _rank(panel: Panel, area: str, year: int) -> int | None:
    row = panel.rankings.get((area, year, panel.root))
    return row["rank"] if row else None


def _line(x: list[Any], y: list[Any], colour: str, width: float, dash: str = "solid") -> Trace:
    line = {"color": colour, "width": width, "dash": dash}
    parts = {"marker": {"color": colour, "size": 6, "symbol": "circle"}, "hoverinfo": "skip", "showlegend": False}
    return {"type": "scatter", "mode": "lines", "x": list(x), "y": list(y), "line": line, "cliponaxis": False, **parts}


def _marker(index: int) -> dict[str, Any]:
    return {"color": style.CATEGORIES[index], "size": 8, "symbol": style.SYMBOLS[index]}


def _padded(found: list[float]) -> tuple[float, float]:
    """Return limits a little wider than the values, at least one point apart."""
    low, high = min(found, default=0.0), max(found, default=1.0)
    room = max((high - low) * 0.06, 0.5)
    return low - room, high + room


def _spread(ends: list[tuple[float | None, str]], gap: float) -> list[tuple[float, str, float]]:
    """Move labels apart if they are nearer than `gap`; each keeps its own value in its text."""
    placed: list[tuple[float, str, float]] = []
    for value, name in sorted((value, name) for value, name in ends if value is not None):
        placed.append((value, name, max(value, placed[-1][2] + gap) if placed else value))
    return placed


def _end(year: int, value: float, name: str, height: float) -> Layout:
    font = {"size": style.SIZE, "color": style.INK}
    return note(f"{name}  {number(value)}", year, height, xanchor="left", xshift=12, font=font)


def _tied(ends: list[Layout]) -> list[Layout]:
    """Put the names of regions that share a rank side by side so that they do not overlap."""
    found: dict[tuple[Any, ...], Layout] = {}
    for end in ends:
        area = end.pop("area")
        key = (end["x"], end["y"], end["xanchor"])
        if area and key in found:
            found[key]["text"] += f" / {end['text'].split('  ')[end['xanchor'] == 'left']}"
        else:
            found[key] = end
    return list(found.values())
