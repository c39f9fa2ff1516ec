"""Functions over many samples at once give what the functions of one sample give."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats
from scipy.stats import rankdata
from soak import examples

from index_pipeline.kernel.moments import passes, skew_and_kurtosis, winsorise
from index_pipeline.kernel.ranks import count_below, rank, spearman
from index_pipeline.robustness.quantiles import quantile, sort_draws

SAMPLES = arrays(
    float, st.tuples(st.integers(1, 4), st.integers(5, 12)), elements=st.sampled_from([0, 1, 2, 3, 9, 80, np.nan])
)


@given(SAMPLES)
def test_rank_is_the_min_rank_from_the_top_and_none_where_all_tie(x: np.ndarray) -> None:
    expected = rankdata(-x, method="min", axis=1, nan_policy="omit")
    alike = ((~np.isnan(x)).sum(1) > 1) & (np.nanmax(expected, 1, initial=0) == 1)
    expected[alike] = 0
    assert rank(x).tolist() == np.nan_to_num(expected).astype(int).tolist()


def test_spearman_is_the_correlation_of_mean_ranks() -> None:
    x = np.array([1.0, 2.0, 3.0])
    assert spearman(x, np.array([10.0, 30.0, 20.0])) == pytest.approx(1 - 6 * 2 / (3 * (9 - 1)))
    assert spearman(x, np.array([1.0, 1.0, 2.0])) == pytest.approx(np.sqrt(3) / 2)  # ranks 1.5, 1.5 and 3
    assert np.isnan(spearman(x, np.full(3, 7.0)))
    assert np.isnan(spearman(x[:1], x[:1]))


@given(SAMPLES, SAMPLES)
def test_count_below(x: np.ndarray, y: np.ndarray) -> None:
    rows = min(len(x), len(y))
    expected = (y[:rows, None, :] < x[:rows, :, None]).sum(axis=2)
    known = ~np.isnan(x[:rows])
    assert (count_below(x[:rows], y[:rows])[known] == expected[known]).all()


@given(SAMPLES)
def test_moments_are_those_of_scipy(x: np.ndarray) -> None:
    skew, kurtosis = skew_and_kurtosis(x)
    for row, values in enumerate(x):
        values = values[~np.isnan(values)]
        for found, least, moment in ((skew[row], 3, stats.skew), (kurtosis[row], 4, stats.kurtosis)):
            if len(values) < least or np.ptp(values) == 0:
                assert np.isnan(found)
            else:
                assert found == pytest.approx(moment(values, bias=False), rel=1e-9, abs=1e-9)


@given(SAMPLES, st.integers(-950, 950))
def test_moments_and_winsorisation_do_not_depend_on_the_unit(x: np.ndarray, exponent: int) -> None:
    scaled = np.ldexp(x, exponent)
    for found, expected in zip(skew_and_kurtosis(scaled), skew_and_kurtosis(x), strict=True):
        np.testing.assert_array_equal(found, expected)
    caps, same = winsorise(scaled, 2, 1.0, 1.0), winsorise(x, 2, 1.0, 1.0)
    assert caps.moved.tolist() == same.moved.tolist()
    assert caps.upper.tolist() == np.ldexp(same.upper, exponent).tolist()


@pytest.mark.parametrize("size", [1e-320, 1e-300, 1e-160, 1.0, 1e160, 1e300])
def test_moments_neither_over_nor_underflow(size: float) -> None:
    x = size * np.array([[1.0, 2.0, 3.0, 4.0, 500.0]])
    skew, kurtosis = skew_and_kurtosis(x)

    assert skew[0] == pytest.approx(2.2359, abs=1e-3)
    assert kurtosis[0] == pytest.approx(4.9996, abs=1e-3)
    assert winsorise(x, 1, 2.0, 3.5).moved.tolist() == [1]


def test_values_tied_by_rounding_are_winsorised_together() -> None:
    x = np.array([*np.arange(20.0), 900.0, 0.1 * 3 * 3000])
    caps = winsorise(x[None], 5, 1.0, 1.0)

    assert (caps.moved.tolist(), caps.upper.tolist()) == ([2], [19])


def test_ranks_tie_where_scores_are_equal_up_to_rounding() -> None:
    assert rank(np.array([[0.1 + 0.2, 0.3, 50.0, np.nan]])).tolist() == [[2, 2, 1, 0]]
    assert rank(np.empty((2, 0))).shape == (2, 0)
    assert rank(np.arange(40_000.0)[None])[0, 0] == 40_000


@examples(100)
@given(SAMPLES, st.integers(1, 4))
def test_winsorisation_moves_the_farthest_value_until_a_sample_passes(x: np.ndarray, points: int) -> None:
    caps = winsorise(x, points, 1.0, 1.0)
    for row, values in enumerate(x):
        values = values[~np.isnan(values)]
        expected, moved = values.copy(), 0
        while moved < points and not passes(*skew_and_kurtosis(expected[None]), 1.0, 1.0)[0]:
            if stats.skew(expected, bias=False) >= 0:
                expected = np.minimum(expected, expected[expected < expected.max()].max())
            else:
                expected = np.maximum(expected, expected[expected > expected.min()].min())
            moved = int((expected != values).sum())
        assert np.clip(values, caps.lower[row], caps.upper[row]).tolist() == expected.tolist()
        assert caps.moved[row] == moved
        assert caps.passes[row] == passes(*skew_and_kurtosis(expected[None]), 1.0, 1.0)[0]


@given(st.lists(st.integers(0, 31), min_size=1, max_size=30), st.sampled_from([0.0, 0.05, 0.5, 0.95, 1.0]))
def test_quantiles_are_of_type_7_over_the_draws_with_a_rank(ranks: list[int], probability: float) -> None:
    ordered = sort_draws(np.array(ranks, np.int16)[:, None])
    ranked = [r for r in ranks if r]
    expected = np.quantile(ranked, probability) if ranked else np.nan
    assert quantile(ordered, probability)[0] == pytest.approx(expected, nan_ok=True)
