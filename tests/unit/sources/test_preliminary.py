"""Figures that a file calls preliminary are taken, and their note says it."""

from typing import Any

import pytest
from openpyxl.comments import Comment
from samples import Row, as_csv, as_xlsx, body, harmonised, kinds, refusal, regions, value

from index_pipeline.sources.layouts.preliminary import NOTE

GDP = "地区生产总值(亿元)"
TWO_YEARS = body([2024, 2023])


def years_noted(content: bytes) -> set[int]:
    """Return the years whose figures, of every region, have the note; each is still an observed one."""
    read = harmonised(content)
    noted = [figure for figure in read.figures if figure.note == NOTE]
    assert {figure.status for figure in read.figures} == {"A"}
    assert len(noted) % 31 == 0
    assert any(f"{len(noted)} figures are preliminary" in note for note in read.notes) == bool(noted)
    return {figure.time_period for figure in noted}


def table(heading: str = "2024年", *, title: str = "各地区生产总值(亿元)", note: str = "") -> bytes:
    return as_csv([[title], ["地区", heading, "2023年"], *TWO_YEARS, [note]])


@pytest.mark.parametrize(
    "heading",
    [
        *(
            "2024p",
            "2024(p)",
            "2024年p",
            "2024年(初步)",
            "2024年（初步核算数）",
            "2024年初步统计数",
            "2024 (preliminary)",
        ),
        *("2024年快报数", "2024年（快报）", "2024年初步核实数", "2024年\n初步核算数"),
    ],
)
def test_a_heading_says_that_its_year_is_preliminary(heading: str) -> None:
    assert years_noted(table(heading)) == {2024}


@pytest.mark.parametrize(
    ("note", "years"),
    [
        ("注：2024年数据为初步核算数。", {2024}),
        ("注：2023年为最终核实数，2024年为初步核算数。", {2024}),
        ("Note: Data for 2024 are preliminary.", {2024}),
        ("注：本表2024年为快报数。", {2024}),
        ("注：本表数据为初步核算数，最终核实数以统计年鉴为准。", {2024, 2023}),
        ("注：季度核算数据为初步数，2023年各地区数据为最终核实数。", set()),
        ("注：2024年数据已由初步核算数修订为最终核实数。", set()),
        ("注：2022年为初步核算数。", set()),
        ("注：2024年工业增加值为初步核算数。", set()),
        ("注：2024年地区生产总值为初步核算数。", {2024}),
        ("注：2023年及以前年度为最终核实数，其余为初步核算数。", {2024}),
        ("注：2023年以前为最终核实数，2023年起为初步核算数。", {2024, 2023}),
        ("注：2022—2024年为初步核算数。", {2024, 2023}),
        ("注：全国数据为初步核算数。", set()),
    ],
)
def test_a_note_says_which_years_are_preliminary(note: str, years: set[int]) -> None:
    assert years_noted(table(note=note)) == years


@pytest.mark.parametrize(("heading", "mark"), [("2024*", "*"), ("2024年①", "①"), ("2024年 ①", "①")])
def test_a_note_of_a_mark_is_of_the_column_that_has_it(heading: str, mark: str) -> None:
    assert years_noted(table(heading, note=f"注：{mark}为初步核算数。")) == {2024}
    assert years_noted(table(note=f"注：{mark}为初步核算数。")) == set()


@pytest.mark.parametrize(
    "title", ["2023—2024年各地区生产总值（2024年为初步核算数）（亿元）", "地区生产总值（亿元） 2024年为初步核算数"]
)
def test_a_title_says_it(title: str) -> None:
    assert years_noted(as_csv([[title], ["地区", GDP, "年份"], *([n, new, 2024] for n, new, _ in TWO_YEARS)])) == {2024}


ONE_YEAR = [[name, 2024, new] for name, new, _ in TWO_YEARS]


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([["地区", "年份", GDP, "备注"], *([*line, "初步核算"] for line in ONE_YEAR)], id="a remark"),
        pytest.param([["地区", "年份", GDP], *([name, "2024p", new] for name, _, new in ONE_YEAR)], id="2024p"),
        pytest.param([["地区", "年份", "地区生产总值(初步核算)(亿元)"], *ONE_YEAR], id="the indicator"),
        pytest.param(
            [
                ["ref_area", "time_period", "series_id", "obs_value", "obs_status"],
                *([r.ref_area, 2024, "gdp", value(r.ref_area, 2024), "P"] for r in regions()),
            ],
            id="status",
        ),
    ],
)
def test_records_say_it(rows: list[Row]) -> None:
    assert years_noted(as_csv(rows)) == {2024}


@pytest.mark.parametrize(("cell", "count"), [("B2", 31), ("B3", 1)])
def test_a_comment_of_a_heading_or_a_cell_says_it(cell: str, count: int) -> None:
    def more(book: Any) -> None:
        book.active[cell].comment = Comment("统计处:\n初步核算数", "统计处")

    read = harmonised(as_xlsx([["2024年"], ["地区", GDP], *body([2024])], more=more))

    assert sum(figure.note == NOTE for figure in read.figures) == count


@pytest.mark.parametrize(
    ("title", "heading"),
    [("2024年各地区生产总值初步核算结果", "绝对数(亿元)"), ("2024年各地区生产总值", "初步核算数(亿元)")],
)
def test_the_publication_may_stand_in_place_of_the_indicator(title: str, heading: str) -> None:
    assert years_noted(as_csv([[title], ["地区", heading], *body([2024])])) == {2024}


def test_two_publications_of_a_year_side_by_side_are_asked_about() -> None:
    lines = [[name, new, new + 1] for name, new in body([2024])]
    content = as_csv([["2024年各地区生产总值"], ["地区", "2024年初步核算数(亿元)", "2024年最终核实数(亿元)"], *lines])

    assert kinds(refusal(content)) == {"doubled"}
