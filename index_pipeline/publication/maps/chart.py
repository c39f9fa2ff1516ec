"""The map as a figure: regions coloured by the score of a component, on plain axes that fetch nothing."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from index_pipeline.publication.charts import style
from index_pipeline.publication.charts.chart import (
    LEGEND,
    Chart,
    Frame,
    Layout,
    Trace,
    axis,
    layout,
    note,
    round_step,
    safe,
)
from index_pipeline.publication.charts.frames import source_lines
from index_pipeline.publication.lookups.panel import Panel
from index_pipeline.publication.maps.boundaries import Boundaries, Ring
from index_pipeline.publication.maps.projection import name_place, project, thin
from index_pipeline.publication.text import Words, number, printable, shorten

WIDTH = 900
SIDE, TOP, BOTTOM = 24, 124, 84
THIN = 0.4
"""Pixels: of points nearer than this, one is drawn."""
NAME = 11
BESIDE = 7


def score_map(
    panel: Panel, words: Words, boundaries: Boundaries, year: int, component: str, review_number: str = ""
) -> Chart:
    """Draw the scores of a component in a year within the user's boundaries.

    Regions without a score, and those that are not assessed, are grey. The file of the boundaries and the number
    under which the map was reviewed (审图号) are named.
    """
    codes = list(boundaries.regions)
    rings = [ring for code in codes for ring in boundaries.regions[code]]
    placed = project([*rings, *boundaries.lines], rings)
    xs, ys = zip(*(point for ring in placed for point in ring), strict=True)
    unit = (max(xs) - min(xs)) / (WIDTH - 2 * SIDE)
    drawn = iter([thin(ring, THIN * unit) for ring in placed])
    own = {code: [next(drawn) for _ in boundaries.regions[code]] for code in codes}
    scores = {code: panel.score(code, year, component) for code in codes}
    classes = Classes.of([score for score in scores.values() if score is not None])
    colours = {code: style.EMPTY if score is None else classes.colour(score) for code, score in scores.items()}
    box = _frame(panel, words, boundaries, year, component, review_number, height=(max(ys) - min(ys)) / unit)
    titles = {code: shorten(panel.area_short(code, words), 16) for code in codes}
    names = place_names(titles, {code: name_place(own[code]) for code in codes}, colours, unit)
    axes = {
        "xaxis": axis((min(xs), max(xs)), [], anchor="y"),
        "yaxis": axis((min(ys), max(ys)), [], anchor="x", scaleanchor="x", constrain="domain"),
    }
    data = [_region(own[code], colours[code], _said(panel, words, code, scores[code])) for code in codes]
    data += [_line(ring) for ring in drawn]
    data += _legend(classes, words)
    return Chart(
        "map",
        box.title,
        f"{box.title}; {box.subtitle}",
        {"data": data, "layout": layout(box, annotations=names, **axes, **LEGEND)},
    )


@dataclass(frozen=True)
class Classes:
    """Classes of scores between round borders, each with its colour, the darker the higher."""

    borders: list[float]

    @classmethod
    def of(cls, scores: Sequence[float]) -> "Classes":
        """Return at most seven classes of one width that hold all of `scores`."""
        low, high = min(scores, default=0.0), max(scores, default=1.0)
        if low == high:
            return cls([low, high])
        step = round_step(high - low)
        first, last = math.floor(low / step), math.ceil(high / step)
        return cls([round(step * k, 10) for k in range(first, last + 1)])

    @property
    def colours(self) -> list[str]:
        """Colour of each class."""
        count = max(len(self.borders) - 1, 1)
        return [style.shade((k + 0.5) / count) for k in range(count)]

    def colour(self, score: float) -> str:
        """Colour of the class that holds `score`; a score on a border belongs to the class above it."""
        inner = self.borders[1:-1]
        return self.colours[sum(score >= border for border in inner)]


def _frame(
    panel: Panel, words: Words, boundaries: Boundaries, year: int, component: str, review_number: str, height: float
) -> Frame:
    reviewed = "figure.map.reviewed" if review_number else "figure.map.unreviewed"
    file = shorten(printable(boundaries.source), 60)
    return Frame(
        words("figure.map.title", year=year, title=panel.title(component, words)),
        words("figure.map.subtitle", file=file) + words(reviewed, number=shorten(printable(review_number), 60)),
        source_lines(panel, words),
        WIDTH,
        round(height) + TOP + BOTTOM,
        left=SIDE,
        right=SIDE,
        top=TOP,
        bottom=BOTTOM,
        language=words.language,
    )


def _said(panel: Panel, words: Words, code: str, score: float | None) -> str:
    separate = panel.regions.get(code, {}).get("role") == "separate"
    value = words("separate" if separate else "unscored") if score is None else number(score)
    return f"{panel.area_short(code, words)} {value}"


def _region(rings: Sequence[Ring], colour: str, said: str) -> Trace:
    points = [point for ring in rings for point in (*ring, (None, None))]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [x for x, _ in points],
        "y": [y for _, y in points],
        "fill": "toself",
        "fillcolor": colour,
        "line": {"color": style.MUTED, "width": 0.7, "dash": "solid"},
        "hoveron": "fills",
        "hoverinfo": "text",
        "text": safe(said),
        "showlegend": False,
    }


def _line(ring: Ring) -> Trace:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [x for x, _ in ring],
        "y": [y for _, y in ring],
        "line": {"color": style.MUTED, "width": 1.0, "dash": "solid"},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def place_names(
    titles: dict[str, str], places: dict[str, tuple[float, float, float]], colours: dict[str, str], unit: float
) -> list[Layout]:
    """Name each region: within it if there is room, else to its right on its own background, without overlap.

    Args:
        titles: Name of each region.
        places: Of each region, the place for a name and its distance to the nearest edge, on the plane.
        colours: Fill of each region.
        unit: Width of a pixel on the plane.
    """
    taken: list[tuple[float, float, float]] = []
    found = []
    roomy = {code: 2 * places[code][2] / unit >= 0.8 * style.text_width(titles[code], NAME) for code in titles}
    for code in sorted(titles, key=lambda code: (not roomy[code], -places[code][1])):
        x, y, _ = places[code]
        width, down = style.text_width(titles[code], NAME), 0
        left = x / unit - width / 2 if roomy[code] else x / unit + BESIDE
        while not roomy[code] and any(_overlap((left, y / unit - down, width), other) for other in taken):
            down += NAME + 2
        taken.append((left, y / unit - down, width))
        if roomy[code]:
            red, green, blue = (int(colours[code][k : k + 2], 16) for k in (1, 3, 5))
            ink = style.PAPER if style.is_dark((red, green, blue)) else style.ON_LIGHT
            found.append(note(titles[code], x, y, xanchor="center", font={"size": NAME, "color": ink}))
        else:
            ground = {"bgcolor": style.GROUND, "borderpad": 1, "font": {"size": NAME, "color": style.INK}}
            found.append(note(titles[code], x, y, xanchor="left", xshift=BESIDE, yshift=-down, **ground))
    return found


def _overlap(one: tuple[float, float, float], other: tuple[float, float, float]) -> bool:
    """Return whether two names meet: each its left end, its height and its width in pixels."""
    beside = one[0] + one[2] < other[0] or other[0] + other[2] < one[0]
    return not beside and abs(one[1] - other[1]) < NAME + 2


def _legend(classes: Classes, words: Words) -> list[Trace]:
    """Return a trace without points for each class, the highest first, and for regions without a score."""
    spans = [f"{number(low)}–{number(high)}" for low, high in pairwise(classes.borders)]
    entries = [*zip(spans, classes.colours, strict=True)][::-1]
    entries.append((words("figure.map.none"), style.EMPTY))
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [None],
            "y": [None],
            "marker": {"color": colour, "size": 12, "symbol": "square", "line": {"color": style.MUTED, "width": 0.7}},
            "name": safe(name),
            "hoverinfo": "skip",
            "showlegend": True,
        }
        for name, colour in entries
    ]
