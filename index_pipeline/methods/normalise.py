"""Normalise: rescale the values of each indicator to scores for which higher is always better."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from index_pipeline import tables
from index_pipeline.kernel.arrays import Cells
from index_pipeline.kernel.normalisation import rescale
from index_pipeline.methods.goalposts import Row, parameters_of


def normalise(treated: pa.Table, goalposts: pa.Table) -> pa.Table:
    """Rescale each indicator by its fitted parameters, so that higher is always better: see `kernel.rescale`.

    Missing values stay missing.

    Args:
        treated: `tables.TREATED`, one row per region, year and indicator.
        goalposts: `tables.GOALPOSTS`, on the treated values.

    Returns:
        `tables.NORMALISED`, in points of the scale; indicators without goalposts are left out.

    Raises:
        MethodError: a value is 0 but its ratio to a target or base is needed, or a score that is not finite.

    Source: OECD/JRC Handbook on Constructing Composite Indicators (2008), step 5.
    """
    fitted: dict[str, list[Row]] = {}
    for row in goalposts.to_pylist():
        fitted.setdefault(row["indicator_id"], []).append(row)
    listed = treated
    if not set(pc.unique(treated["indicator_id"]).to_pylist()) <= fitted.keys():
        listed = treated.filter(pc.is_in(treated["indicator_id"], pa.array(list(fitted), pa.string())))
    cells = Cells.of(listed)
    values, axes = cells.lay(listed["obs_value"]), cells.axes
    scores = np.empty_like(values)
    for j, name in enumerate(axes.indicator_ids):
        higher = fitted[name][0]["direction"] == "higher_is_better"
        scores[j] = rescale(values[[j]], parameters_of(fitted[name], axes), higher, axes.of([j]))[0]
    return tables.NORMALISED.conform(listed.append_column("score", cells.take(scores)), listed)
