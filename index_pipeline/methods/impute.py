"""Impute: fill gaps by the rules of the framework, and mark each value that was filled."""

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from index_pipeline import tables
from index_pipeline.framework.load import Framework
from index_pipeline.framework.methods import Carry, Imputation, Interpolate, Mean, Median
from index_pipeline.framework.model import Indicator, SeriesQuantity
from index_pipeline.methods import _sql


def impute(screened: pa.Table, framework: Framework) -> pa.Table:
    """Fill gaps, one step of each indicator's `imputation` after the other.

    ``interpolate``: x_a + (x_b − x_a)(t − a)/(b − a) between a region's figures of years a and b (status I);
    ``carry``: the last figure for at most `limit` years (status C); neither crosses a break of definition.
    ``mean``, ``median``: of the regions with a value in that year, within a group (status E). What no step
    fills stays missing. Years before and after the scored ones serve as neighbours and are then left out.

    Args:
        screened: `tables.SCREENED`, in the indicator's unit.
        framework: Gives steps, breaks (of the indicator and of its series) and the regions' groups.

    Returns:
        `tables.IMPUTED` for the scored years and the reference period; `filled_by` names the method.
    """
    values = screened.append_column("filled_by", pa.nulls(screened.num_rows, pa.string()))
    plans = {
        i.id: i.imputation if i.imputation is not None else framework.definition.imputation
        for i in framework.indicators.values()
    }
    for position in range(max(map(len, plans.values()), default=0)):
        steps = {name: plan[position] for name, plan in plans.items() if len(plan) > position}
        values = _step(values, steps, framework)
    years = framework.definition.years, framework.definition.fitted_on
    wanted = [year for span in years for year in span.range]
    return tables.IMPUTED.conform(
        values.filter(pc.is_in(values["time_period"], pa.array(wanted, pa.int32()))).sort_by(
            [("ref_area", "ascending"), ("time_period", "ascending"), ("indicator_id", "ascending")]
        )
    )


def _step(values: pa.Table, steps: dict[str, Imputation], framework: Framework) -> pa.Table:
    own = {name: step for name, step in steps.items() if isinstance(step, (Interpolate, Carry))}
    others = {name: step for name, step in steps.items() if isinstance(step, (Mean, Median))}
    parts = [values.filter(pc.invert(pc.is_in(values["indicator_id"], pa.array(list(steps), pa.string()))))]
    if own:
        plan = pa.table(
            {
                "indicator_id": pa.array(list(own), pa.string()),
                "method": pa.array([s.method for s in own.values()], pa.string()),
                "years": pa.array([s.limit if isinstance(s, Carry) else None for s in own.values()], pa.int32()),
            }
        )
        parts.append(_sql.run("impute_own", {"values": values, "steps": plan, "breaks": _breaks(framework)}))
    if others:
        plan = pa.table(
            {
                "indicator_id": pa.array(list(others), pa.string()),
                "method": pa.array([s.method for s in others.values()], pa.string()),
                "attribute": pa.array([s.by for s in others.values()], pa.string()),
            }
        )
        parts.append(_sql.run("impute_group", {"values": values, "steps": plan, "groups": _groups(framework)}))
    return pa.concat_tables([part.cast(values.schema) for part in parts])


def _breaks(framework: Framework) -> pa.Table:
    rows = [(i.id, year) for i in framework.indicators.values() for year in sorted(set(_break_years(i, framework)))]
    return pa.table(
        {
            "indicator_id": pa.array([name for name, _ in rows], pa.string()),
            "first_year": pa.array([year for _, year in rows], pa.int32()),
        }
    )


def _break_years(indicator: Indicator, framework: Framework) -> Iterator[int]:
    yield from indicator.breaks
    for quantity in (indicator.numerator, indicator.denominator):
        if isinstance(quantity, SeriesQuantity) and quantity.series in framework.codes.series:
            yield from framework.codes.series[quantity.series].breaks


def _groups(framework: Framework) -> pa.Table:
    rows = [
        {"ref_area": region.ref_area, "attribute": attribute, "member_of": value}
        for region in framework.codes.regions.values()
        for attribute, value in region.attributes.items()
    ]
    schema = pa.schema([(name, pa.string()) for name in ("ref_area", "attribute", "member_of")])
    return pa.Table.from_pylist(rows, schema=schema)
