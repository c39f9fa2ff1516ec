"""Replicates: the index computed again under every draw."""

from collections.abc import Iterator, Sequence

import numpy as np

from index_pipeline.kernel.aggregation import aggregate
from index_pipeline.kernel.arrays import Axes, Floats, Integers
from index_pipeline.kernel.column import OneValue
from index_pipeline.kernel.ranks import Ranks, no_ranks, rank
from index_pipeline.robustness.draws import Draws
from index_pipeline.robustness.leaves import Leaves, leaves
from index_pipeline.robustness.model import Model

SCORES_AT_ONCE = 16_000
"""Scores of one component that are computed together: all that is computed from them fits in a processor's cache."""

DRAWS_AT_ONCE, MOST_SCORES = 40, 120_000
"""Draws that are computed together though they are more scores, as fewer are not worth the calls; and how many more."""

WITH_ONE_VERSION = 64
"""Draws that share their indicator scores are computed by themselves where there are at least so many on average."""


def replicate(
    model: Model,
    draws: Draws,
    components: Sequence[str] | None = None,
    years: Sequence[int] | None = None,
    found: Leaves | None = None,
) -> Ranks:
    """Rank the regions under every draw.

    Args:
        model: The index.
        draws: What each replicate assumes.
        components: Components to rank; all if not given.
        years: Years to rank; the scored ones if not given.
        found: Scores of the indicators under these draws and for these years, if they are known (`leaves_of`).

    Returns:
        (draw, component, year, region): 1 best, ties share the better rank; 0 if a region has
        no score.

    Raises:
        MethodError: a step has no defined result under some draw; the message names indicator or component.
    """
    names = model.tree.component_ids
    wanted = [names.index(name) for name in (names if components is None else components)]
    years = model.axes.years if years is None else years
    ranks = no_ranks((len(draws), len(wanted), len(years), len(model.axes.ref_areas)))
    weights = draws.final_weights(model.tree)
    axes = _axes(model, years)
    ranked = axes.at(years)
    known = found or leaves_of(model, draws, years)
    for choice, rows in _blocks(draws, known, ranks[0, 0].size):
        scores, _ = _scores(model, known, weights, choice, rows, axes)
        for position, component in enumerate(wanted):
            ranks[rows, position] = rank(scores[component][:, ranked])
    return ranks


def leaves_of(model: Model, draws: Draws, years: Sequence[int] | None = None) -> Leaves:
    """Return the scores of the indicators that `replicate` needs; draws that differ in weights alone share them."""
    return leaves(model, draws, _axes(model, model.axes.years if years is None else years).years)


def scores_of(model: Model, draws: Draws, one_value: OneValue = "middle", known: Leaves | None = None) -> Floats:
    """Return the scores (draw, component, year, region) under a few draws; those of thousands would fill memory.

    `one_value` says what happens to an indicator with only one value in the data its normalisation is fitted on, unless
    the scores of the indicators under these draws are `known`.
    """
    return covered_scores_of(model, draws, one_value, known)[0]


def covered_scores_of(
    model: Model, draws: Draws, one_value: OneValue = "middle", known: Leaves | None = None
) -> tuple[Floats, Floats]:
    """Return the scores of `scores_of`, and the coverage of each (0 to 1)."""
    weights = draws.final_weights(model.tree)
    found: Floats = np.empty((len(draws), *model.axes.shape))
    coverage: Floats = np.ones(found.shape)
    axes = _axes(model, model.axes.years)
    scored = axes.at(model.axes.years)
    under = known or leaves(model, draws, axes.years, one_value)
    for choice, rows in _blocks(draws, under, int(np.prod(model.axes.shape[1:]))):
        both = _scores(model, under, weights, choice, rows, axes)
        for component, (scores, covered) in enumerate(zip(*both, strict=True)):
            found[rows, component] = scores[:, scored]
            if covered is not None:
                coverage[rows, component] = np.broadcast_to(covered, scores.shape)[:, scored]
    return found, coverage


def _axes(model: Model, years: Sequence[int]) -> Axes:
    """Return the axes of indicator scores for `years`, and for the reference period if it is used in comparisons."""
    every = model.figures.axes
    relative = any(rule.compares_regions for rules in model.choices.aggregation for rule in rules)
    needed = every.at([*years, *(model.framework.definition.fitted_on.range if relative else ())])
    return Axes(every.indicator_ids, tuple(np.array(every.years)[needed].tolist()), every.ref_areas)


def _scores(
    model: Model, found: Leaves, weights: Floats, choice: int, rows: Integers, axes: Axes
) -> tuple[list[Floats], list[Floats | None]]:
    scores, own = found.of(rows)
    rules = model.choices.aggregation[choice]
    return aggregate(model.tree, rules, scores, own, weights[rows], axes, model.framework)


def _blocks(draws: Draws, found: Leaves, cells: int) -> Iterator[tuple[int, Integers]]:
    """Yield draws with the same aggregation, and with the same indicator scores where few differ in these."""
    size = max(1, SCORES_AT_ONCE // cells, min(DRAWS_AT_ONCE, MOST_SCORES // cells))
    aggregation = draws.choices["aggregation"]
    for choice in np.unique(aggregation):
        rows = np.flatnonzero(aggregation == choice)
        alike = rows[np.argsort(found.combination[rows], kind="stable")]
        others = np.flatnonzero(np.diff(found.combination[alike])) + 1
        few = (len(others) + 1) * WITH_ONE_VERSION <= len(rows)
        for part in np.split(alike, others) if few else [rows]:
            yield from ((int(choice), part[start : start + size]) for start in range(0, len(part), size))
