"""The year after the last scored one is estimated from a part of its figures, and the error of this is measured."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from example_index import ExampleIndex, Row, Values, example
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from index_pipeline import tables
from index_pipeline.framework.years import ScoredYears
from index_pipeline.kernel.errors import MethodError
from index_pipeline.methods.build import build
from index_pipeline.robustness.estimated_year import Frozen
from index_pipeline.robustness.estimates import estimates

PLAIN: dict[str, Any] = {"normalisation": {"method": "min_max", "fitted_on": "reference"}}


def with_estimate(values: Values, first: int, last: int, **more: Any) -> ExampleIndex:
    return example(values, years={"first": first, "last": last, "estimate": last + 1}, **{**PLAIN, **more})


def estimated(index: ExampleIndex, stocks: pa.Table | None = None) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    built, none = index.built, tables.REGISTER_STOCKS.empty()
    frozen = Frozen(
        index.observations,
        none if stocks is None else stocks,
        built.imputed,
        built.treatments,
        built.goalposts,
        built.weights,
        index.framework,
    )
    found, errors = estimates(built.scores, frozen)
    return found.to_pylist(), errors.to_pylist()


def of_year(rows: list[dict[str, Any]], year: int, name: str, component: str = "index") -> list[Any]:
    return [r[name] for r in rows if (r["time_period"], r["component_id"]) == (year, component)]


def total(errors: list[dict[str, Any]], component: str = "index") -> dict[str, Any]:
    return next(r for r in errors if r["time_period"] is None and r["component_id"] == component)


# Goalposts are fitted on 2019 to 2021: a from 0 to 10, b from 0 to 20. b has no figure of 2022.
A: Mapping[int, Row] = {2019: [0, 2, 4], 2020: [2, 4, 6], 2021: [4, 6, 10], 2022: [5, 8, 10]}
B: Mapping[int, Row] = {2019: [0, 6, 8], 2020: [2, 10, 14], 2021: [6, 12, 20]}


def test_a_missing_indicator_is_moved_by_the_mean_change_of_its_last_years() -> None:
    rows, _ = estimated(with_estimate({"a": A, "b": B}, 2019, 2021))

    # b changed by 2, 4, 6 (mean 4), then by 4, 2, 6 (mean 4): 6, 12, 20 become 10, 16, 24, of 20: 50, 80, 120 points
    # a: 5, 8, 10 of 10: 50, 80, 100 points
    assert of_year(rows, 2022, "estimated_score") == pytest.approx([50, 80, 110])
    assert of_year(rows, 2022, "estimated_rank") == [3, 2, 1]
    assert of_year(rows, 2022, "own_weight") == [0.5, 0.5, 0.5]
    assert of_year(rows, 2022, "final_score") == of_year(rows, 2022, "error") == [None, None, None]


def test_an_earlier_year_is_estimated_with_what_is_missing_now_hidden() -> None:
    rows, errors = estimated(with_estimate({"a": A, "b": B}, 2019, 2021))

    # 2021: b of 2020 moved by the one change known, 4: 6, 14, 18, of 20: 30, 70, 90 points; a: 40, 60, 100
    # final: b 30, 60, 100
    assert of_year(rows, 2021, "estimated_score") == pytest.approx([35, 65, 95])
    assert of_year(rows, 2021, "final_score") == pytest.approx([35, 60, 100])
    assert of_year(rows, 2021, "error") == pytest.approx([0, 5, -5])
    # 2020: no change is known before, so b stays as in 2019: 0, 30, 40 points; a: 20, 40, 60; final b: 10, 50, 70
    assert of_year(rows, 2020, "error") == pytest.approx([-5, -10, -15])
    found = total(errors)
    assert (found["bias"], found["mean_absolute_error"]) == pytest.approx((-5, 40 / 6))
    assert found["mean_absolute_rank_error"] == 0


def test_the_interval_is_that_of_the_errors_and_of_a_hidden_year_that_of_the_others() -> None:
    rows, errors = estimated(with_estimate({"a": A, "b": B}, 2019, 2021))

    low, high = np.quantile([0, 5, -5, -5, -10, -15], [0.05, 0.95])
    assert of_year(rows, 2022, "estimated_p05") == pytest.approx([50 - high, 80 - high, 110 - high])
    assert of_year(rows, 2022, "estimated_p95") == pytest.approx([50 - low, 80 - low, 110 - low])
    # errors of 2020, −5 to −15, do not reach those of 2021, 0, 5 and −5 (the end lies at −5.5), nor the reverse
    low, high = np.quantile([-5, -10, -15], [0.05, 0.95])
    assert of_year(rows, 2021, "estimated_p05") == pytest.approx([35 - high, 65 - high, 95 - high])
    assert total(errors)["interval_coverage"] == 0


def test_skill_is_against_the_ranks_of_the_last_year() -> None:
    swapped = {2019: [0, 10], 2020: [10, 0], 2021: [0, 10], 2022: [10, 0]}
    level = {2019: [0, 1], 2020: [0, 1], 2021: [0, 1]}
    _, errors = estimated(with_estimate({"a": swapped, "b": level}, 2019, 2021, tree={"indicators": {"a": 3, "b": 1}}))

    found = total(errors)
    assert found["mean_absolute_rank_change"] == 1
    assert (found["mean_absolute_rank_error"], found["skill"]) == (0, 1)


@settings(max_examples=5)
@given(
    start=st.lists(st.integers(0, 50), min_size=3, max_size=6, unique=True),
    drift=st.integers(-5, 5),
    other=st.integers(1, 9),
)
def test_a_series_of_constant_drift_is_estimated_without_error(start: list[int], drift: int, other: int) -> None:
    late = {year: [x + drift * (year - 2018) for x in start] for year in range(2017, 2022)}
    known = {year: [x * other + year - 2017 for x in start] for year in range(2017, 2023)}
    index = with_estimate({"a": known, "b": late}, 2018, 2021, reference_period={"first": 2017, "last": 2021})
    _, errors = estimated(index)

    found = total(errors)
    assert found["mean_absolute_error"] == pytest.approx(0, abs=1e-9)
    assert found["mean_absolute_rank_error"] == 0
    assert found["interval_coverage"] == 1


@settings(max_examples=5)
@given(st.lists(st.lists(st.integers(0, 99), min_size=4, max_size=4, unique=True), min_size=4, max_size=4))
def test_with_all_figures_the_estimate_is_the_score_with_frozen_goalposts(values: list[list[int]]) -> None:
    given_values = dict(zip(range(2019, 2023), values, strict=True))
    rows, errors = estimated(with_estimate({"a": given_values}, 2019, 2021))
    scored = example(
        {"a": given_values},
        years={"first": 2019, "last": 2022},
        reference_period={"first": 2019, "last": 2021},
        **PLAIN,
    )

    assert of_year(rows, 2022, "estimated_score") == pytest.approx(scored.scores(year=2022))
    assert of_year(rows, 2022, "own_weight") == [1, 1, 1, 1]
    assert total(errors)["mean_absolute_error"] == 0


def test_the_final_scores_are_those_without_an_estimate() -> None:
    plain = example({"a": A, "b": B}, years={"first": 2019, "last": 2021}, **PLAIN)
    index = with_estimate({"a": A, "b": B}, 2019, 2021)

    for name, table in vars(plain.built).items():
        assert getattr(index.built, name).equals(table), name


def test_a_framework_without_such_a_year_has_no_estimates() -> None:
    assert estimated(example({"a": A}, years={"first": 2019, "last": 2021})) == ([], [])


def test_a_figure_two_years_late_is_two_years_late_in_hidden_years_too() -> None:
    late = {2018: [0, 1, 2], 2019: [2, 3, 6], 2020: [9, 7, 8]}
    rows, _ = estimated(
        with_estimate(
            {"a": A, "b": late},
            2018,
            2021,
            imputation=[{"method": "carry", "limit": 2}],
            tree={"indicators": {"a": 1, "b": 1}, "components": []},
            reference_period={"first": 2019, "last": 2021},
        )
    )

    # For 2021 the newest figure of b is of 2019; 2020 is carried from it. Its one change is 1·(2, 2, 4), the mean 8/3.
    own = np.array([2, 3, 6])
    b = (own + 8 / 3 - 2) / (9 - 2) * 100
    assert of_year(rows, 2021, "estimated_score") == pytest.approx((np.array([40, 60, 100]) + b) / 2)


def test_a_change_across_a_break_takes_no_part() -> None:
    broken = {2019: [0, 5], 2020: [1, 6], 2021: [51, 56]}
    rows, _ = estimated(with_estimate({"a": A_OF_TWO, "b": broken}, 2019, 2021, indicators={"b": {"breaks": [2021]}}))

    # b moves by 1, the change of 2020, and not by 50
    assert of_year(rows, 2022, "estimated_score") == pytest.approx([(50 + 52 / 56 * 100) / 2, (80 + 57 / 56 * 100) / 2])


def test_a_definition_that_changes_in_the_estimated_year_has_a_notice() -> None:
    index = with_estimate({"a": A, "b": B}, 2019, 2021, indicators={"a": {"breaks": [2022]}})

    assert [row for row in index.built.notices.to_pylist() if row["step"] == "estimates"] == [
        {
            "step": "estimates",
            "subject": "a",
            "ref_area": None,
            "time_period": 2022,
            "message": "indicator a, 2022: a definition changes in the year that is estimated; its figures are not "
            "comparable with those of the years before",
            "message_zh": "指标 a，2022年：测算年份口径调整，数据与以前年份不可比",
        }
    ]


A_OF_TWO: Mapping[int, Row] = {2019: [0, 2], 2020: [2, 4], 2021: [4, 10], 2022: [5, 8]}


def test_a_moved_value_stays_within_the_limits_of_its_treatment() -> None:
    late = {2019: [0, 1, 2, 3, 4, 500], 2020: [10, 11, 12, 13, 14, 510], 2021: [20, 21, 22, 23, 24, 520]}
    known = {year: [1, 2, 3, 4, 5, 6] for year in range(2019, 2023)}
    index = with_estimate(
        {"a": known, "b": late},
        2019,
        2021,
        treatment={"method": "winsorise", "points": 3, "skew": 1, "kurtosis": 0.1},
    )
    rows, _ = estimated(index)
    upper = next(r["upper"] for r in index.built.treatments.to_pylist() if r["indicator_id"] == "b")

    assert upper == 24
    assert max(of_year(rows, 2022, "estimated_score")) == pytest.approx(100)


def test_a_region_without_a_figure_anywhere_has_no_estimate() -> None:
    lacking = {year: [*row[:2], None] for year, row in A.items()}
    rows, _ = estimated(with_estimate({"a": lacking}, 2019, 2021))

    assert {row["ref_area"] for row in rows} == {"R1", "R2"}


def test_a_register_that_is_not_known_for_the_year_stays_as_it_is() -> None:
    index = with_estimate({"a": A, "b": B}, 2019, 2021)
    stocks = pa.Table.from_pylist(
        [
            {"register_id": "r", "category": "_Z", "ref_area": f"R{n}", "time_period": year, "stock": stock}
            | {"obs_status": "A"}
            for year, row in {2019: [0, 1, 2], 2020: [1, 3, 4], 2021: [3, 4, 8]}.items()
            for n, stock in enumerate(row, start=1)
        ],
        schema=tables.REGISTER_STOCKS.schema,
    )
    counted = index.framework.indicators["b"].model_validate(
        {"id": "b", "title": {"en": "b"}, "numerator": {"parts": [{"register": "r"}]}}
    )
    framework = replace(index.framework, indicators=index.framework.indicators | {"b": counted})
    built = build(index.observations, stocks, framework)
    frozen = Frozen(
        index.observations, stocks, built.imputed, built.treatments, built.goalposts, built.weights, framework
    )
    rows = estimates(built.scores, frozen)[0].to_pylist()

    # 3, 4, 8 entries of 8, as in 2021: 37.5, 50, 100 points; a: 50, 80, 100
    assert of_year(rows, 2022, "estimated_score") == pytest.approx([43.75, 65, 100])


@pytest.mark.parametrize(
    "index",
    [
        pytest.param(with_estimate({"a": A, "b": B}, 2019, 2021, tree={"indicators": {"a": 1, "b": 1.5}}), id="60%"),
        pytest.param(with_estimate({"b": B}, 2019, 2021), id="all"),
    ],
)
def test_a_year_of_which_more_than_half_of_the_weight_is_carried_is_not_estimated(index: ExampleIndex) -> None:
    assert estimated(index) == ([], [])


@pytest.mark.parametrize("what", ["normalisation", "treatment"])
def test_what_is_fitted_on_each_year_has_nothing_for_the_estimated_one(what: str) -> None:
    more = {
        "normalisation": {"method": "min_max", "fitted_on": "year"},
        "treatment": {"method": "winsorise", "points": 1, "skew": 0.1, "kurtosis": 0.1, "fitted_on": "year"},
    }
    with pytest.raises(MethodError, match=rf"the {what} of indicator a is fitted on each year") as refused:
        estimated(with_estimate({"a": A}, 2019, 2021, **{what: more[what]}))
    assert "指标 a" in refused.value.sentences("zh")[0]


@pytest.mark.parametrize("estimate", [2018, 2021, 2023, 2030])
def test_only_the_year_after_the_last_is_estimated(estimate: int) -> None:
    with pytest.raises(ValidationError, match=f"the year to estimate, {estimate}, is not 2022"):
        ScoredYears(first=2019, last=2021, estimate=estimate)
