"""Columns beside the figures that state them once more: 比上年增长(%), 位次, 占全国比重(%), a sum of years."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from samples import (
    TODAY,
    Row,
    as_csv,
    as_html,
    as_xls,
    as_xlsx,
    body,
    expected,
    figures,
    framework,
    harmonised,
    kinds,
    refusal,
    regions,
    value,
)

from index_pipeline.sources.ingest import ingest
from index_pipeline.sources.options import Acceptance, Options
from index_pipeline.sources.problems import Refusal
from index_pipeline.sources.receipts import Receipt

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
    "cumulative": table(TITLED, ["累计值(亿元)", "累计增长(%)"], OF_2023, REAL),
    "of twelve months": table("2023年1-12月各地区生产总值", ["本年累计(亿元)", "同比(%)"], OF_2023, REAL),
    "cumulative in twelve months": table("2023年1-12月各地区生产总值", ["累计(亿元)", "增长(%)"], OF_2023, REAL),
    "a rank as yearbooks call it": table(TITLED, ["绝对数(亿元)", "居全国位次"], OF_2023, RANK),
    "growth at constant prices": table(TITLED, ["绝对数(亿元)", "按可比价计算比上年增长(%)"], OF_2023, REAL),
    "a change of the share": table(
        TITLED, ["总量(亿元)", "占比(%)", "占比比上年变化(百分点)"], OF_2023, SHARE, dict.fromkeys(AREAS, 0.12)
    ),
    "against the mean": table(TITLED, ["总量(亿元)", "与全国平均水平之比(%)"], OF_2023, dict.fromkeys(AREAS, 98.5)),
    "ranks of the increase": table(TITLED, ["总量(亿元)", "增量排名", "拉动全国增长(百分点)"], OF_2023, RANK, SHARE),
    "yoy": table(GDP, ["2023A", "YoY(%)"], OF_2023, GROWTH),
    "a compound rate": table("各地区生产总值", ["2023年(亿元)", "年均复合增长率(%)"], OF_2023, REAL),
    "a decrease": table("各地区生产总值", ["2023年(亿元)", "比上年下降(%)"], OF_2023, {a: -x for a, x in REAL.items()}),
    "a title of a plan's years": table("“十四五”以来各地区生产总值", ["2023年(亿元)", "位次"], OF_2023, RANK),
    "a title of nation and regions": table("2023年全国及各地区生产总值情况", ["总量(亿元)", "位次"], OF_2023, RANK),
    "a multiple": table(TITLED, ["绝对数(亿元)", "为2005年的倍数"], OF_2023, dict.fromkeys(AREAS, 4.2)),
    "ranks in words": table(TITLED, ["总量(亿元)", "位次"], OF_2023, {a: f"第{RANK[a]}位" for a in AREAS}),
    "growth in words": table(
        TITLED,
        ["总量(亿元)", "比上年增长(%)"],
        OF_2023,
        {a: f"增长{REAL[a]}" if REAL[a] > 1 else "持平" for a in AREAS},
    ),
    "ranks of a zone": table(
        TITLED, ["总量(亿元)", "位次", "东部位次"], OF_2023, RANK, {**dict.fromkeys(AREAS, ""), "110000": 1}
    ),
    "the year before": table("各地区生产总值", ["2023年(亿元)", "上年同期(亿元)", "增长(%)"], OF_2023, OF_2022, GROWTH),
    "this year and the last": table(TITLED, ["本年(亿元)", "上年(亿元)", "增长(%)"], OF_2023, OF_2022, GROWTH),
    "shares so far": table(TITLED, ["总量(亿元)", "占比(%)", "累计占比(%)"], OF_2023, SHARE, SHARE),
    "contributions": table(TITLED, ["总量(亿元)", "对全国增长贡献率(%)"], OF_2023, SHARE),
    "growth over years": table(TITLED, ["总量(亿元)", "两年平均增长(%)"], OF_2023, REAL),
    "against the year before": table("各地区生产总值", ["2023年(亿元)", "与上年相比(±%)"], OF_2023, REAL),
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


@pytest.mark.parametrize(("heading", "times"), [("总量(亿元)", 1), ("总量（万元）", 10_000), ("绝对数(亿元)", 1)])
def test_records_of_what_the_title_names(heading: str, times: int) -> None:
    lines = [[name, 2023, figure * times] for name, figure in body([2023])]

    assert figures(as_csv([["2023年各地区生产总值"], ["地区", "年份", heading], *lines])) == expected([2023])
    assert kinds(refusal(as_csv([["2023年主要指标"], ["地区", "年份", heading], *lines]))) == {"unlisted_series"}


@pytest.mark.parametrize("heading", ["累计(亿元)", "开放以来累计(亿元)"])
def test_a_sum_since_a_day_that_is_not_said_is_asked(heading: str) -> None:
    assert kinds(refusal(as_csv(table(TITLED, [heading, "位次"], OF_2023, RANK)))) == {"unknown_series"}


def test_a_place_in_an_order_is_no_figure() -> None:
    found = refusal(as_csv(table(TITLED, ["地区生产总值(亿元)"], {**OF_2023, "350000": "第9位"})))

    assert [(problem.kind, problem.value) for problem in found.problems] == [("not_a_number", "第9位")]


def test_a_heading_of_the_title_is_asked_beside_another_indicator() -> None:
    """Which of them is of the title is not known: 总量 is not passed over as in a table of it alone."""
    found = refusal(as_csv(table(TITLED, ["总量(亿元)", "综合得分"], OF_2023, RANK)))

    assert [(problem.kind, problem.value) for problem in found.problems][:1] == [("unknown_series", "总量(亿元)")]


def test_a_receipt_names_the_columns_that_are_left_out() -> None:
    found = harmonised(as_csv(ONE_YEAR["several"]))

    assert [str(text).partition(":")[0] for text in found.left_out] == ["名义增速(%)", "占全国比重(%)", "排名"]


def test_growth_beside_records_of_a_vintage_is_left_out_and_named() -> None:
    heading = ["地区", "年份", "地区生产总值(亿元)", "增长(%)", "vintage"]
    records: list[Row] = [[r.title_zh, 2023, value(r.ref_area, 2023), 5.1, "2024-03-01"] for r in regions()]

    found = harmonised(as_csv([heading, *records]))

    assert [str(text).partition(":")[0] for text in found.left_out] == ["增长(%)"]


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


# --- compared with the figures ----------------------------------------------------------------------------------------


def take(data: Path, rows: list[Row], **options: Any) -> Receipt:
    data.mkdir(exist_ok=True)
    path = data.parent / "export.csv"
    path.write_bytes(as_csv(rows))
    return ingest(path, data, framework(), Options(TODAY, **options))


def refused(data: Path, rows: list[Row], **options: Any) -> Refusal:
    with pytest.raises(Refusal) as caught:
        take(data, rows, **options)
    return caught.value


def wrong(column: dict[str, float], factor: float = 1.03) -> dict[str, float]:
    return {area: round(figure * factor, 1) if area == "350000" else figure for area, figure in column.items()}


SUMS = {area: OF_2023[area] + OF_2022[area] for area in AREAS}
Restating = Callable[[dict[str, float]], list[Row]]
RESTATED: dict[str, Restating] = {
    "growth": lambda own: table(GDP, ["2023年", "2022年", "增长(%)"], own, OF_2022, GROWTH),
    "a difference": lambda own: table(
        GDP, ["2023年", "2022年", "增减"], own, OF_2022, {a: OF_2023[a] - OF_2022[a] for a in AREAS}
    ),
    "a share": lambda own: table(GDP, ["2023年", "占全国比重(%)"], own, SHARE),
    "a sum": lambda own: table(GDP, ["2023年", "2022年", "合计"], own, OF_2022, SUMS),
    "a mean": lambda own: table(GDP, ["2023年", "2022年", "平均"], own, OF_2022, {a: SUMS[a] / 2 for a in AREAS}),
}


@pytest.mark.parametrize("rows", RESTATED.values(), ids=RESTATED.keys())
def test_a_figure_that_is_restated_otherwise_is_refused(tmp_path: Path, rows: Restating) -> None:
    """Three percent are within the range of growth: nothing else would see it."""
    assert take(tmp_path / "right", rows(OF_2023)).new >= 31

    found = refused(tmp_path / "wrong", rows(wrong(OF_2023)))

    assert kinds(found) == {"restated_otherwise"}
    assert "Fujian" in str(found)


@pytest.mark.parametrize("written", ["{}", "第{}位", "{}名"])
def test_a_figure_out_of_the_order_of_the_ranks_is_refused(tmp_path: Path, written: str) -> None:
    def rows(own: dict[str, float]) -> list[Row]:
        return table(GDP, ["2023年", "位次"], own, {area: written.format(rank) for area, rank in RANK.items()})

    assert take(tmp_path / "right", rows(OF_2023)).new == 31
    assert kinds(refused(tmp_path / "wrong", rows(wrong(OF_2023, 1.2)))) == {"restated_otherwise"}


def test_growth_in_words_is_compared(tmp_path: Path) -> None:
    in_words = {area: f"增长{rate}%" if rate > 0 else f"下降{-rate}%" for area, rate in GROWTH.items()}

    def rows(own: dict[str, float]) -> list[Row]:
        return table(GDP, ["2023年", "2022年", "增长"], own, OF_2022, in_words)

    assert kinds(refused(tmp_path, rows(wrong(OF_2023)))) == {"restated_otherwise"}
    assert take(tmp_path, rows(OF_2023)).new == 62


def test_a_multiple_of_a_year_long_before_is_compared(tmp_path: Path) -> None:
    of_2005 = {area: round(OF_2023[area] / (3 + int(area[:2]) % 9), 1) for area in AREAS}
    times = {area: round(OF_2023[area] / of_2005[area], 2) for area in AREAS}

    def rows(own: dict[str, float]) -> list[Row]:
        return table(GDP, ["2023年", "2005年", "2023年为2005年的倍数"], own, of_2005, times)

    assert kinds(refused(tmp_path, rows(wrong(OF_2023)))) == {"restated_otherwise"}
    assert take(tmp_path, rows(OF_2023)).new == 62


def test_shares_say_what_their_digits_say_together(tmp_path: Path) -> None:
    """4.0 alone leaves the whole open by one part in eighty; the shares of all regions hardly do."""
    share = {area: round(100 * figure / TOTAL, 1) for area, figure in OF_2023.items()}

    def rows(own: dict[str, float]) -> list[Row]:
        return table(GDP, ["2023年", "占全国比重(%)"], own, share)

    assert kinds(refused(tmp_path, rows(wrong(OF_2023, 1.15)))) == {"restated_otherwise"}
    assert take(tmp_path, rows(OF_2023)).new == 31


def test_growth_from_a_stored_year_is_compared(tmp_path: Path) -> None:
    take(tmp_path, table(GDP, ["2022年"], OF_2022))

    def rows(own: dict[str, float]) -> list[Row]:
        return table(GDP, ["2023年", "比上年增长(%)"], own, GROWTH)

    assert kinds(refused(tmp_path, rows(wrong(OF_2023)))) == {"restated_otherwise"}
    assert take(tmp_path, rows(OF_2023)).new == 31


def test_a_figure_that_is_right_is_accepted(tmp_path: Path) -> None:
    rows = RESTATED["a share"](wrong(OF_2023))
    cell = refused(tmp_path, rows).problems[0].cell or ""

    assert take(tmp_path, rows, accept=(Acceptance(cell, "比重一栏有误"),)).new == 31


def test_two_years_that_growth_shows_to_be_exchanged_are_refused(tmp_path: Path) -> None:
    rows = table(GDP, ["2022年", "2023年", "增长(%)"], OF_2023, OF_2022, GROWTH)

    assert kinds(refused(tmp_path, rows)) == {"years_exchanged"}


@pytest.mark.parametrize(("heading", "column"), [("增长(%)", GROWTH), ("位次", RANK), ("占全国比重(%)", SHARE)])
def test_figures_under_the_heading_of_what_restates_them_are_refused(tmp_path: Path, heading: str, column: Any) -> None:
    rows = table(GDP, ["2023年", heading], column, OF_2023)

    assert kinds(refused(tmp_path, rows)) == {"not_derived"}


@pytest.mark.parametrize("column", [REAL, {area: -1.5 * growth for area, growth in REAL.items()}])
def test_growth_at_other_prices_says_nothing(tmp_path: Path, column: dict[str, float]) -> None:
    assert take(tmp_path, table(GDP, ["2023年", "2022年", "增长(%)"], OF_2023, OF_2022, column)).new == 62


def test_a_sum_of_other_years_says_nothing(tmp_path: Path) -> None:
    other = {area: SUMS[area] + value(area, 2021) for area in AREAS}

    assert take(tmp_path, table(GDP, ["2023年", "2022年", "合计"], OF_2023, OF_2022, other)).new == 62


def test_a_column_near_a_sum_of_years_that_it_is_not_is_asked_about(tmp_path: Path) -> None:
    """A column of another year, or of other figures: it is off in every region."""
    higher = {area: round(figure * 1.02, 1) for area, figure in OF_2023.items()}

    rows = table(GDP, ["2023年", "2022年", "合计"], higher, OF_2022, SUMS)

    assert kinds(refused(tmp_path, rows)) == {"sum_of_years"}


def test_figures_that_were_sorted_without_their_ranks_are_refused(tmp_path: Path) -> None:
    ordered = dict(zip(AREAS, sorted(OF_2023.values(), key=lambda figure: figure % 97), strict=True))

    assert kinds(refused(tmp_path, table(GDP, ["2023年", "位次"], ordered, RANK))) == {"unlike_ranks"}


@pytest.mark.parametrize("line", [["北京市", 1.2, 13, ""], ["北京市", "", 11241.5, 5.2]], ids=["left", "right"])
def test_a_line_whose_cells_have_moved_is_refused(line: Row) -> None:
    rows = table(GDP, ["2023年", "增长(%)", "位次"], OF_2023, REAL, RANK)
    rows[2] = line

    assert kinds(refusal(as_csv(rows))) == {"moved_figures"}


def test_growth_that_is_not_stated_for_a_region_is_no_moved_figure() -> None:
    rows = table(GDP, ["2023年", "增长(%)", "位次"], OF_2023, {**REAL, "540000": ""}, {**RANK, "540000": "…"})

    assert figures(as_csv(rows)) == expected([2023])


@pytest.mark.parametrize("areas", [["540000"], ["540000", "650000"]])
@pytest.mark.parametrize(("heading", "column"), [("占全国比重(%)", SHARE), ("位次", RANK)])
def test_a_share_or_rank_that_is_blank_for_a_region_is_no_moved_figure(
    heading: str, column: Any, areas: list[str]
) -> None:
    rows = table(GDP, ["2023年", heading], OF_2023, {**column, **dict.fromkeys(areas, "")})

    assert figures(as_csv(rows)) == expected([2023])


@pytest.mark.parametrize("heading", ["增速位次", "增长速度在全国的位次", "位次变化", "名次比上年升降"])
def test_what_restates_a_restating_column_is_left_out_and_not_compared(tmp_path: Path, heading: str) -> None:
    rows = table(TITLED, ["总量(亿元)", heading], OF_2023, {area: 32 - int(RANK[area] * 7 % 31) for area in AREAS})

    assert take(tmp_path, rows).new == 31


def test_a_rank_beside_an_indicator_that_is_not_imported_may_be_of_that(tmp_path: Path) -> None:
    score = {area: int(area[:2]) * 7 % 31 + 0.5 for area in AREAS}
    ranked = {area: 1 + sum(other > own for other in score.values()) for area, own in score.items()}

    assert take(tmp_path, table("2023年", ["地区生产总值(亿元)", "综合得分", "排名"], OF_2023, score, ranked)).new == 31


def test_large_growth_over_many_years_is_no_exchanged_heading(tmp_path: Path) -> None:
    """The figures, in their thousands, are no growth."""
    large = {area: 400 + int(area[:2]) * 3.3 for area in AREAS}

    assert take(tmp_path, table("2023年", ["地区生产总值(亿元)", "比2005年增长(%)"], OF_2023, large)).new == 31


def test_a_title_with_the_share_of_another_series_is_not_cut() -> None:
    rows = table("2023年各地区生产总值及第二产业增加值占比", ["绝对数(亿元)", "占比(%)"], OF_2023, SHARE)

    assert kinds(refusal(as_csv(rows))) == {"unlisted_series"}


@pytest.mark.parametrize(
    "heading",
    [
        "地区生产总值(亿元) Value-added of Secondary Industry",
        "Value-added of Secondary Industry 地区生产总值(亿元)",
        "地区生产总值(亿元)\nValue-added of Secondary Industry",
    ],
)
def test_a_heading_whose_english_names_another_series_is_asked(heading: str) -> None:
    assert kinds(refusal(as_xlsx(table("2023年", [heading], OF_2023)))) == {"unknown_series"}


@pytest.mark.parametrize(
    ("note", "is_asked"),
    [
        ("注：绝对数按2020年不变价格计算。", True),
        ("注：本表数据按可比价格计算。", True),
        ("注：绝对数按当年价格计算，增长速度按不变价格计算。", False),
        ("注：地区生产总值按当年价格计算，指数按2020年不变价格计算。", False),
        ("注：绝对数按现价计算，相对数按可比价计算。", False),
        ("注：绝对数按当年价格、指数按不变价格计算。", False),
        ("注：总量按现价计算 增速按可比价计算。", False),
        ("注：数据按不变价格计算的增速为5.2%。", False),
    ],
)
def test_a_note_by_which_the_figures_are_at_constant_prices_is_asked(note: str, is_asked: bool) -> None:
    rows = [*table(GDP, ["2023年"], OF_2023)[:-1], [note]]

    if is_asked:
        assert kinds(refusal(as_csv(rows))) == {"other_figures"}
    else:
        assert figures(as_csv(rows)) == expected([2023])


# --- one record a line ------------------------------------------------------------------------------------------------


def records(headings: list[str], *columns: dict[str, Any], year: int = 2023) -> list[Row]:
    return [["地区", "年份", *headings], *([name, year, *rest] for name, *rest in lines(*columns))]


INDICATOR = dict.fromkeys(AREAS, "地区生产总值(亿元)")
RECORDS: dict[str, Restating] = {
    "an indicator": lambda own: records(["地区生产总值(亿元)", "同比增长(%)"], own, GROWTH),
    "a value": lambda own: records(["指标", "数值", "增速(%)"], INDICATOR, own, GROWTH),
    "a share": lambda own: records(["地区生产总值(亿元)", "占全国比重(%)"], own, SHARE),
    "a rank": lambda own: records(["指标", "数值", "位次"], INDICATOR, own, {a: f"第{RANK[a]}位" for a in AREAS}),
}


@pytest.mark.parametrize("rows", RECORDS.values(), ids=RECORDS.keys())
def test_a_record_is_compared_with_what_restates_it(tmp_path: Path, rows: Restating) -> None:
    take(tmp_path, table(GDP, ["2022年"], OF_2022))

    found = refused(tmp_path, rows(wrong(OF_2023, 1.2)))
    receipt = take(tmp_path, rows(OF_2023))

    assert kinds(found) == {"restated_otherwise"}
    assert "Fujian" in str(found)
    assert receipt.new == 31
    assert ["derived" in str(text) for text in receipt.left_out] == [True]


def test_records_of_several_years_and_indicators_are_compared_each_with_its_own(tmp_path: Path) -> None:
    people = {area: 400 + int(area[:2]) * 7 for area in AREAS}
    growth = {area: round(int(area[:2]) / 50 - 1, 2) for area in AREAS}
    before = {area: round(people[area] / (1 + growth[area] / 100), 4) for area in AREAS}
    resident = dict.fromkeys(AREAS, "年末常住人口(万人)")

    def rows(own: dict[str, float]) -> list[Row]:
        head, *of_2023 = records(["指标", "数值", "增速(%)"], INDICATOR, own, GROWTH)
        _, *of_2022 = records(["指标", "数值", "增速(%)"], INDICATOR, OF_2022, dict.fromkeys(AREAS, ""), year=2022)
        _, *people_2023 = records(["指标", "数值", "增速(%)"], resident, people, growth)
        _, *people_2022 = records(["指标", "数值", "增速(%)"], resident, before, dict.fromkeys(AREAS, ""), year=2022)
        return [head, *of_2022, *of_2023, *people_2022, *people_2023]

    assert take(tmp_path / "right", rows(OF_2023), source="nbs_annual").new == 124
    assert kinds(refused(tmp_path / "wrong", rows(wrong(OF_2023)), source="nbs_annual")) == {"restated_otherwise"}


def test_two_years_of_records_that_growth_shows_to_be_exchanged_are_refused(tmp_path: Path) -> None:
    head, *later = records(["地区生产总值(亿元)", "增长(%)"], OF_2022, GROWTH)
    _, *earlier = records(["地区生产总值(亿元)", "增长(%)"], OF_2023, dict.fromkeys(AREAS, ""), year=2022)

    assert kinds(refused(tmp_path, [head, *earlier, *later])) == {"years_exchanged"}


@pytest.mark.parametrize(("heading", "column"), [("增长(%)", GROWTH), ("位次", RANK), ("占全国比重(%)", SHARE)])
def test_records_under_the_heading_of_what_restates_them_are_refused(tmp_path: Path, heading: str, column: Any) -> None:
    rows = records(["地区生产总值(亿元)", heading], column, OF_2023)

    assert kinds(refused(tmp_path, rows)) == {"not_derived"}
