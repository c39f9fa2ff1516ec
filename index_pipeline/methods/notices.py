"""Notices: what a reader has to know of a build that has a result all the same."""

import pyarrow as pa

from index_pipeline import tables
from index_pipeline.framework.framework import Framework, components
from index_pipeline.methods import _sql
from index_pipeline.methods.areas import assessed


def notices(indicators: pa.Table, screenings: pa.Table, imputed: pa.Table, framework: Framework) -> pa.Table:
    """List zero denominators, years of a region that are left out or kept by exception, and indicators without values.

    Args:
        indicators: `tables.INDICATORS`.
        screenings: `tables.SCREENINGS`.
        imputed: `tables.IMPUTED`.
        framework: Gives the scored years and the indicators in the tree.

    Returns:
        `tables.NOTICES`, one sentence each, for assessed regions and scored years.
    """
    years = framework.definition.years
    nodes = list(components(framework.definition.index))
    listed = [name for node in nodes for name in (*node.indicators, *node.supplementary)]
    inputs = {
        "indicators": indicators,
        "screenings": screenings,
        "imputed": imputed,
        "assessed": assessed(indicators, framework),
        "listed": pa.table({"indicator_id": pa.array(listed, pa.string())}),
    }
    return tables.NOTICES.conform(_sql.run("notices", inputs, first_year=years.first, last_year=years.last))
