"""What changed is said figure by figure where there are a few, else by series."""

import pyarrow as pa
import pytest
from editions import NEWEST

from index_pipeline import tables
from index_pipeline.framework.load import load
from index_pipeline.robustness.changed import _of_year, of_figures

CODES = load(NEWEST).codes


def changes(*rows: tuple[str, str, int, float | None, float | None, str]) -> pa.Table:
    names = tables.FIGURE_CHANGES.schema.names
    return tables.FIGURE_CHANGES.conform(
        pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in rows], schema=tables.FIGURE_CHANGES.schema)
    )


def test_a_few_figures_are_named_with_region_year_and_values():
    said = of_figures(
        changes(
            ("gdp", "320000", 2023, 128222.16, 130924.3, "revised"),
            ("gdp", "540000", 2024, None, 2764.94, "new"),
        ),
        CODES,
    )

    assert [(each.en, each.zh) for each in said] == [
        (
            "New figures: Gross regional product, Xizang 2024: 2,764.94.",
            "新增数据：西藏自治区2024年地区生产总值 2,764.94。",
        ),
        (
            "Revised figures: Gross regional product, Jiangsu 2023: from 128,222.16 to 130,924.3.",
            "修订数据：江苏省2023年地区生产总值由128,222.16改为130,924.3。",
        ),
    ]


def test_parts_of_a_change_are_stated_where_every_region_has_them(example):
    row = {
        "ref_area": "11",
        "time_period": 2023,
        "change": 2.0,
        "rank_before": 1,
        "rank_after": 1,
        "new_data_effect": 1.0,
        "revision_effect": 0.5,
        "method_effect": 0.5,
    }

    whole, parted = _of_year(2023, [row], example), _of_year(2023, [row, row | {"new_data_effect": None}], example)

    assert "by +2.00 points (new figures +1.00, revisions +0.50, method +0.50)" in whole.en
    assert "by +2.00 points. " in parted.en


@pytest.mark.parametrize(("change", "seen"), [(0.05, 1), (-0.05, 1), (0.049, 0)])
def test_a_change_of_a_score_is_counted_from_five_hundredths_of_a_point(example, change, seen):
    row = {
        "ref_area": "11",
        "time_period": 2023,
        "change": change,
        "rank_before": 1,
        "rank_after": 1,
        "new_data_effect": change,
        "revision_effect": 0.0,
        "method_effect": 0.0,
    }
    said = _of_year(2023, [row], example).en

    assert ("scores that change by 0.05 points or in rank: 1 of 1" in said) == bool(seen)
    assert ("no score of 1 regions changes by 0.05 points" in said) == (not seen)


def test_many_figures_are_counted_by_series():
    rows = [("gdp", "320000", year, 1.0, 2.0, "revised") for year in range(2010, 2020)]

    assert [each.en for each in of_figures(changes(*rows), CODES)] == [
        "Revised figures: 10, of 1 series: Gross regional product 10."
    ]


def test_large_figures_keep_their_digits_and_several_are_kept_apart():
    said = of_figures(
        changes(
            ("gdp", "110000", 2023, None, 12345678901.5, "new"),
            ("gdp", "320000", 2023, None, 2.0, "new"),
        ),
        CODES,
    )

    assert [(each.en, each.zh) for each in said] == [
        (
            "New figures: Gross regional product, Beijing 2023: 12,345,678,901.5; Gross regional product, Jiangsu "
            "2023: 2.",
            "新增数据：北京市2023年地区生产总值 12,345,678,901.5；江苏省2023年地区生产总值 2。",
        )
    ]
