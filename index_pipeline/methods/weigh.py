"""Weigh: the weights of the tree, as given in `framework.yaml`, and what each comes to in the index."""

from collections.abc import Iterator

import pyarrow as pa

from index_pipeline import tables
from index_pipeline.framework.load import Framework
from index_pipeline.framework.model import Component


def weigh(framework: Framework) -> pa.Table:
    """List the edges of the tree with their weights.

    ``share = w / Σw`` over the children of a component, ``effective_weight`` is the product of the shares from the
    index down. Supplementary indicators and components that are not measured have weight 0.

    Returns:
        `tables.WEIGHTS`, in the order of the tree.
    """
    rows = list(_edges(framework.definition.index, 1.0))
    return tables.WEIGHTS.conform(pa.Table.from_pylist(rows, schema=tables.WEIGHTS.schema))


def _edges(node: Component, effective: float) -> Iterator[dict[str, object]]:
    children = [
        *((child.id, child.weight if not child.not_measured else 0.0, child) for child in node.components),
        *((name, weight, None) for name, weight in node.indicators.items()),
        *((name, 0.0, None) for name in node.supplementary),
    ]
    total = sum(weight for _, weight, _ in children)
    for name, weight, child in children:
        share = weight / total if total else 0.0
        if child is None:
            kind = "indicator" if weight else "supplementary"
        else:
            kind = "not_measured" if child.not_measured else "component"
        yield {
            "component_id": node.id,
            "child_id": name,
            "weight": weight,
            "share": share,
            "effective_weight": effective * share,
            "kind": kind,
        }
        if child is not None:
            yield from _edges(child, effective * share)
