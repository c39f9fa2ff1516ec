"""Weigh: the weights of the tree, as given or as derived, and the effective weight of each in the index."""

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from index_pipeline import tables
from index_pipeline.framework.framework import Framework
from index_pipeline.framework.methods import Given
from index_pipeline.framework.model import Component
from index_pipeline.kernel.errors import MethodError, said


def weigh(weightings: pa.Table, framework: Framework) -> pa.Table:
    """List the edges of the tree with their weights.

    ``share = w / Σw`` over the children of a component, ``effective_weight`` is the product of the shares from the
    index down. Supplementary indicators and components that are not measured have weight 0.

    Args:
        weightings: `tables.WEIGHTINGS` from `fit_weights`; empty if all weights are given.
        framework: Gives the tree, its weights and weighting methods.

    Returns:
        `tables.WEIGHTS`, in the order of the tree.

    Raises:
        MethodError: a component's weights are to be derived, and `weightings` does not have them.
    """
    rows = list(_edges(framework.definition.index, 1.0, framework, _derived(weightings)))
    return tables.WEIGHTS.of_rows(rows)


def as_given(node: Component, framework: Framework) -> bool:
    """Return whether the children of `node` have the weights of the tree unchanged."""
    weighting = framework.rule_of(node.id).weighting
    return isinstance(weighting, Given) and weighting.cap is None


Derived = dict[str, dict[str, float]]


def _derived(weightings: pa.Table) -> Derived:
    derived: Derived = {}
    for row in weightings.filter(pc.equal(weightings["statistic"], "weight")).to_pylist():
        derived.setdefault(row["component_id"], {})[row["child_id"]] = row["value"]
    return derived


def _edges(node: Component, effective: float, framework: Framework, derived: Derived) -> Iterator[dict[str, object]]:
    given = {child.id: child.weight for child in node.components if not child.not_measured} | node.indicators
    weights = given
    if given and not as_given(node, framework):
        if node.id not in derived:
            raise MethodError.at(said("component", name=node.id), said("weights_not_fitted"))
        weights = {name: derived[node.id][name] for name in given}
    children: list[tuple[str, Component | None]] = [
        *((child.id, child) for child in node.components),
        *((name, None) for name in node.indicators),
        *((name, None) for name in node.supplementary),
    ]
    total = sum(weights.values())
    for name, child in children:
        weight = weights.get(name, 0.0)
        share = weight / total if total else 0.0
        if child is None:
            kind = "supplementary" if name in node.supplementary else "indicator"
        else:
            kind = "not_measured" if child.not_measured else "component"
        yield {
            "component_id": node.id,
            "child_id": name,
            "weight": weight,
            "share": share,
            "effective_weight": effective * share,
            "kind": kind,
            "method": framework.rule_of(node.id).weighting.method,
        }
        if child is not None:
            yield from _edges(child, effective * share, framework, derived)
