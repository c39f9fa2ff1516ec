"""Functions over many samples at once give what the functions of one sample give."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import rankdata
from soak import examples

from index_pipeline.methods import moments as single
from index_pipeline.robustness.panel.moments import passes, skew_and_kurtosis, winsorise
from index_pipeline.robustness.panel.ranks import count_below, rank
from index_pipeline.robustness.quantiles import quantile, sort_draws

SAMPLES = arrays(
    float, st.tuples(st.integers(1, 4), st.integers(5, 12)), elements=st.sampled_from([0, 1, 2, 3, 9, 80, np.nan])
)


@given(SAMPLES)
def test_rank_is_the_min_rank_from_the_top(x: np.ndarray) -> None:
    expected = rankdata(-x, method="min", axis=1, nan_policy="omit")
    assert rank(x).tolist() == np.nan_to_num(expected).astype(int).tolist()


@given(SAMPLES, SAMPLES)
def test_count_below(x: np.ndarray, y: np.ndarray) -> None:
    rows = min(len(x), len(y))
    expected = (y[:rows, None, :] < x[:rows, :, None]).sum(axis=2)
    known = ~np.isnan(x[:rows])
    assert (count_below(x[:rows], y[:rows])[known] == expected[known]).all()


@given(SAMPLES)
def test_moments_by_row(x: np.ndarray) -> None:
    skew, kurtosis = skew_and_kurtosis(x)
    for row, values in enumerate(x):
        values = values[~np.isnan(values)]
        for found, expected in ((skew[row], single.skew(values)), (kurtosis[row], single.kurtosis(values))):
            assert np.isnan(found) if expected is None else found == pytest.approx(expected, rel=1e-9, abs=1e-9)


@examples(100)
@given(SAMPLES, st.integers(1, 4))
def test_winsorisation_by_row(x: np.ndarray, points: int) -> None:
    caps = winsorise(x, points, 1.0, 1.0)
    for row, values in enumerate(x):
        values = values[~np.isnan(values)]
        expected, moved = single.winsorise(values, points, 1.0, 1.0)
        assert np.clip(values, caps.lower[row], caps.upper[row]).tolist() == expected.tolist()
        assert caps.moved[row] == moved
        assert caps.passes[row] == single.passes(expected, 1.0, 1.0)
    assert (passes(x, 1.0, 1.0) == [single.passes(v[~np.isnan(v)], 1.0, 1.0) for v in x]).all()


@given(st.lists(st.integers(0, 31), min_size=1, max_size=30), st.sampled_from([0.0, 0.05, 0.5, 0.95, 1.0]))
def test_quantiles_are_of_type_7_over_the_draws_with_a_rank(ranks: list[int], probability: float) -> None:
    ordered = sort_draws(np.array(ranks, np.int16)[:, None])
    ranked = [r for r in ranks if r]
    expected = np.quantile(ranked, probability) if ranked else np.nan
    assert quantile(ordered, probability)[0] == pytest.approx(expected, nan_ok=True)
