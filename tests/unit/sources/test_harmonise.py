"""Labels become codes, units are converted exactly, and what is left out is said."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from samples import (
    YEARS,
    Row,
    as_csv,
    as_xlsx,
    body,
    bureau,
    expected,
    figures,
    framework,
    harmonised,
    kinds,
    refusal,
    regions,
    value,
)

from index_pipeline.sources.labels.periods import parse_year
from index_pipeline.sources.labels.vocabulary import Vocabulary

WORDS = Vocabulary(framework().codes)


def in_unit(factor: Decimal) -> list[Row]:
    """Lines of GDP in another unit, written with all digits."""
    return [[row[0], *(format(Decimal(str(figure)) * factor, "f") for figure in row[1:])] for row in body()]


@pytest.mark.parametrize(
    ("head", "factor"),
    [
        ("指标：地区生产总值(亿元)", "1"),
        ("指标：地区生产总值（亿元） ", "1"),
        ("指标：地区生产总值(万元)", "10000"),
        ("指标：地区生产总值(元)", "100000000"),
        ("指标：地区生产总值(万亿元)", "0.0001"),
        ("指标：地区生产总值(GDP)(百万元)", "100"),
        ("指标：Gross regional product (100 million yuan)", "1"),
    ],
)
def test_units_are_converted_without_a_digit_lost_or_added(head: str, factor: str) -> None:
    assert figures(as_csv(bureau(in_unit(Decimal(factor)), head))) == expected()


@pytest.mark.parametrize(
    ("unit", "factor"),
    [
        ("RMB 100 million", "1"),
        ("100 million RMB", "1"),
        ("100 million CNY", "1"),
        ("人民币亿元", "1"),
        ("RMB billion", "0.1"),
        ("billion yuan", "0.1"),
        ("CNY bn", "0.1"),
        ("RMB 10,000", "10000"),
        ("RMB 1 million", "100"),
    ],
)
@pytest.mark.parametrize("title", ["Gross Regional Product ({})", "地区生产总值({})", "各地区地区生产总值\n单位：{}"])
def test_a_currency_is_before_or_behind_its_number(unit: str, factor: str, title: str) -> None:
    above: list[Row] = [[line] for line in title.format(unit).split("\n")]
    rows = [*above, ["地区", *(f"{year}年" for year in YEARS)], *in_unit(Decimal(factor))]

    assert figures(as_csv(rows)) == expected()


@pytest.mark.parametrize("title", ["各地区生产总值(亿元、%)", "各地区生产总值(当年价格，亿元)", "各地区生产总值[亿元]"])
def test_a_unit_may_be_one_of_several_in_the_brackets_of_a_title(title: str) -> None:
    assert figures(as_csv([[title], ["地区", "2023年"], *body([2023])])) == expected([2023])


@pytest.mark.parametrize("unit", ["RMB hundreds", "10 billion yuan", "US$ billion", "万亿元以上"])
def test_a_unit_in_a_title_that_is_not_known_is_asked(unit: str) -> None:
    """It is not read as if no unit were stated."""
    rows = [[f"Gross Regional Product ({unit})"], ["地区", "2023年"], *body([2023])]

    assert kinds(refusal(as_csv(rows))) == {"unknown_unit"}


@pytest.mark.parametrize("title", ["各地区生产总值(续)", "各地区生产总值(31个省份)", "各地区生产总值(GDP)(1)"])
def test_other_words_in_the_brackets_of_a_title_are_no_unit(title: str) -> None:
    assert figures(as_csv([[title], ["地区", "2023年"], *body([2023])]), series="gdp") == expected([2023])


def test_a_unit_that_the_table_states_once_holds_for_every_column() -> None:
    rows = [
        ["各地区地区生产总值"],
        ["", "", "", "单位：万元"],
        ["地区", "2023年", "2022年", "2021年"],
        *in_unit(Decimal(10000)),
    ]

    assert figures(as_csv(rows)) == expected()


def test_what_stands_in_brackets_below_a_title_may_be_a_unit_or_a_year() -> None:
    figures_ = in_unit(Decimal(10000))
    rows: list[Row] = [["各地区地区生产总值"], ["(2023年)"], ["(10 000 yuan)"], ["地区", "地区生产总值"]]
    rows += [row[:2] for row in figures_]

    assert figures(as_csv(rows)) == expected([2023])


def test_the_unit_of_a_heading_comes_before_that_of_the_table() -> None:
    rows: list[Row] = [["单位：人、万元"], ["地区", "地区生产总值(亿元)"], *body([2023])]

    assert figures(as_csv(rows), year=2023) == expected([2023])


def test_a_unit_that_is_not_stated_is_said_to_be_taken() -> None:
    found = harmonised(as_csv([["地区", "2023年"], *body([2023])]), series="gdp")

    assert "no unit is stated for gdp: it was read as 亿元" in found.notes


@given(st.decimals(min_value=0, max_value=10**7, places=3))
@example(Decimal("0.005"))  # 500000 yuan, which is also the code of 重庆市
def test_a_figure_in_yuan_is_the_same_figure_in_hundred_millions(number: Decimal) -> None:
    row = {"head": "指标：地区生产总值(元)", "years": [2023]}

    (found,) = harmonised(as_csv(bureau([["北京市", format(number * 10**8, "f")]], **row))).figures  # type: ignore[arg-type]

    assert found.value == number


@pytest.mark.parametrize(
    ("heading", "titles", "series"),
    [
        ("地区生产总值", (), "gdp"),
        ("地区生产总值 (亿元)", (), "gdp"),
        ("GDP总量(亿元)", (), "gdp"),
        ("人均地区生产总值(元/人)", (), "gdp_per_capita"),
        ("地区生产总值指数(上年=100)", (), "gdp_index_prev100"),
        ("化学需氧量(COD)排放量(万吨)", (), "cod_emissions"),
        ("国内有效注册商标量(年末)", (), "trademarks_valid"),
        ("Ｒ＆Ｄ人员全时当量（人年）", (), "rd_fte_total"),
        ("R&D人员全时当量(人年)", ("各地区规模以上工业企业R&D活动情况",), "ind_rd_fte"),
        ("R&D人员全时当量(人年)", ("各地区规上工业企业R&D活动情况",), "ind_rd_fte"),
        ("R&D人员全时当量(人年)", ("各地区研究与试验发展活动情况",), "rd_fte_total"),
        ("规模以上工业企业\nR&D人员全时当量", (), "ind_rd_fte"),
        (
            "技术改造\n经费支出\nExpenditure\nfor Renovation",
            ("各地区规上工业企业技术获取和技术改造情况",),
            "ind_tech_renovation_expenditure",
        ),
        ("社会消费品零售总额 Total Retail Sales of Consumer Goods", (), "retail_sales"),
        ("年末常住人口①(万人)", (), "population_resident"),
        ("年末人口数 Population at Year-end", (), "population_resident"),
        ("企业数(个)", ("各地区高技术产业(制造业)生产经营情况",), "hightech_industry_enterprises"),
    ],
)
def test_a_heading_is_matched_together_with_the_title_above_it(
    heading: str, titles: tuple[str, ...], series: str
) -> None:
    assert WORDS.match(heading, titles).series == (series,)


@pytest.mark.parametrize("sector", ["大中型工业企业", "高等学校", "研究与开发机构"])
def test_a_part_is_not_taken_for_the_whole(sector: str) -> None:
    match = WORDS.match("R&D人员全时当量(人年)", (f"各地区{sector}R&D人员情况",))

    assert match.series == ()
    assert match.limit


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2023年", 2023),
        ("2023", 2023),
        ("2023.0", 2023),
        ("1999年度", 1999),
        ("2023-01-01", 2023),
        ("2023年12月31日", 2023),
    ],
)
def test_a_year_is_read(text: str, year: int) -> None:
    assert parse_year(text) == year


@pytest.mark.parametrize(
    "text", ["", "2023年2-12月", "2023年12月", "2023-11", "2023Q4", "202", "20233", "2O23", "3023", "近10年", "2023年①"]
)
def test_what_is_no_year_is_none(text: str) -> None:
    assert parse_year(text) is None


def test_groups_sums_parts_and_regions_that_are_not_assessed_are_left_out_and_named() -> None:
    more = [[name, 1, 2, 3] for name in ("东部地区", "合计", "新疆生产建设兵团", "大连市", "香港", "台湾省")]

    found = harmonised(as_csv(bureau([*more[:1], *body(), *more[1:]])))

    assert {f.key: float(f.value or 0) for f in found.figures} == expected()
    assert set(found.left_out) == {
        "东部地区: a group of regions",
        "合计: a sum or mean",
        "新疆生产建设兵团: its figures are part of Xinjiang",
        "大连市: its figures are part of Liaoning",
        "香港: not assessed",
        "台湾省: not assessed",
    }


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("汇总", "汇总: a sum or mean"),
        ("合计（31省）", "合计(31省): a sum or mean"),
        ("最大值", "最大值: a sum or mean"),
        ("标准差", "标准差: a sum or mean"),
        ("不分地区", "不分地区: of no region"),
        ("中央本级", "中央本级: of no region"),
        ("现役军人", "现役军人: of no region"),
    ],
)
def test_lines_that_are_no_region_are_left_out_and_named(name: str, said: str) -> None:
    found = harmonised(as_csv(bureau([[name, 9, 9, 9], *body()])))

    assert {f.key: float(f.value or 0) for f in found.figures} == expected()
    assert found.left_out == (said,)


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("1.北京市", "110000"),
        ("1-北京市", "110000"),
        ("31、新疆维吾尔自治区", "650000"),
        ("110000000000", "110000"),
        ("CN-11", "110000"),
        ("遼寧省", "210000"),
        ("廣西壯族自治區", "450000"),
        ("全国（不含港澳台）", "000000"),
    ],
)
def test_a_region_is_known_by_what_it_is_also_called(text: str, area: str) -> None:
    region = WORDS.region(text)

    assert region is not None
    assert region.ref_area == area


@pytest.mark.parametrize("text", ["Total of 31 provinces", "东部10省", "2023北京市", "1.北京市朝阳区"])
def test_what_names_no_region_is_none_and_none_is_suggested(text: str) -> None:
    assert WORDS.region(text) is None
    if "北京" not in text:
        assert WORDS.near_regions(text) == []


def test_the_national_figure_is_kept_as_published() -> None:
    assert figures(as_csv(bureau([["全   国", 9, 9, 9], *body()])))["gdp", "000000", 2023] == 9


def test_blanks_and_signs_are_missing_and_counted_never_zero() -> None:
    lines: list[Row] = [["北京市", "", "…", "-"], *body()[1:]]

    found = harmonised(as_csv(bureau(lines)))

    assert not [f for f in found.figures if f.ref_area == "110000"]
    assert "2 cells hold a sign for a missing figure, such as … or -" in found.notes


def test_a_published_zero_is_a_figure() -> None:
    assert figures(as_csv(bureau([["北京市", 0, 1, 1], *body()[1:]])))["gdp", "110000", 2023] == 0


def test_the_same_figure_twice_is_one_figure_and_said() -> None:
    found = harmonised(as_csv(bureau([*body(), body()[0]])))

    assert len(found.figures) == 93
    assert "3 figures are there twice with the same value; each was taken once" in found.notes


def test_indicators_that_the_index_has_no_use_for_are_left_out_and_named() -> None:
    rows: list[Row] = [["时间：2023年"], ["地区", "地区生产总值 (亿元) ", "道路面积 (万平方米) "]]
    rows += [[r.title_zh, value(r.ref_area, 2023), 1] for r in regions()]

    found = harmonised(as_xlsx(rows))

    assert {f.series_id for f in found.figures} == {"gdp"}
    assert any(line.startswith("道路面积 (万平方米): not in series.csv") for line in found.left_out)


def test_the_option_series_picks_one_indicator_of_several() -> None:
    rows = [
        ["时间：2023年"],
        ["地区", "地区生产总值 (亿元) ", "年末常住人口(万人)"],
        *([*row, 5] for row in body([2023])),
    ]

    assert figures(as_csv(rows), series="gdp") == expected([2023])


def test_a_withdrawn_figure_has_no_value() -> None:
    rows: list[Row] = [
        ["ref_area", "time_period", "series_id", "obs_value", "obs_status"],
        ["110000", 2023, "gdp", "", "M"],
    ]

    (found,) = harmonised(as_csv(rows)).figures

    assert (found.value, found.status) == (None, "M")
