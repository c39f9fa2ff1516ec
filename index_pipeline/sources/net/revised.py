"""Revised: stored figures that the file changes, how many of them and how far."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from index_pipeline.framework.codes import CodeLists
from index_pipeline.framework.source import RevisionBounds
from index_pipeline.kernel.arrays import Flags, Floats
from index_pipeline.language import Both
from index_pipeline.sources.figures import Figure
from index_pipeline.sources.net.finding import Doubt, finding
from index_pipeline.sources.net.panel import SeriesPanel, same

NEGLIGIBLE = 1e-3
"""Relative change up to which a figure is written with other digits rather than revised."""

FEWEST = 10
"""Figures that have to be compared before a share of them says something."""


@dataclass(frozen=True)
class Revision:
    """A stored figure and its new value in the file, in the unit of the series.

    `after` is None if the file withdraws the figure; `percent` is None then, and if the figure was 0.
    """

    series_id: str
    ref_area: str
    time_period: int
    before: float
    after: float | None
    percent: float | None

    def sentence(self, area: str) -> str:
        """Say old value, new value and percent; a withdrawn figure's new value is `M`, as in files."""
        by = "" if self.percent is None else f" ({self.percent:+.1f} %)"
        after = "M" if self.after is None else f"{self.after:.15g}"
        return f"{self.series_id} {area} {self.time_period}: {self.before:.15g} → {after}{by}"


def revisions(panel: SeriesPanel, *, is_known: bool) -> list[Revision]:
    """Return the stored figures that the file changes or withdraws."""
    found = []
    for row, column in np.argwhere(revised(panel, is_known=is_known) | withdrawn(panel)):
        before, read = float(panel.current[row, column]), float(panel.read[row, column])
        after = read if math.isfinite(read) else None
        percent = 100 * (after - before) / abs(before) if before and after is not None else None
        found.append(
            Revision(panel.series.series_id, panel.areas[row], int(panel.years[column]), before, after, percent)
        )
    return found


def revised(panel: SeriesPanel, *, is_known: bool) -> Flags:
    """Mark the figures that differ from the store's of the day; not those that it has as they were published later.

    If the day of release is not known, a figure that was once published is not a revision: the file is older.
    """
    differs = np.isfinite(panel.read) & np.isfinite(panel.current) & ~same(panel.current, panel.read, panel.step)
    return differs & ~panel.later if is_known else differs & panel.fresh


def withdrawn(panel: SeriesPanel) -> Flags:
    """Mark the figures of the store's day that the file withdraws."""
    return np.asarray(panel.withdrawn & np.isfinite(panel.current))


def unusual_revisions(
    panel: SeriesPanel, limits: RevisionBounds, codes: CodeLists, *, is_known: bool
) -> Iterator[Doubt]:
    """Find a series of which a larger share than `limits.share` is revised or withdrawn; else single figures.

    Single ones are those withdrawn, or changed too far. A figure that the store has only as it was published later is
    compared with that one.
    """
    change, differs = _change(panel), revised(panel, is_known=is_known) & ~panel.explained
    mask = (differs & (change > NEGLIGIBLE)) | withdrawn(panel)
    compared = int((np.isfinite(panel.step) & np.isfinite(panel.current)).sum())
    if compared >= FEWEST and mask.sum() > limits.share * compared:
        largest, detail = _largest(panel, mask, codes)
        yield finding(
            "many_revised",
            panel,
            mask,
            codes,
            largest,
            True,
            compared=compared,
            share=f"{100 * mask.sum() / compared:.0f}",
            most=f"{100 * limits.share:g}",
            **detail,
        )
        return
    differs |= panel.fresh & np.isfinite(panel.stored) & ~np.isfinite(panel.current)
    for row, column in np.argwhere(differs & (change > limits.change)).tolist():
        one = panel.one(row, column)
        _, detail = _largest(panel, one, codes)
        yield finding("revised_far", panel, one, codes, None, True, most=f"{100 * limits.change:g}", **detail)
    for row, column in np.argwhere(withdrawn(panel) & ~panel.explained).tolist():
        before = f"{panel.current[row, column]:.15g}"
        yield finding("withdrawn", panel, panel.one(row, column), codes, None, True, before=before)


def _change(panel: SeriesPanel) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(panel.read == panel.stored, 0.0, np.abs(panel.read - panel.stored) / np.abs(panel.stored))


def _largest(panel: SeriesPanel, mask: Flags, codes: CodeLists) -> tuple[Figure, dict[str, object]]:
    row, column = np.unravel_index(np.argmax(np.where(mask, _change(panel), -1)), mask.shape)
    before, after = float(panel.stored[row, column]), float(panel.read[row, column])
    if math.isnan(after):
        said: dict[str, object] = {"after": Both("no value", "无数值"), "change": Both("withdrawn", "撤销")}
    else:
        by = f"{100 * (after - before) / abs(before):+.1f} %" if before else f"{after - before:+.15g}"
        said = {"after": f"{after:.15g}", "change": by}
    place = {"area": codes.area_title(panel.areas[row]), "year": int(panel.years[column]), "before": f"{before:.15g}"}
    return panel.figure(int(row), int(column)), place | said
