"""Shrink: draw rates of small counts towards their mean, the more so the smaller the region."""

import pyarrow as pa

from index_pipeline import tables
from index_pipeline.framework.framework import Framework
from index_pipeline.methods import _sql
from index_pipeline.methods.areas import assessed
from index_pipeline.methods.denominate import refuse_lost


def shrink(indicators: pa.Table, framework: Framework) -> pa.Table:
    """Shrink the indicators with `small_counts` by gamma-Poisson empirical Bayes, each year by itself.

    With counts c and exposures e (the denominator over the multiplier) of the assessed regions:
    ``m = Σc/Σe``, ``v = max(0, Σe(c/e − m)²/Σe − m/ē)``, ``α = m²/v``, ``β = m/v`` and the value becomes
    ``(c + α) / (e + β)``. Where v = 0, the counts tell no region from another and every value becomes m.
    Missing values stay missing; `ratio` keeps the rate as computed.

    Args:
        indicators: `tables.INDICATORS`.
        framework: Names the indicators to shrink and the assessed regions; national totals are left as they are.

    Returns:
        `tables.INDICATORS`, one row per row of `indicators`.

    Raises:
        MethodError: a rate is not finite, such as where exposures of a year add up to 0.

    Source: Clayton and Kaldor (1987), Biometrics 43; moment estimates as in Marshall (1991), Applied Statistics 40.
    """
    chosen = [i for i in framework.indicators.values() if i.small_counts]
    if not chosen:
        return indicators
    shrunk = pa.table(
        {
            "indicator_id": pa.array([i.id for i in chosen], pa.string()),
            "multiplier": pa.array([i.multiplier for i in chosen], pa.float64()),
        }
    )
    inputs = {"indicators": indicators, "shrunk": shrunk, "assessed": assessed(indicators, framework)}
    found = tables.INDICATORS.conform(_sql.run("shrink", inputs))
    refuse_lost(found)
    return found
