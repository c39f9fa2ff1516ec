"""Values that a measure of inequality is computed from, and why others have none."""

from collections.abc import Sequence

import numpy as np

from index_pipeline.analysis.errors import AnalysisError
from index_pipeline.kernel.arrays import Floats
from index_pipeline.language import Both

FAULTS = {
    "zones": Both(
        "{measure} has {count} {count:value|values} but {zones} {zones:zone|zones}: give the zone of each value",
        "{measure}有 {count} 个数值、{zones} 个区域：请逐一给出数值所属的区域",
    ),
    "none": Both("{measure} needs at least one value", "{measure}至少需要一个数值"),
    "below": Both(
        "{measure} needs values of 0 or more: value {at} is {value:g}",
        "{measure}的数值应不小于0：第 {at} 个为 {value:g}",
    ),
    "not_above": Both(
        "{measure} needs values above 0: value {at} is {value:g}", "{measure}的数值应大于0：第 {at} 个为 {value:g}"
    ),
    "nothing": Both("{measure} is not defined where all values are 0", "数值全部为0时{measure}没有定义"),
}
"""Why values have no measure of inequality."""


def checked(values: Floats, measure: Both, zones: Sequence[str] | None = None, *, zero: bool) -> Floats:
    """Return the values that a measure of inequality is computed from.

    Args:
        values: One value per region, of any unit; none missing.
        measure: Its name, for a message.
        zones: The zone of each region, if the measure is split by zones.
        zero: Whether some of the values may be 0.

    Raises:
        AnalysisError: no value is given, one is missing, negative or 0, or all are 0; zones and values differ in
            length.
    """
    y = np.asarray(values, dtype=np.float64)
    zoned = y.size if zones is None else len(zones)
    details: dict[str, object] = {"measure": measure, "count": y.size, "zones": zoned}
    wrong = np.flatnonzero(~(np.isfinite(y) & (y >= 0 if zero else y > 0)))
    if zoned != y.size:
        raise AnalysisError(FAULTS["zones"].with_details(**details))
    if len(wrong):
        kind = "below" if zero else "not_above"
        raise AnalysisError(FAULTS[kind].with_details(at=wrong[0] + 1, value=y[wrong[0]], **details))
    if not y.any():
        raise AnalysisError(FAULTS["nothing" if y.size else "none"].with_details(**details))
    return y
