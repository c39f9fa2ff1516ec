"""Weights of a group: worked examples of AHP and budget allocation, and an independent computation beside them."""

from collections.abc import Sequence

import numpy as np
import pytest

from index_pipeline.framework.text import Text
from index_pipeline.judgement.experts.answers import Answers
from index_pipeline.judgement.experts.group import _judged
from index_pipeline.judgement.experts.nodes import JudgedNode, Method
from index_pipeline.judgement.experts.triads import triads
from index_pipeline.judgement.experts.weights import TIGHTEST, concentration

DRINKS = ("coffee", "wine", "tea", "beer", "sodas", "milk", "water")
UPPER = [
    *(9, 5, 2, 1, 1, 1 / 2),
    *(1 / 3, 1 / 9, 1 / 9, 1 / 9, 1 / 9),
    *(1 / 3, 1 / 4, 1 / 3, 1 / 9),
    *(1 / 2, 1, 1 / 3),
    *(2, 1 / 2),
    1 / 3,
]
"""Saaty (2008), Int. J. Services Sciences 1(1), 83–98: which drink is consumed more in the USA."""


def node(*names: str) -> JudgedNode:
    return JudgedNode("goal", Text(en="goal"), tuple((name, Text(en=name)) for name in names))


def matrix(upper: Sequence[float]) -> np.ndarray:
    """The judgement matrix with these entries above its diagonal, line by line."""
    size = int((1 + (1 + 8 * len(upper)) ** 0.5) / 2)
    found = np.ones((size, size))
    found[np.triu_indices(size, 1)] = upper
    found.T[np.triu_indices(size, 1)] = 1 / np.array(upper)
    return found


def asked(method: Method, *values: np.ndarray) -> list[Answers]:
    return [
        Answers(f"{number}.xlsx", str(number), method, "", {"goal": value}, {}) for number, value in enumerate(values)
    ]


def power(a: np.ndarray) -> tuple[np.ndarray, float]:
    """Principal eigenvector and eigenvalue by repeated multiplication: another way than the one under test."""
    w = np.ones(len(a)) / len(a)
    for _ in range(2000):
        w = a @ w / (a @ w).sum()
    return w, float((a @ w).sum())


def test_consumption_of_drinks() -> None:
    found = _judged(node(*DRINKS), asked("ahp", matrix(UPPER)))

    printed = [0.177, 0.019, 0.042, 0.116, 0.190, 0.129, 0.327]
    assert list(found.group.values()) == pytest.approx(printed, abs=1e-3)
    weights, largest = power(matrix(UPPER))
    assert list(found.group.values()) == pytest.approx(weights.tolist(), abs=1e-9)
    assert found.ratios == pytest.approx([(largest - 7) / 6 / 1.32], abs=1e-9)
    assert found.ratios[0] == pytest.approx(0.022, abs=2e-3)


def test_judgements_are_combined_by_their_geometric_mean() -> None:
    one, other = matrix([2, 4, 2]), matrix([1 / 2, 2, 4])  # of weights (4, 2, 1)/7 and (2, 4, 1)/7

    found = _judged(node("a", "b", "c"), asked("ahp", one, other))

    # the geometric mean of consistent matrices is that of the weights √8 : √8 : 1
    root = 8**0.5
    assert list(found.group.values()) == pytest.approx([root / (2 * root + 1)] * 2 + [1 / (2 * root + 1)], abs=1e-12)
    assert found.shares == pytest.approx(np.array([[4, 2, 1], [2, 4, 1]]) / 7)
    assert found.group_ratio == pytest.approx(0, abs=1e-12)
    assert found.concordance is not None
    assert found.concordance.w == pytest.approx(0.75)  # sums of ranks 5, 5, 2; 12·6/(4·24)


def test_inconsistent_judgements_of_a_group() -> None:
    matrices = [matrix([3, 5, 1 / 2]), matrix([1 / 4, 2, 6]), matrix([2, 2, 2])]

    found = _judged(node("a", "b", "c"), asked("ahp", *matrices))

    for share, ratio, own in zip(found.shares, found.ratios, matrices, strict=True):
        weights, largest = power(own)
        assert share == pytest.approx(weights, abs=1e-9)
        assert ratio == pytest.approx((largest - 3) / 2 / 0.58, abs=1e-9)
    together, largest = power(np.prod(matrices, axis=0) ** (1 / 3))
    assert list(found.group.values()) == pytest.approx(together.tolist(), abs=1e-9)
    assert found.group_ratio == pytest.approx((largest - 3) / 2 / 0.58, abs=1e-9)


def test_allocations_are_combined_by_their_mean() -> None:
    found = _judged(node("a", "b"), asked("budget_allocation", np.array([70.0, 30.0]), np.array([20.0, 80.0])))

    assert found.group == pytest.approx({"a": 0.45, "b": 0.55})
    assert found.ratios == ()
    assert found.concordance is not None
    assert found.concordance.w == pytest.approx(0)


def test_the_worst_triad_comes_first_and_says_what_would_follow() -> None:
    # a = 2b, b = 3c, yet c = 4a; d is as important as a, and consistent with b
    judgements = matrix([2, 1 / 4, 1, 3, 1 / 2, 1])

    first, *others = triads(node("a", "b", "c", "d"), judgements)

    assert (first.a, first.b, first.c) in {("a", "b", "c"), ("b", "c", "a"), ("c", "a", "b")}
    assert first.error == pytest.approx(np.log(2 * 3 * 4))
    assert first.follows in {6, 12, 8}  # 2·3, 3·4 or 4·2
    assert [other.error for other in others] == sorted((other.error for other in others), reverse=True)
    assert triads(node("a", "b", "c"), matrix([2, 4, 2])) == ()


def test_a_spread_is_fitted_by_its_moments() -> None:
    # means ½, variance of each 0.02: Σ s(1 − s) = ½, Σ v = 0.04
    assert concentration(np.array([[0.6, 0.4], [0.4, 0.6]])) == pytest.approx(0.5 / 0.04 - 1)
    assert concentration(np.array([[0.6, 0.4], [0.6, 0.4]])) == TIGHTEST
    assert concentration(np.array([[0.6, 0.4]])) == TIGHTEST
