"""Notices: what a reader has to know of a build that has a result all the same."""

import pyarrow as pa

from index_pipeline import tables
from index_pipeline.framework.framework import Framework, components
from index_pipeline.methods import _sql
from index_pipeline.methods.areas import assessed


def notices(
    indicators: pa.Table, screenings: pa.Table, imputed: pa.Table, goalposts: pa.Table, framework: Framework
) -> pa.Table:
    """List what is defined in a build and has to be known.

    Denominators that are zero or negative; years of a region that are left out, kept by exception, or without any
    figure; indicators without a value in a year, and supplementary ones without a score, as there is no figure to fit
    their normalisation on.

    Args:
        indicators: `tables.INDICATORS`.
        screenings: `tables.SCREENINGS`.
        imputed: `tables.IMPUTED`.
        goalposts: `tables.GOALPOSTS`.
        framework: Gives the scored years and the indicators in the tree.

    Returns:
        `tables.NOTICES`, one sentence each, for assessed regions and scored years.
    """
    years = framework.definition.years
    nodes = list(components(framework.definition.index))
    weighted = [name for node in nodes for name in node.indicators]
    supplementary = [name for node in nodes for name in node.supplementary]
    inputs = {
        "indicators": indicators,
        "screenings": screenings,
        "imputed": imputed,
        "assessed": assessed(indicators, framework),
        "goalposts": goalposts,
        "listed": pa.table(
            {
                "indicator_id": pa.array([*weighted, *supplementary], pa.string()),
                "weighted": pa.array([True] * len(weighted) + [False] * len(supplementary), pa.bool_()),
            }
        ),
    }
    return tables.NOTICES.conform(_sql.run("notices", inputs, first_year=years.first, last_year=years.last))
