"""Figures: what each numerator and denominator is, of each region and year."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from index_pipeline.framework.framework import Framework
from index_pipeline.framework.quantities import DifferenceQuantity, Quantity, RegisterQuantity
from index_pipeline.kernel.arrays import Flags, Floats, labels
from index_pipeline.language import Both
from index_pipeline.methods import _sql
from index_pipeline.tables.declare import TableError

WEAKEST_LAST = ("Z", "A", "C", "I", "E", "M")
"""Statuses of figures, in the order in which the weakest of several is that of what they make."""
NO_FIGURE = -1
"""Replaces the status where the table has no row, not even one without a value."""

Statuses = NDArray[np.int8]
"""Positions in `WEAKEST_LAST`."""


@dataclass(frozen=True)
class Side:
    """The numerators, or the denominators, of all indicators: arrays (region, year, indicator).

    Attributes:
        values: NaN if missing.
        statuses: Position in `WEAKEST_LAST`, or `NO_FIGURE`.
    """

    values: Floats
    statuses: Statuses


@dataclass(frozen=True)
class Fractions:
    """Numerators and denominators.

    Attributes:
        numerator: Of each indicator.
        denominator: Of each indicator that has one.
        areas: Assessed regions and national totals.
        years: Years with a figure, or to be scored.
        names: The indicators.
    """

    numerator: Side
    denominator: Side
    areas: list[str]
    years: list[int]
    names: list[str]

    def keys(self) -> pa.Table:
        """Return every region × year × indicator, in this order: `ref_area`, `time_period`, `indicator_id`."""
        areas, years, names = (np.arange(n, dtype=np.int32) for n in self.numerator.values.shape)
        return pa.table(
            {
                "ref_area": labels(self.areas, np.repeat(areas, len(years) * len(names))),
                "time_period": np.tile(np.repeat(np.array(self.years, np.int32), len(names)), len(areas)),
                "indicator_id": labels(self.names, np.tile(names, len(areas) * len(years))),
            }
        )

    def known_years(self, indicators: list[int], scored: Collection[int]) -> Flags:
        """Return in which of the years there is a figure of some indicators, or that are scored."""
        known = [np.asarray((~np.isnan(side.values)).any(0)) for side in (self.numerator, self.denominator)]
        return (known[0] | known[1])[:, indicators].any(axis=1) | np.isin(self.years, list(scored))

    def of(self, indicators: list[int], years: Flags, names: list[str]) -> "Fractions":
        """Return the fractions of some indicators and years, the indicators named anew."""
        numerator, denominator = (
            Side(each.values[:, years][:, :, indicators], each.statuses[:, years][:, :, indicators])
            for each in (self.numerator, self.denominator)
        )
        return Fractions(numerator, denominator, self.areas, np.array(self.years)[years].tolist(), names)

    def rows(self, indicators: list[int]) -> pa.Table:
        """Return the figures of some indicators, in numbers of indicators and regions.

        Columns: `indicator_no`, `role` (numerator or denominator), `area_no`, `time_period`, `obs_value`, `obs_status`.
        """
        sides = {"numerator": self.numerator, "denominator": self.denominator}
        return pa.concat_tables([self._rows(side, role, indicators) for role, side in sides.items()])

    def _rows(self, side: Side, role: str, indicators: list[int]) -> pa.Table:
        statuses, chosen = side.statuses[:, :, indicators], np.array(indicators, np.int32)
        area, year, at = np.nonzero(statuses != NO_FIGURE)
        values = side.values[area, year, chosen[at]]
        return pa.table(
            {
                "indicator_no": pa.array(chosen[at]),
                "role": pa.repeat(role, len(at)),
                "area_no": pa.array(area.astype(np.int32)),
                "time_period": pa.array(np.array(self.years, np.int32)[year], pa.int32()),
                "obs_value": pa.array(values, mask=np.isnan(values)),
                "obs_status": labels(WEAKEST_LAST, statuses[area, year, at]),
            }
        )


USED_COLUMNS = ("series_id", "ref_area", "time_period", "obs_value", "obs_status")
"""Columns of observations that steps use; the others say where a figure is from."""


def used_part(observations: pa.Table, framework: Framework) -> pa.Table:
    """Return the part of `tables.OBSERVATIONS` that steps use, in the same order: each gives the same result from it.

    It has the columns `USED_COLUMNS`, and the rows of the series that the framework uses. If the framework lists no
    regions, it has all rows, since every region with a figure then counts.
    """
    part = observations.select(USED_COLUMNS)
    if not _listed(framework):
        return part
    return part.filter(pc.is_in(part["series_id"], pa.array(sorted(framework.used_series), pa.string())))


def figures_of(observations: pa.Table, register_stocks: pa.Table, framework: Framework) -> Fractions:
    """Find numerators and denominators: figures of a series, entries of registers, sums and differences of series.

    A sum or difference is missing if one of its series is, a count if a register is not known for the year. Its
    status is the weakest of those of its series: E, then I, C, A; Z if all are.

    Args:
        observations: `tables.OBSERVATIONS`, one vintage of each figure, in the unit of its series.
        register_stocks: `tables.REGISTER_STOCKS`, entries in force at year end.
        framework: Gives the indicators and the regions: those assessed and the national total. A framework without a
            list of regions takes every region that it finds figures for.

    Raises:
        TableError: there are several figures of a series, region and year.
    """
    names = sorted(framework.indicators)
    areas = _areas(observations, framework)
    columns = _columns(framework)
    found = pa.concat_tables([_of_series(observations, columns, areas), _of_registers(register_stocks, columns, areas)])
    known = found["time_period"].filter(pc.is_valid(found["obs_value"])).to_numpy()
    years = np.unique(np.concatenate([known, list(framework.definition.years.range)]).astype(np.int32))
    cube = _laid(found, (len(areas), len(years), len(columns)), years, columns, areas)
    at = {quantity: number for number, quantity in enumerate(columns)}
    quantities = [framework.indicators[name].quantities for name in names]
    numerator, denominator = (
        _side(cube, [each[role] if role < len(each) else None for each in quantities], at) for role in (0, 1)
    )
    figures = Fractions(numerator, denominator, areas, years.tolist(), names)
    kept = figures.known_years(list(range(len(names))), framework.definition.years.range)
    return figures if kept.all() else figures.of(list(range(len(names))), kept, names)


def _areas(observations: pa.Table, framework: Framework) -> list[str]:
    return sorted(_listed(framework) or pc.unique(observations["ref_area"]).to_pylist())


def _listed(framework: Framework) -> set[str]:
    total = framework.total_area
    return {*framework.ref_areas, *([total] if total else [])}


def _columns(framework: Framework) -> list[str | RegisterQuantity]:
    """Return the series and the counts of registers that the indicators are made of, each once."""
    indicators = framework.indicators.values()
    series = sorted({name for indicator in indicators for name in indicator.series})
    quantities = (quantity for indicator in indicators for quantity in indicator.quantities)
    counts = {quantity for quantity in quantities if isinstance(quantity, RegisterQuantity)}
    return [*series, *sorted(counts, key=lambda quantity: quantity.code)]


def _of_series(observations: pa.Table, columns: list[str | RegisterQuantity], areas: list[str]) -> pa.Table:
    series = [name for name in columns if isinstance(name, str)]
    numbered = pa.table(
        [
            pc.index_in(observations["series_id"], pa.array(series, pa.string())),
            pc.index_in(observations["ref_area"], pa.array(areas, pa.string())),
            observations["time_period"],
            observations["obs_value"],
            pc.index_in(observations["obs_status"], pa.array(WEAKEST_LAST)),
        ],
        names=_NUMBERED.names,
    ).cast(_NUMBERED)
    within = pc.and_(pc.is_valid(numbered["column_no"]), pc.is_valid(numbered["area_no"]))
    return numbered if pc.all(within).as_py() else numbered.filter(within)


_NUMBERED = pa.schema(
    [
        ("column_no", pa.int32()),
        ("area_no", pa.int32()),
        ("time_period", pa.int32()),
        ("obs_value", pa.float64()),
        ("status_no", pa.int8()),
    ]
)


def _of_registers(register_stocks: pa.Table, columns: list[str | RegisterQuantity], areas: list[str]) -> pa.Table:
    """Run `counts.sql` on the counts that are needed."""
    counts = [(number, each) for number, each in enumerate(columns) if isinstance(each, RegisterQuantity)]
    if not counts:
        return _NUMBERED.empty_table()
    parts = [(number, quantity, part) for number, quantity in counts for part in quantity.parts]
    inputs = {
        "register_stocks": register_stocks,
        "parts": pa.table(
            {
                "column_no": pa.array([number for number, _, _ in parts], pa.int32()),
                "register_id": pa.array([part.register_id for _, _, part in parts], pa.string()),
                "category": pa.array([part.category for _, _, part in parts], pa.string()),
                "measure": pa.array([quantity.measure for _, quantity, _ in parts], pa.string()),
                "parts": pa.array([len(quantity.parts) for _, quantity, _ in parts], pa.int32()),
            }
        ),
        "areas": pa.table(
            {"area_no": pa.array(range(len(areas)), pa.int32()), "ref_area": pa.array(areas, pa.string())}
        ),
    }
    found = _sql.run("counts", inputs)
    status = pc.index_in(found["obs_status"], pa.array(WEAKEST_LAST))
    return found.drop_columns(["obs_status"]).append_column("status_no", status).select(_NUMBERED.names).cast(_NUMBERED)


def _laid(
    found: pa.Table,
    shape: tuple[int, int, int],
    years: NDArray[np.int32],
    columns: list[str | RegisterQuantity],
    areas: list[str],
) -> Side:
    """Lay figures out as arrays (region, year, column)."""
    year = np.searchsorted(years, found["time_period"].to_numpy())
    within = (year < len(years)) & (years[np.minimum(year, len(years) - 1)] == found["time_period"].to_numpy())
    if not within.all():  # years without any figure
        found, year = found.filter(pa.array(within)), year[within]
    cell = (found["area_no"].to_numpy().astype(np.int64) * shape[1] + year) * shape[2] + found["column_no"].to_numpy()
    statuses, values = np.full(shape, NO_FIGURE, np.int8), np.full(shape, np.nan)
    statuses.reshape(-1)[cell] = pc.fill_null(found["status_no"], WEAKEST_LAST.index("A")).to_numpy()
    values.reshape(-1)[cell] = found["obs_value"].to_numpy()
    if np.count_nonzero(statuses != NO_FIGURE) < len(cell):
        doubled = int(np.flatnonzero(np.bincount(cell, minlength=1) > 1)[0])
        area, at, column = np.unravel_index(doubled, shape)
        place = f"series_id {columns[column]}, ref_area {areas[area]}, time_period {years[at]}"
        en, zh = f"observations: more than one figure for {place}", f"observations：{place} 有不止一个数据"
        raise TableError(Both(f"{en}; give one vintage of each", f"{zh}，请只给出一个修订版次"))
    return Side(values, statuses)


def _side(cube: Side, quantities: list[Quantity | None], at: dict[str | RegisterQuantity, int]) -> Side:
    """Compose the numerators, or denominators, of the columns of `cube`; an indicator without one has no figure."""
    terms = [list(_terms(quantity, at)) for quantity in quantities]
    shape = (*cube.values.shape[:2], len(quantities))
    if all(len(each) == 1 for each in terms):
        column = [each[0][0] for each in terms]
        return Side(cube.values.take(column, 2), cube.statuses.take(column, 2))
    values, statuses = np.full(shape, np.nan), np.full(shape, NO_FIGURE, np.int8)
    for j, each in enumerate(terms):
        if each:
            values[:, :, j] = sum(sign * cube.values[:, :, column] for column, sign in each)
            statuses[:, :, j] = cube.statuses[:, :, [column for column, _ in each]].max(axis=2)
    return Side(values, statuses)


def _terms(quantity: Quantity | None, at: dict[str | RegisterQuantity, int]) -> Iterator[tuple[int, float]]:
    """Yield the columns that are added up, with their signs."""
    if isinstance(quantity, RegisterQuantity):
        yield at[quantity], 1.0
    elif quantity:
        for term, name in enumerate(quantity.all_series):
            yield at[name], -1.0 if isinstance(quantity, DifferenceQuantity) and term else 1.0
