"""All charts of a release, and the files they are published as."""

import json
from collections.abc import Callable, Iterator

from index_pipeline.publication.charts.chart import Chart
from index_pipeline.publication.charts.expected import expected
from index_pipeline.publication.charts.grids import heat_map, tile_grid
from index_pipeline.publication.charts.lines import bump, small_multiples, trends
from index_pipeline.publication.charts.pairs import pillar_pairs
from index_pipeline.publication.charts.profile import region_profile
from index_pipeline.publication.charts.ranking import contributions, ranking
from index_pipeline.publication.charts.regional import densities, inequality, neighbours
from index_pipeline.publication.charts.svg import svg
from index_pipeline.publication.files import File
from index_pipeline.publication.lookups.panel import Panel
from index_pipeline.publication.text import Words, words
from index_pipeline.publication.webpage import page, static

CHARTS: tuple[Callable[[Panel, Words], Chart | None], ...] = (
    ranking,
    tile_grid,
    heat_map,
    contributions,
    trends,
    bump,
    small_multiples,
    expected,
    pillar_pairs,
    inequality,
    densities,
    neighbours,
)

PLOTLY = "assets/plotly.min.js"
"""The script of all pages of charts."""


def figures(panel: Panel, words: Words) -> list[Chart]:
    """Return the charts that this release has figures for, in the order of the gallery."""
    found = [chart(panel, words) for chart in CHARTS]
    return [figure for figure in found if figure]


def figure_files(panel: Panel) -> Iterator[File]:
    """Yield every chart as Plotly JSON, as a page that works offline and as SVG, in each language, and a gallery.

    In addition to the charts of all regions there is a profile of each region.
    """
    yield File(PLOTLY, static("plotly.min.js").encode())
    for language in panel.languages:
        wording = words(language)
        found = figures(panel, wording)
        profiles = [region_profile(panel, wording, area) for area in panel.areas]
        for figure in (*found, *profiles):
            stem = f"figures/{language}/{figure.figure_id}"
            yield from forms(figure, wording, stem, plotly=f"../../{PLOTLY}", gallery="index.html")
        yield File(
            f"figures/{language}/index.html", page("gallery.html", wording, figures=found, profiles=profiles).encode()
        )


def forms(figure: Chart, words: Words, stem: str, plotly: str, gallery: str = "") -> Iterator[File]:
    """Yield a figure as JSON, SVG and a page; `plotly` and `gallery` are the links of the page to them."""
    yield File(f"{stem}.json", figure.json().encode())
    yield File(f"{stem}.svg", svg(figure).encode())
    layout = {key: value for key, value in figure.plot["layout"].items() if key != "width"}
    configuration = {
        "displaylogo": False,
        "responsive": True,
        "modeBarButtonsToRemove": ["sendChartToCloud", "select2d", "lasso2d"],
        "locale": words("plotly.locale"),
        "locales": {words("plotly.locale"): {"dictionary": words.entries["plotly.dictionary"], "format": {}}},
    }
    parts = {"data": figure.plot["data"], "layout": layout, "config": configuration}
    plot = json.dumps(parts, ensure_ascii=False, allow_nan=False)
    shown = page("figure.html", words, figure=figure, plot=plot, plotly=plotly, gallery=gallery)
    yield File(f"{stem}.html", shown.encode())
