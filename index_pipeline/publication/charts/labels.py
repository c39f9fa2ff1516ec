"""Points of a plane, and their names beside them where there is room."""

from collections.abc import Iterator, Sequence

from index_pipeline.publication.charts import style
from index_pipeline.publication.charts.chart import Frame, Layout, Trace, note, safe

Limits = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, top, right and bottom, in pixels."""
AWAY = 8
HEIGHT = style.SMALL * 1.25
SIDES = (("left", "middle"), ("right", "middle"), ("center", "bottom"), ("center", "top"))
"""Where a name begins or ends at its point, in order of choice: on its right, left, above, below."""


def names(
    frame: Frame, across: Limits, up: Limits, points: Sequence[tuple[float, float, str]], first: int = 0
) -> Iterator[Layout]:
    """Yield the names of points as annotations, in the given order, each on a side where it covers nothing.

    A name that has no room on any side is left out, except the `first` ones, which then are on the right.
    """
    spots = [(_place(x, across, frame, wide=True), _place(y, up, frame, wide=False)) for x, y, _ in points]
    taken: list[Box] = [(x - 4, y - 4, x + 4, y + 4) for x, y in spots]
    for at, (x, y, name) in enumerate(points):
        width = style.text_width(name, style.SMALL) + 2
        boxes = [_box(*spots[at], width, *side) for side in SIDES]
        others = taken[:at] + taken[at + 1 :]
        free = [k for k, box in enumerate(boxes) if _inside(box, frame) and not any(_meet(box, o) for o in others)]
        if free or at < first:
            side = free[0] if free else 0
            taken.append(boxes[side])
            yield _named(name, x, y, *SIDES[side])


def _named(name: str, x: float, y: float, xanchor: str, yanchor: str) -> Layout:
    shift: Layout = {"xshift": {"left": AWAY, "right": -AWAY, "center": 0}[xanchor]}
    shift |= {"yshift": {"bottom": AWAY - 4, "top": -AWAY, "middle": 0}[yanchor]}
    return note(name, x, y, xanchor=xanchor, yanchor=yanchor, font={"size": style.SMALL, "color": style.INK}, **shift)


def _place(value: float, limits: Limits, frame: Frame, wide: bool) -> float:
    share = (value - limits[0]) / (limits[1] - limits[0])
    if wide:
        return frame.left + share * (frame.width - frame.left - frame.right)
    return frame.height - frame.bottom - share * (frame.height - frame.top - frame.bottom)


def _box(x: float, y: float, width: float, xanchor: str, yanchor: str) -> Box:
    left = {"left": x + AWAY, "right": x - AWAY - width, "center": x - width / 2}[xanchor]
    top = {"bottom": y - AWAY - HEIGHT, "top": y + AWAY, "middle": y - HEIGHT / 2}[yanchor]
    return left, top, left + width, top + HEIGHT


def _inside(box: Box, frame: Frame) -> bool:
    return (
        box[0] >= frame.left and box[2] <= frame.width and box[1] >= frame.top and box[3] <= frame.height - frame.bottom
    )


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def dots(at: Sequence[tuple[float, float]], labels: Sequence[str], name: str, opacity: float) -> Trace:
    """Return points of a plane as a trace; a label is seen where one points at its dot."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [x for x, _ in at],
        "y": [y for _, y in at],
        "marker": {"color": style.BLUE, "size": 9, "symbol": "circle", "opacity": opacity},
        "hoverinfo": "text",
        "hovertext": [safe(label) for label in labels],
        "name": safe(name),
        "showlegend": True,
    }
