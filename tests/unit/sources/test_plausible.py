"""A figure is compared with its series' bounds, the store and its neighbours before it is taken."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from samples import TODAY, Row, as_csv, body, bureau, framework, kinds, regions, value

from index_pipeline.sources.ingest import ingest
from index_pipeline.sources.options import Options
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


@pytest.mark.parametrize("factor", [1000, 0.001, 10000, 0.1, 10])
def test_a_column_in_the_wrong_unit_is_refused(data: Path, factor: float) -> None:
    refusal = refused(data, of_2024(factor))

    assert kinds(refusal) == {"wrong_scale"}
    assert "the unit of gdp in 2024 looks wrong" in str(refusal)
    assert "(亿元)" in str(refusal)


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
    assert "not between 0 and 3,000,000 亿元" in str(refusal)


def test_a_jump_of_one_region_is_taken_with_a_warning(data: Path) -> None:
    lines = [[r.title_zh, value(r.ref_area, 2024)] for r in regions()]
    lines[0][1] = value("110000", 2023) * 4

    receipt = take(data, bureau(lines, years=[2024]))

    assert receipt.new == 31
    assert "gdp of 北京市 in 2024 is 44966.0, 4 times the 11241.5 of 2023" in receipt.warnings


def test_a_jump_of_most_regions_is_refused(data: Path) -> None:
    assert kinds(refused(data, of_2024(3.5))) == {"many_jumps"}


def test_figures_of_one_series_given_for_another_are_refused(data: Path) -> None:
    refusal = refused(data, [["地区", "2023年", "2022年", "2021年"], *body()], series="retail_sales")

    assert kinds(refusal) == {"other_series"}
    assert "the figures given for retail_sales are those of gdp (93 of 93 are equal)" in str(refusal)
