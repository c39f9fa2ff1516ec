"""Scores of one year, by indicator and component, with the tree above them."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from index_pipeline.framework.framework import Framework
from index_pipeline.kernel.arrays import Axes, Floats
from index_pipeline.kernel.cells import dense
from index_pipeline.kernel.tree import Tree, plant


@dataclass(frozen=True)
class Scores:
    """Scores of every weighted indicator and component in one year, by region; NaN if missing."""

    tree: Tree
    year: int
    ref_areas: tuple[str, ...]
    values: dict[str, Floats]

    @property
    def index_id(self) -> str:
        """Identifier of the index."""
        return self.tree.component_ids[-1]

    @cached_property
    def children(self) -> dict[str, tuple[str, ...]]:
        """Children of each component, the components in the order of the tree, children first."""
        return {node.component_id: tuple(name for name, _ in self.tree.children(node)) for node in self.tree.nodes}

    @cached_property
    def parents(self) -> dict[str, str]:
        """Parent of each indicator and component but the index."""
        return {child: parent for parent, family in self.children.items() for child in family}

    def of(self, name: str) -> Floats:
        """Return the scores of an indicator or component."""
        return self.values[name]

    def matrix(self, component_id: str) -> Floats:
        """Return the scores of a component's children: (region, child)."""
        return np.column_stack([self.values[name] for name in self.children[component_id]])

    def level_of(self, component_id: str) -> tuple[str, ...]:
        """Return the components at the same depth below the index as this one."""
        depths = {node.component_id: node.depth for node in self.tree.nodes}
        return tuple(name for name, depth in depths.items() if depth == depths[component_id])


def scores_of_year(
    normalised: pa.Table, weights: pa.Table, scores: pa.Table, framework: Framework, year: int | None
) -> Scores:
    """Return the scores of `year`, by default the newest."""
    tree = plant(weights, framework)
    chosen = pc.max(scores["time_period"]).as_py() if year is None else year
    areas = tuple(sorted(pc.unique(scores["ref_area"]).to_pylist()))
    leaves = dense(normalised, "score", Axes(tree.indicator_ids, (chosen,), areas))[:, 0]
    nodes = dense(scores, "score", Axes(tree.component_ids, (chosen,), areas), of="component_id")[:, 0]
    names = (*tree.indicator_ids, *tree.component_ids)
    return Scores(tree, chosen, areas, dict(zip(names, [*leaves, *nodes], strict=True)))
