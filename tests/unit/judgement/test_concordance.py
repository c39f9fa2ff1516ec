"""Kendall's W: the worked examples of the textbooks, and what it comes to at its ends."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import rankdata

from index_pipeline.judgement.experts.concordance import kendall


def test_three_interviewers_rank_six_applicants() -> None:
    # Siegel and Castellan (1988), 9.9: sums of ranks 8, 14, 11, 11, 11, 8; W = 12·25.5/(9·210)
    found = kendall(np.array([[1, 6, 3, 2, 5, 4], [1, 5, 6, 4, 2, 3], [6, 3, 2, 5, 4, 1]], float))

    assert found is not None
    assert found.w == pytest.approx(306 / 1890, abs=1e-12)
    assert found.w == pytest.approx(0.16, abs=5e-3)
    assert found.chi_squared == pytest.approx(3 * 5 * 306 / 1890)
    assert found.degrees == 5


def test_ties_are_corrected_for() -> None:
    # Siegel and Castellan (1988), 9.9.3: S = 591, ΣT = 12 + 18 + 84; W = 12·591/(9·990 − 3·114)
    rankings = [
        [1, 4.5, 2, 4.5, 3, 7.5, 6, 9, 7.5, 10],
        [2.5, 1, 2.5, 4.5, 4.5, 8, 9, 6.5, 10, 6.5],
        [2, 1, 4.5, 4.5, 4.5, 4.5, 8, 8, 8, 10],
    ]

    found = kendall(np.array(rankings))

    assert found is not None
    assert found.w == pytest.approx(7092 / 8568, abs=1e-12)
    assert found.w == pytest.approx(0.828, abs=5e-4)


def test_experts_of_one_mind_and_of_opposite_minds() -> None:
    alike, opposed = kendall(np.array([[5, 2, 1], [60, 30, 10.0]])), kendall(np.array([[1, 2, 3], [3, 2, 1.0]]))

    assert alike is not None
    assert alike.w == pytest.approx(1)
    assert opposed is not None
    assert opposed.w == pytest.approx(0, abs=1e-15)


@pytest.mark.parametrize(
    "weights",
    [
        pytest.param([[1.0, 2.0, 3.0]], id="one expert"),
        pytest.param([[1.0], [1.0]], id="one object"),
        pytest.param([[1.0, 1.0], [2.0, 2.0]], id="nobody prefers anything"),
    ],
)
def test_where_it_is_not_defined(weights: list[list[float]]) -> None:
    assert kendall(np.array(weights)) is None


@given(st.integers(2, 5).flatmap(lambda n: st.lists(st.lists(st.integers(0, 3), min_size=n, max_size=n), min_size=2)))
def test_it_is_the_mean_rank_correlation_of_pairs_where_nothing_is_tied(rows: list[list[int]]) -> None:
    ranks = np.array([rankdata(np.array(row) + np.arange(len(row)) / 10) for row in rows[:5]])  # broken ties
    found, m = kendall(ranks), len(ranks)

    # W = (1 + (m − 1) r̄)/m, r̄ the mean of Spearman's r over the pairs of experts (Kendall and Gibbons 1990)
    mean = np.mean([np.corrcoef(a, b)[0, 1] for a, b in itertools.combinations(ranks, 2)])
    assert found is not None
    assert found.w == pytest.approx((1 + (m - 1) * mean) / m, abs=1e-9)


def test_weights_that_differ_by_rounding_are_tied() -> None:
    third = 1 / 3

    assert kendall(np.array([[third, third + 1e-16, 0.4], [third, third, 0.4]])) == kendall(
        np.array([[1, 1, 2.0], [1, 1, 2.0]])
    )
