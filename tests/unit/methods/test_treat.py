"""Treatment: outliers capped, skewed values transformed, and what was changed."""

import math

import numpy as np
import pytest
import references
from example_index import example
from hypothesis import given
from hypothesis import strategies as st

from index_pipeline.kernel.errors import MethodError
from index_pipeline.kernel.moments import skew_and_kurtosis, winsorise

FOLDER = "vectors/"


def treated(values, treatment):
    index = example({"a": values}, treatment=treatment, normalisation={"method": "rank"})
    return index.column("treated", "a", value="obs_value"), index.built.treatments.to_pylist()[0], index


@pytest.mark.parametrize(
    ("file", "column", "treatment"),
    [
        ("winsorise.csv", "wins5", {"method": "winsorise", "points": 5}),
        ("winsorise.csv", "wins1", {"method": "winsorise", "points": 1}),
        ("winsorise_ties.csv", "wins3", {"method": "winsorise", "points": 3}),
    ],
)
def test_winsorise_as_coinr(file, column, treatment):
    found, _, _ = treated(references.column(FOLDER + file, "x"), treatment)

    assert found == references.column(FOLDER + file, column)


@pytest.mark.parametrize(
    ("column", "treatment"),
    [
        ("log_CT", {"method": "log_range"}),
        ("log_CT_plus", {"method": "log_range", "mirrored": True}),
        ("log_CT_orig", {"method": "log", "offset": 1, "from_minimum": True}),
        ("boxcox_0", {"method": "box_cox", "exponent": 0, "offset": 1, "from_minimum": True}),
        ("boxcox_05", {"method": "box_cox", "exponent": 0.5, "offset": 1, "from_minimum": True}),
    ],
)
def test_transforms_as_coinr(column, treatment):
    file = FOLDER + "vector.csv"
    found, _, _ = treated(references.column(file, "x"), treatment)

    for value, expected in zip(found, references.column(file, column), strict=True):
        assert value == (None if expected is None else pytest.approx(expected, rel=1e-13, abs=1e-13))


def test_skew_and_kurtosis_as_coinr():
    vectors = {
        "x": references.column(FOLDER + "vector.csv", "x"),
        "y": references.column(FOLDER + "winsorise.csv", "x"),
        "yt": references.column(FOLDER + "winsorise_ties.csv", "x"),
    }
    for row in references.rows(FOLDER + "skew_kurt.csv"):
        x = np.array([v for v in vectors.pop(row["vector"]) if v is not None])
        skew, kurtosis = skew_and_kurtosis(x[None])
        assert skew[0] == pytest.approx(float(row["skew"]), rel=1e-12)
        assert kurtosis[0] == pytest.approx(float(row["kurt"]), rel=1e-12)
    assert not vectors


def test_one_extreme_value_is_moved_to_the_next():
    values = [1, 2, 2, 3, 3, 4, 4, 5, 5, 60]
    found, row, index = treated(values, {"method": "winsorise", "points": 2})

    assert found == [1, 2, 2, 3, 3, 4, 4, 5, 5, 5]
    assert (row["method"], row["upper"], row["points"]) == ("winsorise", 5, 1)
    assert row["skew_before"] == pytest.approx(3.13, abs=5e-3)
    assert row["kurtosis_before"] == pytest.approx(9.85, abs=5e-3)
    assert row["skew_after"] == pytest.approx(-0.32, abs=5e-3)
    assert [p["ref_area"] for p in index.built.treated_points.to_pylist()] == ["R10"]
    assert index.built.treated_points.to_pylist()[0]["treatment"] == "winsorised_high"


def test_where_points_do_not_suffice_the_values_as_they_were_are_transformed():
    values = [*range(1, 21), 500, 6000]
    found, row, _ = treated(
        values, {"method": "winsorise_else", "points": 1, "otherwise": {"method": "log", "offset": 1}}
    )

    assert found == pytest.approx([math.log(x + 1) for x in values])
    assert (row["method"], row["upper"], row["points"]) == ("log", None, 0)


def test_combined_treatment_transforms_the_winsorised_values():
    values = [*range(1, 21), 500, 6000]
    treatment = {"method": "winsorise_else", "points": 1, "combined": True, "otherwise": {"method": "log"}}
    found, row, _ = treated(values, treatment)

    assert found == pytest.approx([math.log(min(x, 500)) for x in values])
    assert (row["upper"], row["points"]) == (500, 1)


def test_winsorising_always_moves_points_whatever_the_skew():
    found, row, _ = treated([1, 2, 3, 4, 5, 7], {"method": "winsorise", "points": 1, "always": True})

    assert found == [1, 2, 3, 4, 5, 5]
    assert row["points"] == 1


def test_winsorising_without_a_limit_goes_on_until_a_limit_is_met():
    found, row, _ = treated([*range(1, 31), 500, 600, 700], {"method": "winsorise", "points": None})

    assert row["points"] == 3
    assert found[-3:] == [30, 30, 30]


def test_low_outliers_are_moved_up():
    values = [-60, 1, 2, 3, 3, 4, 4, 5, 5, 6]
    found, row, index = treated(values, {"method": "winsorise"})

    assert found[0] == 1
    assert (row["lower"], row["upper"]) == (1, None)
    assert index.built.treated_points.to_pylist()[0]["treatment"] == "winsorised_low"


@pytest.mark.parametrize(
    ("treatment", "expected"),
    [
        ({"method": "none"}, [0, 1, 4]),
        ({"method": "square_root"}, [0, 1, 2]),
        ({"method": "log", "offset": 1}, [0, math.log(2), math.log(5)]),
        ({"method": "box_cox", "exponent": 2, "offset": 1}, [0, 1.5, 12]),
    ],
)
def test_transforms_by_hand(treatment, expected):
    assert treated([0, 1, 4], treatment)[0] == pytest.approx(expected)


def test_a_negatively_skewed_indicator_is_mirrored():
    found, row, _ = treated([0, 8, 9, 10], {"method": "log_range", "mirrored": True})

    assert row["transform"] == "mirrored_log"
    assert found == pytest.approx([-math.log(10.1 - x) for x in (0, 8, 9, 10)])


def test_the_fitted_exponent_is_likeliest():
    values = [1.0, 2, 3, 5, 8, 13, 21, 34]
    _, row, _ = treated(values, {"method": "box_cox", "exponent": "fitted"})

    def likelihood(exponent):
        y = (np.array(values) ** exponent - 1) / exponent
        return -len(y) / 2 * np.log(y.var()) + (exponent - 1) * np.log(values).sum()

    best = max(np.linspace(-2, 2, 4001) + 1e-9, key=likelihood)
    assert row["exponent"] == pytest.approx(best, abs=2e-3)


def test_limits_are_fitted_on_the_reference_period_and_hold_later():
    values = {2020: [1, 2, 2, 3, 3, 4, 4, 5, 5, 60], 2021: [1, 2, 2, 3, 3, 4, 4, 5, 8, 9]}
    index = example({"a": values}, treatment={"method": "winsorise"}, reference_period={"first": 2020, "last": 2020})

    assert index.column("treated", "a", 2021, "obs_value") == [1, 2, 2, 3, 3, 4, 4, 5, 5, 5]
    assert index.column("treated", "a", 2021, "capped")[-2:] == [True, True]


def test_treatment_by_year_knows_only_its_year():
    values = {2020: [1, 2, 2, 3, 3, 4, 4, 5, 5, 60], 2021: [1, 2, 2, 3, 3, 4, 4, 5, 8, 9]}
    index = example({"a": values}, treatment={"method": "winsorise", "fitted_on": "year"})

    assert index.column("treated", "a", 2020, "obs_value")[-1] == 5
    assert index.column("treated", "a", 2021, "obs_value") == values[2021]
    assert [(r["time_period"], r["method"]) for r in index.built.treatments.to_pylist()] == [
        (2020, "winsorise"),
        (2021, "none"),
    ]


@pytest.mark.parametrize(
    ("treatment", "message"),
    [
        (
            {"method": "log"},
            "indicator a, region R1, 2020: the value -1 is outside .*: choose another treatment, or a greater offset",
        ),
        (
            {"method": "square_root"},
            "indicator a, region R1, 2020: the value -1 is outside .*: choose another treatment, or a greater offset",
        ),
        ({"method": "box_cox", "exponent": "fitted"}, "indicator a: the exponent of Box-Cox"),
    ],
)
def test_a_value_outside_the_domain_of_a_transform_is_named(treatment, message):
    with pytest.raises(MethodError, match=message):
        treated([-1, 1, 2], treatment)


@pytest.mark.parametrize("values", [[1.0, 1.0, 1.0, 1.0, 1.0], [1.0, 100.0], [1.0]])
def test_values_without_skew_are_left_as_they_are(values):
    assert winsorise(np.array([values]), 5, 2.0, 3.5).moved.tolist() == [0]


@given(st.lists(st.integers(-50, 50), min_size=5, max_size=30), st.integers(1, 5))
def test_winsorising_keeps_the_order_of_values(values, points):
    x = np.array(values, float)
    caps = winsorise(x[None], points, 2.0, 3.5)
    y = np.clip(x, caps.lower, caps.upper)

    order = np.argsort(x, kind="stable")
    assert (np.diff(y[order]) >= 0).all()
    assert caps.moved[0] == (x != y).sum()
    assert y.min() >= x.min()
    assert y.max() <= x.max()
