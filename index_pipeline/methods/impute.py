"""Impute: fill gaps by the rules of the framework, and mark each value that was filled."""

import pyarrow as pa
import pyarrow.compute as pc

from index_pipeline import tables
from index_pipeline.framework.framework import Framework
from index_pipeline.framework.methods import (
    Carry,
    ExpectationMaximisation,
    Imputation,
    Interpolate,
    Mean,
    Median,
    Profile,
)
from index_pipeline.methods import _sql
from index_pipeline.methods.impute_joint import impute_joint

KEY = ("ref_area", "time_period", "indicator_id")


def impute(screened: pa.Table, framework: Framework) -> pa.Table:
    """Fill gaps, one step of each indicator's `imputation` after the other.

    ``interpolate``: x_a + (x_b − x_a)(t − a)/(b − a) between a region's figures of years a and b (status I);
    ``carry``: the nearest earlier (or later) figure for at most `limit` years (status C); neither crosses a break
    of definition. ``mean``, ``median``: of the regions with a value in that year, within a group (status E); a
    region without a group gets none. ``profile`` and ``expectation_maximisation``: from the region's other
    indicators (status E; see `impute_joint`). What no step fills stays missing: an indicator without any value
    in a year stays so, and a region's year without any figure is not filled from other regions. Years before and
    after the scored ones serve as neighbours and are then left out. Years not kept by screening stay missing.

    Args:
        screened: `tables.SCREENED`, in the indicator's unit.
        framework: Gives steps, breaks (of the indicator and of its series) and the regions' groups.

    Returns:
        `tables.IMPUTED` for the scored years and the reference period; `filled_by` names the method.

    Raises:
        MethodError: expectation-maximisation has no result.

    Source: OECD/JRC Handbook on Constructing Composite Indicators (2008), step 3.
    """
    years = framework.definition.years, framework.definition.fitted_on
    wanted = pa.array(sorted({year for span in years for year in span.range}), pa.int32())
    plans = {
        i.id: i.imputation if i.imputation is not None else framework.definition.imputation
        for i in framework.indicators.values()
    }
    values = screened.append_column("filled_by", pa.nulls(screened.num_rows, pa.string()))
    if not any(plans.values()):
        return tables.IMPUTED.conform(values.filter(pc.is_in(values["time_period"], wanted)))
    left_out = values.filter(pc.invert(values["kept"]))
    values = values.filter(values["kept"])
    for position in range(max(map(len, plans.values()))):
        steps = {name: plan[position] for name, plan in plans.items() if len(plan) > position}
        values = _step(values, steps, framework)
    values = pa.concat_tables([values, left_out])
    values = values.filter(pc.is_in(values["time_period"], wanted)).sort_by([(name, "ascending") for name in KEY])
    return tables.IMPUTED.conform(values)


def _step(values: pa.Table, steps: dict[str, Imputation], framework: Framework) -> pa.Table:
    own = {name: step for name, step in steps.items() if isinstance(step, (Interpolate, Carry))}
    group = {name: step for name, step in steps.items() if isinstance(step, (Mean, Median))}
    joint = {name: step for name, step in steps.items() if isinstance(step, (Profile, ExpectationMaximisation))}
    parts = [values.filter(pc.invert(pc.is_in(values["indicator_id"], pa.array(list(steps), pa.string()))))]
    if own:
        plan = pa.table(
            {
                "indicator_id": pa.array(list(own), pa.string()),
                "method": pa.array([s.method for s in own.values()], pa.string()),
                "direction": pa.array([getattr(s, "direction", None) for s in own.values()], pa.string()),
                "years": pa.array([getattr(s, "limit", None) for s in own.values()], pa.int32()),
            }
        )
        inputs = {"values": values, "steps": plan, "breaks": _break_table(framework)}
        parts.append(_sql.run("impute_own", inputs))
    if group:
        plan = pa.table(
            {
                "indicator_id": pa.array(list(group), pa.string()),
                "method": pa.array([s.method for s in group.values()], pa.string()),
                "attribute": pa.array([s.by for s in group.values()], pa.string()),
            }
        )
        parts.append(_sql.run("impute_group", {"values": values, "steps": plan, "groups": _group_table(framework)}))
    if joint:
        breaks = {name: set(framework.breaks(name)) for name in framework.indicators}
        parts.append(impute_joint(values, joint, breaks, framework))
    return pa.concat_tables([part.select(values.column_names).cast(values.schema) for part in parts])


def _break_table(framework: Framework) -> pa.Table:
    rows = [(name, year) for name in framework.indicators for year in framework.breaks(name)]
    return pa.table(
        {
            "indicator_id": pa.array([name for name, _ in rows], pa.string()),
            "first_year": pa.array([year for _, year in rows], pa.int32()),
        }
    )


def _group_table(framework: Framework) -> pa.Table:
    rows = [
        {"ref_area": region.ref_area, "attribute": attribute, "member_of": value}
        for region in framework.codes.regions.values()
        for attribute, value in region.attributes.items()
        if value
    ]
    schema = pa.schema([(name, pa.string()) for name in ("ref_area", "attribute", "member_of")])
    return pa.Table.from_pylist(rows, schema=schema)
