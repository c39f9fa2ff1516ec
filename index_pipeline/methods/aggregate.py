"""Aggregate: scores of indicators up the tree to the score of the index."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from index_pipeline import tables
from index_pipeline.framework.framework import Framework, components
from index_pipeline.framework.methods import BenefitOfTheDoubt
from index_pipeline.framework.model import Component
from index_pipeline.framework.rules import Rule
from index_pipeline.kernel import ranks as kernel
from index_pipeline.kernel.arrays import integers, keys, labels, nullable
from index_pipeline.kernel.benefit import benefit
from index_pipeline.kernel.cells import Cells, axes_of, distinct
from index_pipeline.methods.combine import Children, Edges, combine, components_of, edges_of, family_of, leaves
from index_pipeline.methods.rank import rank
from index_pipeline.rounding import is_constant
from index_pipeline.tables import SCORES


def aggregate(normalised: pa.Table, weights: pa.Table, framework: Framework) -> pa.Table:
    """Score every component, lowest level first, by its own method of aggregation.

    Children without a score are ignored and the remaining weights are renormalised. Coverage is the weighted mean of
    the children's coverage: 1 for an indicator whose value is based on the region's own figures, 0 if it is
    missing or filled from other regions. A component is scored where its coverage reaches its threshold, or with
    `coverage_of: children` where the share of its children that have a score does.

    Args:
        normalised: `tables.NORMALISED`, in points of the scale; of the scored years and the reference period, which
            some aggregations compare with.
        weights: `tables.WEIGHTS`; edges of weight 0 are ignored.
        framework: Gives tree, methods and thresholds.

    Returns:
        `tables.SCORES`: every component × region × scored year, in points of the scale; score null with its reason
        in `status`.

    Raises:
        MethodError: an aggregation has no result, such as a mean of negative scores that is not defined for them.

    Source: OECD/JRC Handbook on Constructing Composite Indicators (2008), step 6.
    """
    edges, scored = edges_of(weights), leaves(normalised)
    for level in by_height(framework.definition.index):
        scored |= combine(scored, edges, [framework.rule_of(node.id) for node in level], framework)
    return _with_status(scored, framework)


def balance(normalised: pa.Table, scores: pa.Table, weights: pa.Table, framework: Framework) -> pa.Table:
    """Score the index by its own aggregation and, for comparison, by the framework's `balance`: geometric by default.

    Args:
        normalised: `tables.NORMALISED`, of which the index may have indicators of its own.
        scores: `tables.SCORES`.
        weights: `tables.WEIGHTS`.
        framework: Gives the aggregation to compare with; the table is empty without one, and for an index of
            indicators alone.

    Returns:
        `tables.BALANCE`: both scores and their ranks (1 best), for each region and scored year.
    """
    other = framework.definition.balance
    edges = edges_of(weights)
    if other is None or not edges.get(framework.index_id, {}).keys() & set(distinct(scores["component_id"])):
        return tables.BALANCE.empty()
    rule = replace(framework.rule_of(framework.index_id), aggregation=other.aggregation)
    own = rank(scores.filter(pc.equal(scores["component_id"], framework.index_id)))
    cells = Cells.of(own, "component_id")
    children, axes = leaves(normalised), axes_of(scores, ())
    every = combine(children | components_of(scores, children.axes), edges, [rule], framework)
    listed = np.ix_(children.axes.at(axes.years), np.isin(children.axes.ref_areas, axes.ref_areas))
    compared = every.scores[framework.index_id][listed][None]
    place = kernel.rank(compared)
    columns = {
        "ref_area": own["ref_area"],
        "time_period": own["time_period"],
        "own_score": own["score"],
        "other_score": cells.take(compared),
        "own_rank": own["rank"],
        "other_rank": integers(cells.of_rows(np.where(place > 0, place, np.nan))),
    }
    return tables.BALANCE.conform(pa.table(columns))


def region_weights(normalised: pa.Table, scores: pa.Table, weights: pa.Table, framework: Framework) -> pa.Table:
    """List the weights that regions chose in the components aggregated by the benefit of the doubt.

    Args:
        normalised: `tables.NORMALISED`.
        scores: `tables.SCORES`.
        weights: `tables.WEIGHTS`.
        framework: Gives the components.

    Returns:
        `tables.REGION_WEIGHTS`; empty if no component is aggregated so.
    """
    rules = [framework.rule_of(node.id) for node in components(framework.definition.index) if not node.not_measured]
    rules = [rule for rule in rules if isinstance(rule.aggregation, BenefitOfTheDoubt)]
    if not rules:
        return tables.REGION_WEIGHTS.empty()
    edges, children = edges_of(weights), leaves(normalised)
    scored = components_of(scores, children.axes)
    found = [_region_weights(children | scored, edges, rule, framework) for rule in rules]
    return tables.REGION_WEIGHTS.conform(pa.concat_tables(found))


def _region_weights(children: Children, edges: Edges, rule: Rule, framework: Framework) -> pa.Table:
    assert isinstance(rule.aggregation, BenefitOfTheDoubt)
    scored = children.scores[rule.component_id][None]
    unknown = ~children.axes.at(framework.definition.years.range)[:, None]
    family = family_of(children, edges, rule, framework).where(~np.isnan(scored) | unknown)
    chosen = benefit(rule.aggregation, family).weights[:, 0]
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(scored == 0, 0.0, chosen * family.stacked[:, 0] / scored)
    table = pa.table(keys(family.axes, "child_id") | {"weight": nullable(chosen), "share": nullable(share)})
    listed = pc.and_(pc.is_valid(table["weight"]), pc.is_valid(table["share"]))
    rows = table.filter(listed).sort_by([(name, "ascending") for name in ("ref_area", "time_period", "child_id")])
    return rows.append_column("component_id", pa.repeat(rule.component_id, rows.num_rows))


def by_height(root: Component) -> Iterator[list[Component]]:
    """Yield the measured components by height: those with indicators only, their parents, and so on to the root."""
    heights: dict[int, list[Component]] = {}

    def height(node: Component) -> int:
        below = [height(child) for child in node.components if not child.not_measured]
        own = 1 + max(below, default=0)
        heights.setdefault(own, []).append(node)
        return own

    height(root)
    yield from (heights[h] for h in sorted(heights))


def _with_status(scored: Children, framework: Framework) -> pa.Table:
    """Return every component in the scored years of every region, with the reason if it has no score.

    A component in which all regions of a year score the same does not distinguish them.
    """
    nodes = sorted(components(framework.definition.index), key=lambda node: node.id)
    nothing, none = np.full(scored.present.shape, np.nan), np.zeros(scored.present.shape)
    score = np.stack([scored.scores.get(node.id, nothing) for node in nodes])
    coverage = np.stack([scored.coverage.get(node.id, none) for node in nodes])
    alike = is_constant(score)[..., None] & ((~np.isnan(score)).sum(2, keepdims=True) > 1)
    unmeasured = np.array([node.not_measured is not None for node in nodes])[:, None, None]
    reasons = [unmeasured, np.isnan(score), alike]
    status = np.select(np.broadcast_arrays(*reasons), [0, 1, 2], 3)
    years = scored.axes.at(framework.definition.years.range)[:, None]
    area, year = np.nonzero((scored.present & years).T)
    rows = np.repeat(area, len(nodes)), np.repeat(year, len(nodes)), np.tile(np.arange(len(nodes)), len(area))
    cell = rows[2], rows[1], rows[0]
    found = pa.table(
        {
            "ref_area": labels(scored.axes.ref_areas, rows[0]),
            "time_period": pa.array(np.array(scored.axes.years, np.int32)[rows[1]], pa.int32()),
            "component_id": labels([node.id for node in nodes], rows[2]),
            "score": nullable(score[cell]),
            "coverage": pa.array(coverage[cell]),
            "status": labels(("not_measured", "insufficient_coverage", "no_distinction", "scored"), status[cell]),
        }
    )
    return SCORES.conform(found, found)
