"""The marks of a chart as SVG: bars, cells, lines, points, text and legends, described as Plotly describes them."""

import html
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from index_pipeline.publication.charts import style

Part = dict[str, Any]
Place = Callable[[float], float]

CORNERS: dict[str, list[tuple[float, float]]] = {
    "square": [(-1, -1), (1, -1), (1, 1), (-1, 1)],
    "diamond": [(0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)],
    "triangle-up": [(0, -1.15), (1.15, 1), (-1.15, 1)],
    "triangle-down": [(0, 1.15), (1.15, -1), (-1.15, -1)],
}
LEGEND_LEFT = 10.0
DASHES = {"solid": "", "dash": "7 4", "dot": "2 3", "dashdot": "7 3 2 3", "longdash": "11 4"}


def draw(trace: Part, x: Place, y: Place) -> Iterator[str]:
    """Draw one trace.

    Raises:
        ValueError: its kind is not known here.
    """
    kinds = {"bar": _bars, "heatmap": _cells, "scatter": _scatter}
    if trace["type"] not in kinds:
        raise ValueError(f"a trace of type {trace['type']} cannot be drawn as SVG")
    yield from kinds[trace["type"]](trace, x, y)


def text(content: str, x: float, y: float, font: Part, anchor: str = "start") -> str:
    """Write text with its first baseline at y; `<br>` begins a new line, entities stay as they are."""
    lines = content.split("<br>")
    body = lines[0] if len(lines) == 1 else _lines(lines, x, font["size"])
    weight = font.get("weight", 400)
    shape = f'font-weight="{weight}" font-variation-settings="\'wght\' {weight}"'
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{font["size"]}" fill="{font["color"]}" '
        f'text-anchor="{anchor}" {shape}>{body}</text>'
    )


def legend_rows(traces: Sequence[Part], width: float) -> list[list[tuple[float, Part]]]:
    """Break the names of traces into rows no wider than `width`, each with the place that it begins at."""
    rows: list[list[tuple[float, Part]]] = [[]]
    at = LEGEND_LEFT
    for trace in traces:
        size = style.text_width(html.unescape(trace["name"]), style.SMALL) + 40
        if rows[-1] and at + size > width:
            rows.append([])
            at = LEGEND_LEFT
        rows[-1].append((at, trace))
        at += size
    return rows


def legend(traces: Sequence[Part], bottom: float, width: float) -> Iterator[str]:
    """Name traces in rows above the plot, the last row ending at `bottom`."""
    font = {"size": style.SMALL, "color": style.INK}
    rows = legend_rows(traces, width)
    for index, row in enumerate(rows):
        y = bottom - 12 - 18 * (len(rows) - 1 - index)
        for x, trace in row:
            yield _sample(trace, x, y)
            yield text(trace["name"], x + 20, y + 4, font)


def _lines(lines: list[str], x: float, size: float) -> str:
    rest = "".join(f'<tspan x="{x:.1f}" dy="{size * 1.25:.1f}">{line}</tspan>' for line in lines[1:])
    return f'<tspan x="{x:.1f}">{lines[0]}</tspan>{rest}'


def _sample(trace: Part, x: float, y: float) -> str:
    if trace["type"] == "scatter" and "lines" in trace["mode"]:
        return _path([(x, y), (x + 16, y)], trace["line"]) + _symbol(x + 8, y, trace["marker"])
    if trace["type"] == "scatter":
        return _symbol(x + 8, y, trace["marker"])
    return f'<rect x="{x:.1f}" y="{y - 5:.1f}" width="14" height="10" fill="{trace["marker"]["color"]}"/>'


def _bars(trace: Part, x: Place, y: Place) -> Iterator[str]:
    marker = trace["marker"]
    edge = marker.get("line")
    stroke = f' stroke="{edge["color"]}" stroke-width="{edge["width"]}"' if edge else ""
    bases: list[float] = trace["base"] if isinstance(trace["base"], list) else [trace["base"]] * len(trace["x"])
    for index, (length, position, base) in enumerate(zip(trace["x"], trace["y"], bases, strict=True)):
        low, high = sorted((x(base), x(base + length)))
        top, bottom = sorted((y(position - trace["width"] / 2), y(position + trace["width"] / 2)))
        yield (
            f'<rect x="{low:.1f}" y="{top:.1f}" width="{high - low:.1f}" height="{bottom - top:.1f}" '
            f'fill="{marker["color"]}"{stroke}/>'
        )
        if trace.get("textposition") == "outside":
            yield text(trace["text"][index], high + 5, (top + bottom) / 2 + 4, trace["textfont"])


def _cells(trace: Part, x: Place, y: Place) -> Iterator[str]:
    gap = trace["xgap"] / 2
    for row, line in zip(trace["y"], trace["z"], strict=True):
        for column, value in zip(trace["x"], line, strict=True):
            if value is not None:
                red, green, blue = style.mixed(trace, value)
                left, right = x(column - 0.5) + gap, x(column + 0.5) - gap
                top, bottom = y(row - 0.5) + gap, y(row + 0.5) - gap
                yield (
                    f'<rect x="{left:.1f}" y="{top:.1f}" width="{right - left:.1f}" height="{bottom - top:.1f}" '
                    f'fill="rgb({red},{green},{blue})"/>'
                )


def _scatter(trace: Part, x: Place, y: Place) -> Iterator[str]:
    points = [None if a is None or b is None else (x(a), y(b)) for a, b in zip(trace["x"], trace["y"], strict=True)]
    if trace.get("fill") == "toself":
        yield _area(points, trace["fillcolor"], trace["line"])
    elif "lines" in trace["mode"]:
        run: list[tuple[float, float]] = []
        for point in [*points, None]:
            if point:
                run.append(point)
            elif run:
                yield _path(run, trace["line"])
                run = []
    if "markers" in trace["mode"]:
        for point in points:
            if point:
                yield _symbol(*point, trace["marker"])
    if "text" in trace["mode"]:
        sizes, colour = trace["textfont"]["size"], trace["textfont"]["color"]
        for point, label, size in zip(points, trace["text"], sizes, strict=True):
            if point and label:
                height = point[1] + size * 0.36 - label.count("<br>") * size * 0.625
                yield text(label, point[0], height, {"size": size, "color": colour}, anchor="middle")


def _area(points: list[tuple[float, float] | None], colour: str, line: Part) -> str:
    """Fill closed rings, each ended by None; rings that run the other way are holes."""
    rings: list[list[str]] = [[]]
    for point in points:
        if point:
            rings[-1].append(f"{point[0]:.1f},{point[1]:.1f}")
        else:
            rings.append([])
    path = "".join(f"M{' '.join(ring)}Z" for ring in rings if ring)
    return f'<path d="{path}" fill="{colour}" stroke="{line["color"]}" stroke-width="{line["width"]}"/>'


def _path(points: list[tuple[float, float]], line: Part) -> str:
    places = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dash = DASHES[line.get("dash", "solid")]
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<polyline points="{places}" fill="none" stroke="{line["color"]}" stroke-width="{line["width"]}"'
        f' stroke-linejoin="round"{dashes}/>'
    )


def _symbol(x: float, y: float, marker: Part) -> str:
    half = marker["size"] / 2
    colour = f'fill="{marker["color"]}" fill-opacity="{marker.get("opacity", 1)}"'
    if marker["symbol"] == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{half:.1f}" {colour}/>'
    if marker["symbol"] == "circle-open":
        edge = f'fill="{style.PAPER}" stroke="{marker["color"]}" stroke-width="1.5"'
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{half:.1f}" {edge}/>'
    if marker["symbol"] == "line-ns":
        edge = marker["line"]
        return (
            f'<line x1="{x:.1f}" y1="{y - half * 1.4:.1f}" x2="{x:.1f}" y2="{y + half * 1.4:.1f}" '
            f'stroke="{edge["color"]}" stroke-width="{edge["width"]}"/>'
        )
    places = " ".join(f"{x + a * half:.1f},{y + b * half:.1f}" for a, b in CORNERS[marker["symbol"]])
    return f'<polygon points="{places}" {colour}/>'
