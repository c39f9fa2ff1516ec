"""What a file states as the sum of its own lines is compared with these lines: 合计, 全国, 东部地区 …"""

from pathlib import Path
from typing import Any

import pytest
from samples import TODAY, as_csv, bureau, framework, kinds, regions, value

from index_pipeline.sources.ingest import ingest
from index_pipeline.sources.options import Acceptance, Options
from index_pipeline.sources.problems import Refusal
from index_pipeline.sources.receipts import Receipt

ZONES = ("东部", "中部", "西部", "东北")
SOURCE = ["数据来源：国家统计局"]
Lines = list[list[Any]]


def take(data: Path, rows: list[Any], **options: Any) -> Receipt:
    data.mkdir(exist_ok=True)
    path = data.parent / "export.csv"
    path.write_bytes(as_csv(rows))
    return ingest(path, data, framework(), Options(TODAY, **options))


def refused(data: Path, rows: list[Any], **options: Any) -> Refusal:
    with pytest.raises(Refusal) as caught:
        take(data, rows, **options)
    return caught.value


def of_2023() -> Lines:
    return [[region.title_zh, value(region.ref_area, 2023)] for region in regions()]


def summed(lines: Lines, label: str) -> list[Any]:
    return [label, round(sum(figure for _, figure in lines), 1)]


def by_zone(lines: Lines, label: str = "{}地区") -> Lines:
    """The line of each zone, before those of its regions."""
    found: Lines = []
    for zone in ZONES:
        own = [line for line, r in zip(lines, regions(), strict=True) if r.attributes["zone"] == zone]
        found += [summed(own, label.format(zone)), *own]
    return found


def changed(rows: Lines, area: str, factor: float = 1.08) -> Lines:
    return [[label, round(figure * factor, 1) if label == area else figure] for label, figure in rows]


@pytest.mark.parametrize("label", ["合计", "总 计", "Total", "合计（31省）"])
@pytest.mark.parametrize("first", [True, False])
def test_lines_that_do_not_add_up_to_the_sum_below_them_are_refused(tmp_path: Path, label: str, *, first: bool) -> None:
    total = summed(of_2023(), label)
    lines = changed(of_2023(), "福建省")

    refusal = refused(tmp_path, bureau([total, *lines] if first else [*lines, total], years=[2023]))

    assert kinds(refusal) == {"sum_of_lines"}
    assert "a difference of 2,819.3" in str(refusal)  # 8 % of 35,241.5
    assert refusal.problems[0].cell == ("B5" if first else "B36")


def test_lines_that_add_up_as_their_digits_allow_are_taken(tmp_path: Path) -> None:
    """31 figures rounded to whole 亿元 may differ from their sum by sixteen."""
    lines = [[name, round(figure)] for name, figure in of_2023()]
    total = ["合计", round(summed(of_2023(), "")[1])]

    assert take(tmp_path, bureau([total, *lines], years=[2023])).new == 31


def test_a_sum_that_is_right_is_accepted_by_its_own_cell(tmp_path: Path) -> None:
    rows = bureau([*changed(of_2023(), "福建省"), summed(of_2023(), "合计")], years=[2023])

    assert take(tmp_path, rows, accept=(Acceptance("B36", "含不分地区部分"),)).new == 31


@pytest.mark.parametrize(
    "more",
    [
        pytest.param([["不分地区", 912.4]], id="figures of no region"),
        pytest.param([["台湾省", 1033.5], ["香港", 88]], id="areas that are not assessed"),
    ],
)
def test_a_sum_may_include_further_lines_of_the_table(tmp_path: Path, more: Lines) -> None:
    lines = [*of_2023(), *more]

    assert take(tmp_path, bureau([summed(lines, "合计"), *lines], years=[2023])).new == 31


def test_a_sum_may_include_a_region_whose_figure_is_not_shown(tmp_path: Path) -> None:
    lines: Lines = [[name, "…" if name == "西藏自治区" else figure] for name, figure in of_2023()]

    assert take(tmp_path, bureau([summed(of_2023(), "合计"), *lines], years=[2023])).new == 30


def test_regions_above_their_sum_are_refused_although_one_is_not_shown(tmp_path: Path) -> None:
    lines: Lines = [["西藏自治区", "…"] if name == "西藏自治区" else [name, figure] for name, figure in of_2023()]

    rows = bureau([summed(of_2023(), "合计"), *changed(lines[:25], "广东省", 3), *lines[25:]], years=[2023])

    assert kinds(refused(tmp_path, rows)) == {"sum_of_lines"}


def test_a_mean_is_not_taken_for_a_sum(tmp_path: Path) -> None:
    """The line 合计 of a table of rates or incomes is that of the country."""
    mean = round(sum(figure for _, figure in of_2023()) / 31 * 1.03, 1)

    assert take(tmp_path, bureau([["合计", mean], *of_2023()], years=[2023])).new == 31


def test_a_sum_of_more_than_the_regions_differs_in_all_years(tmp_path: Path) -> None:
    years = (2023, 2022, 2021)
    lines = {r.title_zh: [value(r.ref_area, year) for year in years] for r in regions()}
    total = ["合计", *(round(sum(figures) * 1.02, 1) for figures in zip(*lines.values(), strict=True))]

    assert take(tmp_path, bureau([total, *([name, *figures] for name, figures in lines.items())])).new == 93


@pytest.mark.parametrize("area", ["北京市", "湖南省", "黑龙江省"])
def test_a_zone_that_its_regions_do_not_add_up_to_is_refused(tmp_path: Path, area: str) -> None:
    zone = next(r.attributes["zone"] for r in regions() if r.title_zh == area)

    refusal = refused(tmp_path, bureau(changed(by_zone(of_2023()), area), years=[2023]))

    assert [problem.kind for problem in refusal.problems] == ["sum_of_lines"]
    assert f"“{zone}地区”所含各行之和" in refusal.problems[0].sentence("zh")


def test_a_national_figure_that_its_zones_add_up_to_is_the_sum_of_the_regions(tmp_path: Path) -> None:
    total = summed(of_2023(), "全国")
    zones = [[f"{zone}地区", round(total[1] / 4, 1)] for zone in ZONES[:3]]
    zones.append(["东北地区", round(total[1] - sum(figure for _, figure in zones), 1)])

    refusal = refused(tmp_path, bureau([total, *zones, *changed(of_2023(), "福建省")], years=[2023]))

    assert kinds(refusal) == {"sum_of_lines"}


@pytest.mark.parametrize("factor", [0.97, 1.04])
def test_a_national_figure_may_be_of_more_or_less_than_its_regions(tmp_path: Path, factor: float) -> None:
    """Patents of applicants abroad; regions' GDP before 2019."""
    total = ["全国", round(summed(of_2023(), "")[1] * factor, 1)]

    assert take(tmp_path, bureau([total, *by_zone(of_2023())], years=[2023])).new == 32


def test_zones_of_another_division_are_not_compared(tmp_path: Path) -> None:
    """Until 2005, 辽宁 was of the east, 吉林 and 黑龙江 of the centre."""
    old = {"辽宁省": "东部", "吉林省": "中部", "黑龙江省": "中部"}
    rows: Lines = of_2023()
    for zone in ZONES[:3]:
        names = {r.title_zh for r in regions() if old.get(r.title_zh, r.attributes["zone"]) == zone}
        rows.append(summed([line for line in of_2023() if line[0] in names], f"{zone}地区"))

    assert take(tmp_path, bureau(rows, years=[2023])).new == 31


PARTS = pytest.mark.parametrize("label", ["小计", "小  计", "{}小计", "{}地区合计"])


@PARTS
@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("across", [True, False])
def test_sums_of_the_lines_before_or_after_them_are_compared_with_these(
    tmp_path: Path, label: str, *, first: bool, across: bool
) -> None:
    """Two regions of different zones have each the other's figure: the sum of all is right."""
    parts = [by_zone(of_2023(), label)[start:stop] for start, stop in ((0, 11), (11, 18), (18, 31), (31, 35))]
    rows = [line for part in parts for line in (part if first else [*part[1:], part[0]])]
    fujian, sichuan = (next(line for line in rows if line[0] == name) for name in ("福建省", "四川省"))

    def table() -> list[Any]:
        lines = [*rows, summed(of_2023(), "总计")]
        if not across:
            return bureau(lines, years=[2023])
        return [["地区生产总值(亿元)"], ["年份", *(n for n, _ in lines)], ["2023年", *(f for _, f in lines)], SOURCE]

    assert take(tmp_path / "right", table()).new == 31
    fujian[1], sichuan[1] = sichuan[1], fujian[1]
    refusal = refused(tmp_path / "wrong", table())

    assert kinds(refusal) == {"sum_of_lines"}
    assert len(refusal.problems) == 2


def test_a_part_may_have_a_region_whose_figure_is_not_shown_or_another_line(tmp_path: Path) -> None:
    lines: Lines = [
        ["西藏自治区", "…"] if name == "西藏自治区" else [name, figure] for name, figure in by_zone(of_2023())
    ]
    at = next(number for number, (name, _) in enumerate(lines) if name == "辽宁省")

    rows = bureau([*lines[: at + 1], ["大连市", 70], *lines[at + 1 :], summed(of_2023(), "总计")], years=[2023])

    assert take(tmp_path, rows).new == 30


@pytest.mark.parametrize("more", [[], [["中央本级", 912.4]], [["文化和旅游部本级", 912.4]]])
def test_a_sum_may_be_of_more_than_the_regions_if_the_zones_are_theirs(tmp_path: Path, more: Lines) -> None:
    total = ["总计", round(summed(of_2023(), "")[1] + 912.4, 1)]

    assert take(tmp_path / "right", bureau([total, *more, *by_zone(of_2023())], years=[2023])).new == 31
    wrong = bureau([total, *more, *changed(by_zone(of_2023()), "福建省")], years=[2023])
    assert "sum_of_lines" in kinds(refused(tmp_path / "wrong", wrong))


@pytest.mark.parametrize("digits", [-1, -2, -3])
def test_a_sum_may_be_rounded_to_hundreds_or_thousands(tmp_path: Path, digits: int) -> None:
    total = ["合计", round(summed(of_2023(), "")[1], digits)]

    assert take(tmp_path / "right", bureau([*of_2023(), total], years=[2023])).new == 31
    wrong = bureau([*changed(of_2023(), "福建省"), total], years=[2023])
    assert kinds(refused(tmp_path / "wrong", wrong)) == {"sum_of_lines"}


def records(factor: float = 1) -> Lines:
    """A line per region and year, with a line 合计 for each year and one for each region."""
    rows: Lines = [["地区", "年份", "地区生产总值(亿元)"]]
    for year in (2023, 2022, 2021):
        total = round(sum(value(r.ref_area, year) for r in regions()), 1)
        rows += [[r.title_zh, year, value(r.ref_area, year)] for r in regions()]
        rows[-5][2] = round(rows[-5][2] * (factor if year == 2023 else 1), 1)
        rows += [["合计", year, total], ["中央本级", year, 12.5]]
    return [*rows, *([r.title_zh, "小计", 7] for r in regions()), SOURCE]


def test_sums_in_a_table_of_records_are_no_regions_and_no_years(tmp_path: Path) -> None:
    assert take(tmp_path / "right", records()).new == 93
    assert kinds(refused(tmp_path / "wrong", records(1.08))) == {"sum_of_lines"}


@pytest.mark.parametrize("heading", ["合计", "小计", "平均"])
def test_a_column_of_sums_beside_years_is_left_out(tmp_path: Path, heading: str) -> None:
    lines = [[r.title_zh, value(r.ref_area, 2023), value(r.ref_area, 2022), 7] for r in regions()]

    receipt = take(tmp_path, [["地区生产总值(亿元)"], ["地区", "2023年", "2022年", heading], *lines, SOURCE])

    assert (receipt.new, receipt.left_out) == (62, (f"{heading}: a sum or mean",))


def test_a_column_of_sums_of_a_part_is_no_series(tmp_path: Path) -> None:
    rows = [["2023年"], ["地区", "小计"], *of_2023()]

    assert kinds(refused(tmp_path, rows, series="gdp")) == {"series_conflict"}


@pytest.mark.parametrize("national", [1, 5.2, 7000])
def test_a_national_figure_below_every_region_is_refused(tmp_path: Path, national: float) -> None:
    """A number of the column, growth, or a figure in 万亿元; neither a sum nor a mean is below all it is of."""
    rows = bureau([["全国", national], *of_2023()], years=[2023])

    assert kinds(refused(tmp_path / "wrong", rows)) == {"nation_below_all"}


@pytest.mark.parametrize("national", [summed(of_2023(), "")[1], 30000])
def test_a_national_figure_that_is_a_sum_or_a_mean_is_taken(tmp_path: Path, national: float) -> None:
    assert take(tmp_path, bureau([["全国", national], *of_2023()], years=[2023])).new == 32


@pytest.mark.parametrize("factor", [0.3, 0.5, 3.0])
def test_a_national_figure_that_is_neither_a_sum_nor_a_mean_of_all_regions_is_refused(
    tmp_path: Path, factor: float
) -> None:
    """A national figure of another year, series or unit, in a series whose national figures are not known yet."""
    national = ["全国", round(summed(of_2023(), "")[1] * factor, 1)]

    assert "sum_of_lines" in kinds(refused(tmp_path, bureau([national, *of_2023()], years=[2023])))


def test_a_national_line_far_from_the_sum_in_every_year_is_of_something_else(tmp_path: Path) -> None:
    years = (2023, 2022, 2021)
    rows: Lines = [[r.title_zh, *(value(r.ref_area, year) for year in years)] for r in regions()]
    national = ["全国", *(round(0.5 * sum(row[n] for row in rows), 1) for n in (1, 2, 3))]

    assert take(tmp_path, bureau([national, *rows], years=years)).new == 96


@pytest.mark.parametrize("label", ["31个省（区、市）合计", "各省、自治区、直辖市合计"])
def test_a_sum_of_all_regions_may_say_what_they_are(tmp_path: Path, label: str) -> None:
    lines = of_2023()
    total = summed(lines, label)

    assert take(tmp_path / "data", [["地区", "2023年"], *lines, total, SOURCE], series="gdp").new == 31
    total[1] *= 1.1
    wrong = [["地区", "2023年"], *lines, total, SOURCE]
    assert kinds(refused(tmp_path / "other", wrong, series="gdp")) == {"sum_of_lines"}


@pytest.mark.parametrize("label", ["京津冀地区", "长江经济带11省市", "均值", "标准误"])
def test_a_group_of_regions_or_a_statistic_is_left_out_and_named(tmp_path: Path, label: str) -> None:
    rows = [["地区", "2023年"], *of_2023(), [label, 12345.6], SOURCE]
    receipt = take(tmp_path / "data", rows, series="gdp")

    assert receipt.new == 31
    assert any(label in said for said in receipt.left_out)
