"""Scores of components in arrays, by the rules and formulas of `methods.aggregate`."""

from collections.abc import Sequence

import numpy as np

from index_pipeline.framework.methods import Aggregation, Arithmetic, Geometric, Harmonic, Power, WeightedSum
from index_pipeline.methods.errors import MethodError
from index_pipeline.robustness.panel.arrays import Flags, Floats
from index_pipeline.robustness.panel.tree import Tree

ROUNDING = 1e-12
"""Coverage this little under its threshold is taken to reach it."""


def aggregate(
    tree: Tree, rules: Sequence[Aggregation], leaves: Sequence[Floats], own: Sequence[Flags | None], weights: Floats
) -> tuple[list[Floats], list[Floats | None]]:
    """Score every component of a block of draws.

    Args:
        tree: The components, children before parents.
        rules: The aggregation of each component.
        leaves: Scores of each indicator, (draw or 1, year, region); NaN where missing.
        own: Where each indicator's score rests on the region's own figures; None where it does everywhere.
        weights: (draw, edge); 0 leaves an edge out.

    Returns:
        Scores (draw, year, region) and coverage of each component; coverage None where it is 1 everywhere.

    Raises:
        MethodError: a negative score under a mean that is not defined for it, or a rule that is not available here.
    """
    scores: list[Floats] = list(leaves)
    coverage: list[Floats | None] = [None if flags is None else flags.astype(float) for flags in own]
    for node, rule in zip(tree.nodes, rules, strict=True):
        w = weights[:, node.edges, None, None]
        total = w.sum(1)
        covered = _coverage([coverage[c] for c in node.children], w, total)
        complete = covered is None
        score = _combine(rule, [scores[c] for c in node.children], w, total, complete, node.component_id)
        if covered is not None:
            score = np.where(covered >= node.threshold - ROUNDING, score, np.nan)
        scores.append(score)
        coverage.append(covered)
    indicators = len(tree.indicator_ids)
    return scores[indicators:], coverage[indicators:]


def _coverage(parts: Sequence[Floats | None], w: Floats, total: Floats) -> Floats | None:
    if all(part is None for part in parts) and (total > 0).all():
        return None
    found = sum(w[:, i] * (1.0 if part is None else part) for i, part in enumerate(parts))
    return np.asarray(np.divide(found, total, out=np.zeros(np.shape(found)), where=total > 0))


def _combine(
    rule: Aggregation, children: Sequence[Floats], w: Floats, total: Floats, complete: bool, component_id: str
) -> Floats:
    if not isinstance(rule, (Arithmetic, WeightedSum, Geometric, Harmonic, Power)):
        raise MethodError(f"component {component_id}: aggregation {rule.method} is not available in replicates")
    value = np.zeros(np.broadcast_shapes(w[:, 0].shape, *(child.shape for child in children)))
    weight, part = total, np.empty_like(value)
    zero = np.zeros((), bool)
    if not complete:
        weight = np.zeros_like(value)
    for i, child in enumerate(children):
        s = child
        if isinstance(rule, (Geometric, Harmonic, Power)):
            s = _guard(s, rule, component_id)
            if not (isinstance(rule, Power) and rule.exponent > 0) and (s <= 0).any():
                zero = zero | ((s <= 0) & (w[:, i] > 0))
                s = np.where(s <= 0, 1.0, s)
        term = _forward(rule, s)
        if not complete:
            present = ~np.isnan(term)
            weight += np.multiply(w[:, i], present, out=part)
            term = np.where(present, term, 0.0)
        value += np.multiply(w[:, i], term, out=part)
    with np.errstate(invalid="ignore", divide="ignore"):
        if isinstance(rule, WeightedSum):
            return np.where(weight > 0, value, np.nan)
        score = _back(rule, value / weight)
    return np.where(zero, 0.0, score) if zero.any() else score


def _guard(s: Floats, rule: Geometric | Harmonic | Power, component_id: str) -> Floats:
    if rule.floor > 0:
        return np.maximum(s, rule.floor)
    if (s < 0).any():
        raise MethodError(
            f"component {component_id}: a child scores {np.nanmin(s):g}; its mean is not defined for negative "
            "scores: give the aggregation a floor, or the scale a floor of 0 or more"
        )
    return s


def _forward(rule: Aggregation, s: Floats) -> Floats:
    if isinstance(rule, Geometric):
        return np.log(s)
    if isinstance(rule, Harmonic):
        return 1.0 / s
    return s**rule.exponent if isinstance(rule, Power) else s


def _back(rule: Aggregation, mean: Floats) -> Floats:
    if isinstance(rule, Geometric):
        return np.exp(mean)
    if isinstance(rule, Harmonic):
        return 1.0 / mean
    return mean ** (1.0 / rule.exponent) if isinstance(rule, Power) else mean
