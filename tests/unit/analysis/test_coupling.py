"""Coupling coordination: the worked examples, the ten classes, and profiles that have none."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from regional_example import framework, row, rows, scores
from soak import examples

from index_pipeline.analysis.coupling import coupling, coupling_degree, grade
from index_pipeline.analysis.errors import AnalysisError
from index_pipeline.tables import WEIGHTS


def weights(shares: dict[str, float]) -> pa.Table:
    given = [
        {
            "component_id": "index",
            "child_id": name,
            "weight": share,
            "share": share,
            "effective_weight": share,
            "kind": "component",
            "method": "given",
        }
        for name, share in shares.items()
    ]
    return pa.Table.from_pylist(given, schema=WEIGHTS.schema)


def coupled(profile, shares=None, **definition):
    index = framework(1, pillars=tuple(profile), **definition)
    table = scores(index, {name: [score] for name, score in profile.items()})
    return row(coupling(table, weights(shares or dict.fromkeys(profile, 1 / len(profile))), index))


def test_worked_example_of_five_pillars():
    found = coupled(dict(zip("abcde", [60.0, 50.0, 30.0, 40.0, 70.0], strict=True)))

    assert [round(found[name], 3) for name in ("coupling_degree", "development", "coordination")] == [
        0.958,
        0.500,
        0.692,
    ]
    assert (found["coordination_grade"], found["coordination_grade_zh"], found["coordination_grade_en"]) == (
        7,
        "初级协调",
        "primary coordination",
    )
    assert found["caveat_en"] == "With 5 components C is mostly near 1: D follows T."


def test_worked_example_of_two_pillars() -> None:
    found = coupled({"a": 60.0, "b": 30.0})

    assert [round(found[name], 3) for name in ("coupling_degree", "coordination")] == [0.943, 0.651]
    assert (found["n"], found["caveat_en"]) == (2, None)


def test_development_follows_the_weights_of_the_pillars() -> None:
    assert coupled({"a": 60.0, "b": 30.0}, {"a": 0.75, "b": 0.25})["development"] == pytest.approx(0.525)


def test_scores_count_as_shares_of_the_scale() -> None:
    assert coupled({"a": 64.0, "b": 37.0}, scale=(10.0, 100.0))["development"] == pytest.approx(0.45)


def test_a_pillar_at_the_floor_leaves_no_coordination() -> None:
    found = coupled({"a": 0.0, "b": 80.0})

    assert (found["coupling_degree"], found["development"], found["coordination"]) == (0, 0.4, 0)
    assert (found["coordination_grade"], found["coordination_grade_zh"]) == (1, "极度失调")


def test_where_all_pillars_are_at_the_floor_coupling_is_not_defined() -> None:
    found = coupled({"a": 0.0, "b": 0.0})

    assert (found["coupling_degree"], found["development"], found["coordination"]) == (None, 0, 0)


def test_a_region_without_the_score_of_a_pillar_has_none_and_says_which() -> None:
    found = coupled({"a": 60.0, "b": None})

    assert (found["coupling_degree"], found["coordination"], found["coordination_grade"]) == (None, None, None)
    assert found["caveat_en"] == "Coupling is not computed, as there is no score of: Pillar b."
    assert found["caveat_zh"] == "支柱b没有得分，不计算耦合协调度。"


@pytest.mark.parametrize("score", [-5.0, 105.0])
def test_a_score_outside_the_scale_has_none_and_says_which(score):
    found = coupled({"a": 60.0, "b": score})

    assert (found["coupling_degree"], found["development"], found["coordination_grade"]) == (None, None, None)
    assert found["caveat_en"] == "Coupling is not defined, as scores are outside the scale: Pillar b."


@pytest.mark.parametrize("method", ["z_score", "rank", "borda", "vector", "index_to_base", "centred_range"])
def test_scores_that_are_not_on_the_scale_have_none_and_say_by_which_method(method):
    found = coupled({"a": 60.0, "b": 30.0}, normalisation={"method": method})

    assert (found["coupling_degree"], found["coordination"]) == (None, None)
    assert found["caveat_en"] == f"Coupling is not defined, as scores by {method} are not on the scale of the index."


def test_an_index_of_one_pillar_has_no_rows() -> None:
    index = framework(1, pillars=("a",))

    assert rows(coupling(scores(index, {"a": [50.0]}), weights({"a": 1.0}), index)) == []


@pytest.mark.parametrize(
    ("d", "stated"), [(0.0, 1), (0.0999, 1), (0.1, 2), (0.3, 4), (0.7, 8), (0.8999, 9), (0.9, 10), (1.0, 10)]
)
def test_classes_are_a_tenth_wide(d, stated):
    assert grade(d) == stated


@pytest.mark.parametrize(
    ("values", "message"),
    [([0.5], "two components or more, not 1"), ([0.5, 1.2], "value 2 is 1.2"), ([-0.1, 1.0], "value 1 is -0.1")],
)
def test_refused_values(values, message):
    with pytest.raises(AnalysisError, match=message):
        coupling_degree(np.array(values))


@given(st.lists(st.floats(0.01, 1), min_size=2, max_size=8), st.floats(0.1, 1))
@examples(50)
def test_coupling_depends_on_proportions_alone(values, factor):
    u = np.array(values)

    assert 0 <= coupling_degree(u) <= 1 + 1e-12
    assert coupling_degree(factor * u) == pytest.approx(coupling_degree(u), rel=1e-9)
    assert coupling_degree(u[::-1]) == pytest.approx(coupling_degree(u), rel=1e-12)
