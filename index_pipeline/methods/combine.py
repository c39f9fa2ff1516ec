"""Combine: scores of children to the scores of the components of one height of the tree."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from index_pipeline.framework.framework import Framework
from index_pipeline.framework.methods import (
    Aggregation,
    BenefitOfTheDoubt,
    Copeland,
    Geometric,
    GreyRelation,
    Harmonic,
    MazziottaPareto,
    MeanOutranking,
    Power,
    RankSumRatio,
    Topsis,
)
from index_pipeline.framework.model import Component
from index_pipeline.methods import _sql
from index_pipeline.methods.benefit import benefit_of_the_doubt
from index_pipeline.methods.columns import with_levels
from index_pipeline.methods.errors import MethodError
from index_pipeline.methods.pairwise import pairwise
from index_pipeline.rounding import ROUNDING, is_constant

Relative = Topsis | RankSumRatio | GreyRelation | Copeland | MeanOutranking | BenefitOfTheDoubt
"""Aggregations that place a region against ideal points or other regions."""


@dataclass(frozen=True)
class Rule:
    """How one component is combined: its aggregation, and how much of it must be known."""

    component_id: str
    aggregation: Aggregation
    threshold: float
    of_children: bool

    @property
    def floor(self) -> float | None:
        """The least score that the mean takes; null where it takes any."""
        return self.aggregation.floor if isinstance(self.aggregation, (Geometric, Harmonic, Power)) else None

    @property
    def refuses_negative(self) -> bool:
        """Whether the aggregation has no meaning for negative scores."""
        return self.floor == 0 or isinstance(self.aggregation, (MazziottaPareto, BenefitOfTheDoubt))


def rule_of(node: Component, framework: Framework) -> Rule:
    """Return how `node` is combined: by its own fields, or the framework's."""
    definition = framework.definition
    return Rule(
        node.id,
        node.aggregation or definition.aggregation,
        definition.coverage if node.coverage is None else node.coverage,
        (node.coverage_of or definition.coverage_of) == "children",
    )


def combine(children: pa.Table, weights: pa.Table, rules: list[Rule], framework: Framework) -> pa.Table:
    """Score components whose children all have their scores.

    Coverage is the weighted mean of the children's coverage, 0 for a child without any row. A component is scored
    where its coverage (or the share of its children with a score) reaches the threshold. Relative aggregations
    compare only regions that reach it.

    Args:
        children: `child_id`, `ref_area`, `time_period`, `score`, `coverage`.
        weights: `tables.WEIGHTS`; edges of weight 0 take no part.
        rules: One a component.
        framework: Gives scale and reference period.

    Returns:
        `ref_area`, `time_period`, `component_id`, `score` (null where not covered), `coverage`.

    Raises:
        MethodError: an aggregation has no result; the message names component, region and year.
    """
    chosen = pc.and_(
        pc.is_in(weights["component_id"], pa.array([rule.component_id for rule in rules], pa.string())),
        pc.greater(weights["weight"], 0),
    )
    edges = weights.filter(chosen).select(["component_id", "child_id", "weight"])
    _refuse_negative(children, edges, rules)
    relative = [rule for rule in rules if isinstance(rule.aggregation, Relative)]
    means = [rule for rule in rules if not isinstance(rule.aggregation, Relative)]
    found = []
    if means:
        inputs = {"children": children, "weights": edges, "rules": _table(means)}
        found.append(_sql.run("aggregate", inputs, rounding=ROUNDING))
    if relative:
        covered, parts = parts_of(children, edges, relative)
        values = [_relative(_of(parts, rule), rule, framework) for rule in relative]
        inputs = {"covered": covered, "found": pa.concat_tables(values)}
        found.append(_sql.run("covered", inputs))
    scored = pa.concat_tables([table.cast(found[0].schema) for table in found])
    _refuse_infinite(scored)
    return scored


def parts_of(children: pa.Table, edges: pa.Table, rules: list[Rule]) -> tuple[pa.Table, pa.Table]:
    """Return the coverage of each component, and the children's scores where it is enough.

    Returns:
        `ref_area`, `time_period`, `component_id`, `coverage`, `enough`; and, for the regions and years with enough,
        `component_id`, `child_id`, `ref_area`, `time_period`, `weight`, `score`, without gaps.
    """
    inputs = {"children": children, "weights": edges, "rules": _table(rules)}
    covered = _sql.run("coverage", inputs, rounding=ROUNDING)
    return covered, _sql.run("parts", {"children": children, "weights": edges, "covered": covered})


def _of(parts: pa.Table, rule: Rule) -> pa.Table:
    return parts.filter(pc.equal(parts["component_id"], rule.component_id))


def _relative(parts: pa.Table, rule: Rule, framework: Framework) -> pa.Table:
    aggregation, (floor, ceiling) = rule.aggregation, framework.definition.scale
    if isinstance(aggregation, BenefitOfTheDoubt):
        return benefit_of_the_doubt(parts, aggregation, framework).scores
    if isinstance(aggregation, (Copeland, MeanOutranking)):
        shares = pairwise(parts, majority=isinstance(aggregation, Copeland))
    elif isinstance(aggregation, RankSumRatio):
        by_place = "continuous" if aggregation.ranks == "continuous" else "integer"
        placed = with_levels(parts, "score", "greatest", ["component_id", "time_period", "child_id"])
        shares = _sql.run("rank_sum", {"parts": placed}, ranks=by_place, floor=floor, ceiling=ceiling)
    elif isinstance(aggregation, Topsis):
        shares = _sql.run("topsis", {"parts": parts, "ideals": _ideals(parts, rule, framework)})
    else:
        assert isinstance(aggregation, GreyRelation)
        nearest, farthest = _distances(parts, rule, aggregation, framework)
        shares = _sql.run(
            "grey",
            {"parts": parts},
            ceiling=ceiling,
            nearest=nearest,
            farthest=farthest,
            distinguishing=aggregation.distinguishing,
        )
    return _sql.run("on_scale", {"shares": shares}, floor=floor, ceiling=ceiling)


def _ideals(parts: pa.Table, rule: Rule, framework: Framework) -> pa.Table:
    floor, ceiling = framework.definition.scale
    assert isinstance(rule.aggregation, Topsis)
    if rule.aggregation.ideal == "scale":
        names = parts["child_id"].unique()
        return pa.table({"child_id": names, "worst": [floor] * len(names), "best": [ceiling] * len(names)})
    found = _in_reference(parts, framework).group_by("child_id").aggregate([("score", "min"), ("score", "max")])
    ideals = found.rename_columns(["child_id", "worst", "best"])
    if ideals.num_rows and is_constant(np.stack([ideals["worst"].to_numpy(), ideals["best"].to_numpy()]), 0).all():
        raise MethodError(
            f"component {rule.component_id}: each child has one score over the reference period, so that best and "
            "worst point are the same: choose the ideal `scale`"
        )
    return ideals


def _distances(parts: pa.Table, rule: Rule, aggregation: GreyRelation, framework: Framework) -> tuple[float, float]:
    floor, ceiling = framework.definition.scale
    scores = _in_reference(parts, framework)["score"]
    if aggregation.distances == "scale" or not len(scores):
        return 0.0, ceiling - floor
    distances = np.abs(ceiling - scores.to_numpy())
    if not distances.max() > ROUNDING * max(abs(floor), abs(ceiling)):
        raise MethodError(
            f"component {rule.component_id}: each child scores the ceiling throughout the reference period, so that "
            "there is no distance to relate to: choose the distances of the `scale`"
        )
    return float(distances.min()), float(distances.max())


def _in_reference(parts: pa.Table, framework: Framework) -> pa.Table:
    span, year = framework.definition.fitted_on, parts["time_period"]
    return parts.filter(pc.and_(pc.greater_equal(year, span.first), pc.less_equal(year, span.last)))


def _table(rules: list[Rule]) -> pa.Table:
    mazziotta = [rule.aggregation for rule in rules]
    return pa.table(
        {
            "component_id": pa.array([rule.component_id for rule in rules], pa.string()),
            "method": pa.array([rule.aggregation.method for rule in rules], pa.string()),
            "exponent": pa.array([getattr(rule.aggregation, "exponent", None) for rule in rules], pa.float64()),
            "guard": pa.array([rule.floor for rule in rules], pa.float64()),
            "penalty": pa.array([-1.0 if getattr(a, "penalty", "") == "below" else 1.0 for a in mazziotta]),
            "of_sample": pa.array([getattr(a, "variance", "") == "sample" for a in mazziotta], pa.bool_()),
            "threshold": pa.array([rule.threshold for rule in rules], pa.float64()),
            "of_children": pa.array([rule.of_children for rule in rules], pa.bool_()),
        }
    )


def _refuse_negative(children: pa.Table, edges: pa.Table, rules: list[Rule]) -> None:
    refusing = {rule.component_id for rule in rules if rule.refuses_negative}
    guarded = edges.filter(pc.is_in(edges["component_id"], pa.array(sorted(refusing), pa.string())))
    chosen = children.filter(pc.is_in(children["child_id"], guarded["child_id"].combine_chunks()))
    size = pc.max(pc.abs(chosen["score"])).as_py() or 0.0
    negative = chosen.filter(pc.less(chosen["score"], -ROUNDING * size))
    if negative.num_rows:
        child, area, year, score = (negative[c][0].as_py() for c in ("child_id", "ref_area", "time_period", "score"))
        parent = guarded.filter(pc.equal(guarded["child_id"], child))["component_id"][0].as_py()
        raise MethodError(
            f"component {parent}, region {area}, {year}: {child} scores {score:g}; its aggregation is not defined for "
            "negative scores: give a mean a floor, or the scale a floor of 0 or more"
        )


def _refuse_infinite(scored: pa.Table) -> None:
    row = pc.index(pc.invert(pc.is_finite(scored["score"])), True).as_py()
    if row >= 0:
        name, area, year = (scored[c][row].as_py() for c in ("component_id", "ref_area", "time_period"))
        raise MethodError(
            f"component {name}, region {area}, {year}: its score is too large or too small for its aggregation to "
            "compute: normalise its children to the scale, or give a power another exponent"
        )
