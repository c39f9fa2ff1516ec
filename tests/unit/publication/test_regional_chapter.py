"""Inequality, convergence and space: as charts, and as a chapter of the report, where a release holds them."""

import re
from dataclasses import replace
from xml.etree import ElementTree

import plotly.graph_objects
import pytest

from index_pipeline.analysis.convergence import beta_convergence, sigma_convergence
from index_pipeline.analysis.densities import densities
from index_pipeline.analysis.inequality import inequality
from index_pipeline.analysis.neighbours import adjacency
from index_pipeline.analysis.spatial import global_moran, local_moran
from index_pipeline.publication.charts.collection import figures
from index_pipeline.publication.charts.svg import svg
from index_pipeline.publication.lookups.panel import Panel
from index_pipeline.publication.report.blocks import Paragraph
from index_pipeline.publication.report.files import chapters
from index_pipeline.publication.report.method import spans
from index_pipeline.publication.report.regional import regional
from index_pipeline.publication.text import LANGUAGES, words

CHARTS = ("inequality", "densities", "neighbours")


@pytest.fixture(scope="module")
def analysed(real):
    scores, framework = real.tables["scores"], real.framework
    links = adjacency(framework)
    found = {
        "inequality": inequality(scores, framework),
        "sigma_convergence": sigma_convergence(scores, framework),
        "beta_convergence": beta_convergence(scores, framework),
        "densities": densities(scores, framework),
        "global_moran": global_moran(scores, links, framework),
        "local_moran": local_moran(scores, links, framework),
    }
    return Panel(replace(real, tables=real.tables | found))


def drawn(panel, language="zh"):
    return {figure.figure_id: figure for figure in figures(panel, words(language))}


def grids(chapter, caption):
    return next(block for block in chapter.blocks if block.kind == "grid" and block.caption == caption)


def index_rows(panel, table, **wanted):
    rows = [row for row in panel.rows(table) if row["component_id"] == "icdi"]
    return [row for row in rows if all(row[key] == value for key, value in wanted.items())]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CHARTS)
def test_plotly_and_the_own_renderer_draw_each_chart(analysed, language, name):
    figure = drawn(analysed, language)[name]

    plotly.graph_objects.Figure(figure.plot)
    assert ElementTree.fromstring(svg(figure)).tag.endswith("svg")


def test_parts_of_a_bar_sum_to_the_gini_coefficient(analysed):
    traces = drawn(analysed)["inequality"].plot["data"]
    sums = [sum(parts) for parts in zip(*(trace["x"] for trace in traces), strict=True)]

    assert sums == pytest.approx([row["gini"] for row in index_rows(analysed, "inequality")], abs=1e-12)


@pytest.mark.parametrize(
    ("language", "said"),
    [("zh", "不含海南—广东：海南省没有相邻地区。"), ("en", "Borders alone: Without a neighbour: Hainan.")],
)
def test_what_holds_for_some_neighbours_names_them(analysed, language, said):
    chapter = regional(analysed, words(language), {})
    assert chapter

    assert any(said in block.text for block in chapter.blocks if isinstance(block, Paragraph))


def test_a_density_curve_a_year(analysed):
    traces = drawn(analysed)["densities"].plot["data"]

    assert [trace["name"] for trace in traces] == ["2018", "2019", "2020", "2021", "2022", "2023"]


def test_slope_of_the_scatter_is_morans_i(analysed):
    """With rows standardised, the slope of neighbours' means on scores is the global statistic."""
    rule = drawn(analysed)["neighbours"].plot["data"][2]
    slope = (rule["y"][1] - rule["y"][0]) / (rule["x"][1] - rule["x"][0])
    (row,) = index_rows(analysed, "global_moran", time_period=2023, links="all", weighting="row_standardised")

    assert slope == pytest.approx(row["moran"], abs=1e-12)


def test_tables_of_the_chapter_hold_the_figures_of_the_release(analysed):
    chapter = regional(analysed, words("zh"), {})
    assert chapter

    unequal = index_rows(analysed, "inequality")
    assert [line[:3] for line in grids(chapter, "地区差异").rows] == [
        [str(row["time_period"]), "31", f"{row['gini']:.3f}"] for row in unequal
    ]
    spread = grids(chapter, "σ收敛系数（得分对数的标准差）")
    assert [line[0] for line in spread.rows] == ["全部地区", "东部", "中部", "西部", "东北"]
    assert spread.rows[0][1:] == [f"{row['sigma']:.3f}" for row in index_rows(analysed, "sigma_convergence", zone=None)]
    assert len(grids(chapter, "全局莫兰指数").rows) == 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_caveat_is_said_once(analysed, language):
    chapter = regional(analysed, words(language), {})
    assert chapter
    notes = [block.text for block in chapter.blocks if isinstance(block, Paragraph) and block.note]

    for text in notes:
        sentences = [part for part in re.split(r"(?<=。)|(?<=\.) (?=[A-Z])", text) if part]
        assert len(sentences) == len(set(sentences))


def test_a_release_without_analysis_has_no_such_chapter(example):
    panel = Panel(example)

    assert regional(panel, words("zh"), {}) is None
    assert not set(CHARTS) & drawn(panel).keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_chapter_is_numbered(analysed, language):
    found = chapters(analysed, words(language))
    numerals = words(language).entries["numerals"]

    assert len(found) == 13
    assert [re.split(r"[、.]", chapter.title)[0] for chapter in found] == numerals[: len(found)]


def test_spans_draw_runs_of_years_together():
    assert spans([2023, 2019, 2018, 2020], words("en")) == "2018–2020, 2023"
    assert spans([2023, 2019, 2018, 2020], words("zh")) == "2018—2020、2023"
