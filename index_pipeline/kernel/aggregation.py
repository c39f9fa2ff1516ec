"""Scores of components, lowest level first, draw by draw."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from index_pipeline.framework.framework import Framework
from index_pipeline.framework.methods import Aggregation
from index_pipeline.kernel import benefit, custom, means, pairs, relative
from index_pipeline.kernel.arrays import Axes, Flags, Floats
from index_pipeline.kernel.combination import combine, refuse_negative
from index_pipeline.kernel.family import Family
from index_pipeline.kernel.tree import Node, Tree
from index_pipeline.rounding import ROUNDING

__all__ = ["METHODS", "aggregate", "combine", "combine_covered"]

METHODS = (means, relative, pairs, benefit, custom)
"""The modules whose functions `combine` chooses from: importing them here registers the functions."""


def aggregate(
    tree: Tree,
    rules: Sequence[Aggregation],
    leaves: Sequence[Floats],
    own: Sequence[Flags | None],
    weights: Floats,
    axes: Axes,
    framework: Framework,
) -> tuple[list[Floats], list[Floats | None]]:
    """Score every component of a block of draws.

    Args:
        tree: The components, children before parents.
        rules: The aggregation of each component.
        leaves: Scores of each indicator, (draw or 1, year, region); NaN if missing.
        own: Where each indicator's score is based on the region's own figures; None if it is everywhere.
        weights: (draw, edge); 0 leaves an edge out.
        axes: Names the indicators of the tree, years and regions.
        framework: Gives scale and reference period.

    Returns:
        Scores (draw, year, region) and coverage of each component; coverage is None if it is 1 everywhere.

    Raises:
        MethodError: an aggregation has no result, such as a negative score under a mean that is not defined for it.
    """
    scores: list[Floats] = list(leaves)
    coverage: list[Floats | None] = [None if flags is None else flags.astype(float) for flags in own]
    reference = axes.at(framework.definition.fitted_on.range)
    names = (*tree.indicator_ids, *tree.component_ids)
    empty = np.zeros((1, *axes.shape[1:]))
    for node, rule in zip(tree.nodes, rules, strict=True):
        w, children = weights[:, node.edges, None, None], [scores[c] for c in node.children]
        if not w.any():  # all of its children are left out
            scores.append(np.full_like(empty, np.nan))
            coverage.append(empty)
            continue
        covered = _coverage([coverage[c] for c in node.children], w)
        below = Axes(tuple(names[c] for c in node.children), axes.years, axes.ref_areas)
        gaps = covered is not None
        family = Family(node.component_id, children, w, gaps, below, reference, framework.definition.scale)
        if covered is None:
            scores.append(combine(rule, family))
        else:
            scores.append(combine_covered(rule, family, _enough(node, family, covered)))
        coverage.append(covered)
    indicators = len(tree.indicator_ids)
    return scores[indicators:], coverage[indicators:]


def combine_covered(rule: Aggregation, family: Family, enough: Flags) -> Floats:
    """Combine the children of one component in the regions and years with sufficient coverage; NaN in the others.

    A region with insufficient coverage is not compared with others either.
    """
    if rule.compares_regions:
        if rule.refuses_negative:  # checks every region, as a mean does
            family = replace(family, scores=list(refuse_negative(family.stacked, family.axes.indicator_ids, family)))
        return combine(rule, family.where(enough))
    return np.where(enough, combine(rule, family), np.nan)


def _enough(node: Node, family: Family, covered: Floats) -> Flags:
    """Return where coverage is sufficient for a score."""
    reached = _share_scored(family.scores, family.weights) if node.rule.of_children else covered
    return np.asarray(reached >= node.rule.threshold - ROUNDING)


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
