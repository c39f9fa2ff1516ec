"""Parts: figures of a series that is a part of another one (`part_of` in `series.csv`) against those of that one."""

from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np

from index_pipeline.framework.codes import CodeLists
from index_pipeline.kernel.arrays import Flags, Floats
from index_pipeline.sources.net.finding import Doubt, finding
from index_pipeline.sources.net.panel import SeriesPanel, of_other
from index_pipeline.sources.store.by_series import Store

ROUNDED = 1e-4
"""Part of a whole by which a part may be above it: publishers round both."""


def parts(
    panel: SeriesPanel, store: Store, arranged: Sequence[SeriesPanel], day: date, codes: CodeLists
) -> Iterator[Doubt]:
    """Find fresh figures above those of the series that theirs is a part of, or below those of a part of theirs.

    Figures of one region and year are compared, with the newest vintage by that day of the other series. Where both are
    fresh, the part is asked about. In the shipped store, no figure is above its whole.

    Args:
        panel: The series.
        store: With the file's own figures as well.
        arranged: Every series of the file.
        day: By which the figures were public.
        codes: Says which series is a part of which, and how their units convert.
    """
    own = panel.series.series_id
    for whole in sorted(codes.wholes(own) & codes.series.keys()):
        figures = _newest(panel, store, whole, day, codes)
        yield from _above(panel, panel.fresh, panel.read, figures, own, whole, codes)
    for part in codes.series:
        if own in codes.wholes(part):
            asked = panel.fresh & ~_fresh_of(part, panel, arranged)
            yield from _above(panel, asked, _newest(panel, store, part, day, codes), panel.read, part, own, codes)


def _fresh_of(series_id: str, panel: SeriesPanel, arranged: Sequence[SeriesPanel]) -> Flags:
    """Mark the regions and years of the panel for which the file has a fresh figure of another series."""
    found = np.zeros(panel.fresh.shape, bool)
    rows, columns = ({name: place for place, name in enumerate(names)} for names in (panel.areas, panel.years.tolist()))
    for other in arranged:
        if other.series.series_id == series_id:
            for row, column in np.argwhere(other.fresh).tolist():
                place = rows.get(other.areas[row]), columns.get(int(other.years[column]))
                if None not in place:
                    found[place] = True
    return found


def _above(
    panel: SeriesPanel, asked: Flags, part: Floats, whole: Floats, one: str, other: str, codes: CodeLists
) -> Iterator[Doubt]:
    with np.errstate(invalid="ignore"):
        above = asked & (part - whole > panel.step / 2 + ROUNDED * np.abs(whole))
    if above.any():
        row, column = np.argwhere(above)[0]
        low, high = f"{whole[row, column]:.10g}", f"{part[row, column]:.10g}"
        yield finding("part_above_whole", panel, above, codes, part=one, whole=other, low=low, high=high)


def _newest(panel: SeriesPanel, store: Store, series_id: str, day: date, codes: CodeLists) -> Floats:
    """Return the newest figures by a day of another series for the panel's regions and years, in the panel's unit."""
    row, column, value = of_other(panel, store, series_id, day)
    found = np.full(panel.read.shape, np.nan)
    found[row, column] = value
    units = [codes.units.get(name) for name in (codes.series[series_id].unit, panel.series.unit)]
    return found * (units[0].factor / units[1].factor if units[0] and units[1] else 1.0)
