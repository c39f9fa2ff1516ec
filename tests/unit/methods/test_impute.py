"""Imputation: which gaps are filled, by what, and which never are."""

from typing import Any

import numpy as np
import pytest
import references
from example_index import example
from scipy.optimize import minimize

from index_pipeline.kernel.errors import MethodError
from index_pipeline.kernel.expectation import NoConvergenceError, expected_values

VECTOR = "vectors/vector.csv"


def filled(values, *steps, indicator="a", year=2020, **more):
    """Values of an indicator after imputation by `steps`; another indicator is known everywhere."""
    by_year = values if isinstance(values, dict) else {2020: values}
    known = {t: [float(n + t) for n in range(len(v))] for t, v in by_year.items()}
    index = example({"a": by_year, "known": known}, imputation=list(steps), **more)
    return index.column("imputed", indicator, year, "obs_value"), index


@pytest.mark.parametrize(
    ("column", "step"),
    [
        ("i_mean", {"method": "mean"}),
        ("i_median", {"method": "median"}),
        ("i_mean_grp", {"method": "mean", "by": "zone"}),
        ("i_median_grp", {"method": "median", "by": "zone"}),
    ],
)
def test_as_coinr(column, step):
    groups = [row["group"] for row in references.rows(VECTOR)]
    found, _ = filled(references.column(VECTOR, "x"), step, groups=groups)

    assert found == pytest.approx(references.column(VECTOR, column), rel=1e-15)


YEARS = {2018: [10, 1], 2019: [None, None], 2020: [None, None], 2021: [16, None]}


@pytest.mark.parametrize(
    ("step", "year", "expected", "status"),
    [
        pytest.param({"method": "interpolate"}, 2019, [12, None], ["I", "M"], id="a third of the way"),
        pytest.param({"method": "interpolate"}, 2020, [14, None], ["I", "M"], id="two thirds of the way"),
        pytest.param({"method": "carry", "limit": 1}, 2019, [10, 1], ["C", "C"], id="carried"),
        pytest.param({"method": "carry", "limit": 1}, 2020, [None, None], ["M", "M"], id="not beyond the limit"),
        pytest.param({"method": "carry", "limit": 2}, 2021, [16, None], ["A", "M"], id="not three years"),
        pytest.param(
            {"method": "carry", "limit": 1, "direction": "backward"}, 2020, [16, None], ["C", "M"], id="backward"
        ),
    ],
)
def test_from_a_regions_own_figures(step, year, expected, status):
    found, index = filled(YEARS, step, year=year)

    assert found == [e if e is None else pytest.approx(e) for e in expected]
    assert index.column("imputed", "a", year, "obs_status") == status


@pytest.mark.parametrize("step", [{"method": "interpolate"}, {"method": "carry", "limit": 9}])
def test_never_across_a_break_of_definition(step):
    found, _ = filled(YEARS, step, year=2020, indicators={"a": {"breaks": [2020]}})

    assert found == [None, None]


def test_steps_follow_one_another():
    steps = [{"method": "interpolate"}, {"method": "carry", "limit": 1}, {"method": "mean"}]
    _, index = filled(YEARS, *steps)

    assert index.column("imputed", "a", 2019, "filled_by") == ["interpolate", "carry"]
    assert index.column("imputed", "a", 2020, "filled_by") == ["interpolate", "mean"]
    assert index.column("imputed", "a", 2020, "obs_value") == [14, 14]


def test_what_was_filled_from_others_is_not_carried_on():
    values = {2019: [4, 6, None], 2020: [None, None, None]}
    found, _ = filled(values, {"method": "mean"}, {"method": "carry"}, year=2020)

    assert found == [4, 6, None]


def test_a_region_without_a_group_is_not_filled_by_group():
    found, _ = filled([1, None, 3, None], {"method": "mean", "by": "zone"}, groups=["x", "x", "", ""])

    assert found == [1, 1, 3, None]


def test_a_group_without_figures_stays_missing():
    found, _ = filled([1, 2, None, None], {"method": "mean", "by": "zone"}, groups=["x", "x", "y", "y"])

    assert found == [1, 2, None, None]


@pytest.mark.parametrize(
    "step", [{"method": "mean"}, {"method": "profile"}, {"method": "expectation_maximisation", "ridge": 0.1}]
)
def test_a_region_without_any_figure_is_not_filled_from_others(step):
    index = example({"a": [1, 2, 4, None], "b": [3, None, 1, None]}, imputation=[step])

    assert index.column("imputed", "a", value="obs_value") == [1, 2, 4, None]
    assert index.column("imputed", "b", value="obs_value")[3] is None
    assert index.column("imputed", "b", value="obs_value")[1] is not None
    assert index.column("scores", "index", value="status")[3] == "insufficient_coverage"


def test_an_indicator_without_any_figure_in_a_year_stays_missing_and_is_told():
    found, index = filled({2019: [1, 2, 3], 2020: [None, None, None]}, {"method": "mean"})

    assert found == [None, None, None]
    assert "indicator a, 2020: no assessed region has a value; it takes no part in the year" in [
        row["message"] for row in index.built.notices.to_pylist()
    ]
    assert index.column("scores", "index", value="coverage") == [0.5, 0.5, 0.5]


def test_years_left_out_by_screening_are_not_filled():
    index = example(
        {"a": [1, None, 3], "b": [1, 2, 3]}, imputation=[{"method": "mean"}], screening={"leave_out": {"R2": "test"}}
    )

    assert index.column("imputed", "a", value="obs_value") == [1, None, 3]
    assert index.column("imputed", "b", value="obs_value") == [1, None, 3]


def test_profile_is_the_mean_position_over_the_other_indicators():
    index = example(
        {"a": [0, 10, None], "b": [0, 4, 1], "c": [8, 0, 2]},
        indicators={"c": {"direction": "lower_is_better"}},
        imputation=[{"method": "profile"}],
    )

    assert index.column("imputed", "a", value="obs_value")[2] == pytest.approx(10 * (0.25 + 0.75) / 2)


def test_profile_of_a_lower_is_better_indicator_turns_back():
    index = example(
        {"a": [0, 10, None], "b": [0, 4, 1]},
        indicators={"a": {"direction": "lower_is_better"}},
        imputation=[{"method": "profile", "statistic": "median"}],
    )

    assert index.column("imputed", "a", value="obs_value")[2] == pytest.approx(7.5)


def test_expected_values_with_one_indicator_complete_are_those_of_regression():
    x = np.array([1.0, 2, 3, 4, 5, 6, 7])
    y = np.array([2.1, 3.9, 6.2, 7.8, 10.1, np.nan, np.nan])
    slope, intercept = np.polyfit(x[:5], y[:5], 1)

    found = expected_values(np.stack([x, y], axis=1), 0.0, 1e-12, 10_000)

    assert found[5:, 1] == pytest.approx(intercept + slope * x[5:], rel=1e-8)
    assert (found[:5, 1] == y[:5]).all()


def test_expected_values_are_those_of_the_likeliest_normal():
    rng = np.random.default_rng(20161230)
    x = rng.normal(size=(25, 2)) @ np.array([[1.0, 0.8], [0.0, 0.6]])
    x[:4, 0], x[4:9, 1] = np.nan, np.nan

    def normal(p):
        root = np.array([[np.exp(p[2]), 0.0], [p[3], np.exp(p[4])]])
        return p[:2], root @ root.T

    def surprise(p):
        mean, covariance = normal(p)
        total = 0.0
        for row in x:
            o = ~np.isnan(row)
            part = covariance[np.ix_(o, o)]
            d = row[o] - mean[o]
            total += np.log(np.linalg.det(part)) + d @ np.linalg.solve(part, d)
        return total

    mean, c = normal(minimize(surprise, np.zeros(5), method="BFGS", options={"gtol": 1e-9}).x)
    found = expected_values(x, 0.0, 1e-12, 10_000)

    assert found[:4, 0] == pytest.approx(mean[0] + c[0, 1] / c[1, 1] * (x[:4, 1] - mean[1]), abs=1e-6)
    assert found[4:9, 1] == pytest.approx(mean[1] + c[0, 1] / c[0, 0] * (x[4:9, 0] - mean[0]), abs=1e-6)
    assert (found[9:] == x[9:]).all()


def test_expected_values_do_not_depend_on_units():
    rng = np.random.default_rng(7)
    x = rng.normal(size=(20, 3))
    x[:4, 0] = np.nan
    units, offsets = np.array([1e6, 1e-3, 1.0]), np.array([5e6, 0.0, -3.0])

    found = expected_values(x * units + offsets, 0.0, 1e-12, 10_000)

    assert found == pytest.approx(expected_values(x, 0.0, 1e-12, 10_000) * units + offsets, rel=1e-9)


def test_expectation_maximisation_fills_and_flags():
    values: dict[str, Any] = {"a": [1.0, 2, 3, 4, None], "b": [2.0, 4.1, 5.9, 8, 10]}
    index = example(values, imputation=[{"method": "expectation_maximisation"}])
    slope, intercept = np.polyfit(values["b"][:4], values["a"][:4], 1)

    assert index.column("imputed", "a", value="obs_value")[4] == pytest.approx(intercept + slope * 10, rel=1e-7)
    assert index.column("imputed", "a", value="obs_status")[4] == "E"
    assert index.column("imputed", "a", value="filled_by")[4] == "expectation_maximisation"


def test_pooled_expectation_maximisation_does_not_look_across_a_break():
    before, after = [1.0, 2.0, 3.0, 4.0], [100.0, 200.0, None, 400.0]
    values: dict[str, Any] = {"a": {2019: before, 2020: after}, "b": {2019: before, 2020: [1.0, 2.0, 3.0, 4.5]}}
    step = {"method": "expectation_maximisation", "sample": "panel"}

    pooled = example(values, imputation=[step], indicators={"a": {"breaks": [2020]}})
    alone = example({k: {2020: v[2020]} for k, v in values.items()}, imputation=[step])

    assert pooled.column("imputed", "a", 2020, "obs_value") == alone.column("imputed", "a", 2020, "obs_value")


def test_more_indicators_than_regions_need_a_ridge():
    wide = np.array([[1.0, 5.0, np.nan], [2.0, 3.0, 4.0], [0.0, 1.0, 5.0]])

    with pytest.raises(NoConvergenceError, match="3 rows do not determine a normal of 3"):
        expected_values(wide, 0.0, 1e-9, 100)
    assert not np.isnan(expected_values(wide, 0.5, 1e-9, 1000)).any()


def test_no_result_of_expectation_maximisation_names_indicators_and_year():
    values: dict[str, Any] = {"a": [1.0, 2, None], "b": [2.0, 1, 3], "c": [1.0, 3, 2]}

    with pytest.raises(MethodError, match=r"indicators a, b, c, 2020: 3 rows do not determine a normal of 3"):
        _ = example(values, imputation=[{"method": "expectation_maximisation"}]).built
