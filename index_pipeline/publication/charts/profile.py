"""Charts of one region: its pillars beside their comparators, and its score over the years. They carry no title."""

from index_pipeline.publication.charts import style
from index_pipeline.publication.charts.chart import (
    LEGEND,
    LEGEND_ROW,
    Chart,
    Frame,
    Trace,
    axis,
    layout,
    note,
    safe,
    ticks,
)
from index_pipeline.publication.charts.frames import frame
from index_pipeline.publication.charts.marks import legend_rows
from index_pipeline.publication.files import file_name
from index_pipeline.publication.lookups.comparators import Comparator, comparators
from index_pipeline.publication.lookups.panel import Panel
from index_pipeline.publication.text import Words, number, shorten

ROW = 28
WIDTH = 490
WIDE = 760
MARKS = (("line-ns", style.INK), ("diamond", style.TEAL), ("triangle-down", style.ORANGE))
"""Symbol and colour of each comparator, in their order."""

LABELS_OF_YEARS = 7
"""Number of years whose labels have room below a trend."""


def pillar_profile(panel: Panel, words: Words, area: str, year: int, others: list[Comparator]) -> Chart:
    """Bars of a region's pillars, and a mark on each of them for each of `others`; without a title."""
    data, pillars = _bars_and_marks(panel, words, area, year, others)
    top = 10 + LEGEND_ROW * len(legend_rows(data, WIDTH))
    height = top + ROW * len(pillars) + 26
    box = Frame("", "", "", WIDTH, height, _left(panel, words, pillars), 52, top, 26, words.language)
    return _drawn(panel, words, area, year, box, data, pillars)


def region_profile(panel: Panel, words: Words, area: str) -> Chart:
    """The same for the newest year with a title, for use on its own."""
    others = comparators(panel, area, panel.newest, words)
    data, pillars = _bars_and_marks(panel, words, area, panel.newest, others)
    top = 84 + LEGEND_ROW * len(legend_rows(data, WIDE))
    height = top + ROW * len(pillars) + 78
    box = frame(
        panel, words, "profile", WIDE, height, area, left=_left(panel, words, pillars), right=60, top=top, bottom=78
    )
    return _drawn(panel, words, area, panel.newest, box, data, pillars)


def trend(panel: Panel, words: Words, area: str, mark: int) -> Chart:
    """Score of a region over the years, its rank beneath each, and the mean of all regions; the year `mark` is bold.

    The estimate of the next year, if there is one, has a hollow mark and a dotted line.
    """
    years = panel.years
    scores = [panel.score(area, year, panel.root) for year in years]
    means = [panel.mean(panel.areas, year, panel.root) for year in years]
    box = Frame("", "", "", 370, 225, 40, 30, 40, 44, words.language)
    estimate = panel.estimates.get(area, {}).get("estimated_score")
    found = [score for score in [*scores, *means, estimate] if score is not None] or list(panel.scale)
    room = max((max(found) - min(found)) * 0.2, 1.0)
    limits = (min(found) - room, max(found) + room)
    line = {"type": "scatter", "mode": "lines+markers", "hoverinfo": "skip", "showlegend": True, "x": years}
    data = [
        line
        | {"y": means, "name": safe(words("mean")), "line": {"color": style.MUTED, "width": 1.5, "dash": "dash"}}
        | {"marker": {"color": style.MUTED, "size": 4, "symbol": "circle"}},
        line
        | {"y": scores, "name": safe(panel.area_short(area, words)), "line": {"color": style.BLUE, "width": 2.5}}
        | {"marker": {"color": style.BLUE, "size": 7, "symbol": "circle"}},
    ]
    shown = [*years, *([years[-1] + 1] if estimate is not None else [])]
    without = {year for year, mean in zip(years, means, strict=True) if mean is None}
    labelled = _spaced([year for year in shown if year not in without], mark)
    values = [
        note(number(score), year, score, xanchor="center", **_clear_of(score, mean))
        | {"font": {"size": style.SIZE, "color": style.INK, "weight": 700 if year == mark else 400}}
        for year, score, mean in zip(years, scores, means, strict=True)
        if score is not None and year in labelled
    ]
    texts = {year: f"{year}\n{_rank(panel, words, area, year)}" for year in years}
    if estimate is not None:
        data += _estimated(estimate, (years[-1], scores[-1]), words)
        texts[years[-1] + 1] = f"{years[-1] + 1}\n{words('estimated')}"
        values.append(
            note(number(estimate), years[-1] + 1, estimate, xanchor="center", yanchor="bottom", yshift=5)
            | {"font": {"size": style.SIZE, "color": style.INK}}
        )
    parts = {
        "xaxis": axis((shown[0] - 0.3, shown[-1] + 0.3), labelled, [texts[year] for year in labelled], anchor="y"),
        "yaxis": axis(limits, ticks(limits), showgrid=True, anchor="x"),
        "annotations": values,
        **LEGEND,
    }
    said = words.join([f"{year} {number(score)}" for year, score in zip(years, scores, strict=True)])
    return Chart(f"trend_{file_name(area)}", "", said, {"data": data, "layout": layout(box, **parts)})


def _spaced(years: list[int], mark: int) -> list[int]:
    """Return years at equal distances, `mark` among them (else the last), as many as labels have room."""
    step = max(1, -(-len(years) // LABELS_OF_YEARS))
    anchor = years.index(mark) if mark in years else len(years) - 1
    return years[anchor % step :: step]


def _estimated(estimate: float, last: tuple[int, float | None], words: Words) -> list[Trace]:
    """Return the dotted line from the last score to the estimate of the next year, and its hollow mark."""
    common = {"type": "scatter", "hoverinfo": "skip"}
    line = {"mode": "lines", "showlegend": False, "line": {"color": style.BLUE, "width": 1.5, "dash": "dot"}}
    mark = {"mode": "markers", "showlegend": True, "name": safe(words("estimated"))}
    mark |= {"marker": {"color": style.BLUE, "size": 8, "symbol": "circle-open"}}
    return [
        common | line | {"x": [last[0], last[0] + 1], "y": [last[1], estimate]},
        common | mark | {"x": [last[0] + 1], "y": [estimate]},
    ]


def _clear_of(score: float, mean: float | None) -> dict[str, str | int]:
    """Place the value of a point on the side that is away from the mean's line."""
    below = mean is not None and score < mean
    return {"yanchor": "top", "yshift": -8} if below else {"yanchor": "bottom", "yshift": 5}


def _rank(panel: Panel, words: Words, area: str, year: int) -> str:
    row = panel.rankings.get((area, year, panel.root))
    if row is None or row["score"] is None:
        return words("unscored")
    return words("no_distinction") if row["rank"] is None else words("rank.short", rank=row["rank"])


def _bars_and_marks(
    panel: Panel, words: Words, area: str, year: int, others: list[Comparator]
) -> tuple[list[Trace], list[str]]:
    pillars = panel.measured(panel.pillars) or [panel.root]
    scores = [panel.score(area, year, pillar) for pillar in pillars]
    positions = list(range(len(pillars)))
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": [0.0 if score is None else score - panel.scale[0] for score in scores],
        "y": positions,
        "base": panel.scale[0],
        "width": 0.5,
        "marker": {"color": style.PALE_BLUE},
        "name": safe(panel.area_short(area, words)),
        "showlegend": True,
        "hoverinfo": "skip",
    }
    data = [bars]
    for other, (symbol, colour) in zip(others, MARKS, strict=False):
        points = {"x": [panel.mean(other.areas, year, p) for p in pillars], "y": positions, "name": safe(other.title)}
        marker = {"symbol": symbol, "color": colour, "size": 11, "line": {"color": colour, "width": 2.5}}
        data.append(
            {"type": "scatter", "mode": "markers", "marker": marker, "showlegend": True, "hoverinfo": "skip"} | points
        )
    return data, pillars


def _labels(panel: Panel, words: Words, pillars: list[str]) -> list[str]:
    return [shorten(panel.title(pillar, words), 16 if words.language == "zh" else 36) for pillar in pillars]


def _left(panel: Panel, words: Words, pillars: list[str]) -> int:
    return round(max(map(style.text_width, _labels(panel, words, pillars)))) + 14


def _drawn(
    panel: Panel, words: Words, area: str, year: int, box: Frame, data: list[Trace], pillars: list[str]
) -> Chart:
    labels = _labels(panel, words, pillars)
    scores = [panel.score(area, year, pillar) for pillar in pillars]
    positions = list(range(len(pillars)))
    ends = [
        note(
            words("unscored") if score is None else number(score), 1, position, xref="paper", xanchor="left", xshift=11
        )
        | {"font": {"size": style.SIZE, "color": style.INK}}
        for score, position in zip(scores, positions, strict=True)
    ]
    parts = {
        "xaxis": axis(panel.scale, ticks(panel.scale), showgrid=True, anchor="y"),
        "yaxis": axis((len(pillars) - 0.5, -0.5), positions, labels, anchor="x"),
        "annotations": ends,
        **LEGEND,
    }
    said = words.join([f"{label} {number(score)}" for label, score in zip(labels, scores, strict=True)])
    return Chart(f"pillars_{file_name(area)}", box.title, said, {"data": data, "layout": layout(box, **parts)})
