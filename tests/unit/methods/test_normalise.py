"""Normalisation: values to scores, better always up."""

import math

import pytest
import references
from example_index import example

from index_pipeline.kernel.errors import MethodError


def scores(values, normalisation, *, direction="higher_is_better", scale=(0.0, 100.0), **indicator):
    index = example(
        {"a": values},
        indicators={"a": {"direction": direction, **indicator}},
        normalisation=normalisation,
        scale=scale,
    )
    return index.normalised()


VECTOR = "vectors/vector.csv"
"""Twelve values with ties, a gap and a negative one, through every function of COINr."""


@pytest.mark.parametrize(
    ("column", "normalisation", "direction"),
    [
        ("minmax_0_100", {"method": "min_max", "scale": [0, 100]}, "higher_is_better"),
        ("minmax_1_100", {"method": "min_max", "scale": [1, 100]}, "higher_is_better"),
        ("minmax_dirneg", {"method": "min_max", "scale": [0, 100]}, "lower_is_better"),
        ("zscore", {"method": "z_score"}, "higher_is_better"),
        ("zscore_10_2", {"method": "z_score", "mean": 10, "standard_deviation": 2}, "higher_is_better"),
        ("rank_min", {"method": "rank"}, "higher_is_better"),
        ("rank_avg", {"method": "rank", "ties": "average"}, "higher_is_better"),
        ("borda", {"method": "borda"}, "higher_is_better"),
        ("prank", {"method": "percentile_rank"}, "higher_is_better"),
        ("prank_avg", {"method": "percentile_rank", "ties": "average"}, "higher_is_better"),
        ("dist2max", {"method": "distance_to_maximum"}, "higher_is_better"),
        ("dist2ref_8", {"method": "distance_to_reference", "ref_area": "R8"}, "higher_is_better"),
        ("dist2ref_8_cap", {"method": "distance_to_reference", "ref_area": "R8", "cap": True}, "higher_is_better"),
        ("dist2targ_7", {"method": "distance_to_target", "target": 7}, "higher_is_better"),
        ("dist2targ_7_cap", {"method": "distance_to_target", "target": 7, "cap": True}, "higher_is_better"),
        ("dist2targ_0_neg", {"method": "distance_to_target", "target": 0}, "lower_is_better"),
        ("dist2targ_0_neg_cap", {"method": "distance_to_target", "target": 0, "cap": True}, "lower_is_better"),
        ("fracmax", {"method": "fraction_of_maximum"}, "higher_is_better"),
        ("goalposts_0_6_100", {"method": "goalposts", "lower": 0, "upper": 6, "scale": [0, 100]}, "higher_is_better"),
        (
            "goalposts_0_6_100_neg",
            {"method": "goalposts", "lower": 0, "upper": 6, "scale": [0, 100]},
            "lower_is_better",
        ),
        (
            "goalposts_notrunc",
            {"method": "goalposts", "lower": 0, "upper": 6, "scale": [0, 100], "cap": False},
            "higher_is_better",
        ),
        ("scaled_0_10_f100", {"method": "scaled", "lower": 0, "upper": 10}, "higher_is_better"),
        ("scaled_0_10_f1", {"method": "scaled", "lower": 0, "upper": 10, "factor": 1}, "higher_is_better"),
    ],
)
def test_as_coinr(column, normalisation, direction):
    values = references.column(VECTOR, "x")

    found = scores(values, normalisation, direction=direction, scale=(0.0, 1.0))

    for value, expected in zip(found, references.column(VECTOR, column), strict=True):
        assert value == (None if expected is None else pytest.approx(expected, rel=1e-12, abs=1e-12))


@pytest.mark.parametrize("treatment", [{"method": "log_range"}, {"method": "box_cox", "exponent": "fitted"}])
def test_a_target_is_transformed_as_the_values_of_each_year(treatment):
    values = {2020: [1.0, 2, 4, 7], 2021: [1.0, 3, 9, 11]}
    index = example(
        {"a": values},
        normalisation={"method": "target_ratio", "target": 20.0},
        treatment=treatment | {"fitted_on": "year"},
    )

    assert len(set(index.built.goalposts["time_period"].to_pylist())) == 2


@pytest.mark.parametrize(
    ("normalisation", "direction", "expected"),
    [
        pytest.param({"method": "min_max"}, "higher_is_better", [50, 0, 100, 25], id="worked example a"),
        pytest.param({"method": "min_max"}, "lower_is_better", [50, 100, 0, 75], id="lower is better"),
        pytest.param({"method": "rank", "ties": "max"}, "lower_is_better", [2, 4, 1, 3], id="rank, lower is better"),
        pytest.param({"method": "fraction_of_maximum"}, "lower_is_better", [100 / 3, 200 / 3, 0, 50], id="reflected"),
        pytest.param(
            {"method": "target_ratio", "target": 2}, "higher_is_better", [100, 50, 100, 75], id="capped ratio"
        ),
        pytest.param(
            {"method": "target_ratio", "target": 2, "cap": False},
            "lower_is_better",
            [100, 200, 200 / 3, 400 / 3],
            id="ratio",
        ),
        pytest.param({"method": "efficacy_coefficient"}, "higher_is_better", [80, 60, 100, 70], id="功效系数 fitted"),
        pytest.param(
            {"method": "scaled", "lower": 1, "upper": 2, "factor": 10},
            "lower_is_better",
            [-30, -20, -40, -25],
            id="scaled, of −x",
        ),
        pytest.param(
            {"method": "centred_range", "reference": 1.5},
            "higher_is_better",
            [115, 85, 145, 100],
            id="centre scores 100",
        ),
        pytest.param(
            {"method": "centred_range", "reference": 1.5},
            "lower_is_better",
            [85, 115, 55, 100],
            id="centre, lower is better",
        ),
    ],
)
def test_by_hand(normalisation, direction, expected):
    assert scores([2, 1, 3, 1.5], normalisation, direction=direction) == pytest.approx(expected, rel=1e-14)


def test_vector_normalisation_of_a_cost_is_reflected():
    length = math.sqrt(4 + 1 + 9 + 2.25)

    assert scores([2, 1, 3, 1.5], {"method": "vector"}, scale=(0, 1)) == pytest.approx(
        [2 / length, 1 / length, 3 / length, 1.5 / length]
    )
    assert scores([2, 1, 3, 1.5], {"method": "vector"}, direction="lower_is_better", scale=(0, 1))[2] == pytest.approx(
        1 - 3 / length
    )


def test_z_scores_divide_by_the_deviation_with_n_minus_1():
    expected = [(x - 1.875) / math.sqrt(2.1875 / 3) for x in (2, 1, 3, 1.5)]

    assert scores([2, 1, 3, 1.5], {"method": "z_score"}) == pytest.approx(expected, rel=1e-14)
    assert expected == pytest.approx([0.146, -1.025, 1.317, -0.439], abs=5e-4)
    turned = scores([2, 1, 3, 1.5], {"method": "z_score"}, direction="lower_is_better")
    assert turned == pytest.approx([-z for z in expected], rel=1e-14)


@pytest.mark.parametrize(
    ("direction", "satisfactory", "unacceptable", "value", "score"),
    [
        pytest.param("higher_is_better", 12, 6, 5.81, 58.7333, id="worked example"),
        pytest.param("lower_is_better", 6, 12, 9, 80, id="of a bad thing"),
        pytest.param("higher_is_better", 12, 6, 15, 120, id="not capped"),
    ],
)
def test_efficacy_coefficient_with_given_values(direction, satisfactory, unacceptable, value, score):
    method = {"method": "efficacy_coefficient", "satisfactory": satisfactory, "unacceptable": unacceptable}

    assert scores([value, 7.0], method, direction=direction)[0] == pytest.approx(score, abs=5e-5)


def test_efficacy_coefficient_capped_stays_within_the_scale():
    method = {"method": "efficacy_coefficient", "satisfactory": 12, "unacceptable": 6, "cap": True}

    assert scores([5.81, 15.0, 9.0], method) == [60, 100, 80]


def panel(normalisation, direction="higher_is_better", **definition):
    """Four regions in two years; the worked example of a score relative to a base year."""
    return example(
        {"a": {2020: [1, 3, 2, 2.5], 2021: [3.6, 0.8, 2, None]}},
        indicators={"a": {"direction": direction}},
        normalisation=normalisation,
        **definition,
    )


def test_scores_relative_to_the_reference_period_may_leave_the_scale():
    index = panel({"method": "min_max"}, reference_period={"first": 2020, "last": 2020})

    assert index.normalised(year=2020) == [0, 100, 50, 75]
    assert index.normalised(year=2021) == [pytest.approx(130), pytest.approx(-10), 50, None]


def test_scores_over_the_panel_and_by_year():
    over_panel = panel({"method": "min_max", "fitted_on": "panel"}, reference_period={"first": 2020, "last": 2020})
    by_year = panel({"method": "min_max", "fitted_on": "year"})

    assert over_panel.normalised(year=2021)[:2] == [100, 0]
    assert by_year.normalised(year=2020) == [0, 100, 50, 75]
    assert by_year.normalised(year=2021) == [100, 0, pytest.approx(1.2 / 2.8 * 100), None]


@pytest.mark.parametrize(
    ("ties", "in_2020", "in_2021"),
    [("min", [1, 4, 2, 3], [5, 1, 2]), ("max", [1, 4, 2, 3], [5, 1, 2]), ("average", [1, 4, 2, 3], [5, 1, 2])],
)
def test_a_later_value_takes_the_rank_that_it_would_have_in_the_reference_period(ties, in_2020, in_2021):
    index = panel({"method": "rank", "ties": ties}, reference_period={"first": 2020, "last": 2020})

    assert index.normalised(year=2020) == in_2020
    assert index.normalised(year=2021)[:3] == in_2021


def test_ranks_by_year_and_over_the_panel():
    assert panel({"method": "rank", "fitted_on": "year"}).normalised(year=2021) == [3, 1, 2, None]
    assert panel({"method": "rank", "ties": "average"}).normalised(year=2021) == [7, 1, 3.5, None]


@pytest.mark.parametrize(
    ("direction", "expected"),
    [("higher_is_better", [360, 80 / 3, 100, None]), ("lower_is_better", [100 / 3.6, 375, 100, None])],
)
def test_index_to_base_year(direction, expected):
    index = panel({"method": "index_to_base"}, direction)

    assert index.normalised(year=2020) == [100, 100, 100, 100]
    assert index.normalised(year=2021) == [e if e is None else pytest.approx(e) for e in expected]


def test_a_region_without_a_value_in_the_base_year_has_no_index():
    index = example({"a": {2020: [1, None], 2021: [2, 2]}}, normalisation={"method": "index_to_base"})

    assert index.normalised(year=2021) == [200, None]


@pytest.mark.parametrize(
    ("values", "direction", "message"),
    [
        pytest.param(
            {2020: [0, 1], 2021: [2, 2]}, "higher_is_better", "region R1, 2020: 0 cannot be the base", id="zero base"
        ),
        pytest.param(
            {2020: [1, 1], 2021: [0, 2]}, "lower_is_better", "region R1, 2021: the value is 0", id="over zero"
        ),
    ],
)
def test_index_to_base_refuses_zeros(values, direction, message):
    index = example(
        {"a": values},
        indicators={"a": {"direction": direction}},
        normalisation={"method": "index_to_base", "year": 2020},
    )

    with pytest.raises(MethodError, match=message):
        _ = index.built


def test_given_values_pass_through_the_transform_of_the_indicator():
    index = example(
        {"a": [1, 10, 100]},
        indicators={"a": {"target": 1000}},
        treatment={"method": "log"},
        normalisation={"method": "distance_to_target"},
    )

    assert index.normalised() == pytest.approx([0, 100 / 3, 200 / 3])


def test_an_indicator_may_have_a_normalisation_and_scale_of_its_own():
    index = example(
        {"a": [2, 1, 3], "b": [2, 1, 3]},
        indicators={"b": {"normalisation": {"method": "min_max", "scale": [1, 10]}}},
    )

    assert index.normalised("a") == [50, 0, 100]
    assert index.normalised("b") == [5.5, 1, 10]


def test_the_mean_of_the_first_year_is_the_centre_of_the_adjusted_range():
    index = panel({"method": "centred_range", "fitted_on": "panel"})
    centre, half = 2.125, (3.6 - 0.8) / 2

    assert index.normalised(year=2021)[0] == pytest.approx(70 + 60 * (3.6 - (centre - half)) / (2 * half))


def test_each_indicator_is_fitted_on_the_years_that_it_has_itself():
    """The reference of a is R2 in 2021, that of b R2 in 2020: b has no figure in 2021."""
    index = example(
        {"a": {2020: [5.0, 6, 7], 2021: [6.0, 7, 9]}, "b": {2020: [1.0, 4, 2], 2021: [None, None, None]}},
        normalisation={"method": "distance_to_reference", "ref_area": "R2", "fitted_on": "panel"},
    )

    assert index.normalised("a", 2020) == [0, 50, 100]
    assert index.normalised("b", 2020) == [0, 100, pytest.approx(100 / 3)]
    years = {row["indicator_id"]: (row["first_year"], row["last_year"]) for row in index.built.goalposts.to_pylist()}
    assert years == {"a": (2020, 2021), "b": (2020, 2020)}


def test_a_reference_that_is_too_far_away_for_a_range_is_refused():
    """From 1e20 the range of 3 cannot be told: every region would score 100."""
    with pytest.raises(MethodError, match="its goalposts 1e\\+20 and 1e\\+20 are equal up to rounding"):
        example({"a": [1.0, 2, 4]}, normalisation={"method": "centred_range", "reference": 1e20}).scores()
