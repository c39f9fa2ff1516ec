"""Shrink: move rates of small counts towards their mean; the smaller the region, the larger the move."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from index_pipeline import tables
from index_pipeline.framework.framework import Framework
from index_pipeline.kernel.cells import Cells
from index_pipeline.kernel.shrinkage import shrunk
from index_pipeline.methods.areas import assessed
from index_pipeline.methods.denominate import refuse_lost


def shrink(indicators: pa.Table, framework: Framework) -> pa.Table:
    """Shrink the indicators with `small_counts` by gamma-Poisson empirical Bayes, each year by itself.

    Counts are numerators, exposures denominators over the multiplier, of the assessed regions: see
    `kernel.shrinkage.shrunk`. Missing values stay missing; `ratio` keeps the rate as computed.

    Args:
        indicators: `tables.INDICATORS`.
        framework: Names the indicators to shrink and the assessed regions; national totals are left unchanged.

    Returns:
        `tables.INDICATORS`, one row per row of `indicators`.

    Raises:
        MethodError: a rate is not finite, such as where exposures of a year add up to 0.

    Source: Clayton and Kaldor (1987), Biometrics 43; moment estimates as in Marshall (1991), Applied Statistics 40.
    """
    chosen = [i for i in framework.indicators.values() if i.small_counts]
    if not chosen:
        return indicators
    areas = assessed(indicators, framework)["ref_area"].combine_chunks()
    named = pc.is_in(indicators["indicator_id"], pa.array([i.id for i in chosen], pa.string()))
    ours = pc.and_(named, pc.is_in(indicators["ref_area"], areas)).combine_chunks()
    rows = indicators.filter(ours)
    cells = Cells.of(rows)
    counted = np.where(np.isnan(cells.lay(rows["ratio"])), np.nan, cells.lay(rows["numerator"]))
    multiplier = np.array([framework.indicators[name].multiplier for name in cells.axes.indicator_ids])[:, None, None]
    rates = shrunk(counted, cells.lay(rows["denominator"]) / multiplier)
    at = indicators.column_names.index("obs_value")
    values = pc.replace_with_mask(indicators["obs_value"], ours, cells.take(rates))
    found = tables.INDICATORS.conform(indicators.set_column(at, "obs_value", values), indicators)
    refuse_lost(found)
    return found
