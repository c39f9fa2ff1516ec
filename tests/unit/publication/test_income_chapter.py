"""What income lets one expect: the report's chart, its table with each region's context, and the words about both."""

import math
from dataclasses import replace

import plotly.graph_objects
import pytest
from example_release import with_tables

from index_pipeline.analysis.expected import expected_scores
from index_pipeline.publication.charts.chart import Frame
from index_pipeline.publication.charts.expected import expected, expected_of
from index_pipeline.publication.charts.labels import names
from index_pipeline.publication.charts.svg import svg
from index_pipeline.publication.lookups.panel import Panel
from index_pipeline.publication.report.income import income
from index_pipeline.publication.text import LANGUAGES, words


@pytest.fixture(scope="module")
def panel(real):
    """The project's index with GDP per head as the predictor of its scores."""
    definition = real.framework.definition
    context = tuple(
        figure.model_copy(update={"predictor": figure.series == "gdp_per_capita"}) for figure in definition.context
    )
    framework = replace(real.framework, definition=definition.model_copy(update={"context": context}))
    found = expected_scores(real.tables["scores"], real.tables["observations"], framework)
    return Panel(replace(real, framework=framework, tables=real.tables | {"expected_scores": found}))


def chapter_of(panel, language):
    found = income(panel, words(language), {})
    assert found
    return found


def table(chapter):
    return next(block for block in chapter.blocks if block.kind == "grid")


def test_the_table_holds_context_score_and_expected_score_of_each_region(panel):
    grid = table(chapter_of(panel, "zh"))
    beijing = dict(zip(grid.heads, grid.rows[0], strict=True))
    row = panel.expected["110000", 2023]

    assert len(grid.rows) == 31
    assert [head for head in grid.heads if "（" in head] == [
        "年末常住人口（万人）",
        "地区生产总值（亿元）",
        "人均地区生产总值（元/人）",
        "工业增加值占地区生产总值比重（%）",
    ]
    assert float(beijing["得分"]) == round(row["score"], 1)
    assert float(beijing["估计得分"]) == round(row["expected_score"], 1)
    assert float(beijing["实际得分与估计得分之差"].replace("−", "-")) == round(row["residual"], 1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_name_who_is_furthest_from_the_expected_score_and_where_the_figures_are_from(panel, language):
    wording = words(language)
    said, origins = (block.text for block in chapter_of(panel, language).blocks if block.kind == "paragraph")
    ordered = sorted(panel.expected.items(), key=lambda pair: pair[1]["residual"])
    (lowest, _), (highest, _) = [(key[0], row) for key, row in ordered if key[1] == 2023][:: len(panel.areas) - 1]

    assert panel.area_short(highest, wording) in said
    assert panel.area_short(lowest, wording) in said
    assert "2023" in origins


def test_the_chart_has_a_point_per_region_at_its_income_and_score(panel):
    drawn = expected(panel, words("en"))
    assert drawn
    plotly.graph_objects.Figure(drawn.plot)
    points = {
        (x, y)
        for trace in drawn.plot["data"]
        if trace["mode"] == "markers"
        for x, y in zip(trace["x"], trace["y"], strict=True)
    }

    assert points == {(math.log10(row["predictor"]), row["score"]) for row in expected_of(panel, 2023)}
    assert "→ Per capita gross regional product" in svg(drawn)


def test_two_regions_of_the_same_income_have_a_point_each(panel):
    rows = panel.contents.tables["expected_scores"].to_pylist()
    newest = [row for row in rows if row["time_period"] == panel.newest]
    newest[1]["predictor"] = newest[0]["predictor"]
    same = Panel(with_tables(panel.contents, expected_scores=newest))

    drawn = expected(same, words("en"))

    assert drawn
    assert sum(len(trace["x"]) for trace in drawn.plot["data"] if trace["mode"] == "markers") == len(newest)


def test_without_a_predictor_the_report_has_the_context_alone(panel):
    bare = Panel(
        replace(panel.contents, tables={k: v for k, v in panel.contents.tables.items() if k != "expected_scores"})
    )
    chapter = chapter_of(bare, "en")

    assert chapter.title == "The regions in figures"
    assert table(chapter).heads[-1] == "Score"
    assert expected(bare, words("en")) is None


def test_without_context_there_is_no_chapter(example):
    assert income(Panel(example), words("zh"), {}) is None


def test_names_of_points_cover_neither_points_nor_each_other():
    frame = Frame("", "", "", 400, 300)
    crowd = [(0.5 + k / 1000, 0.5, f"Region {k}") for k in range(40)]
    shown = list(names(frame, (0, 1), (0, 1), [(0.1, 0.1, "Apart"), *crowd]))

    assert shown[0]["text"] == "Apart"
    assert 2 <= len(shown) <= 5
    assert len({(note["xanchor"], note["yanchor"]) for note in shown[1:]}) == len(shown) - 1
