"""Screen: leave out the regions that too little is known of."""

import pyarrow as pa

from index_pipeline import tables
from index_pipeline.framework.load import Framework, components
from index_pipeline.methods import _sql
from index_pipeline.methods.areas import assessed


def screen(indicators: pa.Table, framework: Framework) -> pa.Table:
    """Keep the assessed regions; blank a region's year that falls short of the framework's `screening`.

    A year of a region falls short where the share of its weighted indicators with a value is below `share`, or
    the share of those values that are not zero is below `non_zero`; `keep` and `leave_out` decide beforehand.

    Args:
        indicators: `tables.INDICATORS`.
        framework: Gives the thresholds, the weighted indicators and the assessed regions.

    Returns:
        `tables.SCREENED`: assessed regions only; blanked values are null with status M.
    """
    rule = framework.definition.screening
    weighted = [name for node in components(framework.definition.index) for name in node.indicators]
    decided = [*((area, True) for area in rule.keep), *((area, False) for area in rule.leave_out)]
    inputs = {
        "indicators": indicators,
        "assessed": assessed(indicators, framework),
        "weighted": pa.table({"indicator_id": pa.array(weighted, pa.string())}),
        "decided": pa.table(
            {
                "ref_area": pa.array([area for area, _ in decided], pa.string()),
                "kept": pa.array([kept for _, kept in decided], pa.bool_()),
            }
        ),
    }
    return tables.SCREENED.conform(_sql.run("screen", inputs, share=rule.share, non_zero=rule.non_zero))
