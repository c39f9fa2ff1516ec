"""Denominate: relate each quantity to the size of its region."""

from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from index_pipeline import tables
from index_pipeline.framework.framework import Framework
from index_pipeline.framework.model import Indicator, RegisterQuantity, SeriesQuantity
from index_pipeline.kernel.errors import MethodError
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

    Raises:
        MethodError: a value is too large or too small for a double.

    Source: OECD/JRC Handbook on Constructing Composite Indicators (2008), section 1.1 on scaling by size.
    """
    years = framework.definition.years
    areas, names = _areas(observations, framework), sorted(framework.indicators)
    series = sorted({q.series for i in framework.indicators.values() for q in _quantities(i) if q.series})
    inputs = {
        "observations": _numbered(observations, series, areas),
        "register_stocks": register_stocks,
        "quantities": _quantity_table(framework, series, names),
        "formulas": pa.table(
            {
                "indicator_no": pa.array(range(len(names)), pa.int32()),
                "multiplier": pa.array([framework.indicators[name].multiplier for name in names], pa.float64()),
                "rate": pa.array([framework.indicators[name].denominator is not None for name in names], pa.bool_()),
            }
        ),
        "areas": pa.table(
            {"area_no": pa.array(range(len(areas)), pa.int32()), "ref_area": pa.array(areas, pa.string())}
        ),
    }
    found = _sql.run("denominate", inputs, first_year=years.first, last_year=years.last)
    ref_area, indicator_id = _named(found["area_no"], areas), _named(found["indicator_no"], names)
    named = found.append_column("ref_area", ref_area).append_column("indicator_id", indicator_id)
    refuse_lost(named)
    return tables.INDICATORS.conform(named)


def refuse_lost(indicators: pa.Table) -> None:
    """Refuse a value that a double does not hold: one that is not finite, or 0 though its numerator is not.

    Raises:
        MethodError: it names indicator, region and year.
    """
    value, numerator = indicators["obs_value"], indicators["numerator"]
    underflown = pc.and_(pc.equal(value, 0), pc.not_equal(numerator, 0))
    row = pc.index(pc.or_kleene(pc.invert(pc.is_finite(value)), underflown), True).as_py()
    if row >= 0:
        name, area, year, over, under = (
            indicators[c][row].as_py() for c in ("indicator_id", "ref_area", "time_period", "numerator", "denominator")
        )
        by = "" if under is None else f" over denominator {under:g}"
        raise MethodError(
            f"indicator {name}, region {area}, {year}: numerator {over:g}{by} is too large or too small a value to "
            "compute with: correct the figures, or give the indicator another multiplier"
        )


def _areas(observations: pa.Table, framework: Framework) -> list[str]:
    totals = [r.ref_area for r in framework.codes.regions.values() if r.role == "total"]
    return sorted({*framework.ref_areas, *totals} or set(observations["ref_area"].unique().to_pylist()))


def _numbered(observations: pa.Table, series: list[str], areas: list[str]) -> pa.Table:
    """Keep what the indicators need, series and regions as numbers: joins on them take half the time."""
    series_no = pc.index_in(observations["series_id"], pa.array(series, pa.string()))
    area_no = pc.index_in(observations["ref_area"], pa.array(areas, pa.string()))
    numbered = pa.table(
        {
            "series_no": series_no,
            "area_no": area_no,
            "time_period": observations["time_period"],
            "obs_value": observations["obs_value"],
            "obs_status": observations["obs_status"],
        }
    )
    return numbered.filter(pc.and_(pc.is_valid(series_no), pc.is_valid(area_no)))


def _named(numbers: pa.ChunkedArray, names: list[str]) -> pa.Array:
    return pa.DictionaryArray.from_arrays(numbers.combine_chunks(), pa.array(names, pa.string())).cast(pa.string())


@dataclass(frozen=True)
class _Quantity:
    role: str
    series: str | None = None
    register_id: str | None = None
    category: str | None = None
    measure: str | None = None
    parts: int | None = None


def _quantities(indicator: Indicator) -> Iterator[_Quantity]:
    for role, quantity in (("numerator", indicator.numerator), ("denominator", indicator.denominator)):
        if isinstance(quantity, SeriesQuantity):
            yield _Quantity(role, quantity.series)
        elif isinstance(quantity, RegisterQuantity):
            for part in quantity.parts:
                yield _Quantity(role, None, part.register_id, part.category, quantity.measure, len(quantity.parts))


def _quantity_table(framework: Framework, series: list[str], names: list[str]) -> pa.Table:
    listed = [(n, q) for n, name in enumerate(names) for q in _quantities(framework.indicators[name])]
    at = {name: n for n, name in enumerate(series)}
    return pa.table(
        {
            "indicator_no": pa.array([n for n, _ in listed], pa.int32()),
            "role": pa.array([q.role for _, q in listed], pa.string()),
            "series_no": pa.array([at.get(q.series or "") for _, q in listed], pa.int32()),
            "register_id": pa.array([q.register_id for _, q in listed], pa.string()),
            "category": pa.array([q.category for _, q in listed], pa.string()),
            "measure": pa.array([q.measure for _, q in listed], pa.string()),
            "parts": pa.array([q.parts for _, q in listed], pa.int32()),
        }
    )
