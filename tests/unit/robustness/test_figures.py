"""Draws that start from other figures: other denominators, the first vintage, noise in the counts of a register."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from synthetic_index import framework_of, observations_of

from index_pipeline import tables
from index_pipeline.framework.framework import Framework
from index_pipeline.kernel.errors import MethodError
from index_pipeline.methods.build import build
from index_pipeline.robustness.figures import Inputs
from index_pipeline.robustness.model import model_of
from index_pipeline.robustness.replicates import replicate
from index_pipeline.robustness.uncertainty import random_draws, uncertainty

AREAS = ("north", "south", "west")
NEWEST = {"sales": (10, 20, 30), "people": (10, 10, 10), "firms": (1, 10, 100), "rd": (1, 2, 3)}
FIRST = {**NEWEST, "sales": (30, 20, 10)}
STOCKS = (4, 0, 9)


def test_choices_of_denominators_and_vintage() -> None:
    framework, inputs = _index(
        {"sales_per_head": 1.0},
        robustness={
            "weights": [],
            "denominators": [{"sales_per_head": {"series": "firms", "multiplier": 10}}],
            "first_vintage": True,
        },
    )
    design = pa.table({"denominators": [1, 2, 1, 2], "vintage": [1, 1, 2, 2]})

    found = uncertainty(model_of(inputs, framework), design)

    # sales per head 1, 2, 3; per firm 10, 2, 0.3; as first published 3, 2, 1 and 30, 2, 0.1
    assert found.rank_intervals["rank"].to_pylist() == [3, 2, 1]
    assert found.rank_intervals["rank_median"].to_pylist() == [1.0, 2.0, 3.0]
    above = {(r["ref_area"], r["other_area"]): r["probability"] for r in found.rank_pairs.to_pylist()}
    assert above["north", "west"] == 0.75


def test_noise_in_counts_moves_ranks_that_counts_decide() -> None:
    framework, inputs = _index({"sites": 1.0}, robustness={"weights": [], "count_noise": True, "replicates": 5000})

    found = uncertainty(model_of(inputs, framework))

    above = {(r["ref_area"], r["other_area"]): r["probability"] for r in found.rank_pairs.to_pylist()}
    # of Gamma(4.5) and Gamma(9.5) the first is greater with probability I_½(9.5, 4.5)
    assert above["north", "west"] == pytest.approx(0.0821, abs=0.015)
    assert above["north", "south"] == pytest.approx(1 - 0.0126, abs=0.01)
    without = framework.definition.model_copy(update={"robustness": None})
    quiet = uncertainty(model_of(inputs, replace(framework, definition=without))).rank_intervals
    assert quiet["rank_p05"].to_pylist() == quiet["rank_p95"].to_pylist() == [2.0, 3.0, 1.0]


def test_the_noise_of_a_draw_does_not_depend_on_how_many_draws_follow() -> None:
    varied = {"count_noise": True, "normalisation": [{"method": "rank"}]}
    frameworks = (
        _index({"sites": 1.0, "sales_per_head": 1.0}, robustness=varied | {"replicates": replicates})
        for replicates in (300, 600)
    )
    few, many = (model_of(inputs, framework) for framework, inputs in frameworks)

    np.testing.assert_array_equal(replicate(few, random_draws(few)), replicate(many, random_draws(many))[:300])


@pytest.mark.parametrize(
    ("robustness", "missing", "message"),
    [
        pytest.param({"denominators": [{"sales_per_head": {"series": "firms"}}]}, "observations", "denominators"),
        pytest.param({"first_vintage": True}, "first_observations", "the vintage"),
        pytest.param({"first_vintage": True}, "register_stocks", "register stocks"),
    ],
)
def test_a_missing_table_is_named(robustness: dict[str, object], missing: str, message: str) -> None:
    framework, inputs = _index({"sales_per_head": 1.0}, robustness=robustness)
    with pytest.raises(MethodError, match=f"robustness varies.*{message}"):
        uncertainty(model_of(replace(inputs, **{missing: None}), framework))


def _index(tree: Mapping[str, Any], **definition: Any) -> tuple[Framework, Inputs]:
    options: dict[str, dict[str, object]] = {
        "sales_per_head": {"numerator": {"series": "sales"}, "denominator": {"series": "people"}},
        "sites": {"numerator": {"parts": [{"register": "list"}]}, "denominator": {"series": "people"}},
    }
    framework = framework_of(tree, indicators=options, **definition)
    newest, first = _observations(NEWEST), _observations(FIRST)
    rows = [
        {
            "register_id": "list",
            "category": "_Z",
            "ref_area": area,
            "time_period": 2020,
            "stock": float(stock),
            "obs_status": "A",
        }
        for area, stock in zip(AREAS, STOCKS, strict=True)
    ]
    stocks = tables.REGISTER_STOCKS.conform(pa.Table.from_pylist(rows, schema=tables.REGISTER_STOCKS.schema))
    built = build(newest, stocks, framework)
    return framework, Inputs(built.indicators, built.weights, built.rankings, newest, first, stocks)


def _observations(figures: Mapping[str, tuple[int, ...]]) -> pa.Table:
    return observations_of(
        (series, area, 2020, float(value))
        for series, values in figures.items()
        for area, value in zip(AREAS, values, strict=True)
    )
