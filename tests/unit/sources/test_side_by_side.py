"""Two tables beside each other on one sheet: the figures of each belong to the title above it."""

from typing import Any

import pytest
from samples import Row, as_csv, as_xlsx, body, figures, harmonised, kinds, refusal, regions, value

GDP, SALES, OTHER = "各地区生产总值（亿元）", "各地区社会消费品零售总额（亿元）", "各地区进出口总额（亿元）"


def beside(left: str, right: str, years: tuple[int, int] = (2023, 2023), above: Any = ()) -> list[Row]:
    """A table of one year, a blank column, and a table of the same regions; titles, further lines, headings."""
    lines = [[name, figure, "", name, round(figure / 3, 1)] for name, figure in body([2023])]
    return [[left, "", "", right], *above, ["地区", f"{years[0]}年", "", "地区", f"{years[1]}年"], *lines]


def right_of(year: int) -> dict[tuple[str, str, int], float]:
    return {("retail_sales", r.ref_area, year): round(value(r.ref_area, 2023) / 3, 1) for r in regions()}


def left_of(year: int) -> dict[tuple[str, str, int], float]:
    return {("gdp", r.ref_area, year): value(r.ref_area, 2023) for r in regions()}


@pytest.mark.parametrize("as_file", [as_csv, as_xlsx])
@pytest.mark.parametrize("above", [(), ([""],), (["单位：亿元"],), (["单位：亿元", "", "", "单位：亿元"],)])
@pytest.mark.parametrize("years", [(2023, 2023), (2023, 2022)])
def test_each_table_has_its_own_title(as_file: Any, above: Any, years: tuple[int, int]) -> None:
    assert figures(as_file(beside(GDP, SALES, years, above))) == left_of(years[0]) | right_of(years[1])


@pytest.mark.parametrize("options", [{}, {"series": "gdp"}])
@pytest.mark.parametrize("above", [(), (["单位：亿元"],)])
def test_figures_under_a_title_that_is_not_known_are_not_those_of_the_title_beside_it(above: Any, options: Any) -> None:
    found = harmonised(as_xlsx(beside(GDP, OTHER, (2023, 2022), above)), **options)

    assert {figure.key: float(figure.value or 0) for figure in found.figures} == left_of(2023)
    assert any(text.startswith("进出口总额") for text in found.left_out)


def test_each_table_has_its_own_unit() -> None:
    rows = beside("各地区生产总值", "各地区社会消费品零售总额", above=(["单位：亿元", "", "", "单位：万元"],))

    found = figures(as_xlsx(rows))

    assert found["gdp", "110000", 2023] == 11241.5
    assert found["retail_sales", "110000", 2023] == 0.37472


def test_two_tables_of_one_series_and_year_that_differ_are_refused() -> None:
    assert kinds(refusal(as_xlsx(beside(GDP, "各地区生产总值（万元）")))) == {"doubled"}


SHARED = pytest.mark.parametrize("above", [(), ([""],), (["单位：亿元"],), (["", "", "", "单位：亿元"],)])


def shared(right: str, year: int, above: Any, *, blank: bool = True) -> list[Row]:
    """Two titles over one column of regions, with a blank column between the two parts or without."""
    between = [""] if blank else []
    lines = [[name, figure, *between, round(figure / 3, 1)] for name, figure in body([2023])]
    return [[GDP, "", *between, right], *above, ["地区", "2023年", *between, f"{year}年"], *lines]


@SHARED
@pytest.mark.parametrize("blank", [True, False])
@pytest.mark.parametrize("year", [2023, 2022])
def test_figures_under_the_second_title_of_a_table_are_of_that_title(above: Any, year: int, *, blank: bool) -> None:
    assert figures(as_xlsx(shared(SALES, year, above, blank=blank))) == left_of(2023) | right_of(year)

    found = harmonised(as_csv(shared(OTHER, year, above, blank=blank)))

    assert {figure.key: float(figure.value or 0) for figure in found.figures} == left_of(2023)
    assert any(text.startswith("进出口总额") for text in found.left_out)


@pytest.mark.parametrize(
    "second", ["Gross Regional Product", "按当年价格计算", "中国统计年鉴2024", "（2023年）", "单位：亿元", "表3-9"]
)
def test_a_translation_a_remark_and_the_name_of_a_yearbook_begin_no_second_part(second: str) -> None:
    rows = [[GDP, "", second], [""], ["地区", "2023年", "2022年"], *body([2023, 2022])]

    assert {(area, year) for _, area, year in figures(as_xlsx(rows))} == {
        (r.ref_area, year) for r in regions() for year in (2023, 2022)
    }


@pytest.mark.parametrize("blank", [[], [[]]])
@pytest.mark.parametrize("first", [True, False])
def test_titles_between_lines_of_years_begin_further_parts(blank: list[Row], *, first: bool) -> None:
    """Regions across; the second part has no line of regions of its own."""
    lines = [[f"{year}年", *(value(r.ref_area, year) for r in regions())] for year in (2023, 2022)]
    names = ["地区", *(r.short_zh for r in regions())]
    title = ["各地区生产总值"]
    top: list[Row] = [["单位：万元"], *([title, names] if first else [names, title])]

    found = figures(as_csv([*top, lines[0], *blank, ["各地区社会消费品零售总额"], lines[1]]))

    assert found["gdp", "110000", 2023] == value("110000", 2023) / 10_000
    assert found["retail_sales", "110000", 2022] == value("110000", 2022) / 10_000
    assert len(found) == 62


def test_a_title_over_both_halves_of_a_table_is_of_both() -> None:
    lines = body([2023])
    halves = [[*line, "", *(lines[number + 16] if number < 15 else ["", ""])] for number, line in enumerate(lines[:16])]

    assert figures(as_xlsx([[GDP], ["地区", "2023年", "", "地区", "2023年"], *halves])) == left_of(2023)


def test_english_names_at_the_end_of_the_lines_begin_no_table() -> None:
    lines = [[r.title_zh, value(r.ref_area, 2023), r.title_en] for r in regions()]

    assert figures(as_xlsx([[GDP], ["地区", "2023年", "Region"], *lines])) == left_of(2023)


def test_codes_between_the_columns_begin_no_table() -> None:
    lines = [[r.title_zh, value(r.ref_area, 2023), r.ref_area, value(r.ref_area, 2022)] for r in regions()]

    found = figures(as_xlsx([[GDP], ["地区", "2023年", "代码", "2022年"], *lines]))

    assert set(found) == {("gdp", r.ref_area, year) for r in regions() for year in (2022, 2023)}
