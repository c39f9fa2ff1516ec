"""Krippendorff's alpha: the worked examples of its author, the definition taken literally, and its bootstrap."""

import itertools
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index_pipeline.framework.robustness import SEED
from index_pipeline.judgement.surveys.alpha import RESAMPLES, Level, alpha, interval, percent

NONE = np.nan

BINARY = np.array([[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]], float)
"""Krippendorff (2011), A: two observers, ten units."""

NOMINAL = np.array([list(map(ord, "aabbdcccedda")), list(map(ord, "babbbccceddd"))], float)
"""Krippendorff (2011), B: two observers, twelve units."""

FOUR = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, NONE, NONE, NONE],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NONE, 3],
        [NONE, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NONE],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NONE],
    ]
)
"""Krippendorff (2011), C and D: four observers, twelve units, with gaps."""


def literal(codes: np.ndarray, level: Level) -> Fraction | None:
    """Alpha as it is defined, in fractions: observed and expected disagreement over all pairs of values, one by one."""
    units = [[Fraction(float(v)) for v in unit if not np.isnan(v)] for unit in codes.T]
    units = [unit for unit in units if len(unit) > 1]
    every = [v for unit in units for v in unit]

    def squared(one: Fraction, other: Fraction) -> Fraction:
        if level == "nominal":
            return Fraction(one != other)
        if level == "interval":
            return (one - other) ** 2
        low, high = min(one, other), max(one, other)
        between = sum(1 for v in every if low <= v <= high)
        return (between - Fraction(every.count(one) + every.count(other), 2)) ** 2 if one != other else Fraction(0)

    observed = sum(
        (squared(a, b) / (len(unit) - 1) for unit in units for a, b in itertools.permutations(unit, 2)), Fraction(0)
    ) / max(len(every), 1)
    expected = sum((squared(a, b) for a, b in itertools.permutations(every, 2)), Fraction(0))
    return 1 - observed * len(every) * (len(every) - 1) / expected if expected else None


def test_two_observers_of_a_binary_variable() -> None:
    # n = 20, n_0 = 14, n_1 = 6, o_01 = 4: 1 − 19·4/(14·6)
    assert alpha(BINARY, "nominal") == pytest.approx(2 / 21, abs=1e-12)
    assert percent(BINARY) == pytest.approx(0.6)


def test_two_observers_of_a_nominal_variable() -> None:
    # Krippendorff (2011), B: six mismatching pairs of 24 values, Σ n_c² = 128: 1 − 23·6/(576 − 128)
    assert alpha(NOMINAL, "nominal") == pytest.approx(1 - 23 * 6 / 448, abs=1e-12)
    assert alpha(NOMINAL, "nominal") == pytest.approx(0.692, abs=5e-4)


@pytest.mark.parametrize(("level", "printed"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)])
def test_four_observers_with_gaps(level: Level, printed: float) -> None:
    assert alpha(FOUR, level) == pytest.approx(printed, abs=5e-4)
    assert alpha(FOUR, level) == pytest.approx(float(literal(FOUR, level) or 0), abs=1e-12)


codings = st.integers(2, 4).flatmap(
    lambda coders: st.integers(1, 8).flatmap(
        lambda units: st.lists(
            st.lists(st.sampled_from([0.0, 1.0, 2.0, 5.0, NONE]), min_size=units, max_size=units),
            min_size=coders,
            max_size=coders,
        )
    )
)


@settings(max_examples=60, deadline=None)
@given(codings, st.sampled_from(["nominal", "ordinal", "interval"]))
def test_it_is_the_definition(codes: list[list[float]], level: Level) -> None:
    table = np.array(codes)
    expected = literal(table, level)

    found = alpha(table, level)

    assert (found is None) == (expected is None)
    assert found is None or found == pytest.approx(float(expected or 0), abs=1e-9)


def test_without_variation_it_is_not_defined() -> None:
    assert alpha(np.ones((3, 5)), "nominal") is None
    assert interval(np.ones((3, 5)), "nominal") is None
    assert percent(np.array([[1.0, NONE], [NONE, 1.0]])) is None


def test_the_bootstrap_draws_whole_clusters() -> None:
    codes = np.array([[0, 1, 0, 1, 1, 0], [0, 1, 1, 1, 0, 0]], float)
    regions = ["a", "a", "b", "b", "c", "c"]
    drawn = np.random.default_rng(SEED).multinomial(3, np.full(3, 1 / 3), RESAMPLES)
    of_draw = {counts: literal(np.repeat(codes, np.repeat(counts, 2), 1), "nominal") for counts in map(tuple, drawn)}
    samples = [float(value) for counts in drawn if (value := of_draw[tuple(counts)]) is not None]

    assert interval(codes, "nominal", regions) == pytest.approx(tuple(np.quantile(samples, [0.025, 0.975])), abs=1e-9)


def test_coders_of_one_mind_have_a_narrow_interval() -> None:
    assert interval(np.tile(np.arange(10.0), (2, 1)), "interval") == (1.0, 1.0)


def test_scores_that_differ_by_rounding_are_one_score():
    scores = np.array([[0.1 + 0.2, 0.3, 0.3], [0.3, 0.1 + 0.2, 0.3]])

    assert (alpha(scores, "interval"), percent(scores)) == (None, 1)
