"""What each of many changes sets, as arrays: its methods and rules by number, its weights by edge."""

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np

from index_pipeline.framework.methods import Record
from index_pipeline.interface.errors import InterfaceError
from index_pipeline.interface.stated import Changes
from index_pipeline.kernel.arrays import Floats, Integers
from index_pipeline.kernel.tree import Tree
from index_pipeline.language import Both


def distinct_methods(
    step: Literal["normalisation", "treatment"], changes: Sequence[Changes]
) -> tuple[tuple[Any, ...], Integers]:
    """Return the different methods of a step, and the one that each change uses: 0 for the framework's own."""
    found: dict[Record, int] = {}
    chosen = np.zeros(len(changes), int)
    for position, change in enumerate(changes):
        stated = getattr(change, step)
        if stated is not None:
            chosen[position] = found.setdefault(stated, len(found) + 1)
    return tuple(found), chosen


def distinct_rules(changes: Sequence[Changes], tree: Tree) -> tuple[Any, Integers]:
    """Return the rule of each component under the different aggregations, and the one that each change uses."""
    own = tuple(node.rule.aggregation for node in tree.nodes)
    found: dict[tuple[Any, ...], int] = {own: 0}
    chosen = np.zeros(len(changes), int)
    for position, change in enumerate(changes):
        rules = change.aggregation
        if isinstance(rules, dict):
            each = tuple(rules.get(node.component_id, node.rule.aggregation) for node in tree.nodes)
        else:
            each = own if rules is None else (rules,) * len(own)
        chosen[position] = found.setdefault(each, len(found))
    return tuple(found), chosen


def weights_of(changes: Sequence[Changes], tree: Tree, component: str) -> Floats:
    """Return the weights (change, edge); 0 for dropped elements, and for components that this leaves empty.

    Raises:
        InterfaceError: a change weighs a supplementary indicator, or leaves nothing of `component`; it is named by its
            position.
    """
    weights = np.repeat(tree.weights[None], len(changes), 0)
    dropped, edges = np.zeros(weights.shape, bool), tree.edges
    for position, change in enumerate(changes):
        for name, weight in change.weights.items():
            if name not in edges:
                raise InterfaceError(
                    Both(
                        f"change {position}: weights: {name} is supplementary: `rescore` can make it count, alone",
                        f"第 {position} 项：weights：{name} 是监测指标：`rescore` 可逐个将其计入",
                    )
                )
            weights[position, edges[name]] = weight
        for name in change.drop:
            if name in edges:
                dropped[position, edges[name]] = True
    kept = tree.without(weights, dropped)
    gone = ~(kept[:, tree.nodes[tree.component_ids.index(component)].edges] > 0).any(1)
    for edge in _edges_above(component, tree):
        gone |= ~(kept[:, edge] > 0)
    if gone.any():
        raise InterfaceError(
            Both(
                f"change {np.flatnonzero(gone)[0]}: drop leaves nothing of {component}",
                f"第 {np.flatnonzero(gone)[0]} 项：drop 之后 {component} 已无内容",
            )
        )
    return kept


def _edges_above(component: str, tree: Tree) -> list[int]:
    """Return the edges from a component up to the index."""
    parents = {child: (node.component_id, edge) for node in tree.nodes for child, edge in tree.children(node)}
    edges = []
    while component in parents:
        component, edge = parents[component]
        edges.append(edge)
    return edges
