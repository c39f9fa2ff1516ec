"""Filled values are as far off as regions move: a walk that is tied to what was observed."""

from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from synthetic_index import framework_of, indicator_table, inputs_of

from index_pipeline.framework.robustness import Robustness
from index_pipeline.robustness.draws import nominal
from index_pipeline.robustness.fills import Fill, disturbed, fill_of
from index_pipeline.robustness.model import Model, model_of
from index_pipeline.robustness.replicates import scores_of
from index_pipeline.robustness.uncertainty import uncertainty

WALK = np.array([1.0, 2.0, 4.0, 7.0, 11.0])[None, :, None]


def moved(observed: list[bool], in_logs: bool = False) -> list[float]:
    """What the walk adds to a series of zeros, or makes of a series of ones."""
    values = np.full((1, 5, 1), 1.0 if in_logs else 0.0)
    fill = Fill(0, 1.0, in_logs)
    return disturbed(values, np.array(observed)[None, :, None], fill, WALK)[0, :, 0].tolist()


def test_a_carried_value_is_off_by_the_steps_since_its_figure() -> None:
    assert moved([True, True, True, False, False]) == [0, 0, 0, 3, 7]


def test_an_interpolated_value_is_tied_at_both_ends() -> None:
    # between 1 and 11, a straight line is 3.5, 6, 8.5
    assert moved([True, False, False, False, True]) == [0, -1.5, -2, -1.5, 0]


def test_a_value_before_the_first_figure_is_off_likewise_and_one_without_any_is_as_it_was() -> None:
    assert moved([False, False, True, True, True]) == [-3, -2, 0, 0, 0]
    assert moved([False] * 5) == [0] * 5


def test_positive_values_move_in_proportion() -> None:
    assert moved([True, True, True, True, False], in_logs=True) == pytest.approx([1, 1, 1, 1, np.exp(4)])


def test_the_spread_is_that_of_changes_beyond_the_common_one() -> None:
    observed = np.array([[True] * 2, [True] * 2, [False] * 2])
    fill = fill_of(3, np.array([[-1.0, 5.0], [0.0, 8.0], [0.0, 8.0]]), observed)

    assert fill == Fill(3, 1.0, False)  # changes 1 and 3: one off their mean, each
    doubled = fill_of(0, np.array([[1.0, 5.0], [2.0, 10.0], [2.0, 10.0]]), observed)
    assert doubled is not None
    assert doubled.in_logs
    assert doubled.spread == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("observed", [[[True], [True]], [[False], [False]], [[True], [False]]])
def test_where_nothing_is_filled_or_no_change_was_observed_there_is_no_noise(observed: list[list[bool]]) -> None:
    assert fill_of(0, np.array([[1.0], [2.0]]), np.array(observed)) is None


def index(**robustness: Any) -> Model:
    rng = np.random.default_rng(4)
    values = rng.random((2, 4, 8))
    values[0, 3] = np.nan  # the newest year of `a` is carried
    framework = framework_of(
        {"a": 1.0, "b": 1.0},
        years=(2020, 2023),
        imputation=[{"method": "carry"}],
        normalisation={"method": "percentile_rank", "fitted_on": "year"},
        robustness=robustness,
        coverage=0,
    )
    return model_of(inputs_of(indicator_table(values, "ab", range(2020, 2024)), framework), framework)


def test_noise_is_in_the_year_that_was_filled_alone_and_the_same_in_each_run() -> None:
    model = index(weights=[], fill_noise=True, replicates=400)

    assert model.space.factors == ("fill_noise",)
    intervals = uncertainty(model).rank_intervals
    assert intervals == uncertainty(model).rank_intervals
    of_index = intervals.filter(pa.compute.equal(intervals["component_id"], "index")).to_pylist()
    widest = dict.fromkeys(range(2020, 2024), 0.0)
    for row in of_index:
        widest[row["time_period"]] = max(widest[row["time_period"]], row["rank_p95"] - row["rank_p05"])
    assert [widest[year] for year in (2020, 2021, 2022)] == [0, 0, 0]
    assert widest[2023] > 1


def test_without_the_option_filled_values_are_as_published() -> None:
    quiet, noisy = index(weights=[]), index(weights=[], fill_noise=True)

    assert quiet.space.factors == ()
    np.testing.assert_array_equal(scores_of(quiet, nominal(quiet.tree)), scores_of(noisy, nominal(noisy.tree)))
    assert Robustness().fill_noise is False
