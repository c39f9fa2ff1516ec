"""Words beside a label that say that the figures are of a part, a plan or other prices: none of them is passed over."""

from typing import Any

import pytest
from openpyxl.comments import Comment
from samples import (
    Row,
    as_csv,
    as_xls,
    as_xlsx,
    body,
    bureau,
    expected,
    figures,
    harmonised,
    kinds,
    refusal,
    regions,
    value,
)

from index_pipeline.sources.labels.periods import says_part_of_year

INCOME = "居民人均可支配收入(元)"
ONE_YEAR = body([2023])


def commented(cell: str, text: str, heading: str = "地区生产总值(亿元)") -> bytes:
    """A workbook with a comment at a cell, below the name of its author."""

    def more(book: Any) -> None:
        book.active[cell].comment = Comment(f"统计处:\n{text}", "统计处")

    return as_xlsx([["2023年"], ["地区", heading, "货运量(万吨)"], *([*line, 1] for line in ONE_YEAR)], more=more)


@pytest.mark.parametrize(
    ("cell", "text", "kind"),
    [
        ("B3", "不含规模以下单位", "other_figures"),
        ("B9", "估计数", "other_figures"),
        ("B2", "口径：城镇部分", "other_figures"),
        ("A1", "2023年预算数", "other_figures"),
        ("B20", "1-11月累计", "part_of_year"),
        ("A33", "不含兵团", "part_left_out"),
        ("B3", "快报数", "other_figures"),
        ("B3", "快报数为11241.5", "other_figures"),  # the cell's own figure
        ("B3", "1-11月累计为11,241.5亿元", "part_of_year"),
        ("B3", "修订前数据，修订后见2024年年鉴", "other_figures"),
        ("B2", "以2020年为100", "other_figures"),
        ("B3", "已扣除物价因素", "other_figures"),
    ],
)
def test_a_comment_of_a_cell_that_limits_its_figure_is_a_question(cell: str, text: str, kind: str) -> None:
    (problem,) = refusal(commented(cell, text)).problems

    assert (problem.kind, problem.cell) == (kind, cell)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("B3", "已与年鉴核对"),
        ("B2", "数据来源：中国统计年鉴2024，表3-9"),
        ("B3", "初步核算数"),
        ("B2", "不含港澳台"),
        ("B2", "不含中央本级"),
        ("B3", "修订前为10,843.1亿元，根据第五次全国经济普查修订"),
        ("B3", "上半年为5400.1亿元，本数为全年数"),
        ("B3", "快报数已替换为年报数"),
        ("B3", "预计2024年12月公布最终核实数"),
        ("B3", "未扣除物价因素"),
        ("B3", "已剔除重复计算"),
        ("B3", "较预期高"),
        ("B3", "1-11月增长5.2%"),
        ("B3", "与上年不可比，口径调整"),
        ("C2", "不含农村"),
        ("C9", "估计数"),
    ],
)
def test_a_comment_that_limits_nothing_or_is_of_another_column_is_none(cell: str, text: str) -> None:
    assert len(figures(commented(cell, text))) == 31


def test_comments_in_a_workbook_of_excel_97_are_read_as_well() -> None:
    rows = [["2023年"], ["地区", "地区生产总值(亿元)"], *ONE_YEAR]

    (problem,) = refusal(as_xls(rows, {(8, 1): "统计处:\n估计数"})).problems

    assert (problem.kind, problem.cell) == ("other_figures", "B9")
    assert len(figures(as_xls(rows, {(8, 1): "已与年鉴核对", (1, 1): "初步核算数"}))) == 31


def test_a_comment_may_say_what_the_heading_says_as_well() -> None:
    heading = "规模以上工业企业R&D经费(万元)"

    assert len(figures(commented("B2", "指规模以上工业企业", heading))) == 31


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


def test_a_title_that_names_several_parts_is_that_of_each() -> None:
    title = "2023年各地区城镇就业人员和乡村就业人员"

    assert kinds(refusal(titled(title, INCOME))) == {"narrower_series"}
    assert figures(titled(title, "城镇单位就业人员(万人)"))


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
        pytest.param(grouped("一、综合", "地区生产总值(亿元)"), id="a numbered chapter"),
        pytest.param(grouped("社会消费品零售总额", "地区生产总值(亿元)"), id="the label of another series"),
        pytest.param(grouped("被解释变量", "地区生产总值(亿元)"), id="the part in a model"),
        pytest.param(grouped("按产业分", "地区生产总值(亿元)"), id="a classification"),
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
    assert kinds(refusal(as_csv([["地区", heading], *ONE_YEAR]))) == {"narrower_series"}
    assert kinds(refusal(as_csv([["地区", heading], *ONE_YEAR]), series="gdp")) == {"series_conflict"}


@pytest.mark.parametrize("case", ["an industry", "the year before", "a title of aims"])
def test_the_option_series_does_not_lift_the_question(case: str) -> None:
    assert kinds(refusal(LIMITED[case][0], series="gdp")) == {"narrower_series"}


def test_a_title_of_aims_speaks_for_headings_that_are_years_alone() -> None:
    rows = [["各地区生产总值目标任务（亿元）"], *bureau()[3:]]

    assert kinds(refusal(as_csv(rows), series="gdp")) == {"series_conflict"}


def lines(heading: str, said: object, years: list[int] | None = None) -> bytes:
    rows = [[r.title_zh, said, year, value(r.ref_area, year)] for r in regions() for year in years or [2023]]
    return as_csv([["地区", heading, "年份", "地区生产总值(亿元)"], *rows])


OTHER_LINES = [
    *(
        ("数据类型", "预计数"),
        ("人口类型", "户籍人口"),
        ("状态", "年初预算"),
        ("价格类型", "不变价"),
        ("备注", "快报数，未经核实"),
    ),
    *(
        ("地区类型", "农村"),
        ("状态", "预测"),
        ("性别", "女"),
        ("SEX", "F"),
        ("数据类型", "1-9月累计"),
        ("频率", "月"),
        ("FREQ", "M"),
    ),
]


@pytest.mark.parametrize(("heading", "said"), OTHER_LINES)
def test_a_column_that_says_that_lines_are_of_a_part_or_no_results_is_refused_by_cell(heading: str, said: str) -> None:
    (cause,) = refusal(lines(heading, said)).causes

    assert cause.problems[0].kind in {"other_figures", "part_of_year"}
    assert (cause.problems[0].cell, cause.problems[0].value) == ("B2", said.replace("，", ","))


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        *(("频率", "年度"), ("频率", "年"), ("FREQ", "A"), ("性别", "合计"), ("SEX", "T"), ("数据类型", "正式数")),
        *(
            ("状态", "最终数"),
            ("obs_type", "A"),
            ("备注", "初步核算"),
            ("备注", "2025年3月发布"),
            ("地区类型", "直辖市"),
        ),
        *(("数据来源", "中国高技术产业统计年鉴"), ("价格类型", "当年价"), ("类型", "总计")),
    ],
)
def test_a_column_that_says_that_lines_are_of_the_whole_is_passed_over(heading: str, said: str) -> None:
    assert figures(lines(heading, said)) == expected([2023])


@pytest.mark.parametrize(
    ("note", "kind"),
    [
        ("注：2023年为1-11月累计数。", "part_of_year"),
        ("注：1.本表为年度数；2023年数据为前三季度数据。", "part_of_year"),
        ("注：2023年为预测数。", "other_figures"),
        ("注：表中数据均为年初预算数。", "other_figures"),
        ("Note: data of 2023 are forecasts.", "other_figures"),
        ("Note: figures are for January-September.", "part_of_year"),
    ],
)
def test_a_note_that_the_figures_are_no_results_of_a_year_is_read(note: str, kind: str) -> None:
    assert kinds(refusal(as_csv([*bureau(), [note]]))) == {kind}


@pytest.mark.parametrize(
    "note",
    [
        "注：2025年为1-11月累计数。",
        "注：2023年数据为初步核算数。",
        "注：2023年为1-12月累计数。",
        "注：季度核算数据为初步数，2023年各地区数据为最终核实数。",
        "注：为实现“十四五”规划目标，2022年起统计范围有调整。",
        "Note: Population data of 2022 are estimated from the annual sample survey.",
    ],
)
def test_notes_on_other_years_or_on_how_figures_were_made_refuse_nothing(note: str) -> None:
    assert figures(as_csv([*bureau(), [note]])) == expected()


@pytest.mark.parametrize("note", ["注：计量单位为万元。", "注：表中单位为万元。", "注：单位：万元"])
def test_a_unit_in_a_note_is_the_stated_unit(note: str) -> None:
    rows = [["地区生产总值"], ["地区", "2023年"], *([name, figure * 10000] for name, figure in ONE_YEAR), [note]]

    assert figures(as_csv(rows)) == expected([2023])


def test_a_unit_in_the_corner_is_the_stated_unit() -> None:
    rows = [["地区生产总值"], ["地区（万元）", "2023年"], *([name, figure * 10000] for name, figure in ONE_YEAR)]

    assert figures(as_csv(rows)) == expected([2023])


def test_the_year_of_an_edition_is_not_that_of_the_figures() -> None:
    rows = [["2024版 各省GDP"], ["地区", "地区生产总值(亿元)"], *ONE_YEAR]

    assert kinds(refusal(as_csv(rows))) == {"missing_year"}


def test_two_columns_of_figures_or_of_years_that_differ_are_a_question() -> None:
    heads = ["series_id", "ref_area", "time_period", "obs_value"]
    values = [["gdp", r.ref_area, 2023, value(r.ref_area, 2023), value(r.ref_area, 2023) + 1] for r in regions()]
    years = [[r.title_zh, 2024, 2023, value(r.ref_area, 2023)] for r in regions()]
    gdp = "地区生产总值(亿元)"

    assert kinds(refusal(as_csv([[*heads, "value"], *values]))) == {"two_values"}
    assert figures(as_csv([[*heads, "value"], *([*row[:4], row[3]] for row in values)])) == expected([2023])
    assert kinds(refusal(as_csv([["地区", "年份", "数据年份", gdp], *years]))) == {"two_years"}
    assert figures(as_csv([["地区", "年鉴年份", "年份", gdp], *years])) == expected([2023])


def test_a_column_of_units_that_is_blank_on_some_lines_is_a_question() -> None:
    rows = [[name, 2023, "地区生产总值", figure, "亿元" if name < "北" else ""] for name, figure in ONE_YEAR]
    named = [[*row[:2], "地区生产总值(亿元)", *row[3:]] for row in rows]
    heads = ["地区", "年份", "指标", "数值", "单位"]

    assert kinds(refusal(as_csv([heads, *rows]))) == {"mixed_units"}
    assert figures(as_csv([heads, *named])) == expected([2023])


def test_the_question_proposes_a_series_with_the_whole_name() -> None:
    assert "--title '城镇居民人均可支配收入' --unit cny" in str(refusal(LIMITED["a title of urban incomes"][0]))


@pytest.mark.parametrize(
    ("note", "part"),
    [
        ("7-12月累计数", True),
        ("1月至11月累计", True),
        ("前三季度", True),
        ("1-12月", False),
        ("一至四季度累计数", False),
        ("月度劳动力调查失业率的年平均值", False),
    ],
)
def test_a_note_speaks_of_a_part_of_a_year_or_of_all_of_it(note: str, part: bool) -> None:
    assert says_part_of_year(note) is part


PATENTS = "20-14 分地区国内专利申请授权量（2023年）"


def test_headings_are_completed_by_the_series_that_the_title_names() -> None:
    heads = ["地区", "合计", "发明", "实用新型", "外观设计"]
    rows: list[Row] = [[PATENTS], ["单位：件"], heads, *([r.title_zh, 100, 20, 50, 30] for r in regions())]
    found = figures(as_csv(rows))

    assert {series: found[series, "110000", 2023] for series in sorted({key[0] for key in found})} == {
        "patent_grants_design": 30,
        "patent_grants_invention": 20,
        "patent_grants_total": 100,
        "patent_grants_utility": 50,
    }


def test_a_sum_beside_no_part_of_the_series_in_the_title_is_not_that_series() -> None:
    title = ["分地区国内专利申请授权量(件)"]
    lines = [[r.title_zh, 100, 20] for r in regions()]

    assert "unknown_series" in kinds(refusal(as_csv([title, ["地区", "合计", "职务"], *lines])))
    assert set(figures(as_csv([title, ["地区", "合计", "2023年"], *lines])).values()) == {20}


def test_constant_prices_of_indices_limit_no_figures() -> None:
    said = "Data in value terms are calculated at current prices while indices are calculated at {} prices."
    rows: list[Row] = [["地区生产总值"], [said.format("constant")], ["地区", "2023年(亿元)"]]
    rows += [[r.title_zh, 100] for r in regions()]
    limited = [[rows[0][0]], ["Data are at constant prices."], *rows[2:]]

    assert len(figures(as_csv(rows))) == 31
    assert kinds(refusal(as_csv(limited))) == {"narrower_series"}
