"""Replicates: the index computed again under every draw."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from index_pipeline.robustness.draws import Draws
from index_pipeline.robustness.leaves import Leaves, leaves
from index_pipeline.robustness.model import Model
from index_pipeline.robustness.panel.aggregation import aggregate
from index_pipeline.robustness.panel.arrays import Floats, Integers
from index_pipeline.robustness.panel.goalposts import OneValue
from index_pipeline.robustness.panel.ranks import Ranks, no_ranks, rank

SCORES_AT_ONCE = 120_000
"""Scores of one component that are computed together: as many as a processor's cache holds well."""


def replicate(
    model: Model,
    draws: Draws,
    components: Sequence[str] | None = None,
    years: Sequence[int] | None = None,
    threads: int | None = None,
) -> Ranks:
    """Rank the regions under every draw.

    Args:
        model: The index.
        draws: What each replicate assumes.
        components: Components to rank; all where not given.
        years: Years to rank; the scored ones where not given.
        threads: Number of threads, by default one a processor. Ranks do not depend on it.

    Returns:
        (draw, component, year, region): 1 best, ties share the better rank; 0 where a region has
        no score.

    Raises:
        MethodError: a step has no defined result under some draw; the message names indicator or component.
    """
    names = model.tree.component_ids
    wanted = [names.index(name) for name in (names if components is None else components)]
    years = model.axes.years if years is None else years
    ranks = no_ranks((len(draws), len(wanted), len(years), len(model.axes.ref_areas)))
    weights = draws.final_weights(model.tree)
    with ThreadPoolExecutor(threads or os.cpu_count()) as pool:
        found = leaves(model, draws, years, pool)

        def run(block: tuple[int, Integers]) -> None:
            choice, rows = block
            scores = _scores(model, found, weights, choice, rows)
            for position, component in enumerate(wanted):
                ranks[rows, position] = rank(scores[component])

        list(pool.map(run, _blocks(draws, found, ranks[0, 0].size)))
    return ranks


def scores_of(model: Model, draws: Draws, one_value: OneValue = "middle") -> Floats:
    """Return the scores (draw, component, year, region) under a few draws; those of thousands would fill memory.

    `one_value` tells what becomes of an indicator that has one value only where its normalisation is fitted.
    """
    weights = draws.final_weights(model.tree)
    found: Floats = np.empty((len(draws), *model.axes.shape))
    with ThreadPoolExecutor(1) as pool:
        under = leaves(model, draws, model.axes.years, pool, one_value)
    for choice, rows in _blocks(draws, under, int(np.prod(model.axes.shape[1:]))):
        for component, scores in enumerate(_scores(model, under, weights, choice, rows)):
            found[rows, component] = scores
    return found


def _scores(model: Model, found: Leaves, weights: Floats, choice: int, rows: Integers) -> list[Floats]:
    scores, own = found.of(rows)
    return aggregate(model.tree, model.choices.aggregation[choice], scores, own, weights[rows])[0]


def _blocks(draws: Draws, found: Leaves, cells: int) -> Iterator[tuple[int, Integers]]:
    """Yield draws that aggregate alike, those with the same indicator scores together as far as that goes."""
    size = max(1, SCORES_AT_ONCE // cells)
    aggregation = draws.choices["aggregation"]
    for choice in np.unique(aggregation):
        rows = np.flatnonzero(aggregation == choice)
        rows = rows[np.argsort(found.version[rows], kind="stable")]
        yield from ((int(choice), rows[start : start + size]) for start in range(0, len(rows), size))
