"""Words beside a label that say that the figures are of a part, a plan or other prices: none of them is passed over."""

import pytest
from samples import Row, as_csv, as_xlsx, body, bureau, expected, figures, harmonised, kinds, refusal, regions, value

INCOME = "居民人均可支配收入(元)"
ONE_YEAR = body([2023])


def grouped(group: str, heading: str) -> bytes:
    return as_csv([["2023年主要指标"], ["地区", group], ["", heading], *ONE_YEAR])


def titled(title: str, heading: str) -> bytes:
    return as_csv([[title], ["地区", heading], *ONE_YEAR])


LIMITED = {
    "urban incomes": (grouped("城镇居民", "人均可支配收入"), "城镇居民"),
    "registered population": (grouped("户籍", "年末常住人口(万人)"), "户籍"),
    "an industry": (grouped("第三产业", "地区生产总值(亿元)"), "第三产业"),
    "the year before": (grouped("上年同期", "地区生产总值(亿元)"), "上年同期"),
    "comparable prices": (grouped("按可比价格计算", "地区生产总值(亿元)"), "按可比价格计算"),
    "another base": (grouped("(2020年=100)", "地区生产总值指数"), "(2020年=100)"),
    "a budget": (grouped("年初预算", "地方财政一般公共预算收入(亿元)"), "年初预算"),
    "a title of urban incomes": (titled("2023年各地区城镇居民收入情况", INCOME), "城镇"),
    "a title of constant prices": (
        titled("2023年各地区生产总值（按2020年价格计算）", "地区生产总值(亿元)"),
        "2020年价格",
    ),
    "a title of aims": (titled("2023年各地区主要经济指标预期目标", "地区生产总值(亿元)"), "预期"),
    "a title of others": (titled("2023年非制造业就业情况", "城镇单位就业人员(万人)"), "非制造业"),
    "a title with an exception": (titled("2023年规模以上工业企业以外的企业情况", "有R&D活动的企业数(个)"), "以外"),
    "a sheet of urban incomes": (as_xlsx([["2023年"], ["地区", INCOME], *ONE_YEAR], sheet="城镇"), "城镇"),
}


@pytest.mark.parametrize("case", LIMITED)
def test_a_word_that_limits_the_figures_is_a_question(case: str) -> None:
    content, words = LIMITED[case]

    refused = refusal(content)

    assert kinds(refused) == {"narrower_series"}
    assert f"“{words}”" in str(refused)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(grouped("国民经济核算", "地区生产总值(亿元)"), id="a chapter of the yearbook"),
        pytest.param(grouped("绝对数（亿元）", "地区生产总值"), id="the level"),
        pytest.param(grouped("按当年价格计算", "地区生产总值(亿元)"), id="current prices"),
        pytest.param(
            titled("2023年各省、自治区、直辖市和计划单列市主要指标", "地区生产总值(亿元)"),
            id="cities that are planned apart",
        ),
        pytest.param(
            titled("2023年各地区主要指标（不含港澳台）", "地区生产总值(亿元)"), id="regions that are left out"
        ),
        pytest.param(
            titled("2023年各地区生产总值（指数按不变价格计算）", "地区生产总值(亿元)"), id="prices of an index"
        ),
    ],
)
def test_words_that_limit_nothing_are_no_question(content: bytes) -> None:
    assert figures(content) == expected([2023])


def test_a_column_of_a_part_beside_the_whole_is_left_out_and_named() -> None:
    rows: list[Row] = [["2023年"], ["地区", "全体居民", "城镇居民"], ["", "人均可支配收入", "人均可支配收入"]]
    rows += [[r.title_zh, value(r.ref_area, 2023), 1] for r in regions()]

    found = harmonised(as_csv(rows))

    assert {f.key: float(f.value or 0) for f in found.figures} == expected([2023], ["disposable_income_per_capita"])
    assert any("城镇居民" in text for text in found.left_out)


@pytest.mark.parametrize("heading", ["2023年计划", "2023年目标", "2023年预算数", "2023年地方口径"])
def test_the_option_series_does_not_make_a_plan_a_result(heading: str) -> None:
    assert kinds(refusal(as_csv([["地区", heading], *ONE_YEAR]), series="gdp")) == {"series_conflict"}


@pytest.mark.parametrize("case", ["an industry", "the year before", "a title of aims"])
def test_the_option_series_does_not_lift_the_question(case: str) -> None:
    assert kinds(refusal(LIMITED[case][0], series="gdp")) == {"narrower_series"}


def test_a_title_of_aims_speaks_for_headings_that_are_years_alone() -> None:
    rows = [["各地区生产总值目标任务（亿元）"], *bureau()[3:]]

    assert kinds(refusal(as_csv(rows), series="gdp")) == {"series_conflict"}
