"""Charts of coloured cells: a grid of tiles instead of a map, and regions against pillars."""

import html
from typing import Any

from index_pipeline.publication.charts import style
from index_pipeline.publication.charts.chart import Chart, Trace, axis, layout, safe
from index_pipeline.publication.charts.frames import frame
from index_pipeline.publication.lookups.panel import Panel
from index_pipeline.publication.text import Words, number, shorten

TILE = 88
TILE_HEIGHT = 60
"""Width and height of a tile, in pixels: room for a long English name, and for three lines."""


def tile_grid(panel: Panel, words: Words) -> Chart | None:
    """One tile per region, coloured by the index; None if the framework places no tiles.

    Regions that are not assessed are there without a colour, marked 数据另列. It is not a map: it draws no border.
    """
    tiles = panel.contents.framework.codes.tiles
    if not tiles:
        return None
    columns, rows = max(t.column for t in tiles.values()), max(t.row for t in tiles.values())
    scored, others = _empty(rows, columns), _empty(rows, columns)
    scored_text, others_text = _empty(rows, columns), _empty(rows, columns)
    for area, tile in tiles.items():
        name = shorten(panel.area_short(area, words), 28)
        name = name if style.text_width(name) <= TILE - 8 else name.replace(" ", "\n")
        score = panel.score(area, panel.newest, panel.root)
        separate = panel.regions.get(area, {}).get("role") == "separate"
        label = words("separate") if separate else words("unscored")
        grid, texts = (others, others_text) if score is None else (scored, scored_text)
        grid[tile.row - 1][tile.column - 1] = 0.0 if score is None else score
        texts[tile.row - 1][tile.column - 1] = safe(f"{name}\n{label if score is None else number(score)}")
    box = frame(
        panel, words, "tilegrid", width=80 + TILE * columns, height=152 + TILE_HEIGHT * rows, left=24, right=24, top=88
    )
    found = [score for line in scored for score in line if score is not None]
    axes = {
        "xaxis": axis((0.5, columns + 0.5), [], anchor="y"),
        "yaxis": axis((rows + 0.5, 0.5), [], anchor="x"),
    }
    data = [
        _cells(scored, scored_text, (min(found, default=0.0), max(found, default=1.0)), style.colorscale()),
        _cells(others, others_text, (0.0, 1.0), [[0, style.EMPTY], [1, style.EMPTY]]),
    ]
    data += [labels for cells in list(data) for labels in _labels(cells, TILE - 8)]
    return Chart("tilegrid", box.title, box.subtitle, {"data": data, "layout": layout(box, **axes)})


def heat_map(panel: Panel, words: Words, most: int | None = None) -> Chart:
    """Scores of the newest year, a row per region in the order of the ranking, a column the index and each pillar.

    With `most`, only so many regions are drawn, the first ones.
    """
    areas = [row["ref_area"] for row in panel.ranked(panel.newest, panel.root)]
    areas = [*areas, *(area for area in panel.areas if area not in areas)][:most]
    columns = [panel.root, *panel.measured(panel.pillars)]
    labels = [shorten(panel.area_short(area, words), 24) for area in areas]
    scores = [[panel.score(area, panel.newest, column) for column in columns] for area in areas]
    texts = [[number(score) for score in line] for line in scores]
    titles = [_two_lines(shorten(panel.title(column, words), 36)) for column in columns]
    box = frame(
        panel,
        words,
        "heatmap",
        width=style.WIDEST,
        height=190 + 22 * len(areas),
        left=round(max(map(style.text_width, labels))) + 24,
        top=128,
        most=most,
    )
    axes = {
        "xaxis": axis((0.5, len(columns) + 0.5), list(range(1, len(columns) + 1)), titles, side="top", anchor="y"),
        "yaxis": axis((len(areas) + 0.5, 0.5), list(range(1, len(areas) + 1)), labels, anchor="x"),
    }
    cells = _cells(scores, texts, panel.scale, style.colorscale())
    return Chart(
        "heatmap",
        box.title,
        box.subtitle,
        {"data": [cells, *_labels(cells, box.width)], "layout": layout(box, **axes)},
    )


def _empty(rows: int, columns: int) -> list[list[Any]]:
    return [[None] * columns for _ in range(rows)]


def _cells(z: list[Any], text: list[Any], limits: tuple[float, float], colours: list[list[float | str]]) -> Trace:
    return {
        "type": "heatmap",
        "x": list(range(1, len(z[0]) + 1)),
        "y": list(range(1, len(z) + 1)),
        "z": z,
        "zmin": limits[0],
        "zmax": limits[1],
        "text": [["" if cell is None else str(cell) for cell in line] for line in text],
        "colorscale": colours,
        "showscale": False,
        "hoverinfo": "skip",
        "hoverongaps": False,
        "xgap": 3,
        "ygap": 3,
    }


def _labels(cells: Trace, room: float) -> list[Trace]:
    """Return the texts of cells as traces of their own, light on dark and dark on light, each within `room` pixels."""
    places = [
        (x, y, cells["text"][row][column], value)
        for row, y in enumerate(cells["y"])
        for column, x in enumerate(cells["x"])
        if (value := cells["z"][row][column]) is not None
    ]
    found = []
    for colour, light in ((style.ON_LIGHT, False), (style.PAPER, True)):
        chosen = [p for p in places if style.is_dark(style.mixed(cells, p[3])) == light]
        widest = [max(style.text_width(html.unescape(line)) for line in text.split("<br>")) for _, _, text, _ in chosen]
        sizes = [round(style.SIZE * min(1.0, room / max(width, 1.0)), 1) for width in widest]
        found.append(
            {
                "type": "scatter",
                "mode": "text",
                "x": [x for x, _, _, _ in chosen],
                "y": [y for _, y, _, _ in chosen],
                "text": [text for _, _, text, _ in chosen],
                "textposition": "middle center",
                "textfont": {"size": sizes, "color": colour},
                "hoverinfo": "skip",
                "showlegend": False,
            }
        )
    return found


def _two_lines(title: str) -> str:
    """Break a title near its middle: at a space if it has one, else between characters of a long one."""
    if len(title) <= 7:
        return title
    latin = title.isascii()
    spaces = [place for place, character in enumerate(title) if character == " "]
    if not spaces and latin:
        return title
    if not spaces:
        middle = (len(title) + 1) // 2
        return f"{title[:middle]}\n{title[middle:]}"
    middle = min(spaces, key=lambda place: abs(place - len(title) / 2))
    return f"{title[:middle]}\n{title[middle + 1 :]}"
