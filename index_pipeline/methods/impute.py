"""Impute: fill gaps by the rules of the framework, and mark each value that was filled."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from index_pipeline import tables
from index_pipeline.framework.framework import Framework
from index_pipeline.kernel import imputation as kernel
from index_pipeline.kernel.arrays import Flags
from index_pipeline.kernel.cells import Cells
from index_pipeline.kernel.imputation import METHODS, NOT_FILLED

STATUS = {"interpolate": "I", "carry": "C"}
"""Status of a value that a method fills, E if it is taken from other regions or indicators."""


def impute(screened: pa.Table, framework: Framework) -> pa.Table:
    """Fill gaps, one step of each indicator's `imputation` after the other: see `kernel.imputation.impute`.

    A value that is filled has the status I if it is interpolated, C if it is carried, and E if it comes from
    other regions or indicators. Years before and after the scored ones serve as neighbours and are then left out.
    Years not kept by screening stay missing.

    Args:
        screened: `tables.SCREENED`, in the indicator's unit.
        framework: Gives steps, breaks (of the indicator and of its series) and the regions' groups.

    Returns:
        `tables.IMPUTED` for the scored years and the reference period; `filled_by` names the method.

    Raises:
        MethodError: expectation-maximisation has no result.

    Source: OECD/JRC Handbook on Constructing Composite Indicators (2008), step 3.
    """
    cells = Cells.of(screened)
    plans = [framework.methods_of(name).imputation for name in cells.axes.indicator_ids]
    values = screened.append_column("filled_by", pa.nulls(screened.num_rows, pa.string()))
    if any(plans):
        values = _filled(values, cells, plans, framework)
    spans = framework.definition.years, framework.definition.fitted_on
    wanted = sorted({year for span in spans for year in span.range})
    if not set(cells.axes.years) <= set(wanted):
        within = pc.is_in(screened["time_period"], pa.array(wanted, pa.int32()))
        values, screened = values.filter(within), screened.filter(within)
    return tables.IMPUTED.conform(values, screened)


def _filled(values: pa.Table, cells: Cells, plans: list[kernel.Plan], framework: Framework) -> pa.Table:
    kept = _kept(values, cells)
    found = kernel.impute(cells.lay(values["obs_value"])[:, None], kept[None], plans, cells.axes, framework)
    code = pa.array(cells.of_rows(found.method))
    filled = pc.not_equal(code, NOT_FILLED)
    status = pa.array([STATUS.get(name, "E") for name in METHODS]).take(code.filter(filled))
    columns = {
        "obs_value": cells.take(found.values),
        "obs_status": pc.replace_with_mask(values["obs_status"], filled, status),
        "filled_by": pc.replace_with_mask(values["filled_by"], filled, pa.array(METHODS).take(code.filter(filled))),
    }
    for name, column in columns.items():
        values = values.set_column(values.column_names.index(name), name, column)
    return values


def _kept(values: pa.Table, cells: Cells) -> Flags:
    """Return for which (year, region) the figures are kept."""
    kept = np.zeros(cells.axes.shape[1:], bool)
    kept.reshape(-1)[cells.units] = values["kept"].to_numpy()
    return kept
