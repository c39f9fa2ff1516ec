"""Bad input is refused whole, and each problem says where it is, what is wrong and what to do, in two languages."""

import re
from dataclasses import replace

import pytest
from samples import TODAY, Row, as_csv, body, bureau, figures, framework, harmonised, kinds, refusal, regions

from index_pipeline.sources.harmonise import harmonise
from index_pipeline.sources.messages import MESSAGES
from index_pipeline.sources.options import Options
from index_pipeline.sources.problems import Problem, Refusal
from index_pipeline.sources.readers import read_bytes


def with_line(line: list[object], at: int = 5) -> bytes:
    lines = body()
    return as_csv(bureau([*lines[:at], line, *lines[at:]]))


def with_first(*cells: object) -> bytes:
    return as_csv(bureau([["北京市", *cells], *body()[1:]]))


NO_INDICATOR = as_csv([["地区", "2023年"], *body([2023])])
NO_YEAR = as_csv([["地区", "地区生产总值(亿元)"], *body([2023])])
TWO_COLUMNS = as_csv([["地区", "某值", "另值"], *body([2023, 2022])])
OF_2021 = as_csv([["时间：2021年"], ["地区", "地区生产总值(亿元)"], *body([2023])])
MARS = "火星生产总值(亿元)"

UNREADABLE: dict[str, tuple[bytes, str]] = {
    "unknown region": (with_line(["火星省", 1, 2, 3]), "cell A10 “火星省”: the region is not known"),
    "unknown region in the first line": (with_line(["火星省", 1, 2, 3], 0), "cell A5 “火星省”: the region is not"),
    "unknown region in the last line": (with_line(["火星省", 1, 2, 3], 31), "cell A36 “火星省”: the region is not"),
    "misspelt region": (with_line(["淅江省", 1, 2, 3]), "did you mean 浙江省"),
    "unknown series": (
        as_csv(bureau(head=f"指标：{MARS}")),
        f"“{MARS}”: the indicator is not in series.csv; did you mean",
    ),
    "doubled": (with_line(["北京市", 1, 2, 3]), "gdp of Beijing in 2023 is there twice: 1 here, 11241.5 in cell B5"),
    "text": (with_first("大约", 2, 3), "cell B5 “大约”: this is not a number"),
    "infinity": (with_first(1, "inf", 3), "cell C5 “inf”: this is not a number (it is infinite"),
    "undefined": (with_first(1, 2, "nan"), "cell D5 “nan”: this is not a number"),
    "thousands separator": (with_first("1,23.4", 2, 3), "cell B5 “1,23.4”: this is not a number (the thousands"),
    "separator without quotes": (with_first("1", "234.5", 2, 3), "the line has 5 cells where its heading has 4"),
    "footnote mark": (with_first("12①", 2, 3), "footnote mark"),
    "percent sign": (with_first("5%", 2, 3), "which % cannot be converted to"),
    "unit of another kind": (
        as_csv(bureau(head="指标：地区生产总值(万人)")),
        "which 万人 cannot be converted to",
    ),
    "unknown unit": (as_csv(bureau(head="指标：地区生产总值(亿卢布)")), "“亿卢布”: the unit is not in units.csv"),
    "future year": (as_csv(bureau(years=[2031, 2030, 2029])), "the year 2029 is not over on 2026-11-24"),
    "running year": (as_csv(bureau(years=[2026, 2025, 2024])), "the year 2026 is not over on 2026-11-24"),
    "no indicator": (NO_INDICATOR, "name it with --series ID"),
    "no year": (NO_YEAR, "name it with --year YYYY"),
}

CONTRADICTED: dict[str, tuple[bytes, dict[str, object], str]] = {
    "the years of the headings": (as_csv(bureau()), {"year": 2020}, "the file says 2021–2023, but --year says 2020"),
    "the year of the file": (OF_2021, {"year": 2020}, "the file says 2021, but --year says 2020"),
    "the series of the file": (
        as_csv(bureau()),
        {"series": "retail_sales"},
        "gdp, but --series says retail_sales",
    ),
    "the list of series": (as_csv(bureau()), {"series": "gpd"}, "--series gpd is not in series.csv; did you mean gdp"),
    "two columns": (TWO_COLUMNS, {"series": "gdp", "year": 2023}, "names one indicator, but the table has 2"),
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_bad_input_is_refused_by_name(case: str) -> None:
    content, sentence = UNREADABLE[case]

    assert sentence in str(refusal(content))


@pytest.mark.parametrize("case", CONTRADICTED)
def test_an_option_never_overrules(case: str) -> None:
    content, options, sentence = CONTRADICTED[case]

    assert sentence in str(refusal(content, **options))


@pytest.mark.parametrize("name", ["北京2", "北京(城区)", "广东(不含省直)", "陕西①西安"])
def test_a_name_that_is_more_than_a_region_is_not_taken_for_the_region(name: str) -> None:
    assert f"“{name}”: the region is not known" in str(refusal(with_line([name, 1, 2, 3])))


@pytest.mark.parametrize("code", ["火星", "999999"])
def test_a_table_of_records_names_the_unknown_region(code: str) -> None:
    rows: list[Row] = [
        ["ref_area", "time_period", "series_id", "obs_value"],
        ["110000", 2023, "gdp", 1],
        [code, 2023, "gdp", 1],
    ]

    assert f"cell A3 “{code}”: the region is not known" in str(refusal(as_csv(rows)))


def test_a_table_of_records_is_not_taken_in_part_where_a_series_is_unknown() -> None:
    rows = [
        ["ref_area", "time_period", "series_id", "obs_value"],
        ["110000", 2023, "gdp", 1],
        ["110000", 2023, "gpd", 1],
    ]

    assert "cell C3 “gpd”: the indicator is not in series.csv; did you mean gdp" in str(refusal(as_csv(rows)))


def test_a_heading_and_a_stated_year_that_disagree_are_refused() -> None:
    rows: list[Row] = [["时间：2020年"], ["地区", "2023年"], *body([2023])]

    assert kinds(refusal(as_csv(rows), series="gdp")) == {"stated_years"}


def test_provinces_that_do_not_include_the_corps_are_not_taken_for_ones_that_do() -> None:
    lines = body([2023])
    provinces = sum(float(str(row[1])) for row in lines)
    without = bureau([["全国", round(provinces + 100, 1)], *lines, ["新疆生产建设兵团", 100]], years=[2023])
    within = bureau([["全国", round(provinces, 1)], *lines, ["新疆生产建设兵团", 100]], years=[2023])

    assert kinds(refusal(as_csv(without))) == {"not_included"}
    assert len(harmonised(as_csv(within)).figures) == 32


def test_provinces_that_reach_the_line_of_sums_only_with_the_corps_do_not_include_it() -> None:
    lines = [*body([2023]), ["新疆生产建设兵团", 100]]
    total = ["合计", round(sum(float(str(row[1])) for row in lines), 1)]

    assert kinds(refusal(as_csv(bureau([total, *lines], years=[2023])))) == {"not_included"}


def named(label: str, region: str) -> list[Row]:
    """GDP of 2023, with another name of a region."""
    return bureau([[label if name == region else name, figure] for name, figure in body([2023])], years=[2023])


@pytest.mark.parametrize(
    ("label", "region"),
    [
        ("新疆（不含兵团）", "新疆维吾尔自治区"),
        ("新疆维吾尔自治区(不含新疆生产建设兵团)", "新疆维吾尔自治区"),
        ("广东（未包括深圳）", "广东省"),
        ("辽宁省(除大连市外)", "辽宁省"),
    ],
)
def test_a_region_without_one_of_its_parts_is_refused_by_name(label: str, region: str) -> None:
    (problem,) = refusal(as_csv(named(label, region))).problems

    assert (problem.kind, problem.value) == ("part_left_out", label.replace("（", "(").replace("）", ")"))
    assert region in problem.sentence("zh")


@pytest.mark.parametrize("label", ["新疆（含兵团）", "新疆维吾尔自治区(包括新疆生产建设兵团)", "新疆(含生产建设兵团)"])
def test_a_region_with_the_part_that_belongs_to_it_is_the_region(label: str) -> None:
    assert len(harmonised(as_csv(named(label, "新疆维吾尔自治区"))).figures) == 31


@pytest.mark.parametrize("label", ["广东(含兵团)", "河北(含雄安新区)", "新疆(含西藏)"])
def test_a_region_with_what_is_no_part_of_it_by_the_code_list_is_not_known(label: str) -> None:
    region = next(r.title_zh for r in regions() if r.title_zh.startswith(label[:2]))

    assert kinds(refusal(as_csv(named(label, region)))) == {"unknown_region"}


@pytest.mark.parametrize(
    "note",
    [
        "注：新疆数据不含兵团。",
        "注：1.广东不包括深圳，其他省份为全省数据。",
        "注：数据不包括香港、澳门和兵团。",
        "注：已扣除深圳。",
        "注：辽宁为除大连以外的数据。",
    ],
)
def test_a_note_that_leaves_a_part_of_a_region_out_is_refused(note: str) -> None:
    assert kinds(refusal(as_csv([*bureau()[:-3], [note]]))) == {"part_left_out"}


@pytest.mark.parametrize("note", ["注：全国数据不含港澳台。", "注：2015年以前新疆不含兵团。", "注：新疆数据含兵团。"])
def test_a_note_on_areas_or_years_that_the_table_lacks_says_nothing_of_it(note: str) -> None:
    assert len(harmonised(as_csv([*bureau()[:-3], [note]])).figures) == 93


@pytest.mark.parametrize(
    "note",
    [
        "注：1.不含港澳台数据　2.新疆含兵团数据",
        "注：不含现役军人、新疆包括兵团。",
        "注：新疆数据未扣除兵团。",
        "注：广东不剔除深圳。",
        "注：广东除深圳外还包括其他20个市。",
    ],
)
def test_a_note_by_which_a_part_of_a_region_is_not_left_out_is_none(note: str) -> None:
    assert len(harmonised(as_csv([*bureau()[:-3], [note]])).figures) == 93


def test_a_title_that_leaves_a_part_of_a_region_out_is_refused() -> None:
    rows = [["2023年各地区生产总值（新疆不含兵团）"], ["地区", "地区生产总值(亿元)"], *body([2023])]

    assert kinds(refusal(as_csv(rows))) == {"narrower_series"}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("4.96万亿", "unknown_unit"),
        ("4.96万亿元", "ambiguous_unit"),
        ("49600 3", "not_a_number"),
        ("约5万", "not_a_number"),
    ],
)
def test_one_cell_in_another_magnitude_than_its_column_is_refused(text: str, kind: str) -> None:
    assert kinds(refusal(as_csv(with_figure(text)))) == {kind}


@pytest.mark.parametrize(("text", "hundred_millions"), [("4.96万", 49600), ("49600亿", 49600), ("49600亿元", 49600)])
def test_a_cell_that_names_the_magnitude_of_its_column_is_read_in_it(text: str, hundred_millions: float) -> None:
    assert figures(as_csv(with_figure(text)))["gdp", "440000", 2023] == hundred_millions


def with_figure(text: str) -> list[Row]:
    """GDP of 2023 in 亿元, that of 广东 as written."""
    return bureau([[name, text if name == "广东省" else figure] for name, figure in body([2023])], years=[2023])


@pytest.mark.parametrize("own", ["年份", "统计年份", "数据年份", "所属年度"])
@pytest.mark.parametrize("other", ["出版年份", "年鉴年份", "发布年度"])
@pytest.mark.parametrize("first", [True, False])
def test_the_year_is_that_of_the_statistics_not_of_the_publication(own: str, other: str, *, first: bool) -> None:
    columns = ["地区", own, other] if first else ["地区", other, own]
    years = [2022, 2023] if first else [2023, 2022]
    rows = [[*columns, "地区生产总值(亿元)"], *([name, *years, figure] for name, figure in body([2023]))]

    assert {year for _, _, year in figures(as_csv(rows))} == {2022}


@pytest.mark.parametrize("column", ["出版年份", "年鉴年份"])
def test_a_year_of_publication_alone_is_not_the_year(column: str) -> None:
    rows = [["地区", column, "地区生产总值(亿元)"], *([name, 2024, figure] for name, figure in body([2023]))]

    assert kinds(refusal(as_csv(rows))) == {"missing_year"}


def test_a_second_level_of_regions_does_not_switch_the_check_of_the_corps_off() -> None:
    lines = body([2023])
    provinces = sum(float(str(row[1])) for row in lines)
    rows = bureau([["全国", round(provinces + 100, 1)], *lines, ["新疆生产建设兵团", 100]], years=[2023])
    ours = framework()
    city = replace(ours.codes.regions["110000"], ref_area="130100", title_zh="石家庄市", level="prefecture", labels=())
    codes = replace(ours.codes, regions={**ours.codes.regions, city.ref_area: city})

    with pytest.raises(Refusal) as caught:
        harmonise(read_bytes("cities.csv", as_csv(rows), codes), replace(ours, codes=codes), Options(TODAY))

    assert kinds(caught.value) == {"not_included"}


def test_every_problem_is_reported_not_the_first_alone() -> None:
    refused = refusal(as_csv(bureau([["北京市", "x", "y", "z"], *body()[1:], ["火星省", 1, 2, 3]])))

    assert [problem.cell for problem in refused.problems] == ["A36", "B5", "C5", "D5"]
    assert [cause.count for cause in refused.causes] == [1, 3]
    assert str(refused).endswith("(and 1 more)")


def test_one_cause_is_one_sentence_however_many_cells_it_hits() -> None:
    lines = [[name, "x", *figures] for name, _, *figures in body()]

    (cause,) = refusal(as_csv(bureau(lines))).causes

    assert str(cause).startswith(
        "31 places (cell B5 “x”, cell B6 “x”, cell B7 “x” and 28 more): this is not a number (it is text); "
    )
    assert cause.places(cause.count).count("“x”") == 31


def test_a_cause_names_what_is_suggested_for_each_of_its_places() -> None:
    lines = [[{"浙江省": "淅江省", "江苏省": "江芬省"}.get(name, name), *figures] for name, *figures in body()]

    (cause,) = refusal(as_csv(bureau(lines))).causes

    assert "“江芬省” (江苏省" in str(cause)
    assert "“淅江省” (浙江省" in str(cause)
    assert "did you mean" not in str(cause)


def test_a_table_without_some_regions_is_whole_where_it_does_not_stop_in_the_middle() -> None:
    lines = [row for row in body() if row[0] != "西藏自治区"]

    found = harmonised(as_csv([["地区", "2023年", "2022年", "2021年"], *lines]), series="gdp")

    assert len(found.figures) == 90
    assert "the file has no line for 西藏自治区" in found.notes


def test_a_table_of_the_bureau_s_site_lists_every_region_though_its_figures_may_be_blank() -> None:
    blank = [[name, *(["", "", ""] if name == "西藏自治区" else figures)] for name, *figures in body()]
    lacking = [row for row in body() if row[0] != "江苏省"]

    assert len(harmonised(as_csv(bureau(blank))).figures) == 90
    refused = refusal(as_csv(bureau(lacking)))
    assert kinds(refused) == {"lacking_regions"}
    assert "this one lacks 1: 江苏省" in str(refused)
    assert "此表缺1个：江苏省" in refused.problems[0].reason("zh")


@pytest.mark.parametrize("last", [[], [["福"]], [["福建省"]], [["福建省", ""]]])
def test_a_table_that_stops_in_the_middle_is_cut_off_unless_its_source_stands_behind_it(last: list[Row]) -> None:
    some: list[Row] = [["地区", "2023年"], *body([2023])[:12]]

    assert "cut" in kinds(refusal(as_csv([*some, *last]), series="gdp"))
    assert len(harmonised(as_csv([*some, ["数据来源：国家统计局"]]), series="gdp").figures) == 12


def test_records_are_cut_off_where_the_last_line_has_no_end_and_regions_lack() -> None:
    rows: list[Row] = [["ref_area", "time_period", "series_id", "obs_value"]]
    rows += [[r.ref_area, year, "gdp", 1234] for year in (2022, 2023) for r in regions()]
    whole = as_csv(rows[:-10])

    assert len(harmonised(whole).figures) == 52
    assert kinds(refusal(whole[:-3])) == {"cut"}


@pytest.mark.parametrize("kind", MESSAGES)
def test_every_message_says_what_is_wrong_and_what_to_do_in_both_languages(kind: str) -> None:
    texts = [text for both in MESSAGES[kind] for text in (both.en, both.zh)]
    names = {name for text in texts for name in re.findall(r"(?<!\{)\{(\w+)\}(?!\})", text)}
    problem = Problem(kind, "表", "B5", "5", dict.fromkeys(names, "某"))

    assert re.search(r"[a-z]", problem.reason("en"))
    assert re.search(r"[\u4e00-\u9fff]", problem.reason("zh"))
    assert re.search(r"[\u4e00-\u9fff]", problem.remedy("zh"))
    assert str(Refusal("甲.csv", [problem])).startswith("甲.csv: sheet 表 cell B5 “5”: ")
    assert "{" not in str(problem).replace('{"series"', "")
