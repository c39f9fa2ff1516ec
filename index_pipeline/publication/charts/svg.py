"""Draw a figure as SVG: the part of Plotly's description that this project's charts use, and no more."""

import html
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from index_pipeline.publication.charts import marks, style
from index_pipeline.publication.charts.chart import Chart

Part = dict[str, Any]


@dataclass(frozen=True)
class Scale:
    """Places of one axis: its range on the interval of pixels it is drawn on, and Plotly's description of it."""

    low: float
    high: float
    start: float
    end: float
    axis: Part

    def __call__(self, value: float) -> float:
        """Return the pixel of a value."""
        if self.low == self.high:
            return (self.start + self.end) / 2
        return self.start + (self.end - self.start) * (value - self.low) / (self.high - self.low)


def svg(figure: Chart) -> str:
    """Return a figure as an SVG document.

    Raises:
        ValueError: the figure has a kind of trace that is not drawn here.
    """
    layout = figure.plot["layout"]
    width, height = layout["width"], layout["height"]
    body = "".join(_body(figure.plot["data"], layout))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-label="{html.escape(figure.alternative)}" font-family="{layout["font"]["family"]}" '
        f'font-size="{style.SIZE}">'
        f'<rect width="{width}" height="{height}" fill="{layout["paper_bgcolor"]}"/>{body}</svg>\n'
    )


def _body(data: list[Part], layout: Part) -> Iterator[str]:
    frame = _plot_area(layout)
    scales = {name: _scale(name, axis, frame) for name, axis in layout.items() if name[1:5] == "axis"}
    yield from _titles(layout)
    for name in scales:
        if name.startswith("x"):
            yield from _axes(scales, name)
    for trace in data:
        x, y = scales[_axis_name(trace.get("xaxis", "x"))], scales[_axis_name(trace.get("yaxis", "y"))]
        yield from marks.draw(trace, x, y)
    if layout["showlegend"]:
        yield from marks.legend([t for t in data if t.get("showlegend")], frame[2], layout["width"])
    for annotation in layout["annotations"]:
        yield from _annotation(annotation, scales, frame)


def _plot_area(layout: Part) -> tuple[float, float, float, float]:
    """Return left, right, top and bottom of the plot in pixels."""
    margin = layout["margin"]
    return margin["l"], layout["width"] - margin["r"], margin["t"], layout["height"] - margin["b"]


def _axis_name(reference: str) -> str:
    return f"{reference[0]}axis{reference[1:]}"


def _scale(name: str, axis: Part, frame: tuple[float, float, float, float]) -> Scale:
    left, right, top, bottom = frame
    low, high = axis.get("domain", [0, 1])
    if name.startswith("x"):
        start, end = left + (right - left) * low, left + (right - left) * high
    else:
        start, end = bottom - (bottom - top) * low, bottom - (bottom - top) * high
    return Scale(axis["range"][0], axis["range"][1], start, end, axis)


def _titles(layout: Part) -> Iterator[str]:
    title = layout["title"]
    if not title["text"]:
        return
    subtitle = title["subtitle"]
    left, top = title["pad"]["l"], title["pad"]["t"] + title["font"]["size"]
    yield marks.text(title["text"], left, top, title["font"])
    yield marks.text(subtitle["text"], left, top + 20, subtitle["font"])


def _axes(scales: dict[str, Scale], name: str) -> Iterator[str]:
    x = scales[name]
    y = scales[_axis_name(x.axis["anchor"])]
    top, bottom = min(y.start, y.end), max(y.start, y.end)
    for value, label in zip(x.axis["tickvals"], x.axis["ticktext"], strict=True):
        at = x(value)
        if x.axis["showgrid"]:
            yield _rule(at, top, at, bottom)
        above = x.axis.get("side") == "top"
        lines = label.count("<br>")
        height = top - 6 - lines * 1.25 * x.axis["tickfont"]["size"] if above else bottom + 16
        yield marks.text(label, at, height, x.axis["tickfont"], anchor="middle")
    if _axis_name(y.axis["anchor"]) != name:
        return
    left, right = min(x.start, x.end), max(x.start, x.end)
    for value, label in zip(y.axis["tickvals"], y.axis["ticktext"], strict=True):
        at = y(value)
        if y.axis["showgrid"]:
            yield _rule(left, at, right, at)
        font = y.axis["tickfont"]
        yield marks.text(label, left - 6, at + font["size"] * 0.36, font, anchor="end")


def _rule(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{style.GRID}"/>'


def _annotation(note: Part, scales: dict[str, Scale], frame: tuple[float, float, float, float]) -> Iterator[str]:
    left, right, top, bottom = frame
    xref, yref = note.get("xref", "x"), note.get("yref", "y")
    if xref == "paper":
        x = left + (right - left) * note["x"]
    else:
        scale = scales[_axis_name(xref.split()[0])]
        x = scale.start + (scale.end - scale.start) * note["x"] if "domain" in xref else scale(note["x"])
    if yref == "paper":
        y = bottom - (bottom - top) * note["y"]
    else:
        scale = scales[_axis_name(yref.split()[0])]
        y = scale.start + (scale.end - scale.start) * note["y"] if "domain" in yref else scale(note["y"])
    size = note["font"]["size"]
    lines = note["text"].count("<br>") + 1
    y -= note.get("yshift", 0)
    block = size * 1.25 * (lines - 1)
    rise = {"bottom": -block - 4, "top": size, "middle": size * 0.36 - block / 2}[note.get("yanchor", "middle")]
    anchor = {"left": "start", "right": "end", "center": "middle"}[note.get("xanchor", "center")]
    x += note.get("xshift", 0)
    if "bgcolor" in note:
        width = style.text_width(html.unescape(note["text"]), size) + 2
        yield (
            f'<rect x="{x - {"start": 1, "middle": width / 2, "end": width}[anchor]:.1f}" y="{y - size * 0.6:.1f}" '
            f'width="{width:.1f}" height="{size * 1.2:.1f}" fill="{note["bgcolor"]}"/>'
        )
    yield marks.text(note["text"], x, y + rise, note["font"], anchor=anchor)
