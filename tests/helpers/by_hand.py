"""Steps of an index with pandas and by hand, from docs/methodology.md alone: nothing of the project is used."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

Node = dict[str, Any]
"""A component as `framework.yaml` has it."""


def weighted(node: Node) -> list[tuple[str, float]]:
    """Return the weighted indicators of a tree with their weights within their components."""
    below = [pair for child in node.get("components", ()) for pair in weighted(child)]
    return [*node.get("indicators", {}).items(), *below]


def fill(values: pd.DataFrame, breaks: set[int]) -> pd.DataFrame:
    """Interpolate between two figures, then carry the last one two years, never across a break."""
    filled = values.reindex(columns=range(min(values.columns), max(2023, *values.columns) + 1)).copy()
    for area in filled.index:
        row = filled.loc[area].to_numpy(copy=True)
        years = np.array(filled.columns)
        period = np.searchsorted(sorted(breaks), years, side="right")
        known = ~np.isnan(row)
        for position in np.flatnonzero(~known):
            before = [i for i in np.flatnonzero(known) if i < position and period[i] == period[position]]
            after = [i for i in np.flatnonzero(known) if i > position and period[i] == period[position]]
            if before and after:
                a, b = before[-1], after[0]
                share = (position - a) / (b - a)
                filled.iloc[filled.index.get_loc(area), position] = row[a] + (row[b] - row[a]) * share
            elif before and position - before[-1] <= 2:
                filled.iloc[filled.index.get_loc(area), position] = row[before[-1]]
    return filled


def treat(values: pd.DataFrame) -> pd.DataFrame:
    """Winsorise at most five points while |skew| ≥ 2 and kurtosis ≥ 3.5; else ln(1 + x)."""
    pool = pd.Series(values.to_numpy().ravel()).dropna()
    low, high, moved = pool.min(), pool.max(), 0
    capped = pool
    while abs(capped.skew()) >= 2 and capped.kurt() >= 3.5 and moved < 5:
        if capped.skew() > 0:
            high = capped[capped < high].max()
        else:
            low = capped[capped > low].min()
        capped = pool.clip(low, high)
        moved = int((pool > high).sum() + (pool < low).sum())
    if abs(capped.skew()) >= 2 and capped.kurt() >= 3.5:
        return np.log1p(values)
    return values.clip(low, high)


def themes(node: Node) -> int:
    """Count the components of a tree that have weighted indicators of their own."""
    return bool(node.get("indicators")) + sum(themes(child) for child in node.get("components", ()))


def climb(
    node: Node, frame: pd.DataFrame, coverage: pd.DataFrame, factor: Callable[[Node], float] = lambda _: 1.0
) -> None:
    """Add the arithmetic mean of each component, its children first; `factor` is that of a child beside its weight."""
    weights = {str(name): float(weight) for name, weight in node.get("indicators", {}).items()}
    for child in node.get("components", ()):
        if "not_measured" not in child:
            climb(child, frame, coverage, factor)
            stated = child.get("weight", 1)
            weights[child["id"]] = float(themes(child) if stated == "measured_themes" else stated) * factor(child)
    w = pd.Series(weights)
    coverage[node["id"]] = (coverage[w.index] * w).sum(axis=1) / w.sum()
    present = frame[w.index].notna()
    mean = (frame[w.index] * w).sum(axis=1) / (present * w).sum(axis=1)
    frame[node["id"]] = mean.where(coverage[node["id"]] >= (0.7 if node["id"] == "icdi" else 0.5) - 1e-12)
