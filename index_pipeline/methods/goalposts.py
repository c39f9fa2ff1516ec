"""Fit the parameters of each indicator's normalisation: which values score the ends of the scale."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa

from index_pipeline import tables
from index_pipeline.framework.framework import Framework
from index_pipeline.framework.methods import IndexToBase, Normalisation
from index_pipeline.kernel import goalposts as kernel
from index_pipeline.kernel.arrays import Axes, Floats
from index_pipeline.kernel.cells import axes_of, dense
from index_pipeline.kernel.column import Column
from index_pipeline.kernel.goalposts import Parameters
from index_pipeline.kernel.unfitted import refuse_unfitted
from index_pipeline.methods.treat import fits_of

Row = dict[str, Any]
"""Columns of `tables.GOALPOSTS`; those that are null are left out."""


def fit_goalposts(imputed: pa.Table, treated: pa.Table, treatments: pa.Table, framework: Framework) -> pa.Table:
    """Find the parameters of each indicator's normalisation.

    A method computes its statistics (extremes, mean, rank) from the treated values of the reference
    period, of all years, or of each year. Given values are transformed by the indicator's transform. Frozen as a table,
    parameters of the reference period do not change when a year is added.

    Args:
        imputed: `tables.IMPUTED`: the values before treatment.
        treated: `tables.TREATED`.
        treatments: `tables.TREATMENTS`: the transforms that are applied to given values.
        framework: Gives methods, scale, directions and reference period.

    Returns:
        `tables.GOALPOSTS`, one row per indicator; one per year if fitted by year, one per region if values are
        related to the region's own. A supplementary indicator without a value to fit on has no row, and no score.

    Raises:
        MethodError: an indicator with weight has no value where parameters are fitted, or none at all; it has one
            value only, up to rounding, where parameters are fitted (it does not distinguish regions), before or
            after its treatment; a given value is outside the domain of the transform; a base
            value or maximum is not positive; the reference region has no value; values are too far apart for a double.

    Source: OECD/JRC Handbook on Constructing Composite Indicators (2008), step 5.
    """
    axes = axes_of(treated, list(framework.indicators))
    x, before = dense(treated, "obs_value", axes)[:, None], dense(imputed, "obs_value", axes)[:, None]
    reference = axes.at(framework.definition.fitted_on.range)
    chosen = [framework.indicators[name] for name in axes.indicator_ids]
    columns = [
        Column(x[j], before[j], fit, indicator, reference, axes, framework.definition.scale, "refuse")
        for j, (indicator, fit) in enumerate(zip(chosen, fits_of(treatments, axes), strict=True))
    ]
    methods = [framework.methods_of(name).normalisation for name in axes.indicator_ids]
    found: dict[int, list[Row]] = {}
    for positions, _, fitted in kernel.fit_all(columns, methods):
        found |= {j: list(_rows(columns[j], methods[j], fitted.of(k))) for k, j in enumerate(positions)}
    rows = [row for j in sorted(found) for row in found[j]]
    known = {name for name, values in zip(axes.indicator_ids, x, strict=True) if not np.isnan(values).all()}
    listed = [name for name in framework.weighted_indicators if name in framework.indicators]
    refuse_unfitted({str(row["indicator_id"]) for row in rows}, known, listed, framework)
    return tables.GOALPOSTS.of_rows(rows)


def parameters_of(rows: list[Row], axes: Axes) -> Parameters:
    """Return the parameters of the indicators of `axes` that rows of `tables.GOALPOSTS` of one kind hold.

    They are arrays (indicator, year or 1, region or 1); a year or region without a row has none.
    """
    first = rows[0]
    keys: dict[object, int] = {None: 0}
    by_year, by_area = first["time_period"] is not None, first["ref_area"] is not None
    if by_year or by_area:
        keys = {label: n for n, label in enumerate(axes.years if by_year else axes.ref_areas)}
    key, at = "time_period" if by_year else "ref_area", {name: n for n, name in enumerate(axes.indicator_ids)}
    shape = (len(at), len(keys), 1) if by_year else (len(at), 1, len(keys))
    cells = [(at[row["indicator_id"]], keys[row[key]]) for row in rows if row[key] in keys]
    listed = [row for row in rows if row[key] in keys]

    def column(name: str) -> Floats:
        found = np.full((len(at), len(keys)), np.nan)
        found[tuple(np.array(cells, int).reshape(-1, 2).T)] = [row[name] for row in listed]
        return found.reshape(shape)

    span = (first["first_year"] or axes.years[0], first["last_year"] or axes.years[-1])
    years = np.array([span[0] <= year <= span[1] for year in axes.years])[None]
    lower, upper, floor, ceiling = (column(name) for name in _ENDS)
    return Parameters(
        first["form"], lower, upper, floor, ceiling, first["capped"], first["floored"], 0.5, years, by_year
    )


def _rows(column: Column, method: Normalisation, fitted: Parameters) -> Iterator[Row]:
    common: Row = {
        "indicator_id": column.indicator.id,
        "method": method.method,
        "form": fitted.form,
        "direction": column.indicator.direction,
        "capped": fitted.capped,
        "floored": fitted.floored,
    }
    years, areas = column.axes.years, column.axes.ref_areas
    ends = np.broadcast_arrays(fitted.lower, fitted.upper, fitted.floor, fitted.ceiling)
    for t, i in np.argwhere(~np.isnan(ends[0] + ends[1])[0]):
        if fitted.by_year and np.isnan(column.x[0, t]).all():
            continue
        values = {name: float(end[0, t, i]) for name, end in zip(_ENDS, ends, strict=True)}
        yield common | values | _key(method, fitted, years, areas, t, i)


_ENDS = ("lower", "upper", "floor", "ceiling")


def _key(
    method: Normalisation, fitted: Parameters, years: tuple[int, ...], areas: tuple[str, ...], t: int, i: int
) -> Row:
    if fitted.by_year:
        span = {"first_year": years[t], "last_year": years[t]} if hasattr(method, "fitted_on") else {}
        return {"time_period": years[t], **span}
    sampled = np.flatnonzero(fitted.years[0])
    if isinstance(method, IndexToBase):
        year = years[sampled[0]] if method.year is None else method.year
        return {"ref_area": areas[i], "first_year": year, "last_year": year}
    if hasattr(method, "fitted_on") and len(sampled):
        return {"first_year": years[sampled[0]], "last_year": years[sampled[-1]]}
    return {}
