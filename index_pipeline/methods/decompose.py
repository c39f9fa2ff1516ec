"""Decompose: split the change of a score between two years into the parts of its indicators."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from index_pipeline import tables
from index_pipeline.framework.framework import Framework
from index_pipeline.framework.model import Component
from index_pipeline.kernel.arrays import Axes, Flags, Floats, Integers, labels, repeated
from index_pipeline.kernel.cells import dense, distinct
from index_pipeline.methods.combine import Edges, edges_of
from index_pipeline.methods.slopes import ChildScores, slopes

Part = tuple[str, str]
"""Kind and identifier of a part."""


def decompose(normalised: pa.Table, scores: pa.Table, weights: pa.Table, framework: Framework) -> pa.Table:
    """Split each region's change of the index against the year before into parts that add up to it.

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

    Returns:
        `tables.CHANGES`, for the regions that have a score in both of two consecutive years, if the scores of both
        distinguish regions; otherwise the regions have no change (see `rank`).

    Source: OECD/JRC Handbook on Constructing Composite Indicators (2008), step 8; Sato (1976) and Vartia (1976) on
    logarithmic means.
    """
    root = framework.definition.index
    panel = _panel(normalised, scores, framework)
    parts = _Splitter(panel, edges_of(weights), framework).parts(root)
    distinct_years = np.isin(panel.years, _years_that_distinguish(scores, root.id))
    scored = ~np.isnan(panel.change(root.id)) & (distinct_years[1:] & distinct_years[:-1])[:, None]
    ref_areas, years = panel.ref_areas, panel.years[1:]
    del panel  # its memory is that of all scores
    found = _table(root.id, parts, scored, ref_areas, years)
    return tables.CHANGES.conform(found, found)


def _years_that_distinguish(scores: pa.Table, component_id: str) -> Integers:
    """Return the years in which the scores of a component are not all the same."""
    own = scores.filter(pc.and_(pc.equal(scores["component_id"], component_id), pc.equal(scores["status"], "scored")))
    return np.asarray(pc.unique(own["time_period"]))


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

    @cached_property
    def _nothing(self) -> Floats:
        return np.full((len(self.years), len(self.ref_areas)), np.nan)


@dataclass(frozen=True)
class _Splitter:
    panel: _Panel
    edges: Edges
    framework: Framework

    def parts(self, node: Component) -> dict[Part, Floats]:
        """Split the change of `node`; zero if it has none."""
        edges = self.edges.get(node.id, {})
        total = np.nan_to_num(self.panel.change(node.id))
        children = ChildScores(
            np.array([self.panel.before(child) for child in edges]),
            np.array([self.panel.after(child) for child in edges]),
            np.array(list(edges.values())),
        )
        slope = slopes(children, self.framework.rule_of(node.id).aggregation, self.framework.definition.scale)
        if slope is None:
            return {("unsplit", node.id): total}
        slope = np.where(np.isnan(self.panel.change(node.id)), 0.0, slope)
        by_child = slope * np.nan_to_num(children.after - children.before)
        came_or_went = (np.isnan(children.before) != np.isnan(children.after)).any(axis=0)
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
    years, areas = list(framework.definition.years.range), list(distinct(scores["ref_area"]))
    found: dict[str, Floats] = {}
    for table, column in ((normalised, "indicator_id"), (scores, "component_id")):
        names = distinct(table[column])
        found |= zip(names, dense(table, "score", Axes(names, tuple(years), tuple(areas)), column), strict=True)
    return _Panel(years, areas, found)


def _table(root: str, parts: dict[Part, Floats], scored: Flags, ref_areas: list[str], years: list[int]) -> pa.Table:
    """Put parts (year, region) in rows by the key, and empty `parts`; a coverage part of zero has no row."""
    named = sorted(parts, key=lambda part: (part[1], part[0]))
    values = np.empty((*scored.T.shape, len(named)))
    for position, each in enumerate(named):
        values[..., position] = parts.pop(each).T
    listed = (values != 0) | np.array([kind != "coverage" for kind, _ in named])
    listed &= scored.T[..., None]
    region, year, number = (np.arange(n, dtype=np.int32) for n in listed.shape)

    def at(positions: Integers) -> Integers:
        """Return the positions along one axis of the rows that are listed."""
        return np.asarray(np.broadcast_to(positions, listed.shape)[listed])

    contribution, part = values[listed], at(number)
    del values
    columns = [
        labels(ref_areas, at(region[:, None, None])),
        pa.array(np.array(years, np.int32)[at(year[:, None])]),
        repeated(root, len(part), pa.string()),
        labels([name for _, name in named], part),
        labels([kind for kind, _ in named], part),
        pa.array(contribution),
    ]
    return pa.table(columns, schema=tables.CHANGES.schema)
