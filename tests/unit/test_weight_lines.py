"""Weights written into framework.yaml change their numbers and nothing else, however the file is laid out."""

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from index_pipeline.framework.changes.weight_lines import WeightsByComponent, with_weights

BLOCK = """\
# the whole
id: x
edition: x-1   # first
index:
  id: x
  components:
    # the first
    - id: a   # weight to come
      title: {en: "A: a"}
      indicators:
        one: 1      # many
        two: 2
      supplementary: [three]

    - title: {en: B}
      weight: 3.0   # had one
      id: b
      components:
        - {id: c, weight: 2, indicators: {four: 1}}
        - {id: d, indicators: {five: 1}}
        - id: e
          not_measured: {reason: {en: no}}
"""

WEIGHTS: WeightsByComponent = {"x": {"a": 25, "b": 75}, "a": {"one": 1 / 3 * 100, "two": 66.5}, "b": {"c": 10, "d": 90}}


def test_comments_and_layout_stay() -> None:
    assert with_weights(BLOCK, WEIGHTS, ("ahp", 3)) == BLOCK.replace(
        "# first\n", "# first\nexperts: {method: ahp, number: 3}\n"
    ).replace("# weight to come\n", "# weight to come\n      weight: 25\n").replace(
        "one: 1 ", "one: 33.33333333 "
    ).replace("two: 2", "two: 66.5").replace("weight: 3.0", "weight: 75").replace(
        "{id: c, weight: 2", "{id: c, weight: 10"
    ).replace("{id: d,", "{id: d, weight: 90,")


def test_a_second_time_only_numbers_change() -> None:
    once = with_weights(BLOCK, WEIGHTS, ("ahp", 3), "[{method: range, range: 0.1}]")

    again = with_weights(once, WEIGHTS, ("budget_allocation", 12), "[{method: range, range: 0.1}]")

    assert again == once.replace("{method: ahp, number: 3}", "{method: budget_allocation, number: 12}")


@pytest.mark.parametrize(
    ("robustness", "expected"),
    [
        pytest.param("robustness: {seed: 1, top: 3}\n", {"seed": 1, "top": 3, "weights": [1]}, id="on a line"),
        pytest.param(
            "robustness:\n  weights:\n    - {method: range}\n    # why\n  top: 3\n",
            {"weights": [1], "top": 3},
            id="a list",
        ),
        pytest.param("robustness:   # what varies\n  seed: 1\n", {"seed": 1, "weights": [1]}, id="without"),
        pytest.param("robustness: {}\n", {"weights": [1]}, id="empty"),
        pytest.param("", {"weights": [1]}, id="no such field"),
    ],
)
def test_what_varies_is_written_where_it_belongs(robustness: str, expected: object) -> None:
    text = with_weights(BLOCK.replace("index:", f"{robustness}index:"), WEIGHTS, ("ahp", 3), "[\n      1]")

    assert yaml.safe_load(text)["robustness"] == expected
    assert text.count("#") == BLOCK.count("#") + robustness.count("#")


def test_line_ends_of_windows_stay() -> None:
    text = with_weights(BLOCK.replace("\n", "\r\n"), WEIGHTS, ("ahp", 3))

    assert text.replace("\r\n", "\n") == with_weights(BLOCK, WEIGHTS, ("ahp", 3))
    assert text.count("\n") == text.count("\r\n")


names = st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=5, unique=True)


@given(names, st.booleans(), st.sampled_from([None, True, False]), st.integers(1, 999))
def test_whatever_the_layout_only_weights_differ(
    children: list[str], given_: bool, flow: bool | None, weight: int
) -> None:
    tree: dict[str, Any] = {
        "id": "x", "edition": "1",
        "index": {"id": "i", "components": [
            {"id": name, **({"weight": 2} if given_ else {}), "indicators": {f"{name}1": 1, f"{name}2": 3}}
            for name in children
        ]},
    }  # fmt: skip
    text = yaml.safe_dump(tree, default_flow_style=flow, sort_keys=False)

    found = yaml.safe_load(with_weights(text, {"i": dict.fromkeys(children, weight)}, ("ahp", 2)))

    assert found.pop("experts") == {"method": "ahp", "number": 2}
    assert [child.pop("weight") for child in found["index"]["components"]] == [weight] * len(children)
    for child in tree["index"]["components"]:
        child.pop("weight", None)
    assert found == tree
