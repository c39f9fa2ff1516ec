"""Change of a score, split into the parts of its indicators."""

import numpy as np
import pytest
from example_index import example
from hypothesis import given
from hypothesis import strategies as st
from soak import examples

TREE = {
    "indicators": {"a": 1.0},
    "components": [
        {"id": "p", "title": {"en": "p"}, "weight": 2.0, "indicators": {"b": 1.0, "c": 3.0}},
        {"id": "q", "title": {"en": "q"}, "weight": 1.0, "indicators": {"d": 1.0}},
    ],
}
POSTS = {"method": "goalposts", "lower": 0, "upper": 100, "cap": False}

AGGREGATIONS = [
    {"method": "arithmetic"},
    {"method": "weighted_sum"},
    {"method": "geometric"},
    {"method": "geometric", "floor": 20.0},
    {"method": "harmonic"},
    {"method": "power", "exponent": 2.0},
    {"method": "power", "exponent": -1.5},
    {"method": "median"},
    {"method": "mazziotta_pareto"},
    {"method": "mazziotta_pareto", "penalty": "above", "variance": "sample"},
    {"method": "topsis"},
    {"method": "topsis", "ideal": "reference"},
    {"method": "grey_relation"},
    {"method": "rank_sum_ratio"},
    {"method": "copeland"},
    {"method": "mean_outranking"},
    {"method": "benefit_of_the_doubt"},
]


def changed(values, aggregation, tree=TREE, **more):
    return example(values, tree=tree, aggregation=aggregation, normalisation=POSTS, **more)


def parts(index, area="R1", kind="indicator"):
    rows = [r for r in index.built.changes.to_pylist() if r["ref_area"] == area and r["kind"] == kind]
    return {r["part_id"]: r["contribution"] for r in rows}


def total(index, area):
    return sum(r["contribution"] for r in index.built.changes.to_pylist() if r["ref_area"] == area)


def test_under_arithmetic_means_a_part_is_effective_weight_times_change():
    values = {
        "a": {2019: [10.0], 2020: [20.0]},
        "b": {2019: [50.0], 2020: [30.0]},
        "c": {2019: [40.0], 2020: [44.0]},
        "d": {2019: [5.0], 2020: [5.0]},
    }
    index = changed(values, {"method": "arithmetic"})

    assert parts(index) == pytest.approx({"a": 0.25 * 10, "b": 0.125 * -20, "c": 0.375 * 4, "d": 0})
    assert parts(index, kind="coverage") == {}
    assert total(index, "R1") == pytest.approx(index.scores(year=2020)[0] - index.scores(year=2019)[0])


def test_parts_that_cancel_out_within_a_component_are_shown():
    values = {
        "a": {2019: [10.0], 2020: [10.0]},
        "b": {2019: [50.0], 2020: [20.0]},
        "c": {2019: [40.0], 2020: [50.0]},
        "d": {2019: [5.0], 2020: [5.0]},
    }
    index = changed(values, {"method": "arithmetic"})

    assert parts(index) == pytest.approx({"a": 0, "b": -3.75, "c": 3.75, "d": 0})


def test_under_geometric_means_parts_follow_logarithmic_means():
    values = {"a": {2019: [10.0], 2020: [20.0]}, "b": {2019: [40.0], 2020: [40.0]}}
    index = changed(values, {"method": "geometric"}, tree={"indicators": {"a": 1.0, "b": 1.0}})

    assert parts(index) == pytest.approx({"a": np.sqrt(800) - 20, "b": 0})


def test_a_child_that_comes_or_goes_is_coverage():
    values = {"a": {2019: [10.0], 2020: [20.0]}, "b": {2019: [None], 2020: [80.0]}}
    index = changed(values, {"method": "arithmetic"}, tree={"indicators": {"a": 1.0, "b": 1.0}})

    assert parts(index) == pytest.approx({"a": 10, "b": 0})
    assert parts(index, kind="coverage") == pytest.approx({"index": 30})


@pytest.mark.parametrize("aggregation", AGGREGATIONS[::3], ids=lambda a: a["method"])
def test_equal_years_give_no_change(aggregation):
    same = {year: [10.0, 30.0, 55.0] for year in (2019, 2020)}
    index = changed({"a": same, "b": same, "c": same, "d": same}, aggregation)

    assert {r["contribution"] for r in index.built.changes.to_pylist()} <= {0.0}
    assert {r["score_change"] for r in index.built.rankings.to_pylist() if r["time_period"] == 2020} == {0.0}
    assert {r["rank_change"] for r in index.built.rankings.to_pylist() if r["time_period"] == 2020} == {0}


@examples(10)
@given(st.sampled_from(AGGREGATIONS), st.integers(0, 100_000))
def test_parts_add_up_to_the_change_of_the_score(aggregation, seed):
    rng = np.random.default_rng(seed)
    least = 40 if aggregation["method"] == "mazziotta_pareto" else 0  # further apart, it could fall below zero
    grid = rng.integers(least, 100, size=(4, 4, 8)).astype(float) + rng.choice([0.0, 0.25])
    gaps = rng.random(grid.shape) < rng.choice([0.0, 0.2])
    values = {
        name: {
            2018 + t: [None if g else v for v, g in zip(row, gap, strict=True)]
            for t, (row, gap) in enumerate(zip(rows, missing, strict=True))
        }
        for name, rows, missing in zip("abcd", grid, gaps, strict=True)
    }
    index = changed(values, aggregation)
    sums: dict[tuple[str, int], float] = {}
    for row in index.built.changes.to_pylist():
        key = row["ref_area"], row["time_period"]
        sums[key] = sums.get(key, 0.0) + row["contribution"]

    scored = {
        (r["ref_area"], r["time_period"]): r["score_change"]
        for r in index.built.rankings.to_pylist()
        if r["component_id"] == "index" and r["score_change"] is not None
    }
    assert sums == pytest.approx(scored, rel=0, abs=1e-12)
