"""Bounds: figures that their series cannot have, and years without any figure but zeros."""

import math
from collections.abc import Iterator

import numpy as np

from index_pipeline.framework.codes import CodeLists
from index_pipeline.kernel.arrays import Flags, Floats
from index_pipeline.sources.net.finding import Doubt, finding
from index_pipeline.sources.net.panel import SeriesPanel

FEWEST = 5
"""Regions from which a year of zeros is not a year of figures."""

WHOLE = 1e-6
"""Fraction that the conversion of a unit may leave of a whole number."""


def zeros(panel: SeriesPanel, codes: CodeLists) -> Iterator[Doubt]:
    """Find years in which every region of the file is 0, and at least one of them is not 0 in the store."""
    zero = panel.assessed[:, None] & (panel.read == 0)
    counted = (panel.assessed[:, None] & np.isfinite(panel.read)).sum(axis=0)
    years = (zero.sum(axis=0) == counted) & (counted >= FEWEST) & (zero & panel.fresh).any(axis=0)
    if years.any():
        yield finding("zero_year", panel, zero & years, codes)


def fractions(panel: SeriesPanel, codes: CodeLists) -> Iterator[Doubt]:
    """Find figures with a fraction where the series' unit counts things one by one, and no stored figure has one."""
    unit = codes.units.get(panel.series.unit)
    broken = _broken(panel.read)
    if unit and unit.counts_whole and not _broken(panel.vintages[2]).any() and (panel.fresh & broken).any():
        yield finding("fraction", panel, panel.fresh & broken, codes)


def _broken(values: Floats) -> Flags:
    """Mark values with a fraction."""
    with np.errstate(invalid="ignore"):
        return np.asarray(np.abs(values - np.round(values)) > WHOLE)


def bounds(panel: SeriesPanel, codes: CodeLists) -> Iterator[Doubt]:
    """Find figures outside of the bounds that `series.csv` gives."""
    lower = -math.inf if panel.series.minimum is None else panel.series.minimum
    upper = math.inf if panel.series.maximum is None else panel.series.maximum
    with np.errstate(invalid="ignore"):
        outside = panel.fresh & ((panel.read < lower) | (panel.read > upper))
    for row, column in np.argwhere(outside).tolist():
        one = panel.one(row, column)
        yield finding("out_of_bounds", panel, one, codes, minimum=f"{lower:,.15g}", maximum=f"{upper:,.15g}")
