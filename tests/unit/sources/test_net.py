"""Figures are compared with the store, their bounds, their neighbours and the national total before they are taken.

What is found refuses the file, unless a person accepts the cell, or names the document of a revision.
"""

import csv
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from samples import TODAY, Row, as_csv, body, bureau, framework, kinds, regions, value

from index_pipeline.sources.ingest import ingest
from index_pipeline.sources.net.gaps import years_since_known
from index_pipeline.sources.net.panel import medians
from index_pipeline.sources.options import Acceptance, Options, acceptances
from index_pipeline.sources.problems import Refusal
from index_pipeline.sources.receipts import Receipt


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A store that holds GDP of 2021 to 2023."""
    take(tmp_path, bureau(), today=date(2025, 1, 1))
    return tmp_path


def take(data: Path, rows: list[Row], today: date = TODAY, **options: Any) -> Receipt:
    path = data.parent / "export.csv"
    path.write_bytes(as_csv(rows))
    return ingest(path, data, framework(), Options(today, **options))


def refused(data: Path, rows: list[Row], **options: Any) -> Refusal:
    before = sorted(path.name for path in data.rglob("*.csv"))
    with pytest.raises(Refusal) as caught:
        take(data, rows, **options)
    assert sorted(path.name for path in data.rglob("*.csv")) == before
    return caught.value


def of_2024(factor: float) -> list[Row]:
    return bureau([[r.title_zh, value(r.ref_area, 2024) * factor] for r in regions()], years=[2024])


def jumping() -> list[Row]:
    """GDP of 2024, Beijing's four times that of 2023."""
    lines = [[r.title_zh, value(r.ref_area, 2024)] for r in regions()]
    lines[0][1] = value("110000", 2023) * 4
    return bureau(lines, years=[2024])


def notes(data: Path, receipt: Receipt) -> dict[str, str]:
    """The notes of a batch, by region."""
    with (data / str(receipt.batch)).open(encoding="utf-8", newline="") as file:
        return {row["ref_area"]: row["note"] for row in csv.DictReader(file) if row["note"]}


@pytest.mark.parametrize("factor", [1000, 0.001, 10000, 0.1, 10])
def test_a_column_in_the_wrong_unit_is_refused(data: Path, factor: float) -> None:
    refusal = refused(data, of_2024(factor))

    assert kinds(refusal) == {"wrong_scale"}
    assert "the unit of gdp in 2024 looks wrong" in str(refusal)
    assert "(100 million yuan)" in str(refusal)


def test_one_year_in_the_wrong_unit_is_refused_where_the_store_is_empty(tmp_path: Path) -> None:
    lines = [[name, new / 1000, old] for name, new, old in body([2023, 2022])]

    assert "the unit of gdp in 2023 looks wrong" in str(refused(tmp_path, bureau(lines, years=[2023, 2022])))


def test_one_region_of_one_region_s_file_in_the_wrong_unit_is_refused(data: Path) -> None:
    rows: list[Row] = [["地区：广东省"], ["指标", "2023年", "2022年", "2021年"]]
    rows += [["地区生产总值 (亿元) ", *(value("440000", y) * 1000 for y in (2023, 2022, 2021))]]

    assert kinds(refused(data, rows)) == {"wrong_scale"}


@pytest.mark.parametrize("factor", [1000, 0.001])
def test_a_single_cell_a_thousand_times_off_is_refused_by_cell(data: Path, factor: float) -> None:
    lines = [[r.title_zh, value(r.ref_area, 2024)] for r in regions()]
    lines[4][1] = float(str(lines[4][1])) * factor

    refusal = refused(data, bureau(lines, years=[2024]))

    assert {(problem.kind, problem.cell) for problem in refusal.problems} <= {("slip", "B9"), ("out_of_bounds", "B9")}


def test_a_figure_just_ten_times_the_stored_one_of_its_year_is_refused(data: Path) -> None:
    lines = body()
    lines[4][1] = float(str(lines[4][1])) * 10

    assert [(p.kind, p.cell) for p in refused(data, bureau(lines)).problems] == [("slip", "B9")]


def test_a_figure_out_of_bounds_is_refused_by_cell(data: Path) -> None:
    lines = body()
    lines[2][1] = -5

    refusal = refused(data, bureau(lines))

    assert [(problem.kind, problem.cell) for problem in refusal.problems] == [("out_of_bounds", "B7")]
    assert "not between 1 and 3,000,000 (100 million yuan)" in str(refusal)


def test_figures_of_another_unit_are_refused_without_any_history(tmp_path: Path) -> None:
    """万亿元 as 亿元, and a blank that became a zero."""
    lines = [[r.title_zh, round(0.28 + n / 10, 4)] for n, r in enumerate(regions())]
    blank = [[name, 0 if name == "西藏自治区" else figure] for name, figure in body([2023])]

    for each in (lines, blank):
        assert kinds(refused(tmp_path, bureau(each, years=[2023]))) == {"out_of_bounds"}


def test_one_region_out_of_its_history_is_refused_by_cell(data: Path) -> None:
    refusal = refused(data, jumping())

    assert [(problem.kind, problem.cell) for problem in refusal.problems] == [("outlier", "B5")]
    assert "gdp of Beijing is 11241.5 (100 million yuan) in 2023 and 44966 in 2024" in str(refusal)
    assert "--accept B5" in str(refusal)


def test_an_accepted_cell_is_taken_and_the_reason_kept(data: Path) -> None:
    receipt = take(data, jumping(), accept=(Acceptance("B5", "行政区划调整 · new boundaries"),))

    assert receipt.new == 31
    assert receipt.accepted_cells == ("B5: 行政区划调整 · new boundaries",)
    assert notes(data, receipt) == {"110000": "已核实 · accepted: 行政区划调整 · new boundaries"}


def test_accepting_one_cell_accepts_no_other(data: Path) -> None:
    lines = jumping()
    lines[5][1] = value("120000", 2023) / 5

    refusal = refused(data, lines, accept=(Acceptance("B5", "checked"),))

    assert [problem.cell for problem in refusal.problems] == ["B6"]


def test_a_cell_that_needs_no_acceptance_is_said(data: Path) -> None:
    receipt = take(data, of_2024(1), accept=(Acceptance("B9", "checked"),))

    assert "B9：并无疑问，无需 --accept · nothing speaks against it, --accept was not needed" in receipt.warnings


@pytest.mark.parametrize("reasons", [[], ["one", "two"], [" "], ["two\nlines"]])
def test_every_accepted_cell_has_a_reason(reasons: list[str]) -> None:
    with pytest.raises(ValueError, match=r"reason|why"):
        acceptances(["B5"], reasons)


def test_one_reason_serves_several_cells() -> None:
    assert acceptances(["B5", "B6"], ["checked"]) == (Acceptance("B5", "checked"), Acceptance("B6", "checked"))


def test_a_jump_of_most_regions_is_refused(data: Path) -> None:
    assert kinds(refused(data, of_2024(3.5))) == {"many_jumps"}


def test_figures_of_one_series_given_for_another_are_refused(data: Path) -> None:
    refusal = refused(data, [["地区", "2023年", "2022年", "2021年"], *body()], series="retail_sales")

    assert kinds(refusal) == {"other_series"}
    assert "the figures given for retail_sales are those of gdp (93 of 93 are equal)" in str(refusal)


def test_headings_one_year_off_are_refused_as_what_they_are(data: Path) -> None:
    refusal = refused(data, bureau(body([2022, 2021, 2020]), years=[2023, 2022, 2021]))

    assert refusal.problems[0].kind == "other_year"
    assert "gdp of 31 regions in 2022–2023 are those of 2021–2022 (62 of 62 are equal)" in str(refusal)


def test_a_new_year_that_repeats_the_one_before_is_refused(data: Path) -> None:
    refusal = refused(data, bureau(body([2023]), years=[2024]))

    assert kinds(refusal) == {"other_year"}
    assert "in 2024 are those of 2023 (31 of 31 are equal)" in str(refusal)


def test_two_equal_years_of_a_new_series_are_refused(tmp_path: Path) -> None:
    lines = [[name, figure, figure] for name, figure in body([2022])]

    assert kinds(refused(tmp_path, bureau(lines, years=[2023, 2022]))) == {"other_year"}


def test_a_line_of_another_region_is_refused(data: Path) -> None:
    lines = body()
    lines[3][1:] = lines[2][1:]

    refusal = refused(data, bureau(lines))

    assert kinds(refusal) == {"other_region"}
    assert "gdp of Shanxi in 2021–2023 are those of Hebei (3 of 3 are equal)" in str(refusal)


def test_lines_shifted_by_one_are_refused_in_a_file_of_one_year(data: Path) -> None:
    lines = body([2023])
    shifted = [[name, above] for (name, _), (_, above) in zip(lines[1:], lines, strict=False)]

    assert kinds(refused(data, bureau([lines[0], *shifted], years=[2023]))) == {"other_regions"}


def test_two_regions_of_a_new_series_with_equal_lines_are_refused(tmp_path: Path) -> None:
    lines = body()
    lines[8][1:] = lines[7][1:]

    assert kinds(refused(tmp_path, bureau(lines))) == {"other_region"}


def test_figures_that_seldom_change_may_repeat(tmp_path: Path) -> None:
    """Numbers of universities: most are those of the year before, and several regions have the same."""
    head = "指标：普通、职业高等学校数(所)"
    years = [2024, 2023, 2022, 2021, 2020]
    lines = [[r.title_zh, *(60 + n % 9 + (y - 2020 + n) // 4 for y in years)] for n, r in enumerate(regions())]
    take(tmp_path, bureau([[name, *cells[1:]] for name, *cells in lines], head=head, years=years[1:]))

    assert take(tmp_path, bureau(lines, head=head, years=years)).new == 31


@pytest.mark.parametrize("lines", [[3, 11, 26], [0, 1, 2, 3, 4]])
def test_a_few_lines_left_as_they_were_the_year_before_are_refused(data: Path, lines: list[int]) -> None:
    """Figures of five digits that grow by 5 to 8 % a year: none stays by chance."""
    new = [[r.title_zh, round(value(r.ref_area, 2023) * (1.05 + n / 1000), 1)] for n, r in enumerate(regions())]
    for line in lines:
        new[line][1] = value(regions()[line].ref_area, 2023)

    refusal = refused(data, bureau(new, years=[2024]))

    assert kinds(refusal) == {"not_updated"}
    assert f"in 2024 are those of 2023 to the last digit ({len(lines)} of 31)" in str(refusal)


def test_figures_that_hardly_change_may_stay_in_a_few_regions(tmp_path: Path) -> None:
    """Populations in 万人: changes of up to eight in some thousands, some of them nought."""
    head, years = "指标：年末常住人口(万人)", list(range(2024, 2016, -1))
    lines = [[r.title_zh, *(1203 + 211 * n + (y * (n + 3)) % 17 - 8 for y in years)] for n, r in enumerate(regions())]
    take(tmp_path, bureau([[name, *cells[1:]] for name, *cells in lines], head=head, years=years[1:]))
    for line in lines[4:7]:
        line[1] = line[2]

    assert take(tmp_path, bureau([line[:2] for line in lines], head=head, years=[2024])).new == 31


@pytest.mark.parametrize("decimals", [1, 4])
def test_a_year_that_is_a_multiple_of_another_one_is_refused(data: Path, decimals: int) -> None:
    lines = [[r.title_zh, round(1.05 * value(r.ref_area, 2023), decimals)] for r in regions()]

    refusal = refused(data, bureau(lines, years=[2024]))

    assert kinds(refusal) == {"common_growth"}
    assert "are all 1.05 times those of 2023 (31 of 31 regions)" in str(refusal)


def test_a_year_extrapolated_for_most_regions_is_refused(data: Path) -> None:
    lines = [
        [r.title_zh, round(value(r.ref_area, 2023) * (0.97 if n < 20 else 1 + n / 1000), 1)]
        for n, r in enumerate(regions())
    ]

    assert kinds(refused(data, bureau(lines, years=[2024]))) == {"common_growth"}


def test_years_extrapolated_backwards_are_refused(data: Path) -> None:
    lines = [[r.title_zh, *(round(value(r.ref_area, 2021) / 1.06**n, 2) for n in (1, 2))] for r in regions()]

    assert kinds(refused(data, bureau(lines, years=[2020, 2019]))) == {"common_growth"}


def test_figures_that_stay_are_no_growth(tmp_path: Path) -> None:
    """Lengths of roads: most regions have those of the year before, to the last of five digits."""
    head, years = "指标：光缆线路长度(公里)", list(range(2024, 2017, -1))
    lines = [[r.title_zh, *(20_000 + 731 * n + 17 * ((y + n) // 3) for y in years)] for n, r in enumerate(regions())]
    take(tmp_path, bureau([[name, *cells[1:]] for name, *cells in lines], head=head, years=years[1:]))

    assert take(tmp_path, bureau([line[:2] for line in lines], head=head, years=[2024])).new == 31


def test_a_few_regions_may_grow_alike(data: Path) -> None:
    lines = [
        [r.title_zh, round(value(r.ref_area, 2023) * (1.05 if n < 9 else 1.02 + n / 1000), 1)]
        for n, r in enumerate(regions())
    ]

    assert take(data, bureau(lines, years=[2024])).new == 31


SECONDARY = "指标：第二产业增加值(亿元)"


def of_gdp(share: float, years: list[int]) -> list[Row]:
    """A part of GDP: about `share` of it."""
    return [
        [r.title_zh, *(round(value(r.ref_area, y) * (share + n / 1000), 1) for y in years)]
        for n, r in enumerate(regions())
    ]


def test_a_part_is_not_above_its_whole(data: Path) -> None:
    lines = of_gdp(0.4, [2023])
    lines[5][1] = round(lines[5][1] * 10, 1)

    (problem,) = refused(data, bureau(lines, head=SECONDARY, years=[2023])).problems

    assert (problem.kind, problem.cell) == ("part_above_whole", "B10")
    assert problem.reason() == (
        "secondary_industry_value_added is a part of gdp, and above it in 1 place "
        "(such as Liaoning in 2023: 86028 of 21241.5)"
    )


def test_a_part_of_an_older_vintage_is_compared_with_its_own_whole(data: Path) -> None:
    """Census: the whole was revised below the part that was published before."""
    take(
        data,
        bureau(of_gdp(0.4, [2020]), head=SECONDARY, years=[2020]),
        today=date(2021, 12, 1),
        released=date(2021, 6, 1),
    )
    part = of_gdp(0.3, [2020])
    part[5][1] = round(value("210000", 2020) * 0.5, 1)

    head = "指标：工业增加值(亿元)"
    receipt = take(data, bureau(part, head=head, years=[2020]), today=date(2021, 12, 1), released=date(2021, 3, 1))
    assert receipt.new == 31


def test_a_part_of_a_part_is_not_above_the_whole(tmp_path: Path) -> None:
    rows = [["2023年"], ["地区", "工业增加值(亿元)", "地区生产总值(亿元)"]]
    exchanged = [
        [name, whole, part] for (name, whole), (_, part) in zip(body([2023]), of_gdp(0.3, [2023]), strict=True)
    ]

    (cause,) = refused(tmp_path, [*rows, *exchanged]).causes

    assert (cause.problems[0].kind, cause.count) == ("part_above_whole", 1)
    assert "industrial_value_added is a part of gdp" in cause.reason()


def test_a_whole_is_not_below_its_part(data: Path) -> None:
    take(data, bureau(of_gdp(0.4, [2024]), head=SECONDARY, years=[2024]))
    lines = body([2024])
    lines[5][1] /= 3

    assert kinds(refused(data, bureau(lines, years=[2024]))) == {"part_above_whole"}


def test_a_part_in_another_unit_than_its_whole_is_converted(tmp_path: Path) -> None:
    figures = [1000 + 37 * n for n, _ in enumerate(regions())]
    names = [region.title_zh for region in regions()]
    urban = [4000 if n == 3 else figure - 400 for n, figure in enumerate(figures)]
    whole: list[Row] = [[name, figure] for name, figure in zip(names, figures, strict=True)]
    take(tmp_path, bureau(whole, head="指标：年末常住人口(万人)", years=[2023]))

    for unit, times in (("万人", 1), ("人", 10_000)):
        lines: list[Row] = [[name, figure * times] for name, figure in zip(names, urban, strict=True)]
        refusal = refused(tmp_path, bureau(lines, head=f"指标：城镇人口({unit})", years=[2023]))
        assert kinds(refusal) == {"part_above_whole"}


HEADS = {"counts": "指标：普通、职业高等学校数(所)", "values": "指标：地区生产总值(亿元)"}


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS.keys())
def test_a_count_has_no_fraction(tmp_path: Path, head: str) -> None:
    lines = [[r.title_zh, 60 + 7 * n % 31] for n, r in enumerate(regions())]
    lines[4][1] = 92.37

    if head == HEADS["values"]:
        assert take(tmp_path, bureau(lines, head=head, years=[2024])).new == 31
    else:
        problem = refused(tmp_path, bureau(lines, head=head, years=[2024])).problems[0]
        assert (problem.kind, problem.cell) == ("fraction", "B9")


@pytest.mark.parametrize("years", [[2024], [2024, 2023, 2022]])
def test_a_year_of_zeros_is_refused(data: Path, years: list[int]) -> None:
    lines = [[r.title_zh, 0, *(value(r.ref_area, year) for year in years[1:])] for r in regions()]

    assert kinds(refused(data, bureau(lines, years=years))) == {"zero_year"}


def test_a_year_that_has_a_heading_and_no_figure_is_said(data: Path) -> None:
    lines = [[name, "", *cells] for name, *cells in body([2023, 2022])]

    receipt = take(data, bureau(lines, years=[2024, 2023, 2022]))

    assert "2024年只有表头，尚无数值 · 2024 has a heading, but no figure yet" in receipt.warnings


def test_two_headings_swapped_in_a_new_series_are_refused(tmp_path: Path) -> None:
    years = list(range(2023, 2013, -1))
    lines = [
        [r.title_zh, *(round(value(r.ref_area, 2020) * (1.1 + n / 1000) ** (y - 2014)) for y in years)]
        for n, r in enumerate(regions())
    ]
    swapped = [*years[:2], years[6], *years[3:6], years[2], *years[7:]]

    assert kinds(refused(tmp_path, bureau(lines, years=swapped))) == {"odd_year"}


@pytest.mark.parametrize("factor", [10, 10000, 0.001])
def test_half_a_table_in_another_unit_is_refused_in_one_sentence(data: Path, factor: float) -> None:
    lines = body()
    lines[20:] = [[name, *(figure * factor for figure in cells)] for name, *cells in lines[20:]]

    refusal = refused(data, bureau(lines))

    assert [problem.kind for problem in refusal.problems] == ["part_scale"]
    assert "33 figures of gdp of 11 regions in 2021–2023" in str(refusal)


def test_one_line_in_another_unit_is_refused_in_one_sentence(data: Path) -> None:
    lines = body()
    lines[20][1:] = [figure * 10000 for figure in lines[20][1:]]

    assert [problem.kind for problem in refused(data, bureau(lines)).problems] == ["part_scale"]


def test_half_a_table_in_another_unit_is_refused_where_nothing_is_known(tmp_path: Path) -> None:
    lines = body([2023])
    lines[15:] = [[name, figure * 10000] for name, figure in lines[15:]]

    assert kinds(refused(tmp_path, bureau(lines, years=[2023]))) == {"two_scales"}


def test_one_figure_revised_beyond_what_is_usual_is_refused_by_cell(data: Path) -> None:
    lines = body()
    lines[4][2] = round(lines[4][2] * 1.06, 1)

    refusal = refused(data, bureau(lines))

    assert [(problem.kind, problem.cell) for problem in refusal.problems] == [("revised_far", "C9")]
    assert "gdp of Inner Mongolia in 2022 is 16144.9 (100 million yuan), the store has 15231 (+6.0 %" in str(refusal)


def test_a_small_revision_is_taken_and_listed(data: Path) -> None:
    lines = body()
    lines[4][2] = round(lines[4][2] * 1.04, 1)

    receipt = take(data, bureau(lines))

    assert receipt.revisions == ("gdp Inner Mongolia 2022: 15231 → 15840.2 (+4.0 %)",)
    assert notes(data, receipt) == {}


def test_a_revision_of_most_figures_names_its_document(data: Path) -> None:
    lines = [[name, *(round(figure * 1.02, 1) for figure in cells)] for name, *cells in body()]

    refusal = refused(data, bureau(lines))
    receipt = take(data, bureau(lines), revision="第五次全国经济普查公报")

    assert kinds(refusal) == {"many_revised"}
    assert "93 of the 93 stored figures of gdp are revised or withdrawn (100 %" in str(refusal)
    assert (receipt.revised, receipt.document) == (93, "第五次全国经济普查公报")
    assert len(receipt.revisions) == 20
    assert set(notes(data, receipt).values()) == {"修订 · revision: 第五次全国经济普查公报"}


def test_a_revision_does_not_cover_a_slip_within_it(data: Path) -> None:
    lines = [[name, *(round(figure * 1.02, 1) for figure in cells)] for name, *cells in body()]
    lines[6][1] *= 10

    assert [(p.kind, p.cell) for p in refused(data, bureau(lines), revision="公报").problems] == [("slip", "B11")]


def test_a_file_that_was_published_earlier_than_known_revises_nothing(data: Path) -> None:
    receipt = take(data, bureau(), released=date(2024, 6, 30))

    assert (receipt.new, receipt.revisions) == (93, ())


def test_regions_that_do_not_add_up_to_the_national_figure_are_refused(tmp_path: Path) -> None:
    def table(year: int) -> list[list[Any]]:
        figures = [value(r.ref_area, year) for r in regions()]
        return [["全国", round(sum(figures), 1)], *([r.title_zh, f] for r, f in zip(regions(), figures, strict=True))]

    for year in range(2018, 2024):
        take(tmp_path, bureau(table(year), years=[year]), today=date(2025, 1, 1))
    lines = table(2024)
    lines[9][1] = round(lines[9][1] * 1.06, 1)

    assert kinds(refused(tmp_path, bureau(lines, years=[2024]))) == {"sum_differs"}
    lines = table(2024)
    lines[9][1] = lines[0][1]
    assert "total_as_region" in kinds(refused(tmp_path, bureau(lines, years=[2024])))


def test_a_digit_lost_is_found_by_the_national_figure_where_nothing_is_known(tmp_path: Path) -> None:
    figures = [value(r.ref_area, 2023) for r in regions()]
    lines: list[list[Any]] = [["全国", round(sum(figures), 1)]]
    lines += [[r.title_zh, figure] for r, figure in zip(regions(), figures, strict=True)]
    lines[10][1] = lines[10][1] / 10

    refusal = refused(tmp_path, bureau(lines, years=[2023]))

    assert [(p.kind, p.cell) for p in refusal.problems] == [("slip_by_total", "B15")]
    assert "if that of Jiangsu is 10 times" in str(refusal)


def test_two_columns_of_one_file_that_are_the_same_are_refused(tmp_path: Path) -> None:
    rows: list[Row] = [["地区", "年份", "地区生产总值(亿元)", "社会消费品零售总额(亿元)"]]
    rows += [[r.title_zh, 2023, *[value(r.ref_area, 2023)] * 2] for r in regions()]

    assert kinds(refused(tmp_path, rows, source="nbs_annual")) == {"other_series"}


def test_a_share_may_equal_the_national_one(tmp_path: Path) -> None:
    """Regions do not add up to a national share: one that equals it is not a line of totals."""
    head = "指标：研究与试验发展(R&D)经费投入强度(%)"
    lines = [["全国", 2.63], *([r.title_zh, round(1 + number * 0.163, 2)] for number, r in enumerate(regions()))]

    assert take(tmp_path, bureau(lines, head=head, years=[2023]), series="rd_intensity").new == 32


def test_withdrawing_most_figures_names_a_document(data: Path) -> None:
    rows: list[Row] = [["ref_area", "time_period", "series_id", "obs_value", "obs_status"]]
    rows += [[r.ref_area, year, "gdp", "", "M"] for r in regions() for year in (2021, 2022, 2023)]

    refusal = refused(data, rows)

    assert kinds(refusal) == {"many_revised"}
    assert take(data, rows, revision="公报勘误").revised == 93


def test_every_finding_can_be_said_in_both_languages(data: Path) -> None:
    for rows in (jumping(), of_2024(3.5), of_2024(10), bureau(body([2022]), years=[2023])):
        for problem in refused(data, rows).problems:
            for text in (problem.reason("en"), problem.reason("zh"), problem.remedy("en"), problem.remedy("zh")):
                assert "{" not in text


def test_several_cells_of_one_cause_are_one_sentence_that_names_what_to_accept(data: Path) -> None:
    lines = body([2023])
    for number in (0, 4, 9, 14):
        lines[number][1] = value(regions()[number].ref_area, 2023) * 1.3
    refusal = refused(data, bureau(lines, years=[2023]), released=date(2025, 6, 1))

    (cause,) = refusal.causes
    assert cause.count == 4
    assert "4 places (cell B5" in str(cause)
    assert "--accept B5 --accept B9 --accept B14 … --why" in str(cause)


def years_later(factor: float = 1.2, shifted: int = 0) -> list[Row]:
    """GDP of 2031, eight years after the last one in the store: that of 2023 times about `factor`, lines shifted."""
    figures = [value(r.ref_area, 2023) * factor * (1 + n / 1000) for n, r in enumerate(regions())]
    names = [r.title_zh for r in regions()]
    return bureau([[n, f] for n, f in zip(names, figures[shifted:] + figures[:shifted], strict=True)], years=[2031])


@pytest.fixture
def long_ago(tmp_path: Path) -> Path:
    """A store that holds GDP of 2017 to 2023."""
    years = range(2023, 2016, -1)
    take(tmp_path, bureau(body(years), years=years), today=date(2025, 1, 1))
    return tmp_path


def test_figures_of_eight_years_later_are_taken(long_ago: Path) -> None:
    assert take(long_ago, years_later(2), today=date(2032, 6, 1)).new == 31


def test_a_unit_is_compared_with_the_last_known_year_however_long_ago(long_ago: Path) -> None:
    for factor in (12, 0.1):
        assert kinds(refused(long_ago, years_later(factor), today=date(2032, 6, 1))) == {"wrong_scale"}


def test_a_figure_is_compared_with_the_last_known_year_however_long_ago(long_ago: Path) -> None:
    lines = years_later()
    lines[4][1] /= 60
    lines[9][1] = 10

    refusal = refused(long_ago, lines, today=date(2032, 6, 1))

    assert [(p.kind, p.cell) for p in refusal.problems] == [("outlier", "B5"), ("outlier", "B10")]


@pytest.mark.parametrize("level", [0.5, 1.6, 2.9])
def test_a_new_year_at_another_level_is_refused(long_ago: Path, level: float) -> None:
    lines = [[r.title_zh, round(value(r.ref_area, 2024) * level * (1 + n / 1000), 1)] for n, r in enumerate(regions())]

    (problem,) = refused(long_ago, bureau(lines, years=[2024])).problems

    assert problem.kind == "other_level"
    assert "that of 2023 in the median region; in the other years such a change was between 1 and 1" in problem.reason()


def test_lines_shifted_by_one_are_known_by_the_order_of_the_regions(long_ago: Path) -> None:
    (problem,) = refused(long_ago, years_later(shifted=9), today=date(2032, 6, 1)).problems

    assert problem.kind == "other_order"
    assert "in the store never below 1.00" in problem.reason()


def withdrawing() -> list[Row]:
    """GDP of 2024, and a line that withdraws Beijing's of 2023."""
    rows = [[r.ref_area, 2024, "gdp", value(r.ref_area, 2024), "A"] for r in regions()]
    return [
        ["ref_area", "time_period", "series_id", "obs_value", "obs_status"],
        *rows,
        ["110000", 2023, "gdp", "", "M"],
    ]


def test_the_withdrawal_of_a_single_figure_is_refused_by_name(data: Path) -> None:
    (problem,) = refused(data, withdrawing()).problems

    assert (problem.kind, problem.cell) == ("withdrawn", "D33")
    assert "withdraws gdp of Beijing in 2023 (M), of which the store has 11241.5" in problem.reason()


def test_a_withdrawal_with_its_document_is_named_in_the_receipt(data: Path) -> None:
    receipt = take(data, withdrawing(), revision="统计公报更正")

    assert (receipt.new, receipt.revised, receipt.document) == (31, 1, "统计公报更正")
    assert receipt.revisions == ("gdp Beijing 2023: 11241.5 → M",)
    assert notes(data, receipt) == {"110000": "修订 · revision: 统计公报更正"}


@pytest.mark.parametrize(
    ("vintage", "kind"), [("2027-12-31", "vintage_future"), ("2020-01-31", "vintage_early"), ("2025-01-20", None)]
)
def test_the_day_of_release_of_a_figure_is_between_the_end_of_its_year_and_today(
    data: Path, vintage: str, kind: str | None
) -> None:
    rows = [[r.ref_area, 2024, "gdp", value(r.ref_area, 2024), vintage] for r in regions()]
    rows.insert(0, ["ref_area", "time_period", "series_id", "obs_value", "vintage"])

    if kind is None:
        assert take(data, rows).new == 31
    else:
        assert kinds(refused(data, rows)) == {kind}


def test_years_since_the_last_known_one_are_those_of_the_nearest_value() -> None:
    values = np.array([[1.0, np.nan, np.nan, 4.0, 5.0], [np.nan, 2.0, np.nan, np.nan, np.nan]])

    assert years_since_known(values).tolist() == [[0, 1, 2, 3, 1], [0, 0, 1, 2, 3]]


@given(arrays(float, st.tuples(st.integers(1, 7), st.integers(1, 7)), elements=st.floats(-9, 9) | st.just(np.nan)))
@pytest.mark.filterwarnings("ignore:All-NaN slice")
def test_medians_are_those_of_the_known_values(values: np.ndarray) -> None:
    for axis in (0, 1):
        assert np.array_equal(medians(values, axis), np.nanmedian(values, axis), equal_nan=True)
