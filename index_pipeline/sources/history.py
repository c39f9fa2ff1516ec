"""History: how figures were revised from one vintage to the next."""

from datetime import date
from pathlib import Path

import pyarrow as pa

from index_pipeline import sql, tables


def revisions(observations: pa.Table, as_of: date | None = None) -> pa.Table:
    """List each figure that was published again with another value.

    Args:
        observations: `tables.OBSERVATIONS`, every vintage.
        as_of: Leave out vintages later than this day.

    Returns:
        `tables.REVISIONS`, one row per change, in the unit of the series; a withdrawn figure has no value.
    """
    query = Path(__file__).with_name("history.sql")
    return tables.REVISIONS.conform(sql.run(query, {"observations": observations}, as_of=as_of))
