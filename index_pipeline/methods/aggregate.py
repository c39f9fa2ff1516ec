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
from index_pipeline.kernel.arrays import axes_of, dense, keys, nullable
from index_pipeline.kernel.benefit import benefit
from index_pipeline.kernel.imputation import METHODS, OWN_FIGURES
from index_pipeline.methods import _sql
from index_pipeline.methods.combine import combine, edges_of, family_of
from index_pipeline.methods.rank import rank
from index_pipeline.rounding import ROUNDING
from index_pipeline.tables import SCORES

CHILDREN = pa.schema(
    [
        ("child_id", pa.string()),
        ("ref_area", pa.string()),
        ("time_period", pa.int32()),
        ("score", pa.float64()),
        ("coverage", pa.float64()),
    ]
)
"""The data that a component is scored from."""


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
    indicators = leaves(normalised)
    found: list[pa.Table] = []
    for level in levels(framework.definition.index):
        below = [indicators] if any(node.indicators for node in level) else []
        children = pa.concat_tables([*below, *map(as_children, found)])
        found.append(combine(children, weights, [framework.rule_of(node.id) for node in level], framework))
    scored = np.isin(indicators["time_period"].to_numpy(), list(framework.definition.years.range))
    units = indicators.select(["ref_area", "time_period"]).filter(pa.array(scored))
    return SCORES.conform(_with_status(pa.concat_tables(found), units, framework))


def balance(scores: pa.Table, weights: pa.Table, framework: Framework) -> pa.Table:
    """Score the index by its own aggregation and, for comparison, by the framework's `balance`: geometric by default.

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
    rule = replace(framework.rule_of(framework.index_id), aggregation=other.aggregation)
    own = scores.filter(pc.equal(scores["component_id"], framework.index_id))
    compared = rank(own), rank(combine(as_children(scores), weights, [rule], framework))
    columns = ["ref_area", "time_period", "score", "rank"]
    pair = (
        compared[0]
        .select(columns)
        .join(compared[1].select(columns).rename_columns([*columns[:2], "other_score", "other_rank"]), columns[:2])
    )
    named = pair.rename_columns({"score": "own_score", "rank": "own_rank"})
    return tables.BALANCE.conform(named.sort_by([(name, "ascending") for name in columns[:2]]))


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
    children = pa.concat_tables([leaves(normalised), as_children(scores)])
    found = [
        _region_weights(children, scores, weights, framework.rule_of(node.id), framework)
        for node in components(framework.definition.index)
        if not node.not_measured and isinstance(framework.rule_of(node.id).aggregation, BenefitOfTheDoubt)
    ]
    return tables.REGION_WEIGHTS.conform(pa.concat_tables(found)) if found else tables.REGION_WEIGHTS.empty()


def _region_weights(
    children: pa.Table, scores: pa.Table, weights: pa.Table, rule: Rule, framework: Framework
) -> pa.Table:
    assert isinstance(rule.aggregation, BenefitOfTheDoubt)
    edges = edges_of(weights, [rule.component_id])
    axes = axes_of(children, [rule.component_id])
    scored = dense(scores, "score", axes, of="component_id")
    unknown = ~axes.at(framework.definition.years.range)[:, None]
    family = family_of(children, edges, rule, axes, framework).where(~np.isnan(scored) | unknown)
    chosen = benefit(rule.aggregation, family).weights[:, 0]
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(scored == 0, 0.0, chosen * family.stacked[:, 0] / scored)
    table = pa.table(keys(family.axes, "child_id") | {"weight": nullable(chosen), "share": nullable(share)})
    listed = pc.and_(pc.is_valid(table["weight"]), pc.is_valid(table["share"]))
    rows = table.filter(listed).sort_by([(name, "ascending") for name in ("ref_area", "time_period", "child_id")])
    return rows.append_column("component_id", pa.repeat(rule.component_id, rows.num_rows))


def leaves(normalised: pa.Table) -> pa.Table:
    """Return the indicators' scores as children: `child_id`, `ref_area`, `time_period`, `score`, `coverage`."""
    own = pc.or_(
        pc.is_null(normalised["filled_by"]), pc.is_in(normalised["filled_by"], pa.array(METHODS[:OWN_FIGURES]))
    )
    covered = pc.and_(own, pc.is_valid(normalised["score"]))
    table = pa.table(
        {
            "child_id": normalised["indicator_id"],
            "ref_area": normalised["ref_area"],
            "time_period": normalised["time_period"],
            "score": normalised["score"],
            "coverage": covered.cast(pa.float64()),
        }
    )
    return table.cast(CHILDREN)


def as_children(scored: pa.Table) -> pa.Table:
    """Return the scores of components as children of their parents."""
    columns = scored.select(["component_id", "ref_area", "time_period", "score", "coverage"])
    return columns.rename_columns(CHILDREN.names).cast(CHILDREN)


def levels(root: Component) -> Iterator[list[Component]]:
    """Yield the measured components by height: those with indicators only, their parents, and so on to the root."""
    heights: dict[int, list[Component]] = {}

    def height(node: Component) -> int:
        below = [height(child) for child in node.components if not child.not_measured]
        own = 1 + max(below, default=0)
        heights.setdefault(own, []).append(node)
        return own

    height(root)
    yield from (heights[h] for h in sorted(heights))


def _with_status(scored: pa.Table, units: pa.Table, framework: Framework) -> pa.Table:
    """Run `status.sql` on numbers of components and areas, in the order of their codes."""
    nodes = sorted(components(framework.definition.index), key=lambda node: node.id)
    areas, names = pc.unique(units["ref_area"]).sort(), pa.array([node.id for node in nodes], pa.string())
    found = _sql.run(
        "status",
        {
            "scored": pa.table(
                {
                    "area_no": pc.index_in(scored["ref_area"], areas),
                    "time_period": scored["time_period"],
                    "component_no": pc.index_in(scored["component_id"], names),
                    **{name: scored[name] for name in ("score", "coverage")},
                }
            ),
            "units": _units(units, areas),
            "listed": pa.table(
                {
                    "component_no": pa.array(range(len(nodes)), pa.int32()),
                    "measured": pa.array([node.not_measured is None for node in nodes], pa.bool_()),
                }
            ),
        },
        rounding=ROUNDING,
    )
    columns = {"ref_area": areas.take(found["area_no"].combine_chunks()), "time_period": found["time_period"]}
    columns |= {"component_id": names.take(found["component_no"].combine_chunks())}
    return pa.table(columns | {name: found[name] for name in ("score", "coverage", "status")})


def _units(rows: pa.Table, areas: pa.Array) -> pa.Table:
    """Return the regions and years that rows have, each once: `area_no`, `time_period`."""
    if not rows.num_rows:
        return pa.table({"area_no": pa.array([], pa.int32()), "time_period": pa.array([], pa.int32())})
    years = rows["time_period"].to_numpy()
    known = np.zeros((len(areas), np.ptp(years) + 1), bool)
    known[pc.index_in(rows["ref_area"], areas).to_numpy(), years - years.min()] = True
    area, year = np.nonzero(known)
    return pa.table({"area_no": area.astype(np.int32), "time_period": (year + years.min()).astype(np.int32)})
