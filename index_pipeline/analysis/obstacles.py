"""Obstacles: what a region's gap to the best score is made of."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from index_pipeline.analysis.scales import off_scale
from index_pipeline.framework.framework import Framework
from index_pipeline.framework.model import Component
from index_pipeline.tables import NORMALISED, OBSTACLE_COMPONENTS, OBSTACLES, WEIGHTS, Table

HERE = Path(__file__).parent

ANCESTORS = Table(
    "ancestors",
    pa.schema([("indicator_id", pa.string()), ("component_id", pa.string()), ("level", pa.int32())]),
    ("indicator_id", "component_id"),
)
"""Components below the index that each indicator is part of; level 2 are the index's own children."""


def obstacles(normalised: pa.Table, weights: pa.Table, framework: Framework) -> pa.Table:
    """Compute 障碍度 O_j = F_j I_j / Σ F_j I_j of each indicator, for each region and scored year.

    F_j is the indicator's effective weight, I_j = max(0, 1 − z_j) its gap to the ceiling of the scale. It is an
    accounting share, weight × gap, not a cause. Missing and supplementary indicators are ignored.

    Args:
        normalised: `tables.NORMALISED`, in points of the scale.
        weights: `tables.WEIGHTS`.
        framework: Gives scale and years.

    Returns:
        `tables.OBSTACLES`; the shares of a region and year sum to 1. No rows for one without any gap, and none at all
        if the ceiling is not the best (see `scales.off_scale`).
    """
    from index_pipeline import sql

    if off_scale(framework) is not None:
        return OBSTACLES.empty()
    years = framework.definition.years
    found = sql.run(
        HERE / "obstacles.sql",
        {"normalised": NORMALISED.conform(normalised), "weights": WEIGHTS.conform(weights)},
        ceiling=float(framework.definition.scale[1]),
        first_year=years.first,
        last_year=years.last,
    )
    return OBSTACLES.conform(found)


def obstacle_components(obstacles: pa.Table, framework: Framework) -> pa.Table:
    """Add the obstacles of indicators up to themes, pillars and every other component below the index.

    Args:
        obstacles: `tables.OBSTACLES`.
        framework: Gives the tree.

    Returns:
        `tables.OBSTACLE_COMPONENTS`. The shares of the pillars (level 2) sum to 1, unless the index has indicators
        of its own.
    """
    from index_pipeline import sql

    rows = (
        {"indicator_id": indicator, "component_id": component, "level": level}
        for node in framework.definition.index.components
        for indicator, component, level in _ancestors(node, 2)
    )
    ancestors = ANCESTORS.of_rows(rows)
    inputs = {"obstacles": OBSTACLES.conform(obstacles), "ancestors": ancestors}
    return OBSTACLE_COMPONENTS.conform(sql.run(HERE / "obstacle_components.sql", inputs))


def _ancestors(node: Component, level: int) -> Iterator[tuple[str, str, int]]:
    below = [found for child in node.components for found in _ancestors(child, level + 1)]
    yield from below
    indicators = dict.fromkeys([*node.indicators, *(indicator for indicator, _, _ in below)])
    yield from ((indicator, node.id, level) for indicator in indicators)
