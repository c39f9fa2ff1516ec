"""An explanation goes down to every figure that a share, a location quotient, growth or a mean was computed from."""

from quantities import OneIndicator, one

from index_pipeline.cli.explanation import _read_from, lines
from index_pipeline.publication.lookups.explain import explain

QUOTIENT = {
    "numerator": {"parts": [{"register": "sites"}]},
    "formula": {"method": "location_quotient"},
    "denominator": {"series": "people"},
}


def figures(index: OneIndicator, area: str, year: int) -> list[tuple[str, str, int, float]]:
    """Series, region, year and value of each figure that `x` rests on."""
    found = explain(index.release, area, year, "x").figures
    return [(row["series_id"], row["ref_area"], row["time_period"], row["obs_value"]) for row in found]


def test_a_share_rests_on_the_published_total_or_on_the_figures_of_all_regions():
    index = one(
        {"formula": {"method": "share"}, "numerator": {"series": "gdp"}},
        {"gdp": {2019: [30.0, 60.0], 2020: [30.0, 70.0]}},
        nation={"gdp": {2020: 120.0}},
    )

    assert figures(index, "R1", 2020) == [("gdp", "R1", 2020, 30), ("gdp", "CN", 2020, 120)]
    assert figures(index, "R1", 2019) == [("gdp", "R1", 2019, 30), ("gdp", "R2", 2019, 60)]


def test_a_mean_rests_on_the_years_of_its_window_on_this_side_of_a_break():
    index = one(
        {"numerator": {"sum": ["a", "b"]}, "over": 3, "breaks": [2018]},
        {name: {year: [1.0 * year] for year in range(2015, 2021)} for name in "ab"},
    )

    assert [row[2] for row in figures(index, "R1", 2019) if row[0] == "b"] == [2018, 2019]
    assert [row[2] for row in figures(index, "R1", 2020) if row[0] == "a"] == [2018, 2019, 2020]


def test_growth_rests_on_the_year_that_it_starts_from():
    index = one(
        {"formula": {"method": "growth", "years": 3}, "numerator": {"series": "a"}},
        {"a": {year: [1.0 * year] for year in range(2015, 2021)}},
    )

    assert figures(index, "R1", 2020) == [("a", "R1", 2017, 2017), ("a", "R1", 2020, 2020)]


def test_the_lines_say_where_the_national_totals_are_from_and_how_many_years_were_averaged(monkeypatch):
    monkeypatch.setenv("ICDI_LANG", "zh")
    index = one(
        QUOTIENT | {"over": 2},
        {"people": {2019: [1.0, 3.0], 2020: [1.0, 3.0]}},
        {"sites": {2019: [6, 2], 2020: [6, 2]}},
        nation={"people": {2020: 4.0, 2019: 4.0}},
    )

    said = "\n".join(lines(explain(index.release, "R1", 2020, "x"), index.release))

    assert "2020 分子 6（2年窗口内2年平均），全国合计 8（名录全部在册条目）" in said
    assert "2020 分母 1（2年窗口内2年平均），全国合计 4（公布的全国数）" in said
    assert "按基数应有 8 × 1 / 4" in said
    assert "6 / 2 = 3" in said
    assert "people（CN） 2019 = 4" in said


def test_the_catalogue_writes_the_formula():
    index = one(QUOTIENT | {"over": 2}, {"people": {2020: [1.0, 3.0]}}, {"sites": {2020: [6, 2]}})

    rows = {row["indicator_id"]: row for row in index.release.tables["indicator_definitions"].to_pylist()}

    assert rows["x"]["numerator"] == "share(mean_of_2_years(stock(sites)))"
    assert rows["x"]["denominator"] == "share(mean_of_2_years(people))"
    assert (rows["other"]["numerator"], rows["other"]["denominator"]) == ("other", None)


def test_a_figure_from_a_public_repository_names_its_official_source_first(monkeypatch):
    monkeypatch.setenv("ICDI_LANG", "zh")
    row = {
        "source_file": "owner/data:raw/2023.xls; https://example.org/a.html",
        "source_sheet": None,
        "source_cell": "C5",
    }
    assert _read_from(row) == (
        "录自 GitHub 公开仓库 owner/data 中的副本，文件 raw/2023.xls 或 https://example.org/a.html，单元格 C5"
    )
