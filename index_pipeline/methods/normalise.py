"""Normalise: rescale the values of each indicator to scores for which higher is always better."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from index_pipeline import tables
from index_pipeline.kernel.cells import Cells, distinct
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
    listed, known = treated, set(goalposts["indicator_id"].to_pylist())
    if not set(distinct(treated["indicator_id"])) <= known:
        listed = treated.filter(pc.is_in(treated["indicator_id"], pa.array(list(known), pa.string())))
    cells = Cells.of(listed)
    values, axes = cells.lay(listed["obs_value"]), cells.axes
    scores, at = np.full_like(values, np.nan), {name: j for j, name in enumerate(axes.indicator_ids)}
    of_kind: dict[tuple[object, ...], list[Row]] = {}
    for row in goalposts.to_pylist():
        if row["indicator_id"] in at:
            of_kind.setdefault(_kind(row), []).append(row)
    for rows in of_kind.values():
        positions = [at[name] for name in dict.fromkeys(row["indicator_id"] for row in rows)]
        parameters, higher = parameters_of(rows, axes.of(positions)), rows[0]["direction"] == "higher_is_better"
        scores[positions] = rescale(values[positions], parameters, higher, np.array(positions), axes)
    return tables.NORMALISED.conform(listed.append_column("score", cells.take(scores)), listed)


def _kind(row: Row) -> tuple[object, ...]:
    """Return what indicators have in common whose parameters are applied together."""
    by_year = row["time_period"] is not None
    span = (by_year,) if by_year else (row["first_year"], row["last_year"])
    return (row["form"], row["direction"], row["capped"], row["floored"], row["ref_area"] is not None, *span)
