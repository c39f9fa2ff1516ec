"""Scores of components in arrays, by the rules of `methods.aggregate`."""

from collections.abc import Sequence

import numpy as np

from index_pipeline.framework.methods import Aggregation
from index_pipeline.robustness.panel.arrays import Flags, Floats
from index_pipeline.robustness.panel.means import combine
from index_pipeline.robustness.panel.tree import Tree
from index_pipeline.rounding import ROUNDING


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
        w, children = weights[:, node.edges, None, None], [scores[c] for c in node.children]
        covered = _coverage([coverage[c] for c in node.children], w)
        score = combine(rule, children, w, covered is not None, node.component_id)
        if covered is not None:
            reached = _share_scored(children, w) if node.of_children else covered
            score = np.where(reached >= node.threshold - ROUNDING, score, np.nan)
        scores.append(score)
        coverage.append(covered)
    indicators = len(tree.indicator_ids)
    return scores[indicators:], coverage[indicators:]


def _coverage(parts: Sequence[Floats | None], w: Floats) -> Floats | None:
    total = w.sum(1)
    if all(part is None for part in parts) and (total > 0).all():
        return None
    found = sum(w[:, i] * (1.0 if part is None else part) for i, part in enumerate(parts))
    share = np.divide(found, total, out=np.zeros(np.shape(found)), where=total > 0)
    coverage: Floats = np.minimum(share, 1.0)
    return coverage


def _share_scored(children: Sequence[Floats], w: Floats) -> Floats:
    taking_part = w > 0
    scored = sum(taking_part[:, i] & ~np.isnan(child) for i, child in enumerate(children))
    return np.asarray(scored / np.maximum(taking_part.sum(1), 1))
