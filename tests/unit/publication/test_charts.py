"""Charts: valid Plotly figures that an own renderer draws as well, saying what the tables say."""

import json
import re
from dataclasses import replace
from xml.etree import ElementTree

import plotly.graph_objects
import pytest
from example_release import AREAS, example_release, with_tables
from plotly.offline import get_plotlyjs

from index_pipeline.publication.charts import style
from index_pipeline.publication.charts.chart import safe, ticks
from index_pipeline.publication.charts.collection import figure_files, figures
from index_pipeline.publication.charts.profile import trend
from index_pipeline.publication.charts.ranking import ranking
from index_pipeline.publication.charts.svg import svg
from index_pipeline.publication.lookups.panel import Panel
from index_pipeline.publication.text import words
from index_pipeline.publication.webpage import static

YEARS = {"trends", "bump", "multiples"}
NAMES = {"ranking", "tilegrid", "heatmap", "contributions", "pairs", *YEARS}
SVG = "{http://www.w3.org/2000/svg}"
A4_TEXT = 186 / 25.4 * 72
"""Points between the margins of a page of the report."""


def charts(contents, language="zh"):
    return {figure.figure_id: figure for figure in figures(Panel(contents), words(language))}


def intervals(contents):
    rows = contents.tables["rankings"].to_pylist()
    found = [
        {key: row[key] for key in ("ref_area", "time_period", "component_id", "rank")}
        | {"rank_median": row["rank"], "rank_p05": 1.0, "rank_p95": 5.0, "p_top": 0.5, "p_scored": 1.0}
        for row in rows
        if row["rank"]
    ]
    return with_tables(contents, rank_intervals=found)


def texts(document):
    return ["".join(node.itertext()) for node in ElementTree.fromstring(document).iter(f"{SVG}text")]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", sorted(NAMES))
def test_plotly_accepts_every_chart(real, language, name):
    figure = charts(real, language)[name]

    plotly.graph_objects.Figure(json.loads(figure.json()))


def test_pages_load_the_version_of_plotly_that_checks_the_charts():
    published = re.search(r"plotly\.js \(cartesian - minified\) v([\d.]+)", static("plotly.min.js"))

    assert published
    assert f"plotly.js v{published[1]}\n" in get_plotlyjs()[:200]


@pytest.mark.parametrize("name", sorted(NAMES))
def test_every_chart_is_drawn_as_svg_within_its_frame(real, name):
    figure = charts(real)[name]

    root = ElementTree.fromstring(svg(figure))

    for node in root.iter(f"{SVG}text"):
        assert 0 <= float(node.attrib["x"]) <= figure.plot["layout"]["width"]
        assert 0 <= float(node.attrib["y"]) <= figure.plot["layout"]["height"]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", sorted(NAMES))
def test_a_chart_as_wide_as_a_page_has_no_type_of_less_than_six_and_a_half_points(real, language, name):
    figure = charts(real, language)[name]
    points = A4_TEXT / figure.plot["layout"]["width"]

    assert min(float(size) for size in re.findall('font-size="([0-9.]+)"', svg(figure))) * points >= 6.5


@pytest.mark.parametrize("name", sorted(NAMES))
def test_a_chart_without_its_source_is_the_same_but_for_its_foot(real, name):
    whole = charts(real)[name]
    within = whole.without_source()
    room = [each["layout"]["height"] - each["layout"]["margin"]["b"] for each in (whole.plot, within.plot)]

    assert real.release_id in whole.json()
    assert real.release_id not in within.json()
    assert within.plot["data"] == whole.plot["data"]
    assert room[0] == room[1]
    assert within.plot["layout"]["margin"]["b"] > 0
    assert "<svg" in svg(within)


def test_a_kind_of_trace_that_is_not_drawn_is_refused(example):
    figure = charts(example)["ranking"]
    pie = replace(figure, plot=figure.plot | {"data": [figure.plot["data"][0] | {"type": "pie"}]})

    with pytest.raises(ValueError, match="pie"):
        svg(pie)


def test_ranking_shows_each_score_in_the_order_of_the_ranks(real):
    bars = charts(real)["ranking"].plot["data"][0]
    rows = Panel(real).ranked(2023, "icdi")

    assert bars["text"] == [f"{row['score']:.1f}" for row in rows]


def test_ranking_names_regions_without_a_score(example):
    drawn = svg(charts(example)["ranking"])

    assert "暂不评价：己" in texts(drawn)


def test_ranking_shows_intervals_where_they_are_computed(example):
    without, with_them = (charts(contents)["ranking"].plot for contents in (example, intervals(example)))

    assert "xaxis2" not in without["layout"]
    assert next(trace["x"][:2] for trace in with_them["data"] if trace.get("xaxis") == "x2") == [1.0, 5.0]


def test_contributions_sum_to_the_index(real):
    traces = charts(real)["contributions"].plot["data"]
    scores = [row["score"] for row in Panel(real).ranked(2023, "icdi")]

    sums = [sum(trace["x"][index] for trace in traces) for index in range(len(scores))]

    assert sums == pytest.approx(scores, abs=1e-9)


def test_tile_grid_is_no_map_and_lists_what_is_not_covered_apart(real):
    figure = charts(real)["tilegrid"]

    drawn = texts(svg(figure))

    assert "方格示意图" in figure.title
    assert sum(text.endswith("未包括") for text in drawn if len(text) < 8) == 3
    assert len(ElementTree.fromstring(svg(figure)).findall(f"{SVG}rect")) == 1 + 34


@pytest.mark.parametrize("percent", range(0, 101, 2))
def test_text_on_every_shade_of_the_scale_has_a_contrast_of_at_least_four_and_a_half(percent):
    shade = style.mixed({"zmin": 0, "zmax": 100, "colorscale": style.colorscale()}, percent)
    text = (255, 255, 255) if style.is_dark(shade) else (0, 0, 0)
    low, high = sorted([style.luminance(shade), style.luminance(text)])

    assert (high + 0.05) / (low + 0.05) >= 4.5


def test_one_year_has_no_charts_over_years():
    assert charts(example_release((2023, 2023))).keys() == NAMES - YEARS


def test_pages_ask_no_host_and_offer_no_upload(example):
    pages = {file.path: file.content.decode() for file in figure_files(Panel(example)) if file.path.endswith(".html")}

    assert len(pages) == 2 * (len(NAMES) + len(AREAS) + 1)
    for content in pages.values():
        assert "http" not in content.replace("http://www.w3.org", "")
    assert '"sendChartToCloud"' in pages["figures/zh/ranking.html"]
    assert '"displaylogo": false' in pages["figures/zh/ranking.html"]


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        ((0, 100), [0, 20, 40, 60, 80, 100]),
        ((0.2, 0.9), [0.2, 0.4, 0.6, 0.8]),
        ((-3, 3), [-3, -2, -1, 0, 1, 2, 3]),
        ((1e9, 5e12), [1e12, 2e12, 3e12, 4e12, 5e12]),
    ],
)
def test_ticks_are_round_and_within_the_limits(limits, expected):
    assert ticks(limits) == pytest.approx(expected)


def test_ticks_begin_at_a_limit_that_is_round():
    assert ticks((0.5, 1.0)) == pytest.approx([0.5, 0.6, 0.7, 0.8, 0.9, 1.0])


def test_text_stays_text_in_plotly():
    assert safe("<b>a</b> & b\nc") == "&lt;b&gt;a&lt;/b&gt; &amp; b<br>c"


def test_the_report_draws_the_first_regions_and_says_so_where_a_page_cannot_hold_all(asem):
    panel = Panel(asem)
    whole, first = ranking(panel, words("en")), ranking(panel, words("en"), 36)

    assert whole
    assert first
    assert [len(chart.plot["data"][0]["y"]) for chart in (whole, first)] == [51, 36]
    assert "; the first 36 of 51 regions are drawn" in first.plot["layout"]["title"]["subtitle"]["text"]
    assert first.plot["layout"]["height"] < whole.plot["layout"]["height"]


def test_the_years_below_a_long_trend_have_room():
    """Fifty years on a card of two columns: seven labels at most, the newest among them."""
    panel = Panel(example_release(years=(1974, 2023)))
    drawn = trend(panel, words("en"), AREAS[0], 2023).plot["layout"]
    assert len(drawn["xaxis"]["tickvals"]) <= 7
    assert drawn["xaxis"]["tickvals"][-1] == 2023
    assert len(drawn["annotations"]) <= 7
