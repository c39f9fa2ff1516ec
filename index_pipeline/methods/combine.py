"""Combine: scores of children to the scores of the components of one height of the tree."""

import pyarrow as pa
import pyarrow.compute as pc

from index_pipeline.framework.framework import Framework
from index_pipeline.framework.rules import Rule
from index_pipeline.kernel.aggregation import combine_covered
from index_pipeline.kernel.arrays import Axes, Cells, dense
from index_pipeline.kernel.errors import MethodError, said
from index_pipeline.kernel.family import Family
from index_pipeline.kernel.means import Mean
from index_pipeline.methods import _sql
from index_pipeline.rounding import ROUNDING


def combine(children: pa.Table, weights: pa.Table, rules: list[Rule], framework: Framework) -> pa.Table:
    """Score components whose children all have their scores.

    Coverage is the weighted mean of the children's coverage, 0 for a child without any row. A component is scored
    if its coverage (or the share of its children with a score) reaches the threshold. Relative aggregations
    compare only regions that reach it.

    Args:
        children: `child_id`, `ref_area`, `time_period`, `score`, `coverage`.
        weights: `tables.WEIGHTS`; edges of weight 0 are ignored.
        rules: One per component.
        framework: Gives scale and reference period.

    Returns:
        `ref_area`, `time_period`, `component_id`, `score` (null if not covered), `coverage`.

    Raises:
        MethodError: an aggregation has no result; the message names component, region and year.
    """
    edges = edges_of(weights, [rule.component_id for rule in rules])
    _refuse_negative(children, edges, rules)
    scored = _aggregated(children, edges, rules)
    _refuse_infinite(scored)
    for rule in rules:
        if not isinstance(rule.aggregation, Mean):
            own = pc.equal(scored["component_id"], rule.component_id)
            cells = Cells.of(scored.filter(own), "component_id")
            enough = cells.lay(scored.filter(own)["enough"].cast(pa.float64())) == 1
            family = family_of(children, edges, rule, cells.axes, framework)
            score = cells.take(combine_covered(rule.aggregation, family, enough))
            at = scored.column_names.index("score")
            scored = scored.set_column(at, "score", pc.replace_with_mask(scored["score"], own.combine_chunks(), score))
    return scored.drop_columns(["enough"])


def family_of(children: pa.Table, edges: pa.Table, rule: Rule, axes: Axes, framework: Framework) -> Family:
    """Return the scores of one component's children as arrays over the years and regions of `axes`.

    Args:
        children: As for `combine`.
        edges: Weights, from `edges_of`.
        rule: The component's.
        axes: Rows of other years and regions are left out.
        framework: Gives scale and reference period.
    """
    own = edges.filter(pc.equal(edges["component_id"], rule.component_id))
    below = Axes(tuple(own["child_id"].to_pylist()), axes.years, axes.ref_areas)
    scores = dense(children, "score", below, of="child_id")[:, None]
    weights = own["weight"].to_numpy().reshape(1, -1, 1, 1)
    reference = axes.at(framework.definition.fitted_on.range)
    return Family(rule.component_id, list(scores), weights, True, below, reference, framework.definition.scale)


def edges_of(weights: pa.Table, component_ids: list[str]) -> pa.Table:
    """Return `component_id`, `child_id`, `weight` of the edges below some components that have a weight."""
    chosen = pc.is_in(weights["component_id"], pa.array(component_ids, pa.string()))
    return weights.filter(pc.and_(chosen, pc.greater(weights["weight"], 0))).select(
        ["component_id", "child_id", "weight"]
    )


def _aggregated(children: pa.Table, edges: pa.Table, rules: list[Rule]) -> pa.Table:
    """Run `aggregate.sql` on numbers of components, children and areas: it takes half the time that codes take."""
    areas = pc.unique(children["ref_area"]).sort()
    names, below = pa.array(sorted(rule.component_id for rule in rules), pa.string()), pc.unique(edges["child_id"])
    inputs = {
        "children": pa.table(
            {
                "child_no": pc.index_in(children["child_id"], below),
                "area_no": pc.index_in(children["ref_area"], areas),
                **{name: children[name] for name in ("time_period", "score", "coverage")},
            }
        ),
        "weights": pa.table(
            {
                "component_no": pc.index_in(edges["component_id"], names),
                "child_no": pc.index_in(edges["child_id"], below),
                "weight": edges["weight"],
            }
        ),
        "rules": _table(rules, names),
    }
    found = _sql.run("aggregate", inputs, rounding=ROUNDING)
    return pa.table(
        {
            "ref_area": areas.take(found["area_no"].combine_chunks()),
            "time_period": found["time_period"],
            "component_id": names.take(found["component_no"].combine_chunks()),
            **{name: found[name] for name in ("score", "coverage", "enough")},
        }
    )


def _table(rules: list[Rule], names: pa.Array) -> pa.Table:
    chosen = [rule.aggregation for rule in rules]
    return pa.table(
        {
            "component_no": pc.index_in(pa.array([rule.component_id for rule in rules], pa.string()), names),
            "method": pa.array([a.method for a in chosen], pa.string()),
            "exponent": pa.array([getattr(a, "exponent", None) for a in chosen], pa.float64()),
            "guard": pa.array([getattr(a, "floor", None) for a in chosen], pa.float64()),
            "penalty": pa.array([-1.0 if getattr(a, "penalty", "") == "below" else 1.0 for a in chosen]),
            "of_sample": pa.array([getattr(a, "variance", "") == "sample" for a in chosen], pa.bool_()),
            "threshold": pa.array([rule.threshold for rule in rules], pa.float64()),
            "of_children": pa.array([rule.of_children for rule in rules], pa.bool_()),
        }
    )


def _refuse_negative(children: pa.Table, edges: pa.Table, rules: list[Rule]) -> None:
    refusing = {rule.component_id for rule in rules if rule.aggregation.refuses_negative}
    guarded = edges.filter(pc.is_in(edges["component_id"], pa.array(sorted(refusing), pa.string())))
    chosen = children.filter(pc.is_in(children["child_id"], guarded["child_id"].combine_chunks()))
    size = pc.max(pc.abs(chosen["score"])).as_py() or 0.0
    negative = chosen.filter(pc.less(chosen["score"], -ROUNDING * size))
    if negative.num_rows:
        child, area, year, score = (negative[c][0].as_py() for c in ("child_id", "ref_area", "time_period", "score"))
        parent = guarded.filter(pc.equal(guarded["child_id"], child))["component_id"][0].as_py()
        place = said("in_region", place=said("component", name=parent), area=area, year=year)
        raise MethodError.at(place, said("negative_child", child=child, score=score))


def _refuse_infinite(scored: pa.Table) -> None:
    row = pc.index(pc.invert(pc.is_finite(scored["score"])), True).as_py()
    if row >= 0:
        name, area, year = (scored[c][row].as_py() for c in ("component_id", "ref_area", "time_period"))
        place = said("in_region", place=said("component", name=name), area=area, year=year)
        raise MethodError.at(place, said("own_score_too_large"))
