"""The explorer computes scores and ranks by the rules of the pipeline."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import index_pipeline
from index_pipeline.kernel.ranks import rank
from index_pipeline.rounding import ROUNDING

NODE = shutil.which("node")
ENGINE = Path(index_pipeline.__file__).parent / "publication/static/explorer/engine.js"

pytestmark = pytest.mark.skipif(NODE is None, reason="node is not installed, which runs the explorer's script here")


def evaluate(expression: str) -> Any:
    """Return the value of an expression of `engine`, the explorer's functions."""
    script = f"""
      const window = {{ ICDI_CORE: {{ rounding: {ROUNDING} }} }};
      {ENGINE.read_text(encoding="utf-8")}
      const {{ engine }} = window.icdi;
      console.log(JSON.stringify({expression}));
    """
    done = subprocess.run([str(NODE), "-e", script], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_ranks_are_those_of_the_pipeline() -> None:
    years = [
        [0.1 + 0.2, 0.3, 50.0, None, 50.0 + 1e-9],
        [100.0, 10.0, 10 + 0.9e-10, 10 + 1.8e-10, 9.0],
        [1e-17, 0.0, -1e-17, 3.0, -3.0],
        [None] * 5,
    ]

    found = evaluate(f"{json.dumps(years)}.map(engine.ranks)")

    for ours, scores in zip(found, years, strict=True):
        expected = rank(np.array(scores, float)[None])[0].tolist()
        assert [place or 0 for place in ours] == expected


def score(method: str, scores: dict[str, float | None], weights: dict[str, float]) -> float | None:
    tree = {
        "root": {"id": "index", "rule": {"method": method}, "threshold": 0, "ofChildren": False},
        "children": {"index": []},
        "leaves": {"index": [{"id": name} for name in scores]},
    }
    leaf = f"(id) => ({{ score: {json.dumps(scores)}[id], coverage: {json.dumps(scores)}[id] === null ? 0 : 1 }})"
    found = evaluate(f"engine.scoreTree({json.dumps(tree)}, {leaf}, (item) => ({json.dumps(weights)})[item.id])")
    return found["index"]["score"]


def test_a_weighted_sum_shares_the_weight_of_a_missing_child() -> None:
    weights = {"a": 1.0, "b": 2.0, "c": 1.0}

    assert score("weighted_sum", {"a": 1, "b": 2, "c": 3}, weights) == 8
    assert score("weighted_sum", {"a": 3, "b": None, "c": 6}, weights) == (3 + 6) * 4 / 2


def test_scores_that_cancel_are_zero() -> None:
    assert score("arithmetic", {"a": 0.3, "b": -0.1, "c": -0.2}, {"a": 1.0, "b": 1.0, "c": 1.0}) == 0
