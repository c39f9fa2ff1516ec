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


def first_published(observations: pa.Table, revised: pa.Table) -> pa.Table:
    """Return each figure as it was first published, from the newest ones and their revisions.

    Args:
        observations: `tables.OBSERVATIONS`, the newest vintage of each figure.
        revised: `tables.REVISIONS`.

    Returns:
        `tables.OBSERVATIONS`; a figure that was never revised is as it is. Of a revised one, value and vintage are the
        first; revisions do not hold its status, which is taken as A, nor its file and cell, which are the newest ones.
    """
    query = Path(__file__).with_name("first_published.sql")
    return tables.OBSERVATIONS.conform(sql.run(query, {"observations": observations, "revisions": revised}))
