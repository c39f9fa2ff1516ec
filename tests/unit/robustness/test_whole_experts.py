"""Draws of whole experts: the weights that one expert gave, in every component at once."""

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError
from synthetic_index import framework_of, indicator_table, inputs_of

from index_pipeline.framework.load import FrameworkError, load
from index_pipeline.framework.robustness import Robustness
from index_pipeline.robustness.model import Model, model_of

SMALL = Path(__file__).resolve().parents[2] / "framework" / "small"
EXPERTS: dict[str, Any] = {
    "method": "experts",
    "weights": {"index": {"a": [60, 20], "p": [40, 80]}, "p": {"b": [1, 3], "c": [1, 1]}},
}


def model(*rules: dict[str, Any]) -> Model:
    framework = framework_of({"a": 1, "p": {"b": 1, "c": 1}}, robustness={"weights": list(rules)})
    values = np.array([[[1.0, 2.0]], [[2.0, 1.0]], [[1.0, 3.0]]])
    inputs = inputs_of(indicator_table(values, ["a", "b", "c"], [2020]), framework)
    return model_of(inputs, framework)


def test_a_draw_takes_all_weights_of_one_expert() -> None:
    space = model(EXPERTS).space

    draws = space.realise(np.array([[0.2], [0.7]]))

    assert (space.factors, space.dimensions) == (("weights_experts",), 1)
    edges = space.tree.edges
    shares = {name: draws.weights[:, edges[name]].tolist() for name in ("a", "p", "b", "c")}
    # the sums of the weights given are 2 and 2
    assert shares == {"a": [1.2, 0.4], "p": [0.8, 1.6], "b": [1.0, 1.5], "c": [1.0, 0.5]}


def test_components_that_no_expert_weighed_vary_by_their_own_rule() -> None:
    only_index = {"method": "experts", "weights": {"index": EXPERTS["weights"]["index"]}}
    space = model(only_index, {"method": "range", "range": 0.5}).space

    assert space.factors == ("weights_experts", "weights_level_2")
    numbers, others = (np.full((1, space.dimensions), u) for u in (0.2, 0.9))
    mixed = numbers.copy()
    mixed[:, space.columns()["weights_experts"]] = 0.9
    one, other, swapped = (space.realise(u).weights for u in (numbers, others, mixed))
    index, pillar = (next(n.edges for n in space.tree.nodes if n.component_id == name) for name in ("index", "p"))
    assert (swapped[:, index] == other[:, index]).all()
    assert (swapped[:, pillar] == one[:, pillar]).all()


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        pytest.param({"p": {"b": [1, 2], "c": [1]}}, "a weight from every expert", id="an expert short"),
        pytest.param({"p": {"b": [0, 1], "c": [0, 1]}}, "p: expert 1 gives no child a weight", id="no weight"),
        pytest.param({"p": {"b": [-1], "c": [1]}}, "greater than or equal to 0", id="negative"),
        pytest.param({}, "at least 1 item", id="nothing"),
    ],
)
def test_options_are_refused(weights: dict[str, object], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        Robustness.model_validate({"weights": [{"method": "experts", "weights": weights}]})


def test_experts_who_weighed_another_tree_are_refused(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(SMALL, tmp_path / "small"))
    path = folder / "framework.yaml"
    rule = "{method: experts, weights: {small: {invention: [1], exports: [2]}, trade: {x: [1]}}}"
    path.write_text(path.read_text(encoding="utf-8").replace("{method: range, range: 0.25}", rule), encoding="utf-8")

    with pytest.raises(FrameworkError) as caught:
        load(folder)

    assert "framework.yaml: robustness.weights.0: component trade is not in the tree" in caught.value.faults
    assert (
        "framework.yaml: robustness.weights.0: experts weigh invention, exports of small, but its measured children "
        "are heritage, invention"
    ) in caught.value.faults
