"""Denominate: relate each quantity to the size of its region."""

from collections.abc import Iterator

import pyarrow as pa

from index_pipeline import tables
from index_pipeline.framework.load import Framework
from index_pipeline.framework.model import Indicator, RegisterQuantity, SeriesQuantity
from index_pipeline.methods import _sql


def denominate(observations: pa.Table, register_stocks: pa.Table, framework: Framework) -> pa.Table:
    """Compute each indicator: ``numerator / denominator * multiplier``, in the indicator's unit.

    A value is missing (status M) where either quantity is, where the denominator is zero, or where a register is
    not known for the year. Otherwise its status is the weaker of the two: E, then I, then C, then A; Z where the
    numerator is a structural zero.

    Args:
        observations: `tables.OBSERVATIONS`, one vintage of each figure, in the unit of its series.
        register_stocks: `tables.REGISTER_STOCKS`, entries in force at year end.
        framework: Gives the formulas, and the regions: those assessed and the national total. A framework
            without a list of regions takes every region that it finds figures for.

    Returns:
        `tables.INDICATORS`: every region × every year with a figure, or to be scored × every indicator.

    Source: OECD/JRC Handbook on Constructing Composite Indicators (2008), section 1.1 on scaling by size.
    """
    years = framework.definition.years
    inputs = {
        "observations": observations.select(["series_id", "ref_area", "time_period", "obs_value", "obs_status"]),
        "register_stocks": register_stocks,
        "quantities": _quantities(framework),
        "formulas": pa.Table.from_pylist(
            [
                {"indicator_id": i.id, "multiplier": i.multiplier, "rate": i.denominator is not None}
                for i in framework.indicators.values()
            ],
            schema=pa.schema([("indicator_id", pa.string()), ("multiplier", pa.float64()), ("rate", pa.bool_())]),
        ),
        "areas": _areas(observations, framework),
    }
    return tables.INDICATORS.conform(_sql.run("denominate", inputs, first_year=years.first, last_year=years.last))


def _areas(observations: pa.Table, framework: Framework) -> pa.Table:
    totals = [r.ref_area for r in framework.codes.regions.values() if r.role == "total"]
    codes = [*framework.ref_areas, *totals] or sorted(observations["ref_area"].unique().to_pylist())
    return pa.table({"ref_area": pa.array(codes, pa.string())})


def _quantities(framework: Framework) -> pa.Table:
    rows = [row for indicator in framework.indicators.values() for row in _rows(indicator)]
    columns = ["indicator_id", "role", "series_id", "register_id", "category", "measure"]
    schema = pa.schema([*((name, pa.string()) for name in columns), ("parts", pa.int32())])
    return pa.Table.from_pylist(rows, schema=schema)


def _rows(indicator: Indicator) -> Iterator[dict[str, object]]:
    for role, quantity in (("numerator", indicator.numerator), ("denominator", indicator.denominator)):
        if isinstance(quantity, SeriesQuantity):
            yield {"indicator_id": indicator.id, "role": role, "series_id": quantity.series}
        elif isinstance(quantity, RegisterQuantity):
            for part in quantity.parts:
                yield {
                    "indicator_id": indicator.id,
                    "role": role,
                    "register_id": part.register_id,
                    "category": part.category,
                    "measure": quantity.measure,
                    "parts": len(quantity.parts),
                }
