"""Remove elements: the index without each component and each indicator in turn."""

import numpy as np
import pyarrow as pa

from index_pipeline.framework.framework import Framework
from index_pipeline.framework.robustness import Robustness
from index_pipeline.kernel.arrays import Axes, Floats, integers, keys, nullable
from index_pipeline.kernel.ranks import rank
from index_pipeline.robustness.comparison import correlation
from index_pipeline.robustness.draws import Draws
from index_pipeline.robustness.figures import Inputs
from index_pipeline.robustness.model import Model, model_of
from index_pipeline.robustness.replicates import scores_of
from index_pipeline.tables import REMOVED, REMOVED_SUMMARY


def removed(inputs: Inputs, framework: Framework) -> tuple[pa.Table, pa.Table]:
    """Compute the index without each element of the tree, the rest unchanged.

    The remaining weights are renormalised; a component that loses its only child is removed too. Goalposts and
    treatments are unchanged.

    Args:
        inputs: `indicators`, `weights` and `rankings` of the build.
        framework: Its framework.

    Returns:
        `tables.REMOVED`, the index of every region and scored year without each element, and
        `tables.REMOVED_SUMMARY`. If an element is the only one of the index, there is no score.

    Source: Becker et al. (2022), COINr, Journal of Open Source Software 7(78), on remove_elements().
    """
    model = model_of(inputs, framework, Robustness(weights=()))
    elements = [(node.depth + 1, name) for node in model.tree.nodes for name, _ in model.tree.children(node)]
    index = model.tree.component_ids.index(framework.index_id)
    scores = scores_of(model, _without_each(model, [name for _, name in elements]))[:, index]
    found = rank(scores)
    ranks = np.where(found > 0, found, np.nan)
    nominal = [model.published(column)[index] for column in ("score", "rank")]
    return _table(model, elements, scores, ranks, nominal), _summary(model, elements, scores, ranks, nominal)


def _without_each(model: Model, names: list[str]) -> Draws:
    removed = np.zeros((len(names), len(model.tree.weights)), bool)
    removed[np.arange(len(names)), [model.tree.edges[name] for name in names]] = True
    weights = model.tree.without(np.repeat(model.tree.weights[None], len(names), 0), removed)
    return Draws.own(weights)


def _table(
    model: Model, elements: list[tuple[int, str]], scores: Floats, ranks: Floats, nominal: list[Floats]
) -> pa.Table:
    levels = np.repeat([level for level, _ in elements], scores[0].size)
    axes = Axes(tuple(name for _, name in elements), model.axes.years, model.axes.ref_areas)
    columns = {
        "depth": pa.array(levels),
        "score": nullable(scores),
        "score_shift": nullable(scores - nominal[0]),
        "rank": integers(ranks),
        "rank_shift": integers(nominal[1] - ranks),
    }
    return REMOVED.conform(pa.table(keys(axes, "element_id") | columns))


def _summary(
    model: Model, elements: list[tuple[int, str]], scores: Floats, ranks: Floats, nominal: list[Floats]
) -> pa.Table:
    rows = []
    for e, (level, name) in enumerate(elements):
        for t, year in enumerate(model.axes.years):
            both = ~np.isnan(scores[e, t]) & ~np.isnan(nominal[0][t])
            shift = np.abs(ranks[e, t] - nominal[1][t])
            shift = shift[~np.isnan(shift)]  # a year in which regions are not told apart has scores and no ranks
            rows.append(
                {
                    "depth": level,
                    "element_id": name,
                    "time_period": year,
                    "mean_absolute_rank_shift": float(shift.mean()) if shift.size else None,
                    "largest_rank_shift": int(shift.max()) if shift.size else None,
                    "spearman": correlation(scores[e, t, both], nominal[0][t, both], "spearman"),
                }
            )
    return REMOVED_SUMMARY.of_rows(rows)
