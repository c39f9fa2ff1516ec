"""Level: a year in which the median region changes as in no other year of the series."""

import math
from collections.abc import Iterator

import numpy as np

from index_pipeline.framework.codes import CodeLists
from index_pipeline.kernel.arrays import Floats
from index_pipeline.sources.net.finding import Doubt, finding
from index_pipeline.sources.net.outliers import HISTORY, settled
from index_pipeline.sources.net.panel import SeriesPanel
from index_pipeline.sources.net.scales import NOT_COMPARABLE

REGIONS = 10
"""Regions from which the median change of a year says something."""

LEAST, OF_FEW = math.log(1.25), math.log(1.6)
"""How far beyond the range of the known median changes another one is, at least, to be asked about, or by that range.

The second where there are fewer than `FEW`.

Of 859 years of the shipped store, each compared with the years before it, none would be asked about.
"""

FEW = 5
"""Known median changes from which their range says how a series changes."""


def levels(panel: SeriesPanel, codes: CodeLists) -> Iterator[Doubt]:
    """Find fresh years whose median change since the last known year is far beyond that of the store's years.

    Changes are measured as in `outliers`, and compared with those over as many years. Years of a new definition, and
    the two after each, are not compared.
    """
    if (panel.series.jump or 0) >= NOT_COMPARABLE:
        return
    scaled, known = np.arcsinh(panel.together / panel.unit), np.arcsinh(settled(panel) / panel.unit)
    near = panel.near_break()
    for column in np.flatnonzero((panel.fresh & panel.assessed[:, None]).sum(axis=0) >= REGIONS).tolist():
        back = next((n for n in range(1, column + 1) if not np.isnan(_median(panel, scaled, column, n))), 0)
        if not back or near[column - back + 1 : column + 1].any():
            continue
        usual = [
            _median(panel, known, other, back)
            for other in range(back, len(panel.years))
            if not near[other - back + 1 : other + 1].any()
        ]
        history = np.array([change for change in usual if not np.isnan(change)])
        if len(history) < HISTORY:
            continue
        low, high, change = history.min(), history.max(), _median(panel, scaled, column, back)
        room = max(LEAST if len(history) >= FEW else OF_FEW, high - low)
        if low - room <= change <= high + room:
            continue
        year = panel.fresh_of(column)
        before = int(panel.years[column]) - back
        ratio, least, most = (f"{math.exp(one):.3g}" for one in (change, low, high))
        yield finding("other_level", panel, year, codes, before=before, change=ratio, least=least, most=most)


def _median(panel: SeriesPanel, scaled: Floats, column: int, back: int) -> float:
    """Return the median change of the assessed regions over `back` years; NaN if too few have both figures."""
    change = scaled[panel.assessed, column] - scaled[panel.assessed, column - back]
    found = change[np.isfinite(change)]
    return float(np.median(found)) if len(found) >= REGIONS else np.nan
