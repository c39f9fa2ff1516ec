"""Combine: scores of children to the scores of the components of one height of the tree."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from index_pipeline.framework.framework import Framework
from index_pipeline.framework.methods import Arithmetic, WeightedSum
from index_pipeline.framework.rules import Rule
from index_pipeline.kernel.aggregation import combine_covered
from index_pipeline.kernel.arrays import Axes, Flags, Floats, nullable
from index_pipeline.kernel.cells import Cells, axes_of, dense, distinct
from index_pipeline.kernel.errors import MethodError, said
from index_pipeline.kernel.family import Family
from index_pipeline.kernel.imputation import METHODS, OWN_FIGURES
from index_pipeline.language import Both
from index_pipeline.methods import _sql
from index_pipeline.rounding import ROUNDING

ROWS_AT_ONCE = 1_000_000
"""Children, in all years and regions, that are combined at a time: bounds memory."""

Edges = Mapping[str, Mapping[str, float]]
"""Weight of each child, by component; none is 0."""


@dataclass(frozen=True)
class Children:
    """Scores and coverage of indicators and components, each as an array (year, region) by its name.

    Attributes:
        axes: Their names, the years and the regions.
        scores: NaN where a region has none.
        coverage: Share of the weight that is based on the region's own figures; 0 where a region has no score.
        present: Which regions have a row in which years.
    """

    axes: Axes
    scores: Mapping[str, Floats]
    coverage: Mapping[str, Floats]
    present: Flags

    def __or__(self, other: "Children") -> "Children":
        """Return both, on the same years and regions."""
        axes = Axes((*self.axes.indicator_ids, *other.axes.indicator_ids), self.axes.years, self.axes.ref_areas)
        return Children(axes, {**self.scores, **other.scores}, {**self.coverage, **other.coverage}, self.present)


def leaves(normalised: pa.Table) -> Children:
    """Return the indicators of `tables.NORMALISED`; one whose value was filled from other regions covers nothing."""
    cells, filled_by = Cells.of(normalised), normalised["filled_by"]
    score, shape = cells.lay(normalised["score"]), cells.axes.shape[1:]
    coverage, present = (~np.isnan(score)).astype(float), np.zeros(shape, bool)
    present.reshape(-1)[cells.units] = True
    if filled_by.null_count < normalised.num_rows:
        own = pc.or_(pc.is_null(filled_by), pc.is_in(filled_by, pa.array(METHODS[:OWN_FIGURES])))
        coverage.reshape(-1)[cells.number[~own.to_numpy()]] = 0.0
    return Children(cells.axes, _by_name(cells.axes, score), _by_name(cells.axes, coverage), present)


def components_of(scores: pa.Table, units: Axes | None = None) -> Children:
    """Return the components of `tables.SCORES`, in the years and regions of `units` or those that it has."""
    axes = replace(units or axes_of(scores, ()), indicator_ids=distinct(scores["component_id"]))
    score, coverage = dense(scores, "score", axes, "component_id"), dense(scores, "coverage", axes, "component_id")
    present = np.asarray(~np.isnan(coverage).all(axis=0))
    return Children(axes, _by_name(axes, score), _by_name(axes, np.nan_to_num(coverage)), present)


def _by_name(axes: Axes, values: Floats) -> dict[str, Floats]:
    return dict(zip(axes.indicator_ids, values, strict=True))


def edges_of(weights: pa.Table) -> Edges:
    """Return the edges of `tables.WEIGHTS` that have a weight."""
    found: dict[str, dict[str, float]] = {}
    for parent, child, weight in zip(*(weights[c].to_pylist() for c in _EDGE), strict=True):
        if weight > 0:
            found.setdefault(parent, {})[child] = weight
    return found


_EDGE = ("component_id", "child_id", "weight")


def combine(children: Children, edges: Edges, rules: list[Rule], framework: Framework) -> Children:
    """Score components whose children all have their scores.

    Coverage is the weighted mean of the children's coverage, 0 for a child without any row. A component is scored
    if its coverage (or the share of its children with a score) reaches the threshold. Relative aggregations
    compare only regions that reach it.

    Args:
        children: Scores and coverage.
        edges: The children of each component.
        rules: One per component.
        framework: Gives scale and reference period.

    Returns:
        The components that have a child with weight; the score is NaN if they are not covered.

    Raises:
        MethodError: an aggregation has no result; the message names component, region and year.
    """
    rules = [rule for rule in rules if edges.get(rule.component_id)]
    if not rules:
        return Children(Axes((), children.axes.years, children.axes.ref_areas), {}, {}, children.present)
    found = _weighted_means(children, edges, rules)
    scores, coverage = {}, {}
    for number, rule in enumerate(rules):
        name, own = rule.component_id, {column: values[number] for column, values in found.items()}
        reached = own["scored_share" if rule.of_children else "coverage"] >= rule.threshold - ROUNDING
        if isinstance(rule.aggregation, (Arithmetic, WeightedSum)):
            value = own["sum" if isinstance(rule.aggregation, WeightedSum) else "mean"]
            scores[name] = np.where(reached, value, np.nan)
        else:
            family = family_of(children, edges, rule, framework)
            scores[name] = combine_covered(rule.aggregation, family, reached[None])[0]
        coverage[name] = own["coverage"]
        _refuse_infinite(scores[name], rule, children.axes)
    axes = Axes(tuple(scores), children.axes.years, children.axes.ref_areas)
    return Children(axes, scores, coverage, children.present)


def family_of(children: Children, edges: Edges, rule: Rule, framework: Framework) -> Family:
    """Return the scores of one component's children as its aggregation sees them."""
    own = edges[rule.component_id]
    below = Axes(tuple(own), children.axes.years, children.axes.ref_areas)
    nothing = np.full(children.axes.shape[1:], np.nan)
    scores = [children.scores.get(name, nothing)[None] for name in own]
    weights = np.array(list(own.values())).reshape(1, -1, 1, 1)
    reference = below.at(framework.definition.fitted_on.range)
    return Family(rule.component_id, scores, weights, True, below, reference, framework.definition.scale)


def _weighted_means(children: Children, edges: Edges, rules: list[Rule]) -> dict[str, Floats]:
    """Return the columns of `aggregate.sql`, each as an array (component, year, region)."""
    widest = max(len(edges[rule.component_id]) for rule in rules)
    together = max(1, ROWS_AT_ONCE // max(1, children.present.size * widest))
    parts = [_aggregate(children, edges, rules[n : n + together]) for n in range(0, len(rules), together)]
    return {column: np.concatenate([part[column] for part in parts]) for column in parts[0]}


def _aggregate(children: Children, edges: Edges, rules: list[Rule]) -> dict[str, Floats]:
    """Run `aggregate.sql` for a few components."""
    own = [edges[rule.component_id] for rule in rules]
    names = [child for each in own for child in each]
    component_no = np.repeat(np.arange(len(own), dtype=np.int32), [len(each) for each in own])
    cells = children.present.size
    nothing, none = np.full(cells, np.nan), np.zeros(cells)
    rows = pa.table(
        {
            "component_no": np.repeat(component_no, cells),
            "cell_no": np.tile(np.arange(cells, dtype=np.int32), len(names)),
            "weight": np.repeat([weight for each in own for weight in each.values()], cells),
            "score": nullable(_joined([children.scores.get(child, nothing) for child in names])),
            "coverage": _joined([children.coverage.get(child, none) for child in names]),
        }
    )
    found = _sql.run("aggregate", {"edges": rows}, rounding=ROUNDING)
    shape = len(rules), *children.present.shape
    return {column: found[column].to_numpy().reshape(shape) for column in found.column_names}


def _joined(arrays: Sequence[Floats]) -> Floats:
    return np.concatenate([np.zeros(0), *(array.reshape(-1) for array in arrays)])


def _refuse_infinite(score: Floats, rule: Rule, axes: Axes) -> None:
    infinite = np.argwhere(np.isinf(score))
    if len(infinite):
        raise MethodError.at(_place(rule, axes, infinite[0]), said("own_score_too_large"))


def _place(rule: Rule, axes: Axes, position: Floats) -> Both:
    year, region = position.tolist()
    place = said("component", name=rule.component_id)
    return said("in_region", place=place, area=axes.ref_areas[region], year=axes.years[year])
