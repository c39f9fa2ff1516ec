"""What is around a table: titles, units stated once, tables that go on, and years that disagree."""

from collections.abc import Sequence
from typing import Any

import pytest
from samples import Row, as_csv, as_xlsx, expected, figures, harmonised, kinds, refusal, regions, value

GDP_2023 = expected([2023])


def lines(factor: float = 1, years: Sequence[int] = (2023,)) -> list[Row]:
    return [[r.short_zh, *(round(value(r.ref_area, year) * factor, 6) for year in years)] for r in regions()]


@pytest.mark.parametrize(
    ("title", "factor"),
    [
        ("地区生产总值(亿元)", 1),
        ("地区生产总值（万元）", 10_000),
        ("各地区生产总值(亿元)", 1),
        ("分地区生产总值(亿元)", 1),
        ("2022-2023年各地区地区生产总值（亿元）", 1),
        ("表2-1 各地区生产总值(单位：亿元)", 1),
        ("全国各省份地区生产总值 单位：万元", 10_000),
        ("附表1 各省、自治区、直辖市地区生产总值(亿元)", 1),
        ("31省份地区生产总值（亿元）", 1),
        ("各地区生产总值统计表(万元)", 10_000),
        ("Gross Regional Product by Region (100 million yuan)", 1),
        ("3-9 地区生产总值 Gross Regional Product (100 million yuan)", 1),
        ("3-9 各地区生产总值（万元） Gross Regional Product by Region", 10_000),
    ],
)
def test_a_title_names_the_indicator_and_its_unit(title: str, factor: float) -> None:
    rows: list[Row] = [[title], ["地区", "2023年", "2022年"], *lines(factor, (2023, 2022))]

    assert figures(as_csv(rows)) == expected([2023, 2022])
    assert figures(as_xlsx(rows, merge=["A1:C1"])) == expected([2023, 2022])


def test_the_unit_of_a_title_holds_for_headings_without_one() -> None:
    rows: list[Row] = [["各地区生产总值(万元)"], ["地区", "2023年地区生产总值"], *lines(10_000)]

    assert figures(as_csv(rows)) == GDP_2023


@pytest.mark.parametrize("between", [" ", "\n"])
def test_a_title_whose_english_is_of_another_series_is_asked_about(between: str) -> None:
    rows: list[Row] = [[f"地区生产总值{between}Value-added of Secondary Industry"], ["地区", "2023年"], *lines()]

    assert kinds(refusal(as_csv(rows))) == {"unlisted_series"}


def test_titles_with_several_units_that_fit_are_refused() -> None:
    rows: list[Row] = [["各地区生产总值(亿元)、工业增加值(万元)"], ["地区", "2023年地区生产总值"], *lines()]

    assert kinds(refusal(as_csv(rows))) == {"ambiguous_unit"}


@pytest.mark.parametrize(
    "marker", ["续表", "续表1", "续表（一）", "（续）", "2-1 续表", "2-1 各地区生产总值(续)", "Continued"]
)
def test_unit_and_year_that_are_stated_once_hold_for_the_second_half(marker: str) -> None:
    whole = lines(10_000)
    rows: list[Row] = [["2-1 各地区生产总值(2023年)"], ["", "单位：万元"], ["地区", "地区生产总值"], *whole[:16]]
    rows += [[marker], ["地区", "地区生产总值"], *whole[16:]]

    assert figures(as_csv(rows)) == GDP_2023


def test_a_table_goes_on_over_several_parts_and_sheets() -> None:
    whole = lines(10_000)

    def add(book: Any) -> None:
        for name, part in (("续表1", whole[10:20]), ("续表2", whole[20:])):
            sheet = book.create_sheet(name)
            for row in (["续表"], ["地区", "地区生产总值"], *part):
                sheet.append(row)

    first: list[Row] = [["各地区生产总值(2023年)"], ["单位：万元"], ["地区", "地区生产总值"], *whole[:10]]

    assert figures(as_xlsx(first, more=add)) == GDP_2023


def test_further_years_below_go_on_without_a_word() -> None:
    rows: list[Row] = [["各地区生产总值"], ["单位：万元"], ["地区", "2023年"], *lines(10_000)]
    rows += [[], ["地区", "2022年"], *lines(10_000, (2022,))]

    assert figures(as_csv(rows)) == expected([2023, 2022])


def test_what_a_further_table_states_itself_comes_before_what_stands_above() -> None:
    rows: list[Row] = [["各地区主要指标(2023年)"], ["单位：万元"], ["地区", "地区生产总值"], *lines(10_000)]
    rows += [[], ["续表"], ["单位：万人"], ["地区", "年末常住人口"], *lines()]

    assert figures(as_csv(rows)) == expected([2023], ["gdp", "population_resident"])


def english(indicator: str = "Indicators：Gross Regional Product(100 million yuan)", more: str = "") -> bytes:
    """The bureau's export from its English site."""
    rows: list[Row] = [
        [f"Database：Annual by Province{more}"],
        [indicator],
        ["Time：LATEST2"],
        ["Region", "2023", "2022"],
    ]
    rows += [[r.title_en, *(value(r.ref_area, year) for year in (2023, 2022))] for r in regions()]
    return as_csv([*rows, ["Data Sources：National Bureau of Statistics"]], "utf-8")


def test_the_english_export_of_the_bureau_says_what_it_holds() -> None:
    broken = english().replace("：".encode(), b"???")

    assert figures(english()) == expected([2023, 2022])
    assert figures(broken) == expected([2023, 2022])
    assert figures(english("Indicators：Resident Population (year-end)(10000 persons)")) == expected(
        [2023, 2022], ["population_resident"]
    )
    assert kinds(refusal(english(), series="retail_sales")) == {"series_conflict"}
    assert kinds(refusal(english(more=" (Quarterly)"))) == {"part_of_year"}


def test_titles_that_name_different_years_are_refused_with_both_causes() -> None:
    titles: list[Row] = [["各地区生产总值(2023年)"], ["Gross Regional Product (2022)"]]
    content = as_csv([*titles, ["地区", "地区生产总值(亿元)"], *lines()])

    (problem,) = refusal(content).problems

    assert (problem.kind, problem.details["years"]) == ("several_years", "2022 (A2), 2023 (A1)")
    assert "left from another edition, or the table has figures of several years" in problem.reason()
    assert figures(content, year=2023) == GDP_2023


def test_a_title_of_another_year_than_the_headings_is_refused() -> None:
    assert kinds(refusal(as_csv([["2022年各地区生产总值(亿元)"], ["地区", "2023年"], *lines()]))) == {"titled_year"}


@pytest.mark.parametrize(
    "heading",
    [
        *("2023Q4", "2023年四季度", "2023年上半年", "2023年前三季度", "2023H1", "Q4 2023", "3Q2023"),
        *("2023年1-9月", "2023年12月", "2023-06", "2023.9", "Jan-Sep 2023", "Sep-2023", "09/2023"),
    ],
)
def test_a_part_of_a_year_is_refused_in_one_sentence(heading: str) -> None:
    headed: list[Row] = [["地区", heading], *lines()]
    titled: list[Row] = [[f"{heading}各地区生产总值(亿元)"], ["地区", "地区生产总值(亿元)"], *lines()]

    for rows in (headed, titled):
        refused = refusal(as_csv(rows), series="gdp")
        assert (kinds(refused), len(refused.causes)) == ({"part_of_year"}, 1)


def test_a_column_of_quarters_or_months_is_refused() -> None:
    rows: list[Row] = [[name, 2023, quarter, figure] for name, figure in lines() for quarter in range(1, 5)]

    (cause,) = refusal(as_csv([["地区", "年份", "季度", "地区生产总值(亿元)"], *rows])).causes

    assert (cause.problems[0].kind, cause.count) == ("part_of_year", 124)


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([["地区", "2023年预计"], *lines()], id="forecast"),
        pytest.param([["地区", "2023", "2024E"], *lines(1, (2023, 2022))], id="a forecast beside a year"),
        pytest.param([["地区", "2022年", "2022年"], ["", "2023年", "2021年"], *lines(1, (2023, 2022))], id="two years"),
        pytest.param([["各地区生产总值增长速度(%)"], ["地区", "2023年"], *lines()], id="growth"),
        pytest.param([["地区", "2023年同比增长(%)"], *lines()], id="growth in a heading"),
        pytest.param([["各地区人均地区生产总值"], ["地区", "2023年"], *lines()], id="per head"),
    ],
)
def test_figures_that_are_another_series_are_not_taken_for_the_option_s(rows: list[Row]) -> None:
    assert kinds(refusal(as_csv(rows), series="gdp")) <= {"series_conflict", "unclear_heading", "several_measures"}


def test_a_unit_behind_the_digits_belongs_to_the_figure() -> None:
    hundred_millions: list[Row] = [[name, f"{figure}亿"] for name, figure in lines()]
    unknown: list[Row] = [[name, f"{figure}万"] for name, figure in lines()]

    assert figures(as_csv([["地区生产总值(元)"], ["地区", "2023年"], *hundred_millions])) == GDP_2023
    assert kinds(refusal(as_csv([["地区", "2023年"], *unknown]), series="gdp")) == {"unknown_unit"}


def test_a_line_that_sums_some_regions_is_left_out() -> None:
    whole = lines()

    assert figures(as_csv([["地区", "2023年"], *whole[:5], ["华北小计", 5], *whole[5:]]), series="gdp") == GDP_2023


def test_a_heading_that_is_a_series_by_the_option_alone_is_said() -> None:
    found = harmonised(as_csv([["Region", "Birthrate"], *lines()]), series="gdp", year=2023)

    assert any("Birthrate is not a known name of gdp" in note for note in found.notes)
