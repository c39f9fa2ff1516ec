"""Tables of one region: a line, title or sheet says which, and nothing else by which it could be a part."""

import pytest
from samples import Row, as_csv, as_xlsx, figures, harmonised, kinds, refusal

INDICATORS: list[Row] = [["地区生产总值(亿元)", 128222.2, 122875.6], ["年末常住人口(万人)", 8526, 8515]]
YEARS = ["指标", "2023年", "2022年"]
READ = {
    ("gdp", "320000", 2023): 128222.2,
    ("gdp", "320000", 2022): 122875.6,
    ("population_resident", "320000", 2023): 8526,
    ("population_resident", "320000", 2022): 8515,
}


def titled(*titles: str, heading: Row = YEARS, lines: list[Row] = INDICATORS) -> bytes:
    return as_csv([*([title] for title in titles), heading, *lines])


@pytest.mark.parametrize(
    "titles",
    [
        ["地区：江苏省"],
        ["江苏省主要指标"],
        ["1-2 江苏省历年国民经济主要指标（2022—2023年）"],
        ["江苏统计年鉴2024", "江苏省主要经济指标"],
        ["主要指标", "（江苏省）"],
        ["江苏省2023年国民经济和社会发展统计公报主要指标"],
        ["江苏省主要指标", "制表：江苏省统计局"],
    ],
)
def test_a_title_names_the_region_of_a_table_of_indicators(titles: list[str]) -> None:
    assert figures(titled(*titles)) == READ


def test_the_region_may_be_named_by_the_sheet_and_years_may_be_down() -> None:
    down = [
        ["年份", *(name for name, *_ in INDICATORS)],
        *([y, *(r[n] for r in INDICATORS)] for n, y in ((1, 2023), (2, 2022))),
    ]

    assert figures(as_xlsx([YEARS, *INDICATORS], sheet="江苏省")) == READ
    assert figures(as_csv([["江苏省主要指标"], *down])) == READ


@pytest.mark.parametrize(
    "titles",
    [
        ["江苏省南京市主要指标"],
        ["江苏省苏南地区主要指标"],
        ["江苏省和浙江省主要指标"],
        ["江苏省城镇居民收入情况"],
        ["江苏省主要指标计划"],
        ["江苏省及全国主要指标"],
        ["吉林主要指标"],  # the city has the same name
        ["江苏省主要指标", "浙江省主要指标"],
        ["江苏省主要指标增长速度"],
    ],
)
def test_a_title_that_may_be_of_a_part_or_of_others_names_no_region(titles: list[str]) -> None:
    assert kinds(refusal(titled(*titles))) == {"no_regions"}


def test_a_line_that_limits_the_indicators_below_it_is_of_them() -> None:
    income: Row = ["居民人均可支配收入(元)", 1, 1]
    lines = [["一、综合"], INDICATORS[0], ["二、城镇居民"], income]

    assert {series for series, _, _ in figures(titled("江苏省主要指标", lines=lines))} == {"gdp"}


@pytest.mark.parametrize("place", ["其中：南京市", "一、江宁区"])
def test_figures_below_the_name_of_a_place_are_not_those_of_the_region(place: str) -> None:
    assert kinds(refusal(titled("江苏省主要指标", lines=[[place], *INDICATORS]))) == {"narrower_series"}
    assert figures(titled("江苏省主要指标", lines=[*INDICATORS, [place], *INDICATORS])) == READ


@pytest.mark.parametrize(
    ("sheet", "is_named"),
    [
        *((name, True) for name in ("Sheet1", "工作表1", "表1-3 综合", "江苏", "2023年数据")),
        *((name, False) for name in ("南京", "南京市", "苏南", "浙江")),
    ],
)
def test_a_sheet_of_another_place_than_the_title_names_no_region(sheet: str, is_named: bool) -> None:
    content = as_xlsx([["江苏省主要指标"], YEARS, *INDICATORS], sheet=sheet)

    if is_named:
        assert figures(content) == READ
    else:
        assert kinds(refusal(content)) == {"no_regions"}


def test_a_title_and_a_sheet_of_two_regions_name_none() -> None:
    assert kinds(refusal(as_xlsx([["浙江省主要指标"], YEARS, *INDICATORS], sheet="江苏省"))) == {"no_regions"}


@pytest.mark.parametrize(
    ("headings", "line"),
    [
        ([["指标", "2023年", "比上年增长(%)", "2022年"]], [128222.2, 5.8, 122875.6]),
        ([["指标", "2023年", "", "2022年"], ["", "增长(%)", "绝对数", "绝对数"]], [5.8, 128222.2, 122875.6]),
    ],
)
def test_growth_beside_the_figures_of_one_region_is_left_out_wherever_it_is(headings: list[Row], line: Row) -> None:
    read = harmonised(as_csv([["江苏省主要指标"], *headings, ["地区生产总值(亿元)", *line]]))

    assert {f.key: float(f.value or 0) for f in read.figures} == {k: v for k, v in READ.items() if k[0] == "gdp"}
    assert any("增长" in text and "derived" in text for text in read.left_out)


@pytest.mark.parametrize(
    ("heading", "kind"), [("2023年1-9月", "part_of_year"), ("计划", "unclear_heading"), ("2023年预计", None)]
)
def test_a_column_that_is_not_of_a_whole_year_is_not_taken(heading: str, kind: str | None) -> None:
    content = titled("江苏省主要指标", heading=["指标", heading, "2022年"])

    if kind:
        assert kinds(refusal(content)) == {kind}
    else:
        assert {year for _, _, year in figures(content)} == {2022}
