"""From figures to indicators: ratios, shrinkage of small counts, screening."""

import pyarrow as pa
import pytest
from example_index import YEAR, example

from index_pipeline import tables
from index_pipeline.methods.denominate import denominate
from index_pipeline.methods.figures import USED_COLUMNS, used_part
from index_pipeline.methods.shrink import shrink
from index_pipeline.tables.declare import TableError


def rate(numerator, denominator, **more):
    return example(
        {"a": numerator},
        denominators={"size": denominator},
        indicators={"a": {"denominator": {"series": "size"}} | more},
        normalisation={"method": "rank"},
    )


def test_a_ratio_takes_any_series_and_factor():
    index = rate([3.0, 8.0], [6.0, 2.0], multiplier=1000)

    assert index.column("indicators", "a", value="obs_value") == [500, 4000]


def test_a_zero_denominator_makes_a_missing_value_and_a_notice():
    index = rate([3.0, 8.0, 5.0], [6.0, 0.0, 1.0])

    assert index.column("indicators", "a", value="obs_value") == [0.5, None, 5]
    assert index.column("indicators", "a", value="obs_status") == ["A", "M", "A"]
    assert index.scores()[1] is None
    assert f"indicator a, region R2, {YEAR}: the denominator is zero; the value is missing" in [
        row["message"] for row in index.built.notices.to_pylist()
    ]


def test_a_missing_denominator_makes_a_missing_value():
    index = rate([3.0, 8.0, 4.0], [6.0, None, 1.0])

    assert index.column("indicators", "a", value="obs_value") == [0.5, None, 4]


def test_observations_of_other_series_change_nothing():
    index = rate([3.0, 8.0, None], [6.0, 2.0, 1.0])
    others = index.observations.set_column(0, "series_id", pa.repeat("other", index.observations.num_rows))
    found = pa.concat_tables([index.observations, others.cast(index.observations.schema)])
    part = used_part(found, index.framework)

    assert set(part.column_names) == set(USED_COLUMNS)
    assert part.equals(index.observations.select(USED_COLUMNS))
    stocks = tables.REGISTER_STOCKS.empty()
    assert denominate(part, stocks, index.framework).equals(denominate(found, stocks, index.framework))


def test_two_figures_of_one_series_region_and_year_are_refused():
    index = rate([3.0, 8.0], [6.0, 2.0])
    twice = pa.concat_tables([index.observations, index.observations.slice(0, 1)])

    with pytest.raises(TableError, match=f"more than one figure for series_id a, ref_area R1, time_period {YEAR}"):
        denominate(twice, tables.REGISTER_STOCKS.empty(), index.framework)


def test_all_series_that_a_framework_names_are_used():
    """Those of indicators, of other denominators that the uncertainty analysis draws, and of the context."""
    index = example(
        {"a": [3.0, 8.0]},
        denominators={"size": [6.0, 2.0], "firms": [1.0, 2.0], "income": [5.0, 5.0], "people": [1.0, 1.0], "x": [0, 0]},
        indicators={"a": {"denominator": {"series": "size"}}},
        robustness={"denominators": [{"a": {"series": "firms"}}]},
        context=[{"series": "income", "over": "people", "title": {"en": "Income per head"}}],
    )

    part = used_part(index.observations, index.framework)

    assert set(part["series_id"].to_pylist()) == {"a", "size", "firms", "income", "people"}
    assert "x" in index.observations["series_id"].to_pylist()


def shrunk(counts, exposures):
    """Rates of register counts after shrinkage, and as computed."""
    index = example({"a": counts}, indicators={"a": {"denominator": {"series": "a"}}})
    framework = index.framework
    indicator = framework.indicators["a"].model_copy(update={"small_counts": {"method": "gamma_poisson"}})
    rows = [
        {
            "ref_area": area,
            "time_period": YEAR,
            "indicator_id": "a",
            "numerator": float(count),
            "denominator": exposure,
            "ratio": count / exposure,
            "obs_value": count / exposure,
            "obs_status": "A",
        }
        for area, count, exposure in zip(framework.ref_areas, counts, exposures, strict=True)
    ]
    table = tables.INDICATORS.conform(pa.Table.from_pylist(rows, schema=tables.INDICATORS.schema))
    framework.indicators["a"] = indicator
    return shrink(table, framework).to_pylist()


def test_rates_of_small_counts_are_drawn_to_their_mean():
    rows = shrunk([3, 0, 40, 12], [0.2, 0.1, 40.0, 10.0])

    assert [row["obs_value"] for row in rows] == pytest.approx([2.659, 1.028, 1.004, 1.186], abs=6e-4)
    assert [row["ratio"] for row in rows] == [15, 0, 1, 1.2]


@pytest.mark.parametrize("counts", [[0, 0, 0, 0], [2, 4, 6, 8]])
def test_counts_that_tell_no_region_from_another_become_their_mean(counts):
    exposures = [1.0, 2.0, 3.0, 4.0]
    mean = sum(counts) / sum(exposures)

    assert [row["obs_value"] for row in shrunk(counts, exposures)] == pytest.approx([mean] * 4)


SPARSE: dict[str, list[float | None]] = {
    "a": [1.0, None, 0, 5],
    "b": [2.0, None, 0, None],
    "c": [3.0, 4, 0, None],
    "d": [4.0, 5, 7, 8],
}
POSTS = {"method": "goalposts", "lower": 0, "upper": 10}


@pytest.mark.parametrize(
    ("screening", "kept"),
    [
        pytest.param({}, [True, True, True, True], id="nothing is asked"),
        pytest.param({"share": 0.5}, [True, True, True, True], id="half observed is half"),
        pytest.param({"share": 0.51}, [True, False, True, False], id="by share"),
        pytest.param({"non_zero": 0.3}, [True, True, False, True], id="by zeros"),
        pytest.param({"share": 0.51, "non_zero": 0.3}, [True, False, False, False], id="by both"),
        pytest.param({"share": 0.51, "keep": {"R2": "seat"}}, [True, True, True, False], id="kept by exception"),
        pytest.param({"leave_out": {"R1": "no data agreement"}}, [False, True, True, True], id="left out by exception"),
    ],
)
def test_screening(screening, kept):
    index = example(SPARSE, screening=screening, normalisation=POSTS)

    assert [row["kept"] for row in index.built.screenings.to_pylist()] == kept
    assert [score is not None for score in index.scores()] == kept


def test_screenings_count_what_is_missing_and_zero():
    rows = example(
        SPARSE, screening={"share": 0.51, "keep": {"R2": "seat"}}, normalisation=POSTS
    ).built.screenings.to_pylist()

    assert [(r["missing"], r["zero"], r["observed_share"], r["non_zero"]) for r in rows] == [
        (0, 0, 1, 1),
        (2, 0, 0.5, 1),
        (0, 3, 1, 0.25),
        (2, 0, 0.5, 1),
    ]
    assert [r["reason"] for r in rows] == [None, "seat", None, "too_few_figures"]


def test_the_notice_of_a_region_left_out_says_why_in_both_languages():
    rows = example(SPARSE, screening={"share": 0.51}, normalisation=POSTS).built.notices.to_pylist()
    said = {(row["message"][-17:], row["message_zh"][-10:]) for row in rows if row["step"] == "screen"}
    assert ("(too few figures)", "（有数据的指标过少）") in said


def test_a_region_left_out_does_not_set_the_ends_of_the_scale():
    index = example({"a": [1.0, 2, 100]}, screening={"leave_out": {"R3": "not assessed"}})

    assert index.scores() == [0, 100, None]
    assert "region R3, 2020: left out (not assessed)" in [row["message"] for row in index.built.notices.to_pylist()]
