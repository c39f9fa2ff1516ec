"""Decompose: split the change of a score between two years into the parts of its indicators."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from index_pipeline import tables
from index_pipeline.framework.framework import Framework, components
from index_pipeline.framework.model import Component
from index_pipeline.kernel.arrays import Axes, dense
from index_pipeline.methods.slopes import Change, slopes

Floats = NDArray[np.float64]
Part = tuple[str, str]
"""Kind and identifier of a part."""


def decompose(
    normalised: pa.Table, scores: pa.Table, weights: pa.Table, framework: Framework, component_id: str | None = None
) -> pa.Table:
    """Split each region's change of score against the year before into parts that add up to it.

    At each component the change has two parts. The change that its score would have with only the children that
    have a score in both years, weights renormalised over them, is split among these children (see `slopes`: for an
    arithmetic mean ``w Δs / Σw``, for a geometric one by logarithmic means). The rest is `coverage`: children that
    gained or lost a score. The parts of a child component's own change are multiplied by its slope. An aggregation that
    depends on other regions (by rank, by pairs, by the benefit of the doubt, by ideal points of the reference
    period) is not split: its component's change is one part, `unsplit`. Under an arithmetic tree without gaps, an
    indicator's part is its effective weight times the change of its score.

    Args:
        normalised: `tables.NORMALISED`.
        scores: `tables.SCORES`.
        weights: `tables.WEIGHTS`.
        framework: Gives tree and aggregations.
        component_id: Component to split; the index where none is given.

    Returns:
        `tables.CHANGES`, for the regions that have a score in both years, and in consecutive years.

    Source: OECD/JRC Handbook on Constructing Composite Indicators (2008), step 8; Sato (1976) and Vartia (1976) on
    logarithmic means.
    """
    nodes = {node.id: node for node in components(framework.definition.index)}
    root = nodes[component_id or framework.index_id]
    panel = _panel(normalised, scores, framework)
    parts = _Splitter(panel, _weights(weights), framework).parts(root)
    return tables.CHANGES.conform(_table(root.id, parts, panel))


@dataclass(frozen=True)
class _Panel:
    """Scores by year and region, of every indicator and component; NaN if there is none."""

    years: list[int]
    ref_areas: list[str]
    scores: dict[str, Floats]

    def before(self, name: str) -> Floats:
        return self.scores.get(name, self._nothing)[:-1]

    def after(self, name: str) -> Floats:
        return self.scores.get(name, self._nothing)[1:]

    def change(self, name: str) -> Floats:
        return self.after(name) - self.before(name)

    @property
    def _nothing(self) -> Floats:
        return np.full((len(self.years), len(self.ref_areas)), np.nan)


@dataclass(frozen=True)
class _Splitter:
    panel: _Panel
    weights: dict[str, dict[str, float]]
    framework: Framework

    def parts(self, node: Component) -> dict[Part, Floats]:
        """Split the change of `node`; zero if it has none."""
        edges = {child: w for child, w in self.weights.get(node.id, {}).items() if w > 0}
        total = np.nan_to_num(self.panel.change(node.id))
        change = Change(
            np.array([self.panel.before(child) for child in edges]),
            np.array([self.panel.after(child) for child in edges]),
            np.array(list(edges.values())),
        )
        slope = slopes(change, self.framework.rule_of(node.id).aggregation, self.framework.definition.scale)
        if slope is None:
            return {("unsplit", node.id): total}
        slope = np.where(np.isnan(self.panel.change(node.id)), 0.0, slope)
        by_child = slope * np.nan_to_num(change.after - change.before)
        came_or_went = (np.isnan(change.before) != np.isnan(change.after)).any(axis=0)
        parts: dict[Part, Floats] = {
            ("coverage", node.id): np.where(came_or_went, total - by_child.sum(axis=0), 0.0),
        }
        below = {child.id: child for child in node.components}
        for child, own_slope, value in zip(edges, slope, by_child, strict=True):
            if child in below:
                parts |= {part: own_slope * amount for part, amount in self.parts(below[child]).items()}
            else:
                parts[("indicator", child)] = value
        return parts


def _panel(normalised: pa.Table, scores: pa.Table, framework: Framework) -> _Panel:
    years, areas = list(framework.definition.years.range), sorted(pc.unique(scores["ref_area"]).to_pylist())
    found: dict[str, Floats] = {}
    for table, column in ((normalised, "indicator_id"), (scores, "component_id")):
        names = pc.unique(table[column]).to_pylist()
        found |= zip(names, dense(table, "score", Axes(tuple(names), tuple(years), tuple(areas)), column), strict=True)
    return _Panel(years, areas, found)


def _weights(weights: pa.Table) -> dict[str, dict[str, float]]:
    edges: dict[str, dict[str, float]] = {}
    for row in weights.to_pylist():
        edges.setdefault(row["component_id"], {})[row["child_id"]] = row["weight"]
    return edges


def _table(root: str, parts: dict[Part, Floats], panel: _Panel) -> pa.Table:
    """Put parts in rows, in the order of the key; a coverage part of zero has none."""
    named = sorted(parts, key=lambda part: (part[1], part[0]))
    values = np.stack([parts[part] for part in named]).transpose(2, 1, 0)
    listed = np.repeat(~np.isnan(panel.change(root)).T[..., None], len(named), axis=2)
    listed &= (values != 0) | np.array([kind != "coverage" for kind, _ in named])
    region, year, part = np.nonzero(listed)
    columns = (
        (panel.ref_areas, region),
        ([root], np.zeros(len(region), np.int64)),
        ([name for _, name in named], part),
        ([kind for kind, _ in named], part),
    )
    areas, roots, names, kinds = (
        pa.DictionaryArray.from_arrays(pa.array(codes, pa.int32()), pa.array(texts, pa.string())).cast(pa.string())
        for texts, codes in columns
    )
    years = pa.array(np.array(panel.years[1:], np.int32)[year], pa.int32())
    contribution = pa.array(values[region, year, part], pa.float64())
    return pa.table([areas, years, roots, names, kinds, contribution], schema=tables.CHANGES.schema)
