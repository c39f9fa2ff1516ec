"""Kernel densities: the bandwidth, the curve, and one grid for all years."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from regional_example import framework, rows, scores
from scipy.stats import gaussian_kde
from soak import examples

from index_pipeline.analysis.densities import bandwidth, densities, density
from index_pipeline.analysis.errors import AnalysisError

TEN = np.array([72.0, 70, 65, 52, 50, 49, 36, 34, 30, 28])


def test_worked_example_of_the_bandwidth() -> None:
    assert round(bandwidth(TEN), 2) == 9.33


def test_bandwidth_by_quartiles_where_they_are_narrow() -> None:
    """0, 1, 2, 3, 100: IQR 2 is narrower than the standard deviation."""
    assert bandwidth(np.array([0.0, 1, 2, 3, 100])) == pytest.approx(0.9 * 2 / 1.34 * 5**-0.2)


def test_bandwidth_by_standard_deviation_where_the_quartiles_coincide() -> None:
    values = np.array([1.0, 1, 1, 1, 6])
    assert bandwidth(values) == pytest.approx(0.9 * values.std(ddof=1) * 5**-0.2)


def test_one_value_has_no_bandwidth() -> None:
    with pytest.raises(AnalysisError, match="at least two values, not 1"):
        bandwidth(np.array([1.0]))


def test_values_that_differ_by_rounding_have_no_bandwidth_and_no_density() -> None:
    alike = [33.3 * (1 + k * 1e-16) for k in range(10)]
    index = framework(10)

    assert bandwidth(np.array(alike)) == 0
    assert densities(scores(index, {"index": {2020: alike}}), index).num_rows == 0


def test_a_grid_of_too_few_points_is_refused() -> None:
    index = framework(10)
    with pytest.raises(AnalysisError, match="points: 7 is not a whole number from 8 on"):
        densities(scores(index, {"index": {2020: TEN.tolist()}}), index, points=7)


def test_agrees_with_scipy() -> None:
    grid = np.linspace(0, 100, 31)
    other = gaussian_kde(TEN, bw_method=9.33 / TEN.std(ddof=1))

    assert density(TEN, grid, 9.33) == pytest.approx(other(grid), rel=1e-12)


def test_years_share_bandwidth_and_grid() -> None:
    index = framework(10)
    table = scores(index, {"index": {2020: TEN.tolist(), 2021: (TEN / 2).tolist()}})
    found = densities(table, index, points=51)

    first, second = rows(found, time_period=2020), rows(found, time_period=2021)
    h = (bandwidth(TEN) + bandwidth(TEN / 2)) / 2
    assert [r["bandwidth"] for r in [*first, *second]] == pytest.approx([h] * 102)
    assert [r["score"] for r in first] == [r["score"] for r in second]
    assert (first[0]["score"], first[-1]["score"]) == pytest.approx((14 - 3 * h, 72 + 3 * h))
    assert first[0]["n"] == 10


def test_scores_that_never_vary_have_no_density() -> None:
    index = framework(3)

    assert densities(scores(index, {"index": [5.0, 5.0, 5.0]}), index).num_rows == 0


def test_a_kernel_is_not_narrower_than_the_grid() -> None:
    """1, 1, 1, 13 and 1.0625: the quartiles nearly coincide, and 201 points would step over the peak at 13."""
    index = framework(5)
    found = rows(densities(scores(index, {"index": [1, 1, 1, 13, 1.0625]}), index))

    assert found[0]["bandwidth"] == pytest.approx(12 / 194) == pytest.approx(found[1]["score"] - found[0]["score"])
    assert sum(r["density"] for r in found) * found[0]["bandwidth"] == pytest.approx(1, abs=0.003)


@given(st.lists(st.floats(1, 100), min_size=3, max_size=30).filter(lambda values: np.ptp(values) > 0.1))
@examples(30)
def test_density_integrates_to_nearly_one(values):
    index = framework(len(values))
    found = rows(densities(scores(index, {"index": values}), index))
    area = np.trapezoid([r["density"] for r in found], [r["score"] for r in found])

    assert 0.99 < area < 1.001
