"""Parts: figures of a series that is a part of another one (`part_of` in `series.csv`) against those of that one."""

from collections.abc import Collection, Iterator

import numpy as np

from index_pipeline.framework.codes import CodeLists
from index_pipeline.sources.net.finding import Doubt, finding
from index_pipeline.sources.net.panel import SeriesPanel, of_other
from index_pipeline.sources.net.store import Floats, Store

ROUNDED = 1e-4
"""Part of a whole by which a part may be above it: publishers round both."""


def parts(panel: SeriesPanel, store: Store, in_file: Collection[str], codes: CodeLists) -> Iterator[Doubt]:
    """Find fresh figures above those of the series that theirs is a part of, or below those of a part of theirs.

    Figures of one region and year are compared, the newest vintage of the other series. In the shipped store, no figure
    is above its whole.

    Args:
        panel: The series.
        store: With the file's own figures as well.
        in_file: The series of the file: of a pair that are both in it, the part is asked about.
        codes: Says which series is a part of which, and how their units convert.
    """
    own = panel.series
    if own.part_of in codes.series:
        yield from _above(
            panel, panel.read, _newest(panel, store, own.part_of, codes), own.series_id, own.part_of, codes
        )
    for other in codes.series.values():
        if other.part_of == own.series_id and other.series_id not in in_file:
            part = _newest(panel, store, other.series_id, codes)
            yield from _above(panel, part, panel.read, other.series_id, own.series_id, codes)


def _above(panel: SeriesPanel, part: Floats, whole: Floats, one: str, other: str, codes: CodeLists) -> Iterator[Doubt]:
    with np.errstate(invalid="ignore"):
        above = panel.fresh & (part - whole > panel.step / 2 + ROUNDED * np.abs(whole))
    if above.any():
        row, column = np.argwhere(above)[0]
        low, high = f"{whole[row, column]:.10g}", f"{part[row, column]:.10g}"
        yield finding("part_above_whole", panel, above, codes, part=one, whole=other, low=low, high=high)


def _newest(panel: SeriesPanel, store: Store, series_id: str, codes: CodeLists) -> Floats:
    """Return the newest figures of another series for the panel's regions and years, in the panel's unit."""
    row, column, value = of_other(panel, store, series_id)
    found = np.full(panel.read.shape, np.nan)
    found[row, column] = value
    units = [codes.units.get(name) for name in (codes.series[series_id].unit, panel.series.unit)]
    return found * (units[0].factor / units[1].factor if units[0] and units[1] else 1.0)
