"""What counts as rounding: constants, ties, bounds, and numbers of any size."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from index_pipeline.rounding import Size, exponents, is_constant, levels, reaches, ties, unit

NUMBERS = arrays(float, st.integers(1, 8), elements=st.floats(-1e150, 1e150))
SIZES: tuple[Size, ...] = ("own", "greatest")
TIE = np.array([0.1 * 3, 0.3])


@pytest.mark.parametrize(
    ("values", "constant"),
    [
        pytest.param([0.1 / 1, 0.2 / 2, 0.3 / 3], True, id="a ratio of rounding"),
        pytest.param([0.0, 0.0], True, id="zeros"),
        pytest.param([7.0, np.nan, 7.0], True, id="gaps"),
        pytest.param([np.nan, np.nan], True, id="nothing"),
        pytest.param([1e10, 1e10 + 1], False, id="large counts"),
        pytest.param([5e-324, 1e-323], False, id="the smallest doubles"),
        pytest.param([-1e308, 1e308], False, id="the largest doubles"),
        pytest.param([0.0, 1e-17], False, id="something beside nothing"),
    ],
)
def test_constant(values: list[float], constant: bool) -> None:
    assert is_constant(np.array(values)) == constant


def test_figures_are_related_to_their_own_size_and_scores_to_the_greatest() -> None:
    values = np.array([1e15, 3.0, 2.0, 1.0])

    assert levels(values, "own").tolist() == values.tolist()
    assert levels(values, "greatest").tolist() == [1e15, 3, 3, 3]
    assert levels(np.array([50.0, 1e-17, 0.0]), "greatest").tolist() == [50, 1e-17, 1e-17]


def test_numbers_of_two_samples_do_not_tie() -> None:
    assert levels(TIE, "own").tolist() == [TIE[0], TIE[0]]
    assert levels(TIE, "own", np.array([0, 1])).tolist() == TIE.tolist()


@given(NUMBERS)
def test_levels_follow_the_order_and_are_their_own_levels(x: np.ndarray) -> None:
    for size in SIZES:
        found = levels(x, size)
        assert (np.diff(found[np.argsort(x)]) >= 0).all()
        assert set(found) <= set(x)
        assert levels(found, size).tolist() == found.tolist()


@given(NUMBERS)
def test_what_is_tied_with_its_neighbour_has_its_level(x: np.ndarray) -> None:
    ordered = -np.sort(-x)
    for size in SIZES:
        found = levels(ordered, size)
        assert ((np.diff(found) == 0) == ties(ordered, size)).all()


@pytest.mark.parametrize(("value", "reached"), [(0.5, True), (0.1 + 0.2 + 0.2 - 1e-16, True), (0.4999999, False)])
def test_a_bound_is_reached_up_to_rounding(value: float, reached: bool) -> None:
    assert reaches(value, 0.5) == reached
    assert not reaches(np.nan, 0.5)
    assert reaches(value, -np.inf)


@given(arrays(float, st.integers(1, 8), elements=st.floats(allow_nan=False, allow_infinity=False)))
def test_a_sample_is_put_between_a_half_and_one_without_loss(x: np.ndarray) -> None:
    within = unit(x)

    assert not x.any() or 0.5 <= np.abs(within).max() < 1
    if np.abs(x).max() < 1e300 and (np.abs(x)[x != 0] > 1e-300).all():
        assert unit(x * 4).tolist() == within.tolist()
        assert (np.abs(within) < 1e-300).any() or np.ldexp(within, exponents(x)).tolist() == x.tolist()
