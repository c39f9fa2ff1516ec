"""Fit weights: derive the weights of components from their children's scores or from judgements."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pyarrow as pa

from index_pipeline import tables
from index_pipeline.framework.framework import Framework
from index_pipeline.framework.methods import (
    Ahp,
    BenefitOfTheDoubtShares,
    ByGrade,
    CoefficientOfVariation,
    Combination,
    CorrelationOptimised,
    Critic,
    Entropy,
    Equal,
    FromScores,
    Given,
    PrincipalComponents,
    ScatterDegree,
    Weighting,
)
from index_pipeline.framework.model import Component
from index_pipeline.kernel.arrays import Floats
from index_pipeline.kernel.errors import MethodError
from index_pipeline.language import Both
from index_pipeline.methods.aggregate import by_height
from index_pipeline.methods.combine import Children, combine, leaves
from index_pipeline.methods.grade import mixes
from index_pipeline.methods.weigh import as_given
from index_pipeline.methods.weights.benefit import mean_best_shares
from index_pipeline.methods.weights.correlation import correlation_optimised
from index_pipeline.methods.weights.dispersion import coefficient_of_variation, critic, entropy
from index_pipeline.methods.weights.grades import by_grade
from index_pipeline.methods.weights.judgement import ahp, capped, combination
from index_pipeline.methods.weights.principal import principal_components
from index_pipeline.methods.weights.sample import (
    Sample,
    Statistic,
    WeightingError,
    Weights,
    by_child,
    sample_of,
    shares,
)
from index_pipeline.methods.weights.scatter import scatter_degree


def fit_weights(
    normalised: pa.Table, grades: pa.Table, framework: Framework, known: pa.Table | None = None
) -> pa.Table:
    """Derive the weights of every component whose `weighting` is not as given, lowest level first.

    Weights from scores are fitted on the reference period (or the weighting's `year`), regions and years together;
    a component's own score, which its parent is fitted on, uses the weights found below it. Frozen as a table, a
    later year cannot change them.

    Args:
        normalised: `tables.NORMALISED`.
        grades: `tables.GRADES`.
        framework: Gives the tree, weighting methods and reference period.
        known: `tables.WEIGHTINGS` of components that keep their weights, if all their children are in it: children
            that are no longer in the tree leave their part to the others.

    Returns:
        `tables.WEIGHTINGS`: for each such component the share of each child (statistic `weight`), and the figures
        that it is based on. Empty if all weights are as given.

    Raises:
        MethodError: a weighting method has no result, such as judgements that contradict each other or a child that
            has no score; the message names component and child.
    """
    graded = {row["component_id"]: row["grade"] for row in grades.to_pylist()}
    rows: list[dict[str, object]] = []
    tree = list(by_height(framework.definition.index))
    fitted = [
        n for n, level in enumerate(tree) if any(_from_scores(framework.rule_of(node.id).weighting) for node in level)
    ]
    if not any(not as_given(node, framework) for level in tree for node in level):
        return tables.WEIGHTINGS.empty()
    children, kept = leaves(normalised), _by_component(known)
    for number, level in enumerate(tree):
        edges: dict[str, dict[str, float]] = {}
        for node in level:
            weights = {child.id: child.weight for child in node.components if not child.not_measured} | node.indicators
            if weights and not as_given(node, framework):
                found = _kept(kept.get(node.id, {}), tuple(weights)) or _fit(node, weights, children, framework, graded)
                rows.extend(_rows(node, tuple(weights), found, framework))
                weights = dict(zip(weights, found.shares.tolist(), strict=True))
            edges[node.id] = {child: weight for child, weight in weights.items() if weight > 0}
        if fitted and number < fitted[-1]:
            rules = [framework.rule_of(node.id) for node in level]
            children |= combine(children, edges, rules, framework)
    return tables.WEIGHTINGS.of_rows(rows)


Known = dict[tuple[str, str | None], float]
"""Statistics of one component, by their name and child."""


def _by_component(known: pa.Table | None) -> dict[str, Known]:
    found: dict[str, Known] = {}
    for row in known.to_pylist() if known else ():
        found.setdefault(row["component_id"], {})[row["statistic"], row["child_id"]] = row["value"]
    return found


def _kept(known: Known, children: tuple[str, ...]) -> Weights | None:
    """Return the known weights of children and what they are based on; None if one has no known weight, or all 0."""
    weights = np.array([known.get(("weight", child), np.nan) for child in children])
    if not weights.sum() > 0:
        return None
    gone = {child for name, child in known if name == "weight"} - set(children)
    others = [(name, child) for name, child in known if name != "weight" and child not in gone]
    statistics = tuple(Statistic(name, known[name, child], child) for name, child in others)
    return Weights(shares(weights) if gone else weights, statistics)


def derive(
    sample: Sample, given: Floats, weighting: Weighting, reference: range, mixes: Sequence[Mapping[str, float]] = ()
) -> Weights:
    """Weigh the children of `sample` by `weighting`, its cap included.

    Args:
        sample: Scores to fit on; only its children are used if the weighting needs no scores.
        given: The children's weights in the tree.
        weighting: The weighting method.
        reference: Years to fit on if the weighting names none.
        mixes: Share of each child's weight that is of each grade.

    Raises:
        WeightingError: the weighting has no result.
    """
    if isinstance(weighting, FromScores):
        sample = sample.of(reference if weighting.year is None else range(weighting.year, weighting.year + 1))
    match weighting:
        case Given():
            found = Weights(shares(given))
        case Equal():
            found = Weights(shares(np.ones(len(given))))
        case Entropy():
            found = entropy(sample)
        case Critic():
            found = critic(sample)
        case CoefficientOfVariation():
            found = coefficient_of_variation(sample)
        case PrincipalComponents():
            found = principal_components(sample, weighting)
        case ScatterDegree():
            found = scatter_degree(sample, weighting)
        case CorrelationOptimised():
            found = correlation_optimised(sample, weighting)
        case BenefitOfTheDoubtShares():
            found = mean_best_shares(sample, weighting)
        case Ahp():
            found = ahp(sample.children, weighting)
        case ByGrade():
            found = by_grade(sample.children, given, mixes, weighting)
        case Combination():
            found = combination([derive(sample, given, part, reference, mixes) for part in weighting.of], weighting)
    return Weights(capped(found.shares, weighting.cap), found.statistics)


def _fit(
    node: Component, given: dict[str, float], children: Children, framework: Framework, graded: Mapping[str, str]
) -> Weights:
    weighting = framework.rule_of(node.id).weighting
    sample = sample_of(children, tuple(given))
    try:
        weights, reference = np.array(list(given.values())), framework.definition.fitted_on.range
        return derive(sample, weights, weighting, reference, mixes(node, graded))
    except WeightingError as error:
        place = Both(
            f"component {node.id}, weighting {weighting.method}", f"指标 {node.id}，赋权方法 {weighting.method}"
        )
        raise MethodError.at(place, error.both()) from error


def _rows(node: Component, names: tuple[str, ...], found: Weights, framework: Framework) -> Iterator[dict[str, object]]:
    for statistic in (*by_child("weight", names, found.shares), *found.statistics):
        yield {
            "component_id": node.id,
            "method": framework.rule_of(node.id).weighting.method,
            "statistic": statistic.name,
            "child_id": statistic.child,
            "value": statistic.value,
        }


def _from_scores(weighting: Weighting) -> bool:
    if isinstance(weighting, Combination):
        return any(_from_scores(part) for part in weighting.of)
    return isinstance(weighting, FromScores)
