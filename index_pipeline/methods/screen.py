"""Screen: leave out the regions with too few figures."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from index_pipeline import tables
from index_pipeline.framework.framework import Framework
from index_pipeline.kernel.arrays import Axes, labels
from index_pipeline.kernel.cells import Cells, axes_of, dense
from index_pipeline.methods.areas import assessed
from index_pipeline.rounding import ROUNDING


def screen(indicators: pa.Table, framework: Framework) -> pa.Table:
    """Keep the assessed regions, and leave out their years with too few figures: `tables.SCREENED`."""
    return leave_out(indicators, screenings(indicators, framework))


def screenings(indicators: pa.Table, framework: Framework) -> pa.Table:
    """Decide for each assessed region and year whether it has enough figures, by the framework's `screening`.

    A year of a region is not kept if the share of its weighted indicators with a value is below `share`, or
    the share of those values that are not zero is below `non_zero` (0 if there is no value); `keep` and
    `leave_out` take precedence.

    Args:
        indicators: `tables.INDICATORS`.
        framework: Gives the thresholds, the weighted indicators and the assessed regions.

    Returns:
        `tables.SCREENINGS`; `reason` is that of `keep` or `leave_out`, else `too_few_figures` or `too_many_zeros`.

    Source: Becker et al. (2022), COINr, Journal of Open Source Software 7(78), on Screen().
    """
    rule = framework.definition.screening
    weighted = framework.weighted_indicators
    areas = tuple(assessed(indicators, framework)["ref_area"].to_pylist())
    axes = Axes(weighted, axes_of(indicators, weighted).years, areas)
    value = dense(indicators, "obs_value", axes)
    row = dense(indicators.append_column("row", pa.repeat(1.0, indicators.num_rows)), "row", axes)
    figures, known, zeros = (each.sum(axis=0).T for each in (~np.isnan(row), ~np.isnan(value), value == 0))
    area, year = np.nonzero(figures)
    figures, known, zeros = (each[area, year] for each in (figures, known, zeros))
    share = known / figures
    non_zero = np.divide(known - zeros, known, out=np.zeros(len(area)), where=known > 0)
    reason = np.select([share < rule.share - ROUNDING, non_zero < rule.non_zero - ROUNDING], REASONS, "").astype(object)
    kept = reason == ""
    for decided, keep in ((rule.keep, True), (rule.leave_out, False)):
        for name, why in decided.items():
            rows = area == areas.index(name) if name in areas else []
            kept[rows], reason[rows] = keep, why
    found = {
        "ref_area": labels(areas, area),
        "time_period": pa.array(np.array(axes.years, np.int32)[year], pa.int32()),
        "missing": figures - known,
        "zero": zeros,
        "observed_share": share,
        "non_zero": non_zero,
        "kept": kept,
        "reason": pa.array([why or None for why in reason], pa.string()),
    }
    return tables.SCREENINGS.conform(pa.table(found))


REASONS = ("too_few_figures", "too_many_zeros")
"""Why a year of a region is not kept, if no person decided so: `notices_screen.sql` words them."""


def leave_out(indicators: pa.Table, screenings: pa.Table) -> pa.Table:
    """Keep the assessed regions; blank the years of a region that `screenings` does not keep.

    Args:
        indicators: `tables.INDICATORS`.
        screenings: `tables.SCREENINGS`, of the assessed regions.

    Returns:
        `tables.SCREENED`: assessed regions only; blanked values are null with status M, and no step fills them.
    """
    cells = Cells.of(indicators)
    _, years, areas = cells.axes.shape
    year = pc.index_in(screenings["time_period"], pa.array(cells.axes.years, pa.int32()))
    area = pc.index_in(screenings["ref_area"], pa.array(cells.axes.ref_areas, pa.string()))
    decided = np.full((years, areas), np.nan)
    decided[year.to_numpy(), area.to_numpy()] = screenings["kept"].to_numpy()
    kept = decided.reshape(-1)[cells.units]
    if np.isnan(kept).any():  # national totals
        indicators, kept = indicators.filter(pa.array(~np.isnan(kept))), kept[~np.isnan(kept)]
    table = indicators.append_column("kept", pa.array(kept == 1))
    if not kept.all():
        blank = pa.array(kept == 0)
        for name, value in (("obs_value", None), ("obs_status", "M")):
            column = pc.if_else(blank, pa.scalar(value, table[name].type), table[name])
            table = table.set_column(table.column_names.index(name), name, column)
    return tables.SCREENED.conform(table, indicators)
