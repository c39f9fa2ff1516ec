"""Noise of register counts: each year's distribution, and what two years share."""

import numpy as np
import pyarrow as pa
import pytest
from synthetic_index import framework_of

from index_pipeline import tables
from index_pipeline.framework.framework import Framework
from index_pipeline.framework.indicator import Indicator
from index_pipeline.methods.shrink import shrink
from index_pipeline.robustness.counts import count_noise, rates
from index_pipeline.robustness.figures import Count

COUNTS = np.array([[3.0, 0.0, 40.0], [3.0, 2.0, 38.0], [np.nan, 2.0, 60.0]])


def test_each_year_by_itself_is_gamma() -> None:
    drawn = count_noise(COUNTS, 200_000, np.random.default_rng(1))
    for (year, region), count in np.ndenumerate(COUNTS):
        sample = drawn[:, year, region]
        if np.isnan(count):
            assert np.isnan(sample).all()
        else:  # Gamma(c + ½, 1) has mean and variance c + ½
            assert sample.mean() == pytest.approx(count + 0.5, rel=0.02)
            assert sample.var() == pytest.approx(count + 0.5, rel=0.04)


def test_two_years_differ_only_by_the_entries_in_which_they_differ() -> None:
    drawn = count_noise(COUNTS, 2000, np.random.default_rng(1))
    assert (drawn[:, 0, 0] == drawn[:, 1, 0]).all()  # 3 and 3
    assert (drawn[:, 1, 1] > drawn[:, 0, 1]).all()  # 0 and 2: two are new
    assert (drawn[:, 1, 2] < drawn[:, 0, 2]).all()  # 40 and 38: two are gone


def test_rates_of_the_counts_themselves_are_those_of_the_method() -> None:
    exposure = np.array([[0.2, 0.1, 40.0], [0.2, 0.1, 40.0], [0.2, 0.0, 40.0]])
    found = rates(Count(0, COUNTS, exposure[None], shrunk=True), COUNTS[None], np.zeros(1, int))[0]

    expected = _shrunk(COUNTS, exposure)
    np.testing.assert_allclose(found, expected, rtol=1e-12)


def test_worked_example_of_shrinkage() -> None:
    counts, exposure = np.array([[3.0, 0.0, 40.0, 12.0]]), np.array([[0.2, 0.1, 40.0, 10.0]])
    found = rates(Count(0, counts, exposure[None], shrunk=True), counts[None], np.zeros(1, int))
    assert found[0, 0] == pytest.approx([2.659, 1.028, 1.004, 1.1855], abs=5e-4)


def _shrunk(counts: np.ndarray, exposure: np.ndarray) -> np.ndarray:
    framework = framework_of({"a": 1.0}, years=(2020, 2022))
    register = {"parts": [{"register": "list"}]}
    indicator = Indicator.model_validate(
        {
            "id": "a",
            "title": {"en": "a"},
            "numerator": register,
            "denominator": {"series": "people"},
            "small_counts": {"method": "gamma_poisson"},
        }
    )
    rows = [
        {
            "ref_area": f"R{i:02d}",
            "time_period": 2020 + t,
            "indicator_id": "a",
            "numerator": None if np.isnan(count) else count,
            "denominator": exposure[t, i],
            "ratio": None if np.isnan(count) or exposure[t, i] == 0 else count / exposure[t, i],
            "obs_value": None if np.isnan(count) or exposure[t, i] == 0 else count / exposure[t, i],
            "obs_status": "A",
        }
        for (t, i), count in np.ndenumerate(counts)
    ]
    table = tables.INDICATORS.conform(pa.Table.from_pylist(rows, schema=tables.INDICATORS.schema))
    found = shrink(table, Framework(framework.definition, {"a": indicator}, {}, framework.codes, ""))
    ordered = found.sort_by([("time_period", "ascending"), ("ref_area", "ascending")])
    return ordered["obs_value"].to_numpy(zero_copy_only=False).reshape(counts.shape)
