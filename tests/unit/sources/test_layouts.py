"""Tables are read right however publishers lay them out: regions down or across, headings over several lines."""

from datetime import date

import pytest
from samples import (
    Row,
    as_csv,
    as_html,
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

ONE_YEAR = [(r.title_zh, value(r.ref_area, 2023)) for r in regions()]


def across(first: str, years: tuple[int, ...] = (2023, 2022, 2021)) -> list[Row]:
    """Regions across, years down."""
    return [
        [first, *(r.short_zh for r in regions())],
        *([f"{y}年", *(value(r.ref_area, y) for r in regions())] for y in years),
    ]


@pytest.mark.parametrize(
    "years",
    [
        pytest.param(["2023年", "2022年", "2021年"], id="2023年"),
        pytest.param(["2023", "2022", "2021"], id="2023"),
        pytest.param(["2023.0", "2022.0", "2021.0"], id="2023.0"),
        pytest.param(["2023 年", "2022 年", "2021 年"], id="2023 年"),
        pytest.param(["2023年度", "2022年度", "2021年度"], id="2023年度"),
        pytest.param(["2023年末", "2022年末", "2021年末"], id="2023年末"),
        pytest.param(["２０２３年", "２０２２年", "２０２１年"], id="full width"),
        pytest.param(["2023-12-31", "2022-12-31", "2021-12-31"], id="2023-12-31"),
        pytest.param(["2023年②", "2022年", "2021年①"], id="with marks of notes"),
        pytest.param(["2023p", "2022*", "2021"], id="preliminary"),
        pytest.param(
            ["2023年地区生产总值(亿元)", "2022年地区生产总值(亿元)", "2021年地区生产总值(亿元)"],
            id="year and indicator",
        ),
        pytest.param(["地区生产总值(2023年)", "地区生产总值(2022年)", "地区生产总值(2021年)"], id="indicator (year)"),
    ],
)
def test_years_however_they_are_written(years: list[str]) -> None:
    assert figures(as_csv([["地区", *years], *body()]), series="gdp") == expected()


def test_years_that_a_workbook_holds_as_numbers_or_days() -> None:
    days = [["地区", *(date(year, 12, 31) for year in (2023, 2022, 2021))], *body()]

    assert figures(as_xlsx([["", 2023, 2022, 2021], *body()]), series="gdp") == expected()
    assert figures(as_xlsx(days), series="gdp") == expected()


@pytest.mark.parametrize(
    "heading",
    [
        *("GDP{}(亿元)", "GDP_{}", "gdp{}", "地区生产总值-{}年（亿元）", "地区生产总值(亿元){}", "地区生产总值，{}"),
        "Gross Regional Product, {} (100 million yuan)",
    ],
)
def test_years_behind_the_label_of_a_series(heading: str) -> None:
    rows = [["地区", heading.format(2023), heading.format(2022)], *body([2023, 2022])]

    assert figures(as_xlsx(rows)) == expected([2023, 2022])


@pytest.mark.parametrize("heading", ["GDP比{}", "GDP{}增速", "GDP{}=100", "GDP2021-{}", "GDP{}E", "GDP(按{}年价格)"])
def test_a_year_that_other_words_are_about_is_not_that_of_the_figures(heading: str) -> None:
    rows = [["地区", heading.format(2022), heading.format(2023)], *body([2022, 2023])]

    assert refusal(as_xlsx(rows))


@pytest.mark.parametrize("date", ["2023年末", "2023年底", "2023年年末", "截至2023年底", "截止2023年末"])
def test_the_end_of_a_year_in_a_title_or_heading(date: str) -> None:
    truth = expected([2023], ["population_resident"])

    assert figures(as_xlsx([[f"{date}常住人口(万人)"], ["地区", "数值"], *ONE_YEAR])) == truth
    assert figures(as_xlsx([[f"{date}各地区常住人口"], ["单位：万人"], ["地区", "数值"], *ONE_YEAR])) == truth
    assert figures(as_xlsx([["地区", f"{date}常住人口(万人)"], *ONE_YEAR])) == truth
    assert (
        figures(as_xlsx([["地区", f"常住人口({date.removeprefix('截至').removeprefix('截止')})"], *ONE_YEAR])) == truth
    )


@pytest.mark.parametrize(
    "title", ["截至2023年6月底常住人口", "2023年初常住人口", "2023年末户籍人口", "2023年末常住人口增长率"]
)
def test_another_date_or_people_or_growth_is_not_the_end_of_a_year(title: str) -> None:
    assert refusal(as_xlsx([[title], ["地区", "数值"], *ONE_YEAR]))
    assert refusal(as_xlsx([["地区", title], *ONE_YEAR]))


def test_years_in_any_order() -> None:
    years = [2021, 2023, 2022]

    assert figures(as_csv(bureau(body(years), years=years))) == expected()


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(lambda r: r.short_zh, id="short"),
        pytest.param(lambda r: "   ".join(r.short_zh), id="blanks between"),
        pytest.param(lambda r: "　".join(r.short_zh), id="full-width blanks"),
        pytest.param(lambda r: f"  {r.title_zh}\u00a0", id="blanks around"),
        pytest.param(lambda r: r.title_en, id="English"),
        pytest.param(lambda r: f"{r.short_zh}\n{r.title_en}", id="both in a cell"),
        pytest.param(lambda r: f"{r.short_zh} {r.title_en}", id="both in a line"),
        pytest.param(lambda r: r.ref_area, id="codes"),
        pytest.param(lambda r: {"浙江": "浙汀", "西藏": "四藏"}.get(r.short_zh, r.short_zh), id="known misreadings"),
    ],
)
def test_regions_however_they_are_named(name: object) -> None:
    assert figures(as_csv(bureau(body(name=name)))) == expected()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(
            [["各地区地区生产总值（亿元）"], *across("年份"), ["数据来源：国家统计局"]], id="title, years down"
        ),
        pytest.param([["地区生产总值（亿元）"], [], *across("")], id="blank corner"),
        pytest.param([["指标：地区生产总值(亿元)"], *across("时间")], id="line 指标"),
        pytest.param([["单位：亿元"], *across("地区生产总值")[:1], *across("")[1:]], id="indicator in the corner"),
    ],
)
def test_regions_across_and_years_down(rows: list[Row]) -> None:
    given = {} if rows[0][0] != "单位：亿元" else {"series": "gdp"}

    assert figures(as_csv(rows), **given) == expected()


def test_regions_across_and_indicators_down() -> None:
    values = [value(r.ref_area, 2020) for r in regions()]
    rows: list[Row] = [["时间：2020年"], ["指标", *(r.short_zh for r in regions())]]
    rows += [["地区生产总值(亿元)", *values], ["年末常住人口(万人)", *values]]

    assert figures(as_csv(rows)) == expected([2020], ["gdp", "population_resident"])


def test_one_region_and_its_indicators() -> None:
    rows: list[Row] = [["数据库：分省年度数据"], ["地区：广东省"], ["时间："], ["指标", "2023年", "2022年"]]
    rows += [["地区生产总值 (亿元) ", "1,5", ""], ["年末常住人口 (万人) ", "12706", "12657"], ["医院数 (个)", "9", "9"]]
    rows[4][1] = "135673.2"

    found = harmonised(as_csv([*rows, ["数据来源：国家统计局"]]))

    assert {f.key: float(f.value or 0) for f in found.figures} == {
        ("gdp", "440000", 2023): 135673.2,
        ("population_resident", "440000", 2023): 12706,
        ("population_resident", "440000", 2022): 12657,
    }
    assert any("医院数" in line for line in found.left_out)


def test_units_that_have_a_column_of_their_own() -> None:
    one: list[Row] = [
        ["地区：广东省"],
        ["指标", "单位", "2023年"],
        ["地区生产总值", "万元", 10000],
        ["年末常住人口", "万人", 5],
    ]
    all_: list[Row] = [
        ["地区", "单位", "2023年"],
        *([r.title_zh, "万元", value(r.ref_area, 2023) * 10000] for r in regions()),
    ]
    across_: list[Row] = [["指标", "单位", *(r.short_zh for r in regions())]]
    across_ += [["地区生产总值", "万元", *(value(r.ref_area, 2023) * 10000 for r in regions())]]

    assert figures(as_csv(one)) == {("gdp", "440000", 2023): 1, ("population_resident", "440000", 2023): 5}
    assert figures(as_csv(all_), series="gdp") == expected([2023])
    assert figures(as_csv(across_), year=2023) == expected([2023])


def test_one_line_a_region_and_year() -> None:
    lines: list[Row] = [
        [r.short_zh, y, value(r.ref_area, y), value(r.ref_area, y)] for r in regions() for y in (2022, 2021)
    ]

    found = figures(as_csv([["省份", "年份", "地区生产总值(亿元)", "年末常住人口(万人)"], *lines]))

    assert found == expected([2022, 2021], ["gdp", "population_resident"])


def test_a_region_that_stands_once_for_the_years_below_it() -> None:
    lines: list[Row] = [
        ["" if y < 2023 else r.short_zh, y, value(r.ref_area, y)] for r in regions() for y in (2023, 2022)
    ]

    assert figures(as_csv([["省份", "年份", "地区生产总值(亿元)"], *lines])) == expected([2023, 2022])


def test_one_line_a_figure_in_the_project_s_own_columns() -> None:
    lines: list[Row] = [[r.ref_area, y, "gdp", value(r.ref_area, y), "A"] for y in (2022, 2021) for r in regions()]

    found = figures(as_csv([["ref_area", "time_period", "series_id", "obs_value", "obs_status"], *lines], "utf-8"))

    assert found == expected([2022, 2021])


def test_one_line_a_figure_with_chinese_columns_and_units() -> None:
    lines = [[r.short_zh, "2022年", "地区生产总值", value(r.ref_area, 2022) * 10000, "万元"] for r in regions()]

    assert figures(as_csv([["地区", "年份", "指标", "数值", "单位"], *lines])) == expected([2022])


YEARBOOK: list[Row] = [
    ["2-1  各地区规模以上工业企业研究与试验发展(R&D)活动情况(2021年)"],
    ["R&D Activities of Industrial Enterprises above Designated Size by Region (2021)"],
    [],
    ["", "", "单位：人年、万元"],
    [
        "地  区",
        "Region",
        "R&D人员\n折合全时当量\n(人年)\nFull-time\nEquivalent\n(man-year)",
        "R&D经费\n内部支出\n(万元)\nExpenditure",
        "排名",
    ],
    ["全  国", " National Total", 7, 7, ""],
    ["", "  ", "", "", ""],
    ["东部地区", " Eastern", 5, 5, ""],
    *([" ".join(r.short_zh), f" {r.title_en}", value(r.ref_area, 2021), value(r.ref_area, 2021), 1] for r in regions()),
    ["注：本表为规模以上工业企业。"],
    ["\u00a0"],
]
INDUSTRIAL = expected([2021], ["ind_rd_fte", "ind_rd_expenditure"])


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(as_xlsx(YEARBOOK), id="plain"),
        pytest.param(as_xlsx(YEARBOOK, merge=["A1:E1", "A2:E2"]), id="titles over all columns"),
        pytest.param(
            as_xlsx([[str(c).replace("\n", "_x000D_\n") for c in row] for row in YEARBOOK]), id="carriage returns"
        ),
        pytest.param(as_csv(YEARBOOK, newline="\n"), id="CSV"),
        pytest.param(as_html([row or [""] for row in YEARBOOK]), id="HTML"),
    ],
)
def test_a_yearbook_table_in_two_languages_counts_what_its_title_says(content: bytes) -> None:
    found = {key: number for key, number in figures(content).items() if key[1] != "000000"}

    assert found == INDUSTRIAL
    assert figures(content)["ind_rd_fte", "000000", 2021] == 7


def test_headings_whose_words_stand_in_cells_below_each_other() -> None:
    rows = [
        ["2-8 各地区规上工业企业数量情况(2021年)", "", "", ""],
        ["地 区", "Region", "有研发机构", "有R&D活动"],
        ["", "", "的企业数", "的企业数"],
        ["", "", "Number of", "Number of"],
        ["", "", "R&D Institutions", "R&D Activities"],
        ["", "", "", ""],
        *([r.short_zh, r.title_en, value(r.ref_area, 2021), value(r.ref_area, 2021)] for r in regions()),
    ]

    assert figures(as_xlsx(rows)) == expected(
        [2021], ["ind_enterprises_with_rd_institutions", "ind_enterprises_with_rd"]
    )


TWO_LEVELS = {
    "years over indicators": [
        ["地区", "2023年", "", "2022年", ""],
        ["", "地区生产总值(亿元)", "年末常住人口(万人)", "地区生产总值(亿元)", "年末常住人口(万人)"],
        *([r.title_zh, *(value(r.ref_area, y) for y in (2023, 2023, 2022, 2022))] for r in regions()),
    ],
    "indicators over years": [
        ["地区", "地区生产总值(亿元)", "", "年末常住人口(万人)", ""],
        ["", "2023", "2022", "2023", "2022"],
        *([r.title_zh, *(value(r.ref_area, y) for y in (2023, 2022, 2023, 2022))] for r in regions()),
    ],
}


@pytest.mark.parametrize("levels", TWO_LEVELS)
@pytest.mark.parametrize("merged", [True, False])
def test_group_headings_span_their_columns_whether_cells_are_merged_or_not(levels: str, merged: bool) -> None:
    rows = TWO_LEVELS[levels]
    content = as_xlsx(rows, merge=["A1:A2", "B1:C1", "D1:E1"]) if merged else as_csv(rows)

    assert figures(content) == expected([2023, 2022], ["gdp", "population_resident"])


def test_two_halves_of_a_table_side_by_side() -> None:
    lines, half = body([2023]), 16
    rows: list[Row] = [["地区", "2023年", "地区", "2023年"]]
    rows += [[*lines[i], *(lines[i + half] if i + half < len(lines) else ["", ""])] for i in range(half)]

    assert figures(as_csv(rows), series="gdp") == expected([2023])


def test_two_tables_below_each_other() -> None:
    rows: list[Row] = [["地区", "地区生产总值(亿元)"], *ONE_YEAR, [], ["地区", "年末常住人口(万人)"], *ONE_YEAR]

    assert figures(as_csv(rows), year=2023) == expected([2023], ["gdp", "population_resident"])


def test_sheets_named_for_their_year() -> None:
    def add(book: object) -> None:
        sheet = book.create_sheet("2022年")  # type: ignore[attr-defined]
        for row in [["地区", "地区生产总值(亿元)"], *([r.short_zh, value(r.ref_area, 2022)] for r in regions())]:
            sheet.append(row)
        book.create_sheet("说明").append(["本表由某某整理"])  # type: ignore[attr-defined]

    content = as_xlsx([["地区", "地区生产总值(亿元)"], *ONE_YEAR], sheet="2023年", more=add)

    assert figures(content) == expected([2023, 2022])


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([["某某数据库导出"], ["第二行标题"], [], *bureau()], id="more titles"),
        pytest.param([*bureau()[:14], ["注：以下为其他地区"], [], *bureau()[14:]], id="notes between regions"),
        pytest.param([*bureau()[:4], ["甲", 1, 2, 3], *bureau()[4:]], id="line of column numbers"),
        pytest.param(bureau([*body(), ["　"]]), id="blank line"),
        pytest.param([*bureau()[:-3], ["数", "", "", ""]], id="torn notes"),
        pytest.param([*bureau()[:-3], ["数据来源：国家统计局", "", "", ""]], id="padded source"),
        pytest.param([[*row, *([""] * 3)] for row in bureau()], id="empty columns"),
        pytest.param([["", *row] for row in bureau()], id="empty first column"),
    ],
)
def test_what_stands_around_a_table_is_not_taken_for_figures(rows: list[Row]) -> None:
    assert figures(as_csv(rows)) == expected()


def test_columns_beside_the_figures_are_passed_over() -> None:
    numbered: list[Row] = [["序号", "地区", "代码", "2023年", "备注"]]
    numbered += [[i, r.title_zh, r.ref_area, value(r.ref_area, 2023), "初步核算"] for i, r in enumerate(regions(), 1)]

    assert figures(as_csv(numbered), series="gdp") == expected([2023])


def test_a_column_that_is_blank_is_no_year_of_zeros() -> None:
    rows: list[Row] = [["地区", "2024年", "2023年"], *([name, "", figure] for name, figure in ONE_YEAR)]

    assert figures(as_csv(rows), series="gdp") == expected([2023])


@pytest.mark.parametrize(
    ("rows", "kind", "cell"),
    [
        pytest.param(
            [["地区", "2023年", "2O22年"], *body([2023, 2022])], "unclear_heading", "C1", id="a letter in a year"
        ),
        pytest.param(
            [["地区", "2023年", "2022年(预计)"], *body([2023, 2022])], "unclear_heading", "C1", id="an estimate"
        ),
        pytest.param([["地区", "2023年", ""], *body([2023, 2022])], "no_heading", "C2", id="no heading"),
        pytest.param([["地区", "2023年", "2023年第四季度"], *body([2023, 2022])], "part_of_year", "C1", id="a quarter"),
        pytest.param([["地区", "2023年"], ["", 5], *body([2023])], "no_region", "A2", id="no name"),
        pytest.param([["省份", "年份", "地区生产总值"], ["北京市", "去年", 5]], "not_a_year", "B2", id="no year"),
    ],
)
def test_a_heading_that_is_not_understood_is_refused_by_cell(rows: list[Row], kind: str, cell: str) -> None:
    refused = refusal(as_csv(rows), series="gdp")

    assert (kind, cell) in {(problem.kind, problem.cell) for problem in refused.problems}


def test_an_unknown_region_is_not_taken_for_headings_though_its_figures_look_like_years() -> None:
    for place in (4, 10):
        rows = [*bureau()[:place], ["火星省", 2001, 2002, 2003], *bureau()[place:]]

        assert "“火星省”: the region is not known" in str(refusal(as_csv(rows)))


def test_headings_that_begin_with_a_number_are_headings() -> None:
    rows = [
        ["", "65岁及以上人口(人)", "地区生产总值(亿元)"],
        *([r.title_zh, 7, value(r.ref_area, 2023)] for r in regions()),
    ]

    assert figures(as_csv(rows), year=2023) == expected([2023])


def test_the_base_year_of_an_index_is_not_the_year_of_its_table() -> None:
    rows = [["各地区地区生产总值(按2020年价格计算)"], ["地区", "地区生产总值(亿元)"], *body([2023])]

    assert kinds(refusal(as_csv(rows))) == {"missing_year", "narrower_series"}


def test_quarterly_data_are_refused() -> None:
    rows = bureau()
    rows[0] = ["数据库：分省季度数据"]

    assert kinds(refusal(as_csv(rows))) == {"part_of_year"}


@pytest.mark.parametrize("units", [["单位", "万元", "万元"], ["", "(万元)", "(万元)"], ["", "万元", "万元"]])
def test_a_line_of_units_below_the_years_states_them(units: list[str]) -> None:
    lines = [[name, *(figure * 10000 for figure in figures_)] for name, *figures_ in body([2023, 2022])]
    rows = [["地区生产总值"], ["地区", "2023年", "2022年"], units, *lines]

    assert figures(as_csv(rows)) == expected([2023, 2022])


@pytest.mark.parametrize(
    "text",
    [
        *("导出日期：2025/3/1", "更新时间：2025-03-01", "查询时间：2025-03-05 10:00:00", "打印时间 2025.03.05"),
        *(
            "发布日期：2025年3月",
            "填报日期：2025-03",
            "制表：张三 2025/3/5",
            "制表日期：2025年3月5日",
            "下载于2025年3月5日",
        ),
        *("各省GDP（2025年3月整理）", "Downloaded on 2025-03-05"),
    ],
)
def test_the_day_on_which_a_file_was_made_is_not_the_time_of_its_figures(text: str) -> None:
    rows = bureau()

    assert figures(as_csv([*rows[:2], [text], *rows[3:]])) == expected()


@pytest.mark.parametrize("text", ["{}年1-12月", "{}年1—12月累计", "{}年12月累计", "{}年1月至12月"])
def test_twelve_months_are_a_year(text: str) -> None:
    rows = [["地区", *(text.format(year) for year in (2023, 2022))], *body([2023, 2022])]

    assert figures(as_csv(rows), series="gdp") == expected([2023, 2022])


@pytest.mark.parametrize("heading", ["1-12月", "1—12月累计", "(1-12月)"])
def test_twelve_months_of_the_year_of_the_title_are_that_year(heading: str) -> None:
    assert figures(as_csv([["2023年各地区生产总值(亿元)"], ["地区", heading], *body([2023])])) == expected([2023])


@pytest.mark.parametrize(
    ("title", "heading", "is_year"),
    [
        ("2023年12月各地区生产总值", "1-12月(亿元)", True),
        ("2023年12月各地区生产总值(亿元)", "1-12月累计", True),
        ("2023年12月各地区生产总值", "绝对数(亿元)", False),
        ("2023年11月各地区生产总值", "1-12月(亿元)", False),
        ("2023年12月各地区生产总值", "1-11月(亿元)", False),
    ],
)
def test_a_title_of_december_is_of_the_year_above_twelve_months(title: str, heading: str, is_year: bool) -> None:
    content = as_csv([[title], ["地区", heading], *body([2023])])

    if is_year:
        assert figures(content) == expected([2023])
    else:
        assert kinds(refusal(content)) == {"part_of_year"}


def cumulative(*periods: str) -> bytes:
    top = [["数据库：分省季度数据"], ["指标：地区生产总值_累计值(亿元)"], ["时间：最近2个季度"]]
    return as_csv([*top, ["地区", *periods], *body([2023, 2022][: len(periods)]), ["数据来源：国家统计局"]])


@pytest.mark.parametrize("period", ["{}年12月", "{}年第四季度", "{}年四季度"])
def test_cumulative_values_of_december_are_of_the_year(period: str) -> None:
    assert figures(cumulative(period.format(2023), period.format(2022))) == expected([2023, 2022])


@pytest.mark.parametrize(
    "periods", [("2023年9月",), ("2023年12月", "2023年11月"), ("2023年第四季度", "2023年第三季度")]
)
def test_cumulative_values_of_other_months_are_of_a_part_of_the_year(periods: tuple[str, ...]) -> None:
    assert kinds(refusal(cumulative(*periods))) == {"part_of_year"}


def test_values_of_december_alone_are_of_a_part_of_the_year() -> None:
    rows = [["指标：地区生产总值_当期值(亿元)"], ["地区", "2023年12月"], *body([2023])]

    assert kinds(refusal(as_csv(rows))) == {"part_of_year"}


def test_a_year_in_chinese_digits_is_read() -> None:
    for heading in ("二〇二三年", "二Ｏ二三年", "二〇二三"):
        assert figures(as_csv([["各地区生产总值(亿元)"], ["地区", heading], *body([2023])])) == expected([2023])
    assert figures(as_csv([["二○二三年各地区生产总值(亿元)"], ["地区", "总量"], *body([2023])])) == expected([2023])


@pytest.mark.parametrize("months", ["一至九月", "一月至九月", "七—十二月"])
def test_months_in_chinese_digits_are_a_part_of_a_year(months: str) -> None:
    content = as_csv([[f"二〇二三年{months}各地区生产总值(亿元)"], ["地区", "总量"], *body([2023])])

    assert kinds(refusal(content)) == {"part_of_year"}


def test_remarks_of_nothing_are_no_signs_for_missing_figures() -> None:
    lines = [[name, 2023, figure, "无"] for name, figure in body([2023])]
    read = harmonised(as_csv([["地区", "年份", "地区生产总值(亿元)", "备注"], *lines]))

    assert (len(read.figures), read.notes) == (31, ())


@pytest.mark.parametrize("name", ["{zh}({en})", "{zh}（{en}）", "{zh}/{en}", "{zh} {en}"])
def test_a_region_may_have_its_english_name_beside_it(name: str) -> None:
    lines = body([2023], lambda r: name.format(zh=r.title_zh, en=r.title_en))

    assert figures(as_csv([["2023年"], ["地区", "地区生产总值(亿元)"], *lines])) == expected([2023])


@pytest.mark.parametrize("text", ["2023年1-11月", "2023年2-12月", "2023年12月", "2023年1-2月累计", "Feb-Dec 2023"])
def test_fewer_months_are_a_part_of_a_year(text: str) -> None:
    assert kinds(refusal(as_csv([["地区", text], *body([2023])]), series="gdp")) == {"part_of_year"}
    assert kinds(refusal(as_csv([[f"{text}统计时间"], *bureau()]))) == {"part_of_year"}


def moved(rows: list[Row], *, inserted: int | None = None, deleted: int | None = None) -> list[Row]:
    """The lines of 全国 and the regions, after a cell of the first year was inserted or deleted."""
    figures = [row[1] for row in rows]
    if inserted is not None:
        figures = [*figures[:inserted], "", *figures[inserted:-1]]
    elif deleted is not None:
        figures = [*figures[:deleted], *figures[deleted + 1 :], ""]
    return [[row[0], figure, *row[2:]] for row, figure in zip(rows, figures, strict=True)]


@pytest.mark.parametrize("years", [(2023,), (2023, 2022)])
@pytest.mark.parametrize("at", [0, 1, 12, 31])
def test_figures_that_a_cell_has_moved_are_not_read(years: tuple[int, ...], at: int) -> None:
    rows: list[Row] = [["全国", *(99 for _ in years)], *body(years)]
    head: list[Row] = [["各地区生产总值（亿元）"], ["地区", *(f"{year}年" for year in years)]]
    note: Row = ["资料来源：国家统计局", *("" for _ in years)]

    for table in (moved([*rows, note], inserted=at), [*moved(rows, deleted=at), note]):
        assert kinds(refusal(as_xlsx([*head, *table]))) == {"moved_figures"}


@pytest.mark.parametrize("area", ["西藏自治区", "新疆维吾尔自治区"])
def test_a_sign_for_a_missing_figure_at_the_end_is_no_moved_figure(area: str) -> None:
    rows = [[name, "…" if name == area else figure] for name, figure in ONE_YEAR]

    found = figures(as_xlsx([["各地区生产总值（亿元）"], ["地区", "2023年"], *rows, ["注：…表示不详。", ""]]))

    assert len(found) == 30


def test_a_blank_cell_within_the_lines_is_a_missing_figure() -> None:
    rows = [[name, "" if name == "西藏自治区" else figure] for name, figure in ONE_YEAR]

    assert (
        len(figures(as_xlsx([["各地区生产总值（亿元）"], ["地区", "2023年"], *rows, ["注：西藏无数据。", ""]]))) == 30
    )
