"""Screen: leave out the regions with too few figures."""

import pyarrow as pa
import pyarrow.compute as pc

from index_pipeline import tables
from index_pipeline.framework.framework import Framework, components
from index_pipeline.methods import _sql
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
        `tables.SCREENINGS`; `reason` is that of `keep` or `leave_out`, else `too few figures` or `too many zeros`.

    Source: Becker et al. (2022), COINr, Journal of Open Source Software 7(78), on Screen().
    """
    rule = framework.definition.screening
    weighted = [name for node in components(framework.definition.index) for name in node.indicators]
    decided = [
        *((area, True, reason) for area, reason in rule.keep.items()),
        *((area, False, reason) for area, reason in rule.leave_out.items()),
    ]
    inputs = {
        "indicators": indicators,
        "assessed": assessed(indicators, framework),
        "weighted": pa.table({"indicator_id": pa.array(weighted, pa.string())}),
        "decided": pa.table(
            {
                "ref_area": pa.array([area for area, _, _ in decided], pa.string()),
                "kept": pa.array([kept for _, kept, _ in decided], pa.bool_()),
                "reason": pa.array([reason for _, _, reason in decided], pa.string()),
            }
        ),
    }
    found = _sql.run("screenings", inputs, share=rule.share, non_zero=rule.non_zero, rounding=ROUNDING)
    return tables.SCREENINGS.conform(found)


def leave_out(indicators: pa.Table, screenings: pa.Table) -> pa.Table:
    """Keep the assessed regions; blank the years of a region that `screenings` does not keep.

    Args:
        indicators: `tables.INDICATORS`.
        screenings: `tables.SCREENINGS`, of the assessed regions.

    Returns:
        `tables.SCREENED`: assessed regions only; blanked values are null with status M, and no step fills them.
    """
    on_full_grid = indicators.num_rows == screenings.num_rows * len(indicators["indicator_id"].unique())
    if on_full_grid and indicators.num_rows and pc.all(screenings["kept"]).as_py():  # no region to leave out
        return tables.SCREENED.conform(
            indicators.append_column("kept", pa.repeat(True, indicators.num_rows)), indicators
        )
    return tables.SCREENED.conform(_sql.run("screen", {"indicators": indicators, "screenings": screenings}))
