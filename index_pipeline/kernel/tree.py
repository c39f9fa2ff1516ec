"""The tree of components as positions in arrays."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa

from index_pipeline.framework.framework import Framework
from index_pipeline.framework.model import Component
from index_pipeline.framework.rules import Rule
from index_pipeline.kernel.arrays import Flags, Floats
from index_pipeline.kernel.errors import MethodError, said


@dataclass(frozen=True)
class Node:
    """A component: its edges are `edges` of the tree, its children the `children` (indicators first, then nodes).

    `depth` is 0 for the index. A child c is indicator c, or, from the number of indicators on, a node.
    """

    component_id: str
    depth: int
    edges: slice
    children: tuple[int, ...]
    rule: Rule


@dataclass(frozen=True)
class Tree:
    """Components with weight, children before parents and the index last; and the weight of each edge as given."""

    indicator_ids: tuple[str, ...]
    nodes: tuple[Node, ...]
    weights: Floats

    @cached_property
    def component_ids(self) -> tuple[str, ...]:
        """Identifier of each node."""
        return tuple(node.component_id for node in self.nodes)

    def children(self, node: Node) -> Iterator[tuple[str, int]]:
        """Yield the name and the edge of each child of a node."""
        names = (*self.indicator_ids, *self.component_ids)
        for edge, child in zip(range(node.edges.start, node.edges.stop), node.children, strict=True):
            yield names[child], edge

    @cached_property
    def edges(self) -> dict[str, int]:
        """The edge above each indicator and component but the index."""
        return dict(pair for node in self.nodes for pair in self.children(node))

    def without(self, weights: Floats, removed: Flags) -> Floats:
        """Return `weights` (draw, edge) without the edges `removed` (draw, edge), and without the nodes left empty."""
        kept = np.where(removed, 0.0, weights)
        edges = self.edges
        for node in self.nodes[:-1]:
            if node.component_id in edges:  # it has a weight of its own
                empty = ~(kept[:, node.edges] > 0).any(1)
                kept[empty, edges[node.component_id]] = 0.0
        return kept


def plant(weights: pa.Table, framework: Framework) -> Tree:
    """Build the tree that `weights` (`tables.WEIGHTS`) and the framework describe; edges of weight 0 are ignored.

    Raises:
        MethodError: the table has no weighted edge of the index.
    """
    children: dict[str, dict[str, float]] = {}
    columns = (weights[name].to_pylist() for name in ("component_id", "child_id", "weight"))
    for parent, child, weight in zip(*columns, strict=True):
        if weight > 0:
            children.setdefault(parent, {})[child] = weight
    weighted = {framework.index_id}.union(*children.values())
    found = [
        (node, depth)
        for node, depth in _post_order(framework.definition.index, 0)
        if node.id in children and node.id in weighted
    ]
    if not found or found[-1][0].id != framework.index_id:
        raise MethodError(said("no_weighted_child", name=framework.index_id))
    names = [node.id for node, _ in found]
    indicators = [name for node, _ in found for name in children[node.id] if name not in names]
    position = {name: i for i, name in enumerate([*indicators, *names])}
    nodes, edges = [], 0
    for node, depth in found:
        own = children[node.id]
        nodes.append(
            Node(
                node.id,
                depth,
                slice(edges, edges + len(own)),
                tuple(position[name] for name in own),
                framework.rule_of(node.id),
            )
        )
        edges += len(own)
    return Tree(tuple(indicators), tuple(nodes), np.array([w for name in names for w in children[name].values()]))


def _post_order(node: Component, depth: int) -> Iterator[tuple[Component, int]]:
    for child in node.components:
        yield from _post_order(child, depth + 1)
    yield node, depth
