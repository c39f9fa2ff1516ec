"""Weights of a group of experts, written into a framework's `framework.yaml`."""

import difflib
from pathlib import Path
from typing import Literal

import numpy as np

from index_pipeline.files import read_regular
from index_pipeline.framework.changes.weight_lines import with_weights
from index_pipeline.framework.code_files import LARGEST_LIST
from index_pipeline.judgement.experts.group import Group
from index_pipeline.judgement.experts.nodes import Method
from index_pipeline.judgement.forms import FormError, FormFault
from index_pipeline.kernel.arrays import Floats
from index_pipeline.language import Both

LOOSEST, TIGHTEST = 1.0, 10_000.0
"""Bounds of a fitted concentration."""

BUDGET = 100
"""What the weights of a component's children add up to."""


Vary = Literal["experts", "spread"]


def weighted(path: Path, group: Group, method: Method, number: int, vary: Vary | None = None) -> tuple[str, str]:
    """Return the content of `framework.yaml` unchanged, and with the weights of the group.

    Args:
        path: Of a `framework.yaml` that was loaded.
        group: Gives the shares; a share of 0.25 is written as 25.
        method: How the experts were asked.
        number: Number of experts.
        vary: What the uncertainty analysis draws: experts as units, or shares by their spread; None: unchanged.

    Raises:
        FormError: the group gives a child no weight at all, which a framework does not allow.
    """
    faults = [
        FormFault(
            path.name,
            Both(
                f"no expert gives {name} of {one.node.component_id} a point: make it supplementary, or take it out",
                f"没有专家给{one.node.component_id}的{name}打分，请将其改为supplementary或删去",
            ),
        )
        for one in group.judged
        for name, share in one.group.items()
        if not share > 0
    ]
    if faults:
        raise FormError(faults)
    before = read_regular(path, LARGEST_LIST).decode("utf-8")
    weights = {
        one.node.component_id: {name: BUDGET * share for name, share in one.group.items()} for one in group.judged
    }
    varied = None if vary is None else _experts(group) if vary == "experts" else _spread(group)
    return before, with_weights(before, weights, (method, number), varied)


def _experts(group: Group) -> str:
    """Return the rule that draws whole experts: the weights of each, in an order that depends only on the weights."""
    together = np.hstack([one.shares for one in group.judged])
    order = np.lexsort(together.T[::-1])
    rows = []
    for one in group.judged:
        children = ", ".join(
            f"{name}: [{', '.join(f'{BUDGET * share:.6g}' for share in one.shares[order, place])}]"
            for place, name in enumerate(one.node.names)
        )
        rows.append(f"      {one.node.component_id}: {{{children}}}")
    return "[{method: experts, weights: {\n" + ",\n".join(rows) + "}}]"


def _spread(group: Group) -> str:
    """Return a rule for each component, that draws its shares from a Dirichlet distribution as wide as the experts."""
    rules = (
        f"      {{method: dirichlet, components: [{one.node.component_id}], "
        f"concentration: {concentration(one.shares):.6g}}}"
        for one in group.judged
    )
    return "[\n" + ",\n".join(rules) + "]"


def concentration(shares: Floats) -> float:
    """Fit the concentration of a Dirichlet distribution to experts' shares (expert, child), by moments.

    ``c = Σ s(1 − s) / Σ v − 1``, s the mean share of a child and v its variance with n − 1; at least 1, and at most
    10,000, if the experts agree completely.
    """
    mean, variance = shares.mean(0), shares.var(0, ddof=1) if len(shares) > 1 else np.zeros(shares.shape[1])
    spread = float((mean * (1 - mean)).sum())
    total = float(variance.sum())
    return min(max(spread / total - 1, LOOSEST), TIGHTEST) if total > spread / TIGHTEST else TIGHTEST


def difference(before: str, after: str, name: str) -> str:
    """Return what changes, as `diff -u` shows it without lines of context; empty if nothing does."""
    lines = difflib.unified_diff(
        before.splitlines(keepends=True), after.splitlines(keepends=True), name, name, n=0, lineterm="\n"
    )
    return "".join(lines)
