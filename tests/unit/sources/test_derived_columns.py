"""Columns beside the figures that state them once more: 比上年增长(%), 位次, 占全国比重(%), a sum of years."""

from typing import Any

import pytest
from samples import (
    Row,
    as_csv,
    as_html,
    as_xls,
    as_xlsx,
    expected,
    figures,
    harmonised,
    kinds,
    refusal,
    regions,
    value,
)

from index_pipeline.sources.problems import Refusal

GDP, TITLED = "各地区生产总值(亿元)", "2023年各地区生产总值"
SOURCE = ["数据来源：国家统计局"]
AREAS = [region.ref_area for region in regions()]
OF_2023 = {area: value(area, 2023) for area in AREAS}
OF_2022 = {area: value(area, 2022) for area in AREAS}
TOTAL = sum(OF_2023.values())

GROWTH = {area: round(100 * (OF_2023[area] / OF_2022[area] - 1), 2) for area in AREAS}
REAL = {area: round(growth + int(area[:2]) % 7 / 3, 1) for area, growth in GROWTH.items()}
SHARE = {area: round(100 * figure / TOTAL, 2) for area, figure in OF_2023.items()}
RANK = {area: 1 + sum(other > figure for other in OF_2023.values()) for area, figure in OF_2023.items()}


def lines(*columns: dict[str, Any]) -> list[Row]:
    return [[region.title_zh, *(column[region.ref_area] for column in columns)] for region in regions()]


def table(title: str, headings: list[str], *columns: dict[str, Any]) -> list[Row]:
    return [[title], ["地区", *headings], *lines(*columns), SOURCE]


ONE_YEAR = {
    "a year and growth": table("各地区生产总值", ["2023年(亿元)", "比上年增长(%)"], OF_2023, REAL),
    "growth of the year": table("各地区生产总值", ["2023年(亿元)", "2023年增长(%)"], OF_2023, REAL),
    "at the end of the year": table("各地区生产总值", ["2023年末(亿元)", "比上年末±%"], OF_2023, REAL),
    "value and rank": table(TITLED, ["绝对数(亿元)", "位次"], OF_2023, RANK),
    "several": table(
        TITLED, ["总量（亿元）", "名义增速（%）", "占全国比重（%）", "排名"], OF_2023, GROWTH, SHARE, RANK
    ),
    "a title of both": table("2023年各地区生产总值及增长速度", ["总量(亿元)", "增速(%)"], OF_2023, REAL),
    "a title of ranks": table("2023年各地区生产总值排名", ["总量(亿元)", "排名"], OF_2023, RANK),
    "units listed": [["单位：亿元、%"], *table(TITLED, ["绝对数", "同比增长"], OF_2023, REAL)],
    "an index": table("各地区生产总值", ["2023年(亿元)", "指数(上年=100)"], OF_2023, REAL),
    "two lines": [[GDP], ["地区", "2023年", ""], ["", "绝对数", "比上年增长(%)"], *lines(OF_2023, REAL)],
    "rank first": table(GDP, ["位次", "2023年"], RANK, OF_2023),
    "English": [
        ["Gross Regional Product"],
        ["Region", "2023 (100 million yuan)", "Growth rate (%)"],
        *([region.title_en, OF_2023[region.ref_area], REAL[region.ref_area]] for region in regions()),
    ],
}


@pytest.mark.parametrize("as_file", [as_csv, as_xlsx, as_xls, as_html])
@pytest.mark.parametrize("rows", ONE_YEAR.values(), ids=ONE_YEAR.keys())
def test_the_figures_are_read_and_what_restates_them_is_left_out(rows: list[Row], as_file: Any) -> None:
    assert figures(as_file(rows)) == expected([2023])


@pytest.mark.parametrize(
    ("headings", "columns"),
    [
        (["2023年", "2022年", "2023年比2022年增长(%)"], (OF_2023, OF_2022, REAL)),
        (["2022年", "2023年", "增减额(亿元)"], (OF_2022, OF_2023, REAL)),
        (["2023年", "位次", "2022年", "位次"], (OF_2023, RANK, OF_2022, RANK)),
        (["2023年", "2022年", "2023年为2022年(%)"], (OF_2023, OF_2022, REAL)),
    ],
)
def test_two_years_and_what_restates_them(headings: list[str], columns: Any) -> None:
    assert figures(as_csv(table(GDP, headings, *columns))) == expected([2023, 2022])


def test_a_receipt_names_the_columns_that_are_left_out() -> None:
    found = harmonised(as_csv(ONE_YEAR["several"]))

    assert [str(text).partition(":")[0] for text in found.left_out] == ["名义增速(%)", "占全国比重(%)", "排名"]


@pytest.mark.parametrize("numbers", [["(1)", "(2)"], ["①", "②"], ["(2)", "(3)=(2)/(1)"], ["1", "2"]])
def test_a_line_that_numbers_the_columns_is_no_heading(numbers: list[str]) -> None:
    rows = [[GDP], ["地区", "2023年", "2022年"], ["(甲)", *numbers], *lines(OF_2023, OF_2022)]

    assert figures(as_csv(rows)) == expected([2023, 2022])


@pytest.mark.parametrize(
    "title", ["Gross Regional Product 地区生产总值", "Gross Regional Product by Region (2023) 2023年各地区生产总值"]
)
def test_a_chinese_title_behind_an_english_one(title: str) -> None:
    assert figures(as_csv(table(title, ["2023年"], OF_2023))) == expected([2023])


def test_english_before_a_chinese_title_that_names_another_series_is_asked() -> None:
    rows = table("Value-added of the Secondary Industry 地区生产总值", ["2023年"], OF_2023)

    assert kinds(refusal(as_csv(rows))) == {"unlisted_series"}


@pytest.mark.parametrize("options", [{}, {"series": "gdp"}])
@pytest.mark.parametrize(
    ("title", "headings"),
    [
        pytest.param(TITLED, ["比上年增长(%)"], id="growth alone"),
        pytest.param("2023年各地区生产总值增长速度", ["绝对数(%)", "位次"], id="a title of growth"),
        pytest.param("2023年各地区生产总值及增长速度", ["2023年", "位次"], id="a title of both, without growth"),
    ],
)
def test_what_restates_figures_is_not_read_as_these(title: str, headings: list[str], options: Any) -> None:
    with pytest.raises(Refusal):
        harmonised(as_csv(table(title, headings, *(REAL, RANK)[: len(headings)])), **options)


def test_an_index_below_a_title_of_its_series_is_read() -> None:
    rows = table(TITLED, ["地区生产总值(亿元)", "指数(上年=100)"], OF_2023, {a: 100 + REAL[a] for a in AREAS})

    assert figures(as_csv(rows))["gdp_index_prev100", "110000", 2023] == 100 + REAL["110000"]
