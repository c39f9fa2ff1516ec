"""NumberedFigures: what each numerator and denominator is, of each region and year."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from index_pipeline.framework.framework import Framework
from index_pipeline.framework.quantities import DifferenceQuantity, Quantity, RegisterQuantity
from index_pipeline.methods import _sql


@dataclass(frozen=True)
class NumberedFigures:
    """Numerators and denominators, with indicators and regions as numbers: joins on numbers take half the time.

    Attributes:
        table: `indicator_no`, `role` (numerator or denominator), `area_no`, `time_period`, `obs_value`, `obs_status`.
        names: Indicators, in the order of their numbers.
        areas: Assessed regions and national totals, in the order of their numbers.
        years: Years with a figure, or to be scored: `time_period`.
    """

    table: pa.Table
    names: list[str]
    areas: list[str]
    years: pa.Table

    @property
    def grid(self) -> pa.Table:
        """Every area × year × indicator, in this order: `area_no`, `time_period`, `indicator_no`."""
        areas, years, indicators = len(self.areas), self.years["time_period"].to_numpy(), len(self.names)
        return pa.table(
            {
                "area_no": np.repeat(np.arange(areas, dtype=np.int32), len(years) * indicators),
                "time_period": np.tile(np.repeat(years, indicators), areas),
                "indicator_no": np.tile(np.arange(indicators, dtype=np.int32), areas * len(years)),
            }
        )

    def named(self, found: pa.Table) -> pa.Table:
        """Add the codes `ref_area` and `indicator_id` to a table that has their numbers."""
        ref_area, indicator_id = _named(found["area_no"], self.areas), _named(found["indicator_no"], self.names)
        return found.append_column("ref_area", ref_area).append_column("indicator_id", indicator_id)


def figures_of(observations: pa.Table, register_stocks: pa.Table, framework: Framework) -> NumberedFigures:
    """Find numerators and denominators: figures of a series, entries of registers, sums and differences of series.

    A sum or difference is missing if one of its series is, a count if a register is not known for the year.

    Args:
        observations: `tables.OBSERVATIONS`, one vintage of each figure, in the unit of its series.
        register_stocks: `tables.REGISTER_STOCKS`, entries in force at year end.
        framework: Gives the indicators and the regions: those assessed and the national total. A framework without a
            list of regions takes every region that it finds figures for.
    """
    areas, names = _areas(observations, framework), sorted(framework.indicators)
    series = sorted({name for indicator in framework.indicators.values() for name in indicator.series})
    inputs = {
        "observations": _numbered(observations, series, areas),
        "register_stocks": register_stocks,
        "quantities": _quantity_table(framework, series, names),
        "areas": pa.table(
            {"area_no": pa.array(range(len(areas)), pa.int32()), "ref_area": pa.array(areas, pa.string())}
        ),
    }
    found = _sql.run("figures", inputs)
    known = found["time_period"].filter(pc.is_valid(found["obs_value"])).unique().to_pylist()
    years = sorted({*known, *framework.definition.years.range})
    return NumberedFigures(found, names, areas, pa.table({"time_period": pa.array(years, pa.int32())}))


def _areas(observations: pa.Table, framework: Framework) -> list[str]:
    totals = [r.ref_area for r in framework.codes.regions.values() if r.role == "total"]
    return sorted({*framework.ref_areas, *totals} or set(observations["ref_area"].unique().to_pylist()))


def _numbered(observations: pa.Table, series: list[str], areas: list[str]) -> pa.Table:
    """Keep the rows that the indicators need, with series and regions as numbers."""
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
class _Part:
    """A series, or a part of a register, that a numerator or denominator is made of."""

    role: str
    term: int = 1
    terms: int = 1
    sign: float = 1.0
    series: str | None = None
    register_id: str | None = None
    category: str | None = None
    measure: str | None = None
    parts: int | None = None


def _parts(role: str, quantity: Quantity) -> Iterator[_Part]:
    if isinstance(quantity, RegisterQuantity):
        for part in quantity.parts:
            yield _Part(
                role,
                register_id=part.register_id,
                category=part.category,
                measure=quantity.measure,
                parts=len(quantity.parts),
            )
        return
    terms = len(quantity.all_series)
    for term, name in enumerate(quantity.all_series, start=1):
        sign = -1.0 if isinstance(quantity, DifferenceQuantity) and term > 1 else 1.0
        yield _Part(role, term, terms, sign, name)


def _quantity_table(framework: Framework, series: list[str], names: list[str]) -> pa.Table:
    listed = [
        (number, part)
        for number, name in enumerate(names)
        for role, quantity in zip(("numerator", "denominator"), framework.indicators[name].quantities, strict=False)
        for part in _parts(role, quantity)
    ]
    at = {name: n for n, name in enumerate(series)}
    return pa.table(
        {
            "indicator_no": pa.array([n for n, _ in listed], pa.int32()),
            "role": pa.array([p.role for _, p in listed], pa.string()),
            "term": pa.array([p.term for _, p in listed], pa.int32()),
            "terms": pa.array([p.terms for _, p in listed], pa.int32()),
            "sign": pa.array([p.sign for _, p in listed], pa.float64()),
            "series_no": pa.array([at.get(p.series or "") for _, p in listed], pa.int32()),
            "register_id": pa.array([p.register_id for _, p in listed], pa.string()),
            "category": pa.array([p.category for _, p in listed], pa.string()),
            "measure": pa.array([p.measure for _, p in listed], pa.string()),
            "parts": pa.array([p.parts for _, p in listed], pa.int32()),
        }
    )
