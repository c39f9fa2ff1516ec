"""Obstacle degrees: the worked example, gaps and shares, and their sums up the tree."""

from collections.abc import Mapping, Sequence

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from regional_example import framework, row, rows
from soak import examples

from index_pipeline.analysis.obstacles import obstacle_components, obstacles
from index_pipeline.tables import NORMALISED, WEIGHTS

INDEX = framework(2, pillars=("a", "b", "c"))


def normalised(values: Mapping[str, Sequence[float | None]], year: int = 2020) -> pa.Table:
    given = [
        {
            "ref_area": area,
            "time_period": year,
            "indicator_id": indicator,
            "score": score,
            "obs_status": "A" if score is not None else "M",
            "filled_by": None,
        }
        for indicator, column in values.items()
        for area, score in zip(("R1", "R2"), column, strict=False)
    ]
    return pa.Table.from_pylist(given, schema=NORMALISED.schema)


def weights(effective: dict[str, float]) -> pa.Table:
    given = [
        {
            "component_id": f"{name[0]}_theme",
            "child_id": name,
            "weight": 1.0,
            "share": 1.0,
            "effective_weight": weight,
            "kind": "indicator" if weight else "supplementary",
            "method": "given",
        }
        for name, weight in effective.items()
    ]
    return pa.Table.from_pylist(given, schema=WEIGHTS.schema)


EFFECTIVE = {"a_x": 0.4, "b_x": 0.3, "c_x": 0.3}


def shares(table: pa.Table, area: str = "R1") -> dict[str, float]:
    return {r["indicator_id"]: r["obstacle_degree"] for r in rows(table, ref_area=area)}


def test_worked_example() -> None:
    scores = {"a_x": [50.0], "b_x": [200 / 3], "c_x": [75.0]}
    found = obstacles(normalised(scores), weights(EFFECTIVE), INDEX)

    assert {name: round(share, 3) for name, share in shares(found).items()} == {"a_x": 0.533, "b_x": 0.267, "c_x": 0.2}
    assert row(found, indicator_id="c_x")["gap"] == 25


def test_a_score_above_the_best_is_no_obstacle() -> None:
    found = obstacles(normalised({"a_x": [120.0], "b_x": [50.0]}), weights(EFFECTIVE), INDEX)

    assert shares(found) == {"a_x": 0.0, "b_x": 1.0}


def test_a_missing_indicator_takes_no_part() -> None:
    found = obstacles(normalised({"a_x": [None], "b_x": [50.0], "c_x": [0.0]}), weights(EFFECTIVE), INDEX)

    assert shares(found) == pytest.approx({"b_x": 1 / 3, "c_x": 2 / 3})


def test_a_supplementary_indicator_takes_no_part() -> None:
    found = obstacles(normalised({"a_x": [20.0], "b_x": [50.0]}), weights({"a_x": 0.0, "b_x": 1.0}), INDEX)

    assert shares(found) == {"b_x": 1.0}


def test_a_region_without_any_gap_has_no_obstacles() -> None:
    found = obstacles(normalised({"a_x": [100.0, 40.0], "b_x": [100.0, 100.0]}), weights(EFFECTIVE), INDEX)

    assert shares(found, "R1") == {}
    assert shares(found, "R2") == {"a_x": 1.0, "b_x": 0.0}


def test_years_that_are_not_scored_have_no_obstacles() -> None:
    assert obstacles(normalised({"a_x": [50.0]}, year=1999), weights(EFFECTIVE), INDEX).num_rows == 0


def test_scores_that_are_not_on_the_scale_have_no_obstacles() -> None:
    index = framework(2, pillars=("a", "b", "c"), normalisation={"method": "z_score"})

    assert obstacles(normalised({"a_x": [0.5]}), weights(EFFECTIVE), index).num_rows == 0


def test_obstacles_add_up_the_tree() -> None:
    scores = {"a_x": [50.0], "b_x": [200 / 3], "c_x": [75.0]}
    found = obstacle_components(obstacles(normalised(scores), weights(EFFECTIVE), INDEX), INDEX)

    assert {r["component_id"]: round(r["obstacle_degree"], 3) for r in rows(found, level=2)} == {
        "a": 0.533,
        "b": 0.267,
        "c": 0.2,
    }
    assert (
        row(found, component_id="a")["obstacle_degree"]
        == row(found, component_id="a_theme", level=3)["obstacle_degree"]
    )


columns = st.lists(st.floats(0, 99), min_size=3, max_size=3)


@given(columns, columns)
@examples(25)
def test_shares_of_a_region_sum_to_one(one, other):
    scores = {name: [one[n], other[n]] for n, name in enumerate(EFFECTIVE)}
    found = obstacles(normalised(scores), weights(EFFECTIVE), INDEX)
    of_pillars = obstacle_components(found, INDEX)

    for area in ("R1", "R2"):
        assert sum(shares(found, area).values()) == pytest.approx(1, abs=1e-12)
        assert sum(r["obstacle_degree"] for r in rows(of_pillars, ref_area=area, level=2)) == pytest.approx(
            1, abs=1e-12
        )
