"""The score that goes with a figure of the context: a regression by hand, its interval and its residuals."""

from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from scipy import stats
from synthetic_index import framework_of

from index_pipeline import tables
from index_pipeline.analysis.expected import expected_scores
from index_pipeline.analysis.regression import least_squares

AREAS = [f"R{i:02d}" for i in range(12)]
INCOME = np.array([1.0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, np.nan])
SCORES = np.array([10.0, 30, 25, 41, 44, 60, 52, 58, 75, 63, 70, 50])


def found(income: np.ndarray, scores: np.ndarray, **context: Any) -> list[dict[str, Any]]:
    framework = framework_of({"a": 1.0}, context=[{"series": "income", "predictor": True, **context}])
    return expected_scores(
        scores_of(scores), figures({"income": income, "people": np.full(12, 2.0)}), framework
    ).to_pylist()


def scores_of(scores: np.ndarray) -> pa.Table:
    rows = [
        {
            "ref_area": area,
            "time_period": 2020,
            "component_id": "index",
            "score": score,
            "coverage": 1.0,
            "status": "scored",
        }
        for area, score in zip(AREAS, scores, strict=True)
    ]
    return tables.SCORES.conform(pa.Table.from_pylist(rows))


def figures(values: dict[str, np.ndarray]) -> pa.Table:
    return pa.table(
        {
            "series_id": [name for name in values for _ in AREAS],
            "ref_area": AREAS * len(values),
            "time_period": [2020] * len(values) * len(AREAS),
            "obs_value": [None if np.isnan(v) else float(v) for each in values.values() for v in each],
        }
    )


@pytest.mark.parametrize(("regions", "fitted"), [(10, True), (9, False)])
def test_ten_regions_are_enough_for_an_expected_score(regions: int, fitted: bool) -> None:
    income = np.where(np.arange(12) < regions, np.arange(1.0, 13), np.nan)
    assert bool(found(income, SCORES)) is fitted


def test_a_regression_of_what_does_not_vary_explains_nothing() -> None:
    design = np.column_stack([np.ones(31), np.arange(31.0)])

    fit = least_squares(np.full(31, 33.3), design)

    assert np.isnan(fit.r_squared)
    assert np.isnan(fit.p_values).all()


def test_the_line_its_interval_and_residuals_are_those_of_least_squares() -> None:
    x, y = np.log(INCOME[:11]), SCORES[:11]
    line = stats.linregress(x, y)
    spread = np.sqrt(((y - line.intercept - line.slope * x) ** 2).sum() / 9)
    half = stats.t.ppf(0.95, 9) * spread * np.sqrt(1 + 1 / 11 + (x - x.mean()) ** 2 / ((x - x.mean()) ** 2).sum())

    rows = found(INCOME, SCORES)

    assert [row["ref_area"] for row in rows] == AREAS[:11]  # the last one has no figure
    expected = line.intercept + line.slope * x
    np.testing.assert_allclose([row["expected_score"] for row in rows], expected, rtol=1e-12)
    np.testing.assert_allclose([row["residual"] for row in rows], y - expected, rtol=0, atol=1e-12)
    np.testing.assert_allclose([row["expected_p05"] for row in rows], expected - half, rtol=1e-10)
    np.testing.assert_allclose([row["expected_p95"] for row in rows], expected + half, rtol=1e-10)
    assert {row["n"] for row in rows} == {11}
    assert rows[0]["r_squared"] == pytest.approx(line.rvalue**2)


def test_a_ratio_is_a_predictor_too() -> None:
    title = {"zh": "人均", "en": "per head"}
    rows = found(INCOME, SCORES, over="people", multiplier=10, title=title)

    np.testing.assert_allclose([row["predictor"] for row in rows], INCOME[:11] / 2 * 10)
    plain = found(INCOME, SCORES)
    np.testing.assert_allclose([r["residual"] for r in rows], [r["residual"] for r in plain], atol=1e-12)


@pytest.mark.parametrize(
    "income",
    [
        pytest.param(np.full(12, 3.0), id="one value"),
        pytest.param(np.where(np.arange(12) < 9, INCOME, np.nan), id="nine regions"),
        pytest.param(-INCOME, id="not positive"),
    ],
)
def test_nothing_is_fitted_where_nothing_can_be(income: np.ndarray) -> None:
    assert found(income, SCORES) == []


def test_nothing_is_fitted_to_one_score() -> None:
    assert found(INCOME, np.full(12, 50.0)) == []


def test_without_a_predictor_there_is_no_table_of_expected_scores() -> None:
    framework = framework_of({"a": 1.0}, context=[{"series": "income"}])

    assert expected_scores(scores_of(SCORES), figures({"income": INCOME}), framework).num_rows == 0
