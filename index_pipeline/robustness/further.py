"""Further indices: parts of the tree, scored and ranked like the index and under the same draws."""

import numpy as np
import pyarrow as pa

from index_pipeline import tables
from index_pipeline.framework.indices import FurtherIndex
from index_pipeline.kernel.arrays import Axes, Flags, keys, nullable
from index_pipeline.kernel.ranks import Ranks
from index_pipeline.methods.rank import rank
from index_pipeline.robustness.draws import NOMINAL, OTHERS, Draws, after_nominal, concatenate, nominal
from index_pipeline.robustness.leaves import Leaves
from index_pipeline.robustness.model import Model
from index_pipeline.robustness.quantiles import quantile, sort_draws
from index_pipeline.robustness.replicates import covered_scores_of, leaves_of, replicate
from index_pipeline.robustness.uncertainty import random_draws


def further_indices(model: Model, leaves: Leaves | None = None) -> pa.Table:
    """Compute the indices that the framework lists as `indices`.

    Each is the index without the indicators that it leaves out. The remaining weights are renormalised; a
    component that loses all its children is removed too. Goalposts, treatments and thresholds of coverage are
    unchanged, and coverage is the share of the weight that is left. Intervals are over the draws of the uncertainty
    analysis, from which the same indicators are removed.

    Args:
        model: The index, and what varies, as for `uncertainty`.
        leaves: As for `uncertainty`.

    Returns:
        `tables.FURTHER_INDICES`, each index of every region and scored year, in points of the scale; score and rank
        null if the coverage of an index is insufficient. Empty if the framework lists none.

    Raises:
        MethodError: a draw has no defined result; the message names indicator or component.
    """
    framework = model.framework
    listed = framework.definition.indices
    if not listed:
        return tables.FURTHER_INDICES.empty()
    left_out = [_left_out(model, index) for index in listed]
    draws = random_draws(model)
    known = leaves or leaves_of(model, after_nominal(draws, model.tree))
    own = concatenate([nominal(model.tree).without(model.tree, removed) for removed in left_out])
    at = model.tree.component_ids.index(framework.index_id)
    of_own = known.part(NOMINAL).repeated(len(listed))
    scores, coverage = (found[:, at] for found in covered_scores_of(model, own, known=of_own))
    axes = Axes(tuple(index.id for index in listed), model.axes.years, model.axes.ref_areas)
    ranked = rank(pa.table(keys(axes, "component_id") | {"score": nullable(scores)}))
    table = ranked.rename_columns(["index_id" if name == "component_id" else name for name in ranked.column_names])
    ordered = sort_draws(_ranks(model, draws, left_out, known.part(OTHERS)))
    columns = {
        "coverage": nullable(coverage),
        "rank_median": nullable(quantile(ordered, 0.5)),
        "rank_p05": nullable(quantile(ordered, 0.05)),
        "rank_p95": nullable(quantile(ordered, 0.95)),
        "p_scored": nullable((ordered > 0).mean(-1)),
    }
    for name, column in columns.items():
        table = table.append_column(name, column)
    return tables.FURTHER_INDICES.conform(table)


def _left_out(model: Model, index: FurtherIndex) -> Flags:
    """Return the edges (edge) above the indicators that an index leaves out."""
    taken = model.framework.indicators_of(index)
    removed = np.zeros(len(model.tree.weights), bool)
    removed[[model.tree.edges[name] for name in model.tree.indicator_ids if name not in taken]] = True
    return removed


def _ranks(model: Model, draws: Draws, left_out: list[Flags], leaves: Leaves) -> Ranks:
    """Rank the regions in each index under every draw: (draw, index, year, region)."""
    every = concatenate([draws.without(model.tree, removed) for removed in left_out])
    found = leaves.repeated(len(left_out))
    ranks = replicate(model, every, components=[model.framework.index_id], found=found)
    return np.stack(np.split(ranks[:, 0], len(left_out)), axis=1)
