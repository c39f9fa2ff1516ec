"""Build an index over dense arrays: from screened values to ranks, in NumPy."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from index_pipeline.framework.framework import Framework, components
from index_pipeline.framework.robustness import Robustness
from index_pipeline.robustness.panel.aggregation import aggregate
from index_pipeline.robustness.panel.arrays import Axes, Floats, axes_of, dense, keys, known, labels, nullable
from index_pipeline.robustness.panel.choices import choices, every_indicator
from index_pipeline.robustness.panel.imputation import gaps_filled
from index_pipeline.robustness.panel.indicators import indicator_scores
from index_pipeline.robustness.panel.ranks import Ranks, rank
from index_pipeline.robustness.panel.tree import Tree, plant
from index_pipeline.tables import SCORES


@dataclass(frozen=True)
class PanelBuild:
    """An index over dense arrays; years are the scored ones, components those with weight.

    `normalised` has the axes (indicator, year, region), the others (component, year, region).
    """

    axes: Axes
    tree: Tree
    normalised: Floats
    scores: Floats
    coverage: Floats
    ranks: Ranks

    def to_scores(self, framework: Framework) -> pa.Table:
        """Return `tables.SCORES`: every component × region × scored year, as `methods.aggregate` gives it."""
        listed = list(components(framework.definition.index))
        shape = (len(listed), len(self.axes.years), len(self.axes.ref_areas))
        scores, coverage = np.full(shape, np.nan), np.zeros(shape)
        rows = [self.tree.component_ids.index(node.id) if node.id in self.tree.component_ids else -1 for node in listed]
        measured = np.array(rows) >= 0
        scores[measured], coverage[measured] = (a[np.array(rows)[measured]] for a in (self.scores, self.coverage))
        status = np.where(np.isnan(scores), 1, 0)
        status[[node.not_measured is not None for node in listed]] = 2
        axes = Axes(tuple(node.id for node in listed), self.axes.years, self.axes.ref_areas)
        columns = {
            "score": nullable(scores),
            "coverage": nullable(coverage),
            "status": labels(["scored", "insufficient_coverage", "not_measured"], status),
        }
        return SCORES.conform(pa.table(keys(axes, "component_id") | columns))


def build_panel(screened: pa.Table, weights: pa.Table, framework: Framework) -> PanelBuild:
    """Compute an index from screened values to ranks: what `methods.build` does after screening.

    Args:
        screened: `tables.SCREENED`, in each indicator's unit.
        weights: `tables.WEIGHTS`.
        framework: What to compute.

    Raises:
        MethodError: a step has no defined result, or a method is not available over arrays.
    """
    tree = plant(weights, framework)
    options = choices(framework, tree, Robustness())
    every = axes_of(screened, every_indicator(tree, framework))
    kept = known(screened, "kept", every)
    filled, own, axes = gaps_filled(
        dense(screened, "obs_value", every), kept, options.imputation[0], every, tree, framework
    )
    scored = axes.at(framework.definition.years.range)
    first = np.zeros(1, int)
    normalised = indicator_scores(filled[:, None], first, first, options, axes, framework, "refuse")[:, :, scored]
    own = own[:, None, scored] & ~np.isnan(normalised)
    flags = [None if column.all() else column for column in own]
    scores, coverage = aggregate(tree, options.aggregation[0], list(normalised), flags, tree.weights[None])
    covered = [np.ones(normalised.shape[1:]) if part is None else part for part in coverage]
    years = tuple(year for year in axes.years if year in framework.definition.years.range)
    ranks = np.concatenate([rank(score) for score in scores])
    return PanelBuild(
        Axes(axes.indicator_ids, years, axes.ref_areas),
        tree,
        normalised[:, 0],
        np.concatenate(scores),
        np.concatenate([np.broadcast_to(part, scores[0].shape) for part in covered]),
        ranks,
    )
