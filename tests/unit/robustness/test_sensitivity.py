"""Sobol indices: known functions, other implementations, and an index in which one assumption matters."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from scipy.stats import qmc
from scipy.stats import sobol_indices as scipy_indices
from synthetic_index import framework_of, indicator_table, inputs_of

from index_pipeline.framework.framework import Framework
from index_pipeline.kernel.errors import MethodError
from index_pipeline.robustness.figures import Inputs
from index_pipeline.robustness.model import model_of
from index_pipeline.robustness.sensitivity import sensitivity
from index_pipeline.robustness.sobol import bootstrap, sobol_indices

Function = Callable[[np.ndarray], np.ndarray]


def _design(
    function: Callable[[np.ndarray], np.ndarray], bounds: list[tuple[float, float]], samples: int
) -> np.ndarray:
    """Evaluate a function on rows A, B, AB_1 … AB_d."""
    d = len(bounds)
    unit = qmc.Sobol(2 * d, rng=np.random.default_rng(1)).random(samples)
    low, high = np.array(bounds).T
    a, b = low + (high - low) * unit[:, :d], low + (high - low) * unit[:, d:]
    mixed = []
    for i in range(d):
        mixed.append(a.copy())
        mixed[-1][:, i] = b[:, i]
    return np.concatenate([function(x) for x in (a, b, *mixed)])


def _linear(x: np.ndarray) -> np.ndarray:
    return 2 * x[:, 0] + x[:, 1]


def _ishigami(x: np.ndarray) -> np.ndarray:
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def test_worked_example_two_x1_and_x2() -> None:
    found = sobol_indices(_design(_linear, [(0, 1)] * 2, 2**14)[:, None] - 1.5, 2)
    assert found.first_order[:, 0] == pytest.approx([0.8, 0.2], abs=2e-3)
    assert found.total[:, 0] == pytest.approx([0.8, 0.2], abs=2e-3)


def test_ishigami_function() -> None:
    found = sobol_indices(_design(_ishigami, [(-np.pi, np.pi)] * 3, 2**14)[:, None] - 3.5, 3)
    assert found.first_order[:, 0] == pytest.approx([0.3139, 0.4424, 0.0], abs=0.01)
    assert found.total[:, 0] == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.01)


def test_estimators_by_hand() -> None:
    y = np.array([1.0, 4.0, 2.0, 6.0, 3.0, 5.0])  # A = (1, 4), B = (2, 6), AB_1 = (3, 5)
    variance = np.var([1.0, 4.0, 2.0, 6.0], ddof=1)
    found = sobol_indices(y[:, None], 1)
    assert found.first_order[0, 0] == pytest.approx((2 * (3 - 1) + 6 * (5 - 4)) / 2 / variance)
    assert found.total[0, 0] == pytest.approx(((1 - 3) ** 2 + (4 - 5) ** 2) / (2 * 2) / variance)


def test_scipy_agrees_but_for_the_divisor_of_the_variance() -> None:
    y = _design(_ishigami, [(-np.pi, np.pi)] * 3, 256)
    centred = y - y[:512].mean()
    a, b, mixed = centred[:256][None], centred[256:512][None], centred[512:].reshape(3, 1, 256)
    theirs = scipy_indices(func={"f_A": a, "f_B": b, "f_AB": mixed}, n=256)
    ours = sobol_indices(centred[:, None], 3)
    divisor = 511 / 512
    assert ours.first_order[:, 0] == pytest.approx(np.ravel(theirs.first_order) * divisor, rel=1e-9)
    assert ours.total[:, 0] == pytest.approx(np.ravel(theirs.total_order) * divisor, rel=1e-9)


def test_bootstrap_surrounds_the_estimate_and_narrows() -> None:
    widths = []
    for samples in (128, 2048):
        y = _design(_linear, [(0, 1)] * 2, samples)[:, None] - 1.5
        low, high = np.quantile(bootstrap(y, 2, 300, seed=1).total[:, :, 0], [0.05, 0.95], axis=0)
        assert (low < sobol_indices(y, 2).total[:, 0]).all()
        assert (high > sobol_indices(y, 2).total[:, 0]).all()
        widths.append((high - low).max())
    assert widths[1] < widths[0] / 2


def test_an_output_that_does_not_vary_has_no_indices() -> None:
    assert np.isnan(sobol_indices(np.ones((12, 1)), 1).total).all()


INDEX = {"p": {"a": 1.0, "b": 1.0}, "q": {"c": 1.0, "d": 1.0}}


def _index(**robustness: Any) -> tuple[Inputs, Framework]:
    values = np.random.default_rng(2).lognormal(sigma=1.5, size=(4, 1, 10))
    framework = framework_of(INDEX, robustness={"sensitivity": {"samples": 64, "resamples": 50}, **robustness})
    return inputs_of(indicator_table(values, "abcd", [2020]), framework), framework


def test_the_assumption_that_matters_explains_the_shift() -> None:
    weights = [{"method": "range", "range": 0.001}]
    inputs, framework = _index(weights=weights, normalisation=[{"method": "percentile_rank"}])

    rows = sensitivity(model_of(inputs, framework)).to_pylist()

    shift = {row["factor"]: row for row in rows if row["output"] == "mean_absolute_rank_shift"}
    assert list(shift) == ["weights_level_1", "weights_level_2", "normalisation"]
    assert shift["normalisation"]["total"] == pytest.approx(1.0, abs=0.1)
    assert shift["weights_level_2"]["total"] == pytest.approx(0.0, abs=0.05)
    assert shift["normalisation"]["total_p05"] <= shift["normalisation"]["total"] <= shift["normalisation"]["total_p95"]
    assert {row["ref_area"] for row in rows if row["output"] == "rank"} == {f"R{i:02d}" for i in range(10)}


def test_the_same_design_is_drawn_in_each_run() -> None:
    inputs, framework = _index()
    assert sensitivity(model_of(inputs, framework)) == sensitivity(model_of(inputs, framework))


def test_a_given_design_is_analysed_in_its_own_order() -> None:
    inputs, framework = _index(normalisation=[{"method": "rank"}])
    a, b = ([1, 1, 2, 2], [1.0, 2.0, 1.0, 3.0]), ([2, 1, 1, 2], [4.0, 1.0, 2.0, 1.0])
    design = pa.table({"normalisation": [*a[0], *b[0], *b[0], *a[0]], "p": [*a[1], *b[1], *a[1], *b[1]]})

    rows = sensitivity(model_of(inputs, framework), design, ("normalisation", "weight of p")).to_pylist()

    assert {row["factor"] for row in rows} == {"normalisation", "weight of p"}
    with pytest.raises(MethodError, match=r"16 rows are not N × \(d \+ 2\)"):
        sensitivity(model_of(inputs, framework), design, ("normalisation",))


def test_where_nothing_varies_the_table_is_empty() -> None:
    inputs, framework = _index(weights=[])
    assert sensitivity(model_of(inputs, framework)).num_rows == 0


def test_one_indicator_has_no_weight_that_could_vary() -> None:
    framework = framework_of({"a": 1.0})
    inputs = inputs_of(indicator_table(np.arange(5.0).reshape(1, 1, 5), "a", [2020]), framework)
    assert sensitivity(model_of(inputs, framework)).num_rows == 0
