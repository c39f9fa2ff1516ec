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
