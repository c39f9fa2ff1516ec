"""Order: a year whose regions rank otherwise than in the last known year, as where lines are shifted."""

from collections.abc import Iterator

import numpy as np

from index_pipeline.framework.codes import CodeLists
from index_pipeline.kernel.arrays import Floats
from index_pipeline.kernel.ranks import spearman
from index_pipeline.sources.net.finding import Doubt, finding
from index_pipeline.sources.net.outliers import HISTORY, settled
from index_pipeline.sources.net.panel import SeriesPanel, lagged

REGIONS = 10
"""Regions from which their order says something."""

UNRELATED = 0.5
"""Rank correlation of two years below which their orders may be unrelated."""

STEADY = 0.9
"""Correlation below which no two neighbouring years in the store are, where a series keeps its order.

In the shipped store such a series' correlation is above 0.5 after any number of years.
"""


def misplaced(panel: SeriesPanel, codes: CodeLists) -> Iterator[Doubt]:
    """Find fresh years whose order of regions is unrelated to that of the last known year, if the store's are steady.

    The correlation is Spearman's. Years between which the series got a new definition are not compared.
    """
    known = settled(panel)
    for column in np.flatnonzero((panel.fresh & panel.assessed[:, None]).sum(axis=0) >= REGIONS).tolist():
        back, correlation = _with_last(panel, panel.together, column)
        if not correlation < UNRELATED:
            continue
        usual = [_with_last(panel, known, other)[1] for other in range(len(panel.years))]
        least = np.array([value for value in usual if np.isfinite(value)])
        if len(least) < HISTORY or least.min() < STEADY:
            continue
        year = panel.fresh_of(column)
        yield finding(
            "other_order",
            panel,
            year,
            codes,
            before=int(panel.years[column]) - back,
            correlation=f"{correlation:.2f}",
            least=f"{least.min():.2f}",
        )


def _with_last(panel: SeriesPanel, values: Floats, column: int) -> tuple[int, float]:
    """Return the distance of the last year that shares enough regions, and the rank correlation; NaN without one."""
    for back in range(1, column + 1):
        both = np.isfinite(values[:, column]) & np.isfinite(lagged(values, back)[:, column]) & panel.assessed
        if both.sum() >= REGIONS:
            if panel.redefined(panel.years - back)[0, column]:
                break
            return back, spearman(values[both, column], values[both, column - back])
    return 0, np.nan
