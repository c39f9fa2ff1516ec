"""A file that says two things of its figures is asked which holds; one that says it in another way is read."""

import io
from collections.abc import Callable

import pytest
import xlsxwriter
from samples import Row, as_csv, as_html, as_xlsx, body, expected, figures, harmonised, kinds, refusal, regions, value

ONE_YEAR = body([2023])
GDP = "地区生产总值(亿元)"


def table(*above: Row, heading: str = GDP, lines: list[Row] | None = None, below: str = "") -> bytes:
    return as_csv([*above, ["地区", heading], *(lines or ONE_YEAR), *([[below]] if below else [])])


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(table(["2023年"], ["单位：万元"]), id="the line above"),
        pytest.param(table(["2023年地区生产总值（万元）"]), id="the title"),
        pytest.param(table(["2023年"], ["（万元）"]), id="in brackets"),
        pytest.param(table(["2023年"], below="注：本表单位为万元。"), id="a note"),
        pytest.param(table(["2023年"], below="注：本表数据以万元为单位。"), id="a note in other words"),
        pytest.param(table(["2023年"], ["单位：万元"], ["单位：亿元"], heading="地区生产总值"), id="two lines"),
    ],
)
def test_two_units_are_asked(content: bytes) -> None:
    refused = refusal(content)

    assert kinds(refused) == {"ambiguous_unit"}
    assert all(unit in str(refused) for unit in ("亿元", "万元"))


@pytest.mark.parametrize(
    "line",
    ["（单位：万元）", "（单位为万元）", "（当年价，万元）", "（金额单位：万元）", "金额单位：万元", "【单位：万元】"],
)
def test_a_unit_in_brackets_counts(line: str) -> None:
    content = table(["2023年"], [line], heading="地区生产总值")

    assert figures(content)["gdp", "110000", 2023] == value("110000", 2023) / 10_000


@pytest.mark.parametrize(
    "heading", ["地区生产总值,万元", "地区生产总值/万元", "地区生产总值：万元", "地区生产总值 万元"]
)
def test_a_unit_behind_a_sign_counts(heading: str) -> None:
    content = as_xlsx([["2023年"], ["地区", heading], *ONE_YEAR])

    assert figures(content)["gdp", "110000", 2023] == value("110000", 2023) / 10_000


def test_a_total_is_not_stated_per_person() -> None:
    content = table(["2023年"], heading="地方财政科学技术支出(元/人)")

    assert kinds(refusal(content)) == {"unit_conflict"}


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(table(["2023年第三产业增加值(亿元)"]), id="a title"),
        pytest.param(as_xlsx([["2023年"], ["地区", GDP], *ONE_YEAR], sheet="第三产业增加值"), id="a sheet"),
        pytest.param(table(["指标：第三产业增加值(亿元)"], ["2023年"]), id="a line of the indicator"),
    ],
)
def test_two_series_are_asked(content: bytes) -> None:
    refused = refusal(content)

    assert kinds(refused) == {"other_title"}
    assert "第三产业增加值" in str(refused)


@pytest.mark.parametrize(
    ("title", "heading"),
    [
        ("2023年地区生产总值", "第二产业增加值(亿元)"),
        ("2023年地区生产总值", "人均地区生产总值(元)"),
        ("2023年法人单位数(个)", "制造业"),
        ("2023年R&D经费内部支出(万元)", "基础研究"),
    ],
)
def test_a_title_may_name_the_whole_or_the_base(title: str, heading: str) -> None:
    lines: list[Row] = [[r.title_zh, 1000 + 37 * n] for n, r in enumerate(regions())]

    assert len(figures(table([title], heading=heading, lines=lines))) == 31


def test_a_table_of_several_measures_may_be_titled_by_one_of_them() -> None:
    lines = [[r.title_zh, value(r.ref_area, 2023), value(r.ref_area, 2022)] for r in regions()]
    content = as_csv([["2023年地区生产总值"], ["地区", GDP, "第三产业增加值(亿元)"], *lines])

    assert len(figures(content)) == 62


MADE = {
    "a note of interpolation": table(["2023年"], below="注：2023年缺失数据采用线性插值法补齐。"),
    "a note of logarithms": table(["2023年"], below="注：数据经对数化处理。"),
    "a made-up example": table(["2023年地区生产总值（示例数据，虚构）"]),
    "winsorised": table(["2023年地区生产总值（缩尾1%）"]),
    "a part, in a second title": table(["2023年地区生产总值"], ["——工业部分"]),
    "a scope": table(["2023年地区生产总值"], ["口径：规模以上"]),
    "a status of each line": as_csv([["2023年"], ["地区", GDP, "状态"], *([*line, "估计"] for line in ONE_YEAR)]),
    "a flag of some lines": as_csv(
        [["2023年"], ["地区", GDP, "是否插补"], *([*line, int(n == 3)] for n, line in enumerate(ONE_YEAR))]
    ),
}


@pytest.mark.parametrize("content", MADE.values(), ids=MADE.keys())
def test_figures_that_were_made_are_no_figures(content: bytes) -> None:
    assert kinds(refusal(content)) <= {"other_figures", "narrower_series"}


@pytest.mark.parametrize("year", ["2023年(亿元)", "2023年（亿元）", "2023年亿元", "2023年(初步核算数)", "2023年(修订)"])
def test_a_year_may_say_its_unit_or_its_publication(year: str) -> None:
    content = as_csv([["地区生产总值"], ["单位：亿元"], ["地区", year], *ONE_YEAR])

    assert figures(content) == expected([2023])


@pytest.mark.parametrize("word", ["工业", "估算", "累计"])
def test_a_word_in_brackets_that_is_no_unit_limits_the_figures(word: str) -> None:
    refused = refusal(table(["2023年"], heading=f"电力消费量({word})"))

    assert "narrower_series" in kinds(refused)
    assert word in str(refused)


@pytest.mark.parametrize("unit", ["亿元,不变价", "亿元、可比价", "亿元，估计数", "亿元，预测", "亿元,规模以上"])
@pytest.mark.parametrize("line", ["单位：{}", "（{}）", "地区生产总值（{}）"])
def test_what_a_unit_says_besides_limits_the_figures(unit: str, line: str) -> None:
    content = table(["2023年"], [line.format(unit)], heading="地区生产总值")

    assert kinds(refusal(content)) & {"narrower_series", "unknown_series"}


@pytest.mark.parametrize("unit", ["千人", "百人", "亿人", "千件", "千亿元", "单位：千人"])
def test_a_multiple_in_a_title_that_is_not_listed_is_asked_about(unit: str) -> None:
    refused = refusal(table([f"2023年常住人口({unit})"], heading="数值"))

    assert kinds(refused) == {"unknown_unit"}


@pytest.mark.parametrize("unit", ["亿元,现价", "当年价格，亿元", "按当年价格计算，亿元", "亿元 (100 million yuan)"])
def test_prices_of_the_same_year_and_translations_limit_no_unit(unit: str) -> None:
    assert figures(table(["2023年"], [f"单位：{unit}"], heading="地区生产总值")) == expected([2023])
    assert figures(table(["2023年"], heading=f"地区生产总值({unit})")) == expected([2023])


@pytest.mark.parametrize("unit", ["亿元 (100 million USD)", "万元 (100 million yuan)", "亿元,2020年价"])
def test_a_unit_beside_another_one_is_asked_about(unit: str) -> None:
    assert refusal(table(["2023年"], [f"单位：{unit}"], heading="地区生产总值"))
    assert refusal(table(["2023年"], heading=f"地区生产总值({unit})"))


LIMITS = [
    *(
        "不变价",
        "规模以上",
        "规上",
        "1-11月",
        "估计数",
        "预测数",
        "美元",
        "增长速度",
        "城镇",
        "市辖区",
        "第二产业",
        "累计",
    ),
]


@pytest.mark.parametrize("word", LIMITS)
@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(lambda word: [["2023年"], [word], ["地区", GDP], *ONE_YEAR], id="a line below the title"),
        pytest.param(lambda word: [["2023年", "", word], ["地区", GDP], *ONE_YEAR], id="right of the title"),
        pytest.param(lambda word: [["2023年"], [f"地区({word})", GDP], *ONE_YEAR], id="the corner"),
        pytest.param(lambda word: [["2023年"], ["地区", GDP], *ONE_YEAR, [f"注：{word}。"]], id="a note"),
        pytest.param(lambda word: [["2023年"], ["地区", GDP], *ONE_YEAR, ["", word]], id="below, without 注"),
        pytest.param(lambda word: [["2023年"], ["地区", GDP], *ONE_YEAR, [f"来源：统计局({word})"]], id="the source"),
        pytest.param(
            lambda word: [["2023年"], ["地区", GDP, "类型"], *([*line, word] for line in ONE_YEAR)], id="a column"
        ),
        pytest.param(
            lambda word: [["2023年"], ["地区", GDP, ""], [*ONE_YEAR[0], word], *ONE_YEAR[1:]], id="beside a figure"
        ),
    ],
)
def test_a_word_that_limits_figures_is_asked_about_wherever_it_is(rows: Callable[[str], list[Row]], word: str) -> None:
    assert refusal(as_csv(rows(word)))


@pytest.mark.parametrize(
    "words",
    [
        "constant prices",
        "January-November",
        "estimates",
        "forecast",
        "US dollars",
        "growth rate",
        "urban",
        "cumulative",
    ],
)
@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(lambda words, lines: [[words], ["Region", "Value"], *lines], id="a line below the title"),
        pytest.param(
            lambda words, lines: [["Region", "Value", "Type"], *([*line, words] for line in lines)], id="a column"
        ),
        pytest.param(lambda words, lines: [["Region", "Value"], *lines, [f"Note: {words}."]], id="a note"),
        pytest.param(lambda words, lines: [["Region", "Value"], *lines, [f"Source: NBS ({words})"]], id="the source"),
    ],
)
def test_english_words_that_limit_figures_are_asked_about(
    rows: Callable[[str, list[Row]], list[Row]], words: str
) -> None:
    lines = [[region.title_en, value(region.ref_area, 2023)] for region in regions()]
    above = [["Gross Regional Product, 2023"], ["Unit: 100 million yuan"]]

    assert figures(as_csv([*above, ["Region", "Value"], *lines])) == expected([2023])
    assert refusal(as_csv([*above, *rows(words, lines)]))


@pytest.mark.parametrize("flag", ["否", 0, "FALSE"])
def test_a_flag_that_no_figure_was_made_is_read_over(flag: object) -> None:
    content = as_csv([["2023年"], ["地区", GDP, "是否插补"], *([*line, flag] for line in ONE_YEAR)])

    assert figures(content) == expected([2023])


@pytest.mark.parametrize(
    "note",
    [
        "注：2021年为年度人口抽样调查推算数据，绝对数按当年价格计算。",
        "注：根据第四次全国经济普查结果对数据进行了修订。",
        "注：绝对数按当年价格计算，相对数按可比价格计算。",
        "注：实际增速为剔除价格因素后的增长速度。",
    ],
)
def test_notes_of_the_bureau_on_its_own_figures_are_no_question(note: str) -> None:
    content = table(["2023年"], below=note)

    assert figures(content) == expected([2023])


@pytest.mark.parametrize(
    "note",
    [
        *("注：按2020年不变价格计算。", "注：以1978年价格为基期。", "Note: Figures are in constant prices."),
        *("注：本表数据已折算为亿美元。", "Note: in US dollars."),
        *("注：本表为南京市数据。", "注：江苏数据为南京市数据。", "注：本表为市辖区数据。", "注：人口为户籍人口数。"),
        *("注：数据为年均增长速度。", "注：本表为季度累计数。"),
        *("注：仅含规模以上工业企业。", "注：本表只包括城镇单位", "Note: Only enterprises above designated size."),
        *("注：不含县域。", "注：本表未包括农村。", "注：数据不含规模以下工业企业。"),
    ],
)
def test_a_note_that_the_figures_are_of_something_else_is_asked_about(note: str) -> None:
    assert kinds(refusal(table(["2023年"], below=note))) == {"other_figures"}


@pytest.mark.parametrize(
    "note",
    [
        "Note: Data in value terms are calculated at current prices, while indices are at constant prices.",
        *("注：增长速度按可比价格计算。", "注：指数以上年为100。", "注：进出口总额为按美元计价数据。"),
        *("注：江苏为江苏省数据。", "注：北京、天津、上海、重庆为全市数据。", "注：地方财政收支均为本级数。"),
        *("注：2023年及以前为最终核实数。", "注：本表数据以亿元为单位。"),
        *("注：固定资产投资不含农户。", "注：合计数不含港澳台。", "注：不含私营单位。"),
        *("注：仅供参考。", "注：本表仅包括31个省（自治区、直辖市）。"),
    ],
)
def test_a_note_on_other_figures_or_on_the_whole_is_no_question(note: str) -> None:
    assert figures(table(["2023年"], below=note)) == expected([2023])


@pytest.mark.parametrize(
    "note", ["注：按不变价格计算。", "注：以2020年价格为基期。", "Note: Indices are at constant prices."]
)
def test_an_index_is_at_constant_prices(note: str) -> None:
    lines = [[region.title_zh, 105] for region in regions()]

    assert len(figures(as_csv([["地区生产总值指数(上年=100)"], ["地区", "2023年"], *lines, [note]]))) == 31


def test_beside_growth_a_note_on_prices_without_a_subject_is_of_the_growth() -> None:
    lines = [[*line, 5.2] for line in ONE_YEAR]
    heads = ["地区", GDP, "比上年增长(%)"]

    assert figures(as_csv([["2023年"], heads, *lines, ["注：按可比价格计算。"]])) == expected([2023])
    assert kinds(refusal(as_csv([["2023年"], heads, *lines, ["注：本表按可比价格计算。"]]))) == {"other_figures"}


@pytest.mark.parametrize("text", ["1.4e+03", "1e4", "1.4E+03"])
def test_a_number_that_a_program_has_shortened_is_refused(text: str) -> None:
    refused = refusal(table(["2023年"], lines=[["北京市", text], *ONE_YEAR[1:]]))

    assert kinds(refused) == {"not_a_number"}
    assert "shortened" in str(refused)


@pytest.mark.parametrize(
    "mark", ["NA", "N/A", "NULL", "None", "n.d.", "不详", "未公布", "暂缺", "缺报", "保密", "无此项", "─"]
)
def test_words_for_a_missing_figure(mark: str) -> None:
    content = table(["2023年"], lines=[["北京市", mark], *ONE_YEAR[1:]])

    assert figures(content).keys() == expected([2023]).keys() - {("gdp", "110000", 2023)}


@pytest.mark.parametrize("merged", ["B3:B4", "B3:C3"], ids=["two regions", "two years"])
def test_a_merged_cell_has_no_figure_of_several_places(merged: str) -> None:
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content)
    sheet = book.add_worksheet()
    for number, row in enumerate([[GDP], ["地区", "2023年", "2022年"], *body([2023, 2022])]):
        sheet.write_row(number, 0, row)
    sheet.merge_range(merged, value("110000", 2023))
    book.close()

    refused = refusal(content.getvalue())

    assert "merged_figure" in kinds(refused)
    assert "B3" in str(refused)


def test_a_figure_may_be_merged_as_its_year_is() -> None:
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content)
    sheet = book.add_worksheet()
    sheet.write(0, 0, GDP)
    for number, row in enumerate([["地区", "2023年", "2022年"], *body([2023, 2022])], start=1):
        sheet.write(number, 0, row[0])
        for place, cell in enumerate(row[1:]):
            sheet.merge_range(number, 1 + 2 * place, number, 2 + 2 * place, cell)
    book.close()

    assert figures(content.getvalue()) == expected([2023, 2022])


def test_blank_cells_behind_the_last_heading_are_no_fault() -> None:
    rows = [["地区生产总值(亿元)"], ["地区", "2023年"], *ONE_YEAR]
    content = b"\r\n".join(line + b"," if n > 1 else line for n, line in enumerate(as_csv(rows).split(b"\r\n")))

    assert figures(content) == expected([2023])


def test_a_sheet_that_is_not_read_is_said() -> None:
    rows = [["2023年地区生产总值(亿元)"], ["地区", "2023年"], *ONE_YEAR]
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content)
    for name, title in (("一", rows[0][0]), ("二", "2023年全社会用电总量")):
        sheet = book.add_worksheet(name)
        for number, row in enumerate([[title], *rows[1:]]):
            sheet.write_row(number, 0, row)
    book.close()

    found = harmonised(content.getvalue())

    assert len(found.figures) == 31
    assert any("全社会用电总量" in sentence for sentence in found.left_out)


def continued(title: str) -> bytes:
    first, second = [["电力消费量(亿千瓦时)"], ["地区", "2022年"]], [["续表"], [title], ["地区", "2023年"]]
    return as_csv([*first, *body([2022]), *second, *ONE_YEAR])


def test_a_table_that_goes_on_under_another_title_is_asked() -> None:
    assert kinds(refusal(continued("工业用电量"))) == {"continued_title"}


@pytest.mark.parametrize("title", ["电力消费量(亿千瓦时)", "2023年", "中国统计年鉴", "全社会电力消费量"])
def test_a_table_that_goes_on_may_repeat_its_title(title: str) -> None:
    if title.startswith("全社会"):
        assert kinds(refusal(continued(title))) == {"continued_title"}
    else:
        assert {year for _, _, year in figures(continued(title))} == {2022, 2023}


def test_a_page_that_ends_no_declaration_takes_no_time() -> None:
    page = as_html([["地区", "2023年"], *ONE_YEAR]) + b"<!DOCTYPE[" * 20_000

    assert kinds(refusal(page))  # within the time of a test
