"""The choices that readers contest: how evidence weighs, single years, a theme left out, and the years fitted on."""

from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from quantities import one
from synthetic_index import framework_of, indicator_table, inputs_of, replicated

from index_pipeline.framework.robustness import Robustness
from index_pipeline.kernel.errors import MethodError
from index_pipeline.robustness.design import read_design
from index_pipeline.robustness.figures import Inputs
from index_pipeline.robustness.model import Model, model_of
from index_pipeline.robustness.replicates import scores_of

TREE = {"p": {"a": 1.0, "b": 3.0}, "q": {"c": 1.0}, "r": {"d": 1.0}}
# both years alike, so that each rank correlation is 1; c is indirect: grades B, C, B
FIGURES = np.repeat(np.random.default_rng(3).random((4, 1, 6)), 2, axis=1)
GRADED: dict[str, Any] = {
    "years": (2020, 2021),
    "indicators": {name: {"proxy": "indirect" if name == "c" else "direct"} for name in "abcd"},
    "evidence": {"grades": [{"grade": "B", "direct": 1}, {"grade": "C"}]},
}


def model(robustness: dict[str, Any], **definition: Any) -> Model:
    framework = framework_of(TREE, robustness=robustness, **GRADED, **definition)
    return model_of(inputs_of(indicator_table(FIGURES, "abcd", (2020, 2021)), framework), framework)


def shares(of: Model, design: dict[str, list[Any]]) -> list[dict[str, float]]:
    """The share of each pillar in each draw of a design."""
    weights = read_design(pa.table(design), of.space).final_weights(of.tree)
    edges = [of.tree.edges[name] for name in "pqr"]
    found = weights[:, edges] / weights[:, edges].sum(1, keepdims=True)
    return [dict(zip("pqr", row, strict=True)) for row in found.tolist()]


BY_GRADE = {"method": "by_grade", "weights": {"B": 1, "C": 0.5}}
WITHOUT_C = {"method": "by_grade", "weights": {"B": 1, "C": 0}}


def test_another_weighting_is_a_choice() -> None:
    found = shares(model({"weighting": [{"method": "given"}, WITHOUT_C]}, weighting=BY_GRADE), {"weighting": [1, 2, 3]})

    assert found == [
        pytest.approx({"p": 0.4, "q": 0.2, "r": 0.4}),
        pytest.approx({"p": 1 / 3, "q": 1 / 3, "r": 1 / 3}),
        pytest.approx({"p": 0.5, "q": 0, "r": 0.5}),
    ]


def test_a_draw_with_another_weighting_has_the_scores_of_the_framework_with_it() -> None:
    varied = model({"weighting": [{"method": "equal"}, WITHOUT_C]}, weighting=BY_GRADE)

    found = scores_of(varied, read_design(pa.table({"weighting": [1, 2, 3]}), varied.space))

    for scores, weighting in zip(found, (BY_GRADE, {"method": "equal"}, WITHOUT_C), strict=True):
        framework = framework_of(TREE, weighting=weighting, **GRADED)
        expected, axes = replicated(inputs_of(indicator_table(FIGURES, "abcd", (2020, 2021)), framework), framework)
        index = varied.axes.indicator_ids.index("index")
        np.testing.assert_allclose(scores[index], expected[axes.indicator_ids.index("index")], rtol=1e-12)


def test_weights_vary_around_those_of_the_weighting_drawn_and_none_stays_none() -> None:
    varied = model({"weighting": [WITHOUT_C], "weights": [{"method": "range", "range": 0.5}]}, weighting=BY_GRADE)

    draws = varied.space.realise(np.full((1, varied.space.dimensions), 0.75))

    assert draws.choices["weighting"].tolist() == [1]
    edges = varied.tree.edges
    assert draws.weights[0, [edges[name] for name in "pqr"]].tolist() == pytest.approx([0.5, 0, 0.5])
    dirichlet = {"weighting": [WITHOUT_C], "weights": [{"method": "dirichlet", "concentration": 5}]}
    varied = model(dirichlet, weighting=BY_GRADE)
    weights = varied.space.realise(np.full((1, varied.space.dimensions), 0.75)).weights[0]
    assert weights[edges["q"]] == 0
    assert np.isfinite(weights).all()


def test_a_weighting_that_brings_in_what_has_no_weight_is_refused() -> None:
    with pytest.raises(MethodError, match=r"by_grade .* gives weight to c, q, which has none"):
        model({"weighting": [BY_GRADE]}, weighting=WITHOUT_C)


def test_a_theme_is_left_out_with_its_indicators() -> None:
    varied = model({"weights": [], "leave_out_theme": 0.3})

    # three themes: u / 0.3 in thirds, in the order of the tree; nothing is left out from 0.3 on
    draws = varied.space.realise(np.array([[0.05], [0.15], [0.25], [0.35]]))

    assert varied.space.factors == ("theme_left_out",)
    left_out = [varied.tree.component_ids[node] if node >= 0 else None for node in draws.theme_left_out.tolist()]
    assert left_out == ["p", "q", "r", None]
    weights = draws.final_weights(varied.tree)
    edges = [varied.tree.edges[name] for name in "pqr"]
    assert (weights[:, edges] > 0).tolist() == [[name != gone for name in "pqr"] for gone in left_out]
    assert shares(varied, {"theme_left_out": ["q", ""]}) == [
        pytest.approx({"p": 0.5, "q": 0, "r": 0.5}),
        pytest.approx({"p": 1 / 3, "q": 1 / 3, "r": 1 / 3}),
    ]


def test_single_years_are_a_choice_beside_means_over_years() -> None:
    means = {"numerator": {"series": "people"}, "over": 2}
    index = one(means, {"people": {2019: [1.0, 3.0], 2020: [5.0, 4.0]}}, {}, weighted=True)
    inputs = Inputs(
        index.built.indicators, index.built.weights, index.built.rankings, index.observations, None, index.stocks
    )

    found = model_of(inputs, index.framework, Robustness(single_years=True)).figures

    x = found.values[found.axes.indicator_ids.index("x"), :, found.axes.years.index(2020)]
    assert x.tolist() == [[3, 3.5], [5, 4]]


def test_themes_take_part_in_the_sensitivity_analysis_by_name() -> None:
    varied = model(
        {"weighting": [WITHOUT_C], "reference_period": [{"first": 2020, "last": 2020}], "leave_out_theme": 0.1},
        weighting=BY_GRADE,
    )

    assert varied.space.factors == (
        *("weights_level_1", "weights_level_2"),
        *("weighting", "reference_period", "theme_left_out"),
    )
