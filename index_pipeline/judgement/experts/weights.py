"""Weights of a group of experts, written into a framework's `framework.yaml`."""

import difflib
from pathlib import Path

from index_pipeline.files import read_regular
from index_pipeline.framework.codes import LARGEST_FILE
from index_pipeline.framework.weight_lines import with_weights
from index_pipeline.judgement.experts.group import Group
from index_pipeline.judgement.experts.nodes import Method
from index_pipeline.judgement.forms import Fault, FormError
from index_pipeline.sources.problems import Both

BUDGET = 100
"""What the weights of a component's children add up to."""


def weighted(path: Path, group: Group, method: Method, number: int) -> tuple[str, str]:
    """Return the content of `framework.yaml` as it is, and with the weights of the group.

    Args:
        path: Of a `framework.yaml` that was loaded.
        group: Gives the shares; a share of 0.25 is written as 25.
        method: How the experts were asked.
        number: How many they were.

    Raises:
        FormError: the group gives a child no weight at all, which a framework does not admit.
    """
    faults = [
        Fault(
            path.name,
            Both(
                f"no expert gives {name} of {one.node.component_id} a point: make it supplementary, or take it out",
                f"没有专家给{one.node.component_id}的{name}分数，请将其改为supplementary或删去",
            ),
        )
        for one in group.judged
        for name, share in one.group.items()
        if not share > 0
    ]
    if faults:
        raise FormError(faults)
    before = read_regular(path, LARGEST_FILE).decode("utf-8")
    weights = {
        one.node.component_id: {name: BUDGET * share for name, share in one.group.items()} for one in group.judged
    }
    return before, with_weights(before, weights, (method, number))


def difference(before: str, after: str, name: str) -> str:
    """Return what changes, as `diff -u` shows it without lines of context; empty where nothing does."""
    lines = difflib.unified_diff(
        before.splitlines(keepends=True), after.splitlines(keepends=True), name, name, n=0, lineterm="\n"
    )
    return "".join(lines)
