"""Aggregate: scores of indicators up the tree to the score of the index."""

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from index_pipeline import tables
from index_pipeline.framework.load import Framework, components
from index_pipeline.framework.methods import Aggregation, Geometric, Harmonic, Power
from index_pipeline.framework.model import Component
from index_pipeline.methods import _sql
from index_pipeline.methods.errors import MethodError
from index_pipeline.tables import SCORES

OWN_FIGURES = pa.array(["interpolate", "carry"])
"""Imputations that rest on the region's own figures, and so count towards coverage."""


def aggregate(normalised: pa.Table, weights: pa.Table, framework: Framework) -> pa.Table:
    """Score every component, the deepest first, by its own method of aggregation.

    Children without a score drop out and the remaining weights are renormalised. Coverage is the weighted mean of
    the children's coverage: 1 for an indicator whose value rests on the region's own figures, 0 where it is
    missing or filled from other regions. A component is scored where its coverage reaches its threshold.

    Args:
        normalised: `tables.NORMALISED`, in points of the scale.
        weights: `tables.WEIGHTS`; edges of weight 0 take no part.
        framework: Gives tree, methods and thresholds.

    Returns:
        `tables.SCORES`: every component × region × scored year, in points of the scale; score null with its reason
        in `status`.

    Raises:
        MethodError: a negative score under a mean that is not defined for it.

    Source: OECD/JRC Handbook on Constructing Composite Indicators (2008), step 6.
    """
    span = framework.definition.years
    year = normalised["time_period"]
    children = _leaves(normalised.filter(pc.and_(pc.greater_equal(year, span.first), pc.less_equal(year, span.last))))
    found = []
    for level in _levels(framework.definition.index):
        scored = _combine(children, weights, level, framework.definition.aggregation, framework.definition.coverage)
        found.append(scored)
        children = pa.concat_tables([children, _as_children(scored)])
    units = children.group_by(["ref_area", "time_period"]).aggregate([]).select(["ref_area", "time_period"])
    return SCORES.conform(_with_status(pa.concat_tables(found), units, framework))


def balance(scores: pa.Table, weights: pa.Table, framework: Framework) -> pa.Table:
    """Score the index by its own aggregation and, beside it, by the framework's `balance`: geometric by default.

    Args:
        scores: `tables.SCORES`.
        weights: `tables.WEIGHTS`.
        framework: Gives the aggregation to compare with; without one the table is empty.

    Returns:
        `tables.BALANCE`: both scores and their ranks (1 best), for each region and scored year.
    """
    other = framework.definition.balance
    if other is None:
        return tables.BALANCE.empty()
    index = framework.definition.index
    inputs = {
        "scores": scores,
        "other": _combine(
            _as_children(scores),
            weights,
            [index.model_copy(update={"aggregation": other.aggregation})],
            other.aggregation,
            framework.definition.coverage,
        ),
    }
    return tables.BALANCE.conform(_sql.run("balance", inputs, index_id=index.id))


def _leaves(normalised: pa.Table) -> pa.Table:
    own = pc.or_(pc.is_null(normalised["filled_by"]), pc.is_in(normalised["filled_by"], OWN_FIGURES))
    covered = pc.and_(own, pc.is_valid(normalised["score"]))
    return pa.table(
        {
            "child_id": normalised["indicator_id"],
            "ref_area": normalised["ref_area"],
            "time_period": normalised["time_period"],
            "score": normalised["score"],
            "coverage": covered.cast(pa.float64()),
        }
    )


def _as_children(scored: pa.Table) -> pa.Table:
    return scored.select(["component_id", "ref_area", "time_period", "score", "coverage"]).rename_columns(
        ["child_id", "ref_area", "time_period", "score", "coverage"]
    )


def _levels(root: Component) -> Iterator[list[Component]]:
    """Yield the measured components by height: those with indicators only, their parents, and so on to the root."""
    heights: dict[int, list[Component]] = {}

    def height(node: Component) -> int:
        below = [height(child) for child in node.components if not child.not_measured]
        own = 1 + max(below, default=0)
        heights.setdefault(own, []).append(node)
        return own

    height(root)
    yield from (heights[h] for h in sorted(heights))


def _combine(
    children: pa.Table, weights: pa.Table, level: list[Component], aggregation: Aggregation, coverage: float
) -> pa.Table:
    rules = [(node.id, node.aggregation or aggregation, _threshold(node, coverage)) for node in level]
    edges = weights.filter(
        pc.and_(
            pc.is_in(weights["component_id"], pa.array([name for name, _, _ in rules])),
            pc.greater(weights["weight"], 0),
        )
    ).select(["component_id", "child_id", "weight"])
    _refuse_negative(
        children,
        edges,
        {name for name, rule, _ in rules if isinstance(rule, (Geometric, Harmonic, Power)) and rule.floor == 0},
    )
    table = pa.table(
        {
            "component_id": pa.array([name for name, _, _ in rules], pa.string()),
            "method": pa.array([rule.method for _, rule, _ in rules], pa.string()),
            "exponent": pa.array([getattr(rule, "exponent", None) for _, rule, _ in rules], pa.float64()),
            "guard": pa.array([_guard(rule) for _, rule, _ in rules], pa.float64()),
            "threshold": pa.array([threshold for _, _, threshold in rules], pa.float64()),
        }
    )
    return _sql.run("aggregate", {"children": children, "weights": edges, "rules": table})


def _threshold(node: Component, default: float) -> float:
    return default if node.coverage is None else node.coverage


def _guard(rule: Aggregation) -> float | None:
    """Return the least score that the mean takes; null where it takes any."""
    return rule.floor if isinstance(rule, (Geometric, Harmonic, Power)) else None


def _refuse_negative(children: pa.Table, edges: pa.Table, component_ids: set[str]) -> None:
    guarded = edges.filter(pc.is_in(edges["component_id"], pa.array(sorted(component_ids), pa.string())))
    negative = children.filter(
        pc.and_(pc.less(children["score"], 0), pc.is_in(children["child_id"], guarded["child_id"].combine_chunks()))
    )
    if negative.num_rows:
        child, area, year, score = (negative[c][0].as_py() for c in ("child_id", "ref_area", "time_period", "score"))
        parent = guarded.filter(pc.equal(guarded["child_id"], child))["component_id"][0].as_py()
        raise MethodError(
            f"component {parent}, region {area}, {year}: {child} scores {score:g}; its mean is not defined for "
            "negative scores: give the aggregation a floor, or the scale a floor of 0 or more"
        )


def _with_status(scored: pa.Table, units: pa.Table, framework: Framework) -> pa.Table:
    nodes = list(components(framework.definition.index))
    listed = pa.table(
        {
            "component_id": pa.array([node.id for node in nodes], pa.string()),
            "measured": pa.array([node.not_measured is None for node in nodes], pa.bool_()),
        }
    )
    return _sql.run("status", {"scored": scored, "units": units, "listed": listed})
