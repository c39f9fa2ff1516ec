"""Exchanged: two new years of which the later one is nearer to the last known year, as where headings are exchanged."""

from collections.abc import Iterator

import numpy as np

from index_pipeline.framework.codes import CodeLists
from index_pipeline.kernel.arrays import Floats
from index_pipeline.sources.net.finding import Doubt, finding
from index_pipeline.sources.net.outliers import HISTORY, settled
from index_pipeline.sources.net.panel import SeriesPanel

REGIONS = 10
"""Regions from which their share says something."""

USUAL = 0.7
"""Share of regions of which a year is nearer than the one after it, in every known year of a series that is asked."""

RARE = 0.4
"""Share below which two new years are asked about.

Of 1138 pairs of years of the shipped store, each compared with the years before it, two would be asked about: those of
the growth index after its fall in 2020. Exchanged, 353 would be.
"""


def exchanged(panel: SeriesPanel, codes: CodeLists) -> Iterator[Doubt]:
    """Find two neighbouring fresh years whose later one is nearer to the year before both, in a series that moves on.

    Changes are measured as in `outliers`. Years of a new definition, and the two after each, are not compared.
    """
    known, together, near = settled(panel), panel.together, panel.near_break()
    fresh = (panel.fresh & panel.assessed[:, None]).sum(axis=0) >= REGIONS
    asked = [c for c in range(2, len(panel.years)) if fresh[c] and fresh[c - 1] and not near[c - 1 : c + 1].any()]
    if not asked:
        return
    usual = np.array([_nearer(panel, known, c)[0] for c in range(2, len(panel.years)) if not near[c - 1 : c + 1].any()])
    usual = usual[np.isfinite(usual)]
    if len(usual) < HISTORY or usual.min() < USUAL:
        return
    for column in asked:
        base = np.where(np.arange(len(panel.years)) == column - 2, known, together)
        share, compared = _nearer(panel, base, column)
        if share < RARE:
            years = panel.fresh_of(column - 1, column)
            last, before, after = (int(panel.years[column - back]) for back in (2, 1, 0))
            yield finding(
                "later_year_nearer",
                panel,
                years,
                codes,
                number=round((1 - share) * compared),
                compared=compared,
                last=last,
                before=before,
                after=after,
            )


def _nearer(panel: SeriesPanel, values: Floats, column: int) -> tuple[float, int]:
    """Return the share of regions of which the year before `column` is nearer to the one before both, and their number.

    The share is NaN for fewer than `REGIONS`.
    """
    scaled = np.arcsinh(values[panel.assessed] / panel.unit)
    first, second = (np.abs(scaled[:, column - back] - scaled[:, column - 2]) for back in (1, 0))
    compared = np.isfinite(first) & np.isfinite(second) & (first != second)
    number = int(compared.sum())
    return (float((first < second)[compared].mean()) if number >= REGIONS else np.nan), number
