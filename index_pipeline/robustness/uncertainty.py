"""Uncertainty: how ranks vary over every combination of equally justifiable assumptions."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from index_pipeline import tables
from index_pipeline.kernel.arrays import Axes, Floats, integers, keys, labels, nullable
from index_pipeline.kernel.errors import MethodError
from index_pipeline.kernel.ranks import Ranks
from index_pipeline.language import Both
from index_pipeline.robustness.design import read_design
from index_pipeline.robustness.draws import NOMINAL, OTHERS, Draws, after_nominal, nominal
from index_pipeline.robustness.leaves import Leaves
from index_pipeline.robustness.model import Model
from index_pipeline.robustness.quantiles import quantile, sort_draws
from index_pipeline.robustness.replicates import leaves_of, replicate, scores_of
from index_pipeline.robustness.streams import DRAWS
from index_pipeline.robustness.tiers import tier_probabilities

AGREES = 1e-9
"""Share of the scale within which a score of the ranking is the one computed from its figures.

More than `rounding.ROUNDING`: where the figures of an indicator are close together, their differences lose digits, and
the two are computed in another order.
"""

MOST_REGIONS_IN_PAIRS = 300
"""If there are more regions than this, their pairs are not listed: they are too many to read."""

PAIRS_AT_ONCE = 2_000_000
"""Pairs of regions, of all draws, that are compared at a time: bounds memory."""


@dataclass(frozen=True)
class Uncertainty:
    """Tables of one uncertainty analysis, named as in `tables`."""

    rank_intervals: pa.Table
    tier_probabilities: pa.Table
    rank_changes: pa.Table
    rank_pairs: pa.Table


def uncertainty(
    model: Model,
    design: pa.Table | None = None,
    tiers: pa.Table | None = None,
    leaves: Leaves | None = None,
) -> Uncertainty:
    """Rank the regions under many draws of the framework's `robustness`, and say how much the ranks vary.

    Each draw makes every choice again: weighting and weights, denominators, vintage, means over years, imputation,
    reference period, treatment, normalisation, aggregation, an indicator or a theme left out, chance in register
    counts and filled values. A draw is the same for all years, so that two years can be compared within it: a
    published change of rank is significant if at least the share `significance` of the draws move the same way.
    Percentiles are of type 7.

    Args:
        model: The index, and what varies; without a `robustness` section of the framework, weights by a quarter.
        design: Draws to use instead of random ones (see `design.read_design`).
        tiers: `tables.TIERS` instead of the tiers of `robustness` (see `tiers.tier_probabilities`).
        leaves: Scores of the indicators, if they are known: of the nominal draw first, then of the draws in order.

    Returns:
        Intervals, tiers and changes of every component and scored year; pairs of the index in the newest year, for
        up to 300 regions.

    Raises:
        MethodError: the draws do not start from the published scores, or a draw has no defined result.

    Source: Saisana, Saltelli and Tarantola (2005), JRSS A 168; OECD/JRC Handbook (2008), step 7.
    """
    draws = random_draws(model) if design is None else read_design(design, model.space)
    known = leaves or leaves_of(model, after_nominal(draws, model.tree))
    _refuse_other_scores(model, known.part(NOMINAL))
    names = [name for name in model.tree.component_ids if name in (model.robustness.components or (name,))]
    ranks = replicate(model, draws, components=names, found=known.part(OTHERS))
    axes = Axes(tuple(names), model.axes.years, model.axes.ref_areas)
    nominal = model.published("rank", axes)
    ordered = sort_draws(ranks)
    return Uncertainty(
        _intervals(ordered, nominal, axes, model.robustness.top),
        tier_probabilities(ordered, model, model.published("score", axes), axes, tiers),
        _changes(ranks, nominal, axes, model.robustness.significance),
        _pairs(ranks, axes, model.framework.index_id),
    )


def random_draws(model: Model) -> Draws:
    """Draw the replicates that the framework's `robustness` asks for, from its seed."""
    uniform = np.random.default_rng([model.robustness.seed, DRAWS])
    return model.space.realise(uniform.random((model.robustness.replicates, model.space.dimensions)))


def _refuse_other_scores(model: Model, known: Leaves) -> None:
    given, computed = model.published("score"), scores_of(model, nominal(model.tree), known=known)[0]
    low, high = model.framework.definition.scale
    apart = ~((np.abs(given - computed) <= AGREES * (high - low)) | (np.isnan(given) & np.isnan(computed)))
    if apart.any():
        component, year, region = (int(i) for i in np.argwhere(apart)[0])
        raise MethodError(
            Both(
                f"component {model.axes.indicator_ids[component]}, region {model.axes.ref_areas[region]}, "
                f"{model.axes.years[year]}: the ranking has the score {given[component, year, region]:g}, its "
                f"own figures and framework give {computed[component, year, region]:g}: build both from the same",
                f"指标 {model.axes.indicator_ids[component]}，地区 {model.axes.ref_areas[region]}，"
                f"{model.axes.years[year]} 年：排名中的得分为 {given[component, year, region]:g}，"
                f"按其数据与指标体系计算为 {computed[component, year, region]:g}：请以同一来源生成两者",
            )
        )


def _intervals(ordered: Ranks, nominal: Floats, axes: Axes, top: int) -> pa.Table:
    scored = (ordered > 0).sum(-1)
    with np.errstate(invalid="ignore"):
        among_top = ((ordered > 0) & (ordered <= top)).sum(-1) / np.where(scored > 0, scored, np.nan)
    columns = {
        "rank": integers(nominal),
        "rank_median": nullable(quantile(ordered, 0.5)),
        "rank_p05": nullable(quantile(ordered, 0.05)),
        "rank_p95": nullable(quantile(ordered, 0.95)),
        "p_top": nullable(among_top),
        "p_scored": nullable(scored / ordered.shape[-1]),
    }
    return tables.RANK_INTERVALS.conform(pa.table(keys(axes, "component_id") | columns))


def _changes(ranks: Ranks, nominal: Floats, axes: Axes, significance: float) -> pa.Table:
    later = [t for t in range(1, len(axes.years)) if axes.years[t] == axes.years[t - 1] + 1]
    earlier = [t - 1 for t in later]
    before, after = ranks[:, :, earlier], ranks[:, :, later]
    both = (before > 0) & (after > 0)
    with np.errstate(invalid="ignore"):
        number = np.where(both.any(0), both.sum(0), np.nan)
        up, down = ((both & moved).sum(0) / number for moved in (after < before, after > before))
    change = nominal[:, earlier] - nominal[:, later]
    significant = ((change > 0) & (up >= significance)) | ((change < 0) & (down >= significance))
    columns = {
        "rank_change": integers(change),
        "p_up": nullable(up),
        "p_down": nullable(down),
        "significant": pa.array(significant.reshape(-1), mask=np.isnan(up).reshape(-1)),
    }
    years = tuple(axes.years[t] for t in later)
    return tables.RANK_CHANGES.conform(
        pa.table(keys(Axes(axes.indicator_ids, years, axes.ref_areas), "component_id") | columns)
    )


def _pairs(ranks: Ranks, axes: Axes, index_id: str) -> pa.Table:
    if index_id not in axes.indicator_ids or len(axes.ref_areas) > MOST_REGIONS_IN_PAIRS:
        return tables.RANK_PAIRS.empty()
    newest = np.ascontiguousarray(ranks[:, axes.indicator_ids.index(index_id), -1].T)
    ranked = newest > 0
    one = np.where(ranked, newest, len(newest) + 1)  # a region without a rank does not precede any
    other = np.where(ranked, newest, 0)
    before, both = np.zeros((2, len(newest), len(newest)))
    size = max(1, PAIRS_AT_ONCE // newest.size)
    for block in (slice(start, start + size) for start in range(0, len(newest), size)):
        before[block] = (one[block, None] < other).sum(-1, dtype=np.int32)
        both[block] = (ranked[block, None] & ranked).sum(-1, dtype=np.int32)
    above = np.divide(before, both, out=np.full(both.shape, np.nan), where=both > 0)
    first, second = np.nonzero(~np.eye(len(above), dtype=bool))
    return tables.RANK_PAIRS.conform(
        pa.table(
            {
                "component_id": pa.repeat(index_id, len(first)),
                "time_period": pa.repeat(axes.years[-1], len(first)),
                "ref_area": labels(axes.ref_areas, first),
                "other_area": labels(axes.ref_areas, second),
                "probability": nullable(above[first, second]),
            }
        )
    )
