"""A chart as data: Plotly's own description of a figure, with the layout that all charts share."""

import html
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from index_pipeline.publication.charts import style
from index_pipeline.publication.text import Language

Trace = dict[str, Any]
Layout = dict[str, Any]


LEGEND: Layout = {
    "showlegend": True,
    "legend": {
        "orientation": "h",
        "xref": "container",
        "x": 0,
        "xanchor": "left",
        "y": 1,
        "yanchor": "bottom",
        "font": {"size": style.SMALL},
    },
}
"""A legend in rows above the plot, over the whole width."""
LEGEND_ROW = 18

SOURCE = "source"
"""Name of the annotation that says of which release a chart is."""
SOURCE_LINE = 16
"""Pixels that a line of it takes at the foot."""


@dataclass(frozen=True)
class Chart:
    """A Plotly figure. Every axis has a numeric range, so that other renderers need not compute one.

    `plot` holds `data` and `layout`. `alternative` says in a sentence what the figure shows, for those who cannot
    see it.
    """

    figure_id: str
    title: str
    alternative: str
    plot: dict[str, Any]

    def json(self) -> str:
        """Return Plotly's description as JSON, the same for the same figure."""
        return json.dumps(self.plot, ensure_ascii=False, separators=(",", ":"), allow_nan=False)

    def without_source(self) -> "Chart":
        """Return the chart for a document that itself says of which figures it is."""
        whole = self.plot["layout"]
        notes = [each for each in whole["annotations"] if each.get("name") != SOURCE]
        lines = sum(each["text"].count("<br>") + 1 for each in whole["annotations"] if each.get("name") == SOURCE)
        room = lines * SOURCE_LINE
        margin = {**whole["margin"], "b": whole["margin"]["b"] - room}
        shown = {**whole, "annotations": notes, "height": whole["height"] - room, "margin": margin}
        return replace(self, plot={**self.plot, "layout": shown})


@dataclass(frozen=True)
class Frame:
    """Title, lines under it and at the foot of a figure, its size and margins in pixels, and its language."""

    title: str
    subtitle: str
    footnote: str
    width: int
    height: int
    left: int = 60
    right: int = 30
    top: int = 84
    bottom: int = 64
    language: Language = "zh"


def layout(frame: Frame, **parts: Any) -> Layout:
    """Return the layout that all charts share, with `parts` (axes, legend, shapes, annotations) added."""
    annotations = [*parts.pop("annotations", []), *([_footnote(frame)] if frame.footnote else [])]
    return {
        "title": {
            "text": safe(frame.title),
            "subtitle": {"text": safe(frame.subtitle), "font": {"size": style.SMALL, "color": style.MUTED}},
            "font": {"size": style.TITLE, "color": style.INK, "weight": 700},
            "x": 0,
            "xref": "container",
            "xanchor": "left",
            "y": 1,
            "yref": "container",
            "yanchor": "top",
            "pad": {"l": 16, "t": 14},
        },
        "width": frame.width,
        "height": frame.height,
        "margin": {"l": frame.left, "r": frame.right, "t": frame.top, "b": frame.bottom, "autoexpand": False},
        "font": {"family": style.FONTS[frame.language], "size": style.SIZE, "color": style.INK},
        "paper_bgcolor": style.PAPER,
        "plot_bgcolor": style.PAPER,
        "hoverlabel": {"font": {"family": style.FONTS[frame.language], "size": style.SIZE}},
        "dragmode": False,
        "barmode": "overlay",
        "showlegend": False,
        "annotations": annotations,
        **parts,
    }


def axis(
    limits: tuple[float, float], ticks: Sequence[float], labels: Sequence[str] | None = None, **parts: Any
) -> Layout:
    """Return an axis from `limits[0]` to `limits[1]` with the given ticks, labelled by themselves unless stated."""
    return {
        "range": list(limits),
        "tickmode": "array",
        "tickvals": list(ticks),
        "ticktext": [f"{tick:g}".replace("-", "\N{MINUS SIGN}") for tick in ticks]
        if labels is None
        else [safe(label) for label in labels],
        "tickfont": {"size": style.SIZE, "color": style.INK},
        "gridcolor": style.GRID,
        "showgrid": False,
        "zeroline": False,
        "ticks": "",
        "fixedrange": True,
        **parts,
    }


def note(text: str, x: float, y: float, **parts: Any) -> Layout:
    """Return an annotation without an arrow; x and y are on the axes unless `xref`, `yref` say otherwise."""
    return {
        "text": safe(text),
        "x": x,
        "y": y,
        "showarrow": False,
        "font": {"size": style.SMALL, "color": style.MUTED},
        **parts,
    }


def safe(text: str) -> str:
    """Escape text for Plotly, which reads a part of HTML and TeX in its labels; a newline becomes its line break."""
    return "<br>".join(html.escape(line, quote=False).replace("$", "&#36;") for line in text.split("\n"))


def ticks(limits: tuple[float, float]) -> list[float]:
    """Return round numbers within `limits`, at most seven."""
    step = round_step(limits[1] - limits[0])
    first, last = math.ceil(limits[0] / step - 1e-9), math.floor(limits[1] / step + 1e-9)
    return [round(step * k, 10) for k in range(first, last + 1)]


def round_step(span: float) -> float:
    """Return the least round number of which six at most cover `span`."""
    return next(s * 10.0**e for e in range(-6, 17) for s in (1, 2, 2.5, 5) if span / (s * 10.0**e) <= 6)


def _footnote(frame: Frame) -> Layout:
    return note(
        frame.footnote,
        0,
        0,
        xref="paper",
        yref="paper",
        xanchor="left",
        yanchor="bottom",
        xshift=16 - frame.left,
        yshift=10 - frame.bottom,
        align="left",
        font={"size": style.SMALL, "color": style.MUTED},
        name=SOURCE,
    )
